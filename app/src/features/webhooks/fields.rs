//! What is entered about an endpoint: address, description, and the events it wants.

use crate::rpc::AppError;
use crate::state::Typed;
use leptos::prelude::*;
use shared::events::PUBLIC;
use shared::webhooks::{WebhookEndpoint, WebhookEndpointInput};
use ui::{Checkbox, FieldKind, TextField};

/// Fields that show their own errors.
pub(super) const OWN: [&str; 2] = ["url", "description"];

/// What stands in the fields. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) url: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    /// One for each of [`PUBLIC`].
    types: StoredValue<Vec<RwSignal<bool>>>,
}

impl Draft {
    fn new(url: String, description: String, wanted: impl Fn(usize, &str) -> bool) -> Self {
        let types = PUBLIC.iter().enumerate().map(|(index, event)| RwSignal::new(wanted(index, event.name)));
        Self {
            url: RwSignal::new(url),
            description: RwSignal::new(description),
            types: StoredValue::new(types.collect()),
        }
    }

    /// What was typed into a plain form that came back, else an address to begin with.
    pub(super) fn typed(typed: Typed, url: &str) -> Self {
        let before = typed.value("url");
        let url = if before.is_empty() { url.to_owned() } else { before };
        let chosen: Vec<usize> =
            typed.value("types").split(',').filter_map(|index| index.parse().ok()).collect();
        Self::new(url, typed.value("description"), |index, _| chosen.contains(&index))
    }

    /// As an endpoint is.
    pub(super) fn of(endpoint: &WebhookEndpoint) -> Self {
        let description = endpoint.description.clone().unwrap_or_default();
        Self::new(endpoint.url.clone(), description, |_, name| {
            endpoint.event_types.iter().any(|of| of == name)
        })
    }

    /// Puts in what an endpoint is.
    pub(super) fn fill(self, endpoint: &WebhookEndpoint) {
        self.url.set(endpoint.url.clone());
        self.description.set(endpoint.description.clone().unwrap_or_default());
        self.types.with_value(|types| {
            for (event, chosen) in PUBLIC.iter().zip(types) {
                chosen.set(endpoint.event_types.iter().any(|of| of == event.name));
            }
        });
    }

    /// What is entered; reactive.
    pub(super) fn input(self) -> WebhookEndpointInput {
        let event_types = self.types.with_value(|types| {
            let chosen = PUBLIC.iter().zip(types).filter(|(_, chosen)| chosen.get());
            chosen.map(|(event, _)| event.name.to_owned()).collect()
        });
        WebhookEndpointInput { url: self.url.get(), description: self.description.get(), event_types }
    }

    fn chosen(self) -> Vec<RwSignal<bool>> {
        self.types.get_value()
    }
}

/// The chosen types in few letters, for a form that comes back: places in the list of all.
#[cfg(feature = "ssr")]
pub(super) fn kept(input: &WebhookEndpointInput) -> String {
    let places = PUBLIC
        .iter()
        .enumerate()
        .filter(|(_, event)| input.event_types.iter().any(|name| name == event.name));
    places.map(|(index, _)| index.to_string()).collect::<Vec<_>>().join(",")
}

/// `id` tells the fields of two forms apart.
#[component]
pub(super) fn Fields(
    #[prop(into)] id: String,
    draft: Draft,
    #[prop(into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let at = move |path: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    view! {
        <div class="grid max-w-2xl gap-3">
            <TextField
                name="input[url]"
                id=format!("{id}-url")
                label="Address"
                kind=FieldKind::Url
                required=true
                autocomplete="off"
                placeholder="https://crm.example.com/hooks"
                value=draft.url
                error=at("url")
            />
            <TextField
                name="input[description]"
                id=format!("{id}-description")
                label="What it is for"
                optional_mark=true
                autocomplete="off"
                value=draft.description
                error=at("description")
            />
        </div>
        <Types id draft />
    }
}

#[component]
fn Types(id: String, draft: Draft) -> impl IntoView {
    let all = draft.chosen();
    let none = {
        let all = all.clone();
        Memo::new(move |_| !all.iter().any(|chosen| chosen.get()))
    };
    let boxes = PUBLIC
        .iter()
        .zip(all)
        .map(|(event, checked)| {
            view! {
                <li>
                    <Checkbox
                        name="input[event_types][]"
                        id=format!("{id}-{}", event.name)
                        value=event.name
                        label=event.name
                        hint=Some(event.about.to_owned())
                        checked
                        class="[&_label]:font-mono [&_label]:text-caption [&_p]:mt-0! [&_p]:pl-6"
                    />
                </li>
            }
        })
        .collect_view();
    let hint = move || {
        if none.get() {
            "None is chosen: it gets every event, also types that come later."
        } else {
            "It gets the chosen events only. Choose none to send every event."
        }
    };
    view! {
        <fieldset class="mt-4">
            <legend class="font-medium">"Events"</legend>
            <p class="text-caption text-muted">{hint}</p>
            <ul class="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-2">{boxes}</ul>
        </fieldset>
    }
}
