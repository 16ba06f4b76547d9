//! Custom fields and tags in the cells of a file: as an export writes them and an import reads them.

use super::dates::{self, DateOrder, Moment};
use super::write::amount;
use crate::errors::Problem;
use crate::fields::{CustomField, FieldType, FieldValue};
use crate::tags::{self, MAX_TAGS_OF_ONE};
use crate::values;

/// What stands between several values of a cell.
const BETWEEN: [char; 3] = [',', ';', '\n'];

/// Reads a cell that is not empty by the type of its field.
///
/// Errors: those of [`FieldValue::parse`] and of a date; `yes_no.unread`, `money.invalid`.
pub(super) fn read(
    field: &CustomField,
    text: &str,
    order: Option<DateOrder>,
) -> Result<Option<FieldValue>, Problem> {
    let typed = match field.field_type {
        FieldType::Text | FieldType::LongText => text.to_owned(),
        FieldType::Number => whole(text).to_owned(),
        FieldType::Money => values::money(text)?,
        FieldType::YesNo => if values::yes_no(text)? { "yes" } else { "no" }.to_owned(),
        FieldType::Date => match FieldValue::parse(field, text) {
            Ok(value) => return Ok(value),
            Err(_) => match dates::read(text, order)? {
                Moment::Day(day) => day.to_string(),
                Moment::At(at) => at.date_naive().to_string(),
            },
        },
        FieldType::Choice => option(field, text).ok_or_else(|| unknown(text))?.to_owned(),
        FieldType::Choices => options(field, text)?.join(","),
    };
    FieldValue::parse(field, &typed)
}

/// Spreadsheets write whole numbers with noughts behind a point.
fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    }
}

/// The stored word of the option that a text means: by its label, by its word, then in whatever capitals.
fn option<'f>(field: &'f CustomField, text: &str) -> Option<&'f str> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let low = text.to_lowercase();
    let options = || field.options.iter();
    options()
        .find(|option| option.label == text)
        .or_else(|| options().find(|option| option.key == text))
        .or_else(|| options().find(|option| option.label.to_lowercase() == low))
        .or_else(|| options().find(|option| option.key.to_lowercase() == low))
        .map(|option| option.key.as_str())
}

/// Labels may hold commas: a cell that is one option as a whole is that one, and one of several lines has one on each.
fn options<'f>(field: &'f CustomField, text: &str) -> Result<Vec<&'f str>, Problem> {
    if let Some(only) = option(field, text) {
        return Ok(vec![only]);
    }
    let parts: Vec<&str> =
        if text.contains('\n') { text.lines().collect() } else { text.split(BETWEEN).collect() };
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| option(field, part).ok_or_else(|| unknown(part))).collect()
}

fn unknown(text: &str) -> Problem {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    Problem::new("value.option", format!("“{shown}” is none of the options."))
}

/// What [`read`] reads back. An option that was taken away since is its stored word.
pub(super) fn write(field: &CustomField, value: &FieldValue) -> String {
    match value {
        FieldValue::Money(money) => amount(*money),
        FieldValue::YesNo(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        FieldValue::Choices(keys) => {
            let labels: Vec<&str> = keys.iter().map(|key| field.option_label(key)).collect();
            let is_plain = field.options.iter().all(|option| !option.label.contains(BETWEEN));
            labels.join(if is_plain { "; " } else { "\n" })
        }
        FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_) => value.typed(),
    }
}

/// The tags of a cell: with commas between them (no tag has one), or with semicolons where there is no comma.
///
/// Errors: those of [`tags::name`].
pub(super) fn read_tags(text: &str) -> Result<Vec<String>, Problem> {
    let between: &[char] = if text.contains([',', '\n']) { &[',', '\n'] } else { &[';'] };
    text.split(between).filter(|part| !part.trim().is_empty()).map(tags::name).collect()
}

/// Adds tags to those of a record; two names that differ in case are one tag.
///
/// Errors: `tags.too_many`.
pub(super) fn add_tags(to: &mut Vec<String>, more: Vec<String>) -> Result<(), Problem> {
    for name in more {
        if !to.iter().any(|known| tags::key(known) == tags::key(&name)) {
            to.push(name);
        }
    }
    if to.len() > MAX_TAGS_OF_ONE {
        let words = format!("Use at most {MAX_TAGS_OF_ONE} tags on one record.");
        return Err(Problem::new("tags.too_many", words));
    }
    Ok(())
}

