//! Leads that nobody answered in time: said once, to their owner and to who gives leads to others; later handed on, where
//! the settings say so. A schedule looks every minute; looking twice, or from two processes at once, changes nothing.

use super::seats::Seats;
use super::{HAND_ON, stored};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use crate::jobs::{Job, JobContext, JobError, Unique};
use crate::leads::Sql;
use crate::members::stored_role;
use crate::notifications::{self, Notice};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{duty_settings, leads, members, organizations};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    ExprTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
};
use shared::duty::HandOn;
use shared::events::EventKind;
use shared::jobs::payloads::Payload;
use shared::notifications::NoticeKind;
use shared::roles::Permission;
use shared::{LeadId, MemberId, OrgId, RequestId};
use std::collections::HashSet;
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::WatchDeadlines as Watch;

/// Leads of one transaction.
const BATCH: u64 = 200;
/// Deadlines longer ago are not spoken of any more: nobody wants to hear of a year of them after an update, or all at
/// once when the program was off for long.
const LATE: TimeDelta = TimeDelta::days(1);
/// What is written where a rule would stand.
const RULE: &str = "Nobody answered in time";

impl Job for Watch {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    /// The next minute brings another one.
    const MAX_ATTEMPTS: i32 = 1;
    const TIME_OUT: Duration = Duration::from_mins(4);
    const UNIQUE: Unique = Unique::Live;

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Watched { missed, handed_on } = watch(job.cx(), job.cause().request).await?;
        if missed > 0 {
            tracing::info!(missed, handed_on, "leads were not answered in time");
        }
        Ok(())
    }
}

/// What a look found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    pub missed: u64,
    pub handed_on: u64,
}

/// Looks through all organizations.
pub async fn watch(cx: &Context, request: RequestId) -> Result<Watched> {
    let orgs: Vec<Uuid> = organizations::Entity::find()
        .select_only()
        .column(organizations::Column::Id)
        .into_tuple()
        .all(cx.db().read())
        .await?;
    let mut watched = Watched::default();
    for org in orgs.into_iter().map(OrgId::from_uuid) {
        let actor = Actor::system(org, request);
        while !due(cx.db().read(), org, cx.now(), Due::Missed).await?.is_empty() {
            let (cx_in, by) = (cx.clone(), actor.clone());
            watched.missed +=
                cx.write(move |tx| Box::pin(async move { miss(&cx_in, tx, &by).await })).await?;
        }
        let Some(hand_on) = stored(cx.db().read(), org).await?.and_then(|(settings, _)| settings.hand_on)
        else {
            continue;
        };
        if !due(cx.db().read(), org, cx.now(), Due::HandOn(hand_on.minutes)).await?.is_empty() {
            let (cx_in, by) = (cx.clone(), actor.clone());
            watched.handed_on +=
                cx.write(move |tx| Box::pin(async move { pass_on(&cx_in, tx, &by, &hand_on).await })).await?;
        }
    }
    Ok(watched)
}

#[derive(Debug, Clone, Copy)]
enum Due {
    Missed,
    HandOn(u32),
}

#[derive(Debug, FromQueryResult)]
struct Late {
    id: Uuid,
    owner_id: Option<Uuid>,
    contact_name: String,
    tier: Option<String>,
}

/// The leads that something is due for, those with the earliest deadline first.
async fn due(db: &impl ConnectionTrait, org: OrgId, now: DateTime<Utc>, what: Due) -> Result<Vec<Late>> {
    let mut sql = Sql::new(
        "SELECT l.id, l.owner_id, l.contact_name, d.tier FROM leads l \
         LEFT JOIN lead_duty d ON d.org_id = l.org_id AND d.lead_id = l.id \
         WHERE l.set_aside = false AND l.org_id = ",
    );
    sql.bind(org.uuid());
    let until = match what {
        Due::Missed => {
            sql.push(" AND d.missed_at IS NULL");
            now
        }
        Due::HandOn(minutes) => {
            sql.push(" AND d.missed_at IS NOT NULL AND d.handed_on_at IS NULL");
            now - TimeDelta::minutes(i64::from(minutes))
        }
    };
    sql.push(" AND l.waiting_until > ").bind(until - LATE);
    sql.push(" AND l.waiting_until <= ").bind(until);
    sql.push(&format!(" ORDER BY l.waiting_until, l.id LIMIT {BATCH}"));
    Ok(Late::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}

/// One process at a time does this for an organization, and no lead begins by its turns meanwhile. The members before
/// the leads, as wherever both are held.
async fn alone(tx: &impl ConnectionTrait, org: OrgId) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        let lock = sea_orm::Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [format!("duty {org}").into()],
        );
        tx.execute_raw(lock).await?;
        duty_settings::Entity::find_by_id(org.uuid()).lock_exclusive().one(tx).await?;
    }
    Ok(())
}

