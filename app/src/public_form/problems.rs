//! What is wrong, said twice: in a summary that takes the focus, and beside each answer.

use super::icon::icon;
use super::input_id;
use leptos::prelude::*;
use shared::FieldError;
use shared::forms::FormDefinition;
use ui::lucide;

/// The errors of a page, found by the key of the answer.
#[derive(Clone, Copy)]
pub(super) struct Problems<'a>(pub(super) &'a [FieldError]);

impl Problems<'_> {
    /// The message for an answer; the first one counts.
    pub(super) fn of(self, key: &str) -> Option<String> {
        self.0.iter().find(|error| answer_key(error) == key).map(|error| error.message.clone())
    }
}

fn answer_key(error: &FieldError) -> &str {
    error.path.strip_prefix("answers.").unwrap_or(&error.path)
}

/// The summary with a link to every answer; nothing when all is well.
pub(super) fn summary(problems: Problems<'_>, definition: &FormDefinition) -> impl IntoView + use<> {
    let items: Vec<(String, String)> = problems
        .0
        .iter()
        .map(|error| {
            let key = answer_key(error);
            let question = definition.asked_by(key).map_or("", |field| field.label.as_str());
            // "Choose one of the answers" says nothing without its question.
            let words = match (question, key.split_once('.')) {
                ("", _) | (_, Some(_)) => error.message.clone(),
                (question, None) => format!(
                    "{}{} {}",
                    question,
                    if question.ends_with('?') { "" } else { ":" },
                    error.message
                ),
            };
            (format!("#{}", input_id(key)), words)
        })
        .collect();
    let title = match items.len() {
        1 => "One answer needs another look".to_owned(),
        many => format!("{many} answers need another look"),
    };
    (!items.is_empty()).then(|| {
        view! {
            <div
                id="problems"
                role="alert"
                tabindex="-1"
                autofocus=true
                class="mt-5 rounded-lg border border-danger bg-danger-soft p-4 text-body"
            >
                <h2 class="font-semibold text-danger">{title}</h2>
                <ul class="mt-1 space-y-1">
                    {items
                        .into_iter()
                        .map(|(href, message)| {
                            view! {
                                <li>
                                    <a href=href class="underline underline-offset-2">{message}</a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

/// The line below an answer. It is always there, so that a script can fill it and have it announced.
pub(super) fn line(id: String, message: Option<String>) -> impl IntoView {
    let nothing = message.is_none();
    view! {
        <p id=id data-error="" aria-live="polite" hidden=nothing class="mt-2 flex gap-2 text-body text-danger">
            {icon(lucide::LuCircleAlert, "mt-0.5 size-4 shrink-0")}
            <span>{message}</span>
        </p>
    }
}
