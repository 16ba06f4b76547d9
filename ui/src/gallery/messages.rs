//! Toasts by pressing, banners as they stand.
use leptos::prelude::*;

use super::part;
use crate::{Banner, Button, ButtonKind, ButtonSize, LiveRegion, Toast, Tone, lucide, use_toaster};

fn toasts() -> AnyView {
    let toaster = use_toaster();
    let done = move |_| {
        let toast = Toast::success("3 leads assigned to Priya");
        toaster.push(toast.undo(move || toaster.info("Back with Marcus")));
    };
    let failed = move |_| {
        let toast = Toast::error("SMS not sent", "It is 21:40 in Denver. Quiet hours end at 08:00.");
        toaster.push(toast.action("Send at 08:00", move || toaster.info("Will be sent at 08:00")));
    };
    view! {
        <div class="flex flex-wrap gap-2">
            <Button on_click=done>"Show a toast with undo"</Button>
            <Button on_click=failed>"Show an error toast"</Button>
        </div>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-3 lg:grid-cols-2">
            {toasts()} <LiveRegion text="Gallery ready" />
            <Banner tone=Tone::Warning icon=lucide::LuWifiOff>"You are offline. 2 changes wait on this device."</Banner>
            <Banner>"Demo data is loaded. Nothing leaves this machine."</Banner>
            <Banner tone=Tone::Success>"Consent recorded at 11:14."</Banner>
            <Banner tone=Tone::Danger alert=true>"Email and password do not match. 4 tries left, then a 15-minute pause."</Banner>
            <Banner
                tone=Tone::Neutral
                actions=|| view! { <Button kind=ButtonKind::Link size=ButtonSize::Sm>"Resume"</Button> }
            >
                "You began this form on 29 July."
            </Banner>
        </div>
    };
    part(
        "c-message",
        "Every change can be undone for ten seconds. An error stays until it is read and keeps what was typed.",
        inside.into_any(),
    )
}
