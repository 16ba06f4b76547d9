//! What the forms that lead into the app have in common: the alert above the fields, the step inside afterwards, the
//! drawing beside them.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use ui::{Banner, Button, ButtonKind, ButtonSize, ButtonType, Tone};

/// The error of the last attempt; gone while the next one is under way.
pub(super) fn refusal<F>(action: ServerAction<F>) -> Signal<Option<AppError>>
where
    F: ServerFn<Output = String, Error = AppError> + Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().get().and_then(Result::err).filter(|_| !action.pending().get()))
}

/// Loads the page that the server answered with. A whole new document: everything in it belongs to the new session.
pub(super) fn go_on<F>(action: ServerAction<F>)
where
    F: ServerFn<Output = String, Error = AppError> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if let Some(Ok(next)) = action.value().get() {
            // refused only for an address that is none, and the server sends paths
            drop(window().location().assign(&next));
        }
    });
}

/// What no field can show. `fields` are those that show their own errors.
#[component]
pub(super) fn Refusal(error: Signal<Option<AppError>>, fields: &'static [&'static str]) -> impl IntoView {
    let words = move || error.get().and_then(|error| error.beside(fields));
    move || {
        words().map(|words| {
            view! {
                <Banner tone=Tone::Danger alert=true class="mb-4">
                    {words}
                </Banner>
            }
        })
    }
}

/// The error of one field.
pub(super) fn at(error: Signal<Option<AppError>>, path: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
}

/// The button at the end, as wide as the fields.
#[component]
pub(super) fn Submit<F>(
    action: ServerAction<F>,
    label: &'static str,
    /// What stands on it while the server answers.
    busy: &'static str,
) -> impl IntoView
where
    F: ServerFn<Output = String, Error = AppError> + Clone + Send + Sync + 'static,
{
    view! {
        <Button
            kind=ButtonKind::Primary
            size=ButtonSize::Touch
            button_type=ButtonType::Submit
            class="w-full"
            busy=Signal::derive(move || action.pending().get())
            busy_label=busy
        >
            {label}
        </Button>
    }
}

/// Decoration for wide screens.
#[component]
pub(super) fn Drawing() -> impl IntoView {
    view! {
        <aside aria-label="About Empire" class="relative hidden overflow-hidden border-l border-line bg-canvas lg:block">
            <div class="grid-paper absolute inset-0 opacity-70"></div>
            <div class="absolute inset-0 flex flex-col justify-center px-[12%]">
                <svg
                    viewBox="0 0 560 300"
                    class="w-full max-w-[560px] text-accent-ink"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="1.4"
                    stroke-linejoin="round"
                    stroke-linecap="round"
                    aria-hidden="true"
                >
                    <path d="M70 250V140L170 72l100 68v110M270 250V160h150v90M20 250h500" />
                    <path d="M254 129l26-19h150l20 50H270" />
                    <path d="M145 250v-62h50v62M96 168h34v34H96zM210 168h34v34h-34zM300 188h44v36h-44zM366 188h34v62h-34z" />
                    <path d="M113 168v34M96 185h34M227 168v34M210 185h34M322 188v36" stroke-width="1" />
                    <path d="M220 106V62h22v59" />
                    <path d="M440 250c0-26 8-40 22-40s22 14 22 40M462 250v-24" stroke-width="1.1" />
                    <path
                        d="M70 274h200M270 274h150M70 268v12M270 268v12M420 268v12M514 250V110M508 250h12M508 110h12"
                        stroke-width=".9"
                        opacity=".75"
                    />
                </svg>
                <p class="mt-10 max-w-[40ch] text-title font-semibold">"Every lead answered, every deal with a next step."</p>
                <p class="mt-1 text-large text-muted">"One place, on your own machine."</p>
            </div>
        </aside>
    }
}
