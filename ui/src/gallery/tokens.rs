//! Colours and type sizes.
use leptos::prelude::*;

use super::part;
use crate::{Badge, Tone, lucide};

const GROUNDS: [(&str, &str); 14] = [
    ("canvas", "bg-canvas"),
    ("sunken", "bg-sunken"),
    ("surface", "bg-surface"),
    ("raised", "bg-raised"),
    ("line", "bg-line"),
    ("line-strong", "bg-line-strong"),
    ("edge", "bg-edge"),
    ("ink", "bg-ink"),
    ("muted", "bg-muted"),
    ("faint", "bg-faint"),
    ("accent", "bg-accent"),
    ("accent-ink", "bg-accent-ink"),
    ("accent-soft", "bg-accent-soft"),
    ("focus", "bg-focus"),
];

const SIZES: [(&str, &str, &str); 5] = [
    ("display 28/34", "text-display font-semibold", "$1,284,500 weighted"),
    ("title 20/28", "text-title font-semibold", "Henrik Sandoval"),
    ("large 16/24", "text-large", "Where is the house?"),
    ("body 14/20", "text-body", "Both want to be done before September."),
    ("caption 12/16", "text-caption text-muted", "Delivered. Allowed: SMS consent 11:14."),
];

pub(super) fn colour() -> AnyView {
    let grounds = GROUNDS.map(|(name, class)| {
        view! {
            <div>
                <div class=format!("h-10 rounded-md border border-line-strong {class}")></div>
                <p class="mt-1 text-caption text-muted">{name}</p>
            </div>
        }
    });
    let inside = view! {
        <div class="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-7">{grounds.into_iter().collect_view()}</div>
        <div class="mt-4 flex flex-wrap gap-2">
            <Badge tone=Tone::Info icon=lucide::LuInfo>"Imported by CSV"</Badge>
            <Badge tone=Tone::Success icon=lucide::LuCircleCheck>"Consent on record"</Badge>
            <Badge tone=Tone::Warning icon=lucide::LuClock>"Due in 4 minutes"</Badge>
            <Badge tone=Tone::Danger icon=lucide::LuCircleAlert>"Number not in service"</Badge>
        </div>
    };
    part(
        "c-colour",
        "Grounds and lines carry structure. The accent marks what can be acted on or is chosen. Tones only say what state something is in, always with a word or an icon.",
        inside.into_any(),
    )
}

pub(super) fn type_sizes() -> AnyView {
    let sizes = SIZES.map(|(name, class, text)| {
        view! {
            <div class="grid items-baseline gap-x-6 sm:grid-cols-[110px_1fr]">
                <span class="text-caption text-faint">{name}</span>
                <span class=class>{text}</span>
            </div>
        }
    });
    part(
        "c-type",
        "Five sizes, two weights. Figures are tabular wherever they can be compared.",
        view! { <div class="space-y-2">{sizes.into_iter().collect_view()}</div> }.into_any(),
    )
}
