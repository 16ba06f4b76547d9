//! What mappings make of payloads.

use super::*;
use crate::contacts::Channel;
use crate::fields::{FieldOption, Noun};
use crate::forms::ConsentText;
use crate::ids::CustomFieldId;
use crate::sources::{Change, Join, LookUp, guess};
use proptest::prelude::*;
use serde_json::json;

fn field(into: Target, from: Taken, change: Change) -> MappedField {
    MappedField { into, from, change }
}

fn usual(standard: StandardField, path: &str) -> MappedField {
    let into = Target::field(standard);
    let change = into.usual_change(&[]);
    field(into, Taken::path(path), change)
}

/// The mapping of the design: eight fields, all kinds of change.
fn northbeam() -> Mapping {
    let row = LookUp { came: "Northbeam".into(), becomes: "referral".into() };
    Mapping {
        fields: vec![
            usual(StandardField::ContactName, "person.full_name"),
            usual(StandardField::ContactPhone, "person.tel"),
            usual(StandardField::ContactEmail, "person.mail"),
            field(
                Target::field(StandardField::PropertyAddress),
                Taken::Paths { paths: vec!["home.line".into(), "home.zip".into()], join: Join::Comma },
                Change::Address { city: "Austin".into(), region: "TX".into() },
            ),
            usual(StandardField::AskingPrice, "home.want"),
            usual(StandardField::PropertyBeds, "home.beds"),
            field(Target::Consent { consent: "call".into() }, Taken::path("person.agreed"), Change::YesNo),
            field(
                Target::LeadSource,
                Taken::path("campaign.src"),
                Change::LookUp { rows: vec![row], otherwise: None },
            ),
        ],
        consents: vec![ConsentText {
            key: "call".into(),
            version: 4,
            text: "Juniper Homes may call me.".into(),
            channels: vec![Channel::Call],
        }],
    }
}

fn otis() -> Value {
    json!({
        "event": "listing.inquiry",
        "sent_at": "2026-08-04T16:14:02Z",
        "person": { "full_name": "Otis GRANGER", "tel": "(512) 555-0177", "mail": "otis.granger@example.com", "agreed": true },
        "home": { "line": "5602 Shoalwood Av.", "zip": "78756", "want": "625k", "beds": 3, "photos": ["a", "b"] },
        "campaign": { "src": "northbeam", "cid": "nb-2291" },
    })
}

fn shown(applied: &Applied) -> Vec<&str> {
    applied
        .results
        .iter()
        .map(|result| match result {
            FieldResult::Fine { shown } => shown.as_str(),
            FieldResult::Missing => "-",
            FieldResult::Kept { why, .. } => why.as_str(),
            FieldResult::Wrong(refusal) => refusal.message.as_str(),
        })
        .collect()
}

#[test]
fn a_payload_becomes_answers() {
    let applied = northbeam().apply(&otis(), &[]);
    assert_eq!(
        shown(&applied),
        [
            "Otis Granger",
            "512 555 0177",
            "otis.granger@example.com",
            "5602 Shoalwood Av., Austin, TX 78756",
            "$625,000",
            "3",
            "Yes",
            "Referral",
        ]
    );
    assert_eq!(applied.refusals, []);
    assert_eq!(applied.lead_source, Some(LeadSource::Referral));
    assert_eq!(applied.unused, ["campaign.cid", "event", "home.photos", "sent_at"]);
    let parsed = parse_all(&northbeam().definition("Northbeam", &[]), &applied.answers).unwrap();
    assert_eq!(parsed.consents.len(), 1);
    assert!(parsed.consents[0].granted && parsed.consents[0].text_version == 4);
}

