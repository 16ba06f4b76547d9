//! Choosing leads: a box in every row, and one for all rows that are shown.

use super::state::List;
use leptos::prelude::*;
use shared::LeadId;

/// The box of one row.
#[component]
pub(super) fn ChooseBox(list: List, id: LeadId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let chosen = Memo::new(move |_| list.chosen.with(|chosen| chosen.contains(&id)));
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
    let all = Memo::new(move |_| {
        list.rows.with(|rows| {
            !rows.is_empty() && list.chosen.with(|chosen| rows.iter().all(|row| chosen.contains(&row.id)))
        })
    });
    let choose = move |on: bool| {
        let ids = list.rows.with_untracked(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
        list.chosen.update(|chosen| {
            chosen.clear();
            if on {
                chosen.extend(ids);
            }
        });
    };
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
