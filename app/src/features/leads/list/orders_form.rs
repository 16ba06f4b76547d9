//! Up to three orders by any field, chosen one behind the other. It is loaded when somebody opens it first.

use super::state::List;
use crate::features::leads::address::list_href;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::{LeadQuery, LeadSchema, LeadSort, MAX_ORDERS};
use ui::{Button, ButtonKind, ButtonType, Choice, Dialog, Select};

const FORM: &str = "orders-form";

#[component]
pub(super) fn OrdersForm(list: List, open: RwSignal<bool>) -> impl IntoView {
    let orders = move || {
        let mut words = list.query.with_untracked(LeadQuery::orders).into_iter().map(|sort| sort.to_string());
        std::array::from_fn::<String, MAX_ORDERS, _>(|_| words.next().unwrap_or_default())
    };
    // A list shows at first what its signal holds when it is made.
    let chosen = orders().map(RwSignal::new);
    Effect::new(move |_| {
        if open.get() {
            for (signal, word) in chosen.into_iter().zip(orders()) {
                signal.set(word);
            }
        }
    });
    let navigate = use_navigate();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let orders = chosen.iter().filter_map(|word| word.with_untracked(|word| word.parse().ok())).collect();
        open.set(false);
        let wanted = list.query.with_untracked(|query| list_href(&query.ordered(orders)));
        navigate(&wanted, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let choices = Memo::new(move |_| {
        list.schema.with(|schema| list.query.with(|query| every_order(query.searches(), schema)))
    });
    let rows = chosen.into_iter().enumerate().map(move |(at, value)| {
        let (label, first) = match at {
            0 => ("Order", true),
            1 => ("Among equals", false),
            _ => ("Among equals of both", false),
        };
        let offered = Signal::derive(move || {
            let nothing = (!first).then(|| Choice::new("", "As they come"));
            let sorts = choices.get().into_iter().filter(|(sort, _)| first || *sort != LeadSort::Relevance);
            nothing
                .into_iter()
                .chain(sorts.map(|(sort, label)| Choice::new(sort.to_string(), label)))
                .collect()
        });
        view! { <Select name=format!("order-{at}") label choices=offered value /> }
    });
    view! {
        <Dialog
            id="orders"
            title="Order of the list"
            description="Leads of which a field is not known come last, whichever way it goes."
            open
            actions=move || {
                view! {
                    <Button on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        button_type=ButtonType::Submit
                        attr:form=FORM
                    >
                        "Show in this order"
                    </Button>
                }
            }
        >
            <form id=FORM class="space-y-3" on:submit=send>
                {rows.collect_view()}
            </form>
        </Dialog>
    }
}

/// The usual orders, then both ways of every field that holds one value.
fn every_order(searches: bool, schema: &LeadSchema) -> Vec<(LeadSort, String)> {
    let usual = LeadSort::READY.into_iter().filter(|sort| searches || *sort != LeadSort::Relevance);
    let fields = schema.0.iter().filter_map(LeadSort::of).flat_map(|sort| [sort, sort.turned()]);
    let others = fields.filter(|sort| !LeadSort::READY.contains(sort));
    usual.chain(others).map(|sort| (sort, sort.label(schema))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::leads::{LeadFact, lead_schema};
    use std::collections::BTreeSet;

    #[test]
    fn every_field_of_one_value_is_offered_both_ways() {
        let schema = lead_schema(&[], &[]);
        let offered = every_order(false, &schema);
        let facts = LeadFact::ALL.iter().filter(|fact| !fact.holds_several()).count();
        assert_eq!(offered.len(), 2 * facts);
        let labels: BTreeSet<&String> = offered.iter().map(|(_, label)| label).collect();
        assert_eq!(labels.len(), offered.len());
        assert_eq!(every_order(true, &schema).len(), offered.len() + 1);
    }
}
