//! Putting a condition on leads together: a field, a question, a value that fits both.

use crate::state::use_hydrated;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::errors::Problem;
use shared::filter::{FieldInfo, Join, Kind, Offer};
use shared::leads::{LeadFact, LeadField, LeadFilter, LeadSchema, OwnerRef};
use std::collections::BTreeSet;
use ui::{
    Button, ButtonKind, ButtonSize, ButtonType, Checkbox, Choice, DateField, FieldKind, MoneyField, Select,
    TextField,
};

/// Days from today that are asked for most.
const DAYS: [(&str, &str); 7] = [
    ("today", "today"),
    ("today-1", "yesterday"),
    ("today-7", "7 days ago"),
    ("today-30", "30 days ago"),
    ("today-90", "90 days ago"),
    ("today+1", "tomorrow"),
    ("today+7", "in 7 days"),
];
/// The choice that asks for a date of the calendar.
const ON_A_DATE: &str = "date";

/// The choice of a condition that must hold beside the others.
const TOO: &str = "and";

/// What has been put together so far.
#[derive(Clone, Copy)]
struct Draft {
    join: RwSignal<String>,
    field: RwSignal<String>,
    offer: RwSignal<String>,
    text: RwSignal<String>,
    day: RwSignal<String>,
    picked: RwSignal<BTreeSet<String>>,
    wrong: RwSignal<Option<Problem>>,
    /// Counts up whenever what was chosen is let go of: boxes are ticked by whoever ticks them.
    round: RwSignal<u32>,
}

impl Draft {
    fn new(first: LeadFact) -> Self {
        Self {
            join: RwSignal::new(TOO.to_owned()),
            field: RwSignal::new(first.as_str().to_owned()),
            offer: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            day: RwSignal::new("today-7".to_owned()),
            picked: RwSignal::new(BTreeSet::new()),
            wrong: RwSignal::new(None),
            round: RwSignal::new(0),
        }
    }

    fn join(self) -> Join {
        self.join.with_untracked(|word| word.parse().map_or(Join::And, Join::Or))
    }

    /// The question, or the first one that can be asked of the field.
    fn offer(self, kind: Kind) -> Offer {
        let chosen = self.offer.with(|word| Offer::from_word(word));
        let offers = kind.offers();
        chosen
            .filter(|offer| offers.contains(offer))
            .or_else(|| offers.first().copied())
            .unwrap_or(Offer::Filled)
    }

    fn condition(self, info: &FieldInfo<LeadField>, schema: Memo<LeadSchema>) -> Result<LeadFilter, Problem> {
        let offer = self.offer(info.kind);
        let values = match info.kind {
            _ if !offer.takes_value() => Vec::new(),
            Kind::Choice | Kind::Tags | Kind::Member => self.picked.get_untracked().into_iter().collect(),
            Kind::Time | Kind::Day => {
                let day = self.day.get_untracked();
                vec![if day == ON_A_DATE { self.text.get_untracked() } else { day }]
            }
            _ => vec![self.text.get_untracked()],
        };
        let filter = info.typed(offer, &values)?;
        schema.with_untracked(|schema| schema.check(&filter))?;
        Ok(filter)
    }

    fn empty(self) {
        self.text.set(String::new());
        self.picked.set(BTreeSet::new());
        self.wrong.set(None);
        self.round.update(|round| *round = round.wrapping_add(1));
    }
}

