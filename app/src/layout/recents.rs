//! The leads somebody looked at last, kept for this tab of the browser and by member, so that nobody finds them there later.

use crate::state::Session;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::LeadId;

/// Most that are kept.
const KEPT: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recent {
    pub(super) id: LeadId,
    pub(super) name: String,
}

/// Remembers a lead whose page is open.
pub fn remember_lead(session: Session, id: LeadId, name: String) {
    let Some(place) = place(session) else { return };
    let kept = put(recent_leads(session), Recent { id, name });
    if let (Ok(text), Ok(Some(storage))) = (serde_json::to_string(&kept), window().session_storage()) {
        // A browser that keeps nothing forgets.
        drop(storage.set_item(&place, &text));
    }
}

/// The newest first.
pub(super) fn recent_leads(session: Session) -> Vec<Recent> {
    let read = || {
        let storage = window().session_storage().ok()??;
        let text = storage.get_item(&place(session)?).ok()??;
        serde_json::from_str(&text).ok()
    };
    read().unwrap_or_default()
}

fn place(session: Session) -> Option<String> {
    untrack(|| session.with(|info| format!("recent-leads.{}", info.member)))
}

fn put(mut kept: Vec<Recent>, one: Recent) -> Vec<Recent> {
    kept.retain(|known| known.id != one.id);
    kept.insert(0, one);
    kept.truncate(KEPT);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_and_once() {
        let one = |number: u32| Recent {
            id: format!("lead_{number:026}").parse().unwrap(),
            name: format!("Lead {number}"),
        };
        let kept = (1..=7).map(one).fold(Vec::new(), put);
        assert_eq!(kept.len(), KEPT);
        assert_eq!(put(kept, one(4)).first(), Some(&one(4)));
        let again = put(vec![one(1), one(2)], one(2));
        assert_eq!(again, [one(2), one(1)]);
    }
}
