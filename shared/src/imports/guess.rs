//! A first mapping for a file that nobody mapped yet, by its headings and its first values.

use super::column::FileColumn;
use super::headings::{headed, standard as named};
use super::mapping::{MappedColumn, Mapping};
use super::target::{Destination, Target as T};
use super::write::bare;
use crate::email::Email;
use crate::fields::CustomField;
use crate::forms::StandardField as F;
use crate::phone::Phone;
use crate::values;
use crate::values::names::{CITY, FIRST, LAST, NAMES, STATE, STREET, UNIT, ZIP, plain};
use crate::words::words;

words! {
    /// How much a guess is worth.
    Certainty {
        Sure = "sure", "Sure";
        Look = "look", "Please look";
        LeftOut = "left_out", "Left out";
    }
}

/// Headings that lists of properties and other programs have, beyond what sources know. Some could mean something else.
const MORE: &[(T, &[&str])] = &[
    (T::NameLastFirst, &["ownernamelastfirst", "lastfirst", "lastnamefirst"]),
    (
        T::Name,
        &[
            "owner",
            "owner1",
            "owner1name",
            "ownerfullname",
            "primaryowner",
            "seller",
            "lead",
            "contact",
            "person",
        ],
    ),
    (T::FirstName, &["owner1firstname", "ownerfirstname", "ownerfirst", "first", "fname"]),
    (T::LastName, &["owner1lastname", "ownerlastname", "ownerlast", "last", "lname"]),
    (T::Phone, &["landline", "homephone", "workphone", "wireless", "wirelessphone", "skiptracedphone"]),
    (
        T::Street,
        &[
            "siteaddress",
            "siteaddr",
            "situsaddress",
            "situs",
            "situsstreet",
            "propertystreet",
            "propertystreetaddress",
            "addr",
            "addressline",
        ],
    ),
    (T::Unit, &["propertyunit", "siteunit", "unitnumber", "aptnumber"]),
    (T::City, &["propertycity", "sitecity", "situscity"]),
    (T::Region, &["propertystate", "sitestate", "situsstate", "st"]),
    (T::PostalCode, &["propertyzip", "propertyzipcode", "sitezip", "situszip", "zip5"]),
    (T::Baths, &["bath", "totalbaths", "bathstotal"]),
    (T::Beds, &["bed", "totalbeds", "bedstotal", "br"]),
    (T::Area, &["sqfeet", "buildingsqft", "livingsqft", "livingareasqft", "gla"]),
    (T::Parcel, &["pin", "propertyid", "taxid", "taxparcelid", "assessorparcelnumber"]),
    (T::YearBuilt, &["year", "yrbuilt", "yearconstructed"]),
    (T::PropertyType, &["type", "usetype", "landuse", "propertyuse"]),
    (T::Mortgage, &["balance", "openmortgagebalance", "loanamount", "totalloanbalance"]),
    (T::Asking, &["askprice", "sellerprice"]),
    (T::Condition, &["propertycondition", "condition", "buildingcondition"]),
    (T::Occupancy, &["occupancy", "occupied", "occupancystatus", "wholivesthere"]),
    (T::Situation, &["reason", "reasontosell", "motivation", "situation", "whyselling"]),
    (T::Timing, &["timing", "timeline", "timeframe", "timetosell"]),
    (T::Note, &["note", "remarks", "comment", "comments", "notes"]),
    (T::Source, &["source", "leadsource", "channel", "listsource"]),
    (T::Status, &["status", "leadstatus", "stage"]),
    (T::Tags, &["tag", "tags", "labels", "leadtags"]),
    (T::DeadReason, &["deadreason", "lostreason", "whyitisdead"]),
    (T::StatusNote, &["statusnote", "noteonthestatus"]),
    (T::Owner, &["assignedto", "leadowner", "agent", "assignee"]),
    (
        T::Created,
        &[
            "created",
            "createdat",
            "createdon",
            "datecreated",
            "dateadded",
            "camein",
            "cameinon",
            "received",
            "date",
        ],
    ),
];

