//! What processes that share PostgreSQL tell each other of who is where. Nothing is lost for long when a word is: the next
//! one comes within seconds.

use super::{Board, take};
use crate::context::Context;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use serde::{Deserialize, Serialize};
use shared::leads::Edited;
use shared::{LeadId, MemberId, OrgId};
use std::time::Duration;
use uuid::Uuid;

const CHANNEL: &str = "empire_presence";
/// Between two looks for people who have not been heard of.
const SWEEP: Duration = Duration::from_secs(5);
/// Before a lost connection is made anew.
const AGAIN: Duration = Duration::from_secs(5);

/// One word of one tab.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) from: Uuid,
    pub(super) org: OrgId,
    pub(super) lead: LeadId,
    pub(super) member: MemberId,
    pub(super) tab: String,
    pub(super) name: String,
    pub(super) editing: Vec<Edited>,
    pub(super) gone: bool,
}

/// Tells the other processes; that they do not hear it is no fault of whoever said it.
pub(super) async fn tell(cx: &Context, told: &Told) {
    if cx.db().is_sqlite() {
        return;
    }
    let Ok(text) = serde_json::to_string(told) else { return };
    let notify = Statement::from_sql_and_values(
        DatabaseBackend::Postgres,
        "SELECT pg_notify($1, $2)",
        [CHANNEL.into(), text.into()],
    );
    if let Err(error) = cx.db().read().execute_raw(notify).await {
        tracing::warn!(%error, "other processes are not told who is where");
    }
}

/// Listens to the other processes and forgets who has not been heard of, until `stop` resolves.
pub async fn run(cx: Context, board: Board, stop: impl Future<Output = ()>) {
    tokio::select! {
        () = sweep(&cx, &board) => {}
        () = hear(&cx, &board) => {}
        () = stop => {}
    }
}

async fn sweep(cx: &Context, board: &Board) {
    let mut due = tokio::time::interval(SWEEP);
    due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        due.tick().await;
        board.sweep(cx.now());
    }
}

async fn hear(cx: &Context, board: &Board) {
    if cx.db().is_sqlite() {
        return std::future::pending().await;
    }
    loop {
        if let Err(error) = listen(cx, board).await {
            tracing::warn!(%error, "not told for a while who is where in other processes");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn listen(cx: &Context, board: &Board) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(cx.db().read().get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let heard = listener.recv().await?;
        // A process of another version may say what this one does not know.
        let Ok(told) = serde_json::from_str::<Told>(heard.payload()) else { continue };
        if told.from != board.process() {
            take(cx, board, &told);
        }
    }
}
