//! The doors between the screen and `domain::leads`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::leads::DeletedPage;

/// Deleted leads; `older` is empty or the last of the page before.
#[server(endpoint = "leads/deleted")]
pub async fn list_deleted_leads(#[server(default)] older: String) -> Result<DeletedPage, AppError> {
    let actor = crate::ssr::actor()?;
    let older = if older.is_empty() { None } else { Some(door::lead(&older)?) };
    domain::leads::deleted(&crate::ssr::context(), &actor, older).await.map_err(crate::ssr::fail)
}

/// Deletes a lead.
#[server(endpoint = "leads/delete")]
pub async fn delete_lead(lead: String) -> Result<(), AppError> {
    let (actor, lead) = (crate::ssr::actor()?, door::lead(&lead)?);
    domain::leads::delete(&crate::ssr::context(), &actor, lead).await.map_err(crate::ssr::fail)
}

/// Restores a deleted lead. A plain form is answered with the list of them.
#[server(endpoint = "leads/restore")]
pub async fn restore_lead(lead: String) -> Result<(), AppError> {
    let (actor, lead) = (crate::ssr::actor()?, door::lead(&lead)?);
    let restored = domain::leads::restore(&crate::ssr::context(), &actor, lead).await;
    restored.map_err(crate::ssr::fail).inspect(|()| {
        if crate::ssr::is_plain_form() {
            leptos_axum::redirect(super::DELETED);
        }
    })
}

#[cfg(feature = "ssr")]
mod door {
    use crate::rpc::AppError;
    use crate::ssr::fail;
    use domain::Error;
    use shared::LeadId;

    /// What is no lead's identifier names no lead.
    pub(super) fn lead(text: &str) -> Result<LeadId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the lead")))
    }
}
