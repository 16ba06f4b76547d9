//! The doors between this part and `domain::messages`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::messages::{MessageDraft, MessageInput};

/// The drafts of a lead.
#[server(endpoint = "messages/of_lead")]
pub async fn messages_of_lead(lead: String) -> Result<Vec<MessageDraft>, AppError> {
    let (actor, lead) = (crate::ssr::actor()?, door::lead(&lead)?);
    domain::messages::of_lead(&crate::ssr::context(), &actor, lead).await.map_err(crate::ssr::fail)
}

/// Keeps a draft.
#[server(endpoint = "messages/write")]
pub async fn write_message(input: MessageInput) -> Result<MessageDraft, AppError> {
    let actor = crate::ssr::actor()?;
    let written = domain::messages::write(&crate::ssr::context(), &actor, &input).await;
    written.map_err(|error| door::refused(error, &input))
}

/// Changes the words of a draft.
#[server(endpoint = "messages/change")]
pub async fn change_message(id: String, version: i64, input: MessageInput) -> Result<MessageDraft, AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::draft(&id)?);
    domain::messages::change(&crate::ssr::context(), &actor, id, version, &input)
        .await
        .map_err(crate::ssr::fail)
}

/// Puts a draft away.
#[server(endpoint = "messages/discard")]
pub async fn discard_message(id: String, version: i64) -> Result<(), AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::draft(&id)?);
    domain::messages::discard(&crate::ssr::context(), &actor, id, version).await.map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    //! Reads identifiers as they stand in addresses and forms.

    use crate::rpc::AppError;
    use crate::ssr::{fail, keep_typed};
    use domain::Error;
    use shared::messages::MessageInput;
    use shared::{LeadId, MessageDraftId};

    pub(super) fn lead(text: &str) -> Result<LeadId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the lead")))
    }

    pub(super) fn draft(text: &str) -> Result<MessageDraftId, AppError> {
        text.parse().map_err(|_| fail(Error::NotFound("the draft")))
    }

    /// What was typed must stand in the page again.
    pub(super) fn refused(error: Error, input: &MessageInput) -> AppError {
        keep_typed(&[("message_subject", &input.subject), ("message_body", &input.body)]);
        fail(error)
    }
}
