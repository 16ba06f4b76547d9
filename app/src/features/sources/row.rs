//! One field of the mapping: where it goes, where it is taken from, what is done to it, and the result.

use super::applied::Outcome;
use super::change_menu::ChangeMenu;
use super::draft::{Draft, Row};
use super::mapping::COLUMNS;
use super::row_settings::RowSettings;
use super::state::Room;
use super::taken::TakenFrom;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::sources::{Change, MappedField, Taken, Target};
use ui::{IconButton, lucide};
use wasm_bindgen::JsCast as _;

/// A row of the draft, followed by its key. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) draft: Draft,
    pub(super) key: u32,
    pub(super) field: Memo<MappedField>,
    pub(super) index: Memo<usize>,
    pub(super) open: Memo<bool>,
}

impl Line {
    fn of(draft: Draft, key: u32) -> Self {
        let row = Memo::new(move |before: Option<&Option<(usize, Row)>>| {
            let found = draft.rows.with(|rows| {
                rows.iter()
                    .enumerate()
                    .find(|(_, row)| row.key == key)
                    .map(|(index, row)| (index, row.clone()))
            });
            // A row that leaves keeps its words until it is gone.
            found.or_else(|| before.cloned().flatten())
        });
        let nothing = || MappedField { into: Target::Campaign, from: Taken::path(""), change: Change::AsIs };
        Self {
            draft,
            key,
            field: Memo::new(move |_| {
                row.with(|row| row.as_ref().map_or_else(nothing, |(_, row)| row.field.clone()))
            }),
            index: Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |(index, _)| *index))),
            open: Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|(_, row)| row.open))),
        }
    }

    /// Changes the field.
    pub(super) fn set(self, change: impl FnOnce(&mut MappedField)) {
        self.draft.change(self.key, |row| change(&mut row.field));
    }

    /// What is wrong at a place of the field, for example `change.country`.
    pub(super) fn problem(self, place: impl Into<String>) -> Signal<Option<String>> {
        let place = place.into();
        Signal::derive(move || self.draft.problem(&format!("fields.{}.{place}", self.index.get())))
    }

    /// As the screen calls it.
    pub(super) fn name(self) -> Memo<String> {
        Memo::new(move |_| self.field.with(|field| self.draft.name(&field.into)))
    }

    /// What is wrong with the field first, of everything or of what has no place among its settings.
    fn first_problem(self) -> Option<String> {
        let prefix = format!("fields.{}.", self.index.get());
        let open = self.open.get();
        self.draft.problems.with(|problems| {
            let shown = |path: &str| {
                path.strip_prefix(&prefix).is_some_and(|place| !open || matches!(place, "into" | "change"))
            };
            problems.iter().find(|error| shown(&error.path)).map(|error| error.message.clone())
        })
    }
}

#[component]
pub(super) fn MappedRow(room: Room, key: u32) -> impl IntoView {
    let line = Line::of(room.draft, key);
    let hydrated = use_hydrated();
    let name = line.name();
    let asleep = Signal::derive(move || !hydrated.get());
    view! {
        <li class="border-b border-line">
            <div
                class=format!(
                    "grid grid-cols-[26px_minmax(0,1fr)_60px] items-center gap-x-3 gap-y-1.5 py-2 md:grid-cols-[26px_136px_minmax(0,1fr)_60px] md:gap-y-1 xl:min-h-12 xl:py-1.5 {COLUMNS}",
                )
            >
                <span>
                    <span class="num grid size-5 shrink-0 place-content-center rounded-full bg-accent-soft text-[0.6875rem] font-semibold text-accent-ink">
                        {move || line.index.get() + 1}
                    </span>
                </span>
                <span class="truncate font-medium">
                    {name}
                </span>
                <span class="min-w-0 max-md:col-span-2 max-md:col-start-2 max-md:row-start-2 md:col-start-3 md:row-start-1">
                    <TakenFrom room line />
                </span>
                <span class="min-w-0 max-md:col-span-2 max-md:col-start-2 max-md:row-start-3 md:max-xl:col-start-2 md:max-xl:row-start-2 xl:col-start-4 xl:row-start-1">
                    <ChangeMenu room line />
                </span>
                <span class="min-w-0 max-md:col-span-2 max-md:col-start-2 max-md:row-start-4 md:max-xl:col-span-2 md:max-xl:col-start-3 md:max-xl:row-start-2 xl:col-start-5 xl:row-start-1">
                    <Outcome room line />
                </span>
                <span class="flex justify-end max-md:col-start-3 max-md:row-start-1 md:max-xl:col-start-4 md:max-xl:row-start-1 xl:col-start-6">
                    <IconButton
                        icon=lucide::LuSlidersHorizontal
                        label=Signal::derive(move || format!("Settings of {}", name.get()))
                        size=ui::ButtonSize::Sm
                        pressed=line.open
                        disabled=asleep
                        on_click=move |_| line.draft.unfold(key, !line.open.get_untracked())
                    />
                    <IconButton
                        icon=lucide::LuX
                        label=Signal::derive(move || format!("Remove {}", name.get()))
                        size=ui::ButtonSize::Sm
                        disabled=asleep
                        on_click=move |_| {
                            line.draft.remove(key);
                            go_on();
                        }
                    />
                </span>
            </div>
            {move || {
                line.first_problem()
                    .map(|words| view! { <p class="pb-2 pl-[38px] text-caption text-danger">{words}</p> })
            }}
            <Show when=move || line.open.get()>
                <RowSettings room line />
            </Show>
        </li>
    }
}

/// The button that had the focus is gone; the next one to press is the one that adds a field.
fn go_on() {
    let next = document().get_element_by_id("add-field-b");
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Without the focus the page still works by mouse and by Tab.
        drop(next.focus());
    }
}
