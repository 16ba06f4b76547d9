//! The ordered lists: tiers and rules, each with a name and a condition, moved by buttons.

use super::conditions::Conditions;
use super::desk::{Desk, Part, Row};
use super::turns::Turns;
use crate::features::leads::browser;
use crate::state::{mirrored, use_hydrated};
use leptos::prelude::*;
use shared::duty::MAX_PARTS;
use ui::{Button, ButtonSize, FieldKind, IconButton, TextField, lucide};

/// A row of the desk, followed by its key. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) desk: Desk,
    pub(super) part: Part,
    pub(super) key: u32,
    pub(super) row: Memo<Row>,
    index: Memo<usize>,
}

impl Line {
    fn of(desk: Desk, part: Part, key: u32) -> Self {
        let found = Memo::new(move |before: Option<&Option<(usize, Row)>>| {
            let found = desk.rows(part).with(|rows| {
                let index = rows.iter().position(|row| row.key == key)?;
                rows.get(index).map(|row| (index, row.clone()))
            });
            // A row that leaves keeps its words until it is gone.
            found.or_else(|| before.cloned().flatten())
        });
        Self {
            desk,
            part,
            key,
            row: Memo::new(move |_| {
                found.with(|found| found.as_ref().map(|(_, row)| row.clone()).unwrap_or_default())
            }),
            index: Memo::new(move |_| found.with(|found| found.as_ref().map_or(0, |(index, _)| *index))),
        }
    }

    /// Changes the row.
    pub(super) fn set(self, change: impl FnOnce(&mut Row)) {
        self.desk.change(self.part, self.key, change);
    }

    /// What is wrong with one of its fields.
    pub(super) fn wrong(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.desk.problem(&format!("{}.{}.{field}", self.part.path(), self.index.get()))
        })
    }

    /// "Tier 2: Referrals".
    pub(super) fn title(self) -> Memo<String> {
        Memo::new(move |_| {
            let place = format!("{} {}", self.part.title(), self.index.get() + 1);
            self.row.with(|row| match row.name.trim() {
                "" => place.clone(),
                name => format!("{place}: {name}"),
            })
        })
    }

    /// An identifier of something in this row.
    pub(super) fn id(self, what: &str) -> String {
        id(self.part, self.key, what)
    }
}

fn id(part: Part, key: u32, what: &str) -> String {
    format!("{}-{key}-{what}", part.noun())
}

#[component]
pub(super) fn Parts(desk: Desk, part: Part) -> impl IntoView {
    let hydrated = use_hydrated();
    let keys = move || desk.rows(part).with(|rows| rows.iter().map(|row| row.key).collect::<Vec<_>>());
    let any = Memo::new(move |_| desk.rows(part).with(|rows| !rows.is_empty()));
    let full = Memo::new(move |_| desk.is_full(part));
    let nothing = match part {
        Part::Tier => "No tiers: every lead has the usual time.",
        Part::Rule => "No rules: a new lead has no owner until somebody takes it or gives it to a member.",
    };
    let add = move |_| {
        let name = id(part, desk.add(part), "name");
        request_animation_frame(move || browser::focus(&format!("f-{name}")));
    };
    let too_many = Signal::derive(move || desk.problem(part.path()));
    let reason = Signal::derive(move || {
        full.get().then(|| format!("There may be {MAX_PARTS} {} at most.", part.path()))
    });
    view! {
        <Show when=move || any.get() fallback=move || view! { <p class="mt-2">{nothing}</p> }>
            <ol aria-label=if part == Part::Tier { "Tiers" } else { "Rules" } class="mt-3 space-y-3">
                <For each=keys key=|key| *key let:key>
                    <Card line=Line::of(desk, part, key) />
                </For>
            </ol>
        </Show>
        {move || too_many.get().map(|words| view! { <p class="mt-1 text-caption text-danger">{words}</p> })}
        <Button
            id=adder(part)
            size=ButtonSize::Sm
            icon=lucide::LuPlus
            class="mt-3 noscript:hidden"
            disabled=Signal::derive(move || !hydrated.get() || full.get())
            reason
            on_click=add
        >
            {if part == Part::Tier { "Add tier" } else { "Add rule" }}
        </Button>
    }
}

