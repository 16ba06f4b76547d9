//! The shell of a table: a named region that scrolls by keyboard too, a caption, a head that stays.
use leptos::prelude::*;

use crate::style::classes;

const RULES: &str = "border-separate border-spacing-0 [&_tbody_td]:border-b [&_tbody_td]:border-line [&_tbody_th]:border-b [&_tbody_th]:border-line [&_tbody_tr:last-child>*]:border-b-0";
const HEAD: &str =
    "sticky top-0 z-10 bg-surface [&_td]:border-b [&_td]:border-line [&_th]:border-b [&_th]:border-line";

/// `label` names the region and is the caption. `bare` leaves out the border where the page itself bounds the table.
/// `class` goes to the region, `table_class` to the table (for a minimum width).
#[component]
pub fn Table(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] bare: bool,
    /// Column widths come from the caller's `<col>` elements or first row.
    #[prop(optional)]
    fixed: bool,
    #[prop(optional, into)] columns: Option<ViewFnOnce>,
    /// How many rows there are with those that are not in it, "-1" while that is not known.
    #[prop(optional, into)]
    rows: Option<Signal<String>>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] table_class: String,
    children: Children,
) -> impl IntoView {
    let frame = if bare { "" } else { "rounded-lg border border-line" };
    let layout = if fixed { "w-full table-fixed" } else { "w-full" };
    view! {
        <div
            class=classes(&["overflow-auto outline-offset-[-2px]", frame, &class])
            tabindex="0"
            role="region"
            aria-label=move || label.get()
        >
            <table class=classes(&[layout, RULES, &table_class]) aria-rowcount=move || rows.map(|rows| rows.get())>
                <caption class="sr-only">{move || label.get()}</caption>
                {columns.map(|columns| view! { <colgroup>{columns.run()}</colgroup> })}
                {children()}
            </table>
        </div>
    }
}

/// The head row; stays in sight while the region scrolls.
#[component]
pub fn TableHead(children: Children) -> impl IntoView {
    view! {
        <thead class=HEAD>
            <tr>{children()}</tr>
        </thead>
    }
}

/// The rows.
#[component]
pub fn TableBody(
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <tbody id=id class=class>
            {children()}
        </tbody>
    }
}

/// One row, 48 px, or 36 px when `dense`. `selected` tints it, `cursor` adds the bar of the cursor keys.
#[component]
pub fn TableRow(
    #[prop(optional, into)] selected: Option<Signal<bool>>,
    #[prop(optional, into)] cursor: Signal<bool>,
    #[prop(optional)] dense: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let chosen = move || selected.is_some_and(|selected| selected.get());
    let look = move || {
        classes(&[
            if dense { "group h-9" } else { "group h-12" },
            if chosen() || cursor.get() { "bg-accent-soft" } else { "hover:bg-hover" },
            if cursor.get() { "shadow-[inset_2px_0_0_var(--accent-ink)]" } else { "" },
            &class,
        ])
    };
    view! {
        <tr class=look aria-selected=move || selected.map(|selected| if selected.get() { "true" } else { "false" })>
            {children()}
        </tr>
    }
}
