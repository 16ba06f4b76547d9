//! Where a field is taken from: one value, several, or a text that is the same for every payload.

use super::draft::joined;
use super::row::Line;
use super::state::Room;
use crate::state::{mirrored, use_hydrated};
use leptos::prelude::*;
use shared::sources::{Join, MAX_PATHS, Taken, TreeRow};
use ui::{Button, ButtonKind, ButtonSize, Choice, IconButton, Select, TextField, lucide};

/// Words of the list that are no path: what is there now, several values, and a text of one's own.
const NOW: &str = "now";
const SEVERAL: &str = "several";
const TEXT: &str = "text";

/// The word of the list for what is there.
fn word(from: &Taken) -> String {
    match from {
        Taken::Paths { paths, .. } => match paths.as_slice() {
            [only] if !only.trim().is_empty() => format!("p:{only}"),
            _ => NOW.to_owned(),
        },
        Taken::Text { .. } => NOW.to_owned(),
    }
}

fn choices(from: &Taken, rows: &[TreeRow]) -> Vec<Choice> {
    let now = word(from);
    let leaves = rows.iter().filter(|row| !row.kind.is_branch()).map(|row| row.path.as_str());
    let mut choices = Vec::new();
    if now == NOW {
        let label = from.label();
        choices.push(Choice::new(
            NOW,
            if label.trim().is_empty() { "Choose a value".to_owned() } else { label },
        ));
    } else if let Some(path) = now.strip_prefix("p:")
        && !rows.iter().any(|row| row.path == path && !row.kind.is_branch())
    {
        choices.push(Choice::new(now.clone(), path));
    }
    choices.extend(leaves.map(|path| Choice::new(format!("p:{path}"), path)));
    choices.push(Choice::new(SEVERAL, "Several values, or a path…"));
    choices.push(Choice::new(TEXT, "The same for every payload…"));
    choices
}

#[component]
pub(super) fn TakenFrom(room: Room, line: Line) -> impl IntoView {
    let hydrated = use_hydrated();
    let from = Memo::new(move |_| line.field.with(|field| field.from.clone()));
    let value = RwSignal::new(from.with_untracked(word));
    Effect::new(move |_| {
        let now = from.with(word);
        if value.get_untracked() != now {
            value.set(now);
        }
    });
    let all = Memo::new(move |_| {
        from.with(|from| {
            room.samples.rows.with(|rows| {
                choices(from, rows).into_iter().map(|one| (one.value, one.label)).collect::<Vec<_>>()
            })
        })
    });
    let choices = Signal::derive(move || {
        all.get().into_iter().map(|(value, label)| Choice::new(value, label)).collect::<Vec<_>>()
    });
    let choose = move |chosen: String| {
        let (key, draft) = (line.key, line.draft);
        if let Some(path) = chosen.strip_prefix("p:") {
            line.set(|field| field.from = Taken::path(path));
        } else if chosen == TEXT {
            line.set(|field| field.from = Taken::Text { text: String::new() });
            draft.unfold(key, true);
        } else if chosen == SEVERAL {
            if from.with_untracked(|from| matches!(from, Taken::Text { .. })) {
                line.set(|field| field.from = Taken::path(""));
            }
            draft.unfold(key, true);
        }
        // The words that open something are never what is chosen.
        value.set(from.with_untracked(word));
    };
    let label = untrack(|| format!("{} is taken from", line.name().get()));
    view! {
        <Select
            name=format!("from-{}", line.key)
            label
            label_hidden=true
            choices
            value
            disabled=Signal::derive(move || !hydrated.get())
            class="[&_select]:font-mono [&_select]:text-caption!"
            on_change=choose
        />
    }
}

/// The same in full: every value with its path, or the text.
#[component]
pub(super) fn TakenInFull(line: Line) -> impl IntoView {
    let number = Memo::new(move |_| {
        line.field.with(|field| match &field.from {
            Taken::Paths { paths, .. } => Some(paths.len()),
            Taken::Text { .. } => None,
        })
    });
    move || match number.get() {
        None => view! { <Fixed line /> }.into_any(),
        Some(number) => view! {
            <fieldset>
                <legend class="mb-1 font-medium">"Values of the payload"</legend>
                <ol class="grid gap-1.5">
                    {(0..number).map(|place| view! { <Path line place alone=number == 1 /> }).collect_view()}
                </ol>
                <div class="mt-1.5 flex flex-wrap items-end gap-3">
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Sm
                        icon=lucide::LuPlus
                        disabled=Signal::stored(number >= MAX_PATHS)
                        on_click=move |_| {
                            line.set(|field| {
                                if let Taken::Paths { paths, .. } = &mut field.from {
                                    paths.push(String::new());
                                }
                            });
                        }
                    >
                        "Join another value"
                    </Button>
                    {(number > 1).then(|| view! { <Between line /> })}
                </div>
            </fieldset>
        }
        .into_any(),
    }
}

