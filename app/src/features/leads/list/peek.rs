//! Peeking at the lead one is at, beside the list: opened by Space, closed by Esc. What is shown is loaded when somebody
//! peeks first.

use super::rows::RowKit;
use super::state::List;
use leptos::prelude::*;

#[component]
pub(super) fn Peek(list: List, kit: RowKit) -> impl IntoView {
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || list.peeking.get());
    view! {
        <Suspense fallback=|| ()>
            {move || wanted.get().then(|| Suspend::new(async move { peek_view(list, kit).await }))}
        </Suspense>
    }
}

#[lazy]
fn peek_view(list: List, kit: RowKit) -> AnyView {
    view! { <super::peek_panel::PeekPanel list kit /> }.into_any()
}
