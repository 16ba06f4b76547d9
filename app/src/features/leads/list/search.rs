//! The search field of the list: results follow the typing, and Enter sends a plain form where there is no script.

use super::filter::carried;
use crate::features::leads::address::{LIST, list_href};
use crate::features::leads::browser;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::LeadQuery;
use std::time::Duration;
use ui::Search;

/// How long after the last letter the list is asked.
const PAUSE: Duration = Duration::from_millis(200);
const FIELD: &str = "lead-search";

/// `/` focuses it.
#[component]
pub(super) fn ListSearch(query: Memo<LeadQuery>) -> impl IntoView {
    let text = RwSignal::new(query.with_untracked(|query| query.search.clone()));
    let asked = StoredValue::new(text.get_untracked());
    let letters = StoredValue::new(0_u64);
    // going back, or another view, brings its own words
    Effect::new(move |_| {
        let search = query.with(|query| query.search.clone());
        if asked.with_value(|asked| *asked != search) {
            asked.set_value(search.clone());
            text.set(search);
        }
    });
    let navigate = use_navigate();
    let ask = Callback::new(move |()| {
        let search = text.get_untracked().trim().to_owned();
        let before = query.get_untracked();
        if before.search == search {
            return;
        }
        asked.set_value(search.clone());
        // one entry in the history a search, not one a letter
        let replace = !before.search.is_empty() && !search.is_empty();
        let href = list_href(&LeadQuery { search, ..before });
        navigate(&href, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    let on_input = move |_: String| {
        let letter = letters.try_update_value(|letters| {
            *letters += 1;
            *letters
        });
        set_timeout(
            move || {
                if letters.try_get_value() == letter {
                    ask.run(());
                }
            },
            PAUSE,
        );
    };
    browser::on_plain_key(move |key| {
        let wanted = key == "/";
        if wanted {
            browser::focus(FIELD);
        }
        wanted
    });
    let carried = move || {
        carried(query.into(), "q")
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    };
    view! {
        <form
            method="get"
            action=LIST
            role="search"
            aria-label="This list"
            class="w-full max-w-64 min-w-0 max-md:hidden"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                ask.run(());
            }
        >
            {carried}
            <Search name="q" id=FIELD label="Search this list" placeholder="Name, phone, email or address" value=text on_input />
        </form>
    }
}
