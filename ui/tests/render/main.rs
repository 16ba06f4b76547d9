//! What each component says to a browser and to assistive technology, read from its server-rendered HTML.
#![cfg(feature = "ssr")]

mod actions;
mod data;
mod feedback;
mod fields;
mod frame;
mod gallery;
mod marks;
mod overlays;

use leptos::prelude::*;

/// The HTML of a view, without the empty comments that mark text for hydration.
fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html()).replace("<!>", "")
}

/// The opening tag of the first `name` element; empty if there is none.
fn tag<'a>(html: &'a str, name: &str) -> &'a str {
    let open = format!("<{name}");
    let start = html
        .match_indices(&open)
        .map(|(at, _)| at)
        .find(|at| html[at + open.len()..].starts_with([' ', '>']))
        .unwrap_or(html.len());
    let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
    &html[start..end]
}

/// Fails unless the tag carries every attribute, written as in HTML.
#[track_caller]
fn has(tag: &str, attributes: &[&str]) {
    for attribute in attributes {
        assert!(tag.contains(attribute), "{attribute} missing in {tag}");
    }
}

/// Fails if the tag carries one of these; class names, such as `disabled:…`, do not count.
#[track_caller]
fn lacks(tag: &str, attributes: &[&str]) {
    let tag = classless(tag);
    assert!(!tag.is_empty(), "there is no such element");
    for attribute in attributes {
        assert!(!tag.contains(attribute), "{attribute} unexpected in {tag}");
    }
}

/// The tag with its `class` attribute taken out.
fn classless(tag: &str) -> String {
    match tag.split_once("class=\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after)),
        None => tag.to_owned(),
    }
}
