//! Days by the clocks of an organization: which one it is, and when one begins.

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use entity::organizations;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use shared::OrgId;

/// The zone of a stored name.
pub(crate) fn zone(name: &str) -> Result<Tz> {
    name.parse().map_err(|_| Error::internal(format!("the time zone {name} is not known")))
}

/// The zone of an organization.
pub(crate) async fn zone_of(db: &impl ConnectionTrait, org: OrgId) -> Result<Tz> {
    let row = organizations::Entity::find_by_id(org.uuid()).one(db).await?;
    zone(&row.ok_or(Error::NotFound("the organization"))?.time_zone)
}

/// The day that `now` falls into by the clocks of a zone.
pub(crate) fn day_of(zone: Tz, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// When a day begins.
pub(crate) fn begin(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    moment(zone, day, NaiveTime::MIN)
}

/// The moment at which clocks show a time; where they jump over it, the first moment after.
pub(crate) fn moment(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let shown = day.and_time(time);
    (0..=8)
        .find_map(|quarters| {
            zone.from_local_datetime(&(shown + TimeDelta::minutes(15 * quarters))).earliest()
        })
        .map_or_else(|| shown.and_utc(), |at| at.with_timezone(&Utc))
}
