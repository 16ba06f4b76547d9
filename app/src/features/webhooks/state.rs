//! What the open screen holds, and how it asks again without moving what is read.

use super::Opening;
use super::address::{Narrow, Place};
use super::rpc::{get_delivery, get_inspector, list_deliveries, list_webhooks};
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::WebhookDeliveryId;
use shared::paging::MAX_LIMIT;
use shared::webhooks::{
    DeliveryDetail, DeliveryPage, DeliveryState, DeliverySummary, Inspector, WebhookEndpoint,
};
use ui::{Toaster, use_toaster};

/// Rows a page of deliveries holds.
pub(super) const PAGE: u16 = 15;

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
    /// The delivery that is open.
    pub(super) delivery: Memo<Option<String>>,
    pub(super) endpoints: RwSignal<Vec<WebhookEndpoint>>,
    pub(super) inspector: RwSignal<Option<Inspector>>,
    pub(super) rows: RwSignal<Vec<DeliverySummary>>,
    pub(super) next: RwSignal<Option<String>>,
    /// The open delivery and what is known about it; `None` while that is on its way.
    pub(super) detail: RwSignal<Option<(String, Result<DeliveryDetail, AppError>)>>,
    /// Other rows are on their way.
    pub(super) busy: RwSignal<bool>,
    pub(super) more_busy: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    pub(super) shown: RwSignal<Option<Shown>>,
    pub(super) tried: RwSignal<Option<Tried>>,
    /// Counts the lists asked for: an answer to an older question is dropped.
    round: StoredValue<u64>,
    looking: StoredValue<bool>,
    /// Somebody wanted a look while there was one: what it finds may be too old.
    again: StoredValue<bool>,
    pub(super) toaster: Toaster,
}

impl Desk {
    pub(super) fn new(place: Memo<Place>, opening: Opening) -> Self {
        let Opening { endpoints, inspector, deliveries, delivery: first, secret } = opening;
        let endpoint = Memo::new(move |_| place.with(|place| place.endpoint.clone()));
        let delivery = Memo::new(move |_| place.with(|place| place.delivery.clone()));
        let endpoints = RwSignal::new(endpoints);
        let current = Memo::new(move |_| {
            let id = endpoint.get()?;
            endpoints.with(|all| all.iter().find(|one| one.id.to_string() == id).cloned())
        });
        let (page, failed) = match deliveries {
            Some(Ok(page)) => (page, None),
            Some(Err(error)) => (DeliveryPage::default(), Some(error)),
            None => (DeliveryPage::default(), None),
        };
        let shown = endpoint.get_untracked().zip(secret).map(|(endpoint, secret)| Shown { endpoint, secret });
        Self {
            place,
            endpoint,
            current,
            narrow: Memo::new(move |_| place.with(|place| place.narrow.clone())),
            delivery,
            endpoints,
            inspector: RwSignal::new(inspector),
            rows: RwSignal::new(page.items),
            next: RwSignal::new(page.next),
            detail: RwSignal::new(delivery.get_untracked().zip(first)),
            busy: RwSignal::new(false),
            more_busy: RwSignal::new(false),
            failed: RwSignal::new(failed),
            stale: RwSignal::new(false),
            shown: RwSignal::new(shown),
            tried: RwSignal::new(None),
            round: StoredValue::new(0),
            looking: StoredValue::new(false),
            again: StoredValue::new(false),
            toaster: use_toaster(),
        }
    }

    fn begin(self) -> u64 {
        self.round
            .try_update_value(|round| {
                *round += 1;
                *round
            })
            .unwrap_or_default()
    }

    fn is_current(self, round: u64) -> bool {
        self.round.try_get_value() == Some(round)
    }

