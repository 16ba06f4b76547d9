//! The head of the builder: which form, how it stands, back and forth, trying it, publishing it.

use super::room::Room;
use super::row::show_part;
use super::words::to_mend;
use crate::features::forms::rpc::{duplicate_form, publish_form};
use crate::rpc::ErrorKind;
use crate::state::{mirrored, use_hydrated};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::forms::edit::{History, Place};
use ui::{
    Badge, Button, ButtonKind, Choice, IconButton, LinkButton, Menu, MenuItem, Segmented, TextLink, Tone,
    lucide,
};

const PART: &str = "flex h-9 flex-1 items-center justify-center gap-1.5 rounded-sm px-2 font-medium text-muted has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus";

#[component]
pub(super) fn Head(room: Room) -> impl IntoView {
    keys(room);
    let name = Memo::new(move |_| room.name());
    let hydrated = use_hydrated();
    let off = Signal::derive(move || !hydrated.get());
    let standing = move || if hydrated.get() { room.standing() } else { "" };
    let mode = Memo::new(move |_| if room.theming.get() { "theme" } else { "build" }.to_owned());
    let state = Memo::new(move |_| {
        let version = room.published.with(|published| published.as_ref().map(|published| published.version));
        match (version, room.unpublished()) {
            (None, _) => (Tone::Warning, "Draft, not published".to_owned()),
            (Some(version), true) => {
                (Tone::Warning, format!("Draft of version {}", version.saturating_add(1)))
            }
            (Some(version), false) => (Tone::Success, format!("Version {version}")),
        }
    });
    let (nothing_back, nothing_on) = (
        Signal::derive(move || !hydrated.get() || room.history.with(|history| !history.can_undo())),
        Signal::derive(move || !hydrated.get() || room.history.with(|history| !history.can_redo())),
    );
    let form = format!("/forms/{}", room.id);
    view! {
        <div class="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
            <div class="min-w-0">
                <nav aria-label="Breadcrumb" class="text-caption text-muted">
                    <TextLink href="/forms" class="text-muted!">
                        "Forms"
                    </TextLink>
                </nav>
                <div class="flex items-center gap-2">
                    <h1 class="min-w-0 truncate text-large font-semibold">
                        <TextLink href=form class="text-ink!">
                            {name}
                        </TextLink>
                    </h1>
                    {move || {
                        let (tone, words) = state.get();
                        view! { <Badge tone>{words}</Badge> }
                    }}
                </div>
            </div>
            <span class="md:mx-auto">
                <Segmented
                    label="Mode"
                    choices=vec![Choice::new("build", "Build"), Choice::new("theme", "Theme")]
                    value=mirrored(mode)
                    on_change=move |word: String| {
                        room.theming.set(word == "theme");
                        if word == "theme" {
                            show_part("fb-f");
                        }
                    }
                />
            </span>
            <div class="flex flex-wrap items-center gap-1.5">
                <span class="mr-1 text-caption text-muted" role="status">
                    {standing}
                </span>
                <IconButton
                    icon=lucide::LuUndo2
                    label="Undo"
                    keys="Ctrl Z"
                    disabled=nothing_back
                    on_click=move |_| room.undo()
                />
                <IconButton
                    icon=lucide::LuRedo2
                    label="Redo"
                    keys="Ctrl Shift Z"
                    disabled=nothing_on
                    on_click=move |_| room.redo()
                />
                <More room off />
                <span class="max-md:hidden">
                    <LinkButton
                        href=format!("/forms/{}/preview", room.id)
                        new_tab=true
                        icon=lucide::LuExternalLink
                    >
                        "Try it"
                    </LinkButton>
                </span>
                <Publish room off />
            </div>
        </div>
    }
}

/// Back and forth by keys, also while something is typed: what a browser would take back is only the text.
fn keys(room: Room) {
    let pressed = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => room.undo(),
            ("z", true) | ("y", false) => room.redo(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || pressed.remove());
}

#[component]
fn More(room: Room, off: Signal<bool>) -> impl IntoView {
    let navigate = use_navigate();
    let duplicate = move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            match duplicate_form(room.id).await {
                Ok(copy) => {
                    room.toaster.success("This is the copy");
                    navigate(&format!("/forms/{copy}/edit"), NavigateOptions::default());
                }
                Err(error) => room.toaster.error("The form was not copied", error.message),
            }
        });
    };
    let items = Signal::derive(move || {
        let duplicate = duplicate.clone();
        vec![
            MenuItem::new("Settings of the form", move || room.choose(Place::Form)).icon(lucide::LuSettings2),
            MenuItem::new("Versions", move || room.versions.set(true)).icon(lucide::LuHistory),
            MenuItem::new("Duplicate form", duplicate).icon(lucide::LuCopy),
            MenuItem::separator(),
            MenuItem::link("Embed code and sites", format!("/forms/{}", room.id)).icon(lucide::LuCode),
        ]
    });
    view! {
        <Menu
            id="form-more"
            label="More actions"
            icon=lucide::LuEllipsis
            kind=ButtonKind::Quiet
            disabled=off
            align=ui::Align::End
            items
        />
    }
}

#[component]
fn Publish(room: Room, off: Signal<bool>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let next = Memo::new(move |_| {
        room.published
            .with(|published| published.as_ref().map_or(1, |published| published.version.saturating_add(1)))
    });
    let reason = Signal::derive(move || {
        if off.get() {
            return None;
        }
        if room.saving.theirs.with(Option::is_some) {
            return Some("Choose first which version to go on with.".to_owned());
        }
        let wrong = room.problems.with(Vec::len);
        if wrong > 0 {
            return Some(format!("{} first.", to_mend(wrong)));
        }
        (!room.unpublished()).then(|| "Visitors see this already.".to_owned())
    });
    let publish = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            published(room).await;
            busy.try_set(false);
        });
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            disabled=Signal::derive(move || off.get() || reason.with(Option::is_some))
            reason
            busy
            busy_label="Publishing"
            on_click=move |_| publish()
        >
            {move || format!("Publish version {}", next.get())}
        </Button>
    }
}

async fn published(room: Room) {
    if !room.save().await {
        room.toaster
            .error("The form was not published", "Your last edit is not saved yet. Try again in a moment.");
        return;
    }
    let Some(seen) = room.saving.revision.try_get_untracked() else { return };
    match publish_form(room.id, seen).await {
        Ok(draft) => {
            // Texts got their numbers; what was typed meanwhile stays.
            room.history.try_update(|history: &mut History| history.number_consents(&draft.definition));
            room.saving.holds(&draft);
            let version = draft.published.as_ref().map_or(0, |published| published.version);
            room.published.try_set(draft.published);
            room.toaster.success(format!("Version {version} is published"));
        }
        Err(error) => {
            // A field that it fills may be gone meanwhile.
            if matches!(error.kind, ErrorKind::Conflict | ErrorKind::Invalid) {
                room.look();
            }
            room.toaster.error("The form was not published", error.message);
        }
    }
}

/// What a phone shows, chosen without scripts too.
#[component]
pub(super) fn Parts() -> impl IntoView {
    view! {
        <div role="radiogroup" aria-label="Show" class="mx-4 mt-2 mb-2 flex rounded-md border border-line-strong p-0.5 md:hidden">
            <label class=PART>
                <input type="radio" name="fb" id="fb-s" class="sr-only" checked=true />
                "Steps"
            </label>
            <label class=PART>
                <input type="radio" name="fb" id="fb-f" class="sr-only" />
                "Settings"
            </label>
            <label class=PART>
                <input type="radio" name="fb" id="fb-p" class="sr-only" />
                "Preview"
            </label>
        </div>
    }
}
