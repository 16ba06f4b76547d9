//! Which column of the file goes where. A form like any other: it works without scripts, and what was guessed is what it
//! begins with.

use super::check::Discard;
use super::rpc::ChooseColumns;
use super::state::Desk;
use super::words::plural;
use crate::rpc::AppError;
use leptos::form::ActionForm;
use leptos::prelude::*;
use shared::fields::{CustomField, Noun};
use shared::imports::{
    Certainty, DateOrder, Destination, FileColumn, Import, KnownLeads, MappedColumn, Target,
};
use shared::leads::LeadSource;
use ui::{
    Button, ButtonKind, ButtonType, Cell, Choice, HeadCell, Icon, RadioGroup, RowHeader, Section, Select,
    Table, TableBody, TableHead, TableRow, lucide,
};

/// `again` when the file was checked already.
#[component]
pub(super) fn Columns(desk: Desk, #[prop(optional)] again: bool) -> impl IntoView {
    let action = ServerAction::<ChooseColumns>::new();
    Effect::new(move |_| {
        if let Some(answer) = action.value().get() {
            desk.settle(answer);
        }
    });
    // Also of a form that was sent without scripts.
    let error = Memo::new(move |_| action.value().get().and_then(Result::err).or_else(|| desk.refused.get()));
    let import = desk.import.get_untracked();
    let fields = StoredValue::new(import.fields.clone());
    let rows = import
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let mapped = import.mapping.columns.get(index).copied().unwrap_or_default();
            let certainty = import.certainties.get(index).copied().unwrap_or(Certainty::Look);
            let sure = if import.remembered || again { None } else { Some(certainty) };
            let gone = import.gone.contains(&index);
            view! {
                <Row
                    index
                    column=column.clone()
                    mapped
                    fields
                    gone
                    sure
                    asked=import.asks_order(index)
                    error
                />
            }
        })
        .collect_view();
    let note = if import.remembered {
        "Chosen as for the last file with these headings."
    } else {
        "Guessed from the headings, the first values and what you chose before. Leave out what you do not need."
    };
    let (title, verb) = if again {
        ("Columns", "Check again".to_owned())
    } else {
        ("Which column is what?", format!("Check {}", plural(import.summary.rows, "row", "rows")))
    };
    let (id, own) = (desk.id(), desk.id());
    view! {
        <Section id="columns" title note class=if again { "mt-7" } else { "" }>
            <ActionForm action attr:novalidate="">
                <input type="hidden" name="id" value=own />
                <Table label="Columns of the file" class="mt-2" table_class="min-w-[680px]">
                    <TableHead>
                        <HeadCell>"In the file"</HeadCell>
                        <HeadCell>"First values"</HeadCell>
                        <HeadCell>"Goes into"</HeadCell>
                        <HeadCell>"How"</HeadCell>
                    </TableHead>
                    <TableBody>{rows}</TableBody>
                </Table>
                <Rest import=import.clone() error />
                <div class="mt-5 flex flex-wrap items-center gap-2">
                    <Button
                        kind=if again { ButtonKind::Secondary } else { ButtonKind::Primary }
                        button_type=ButtonType::Submit
                        busy=Signal::derive(move || action.pending().get())
                        busy_label="Checking"
                    >
                        {verb}
                    </Button>
                </div>
            </ActionForm>
            {(!again).then(|| view! { <div class="mt-2"><Discard desk id /></div> })}
        </Section>
    }
}

/// What holds for every row.
#[component]
fn Rest(import: Import, error: Memo<Option<AppError>>) -> impl IntoView {
    let known = KnownLeads::ALL
        .iter()
        .map(|known| {
            let hint = match known {
                KnownLeads::Attach => {
                    "New numbers, emails and facts go to the lead that is here; what we know stays."
                }
                KnownLeads::Skip => "The lead that is here stays as it is.",
                KnownLeads::Add => "The person gets a second lead about the same property.",
            };
            Choice::new(known.as_str(), format!("{}. {hint}", known.label()))
        })
        .collect::<Vec<_>>();
    let sources: Vec<Choice> =
        LeadSource::ALL.iter().map(|source| Choice::new(source.as_str(), source.label())).collect();
    let of = move |path: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(path))))
    };
    view! {
        <div class="mt-5 grid gap-x-8 gap-y-5 md:grid-cols-2">
            <RadioGroup
                name="input[known]"
                id="known"
                label="When the person and the property have an open lead here"
                choices=known
                initial=import.known.as_str()
                error=of("known")
            />
            <Select
                name="input[source]"
                id="source"
                label="Source of rows that name none"
                choices=sources
                blank="Added by hand"
                initial=import.mapping.source.map(LeadSource::as_str).unwrap_or_default()
                error=of("source")
            />
        </div>
    }
}

