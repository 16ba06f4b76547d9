//! `empire serve`: starts everything, answers requests, and stops without dropping one.

use super::{CliResult, explain, say};
use crate::config::Config;
use crate::state::AppState;
use crate::{app, wiring};
use domain::events::tail;
use shared::RequestId;
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
    tasks.spawn(sweep(state.clone()));

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

/// Until the job queue comes: one supervised loop for what must happen regularly.
async fn sweep(state: AppState) {
    let mut minute = tokio::time::interval(Duration::from_mins(1));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = minute.tick() => {}
            () = state.stopping.cancelled() => return,
        }
        state.form_limits.sweep();
        let idle = chrono::Duration::minutes(i64::from(state.config.form_abandoned_minutes));
        let request = RequestId::from_uuid(state.cx.new_id());
        match domain::forms::drafts::sweep(&state.cx, request, idle).await {
            Ok(0) => {}
            Ok(abandoned) => tracing::info!(abandoned, request_id = %request, "forms were abandoned"),
            Err(error) => {
                tracing::error!(error = error.traced(), "the sweep failed; it is tried again in a minute");
            }
        }
    }
}

async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