    /// Asks for the rows of another list.
    pub(super) fn load(self) {
        let (round, narrow) = (self.begin(), self.narrow.get_untracked());
        let Some(endpoint) = self.endpoint.get_untracked() else {
            self.rows.set(Vec::new());
            self.next.set(None);
            self.failed.set(None);
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = list_deliveries(endpoint, narrow, None, Some(PAGE)).await;
            if !self.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.failed.set(None);
                    self.next.set(page.next);
                    self.rows.set(page.items);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Appends the next page.
    pub(super) fn load_more(self) {
        let (Some(endpoint), Some(after)) = (self.endpoint.get_untracked(), self.next.get_untracked()) else {
            return;
        };
        if self.more_busy.get_untracked() {
            return;
        }
        let (round, narrow) = (self.begin(), self.narrow.get_untracked());
        self.more_busy.set(true);
        spawn_local(async move {
            let answer = list_deliveries(endpoint, narrow, Some(after), Some(PAGE)).await;
            self.more_busy.try_set(false);
            if !self.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.items));
                }
                Err(error) => self.toaster.error("Could not load more deliveries", error.message),
            }
        });
    }

    /// Asks for the open delivery.
    pub(super) fn open(self) {
        let Some(id) = self.delivery.get_untracked() else {
            self.detail.set(None);
            return;
        };
        if self.detail.with_untracked(|known| known.as_ref().is_none_or(|(known, _)| *known != id)) {
            self.detail.set(None);
        }
        spawn_local(async move {
            let answer = get_delivery(id.clone()).await;
            if self.delivery.try_get_untracked().flatten().as_ref() == Some(&id) {
                self.detail.set(Some((id, answer)));
            }
        });
    }

    /// Looks at everything again. What is there stays until the answer is, and when there is none.
    pub(super) fn look(self) {
        if self.looking.try_get_value() != Some(false) {
            self.again.try_set_value(true);
            return;
        }
        self.looking.set_value(true);
        let (round, narrow) = (self.round.get_value(), self.narrow.get_untracked());
        let endpoint = self.endpoint.get_untracked();
        let shown = self.rows.with_untracked(Vec::len);
        let limit = u16::try_from(shown).unwrap_or(MAX_LIMIT).clamp(PAGE, MAX_LIMIT);
        // A delivery that was not there is not asked for again.
        let there = self.detail.with_untracked(|detail| matches!(detail, Some((_, Ok(_)))));
        let delivery = self.delivery.get_untracked().filter(|_| there);
        let tried = self.tried.get_untracked().filter(|tried| tried.outcome.is_none());
        spawn_local(async move {
            let endpoints = list_webhooks().await;
            let inspector = get_inspector().await;
            // What somebody deleted meanwhile is not asked for.
            let gone = |id: &String| {
                endpoints.as_ref().is_ok_and(|all| all.iter().all(|one| one.id.to_string() != *id))
            };
            let endpoint = endpoint.filter(|id| !gone(id));
            let delivery = delivery.filter(|_| endpoint.is_some());
            let page = match &endpoint {
                Some(endpoint) => Some(list_deliveries(endpoint.clone(), narrow, None, Some(limit)).await),
                None => None,
            };
            let detail = match &delivery {
                Some(id) => Some(get_delivery(id.clone()).await),
                None => None,
            };
            let outcome = match &tried {
                Some(tried) => Some(get_delivery(tried.delivery.to_string()).await),
                None => None,
            };
            if self.looking.try_set_value(false).is_some() {
                // The screen is gone.
                return;
            }
            self.stale.set(endpoints.is_err() || inspector.is_err() || matches!(page, Some(Err(_))));
            if let Ok(endpoints) = endpoints {
                put(self.endpoints, endpoints);
            }
            if let Ok(inspector) = inspector {
                put(self.inspector, inspector);
            }
            if let Some(Ok(page)) = page
                && self.is_current(round)
            {
                self.renew(page);
            }
            if let (Some(id), Some(Ok(detail))) = (delivery, detail)
                && self.delivery.get_untracked().as_ref() == Some(&id)
            {
                put(self.detail, Some((id, Ok(detail))));
            }
            if let (Some(tried), Some(Ok(detail))) = (tried, outcome)
                && detail.summary.state != DeliveryState::Waiting
                && self.tried.with_untracked(|known| known.as_ref() == Some(&tried))
            {
                self.tried.set(Some(Tried { outcome: Some(detail.summary), ..tried }));
            }
            if self.again.get_value() {
                self.again.set_value(false);
                self.look();
            }
        });
    }

    /// Puts fresh rows in the place of the first ones; what was loaded beyond them stays.
    fn renew(self, page: DeliveryPage) {
        let end = page.items.last().map(|row| row.id);
        let kept = self.rows.with_untracked(|rows| beyond(rows, end, page.next.is_some()));
        if kept.is_empty() {
            self.next.set(page.next);
        }
        self.failed.set(None);
        put(self.rows, page.items.into_iter().chain(kept).collect());
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

/// What is as it was moves nothing on the screen.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

/// The rows older than the last fresh one, when there are more than were asked for.
fn beyond(rows: &[DeliverySummary], end: Option<WebhookDeliveryId>, more: bool) -> Vec<DeliverySummary> {
    match end {
        Some(end) if more && rows.len() > usize::from(PAGE) => {
            rows.iter().filter(|row| row.id < end).cloned().collect()
        }
        _ => Vec::new(),
    }
}
