//! What every handler shares.

use crate::config::Config;
use crate::forms::limits::FormLimits;
use crate::sources::limits::SourceLimits;
use crate::worker;
use axum::extract::FromRef;
use domain::Context;
use domain::events::Live;
use domain::forms::Views;
use domain::intake::Intake;
use domain::jobs::Registry;
use domain::presence;
use leptos::prelude::LeptosOptions;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Cheap to clone; one a process.
#[derive(Clone)]
pub struct AppState {
    pub cx: Context,
    pub intake: Intake,
    pub live: Live,
    pub presence: presence::Board,
    pub registry: Registry,
    pub config: Arc<Config>,
    pub form_limits: Arc<FormLimits>,
    pub form_views: Arc<Views>,
    pub source_limits: Arc<SourceLimits>,
    pub leptos: LeptosOptions,
    /// Cancelled when the program is asked to stop: long-lived responses end then.
    pub stopping: CancellationToken,
}

impl AppState {
    /// Starts what a process needs: the intake writer, the fan-out of live updates (whoever serves starts its tail).
    pub fn new(cx: Context, config: Config) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("empire")
            .site_root(config.site_root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .site_addr(config.listen)
            .build();
        Self {
            intake: Intake::start(cx.clone()),
            live: Live::default(),
            presence: presence::Board::new(cx.new_id()),
            registry: worker::registry(),
            form_limits: Arc::new(FormLimits::new(&config)),
            form_views: Arc::default(),
            source_limits: Arc::new(SourceLimits::new(&config)),
            leptos,
            stopping: CancellationToken::new(),
            config: Arc::new(config),
            cx,
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
