//! What would happen, and the button that makes it happen.

use super::figures::Figures;
use super::rpc::{DiscardImport, RunImport};
use super::state::Desk;
use super::words::{count, plural};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::imports::KEEP_DAYS;
use ui::{Button, ButtonKind, ButtonType, Section};

#[component]
pub(super) fn Checked(desk: Desk) -> impl IntoView {
    let run = ServerAction::<RunImport>::new();
    Effect::new(move |_| {
        if let Some(answer) = run.value().get() {
            desk.settle(answer);
        }
    });
    let rows = Memo::new(move |_| {
        desk.import.with(|import| import.summary.counts.created + import.summary.counts.attached)
    });
    let left = Memo::new(move |_| {
        desk.import.with(|import| import.summary.counts.refused + import.summary.counts.skipped)
    });
    let (id, own) = (desk.id(), desk.id());
    let note = move || match left.get() {
        0 => "Every row comes in.".to_owned(),
        left => format!("{} left out.", plural(left, "row is", "rows are")),
    };
    view! {
        <Section id="dry" title="What would happen" note="Nothing is saved yet.">
            <Figures desk />
            <div class="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
                <ActionForm action=run>
                    <input type="hidden" name="id" value=own />
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        disabled=Signal::derive(move || rows.get() == 0)
                        reason=Signal::derive(move || {
                            (rows.get() == 0).then(|| "No row of the file would become a lead.".to_owned())
                        })
                        busy=Signal::derive(move || run.pending().get())
                        busy_label="Starting"
                    >
                        {move || format!("Import {}", plural(rows.get(), "row", "rows"))}
                    </Button>
                </ActionForm>
                <Discard desk id />
            </div>
            <p class="mt-2 max-w-[68ch] text-muted">
                {note} {format!(" Nobody is written to, and you can take it back for {KEEP_DAYS} days.")}
            </p>
        </Section>
    }
}

/// Throws the file away.
#[component]
pub(super) fn Discard(desk: Desk, id: String) -> impl IntoView {
    let action = ServerAction::<DiscardImport>::new();
    let navigate = use_navigate();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => navigate(super::IMPORTS, NavigateOptions::default()),
        Some(Err(error)) => {
            desk.refused.set(Some(error));
            desk.look();
        }
        None => {}
    });
    view! {
        <ActionForm action>
            <input type="hidden" name="id" value=id />
            <Button
                kind=ButtonKind::Quiet
                button_type=ButtonType::Submit
                busy=Signal::derive(move || action.pending().get())
                busy_label="Removing"
            >
                "Throw this file away"
            </Button>
        </ActionForm>
    }
}

/// "498 of 803 rows".
pub(super) fn position(done: u64, all: u64) -> String {
    format!("{} of {}", count(done), plural(all, "row", "rows"))
}
