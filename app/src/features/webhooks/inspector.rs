//! The inspector: a receiver of Empire's own, so that an endpoint can be tried before a real one is written.

use super::address::add_href;
use super::inspections::Inspections;
use super::rpc::{answer_inspector, close_inspector, open_inspector};
use super::state::Desk;
use crate::layout::CopyField;
use crate::state::{use_hydrated, use_now, use_zone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::webhooks::{INSPECTIONS, InspectorAnswer};
use ui::{Button, ButtonKind, Choice, LinkButton, RelativeTime, Section, Select, TimeMode, lucide};

#[component]
pub(super) fn InspectorSection(desk: Desk) -> impl IntoView {
    let note = "An address of this program that shows what comes, says whether the signature is good, and answers what you choose. It is there for an hour.";
    // The part is made anew for another inspector only.
    let url = Memo::new(move |_| desk.inspector.with(|known| known.as_ref().map(|known| known.url.clone())));
    view! {
        <Section id="inspector" title="Inspector" note=Some(note.to_owned())>
            {move || match url.get() {
                Some(url) => view! { <Opened desk url /> }.into_any(),
                None => view! { <Closed desk /> }.into_any(),
            }}
        </Section>
    }
}

#[component]
fn Closed(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let busy = RwSignal::new(false);
    let open = move || {
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = open_inspector().await {
                desk.toaster.error("The inspector was not opened", error.message);
            }
            busy.try_set(false);
            desk.look();
        });
    };
    view! {
        <div class="mt-3">
            <Button
                icon=lucide::LuScanSearch
                disabled=Signal::derive(move || !hydrated.get())
                busy
                busy_label="Opening"
                on_click=move |_| open()
            >
                "Open an inspector"
            </Button>
        </div>
    }
}

#[component]
fn Opened(desk: Desk, url: String) -> impl IntoView {
    let (hydrated, zone, now) = (use_hydrated(), use_zone(), use_now());
    let known = desk.inspector.get_untracked();
    let ends = known.as_ref().map_or(0, |known| known.expires_at.timestamp_millis());
    let first = known.map_or(InspectorAnswer::Taken, |known| known.answer);
    let answer = RwSignal::new(first.as_str().to_owned());
    // Somebody else may choose meanwhile.
    Effect::new(move |_| {
        let said = desk.inspector.with(|known| known.as_ref().map(|known| known.answer));
        if let Some(said) = said
            && answer.get_untracked() != said.as_str()
        {
            answer.set(said.as_str().to_owned());
        }
    });
    let choose = move |word: String| {
        let Some(chosen) = InspectorAnswer::from_word(&word) else { return };
        // At once, so that the next look does not take it back.
        desk.inspector.update(|known| {
            if let Some(known) = known {
                known.answer = chosen;
            }
        });
        spawn_local(async move {
            if let Err(error) = answer_inspector(chosen).await {
                desk.toaster.error("It answers as before", error.message);
            }
            desk.look();
        });
    };
    let close = move || {
        spawn_local(async move {
            match close_inspector().await {
                Ok(()) => desk.toaster.success("The inspector has ended"),
                Err(error) => desk.toaster.error("The inspector is still there", error.message),
            }
            desk.look();
        });
    };
    let choices: Vec<Choice> =
        InspectorAnswer::ALL.iter().map(|answer| Choice::new(answer.as_str(), answer.label())).collect();
    let used = {
        let url = url.clone();
        Memo::new(move |_| desk.endpoints.with(|all| all.iter().any(|one| one.url == url)))
    };
    let add = add_href(&url);
    view! {
        <div class="mt-3 max-w-2xl space-y-3">
            <CopyField id="inspector-address" label="Its address" value=url what="Copy address" rows=2 />
            <div class="flex flex-wrap items-end gap-x-3 gap-y-2">
                <Select
                    name="answer"
                    label="What it answers"
                    class="min-w-64"
                    choices
                    value=answer
                    disabled=Signal::derive(move || !hydrated.get())
                    on_change=choose
                />
                <Show when=move || !used.get()>
                    <LinkButton kind=ButtonKind::Primary href=add.clone()>
                        "Add it as an endpoint"
                    </LinkButton>
                </Show>
                <Button disabled=Signal::derive(move || !hydrated.get()) on_click=move |_| close()>
                    "End the inspector"
                </Button>
            </div>
            <p class="text-caption text-muted">
                <RelativeTime at=ends now mode=TimeMode::Deadline offset_minutes=zone.minutes_at(ends) />
                {format!(", then it ends. The newest {INSPECTIONS} requests are kept until then.")}
            </p>
        </div>
        <Inspections desk />
    }
}
