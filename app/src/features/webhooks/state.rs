//! What the open screen holds, and how it asks again without moving what is read.

use super::Opening;
use super::address::{Narrow, Place};
use super::rpc::{get_delivery, get_inspector, list_deliveries, list_webhooks};
use crate::rpc::AppError;
use crate::state::{KeysetList, Listed, Looked, Looks, put};
use leptos::prelude::*;
use shared::WebhookDeliveryId;
use shared::webhooks::{
    DeliveryDetail, DeliveryPage, DeliveryState, DeliverySummary, Inspector, WebhookEndpoint,
};
use ui::{Toaster, use_toaster};

impl Listed for DeliverySummary {
    type Id = WebhookDeliveryId;

    fn id(&self) -> WebhookDeliveryId {
        self.id
    }
}

/// A secret that nobody can read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) endpoint: String,
    pub(super) secret: String,
}

/// A test that was sent from this screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tried {
    pub(super) endpoint: String,
    pub(super) delivery: WebhookDeliveryId,
    /// What came of it, as soon as that is known.
    pub(super) outcome: Option<DeliverySummary>,
}

/// Cheap to copy; made by the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) place: Memo<Place>,
    /// The endpoint that is open.
    pub(super) endpoint: Memo<Option<String>>,
    pub(super) current: Memo<Option<WebhookEndpoint>>,
    pub(super) narrow: Memo<Narrow>,
    pub(super) endpoints: RwSignal<Vec<WebhookEndpoint>>,
    pub(super) inspector: RwSignal<Option<Inspector>>,
    pub(super) deliveries: KeysetList<DeliverySummary, DeliveryDetail>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    pub(super) shown: RwSignal<Option<Shown>>,
    pub(super) tried: RwSignal<Option<Tried>>,
    looks: Looks,
    pub(super) toaster: Toaster,
}

impl Desk {
    pub(super) fn new(place: Memo<Place>, opening: Opening) -> Self {
        let Opening { endpoints, inspector, deliveries, delivery: first, secret } = opening;
        let endpoint = Memo::new(move |_| place.with(|place| place.endpoint.clone()));
        let open = Memo::new(move |_| place.with(|place| place.delivery.clone()));
        let endpoints = RwSignal::new(endpoints);
        let current = Memo::new(move |_| {
            let id = endpoint.get()?;
            endpoints.with(|all| all.iter().find(|one| one.id.to_string() == id).cloned())
        });
        let narrow = Memo::new(move |_| place.with(|place| place.narrow.clone()));
        let ask = move |after, limit| {
            let endpoint = endpoint.get_untracked()?;
            Some(list_deliveries(endpoint, narrow.get_untracked(), after, Some(limit)))
        };
        let page = deliveries.unwrap_or_else(|| Ok(DeliveryPage::default()));
        let first = open.get_untracked().zip(first);
        let shown = endpoint.get_untracked().zip(secret).map(|(endpoint, secret)| Shown { endpoint, secret });
        Self {
            place,
            endpoint,
            current,
            narrow,
            endpoints,
            inspector: RwSignal::new(inspector),
            deliveries: KeysetList::new("deliveries", open, page, first, ask, get_delivery),
            stale: RwSignal::new(false),
            shown: RwSignal::new(shown),
            tried: RwSignal::new(None),
            looks: Looks::new(),
            toaster: use_toaster(),
        }
    }

    /// Looks at everything again. What is there stays until the answer is, and when there is none.
    pub(super) fn look(self) {
        self.looks.look(move || {
            let open = self.endpoint.get_untracked();
            let deliveries = self.deliveries.look();
            let tried = self.tried.get_untracked().filter(|tried| tried.outcome.is_none());
            async move {
                let (endpoints, inspector) = (list_webhooks().await, get_inspector().await);
                // Of what somebody deleted meanwhile nothing more is asked for.
                let gone = |id: String| {
                    endpoints.as_ref().is_ok_and(|all| all.iter().all(|one| one.id.to_string() != id))
                };
                let deliveries = if open.is_some_and(gone) { None } else { Some(deliveries.await) };
                let outcome = match &tried {
                    Some(tried) => Some(get_delivery(tried.delivery.to_string()).await),
                    None => None,
                };
                move || {
                    let stale = deliveries.as_ref().is_some_and(Looked::is_stale);
                    self.stale.set(endpoints.is_err() || inspector.is_err() || stale);
                    if let Ok(endpoints) = endpoints {
                        put(self.endpoints, endpoints);
                    }
                    if let Ok(inspector) = inspector {
                        put(self.inspector, inspector);
                    }
                    if let Some(deliveries) = deliveries {
                        self.deliveries.put(deliveries);
                    }
                    if let (Some(tried), Some(Ok(detail))) = (tried, outcome) {
                        self.note(tried, detail.summary);
                    }
                }
            }
        });
    }

    /// Shows what came of a test, when it is still the one that is waited for.
    fn note(self, tried: Tried, summary: DeliverySummary) {
        if summary.state != DeliveryState::Waiting
            && self.tried.with_untracked(|known| known.as_ref() == Some(&tried))
        {
            self.tried.set(Some(Tried { outcome: Some(summary), ..tried }));
        }
    }

    /// Shows an endpoint that was just made.
    pub(super) fn add(self, new: WebhookEndpoint) {
        self.endpoints.update(|all| {
            if all.iter().all(|one| one.id != new.id) {
                all.push(new);
            }
        });
    }

    /// Says what came of a change, and looks at everything again.
    pub(super) fn settle(self, done: &str, answer: Result<(), AppError>) {
        match answer {
            Ok(()) => self.toaster.success(done),
            Err(error) => self.toaster.error("Nothing was changed", error.message),
        }
        self.look();
    }
}