#[test]
fn what_cannot_be_read_refuses_with_its_path() {
    for (path, value, message) in [
        (
            "/person/tel",
            json!("512 555 014"),
            "One digit is missing. Enter 10 digits, for example 512 555 0134.",
        ),
        ("/home/want", json!("call me"), "Enter an amount in dollars, for example 385,000."),
        ("/campaign/src", json!("moon"), "“moon” is not in the table yet. Add it."),
        ("/person/agreed", json!("perhaps"), "This says neither yes nor no, for example true or no."),
        ("/home/beds", json!([{}]), "Several values stand there. Choose one of them."),
        ("/person/full_name", json!("a\u{0}b"), "Remove the characters that cannot be shown."),
    ] {
        let mut payload = otis();
        *payload.pointer_mut(path).unwrap() = value;
        let applied = northbeam().apply(&payload, &[]);
        let said: Vec<(String, &str)> = applied
            .refusals
            .iter()
            .map(|refusal| (refusal.path.clone().unwrap_or_default(), refusal.message.as_str()))
            .collect();
        assert_eq!(said, [(path[1..].replace('/', "."), message)], "{path}");
    }
}

#[test]
fn nobody_to_reach_is_said_with_both_paths() {
    let mut payload = otis();
    payload["person"] = json!({ "full_name": "", "tel": " ", "mail": null });
    let applied = northbeam().apply(&payload, &[]);
    let [refusal] = applied.refusals.as_slice() else { panic!("{:?}", applied.refusals) };
    assert_eq!(refusal.reason, RefusedReason::Unreachable);
    assert_eq!(refusal.path.as_deref(), Some("person.tel, person.mail"));
    assert_eq!(shown(&applied)[..3], ["-", "-", "-"]);
}

#[test]
fn silence_about_consent_is_no_refusal() {
    for (said, granted) in [(json!(null), vec![]), (json!("no"), vec![false]), (json!(1), vec![true])] {
        let mut payload = otis();
        payload["person"]["agreed"] = said;
        let applied = northbeam().apply(&payload, &[]);
        let parsed = parse_all(&northbeam().definition("", &[]), &applied.answers).unwrap();
        assert_eq!(parsed.consents.iter().map(|consent| consent.granted).collect::<Vec<_>>(), granted);
    }
}

#[test]
fn words_of_choices_may_be_labels_and_baths_halves() {
    let mapping = Mapping {
        fields: vec![
            usual(StandardField::ContactEmail, "mail"),
            usual(StandardField::PropertyType, "kind"),
            usual(StandardField::PropertyHalfBaths, "baths"),
            field(Target::field(StandardField::Timing), Taken::Text { text: "asap".into() }, Change::AsIs),
        ],
        consents: Vec::new(),
    };
    let applied = mapping.apply(&json!({ "mail": "a@b.co", "kind": "Mobile Home", "baths": 2.5 }), &[]);
    assert_eq!(shown(&applied), ["a@b.co", "Mobile home", "2.5", "As soon as possible"]);
    assert_eq!(applied.answers["baths"], "5");
}

