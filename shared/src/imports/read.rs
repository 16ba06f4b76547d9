//! A row made into a lead, or everything that is wrong with it, by column.

use super::custom;
use super::dates;
use super::mapping::Mapping;
use super::row::LeadRow;
use super::synonyms::Meant;
use super::target::{Destination, Target};
use super::write::bare;
use crate::address::{Address, AddressInput};
use crate::email::Email;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::fields::{CustomField, FieldValue, Noun};
use crate::ids::CustomFieldId;
use crate::leads::{DeadReason, LeadStatus, MAX_BODY, Situation, Timing};
use crate::money::{Currency, Money};
use crate::parcel::Parcel;
use crate::phone::Phone;
use crate::properties::PropertyFacts;
use crate::text;
use crate::values;
use std::collections::BTreeMap;

/// Longest message, and longest note on a status, in characters.
const MESSAGE: usize = 5_000;
const STATUS_NOTE: usize = 2_000;
/// Longest owner, in characters.
const OWNER: usize = 254;
/// Ways of one kind to reach a person.
const WAYS: usize = 10;

impl Mapping {
    /// Reads a row; `fields` are the custom fields that columns may go into. Cells beyond the columns must be empty; cells that
    /// are missing are.
    ///
    /// Errors: at `columns.N`, `row` where no column is to blame.
    pub fn read(&self, fields: &[CustomField], cells: &[String]) -> Result<LeadRow, Vec<FieldError>> {
        let mut row = Reading::default();
        let beyond = cells.get(self.columns.len()..).unwrap_or_default();
        if beyond.iter().any(|cell| !cell.trim().is_empty()) {
            let words = format!(
                "This row has {} cells, the headings are {}. Is a comma missing its quotes?",
                cells.len(),
                self.columns.len()
            );
            return Err(vec![FieldError::new("row", "row.too_long", words)]);
        }
        for (index, column) in self.columns.iter().enumerate() {
            let Some(into) = column.into else { continue };
            let Some(cell) = cells.get(index) else { continue };
            let text = bare(cell.trim());
            if text.trim().is_empty() {
                continue;
            }
            let tidied;
            let text = if column.capitals && into.is_name() {
                tidied = values::capitals(text);
                &tidied
            } else {
                text
            };
            match into {
                Destination::Target(target) => row.take(index, target, text.trim(), column.dates),
                Destination::Custom(_) => {
                    row.take_custom(index, into.field(fields), text.trim(), column.dates);
                }
            }
        }
        row.finish(cells.len() < self.columns.len())
    }
}

/// A row on its way.
#[derive(Default)]
struct Reading {
    errors: FieldErrors,
    /// Texts that are put together later, with their column.
    parts: BTreeMap<Target, (usize, String)>,
    phones: Vec<Phone>,
    emails: Vec<Email>,
    facts: PropertyFacts,
    situation: Option<Situation>,
    timing: Option<Timing>,
    messages: Vec<String>,
    notes: Vec<String>,
    source: Option<crate::leads::LeadSource>,
    status: Option<LeadStatus>,
    dead_reason: Option<DeadReason>,
    status_note: Option<String>,
    owner: Option<String>,
    created: Option<dates::Moment>,
    tags: BTreeMap<Noun, Vec<String>>,
    values: BTreeMap<CustomFieldId, FieldValue>,
}

fn path(column: usize) -> String {
    format!("columns.{column}")
}

fn meant<T: Meant>(text: &str, what: &str) -> Result<T, Problem> {
    T::meant(text).ok_or_else(|| unknown(text, what))
}

fn unknown(text: &str, what: &str) -> Problem {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    Problem::new("choice.unknown", format!("“{shown}” is not a {what} here."))
}

fn number<T: TryFrom<i64>>(text: &str, halves: bool, least: i64, most: i64) -> Result<T, Problem> {
    let words = || {
        let (least, most) = if halves { (least / 2, most / 2) } else { (least, most) };
        Problem::new("number.range", format!("Enter a number from {least} to {most}."))
    };
    let number: i64 = values::number(text, halves)?.parse().map_err(|_| words())?;
    if !(least..=most).contains(&number) {
        return Err(words());
    }
    T::try_from(number).map_err(|_| words())
}

