//! The question which of two values stays. What it looks like is loaded when two people meet first.

use super::Edits;
use leptos::prelude::*;

#[component]
pub(in super::super) fn Conflicts(edits: Edits) -> impl IntoView {
    let wanted =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || edits.clash.with(Option::is_some));
    view! {
        <Suspense fallback=|| ()>
            {move || wanted.get().then(|| Suspend::new(async move { both_values_view(edits).await }))}
        </Suspense>
    }
}

#[lazy]
fn both_values_view(edits: Edits) -> AnyView {
    view! { <super::both_values::BothValues edits /> }.into_any()
}
