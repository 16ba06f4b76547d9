//! Small marks: status, badge, avatar, score, keys, time.
use leptos::prelude::*;

use super::{part, sample};
use crate::{
    Avatar, AvatarSize, Badge, DeadlineBadge, Glyph, KeyChip, RelativeTime, ScoreBar, StatusGlyph, TimeMode,
    Tone, lucide,
};

/// Tue 4 Aug 2026, 11:22 UTC.
pub(super) const NOW: i64 = 1_785_842_520_000;
const MINUTE: i64 = 60_000;

const STATUSES: [(Glyph, Tone, &str); 7] = [
    (Glyph::Dashed, Tone::Accent, "New"),
    (Glyph::Quarter, Tone::Info, "Contacted"),
    (Glyph::Half, Tone::Info, "Met"),
    (Glyph::ThreeQuarters, Tone::Success, "Qualified"),
    (Glyph::Clock, Tone::Warning, "Nurturing"),
    (Glyph::Check, Tone::Success, "Converted"),
    (Glyph::Cross, Tone::Neutral, "Dead"),
];

fn people() -> AnyView {
    let names = ["Dana Whitfield", "Marcus Bell", "Priya Raman", "Tomás Ortega", "Inês Duarte"];
    view! {
        <div class="flex items-center gap-2">
            {names.map(|name| view! { <Avatar name /> }).into_iter().collect_view()}
            <Avatar name="Ana Sandoval" size=AvatarSize::Xs />
            <Avatar name="Ana Sandoval" size=AvatarSize::Sm />
            <Avatar name="Ana Sandoval" size=AvatarSize::Lg />
        </div>
    }
    .into_any()
}

fn badges() -> AnyView {
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <Badge tone=Tone::Danger icon=lucide::LuAlarmClock>"12 min late"</Badge>
            <Badge tone=Tone::Warning icon=lucide::LuClock>"4 min left"</Badge>
            <Badge tone=Tone::Success icon=lucide::LuCheck>"Delivered"</Badge>
            <Badge tone=Tone::Info icon=lucide::LuBot>"Opened by a machine"</Badge>
            <Badge>"Draft"</Badge>
            <Badge tone=Tone::Accent>"Beta"</Badge>
        </div>
    }
    .into_any()
}

fn times() -> AnyView {
    let deadlines =
        [26, 4, -12, -3000].map(|minutes: i64| view! { <DeadlineBadge at=NOW + minutes * MINUTE now=NOW /> });
    let past =
        [0, 3, 70, 9000].map(|minutes: i64| view! { <RelativeTime at=NOW - minutes * MINUTE now=NOW /> });
    view! {
        <div class="flex flex-wrap items-center gap-3">
            {deadlines.into_iter().collect_view()} {past.into_iter().collect_view()}
            <RelativeTime at=NOW + 2880 * MINUTE now=NOW mode=TimeMode::Deadline />
        </div>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let statuses = STATUSES.map(|(glyph, tone, label)| view! { <StatusGlyph glyph tone label /> });
    let statuses =
        view! { <div class="flex flex-wrap gap-x-6 gap-y-3">{statuses.into_iter().collect_view()}</div> };
    let scores = [88, 56, 21, 0].map(|score| view! { <ScoreBar score /> });
    let scores = view! { <div class="flex flex-wrap gap-6">{scores.into_iter().collect_view()}</div> };
    let keys = view! {
        <p class="flex flex-wrap items-center gap-4 text-muted">
            <span class="flex items-center gap-1"><KeyChip keys="Ctrl K" />"command"</span>
            <span class="flex items-center gap-1"><KeyChip keys="Space" />"peek"</span>
        </p>
    };
    let inside = view! {
        <div class="grid gap-5">
            {sample("Status", statuses.into_any())} {sample("Badge", badges())} {sample("Avatar", people())}
            {sample("Score", scores.into_any())} {sample("Time and deadline", times())} {sample("Keys", keys.into_any())}
        </div>
    };
    part("c-mark", "The glyph fills as a lead comes nearer, so it reads without colour.", inside.into_any())
}
