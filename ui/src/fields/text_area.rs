//! Several lines of text.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};

/// `value` binds both ways; `initial` fills a plain form. `rows` is 3 unless given.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] optional_mark: bool,
    /// Without border and ground, for a composer that has its own.
    #[prop(optional)]
    bare: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Textarea>(node, value);
    let described = described_by(&id, hint, error);
    let look =
        if bare { "block w-full resize-none bg-transparent px-3 py-2.5 outline-none" } else { "field block" };
    let control = view! {
        <textarea
            node_ref=node
            id=id.clone()
            name=name
            rows=rows
            class=look
            placeholder=placeholder
            maxlength=maxlength
            required=required
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:input=move |event| hand_on(event_target_value(&event), value, on_input)
            on:change=move |event| hand_on(event_target_value(&event), value, on_change)
        >
            {first_text(value, initial)}
        </textarea>
    };
    Frame { id, label, label_hidden, optional_mark, hint, error, action: None, class }
        .around(control.into_any())
}
