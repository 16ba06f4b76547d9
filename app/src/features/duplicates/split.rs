//! Merges that stand, and splitting them again.

use super::rpc::SplitMerge;
use crate::features::leads::address::lead_href;
use crate::state::{use_now, use_session, use_zone};
use leptos::form::ActionForm;
use leptos::prelude::*;
use shared::leads::LeadQuery;
use shared::merges::{MergeSummary, Split};
use shared::roles::Permission;
use ui::{Button, ButtonSize, ButtonType, RelativeTime, Section, TextLink, Toaster, lucide, use_toaster};

/// Says what splitting did.
pub(super) fn said(toaster: Toaster, split: &Split) {
    let left = match split.left {
        0 => String::new(),
        1 => " 1 field was changed since and stays as it is.".to_owned(),
        more => format!(" {more} fields were changed since and stay as they are."),
    };
    toaster.success(format!("{} and {} are two again.{left}", split.name, split.joined));
}

#[component]
pub(super) fn Merged(merged: Vec<MergeSummary>, again: Callback<()>) -> impl IntoView {
    let may_split = use_session().may(Permission::MergeLeads);
    (!merged.is_empty()).then(|| {
        let rows = merged.into_iter().map(|merge| view! { <Row merge may_split again /> }).collect_view();
        view! {
            <Section
                id="merged"
                title="Merged lately"
                note="A merge can be split again at any time. What happened in between stays with the one who stayed."
                class="mt-7"
            >
                <ul class="mt-2 divide-y divide-line">{rows}</ul>
            </Section>
        }
    })
}

#[component]
fn Row(merge: MergeSummary, may_split: bool, again: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SplitMerge>::new();
    let toaster = use_toaster();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(split)) => {
            said(toaster, &split);
            again.run(());
        }
        Some(Err(error)) => toaster.error("Still merged", error.message),
        None => {}
    });
    let (id, at) = (merge.id.to_string(), merge.at.timestamp_millis());
    let zone = use_zone();
    let label = format!("Split again: {} and {}", merge.name, merge.joined);
    let who = match merge.lead {
        Some(lead) => {
            let href = lead_href(lead, &LeadQuery::default());
            view! { <TextLink href class="underline">{merge.name}</TextLink> }.into_any()
        }
        None => merge.name.into_any(),
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span class="min-w-0">
                <span class="block break-words">{who} ", joined by " {merge.joined}</span>
                <span class="block text-caption text-muted">
                    {merge.by} ", "
                    <RelativeTime at now=use_now() offset_minutes=zone.minutes_at(at) />
                </span>
            </span>
            {may_split
                .then(|| {
                    view! {
                        <div class="ml-auto">
                            <ActionForm action>
                                <input type="hidden" name="merge" value=id />
                                <Button
                                    button_type=ButtonType::Submit
                                    size=ButtonSize::Sm
                                    icon=lucide::LuUndo2
                                    busy=Signal::derive(move || action.pending().get())
                                    busy_label="Splitting"
                                    attr:aria-label=label
                                >
                                    "Split again"
                                </Button>
                            </ActionForm>
                        </div>
                    }
                })}
        </li>
    }
}
