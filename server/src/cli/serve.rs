//! `empire serve`: starts everything, answers requests, and stops without dropping one.

use super::stop::asked_to_stop;
use super::{CliResult, explain, say};
use crate::config::Config;
use crate::state::AppState;
use crate::{app, metrics, wiring, worker};
use domain::events::tail;
use domain::presence;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

pub(super) async fn serve(config: Config) -> CliResult {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        format!("cannot listen on {}: {error}. Set EMPIRE_LISTEN to a free address", config.listen)
    })?;
    let cx = wiring::context(&config).await.map_err(explain)?;
    if config.migrate_on_start {
        wiring::migrate(&cx).await.map_err(explain)?;
    }
    let state = AppState::new(cx, config);
    let config = Arc::clone(&state.config);
    let tasks = TaskTracker::new();
    tasks.spawn(tail(state.cx.clone(), state.live.clone(), stopped(&state)));
    tasks.spawn(presence::run(state.cx.clone(), state.presence.clone(), stopped(&state)));
    tasks.spawn(forget_clients(state.clone()));
    tasks.spawn(write_views(state.clone()));
    tasks.spawn(keep_statistics(state.clone()));
    if config.worker {
        worker::plan(&state.cx, &config).await.map_err(explain)?;
        let (cx, config, stop) = (state.cx.clone(), Arc::clone(&config), stopped(&state));
        tasks.spawn(async move { worker::run(cx, &config, stop).await });
    }

    if let Some(address) = config.metrics_address() {
        let metrics = metrics::listen(address).await?;
        let (cx, stop) = (state.cx.clone(), stopped(&state));
        tasks.spawn(async move { metrics.answer(cx, stop).await });
    }

    let service = app::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = state.stopping.clone();
    let shutdown = async move {
        asked_to_stop().await;
        tracing::info!("stopping: no new requests");
        stopping.cancel();
    };
    say(&format!("Empire answers at {}", config.public_url()));
    let server = axum::serve(listener, service).with_graceful_shutdown(shutdown);
    let grace = Duration::from_secs(config.shutdown_seconds);
    let outcome = tokio::select! {
        outcome = server => outcome.map_err(|error| error.to_string()),
        () = async { state.stopping.cancelled().await; tokio::time::sleep(grace).await } => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    };
    // What was accepted is written before the database closes.
    state.stopping.cancel();
    state.intake.close().await;
    tasks.close();
    if tokio::time::timeout(grace, tasks.wait()).await.is_err() {
        tracing::warn!("a background task did not stop in time");
    }
    if let Err(error) = state.cx.db().clone().close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
    outcome
}

fn stopped(state: &AppState) -> impl Future<Output = ()> + use<> {
    let token = state.stopping.clone();
    async move { token.cancelled().await }
}

/// Writes how often forms were shown, every few seconds and at the end.
async fn write_views(state: AppState) {
    let mut due = tokio::time::interval(Duration::from_secs(5));
    due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let last = tokio::select! {
            _ = due.tick() => false,
            () = state.stopping.cancelled() => true,
        };
        if let Err(error) = state.form_views.write(&state.cx).await {
            tracing::warn!(error = error.traced(), "views of forms wait to be written");
        }
        if last {
            return;
        }
    }
}

/// Has the database look now and then at how its tables are filled.
async fn keep_statistics(state: AppState) {
    let mut hour = tokio::time::interval(Duration::from_hours(1));
    hour.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = hour.tick() => {
                if let Err(error) = state.cx.db().keep_statistics().await {
                    tracing::warn!(%error, "the statistics of the tables are as old as they were");
                }
            }
            () = state.stopping.cancelled() => return,
        }
    }
}

/// Forgets clients that were counted long ago. What the counters hold belongs to this process alone.
async fn forget_clients(state: AppState) {
    let mut minute = tokio::time::interval(Duration::from_mins(1));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = minute.tick() => {
                state.form_limits.sweep();
                state.source_limits.sweep();
            }
            () = state.stopping.cancelled() => return,
        }
    }
}
