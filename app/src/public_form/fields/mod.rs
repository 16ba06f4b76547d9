//! Questions as inputs: native controls that a phone knows how to fill, each with its help and its error.
//! Which questions are asked is decided by the caller.

mod address;
mod choice;
mod single;

use super::problems::{Problems, line};
use leptos::prelude::*;
use shared::forms::{Answers, Field, FieldKind, FormDefinition, Width};

/// An input of the public form.
const INPUT: &str = "field mt-2 h-12! rounded-lg! px-3.5! text-large";
const LABEL: &str = "block text-large font-medium";

/// What a question is rendered from.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) definition: &'a FormDefinition,
    pub(super) field: &'a Field,
    pub(super) answers: &'a Answers,
    pub(super) problems: Problems<'a>,
    /// Asked for these answers. What is not asked stands hidden and disabled in the page, for a script to show.
    pub(super) shown: bool,
}

impl Asked<'_> {
    fn answer(self, key: &str) -> String {
        self.answers.get(key).cloned().unwrap_or_default()
    }

    /// Attributes shared by every input of the question.
    fn wiring(self, key: &str) -> Wiring {
        let id = super::input_id(key);
        let error = self.problems.of(key);
        let help = (!self.field.help.is_empty()).then(|| format!("{id}-help"));
        let described =
            [help, Some(format!("{id}-error"))].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Wiring { key: key.to_owned(), id, described, error, disabled: !self.shown }
    }
}

/// Name, id and description of one input.
struct Wiring {
    key: String,
    id: String,
    described: String,
    error: Option<String>,
    disabled: bool,
}

impl Wiring {
    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn error_line(&self) -> impl IntoView + use<> {
        line(format!("{}-error", self.id), self.error.clone())
    }
}

/// One question with its label, help, input and error.
pub(super) fn field(asked: Asked<'_>) -> AnyView {
    let key = asked.field.key.clone();
    if let FieldKind::Hidden { .. } = asked.field.kind {
        let value = asked.answer(&key);
        return view! { <input type="hidden" name=key.clone() value=value data-field=key disabled=!asked.shown/> }.into_any();
    }
    let class = match asked.field.width {
        Width::Full => "col-span-2",
        Width::Half => "col-span-2 self-end min-[360px]:col-span-1",
    };
    let inside = match &asked.field.kind {
        FieldKind::Address => address::view(asked).into_any(),
        FieldKind::Choice { options, style } => choice::view(asked, options, *style),
        FieldKind::Checkbox => single::tick(asked, asked.field.label.clone()).into_any(),
        FieldKind::Consent { consent } => {
            let text = asked.definition.consent(consent).map(|consent| consent.text.clone());
            single::tick(asked, text.unwrap_or_default()).into_any()
        }
        FieldKind::LongText { .. } => single::long(asked).into_any(),
        _ => single::line_input(asked).into_any(),
    };
    view! { <div class=class data-field=key hidden=!asked.shown>{inside}</div> }.into_any()
}

/// The label's text, with a word for what may be left out.
fn caption(field: &Field) -> impl IntoView + use<> {
    let optional =
        (!field.required).then(|| view! { <span class="font-normal text-muted">" (optional)"</span> });
    view! { {field.label.clone()} {optional} }
}

fn help(field: &Field, id: &str) -> impl IntoView + use<> {
    let text = field.help.clone();
    let id = format!("{id}-help");
    (!text.is_empty()).then(|| view! { <p id=id class="mt-1 text-body text-muted">{text}</p> })
}
