//! What was written on a lead, with the members it names.

use leptos::prelude::*;

/// A text in which the names of mentioned members stand out.
pub fn with_names(body: &str, names: &[String]) -> Vec<AnyView> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (mut parts, mut from) = (Vec::new(), 0);
    for (place, _) in shared::mentions::find(body, &names) {
        parts.push(body.get(from..place.start).unwrap_or_default().to_owned().into_any());
        let name = body.get(place.clone()).unwrap_or_default().to_owned();
        parts.push(view! { <span class="font-medium text-accent-ink">{name}</span> }.into_any());
        from = place.end;
    }
    parts.push(body.get(from..).unwrap_or_default().to_owned().into_any());
    parts
}
