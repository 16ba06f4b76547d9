//! Empty, failed and loading panels.
use leptos::prelude::*;

use super::part;
use crate::{Button, ButtonKind, ButtonSize, EmptyState, ErrorState, Skeleton, SkeletonShape, lucide};

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-4 lg:grid-cols-3">
            <EmptyState title="No leads in this view yet" text="A lead lands here when it scores 60 or more in Austin.">
                <Button kind=ButtonKind::Primary size=ButtonSize::Sm>"Add lead"</Button>
                <Button size=ButtonSize::Sm>"Import a list"</Button>
            </EmptyState>
            <ErrorState
                title="Comps could not be loaded"
                text="The county service did not answer within 10 seconds. Your numbers are kept."
                request_id="01J4-8QK2"
                on_retry=|| ()
            />
            <Skeleton label="Loading leads" shape=SkeletonShape::Rows />
            <EmptyState title="Nothing due today" icon=lucide::LuCircleCheck compact=true />
            <ErrorState title="Tasks could not be loaded" text="The rest of the page is complete." retry_href="#c-state" compact=true />
            <Skeleton label="Loading the timeline" count=3 />
            <Skeleton label="Loading the score" shape=SkeletonShape::Card count=3 />
        </div>
    };
    part(
        "c-state",
        "The shape of what comes, what belongs here, or what happened: never blank.",
        inside.into_any(),
    )
}
