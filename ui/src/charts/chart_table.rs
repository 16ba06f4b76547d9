//! The figures behind a chart, one press away.
use leptos::prelude::*;

/// The first column of every row names it.
#[component]
pub fn ChartTable(#[prop(into)] caption: String, head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    let heads = head
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let look = if index == 0 {
                "border-b border-line py-1 text-caption font-medium text-muted"
            } else {
                "border-b border-line py-1 text-right text-caption font-medium text-muted"
            };
            view! { <th scope="col" class=look>{name}</th> }
        })
        .collect_view();
    view! {
        <details class="mt-3">
            <summary class="inline-flex h-6 items-center rounded-sm text-caption text-accent-ink hover:underline">
                "Show as table"
            </summary>
            <table class="num mt-2 w-full text-left">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
}

fn row(cells: Vec<String>) -> impl IntoView {
    let mut cells = cells.into_iter();
    let name = cells.next().unwrap_or_default();
    let rest = cells
        .map(|cell| view! { <td class="border-b border-line py-1 text-right">{cell}</td> })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="border-b border-line py-1 font-normal">
                {name}
            </th>
            {rest}
        </tr>
    }
}
