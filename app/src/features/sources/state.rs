//! What the screen holds, and how it asks again without moving what is read.

use super::address::Place;
use super::draft::Draft;
use super::rpc::{get_payload, get_source, list_payloads, list_sources};
use super::samples::{self, Samples};
use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::paging::MAX_LIMIT;
use shared::sources::{
    Applied, InboundPage, InboundPayload, InboundQuery, InboundState, InboundSummary, Preview, Refusal,
    Source, SourceSecret, SourceSummary,
};
use shared::{InboundPayloadId, SourceId};
use std::collections::BTreeMap;
use ui::{Toaster, use_toaster};

/// Rows a page of payloads holds.
pub(super) const PAGE: u16 = 15;

/// What is shared by the list and the open source. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) place: Memo<Place>,
    /// Of the page.
    pub(super) title: RwSignal<String>,
    pub(super) sources: RwSignal<Vec<SourceSummary>>,
    /// The last look had no answer: what is shown may be old.
    pub(super) stale: RwSignal<bool>,
    /// The secret that is readable on the page of its source.
    pub(super) shown: RwSignal<Option<(SourceId, SourceSecret)>>,
    looking: StoredValue<bool>,
    pub(super) toaster: Toaster,
}

impl Desk {
    pub(super) fn new(
        place: Memo<Place>,
        title: RwSignal<String>,
        sources: Vec<SourceSummary>,
        secret: Option<SourceSecret>,
    ) -> Self {
        let open = place.with_untracked(|place| place.source.as_ref().and_then(|id| id.parse().ok()));
        Self {
            place,
            title,
            sources: RwSignal::new(sources),
            stale: RwSignal::new(false),
            shown: RwSignal::new(open.zip(secret)),
            looking: StoredValue::new(false),
            toaster: use_toaster(),
        }
    }

    /// Asks for the list again.
    pub(super) fn look(self) {
        if self.looking.try_get_value() != Some(false) {
            return;
        }
        self.looking.set_value(true);
        spawn_local(async move {
            let answer = list_sources().await;
            if self.looking.try_set_value(false).is_some() {
                // The screen is gone.
                return;
            }
            self.stale.set(answer.is_err());
            if let Ok(sources) = answer {
                put(self.sources, sources);
            }
        });
    }
}

/// What the page of a source begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub source: Source,
    /// The newest payloads in any state.
    pub recent: InboundPage,
    /// The newest of them.
    pub sample: Option<InboundPayload>,
    /// Those in the state of the address.
    pub listed: InboundPage,
    /// The open one of them.
    pub detail: Option<(String, Result<InboundPayload, AppError>)>,
}

pub(super) async fn open(id: String, place: Place) -> Result<Opened, AppError> {
    let source = get_source(id).await?;
    let id = source.summary.id;
    let recent = list_payloads(id, samples::query()).await?;
    let sample = match recent.items.first() {
        Some(newest) => Some(get_payload(newest.id.to_string()).await?),
        None => None,
    };
    let listed = list_payloads(id, query(place.state, None, PAGE)).await?;
    let detail = match place.payload {
        Some(payload) => Some((payload.clone(), get_payload(payload).await)),
        None => None,
    };
    Ok(Opened { source, recent, sample, listed, detail })
}

fn query(state: InboundState, after: Option<String>, limit: u16) -> InboundQuery {
    InboundQuery { state: Some(state), after, limit: Some(limit) }
}

/// The open source. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) desk: Desk,
    pub(super) id: SourceId,
    pub(super) source: RwSignal<Source>,
    pub(super) samples: Samples,
    pub(super) draft: Draft,
    /// What the mapping on the screen makes of the payload on the screen.
    pub(super) applied: Memo<Option<Applied>>,
    /// Which payloads are listed.
    pub(super) state: Memo<InboundState>,
    /// The payload that is open.
    pub(super) payload: Memo<Option<String>>,
    pub(super) rows: RwSignal<Vec<InboundSummary>>,
    pub(super) next: RwSignal<Option<String>>,
    /// The open payload and what is known about it; `None` while that is on its way.
    pub(super) detail: RwSignal<Option<(String, Result<InboundPayload, AppError>)>>,
    /// Which refused payloads the mapping on the screen would let pass, and why it would not.
    pub(super) verdicts: RwSignal<BTreeMap<InboundPayloadId, Option<Refusal>>>,
    /// What the payload on the screen would do, asked for by the same.
    pub(super) foreseen: RwSignal<Option<Result<Preview, AppError>>>,
    /// Other rows are on their way.
    pub(super) busy: RwSignal<bool>,
    pub(super) more_busy: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// The value of the payload that somebody wants to map.
    pub(super) choosing: RwSignal<Option<String>>,
    /// Counts the lists asked for: an answer to an older question is dropped.
    round: StoredValue<u64>,
    looking: StoredValue<bool>,
    /// Somebody wanted a look while there was one: what it finds may be too old.
    again: StoredValue<bool>,
}

