//! The document around every page of a form: head, ground, the name of the business.

use super::icon::icon;
use super::{Extent, Files, Frame, Purpose, theme};
use leptos::prelude::*;
use ui::lucide;

/// `main` as it is, or in its document.
pub(super) fn page(frame: &Frame<'_>, title: &str, main: AnyView) -> String {
    if frame.extent == Extent::Fragment {
        return Owner::new().with(|| main.to_html());
    }
    let form = frame.form;
    let title = format!("{title} · {} · {}", form.definition.title, form.business);
    let visit = frame.purpose == Purpose::Visit;
    let style = theme::css(&form.definition.theme);
    // Whoever looks at a form while it is edited changes the style in the page.
    let style = (!style.is_empty() || !visit).then(|| {
        view! { <style id="theme" nonce=frame.nonce.to_owned() inner_html=style></style> }
    });
    let scripts = visit.then(|| {
        view! {
            <script type="module" src=frame.files.script.clone()></script>
            // Data, never run: the policy for scripts does not apply to it.
            <script type="application/json" id="definition" inner_html=json(&frame.form.definition)></script>
        }
    });
    let body = if frame.embedded.is_some() {
        view! { <body class="bg-surface text-ink">{main}</body> }.into_any()
    } else {
        view! {
            <body class="flex min-h-dvh flex-col bg-canvas text-ink max-sm:bg-surface">
                {masthead(form.business.clone(), frame.purpose)}
                {main}
            </body>
        }
        .into_any()
    };
    let about = format!("{} {}", form.definition.title, form.definition.promise);
    let about = view! { <meta name="description" content=about.trim().to_owned()/> };
    whole(title, frame.files, (about, style, scripts).into_any(), body)
}

/// A document for which no form is known.
pub(super) fn bare(files: &Files, title: &str, main: AnyView) -> String {
    let body = view! {
        <body class="flex min-h-dvh flex-col bg-canvas text-ink max-sm:bg-surface">{main}</body>
    };
    whole(title.to_owned(), files, ().into_any(), body.into_any())
}

fn whole(title: String, files: &Files, head: AnyView, body: AnyView) -> String {
    let document = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                // Not as a child: the view would end it with a marker, which a title shows.
                <title inner_html=escaped(&title)></title>
                <link rel="stylesheet" href=files.style.clone()/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {head}
            </head>
            {body}
        </html>
    };
    format!("<!doctype html>{}", Owner::new().with(|| document.to_html()))
}

fn masthead(business: String, purpose: Purpose) -> impl IntoView {
    let preview = (purpose == Purpose::Preview).then(|| {
        view! { <span class="ml-auto text-body font-normal text-muted">"Preview, nothing is saved"</span> }
    });
    view! {
        <header class="mx-auto flex w-full max-w-[480px] items-center gap-2 px-5 pt-5 font-semibold sm:pt-8">
            {icon(lucide::LuHouse, "size-5 shrink-0 text-accent-ink")}
            {business}
            {preview}
        </header>
    }
}

/// Text as the content of an element that the view would write unchanged.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Data for a script, as the content of a `script` element.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // `<` would end the element or open a comment; in JSON it can only stand inside a string.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()).replace('<', "\\u003c")
}

/// Classes of the card that holds a page.
pub(super) const fn card(embedded: bool) -> &'static str {
    if embedded {
        "flex w-full flex-col bg-surface"
    } else {
        "mx-auto flex w-full max-w-[480px] flex-1 flex-col bg-surface sm:my-6 sm:min-h-[640px] sm:flex-none sm:rounded-xl sm:border sm:border-line sm:shadow-float"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_cannot_be_left() {
        assert_eq!(escaped("</textarea><b>&"), "&lt;/textarea&gt;&lt;b&gt;&amp;");
    }
}