/// `schema` is what can be asked, `first` what is asked for unless something else is chosen, `others` the conditions there are,
/// by their place and in words, `verb` the button, and `done` gets what was put together and how it joins them.
#[component]
pub fn ConditionForm(
    schema: Memo<LeadSchema>,
    #[prop(into)] owners: Signal<Vec<OwnerRef>>,
    first: LeadFact,
    #[prop(into)] others: Signal<Vec<(usize, String)>>,
    verb: &'static str,
    done: Callback<(LeadFilter, Join)>,
) -> impl IntoView {
    let draft = Draft::new(first);
    let hydrated = use_hydrated();
    let info = Memo::new(move |_| {
        let field = draft.field.with(|word| word.parse().ok());
        field.and_then(|field: LeadField| schema.with(|schema| schema.get(field).cloned()))
    });
    let fields = Signal::derive(move || {
        schema.with(|schema| {
            schema
                .0
                .iter()
                .map(|info| Choice::new(info.field.to_string(), info.label.clone()))
                .collect::<Vec<_>>()
        })
    });
    let offers = Signal::derive(move || {
        let kind = info.with(|info| info.as_ref().map(|info| info.kind));
        let offers = kind.map_or(&[][..], Kind::offers);
        offers.iter().map(|offer| Choice::new(offer.as_str(), offer.label())).collect::<Vec<_>>()
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(info) = info.get_untracked() else { return };
        match untrack(|| draft.condition(&info, schema)) {
            Ok(condition) => {
                let join = draft.join();
                draft.empty();
                draft.join.set(TOO.to_owned());
                done.run((condition, join));
            }
            Err(problem) => draft.wrong.set(Some(problem)),
        }
    };
    let joins = Signal::derive(move || {
        let or = |(place, words): (usize, String)| {
            Choice::new(place.to_string(), format!("or, in place of: {words}"))
        };
        let too = std::iter::once(Choice::new(TOO, "and, beside the others"));
        too.chain(others.get().into_iter().map(or)).collect::<Vec<_>>()
    });
    view! {
        <form class="space-y-2 p-2" novalidate on:submit=send>
            <Show when=move || others.with(|others| !others.is_empty())>
                <Select name="filter-join" label="Holds" choices=joins value=draft.join />
            </Show>
            <Select
                name="filter-field"
                label="Field"
                choices=fields
                value=draft.field
                on_change=move |_: String| {
                    draft.offer.set(String::new());
                    draft.empty();
                }
            />
            <Select name="filter-check" label="Question" label_hidden=true choices=offers value=draft.offer />
            {move || {
                draft.round.track();
                info.get().map(|info| view! { <ValueInput owners draft info /> })
            }}
            {move || {
                draft
                    .wrong
                    .get()
                    .map(|problem| view! { <p role="alert" class="text-caption text-danger">{problem.message}</p> })
            }}
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Sm
                button_type=ButtonType::Submit
                disabled=Signal::derive(move || !hydrated.get())
            >
                {verb}
            </Button>
        </form>
    }
}

/// The control that fits the field and the question.
#[component]
fn ValueInput(owners: Signal<Vec<OwnerRef>>, draft: Draft, info: FieldInfo<LeadField>) -> impl IntoView {
    let kind = info.kind;
    let asks = Memo::new(move |_| draft.offer(kind).takes_value());
    move || {
        if !asks.get() {
            return ().into_any();
        }
        match kind {
            Kind::Text => {
                view! { <TextField name="filter-value" label="Value" label_hidden=true value=draft.text /> }
                    .into_any()
            }
            Kind::Number => view! {
                <TextField
                    name="filter-value"
                    label="Number"
                    label_hidden=true
                    kind=FieldKind::Number
                    numeric=true
                    value=draft.text
                />
            }
            .into_any(),
            Kind::Money => {
                view! { <MoneyField name="filter-value" label="Amount" label_hidden=true value=draft.text /> }
                    .into_any()
            }
            Kind::YesNo => {
                let choices = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
                draft.text.set("yes".to_owned());
                view! { <Select name="filter-value" label="Answer" label_hidden=true choices value=draft.text /> }
                    .into_any()
            }
            Kind::Time | Kind::Day => view! { <Day draft /> }.into_any(),
            Kind::Choice | Kind::Tags => view! { <Several draft options=info.options.clone() /> }.into_any(),
            Kind::Member => {
                let me = [("me", "Me"), ("nobody", "Nobody")]
                    .map(|(word, label)| (word.to_owned(), label.to_owned()));
                let others = owners.with(|owners| {
                    owners.iter().map(|owner| (owner.id.to_string(), owner.name.clone())).collect::<Vec<_>>()
                });
                let options: Vec<_> = me.into_iter().chain(others).collect();
                view! { <Several draft options /> }.into_any()
            }
        }
    }
}

#[component]
fn Day(draft: Draft) -> impl IntoView {
    let date = std::iter::once(Choice::new(ON_A_DATE, "a date"));
    let choices: Vec<Choice> =
        DAYS.iter().map(|(word, label)| Choice::new(*word, *label)).chain(date).collect();
    view! {
        <Select name="filter-day" label="Day" label_hidden=true choices value=draft.day />
        <Show when=move || draft.day.with(|day| day == ON_A_DATE)>
            <DateField name="filter-value" label="Date" label_hidden=true value=draft.text />
        </Show>
    }
}

#[component]
fn Several(draft: Draft, options: Vec<(String, String)>) -> impl IntoView {
    if options.is_empty() {
        return view! { <p class="text-caption text-muted">"There is nothing to choose yet."</p> }.into_any();
    }
    let boxes = options
        .into_iter()
        .map(|(word, label)| {
            let initial = draft.picked.with_untracked(|picked| picked.contains(&word));
            let pick = move |on: bool| {
                draft.picked.update(|picked| {
                    if on {
                        picked.insert(word.clone());
                    } else {
                        picked.remove(&word);
                    }
                });
            };
            view! { <Checkbox label initial on_change=pick /> }
        })
        .collect_view();
    view! {
        <fieldset class="max-h-48 overflow-y-auto">
            <legend class="sr-only">"Any of these"</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}
