//! Words and icons of the builder.

use shared::forms::{Field, FieldKind, FormDefinition, StandardField};
use ui::{Symbol, lucide};

/// The icon of a question: of what it fills, else of its kind.
pub(super) fn symbol(field: &Field) -> Symbol {
    match (field.standard(), &field.kind) {
        (Some(StandardField::Timing), _) => lucide::LuCalendarClock,
        (Some(StandardField::PropertyOccupancy), _) => lucide::LuUsers,
        (Some(StandardField::PropertyType), _) => lucide::LuHouse,
        (Some(StandardField::PropertyBeds), _) => lucide::LuBed,
        (Some(StandardField::PropertyHalfBaths), _) => lucide::LuBath,
        (_, kind) => kind_symbol(kind),
    }
}

fn kind_symbol(kind: &FieldKind) -> Symbol {
    match kind {
        FieldKind::Text { .. } => lucide::LuType,
        FieldKind::LongText { .. } => lucide::LuAlignLeft,
        FieldKind::Name => lucide::LuUser,
        FieldKind::Email => lucide::LuMail,
        FieldKind::Phone => lucide::LuSmartphone,
        FieldKind::Address => lucide::LuMapPin,
        FieldKind::Number { .. } => lucide::LuHash,
        FieldKind::Money => lucide::LuBanknote,
        FieldKind::Date => lucide::LuCalendar,
        FieldKind::Choice { .. } => lucide::LuList,
        FieldKind::Checkbox => lucide::LuSquareCheck,
        FieldKind::Consent { .. } => lucide::LuShieldCheck,
        FieldKind::Hidden { .. } => lucide::LuEyeOff,
    }
}

/// What a row says of its question: `Choice, 4`.
pub(super) fn about(field: &Field, form: &FormDefinition) -> String {
    let kind = field.kind.label();
    match &field.kind {
        FieldKind::Choice { options, .. } => format!("{kind}, {}", options.len()),
        FieldKind::Consent { consent } => match form.consent(consent).map_or(0, |consent| consent.version) {
            0 => format!("{kind}, new"),
            version => format!("{kind}, text {version}"),
        },
        _ => kind.to_owned(),
    }
}

/// What a row is called: the question, or for a consent the words themselves.
pub(super) fn title(field: &Field, form: &FormDefinition) -> String {
    match &field.kind {
        FieldKind::Consent { consent } if field.label.trim().is_empty() => {
            let text = form.consent(consent).map_or("", |consent| consent.text.trim());
            if text.is_empty() { field.name().to_owned() } else { text.to_owned() }
        }
        _ => field.name().to_owned(),
    }
}

/// What was repaired after a change; `None` when nothing was.
pub(super) fn repaired(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("“{one}” no longer depends on what was removed.")),
        [first, rest @ ..] => {
            Some(format!("“{first}” and {} more no longer depend on what was removed.", rest.len()))
        }
    }
}

/// `1 thing to mend`, `3 things to mend`.
pub(super) fn to_mend(many: usize) -> String {
    if many == 1 { "1 thing to mend".to_owned() } else { format!("{many} things to mend") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::forms::seller_form;

    #[test]
    fn rows_say_what_they_are() {
        let mut form = seller_form("Juniper Homes");
        let said = |form: &FormDefinition, key: &str| about(form.field(key).unwrap(), form);
        assert_eq!(said(&form, "timing"), "Choice, 5");
        assert_eq!(said(&form, "contact_consent"), "Consent, text 1");
        assert_eq!(said(&form, "address"), "Address");
        assert!(title(form.field("contact_consent").unwrap(), &form).starts_with("Juniper Homes may call"));
        form.consents.clear();
        assert_eq!(title(form.field("contact_consent").unwrap(), &form), "contact_consent");
    }

    #[test]
    fn repairs_are_told_once() {
        assert_eq!(repaired(&[]), None);
        assert_eq!(repaired(&["A".into()]).unwrap(), "“A” no longer depends on what was removed.");
        let many = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        assert_eq!(repaired(&many).unwrap(), "“A” and 2 more no longer depend on what was removed.");
    }
}
