//! What the team did and what it comes to: two pages, over each of them.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{TabLink, TabLinks};

#[component]
pub fn TeamTabs() -> impl IntoView {
    let path = use_location().pathname;
    let links = Memo::new(move |_| {
        let feed = path.with(|path| path.starts_with("/activity"));
        vec![
            TabLink::new("/team", "Team").current(!feed),
            TabLink::new("/activity", "Activity").current(feed),
        ]
    });
    view! {
        <div class="border-b border-line px-4 md:px-6">
            <TabLinks label="Team and activity" links />
        </div>
    }
}
