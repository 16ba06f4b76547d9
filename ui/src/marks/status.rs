//! A glyph that fills as something comes nearer, so a status reads in grey and at a glance.
use leptos::prelude::*;

use crate::style::{Tone, classes};

/// The shapes. What each stands for is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyph {
    #[default]
    Dashed,
    Quarter,
    Half,
    ThreeQuarters,
    Check,
    Clock,
    Cross,
}

const RING: &str = r#"<circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" stroke-width="1.4"/>"#;

impl Glyph {
    fn inside(self) -> &'static str {
        match self {
            Self::Dashed => {
                r#"<circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.2 1.35"/>"#
            }
            Self::Quarter => r#"<path d="M7 7V3.6A3.4 3.4 0 0 1 10.4 7Z" fill="currentColor"/>"#,
            Self::Half => r#"<path d="M7 3.6A3.4 3.4 0 0 1 7 10.4Z" fill="currentColor"/>"#,
            Self::ThreeQuarters => r#"<path d="M7 7V3.6A3.4 3.4 0 1 1 3.6 7Z" fill="currentColor"/>"#,
            Self::Check => {
                r#"<circle cx="7" cy="7" r="6.3" fill="currentColor"/><path class="stroke-surface" d="M4.4 7.2l1.8 1.8 3.4-3.8" fill="none" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>"#
            }
            Self::Clock => {
                r#"<path d="M7 4v3.2l2 1.3" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/>"#
            }
            Self::Cross => {
                r#"<path d="M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/>"#
            }
        }
    }

    fn markup(self) -> String {
        match self {
            Self::Dashed | Self::Check => self.inside().to_owned(),
            _ => format!("{RING}{}", self.inside()),
        }
    }
}

/// The drawing alone, for a place where the word stands beside it already.
pub(crate) fn draw(glyph: Glyph, tone: Tone) -> impl IntoView {
    view! {
        <svg
            class=classes(&["size-3.5 shrink-0", tone.ink()])
            viewBox="0 0 14 14"
            aria-hidden="true"
            inner_html=glyph.markup()
        ></svg>
    }
}

/// The glyph with its word; with `label_hidden` the word is only spoken and shown on hover.
#[component]
pub fn StatusGlyph(
    #[prop(into)] glyph: Signal<Glyph>,
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    view! {
        <span
            class=classes(&["inline-flex items-center gap-1.5 whitespace-nowrap", &class])
            title=move || label_hidden.then(|| label.get())
        >
            <svg
                class=move || classes(&["size-3.5 shrink-0", tone.get().ink()])
                viewBox="0 0 14 14"
                aria-hidden="true"
                inner_html=move || glyph.get().markup()
            ></svg>
            <span class:sr-only=label_hidden>{move || label.get()}</span>
        </span>
    }
}
