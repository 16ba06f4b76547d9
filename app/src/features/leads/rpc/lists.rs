//! Saved views, and changes of many leads at once.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::leads::{BulkDone, BulkInput, BulkUndone, FoundView, LeadView, LeadViewInput, OpensFor};
use shared::{BulkChangeId, LeadViewId};

/// One's own views and those that others share.
#[server(endpoint = "views/list")]
pub async fn list_lead_views() -> Result<Vec<LeadView>, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::views::list(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}

/// The view of an address, or what became of it. `None` where the address names none.
#[server(endpoint = "views/find")]
pub async fn find_lead_view(#[server(default)] view: String) -> Result<Option<FoundView>, AppError> {
    let Ok(view) = view.parse::<LeadViewId>() else { return Ok(None) };
    let actor = crate::ssr::actor()?;
    match domain::leads::views::find(&crate::ssr::context(), &actor, view).await {
        Ok(found) => Ok(Some(found)),
        // The list that the address asks for is shown all the same.
        Err(domain::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(crate::ssr::fail(error)),
    }
}

/// Saves a list under a name.
#[server(endpoint = "views/save", input = Json)]
pub async fn save_lead_view(input: LeadViewInput) -> Result<LeadView, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::views::save(&crate::ssr::context(), &actor, &input).await.map_err(crate::ssr::fail)
}

/// Changes a saved view.
#[server(endpoint = "views/update", input = Json)]
pub async fn update_lead_view(
    view: LeadViewId,
    version: i64,
    input: LeadViewInput,
) -> Result<LeadView, AppError> {
    let actor = crate::ssr::actor()?;
    let changed = domain::leads::views::update(&crate::ssr::context(), &actor, view, version, &input).await;
    changed.map_err(crate::ssr::fail)
}

/// Deletes a saved view.
#[server(endpoint = "views/delete", input = Json)]
pub async fn delete_lead_view(view: LeadViewId) -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::views::delete(&crate::ssr::context(), &actor, view).await.map_err(crate::ssr::fail)
}

/// Makes leads open with a view, or lets them open with it no longer.
#[server(endpoint = "views/open_with", input = Json)]
pub async fn open_leads_with(view: LeadViewId, whose: OpensFor, opens: bool) -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    let chosen = domain::leads::views::open_with(&crate::ssr::context(), &actor, view, whose, opens).await;
    chosen.map_err(crate::ssr::fail)
}

/// Changes many leads at once.
#[server(endpoint = "leads/bulk", input = Json)]
pub async fn change_leads(input: BulkInput) -> Result<BulkDone, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::bulk(&crate::ssr::context(), &actor, &input).await.map_err(crate::ssr::fail)
}

/// Takes a change of many leads back.
#[server(endpoint = "leads/undo_bulk", input = Json)]
pub async fn undo_change_of_leads(change: BulkChangeId) -> Result<BulkUndone, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::undo_bulk(&crate::ssr::context(), &actor, change).await.map_err(crate::ssr::fail)
}
