//! The doors between these screens and `domain::duplicates` and `domain::merges`. Inputs come in raw and are parsed behind the
//! door.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::duplicates::DuplicateList;
use shared::merges::{MergeInput, MergePreview, Merged, Split};

/// The pairs that wait, and what was merged lately.
#[server(endpoint = "duplicates/list")]
pub async fn list_duplicates() -> Result<DuplicateList, AppError> {
    domain::duplicates::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One pair side by side; `stays` is empty or says who of the two stays.
#[server(endpoint = "duplicates/get")]
pub async fn get_duplicate(pair: String, #[server(default)] stays: String) -> Result<MergePreview, AppError> {
    let (actor, pair, stays) = (crate::ssr::actor()?, door::pair(&pair)?, door::contact(&stays)?);
    domain::merges::preview(&crate::ssr::context(), &actor, pair, stays).await.map_err(crate::ssr::fail)
}

/// Says that the two are two people. A plain form is answered with the list.
#[server(endpoint = "duplicates/dismiss")]
pub async fn dismiss_duplicate(pair: String) -> Result<(), AppError> {
    let (actor, pair) = (crate::ssr::actor()?, door::pair(&pair)?);
    let done = domain::duplicates::dismiss(&crate::ssr::context(), &actor, pair).await;
    done.map_err(crate::ssr::fail).inspect(|()| door::lead_on(super::address::PAIRS))
}

/// Makes one person of the two. A plain form is answered with the lead.
#[server(endpoint = "duplicates/merge")]
pub async fn merge_duplicate(pair: String, #[server(default)] input: MergeInput) -> Result<Merged, AppError> {
    let (actor, pair) = (crate::ssr::actor()?, door::pair(&pair)?);
    let merged = domain::merges::merge(&crate::ssr::context(), &actor, pair, &input).await;
    merged.map_err(crate::ssr::fail).inspect(|merged| door::lead_on(&door::href(merged.lead)))
}

/// Splits two again that were merged. A plain form is answered with the list.
#[server(endpoint = "merges/split")]
pub async fn split_merge(merge: String) -> Result<Split, AppError> {
    let (actor, merge) = (crate::ssr::actor()?, door::merge(&merge)?);
    let split = domain::merges::split(&crate::ssr::context(), &actor, merge).await;
    split.map_err(crate::ssr::fail).inspect(|_| door::lead_on(super::address::PAIRS))
}

#[cfg(feature = "ssr")]
mod door {
    use crate::features::duplicates::address::PAIRS;
    use crate::rpc::AppError;
    use crate::ssr::{fail, is_plain_form};
    use domain::Error;
    use shared::{ContactId, DuplicatePairId, LeadId, MergeId};

    /// What is no pair's identifier names no pair.
    pub(super) fn pair(text: &str) -> Result<DuplicatePairId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the pair")))
    }

    pub(super) fn merge(text: &str) -> Result<MergeId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the merge")))
    }

    pub(super) fn contact(text: &str) -> Result<Option<ContactId>, AppError> {
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| fail(Error::NotFound("the contact")))
    }

    pub(super) fn href(lead: Option<LeadId>) -> String {
        lead.map_or_else(|| PAIRS.to_owned(), |lead| format!("/leads/{lead}"))
    }

    pub(super) fn lead_on(to: &str) {
        if is_plain_form() {
            leptos_axum::redirect(to);
        }
    }
}
