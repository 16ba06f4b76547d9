//! The frame: one main region, a way past the navigation, the present place marked.
use leptos::prelude::*;
use ui::*;

use crate::{has, html, tag};

fn page() -> String {
    html(|| {
        view! {
            <AppFrame
                rail=|| {
                    view! {
                        <Rail brand="Juniper Homes" foot=|| view! { <RailItem href="/settings" label="Settings" icon=lucide::LuSettings current=false /> }>
                            <RailItem href="/leads" label="Leads" icon=lucide::LuUsersRound keys="G L" count="7" current=true />
                        </Rail>
                    }
                }
                top=|| view! { <TopBar lead=|| view! { <CommandButton label="Search" keys="Ctrl K" on_click=|| () /> }><ThemeSwitch /></TopBar> }
                bottom=|| view! { <BottomBar><BottomItem href="/leads" label="Leads" icon=lucide::LuUsersRound current=true /></BottomBar> }
            >
                <h1>"Leads"</h1>
            </AppFrame>
        }
    })
}

#[test]
fn the_first_thing_is_the_way_past_the_navigation() {
    let page = page();
    assert!(page.starts_with("<a"), "{page}");
    has(tag(&page, "a"), &["href=\"#main\"", "skip-link"]);
    has(tag(&page, "main"), &["id=\"main\"", "tabindex=\"-1\""]);
    assert_eq!(page.matches("<main").count(), 1);
}

#[test]
fn the_present_place_is_marked_and_what_waits_is_said() {
    let page = page();
    assert_eq!(page.matches("aria-current=\"page\"").count(), 2, "once in the rail, once in the bottom bar");
    assert!(page.contains("title=\"Leads (G L)\"") && page.contains("need you"));
    assert_eq!(page.matches("<nav aria-label=\"Main\"").count(), 2);
}

#[test]
fn the_theme_switch_has_words_and_the_script_keeps_to_two_values() {
    assert!(page().contains("aria-label=\"Switch between light and dark\""));
    assert!(THEME_SCRIPT.contains("\"light\"") && THEME_SCRIPT.contains("\"dark\""));
}
