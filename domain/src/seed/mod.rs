//! Demo data: a believable business with six months behind it. It is lived, not painted: every lead comes through the
//! intake and every call through the same functions as in real life, at its own moment on a clock that the seed turns.
//! The same seed on the same day makes the same business.

mod desk;
mod duty;
mod history;
mod houses;
mod partner;
mod people;
mod team;
mod time;
mod twins;
mod words;
mod work;

use crate::context::Context;
use crate::duplicates;
use crate::error::{Error, Result};
use entity::{events, organizations};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use std::sync::Arc;
use time::{SeededIds, SteppedClock};

/// Who to sign in as.
pub const DEMO_EMAIL: &str = "dana@juniper.example";
/// The password of everybody in the demo business.
pub const DEMO_PASSWORD: &str = "juniper demo house";
/// Address of the demo business' seller form, below `/f/`.
pub const DEMO_FORM: &str = "sell-your-house";

/// How much of a business.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The same seed makes the same business.
    pub seed: u64,
    /// Leads over six months.
    pub leads: u32,
}

/// What there is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    pub leads: u64,
    pub events: u64,
}

/// Fills an empty database; a conflict when there is an organization already.
pub async fn fill(cx: &Context, plan: Plan) -> Result<Seeded> {
    if organizations::Entity::find().count(cx.db().read()).await? > 0 {
        return Err(Error::Conflict(
            "The database holds an organization already; demo data needs an empty one.".to_owned(),
        ));
    }
    let now = cx.now();
    let mut rng = StdRng::seed_from_u64(plan.seed);
    let clock = SteppedClock::new(now - chrono::Duration::days(history::DAYS + 7));
    let ids = SeededIds::new(clock.clone(), plan.seed);
    let past = cx.with_ports(Arc::new(clock.clone()), Arc::new(ids.clone()), Arc::new(ids));
    let team = team::found(&past).await?;
    let marks = desk::found(&past, &team).await?;
    let mut acts = history::plan(&mut rng, plan.leads, now, &team);
    history::plan_marks(&mut StdRng::seed_from_u64(!plan.seed), &mut acts, &marks);
    history::plan_duty(&mut acts, now);
    history::plan_corrections(&mut StdRng::seed_from_u64(plan.seed.rotate_left(32)), &mut acts);
    history::live(&past, &clock, &team, acts).await?;
    work::live(&past, &clock, &team, now).await?;
    duty::watch(&past, &clock, now).await?;
    duplicates::compare_waiting(&past, team.form.org).await?;
    Ok(Seeded {
        leads: entity::leads::Entity::find().count(cx.db().read()).await?,
        events: events::Entity::find().count(cx.db().read()).await?,
    })
}
