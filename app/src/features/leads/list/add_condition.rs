//! A further condition of the list, put together in a panel.

use super::state::List;
use crate::features::leads::address::list_href;
use crate::features::leads::condition_form::ConditionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::filter::Join;
use shared::leads::{LeadFact, LeadFilter};
use ui::{Icon, IconSize, Popover, lucide};
use wasm_bindgen::JsCast as _;

const PANEL: &str = "filter-more";
const LOOK: &str = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium whitespace-nowrap text-muted hover:bg-hover hover:text-ink max-md:h-10 noscript:hidden";

#[component]
pub(super) fn AddCondition(list: List, #[prop(into)] others: Signal<Vec<(usize, String)>>) -> impl IntoView {
    let navigate = use_navigate();
    let trigger = || {
        view! {
            <Icon icon=lucide::LuPlus size=IconSize::Sm />
            "More"
        }
        .into_any()
    };
    let done = Callback::new(move |(condition, join): (LeadFilter, Join)| {
        let wanted = list.query.with_untracked(|query| {
            query.with_filter(&query.filter().unwrap_or_default().join(condition, join))
        });
        close();
        navigate(&list_href(&wanted), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    view! {
        <Popover id=PANEL label="Add a filter" look=LOOK.to_owned() trigger>
            <ConditionForm schema=list.schema owners=list.owners first=LeadFact::Created others verb="Add filter" done />
        </Popover>
    }
}

fn close() {
    let panel = document().get_element_by_id(PANEL);
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<web_sys::HtmlElement>().ok()) {
        // It may be closed already.
        drop(panel.hide_popover());
    }
}
