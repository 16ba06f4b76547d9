//! Label, control, and below it the help or, in its place, the error.
use leptos::prelude::*;

use crate::icon::{Icon, IconSize};

/// What surrounds a control; shared by every field.
pub(crate) struct Frame {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) label_hidden: bool,
    pub(crate) optional_mark: bool,
    pub(crate) hint: Signal<Option<String>>,
    pub(crate) error: Signal<Option<String>>,
    pub(crate) action: Option<ViewFnOnce>,
    pub(crate) class: String,
}

/// `f-{name}` unless the caller chose one.
pub(crate) fn field_id(id: Option<String>, name: &str) -> String {
    id.unwrap_or_else(|| format!("f-{name}"))
}

/// A text that is there and not empty.
pub(crate) fn said(text: Signal<Option<String>>) -> Option<String> {
    text.get().filter(|text| !text.is_empty())
}

/// The id to point `aria-describedby` at, while there is something to say.
pub(crate) fn described_by(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> Signal<Option<String>> {
    let note = format!("{id}-h");
    Signal::derive(move || (said(error).is_some() || said(hint).is_some()).then(|| note.clone()))
}

/// `"true"` while there is an error.
pub(crate) fn invalid(error: Signal<Option<String>>) -> Signal<Option<&'static str>> {
    Signal::derive(move || said(error).map(|_| "true"))
}

/// The error, else the hint, under `{id}-h`.
pub(crate) fn note(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView + use<> {
    let id = format!("{id}-h");
    move || {
        let id = id.clone();
        match (said(error), said(hint)) {
            (Some(error), _) => Some(
                view! {
                    <p id=id class="mt-1 flex gap-1 text-caption text-danger">
                        <Icon icon=icondata_lu::LuCircleAlert size=IconSize::Sm class="mt-px" />
                        <span>{error}</span>
                    </p>
                }
                .into_any(),
            ),
            (None, Some(hint)) => Some(
                view! {
                    <p id=id class="mt-1 text-caption text-muted">
                        <span>{hint}</span>
                    </p>
                }
                .into_any(),
            ),
            (None, None) => None,
        }
    }
}

impl Frame {
    pub(crate) fn around(self, control: AnyView) -> impl IntoView {
        let below = note(&self.id, self.hint, self.error);
        let mark =
            self.optional_mark.then(|| view! { <span class="ml-1 font-normal text-faint">"optional"</span> });
        let label = if self.label_hidden {
            view! {
                <label for=self.id class="sr-only">
                    {self.label}
                </label>
            }
            .into_any()
        } else if let Some(action) = self.action {
            view! {
                <div class="mb-1 flex items-center">
                    <label for=self.id class="font-medium">
                        {self.label}
                        {mark}
                    </label>
                    <span class="ml-auto">{action.run()}</span>
                </div>
            }
            .into_any()
        } else {
            view! {
                <label for=self.id class="mb-1 block font-medium">
                    {self.label}
                    {mark}
                </label>
            }
            .into_any()
        };
        view! {
            <div class=self.class>
                {label}
                {control}
                {below}
            </div>
        }
    }
}