#[component]
fn Path(line: Line, place: usize, alone: bool) -> impl IntoView {
    let now = Memo::new(move |_| {
        line.field.with(|field| match &field.from {
            Taken::Paths { paths, .. } => paths.get(place).cloned().unwrap_or_default(),
            Taken::Text { .. } => String::new(),
        })
    });
    let typed = move |text: String| {
        line.set(|field| {
            if let Taken::Paths { paths, .. } = &mut field.from
                && let Some(path) = paths.get_mut(place)
            {
                *path = text;
            }
        });
    };
    view! {
        <li class="flex items-start gap-1">
            <Typed
                id=format!("path-{}-{place}", line.key)
                label=format!("Path of value {}", place + 1)
                label_hidden=true
                mono=true
                placeholder="person.tel"
                now
                on_typed=typed
                error=line.problem(format!("from.paths.{place}"))
            />
            {(!alone)
                .then(|| {
                    view! {
                        <IconButton
                            icon=lucide::LuX
                            label=format!("Leave out value {}", place + 1)
                            on_click=move |_| {
                                line.set(|field| {
                                    if let Taken::Paths { paths, .. } = &mut field.from
                                        && place < paths.len()
                                    {
                                        paths.remove(place);
                                    }
                                });
                            }
                        />
                    }
                })}
        </li>
    }
}

/// What stands between joined values.
#[component]
fn Between(line: Line) -> impl IntoView {
    let comma =
        line.field.with_untracked(|field| matches!(&field.from, Taken::Paths { join: Join::Comma, .. }));
    let value = RwSignal::new(if comma { "comma" } else { "space" }.to_owned());
    let choose = move |chosen: String| {
        line.set(|field| {
            if let Taken::Paths { join, .. } = &mut field.from {
                *join = if chosen == "comma" { Join::Comma } else { Join::Space };
            }
        });
    };
    view! {
        <Select
            name=format!("between-{}", line.key)
            label="Between them"
            choices=vec![Choice::new("space", "A space"), Choice::new("comma", "A comma")]
            value
            on_change=choose
        />
    }
}

#[component]
fn Fixed(line: Line) -> impl IntoView {
    let now = Memo::new(move |_| {
        line.field.with(|field| match &field.from {
            Taken::Text { text } => text.clone(),
            Taken::Paths { .. } => String::new(),
        })
    });
    view! {
        <Typed
            id=format!("text-{}", line.key)
            label="Text for every payload"
            now
            on_typed=move |text: String| line.set(|field| field.from = Taken::Text { text })
            error=line.problem("from.text")
        />
        <div class="mt-1.5">
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                on_click=move |_| line.set(|field| field.from = joined(&Taken::path(""), "", false))
            >
                "Take it from the payload"
            </Button>
        </div>
    }
}

/// A line of text that is kept elsewhere.
#[component]
pub(super) fn Typed(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] now: Signal<String>,
    #[prop(into)] on_typed: Callback<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional)] mono: bool,
) -> impl IntoView {
    let value = mirrored(now);
    view! {
        <TextField
            name=id.clone()
            id
            label
            label_hidden
            autocomplete="off"
            placeholder
            value
            error
            class=if mono { "min-w-0 flex-1 [&_input]:font-mono [&_input]:text-caption!" } else { "min-w-0 flex-1" }
            on_input=on_typed
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::sources::tree;

    fn words(from: &Taken) -> Vec<String> {
        let rows = tree(&json!({ "person": { "tel": "1" } }));
        choices(from, &rows).into_iter().map(|choice| format!("{} {}", choice.value, choice.label)).collect()
    }

    #[test]
    fn the_list_holds_what_is_there_and_what_could_be() {
        assert_eq!(words(&Taken::path("person.tel")).first().unwrap(), "p:person.tel person.tel");
        assert_eq!(words(&Taken::path("person.fax")).first().unwrap(), "p:person.fax person.fax");
        assert_eq!(words(&Taken::path("")).first().unwrap(), "now Choose a value");
        let both = joined(&Taken::path("a"), "b", true);
        assert_eq!(words(&both).first().unwrap(), "now a + b");
        assert_eq!(words(&Taken::Text { text: "x".into() }).len(), 4);
    }
}
