//! A lasting message over a page or a part of it: offline, or something to know.
use leptos::prelude::*;

use crate::icon::{Icon, Symbol};
use crate::style::{Tone, classes};

/// Announced politely, or at once with `alert`.
#[component]
pub fn Banner(
    #[prop(default = Tone::Info)] tone: Tone,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] alert: bool,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let icon = icon.unwrap_or(match tone {
        Tone::Success => icondata_lu::LuCircleCheck,
        Tone::Danger => icondata_lu::LuCircleAlert,
        Tone::Warning => icondata_lu::LuTriangleAlert,
        _ => icondata_lu::LuInfo,
    });
    let words = if tone == Tone::Danger { "min-w-0 flex-1 text-danger" } else { "min-w-0 flex-1" };
    view! {
        <div
            role=if alert { "alert" } else { "status" }
            class=classes(&["flex items-start gap-2.5 rounded-lg px-3 py-2.5", tone.ground(), &class])
        >
            <Icon icon class=classes(&["mt-0.5", if tone == Tone::Neutral { "text-muted" } else { tone.ink() }]) />
            <div class=words>{children()}</div>
            {actions.map(|actions| view! { <div class="-my-1 flex items-center gap-1">{actions.run()}</div> })}
        </div>
    }
}
