//! Which leads a tier or a rule is about: its conditions as a sentence, and the dialog that adds one.

use super::desk::Desk;
use super::parts::Line;
use crate::features::leads::browser;
use crate::features::leads::condition_form::ConditionForm;
use crate::features::leads::sentence::Colleagues;
use crate::state::use_hydrated;
use leptos::prelude::*;
use shared::filter::{Join, Schema, sentence};
use shared::leads::{LeadFact, LeadField, LeadFilter, LeadSchema, OwnerRef};
use ui::{Button, ButtonSize, Dialog, Icon, IconSize, lucide};

/// What a lead that begins does not have yet, or has for everybody alike.
const LATER: [LeadFact; 8] = [
    LeadFact::Status,
    LeadFact::Owner,
    LeadFact::Tags,
    LeadFact::Created,
    LeadFact::LastActivity,
    LeadFact::RespondBy,
    LeadFact::FirstResponse,
    LeadFact::DeadReason,
];

#[component]
pub(super) fn Conditions(line: Line) -> impl IntoView {
    let hydrated = use_hydrated();
    let desk = line.desk;
    let when = Memo::new(move |_| line.row.with(|row| row.when.clone()));
    let words = Memo::new(move |_| {
        when.with(|when| desk.schema.with(|schema| desk.owners.with(|owners| words(when, schema, owners))))
    });
    let wrong = line.wrong("when");
    let adder = line.id("narrow");
    let chips = move || {
        let words = words.get();
        if words.is_empty() {
            return view! { <span>"All leads"</span> }.into_any();
        }
        let alternative = |place: usize, at: usize, words: String| {
            let remove = move |()| {
                line.set(|row| row.when = without(&row.when, place, at));
                browser::focus(&line.id("narrow"));
            };
            view! {
                {(at > 0).then(|| view! { <span class="text-muted">"or"</span> })}
                <Chip words remove=Callback::new(remove) />
            }
        };
        let part = |(place, part): (usize, Vec<String>)| {
            let several = part.len() > 1;
            let chips = part.into_iter().enumerate().map(|(at, words)| alternative(place, at, words));
            let chips = chips.collect_view();
            let chips = if several {
                view! { <span class="inline-flex flex-wrap items-center gap-1.5 rounded-md bg-hover p-1">{chips}</span> }
                    .into_any()
            } else {
                chips.into_any()
            };
            view! {
                <span class="text-muted">{if place == 0 { "Leads where" } else { "and" }}</span>
                {chips}
            }
        };
        words.into_iter().enumerate().map(part).collect_view().into_any()
    };
    view! {
        <div class="mt-3 flex flex-wrap items-center gap-1.5">
            {chips}
            <Button
                id=adder
                size=ButtonSize::Sm
                icon=lucide::LuPlus
                class="noscript:hidden"
                disabled=Signal::derive(move || !hydrated.get())
                on_click=move |_| desk.narrowing.set(Some((line.part, line.key)))
            >
                "Add condition"
            </Button>
        </div>
        {move || wrong.get().map(|words| view! { <p class="mt-1 text-caption text-danger">{words}</p> })}
    }
}

/// Unlike the chips of a list it may be longer than a line.
#[component]
fn Chip(words: String, remove: Callback<()>) -> impl IntoView {
    let hydrated = use_hydrated();
    let label = format!("Remove: {words}");
    view! {
        <span class="inline-flex min-h-7 max-w-full items-stretch overflow-hidden rounded-md border border-line-strong bg-raised max-md:min-h-10">
            <span class="min-w-0 self-center px-2 py-0.5 font-medium break-words">{words}</span>
            <button
                type="button"
                class="grid w-7 shrink-0 place-content-center border-l border-line text-faint outline-offset-[-2px] hover:bg-hover hover:text-ink max-md:w-10 noscript:hidden"
                aria-label=label.clone()
                title=label
                disabled=move || !hydrated.get()
                on:click=move |_| remove.run(())
            >
                <Icon icon=lucide::LuX size=IconSize::Xs />
            </button>
        </span>
    }
}

