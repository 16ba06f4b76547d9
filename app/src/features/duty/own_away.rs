//! Saying of oneself that one is away, on the page of members. A form of its own, so that it works without JavaScript.

use super::rpc::{SetAway, set_away};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use shared::MemberId;
use ui::{Button, ButtonSize, ButtonType, use_toaster};

/// `changed` is told once the server knows.
#[component]
pub fn OwnAway(member: MemberId, #[prop(into)] away: Signal<bool>, changed: Callback<()>) -> impl IntoView {
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let to = !away.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match set_away(member, to).await {
                Ok(()) if to => toaster.success("You are away: rules give you no leads"),
                Ok(()) => toaster.success("You are there again: rules give you leads"),
                Err(error) => toaster.error("Nothing was changed", error.message),
            }
            if busy.try_set(false).is_none() {
                changed.run(());
            }
        });
    };
    view! {
        <form method="post" action=SetAway::url() class="mt-1.5" on:submit=send>
            <input type="hidden" name="member" value=member.to_string() />
            <input type="hidden" name="away" value=move || if away.get() { "false" } else { "true" } />
            <Button size=ButtonSize::Sm button_type=ButtonType::Submit busy>
                {move || if away.get() { "I am back" } else { "I am away" }}
            </Button>
        </form>
    }
}
