//! One Lucide icon as inline SVG. Which icon means what is the caller's choice.
use leptos::prelude::*;

use crate::style::classes;

/// An icon's drawing, for example `lucide::LuPhone`.
pub type Symbol = icondata_core::Icon;

/// Edge length on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IconSize {
    /// 12 px, inside badges.
    Xs,
    /// 14 px, beside captions.
    Sm,
    /// 16 px.
    #[default]
    Md,
    /// 20 px, the phone bar.
    Lg,
    /// 24 px, empty and failed panels.
    Xl,
}

/// Hidden from assistive technology unless `label` names it.
#[component]
pub fn Icon(
    icon: Symbol,
    #[prop(optional)] size: IconSize,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let edge = match size {
        IconSize::Xs => "size-3 shrink-0",
        IconSize::Sm => "size-3.5 shrink-0",
        IconSize::Md => "size-4 shrink-0",
        IconSize::Lg => "size-5 shrink-0",
        IconSize::Xl => "size-6 shrink-0",
    };
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! {
        <svg
            class=classes(&[edge, &class])
            viewBox=icon.view_box.unwrap_or("0 0 24 24")
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden=hidden
            role=role
            aria-label=label
            inner_html=icon.data
        ></svg>
    }
}
