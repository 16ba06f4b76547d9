//! What the screen holds, and how it asks again without moving what is read.

use super::address::Place;
use super::draft::Draft;
use super::rpc::{get_payload, get_source, list_payloads, list_sources};
use super::samples::{self, Samples};
use crate::rpc::AppError;
use crate::state::{KeysetList, Listed, Looks, PAGE, put};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::sources::{
    Applied, InboundPage, InboundPayload, InboundQuery, InboundState, InboundSummary, Preview, Refusal,
    Source, SourceSecret, SourceSummary,
};
use shared::{InboundPayloadId, SourceId};
use std::collections::BTreeMap;
use ui::{Toaster, use_toaster};

impl Listed for InboundSummary {
    type Id = InboundPayloadId;

    fn id(&self) -> InboundPayloadId {
        self.id
    }
}

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
    looks: Looks,
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
            looks: Looks::new(),
            toaster: use_toaster(),
        }
    }

    /// Asks for the list again.
    pub(super) fn look(self) {
        self.looks.look(move || async move {
            let sources = list_sources().await;
            move || {
                self.stale.set(sources.is_err());
                if let Ok(sources) = sources {
                    put(self.sources, sources);
                }
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
    pub(super) payloads: KeysetList<InboundSummary, InboundPayload>,
    /// Which refused payloads the mapping on the screen would let pass, and why it would not.
    pub(super) verdicts: RwSignal<BTreeMap<InboundPayloadId, Option<Refusal>>>,
    /// What the payload on the screen would do, asked for by the same.
    pub(super) foreseen: RwSignal<Option<Result<Preview, AppError>>>,
    /// The value of the payload that somebody wants to map.
    pub(super) choosing: RwSignal<Option<String>>,
    looks: Looks,
}

impl Room {
    pub(super) fn new(desk: Desk, opened: Opened) -> Self {
        let Opened { source, recent, sample, listed, detail } = opened;
        let id = source.summary.id;
        let samples = Samples::new(recent, sample);
        let mapping = source.mapping.clone();
        let source = RwSignal::new(source);
        let fields = Memo::new(move |_| source.with(|source| source.fields.clone()));
        let draft = Draft::new(mapping.as_ref(), fields.into());
        draft.guess_first(samples.value.get_untracked().as_ref());
        let state = Memo::new(move |_| desk.place.with(|place| place.state));
        let open = Memo::new(move |_| desk.place.with(|place| place.payload.clone()));
        let ask = move |after, limit| Some(list_payloads(id, query(state.get_untracked(), after, limit)));
        Self {
            desk,
            id,
            source,
            samples,
            draft,
            applied: Memo::new(move |_| {
                samples.value.with(|value| {
                    let value = value.as_ref()?;
                    Some(draft.mapping.with(|mapping| fields.with(|fields| mapping.apply(value, fields))))
                })
            }),
            state,
            payloads: KeysetList::new("payloads", open, Ok(listed), detail, ask, get_payload),
            verdicts: RwSignal::new(BTreeMap::new()),
            foreseen: RwSignal::new(None),
            choosing: RwSignal::new(None),
            looks: Looks::new(),
        }
    }

    /// Whether it still asks; a source that is being deleted is not asked for.
    pub(super) fn rest(self, resting: bool) {
        self.looks.rest(resting);
    }

    /// Looks at everything again. What is there stays until the answer is, and when there is none.
    pub(super) fn look(self) {
        self.looks.look(move || {
            let payloads = self.payloads.look();
            async move {
                let source = get_source(self.id.to_string()).await;
                let recent = list_payloads(self.id, samples::query()).await;
                let payloads = payloads.await;
                move || {
                    self.desk.stale.set(source.is_err() || recent.is_err() || payloads.is_stale());
                    if let Ok(source) = source {
                        self.draft.compare(source.mapping.as_ref());
                        put(self.source, source);
                    }
                    if let Ok(recent) = recent {
                        let typing = self.draft.edited.get_untracked() && !self.draft.guessed.get_untracked();
                        self.samples.renew(recent, typing);
                    }
                    self.payloads.put(payloads);
                }
            }
        });
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
