//! Address and secret of a source: to be copied, shown, rotated with a day in which both count.

use super::rpc::{retire_secret, rotate_secret, show_secret};
use super::state::Room;
use crate::layout::{Confirm, CopyField};
use crate::rpc::AppError;
use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sources::{SourceSecret, Verification};
use ui::{
    Badge, Button, ButtonKind, ButtonSize, Dialog, IconButton, Section, TextField, Tone, exact_text, lucide,
};

/// Where payloads go, with a button that copies it.
#[component]
pub(super) fn Address(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let address = Memo::new(move |_| room.source.with(|source| source.address.clone()));
    view! {
        <div class="flex h-8 min-w-0 items-center gap-1 rounded-md border border-line-strong bg-sunken pl-2.5">
            <span class="text-muted">"POST"</span>
            <span class="min-w-0 flex-1 truncate font-mono text-caption" title=address data-testid="address">
                {address}
            </span>
            <IconButton
                icon=lucide::LuCopy
                label="Copy address"
                size=ButtonSize::Sm
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| copy(room, address.get_untracked())
            />
        </div>
    }
}

fn copy(room: Room, text: String) {
    spawn_local(async move {
        if crate::layout::write_clipboard(&text).await {
            room.desk.toaster.success("Copied");
        } else {
            room.desk.toaster.info("This browser does not let pages copy. Select the text and press Ctrl C.");
        }
    });
}

