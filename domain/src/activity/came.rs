//! Leads that came in in a period: whose they are, how far they got, who answered them first and how fast.

use super::period::Stretch;
use crate::error::Result;
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult};
use shared::{MemberId, OrgId};
use uuid::Uuid;

/// Answered leads that medians are taken of, the newest: enough for stable figures, few enough to read at once.
const ANSWERS: usize = 20_000;

/// Leads that are alike in whose they are and who answered them.
#[derive(Debug, FromQueryResult)]
pub(super) struct Came {
    owner_id: Option<Uuid>,
    last_owner: Option<String>,
    answered_by: Option<Uuid>,
    missed_by: Option<String>,
    pub(super) leads: i64,
    pub(super) answered: i64,
    pub(super) in_time: i64,
    /// Still waiting although the deadline has passed.
    pub(super) missed: i64,
    pub(super) contacted: i64,
    pub(super) qualified: i64,
    pub(super) converted: i64,
}

impl Came {
    /// Who owns them.
    pub(super) fn owner(&self) -> Option<MemberId> {
        self.owner_id.map(MemberId::from_uuid)
    }

    /// Who owned them last, where nobody does.
    pub(super) fn last_owner(&self) -> Option<MemberId> {
        self.last_owner.as_deref().and_then(|text| text.parse().ok())
    }

    /// Who answered first.
    pub(super) fn answered_by(&self) -> Option<MemberId> {
        self.answered_by.map(MemberId::from_uuid)
    }

    /// Whether duty said that their deadline was missed.
    pub(super) const fn was_missed(&self) -> bool {
        self.missed_by.is_some()
    }

    /// Who owned them then.
    pub(super) fn missed_by(&self) -> Option<MemberId> {
        self.missed_by.as_deref().and_then(|text| text.parse().ok())
    }
}

/// Every lead that came in, in groups. Source: `leads`; their events for former owners, first answers and steps;
/// `lead_duty` for which of them were said to be missed.
pub(super) async fn came(
    db: &impl ConnectionTrait,
    org: OrgId,
    stretch: Stretch,
    now: DateTime<Utc>,
) -> Result<Vec<Came>> {
    let backend = db.get_database_backend();
    let mut sql = Sql::new(
        "SELECT owner_id, last_owner, answered_by, missed_by, count(*) AS leads, \
         CAST(sum(CASE WHEN first_response_at IS NOT NULL THEN 1 ELSE 0 END) AS bigint) AS answered, \
         CAST(sum(CASE WHEN first_response_at <= respond_by THEN 1 ELSE 0 END) AS bigint) AS in_time, \
         CAST(sum(CASE WHEN waiting_until <= ",
    );
    sql.bind(now).push(" THEN 1 ELSE 0 END) AS bigint) AS missed");
    for (name, depth) in [("contacted", 1), ("qualified", 2), ("converted", 3)] {
        sql.push(&format!(
            ", CAST(sum(CASE WHEN stands >= {depth} OR stood >= {depth} THEN 1 ELSE 0 END) AS bigint) AS {name}"
        ));
    }
    sql.push(" FROM (SELECT l.owner_id, l.first_response_at, l.respond_by, l.waiting_until, ");
    // The newest of the assignments is the one that left the lead without an owner.
    sql.push(&format!(
        "CASE WHEN l.owner_id IS NULL THEN (SELECT {} FROM events e WHERE e.org_id = l.org_id \
         AND e.subject_id = l.id AND e.kind = 'lead.assigned' ORDER BY e.tx DESC, e.seq DESC LIMIT 1) END \
         AS last_owner, {ANSWERED_BY}, \
         CASE WHEN EXISTS (SELECT 1 FROM lead_duty d WHERE d.org_id = l.org_id AND d.lead_id = l.id \
         AND d.missed_at IS NOT NULL) THEN coalesce((SELECT {} FROM events e WHERE e.org_id = l.org_id \
         AND e.subject_id = l.id AND e.kind = 'lead.deadline_missed' ORDER BY e.tx DESC, e.seq DESC LIMIT 1), '') END \
         AS missed_by, {} AS stands, \
         coalesce((SELECT max({}) FROM events e WHERE e.org_id = l.org_id AND e.subject_id = l.id \
         AND e.kind = 'lead.status_changed'), 0) AS stood",
        data(backend, "from"),
        data(backend, "owner"),
        depth("l.status"),
        depth(&data(backend, "to")),
    ));
    since(&mut sql, org, stretch);
    sql.push(") AS leads_in GROUP BY owner_id, last_owner, answered_by, missed_by");
    Ok(Came::find_by_statement(sql.statement(backend)).all(db).await?)
}

