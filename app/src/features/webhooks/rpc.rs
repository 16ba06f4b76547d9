//! The doors between the screen of webhooks and `domain::webhooks`. Inputs come in raw and are parsed behind the door.

use super::address::Narrow;
use crate::rpc::AppError;
use leptos::prelude::*;
use shared::webhooks::{
    CreatedEndpoint, DeliveryDetail, DeliveryPage, Held, Inspector, InspectorAnswer, ReplayRangeInput,
    RotatedSecret, WebhookEndpoint, WebhookEndpointInput,
};
use shared::{WebhookDeliveryId, WebhookEndpointId};

/// The organization's endpoints.
#[server(endpoint = "webhooks/list")]
pub async fn list_webhooks() -> Result<Vec<WebhookEndpoint>, AppError> {
    domain::webhooks::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One endpoint. An id that cannot be one is an endpoint that is not there.
#[server(endpoint = "webhooks/get")]
pub async fn get_webhook(id: String) -> Result<WebhookEndpoint, AppError> {
    let (actor, id) = (crate::ssr::actor()?, id.parse().map_err(|_| door::nothing("the endpoint"))?);
    domain::webhooks::get(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Makes an endpoint. A plain form is sent on to its page, which shows the secret.
#[server(endpoint = "webhooks/create")]
pub async fn create_webhook(
    #[server(default)] input: WebhookEndpointInput,
) -> Result<CreatedEndpoint, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let made = domain::webhooks::create(&cx, &actor, &input).await;
    made.inspect(|made| door::lead_on(&cx, &actor, made.id)).map_err(|error| door::refuse(error, &input))
}

/// The secret of an endpoint that a plain form just made.
#[server(endpoint = "webhooks/reveal")]
pub async fn reveal_secret(id: WebhookEndpointId, ticket: String) -> Result<String, AppError> {
    domain::webhooks::reveal(&crate::ssr::context(), &crate::ssr::actor()?, id, &ticket)
        .await
        .map_err(crate::ssr::fail)
}

/// Changes an endpoint; `version` is the one that was shown. Answers the new one.
#[server(endpoint = "webhooks/update")]
pub async fn update_webhook(
    id: WebhookEndpointId,
    version: i64,
    #[server(default)] input: WebhookEndpointInput,
) -> Result<i64, AppError> {
    domain::webhooks::update(&crate::ssr::context(), &crate::ssr::actor()?, id, version, &input)
        .await
        .map_err(crate::ssr::fail)
}

/// Deletes an endpoint.
#[server(endpoint = "webhooks/delete")]
pub async fn delete_webhook(id: WebhookEndpointId) -> Result<(), AppError> {
    domain::webhooks::delete(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Switches an endpoint on; what waits is sent or dropped.
#[server(endpoint = "webhooks/enable")]
pub async fn enable_webhook(id: WebhookEndpointId, held: Held) -> Result<(), AppError> {
    domain::webhooks::enable(&crate::ssr::context(), &crate::ssr::actor()?, id, held)
        .await
        .map_err(crate::ssr::fail)
}

/// Switches an endpoint off.
#[server(endpoint = "webhooks/disable")]
pub async fn disable_webhook(id: WebhookEndpointId) -> Result<(), AppError> {
    domain::webhooks::disable(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Makes a new secret; the one before signs as well for a day.
#[server(endpoint = "webhooks/rotate")]
pub async fn rotate_secret(id: WebhookEndpointId) -> Result<RotatedSecret, AppError> {
    domain::webhooks::rotate(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Ends the secret before now.
#[server(endpoint = "webhooks/retire")]
pub async fn retire_secret(id: WebhookEndpointId) -> Result<(), AppError> {
    domain::webhooks::retire(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// One page of what was sent to an endpoint, as narrow as the address says.
#[server(endpoint = "webhooks/deliveries")]
pub async fn list_deliveries(
    id: String,
    #[server(default)] narrow: Narrow,
    after: Option<String>,
    limit: Option<u16>,
) -> Result<DeliveryPage, AppError> {
    let (actor, id) = (crate::ssr::actor()?, id.parse().map_err(|_| door::nothing("the endpoint"))?);
    domain::webhooks::deliveries(&crate::ssr::context(), &actor, id, &narrow.query(after, limit))
        .await
        .map_err(crate::ssr::fail)
}

/// One delivery with its attempts.
#[server(endpoint = "webhooks/delivery")]
pub async fn get_delivery(id: String) -> Result<DeliveryDetail, AppError> {
    let (actor, id) = (crate::ssr::actor()?, id.parse().map_err(|_| door::nothing("the delivery"))?);
    domain::webhooks::delivery(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Sends one delivery again.
#[server(endpoint = "webhooks/replay")]
pub async fn replay_delivery(id: WebhookDeliveryId) -> Result<(), AppError> {
    domain::webhooks::replay(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// Sends everything of a range again. Answers how many deliveries.
#[server(endpoint = "webhooks/replay_range")]
pub async fn replay_range(
    id: WebhookEndpointId,
    #[server(default)] input: ReplayRangeInput,
) -> Result<u64, AppError> {
    domain::webhooks::replay_between(&crate::ssr::context(), &crate::ssr::actor()?, id, &input)
        .await
        .map_err(crate::ssr::fail)
}

/// Sends everything again that was given up since a time; since ever, where none is typed. Answers how many deliveries.
#[server(endpoint = "webhooks/replay_failed")]
pub async fn replay_failed(id: WebhookEndpointId, #[server(default)] from: String) -> Result<u64, AppError> {
    domain::webhooks::replay_failed_since(&crate::ssr::context(), &crate::ssr::actor()?, id, &from)
        .await
        .map_err(crate::ssr::fail)
}

/// Sends a test.
#[server(endpoint = "webhooks/send_test")]
pub async fn send_test(id: WebhookEndpointId) -> Result<WebhookDeliveryId, AppError> {
    domain::webhooks::send_test(&crate::ssr::context(), &crate::ssr::actor()?, id)
        .await
        .map_err(crate::ssr::fail)
}

/// The organization's inspector with what came to it.
#[server(endpoint = "webhooks/inspector")]
pub async fn get_inspector() -> Result<Option<Inspector>, AppError> {
    domain::webhooks::inspector::get(&crate::ssr::context(), &crate::ssr::actor()?)
        .await
        .map_err(crate::ssr::fail)
}

/// Makes the inspector, unless there is one.
#[server(endpoint = "webhooks/inspector_open")]
pub async fn open_inspector() -> Result<(), AppError> {
    domain::webhooks::inspector::open(&crate::ssr::context(), &crate::ssr::actor()?)
        .await
        .map_err(crate::ssr::fail)
}

/// Chooses what the inspector answers.
#[server(endpoint = "webhooks/inspector_answer")]
pub async fn answer_inspector(answer: InspectorAnswer) -> Result<(), AppError> {
    domain::webhooks::inspector::set_answer(&crate::ssr::context(), &crate::ssr::actor()?, answer)
        .await
        .map_err(crate::ssr::fail)
}

/// Ends the inspector.
#[server(endpoint = "webhooks/inspector_close")]
pub async fn close_inspector() -> Result<(), AppError> {
    domain::webhooks::inspector::close(&crate::ssr::context(), &crate::ssr::actor()?)
        .await
        .map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    use crate::features::webhooks::address::{CREATED, endpoint_href};
    use crate::features::webhooks::fields::kept;
    use crate::rpc::AppError;
    use crate::ssr::{fail, fail_form, is_plain_form, keep_typed};
    use domain::{Actor, Context, Error};
    use shared::WebhookEndpointId;
    use shared::webhooks::WebhookEndpointInput;

    pub(super) fn nothing(what: &'static str) -> AppError {
        fail(Error::NotFound(what))
    }

    /// What was entered is there again, without JavaScript too.
    pub(super) fn refuse(error: Error, input: &WebhookEndpointInput) -> AppError {
        fail_form(error, &[("url", &input.url), ("description", &input.description), ("types", &kept(input))])
    }

    /// What the next page gets along is not the secret, only the right to see it.
    pub(super) fn lead_on(cx: &Context, actor: &Actor, endpoint: WebhookEndpointId) {
        if is_plain_form() {
            keep_typed(&[(CREATED, &domain::webhooks::ticket(cx, actor, endpoint))]);
            leptos_axum::redirect(&endpoint_href(&endpoint.to_string()));
        }
    }
}
