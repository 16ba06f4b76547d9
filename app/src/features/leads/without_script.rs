//! Forms for a browser without JavaScript. One that runs scripts never reads them as elements.

use leptos::prelude::*;

/// Rendered on the server only: a browser has no use for it once it runs this.
pub fn without_script(forms: impl FnOnce() -> AnyView) -> impl IntoView {
    let markup = if cfg!(feature = "ssr") { forms().to_html() } else { String::new() };
    view! { <noscript inner_html=markup></noscript> }
}
