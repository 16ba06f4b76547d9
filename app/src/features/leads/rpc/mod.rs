//! The doors between these screens and `domain::leads`. Inputs come in raw and are parsed behind the door.

mod edit;
mod lists;
mod marks;

pub use edit::*;
pub use lists::*;
pub use marks::*;

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::LeadId;
use shared::leads::{ActivityInput, Lead, LeadInput, LeadSummary, Neighbours, OwnerRef, StatusChangeInput};
use shared::paging::Page;
use shared::timeline::TimelinePage;

/// One page of a list; `query` is the text that stands in the address bar.
#[server(endpoint = "leads/list")]
pub async fn list_leads(query: String) -> Result<Page<LeadSummary>, AppError> {
    let (actor, query) = (crate::ssr::actor()?, crate::features::leads::address::parse(&query));
    domain::leads::list(&crate::ssr::context(), &actor, &query).await.map_err(crate::ssr::fail)
}

/// The few leads that somebody means who types some words.
#[server(endpoint = "leads/find")]
pub async fn find_leads(words: String) -> Result<Vec<LeadSummary>, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::find(&crate::ssr::context(), &actor, &words).await.map_err(crate::ssr::fail)
}

/// A lead with all its page shows.
#[server(endpoint = "leads/get")]
pub async fn get_lead(id: String) -> Result<Lead, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::lead(&id)?);
    domain::leads::get(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// The leads before and after one in the list of `query`.
#[server(endpoint = "leads/neighbours")]
pub async fn lead_neighbours(id: String, query: String) -> Result<Neighbours, AppError> {
    let (actor, id, query) =
        (crate::ssr::actor()?, door::lead(&id)?, crate::features::leads::address::parse(&query));
    domain::leads::neighbours(&crate::ssr::context(), &actor, id, &query).await.map_err(crate::ssr::fail)
}

/// A slice of a lead's timeline, the newest or the one before `older`.
#[server(endpoint = "leads/timeline")]
pub async fn lead_timeline(id: String, older: Option<String>) -> Result<TimelinePage, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::lead(&id)?);
    domain::leads::timeline(&crate::ssr::context(), &actor, id, older.as_deref())
        .await
        .map_err(crate::ssr::fail)
}

/// Adds a lead by hand. A plain form is answered with the lead's page.
#[server(endpoint = "leads/add")]
pub async fn add_lead(input: LeadInput) -> Result<LeadId, AppError> {
    let actor = crate::ssr::actor()?;
    let added = domain::leads::add(&crate::ssr::context(), &actor, &input).await;
    let id = added.map_err(|error| door::refused_lead(error, &input))?;
    door::open_after_plain_form(id);
    Ok(id)
}

/// Takes a step in a lead's status.
#[server(endpoint = "leads/status")]
pub async fn change_lead_status(id: String, input: StatusChangeInput) -> Result<LeadSummary, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::lead(&id)?);
    domain::leads::change_status(&crate::ssr::context(), &actor, id, &input).await.map_err(crate::ssr::fail)
}

/// Gives a lead to a member, or to nobody when `owner` is empty.
#[server(endpoint = "leads/assign")]
pub async fn assign_lead(
    id: String,
    #[server(default)] owner: String,
    version: i64,
) -> Result<LeadSummary, AppError> {
    let (actor, id, owner) = (crate::ssr::actor()?, door::lead(&id)?, door::owner(&owner)?);
    domain::leads::assign(&crate::ssr::context(), &actor, id, owner, version).await.map_err(crate::ssr::fail)
}

/// Records a note or a call.
#[server(endpoint = "leads/log")]
pub async fn log_lead_activity(id: String, input: ActivityInput) -> Result<LeadSummary, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::lead(&id)?);
    let logged = domain::leads::log_activity(&crate::ssr::context(), &actor, id, &input).await;
    logged.map_err(|error| door::refused_activity(error, &input))
}

/// The members who can own leads.
#[server(endpoint = "leads/owners")]
pub async fn lead_owners() -> Result<Vec<OwnerRef>, AppError> {
    let actor = crate::ssr::actor()?;
    domain::leads::owners(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    //! Reads identifiers as they stand in addresses and forms, and answers plain forms.

    use crate::rpc::AppError;
    use crate::ssr::{fail, is_plain_form, keep_typed};
    use domain::Error;
    use shared::leads::{ActivityInput, LeadInput};
    use shared::{FieldError, LeadId, MemberId};

    /// What is no lead's identifier names no lead.
    pub(super) fn lead(text: &str) -> Result<LeadId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("lead")))
    }

    pub(super) fn owner(text: &str) -> Result<Option<MemberId>, AppError> {
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            fail(Error::Invalid(vec![FieldError::new(
                "owner",
                "owner.unknown",
                "Choose one of the listed members.",
            )]))
        })
    }

    pub(super) fn open_after_plain_form(id: LeadId) {
        if is_plain_form() {
            leptos_axum::redirect(&format!("/leads/{id}"));
        }
    }

    /// What was typed must stand in the page again.
    pub(super) fn refused_lead(error: Error, input: &LeadInput) -> AppError {
        keep_typed(&[
            ("name", &input.name),
            ("email", &input.email),
            ("phone", &input.phone),
            ("street", &input.address.street),
            ("unit", &input.address.unit),
            ("city", &input.address.city),
            ("region", &input.address.region),
            ("postal_code", &input.address.postal_code),
            ("asking", &input.asking),
            ("note", &input.note),
        ]);
        fail(error)
    }

    /// The same for the composer.
    pub(super) fn refused_activity(error: Error, input: &ActivityInput) -> AppError {
        keep_typed(&[("body", &input.body)]);
        fail(error)
    }
}