fn money(text: &str) -> Result<Money, Problem> {
    Money::parse(&values::money(text)?, Currency::Usd)
}

impl Reading {
    fn take(&mut self, column: usize, into: Target, text: &str, order: Option<dates::DateOrder>) {
        use Target as T;
        let errors = &mut self.errors;
        let at = &path(column);
        match into {
            T::Name
            | T::NameLastFirst
            | T::FirstName
            | T::LastName
            | T::Address
            | T::Street
            | T::Unit
            | T::City
            | T::Region
            | T::PostalCode => {
                self.parts.insert(into, (column, text.to_owned()));
            }
            T::Phone => {
                for part in several(text) {
                    let phone = errors.take(at, Phone::parse(&values::phone(part, "1")));
                    keep(&mut self.phones, phone);
                }
            }
            T::Email => {
                for part in several(text) {
                    let email = errors.take(at, Email::parse(part));
                    keep(&mut self.emails, email);
                }
            }
            T::Asking => self.facts.asking = errors.take(at, money(text)),
            T::Mortgage => self.facts.mortgage = errors.take(at, money(text)),
            T::PropertyType => self.facts.property_type = errors.take(at, meant(text, "property type")),
            T::Condition => self.facts.condition = errors.take(at, meant(text, "condition")),
            T::Occupancy => self.facts.occupancy = errors.take(at, meant(text, "kind of occupancy")),
            T::Beds => self.facts.beds = errors.take(at, number(text, false, 0, 30)),
            T::Baths => self.facts.half_baths = errors.take(at, number(text, true, 0, 60)),
            T::Area => self.facts.area_sqft = errors.take(at, number(text, false, 1, 1_000_000)),
            T::Parcel => self.facts.parcel = errors.take(at, Parcel::parse(text)),
            T::YearBuilt => self.facts.year_built = errors.take(at, number(text, false, 1600, 2200)),
            T::Situation => {
                let word = Situation::from_text(text).ok_or_else(|| unknown(text, "reason to sell"));
                self.situation = errors.take(at, word);
            }
            T::Timing => {
                let word = Timing::from_text(text).ok_or_else(|| unknown(text, "time to sell"));
                self.timing = errors.take(at, word);
            }
            T::Message => self.messages.extend(errors.take(at, text::paragraph(text, MESSAGE))),
            T::Note => self.notes.extend(errors.take(at, text::paragraph(text, MAX_BODY))),
            T::Source => self.source = errors.take(at, meant(text, "source")),
            T::Status => self.status = errors.take(at, meant(text, "status")),
            T::DeadReason => {
                let word = DeadReason::from_text(text).ok_or_else(|| unknown(text, "reason"));
                self.dead_reason = errors.take(at, word);
            }
            T::StatusNote => self.status_note = errors.take(at, text::paragraph(text, STATUS_NOTE)),
            T::Owner => self.owner = errors.take(at, text::line(text, OWNER)),
            T::Created => self.created = errors.take(at, dates::read(text, order)),
            T::Tags | T::ContactTags | T::PropertyTags => {
                let of = into.tags_of().unwrap_or(Noun::Lead);
                let names = custom::read_tags(text);
                if let Some(names) = errors.take(at, names).filter(|names| !names.is_empty()) {
                    errors.take(at, custom::add_tags(self.tags.entry(of).or_default(), names));
                }
            }
        }
    }

    fn take_custom(
        &mut self,
        column: usize,
        field: Option<&CustomField>,
        text: &str,
        order: Option<dates::DateOrder>,
    ) {
        // Whoever reads rows made sure before that no field is gone.
        let Some(field) = field else { return };
        if let Some(value) = self.errors.take(&path(column), custom::read(field, text, order)).flatten() {
            self.values.insert(field.id, value);
        }
    }

