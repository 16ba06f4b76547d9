//! While a job works on an import, and when it was stopped.

use super::check::position;
use super::rpc::{CancelImport, RunImport};
use super::state::Desk;
use super::undo::TakeBack;
use super::words::came_of;
use leptos::form::ActionForm;
use leptos::prelude::*;
use shared::imports::ImportState;
use ui::{Button, ButtonKind, ButtonType, ProgressBar, Section, TextLink};

#[component]
pub(super) fn Busy(desk: Desk) -> impl IntoView {
    let stop = ServerAction::<CancelImport>::new();
    Effect::new(move |_| {
        if let Some(answer) = stop.value().get() {
            desk.settle(answer);
        }
    });
    let state = desk.state.get_untracked();
    let title = match state {
        ImportState::Checking => "Checking every row",
        ImportState::Undoing => "Taking it back",
        _ => "Importing",
    };
    let percent = Memo::new(move |_| desk.import.with(|import| import.summary.percent()));
    let far = move || {
        desk.import.with(|import| {
            let summary = &import.summary;
            match state {
                ImportState::Undoing => came_of(summary),
                ImportState::Running => {
                    format!("{}: {}", position(summary.position, summary.rows), came_of(summary))
                }
                _ => position(summary.position, summary.rows),
            }
        })
    };
    let id = desk.id();
    let again = super::address::import_href(&id);
    view! {
        <Section id="busy" title note="It goes on when you leave this page.">
            <div class="mt-3 max-w-[640px]">
                <ProgressBar label=title percent />
                <p class="num mt-1.5 text-muted" role="status">
                    {far}
                </p>
                <div class="mt-3 flex flex-wrap items-center gap-3">
                    {(state != ImportState::Undoing)
                        .then(|| {
                            view! {
                                <ActionForm action=stop>
                                    <input type="hidden" name="id" value=id />
                                    <Button
                                        button_type=ButtonType::Submit
                                        busy=Signal::derive(move || stop.pending().get())
                                        busy_label="Stopping"
                                    >
                                        {if state == ImportState::Running { "Stop import" } else { "Stop check" }}
                                    </Button>
                                </ActionForm>
                            }
                        })}
                    <noscript>
                        <TextLink href=again>"See how far it is"</TextLink>
                    </noscript>
                </div>
            </div>
        </Section>
    }
}

#[component]
pub(super) fn Stopped(desk: Desk) -> impl IntoView {
    let run = ServerAction::<RunImport>::new();
    Effect::new(move |_| {
        if let Some(answer) = run.value().get() {
            desk.settle(answer);
        }
    });
    let far = move || desk.import.with(|import| position(import.summary.position, import.summary.rows));
    // Taking it back has begun: then only that can be ended.
    let goes_on = Memo::new(move |_| {
        desk.import.with(|import| {
            let summary = &import.summary;
            summary.removed + summary.restored + summary.kept == 0
        })
    });
    view! {
        <Section id="stopped" title="Stopped">
            <p class="num max-w-[68ch] text-muted">
                {far} " are through. What came in stays until you take it back; the rest can still come."
            </p>
            <div class="mt-3 flex flex-wrap items-start gap-2">
                <Show when=move || goes_on.get()>
                    <ActionForm action=run>
                        <input type="hidden" name="id" value=desk.id() />
                        <Button
                            kind=ButtonKind::Primary
                            button_type=ButtonType::Submit
                            busy=Signal::derive(move || run.pending().get())
                            busy_label="Starting"
                        >
                            "Go on with the rest"
                        </Button>
                    </ActionForm>
                </Show>
                <TakeBack desk />
            </div>
        </Section>
    }
}
