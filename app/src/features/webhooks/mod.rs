//! Webhooks for admins: where events go, how that goes, what was sent and answered, and an inspector to try against.

mod address;
mod attempts;
mod create;
mod deliveries;
mod delivery;
mod edit;
mod endpoint;
mod fields;
mod follow;
mod inspections;
mod inspector;
mod list;
mod replay;
mod rpc;
mod screen;
mod secrets;
mod state;
mod switch;
mod test_send;
mod words;

pub use address::Narrow;
pub use rpc::*;

use crate::layout::{Failure, PageTitle, SettingsTabs};
use crate::rpc::AppError;
use crate::state::{PAGE, Typed, ask_once};
use address::{CREATED, Place};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};
use screen::Screen;
use serde::{Deserialize, Serialize};
use shared::webhooks::{DeliveryDetail, DeliveryPage, Inspector, WebhookEndpoint};
use ui::{Skeleton, SkeletonShape};

/// What one visit of the page begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opening {
    endpoints: Vec<WebhookEndpoint>,
    inspector: Option<Inspector>,
    /// Of the open endpoint.
    deliveries: Option<Result<DeliveryPage, AppError>>,
    /// The open one of them.
    delivery: Option<Result<DeliveryDetail, AppError>>,
    /// Of the open endpoint, when a plain form has just made it.
    secret: Option<String>,
}

/// `/settings/webhooks` and `/settings/webhooks/:id`.
pub struct WebhooksRoute;

#[lazy_route]
impl LazyRoute for WebhooksRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let WebhooksRoute = this;
        let (params, query) = (use_params_map(), use_query_map());
        let ticket = expect_context::<Typed>().value(CREATED);
        let place = Memo::new(move |_| params.with(|params| query.with(|query| Place::of(params, query))));
        // Asked once: from then on the screen asks by itself, because what is shown must stay until the answer is there.
        let first = ask_once(move || open(place.get_untracked(), ticket.clone()));
        let inside = move || {
            Suspend::new(async move {
                match first.await {
                    Ok(opening) => view! { <Screen place opening /> }.into_any(),
                    Err(error) => {
                        let retry = move || first.refetch();
                        view! {
                            <h1 class="text-title font-semibold">"Webhooks"</h1>
                            <Failure error what="the webhooks" page=true on_retry=retry />
                        }
                        .into_any()
                    }
                }
            })
        };
        view! {
            <PageTitle title="Webhooks" />
            <SettingsTabs />
            <div class="px-4 pt-4 pb-8 md:px-6">
                <Transition fallback=|| {
                    view! { <Skeleton shape=SkeletonShape::Rows label="Loading webhooks" class="mt-4" /> }
                }>{inside}</Transition>
            </div>
        }
        .into_any()
    }
}

async fn open(place: Place, ticket: String) -> Result<Opening, AppError> {
    let endpoints = list_webhooks().await?;
    let inspector = get_inspector().await?;
    let (deliveries, delivery, secret) = match &place.endpoint {
        None => (None, None, None),
        Some(endpoint) => {
            let page = list_deliveries(endpoint.clone(), place.narrow, None, Some(PAGE)).await;
            let delivery = match place.delivery {
                Some(delivery) => Some(get_delivery(delivery).await),
                None => None,
            };
            (Some(page), delivery, revealed(endpoint, ticket).await)
        }
    };
    Ok(Opening { endpoints, inspector, deliveries, delivery, secret })
}

/// Only a page that the server renders is the answer to a plain form.
async fn revealed(endpoint: &str, ticket: String) -> Option<String> {
    if ticket.is_empty() || !cfg!(feature = "ssr") {
        return None;
    }
    reveal_secret(endpoint.parse().ok()?, ticket).await.ok()
}
