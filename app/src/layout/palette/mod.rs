//! The command palette: goes to pages, finds leads, and does what the page offers, by keyboard alone. Its code is loaded
//! when it is opened first.

mod matching;
mod rows;
mod view;

use leptos::prelude::*;

/// The dialog's id.
pub(super) const ID: &str = "palette";

/// Opened by `open`.
#[component]
pub(super) fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    view! {
        <Suspense fallback=|| ()>
            {move || wanted.get().then(|| Suspend::new(async move { palette_view(open).await }))}
        </Suspense>
    }
}

#[lazy]
fn palette_view(open: RwSignal<bool>) -> AnyView {
    view! { <view::PaletteDialog open /> }.into_any()
}