/// A mapping to begin with, and how much to trust it, column by column. It may be without a way to reach people.
///
/// A heading that a custom field has goes into that field, unless a standard one is called exactly so.
pub fn guess(columns: &[FileColumn], fields: &[CustomField]) -> (Mapping, Vec<Certainty>) {
    let fields: Vec<CustomField> = fields.iter().filter(|field| !field.archived).cloned().collect();
    let custom = headed(&fields, &[]);
    let mut taken: Vec<Destination> = Vec::new();
    let mut mapping = Mapping::default();
    let mut certainties = Vec::new();
    for column in columns {
        let of_field = || by_field(column, &custom, &fields, &taken);
        let guessed = of_field().or_else(|| {
            let (into, certainty) = by_heading(column)?;
            let is_free = into.takes_many() || !taken.contains(&into.into());
            (is_free && !clashes(into, &taken)).then_some((Destination::from(into), certainty))
        });
        let (into, certainty) = match guessed.or_else(|| by_values(column)) {
            Some((into, certainty)) => {
                taken.push(into);
                (Some(into), certainty)
            }
            None => (None, Certainty::LeftOut),
        };
        mapping.columns.push(MappedColumn {
            into,
            dates: into.is_some_and(|into| into.is_date(&fields)).then(|| column.dates.only()).flatten(),
            capitals: column.shouts && into.is_some_and(Destination::is_name),
        });
        certainties.push(certainty);
    }
    (mapping, certainties)
}

/// Of a whole and its parts only one kind is read.
fn clashes(into: T, taken: &[Destination]) -> bool {
    let has = |targets: &[T]| targets.iter().any(|target| taken.contains(&Destination::from(*target)));
    match into {
        T::Name | T::NameLastFirst | T::FirstName | T::LastName => has(&[T::Name, T::NameLastFirst]),
        T::Address => has(&[T::Street]),
        T::Street => has(&[T::Address]),
        _ => false,
    }
}

/// The custom field that is called so: by its heading in an export, or by its label.
fn by_field(
    column: &FileColumn,
    custom: &[(&CustomField, String)],
    fields: &[CustomField],
    taken: &[Destination],
) -> Option<(Destination, Certainty)> {
    let wanted = bare(&column.heading).to_lowercase();
    let free = || custom.iter().filter(|(field, _)| !taken.contains(&Destination::Custom(field.id)));
    let exact = free().find(|(_, heading)| heading.to_lowercase() == wanted);
    let by_label = || free().find(|(field, _)| field.label.to_lowercase() == wanted);
    let (field, _) = exact.or_else(|| by_label().filter(|_| named(&column.heading).is_none()))?;
    let into = Destination::Custom(field.id);
    Some((into, if fits(into, column, fields) { Certainty::Sure } else { Certainty::Look }))
}

fn by_heading(column: &FileColumn) -> Option<(T, Certainty)> {
    let name = plain(&column.heading);
    // `Phone 2` is another phone, `Owner 1 Phone` is one, and a mailing address is not the house it is about.
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if ["mail", "mailing", "owneraddress", "owneraddr"].iter().any(|start| name.starts_with(start))
        && !["mail", "mailer"].contains(&name.as_str())
    {
        return None;
    }
    let exact = named(&column.heading);
    let into = exact.or_else(|| known(&name)).or_else(|| known(bare))?;
    let into = match into {
        T::Name if is_last_first(column) => T::NameLastFirst,
        T::Address if !looks_whole(column) => T::Street,
        T::Street if looks_whole(column) => T::Address,
        other => other,
    };
    let open = name == "owner" || (exact.is_none() && matches!(into, T::Owner | T::Situation));
    Some((into, if !open && fits(into.into(), column, &[]) { Certainty::Sure } else { Certainty::Look }))
}