impl Room {
    pub(super) fn new(desk: Desk, opened: Opened) -> Self {
        let Opened { source, recent, sample, listed, detail } = opened;
        let id = source.summary.id;
        let samples = Samples::new(recent, sample);
        let draft = Draft::new(source.mapping.as_ref());
        draft.guess_first(samples.value.get_untracked().as_ref());
        Self {
            desk,
            id,
            source: RwSignal::new(source),
            samples,
            draft,
            applied: Memo::new(move |_| {
                samples.value.with(|value| {
                    value.as_ref().map(|value| draft.mapping.with(|mapping| mapping.apply(value)))
                })
            }),
            state: Memo::new(move |_| desk.place.with(|place| place.state)),
            payload: Memo::new(move |_| desk.place.with(|place| place.payload.clone())),
            rows: RwSignal::new(listed.items),
            next: RwSignal::new(listed.next),
            detail: RwSignal::new(detail),
            verdicts: RwSignal::new(BTreeMap::new()),
            foreseen: RwSignal::new(None),
            choosing: RwSignal::new(None),
            busy: RwSignal::new(false),
            more_busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            round: StoredValue::new(0),
            looking: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// Whether it still asks; a source that is being deleted is not asked for.
    pub(super) fn rest(self, resting: bool) {
        self.looking.set_value(resting);
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
        let (round, state) = (self.begin(), self.state.get_untracked());
        self.busy.set(true);
        spawn_local(async move {
            let answer = list_payloads(self.id, query(state, None, PAGE)).await;
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
        let Some(after) = self.next.get_untracked() else { return };
        if self.more_busy.get_untracked() {
            return;
        }
        let (round, state) = (self.begin(), self.state.get_untracked());
        self.more_busy.set(true);
        spawn_local(async move {
            let answer = list_payloads(self.id, query(state, Some(after), PAGE)).await;
            self.more_busy.try_set(false);
            if !self.is_current(round) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.items));
                }
                Err(error) => self.desk.toaster.error("Could not load more payloads", error.message),
            }
        });
    }

    /// Asks for the open payload.
    pub(super) fn open(self) {
        let Some(id) = self.payload.get_untracked() else {
            self.detail.set(None);
            return;
        };
        if self.detail.with_untracked(|known| known.as_ref().is_none_or(|(known, _)| *known != id)) {
            self.detail.set(None);
        }
        spawn_local(async move {
            let answer = get_payload(id.clone()).await;
            if self.payload.try_get_untracked().flatten().as_ref() == Some(&id) {
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
        let (round, state) = (self.round.get_value(), self.state.get_untracked());
        let shown = self.rows.with_untracked(Vec::len);
        let limit = u16::try_from(shown).unwrap_or(MAX_LIMIT).clamp(PAGE, MAX_LIMIT);
        // A payload that was not there is not asked for again.
        let there = self.detail.with_untracked(|detail| matches!(detail, Some((_, Ok(_)))));
        let payload = self.payload.get_untracked().filter(|_| there);
        spawn_local(async move {
            let source = get_source(self.id.to_string()).await;
            let recent = list_payloads(self.id, samples::query()).await;
            let page = list_payloads(self.id, query(state, None, limit)).await;
            let detail = match &payload {
                Some(id) => Some(get_payload(id.clone()).await),
                None => None,
            };
            if self.looking.try_set_value(false).is_some() {
                // The screen is gone.
                return;
            }
            self.desk.stale.set(source.is_err() || recent.is_err() || page.is_err());
            if let Ok(source) = source {
                self.draft.compare(source.mapping.as_ref());
                put(self.source, source);
            }
            if let Ok(recent) = recent {
                let typing = self.draft.edited.get_untracked() && !self.draft.guessed.get_untracked();
                self.samples.renew(recent, typing);
            }
            if let Ok(page) = page
                && self.is_current(round)
            {
                self.renew(page);
            }
            if let (Some(id), Some(Ok(detail))) = (payload, detail)
                && self.payload.get_untracked().as_ref() == Some(&id)
            {
                put(self.detail, Some((id, Ok(detail))));
            }
            if self.again.get_value() {
                self.again.set_value(false);
                self.look();
            }
        });
    }

    /// Puts fresh rows in the place of the first ones; what was loaded beyond them stays.
    fn renew(self, page: InboundPage) {
        let end = page.items.last().map(|row| row.id);
        let kept = self.rows.with_untracked(|rows| beyond(rows, end, page.next.is_some()));
        if kept.is_empty() {
            put(self.next, page.next);
        }
        self.failed.set(None);
        put(self.rows, page.items.into_iter().chain(kept).collect());
    }

    /// Says what came of a change, and looks at everything again.
    pub(super) fn settle(self, done: &str, answer: Result<(), AppError>) {
        match answer {
            Ok(()) => self.desk.toaster.success(done),
            Err(error) => self.desk.toaster.error("Nothing was changed", error.message),
        }
        self.look();
    }
}

/// What is as it was moves nothing on the screen.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

/// The rows older than the last fresh one, when there are more than were asked for.
fn beyond(rows: &[InboundSummary], end: Option<InboundPayloadId>, more: bool) -> Vec<InboundSummary> {
    match end {
        Some(end) if more && rows.len() > usize::from(PAGE) => {
            rows.iter().filter(|row| row.id < end).cloned().collect()
        }
        _ => Vec::new(),
    }
}
