//! The contract with partners: a JSON Schema for every type of event that goes out, made from the types themselves.
//! docs/contracts/webhooks.json is what was published last; a test compares.

use super::envelope::COMMON;
use crate::error::{Error, Result};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use shared::events::{EventKind, EventType, PUBLIC, TEST};
use std::collections::BTreeMap;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the whole body by type of event, those of [`PUBLIC`] and the test.
///
/// Errors: [`Error::Internal`] when a type of the catalogue is none of the events.
pub fn contract() -> Result<Value> {
    let payloads = payloads();
    let mut schemas = Map::new();
    for event in PUBLIC {
        let payload = payloads.get(event.name);
        let payload =
            payload.ok_or_else(|| Error::internal(format!("{} is in the catalogue alone", event.name)))?;
        schemas.insert(event.name.to_owned(), body(*event, payload));
    }
    let test = json!({ "properties": { "message": { "type": "string" } }, "required": ["message"] });
    schemas.insert(TEST.name.to_owned(), body(TEST, &test));
    Ok(Value::Object(schemas))
}

/// The schema of what each event says, by name.
fn payloads() -> BTreeMap<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let all = settings.into_generator().into_root_schema_for::<EventKind>().to_value();
    let variants = all.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
    variants
        .into_iter()
        .filter_map(|variant| {
            let name = variant.pointer("/properties/type/const")?.as_str()?.to_owned();
            Some((name, variant.pointer("/properties/data")?.clone()))
        })
        .collect()
}

/// The envelope around a payload. More fields may come: receivers let those pass that they do not know.
fn body(event: EventType, payload: &Value) -> Value {
    let mut properties = payload.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let id = |prefix: &str| json!({ "type": "string", "pattern": format!("^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$") });
    let subject = json!({
        "type": "object",
        "description": "What it is about",
        "properties": { "type": { "type": "string" }, "id": { "type": "string" } },
        "required": ["type", "id"],
    });
    let common = [id("org"), subject, json!({ "enum": ["member", "visitor", "system"] }), id("req")];
    let mut required: Vec<Value> =
        payload.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for (name, schema) in COMMON.into_iter().zip(common) {
        properties.insert(name.to_owned(), schema);
        required.push(json!(name));
    }
    json!({
        "$schema": DRAFT,
        "title": event.name,
        "description": event.about,
        "type": "object",
        "properties": {
            "type": { "const": event.name },
            "timestamp": { "type": "string", "format": "date-time", "description": "When it happened" },
            "data": { "type": "object", "properties": properties, "required": required },
        },
        "required": ["type", "timestamp", "data"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::events::INTERNAL;
    use std::collections::BTreeSet;

    #[test]
    fn every_event_is_public_or_internal() {
        let known: BTreeSet<String> = payloads().into_keys().collect();
        let decided = PUBLIC.iter().map(|event| event.name).chain(INTERNAL.iter().copied());
        assert_eq!(known, decided.map(str::to_owned).collect());
    }

    #[test]
    fn no_field_of_an_event_hides_a_common_one() {
        for (name, payload) in payloads() {
            let fields = payload["properties"].as_object().cloned().unwrap_or_default();
            assert!(COMMON.iter().all(|common| !fields.contains_key(*common)), "{name}");
        }
    }

    #[test]
    fn the_published_contract_is_the_one_that_holds() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/contracts/webhooks.json");
        let now = format!("{}\n", serde_json::to_string_pretty(&contract().unwrap()).unwrap());
        if std::env::var_os("EMPIRE_TEST_PUBLISH").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            published == now,
            "the contract with partners changed. If receivers can live with that, publish it: \
             EMPIRE_TEST_PUBLISH=1 cargo test -p domain --lib contract"
        );
    }
}
