//! What custom fields are called in the headings of a file: by their label, so that no two columns and no standard one read the
//! same.

use super::target::Target;
use crate::fields::{CustomField, Noun};
use crate::values::names::plain;
use std::collections::BTreeSet;

/// The fields in the order of a file (leads, contacts, properties, what is archived last), with a heading each.
pub(super) fn headed<'f>(fields: &'f [CustomField], taken: &[&str]) -> Vec<(&'f CustomField, String)> {
    let mut ordered: Vec<&CustomField> = fields.iter().collect();
    ordered.sort_by_key(|field| (field.archived, field.noun));
    let mut seen: BTreeSet<String> = taken.iter().map(|heading| heading.to_lowercase()).collect();
    ordered
        .into_iter()
        .map(|field| {
            let of = match field.noun {
                Noun::Lead => "lead",
                Noun::Contact => "contact",
                Noun::Property => "property",
            };
            let longer = format!("{} ({of})", field.label);
            let numbered = (2..).map(|number| format!("{} ({of} {number})", field.label));
            let mut names = [field.label.clone(), longer.clone()].into_iter().chain(numbered);
            let is_free = |name: &String| standard(name).is_none() && !seen.contains(&name.to_lowercase());
            let heading = names.find(is_free).unwrap_or(longer);
            seen.insert(heading.to_lowercase());
            (field, heading)
        })
        .collect()
}

/// The standard fact that is called so.
pub(super) fn standard(heading: &str) -> Option<Target> {
    let name = plain(heading);
    // A bare `Owner` may be whose house it is or whose lead.
    let says = |target: &Target| {
        plain(target.label()) == name || (plain(target.as_str()) == name && name != "owner")
    };
    Target::ALL.iter().copied().find(says)
}

#[cfg(test)]
mod tests {
    use super::super::custom::tests::field;
    use super::*;
    use crate::fields::FieldType;

    #[test]
    fn no_two_headings_read_the_same() {
        let mut old = field(5, Noun::Lead, FieldType::Text, "Priority");
        old.archived = true;
        let fields = [
            field(1, Noun::Contact, FieldType::Text, "priority"),
            field(2, Noun::Lead, FieldType::Text, "Status"),
            field(3, Noun::Lead, FieldType::Text, "Priority"),
            field(4, Noun::Property, FieldType::Text, "Roof"),
            old,
            field(6, Noun::Lead, FieldType::Text, "Answer due"),
        ];
        let headings: Vec<String> = headed(&fields, &["Answer due"]).into_iter().map(|(_, h)| h).collect();
        assert_eq!(
            headings,
            [
                "Status (lead)",
                "Priority",
                "Answer due (lead)",
                "priority (contact)",
                "Roof",
                "Priority (lead)"
            ]
        );
    }
}
