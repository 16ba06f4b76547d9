//! A first mapping for a payload that nobody mapped yet, by the names its values have. Only what cannot mean something
//! else is guessed; consent never is, because it needs the text that was agreed to.

use super::mapping::{Join, MappedField, Mapping, Taken, Target};
use super::path::ValuePath;
use crate::forms::StandardField as F;
use crate::values::names::{CITY, FIRST, LAST, NAMES, STATE, STREET, UNIT, ZIP, plain};
use serde_json::Value;

/// Leaves that are looked at.
const LEAVES: usize = 500;

const CAMPAIGN: &[&str] = &["utmcampaign", "campaign", "campaignname"];
/// A name below one of these is no person's.
const NOT_PEOPLE: &[&str] = &[
    "campaign", "agent", "source", "form", "listing", "event", "partner", "company", "home", "property", "ad",
];

/// A mapping to begin with; may be empty.
pub fn guess(payload: &Value) -> Mapping {
    let mut leaves = Vec::new();
    collect(payload, &ValuePath::default(), &mut leaves);
    let mut fields = Vec::new();
    for (field, names) in NAMES {
        let from = match field {
            F::ContactName => person(&leaves, names),
            F::PropertyAddress => place(&leaves).or_else(|| Some(one(find(&leaves, names)?))),
            _ => find(&leaves, names).map(one),
        };
        if let Some(from) = from {
            let into = Target::field(field);
            let change = into.usual_change(&[]);
            fields.push(MappedField { into, from, change });
        }
    }
    if let Some(path) = find(&leaves, CAMPAIGN) {
        fields.push(MappedField {
            into: Target::Campaign,
            from: one(path),
            change: Target::Campaign.usual_change(&[]),
        });
    }
    fields.sort_by_key(|field| match &field.into {
        Target::Field { field } => F::ALL.iter().position(|known| known == field).unwrap_or(0),
        _ => F::ALL.len(),
    });
    Mapping { fields, consents: Vec::new() }
}

fn collect(value: &Value, at: &ValuePath, leaves: &mut Vec<ValuePath>) {
    if leaves.len() >= LEAVES {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, &at.down_to(name), leaves);
            }
        }
        // The first of a list speaks for it.
        Value::Array(list) => {
            if let Some(first) = list.first().filter(|first| first.is_object()) {
                collect(first, &at.down_at(0), leaves);
            }
        }
        _ => leaves.push(at.clone()),
    }
}

/// The value with the best of these names; of several the one that stands least deep.
fn find<'l>(leaves: &'l [ValuePath], names: &[&str]) -> Option<&'l ValuePath> {
    names.iter().find_map(|name| {
        leaves
            .iter()
            .filter(|path| path.last_key().is_some_and(|key| plain(key) == *name))
            .min_by_key(|path| path.keys().count())
    })
}

fn one(path: &ValuePath) -> Taken {
    Taken::path(path.to_string())
}

fn person(leaves: &[ValuePath], names: &[&str]) -> Option<Taken> {
    let people: Vec<ValuePath> = leaves
        .iter()
        .filter(|path| {
            let above = path.keys().count().saturating_sub(1);
            !path.keys().take(above).any(|key| NOT_PEOPLE.contains(&plain(key).as_str()))
        })
        .cloned()
        .collect();
    let whole = |names: &[&str]| find(&people, names).map(one);
    let split = || {
        let paths: Vec<String> =
            [FIRST, LAST].iter().filter_map(|names| find(&people, names)).map(ToString::to_string).collect();
        (!paths.is_empty()).then_some(Taken::Paths { paths, join: Join::Space })
    };
    let (bare, telling) = names.split_last()?;
    whole(telling).or_else(split).or_else(|| whole(&[*bare]))
}

/// Street and what else stands beside it.
fn place(leaves: &[ValuePath]) -> Option<Taken> {
    let street = find(leaves, STREET)?;
    let depth = street.keys().count();
    let beside: Vec<ValuePath> = leaves
        .iter()
        .filter(|path| {
            path.keys().count() == depth && path.keys().take(depth - 1).eq(street.keys().take(depth - 1))
        })
        .cloned()
        .collect();
    let rest =
        [UNIT, CITY, STATE, ZIP].iter().filter_map(|names| find(&beside, names)).map(ToString::to_string);
    let paths: Vec<String> = std::iter::once(street.to_string()).chain(rest).collect();
    (paths.len() > 1).then_some(Taken::Paths { paths, join: Join::Comma })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn guessed(payload: &Value) -> Vec<String> {
        let mapping = guess(payload);
        mapping
            .fields
            .iter()
            .map(|field| format!("{} = {}", field.into.label(&[]), field.from.label()))
            .collect()
    }

    #[test]
    fn telling_names_are_understood() {
        let northbeam = json!({
            "event": "listing.inquiry",
            "person": { "full_name": "Otis GRANGER", "tel": "(512) 555-0177", "mail": "o@example.com", "agreed": true },
            "home": { "line": "5602 Shoalwood Av.", "zip": "78756", "want": "625k", "beds": 3, "photos": [1, 2] },
            "campaign": { "src": "northbeam", "cid": "nb-2291", "name": "Spring" },
        });
        assert_eq!(
            guessed(&northbeam),
            [
                "Contact name = person.full_name",
                "Phone = person.tel",
                "Email = person.mail",
                "Property address = home.line + home.zip",
                "Asking price = home.want",
                "Beds = home.beds",
            ]
        );
        let flat = json!({
            "First Name": "Ana", "last_name": "Pérez", "Phone Number": "1", "address": "1 Main St, Austin, TX 78702",
            "utm_campaign": "x", "agent": { "name": "Bob" }
        });
        assert_eq!(
            guessed(&flat),
            [
                "Contact name = [\"First Name\"] + last_name",
                "Phone = [\"Phone Number\"]",
                "Property address = address",
                "Campaign = utm_campaign",
            ]
        );
        assert_eq!(guessed(&json!([{ "lead": 1 }])), [""; 0]);
    }

    #[test]
    fn a_guess_can_be_saved_once_somebody_can_be_reached() {
        let mapping = guess(
            &json!({ "leads": [{ "name": "Ana", "email": "a@b.co", "street": "1 Main", "city": "X" }] }),
        );
        assert_eq!(mapping.check(&[]), Ok(()));
    }

    proptest! {
        #[test]
        fn what_is_guessed_holds_together(keys in prop::collection::vec("[a-z]{1,8}|email|phone|street|zip|name", 0..12)) {
            let payload: Value = keys.into_iter().map(|key| (key, json!("1"))).collect::<serde_json::Map<_, _>>().into();
            let mapping = guess(&payload);
            if let Err(errors) = mapping.check(&[]) {
                prop_assert!(errors.iter().all(|error| error.code == "mapping.unreachable"), "{errors:?}");
            }
        }
    }
}
