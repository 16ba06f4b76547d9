//! Duty: deadlines by tier, leads given in turns, and what happens when nobody answers.

mod settings;
mod turns;
mod watch;

use crate::leads::id_of;
use domain::Actor;
use shared::LeadId;
use shared::duty::{DutyInput, RuleInput, TierInput};
use shared::leads::LeadInput;
use testkit::World;

/// A lead of one's own, added by hand; `number` makes the person and the key.
pub async fn add(world: &World, by: &Actor, number: u32, source: &str) -> LeadId {
    let input = LeadInput {
        name: format!("Person {number}"),
        phone: format!("512 555 {:04}", 100 + number),
        source: source.into(),
        key: format!("duty-key-{number:05}"),
        ..LeadInput::default()
    };
    domain::leads::add(&world.cx, by, &input).await.unwrap()
}

pub fn tier(name: &str, when: &str, minutes: &str) -> TierInput {
    TierInput { name: name.into(), when: when.into(), minutes: minutes.into() }
}

pub fn rule(name: &str, when: &str, members: &[&Actor]) -> RuleInput {
    let members = members.iter().map(|member| id_of(member).to_string()).collect();
    RuleInput { id: String::new(), name: name.into(), when: when.into(), members }
}

/// Quick for referrals, everybody else after an hour.
pub fn input() -> DutyInput {
    DutyInput {
        tiers: vec![tier("Quick", "source.is(referral)", "5")],
        default_minutes: "60".into(),
        ..DutyInput::default()
    }
}
