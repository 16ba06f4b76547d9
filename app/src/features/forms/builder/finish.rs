//! What follows the submit: a page of thanks, or another page.

use super::room::Room;
use crate::state::mirrored;
use leptos::prelude::*;
use shared::forms::edit::{Edit, Place};
use shared::forms::{Finish, FinishStep};
use ui::{
    Button, ButtonKind, ButtonSize, Choice, FieldKind, IconButton, Segmented, TextArea, TextField, lucide,
};

#[component]
pub(super) fn FinishSettings(room: Room) -> impl IntoView {
    let finish = Memo::new(move |_| room.form.with(|form| form.finish.clone()));
    let kind = Memo::new(move |_| {
        finish.with(|finish| {
            if matches!(finish, Finish::Redirect { .. }) { "redirect" } else { "thanks" }.to_owned()
        })
    });
    // Whoever looks at the other kind finds the first one again.
    let thanks = StoredValue::new(finish.get_untracked());
    let choose = move |word: String| {
        let now = finish.get_untracked();
        if matches!(now, Finish::ThankYou { .. }) {
            thanks.set_value(now);
        }
        let chosen = match (word.as_str(), thanks.get_value()) {
            ("redirect", _) => Finish::Redirect { url: String::new() },
            (_, kept @ Finish::ThankYou { .. }) => kept,
            _ => Finish::ThankYou {
                title: "Thank you. We have your answers.".to_owned(),
                text: String::new(),
                steps: Vec::new(),
            },
        };
        room.edit(Edit::Finish(chosen));
    };
    view! {
        <div class="space-y-4 p-4">
            <Segmented
                label="After sending"
                choices=vec![Choice::new("thanks", "Thank-you page"), Choice::new("redirect", "Another page")]
                value=mirrored(kind)
                on_change=choose
            />
            {move || {
                if kind.with(|kind| kind == "redirect") {
                    view! { <Redirect room finish /> }.into_any()
                } else {
                    view! { <Thanks room finish /> }.into_any()
                }
            }}
        </div>
    }
}

fn problem(room: Room, part: impl Into<String>) -> Signal<Option<String>> {
    let part = part.into();
    Signal::derive(move || room.problem(&Place::Finish, &part))
}

#[component]
fn Redirect(room: Room, finish: Memo<Finish>) -> impl IntoView {
    let now = Memo::new(move |_| {
        finish.with(|finish| if let Finish::Redirect { url } = finish { url.clone() } else { String::new() })
    });
    view! {
        <TextField
            name="finish-url"
            label="Address of the page"
            kind=FieldKind::Url
            placeholder="https://www.example.com/thanks"
            value=mirrored(now)
            error=problem(room, "url")
            on_input=move |url: String| room.edit(Edit::Finish(Finish::Redirect { url }))
        />
    }
}

/// The parts of a page of thanks.
type Parts = (String, String, Vec<FinishStep>);

#[component]
fn Thanks(room: Room, finish: Memo<Finish>) -> impl IntoView {
    let parts = Memo::new(move |_| -> Parts {
        finish.with(|finish| match finish {
            Finish::ThankYou { title, text, steps } => (title.clone(), text.clone(), steps.clone()),
            Finish::Redirect { .. } => Parts::default(),
        })
    });
    let change = move |change: &dyn Fn(&mut Parts)| {
        let mut now = parts.get_untracked();
        change(&mut now);
        let (title, text, steps) = now;
        room.edit(Edit::Finish(Finish::ThankYou { title, text, steps }));
    };
    let number = Memo::new(move |_| parts.with(|parts| parts.2.len()));
    view! {
        <TextField
            name="finish-title"
            label="Heading"
            value=mirrored(Memo::new(move |_| parts.with(|parts| parts.0.clone())))
            error=problem(room, "title")
            on_input=move |text: String| change(&|parts| parts.0.clone_from(&text))
        />
        <TextArea
            name="finish-text"
            label="Text"
            rows=2
            value=mirrored(Memo::new(move |_| parts.with(|parts| parts.1.clone())))
            error=problem(room, "text")
            on_input=move |text: String| change(&|parts| parts.1.clone_from(&text))
        />
        <fieldset>
            <legend class="mb-1 font-medium">"What happens next"</legend>
            <ol class="space-y-2">
                <For each=move || 0..number.get() key=|at| *at let:at>
                    <li class="rounded-md border border-line p-2">
                        <div class="flex items-start gap-1">
                            <div class="min-w-0 flex-1 space-y-1.5">
                                <TextField
                                    name=format!("next-{at}-title")
                                    label=format!("What happens, {}", at + 1)
                                    label_hidden=true
                                    value=mirrored(
                                        Memo::new(move |_| {
                                            parts.with(|parts| parts.2.get(at).map(|step| step.title.clone()).unwrap_or_default())
                                        }),
                                    )
                                    error=problem(room, format!("steps.{at}.title"))
                                    on_input=move |text: String| {
                                        change(
                                            &|parts| {
                                                if let Some(step) = parts.2.get_mut(at) {
                                                    step.title.clone_from(&text);
                                                }
                                            },
                                        );
                                    }
                                />
                                <TextField
                                    name=format!("next-{at}-text")
                                    label=format!("In more words, {}", at + 1)
                                    label_hidden=true
                                    value=mirrored(
                                        Memo::new(move |_| {
                                            parts.with(|parts| parts.2.get(at).map(|step| step.text.clone()).unwrap_or_default())
                                        }),
                                    )
                                    on_input=move |text: String| {
                                        change(
                                            &|parts| {
                                                if let Some(step) = parts.2.get_mut(at) {
                                                    step.text.clone_from(&text);
                                                }
                                            },
                                        );
                                    }
                                />
                            </div>
                            <IconButton
                                icon=lucide::LuX
                                label=format!("Remove what happens, {}", at + 1)
                                size=ButtonSize::Sm
                                on_click=move |_| {
                                    change(
                                        &|parts| {
                                            if at < parts.2.len() {
                                                parts.2.remove(at);
                                            }
                                        },
                                    );
                                }
                            />
                        </div>
                    </li>
                </For>
            </ol>
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuPlus
                class="mt-1 -ml-2"
                on_click=move |_| {
                    change(&|parts| parts.2.push(FinishStep { title: String::new(), text: String::new() }));
                }
            >
                "Add what happens next"
            </Button>
        </fieldset>
    }
}
