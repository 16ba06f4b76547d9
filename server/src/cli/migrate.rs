//! `empire migrate`: brings the database to the newest shape.

use super::{CliResult, explain, say};
use crate::config::Config;
use crate::wiring;

pub(super) async fn migrate(config: Config) -> CliResult {
    let cx = wiring::context(&config).await.map_err(explain)?;
    let applied = wiring::migrate(&cx).await.map_err(explain)?;
    say(&match applied {
        0 => format!("{} is up to date", config.database_label()),
        1 => format!("1 migration applied to {}", config.database_label()),
        many => format!("{many} migrations applied to {}", config.database_label()),
    });
    cx.db().clone().close().await.map_err(|error| error.to_string())
}
