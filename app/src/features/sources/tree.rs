//! The payload that the mapping is tried on, as a tree: choose a value to map it, step to other payloads.

use super::samples::value_of;
use super::state::Room;
use super::words::mark;
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use shared::sources::{TreeKind, TreeRow};
use std::collections::BTreeSet;
use ui::{Banner, Icon, IconButton, StatusGlyph, Tone, clock_text, exact_text, lucide};

/// Lists longer than this begin closed.
const LONG: usize = 3;

#[component]
pub(super) fn Payload(room: Room) -> impl IntoView {
    let raw = RwSignal::new(false);
    let any = Memo::new(move |_| room.samples.shown.with(Option::is_some));
    view! {
        <div
            class="border-line p-3 max-md:hidden max-md:group-has-[#s-json:checked]/p:block md:overflow-y-auto md:border-r"
            tabindex="0"
            role="region"
            aria-label="Payload"
        >
            <Head room raw />
            {move || {
                room.samples
                    .failed
                    .get()
                    .map(|error| view! { <Banner tone=Tone::Danger alert=true class="my-2">{error.message}</Banner> })
            }}
            <Show
                when=move || any.get()
                fallback=|| {
                    view! { <p class="px-1.5 pt-2 text-muted">"Nothing came yet. What comes shows here by itself."</p> }
                }
            >
                <Show when=move || raw.get() fallback=move || view! { <Tree room /> }>
                    <Raw room />
                </Show>
            </Show>
        </div>
    }
}

#[component]
fn Head(room: Room, raw: RwSignal<bool>) -> impl IntoView {
    let (zone, hydrated) = (use_zone(), use_hydrated());
    let samples = room.samples;
    let newest = Memo::new(move |_| samples.place().is_none_or(|(place, _)| place == 0));
    let title = move || if newest.get() { "Last payload" } else { "Earlier payload" };
    let at = move || {
        samples.shown.with(|shown| {
            let at = shown.as_ref()?.summary.received_at.timestamp_millis();
            Some((clock_text(at, zone.minutes_at(at)), exact_text(at, zone.minutes_at(at))))
        })
    };
    let place = move || {
        let (place, number) = samples.place()?;
        let more = samples.recent.with(|recent| recent.next.is_some());
        Some(format!("{} of {number}{}", place + 1, if more { "+" } else { "" }))
    };
    let step = move |older: isize| {
        if let Some(id) = untrack(|| samples.beside(older)) {
            samples.show(id);
        }
    };
    let none = move |older: isize| Signal::derive(move || !hydrated.get() || samples.beside(older).is_none());
    view! {
        <div class="flex min-h-7 flex-wrap items-center gap-1 px-1.5">
            <h2 class="font-semibold">{title}</h2>
            <span class="ml-auto"></span>
            <IconButton
                icon=lucide::LuChevronLeft
                label="Older payload"
                size=ui::ButtonSize::Sm
                disabled=none(1)
                on_click=move |_| step(1)
            />
            <IconButton
                icon=lucide::LuChevronRight
                label="Newer payload"
                size=ui::ButtonSize::Sm
                disabled=none(-1)
                on_click=move |_| step(-1)
            />
            <IconButton
                icon=lucide::LuBraces
                label="As it came"
                size=ui::ButtonSize::Sm
                pressed=raw
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| raw.update(|raw| *raw = !*raw)
            />
        </div>
        <p class="num flex min-h-6 flex-wrap items-center gap-x-2 px-1.5 text-caption text-muted" role="status">
            {move || {
                samples
                    .shown
                    .with(|shown| {
                        let summary = &shown.as_ref()?.summary;
                        let (glyph, tone) = mark(summary.state);
                        Some(
                            view! {
                                <StatusGlyph glyph tone label=summary.state.label().to_owned() />
                                {summary.edited.then_some("edited")}
                            },
                        )
                    })
            }}
            {move || at().map(|(clock, exact)| view! { <span title=exact>{clock}</span> })}
            <span>{place}</span>
        </p>
    }
}

