//! Values of fields whose truth is kept elsewhere.

use leptos::prelude::*;

/// What a field holds: it follows `now` whenever that becomes something else.
pub fn mirrored<S, T>(now: S) -> RwSignal<T>
where
    S: Get<Value = T> + GetUntracked<Value = T> + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let value = RwSignal::new(now.get_untracked());
    Effect::new(move |_| {
        let now = now.get();
        if value.with_untracked(|value| *value != now) {
            value.set(now);
        }
    });
    value
}
