//! How sources do: what came today, what waits, what was refused.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::{home, organizations};
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Statement, Value};
use shared::sources::{InboundState, Today};
use std::collections::HashMap;
use uuid::Uuid;

/// Of one source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    pub today: Today,
    pub waiting: u64,
    pub refused: u64,
    pub last: Option<DateTime<Utc>>,
    pub mapping: Option<i32>,
}

#[derive(FromQueryResult)]
struct Counted {
    source_id: Uuid,
    state: String,
    joined: bool,
    number: i64,
}

#[derive(FromQueryResult)]
struct Dropped {
    source_id: Uuid,
    number: i64,
}

#[derive(FromQueryResult)]
struct Newest {
    source_id: Uuid,
    last: Option<DateTime<Utc>>,
    mapping: Option<i32>,
}

/// The sources of an organization that were not deleted.
const OWN: &str = "(SELECT id FROM sources WHERE org_id = $1 AND deleted_at IS NULL)";

/// By source.
pub(super) async fn of_all(cx: &Context, actor: &Actor) -> Result<HashMap<Uuid, Figures>> {
    let org = actor.org().uuid();
    let zone = organizations::get(cx, actor.org()).await?.time_zone;
    let midnight = home::midnight(&zone, cx.now())?;
    let db = cx.db().read();
    let statement =
        |sql: String, values: Vec<Value>| Statement::from_sql_and_values(cx.db().backend(), sql, values);
    let mut all: HashMap<Uuid, Figures> = HashMap::new();

    let sql = format!(
        "SELECT source_id, state, joined, count(*) AS number FROM inbound_payloads \
         WHERE org_id = $1 AND source_id IN {OWN} AND received_at >= $2 GROUP BY source_id, state, joined"
    );
    let found = Counted::find_by_statement(statement(sql, vec![org.into(), midnight.into()])).all(db).await?;
    for row in found {
        let today = &mut all.entry(row.source_id).or_default().today;
        let number = u64::try_from(row.number).unwrap_or(0);
        today.received += number;
        match InboundState::from_word(&row.state) {
            Some(InboundState::Mapped) if row.joined => today.joined += number,
            Some(InboundState::Mapped) => today.new_leads += number,
            Some(InboundState::Duplicate) => today.duplicates += number,
            Some(InboundState::Refused) => today.refused += number,
            Some(InboundState::Received) | None => {}
        }
    }

    let sql = format!(
        "SELECT source_id, CAST(sum(payloads) AS bigint) AS number FROM source_drops \
         WHERE org_id = $1 AND source_id IN {OWN} AND hour >= $2 GROUP BY source_id"
    );
    let found = Dropped::find_by_statement(statement(sql, vec![org.into(), midnight.into()])).all(db).await?;
    for row in found {
        let today = &mut all.entry(row.source_id).or_default().today;
        let number = u64::try_from(row.number).unwrap_or(0);
        today.received += number;
        today.refused += number;
    }

    let sql = format!(
        "SELECT source_id, state, false AS joined, count(*) AS number FROM inbound_payloads \
         WHERE org_id = $1 AND source_id IN {OWN} AND state IN ('received', 'refused') GROUP BY source_id, state"
    );
    let found = Counted::find_by_statement(statement(sql, vec![org.into()])).all(db).await?;
    for row in found {
        let figures = all.entry(row.source_id).or_default();
        let number = u64::try_from(row.number).unwrap_or(0);
        match InboundState::from_word(&row.state) {
            Some(InboundState::Received) => figures.waiting = number,
            _ => figures.refused = number,
        }
    }

    let sql = "SELECT id AS source_id, \
               (SELECT max(received_at) FROM inbound_payloads \
                WHERE inbound_payloads.org_id = sources.org_id AND source_id = sources.id) AS last, \
               (SELECT max(source_mappings.version) FROM source_mappings \
                WHERE source_mappings.org_id = sources.org_id AND source_id = sources.id) AS mapping \
               FROM sources WHERE org_id = $1 AND deleted_at IS NULL";
    for row in Newest::find_by_statement(statement(sql.to_owned(), vec![org.into()])).all(db).await? {
        let figures = all.entry(row.source_id).or_default();
        figures.last = row.last;
        figures.mapping = row.mapping;
    }
    Ok(all)
}
