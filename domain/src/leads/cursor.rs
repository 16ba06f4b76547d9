//! Places in a list: the sort keys, and the opaque text that names a place in its orders.

use super::order::{KeyKind, Order};
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use uuid::Uuid;

/// The value a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Time(DateTime<Utc>),
    Text(String),
    Number(i64),
    /// It is not known; rows without a value come last, whichever way the order goes.
    Nothing,
}

impl Key {
    /// How two values follow each other.
    pub(super) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => self.cmp(other),
            _ if descending => other.cmp(self),
            _ => self.cmp(other),
        }
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Time(time) => time.into(),
            Key::Text(text) => text.into(),
            Key::Number(number) => number.into(),
            Key::Nothing => Option::<i64>::None.into(),
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

impl Place {
    /// The text a client sends back. It holds no more than the row itself shows, so it is not signed.
    pub(super) fn encode(&self, orders: &[Order]) -> Result<String> {
        let keys: Vec<Option<String>> = self
            .keys
            .iter()
            .map(|key| match key {
                Key::Time(time) => Some(time.timestamp_micros().to_string()),
                Key::Text(text) => Some(text.clone()),
                Key::Number(number) => Some(number.to_string()),
                Key::Nothing => None,
            })
            .collect();
        let written = Written { orders: named(orders), id: self.id, keys };
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written)?))
    }

    /// Reads such a text; one of other orders is as wrong as a broken one.
    pub(super) fn decode(text: &str, orders: &[Order]) -> Result<Self> {
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
    keys: Vec<Option<String>>,
}

fn named(orders: &[Order]) -> Vec<String> {
    orders.iter().map(|order| order.sort.to_string()).collect()
}

fn read(text: &str, orders: &[Order]) -> Option<Place> {
    let written: Written = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if written.orders != named(orders) || written.keys.len() != orders.len() {
        return None;
    }
    let keys = orders.iter().zip(written.keys).map(|(order, key)| match key {
        Some(key) => read_key(order.kind(), key),
        None => Some(Key::Nothing),
    });
    Some(Place { keys: keys.collect::<Option<Vec<Key>>>()?, id: written.id })
}

fn read_key(kind: KeyKind, key: String) -> Option<Key> {
    Some(match kind {
        KeyKind::Time => {
            let time = DateTime::from_timestamp_micros(key.parse().ok()?)?;
            // What a database cannot hold was never handed out.
            Key::Time(Some(time).filter(|time| (0..=super::NEVER.timestamp()).contains(&time.timestamp()))?)
        }
        KeyKind::Text => Key::Text(Some(key).filter(|key| !key.contains('\0'))?),
        KeyKind::Number => Key::Number(key.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use shared::leads::{LeadFact, LeadSort};

    fn resolved(sorts: &[LeadSort]) -> Vec<Order> {
        sorts.iter().map(|sort| Order::standard(*sort).unwrap()).collect()
    }

    fn all() -> Vec<LeadSort> {
        let facts = LeadFact::ALL.iter().filter(|fact| !fact.holds_several() && **fact != LeadFact::Owner);
        let both = facts.flat_map(|fact| [LeadSort::up(*fact), LeadSort::down(*fact)]);
        both.chain([LeadSort::Relevance]).collect()
    }

    fn key(order: &Order) -> Key {
        match order.kind() {
            KeyKind::Text => Key::Text("Mei-Lin | O'Neil".into()),
            KeyKind::Number => Key::Number(-1),
            KeyKind::Time => Key::Time(DateTime::from_timestamp_micros(1_785_842_520_123_456).unwrap()),
        }
    }

    #[test]
    fn every_order_reads_its_own_places_only() {
        let mut all: Vec<Vec<LeadSort>> = all().into_iter().map(|sort| vec![sort]).collect();
        all.push(vec![LeadSort::NAME, LeadSort::ASKING]);
        all.push(vec![LeadSort::ASKING, LeadSort::NAME]);
        all.push(vec![LeadSort::ASKING, LeadSort::up(LeadFact::City), LeadSort::NEWEST]);
        for sorts in &all {
            let orders = resolved(sorts);
            let known: Vec<Key> = orders.iter().map(key).collect();
            for keys in [known, vec![Key::Nothing; orders.len()]] {
                let place = Place { keys, id: Uuid::from_u128(7) };
                let text = place.encode(&orders).unwrap();
                for other in &all {
                    let read = Place::decode(&text, &resolved(other)).ok();
                    assert_eq!(read, (other == sorts).then(|| place.clone()));
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_comes_last_both_ways() {
        let mut keys = vec![Key::Nothing, Key::Number(2), Key::Number(1)];
        keys.sort_by(|one, other| one.compare(other, false));
        assert_eq!(keys, [Key::Number(1), Key::Number(2), Key::Nothing]);
        keys.sort_by(|one, other| one.compare(other, true));
        assert_eq!(keys, [Key::Number(2), Key::Number(1), Key::Nothing]);
    }

    #[test]
    fn a_place_of_an_older_page_is_still_read() {
        let orders = resolved(&[LeadSort::ASKING, LeadSort::NAME]);
        let old =
            serde_json::json!({ "orders": ["asking", "name"], "id": Uuid::nil(), "keys": ["-1", "Ana"] });
        let text = URL_SAFE_NO_PAD.encode(old.to_string());
        assert_eq!(Place::decode(&text, &orders).unwrap().keys, [Key::Number(-1), Key::Text("Ana".into())]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", raw in proptest::collection::vec(any::<u8>(), 0..60)) {
            for sort in all() {
                let orders = resolved(&[sort]);
                drop(Place::decode(&text, &orders));
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(&raw), &orders));
                let written = Written { orders: named(&orders), id: Uuid::nil(), keys: vec![Some(text.clone())] };
                drop(Place::decode(&URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap()), &orders));
            }
        }
    }
}
