//! A named part of a page: a heading, perhaps a figure and actions beside it, then the content.
use leptos::prelude::*;

/// A heading of level 1 to 4; anything else becomes 2.
pub(crate) fn heading(level: u8, id: Option<String>, class: &'static str, title: Signal<String>) -> AnyView {
    let title = move || title.get();
    match level {
        1 => view! { <h1 id=id class=class>{title}</h1> }.into_any(),
        3 => view! { <h3 id=id class=class>{title}</h3> }.into_any(),
        4 => view! { <h4 id=id class=class>{title}</h4> }.into_any(),
        _ => view! { <h2 id=id class=class>{title}</h2> }.into_any(),
    }
}

/// The line above a part: heading with `id`, `count` behind it, actions at the right.
#[component]
pub fn SectionHeading(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    #[prop(default = 2)] level: u8,
    #[prop(optional, into)] count: Signal<Option<String>>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <div class="flex min-h-7 items-center gap-2">
            {heading(level, Some(id), "scroll-mt-4 font-semibold", title)}
            {move || count.get().map(|count| view! { <span class="num text-muted">{count}</span> })}
            {actions.map(|actions| view! { <span class="ml-auto flex items-center gap-1">{actions.run()}</span> })}
        </div>
    }
}

/// A region named by its heading (`{id}` is the heading's id). `note` is one sentence below it.
#[component]
pub fn Section(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    #[prop(default = 2)] level: u8,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] count: Signal<Option<String>>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    let actions = actions.unwrap_or_default();
    view! {
        <section aria-labelledby=labelled class=class>
            <SectionHeading id title level count actions />
            {move || note.get().map(|note| view! { <p class="max-w-[68ch] text-muted">{note}</p> })}
            {children()}
        </section>
    }
}
