//! The gallery as a whole: what holds for every page holds for the page that shows everything.
use std::collections::HashSet;

use leptos::prelude::*;
use ui::Gallery;

use crate::html;

fn page() -> String {
    html(|| view! { <Gallery /> })
}

/// The values of an attribute, in the order of the page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn ids_are_unique_and_everything_pointed_at_exists() {
    let page = page();
    let ids = values(&page, "id");
    let unique: HashSet<&str> = ids.iter().copied().collect();
    let mut seen = HashSet::new();
    let twice: Vec<&&str> = ids.iter().filter(|id| !seen.insert(**id)).collect();
    assert!(twice.is_empty(), "used twice: {twice:?}");
    for attribute in ["for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"] {
        for target in values(&page, attribute) {
            assert!(unique.contains(target), "{attribute}={target} points nowhere");
        }
    }
    for anchor in values(&page, "href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(unique.contains(anchor), "#{anchor} leads nowhere");
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let page = page();
    let levels: Vec<u32> =
        page.match_indices("<h").filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.first(), Some(&1));
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "a level is skipped: {levels:?}");
    }
}

#[test]
fn every_button_has_a_name_and_no_style_is_inline() {
    let page = page();
    for button in page.split("<button").skip(1) {
        let (open, rest) = button.split_once('>').unwrap();
        let inside = rest.split("</button>").next().unwrap();
        let words: String =
            inside.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert!(
            open.contains("aria-label=\"") || !words.trim().is_empty(),
            "a button without a name: {open}"
        );
    }
    assert!(!page.contains(" style=\""), "a strict content policy refuses inline styles");
}
