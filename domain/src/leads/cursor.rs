//! Places in a list: the sort keys, and the opaque text that names a place in one order.

use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sea_orm::Value;
use shared::leads::LeadSort;
use uuid::Uuid;

/// The value a row is sorted by.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Time(DateTime<Utc>),
    Text(String),
    Number(i64),
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Time(time) => time.into(),
            Key::Text(text) => text.into(),
            Key::Number(number) => number.into(),
        }
    }
}

/// A row's place in an order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) key: Key,
    pub(super) id: Uuid,
}

/// How an order is stored: column, index, direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) column: &'static str,
    pub(super) index: &'static str,
    pub(super) descending: bool,
}

impl Order {
    pub(super) const fn of(sort: LeadSort) -> Self {
        let (column, index, descending) = match sort {
            LeadSort::Newest => ("created_at", "leads_created", true),
            LeadSort::Oldest => ("created_at", "leads_created", false),
            LeadSort::RespondBy => ("waiting_until", "leads_waiting", false),
            LeadSort::LastActivity => ("last_activity_at", "leads_activity", true),
            LeadSort::Name => ("contact_name", "leads_name", false),
            LeadSort::Asking => ("asking_minor", "leads_asking", true),
        };
        Self { column, index, descending }
    }
}

impl Place {
    /// The text a client sends back. It holds no more than the row itself shows, so it is not signed.
    pub(super) fn encode(&self, sort: LeadSort) -> String {
        let key = match &self.key {
            Key::Time(time) => time.timestamp_micros().to_string(),
            Key::Text(text) => text.clone(),
            Key::Number(number) => number.to_string(),
        };
        URL_SAFE_NO_PAD.encode(format!("{}|{}|{key}", sort.as_str(), self.id.simple()))
    }

    /// Reads such a text; one of another order is as wrong as a broken one.
    pub(super) fn decode(text: &str, sort: LeadSort) -> Result<Self> {
        read(text, sort).ok_or_else(|| {
            Error::invalid(
                "after",
                "cursor.invalid",
                "This place in the list is not known. Open the list from its beginning.",
            )
        })
    }
}

fn read(text: &str, sort: LeadSort) -> Option<Place> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let mut parts = text.splitn(3, '|');
    if parts.next()? != sort.as_str() {
        return None;
    }
    let id = Uuid::try_parse(parts.next()?).ok()?;
    let key = parts.next()?;
    let key = match sort {
        LeadSort::Newest | LeadSort::Oldest | LeadSort::RespondBy | LeadSort::LastActivity => {
            let time = DateTime::from_timestamp_micros(key.parse().ok()?)?;
            // What a database cannot hold was never handed out.
            Key::Time(Some(time).filter(|time| (0..=super::NEVER.timestamp()).contains(&time.timestamp()))?)
        }
        LeadSort::Name => Key::Text(Some(key.to_owned()).filter(|key| !key.contains('\0'))?),
        LeadSort::Asking => Key::Number(key.parse().ok()?),
    };
    Some(Place { key, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_order_reads_its_own_places_only() {
        let time = Key::Time(DateTime::from_timestamp_micros(1_785_842_520_123_456).unwrap());
        for sort in LeadSort::ALL {
            let key = match sort {
                LeadSort::Name => Key::Text("Mei-Lin | O'Neil".into()),
                LeadSort::Asking => Key::Number(-1),
                _ => time.clone(),
            };
            let place = Place { key, id: Uuid::from_u128(7) };
            let text = place.encode(*sort);
            for other in LeadSort::ALL {
                assert_eq!(Place::decode(&text, *other).ok(), (other == sort).then(|| place.clone()));
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", raw in proptest::collection::vec(any::<u8>(), 0..60)) {
            for sort in LeadSort::ALL {
                drop(Place::decode(&text, *sort));
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(&raw), *sort));
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(format!("{}|{}|{text}", sort.as_str(), Uuid::nil())), *sort));
            }
        }
    }
}
