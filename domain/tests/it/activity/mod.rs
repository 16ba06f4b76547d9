//! What people did: feeds and the figures of a team.

mod demo;
mod feed;
mod figures;

use chrono::{DateTime, Utc};
use domain::Actor;
use domain::leads::{assign, change_status, log_activity};
use shared::LeadId;
use shared::leads::{ActivityInput, StatusChangeInput};
use testkit::World;

use crate::leads::{id_of, stored};

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A call with this outcome, or a note where there is none.
pub(super) async fn log(world: &World, by: &Actor, lead: LeadId, outcome: &str) {
    let note = outcome.is_empty();
    let input = ActivityInput {
        kind: if note { "note" } else { "call" }.to_owned(),
        outcome: outcome.to_owned(),
        body: if note { "Looks vacant" } else { "" }.to_owned(),
        key: world.cx.new_id().simple().to_string(),
    };
    log_activity(&world.cx, by, lead, &input).await.unwrap();
}

pub(super) async fn give(world: &World, by: &Actor, lead: LeadId, to: Option<&Actor>) {
    let version = stored(world, lead).await.version;
    assign(&world.cx, by, lead, to.map(id_of), version).await.unwrap();
}

pub(super) async fn step(world: &World, by: &Actor, lead: LeadId, to: &str) {
    let reason = if to == "dead" { "not_interested" } else { "" };
    let change = StatusChangeInput {
        status: to.to_owned(),
        reason: reason.to_owned(),
        note: "So they said".to_owned(),
        version: stored(world, lead).await.version,
    };
    change_status(&world.cx, by, lead, &change).await.unwrap();
}