#[component]
fn Row(
    index: usize,
    column: FileColumn,
    mapped: MappedColumn,
    fields: StoredValue<Vec<CustomField>>,
    gone: bool,
    sure: Option<Certainty>,
    asked: bool,
    error: Memo<Option<AppError>>,
) -> impl IntoView {
    let into = RwSignal::new(mapped.into.map(|into| into.to_string()).unwrap_or_default());
    let target = Memo::new(move |_| into.with(|into| into.parse::<Destination>().ok()));
    let guessed = mapped.into;
    let heading = column.heading.clone();
    let samples = if column.samples.is_empty() { "Empty".to_owned() } else { column.samples.join(" · ") };
    let of = move |what: &'static str| {
        Memo::new(move |_| {
            error.with(|error| {
                error.as_ref().and_then(|error| error.field(&format!("columns.{index}.{what}")))
            })
        })
    };
    let (into_error, dates_error) = (of("into"), of("dates"));
    let options = fields.with_value(|fields| options(fields, guessed));
    let (name, label) = (heading.clone(), format!("{heading} goes into"));
    let wrong = format!("columns-{index}-wrong");
    let described = wrong.clone();
    view! {
        <TableRow>
            <RowHeader class="font-medium">{heading.clone()}</RowHeader>
            <Cell class="num max-w-64 truncate text-muted">{samples}</Cell>
            <Cell class="w-64 py-1.5">
                <select
                    class="field"
                    name=format!("input[columns][{index}][into]")
                    aria-label=label
                    aria-invalid=move || into_error.with(Option::is_some).then_some("true")
                    aria-describedby=move || into_error.with(Option::is_some).then(|| described.clone())
                    on:change=move |event| into.set(event_target_value(&event))
                >
                    <option value="" selected=guessed.is_none()>
                        "Leave out"
                    </option>
                    {options}
                </select>
                <Show when=move || gone && target.get().is_none()>
                    <p class="mt-1 text-caption text-warning">"The field it went into is no longer in use."</p>
                </Show>
                {move || {
                    let id = wrong.clone();
                    into_error
                        .get()
                        .map(|words| {
                            view! {
                                <p id=id class="mt-1 text-caption text-danger">
                                    {words}
                                </p>
                            }
                        })
                }}
            </Cell>
            <Cell class="py-1.5">
                <How index heading=name target mapped fields asked error=dates_error />
                {sure.map(|sure| view! { <Mark sure guessed target /> })}
            </Cell>
        </TableRow>
    }
}

/// Everything that a column can go into, by what it is a fact of; custom fields behind the standard ones.
fn options(fields: &[CustomField], chosen: Option<Destination>) -> impl IntoView + use<> {
    let groups = [(Noun::Contact, "Contact"), (Noun::Property, "Property"), (Noun::Lead, "Lead")];
    groups
        .into_iter()
        .map(|(noun, label)| {
            let standard = Target::ALL.iter().copied().filter(|target| target.noun() == noun);
            let custom = fields.iter().filter(|field| field.noun == noun);
            let options = standard
                .map(Destination::from)
                .chain(custom.map(|field| Destination::Custom(field.id)))
                .map(|into| {
                    view! {
                        <option value=into.to_string() selected=Some(into) == chosen>
                            {into.label(fields).to_owned()}
                        </option>
                    }
                })
                .collect_view();
            view! { <optgroup label=label>{options}</optgroup> }
        })
        .collect_view()
}

/// How much the guess is worth, until somebody chose something else.
#[component]
fn Mark(sure: Certainty, guessed: Option<Destination>, target: Memo<Option<Destination>>) -> impl IntoView {
    let (icon, look) = match sure {
        Certainty::Sure => (lucide::LuCheck, "text-success"),
        Certainty::Look => (lucide::LuEye, "text-warning"),
        Certainty::LeftOut => (lucide::LuMinus, "text-faint"),
    };
    let words = if sure == Certainty::Look { "text-warning" } else { "text-muted" };
    view! {
        <Show when=move || target.get() == guessed>
            <span class=format!("inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap {words}")>
                <Icon icon class=look />
                {sure.label()}
            </span>
        </Show>
    }
}

/// What is asked about the values of a column: the order of dates, and whether capitals are tidied.
#[component]
fn How(
    index: usize,
    heading: String,
    target: Memo<Option<Destination>>,
    mapped: MappedColumn,
    fields: StoredValue<Vec<CustomField>>,
    asked: bool,
    error: Memo<Option<String>>,
) -> impl IntoView {
    let is_date =
        Memo::new(move |_| fields.with_value(|fields| target.get().is_some_and(|into| into.is_date(fields))));
    let is_name = Memo::new(move |_| target.get().is_some_and(Destination::is_name));
    let wrong = format!("dates-{index}-wrong");
    let label = StoredValue::new(heading);
    let wrong = StoredValue::new(wrong);
    view! {
        <Show when=move || is_date.get()>
            <select
                class="field w-60!"
                name=format!("input[columns][{index}][dates]")
                aria-label=label.with_value(|heading| format!("What dates of {heading} begin with"))
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| wrong.get_value())
            >
                <option value="" selected=mapped.dates.is_none()>
                    {if asked { "Choose what 03/04/2026 is" } else { "No date like 03/04/2026" }}
                </option>
                {DateOrder::ALL
                    .iter()
                    .map(|order| {
                        view! {
                            <option value=order.as_str() selected=mapped.dates == Some(*order)>
                                {order.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            {move || {
                error
                    .get()
                    .map(|words| {
                        view! {
                            <p id=wrong.get_value() class="mt-1 text-caption text-danger">
                                {words}
                            </p>
                        }
                    })
            }}
        </Show>
        <Show when=move || is_name.get()>
            <label class="inline-flex min-h-6 items-center gap-2 whitespace-nowrap">
                <input
                    type="checkbox"
                    class="check"
                    name=format!("input[columns][{index}][capitals]")
                    value="on"
                    checked=mapped.capitals
                    aria-label=label.with_value(|heading| format!("Tidy capitals of {heading}"))
                />
                "Tidy capitals"
            </label>
        </Show>
    }
}
