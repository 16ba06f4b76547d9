//! Whether the page is alive yet. What needs JavaScript stays disabled until then, so that no click is lost.

use leptos::prelude::*;

/// `false` on the server and until the browser has taken the calling component over.
///
/// One signal a component: the parts of a page come to life one after the other, and an attribute that has changed
/// before its element is taken over would keep what the server wrote.
pub fn use_hydrated() -> Signal<bool> {
    let alive = RwSignal::new(false);
    Effect::new(move |_| {
        alive.try_set(true);
    });
    alive.into()
}
