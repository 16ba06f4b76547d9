//! One line of text: a name, an e-mail address, a phone number, a figure.
use leptos::prelude::*;

use super::frame::{Frame, described_by, field_id, invalid};
use super::value::{first_text, hand_on, keep_in_step};
use crate::style::classes;

/// What is typed; chooses the browser's keyboard and autofill, never validation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldKind {
    #[default]
    Text,
    Email,
    Tel,
    Number,
    Url,
}

impl FieldKind {
    fn parts(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("text", None),
            Self::Email => ("email", Some("email")),
            Self::Tel => ("tel", Some("tel")),
            // `type=number` changes the figure under the wheel and loses what it cannot read
            Self::Number => ("text", Some("numeric")),
            Self::Url => ("url", Some("url")),
        }
    }
}

/// `value` binds both ways; `initial` fills a plain form.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: FieldKind,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] readonly: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] touch: bool,
    #[prop(optional)] numeric: bool,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] optional_mark: bool,
    #[prop(optional, into)] action: Option<ViewFnOnce>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = field_id(id, &name);
    let node = NodeRef::new();
    keep_in_step::<leptos::html::Input>(node, value);
    let (kind, keyboard) = kind.parts();
    let described = described_by(&id, hint, error);
    let look = classes(&["field", if touch { "h-11!" } else { "" }, if numeric { "num" } else { "" }]);
    let control = view! {
        <input
            node_ref=node
            id=id.clone()
            name=name
            type=kind
            inputmode=inputmode.or(keyboard)
            class=look
            value=first_text(value, initial)
            placeholder=placeholder
            autocomplete=autocomplete
            maxlength=maxlength
            required=required
            readonly=readonly
            disabled=move || disabled.get()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:input=move |event| hand_on(event_target_value(&event), value, on_input)
            on:change=move |event| hand_on(event_target_value(&event), value, on_change)
        />
    };
    Frame { id, label, label_hidden, optional_mark, hint, error, action, class }.around(control.into_any())
}
