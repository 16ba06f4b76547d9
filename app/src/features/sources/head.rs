//! The head of an open source: its name and how it stands, address and secret, the day, and what can be done with it.

use super::address::SOURCES;
use super::mapping::Save;
use super::replay::not_now;
use super::rpc::{delete_source, disable_source, enable_source, replay_payload};
use super::screen::Stale;
use super::secrets::{Address, Secret};
use super::state::Room;
use super::versions::Versions;
use super::words::{standing, today};
use crate::layout::Confirm;
use crate::state::{put, use_hydrated};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::sources::SourceState;
use ui::{Badge, Banner, Button, ButtonSize, Menu, MenuItem, Tone, lucide};

#[component]
pub(super) fn Head(room: Room) -> impl IntoView {
    let name = Memo::new(move |_| room.source.with(|source| source.summary.name.clone()));
    room.desk.title.set(name.get_untracked());
    Effect::new(move |_| put(room.desk.title, name.get()));
    let state = Memo::new(move |_| room.source.with(|source| standing(&source.summary)));
    let mapping = Memo::new(move |_| match (room.draft.version.get(), room.draft.edited.get()) {
        (0, _) => (Tone::Warning, "Mapping not saved yet".to_owned()),
        (version, true) => (Tone::Warning, format!("Mapping {version}, edited")),
        (version, false) => (Tone::Neutral, format!("Mapping {version}")),
    });
    let hydrated = use_hydrated();
    let live = move || if hydrated.get() && !room.desk.stale.get() { "Live view" } else { "Not live" };
    view! {
        <div class="shrink-0 border-b border-line px-4 pt-2 pb-3">
            <nav aria-label="Breadcrumb" class="flex h-8 items-center text-caption text-muted">
                <a href=SOURCES class="rounded-sm hover:text-ink hover:underline">
                    "Sources"
                </a>
                <span class="sr-only" role="status">
                    {live}
                </span>
            </nav>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <h1 class="text-title font-semibold break-words">{name}</h1>
                {move || {
                    let (tone, label) = state.get();
                    view! { <Badge tone>{label}</Badge> }
                }}
                {move || {
                    let (tone, label) = mapping.get();
                    view! { <Badge tone>{label}</Badge> }
                }}
                <div class="ml-auto flex flex-wrap gap-1.5 max-md:ml-0">
                    <ReplayShown room />
                    <Save room />
                    <More room />
                </div>
            </div>
            <div class="mt-3 grid gap-x-6 gap-y-2 md:grid-cols-[minmax(0,1fr)_auto] xl:grid-cols-[minmax(0,520px)_auto_1fr]">
                <Address room />
                <Secret room />
                <p class="num self-center text-caption text-muted md:max-xl:col-span-2 xl:text-right">
                    {move || room.source.with(|source| today(source.summary.today))}
                </p>
            </div>
            <Off room />
            <Stale stale=room.desk.stale on_look=move |()| room.look() />
        </div>
    }
}

/// The payload that is shown, mapped again; only one that was refused may be.
#[component]
fn ReplayShown(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        room.samples.shown.with(|shown| {
            let shown = &shown.as_ref()?.summary;
            shown.replayable.then_some(shown.id)
        })
    });
    let replay = move || {
        let Some(id) = shown.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            room.settle("It is mapped again", replay_payload(id.to_string()).await);
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || shown.get().is_some()>
            <Button
                icon=lucide::LuRotateCw
                class="max-md:hidden"
                disabled=Signal::derive(move || !hydrated.get())
                reason=Signal::derive(move || not_now(room))
                busy
                on_click=move |_| replay()
            >
                "Replay this payload"
            </Button>
        </Show>
    }
}

#[component]
fn Off(room: Room) -> impl IntoView {
    let off = Memo::new(move |_| room.source.with(|source| source.summary.state == SourceState::Disabled));
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let on = move || {
        busy.set(true);
        spawn_local(async move {
            room.settle("The source is switched on", enable_source(room.id).await);
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || off.get()>
            <div class="mt-3">
                <Banner
                    tone=Tone::Warning
                    icon=lucide::LuPowerOff
                    actions=move || {
                        view! {
                            <Button
                                size=ButtonSize::Sm
                                disabled=Signal::derive(move || !hydrated.get())
                                busy
                                on_click=move |_| on()
                            >
                                "Switch on"
                            </Button>
                        }
                    }
                >
                    <b class="font-medium">"The source is switched off."</b>
                    " What comes is refused and kept here; the sender is told."
                </Banner>
            </div>
        </Show>
    }
}

#[component]
fn More(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let (switching, deleting, versions) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let name = Memo::new(move |_| room.source.with(|source| source.summary.name.clone()));
    let on = Memo::new(move |_| room.source.with(|source| source.summary.state == SourceState::Enabled));
    let items = Signal::derive(move || {
        let mut items = vec![
            MenuItem::new("Versions of the mapping", move || versions.set(true)).icon(lucide::LuHistory),
        ];
        if on.get() {
            items.push(MenuItem::new("Switch off", move || switching.set(true)).icon(lucide::LuPowerOff));
        }
        items.push(MenuItem::separator());
        items
            .push(MenuItem::new("Delete source", move || deleting.set(true)).icon(lucide::LuTrash2).danger());
        items
    });
    let navigate = use_navigate();
    let delete = move || {
        let navigate = navigate.clone();
        room.rest(true);
        spawn_local(async move {
            match delete_source(room.id).await {
                Ok(()) => {
                    room.desk.toaster.success(format!("{} was deleted", name.get_untracked()));
                    navigate(SOURCES, NavigateOptions::default());
                }
                Err(error) => {
                    room.rest(false);
                    room.desk.toaster.error("The source was not deleted", error.message);
                }
            }
            room.desk.look();
        });
    };
    let disable = move || {
        spawn_local(async move {
            room.settle("The source is switched off", disable_source(room.id).await);
        });
    };
    view! {
        <Menu
            id="source-more"
            label="More actions"
            icon=lucide::LuEllipsis
            kind=ui::ButtonKind::Secondary
            disabled=Signal::derive(move || !hydrated.get())
            items
        />
        <Versions room open=versions />
        <Confirm
            id="switch-off"
            open=switching
            title=move || format!("Switch off {}?", name.get())
            text="What comes from then on is refused. It is kept here for 30 days and can be replayed once the source is on again."
            verb="Switch off"
            on_confirm=move |()| disable()
        />
        <Confirm
            id="delete-source"
            open=deleting
            title=move || format!("Delete {}?", name.get())
            text="Its address stops working at once, and what came through it can no longer be looked at. The leads stay."
            verb="Delete source"
            on_confirm=move |()| delete()
        />
    }
}
