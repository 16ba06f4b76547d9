//! The frame around the gallery, with a place that waits and one that is present.
use leptos::prelude::*;

use crate::{
    Avatar, AvatarSize, BottomBar, BottomItem, CommandButton, IconButton, Rail, RailItem, ThemeSwitch,
    TopBar, lucide, use_toaster,
};

pub(super) fn rail() -> impl IntoView {
    let foot = || view! { <RailItem href="#c-state" label="Settings" icon=lucide::LuSettings keys="G S" current=false /> };
    view! {
        <Rail brand="Juniper Homes" foot>
            <RailItem href="#main" label="Components" icon=lucide::LuHouse keys="G H" current=true />
            <RailItem href="#c-table" label="Tables" icon=lucide::LuUsersRound keys="G L" count="7" current=false />
            <RailItem href="#c-chart" label="Charts" icon=lucide::LuChartLine current=false />
        </Rail>
    }
}

pub(super) fn top() -> impl IntoView {
    let toaster = use_toaster();
    let lead = move || {
        let ask = move || toaster.info("The command palette belongs to the app");
        view! { <CommandButton label="Search or run a command" keys="Ctrl K" on_click=ask /> }
    };
    view! {
        <TopBar lead>
            <ThemeSwitch />
            <IconButton icon=lucide::LuBell label="Notifications, 3 unread" />
            <Avatar name="Dana Whitfield" size=AvatarSize::Lg />
        </TopBar>
    }
}

pub(super) fn bottom() -> impl IntoView {
    view! {
        <BottomBar>
            <BottomItem href="#main" label="Components" icon=lucide::LuHouse current=true />
            <BottomItem href="#c-table" label="Tables" icon=lucide::LuUsersRound current=false />
            <BottomItem href="#c-chart" label="Charts" icon=lucide::LuChartLine current=false />
        </BottomBar>
    }
}
