//! `empire work`: runs jobs and answers no requests; beside any number of others on PostgreSQL.

use super::stop::asked_to_stop;
use super::{CliResult, explain, say};
use crate::config::Config;
use crate::{wiring, worker};

pub(super) async fn work(config: Config) -> CliResult {
    let cx = wiring::context(&config).await.map_err(explain)?;
    if config.migrate_on_start {
        wiring::migrate(&cx).await.map_err(explain)?;
    }
    worker::plan(&cx, &config).await.map_err(explain)?;
    say(&format!("Empire works on {}", config.database_label()));
    worker::run(cx.clone(), &config, asked_to_stop()).await;
    cx.db().clone().close().await.map_err(|error| error.to_string())
}
