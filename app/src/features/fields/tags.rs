//! The tags of the organization: how many leads have each, other names, and deleting one.

use super::rpc::{delete_tag, rename_tag};
use super::screen::Desk;
use crate::features::leads::tagged_href;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::TagId;
use shared::tags::Tag;
use ui::{Button, ButtonKind, ButtonType, Dialog, EmptyState, IconButton, Section, TextField, lucide};

#[component]
pub(super) fn Tags(desk: Desk) -> impl IntoView {
    let (renaming, deleting) = (RwSignal::new(None::<Tag>), RwSignal::new(None::<Tag>));
    let ids =
        Memo::new(move |_| desk.tags.with(|tags| tags.iter().map(|tag| tag.tag.id).collect::<Vec<_>>()));
    let empty = || {
        view! {
            <EmptyState
                level=3
                compact=true
                icon=lucide::LuTag
                title="No tags yet"
                text="Tags are made where they are given: on a lead."
            />
        }
    };
    view! {
        <Section id="tags" title="Tags" note="On leads, contacts and properties.">
            <Show when=move || ids.with(|ids| !ids.is_empty()) fallback=empty>
                <ul class="mt-2 overflow-hidden rounded-lg border border-line">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Row desk id renaming deleting />
                    </For>
                </ul>
            </Show>
        </Section>
        <Rename desk renaming />
        <Delete desk deleting />
    }
}

#[component]
fn Row(
    desk: Desk,
    id: TagId,
    renaming: RwSignal<Option<Tag>>,
    deleting: RwSignal<Option<Tag>>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let tag =
        Memo::new(move |_| desk.tags.with(|tags| tags.iter().find(|known| known.tag.id == id).cloned()));
    let name = move || tag.with(|tag| tag.as_ref().map(|tag| tag.tag.name.clone())).unwrap_or_default();
    let count = move || {
        tag.with(|tag| match tag.as_ref().map_or(0, |tag| tag.leads) {
            1 => "1 lead".to_owned(),
            more => format!("{more} leads"),
        })
    };
    let pick = move |into: RwSignal<Option<Tag>>| into.set(tag.get_untracked().map(|tag| tag.tag));
    view! {
        <li class="flex min-h-10 items-center gap-2 border-b border-line px-3 py-1 last:border-0">
            <span class="min-w-0 flex-1 truncate font-medium">{name}</span>
            <a href=tagged_href(id) class="num rounded-sm text-muted underline-offset-2 hover:underline">
                {count}
            </a>
            <Show when=move || desk.manages.get()>
                <IconButton
                    icon=lucide::LuPencil
                    label=Signal::derive(move || format!("Rename {}", name()))
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| pick(renaming)
                />
                <IconButton
                    icon=lucide::LuTrash2
                    label=Signal::derive(move || format!("Delete {}", name()))
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| pick(deleting)
                />
            </Show>
        </li>
    }
}

#[component]
fn Rename(desk: Desk, renaming: RwSignal<Option<Tag>>) -> impl IntoView {
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<AppError>));
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(tag) = renaming.get() {
            typed.set(tag.name);
            error.set(None);
            open.set(true);
        }
    });
    let wrong = Signal::derive(move || {
        error.with(|error| {
            error.as_ref().map(|error| error.field("name").unwrap_or_else(|| error.message.clone()))
        })
    });
    let title = Signal::derive(move || {
        renaming.with(|tag| tag.as_ref().map_or_else(String::new, |tag| format!("Rename “{}”", tag.name)))
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(tag) = renaming.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match rename_tag(tag.id, typed.get_untracked()).await {
                Ok(tag) => {
                    open.try_set(false);
                    desk.toaster.success(format!("The tag is called “{}” now", tag.name));
                    desk.look();
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog id="rename-tag" title open on_close=move |()| renaming.set(None)>
            <form class="space-y-3" novalidate on:submit=send>
                <TextField name="name" id="tag-name" label="Name" value=typed error=wrong required=true />
                <div class="flex justify-end gap-2">
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary button_type=ButtonType::Submit busy>
                        "Rename tag"
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// Asked first, because it cannot be taken back.
#[component]
fn Delete(desk: Desk, deleting: RwSignal<Option<Tag>>) -> impl IntoView {
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if deleting.with(Option::is_some) {
            open.set(true);
        }
    });
    let title = Signal::derive(move || {
        deleting.with(|tag| {
            tag.as_ref().map_or_else(String::new, |tag| format!("Delete the tag “{}”?", tag.name))
        })
    });
    let text =
        Some("It is taken away from every lead, contact and property. This cannot be taken back.".to_owned());
    let delete = move |_| {
        let Some(tag) = deleting.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match delete_tag(tag.id).await {
                Ok(()) => desk.toaster.success(format!("The tag “{}” is deleted", tag.name)),
                Err(error) => desk.toaster.error("The tag was not deleted", error.message),
            }
            open.try_set(false);
            busy.try_set(false);
            desk.look();
        });
    };
    let actions = move || {
        view! {
            <Button on_click=move |_| open.set(false)>"Keep tag"</Button>
            <Button kind=ButtonKind::Danger busy on_click=delete>
                "Delete tag"
            </Button>
        }
        .into_any()
    };
    view! { <Dialog id="delete-tag" title description=text open actions on_close=move |()| deleting.set(None) /> }
}
