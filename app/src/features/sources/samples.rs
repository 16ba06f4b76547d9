//! The payload that a mapping is tried on: the newest one, or one of those before it.

use super::rpc::get_payload;
use crate::rpc::AppError;
use crate::state::put;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::InboundPayloadId;
use shared::sources::{InboundPage, InboundPayload, InboundQuery, Media, TreeRow, read_body, tree};

/// Payloads one can step through.
const STEPS: u16 = 50;

/// The question for the payloads to step through.
pub(super) fn query() -> InboundQuery {
    InboundQuery { state: None, after: None, limit: Some(STEPS) }
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Samples {
    pub(super) recent: RwSignal<InboundPage>,
    /// The one that is shown, whole.
    pub(super) shown: RwSignal<Option<InboundPayload>>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// Its values; none while there is none, or when they cannot be read.
    pub(super) value: Memo<Option<Value>>,
    pub(super) rows: Memo<Vec<TreeRow>>,
    /// Another one is on its way.
    pub(super) wanted: RwSignal<Option<InboundPayloadId>>,
}

impl Samples {
    pub(super) fn new(recent: InboundPage, newest: Option<InboundPayload>) -> Self {
        let shown = RwSignal::new(newest);
        let value = Memo::new(move |_| shown.with(|shown| value_of(shown.as_ref()?).ok()));
        Self {
            recent: RwSignal::new(recent),
            shown,
            failed: RwSignal::new(None),
            value,
            rows: Memo::new(move |_| value.with(|value| value.as_ref().map(tree).unwrap_or_default())),
            wanted: RwSignal::new(None),
        }
    }

    /// Its place from the newest, from 0, and how many there are.
    pub(super) fn place(self) -> Option<(usize, usize)> {
        let id = self.shown.with(|shown| shown.as_ref().map(|shown| shown.summary.id))?;
        self.recent.with(|recent| {
            let place = recent.items.iter().position(|one| one.id == id)?;
            Some((place, recent.items.len()))
        })
    }

    /// The one so many places older, or newer when negative.
    pub(super) fn beside(self, older: isize) -> Option<InboundPayloadId> {
        let place = self.place()?.0.checked_add_signed(older)?;
        self.recent.with(|recent| recent.items.get(place).map(|one| one.id))
    }

    pub(super) fn show(self, id: InboundPayloadId) {
        self.wanted.set(Some(id));
        spawn_local(async move {
            let answer = get_payload(id.to_string()).await;
            if self.wanted.try_get_untracked().flatten() != Some(id) {
                return;
            }
            self.wanted.set(None);
            match answer {
                Ok(payload) => {
                    self.failed.set(None);
                    put(self.shown, Some(payload));
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Takes note of what came meanwhile. Whoever looks at the newest sees the next one, unless that would move a
    /// mapping under somebody's hands.
    pub(super) fn renew(self, recent: InboundPage, typing: bool) {
        let first = untrack(|| self.place()).is_none_or(|(place, _)| place == 0);
        let none = self.shown.with_untracked(Option::is_none);
        let newest = recent.items.first().map(|one| one.id);
        // What became of the shown one is in the list.
        let state = self.shown.with_untracked(|shown| {
            let shown = &shown.as_ref()?.summary;
            let now = recent.items.iter().find(|one| one.id == shown.id)?;
            (now != shown).then_some(shown.id)
        });
        put(self.recent, recent);
        let shown = self.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.summary.id));
        if let Some(newest) = newest.filter(|newest| Some(*newest) != shown)
            && (none || (first && !typing))
        {
            self.show(newest);
        } else if let Some(changed) = state {
            self.show(changed);
        }
    }
}

/// The values of a payload: of its edited body, where it has one. Errors say why there are none.
pub(super) fn value_of(payload: &InboundPayload) -> Result<Value, String> {
    let (media, body) = match &payload.edited {
        Some(edited) => (Some(Media::Json), &edited.body),
        None => (payload.media, &payload.body),
    };
    if payload.edited.is_none() && !payload.summary.complete {
        return Err("The body was too large to be kept whole.".to_owned());
    }
    let media = media.ok_or_else(|| "It is neither JSON nor a form.".to_owned())?;
    read_body(media, body.as_bytes()).map_err(|unreadable| unreadable.message)
}
