//! Metrics for Prometheus: counted all the time, answered at an address of their own and never at the public one.
//!
//! Counters and histograms belong to this process. What the database knows (jobs, pools) is asked at every scrape.

mod http;
mod snapshot;

pub use http::measure_request;
pub use snapshot::snapshot;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Context;
use domain::jobs::measure::{PICKUP_SECONDS, RUN_SECONDS};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;
use tokio::net::TcpListener;

/// Seconds, from a look into a cache to a job that uses its whole minute.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 15.0, 60.0];
/// How often what was recorded is folded into buckets when nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);
/// A scrape that takes longer is of no use.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts from now on; a second call answers the same.
pub fn record() -> Result<PrometheusHandle, String> {
    static HANDLE: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();
    HANDLE.get_or_init(|| install().map_err(|error| format!("metrics cannot be recorded: {error}"))).clone()
}

fn install() -> Result<PrometheusHandle, BuildError> {
    let mut builder = PrometheusBuilder::new();
    for name in [PICKUP_SECONDS, RUN_SECONDS, http::SECONDS] {
        builder = builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), &SECONDS)?;
    }
    builder.install_recorder()
}

/// An open management address.
pub struct Management {
    listener: TcpListener,
    handle: PrometheusHandle,
}

/// Opens the management address and begins to count.
pub async fn listen(address: SocketAddr) -> Result<Management, String> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        format!("cannot listen on {address}: {error}. Set EMPIRE_METRICS_LISTEN to a free address")
    })?;
    Ok(Management { listener, handle: record()? })
}

impl Management {
    /// Answers until `stop` resolves.
    pub async fn answer(self, cx: Context, stop: impl Future<Output = ()> + Send + 'static) {
        let folding = self.handle.clone();
        let fold = async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                folding.run_upkeep();
            }
        };
        let server = axum::serve(self.listener, router(cx, self.handle)).with_graceful_shutdown(stop);
        tokio::select! {
            outcome = server => {
                if let Err(error) = outcome {
                    tracing::error!(%error, "metrics are not answered any more");
                }
            }
            () = fold => {}
        }
    }
}

/// The router of the management address.
pub fn router(cx: Context, handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(answer)).with_state((cx, handle))
}

async fn answer(State((cx, handle)): State<(Context, PrometheusHandle)>) -> Response {
    let asked = tokio::time::timeout(PATIENCE, snapshot(&cx)).await;
    let known = match asked {
        Ok(Ok(known)) => known,
        Ok(Err(error)) => {
            tracing::warn!(error = error.traced(), "the database does not answer for the metrics");
            snapshot::unreachable()
        }
        Err(_) => snapshot::unreachable(),
    };
    let media = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (StatusCode::OK, media, format!("{}{known}", handle.render())).into_response()
}
