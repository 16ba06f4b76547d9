//! The columns that a list shows beside its own: any field there is. The choice stands in the address.

use super::filter::carried;
use super::state::List;
use crate::features::leads::address::{LIST, list_href};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{LeadFact, LeadField, LeadQuery, MAX_COLUMNS};
use ui::{Button, ButtonSize, ButtonType, Icon, IconSize, Popover, lucide};

const LOOK: &str = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium whitespace-nowrap text-muted hover:bg-hover hover:text-ink max-md:hidden";

/// Field and label of what can be added.
pub(super) fn offered(list: List) -> Vec<(LeadField, String)> {
    list.schema.with(|schema| {
        let shown = |field: LeadField| LeadFact::SHOWN.iter().any(|fact| field == LeadField::Fact(*fact));
        let more = schema.0.iter().filter(|info| !shown(info.field));
        more.map(|info| (info.field, info.label.clone())).collect()
    })
}

/// The query with a column more or less.
fn with(query: &LeadQuery, field: LeadField, on: bool) -> LeadQuery {
    let mut columns: Vec<LeadField> = query.columns.iter().copied().filter(|known| *known != field).collect();
    if on && columns.len() < MAX_COLUMNS {
        columns.push(field);
    }
    LeadQuery { columns, after: None, ..query.clone() }
}

#[component]
pub(super) fn ChooseColumns(list: List) -> impl IntoView {
    let query = list.query;
    let navigate = use_navigate();
    let choose = Callback::new(move |(field, on): (LeadField, bool)| {
        let wanted = query.with_untracked(|query| with(query, field, on));
        navigate(&list_href(&wanted), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let carried = move || {
        carried(query.into(), "cols")
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    };
    let rows = move || {
        offered(list)
            .into_iter()
            .map(|(field, label)| view! { <Row list field label choose /> })
            .collect_view()
    };
    let trigger = || {
        view! {
            <Icon icon=lucide::LuColumns3 size=IconSize::Sm />
            "Columns"
        }
        .into_any()
    };
    view! {
        <Popover id="columns" label="Columns" look=LOOK.to_owned() trigger align=ui::Align::End>
            <form method="get" action=LIST>
                {carried}
                <fieldset>
                    <legend class="px-2 py-1 text-caption text-muted">
                        {format!("Up to {MAX_COLUMNS} further columns")}
                    </legend>
                    {rows}
                </fieldset>
                <Button button_type=ButtonType::Submit size=ButtonSize::Sm class="m-1 hidden noscript:inline-flex">
                    "Show columns"
                </Button>
            </form>
        </Popover>
    }
}

#[component]
fn Row(list: List, field: LeadField, label: String, choose: Callback<(LeadField, bool)>) -> impl IntoView {
    let chosen = Memo::new(move |_| list.query.with(|query| query.columns.contains(&field)));
    let full = Memo::new(move |_| list.query.with(|query| query.columns.len() >= MAX_COLUMNS));
    view! {
        <label class="menu-row">
            <input
                type="checkbox"
                class="check"
                name="cols"
                value=field.to_string()
                checked=chosen.get_untracked()
                disabled=move || full.get() && !chosen.get()
                prop:checked=move || chosen.get()
                on:change=move |event| choose.run((field, event_target_checked(&event)))
            />
            {label}
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_and_go_up_to_the_limit() {
        let mut query = LeadQuery { after: Some("x".into()), ..LeadQuery::default() };
        for fact in LeadFact::ALL {
            query = with(&query, (*fact).into(), true);
        }
        assert_eq!((query.columns.len(), query.after.clone()), (MAX_COLUMNS, None));
        let first = query.columns[0];
        assert!(!with(&query, first, false).columns.contains(&first));
    }
}
