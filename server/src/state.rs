//! What every handler shares.

use crate::config::Config;
use crate::forms::limits::FormLimits;
use axum::extract::FromRef;
use domain::Context;
use domain::events::Live;
use domain::intake::Intake;
use leptos::prelude::LeptosOptions;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Cheap to clone; one a process.
#[derive(Clone)]
pub struct AppState {
    pub cx: Context,
    pub intake: Intake,
    pub live: Live,
    pub config: Arc<Config>,
    pub form_limits: Arc<FormLimits>,
    pub leptos: LeptosOptions,
    /// Cancelled when the program is asked to stop: long-lived responses end then.
    pub stopping: CancellationToken,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
