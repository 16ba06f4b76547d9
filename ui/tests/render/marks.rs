//! Marks say in words what they show.
use leptos::prelude::*;
use ui::{Avatar, Badge, DeadlineBadge, Glyph, KeyChip, RelativeTime, ScoreBar, StatusGlyph, TimeMode, Tone};

use crate::{has, html, lacks, tag};

const NOW: i64 = 1_785_842_520_000;

#[test]
fn every_glyph_draws_something_of_its_own_and_has_its_word() {
    let shapes = [
        Glyph::Dashed,
        Glyph::Quarter,
        Glyph::Half,
        Glyph::ThreeQuarters,
        Glyph::Check,
        Glyph::Clock,
        Glyph::Cross,
    ];
    let mut drawn = Vec::new();
    for glyph in shapes {
        let page = html(|| view! { <StatusGlyph glyph tone=Tone::Info label="Contacted" /> });
        has(tag(&page, "svg"), &["aria-hidden=\"true\"", "text-info"]);
        assert!(page.contains("<circle") && page.contains("Contacted"), "{page}");
        assert!(!drawn.contains(&page), "{glyph:?} looks like another");
        drawn.push(page);
    }
}

#[test]
fn a_hidden_label_is_still_spoken_and_on_hover() {
    let page = html(
        || view! { <StatusGlyph glyph=Glyph::Check tone=Tone::Success label="Converted" label_hidden=true /> },
    );
    has(tag(&page, "span"), &["title=\"Converted\""]);
    assert!(page.contains("sr-only"));
}

#[test]
fn an_avatar_names_its_person_unless_the_name_stands_beside_it() {
    let page = html(|| view! { <Avatar name="Dana Whitfield" /> });
    has(tag(&page, "span"), &["data-i=\"DW\"", "role=\"img\"", "aria-label=\"Dana Whitfield\""]);
    let page = html(|| view! { <Avatar name="Dana Whitfield" decorative=true /> });
    has(tag(&page, "span"), &["aria-hidden=\"true\""]);
    lacks(tag(&page, "span"), &["aria-label", "role="]);
}

#[test]
fn badge_score_and_keys_show_their_words() {
    assert!(html(|| view! { <Badge tone=Tone::Danger>"12 min late"</Badge> }).contains("12 min late"));
    let page = html(|| view! { <ScoreBar score=250 /> });
    has(tag(&page, "span"), &["title=\"100 of 100\""]);
    has(tag(&page, "rect"), &["width=\"100%\""]);
    assert_eq!(html(|| view! { <KeyChip keys="Ctrl K" /> }).matches("<kbd").count(), 2);
}

#[test]
fn a_time_carries_the_exact_one() {
    let page = html(
        || view! { <RelativeTime at=NOW + 240_000 now=NOW mode=TimeMode::Deadline offset_minutes=-300 /> },
    );
    has(tag(&page, "time"), &["datetime=\"2026-08-04T11:26:00Z\"", "title=\"Tue 4 Aug 2026, 06:26 UTC-5\""]);
    assert!(page.contains("4 min left"), "{page}");
}

#[test]
fn a_deadline_changes_its_tone_as_it_nears() {
    for (left, tone, words) in [
        (26, "bg-hover", "26 min left"),
        (4, "bg-warning-soft", "4 min left"),
        (-12, "bg-danger-soft", "12 min late"),
    ] {
        let page = html(|| view! { <DeadlineBadge at=NOW + left * 60_000 now=NOW /> });
        assert!(page.contains(tone) && page.contains(words), "{left}: {page}");
    }
}
