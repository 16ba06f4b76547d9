//! Who is signed in, and the way out.

use crate::features::sessions::SignOut;
use crate::state::{use_hydrated, use_session};
use leptos::prelude::*;
use shared::roles::Permission;
use ui::{Align, Avatar, ButtonKind, Menu, MenuItem, lucide, use_toaster};

/// The menu at the right of the top bar. Without JavaScript a plain form takes its place.
#[component]
pub fn Profile() -> impl IntoView {
    let session = use_session();
    let hydrated = use_hydrated();
    let toaster = use_toaster();
    let sign_out = ServerAction::<SignOut>::new();
    Effect::new(move |_| match sign_out.value().get() {
        // A fresh document: nothing of the session stays in memory.
        Some(Ok(())) => drop(window().location().assign("/sign-in")),
        Some(Err(error)) => toaster.error("You are still signed in", error.message),
        None => {}
    });
    let name = Memo::new(move |_| session.with(|info| info.name.clone()).unwrap_or_default());
    let items = move || {
        let note = session.with(|info| format!("{}, {}", info.email, info.role.label())).unwrap_or_default();
        let mut items =
            vec![MenuItem::link(name.get(), "/settings/members").note(note).icon(lucide::LuUserRound)];
        if session.may(Permission::ReadLeads) {
            items.push(MenuItem::link("Team", "/team").icon(lucide::LuUsersRound));
            items.push(MenuItem::link("Activity", "/activity").icon(lucide::LuActivity));
        }
        if session.may(Permission::ManageJobs) {
            items.push(MenuItem::link("Job queue", "/settings/queue").icon(lucide::LuListChecks));
        }
        items.push(MenuItem::separator());
        items.push(
            MenuItem::new("Sign out", move || drop(sign_out.dispatch(SignOut {}))).icon(lucide::LuLogOut),
        );
        items
    };
    view! {
        <noscript inner_html=WITHOUT_SCRIPT></noscript>
        <Menu
            id="profile"
            label=Signal::derive(move || format!("{}, profile", name.get()))
            label_trigger=true
            items=Signal::derive(items)
            kind=ButtonKind::Quiet
            align=Align::End
            class="rounded-full! px-0.5!"
            disabled=Signal::derive(move || !hydrated.get())
        >
            {move || view! { <Avatar name=name.get() decorative=true /> }}
        </Menu>
    }
}

/// What a browser without JavaScript is offered. The browser that runs it never reads this as elements.
const WITHOUT_SCRIPT: &str = "<form method=\"post\" action=\"/rpc/sessions/sign_out\"><button type=\"submit\" class=\"h-8 rounded-md px-3 font-medium text-muted hover:bg-hover hover:text-ink\">Sign out</button></form>";