#[test]
fn a_mapping_may_be_half_done() {
    let mapping = Mapping {
        fields: vec![
            field(Target::field(StandardField::ContactName), Taken::path("a..b"), Change::AsIs),
            field(Target::Consent { consent: "gone".into() }, Taken::path("ok"), Change::YesNo),
            field(Target::field(StandardField::ContactName), Taken::path("name"), Change::AsIs),
        ],
        consents: Vec::new(),
    };
    let applied = mapping.apply(&json!({ "ok": true, "name": "Ana" }), &[]);
    assert!(
        matches!(&applied.results[0], FieldResult::Wrong(refusal) if refusal.message.contains("person.tel"))
    );
    assert_eq!(Mapping::default().apply(&json!([1, 2]), &[]).unused, [""; 0]);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9()+ .kKmM$-]{0,14}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = prop_oneof![
            4 => prop::sample::select(vec!["person", "full_name", "tel", "mail", "agreed", "home", "line", "zip", "want", "beds", "campaign", "src"]),
            1 => Just("x y"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(key.prop_map(str::to_owned), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn custom(number: u128, field_type: FieldType, options: &[&str]) -> CustomField {
    let option = |label: &&str| FieldOption { key: label.to_lowercase(), label: (*label).to_owned() };
    CustomField {
        id: CustomFieldId::from_uuid(uuid::Uuid::from_u128(number)),
        noun: Noun::Lead,
        field_type,
        label: format!("Field {number}"),
        help: String::new(),
        options: options.iter().map(option).collect(),
        archived: false,
        version: 1,
    }
}

#[test]
fn what_a_custom_field_cannot_hold_stays_an_answer() {
    let fields = [
        custom(1, FieldType::Choice, &["High", "Low"]),
        custom(2, FieldType::Choices, &["Roof", "Paint"]),
        custom(3, FieldType::Number, &[]),
        custom(4, FieldType::Money, &[]),
        custom(5, FieldType::YesNo, &[]),
        custom(6, FieldType::Date, &[]),
    ];
    let mapped = |field: &CustomField, path: &str| {
        let into = Target::Custom { field: field.id };
        let change = into.usual_change(&fields);
        assert_eq!(into.changes(&fields).first(), Some(&change));
        MappedField { into, from: Taken::path(path), change }
    };
    let paths = ["wish", "needs", "units", "offer", "probate", "closing"];
    let mut mapping =
        Mapping { fields: vec![usual(StandardField::ContactPhone, "tel")], consents: Vec::new() };
    mapping.fields.extend(fields.iter().zip(paths).map(|(field, path)| mapped(field, path)));
    assert_eq!(mapping.check(&fields), Ok(()));
    assert_eq!(mapping.definition("x", &fields).check_with(&fields), Ok(()));

    let read = json!({
        "tel": "512 555 0148", "wish": "HIGH", "needs": ["Paint", "roof"], "units": "1,800 doors",
        "offer": "1.2 million", "probate": false, "closing": "2026-08-31",
    });
    let applied = mapping.apply(&read, &fields);
    assert_eq!(applied.refusals, []);
    let shown: Vec<FieldResult> = ["High", "Roof, Paint", "1800", "$1,200,000", "No", "Aug 31, 2026"]
        .map(|shown| FieldResult::Fine { shown: shown.to_owned() })
        .into();
    assert_eq!(applied.results[1..], shown);

    let unread = json!({
        "tel": "512 555 0148", "wish": "so so", "needs": "garden", "units": "many", "offer": "\u{1}much\nmore",
        "probate": "perhaps", "closing": "soon",
    });
    let applied = mapping.apply(&unread, &fields);
    assert_eq!(applied.refusals, []);
    assert!(
        applied.results[1..].iter().all(|result| matches!(result, FieldResult::Kept { .. })),
        "{applied:?}"
    );
    let form = mapping.definition("x", &fields);
    let parsed = parse_all(&form, &applied.answers).unwrap();
    assert_eq!(parsed.custom.len(), 6);
    assert!(form.in_words(&applied.answers).contains(&("Field 6".to_owned(), "soon".to_owned())));

    // A field that is gone takes nothing and refuses nothing, and the mapping cannot be saved with it.
    let applied = mapping.apply(&read, &[]);
    assert_eq!(applied.refusals, []);
    let paths: Vec<String> = mapping.check(&[]).unwrap_err().into_iter().map(|error| error.path).collect();
    assert_eq!(paths.first().map(String::as_str), Some("fields.1.into"));
    assert!(!paths.contains(&"fields.0.into".to_owned()));
}

proptest! {
    #[test]
    fn no_payload_panics_and_what_is_accepted_is_valid(payload in any_json()) {
        for mapping in [northbeam(), guess(&payload)] {
            let applied = mapping.apply(&payload, &[]);
            prop_assert_eq!(applied.results.len(), mapping.fields.len());
            let parsed = parse_all(&mapping.definition("x", &[]), &applied.answers);
            // The same validator stands behind the door: what passes here passes there.
            if applied.refusals.is_empty() {
                prop_assert!(parsed.is_ok(), "{parsed:?}");
            }
        }
    }
}
