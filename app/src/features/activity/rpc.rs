//! The doors between these screens and the feed of `domain::activity`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::activity::{FeedPage, FeedQuery};

/// A page of a feed, as the address asks for it.
#[server(endpoint = "activity/feed")]
pub async fn get_feed(#[server(default)] query: FeedQuery) -> Result<FeedPage, AppError> {
    let actor = crate::ssr::actor()?;
    domain::activity::feed(&crate::ssr::context(), &actor, &query).await.map_err(crate::ssr::fail)
}
