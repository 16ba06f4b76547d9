//! Asks before something final. The caller names the thing in the title and says what is lost in the text.

use leptos::prelude::*;
use ui::{Button, ButtonKind, Dialog};

/// `verb` is the button that does it: "Remove Priya Raman". The dialog closes when it is pressed.
#[component]
pub fn Confirm(
    #[prop(into)] id: String,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] verb: Signal<String>,
    #[prop(into)] on_confirm: Callback<()>,
) -> impl IntoView {
    let actions = move || {
        view! {
            <Button on_click=move |_| open.set(false)>"Cancel"</Button>
            <Button
                kind=ButtonKind::Erase
                on_click=move |_| {
                    open.set(false);
                    on_confirm.run(());
                }
            >
                {move || verb.get()}
            </Button>
        }
        .into_any()
    };
    view! { <Dialog id title description=Signal::derive(move || Some(text.get())) open actions /> }
}
