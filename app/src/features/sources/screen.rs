//! The screen with its data: all sources, or the open one.

use super::Opening;
use super::address::{ADD, Place};
use super::create::Create;
use super::follow::follow_list;
use super::list::Sources;
use super::source::OpenSource;
use super::state::{Desk, Opened, open};
use crate::layout::Failure;
use crate::rpc::AppError;
use crate::state::use_hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Banner, Button, ButtonSize, LinkButton, Skeleton, SkeletonShape, Tone, lucide};

#[component]
pub(super) fn Screen(place: Memo<Place>, title: RwSignal<String>, opening: Opening) -> impl IntoView {
    let Opening { sources, opened, secret } = opening;
    let first = StoredValue::new(place.with_untracked(|place| place.source.clone()).zip(opened));
    let desk = Desk::new(place, title, sources, secret);
    follow_list(desk);
    let source = Memo::new(move |_| place.with(|place| place.source.clone()));
    Effect::new(move |before: Option<Option<String>>| {
        let now = source.get();
        // What the page came with is good for its first visit only.
        if before.is_some_and(|before| before != now) {
            first.set_value(None);
        }
        now
    });
    move || match source.get() {
        None => view! { <All desk /> }.into_any(),
        Some(id) => {
            // Cloned: a server renders twice.
            let known = first.get_value().filter(|(of, _)| *of == id).map(|(_, opened)| opened);
            view! { <One desk id known /> }.into_any()
        }
    }
}

#[component]
fn All(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let live = move || if hydrated.get() && !desk.stale.get() { "Live" } else { "Not live" };
    let adding = Memo::new(move |_| desk.place.with(|place| place.adding));
    desk.title.set("Sources".to_owned());
    view! {
        <div class="px-4 pt-4 pb-8 md:px-6">
            <div class="flex min-h-8 flex-wrap items-center gap-2">
                <h1 class="text-title font-semibold">"Sources"</h1>
                <span class="text-caption text-muted" role="status">
                    {live}
                </span>
                <Show when=move || !adding.get()>
                    <span class="ml-auto">
                        <LinkButton href=ADD icon=lucide::LuPlus>
                            "Add source"
                        </LinkButton>
                    </span>
                </Show>
            </div>
            <p class="mt-1 max-w-[68ch] text-muted">
                "Ways in for programs of others. What they send becomes leads, checked like what people enter. Refused and waiting ones are all that are kept; the other figures are of today."
            </p>
            <Stale stale=desk.stale on_look=move |()| desk.look() />
            <Show when=move || adding.get() fallback=move || view! { <Sources desk /> }>
                <div class="mt-4">
                    <Create desk />
                </div>
            </Show>
        </div>
    }
}

/// What is shown may be old.
#[component]
pub(super) fn Stale(stale: RwSignal<bool>, #[prop(into)] on_look: Callback<()>) -> impl IntoView {
    view! {
        <Show when=move || stale.get()>
            <div class="mt-3">
                <Banner
                    tone=Tone::Warning
                    icon=lucide::LuWifiOff
                    actions=move || {
                        view! {
                            <Button size=ButtonSize::Sm on_click=move |_| on_look.run(())>
                                "Look again"
                            </Button>
                        }
                    }
                >
                    <b class="font-medium">"The server could not be asked."</b>
                    " What you see may be old."
                </Banner>
            </div>
        </Show>
    }
}

/// The open source, known or asked for.
#[component]
fn One(desk: Desk, id: String, known: Option<Result<Opened, AppError>>) -> impl IntoView {
    let ask = known.is_none();
    let opened = RwSignal::new(known);
    let load = Callback::new(move |()| {
        let (id, place) = (id.clone(), desk.place.get_untracked());
        spawn_local(async move {
            let answer = open(id, place).await;
            opened.try_set(Some(answer));
        });
    });
    if ask {
        load.run(());
    }
    move || match opened.get() {
        None => {
            view! { <Skeleton shape=SkeletonShape::Rows label="Loading the source" class="m-4 md:mx-6" /> }
                .into_any()
        }
        Some(Err(error)) => {
            desk.title.set("Source".to_owned());
            view! {
                <div class="px-4 pt-4 pb-8 md:overflow-y-auto md:px-6">
                    <h1 class="text-title font-semibold">"Source"</h1>
                    <Failure error what="the source" page=true on_retry=load />
                </div>
            }
            .into_any()
        }
        Some(Ok(opened)) => view! { <OpenSource desk opened /> }.into_any(),
    }
}
