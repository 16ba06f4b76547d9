//! Leads made into rows: the file that an export writes and an import reads back.

use super::custom;
use super::dates::Moment;
use super::row::LeadRow;
use super::target::Target as T;
use crate::email::Email;
use crate::leads::{DeadReason, Timing};
use crate::money::Money;
use crate::parcel::Parcel;
use crate::phone::Phone;
use crate::properties::{Condition, Occupancy, PropertyType};
use chrono::SecondsFormat;

/// The columns of an export that every organization has, in order. Their headings are the labels of the targets.
pub const EXPORT_COLUMNS: [T; 30] = [
    T::Name,
    T::Phone,
    T::Email,
    T::Street,
    T::Unit,
    T::City,
    T::Region,
    T::PostalCode,
    T::Status,
    T::DeadReason,
    T::StatusNote,
    T::Source,
    T::Owner,
    T::Created,
    T::Asking,
    T::Mortgage,
    T::PropertyType,
    T::Beds,
    T::Baths,
    T::Area,
    T::YearBuilt,
    T::Condition,
    T::Occupancy,
    T::Parcel,
    T::Situation,
    T::Timing,
    T::Message,
    T::Tags,
    T::ContactTags,
    T::PropertyTags,
];

/// A file to begin with.
pub const SAMPLE: &str = include_str!("sample.csv");

/// A line of a CSV file (RFC 4180), with its end.
pub fn line(cells: &[String]) -> String {
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

/// What stands in one of these columns.
pub(super) fn cell(lead: &LeadRow, target: T) -> String {
    let facts = &lead.facts;
    let place = |part: fn(&crate::address::Address) -> String| lead.address.as_ref().map(part);
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let word = |word: Option<&str>| word.map(str::to_owned);
    let text = match target {
        T::Name => Some(lead.name.clone()),
        T::Phone => Some(lead.phones.iter().map(Phone::display).collect::<Vec<_>>().join("; ")),
        T::Email => Some(lead.emails.iter().map(Email::as_str).collect::<Vec<_>>().join("; ")),
        T::Street => place(|address| address.street.clone()),
        T::Unit => place(|address| address.unit.clone().unwrap_or_default()),
        T::City => place(|address| address.city.clone()),
        T::Region => place(|address| address.region.clone()),
        T::PostalCode => place(|address| address.postal_code.clone()),
        T::Status => word(Some(lead.status.label())),
        T::DeadReason => word(lead.dead_reason.map(DeadReason::label)),
        T::StatusNote => lead.status_note.clone(),
        T::Source => lead.source.map(|source| source.label().to_owned()),
        T::Owner => lead.owner.clone(),
        T::Created => lead.created.map(|moment| match moment {
            Moment::Day(day) => day.to_string(),
            Moment::At(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        }),
        T::Asking => facts.asking.map(amount),
        T::Mortgage => facts.mortgage.map(amount),
        T::PropertyType => word(facts.property_type.map(PropertyType::label)),
        T::Beds => number(facts.beds.map(u32::from)),
        T::Baths => facts
            .half_baths
            .map(|halves| format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" })),
        T::Area => number(facts.area_sqft),
        T::YearBuilt => number(facts.year_built.map(u32::from)),
        T::Condition => word(facts.condition.map(Condition::label)),
        // The labels are sentences of the seller.
        T::Occupancy => word(facts.occupancy.map(Occupancy::as_str)),
        T::Parcel => facts.parcel.as_ref().map(Parcel::to_string),
        T::Situation => lead.situation.map(|situation| situation.as_str().to_owned()),
        T::Timing => word(lead.timing.map(Timing::label)),
        T::Message => lead.message.clone(),
        T::Tags | T::ContactTags | T::PropertyTags => {
            let names = target.tags_of().and_then(|noun| lead.tags.get(&noun));
            names.map(|names| custom::write_tags(names))
        }
        T::Note | T::NameLastFirst | T::FirstName | T::LastName | T::Address => None,
    };
    text.unwrap_or_default()
}

/// Digits and a point, which every program takes for a number.
pub(super) fn amount(money: Money) -> String {
    match money.minor % 100 {
        0 => (money.minor / 100).to_string(),
        cents => format!("{}.{cents:02}", money.minor / 100),
    }
}

/// Whether a spreadsheet would run the text, after any number of marks that stop it from doing so.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// With a mark before it where a spreadsheet would run it.
pub fn safe(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// Without the mark of [`safe`].
pub(super) fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
