//! What a screen says of things that happen while it is open.

use crate::state::{Connection, use_connection};
use leptos::prelude::*;
use ui::{Button, ButtonKind, lucide};

/// Says that the screen follows what happens, while it does.
#[component]
pub fn Following() -> impl IntoView {
    let connection = use_connection();
    view! {
        <span class="ml-auto text-caption text-muted">
            {move || if connection.get() == Connection::Open { "Live" } else { "" }}
        </span>
    }
}

/// What came in while somebody reads further down, in words, and the way there. `place` says where the button floats.
#[component]
pub fn News(
    #[prop(into)] words: Signal<Option<String>>,
    place: &'static str,
    #[prop(into)] go: Callback<()>,
) -> impl IntoView {
    move || {
        words.get().map(|words| {
            view! {
                <div class=format!("pointer-events-none z-20 flex justify-center {place}")>
                    <Button
                        kind=ButtonKind::Primary
                        icon=lucide::LuArrowUp
                        class="pointer-events-auto shadow-float"
                        on_click=move |_| go.run(())
                    >
                        {words}
                    </Button>
                </div>
            }
        })
    }
}
