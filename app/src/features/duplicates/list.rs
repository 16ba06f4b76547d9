//! The pairs that wait for somebody, the surest first, and what was merged lately.

use super::address::pair_href;
use super::reasons::{Reasons, Sure};
use super::rpc::{DismissDuplicate, list_duplicates};
use super::split::Merged;
use crate::features::leads::Crumbs;
use crate::layout::{Failure, PageTitle};
use crate::state::{ask_once, live};
use leptos::form::ActionForm;
use leptos::prelude::*;
use shared::duplicates::{DuplicateList, PairSummary, Twin};
use shared::phone::Phone;
use ui::{
    Button, ButtonSize, ButtonType, EmptyState, LinkButton, Section, Skeleton, SkeletonShape, lucide,
    use_toaster,
};

#[component]
pub(super) fn Pairs() -> impl IntoView {
    let first = ask_once(list_duplicates);
    let again = Callback::new(move |()| first.refetch());
    live::on_event(
        |event| matches!(event.name.as_str(), "lead.merged" | "lead.split" | "duplicate.dismissed"),
        move || first.refetch(),
    );
    let inside = move || {
        Suspend::new(async move {
            match first.await {
                Ok(list) => view! { <Lists list again /> }.into_any(),
                Err(error) => {
                    view! { <Failure error what="the duplicates" page=true on_retry=again /> }.into_any()
                }
            }
        })
    };
    view! {
        <PageTitle title="Maybe the same" />
        <div class="px-4 pt-3 pb-8 md:px-6">
            <Crumbs here="Maybe the same" />
            <h1 class="mt-1 text-title font-semibold">"Maybe the same"</h1>
            <p class="max-w-[68ch] text-muted">
                "People who look like one. Compare two, then merge them or say that they are not the same."
            </p>
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows label="Loading the duplicates" class="mt-4" /> }
            }>{inside}</Transition>
        </div>
    }
}

#[component]
fn Lists(list: DuplicateList, again: Callback<()>) -> impl IntoView {
    let DuplicateList { pairs, more, merged } = list;
    let count = if more { format!("{}+", pairs.len()) } else { pairs.len().to_string() };
    let inside = if pairs.is_empty() {
        view! {
            <EmptyState
                level=3
                icon=lucide::LuUserCheck
                title="No duplicates"
                text="New leads are compared with those that are here. Two who look like one person are listed here."
            />
        }
        .into_any()
    } else {
        let rows = pairs.into_iter().map(|pair| view! { <Row pair again /> }).collect_view();
        view! { <ul class="mt-2 space-y-3">{rows}</ul> }.into_any()
    };
    view! {
        <Section id="waiting" title="To decide" count=Some(count) class="mt-5">
            {inside}
        </Section>
        <Merged merged again />
    }
}

#[component]
fn Row(pair: PairSummary, again: Callback<()>) -> impl IntoView {
    let action = ServerAction::<DismissDuplicate>::new();
    let toaster = use_toaster();
    let who = format!("{} and {}", pair.one.name, pair.other.name);
    let said = who.clone();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => {
            toaster.success(format!("Not the same: {said}"));
            again.run(());
        }
        Some(Err(error)) => {
            toaster.error("Nothing was decided", error.message);
            again.run(());
        }
        None => {}
    });
    let (href, sureness, id) = (pair_href(pair.id), pair.sureness(), pair.id.to_string());
    let compare = format!("Compare {who}");
    let dismiss = format!("Not the same: {who}");
    view! {
        <li class="rounded-lg border border-line p-4">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <h3 class="min-w-0 font-semibold break-words">{who}</h3>
                <Sure sureness />
                <div class="ml-auto flex flex-wrap gap-2 max-md:ml-0">
                    <LinkButton href size=ButtonSize::Sm attr:aria-label=compare>
                        "Compare"
                    </LinkButton>
                    <ActionForm action>
                        <input type="hidden" name="pair" value=id />
                        <Button
                            button_type=ButtonType::Submit
                            size=ButtonSize::Sm
                            busy=Signal::derive(move || action.pending().get())
                            busy_label="Saving"
                            attr:aria-label=dismiss
                        >
                            "Not the same"
                        </Button>
                    </ActionForm>
                </div>
            </div>
            <div class="mt-3">
                <Reasons reasons=pair.reasons />
            </div>
            <ul class="mt-3 grid gap-x-6 gap-y-2 md:grid-cols-2">
                <li class="num min-w-0 text-muted">{facts(&pair.one)}</li>
                <li class="num min-w-0 text-muted">{facts(&pair.other)}</li>
            </ul>
        </li>
    }
}

/// What tells somebody apart, in a line.
fn facts(twin: &Twin) -> String {
    let phone = twin
        .phone
        .as_deref()
        .map(|e164| Phone::parse(e164).map_or_else(|_| e164.to_owned(), |phone| phone.display()));
    let status = twin.status.map(|status| status.label().to_owned());
    let parts = [Some(twin.name.clone()), phone, twin.email.clone(), twin.place.clone(), status];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
