//! The frame around every signed-in page. Who is not signed in is sent to the sign-in page and back.

use super::connection::ConnectionBanner;
use super::help::HelpSheet;
use super::navigation::{Place, fills_main, places};
use super::palette::Palette;
use super::profile::Profile;
use super::search::SearchBox;
use super::shortcuts::{self, ADD_LEAD};
use crate::features::notifications::{Bell, Unread};
use crate::features::review::count_held;
use crate::state::{live, sign_in_address, use_hydrated, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use shared::roles::{Permission, Role};
use ui::{
    AppFrame, BottomBar, BottomItem, ButtonKind, IconButton, KeyChip, LinkButton, Rail, RailItem,
    ThemeSwitch, ToastHost, TopBar, lucide,
};

/// The parent of all signed-in routes.
#[component]
pub fn Frame() -> impl IntoView {
    let session = use_session();
    let signed_in = Memo::new(move |_| session.is_signed_in());
    let location = use_location();
    move || {
        if signed_in.get() {
            view! { <SignedIn /> }.into_any()
        } else {
            let address =
                sign_in_address(&location.pathname.get_untracked(), &location.search.get_untracked());
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=address options /> }.into_any()
        }
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let session = use_session();
    let help = RwSignal::new(false);
    let commands = RwSignal::new(false);
    shortcuts::listen(help, commands);
    live::connect();
    live::on_event(|event| event.name.starts_with("member."), move || session.refresh());
    let path = use_location().pathname;
    let held = held_count();
    let unread = Unread::provide();
    view! {
        <AppFrame
            rail=move || rail(path, held)
            top=move || top(commands, unread)
            bottom=move || bottom(path)
            scroll=Signal::derive(move || !path.with(|path| fills_main(path)))
        >
            <ConnectionBanner />
            <Outlet />
        </AppFrame>
        <HelpSheet open=help />
        <Palette open=commands />
        <ToastHost />
    }
}

fn shown(role: Option<Role>) -> Vec<Place> {
    role.map(places).unwrap_or_default()
}

fn rail(path: Memo<String>, held: Signal<Option<String>>) -> AnyView {
    let session = use_session();
    let role = Memo::new(move |_| session.role());
    let brand = Signal::derive(move || session.with(|info| info.organization.clone()).unwrap_or_default());
    let items = move |foot: bool| {
        shown(role.get())
            .into_iter()
            .filter(|place| place.at_foot() == foot)
            .map(|place| rail_item(place, path, held))
            .collect_view()
    };
    view! {
        <Rail brand foot=move || (move || items(true)).into_any()>
            {move || items(false)}
        </Rail>
    }
    .into_any()
}

fn rail_item(place: Place, path: Memo<String>, held: Signal<Option<String>>) -> AnyView {
    let count = Signal::derive(move || if place.is_review() { held.get() } else { None });
    let current = Signal::derive(move || path.with(|path| place.holds(path)));
    view! {
        <RailItem href=place.href label=place.label icon=place.icon keys=place.keys() count count_words="to review" current />
    }
    .into_any()
}

fn bottom(path: Memo<String>) -> AnyView {
    let session = use_session();
    let role = Memo::new(move |_| session.role());
    let items = move || {
        shown(role.get())
            .into_iter()
            .filter(Place::on_phones)
            .map(|place| {
                let current = Signal::derive(move || path.with(|path| place.holds(path)));
                view! { <BottomItem href=place.href label=place.label icon=place.icon current /> }
            })
            .collect_view()
    };
    view! { <BottomBar>{items}</BottomBar> }.into_any()
}

fn top(commands: RwSignal<bool>, unread: Unread) -> AnyView {
    let session = use_session();
    let hydrated = use_hydrated();
    let may_add = Memo::new(move |_| session.may(Permission::WorkLeads));
    view! {
        <TopBar lead=|| view! { <SearchBox /> }>
            <Show when=move || may_add.get()>
                <LinkButton href=ADD_LEAD kind=ButtonKind::Quiet icon=lucide::LuPlus class="max-md:px-2" attr:title="Add a lead (C)">
                    <span class="max-md:sr-only">"Add lead"</span>
                    <span class="max-md:hidden" aria-hidden="true">
                        <KeyChip keys="C" />
                    </span>
                </LinkButton>
            </Show>
            <span class="max-sm:hidden" class:invisible=move || !hydrated.get()>
                <IconButton
                    icon=lucide::LuCommand
                    label="Commands"
                    keys="Ctrl K"
                    on_click=move |_| commands.set(true)
                />
            </span>
            <span class="max-sm:hidden" class:invisible=move || !hydrated.get()>
                <ThemeSwitch />
            </span>
            <Bell unread />
            <Profile />
        </TopBar>
    }
    .into_any()
}

/// How many submissions wait for a decision, for roles that decide; asked in the browser, so that no page waits for it.
fn held_count() -> Signal<Option<String>> {
    let session = use_session();
    let held = RwSignal::new(0_u64);
    let ask = move || {
        if session.may(Permission::ReviewSubmissions) {
            spawn_local(async move {
                // a missing count is no reason to bother anybody; the page itself says what is wrong
                if let Ok(count) = count_held().await {
                    held.try_set(count);
                }
            });
        }
    };
    Effect::new(move |_| ask());
    live::on_event(|event| event.name.starts_with("submission."), move || untrack(ask));
    Signal::derive(move || Some(held.get()).filter(|count| *count > 0).map(|count| count.to_string()))
}
