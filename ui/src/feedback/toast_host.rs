//! Shows toasts in two live regions: one that waits for a pause, one that interrupts.
use leptos::prelude::*;

use super::toast::{STAYS, Toast, Toaster, use_toaster};
use crate::actions::{Button, ButtonKind, ButtonSize, IconButton};
use crate::icon::Icon;
use crate::style::classes;

/// Once in the frame. The regions are there from the start, else nothing would be announced.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toaster = use_toaster();
    let region = move |errors: bool| {
        view! {
            <For each=move || toaster.shown(errors) key=|toast| toast.id let:toast>
                {card(toast, toaster)}
            </For>
        }
    };
    view! {
        <div class="pointer-events-none fixed inset-x-3 bottom-3 z-50 grid justify-items-center gap-2 max-md:bottom-[calc(4.25rem+env(safe-area-inset-bottom))] md:right-4 md:left-auto md:justify-items-end">
            <div role="alert" aria-atomic="false" class="grid w-full max-w-96 gap-2 md:w-96">
                {region(true)}
            </div>
            <div role="status" aria-atomic="false" class="grid w-full max-w-96 gap-2 md:w-96">
                {region(false)}
            </div>
        </div>
    }
}

/// Waits again while the pointer or the focus is on it.
fn leave_later(toaster: Toaster, id: u64, held: RwSignal<bool>) {
    set_timeout(
        move || match held.try_get_untracked() {
            Some(true) => leave_later(toaster, id, held),
            Some(false) => toaster.dismiss(id),
            None => {}
        },
        STAYS,
    );
}

fn card(toast: Toast, toaster: Toaster) -> impl IntoView {
    let held = RwSignal::new(false);
    let id = toast.id;
    if !toast.is_error() {
        Effect::new(move |_| leave_later(toaster, id, held));
    }
    let symbol = toast.symbol();
    let dismiss = move || toaster.dismiss(id);
    view! {
        <div
            class="pointer-events-auto flex w-full animate-pop items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-float"
            on:mouseenter=move |_| held.set(true)
            on:mouseleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Icon icon=symbol class=classes(&["mt-0.5", toast.tone.ink()]) />
            <div class="min-w-0 flex-1">
                <p class="font-medium">{toast.text}</p>
                {toast.detail.map(|detail| view! { <p class="text-muted">{detail}</p> })}
                {toast.action.map(|(label, run)| press(label, run, ButtonKind::Secondary, "mt-2", dismiss))}
            </div>
            {toast.undo.map(|undo| press("Undo".to_owned(), undo, ButtonKind::Link, "-my-1", dismiss))}
            <IconButton
                icon=icondata_lu::LuX
                label="Dismiss"
                size=ButtonSize::Sm
                class="-my-1 -mr-1"
                on_click=move |_| dismiss()
            />
        </div>
    }
}

fn press(
    label: String,
    run: Callback<()>,
    kind: ButtonKind,
    class: &'static str,
    dismiss: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let click = move |_| {
        dismiss();
        run.run(());
    };
    view! {
        <Button kind size=ButtonSize::Sm class on_click=click>
            {label}
        </Button>
    }
}
