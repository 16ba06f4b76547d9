//! Menu, dialog, drawer, tooltip: what is tied to what before anything opens.
use leptos::prelude::*;
use ui::*;

use crate::{has, html, lacks, tag};

fn items() -> Vec<MenuItem> {
    vec![
        MenuItem::new("Call", || ()).icon(lucide::LuPhone).keys("⇧C"),
        MenuItem::new("Convert to deal", || ()).disabled("Needs an asking price"),
        MenuItem::separator(),
        MenuItem::link("Open", "/leads/1"),
        MenuItem::new("New", || ()).glyph(Glyph::Dashed, Tone::Accent).checked(true),
    ]
}

#[test]
fn a_menu_is_tied_to_its_button() {
    let page =
        html(|| view! { <Menu id="more" label="More actions" items=items() icon=lucide::LuEllipsis /> });
    has(
        tag(&page, "button"),
        &[
            "aria-haspopup=\"menu\"",
            "aria-expanded=\"false\"",
            "popovertarget=\"more\"",
            "aria-label=\"More actions\"",
        ],
    );
    has(
        tag(&page, "div"),
        &["id=\"more\"", "role=\"menu\"", "popover=\"auto\"", "aria-label=\"More actions\""],
    );
}

#[test]
fn every_row_can_be_used_or_says_why_not() {
    let page = html(|| view! { <Menu id="more" label="More actions" items=items()>"More"</Menu> });
    lacks(tag(&page, "button"), &["aria-label"]);
    let row = page.find("aria-disabled=\"true\"").unwrap();
    assert!(page[row..].contains("Needs an asking price"));
    assert_eq!(page.matches("aria-disabled").count(), 1);
    assert_eq!(page.matches("role=\"menuitem\"").count(), 3);
    assert!(page.contains("role=\"menuitemradio\"") && page.contains("aria-checked=\"true\""));
    assert!(page.contains("role=\"separator\""));
    has(tag(&page, "a"), &["role=\"menuitem\"", "href=\"/leads/1\"", "tabindex=\"-1\""]);
}

#[test]
fn a_dialog_has_a_name_and_a_description() {
    let page = html(|| {
        view! {
            <Dialog id="erase" title="Erase Henrik for good?" description="This cannot be undone." open=RwSignal::new(false) actions=|| view! { <Button>"Keep him"</Button> }>
                "Type Sandoval"
            </Dialog>
        }
    });
    let dialog = tag(&page, "dialog");
    has(dialog, &["aria-labelledby=\"erase-t\"", "aria-describedby=\"erase-d\"", "id=\"erase\""]);
    lacks(dialog, &[" open"]);
    assert!(page.contains("id=\"erase-t\"") && page.contains("id=\"erase-d\"") && page.contains("Keep him"));
}

#[test]
fn a_drawer_has_a_name_and_a_way_out() {
    let page =
        html(|| view! { <Drawer id="edit" title="Edit property" open=RwSignal::new(false)>"Year"</Drawer> });
    has(tag(&page, "dialog"), &["aria-labelledby=\"edit-t\""]);
    has(tag(&page, "button"), &["aria-label=\"Close\"", "title=\"Close (Esc)\""]);
}

#[test]
fn a_tooltip_describes_what_it_hangs_on() {
    let page = html(|| view! { <Tooltip id="sum" text="$1,284,512.00">"$1.28M"</Tooltip> });
    assert!(
        page.contains("aria-describedby=\"sum\"") && page.contains("id=\"sum\" role=\"tooltip\""),
        "{page}"
    );
    assert!(page.contains("tabindex=\"0\""));
}

#[test]
fn a_popover_is_tied_to_its_button_without_javascript() {
    let page = html(|| {
        view! {
            <Popover id="status" label="Status" look="flex" trigger=|| view! { "Status" }>
                "New"
            </Popover>
        }
    });
    has(
        tag(&page, "button"),
        &["popovertarget=\"status\"", "aria-haspopup=\"dialog\"", "aria-expanded=\"false\""],
    );
    has(
        tag(&page, "div"),
        &["id=\"status\"", "popover=\"auto\"", "role=\"dialog\"", "aria-label=\"Status\""],
    );
}

#[test]
fn a_dialog_without_a_heading_is_named_by_its_label() {
    let page = html(|| {
        let open = RwSignal::new(false);
        view! { <BareDialog id="find" label="Find something" open>"Inside"</BareDialog> }
    });
    has(tag(&page, "dialog"), &["id=\"find\"", "aria-label=\"Find something\""]);
    lacks(tag(&page, "dialog"), &[" open"]);
}
