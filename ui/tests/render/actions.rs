//! Buttons and links: names, types, and what a blocked one says.
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType, Icon, IconButton, LinkButton, lucide};

use crate::{classless, has, html, lacks, tag};

#[test]
fn a_button_never_submits_by_accident() {
    let page = html(|| view! { <Button>"Save view"</Button> });
    has(tag(&page, "button"), &["type=\"button\"", "border-line-strong"]);
    lacks(tag(&page, "button"), &["disabled", "aria-busy", "aria-disabled"]);
    let page = html(
        || view! { <Button kind=ButtonKind::Primary button_type=ButtonType::Submit name="go" value="1">"Save"</Button> },
    );
    has(tag(&page, "button"), &["type=\"submit\"", "name=\"go\"", "value=\"1\"", "bg-accent"]);
}

#[test]
fn a_busy_button_keeps_both_labels_and_shows_one() {
    let page = html(|| view! { <Button busy=true>"Save view"</Button> });
    has(tag(&page, "button"), &["aria-busy=\"true\"", "aria-disabled=\"true\""]);
    let label = page.find("Save view").unwrap();
    assert!(page[..label].rfind("invisible").is_some(), "the resting label is hidden: {page}");
    let busy = page.find("Saving").unwrap();
    assert!(!page[label..busy].contains("invisible"), "the busy label is shown: {page}");
    let idle = html(|| view! { <Button busy=false>"Save view"</Button> });
    let (label, busy) = (idle.find("Save view").unwrap(), idle.find("Saving").unwrap());
    assert!(!idle[..label].contains("invisible") && idle[label..busy].contains("invisible"), "{idle}");
}

#[test]
fn a_disabled_button_with_a_reason_says_it_and_does_not_submit() {
    let page = html(|| {
        view! {
            <Button button_type=ButtonType::Submit disabled=true reason="Needs an asking price">
                "Convert"
            </Button>
        }
    });
    let button = tag(&page, "button");
    has(button, &["aria-disabled=\"true\"", "title=\"Needs an asking price\"", "type=\"button\""]);
    lacks(button, &[" disabled"]);
    let plain = html(|| view! { <Button disabled=true>"Convert"</Button> });
    has(&classless(tag(&plain, "button")), &[" disabled"]);
}

#[test]
fn an_icon_button_has_a_name_and_a_tooltip_with_its_key() {
    let page =
        html(|| view! { <IconButton icon=lucide::LuChevronDown label="Next lead" keys="J" pressed=true /> });
    has(
        tag(&page, "button"),
        &["aria-label=\"Next lead\"", "title=\"Next lead (J)\"", "aria-pressed=\"true\"", "type=\"button\""],
    );
    has(tag(&page, "svg"), &["aria-hidden=\"true\"", "stroke-width=\"1.75\""]);
}

#[test]
fn an_icon_alone_is_hidden_unless_named() {
    let named = html(|| view! { <Icon icon=lucide::LuPhone label="Mobile line" /> });
    has(tag(&named, "svg"), &["role=\"img\"", "aria-label=\"Mobile line\""]);
    lacks(tag(&named, "svg"), &["aria-hidden"]);
}

#[test]
fn a_link_button_is_a_link() {
    let page = html(|| view! { <LinkButton href="/leads" new_tab=true>"All leads"</LinkButton> });
    has(tag(&page, "a"), &["href=\"/leads\"", "target=\"_blank\"", "rel=\"noopener\""]);
    assert!(!page.contains("role="));
}
