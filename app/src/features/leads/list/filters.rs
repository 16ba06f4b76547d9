//! The filter sentence over the list: every part opens its choices, and everything works as a plain form too.

use super::choose_columns::ChooseColumns;
use super::conditions::Conditions;
use super::filter::{Filter, carried, only_open};
use super::sort_menu::SortMenu;
use super::state::List;
use crate::features::leads::address::{LIST, list_href};
use crate::features::leads::sentence::{total, unranked};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::leads::LeadQuery;
use ui::{Button, ButtonSize, ButtonType, Icon, IconSize, Popover, lucide};

const CHIP: &str = "inline-flex h-7 max-w-full items-center overflow-hidden rounded-md border border-line-strong bg-raised max-md:h-10";
const OPENER: &str =
    "flex h-full min-w-0 items-center gap-1 px-2 whitespace-nowrap outline-offset-[-2px] hover:bg-hover";
const ADDER: &str = "inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium whitespace-nowrap text-muted hover:bg-hover hover:text-ink max-md:h-10";
const REMOVE: &str = "grid h-full w-6 shrink-0 place-content-center border-l border-line text-faint outline-offset-[-2px] hover:bg-hover hover:text-ink max-md:w-10";

/// "Leads where status is new, newest first" and how many there are.
#[component]
pub(super) fn FilterSentence(list: List) -> impl IntoView {
    let unranked = Memo::new(move |_| {
        let total = list.total.get();
        list.query.with(|query| {
            (!list.busy.get() && query.is_unranked(total))
                .then(|| list.schema.with(|schema| unranked(query, schema)))
        })
    });
    let chips = Filter::ALL.into_iter().map(|filter| view! { <FilterPart filter list /> }).collect_view();
    view! {
        <div
            class="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2 outline-offset-[-2px] max-md:overflow-x-auto"
            role="group"
            aria-label="Filter"
            tabindex="0"
        >
            <div class="flex items-center gap-1.5 md:flex-wrap">
                <span class="whitespace-nowrap text-muted">"Leads where"</span>
                {chips}
                <Conditions list />
                <SortMenu list />
                <ChooseColumns list />
            </div>
            <span class="num ml-auto shrink-0 self-start text-muted max-md:sr-only md:leading-7" role="status">
                {move || total(list.total.get())}
            </span>
        </div>
        {move || {
            unranked
                .get()
                .map(|words| {
                    view! {
                        <p role="status" class="shrink-0 border-b border-line px-4 py-1.5 text-caption text-muted">
                            {words}
                        </p>
                    }
                })
        }}
    }
}

#[component]
fn FilterPart(filter: Filter, list: List) -> impl IntoView {
    let query = list.query;
    let words =
        Memo::new(move |_| query.with(|query| list.owners.with(|owners| filter.words(query, owners))));
    let shell = move || if words.with(Option::is_some) { CHIP } else { "inline-flex max-md:h-10" };
    let look = Signal::derive(move || if words.with(Option::is_some) { OPENER } else { ADDER }.to_owned());
    let trigger = move || match words.get() {
        Some(words) => view! {
            <span class="text-muted">{format!("{} is", filter.key())}</span>
            <span class="truncate font-medium">{words}</span>
        }
        .into_any(),
        None => view! {
            <Icon icon=lucide::LuPlus size=IconSize::Sm />
            {filter.name()}
        }
        .into_any(),
    };
    let remove = move || {
        words.get().map(|words| {
            let label = format!("Remove: {} is {words}", filter.key());
            view! {
                <a href=query.with(|query| list_href(&filter.cleared(query))) class=REMOVE aria-label=label.clone() title=label>
                    <Icon icon=lucide::LuX size=IconSize::Xs />
                </a>
            }
        })
    };
    view! {
        <span class=shell>
            <Popover id=format!("filter-{}", filter.key()) label=filter.name() look trigger=move || trigger.into_any()>
                <Choices filter list />
            </Popover>
            {remove}
        </span>
    }
}

/// The values of one filter. A press applies at once; without JavaScript the button below sends the form.
#[component]
fn Choices(filter: Filter, list: List) -> impl IntoView {
    let query = list.query;
    let navigate = use_navigate();
    let choose = Callback::new(move |(value, on): (String, bool)| {
        let wanted = query.with_untracked(|query| filter.with(query, &value, on));
        navigate(&list_href(&wanted), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let rows = move || {
        let options = list.owners.with(|owners| filter.options(owners));
        options
            .into_iter()
            .map(|(value, label)| view! { <ChoiceRow filter query value label choose /> })
            .collect_view()
    };
    let carried = move || {
        carried(query.into(), filter.key())
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view()
    };
    let all_open = move || {
        (filter == Filter::Status).then(|| {
            let href = query.with(|query| list_href(&only_open(query)));
            view! {
                <a href=href class="menu-row text-accent-ink">
                    "All open ones"
                </a>
            }
        })
    };
    view! {
        <form method="get" action=LIST>
            {carried}
            <fieldset>
                <legend class="px-2 py-1 text-caption text-muted">{filter.name()}</legend>
                {rows}
            </fieldset>
            {all_open}
            <Button button_type=ButtonType::Submit size=ButtonSize::Sm class="m-1 hidden noscript:inline-flex">
                "Show leads"
            </Button>
        </form>
    }
}

#[component]
fn ChoiceRow(
    filter: Filter,
    query: Memo<LeadQuery>,
    value: String,
    label: String,
    choose: Callback<(String, bool)>,
) -> impl IntoView {
    let chosen = Memo::new({
        let value = value.clone();
        move |_| query.with(|query| filter.is_on(query, &value))
    });
    let sent = value.clone();
    let kind = if filter.takes_several() { "checkbox" } else { "radio" };
    view! {
        <label class="menu-row">
            <input
                type=kind
                class="check"
                name=filter.key()
                value=value
                checked=chosen.get_untracked()
                prop:checked=move || chosen.get()
                on:change=move |event| choose.run((sent.clone(), event_target_checked(&event)))
            />
            {label}
        </label>
    }
}