/// Puts another condition together, for the part that asked for it.
#[component]
pub(super) fn Narrowing(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if desk.narrowing.with(Option::is_some) {
            open.set(true);
        }
    });
    let offered = Memo::new(move |_| desk.schema.with(offered));
    let title = Signal::derive(move || {
        let name = desk.narrowing.with(|narrowing| {
            let (part, key) = (*narrowing)?;
            let name = desk
                .rows(part)
                .with(|rows| rows.iter().find(|row| row.key == key).map(|row| row.name.trim().to_owned()))?;
            Some(if name.is_empty() { format!("this {}", part.noun()) } else { format!("“{name}”") })
        });
        format!("Add a condition to {}", name.unwrap_or_else(|| "it".to_owned()))
    });
    let done = Callback::new(move |(condition, join): (LeadFilter, Join)| {
        if let Some((part, key)) = desk.narrowing.get_untracked() {
            desk.change(part, key, |row| row.when = with(&row.when, condition, join));
        }
        open.set(false);
    });
    let others = Signal::derive(move || {
        let when = desk.narrowing.with(|narrowing| {
            let (part, key) = (*narrowing)?;
            desk.rows(part).with(|rows| rows.iter().find(|row| row.key == key).map(|row| row.when.clone()))
        });
        let parts = desk
            .schema
            .with(|schema| desk.owners.with(|owners| words(&when.unwrap_or_default(), schema, owners)));
        parts.iter().map(|part| part.join(" or ")).enumerate().collect::<Vec<_>>()
    });
    // Made anew for every part: nothing of the one before is in it.
    let form = move || {
        desk.narrowing.get().map(|_| {
            view! {
                <ConditionForm schema=offered owners=desk.owners first=LeadFact::Source others verb="Add condition" done />
            }
        })
    };
    view! {
        <Dialog id="narrowing" title open on_close=move |()| desk.narrowing.set(None)>
            {form}
        </Dialog>
    }
}

fn offered(schema: &LeadSchema) -> LeadSchema {
    let later = |field: LeadField| LATER.iter().any(|fact| LeadField::Fact(*fact) == field);
    Schema(schema.0.iter().filter(|info| !later(info.field)).cloned().collect())
}

/// Each condition in words, with its alternatives; nothing for all leads.
fn words(when: &str, schema: &LeadSchema, owners: &[OwnerRef]) -> Vec<Vec<String>> {
    let Some(filter) = read(when) else { return vec![vec!["a condition that cannot be read".to_owned()]] };
    if filter.is_everything() {
        return Vec::new();
    }
    let words = |part: &LeadFilter| sentence(part, schema, &Colleagues(owners));
    filter.conjuncts().iter().map(|part| part.alternatives().iter().map(words).collect()).collect()
}

fn read(when: &str) -> Option<LeadFilter> {
    if when.trim().is_empty() { Some(LeadFilter::default()) } else { when.trim().parse().ok() }
}

fn print(filter: &LeadFilter) -> String {
    if filter.is_everything() { String::new() } else { filter.to_string() }
}

fn with(when: &str, condition: LeadFilter, join: Join) -> String {
    print(&read(when).unwrap_or_default().join(condition, join))
}

/// What cannot be read goes as a whole.
fn without(when: &str, place: usize, alternative: usize) -> String {
    read(when).map(|filter| print(&filter.without(place, alternative))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::filter::Check;
    use shared::leads::lead_schema;

    fn source(word: &str) -> LeadFilter {
        LeadFilter::test(LeadFact::Source.into(), Check::Is(vec![word.into()]))
    }

    #[test]
    fn conditions_come_and_go_as_text() {
        let schema = lead_schema(&[], &[]);
        assert_eq!(words("", &schema, &[]), Vec::<Vec<String>>::new());
        let one = with("", source("referral"), Join::And);
        assert_eq!(one, "source.is(referral)");
        let beds = |least| LeadFilter::test(LeadFact::Beds.into(), Check::AtLeast(least));
        let two = with(&one, beds(3), Join::And);
        assert_eq!(words(&two, &schema, &[]), [["source is Referral"], ["bedrooms is at least 3"]]);
        assert_eq!(without(&two, 0, 0), "beds.at_least(3)");
        assert_eq!(without(&one, 0, 0), "");
        let either = with(&one, beds(4), Join::Or(0));
        assert_eq!(words(&either, &schema, &[]), [["source is Referral", "bedrooms is at least 4"]]);
        assert_eq!(without(&either, 0, 0), "beds.at_least(4)");
        assert_eq!(words("beds.grows(", &schema, &[]), [["a condition that cannot be read"]]);
        assert_eq!(without("beds.grows(", 0, 0), "");
    }

    #[test]
    fn only_what_a_new_lead_can_have_is_offered() {
        let offered = offered(&lead_schema(&[], &[]));
        assert!(
            offered.get(LeadFact::Source.into()).is_some() && offered.get(LeadFact::Owner.into()).is_none()
        );
    }
}
