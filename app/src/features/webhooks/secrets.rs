//! The signing secret: shown once when it is made, then by its end; rotated with a day in which both sign.

use super::rpc::{retire_secret, rotate_secret};
use super::state::{Desk, Shown};
use super::words::parts;
use crate::layout::{Confirm, CopyField};
use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::{SecretView, WebhookEndpoint};
use ui::{Badge, Button, ButtonKind, ButtonSize, Section, Tone, exact_text, lucide};

/// How long both sign after a rotation.
const OVERLAP_MS: i64 = 24 * 3_600_000;

/// The secret that was just made for the open endpoint.
#[component]
pub(super) fn NewSecret(desk: Desk) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let open = desk.endpoint.get();
        desk.shown.get().filter(|shown| Some(&shown.endpoint) == open.as_ref())
    });
    let hydrated = use_hydrated();
    move || {
        shown.get().map(|shown| {
            view! {
                <div role="status" class="mt-3 space-y-2 rounded-lg border border-success/40 bg-success-soft p-3">
                    <CopyField id="new-secret" label="Signing secret" value=shown.secret what="Copy secret" />
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                        <p class="min-w-0 flex-1 basis-64 text-caption">
                            "Give it to the receiver now: it is shown this once and cannot be read again."
                        </p>
                        <Button
                            size=ButtonSize::Sm
                            disabled=Signal::derive(move || !hydrated.get())
                            on_click=move |_| desk.shown.set(None)
                        >
                            "I have it"
                        </Button>
                    </div>
                </div>
            }
        })
    }
}

#[component]
pub(super) fn Secrets(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let rotate = move || {
        let Some(endpoint) = desk.current.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match rotate_secret(endpoint.id).await {
                Ok(made) => {
                    desk.shown.set(Some(Shown { endpoint: endpoint.id.to_string(), secret: made.secret }));
                    desk.toaster.success("A new secret signs now");
                }
                Err(error) => desk.toaster.error("The secret is the same", error.message),
            }
            busy.try_set(false);
            desk.look();
        });
    };
    let host = move || desk.current.with(|now| now.as_ref().map(|now| parts(&now.url).0).unwrap_or_default());
    let loses = move || {
        let both = desk.current.with(|now| now.as_ref().is_some_and(|now| now.previous_secret.is_some()));
        if both {
            "The new secret and the one that signs now overlap for 24 hours. The one before stops at once."
        } else {
            "Both secrets sign for 24 hours, so the receiver may change over at any moment."
        }
    };
    let rotate_button = move || {
        view! {
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Sm
                icon=lucide::LuRefreshCw
                disabled=Signal::derive(move || !hydrated.get())
                busy
                busy_label="Rotating"
                on_click=move |_| asking.set(true)
            >
                "Rotate"
            </Button>
        }
    };
    let kept = Memo::new(move |_| desk.current.with(|now| now.as_ref().map(secrets_of)));
    view! {
        <Section id="secret" title="Signing secret" actions=rotate_button>
            {move || kept.get().map(|(now, before)| view! { <Both desk now before /> })}
            <p class="mt-2 text-caption text-muted">
                "Follows Standard Webhooks: its libraries verify what is sent. While two secrets overlap, each delivery carries both signatures."
            </p>
        </Section>
        <Confirm
            id="rotate-secret"
            open=asking
            title=move || format!("Rotate the secret of {}?", host())
            text=Signal::derive(move || loses().to_owned())
            verb="Rotate secret"
            on_confirm=move |()| rotate()
        />
    }
}

fn secrets_of(endpoint: &WebhookEndpoint) -> (SecretView, Option<SecretView>) {
    (endpoint.secret.clone(), endpoint.previous_secret.clone())
}

#[component]
fn Both(desk: Desk, now: SecretView, before: Option<SecretView>) -> impl IntoView {
    let zone = use_zone();
    let since = now.since.map(|at| {
        let at = at.timestamp_millis();
        format!("Since {}", exact_text(at, zone.minutes_at(at)))
    });
    view! {
        <div class="mt-1 rounded-lg border border-line">
            <div class="px-3 py-2">
                <p class="flex flex-wrap items-center gap-2">
                    <Masked ending=now.ending />
                    <Badge tone=Tone::Success>"Signs now"</Badge>
                </p>
                <p class="num text-caption text-muted">{since}</p>
            </div>
            {before.map(|before| view! { <Before desk before /> })}
        </div>
    }
}

#[component]
fn Masked(ending: String) -> impl IntoView {
    view! {
        <span class="font-mono text-caption leading-5">
            "whsec_" <span class="tracking-wider text-faint" aria-hidden="true">"••••••••"</span>
            <span class="sr-only">"hidden, ends in "</span> {ending}
        </span>
    }
}

/// The secret that signs as well for a while.
#[component]
fn Before(desk: Desk, before: SecretView) -> impl IntoView {
    let (zone, now, hydrated) = (use_zone(), use_now(), use_hydrated());
    let asking = RwSignal::new(false);
    let until = before.until.map_or(0, |at| at.timestamp_millis());
    let left = move || (until - now.get()).clamp(0, OVERLAP_MS);
    let words = move || {
        let minutes = left() / 60_000;
        let at = exact_text(until, zone.minutes_at(until));
        format!("Both sign until {at}, {} h {} min left", minutes / 60, minutes % 60)
    };
    let width = move || format!("width:{}%", left() * 100 / OVERLAP_MS);
    let end = move || {
        let Some(endpoint) = desk.current.get_untracked() else { return };
        spawn_local(async move {
            desk.settle("Only the new secret signs now", retire_secret(endpoint.id).await);
        });
    };
    let title = format!("End the secret that ends in {}?", before.ending);
    view! {
        <div class="border-t border-line px-3 py-2">
            <p class="flex flex-wrap items-center gap-2">
                <Masked ending=before.ending />
                <Badge tone=Tone::Warning icon=lucide::LuClock>
                    "Signs as well"
                </Badge>
            </p>
            <span class="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-line" aria-hidden="true">
                <span class="block h-full rounded-full bg-warning" style=width></span>
            </span>
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
            text="A receiver that still verifies with it refuses what is sent from now on."
            verb="End it now"
            on_confirm=move |()| end()
        />
    }
}