    fn finish(mut self, short: bool) -> Result<LeadRow, Vec<FieldError>> {
        let name = self.name();
        let address = self.address();
        if self.errors.is_empty() && self.phones.is_empty() && self.emails.is_empty() {
            let words = if short {
                "This row ends early, and has neither a phone number nor an email."
            } else {
                "This row has neither a phone number nor an email."
            };
            self.errors.push(FieldError::new("row", "contact.unreachable", words));
        }
        let together = |texts: Vec<String>, most: usize| {
            let text = texts.join("\n\n");
            if text.is_empty() { None } else { Some(text.chars().take(most).collect::<String>()) }
        };
        let status = self.status.unwrap_or(LeadStatus::New);
        let dead_reason = match status {
            // The file knows no better.
            LeadStatus::Dead => Some(self.dead_reason.unwrap_or(DeadReason::Other)),
            _ => None,
        };
        let row = LeadRow {
            name: name.unwrap_or_default(),
            phones: self.phones,
            emails: self.emails,
            address,
            facts: self.facts,
            situation: self.situation,
            timing: self.timing,
            message: together(self.messages, MESSAGE),
            note: together(self.notes, MAX_BODY),
            source: self.source,
            status,
            dead_reason,
            status_note: self.status_note,
            owner: self.owner,
            created: self.created,
            tags: self.tags,
            values: self.values,
        };
        self.errors.finish(Some(row))
    }

    fn name(&mut self) -> Option<String> {
        let mut part = |target: Target| self.parts.remove(&target);
        let (column, name) = if let Some(whole) = part(Target::Name) {
            whole
        } else if let Some((column, text)) = part(Target::NameLastFirst) {
            (column, first_last(&text))
        } else {
            let (first, last) = (part(Target::FirstName), part(Target::LastName));
            let column = first.as_ref().or(last.as_ref())?.0;
            let names = [first, last].into_iter().flatten().map(|(_, text)| text);
            (column, names.collect::<Vec<_>>().join(" "))
        };
        self.errors.take(&path(column), text::person_name(&name))
    }

    fn address(&mut self) -> Option<Address> {
        use Target as T;
        let mut part = |target: Target| self.parts.remove(&target);
        let whole = part(T::Address);
        let targets = [T::Street, T::Unit, T::City, T::Region, T::PostalCode];
        let [street, unit, city, region, postal_code] = targets.map(&mut part);
        let columns = [&street, &unit, &city, &region, &postal_code].map(|part| part.as_ref().map(|p| p.0));
        let text = |part: Option<(usize, String)>| part.map(|part| part.1).unwrap_or_default();
        let (input, otherwise) = if let Some((column, line)) = whole {
            let read = values::place::take_apart(&line, &text(city), &text(region));
            let or = |read: String, given: String| if given.is_empty() { read } else { given };
            let input = AddressInput {
                unit: or(read.unit.clone(), text(unit)),
                postal_code: or(read.postal_code.clone(), text(postal_code)),
                ..read
            };
            (input, column)
        } else {
            // City, state and ZIP alone say where somebody lives, not which house it is about.
            let otherwise = street.as_ref()?.0;
            let input = AddressInput {
                street: text(street),
                unit: text(unit),
                city: text(city),
                region: text(region),
                postal_code: zip(&text(postal_code)),
            };
            (input, otherwise)
        };
        match Address::parse(&input) {
            Ok(address) => Some(address),
            Err(errors) => {
                let names = ["street", "unit", "city", "region", "postal_code"];
                for error in errors {
                    let place = names.iter().position(|name| *name == error.path);
                    let column = place.and_then(|place| columns.get(place).copied().flatten());
                    let path = path(column.unwrap_or(otherwise));
                    self.errors.push(FieldError { path, ..error });
                }
                None
            }
        }
    }
}

/// Spreadsheets take ZIP codes for numbers and drop the noughts they begin with.
fn zip(text: &str) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (3..5).contains(&text.len()) { format!("{text:0>5}") } else { text.to_owned() }
}

/// `Nguyen, Thanh` becomes `Thanh Nguyen`.
fn first_last(text: &str) -> String {
    match text.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() => format!("{} {}", first.trim(), last.trim()),
        _ => text.trim_end_matches(',').to_owned(),
    }
}

/// Several values of a cell.
fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()).take(WAYS)
}

fn keep<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && !list.contains(&value)
        && list.len() < WAYS
    {
        list.push(value);
    }
}

#[cfg(test)]
mod tests;
