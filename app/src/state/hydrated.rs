//! Whether the page is alive yet. What needs JavaScript stays disabled until then, so that no click is lost.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy)]
struct Hydrated(RwSignal<bool>);

pub(super) fn provide() {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    provide_context(Hydrated(alive));
}

/// `false` on the server and until the browser has taken the page over.
pub fn use_hydrated() -> Signal<bool> {
    expect_context::<Hydrated>().0.into()
}
