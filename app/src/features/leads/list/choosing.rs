//! Choosing leads: a box in every row, and one for all rows that are shown.

use super::state::List;
use leptos::prelude::*;
use shared::LeadId;

/// The box of one row.
#[component]
pub(super) fn ChooseBox(list: List, id: LeadId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let chosen = Memo::new(move |_| list.is_chosen(id));
    view! {
        <label class="-m-2 inline-flex p-2">
            <input
                type="checkbox"
                class="check"
                aria-label=move || format!("Choose {}", name.get())
                prop:checked=move || chosen.get()
                on:change=move |event| list.choose(id, event_target_checked(&event))
            />
        </label>
    }
}

/// The box of the head: chooses every row that is shown, or none.
#[component]
pub(super) fn ChooseAll(list: List) -> impl IntoView {
    let all = Memo::new(move |_| list.has_chosen_shown());
    let choose = move |on: bool| if on { list.choose_shown() } else { list.choose_none() };
    view! {
        <label class="-m-2 inline-flex p-2">
            <input
                type="checkbox"
                class="check"
                aria-label="Choose all leads that are shown"
                prop:checked=move || all.get()
                on:change=move |event| choose(event_target_checked(&event))
            />
        </label>
    }
}
