//! `empire work`: runs jobs and answers no requests; beside any number of others on PostgreSQL.

use super::stop::asked_to_stop;
use super::{CliResult, explain, say};
use crate::config::Config;
use crate::{metrics, wiring, worker};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(super) async fn work(config: Config) -> CliResult {
    let cx = wiring::context(&config).await.map_err(explain)?;
    if config.migrate_on_start {
        wiring::migrate(&cx).await.map_err(explain)?;
    }
    worker::plan(&cx, &config).await.map_err(explain)?;
    let stopping = CancellationToken::new();
    let tasks = TaskTracker::new();
    if let Some(address) = config.metrics_address() {
        let metrics = metrics::listen(address).await?;
        let (cx, stopping) = (cx.clone(), stopping.clone());
        tasks.spawn(async move { metrics.answer(cx, async move { stopping.cancelled().await }).await });
    }
    say(&format!("Empire works on {}", config.database_label()));
    worker::run(cx.clone(), &config, asked_to_stop()).await;
    stopping.cancel();
    tasks.close();
    tasks.wait().await;
    cx.db().clone().close().await.map_err(|error| error.to_string())
}
