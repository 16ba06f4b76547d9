//! A table that replaces values: what comes, and the word it becomes.

use super::change_menu::{came, is_unknown};
use super::row::Line;
use super::state::Room;
use super::taken::Typed;
use leptos::prelude::*;
use shared::sources::{Change, LookUp, MAX_ROWS};
use ui::{Button, ButtonKind, ButtonSize, Choice, IconButton, Select, lucide};

impl Line {
    fn table(self, change: impl FnOnce(&mut Vec<LookUp>, &mut Option<String>)) {
        self.set(|field| {
            if let Change::LookUp { rows, otherwise } = &mut field.change {
                change(rows, otherwise);
            }
        });
    }

    fn cell(self, place: usize, becomes: bool) -> Memo<String> {
        Memo::new(move |_| {
            self.field.with(|field| match &field.change {
                Change::LookUp { rows, .. } => rows
                    .get(place)
                    .map(|row| if becomes { row.becomes.clone() } else { row.came.clone() })
                    .unwrap_or_default(),
                _ => String::new(),
            })
        })
    }
}

#[component]
pub(super) fn LookUpTable(room: Room, line: Line) -> impl IntoView {
    let number = Memo::new(move |_| {
        line.field.with(|field| match &field.change {
            Change::LookUp { rows, .. } => rows.len(),
            _ => 0,
        })
    });
    let missing =
        Memo::new(
            move |_| {
                if is_unknown(room, line) { room.samples.value.with(|_| came(room, line)) } else { None }
            },
        );
    let otherwise = Memo::new(move |_| {
        line.field.with(|field| match &field.change {
            Change::LookUp { otherwise, .. } => otherwise.clone().unwrap_or_default(),
            _ => String::new(),
        })
    });
    let add = move |came: String| line.table(|rows, _| rows.push(LookUp { came, becomes: String::new() }));
    let rows_problem = line.problem("change.rows");
    view! {
        <fieldset>
            <legend class="mb-1 font-medium">"Table"</legend>
            <div class="grid gap-1.5">
                {move || (0..number.get()).map(|place| view! { <Entry line place /> }).collect_view()}
            </div>
            {move || rows_problem.get().map(|words| view! { <p class="text-caption text-danger">{words}</p> })}
            <div class="mt-1.5 flex flex-wrap gap-2">
                {move || {
                    missing
                        .get()
                        .filter(|value| !is_listed(line, value))
                        .map(|value| {
                            let words = format!("Add “{}”", value.chars().take(40).collect::<String>());
                            view! {
                                <Button size=ButtonSize::Sm icon=lucide::LuPlus on_click=move |_| add(value.clone())>
                                    {words}
                                </Button>
                            }
                        })
                }}
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Sm
                    icon=lucide::LuPlus
                    disabled=Signal::derive(move || number.get() >= MAX_ROWS)
                    on_click=move |_| add(String::new())
                >
                    "Add row"
                </Button>
            </div>
            <div class="mt-2">
                <Word
                    line
                    id=format!("otherwise-{}", line.key)
                    label="Everything else becomes"
                    blank="Refuse the payload"
                    now=otherwise
                    on_chosen=move |word: String| {
                        line.table(|_, otherwise| *otherwise = Some(word).filter(|word| !word.trim().is_empty()));
                    }
                    error=line.problem("change.otherwise")
                />
            </div>
        </fieldset>
    }
}

fn is_listed(line: Line, value: &str) -> bool {
    let wanted = value.trim().to_lowercase();
    line.field.with(|field| match &field.change {
        Change::LookUp { rows, .. } => rows.iter().any(|row| row.came.trim().to_lowercase() == wanted),
        _ => false,
    })
}

#[component]
fn Entry(line: Line, place: usize) -> impl IntoView {
    let number = place + 1;
    view! {
        <div class="flex items-start gap-1">
            <Typed
                id=format!("came-{}-{place}", line.key)
                label=format!("Row {number}: what comes")
                label_hidden=true
                placeholder="as it comes"
                now=line.cell(place, false)
                on_typed=move |text: String| {
                    line.table(|rows, _| {
                        if let Some(row) = rows.get_mut(place) {
                            row.came = text;
                        }
                    });
                }
                error=line.problem(format!("change.rows.{place}.came"))
            />
            <Word
                line
                id=format!("becomes-{}-{place}", line.key)
                label=format!("Row {number}: what it becomes")
                label_hidden=true
                blank="becomes…"
                now=line.cell(place, true)
                on_chosen=move |word: String| {
                    line.table(|rows, _| {
                        if let Some(row) = rows.get_mut(place) {
                            row.becomes = word;
                        }
                    });
                }
                error=line.problem(format!("change.rows.{place}.becomes"))
            />
            <IconButton
                icon=lucide::LuX
                label=format!("Remove row {number}")
                on_click=move |_| {
                    line.table(|rows, _| {
                        if place < rows.len() {
                            rows.remove(place);
                        }
                    });
                }
            />
        </div>
    }
}

/// A word of the field, chosen where they are known, typed where anything fits.
#[component]
fn Word(
    line: Line,
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] blank: String,
    #[prop(into)] now: Signal<String>,
    #[prop(into)] on_chosen: Callback<String>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(optional)] label_hidden: bool,
) -> impl IntoView {
    let words = line
        .field
        .with_untracked(|field| line.draft.fields.with_untracked(|fields| field.into.words(fields)));
    let Some(words) = words else {
        return view! { <Typed id label label_hidden placeholder=blank now on_typed=on_chosen error /> }
            .into_any();
    };
    let choices: Vec<Choice> = words.into_iter().map(|word| Choice::new(word.value, word.label)).collect();
    let value = RwSignal::new(now.get_untracked());
    Effect::new(move |_| {
        let now = now.get();
        if value.get_untracked() != now {
            value.set(now);
        }
    });
    view! {
        <Select
            name=id.clone()
            id
            label
            label_hidden
            blank
            choices
            value
            error
            class="min-w-0 flex-1"
            on_change=on_chosen
        />
    }
    .into_any()
}
