//! Every component in every state, for looking at and for checking. Not part of any real screen; its data is made up.
mod actions;
mod charts;
mod choices;
mod fields;
mod frame;
mod marks;
mod messages;
mod overlays;
mod states;
mod tables;
mod tabs;
mod tokens;

use leptos::prelude::*;

use crate::{AppFrame, ToastHost, provide_toaster};

/// Anchors of the sections, in their order on the page.
const SECTIONS: [(&str, &str); 12] = [
    ("c-colour", "Colour"),
    ("c-type", "Type"),
    ("c-button", "Button and link"),
    ("c-field", "Field"),
    ("c-choice", "Choice"),
    ("c-mark", "Status, badge, avatar, score, time"),
    ("c-table", "Table, filter, pages"),
    ("c-tabs", "Tabs, timeline, progress, facts"),
    ("c-overlay", "Menu, dialog, drawer, tooltip"),
    ("c-message", "Toast and banner"),
    ("c-state", "Empty, error, loading"),
    ("c-chart", "Charts"),
];

/// One section of the gallery.
fn part(id: &'static str, note: &'static str, inside: AnyView) -> AnyView {
    let title = SECTIONS.iter().find(|(anchor, _)| *anchor == id).map_or(id, |(_, title)| *title);
    view! {
        <section aria-labelledby=id class="border-t border-line py-8">
            <div class="mb-4 max-w-[68ch]">
                <h2 id=id class="scroll-mt-4 text-large font-semibold">
                    {title}
                </h2>
                <p class="text-muted">{note}</p>
            </div>
            {inside}
        </section>
    }
    .into_any()
}

/// One state with its caption above.
fn sample(caption: &'static str, inside: AnyView) -> AnyView {
    view! {
        <div class="min-w-0">
            <p class="mb-1.5 text-caption text-faint">{caption}</p>
            {inside}
        </div>
    }
    .into_any()
}

/// The whole page, in the frame it shows.
#[component]
pub fn Gallery() -> impl IntoView {
    provide_toaster();
    let parts = vec![
        tokens::colour(),
        tokens::type_sizes(),
        actions::all(),
        fields::all(),
        choices::all(),
        marks::all(),
        tables::all(),
        tabs::all(),
        overlays::all(),
        messages::all(),
        states::all(),
        charts::all(),
    ];
    view! {
        <AppFrame rail=frame::rail top=frame::top bottom=frame::bottom>
            <div class="mx-auto grid max-w-[1120px] grid-cols-[minmax(0,1fr)] gap-10 px-4 md:px-8 xl:grid-cols-[minmax(0,1fr)_150px]">
                <div class="min-w-0">
                    <div class="pt-6 pb-6">
                        <h1 class="text-display font-semibold">"Components"</h1>
                        <p class="mt-1 text-large text-muted">"Every part in every state, in both themes."</p>
                    </div>
                    {parts}
                </div>
                {contents()}
            </div>
        </AppFrame>
        <ToastHost />
    }
}

fn contents() -> AnyView {
    let links = SECTIONS
        .iter()
        .map(|(id, title)| {
            view! {
                <li>
                    <a href=format!("#{id}") class="block rounded-sm text-caption leading-6 text-muted hover:text-ink">
                        {*title}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label="On this page" class="sticky top-6 mt-8 hidden self-start xl:block">
            <ul class="space-y-1 border-l border-line pl-4">{links}</ul>
        </nav>
    }
    .into_any()
}