/// The secret by its end, with buttons that show and copy it.
#[component]
pub(super) fn Secret(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let ending =
        Memo::new(move |_| room.source.with(|source| source.secret.as_ref().map(|s| s.ending.clone())));
    let asleep = Signal::derive(move || !hydrated.get());
    let ask = move |copied: bool| {
        spawn_local(async move {
            match show_secret(room.id).await {
                Ok(secret) if copied => copy(room, secret.secret.unwrap_or_default()),
                Ok(secret) => room.desk.shown.set(Some((room.id, secret))),
                Err(error) => room.desk.toaster.error("The secret could not be shown", error.message),
            }
        });
    };
    move || {
        match ending.get() {
        None => view! {
            <p class="self-center text-caption text-muted">"The address is the secret: whoever knows it may send."</p>
        }
        .into_any(),
        Some(ending) => view! {
            <div class="flex h-8 min-w-0 items-center gap-1 rounded-md border border-line-strong bg-sunken pl-2.5">
                <span class="text-muted">"Secret"</span>
                <Masked ending />
                <IconButton
                    icon=lucide::LuEye
                    label="Show secret"
                    size=ButtonSize::Sm
                    disabled=asleep
                    on_click=move |_| ask(false)
                />
                <IconButton
                    icon=lucide::LuCopy
                    label="Copy secret"
                    size=ButtonSize::Sm
                    disabled=asleep
                    on_click=move |_| ask(true)
                />
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Masked(ending: String) -> impl IntoView {
    view! {
        <span class="font-mono text-caption whitespace-nowrap">
            <span class="tracking-wider text-faint" aria-hidden="true">
                "••••••••"
            </span>
            <span class="sr-only">"hidden, ends in "</span>
            {ending}
        </span>
    }
}

/// The secret where somebody asked to see it, or has just made it.
#[component]
pub(super) fn ShownSecret(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let shown = Memo::new(move |_| {
        room.desk
            .shown
            .with(|shown| shown.as_ref().filter(|(id, _)| *id == room.id).map(|(_, secret)| secret.clone()))
    });
    let user = move || {
        room.source.with(|source| match &source.summary.verification {
            Verification::Basic { user } => Some(user.clone()),
            _ => None,
        })
    };
    move || {
        shown.get().map(|SourceSecret { address, secret, .. }| {
            let name = if user().is_some() { "Password" } else { "Secret" };
            view! {
                <div role="status" class="mb-4 space-y-2 rounded-lg border border-success/40 bg-success-soft p-3">
                    <CopyField id="new-address" label="Address" value=address what="Copy address" />
                    {user().map(|user| view! { <p>"User name " <b class="font-mono font-medium">{user}</b></p> })}
                    {secret.map(|secret| view! { <CopyField id="new-secret" label=name value=secret what="Copy secret" /> })}
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                        <p class="min-w-0 flex-1 basis-64 text-caption">
                            "Enter both on the sender's side, and keep them from others: whoever has them can send leads."
                        </p>
                        <Button
                            size=ButtonSize::Sm
                            disabled=Signal::derive(move || !hydrated.get())
                            on_click=move |_| room.desk.shown.set(None)
                        >
                            "I have it"
                        </Button>
                    </div>
                </div>
            }
        })
    }
}

/// Rotation, with its overlap.
#[component]
pub(super) fn Secrets(room: Room) -> impl IntoView {
    let hydrated = use_hydrated();
    let asking = RwSignal::new(false);
    let is_address = Memo::new(move |_| room.source.with(|source| source.secret.is_none()));
    let title = Signal::derive(move || if is_address.get() { "Secret address" } else { "Secret" }.to_owned());
    let since = move || {
        let zone = use_zone();
        room.source.with(|source| {
            let at = source.secret.as_ref()?.since?.timestamp_millis();
            Some(format!("Since {}", exact_text(at, zone.minutes_at(at))))
        })
    };
    let previous = Memo::new(move |_| room.source.with(|source| source.previous_secret.clone()));
    let rotate_button = move || {
        view! {
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuRefreshCw
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| asking.set(true)
            >
                "Rotate"
            </Button>
        }
    };
    view! {
        <Section id="secret" title actions=rotate_button>
            <p class="num mt-1 text-caption text-muted">{since}</p>
            {move || {
                previous
                    .get()
                    .and_then(|before| Some((before.ending.clone(), before.until?)))
                    .map(|(ending, until)| view! { <Before room ending until=until.timestamp_millis() /> })
            }}
            <p class="mt-1 max-w-[68ch] text-caption text-muted">
                "After a rotation both count for 24 hours, so the sender may change over at any moment."
            </p>
        </Section>
        <Rotate room open=asking is_address />
    }
}

/// Asks for the rotation; the secret may be one that the sender made.
#[component]
fn Rotate(room: Room, open: RwSignal<bool>, is_address: Memo<bool>) -> impl IntoView {
    let given = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let rotate = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match rotate_secret(room.id, given.get_untracked()).await {
                Ok(made) => {
                    room.desk.shown.set(Some((room.id, made)));
                    room.desk.toaster.success("The new one counts now");
                    given.try_set(String::new());
                    open.try_set(false);
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
            busy.try_set(false);
            room.look();
        });
    };
    let wrong = Signal::derive(move || {
        error.with(|error| {
            error.as_ref().map(|error| error.field("given").unwrap_or_else(|| error.message.clone()))
        })
    });
    let name = Memo::new(move |_| room.source.with(|source| source.summary.name.clone()));
    let title = move || {
        let what = if is_address.get() { "address" } else { "secret" };
        format!("Rotate the {what} of {}?", name.get())
    };
    let words = Signal::derive(move || {
        Some(if room.source.with(|source| source.previous_secret.is_some()) {
            "The new one and the one that counts now overlap for 24 hours. The one before stops at once."
                .to_owned()
        } else {
            "The one that counts now stays good for 24 hours.".to_owned()
        })
    });
    let actions = move || {
        view! {
            <Button on_click=move |_| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary busy busy_label="Rotating" on_click=move |_| rotate()>
                {move || if is_address.get() { "Rotate address" } else { "Rotate secret" }}
            </Button>
        }
        .into_any()
    };
    view! {
        <Dialog id="rotate-secret" title description=words open actions>
            <Show when=move || !is_address.get()>
                <TextField
                    name="given"
                    label="Secret the sender gave you"
                    optional_mark=true
                    autocomplete="off"
                    hint="Leave it empty for a new one."
                    value=given
                    error=wrong
                    class="mt-3"
                />
            </Show>
        </Dialog>
    }
}

/// The one that counts as well for a while.
#[component]
fn Before(room: Room, ending: String, until: i64) -> impl IntoView {
    let (zone, now, hydrated) = (use_zone(), use_now(), use_hydrated());
    let asking = RwSignal::new(false);
    let words = move || {
        let minutes = (until - now.get()).max(0) / 60_000;
        let at = exact_text(until, zone.minutes_at(until));
        format!("Both count until {at}, {} h {} min left", minutes / 60, minutes % 60)
    };
    let end = move || {
        spawn_local(async move {
            room.settle("Only the new one counts now", retire_secret(room.id).await);
        });
    };
    let title = format!("End the one that ends in {ending}?");
    view! {
        <div class="mt-1 rounded-lg border border-line px-3 py-2">
            <p class="flex flex-wrap items-center gap-2">
                <Masked ending />
                <Badge tone=Tone::Warning icon=lucide::LuClock>
                    "Counts as well"
                </Badge>
            </p>
            <p class="num mt-1 flex flex-wrap items-center justify-between gap-x-3 text-caption text-muted">
                <span>{words}</span>
                <Button
                    kind=ButtonKind::Link
                    size=ButtonSize::Sm
                    disabled=Signal::derive(move || !hydrated.get())
                    on_click=move |_| asking.set(true)
                >
                    "End it now"
                </Button>
            </p>
        </div>
        <Confirm
            id="retire-secret"
            open=asking
            title
            text="A sender that still uses it is refused from now on."
            verb="End it now"
            on_confirm=move |()| end()
        />
    }
}
