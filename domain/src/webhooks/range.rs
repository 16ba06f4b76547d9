//! Sending again what a member picked by time, typed as it reads on the clock of the organization.

use super::replay::{replay_failed, replay_range};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use entity::organizations;
use sea_orm::EntityTrait as _;
use shared::WebhookEndpointId;
use shared::roles::Permission;
use shared::webhooks::{ReplayRange, ReplayRangeInput};

/// Sends everything again that was delivered, given up or cancelled, of events of a range. Answers how many deliveries.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `from` and `to`.
pub async fn replay_between(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    input: &ReplayRangeInput,
) -> Result<u64> {
    actor.require(Permission::ManageWebhooks)?;
    let zone = zone(cx, actor).await?;
    let (from, to) = input.parse()?;
    let range =
        ReplayRange { from: moment(zone, from), to: to.map_or_else(|| cx.now(), |to| moment(zone, to)) };
    replay_range(cx, actor, endpoint, range).await
}

/// Sends everything again that was given up, of events since a time typed the same way; without one, all of it.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `from`.
pub async fn replay_failed_since(
    cx: &Context,
    actor: &Actor,
    endpoint: WebhookEndpointId,
    from: &str,
) -> Result<u64> {
    actor.require(Permission::ManageWebhooks)?;
    if from.trim().is_empty() {
        return replay_failed(cx, actor, endpoint, DateTime::UNIX_EPOCH).await;
    }
    let zone = zone(cx, actor).await?;
    let (from, _) = ReplayRangeInput { from: from.to_owned(), to: String::new() }.parse()?;
    replay_failed(cx, actor, endpoint, moment(zone, from)).await
}

async fn zone(cx: &Context, actor: &Actor) -> Result<Tz> {
    let row = organizations::Entity::find_by_id(actor.org().uuid()).one(cx.db().read()).await?;
    let row = row.ok_or(Error::NotFound("the organization"))?;
    Ok(row.time_zone.parse().unwrap_or(Tz::UTC))
}

/// What a clock on the wall means. A time that comes twice is the first; one that is skipped is read by the
/// clock that stood until then.
fn moment(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            // No zone skips more than a day, and none that people live in more than three hours.
            let before = zone.from_local_datetime(&(local - TimeDelta::hours(3))).earliest();
            before.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc) + TimeDelta::hours(3))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_on_the_wall_is_understood() {
        let zone: Tz = "America/Chicago".parse().unwrap();
        let read = |text: &str| {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
            moment(zone, local).to_rfc3339()
        };
        assert_eq!(read("2026-08-03T09:12"), "2026-08-03T14:12:00+00:00");
        assert_eq!(read("2026-11-01T01:30"), "2026-11-01T06:30:00+00:00", "the first of two");
        assert_eq!(read("2026-03-08T02:30"), "2026-03-08T08:30:00+00:00", "it never was 02:30");
    }
}
