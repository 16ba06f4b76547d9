//! Says when the screen no longer follows what happens.

use crate::state::{Connection, use_connection};
use leptos::prelude::*;
use ui::{Banner, Tone, lucide};

/// Over the page while the connection is lost.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let connection = use_connection();
    let lost = Memo::new(move |_| connection.get() == Connection::Lost);
    view! {
        <Show when=move || lost.get()>
            <div class="sticky top-0 z-20 bg-surface p-2 max-md:top-12">
                <Banner tone=Tone::Warning icon=lucide::LuWifiOff>
                    <b class="font-medium">"No connection."</b>
                    " What you see may be old. It is brought up to date as soon as the connection is back."
                </Banner>
            </div>
        </Show>
    }
}