/// The first answer to a lead: the step or the call at, or last before, the moment that the lead keeps. It may have been
/// given on one that became part of it.
const ANSWERED_BY: &str = "CASE WHEN l.first_response_at IS NOT NULL THEN coalesce((SELECT e.actor_id FROM events e \
     WHERE e.org_id = l.org_id AND e.subject_id = l.id \
     AND e.kind IN ('lead.call_logged', 'lead.status_changed') AND e.at <= l.first_response_at \
     ORDER BY e.tx DESC, e.seq DESC LIMIT 1), (SELECT e.actor_id FROM merged_leads m \
     JOIN events e ON e.org_id = m.org_id AND e.subject_id = m.lead_id \
     WHERE m.org_id = l.org_id AND m.into_id = l.id \
     AND e.kind IN ('lead.call_logged', 'lead.status_changed') AND e.at <= l.first_response_at \
     ORDER BY e.tx DESC, e.seq DESC LIMIT 1)) END AS answered_by";

/// How far a status is from coming in.
fn depth(status: &str) -> String {
    format!(
        "CASE {status} WHEN 'converted' THEN 3 WHEN 'qualified' THEN 2 WHEN 'contacted' THEN 1 \
         WHEN 'nurturing' THEN 1 ELSE 0 END"
    )
}

/// A text in the payload of the event `e`.
fn data(backend: DatabaseBackend, key: &str) -> String {
    match backend {
        DatabaseBackend::Postgres => format!("(e.payload #>> '{{data,{key}}}')"),
        _ => format!("json_extract(e.payload, '$.data.{key}')"),
    }
}

fn since(sql: &mut Sql, org: OrgId, stretch: Stretch) {
    sql.push(" FROM leads l WHERE l.set_aside = false AND l.org_id = ").bind(org.uuid());
    sql.push(" AND l.created_at >= ").bind(stretch.from).push(" AND l.created_at < ").bind(stretch.to);
}

/// A first answer.
#[derive(Debug, FromQueryResult)]
pub(super) struct Answer {
    answered_by: Option<Uuid>,
    created_at: DateTime<Utc>,
    first_response_at: DateTime<Utc>,
}

impl Answer {
    pub(super) fn by(&self) -> Option<MemberId> {
        self.answered_by.map(MemberId::from_uuid)
    }

    /// From coming in to the answer.
    pub(super) fn seconds(&self) -> i64 {
        (self.first_response_at - self.created_at).num_seconds().max(0)
    }
}

/// The first answers to leads that came in, at most the newest 20,000. Source: `leads`, and their events for who gave them.
pub(super) async fn answers(db: &impl ConnectionTrait, org: OrgId, stretch: Stretch) -> Result<Vec<Answer>> {
    let mut sql = Sql::new("SELECT l.created_at, l.first_response_at, ");
    sql.push(ANSWERED_BY);
    since(&mut sql, org, stretch);
    sql.push(&format!(
        " AND l.first_response_at IS NOT NULL ORDER BY l.created_at DESC, l.id DESC LIMIT {ANSWERS}"
    ));
    Ok(Answer::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?)
}

/// Leads that members were given, each once. Source: `lead.assigned` in the log.
pub(super) async fn given(
    db: &impl ConnectionTrait,
    org: OrgId,
    stretch: Stretch,
) -> Result<Vec<(MemberId, i64)>> {
    #[derive(FromQueryResult)]
    struct Row {
        member: Option<String>,
        number: i64,
    }
    let backend = db.get_database_backend();
    let to = data(backend, "to");
    let mut sql = Sql::new(&format!(
        "SELECT {to} AS member, count(DISTINCT e.subject_id) AS number FROM events e WHERE e.org_id = "
    ));
    // The kind is written out as in the index `events_assigned`, which is found by its very words.
    sql.bind(org.uuid()).push(" AND e.kind = 'lead.assigned' AND e.at >= ").bind(stretch.from);
    sql.push(" AND e.at < ").bind(stretch.to).push(&format!(" GROUP BY {to}"));
    let rows = Row::find_by_statement(sql.statement(backend)).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.member?.parse().ok()?, row.number))).collect())
}
