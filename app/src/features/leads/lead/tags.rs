//! The tags of the lead, its contact or its property: words with a way to take each away, and a field for more.

use super::state::OpenLead;
use crate::features::leads::rpc::{Vocabulary, change_lead_tags};
use crate::layout::Deed;
use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::fields::Noun;
use shared::leads::TagChange;
use shared::tags::{MAX_TAG, Tag};
use ui::{Icon, IconSize, Toaster, lucide, use_toaster};

#[component]
pub(super) fn Tags(
    open: OpenLead,
    noun: Noun,
    vocabulary: RwSignal<Vocabulary>,
    may_work: bool,
) -> impl IntoView {
    let tags = Memo::new(move |_| {
        open.lead.with(|lead| match noun {
            Noun::Lead => lead.marks.tags.clone(),
            Noun::Contact => lead.marks.contact_tags.clone(),
            Noun::Property => lead.marks.property_tags.clone(),
        })
    });
    let of = whose(noun);
    let toaster = use_toaster();
    let change = Callback::new(move |change: TagChange| send(open, vocabulary, noun, change, toaster));
    let chips = move || {
        tags.get()
            .into_iter()
            .map(|tag| {
                let (id, label) = (tag.id, format!("Remove the tag {}", tag.name));
                let remove = move |_| change.run(TagChange { add: Vec::new(), remove: vec![id] });
                view! {
                    <li class="inline-flex h-6 max-w-full items-center rounded-sm border border-line bg-sunken text-caption">
                        <span class="truncate px-1.5 font-medium">{tag.name}</span>
                        {may_work
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="grid size-6 place-content-center text-faint outline-offset-[-2px] hover:text-ink"
                                        aria-label=label.clone()
                                        title=label
                                        on:click=remove
                                    >
                                        <Icon icon=lucide::LuX size=IconSize::Xs />
                                    </button>
                                }
                            })}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="mt-2.5 flex flex-wrap items-center gap-1.5">
            <ul class="contents" aria-label=format!("Tags {of}")>
                {chips}
            </ul>
            {may_work.then(|| view! { <AddTag noun vocabulary tags change /> })}
        </div>
    }
}

fn send(open: OpenLead, vocabulary: RwSignal<Vocabulary>, noun: Noun, change: TagChange, toaster: Toaster) {
    spawn_local(async move {
        match change_lead_tags(open.id.to_string(), noun, change).await {
            Ok(marks) => {
                let known = [&marks.tags, &marks.contact_tags, &marks.property_tags];
                let all: Vec<Tag> = known.into_iter().flatten().cloned().collect();
                vocabulary.try_update(|vocabulary| learn(&mut vocabulary.tags, all));
                open.lead.try_update(|lead| lead.marks = marks);
            }
            Err(error) => toaster.error("The tags were not changed", error.message),
        }
    });
}

/// What the command palette offers: the tags that the lead does not have.
pub(super) fn deeds(open: OpenLead, vocabulary: RwSignal<Vocabulary>) -> Vec<Deed> {
    let own = open.lead.with(|lead| lead.marks.tags.clone());
    let others = vocabulary.with(|vocabulary| {
        vocabulary.tags.iter().filter(|tag| !own.contains(tag)).cloned().collect::<Vec<_>>()
    });
    let tagged = |tag: Tag| {
        Deed::new(format!("Add the tag {}", tag.name), lucide::LuTag, move || {
            let change = TagChange { add: vec![tag.name.clone()], remove: Vec::new() };
            send(open, vocabulary, Noun::Lead, change, open.toaster);
        })
    };
    others.into_iter().map(tagged).collect()
}

/// A field that offers the tags there are; what is no tag yet becomes one.
#[component]
fn AddTag(
    noun: Noun,
    vocabulary: RwSignal<Vocabulary>,
    tags: Memo<Vec<Tag>>,
    change: Callback<TagChange>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let typed = RwSignal::new(String::new());
    let list = format!("tags-{}", noun.as_str());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        if !name.trim().is_empty() {
            change.run(TagChange { add: vec![name], remove: Vec::new() });
            typed.set(String::new());
        }
    };
    let offers = move || {
        let known = tags.get();
        vocabulary.with(|vocabulary| {
            let others = vocabulary.tags.iter().filter(|tag| !known.contains(tag));
            others.map(|tag| view! { <option value=tag.name.clone()></option> }).collect_view()
        })
    };
    view! {
        <form class="inline-flex noscript:hidden" on:submit=send>
            <input
                type="text"
                class="h-6 w-24 rounded-sm border border-transparent bg-transparent px-1.5 text-caption placeholder:text-muted hover:border-line focus:border-line-strong max-md:h-10"
                placeholder="+ Add tag"
                aria-label=format!("Add a tag {}", whose(noun))
                list=list.clone()
                maxlength=MAX_TAG.to_string()
                autocomplete="off"
                disabled=move || !hydrated.get()
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <datalist id=list>{offers}</datalist>
        </form>
    }
}

const fn whose(noun: Noun) -> &'static str {
    match noun {
        Noun::Lead => "of the lead",
        Noun::Contact => "of the person",
        Noun::Property => "of the property",
    }
}

/// Adds tags that were made just now, in the order of names.
fn learn(known: &mut Vec<Tag>, tags: Vec<Tag>) {
    for tag in tags {
        if !known.contains(&tag) {
            known.push(tag);
        }
    }
    known.sort_by_key(|tag| shared::tags::key(&tag.name));
}
