//! Home: what needs the one who asks now, and the organization's month in figures.

mod figures;
mod month;

pub(crate) use month::midnight;

use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::leads::{COLUMNS, NEVER, Sql, SummaryRow, summaries};
use crate::organizations;
use chrono::{DateTime, TimeDelta, Utc};
use entity::submissions;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, PaginatorTrait as _,
    QueryFilter as _,
};
use shared::home::Home;
use shared::leads::{LeadSource, LeadStatus, LeadSummary};
use shared::paging::Count;
use shared::roles::Permission;
use shared::{MemberId, OrgId};

/// Leads that each list shows.
const SHOWN: u64 = 5;
/// Waiting leads are counted up to here.
const COUNT_BOUND: u64 = 1_000;
/// Days without activity after which an open lead of one's own is quiet.
const QUIET_DAYS: i64 = 7;

/// Everything the first screen shows.
///
/// Errors: [`crate::Error::Forbidden`].
pub async fn get(cx: &Context, actor: &Actor) -> Result<Home> {
    actor.require(Permission::ReadLeads)?;
    let (db, org, now) = (cx.db().read(), actor.org(), cx.now());
    let zone = organizations::get(cx, org).await?.time_zone;
    let overdue = Waiting { org, overdue: true, now };
    let next = Waiting { org, overdue: false, now };
    Ok(Home {
        overdue: overdue.rows(db).await?,
        overdue_count: overdue.count(db).await?,
        next: next.rows(db).await?,
        next_count: next.count(db).await?,
        quiet: match actor.member_id() {
            Some(member) => quiet(db, org, member, now).await?,
            None => Vec::new(),
        },
        review_count: if actor.may(Permission::ReviewSubmissions) {
            Some(held(db, org).await?)
        } else {
            None
        },
        figures: figures::all(db, org, &zone, now).await?,
    })
}

/// Leads that wait for a first answer: `waiting_until` is their deadline, and [`NEVER`] for every other lead.
struct Waiting {
    org: OrgId,
    overdue: bool,
    now: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Counted {
    rows: i64,
}

impl Waiting {
    fn conditions(&self, sql: &mut Sql) {
        sql.push(" FROM leads WHERE set_aside = false AND org_id = ").bind(self.org.uuid());
        if self.overdue {
            sql.push(" AND waiting_until < ").bind(self.now);
        } else {
            sql.push(" AND waiting_until >= ").bind(self.now);
            sql.push(" AND waiting_until < ").bind(NEVER);
        }
    }

    async fn rows(&self, db: &impl ConnectionTrait) -> Result<Vec<LeadSummary>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS);
        self.conditions(&mut sql);
        // Overdue: who was missed last is the likeliest to still be reached.
        let direction = if self.overdue { "DESC" } else { "ASC" };
        sql.push(&format!(" ORDER BY waiting_until {direction}, id {direction} LIMIT {SHOWN}"));
        let rows = SummaryRow::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
        summaries(db, self.org, rows).await
    }

    async fn count(&self, db: &impl ConnectionTrait) -> Result<Count> {
        let mut sql = Sql::new("SELECT count(*) AS rows FROM (SELECT 1");
        self.conditions(&mut sql);
        sql.push(&format!(" LIMIT {}) AS waiting", COUNT_BOUND + 1));
        let counted = Counted::find_by_statement(sql.statement(db.get_database_backend())).one(db).await?;
        let rows = counted.and_then(|counted| u64::try_from(counted.rows).ok()).unwrap_or_default();
        Ok(Count::bounded(rows, COUNT_BOUND))
    }
}

async fn quiet(
    db: &impl ConnectionTrait,
    org: OrgId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Vec<LeadSummary>> {
    let open = LeadStatus::ALL.iter().filter(|status| status.is_open()).map(|status| status.as_str());
    let mut sql = Sql::new("SELECT ");
    // All sources are named so that the index of the filters is searched by each of its columns.
    sql.push(COLUMNS).push(" FROM leads WHERE set_aside = false AND org_id = ").bind(org.uuid());
    sql.push(" AND status IN ").bind_all(open);
    sql.push(" AND source IN ").bind_all(LeadSource::ALL.iter().map(|source| source.as_str()));
    sql.push(" AND owner_id = ").bind(member.uuid());
    sql.push(" AND last_activity_at < ").bind(now - TimeDelta::days(QUIET_DAYS));
    sql.push(&format!(" ORDER BY last_activity_at, id LIMIT {SHOWN}"));
    let rows = SummaryRow::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    summaries(db, org, rows).await
}

async fn held(db: &impl ConnectionTrait, org: OrgId) -> Result<u64> {
    let query = submissions::Entity::find().filter(submissions::Column::OrgId.eq(org.uuid()));
    Ok(query.filter(submissions::Column::Status.eq("held")).count(db).await?)
}
