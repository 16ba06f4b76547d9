//! Hearing of jobs that other processes enqueued: `LISTEN` on PostgreSQL. Only a hint; without it the next look at
//! the table finds them.

use crate::context::Context;
use crate::jobs::hint::CHANNEL;
use sea_orm::sqlx::postgres::PgListener;
use std::time::Duration;

/// Pause before a lost connection is made anew.
const AGAIN: Duration = Duration::from_secs(5);

/// Runs until it is dropped; on SQLite there is nobody to hear of.
pub(super) async fn run(cx: Context) {
    if cx.db().is_sqlite() {
        return;
    }
    loop {
        if let Err(error) = listen(&cx).await {
            tracing::warn!(%error, "not told of new jobs for a while; looking for them instead");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn listen(cx: &Context) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(cx.db().read().get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        listener.recv().await?;
        cx.hint().ring();
    }
}
