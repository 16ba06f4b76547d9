//! A text with the words of a search marked in it. What counts as found is `shared::search`'s rule; nothing of the text
//! becomes markup.

use leptos::prelude::*;
use shared::search::marks;

/// The text in pieces, those that were looked for as `mark` elements.
pub fn marked(text: &str, search: &str) -> Vec<AnyView> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    for range in marks(text, search) {
        pieces.extend(plain(text.get(rest..range.start)));
        rest = range.end;
        let found = text.get(range).unwrap_or_default().to_owned();
        pieces.push(view! { <mark class="rounded-sm bg-warning-soft text-ink">{found}</mark> }.into_any());
    }
    pieces.extend(plain(text.get(rest..)));
    pieces
}

fn plain(text: Option<&str>) -> Option<AnyView> {
    text.filter(|text| !text.is_empty()).map(|text| text.to_owned().into_any())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn html(text: &str, search: &str) -> String {
        Owner::new().with(|| marked(text, search).to_html()).replace("<!>", "")
    }

    #[test]
    fn found_words_are_marked_and_markup_is_text() {
        assert_eq!(html("Henrik", ""), "Henrik");
        assert!(html("Henrik Sandoval", "sand").contains(">Sand</mark>oval"));
        let page = html("<b>Sand", "sand b");
        assert!(page.contains("&lt;") && !page.contains("<b>"), "{page}");
    }
}
