//! Places in a list: the sort keys, and the opaque text that names a place in its orders.

use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use shared::leads::LeadSort;
use uuid::Uuid;

/// The value a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// A row's place in a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// One an order, in their order.
    pub(super) keys: Vec<Key>,
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
            // What is to be ranked is read the newest first.
            LeadSort::Relevance | LeadSort::Newest => ("created_at", "leads_created", true),
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
    pub(super) fn encode(&self, orders: &[LeadSort]) -> Result<String> {
        let keys: Vec<String> = self
            .keys
            .iter()
            .map(|key| match key {
                Key::Time(time) => time.timestamp_micros().to_string(),
                Key::Text(text) => text.clone(),
                Key::Number(number) => number.to_string(),
            })
            .collect();
        let written = Written { orders: named(orders), id: self.id, keys };
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written)?))
    }

    /// Reads such a text; one of other orders is as wrong as a broken one.
    pub(super) fn decode(text: &str, orders: &[LeadSort]) -> Result<Self> {
        read(text, orders).ok_or_else(Self::unknown)
    }

    /// What is said of a place that is none.
    pub(super) fn unknown() -> Error {
        Error::invalid(
            "after",
            "cursor.invalid",
            "This place in the list is not known. Open the list from its beginning.",
        )
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    orders: Vec<String>,
    id: Uuid,
    keys: Vec<String>,
}

fn named(orders: &[LeadSort]) -> Vec<String> {
    orders.iter().map(|sort| sort.as_str().to_owned()).collect()
}

fn read(text: &str, orders: &[LeadSort]) -> Option<Place> {
    let written: Written = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if written.orders != named(orders) || written.keys.len() != orders.len() {
        return None;
    }
    let keys = orders.iter().zip(written.keys).map(|(sort, key)| read_key(*sort, key));
    Some(Place { keys: keys.collect::<Option<Vec<Key>>>()?, id: written.id })
}

fn read_key(sort: LeadSort, key: String) -> Option<Key> {
    Some(match sort {
        LeadSort::Newest | LeadSort::Oldest | LeadSort::RespondBy | LeadSort::LastActivity => {
            let time = DateTime::from_timestamp_micros(key.parse().ok()?)?;
            // What a database cannot hold was never handed out.
            Key::Time(Some(time).filter(|time| (0..=super::NEVER.timestamp()).contains(&time.timestamp()))?)
        }
        LeadSort::Name => Key::Text(Some(key).filter(|key| !key.contains('\0'))?),
        LeadSort::Asking | LeadSort::Relevance => Key::Number(key.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(sort: LeadSort) -> Key {
        match sort {
            LeadSort::Name => Key::Text("Mei-Lin | O'Neil".into()),
            LeadSort::Asking | LeadSort::Relevance => Key::Number(-1),
            _ => Key::Time(DateTime::from_timestamp_micros(1_785_842_520_123_456).unwrap()),
        }
    }

    #[test]
    fn every_order_reads_its_own_places_only() {
        let mut all: Vec<Vec<LeadSort>> = LeadSort::ALL.iter().map(|sort| vec![*sort]).collect();
        all.push(vec![LeadSort::Name, LeadSort::Asking]);
        all.push(vec![LeadSort::Asking, LeadSort::Name]);
        all.push(vec![LeadSort::Asking, LeadSort::Name, LeadSort::Newest]);
        for orders in &all {
            let place =
                Place { keys: orders.iter().map(|sort| key(*sort)).collect(), id: Uuid::from_u128(7) };
            let text = place.encode(orders).unwrap();
            for other in &all {
                assert_eq!(Place::decode(&text, other).ok(), (other == orders).then(|| place.clone()));
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", raw in proptest::collection::vec(any::<u8>(), 0..60)) {
            for sort in LeadSort::ALL {
                let orders = [*sort];
                drop(Place::decode(&text, &orders));
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(&raw), &orders));
                let written = Written { orders: named(&orders), id: Uuid::nil(), keys: vec![text.clone()] };
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap()), &orders));
            }
        }
    }
}
