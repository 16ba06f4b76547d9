//! The pages of the settings, over each of them.

use crate::state::{Session, use_session};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::roles::Permission;
use ui::{TabLink, TabLinks};

/// Every page of the settings: its name, its address and what a role must be allowed to be shown it.
const PAGES: [(&str, &str, Permission); 6] = [
    ("Members and roles", "/settings/members", Permission::ReadMembers),
    ("Response and assignment", "/settings/duty", Permission::ManageDuty),
    ("Fields and tags", "/settings/fields", Permission::ManageFields),
    ("Sources", "/settings/sources", Permission::ManageSources),
    ("Webhooks", "/settings/webhooks", Permission::ManageWebhooks),
    ("Job queue", "/settings/queue", Permission::ManageJobs),
];

/// Nothing for a role that has one page only.
#[component]
pub fn SettingsTabs() -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let links = Memo::new(move |_| {
        let path = path.get();
        PAGES
            .iter()
            .filter(|(_, _, permission)| session.may(*permission))
            .map(|(name, href, _)| TabLink::new(*href, *name).current(is_in(&path, href)))
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || links.with(|links| links.len() > 1)>
            <div class="border-b border-line px-4 md:px-6">
                <TabLinks label="Settings" links />
            </div>
        </Show>
    }
}

/// Name and address of every page of the settings that somebody is shown.
pub(super) fn settings_pages(session: Session) -> Vec<(&'static str, &'static str)> {
    let shown = PAGES.iter().filter(|(_, _, permission)| session.may(*permission));
    shown.map(|(name, href, _)| (*name, *href)).collect()
}

/// Whether an address is a page or one below it.
fn is_in(path: &str, page: &str) -> bool {
    path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_is_below_it() {
        assert!(is_in("/settings/webhooks", "/settings/webhooks"));
        assert!(is_in("/settings/webhooks/whe_01", "/settings/webhooks"));
        assert!(
            !is_in("/settings/webhooksheet", "/settings/webhooks") && !is_in("/settings", "/settings/queue")
        );
    }
}
