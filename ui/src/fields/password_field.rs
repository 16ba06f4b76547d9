//! A password, hidden until its owner asks to see it.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::icon::Icon;
use crate::style::classes;

/// `action` stands at the right of the label, for example a link to set a new one.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(default = "current-password".to_owned(), into)] autocomplete: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] touch: bool,
    #[prop(optional, into)] action: Option<ViewFnOnce>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Input>(node, value);
    let described = described_by(&id, hint, error);
    let shown = RwSignal::new(false);
    let control = view! {
        <span class="relative block">
            <input
                node_ref=node
                id=id.clone()
                name=name
                type=move || if shown.get() { "text" } else { "password" }
                class=classes(&["field pr-11!", if touch { "h-11!" } else { "" }])
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                value=first_text(value, initial)
                required=required
                aria-invalid=invalid(error)
                aria-describedby=described
                on:input=move |event| hand_on(event_target_value(&event), value, on_input)
            />
            <button
                type="button"
                class="absolute inset-y-0 right-1 my-auto grid size-8 place-content-center rounded-md text-muted hover:bg-hover hover:text-ink"
                aria-label="Show password"
                title="Show password"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                <Icon icon=icondata_lu::LuEye />
            </button>
        </span>
    };
    Frame { id, label, label_hidden: false, optional_mark: false, hint, error, action, class }
        .around(control.into_any())
}