async fn miss(cx: &Context, tx: &DatabaseTransaction, actor: &Actor) -> Result<u64> {
    let (org, now) = (actor.org(), cx.now());
    alone(tx, org).await?;
    let late = due(tx, org, now, Due::Missed).await?;
    if late.is_empty() {
        return Ok(0);
    }
    mark(tx, org, &late, "missed_at", now).await?;
    let events: Vec<NewEvent> = late
        .iter()
        .map(|lead| NewEvent {
            actor: actor.clone(),
            subject: Subject::Lead(LeadId::from_uuid(lead.id)),
            kind: EventKind::LeadDeadlineMissed {
                owner: lead.owner_id.map(MemberId::from_uuid),
                tier: lead.tier.clone(),
            },
            at: now,
        })
        .collect();
    let ids = events::append_each(cx, tx, &events).await?;
    let leading = leading(tx, org).await?;
    let notices: Vec<_> = ids
        .into_iter()
        .zip(&late)
        .map(|(event, lead)| {
            let owner = lead.owner_id.map(MemberId::from_uuid);
            let notice = Notice {
                kind: NoticeKind::LeadEscalated,
                lead: Some(LeadId::from_uuid(lead.id)),
                subject: lead.contact_name.clone(),
                event: Some(event),
            };
            (actor.clone(), leading.iter().copied().chain(owner).collect(), notice)
        })
        .collect();
    notifications::push_all(cx, tx, &notices).await?;
    Ok(u64::try_from(late.len()).unwrap_or(u64::MAX))
}

/// Who gives leads to others.
async fn leading(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<MemberId>> {
    let rows = members::Entity::find()
        .filter(members::Column::OrgId.eq(org.uuid()))
        .filter(members::Column::RemovedAt.is_null())
        .all(db)
        .await?;
    let mut leading = Vec::new();
    for row in rows {
        if stored_role(&row.role)?.may(Permission::AssignLeads) {
            leading.push(MemberId::from_uuid(row.id));
        }
    }
    Ok(leading)
}

async fn pass_on(cx: &Context, tx: &DatabaseTransaction, actor: &Actor, hand_on: &HandOn) -> Result<u64> {
    let (org, now) = (actor.org(), cx.now());
    alone(tx, org).await?;
    let wanted: HashSet<MemberId> = hand_on.members.iter().copied().collect();
    let mut seats = Seats::load(tx, org, &wanted, true).await?;
    let (mut passed, mut events, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for lead in due(tx, org, now, Due::HandOn(hand_on.minutes)).await? {
        let from = lead.owner_id.map(MemberId::from_uuid);
        let Some(to) = seats.next(HAND_ON, &hand_on.members, from) else { continue };
        let unanswered = leads::Entity::update_many()
            .col_expr(leads::Column::OwnerId, Expr::value(to.uuid()))
            .col_expr(leads::Column::UpdatedAt, Expr::value(now))
            .col_expr(leads::Column::Version, Expr::col(leads::Column::Version).add(1))
            .filter(leads::Column::OrgId.eq(org.uuid()))
            .filter(leads::Column::Id.eq(lead.id))
            .filter(leads::Column::SetAside.eq(false))
            // Somebody may have answered, or taken it over, since it was looked at.
            .filter(leads::Column::WaitingUntil.lte(now))
            .filter(match lead.owner_id {
                Some(owner) => leads::Column::OwnerId.eq(owner),
                None => leads::Column::OwnerId.is_null(),
            })
            .exec(tx)
            .await?
            .rows_affected;
        if unanswered == 0 {
            continue;
        }
        let id = LeadId::from_uuid(lead.id);
        events.push(NewEvent {
            actor: actor.clone(),
            subject: Subject::Lead(id),
            kind: EventKind::LeadAssigned { from, to: Some(to), rule: Some(RULE.to_owned()) },
            at: now,
        });
        told.push((id, to, lead.contact_name.clone()));
        passed.push(lead);
    }
    if passed.is_empty() {
        return Ok(0);
    }
    mark(tx, org, &passed, "handed_on_at", now).await?;
    seats.keep(tx, org).await?;
    let ids = events::append_each(cx, tx, &events).await?;
    let notices: Vec<_> = ids
        .into_iter()
        .zip(told)
        .map(|(event, (lead, to, subject))| {
            let kind = NoticeKind::LeadAssigned;
            let notice = Notice { kind, lead: Some(lead), subject, event: Some(event) };
            (actor.clone(), vec![to], notice)
        })
        .collect();
    notifications::push_all(cx, tx, &notices).await?;
    Ok(u64::try_from(passed.len()).unwrap_or(u64::MAX))
}

/// Notes the moment at leads; `column` is a word of ours.
async fn mark(
    tx: &impl ConnectionTrait,
    org: OrgId,
    late: &[Late],
    column: &'static str,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut sql = Sql::new(&format!("INSERT INTO lead_duty (org_id, lead_id, {column}) VALUES "));
    for (index, lead) in late.iter().enumerate() {
        sql.push(if index > 0 { ", (" } else { "(" });
        sql.bind(org.uuid()).push(", ").bind(lead.id).push(", ").bind(now).push(")");
    }
    sql.push(&format!(" ON CONFLICT (org_id, lead_id) DO UPDATE SET {column} = excluded.{column}"));
    tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    Ok(())
}