fn known(name: &str) -> Option<T> {
    let parts = [
        (T::FirstName, FIRST),
        (T::LastName, LAST),
        (T::Unit, UNIT),
        (T::City, CITY),
        (T::Region, STATE),
        (T::PostalCode, ZIP),
    ];
    let more = MORE.iter().copied().find(|(_, names)| names.contains(&name)).map(|(target, _)| target);
    more.or_else(|| parts.into_iter().find(|(_, names)| names.contains(&name)).map(|(target, _)| target))
        .or_else(|| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(field, _)| standard(*field)))
        .or_else(|| STREET.contains(&name).then_some(T::Street))
}

const fn standard(field: F) -> T {
    match field {
        F::ContactName => T::Name,
        F::ContactEmail => T::Email,
        F::ContactPhone => T::Phone,
        F::PropertyAddress => T::Address,
        F::PropertyType => T::PropertyType,
        F::PropertyBeds => T::Beds,
        F::PropertyHalfBaths => T::Baths,
        F::PropertyArea => T::Area,
        F::PropertyYearBuilt => T::YearBuilt,
        F::PropertyParcel => T::Parcel,
        F::PropertyCondition => T::Condition,
        F::PropertyOccupancy => T::Occupancy,
        F::AskingPrice => T::Asking,
        F::MortgageBalance => T::Mortgage,
        F::Situation => T::Situation,
        F::Timing => T::Timing,
        F::Message => T::Message,
    }
}

/// Values that can only be one thing, below a heading that says nothing.
fn by_values(column: &FileColumn) -> Option<(Destination, Certainty)> {
    let all = |fits: fn(&str) -> bool| !column.samples.is_empty() && column.samples.iter().all(|s| fits(s));
    if all(|sample| Email::parse(sample).is_ok()) {
        return Some((T::Email.into(), Certainty::Look));
    }
    // Ten digits in a row may be any number.
    let is_phone = |sample: &str| {
        Phone::parse(&values::phone(sample, "1")).is_ok() && !sample.bytes().all(|byte| byte.is_ascii_digit())
    };
    all(is_phone).then_some((T::Phone.into(), Certainty::Look))
}

fn is_last_first(column: &FileColumn) -> bool {
    let comma = |sample: &&String| {
        sample.split_once(',').is_some_and(|(last, first)| {
            !first.trim().is_empty() && last.split_whitespace().count() <= 2 && !first.contains(',')
        })
    };
    let with_comma = column.samples.iter().filter(comma).count();
    with_comma > 0 && with_comma * 2 > column.samples.len()
}

/// Street, city and ZIP in one cell.
fn looks_whole(column: &FileColumn) -> bool {
    column.samples.iter().any(|sample| {
        let parts = values::place::take_apart(sample, "", "");
        !parts.city.is_empty() && !parts.postal_code.is_empty()
    })
}