#[component]
fn Tree(room: Room) -> impl IntoView {
    // Which branches are not as they begin.
    let turned = RwSignal::new(BTreeSet::<String>::new());
    let unreadable =
        move || room.samples.shown.with(|shown| shown.as_ref().and_then(|shown| value_of(shown).err()));
    let shown = Memo::new(move |_| {
        room.samples.rows.with(|rows| {
            turned.with(|turned| {
                let seen = |row: &&TreeRow| {
                    row.inside.iter().filter_map(|place| rows.get(*place)).all(|row| is_open(row, turned))
                };
                rows.iter().filter(seen).cloned().collect::<Vec<_>>()
            })
        })
    });
    let any = Memo::new(move |_| shown.with(|shown| !shown.is_empty()));
    view! {
        {move || {
            unreadable().map(|words| view! { <Banner tone=Tone::Warning class="my-2">{words}</Banner> })
        }}
        <Show when=move || any.get()>
            <ul class="mt-1 font-mono text-caption">
                <For each=move || shown.get() key=|row| (row.path.clone(), row.text.clone()) let:row>
                    <Value room row turned />
                </For>
            </ul>
            <p class="px-1.5 pt-3 text-caption text-muted">
                "Choose a value to map it. Numbers point to the field it feeds."
            </p>
        </Show>
    }
}

fn is_open(row: &TreeRow, turned: &BTreeSet<String>) -> bool {
    let long =
        row.kind == TreeKind::List && row.text.split(' ').next().and_then(|n| n.parse().ok()) > Some(LONG);
    long == turned.contains(&row.path)
}

#[component]
fn Value(room: Room, row: TreeRow, turned: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let hydrated = use_hydrated();
    let TreeRow { path, depth, name, kind, text, .. } = row.clone();
    let branch = kind.is_branch();
    let open = {
        let row = row.clone();
        Memo::new(move |_| branch && turned.with(|turned| is_open(&row, turned)))
    };
    let press = {
        let path = path.clone();
        move |_| {
            if branch {
                turned.update(|turned| {
                    if !turned.remove(&path) {
                        turned.insert(path.clone());
                    }
                });
            } else {
                room.choosing.set(Some(path.clone()));
            }
        }
    };
    let fed = Memo::new(move |_| if branch { Vec::new() } else { room.draft.fed_by(&path) });
    let tint = match kind {
        TreeKind::Text => "min-w-0 flex-1 truncate text-success",
        TreeKind::Plain => "min-w-0 flex-1 truncate text-warning",
        TreeKind::Object | TreeKind::List => "min-w-0 flex-1 truncate text-muted",
    };
    let shown = if kind == TreeKind::Object { String::new() } else { text.clone() };
    let indent = format!("padding-left:{}px", 6 + depth.min(8) * 18);
    view! {
        <li>
            <button
                type="button"
                class="flex min-h-7 w-full items-center gap-1.5 rounded-md pr-1.5 text-left hover:bg-hover"
                style=indent
                disabled=move || !hydrated.get()
                aria-expanded=move || branch.then(|| if open.get() { "true" } else { "false" })
                aria-haspopup=(!branch).then_some("dialog")
                on:click=press
            >
                <span class="grid size-4 shrink-0 place-content-center text-faint transition-transform" class:rotate-90=move || open.get()>
                    {branch.then(|| view! { <Icon icon=lucide::LuChevronRight /> })}
                </span>
                <span class="shrink-0 text-accent-ink">{name}</span>
                <span class=tint title=text>
                    {shown}
                </span>
                {move || {
                    fed.get()
                        .into_iter()
                        .map(|number| {
                            view! {
                                <span class="font-sans">
                                    <span class="num grid size-5 shrink-0 place-content-center rounded-full bg-accent-soft text-[0.6875rem] font-semibold text-accent-ink">
                                        <span class="sr-only">"feeds field "</span>
                                        {number}
                                    </span>
                                </span>
                            }
                        })
                        .collect_view()
                }}
            </button>
        </li>
    }
}

/// The record of the payload that is shown.
#[component]
fn Raw(room: Room) -> impl IntoView {
    move || {
        room.samples
            .shown
            .get()
            .map(|payload| view! { <div class="pt-2"><super::record::Came payload id="shown" /></div> })
    }
}
