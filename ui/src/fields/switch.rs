//! A setting that takes effect at once.
use leptos::prelude::*;

use super::frame::{described_by, field_id, note};
use super::value::keep_checked;

/// Unlike a checkbox it is never part of a form that is saved later.
#[component]
pub fn Switch(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional)] checked: Option<RwSignal<bool>>,
    #[prop(optional)] initial: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_checked(node, checked);
    let first = checked.map_or(initial, |checked| checked.get_untracked());
    let described = described_by(&id, hint, Signal::default());
    let below = note(&id, hint, Signal::default());
    view! {
        <div class=class>
            <label class="flex min-h-6 items-center gap-2.5" class:text-faint=move || disabled.get()>
                <input
                    node_ref=node
                    id=id
                    name=name
                    type="checkbox"
                    role="switch"
                    class="switch"
                    checked=first
                    disabled=move || disabled.get()
                    aria-describedby=described
                    on:change=move |event| {
                        let now = event_target_checked(&event);
                        if let Some(checked) = checked {
                            checked.set(now);
                        }
                        if let Some(on_change) = on_change {
                            on_change.run(now);
                        }
                    }
                />
                {label}
            </label>
            {below}
        </div>
    }
}