/// Whether the first values could go there.
fn fits(into: Destination, column: &FileColumn, fields: &[CustomField]) -> bool {
    let single = |sample: &String| {
        let column = MappedColumn { into: Some(into), ..MappedColumn::default() };
        let one = Mapping { columns: vec![column], source: None };
        let errors = one.read(fields, std::slice::from_ref(sample)).err().unwrap_or_default();
        errors.iter().all(|error| error.path == "row" || error.code == "date.order")
    };
    match into.target() {
        // Parts are judged together, in the rows.
        Some(T::Street | T::Unit | T::City | T::Region | T::PostalCode | T::Address) => true,
        _ if into.is_date(fields) && column.dates.must_be_asked() => false,
        _ => column.samples.iter().all(single),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::name_columns;

    fn guessed(table: &[(&str, &[&str])]) -> Vec<(Option<T>, Certainty)> {
        let headings: Vec<String> = table.iter().map(|(heading, _)| (*heading).to_owned()).collect();
        let mut columns = name_columns(&headings);
        for (column, (_, values)) in columns.iter_mut().zip(table) {
            values.iter().for_each(|value| column.notice(value));
        }
        let (mapping, certainties) = guess(&columns, &[]);
        let into = mapping.columns.iter().map(|column| column.into.and_then(Destination::target));
        into.zip(certainties).collect()
    }

    #[test]
    fn lists_of_properties_are_understood() {
        use Certainty::{LeftOut, Look, Sure};
        let table: [(&str, &[&str]); 13] = [
            ("Owner Name", &["Nguyen, Thanh", "Granger, Otis"]),
            ("Phone 1", &["(512) 555-0191"]),
            ("Phone 2", &["512.555.0192"]),
            ("E-Mail", &["t.nguyen@example.com"]),
            ("Site Addr", &["2405 Bluebonnet Ln"]),
            ("Site City", &["Austin"]),
            ("Mailing Address", &["1 Main St"]),
            ("APN", &["04-0312-0207"]),
            ("Motivation", &["tired landlord"]),
            ("Notes", &["called 3x"]),
            ("Date Added", &["03/04/2026", "05/06/2026"]),
            ("Beds", &["3", "many"]),
            ("List Batch", &["2026-07B"]),
        ];
        assert_eq!(
            guessed(&table),
            [
                (Some(T::NameLastFirst), Sure),
                (Some(T::Phone), Sure),
                (Some(T::Phone), Sure),
                (Some(T::Email), Sure),
                (Some(T::Street), Sure),
                (Some(T::City), Sure),
                (None, LeftOut),
                (Some(T::Parcel), Sure),
                (Some(T::Situation), Look),
                (Some(T::Note), Sure),
                (Some(T::Created), Look),
                (Some(T::Beds), Look),
                (None, LeftOut),
            ]
        );
    }

    #[test]
    fn values_speak_where_headings_do_not() {
        let table: [(&str, &[&str]); 4] = [
            ("A", &["ana@example.com"]),
            ("B", &["512 555 0134"]),
            ("C", &["5125550134"]),
            ("Address", &["917 Tillery St, Austin, TX 78702"]),
        ];
        assert_eq!(
            guessed(&table),
            [
                (Some(T::Email), Certainty::Look),
                (Some(T::Phone), Certainty::Look),
                (None, Certainty::LeftOut),
                (Some(T::Address), Certainty::Sure),
            ]
        );
    }

    #[test]
    fn custom_fields_are_known_by_their_labels() {
        use super::super::custom::tests::field;
        use crate::fields::{FieldType, Noun};
        let fields = [
            field(1, Noun::Contact, FieldType::Text, "Motivation"),
            field(2, Noun::Lead, FieldType::Date, "Auction day"),
            field(3, Noun::Lead, FieldType::Number, "Status"),
            field(4, Noun::Property, FieldType::Text, "auction day"),
        ];
        let custom =
            |number: u128| Some(Destination::Custom(fields[usize::try_from(number - 1).unwrap()].id));
        let table =
            ["MOTIVATION", "Auction Day", "Status", "Status (lead)", "Auction day (property)", "Tags"];
        let mut columns = name_columns(&table.map(str::to_owned));
        columns[1].notice("31/08/2026");
        columns[3].notice("warm");
        let (mapping, certainties) = guess(&columns, &fields);
        let into: Vec<Option<Destination>> = mapping.columns.iter().map(|column| column.into).collect();
        let (status, tags) = (Some(T::Status.into()), Some(T::Tags.into()));
        assert_eq!(into, [custom(1), custom(2), status, custom(3), custom(4), tags]);
        assert_eq!(mapping.columns[1].dates, Some(super::super::DateOrder::DayFirst));
        assert_eq!(certainties[3], Certainty::Look);
        assert_eq!(certainties[4], Certainty::Sure);
    }

    #[test]
    fn nothing_goes_to_one_place_twice() {
        let table: [(&str, &[&str]); 4] =
            [("Name", &["Ana"]), ("First Name", &["Ana"]), ("Name", &["Otis"]), ("Full name", &["Otis"])];
        let into: Vec<Option<T>> = guessed(&table).into_iter().map(|(into, _)| into).collect();
        assert_eq!(into, [Some(T::Name), None, None, None]);
    }
}
