//! People who may be one: how they are found, merged and split again.

mod find;
mod law;
mod merge;
mod through;

use crate::leads::Cast;
use domain::{Actor, duplicates, leads, merges};
use shared::address::AddressInput;
use shared::duplicates::PairSummary;
use shared::leads::{ActivityInput, LeadInput, LeadSummary, StatusChangeInput};
use shared::merges::{MergePreview, Merged, Side};
use shared::{LeadId, MergeId};
use testkit::World;

/// The house that everybody here is about.
pub const HOUSE: &str = "917 Tillery St";

/// What somebody types to add a lead.
pub fn lead(name: &str, phone: &str, email: &str, street: &str) -> LeadInput {
    let address = AddressInput {
        street: street.into(),
        city: "Austin".into(),
        region: "TX".into(),
        postal_code: "78702".into(),
        ..AddressInput::default()
    };
    LeadInput {
        name: name.into(),
        phone: phone.into(),
        email: email.into(),
        address: if street.is_empty() { AddressInput::default() } else { address },
        ..LeadInput::default()
    }
}

pub async fn add(world: &World, actor: &Actor, input: LeadInput) -> LeadId {
    let key = format!("key-{}", world.cx.new_id().simple());
    leads::add(&world.cx, actor, &LeadInput { key, ..input }).await.unwrap()
}

/// The pairs that are found now.
pub async fn pairs(world: &World, actor: &Actor) -> Vec<PairSummary> {
    duplicates::compare_waiting(&world.cx, actor.org()).await.unwrap();
    duplicates::list(&world.cx, actor).await.unwrap().pairs
}

/// Two who are one: the older is contacted and has a call, the newer is new and has a note. Answers the older first.
pub async fn jon_and_john(world: &World, cast: &Cast) -> (LeadId, LeadId) {
    let jon = add(world, &cast.agent, lead("Jon Smith", "512 555 0101", "jon@example.com", HOUSE)).await;
    log(world, &cast.agent, jon, "call", "reached", "Wants to sell in spring").await;
    world.clock.advance(chrono::TimeDelta::hours(1));
    let john = add(world, &cast.agent, lead("John Smith", "512 555 0102", "", HOUSE)).await;
    log(world, &cast.agent, john, "note", "", "Asks for an offer").await;
    (jon, john)
}

pub async fn log(world: &World, actor: &Actor, lead: LeadId, kind: &str, outcome: &str, body: &str) {
    let input = ActivityInput {
        kind: kind.into(),
        outcome: outcome.into(),
        body: body.into(),
        key: format!("key-{}", world.cx.new_id().simple()),
    };
    leads::log_activity(&world.cx, actor, lead, &input).await.unwrap();
}

pub async fn status(world: &World, actor: &Actor, lead: LeadId, to: &str, reason: &str) -> LeadSummary {
    let version = leads::get(&world.cx, actor, lead).await.unwrap().summary.version;
    let input = StatusChangeInput { status: to.into(), reason: reason.into(), note: String::new(), version };
    leads::change_status(&world.cx, actor, lead, &input).await.unwrap()
}

/// The only pair side by side, as it is proposed.
pub async fn preview(world: &World, actor: &Actor) -> MergePreview {
    let pairs = pairs(world, actor).await;
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    merges::preview(&world.cx, actor, pairs[0].id, None).await.unwrap()
}

/// Merges the only pair as it is proposed.
pub async fn merged(world: &World, actor: &Actor) -> Merged {
    let preview = preview(world, actor).await;
    merges::merge(&world.cx, actor, preview.pair.id, &preview.proposal()).await.unwrap()
}

pub async fn split(world: &World, actor: &Actor, merge: MergeId) -> shared::merges::Split {
    merges::split(&world.cx, actor, merge).await.unwrap()
}

/// What is said of a field: both values and what is proposed.
pub fn field<'p>(preview: &'p MergePreview, key: &str) -> (Option<&'p str>, Option<&'p str>, Side) {
    let found = preview.all_fields().find(|field| field.key == key);
    let field = found.unwrap_or_else(|| panic!("no field {key}: {preview:?}"));
    (field.kept.as_deref(), field.joined.as_deref(), field.take)
}
