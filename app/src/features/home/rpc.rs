//! The door between home and `domain::home`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::home::Home;

/// What needs the caller now, and the month in figures.
#[server(endpoint = "home/get")]
pub async fn get_home() -> Result<Home, AppError> {
    let actor = crate::ssr::actor()?;
    domain::home::get(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}
