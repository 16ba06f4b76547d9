//! Arriving on a page: its title in the tab, the focus on its main region, its name spoken. A browser does this when
//! it loads a document; between pages of the app it has to be done here.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::LiveRegion;

/// Provided by `App`, above the routes.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Somebody went to another page, which has not shown its title yet.
    under_way: RwSignal<bool>,
    spoken: RwSignal<String>,
}

impl Arrival {
    /// Makes it known to all pages.
    pub fn provide() {
        provide_context(Self { under_way: RwSignal::new(false), spoken: RwSignal::new(String::new()) });
    }
}

const SUFFIX: &str = " · Empire";

/// How titles stand in the tab. The one the server sent stays until the code of the page is there: a document without a
/// title has no name in the history, nor for whoever cannot see it. Once, above the routes.
#[component]
pub fn Titles() -> impl IntoView {
    let formatter = |title: String| if title.is_empty() { "Empire".to_owned() } else { title + SUFFIX };
    let served = if cfg!(feature = "ssr") { String::new() } else { document().title() };
    let served = served.strip_suffix(SUFFIX).unwrap_or_default().to_owned();
    view! { <Title formatter text=served /> }
}

/// Speaks the name of a page somebody went to. Once, inside the router.
#[component]
pub fn Announcements() -> impl IntoView {
    let arrival = expect_context::<Arrival>();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            arrival.under_way.set(true);
        }
        path
    });
    view! { <LiveRegion text=arrival.spoken /> }
}

/// Names the page: in the tab, and to whoever arrives by a link inside the app. `title` may be empty until it is known.
#[component]
pub fn PageTitle(#[prop(into)] title: Signal<String>) -> impl IntoView {
    let arrival = use_context::<Arrival>();
    Effect::new(move |_| {
        let title = title.get();
        let Some(arrival) = arrival else { return };
        if !title.is_empty() && arrival.under_way.get_untracked() {
            arrival.under_way.set(false);
            arrival.spoken.set(title);
            focus_main();
        }
    });
    // The server asks for the title last, when what the signal belongs to may be gone.
    let rendered = title.get_untracked();
    view! { <Title text=move || title.try_get().unwrap_or_else(|| rendered.clone()) /> }
}

fn focus_main() {
    let Some(main) = document().get_element_by_id("main") else { return };
    let main: &web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_ref(&main);
    // without the focus the page still works by mouse and by Tab
    drop(main.focus());
}