/// What [`read_tags`] reads back: a comma behind a single tag says that its semicolon is its own.
pub(super) fn write_tags(names: &[String]) -> String {
    match names {
        [only] if only.contains(';') => format!("{only},"),
        _ => names.join(", "),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::fields::{FieldOption, Noun};
    use crate::ids::CustomFieldId;
    use chrono::NaiveDate;

    /// A field with options whose labels are awkward.
    pub(in super::super) fn field(id: u128, noun: Noun, field_type: FieldType, label: &str) -> CustomField {
        let option = |key: &str, label: &str| FieldOption { key: key.into(), label: label.into() };
        let options = vec![
            option("low", "High"),
            option("high", "low"),
            option("soon", "Yes, soon; or later"),
            option("a", "A"),
        ];
        CustomField {
            id: CustomFieldId::from_uuid(uuid::Uuid::from_u128(id)),
            noun,
            field_type,
            label: label.into(),
            help: String::new(),
            options: if field_type.has_options() { options } else { Vec::new() },
            archived: false,
            version: 1,
        }
    }

    fn read_as(field_type: FieldType, text: &str) -> Result<Option<FieldValue>, &'static str> {
        let field = field(1, Noun::Lead, field_type, "Field");
        read(&field, text, Some(DateOrder::DayFirst)).map_err(|problem| problem.code)
    }

    #[test]
    fn cells_are_read_by_the_type_of_their_field() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(FieldValue::Date);
        let words =
            |keys: &[&str]| Some(FieldValue::Choices(keys.iter().map(|key| (*key).to_owned()).collect()));
        for (field_type, text, wanted) in [
            (FieldType::Number, "1,250.00", Some(FieldValue::Number(1_250))),
            (FieldType::Number, "-3", Some(FieldValue::Number(-3))),
            (FieldType::Money, "$412K", Some(FieldValue::Money(crate::Money::usd(41_200_000)))),
            (FieldType::YesNo, "TRUE", Some(FieldValue::YesNo(true))),
            (FieldType::YesNo, "n", Some(FieldValue::YesNo(false))),
            (FieldType::Date, "3.4.2026", day(2026, 4, 3)),
            (FieldType::Date, "2026-04-03", day(2026, 4, 3)),
            (FieldType::Date, "31 Aug 2026", day(2026, 8, 31)),
            (FieldType::Date, "9999-01-01", day(9999, 1, 1)),
            // A label comes before a word that is written the same.
            (FieldType::Choice, "low", words(&["high"])),
            (FieldType::Choice, "HIGH", words(&["low"])),
            (FieldType::Choice, "Yes, soon; or later", words(&["soon"])),
            (FieldType::Choices, "a; low", words(&["high", "a"])),
            (FieldType::Choices, "A, high", words(&["high", "a"])),
            (FieldType::Choices, "A\nYes, soon; or later", words(&["soon", "a"])),
        ] {
            assert_eq!(read_as(field_type, text), Ok(wanted), "{field_type:?} {text}");
        }
        for (field_type, text, code) in [
            (FieldType::Number, "1.5", "value.number"),
            (FieldType::Money, "-5", "money.negative"),
            (FieldType::YesNo, "maybe", "yes_no.unread"),
            (FieldType::Date, "soon", "date.unread"),
            (FieldType::Choice, "A; low", "value.option"),
            (FieldType::Choices, "A; moon", "value.option"),
        ] {
            assert_eq!(read_as(field_type, text), Err(code), "{field_type:?} {text}");
        }
    }

    #[test]
    fn tags_are_apart() {
        let names = |text: &str| read_tags(text).unwrap();
        assert_eq!(names("Hot,  lead list ,,"), ["Hot", "lead list"]);
        assert_eq!(names("Hot; Probate"), ["Hot", "Probate"]);
        assert_eq!(names("a;b, c"), ["a;b", "c"]);
        assert_eq!(names(&write_tags(&["a;b".to_owned()])), ["a;b"]);
        assert_eq!(read_tags(&"x".repeat(41)).unwrap_err().code, "text.too_long");
        let mut tags = names("Hot");
        add_tags(&mut tags, names("hot, Cold")).unwrap();
        assert_eq!(tags, ["Hot", "Cold"]);
        let many = (0..31).map(|number| number.to_string()).collect();
        assert_eq!(add_tags(&mut Vec::new(), many).unwrap_err().code, "tags.too_many");
    }
}
