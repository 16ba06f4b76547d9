//! Asks the server what the mapping on the screen would do, whenever somebody stopped typing: with the payload that is
//! shown, and with those that were refused.

use super::rpc::{preview_payload, try_mapping};
use super::state::Room;
use crate::state::{Rounds, put};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::InboundPayloadId;
use shared::sources::Mapping;
use std::time::Duration;

/// How long nobody types before the server is asked.
const PAUSE: Duration = Duration::from_millis(350);

/// What a question is about.
type Question = (Mapping, Option<String>, Vec<InboundPayloadId>);

/// Asks until the calling component goes.
pub(super) fn foresee(room: Room) {
    let question = Memo::new(move |_| -> Question {
        let body = room.samples.value.with(|value| value.as_ref().map(ToString::to_string));
        (room.draft.mapping.get(), body, refused(room))
    });
    let rounds = Rounds::new();
    Effect::new(move |before: Option<()>| {
        let asked = question.get();
        let round = rounds.begin();
        let ask = move || {
            if rounds.is_current(round) {
                spawn_local(ask(room, rounds, round, asked));
            }
        };
        if before.is_none() { ask() } else { set_timeout(ask, PAUSE) }
    });
}

/// The refused payloads that are listed; their verdicts are out of date when others are.
fn refused(room: Room) -> Vec<InboundPayloadId> {
    room.payloads.rows.with(|rows| {
        let refused = rows.iter().filter(|row| row.state == shared::sources::InboundState::Refused);
        refused.map(|row| row.id).collect()
    })
}

async fn ask(room: Room, rounds: Rounds, round: u64, (mapping, body, refused): Question) {
    let current = move || rounds.is_current(round);
    let answer = match body {
        Some(body) => Some(preview_payload(room.id, mapping.clone(), body).await),
        None => None,
    };
    if !current() {
        return;
    }
    put(room.foreseen, answer);
    if refused.is_empty() {
        return;
    }
    if let Ok(verdicts) = try_mapping(room.id, mapping).await
        && current()
    {
        let verdicts = verdicts.into_iter().map(|verdict| (verdict.payload, verdict.refusal)).collect();
        put(room.verdicts, verdicts);
    }
}
