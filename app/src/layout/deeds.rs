//! What can be done on the page one is on, offered to the command palette for as long as the page is there.

use leptos::prelude::*;
use std::sync::Arc;
use ui::Symbol;

/// One thing to do.
#[derive(Clone)]
pub struct Deed {
    pub label: String,
    pub icon: Symbol,
    /// Keys that do the same; shown, not bound.
    pub keys: Option<&'static str>,
    pub act: Arc<dyn Fn() + Send + Sync>,
}

impl Deed {
    pub fn new(label: impl Into<String>, icon: Symbol, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon, keys: None, act: Arc::new(act) }
    }

    #[must_use]
    pub fn keys(mut self, keys: &'static str) -> Self {
        self.keys = Some(keys);
        self
    }
}

/// Deeds under one heading, for example those of one lead.
#[derive(Clone)]
pub struct DeedGroup {
    pub title: String,
    pub deeds: Vec<Deed>,
}

type Offer = Arc<dyn Fn() -> Option<DeedGroup> + Send + Sync>;

/// Provided by `App`, above the routes; cheap to copy.
#[derive(Clone, Copy)]
pub struct Offers {
    known: StoredValue<Vec<(u64, Offer)>>,
    last: StoredValue<u64>,
}

impl Offers {
    /// Makes it known to all pages.
    pub fn provide() {
        provide_context(Self { known: StoredValue::new(Vec::new()), last: StoredValue::new(0) });
    }

    /// What is offered now, the newest offer first.
    pub(super) fn now(self) -> Vec<DeedGroup> {
        // What is asked may read signals of pages; it must not be followed from here.
        let offers = self.known.get_value();
        untrack(|| offers.iter().rev().filter_map(|(_, offer)| offer()).collect())
    }
}

/// Offers what `group` answers when the palette opens, until the calling component goes. `None` is nothing to do.
pub fn offer(group: impl Fn() -> Option<DeedGroup> + Send + Sync + 'static) {
    let Some(offers) = use_context::<Offers>() else { return };
    let group: Offer = Arc::new(group);
    let id = offers.last.try_update_value(|last| {
        *last += 1;
        *last
    });
    let Some(id) = id else { return };
    offers.known.update_value(|known| known.push((id, group)));
    on_cleanup(move || {
        // The app may have gone before.
        offers.known.try_update_value(|known| known.retain(|(other, _)| *other != id));
    });
}
