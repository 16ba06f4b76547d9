//! What keeps the form from being published, each with the way to its place.

use super::room::Room;
use super::row::{focus_soon, show_part};
use super::words::{title, to_mend};
use leptos::prelude::*;
use shared::FieldError;
use shared::forms::FormDefinition;
use shared::forms::edit::Place;
use ui::{Icon, lucide};

#[component]
pub(super) fn Problems(room: Room) -> impl IntoView {
    let number = Memo::new(move |_| room.problems.with(Vec::len));
    let rows = move || {
        room.problems.with(|problems| {
            let row = |problem: &FieldError| {
                let place = room.form.with_untracked(|form| form.place_of(&problem.path));
                let name = room.form.with_untracked(|form| name(form, &place));
                let theme = problem.path.starts_with("theme");
                let words = problem.message.clone();
                view! {
                    <li>
                        <button
                            type="button"
                            class="rounded-sm text-left hover:underline"
                            on:click=move |_| {
                                room.choose(place.clone());
                                room.theming.set(theme);
                                show_part("fb-f");
                                if let Place::Field(key) = &place {
                                    focus_soon(format!("field-{key}"));
                                }
                            }
                        >
                            <b class="font-medium">{name}</b>
                            ": "
                            {words}
                        </button>
                    </li>
                }
            };
            problems.iter().map(row).collect_view()
        })
    };
    view! {
        <Show when=move || { number.get() > 0 }>
            <details class="shrink-0 border-b border-line bg-warning-soft px-4 py-1.5">
                <summary class="flex min-h-7 items-center gap-2 font-medium text-warning">
                    <Icon icon=lucide::LuTriangleAlert />
                    <span role="status">{move || format!("{} before it can be published", to_mend(number.get()))}</span>
                    <Icon icon=lucide::LuChevronDown class="ml-auto" />
                </summary>
                <ul class="max-h-40 space-y-1 overflow-y-auto pt-1 pb-1.5 pl-6">{rows}</ul>
            </details>
        </Show>
    }
}

/// What a part is called.
fn name(form: &FormDefinition, place: &Place) -> String {
    match place {
        Place::Form => "Form".to_owned(),
        Place::Finish => "After sending".to_owned(),
        Place::Consent(_) => "Consent text".to_owned(),
        Place::Step(key) => {
            let at = form.steps.iter().position(|step| step.key == *key).unwrap_or(0);
            format!("Step {}", at + 1)
        }
        Place::Field(key) => form.field(key).map_or_else(|| key.clone(), |field| title(field, form)),
    }
}
