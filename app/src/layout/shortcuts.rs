//! Listens for the keys of the frame and does what they ask for. A page that uses a key itself calls
//! `prevent_default` on it before it reaches the window.

use super::keys::{Command, Keys, Press};
use super::navigation::places;
use super::palette;
use super::search::SEARCH_ID;
use crate::state::{use_now, use_session};
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::roles::Permission;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The address that opens the form for a new lead over the list.
pub(super) const ADD_LEAD: &str = "/leads?add=1";

/// Listens until the calling component goes; `help` is opened by `?`, `commands` by Ctrl or Cmd with K.
pub(super) fn listen(help: RwSignal<bool>, commands: RwSignal<bool>) {
    let session = use_session();
    let location = use_location();
    let navigate = use_navigate();
    let keys = StoredValue::new(Keys::default());
    let now = use_now();
    let go = move |to: &str| navigate(to, NavigateOptions::default());
    let act = move |command: Command| match command {
        Command::Go(letter) => {
            let role = session.role();
            if let Some(place) =
                role.and_then(|role| places(role).into_iter().find(|place| place.letter == letter))
            {
                go(place.href);
            }
        }
        Command::FocusSearch => focus_search(),
        Command::Help => help.set(true),
        Command::AddLead => {
            if session.may(Permission::WorkLeads) {
                go(&add_lead_address(&location.pathname.get_untracked(), &location.search.get_untracked()));
            }
        }
    };
    Effect::new(move |_| {
        let act = act.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            if asks_for_commands(&event) {
                event.prevent_default();
                commands.update(|open| *open = !*open);
                return;
            }
            if event.default_prevented() || event.is_composing() || busy_elsewhere(&event) {
                return;
            }
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            let key = event.key();
            let at = event_time(&event).unwrap_or_else(|| now.get_untracked());
            let command =
                keys.try_update_value(|keys| keys.press(Press { key: &key, modified, at })).flatten();
            if let Some(command) = command {
                event.prevent_default();
                untrack(|| act(command));
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// On the list the filters stay as they are.
fn add_lead_address(path: &str, search: &str) -> String {
    if path != "/leads" || search.is_empty() {
        return ADD_LEAD.to_owned();
    }
    let kept: Vec<&str> = search.split('&').filter(|pair| *pair != "add=1").collect();
    format!("/leads?{}&add=1", kept.join("&")).replace("?&", "?")
}

/// Also while somebody types, but not over a dialog that wants an answer first.
fn asks_for_commands(event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() != event.meta_key() && !event.alt_key() && !event.shift_key();
    held && event.key().eq_ignore_ascii_case("k")
        && !event.default_prevented()
        && document()
            .query_selector(&format!("dialog[open]:not(#{})", palette::ID))
            .is_ok_and(|other| other.is_none())
}

/// Somebody types, or a dialog wants an answer first.
fn busy_elsewhere(event: &KeyboardEvent) -> bool {
    let types =
        event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
            element.is_content_editable()
                || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        });
    types
        || document().query_selector("dialog[open], [popover]:popover-open").is_ok_and(|open| open.is_some())
}

/// Milliseconds since the page was opened; only differences matter.
fn event_time(event: &KeyboardEvent) -> Option<i64> {
    let elapsed = std::time::Duration::try_from_secs_f64(event.time_stamp() / 1000.0).ok()?;
    i64::try_from(elapsed.as_millis()).ok()
}

fn focus_search() {
    if let Some(field) = document().get_element_by_id(SEARCH_ID) {
        let field: &HtmlElement = field.unchecked_ref();
        // a field that cannot take the focus is not on the screen
        drop(field.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::add_lead_address;

    #[test]
    fn adding_keeps_the_filters_of_the_list() {
        for (path, search, address) in [
            ("/", "", "/leads?add=1"),
            ("/leads/lead_01", "from=x", "/leads?add=1"),
            ("/leads", "", "/leads?add=1"),
            ("/leads", "status=new", "/leads?status=new&add=1"),
            ("/leads", "add=1", "/leads?add=1"),
            ("/leads", "add=1&q=oak", "/leads?q=oak&add=1"),
        ] {
            assert_eq!(add_lead_address(path, search), address, "{path} {search}");
        }
    }
}
