//! The settings of the form itself: its title, its promise, and the texts that people agree to.

use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::edit::{Edit, Place};
use ui::{Badge, Button, ButtonKind, ButtonSize, TextField, Tone, lucide};

#[component]
pub(super) fn FormSettings(room: Room) -> impl IntoView {
    let consents = Memo::new(move |_| room.form.with(|form| form.consents.clone()));
    let text = move |of: fn(&shared::forms::FormDefinition) -> &String| {
        mirrored(Memo::new(move |_| room.form.with(|form| of(form).clone())))
    };
    let problem = move |part: &'static str| Signal::derive(move || room.problem(&Place::Form, part));
    let rows = move || {
        consents
            .get()
            .into_iter()
            .map(|consent| {
                let key = consent.key.clone();
                let words = if consent.text.trim().is_empty() { consent.key } else { consent.text };
                view! {
                    <li>
                        <button
                            type="button"
                            class="flex w-full items-center gap-2 rounded-md border border-line px-2.5 py-2 text-left hover:bg-hover"
                            on:click=move |_| room.choose(Place::Consent(key.clone()))
                        >
                            <span class="min-w-0 flex-1 truncate">{words}</span>
                            <VersionBadge version=consent.version />
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="space-y-4 p-4">
            <TextField
                name="form-title"
                label="Title of the form"
                value=text(|form| &form.title)
                error=problem("title")
                hint=Some("Stands in the browser's tab and in the list of forms.".to_owned())
                on_input=move |text: String| room.edit(Edit::Title(text))
            />
            <TextField
                name="form-promise"
                label="Line under the first button"
                placeholder="About one minute. No cost."
                value=text(|form| &form.promise)
                error=problem("promise")
                on_input=move |text: String| room.edit(Edit::Promise(text))
            />
            <section aria-labelledby="texts" class="border-t border-line pt-3">
                <h3 id="texts" class="font-medium">
                    "What people agree to"
                </h3>
                <p class="text-caption text-muted">
                    "Other words become a new version when the form is published. Older ones stay what people agreed to."
                </p>
                <ul class="mt-2 space-y-1">{rows}</ul>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Sm
                    icon=lucide::LuPlus
                    class="mt-1 -ml-2"
                    on_click=move |_| room.edit(Edit::AddConsent)
                >
                    "Add a text"
                </Button>
            </section>
        </div>
    }
}

/// Which version of a text it is.
#[component]
pub(super) fn VersionBadge(version: u32) -> impl IntoView {
    match version {
        0 => view! { <Badge tone=Tone::Warning>"New"</Badge> },
        version => view! { <Badge>{format!("Version {version}")}</Badge> },
    }
}
