//! Who answers in the demo business, and how soon: what Dana has set since this morning, and what came of it until now.

use super::team::Team;
use super::time::SteppedClock;
use crate::actor::Actor;
use crate::context::Context;
use crate::duty;
use crate::error::Result;
use chrono::{DateTime, Utc};
use shared::RequestId;
use shared::duty::{DutyInput, RuleInput, TierInput};

/// Name, condition and minutes of the tiers. Leads of one's own site keep the time everybody has.
const TIERS: [(&str, &str, &str); 2] =
    [("Paid ads", "source.is(google_ads,facebook)", "5"), ("Referrals", "source.is(referral)", "30")];

/// Says until when leads are to be answered and who gets them.
pub(super) async fn found(cx: &Context, team: &Team) -> Result<()> {
    let Some(owner) = team.leaders.first() else { return Ok(()) };
    let tier = |(name, when, minutes): (&str, &str, &str)| TierInput {
        name: name.to_owned(),
        when: when.to_owned(),
        minutes: minutes.to_owned(),
    };
    let rule = |name: &str, when: &str, members: Vec<String>| RuleInput {
        id: String::new(),
        name: name.to_owned(),
        when: when.to_owned(),
        members,
    };
    let manager: Vec<String> = team.leaders.iter().skip(1).filter_map(word).collect();
    let input = DutyInput {
        tiers: TIERS.into_iter().map(tier).collect(),
        rules: vec![
            rule(
                "Ads in turns",
                "source.is(google_ads,facebook)",
                team.agents.iter().filter_map(word).collect(),
            ),
            rule("Referrals to Marcus", "source.is(referral)", manager.clone()),
        ],
        default_minutes: "15".to_owned(),
        hand_on_minutes: "30".to_owned(),
        hand_on_members: manager,
        revision: 0,
    };
    duty::save(cx, owner, &input).await?;
    Ok(())
}

/// What nobody answered in time is said and handed on, as it would have been minute by minute.
pub(super) async fn watch(cx: &Context, clock: &SteppedClock, now: DateTime<Utc>) -> Result<()> {
    clock.set(now);
    duty::watch(cx, RequestId::from_uuid(cx.new_id())).await?;
    Ok(())
}

fn word(member: &Actor) -> Option<String> {
    member.member_id().map(|id| id.to_string())
}
