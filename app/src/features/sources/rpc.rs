//! The doors between the screen of sources and `domain::sources`. Inputs come in raw and are parsed behind the door.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::SourceId;
use shared::sources::{
    CreatedSource, InboundPage, InboundPayload, InboundQuery, Mapping, MappingVersion, Preview, SavedMapping,
    Source, SourceInput, SourceSecret, SourceSummary, Verdict,
};

/// All sources with their day.
#[server(endpoint = "sources/list")]
pub async fn list_sources() -> Result<Vec<SourceSummary>, AppError> {
    domain::sources::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One source, by the id in an address.
#[server(endpoint = "sources/get")]
pub async fn get_source(#[server(default)] id: String) -> Result<Source, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::source(&id)?);
    domain::sources::get(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Makes a source. A plain form is sent on to its page, which shows address and secret.
#[server(endpoint = "sources/create")]
pub async fn create_source(#[server(default)] input: SourceInput) -> Result<CreatedSource, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let made = domain::sources::create(&cx, &actor, &input).await;
    made.inspect(|made| door::lead_on(made.id)).map_err(|error| door::refuse(error, &input))
}

/// Changes name, verification and what else is set; answers the new version.
#[server(endpoint = "sources/update", input = Json)]
pub async fn update_source(id: SourceId, version: i64, input: SourceInput) -> Result<i64, AppError> {
    let cx = crate::ssr::context();
    domain::sources::update(&cx, &crate::ssr::actor()?, id, version, &input).await.map_err(crate::ssr::fail)
}

/// Switches a source on.
#[server(endpoint = "sources/enable")]
pub async fn enable_source(id: SourceId) -> Result<(), AppError> {
    domain::sources::enable(&crate::ssr::context(), &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// Switches a source off.
#[server(endpoint = "sources/disable")]
pub async fn disable_source(id: SourceId) -> Result<(), AppError> {
    domain::sources::disable(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Deletes a source.
#[server(endpoint = "sources/delete")]
pub async fn delete_source(id: SourceId) -> Result<(), AppError> {
    domain::sources::delete(&crate::ssr::context(), &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// The secret, readable; that somebody looked is recorded.
#[server(endpoint = "sources/show_secret")]
pub async fn show_secret(id: SourceId) -> Result<SourceSecret, AppError> {
    let cx = crate::ssr::context();
    domain::sources::show_secret(&cx, &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// Sets the secret: the one that the sender gave, or a new one where none is given.
#[server(endpoint = "sources/rotate_secret")]
pub async fn rotate_secret(id: SourceId, #[server(default)] given: String) -> Result<SourceSecret, AppError> {
    let cx = crate::ssr::context();
    domain::sources::rotate(&cx, &crate::ssr::actor()?, id, &given).await.map_err(crate::ssr::fail)
}

/// Ends the previous secret now.
#[server(endpoint = "sources/retire_secret")]
pub async fn retire_secret(id: SourceId) -> Result<(), AppError> {
    domain::sources::retire(&crate::ssr::context(), &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// Saves a mapping as the version after `seen`, which is 0 for the first one.
#[server(endpoint = "sources/save_mapping", input = Json)]
pub async fn save_mapping(id: SourceId, seen: u32, mapping: Mapping) -> Result<SavedMapping, AppError> {
    let cx = crate::ssr::context();
    domain::sources::save_mapping(&cx, &crate::ssr::actor()?, id, seen, &mapping)
        .await
        .map_err(crate::ssr::fail)
}

/// The saved mappings, newest first.
#[server(endpoint = "sources/versions")]
pub async fn list_versions(id: SourceId) -> Result<Vec<MappingVersion>, AppError> {
    domain::sources::versions(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Saves an older mapping again, as the version after `seen`.
#[server(endpoint = "sources/restore_mapping")]
pub async fn restore_mapping(id: SourceId, seen: u32, version: u32) -> Result<SavedMapping, AppError> {
    let cx = crate::ssr::context();
    domain::sources::restore(&cx, &crate::ssr::actor()?, id, seen, version).await.map_err(crate::ssr::fail)
}

/// One page of payloads, newest first.
#[server(endpoint = "sources/payloads")]
pub async fn list_payloads(
    id: SourceId,
    #[server(default)] query: InboundQuery,
) -> Result<InboundPage, AppError> {
    let cx = crate::ssr::context();
    domain::sources::payloads(&cx, &crate::ssr::actor()?, id, &query).await.map_err(crate::ssr::fail)
}

/// A payload with its body.
#[server(endpoint = "sources/payload")]
pub async fn get_payload(payload: String) -> Result<InboundPayload, AppError> {
    let (actor, payload) = (crate::ssr::actor()?, door::payload(&payload)?);
    domain::sources::payload(&crate::ssr::context(), &actor, payload).await.map_err(crate::ssr::fail)
}

/// Maps a refused payload again.
#[server(endpoint = "sources/replay")]
pub async fn replay_payload(payload: String) -> Result<(), AppError> {
    let (actor, payload) = (crate::ssr::actor()?, door::payload(&payload)?);
    domain::sources::replay(&crate::ssr::context(), &actor, payload).await.map_err(crate::ssr::fail)
}

/// Maps a refused payload again with a body that was edited: JSON as it was typed.
#[server(endpoint = "sources/replay_edited")]
pub async fn replay_edited(payload: String, #[server(default)] body: String) -> Result<(), AppError> {
    let (actor, payload) = (crate::ssr::actor()?, door::payload(&payload)?);
    domain::sources::replay_edited(&crate::ssr::context(), &actor, payload, &body)
        .await
        .map_err(crate::ssr::fail)
}

/// Maps every refused payload of a source again that may be; answers how many.
#[server(endpoint = "sources/replay_refused")]
pub async fn replay_refused(id: SourceId) -> Result<u64, AppError> {
    let cx = crate::ssr::context();
    domain::sources::replay_refused(&cx, &crate::ssr::actor()?, id).await.map_err(crate::ssr::fail)
}

/// What a body would do under a mapping that is not saved. `body` is JSON.
#[server(endpoint = "sources/preview", input = Json)]
pub async fn preview_payload(id: SourceId, mapping: Mapping, body: String) -> Result<Preview, AppError> {
    let cx = crate::ssr::context();
    domain::sources::preview(&cx, &crate::ssr::actor()?, id, &mapping, &body).await.map_err(crate::ssr::fail)
}

/// Which of the newest 200 refused payloads would pass under a mapping that is not saved.
#[server(endpoint = "sources/try_mapping", input = Json)]
pub async fn try_mapping(id: SourceId, mapping: Mapping) -> Result<Vec<Verdict>, AppError> {
    let cx = crate::ssr::context();
    domain::sources::try_mapping(&cx, &crate::ssr::actor()?, id, &mapping).await.map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    use crate::features::sources::address::{CREATED, source_href};
    use crate::features::sources::fields::kept;
    use crate::rpc::AppError;
    use crate::ssr::{fail_form, is_plain_form, keep_typed};
    use domain::Error;
    use shared::sources::SourceInput;
    use shared::{InboundPayloadId, SourceId};

    /// What was entered is there again, without JavaScript too.
    pub(super) fn refuse(error: Error, input: &SourceInput) -> AppError {
        let kept = kept(input);
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fail_form(error, &kept)
    }

    /// What the next page gets along is not the secret, only which source is new.
    pub(super) fn lead_on(source: SourceId) {
        if is_plain_form() {
            let id = source.to_string();
            keep_typed(&[(CREATED, &id)]);
            leptos_axum::redirect(&source_href(&id));
        }
    }

    /// An id that cannot be one is a source that is not there.
    pub(super) fn source(id: &str) -> Result<SourceId, AppError> {
        id.parse().map_err(|_| crate::ssr::fail(Error::NotFound("the source")))
    }

    pub(super) fn payload(id: &str) -> Result<InboundPayloadId, AppError> {
        id.parse().map_err(|_| crate::ssr::fail(Error::NotFound("the payload")))
    }
}
