//! Members by boxes: one gets everything, several take turns.

use super::desk::Desk;
use crate::state::{mirrored, use_hydrated};
use leptos::prelude::*;
use ui::Checkbox;

/// `chosen` holds identifiers in the order of choosing; `name` begins the names of the boxes.
#[component]
pub(super) fn Turns(
    desk: Desk,
    name: String,
    legend: &'static str,
    #[prop(into)] chosen: Signal<Vec<String>>,
    change: Callback<Vec<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let offered = Memo::new(move |_| {
        let away = desk.away.get();
        desk.owners.with(|owners| {
            let known = owners.iter().map(|owner| {
                let label = if away.contains(&owner.id) {
                    format!("{} (away)", owner.name)
                } else {
                    owner.name.clone()
                };
                (owner.id.to_string(), label)
            });
            let known: Vec<_> = known.collect();
            // Who was removed stays until somebody takes the box away, and then is not offered again.
            let gone = chosen.with(|chosen| {
                let gone = chosen.iter().filter(|id| known.iter().all(|(known, _)| known != *id));
                gone.map(|id| (id.clone(), "A former member".to_owned())).collect::<Vec<_>>()
            });
            [known, gone].concat()
        })
    });
    let note = format!("{name}-h");
    let described = note.clone();
    let prefix = name.clone();
    let boxes = move || {
        let name = prefix.clone();
        offered
            .get()
            .into_iter()
            .map(|(id, label)| {
                let own = id.clone();
                let checked = mirrored(Memo::new(move |_| chosen.with(|chosen| chosen.contains(&own))));
                let name = format!("{name}-{id}");
                let pick = move |on: bool| {
                    let mut now = chosen.get_untracked();
                    now.retain(|known| *known != id);
                    if on {
                        now.push(id.clone());
                    }
                    change.run(now);
                };
                view! {
                    <Checkbox name label checked disabled=Signal::derive(move || !hydrated.get()) on_change=pick />
                }
            })
            .collect_view()
    };
    view! {
        <fieldset
            class="mt-3 min-w-0"
            data-wrong=move || error.get().map(|_| "")
            aria-describedby=move || error.get().map(|_| described.clone())
        >
            <legend class="font-medium">{legend}</legend>
            <div class="mt-1 flex flex-wrap gap-x-5 gap-y-1">{boxes}</div>
            {move || {
                let note = note.clone();
                error.get().map(|words| view! { <p id=note class="mt-1 text-caption text-danger">{words}</p> })
            }}
        </fieldset>
    }
}