/// The button below the list.
fn adder(part: Part) -> String {
    format!("add-{}", part.noun())
}

#[component]
fn Card(line: Line) -> impl IntoView {
    let title = line.title();
    let hydrated = use_hydrated();
    let name = mirrored(Memo::new(move |_| line.row.with(|row| row.name.clone())));
    let minutes = mirrored(Memo::new(move |_| line.row.with(|row| row.minutes.clone())));
    let asleep = Signal::derive(move || !hydrated.get());
    let own = match line.part {
        Part::Tier => view! {
            <TextField
                name=line.id("minutes")
                label="Minutes to answer"
                kind=FieldKind::Number
                numeric=true
                value=minutes
                error=line.wrong("minutes")
                disabled=asleep
                on_input=move |text: String| line.set(|row| row.minutes = text)
            />
        }
        .into_any(),
        Part::Rule => ().into_any(),
    };
    let below = match line.part {
        Part::Tier => ().into_any(),
        Part::Rule => {
            let chosen = Memo::new(move |_| line.row.with(|row| row.members.clone()));
            let change = Callback::new(move |members| line.set(|row| row.members = members));
            view! {
                <Turns
                    desk=line.desk
                    name=line.id("member")
                    legend="Goes to"
                    chosen
                    change
                    error=line.wrong("members")
                />
            }
            .into_any()
        }
    };
    view! {
        <li class="rounded-lg border border-line p-3">
            <fieldset class="min-w-0">
                <legend class="sr-only">{title}</legend>
                <div class="flex items-center gap-2">
                    <span aria-hidden="true" class="num min-w-0 flex-1 truncate text-muted">
                        {title}
                    </span>
                    <Moves line />
                </div>
                <div class="mt-1 grid gap-3 sm:grid-cols-[minmax(0,1fr)_160px]">
                    <TextField
                        name=line.id("name")
                        label="Name"
                        value=name
                        error=line.wrong("name")
                        disabled=asleep
                        on_input=move |text: String| line.set(|row| row.name = text)
                    />
                    {own}
                </div>
                <Conditions line />
                {below}
            </fieldset>
        </li>
    }
}

#[component]
fn Moves(line: Line) -> impl IntoView {
    let hydrated = use_hydrated();
    let Line { desk, part, key, index, .. } = line;
    let title = line.title();
    let label = move |verb: &'static str, end: &'static str| {
        Signal::derive(move || format!("{verb} {}{end}", title.get()))
    };
    let first = Signal::derive(move || !hydrated.get() || index.get() == 0);
    let last = Signal::derive(move || !hydrated.get() || index.get() + 1 >= desk.rows(part).with(Vec::len));
    let shift = move |up: bool| {
        desk.shift(part, key, up);
        // A row that was moved lost the focus, and the button may have come to its end.
        request_animation_frame(move || {
            let ends = if up { first.try_get_untracked() } else { last.try_get_untracked() };
            let back = up != (ends == Some(true));
            browser::focus(&line.id(if back { "up" } else { "down" }));
        });
    };
    let remove = move |_| {
        desk.remove(part, key);
        browser::focus(&adder(part));
    };
    view! {
        <span class="flex shrink-0 items-center gap-0.5 noscript:hidden">
            <IconButton
                id=line.id("up")
                icon=lucide::LuArrowUp
                label=label("Move", " up")
                disabled=first
                on_click=move |_| shift(true)
            />
            <IconButton
                id=line.id("down")
                icon=lucide::LuArrowDown
                label=label("Move", " down")
                disabled=last
                on_click=move |_| shift(false)
            />
            <IconButton
                icon=lucide::LuX
                label=label("Remove", "")
                disabled=Signal::derive(move || !hydrated.get())
                on_click=remove
            />
        </span>
    }
}
