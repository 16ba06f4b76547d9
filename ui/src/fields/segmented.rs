//! Switches between two to five ways of seeing the same thing; takes effect at once.
use leptos::prelude::*;

use crate::choice::Choice;
use crate::style::classes;

/// `label` names the group.
#[component]
pub fn Segmented(
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    value: RwSignal<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let buttons = choices.into_iter().map(|choice| segment(choice, value, on_change)).collect_view();
    view! {
        <div
            role="group"
            aria-label=label
            class=classes(&["inline-flex rounded-md border border-line-strong p-0.5", &class])
        >
            {buttons}
        </div>
    }
}

fn segment(choice: Choice, value: RwSignal<String>, on_change: Option<Callback<String>>) -> impl IntoView {
    let own = choice.value.clone();
    let chosen = Memo::new(move |_| value.with(|value| *value == own));
    let look = move || {
        if chosen.get() {
            "h-6 rounded-sm bg-accent-soft px-2.5 font-medium text-accent-ink max-md:h-9"
        } else {
            "h-6 rounded-sm px-2.5 text-muted hover:text-ink disabled:text-faint max-md:h-9"
        }
    };
    view! {
        <button
            type="button"
            class=look
            aria-pressed=move || if chosen.get() { "true" } else { "false" }
            disabled=choice.disabled.is_some()
            title=choice.disabled
            on:click=move |_| {
                value.set(choice.value.clone());
                if let Some(on_change) = on_change {
                    on_change.run(choice.value.clone());
                }
            }
        >
            {choice.label}
        </button>
    }
}
