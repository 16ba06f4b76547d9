//! The fields of one noun in their order, and the archived ones below.

use super::edit::Editing;
use super::rpc::{archive_field, move_field};
use super::screen::Desk;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::CustomFieldId;
use shared::fields::{CustomField, Noun};
use ui::{Button, ButtonSize, EmptyState, IconButton, Section, Toast, lucide};

#[component]
pub(super) fn FieldList(desk: Desk, noun: Noun) -> impl IntoView {
    let hydrated = use_hydrated();
    let of = move |archived: bool| {
        Memo::new(move |_| {
            desk.fields.with(|fields| {
                let of_noun = fields.iter().filter(|field| field.noun == noun && field.archived == archived);
                of_noun.map(|field| field.id).collect::<Vec<_>>()
            })
        })
    };
    let (live, archived) = (of(false), of(true));
    let add = move || {
        desk.manages.get().then(|| {
            view! {
                <Button
                    size=ButtonSize::Sm
                    icon=lucide::LuPlus
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| desk.editing.set(Some(Editing::New(noun)))
                >
                    "Add field"
                </Button>
            }
        })
    };
    let empty = move || {
        view! {
            <EmptyState level=3 compact=true icon=lucide::LuListPlus title="No fields of your own" text=example(noun) />
        }
    };
    view! {
        <Section id=format!("fields-{}", noun.as_str()) title=noun.label() actions=move || add().into_any()>
            <Show when=move || live.with(|ids| !ids.is_empty()) fallback=empty>
                <ol class="mt-2 overflow-hidden rounded-lg border border-line">
                    <For each=move || live.get() key=|id| *id let:id>
                        <Row desk id places=live />
                    </For>
                </ol>
            </Show>
            <Show when=move || archived.with(|ids| !ids.is_empty())>
                <details class="mt-2">
                    <summary class="cursor-pointer rounded-sm text-muted">
                        {move || format!("Archived ({})", archived.with(Vec::len))}
                    </summary>
                    <ul class="mt-1">
                        <For each=move || archived.get() key=|id| *id let:id>
                            <ArchivedRow desk id />
                        </For>
                    </ul>
                </details>
            </Show>
        </Section>
    }
}

const fn example(noun: Noun) -> &'static str {
    match noun {
        Noun::Lead => "For example: motivation, lowest price, tries so far.",
        Noun::Contact => "For example: language, best time to call.",
        Noun::Property => "For example: number of units, roof built in.",
    }
}

/// A field as the screen holds it; the last known one while it leaves the list.
fn current(desk: Desk, id: CustomFieldId) -> Memo<Option<CustomField>> {
    Memo::new(move |before: Option<&Option<CustomField>>| {
        let found = desk.fields.with(|fields| fields.iter().find(|field| field.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    })
}

fn archive(desk: Desk, field: CustomField, archived: bool) {
    spawn_local(async move {
        match archive_field(field.id, field.version, archived).await {
            Ok(now) => {
                let words = if archived { "archived" } else { "in use again" };
                let toast = Toast::success(format!("“{}” is {words}", now.label));
                let undo = now.clone();
                desk.toaster.push(if archived {
                    toast.undo(move || archive(desk, undo.clone(), false))
                } else {
                    toast
                });
            }
            Err(error) => desk.toaster.error("The field was not changed", error.message),
        }
        desk.look();
    });
}

#[component]
fn Row(desk: Desk, id: CustomFieldId, places: Memo<Vec<CustomFieldId>>) -> impl IntoView {
    let field = current(desk, id);
    let about = move || {
        field.with(|field| {
            let field = field.as_ref()?;
            let options: Vec<&str> = field.options.iter().map(|option| option.label.as_str()).collect();
            let options =
                if options.is_empty() { String::new() } else { format!(": {}", options.join(", ")) };
            Some(format!("{}{options}", field.field_type.label()))
        })
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-0">
            <span class="min-w-0 flex-1 basis-48">
                <span class="block truncate font-medium">
                    {move || field.with(|field| field.as_ref().map(|field| field.label.clone()))}
                </span>
                <span class="block truncate text-caption text-muted">{about}</span>
            </span>
            <Show when=move || desk.manages.get()>
                <Actions desk id field places />
            </Show>
        </li>
    }
}

#[component]
fn Actions(
    desk: Desk,
    id: CustomFieldId,
    field: Memo<Option<CustomField>>,
    places: Memo<Vec<CustomFieldId>>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let place = Memo::new(move |_| places.with(|places| places.iter().position(|known| *known == id)));
    let name = move |verb: &'static str, end: &'static str| {
        Signal::derive(move || {
            let label =
                field.with(|field| field.as_ref().map(|field| field.label.clone())).unwrap_or_default();
            format!("{verb} {label}{end}")
        })
    };
    let go = move |to: usize| {
        let Ok(to) = u32::try_from(to) else { return };
        spawn_local(async move {
            if let Err(error) = move_field(id, to).await {
                desk.toaster.error("The field was not moved", error.message);
            }
            desk.look();
        });
    };
    let up = move |_| {
        if let Some(before) = place.get_untracked().and_then(|place| place.checked_sub(1)) {
            go(before);
        }
    };
    let down = move |_| {
        if let Some(place) = place.get_untracked() {
            go(place + 1);
        }
    };
    let first = Signal::derive(move || !hydrated.get() || place.get() == Some(0));
    let last = Signal::derive(move || {
        !hydrated.get() || place.get().map(|place| place + 1) == Some(places.with(Vec::len))
    });
    let edit = move |_| desk.editing.set(field.get_untracked().map(Editing::Known));
    let put_away = move |_| {
        if let Some(field) = field.get_untracked() {
            archive(desk, field, true);
        }
    };
    view! {
        <span class="flex items-center gap-0.5">
            <IconButton icon=lucide::LuArrowUp label=name("Move", " up") disabled=first on_click=up />
            <IconButton icon=lucide::LuArrowDown label=name("Move", " down") disabled=last on_click=down />
            <IconButton
                icon=lucide::LuPencil
                label=name("Edit", "")
                disabled=Signal::derive(move || !hydrated.get())
                on_click=edit
            />
            <IconButton
                icon=lucide::LuArchive
                label=name("Archive", "")
                disabled=Signal::derive(move || !hydrated.get())
                on_click=put_away
            />
        </span>
    }
}

#[component]
fn ArchivedRow(desk: Desk, id: CustomFieldId) -> impl IntoView {
    let hydrated = use_hydrated();
    let field = current(desk, id);
    let back = move |_| {
        if let Some(field) = field.get_untracked() {
            archive(desk, field, false);
        }
    };
    view! {
        <li class="flex min-h-9 items-center gap-3 px-3 text-muted">
            <span class="min-w-0 flex-1 truncate">
                {move || field.with(|field| field.as_ref().map(|field| field.label.clone()))}
            </span>
            <Show when=move || desk.manages.get()>
                <Button size=ButtonSize::Sm disabled=Signal::derive(move || !hydrated.get()) on_click=back>
                    "Use again"
                </Button>
            </Show>
        </li>
    }
}
