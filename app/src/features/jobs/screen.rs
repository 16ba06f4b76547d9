//! The screen with its data, from the answer to "is it well?" down to single jobs.

use super::address::Place;
use super::figures::{Charts, Figures};
use super::follow::follow;
use super::kinds::Kinds;
use super::list::Jobs;
use super::state::Desk;
use super::words::{health, sums};
use crate::rpc::AppError;
use crate::state::{use_hydrated, use_zone};
use leptos::prelude::*;
use shared::jobs::{JobDetail, JobOverview, JobPage};
use ui::{Badge, Banner, Button, ButtonSize, Tone, clock_text, lucide};

#[component]
pub(super) fn Screen(
    place: Memo<Place>,
    overview: JobOverview,
    page: JobPage,
    detail: Option<Result<JobDetail, AppError>>,
) -> impl IntoView {
    let desk = Desk::new(place, overview, page, detail);
    follow(desk);
    view! {
        <Head desk />
        <Stale desk />
        <Figures desk />
        <Jobs desk />
        <Charts desk />
        <Kinds desk />
    }
}

#[component]
fn Head(desk: Desk) -> impl IntoView {
    let hydrated = use_hydrated();
    let state = Memo::new(move |_| desk.overview.with(|overview| health(&sums(overview))));
    let icon = move || match state.get().0 {
        Tone::Success => lucide::LuCircleCheck,
        _ => lucide::LuTriangleAlert,
    };
    let live = move || if hydrated.get() && !desk.stale.get() { "Live" } else { "Not live" };
    view! {
        <div class="flex min-h-8 flex-wrap items-center gap-2">
            <h1 class="text-title font-semibold">"Job queue"</h1>
            {move || {
                let (tone, words) = state.get();
                view! {
                    <Badge tone icon=icon()>
                        {words}
                    </Badge>
                }
            }}
            <span class="text-caption text-muted" role="status">
                {live}
            </span>
        </div>
    }
}

/// What is shown may be old.
#[component]
fn Stale(desk: Desk) -> impl IntoView {
    let zone = use_zone();
    let since = move || {
        let at = desk.overview.with(|overview| overview.at.timestamp_millis());
        format!("What you see is from {}.", clock_text(at, zone.minutes_at(at)))
    };
    view! {
        <Show when=move || desk.stale.get()>
            <div class="mt-3">
                <Banner
                    tone=Tone::Warning
                    icon=lucide::LuWifiOff
                    actions=move || {
                        view! {
                            <Button size=ButtonSize::Sm on_click=move |_| desk.look()>
                                "Look again"
                            </Button>
                        }
                    }
                >
                    <b class="font-medium">"The queue could not be asked."</b>
                    " "
                    {since}
                </Banner>
            </div>
        </Show>
    }
}
