//! The figures of a month. Every count is a range of an index; a day is one range.

use super::month::{Month, Stretch};
use crate::error::Result;
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult};
use shared::OrgId;
use shared::home::{Figure, FigureKind};
use shared::leads::{ActivityKind, LeadStatus};

/// Answered leads that a median is taken of, the newest: enough for a stable figure, few enough to read at once.
const MEDIAN_OF: usize = 5_000;

#[derive(FromQueryResult)]
struct Bucket {
    bucket: i64,
    rows: i64,
}

#[derive(FromQueryResult)]
struct Answered {
    created_at: DateTime<Utc>,
    first_response_at: DateTime<Utc>,
}

/// What is counted in a stretch of time.
#[derive(Clone, Copy)]
enum Counted {
    Created,
    Calls,
    Reached(LeadStatus),
}

/// Every figure, in the order of the screen.
pub(super) async fn all(
    db: &impl ConnectionTrait,
    org: OrgId,
    zone: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Figure>> {
    let month = Month::so_far(zone, now)?;
    Ok(vec![
        counted(db, org, &month, FigureKind::NewLeads, Counted::Created).await?,
        median_response(db, org, &month).await?,
        counted(db, org, &month, FigureKind::Calls, Counted::Calls).await?,
        counted(db, org, &month, FigureKind::Qualified, Counted::Reached(LeadStatus::Qualified)).await?,
        counted(db, org, &month, FigureKind::Converted, Counted::Reached(LeadStatus::Converted)).await?,
    ])
}

async fn counted(
    db: &impl ConnectionTrait,
    org: OrgId,
    month: &Month,
    kind: FigureKind,
    what: Counted,
) -> Result<Figure> {
    let backend = db.get_database_backend();
    let stretches: Vec<Stretch> = month.days.iter().copied().chain([month.before]).collect();
    let mut sql = Sql::default();
    for (bucket, stretch) in stretches.iter().enumerate() {
        let union = if bucket > 0 { " UNION ALL " } else { "" };
        // The cast keeps PostgreSQL from making it a 32-bit number.
        sql.push(&format!("{union}SELECT CAST({bucket} AS bigint) AS bucket, count(*) AS rows"));
        conditions(&mut sql, backend, org, what, *stretch);
    }
    let mut values = vec![0; stretches.len()];
    for row in Bucket::find_by_statement(sql.statement(backend)).all(db).await? {
        if let Some(value) = usize::try_from(row.bucket).ok().and_then(|bucket| values.get_mut(bucket)) {
            *value = row.rows;
        }
    }
    let before = values.pop().unwrap_or_default();
    Ok(Figure { kind, value: values.iter().sum(), before, days: values })
}

fn conditions(sql: &mut Sql, backend: DatabaseBackend, org: OrgId, what: Counted, stretch: Stretch) {
    let at = match what {
        Counted::Created => {
            sql.push(" FROM leads WHERE set_aside = false AND org_id = ").bind(org.uuid());
            "created_at"
        }
        Counted::Calls => {
            sql.push(" FROM activities WHERE org_id = ").bind(org.uuid());
            sql.push(" AND kind = ").bind(ActivityKind::Call.as_str());
            "at"
        }
        Counted::Reached(status) => {
            sql.push(" FROM events WHERE org_id = ").bind(org.uuid());
            // Written out as in the index `events_status`, which is found by its very words.
            sql.push(" AND kind = 'lead.status_changed' AND ");
            sql.push(match backend {
                DatabaseBackend::Postgres => "(payload #>> '{data,to}') = ",
                _ => "json_extract(payload, '$.data.to') = ",
            });
            sql.bind(status.as_str());
            "at"
        }
    };
    sql.push(&format!(" AND {at} >= ")).bind(stretch.0);
    sql.push(&format!(" AND {at} < ")).bind(stretch.1);
}

/// Median seconds from creation to the first answer, of leads created in the month so far. A day or a month without
/// an answered lead has the value 0.
async fn median_response(db: &impl ConnectionTrait, org: OrgId, month: &Month) -> Result<Figure> {
    let now = match month.whole() {
        Some(whole) => answered(db, org, whole).await?,
        None => Vec::new(),
    };
    let before = answered(db, org, month.before).await?;
    let days = month
        .days
        .iter()
        .map(|(from, to)| median(now.iter().filter(|lead| (*from..*to).contains(&lead.created_at))))
        .collect();
    Ok(Figure {
        kind: FigureKind::MedianResponse,
        value: median(now.iter()),
        before: median(before.iter()),
        days,
    })
}

async fn answered(db: &impl ConnectionTrait, org: OrgId, stretch: Stretch) -> Result<Vec<Answered>> {
    let mut sql =
        Sql::new("SELECT created_at, first_response_at FROM leads WHERE set_aside = false AND org_id = ");
    sql.bind(org.uuid()).push(" AND created_at >= ").bind(stretch.0);
    sql.push(" AND created_at < ").bind(stretch.1);
    sql.push(&format!(
        " AND first_response_at IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT {MEDIAN_OF}"
    ));
    Ok(Answered::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}

fn median<'a>(leads: impl Iterator<Item = &'a Answered>) -> i64 {
    let mut seconds: Vec<i64> =
        leads.map(|lead| (lead.first_response_at - lead.created_at).num_seconds().max(0)).collect();
    seconds.sort_unstable();
    let middle = seconds.len() / 2;
    let upper = seconds.get(middle).copied().unwrap_or_default();
    if seconds.len() % 2 == 1 {
        return upper;
    }
    let lower = middle.checked_sub(1).and_then(|below| seconds.get(below)).copied().unwrap_or_default();
    i64::midpoint(lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_of_even_many_lies_between_the_two_in_the_middle() {
        let start: DateTime<Utc> = "2026-08-04T12:00:00Z".parse().unwrap();
        let of = |seconds: &[i64]| {
            let leads: Vec<Answered> = seconds
                .iter()
                .map(|s| Answered {
                    created_at: start,
                    first_response_at: start + chrono::TimeDelta::seconds(*s),
                })
                .collect();
            median(leads.iter())
        };
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[7]), 7);
        assert_eq!(of(&[300, 60]), 180);
        assert_eq!(of(&[9, 1, 5]), 5);
    }
}
