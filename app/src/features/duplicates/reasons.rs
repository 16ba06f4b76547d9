//! Why two may be one, and how sure that makes.

use leptos::prelude::*;
use shared::duplicates::{Reason, Sureness};
use ui::{Badge, Icon, Symbol, Tone, lucide};

const fn icon(reason: &Reason) -> Symbol {
    match reason {
        Reason::SamePhone { .. } | Reason::OtherPhone => lucide::LuPhone,
        Reason::SameEmail { .. } | Reason::OtherEmail => lucide::LuMail,
        Reason::SameHouse { .. } | Reason::SameParcel { .. } | Reason::NearHouse { .. } => lucide::LuHouse,
        Reason::SameName { .. } | Reason::AlmostSameName { .. } | Reason::OtherName { .. } => lucide::LuUser,
    }
}

/// All reasons, those against last.
#[component]
pub(super) fn Reasons(reasons: Vec<Reason>) -> impl IntoView {
    let items = reasons
        .into_iter()
        .map(|reason| {
            let tone = if reason.speaks_for() { "shrink-0 text-success" } else { "shrink-0 text-warning" };
            view! {
                <li class="flex min-w-0 items-center gap-1.5">
                    <Icon icon=icon(&reason) class=tone />
                    <span class="shrink-0">{reason.label()}</span>
                    {reason.detail().map(|detail| view! { <span class="num min-w-0 truncate text-caption text-muted">{detail}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="flex flex-wrap gap-x-5 gap-y-1.5" aria-label="Why they may be the same">
            {items}
        </ul>
    }
}

/// In words, never as a bare number.
#[component]
pub(super) fn Sure(sureness: Sureness) -> impl IntoView {
    let tone = match sureness {
        Sureness::VeryLikely => Tone::Success,
        Sureness::Likely => Tone::Info,
        Sureness::Perhaps => Tone::Neutral,
    };
    view! { <Badge tone>{sureness.label()}</Badge> }
}
