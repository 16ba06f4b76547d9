//! Where the lead came from.

use super::state::OpenLead;
use super::touches::{TouchLine, touch_lines};
use crate::features::leads::times::Times;
use leptos::prelude::*;
use ui::{RelativeTime, Section};

#[component]
pub(super) fn Attribution(open: OpenLead, times: Times) -> impl IntoView {
    let lines = Memo::new(move |_| open.lead.with(|lead| touch_lines(&lead.touches)));
    let rows = move || lines.get().into_iter().map(|line| row(line, times)).collect_view();
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <Section id="from" title="Where from" class="border-t border-line pt-4">
                <ol class="mt-1.5 space-y-2">{rows}</ol>
            </Section>
        </Show>
    }
}

fn row(line: TouchLine, times: Times) -> impl IntoView {
    let dot = if line.last {
        "mt-1.5 size-1.5 shrink-0 rounded-full bg-accent"
    } else {
        "mt-1.5 size-1.5 shrink-0 rounded-full bg-edge"
    };
    let when = line.at.map(|at| {
        view! {
            <RelativeTime
                at=at.timestamp_millis()
                now=times.now
                offset_minutes=times.offset(at)
                class="text-caption leading-5 text-faint"
            />
        }
    });
    view! {
        <li class="flex gap-2">
            <span class=dot></span>
            <span class="min-w-0 flex-1 break-words">
                {line.title}
                <span class="block text-caption text-muted">{line.detail}</span>
                {line.way.map(|way| view! { <span class="block text-caption text-faint">{way}</span> })}
            </span>
            {when}
        </li>
    }
}
