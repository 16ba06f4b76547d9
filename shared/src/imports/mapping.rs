//! Which column of a file goes where, and what is done about leads that are here already. Plain data: stored as JSON,
//! chosen on a screen. What stops saving one says `parse`, what one makes of a row says `read`.

use super::column::FileColumn;
use super::dates::DateOrder;
use super::target::Target;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::leads::LeadSource;
use crate::words::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// What becomes of a row whose person and property have an open lead.
    KnownLeads {
        Attach = "attach", "Add what is new";
        Skip = "skip", "Leave the row out";
        Add = "add", "Add another lead";
    }
}

/// All columns of a file, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    pub columns: Vec<MappedColumn>,
    /// Where leads are from whose row does not say it; `None`: somebody added them by hand.
    pub source: Option<LeadSource>,
}

/// One column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappedColumn {
    /// `None`: it is left out.
    pub into: Option<Target>,
    /// What its dates begin with.
    pub dates: Option<DateOrder>,
    /// `OTIS GRANGER` becomes `Otis Granger`.
    pub capitals: bool,
}

/// What a screen sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappingInput {
    pub columns: Vec<MappedColumnInput>,
    /// The word of a [`LeadSource`]; may be empty.
    pub source: String,
    /// The word of a [`KnownLeads`].
    pub known: String,
}

/// One column as a screen sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappedColumnInput {
    /// The word of a [`Target`]; empty when it is left out.
    pub into: String,
    /// The word of a [`DateOrder`].
    pub dates: String,
    /// `on` when capitals are tidied.
    pub capitals: String,
}

impl From<&Mapping> for Vec<MappedColumnInput> {
    fn from(mapping: &Mapping) -> Self {
        mapping
            .columns
            .iter()
            .map(|column| MappedColumnInput {
                into: column.into.map(Target::as_str).unwrap_or_default().to_owned(),
                dates: column.dates.map(DateOrder::as_str).unwrap_or_default().to_owned(),
                capitals: if column.capitals { "on" } else { "" }.to_owned(),
            })
            .collect()
    }
}

impl MappingInput {
    /// Reads what was chosen for these columns.
    ///
    /// Errors: at `known`, `source`, `columns`, `columns.N.into`, `columns.N.dates`.
    pub fn parse(&self, columns: &[FileColumn]) -> Result<(Mapping, KnownLeads), Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let known = KnownLeads::from_word(&self.known).ok_or_else(|| {
            Problem::new("known.unknown", "Choose what to do about leads that are here already.")
        });
        let known = errors.take("known", known);
        if self.columns.len() != columns.len() {
            let words = "The columns of the file are others by now. Reload the page.";
            return Err(vec![FieldError::new("columns", "mapping.columns", words)]);
        }
        let source = if self.source.is_empty() {
            None
        } else {
            let unknown = || Problem::new("source.unknown", "Choose one of the listed sources.");
            errors.take("source", LeadSource::from_word(&self.source).ok_or_else(unknown))
        };
        let mapping = Mapping {
            source,
            columns: self
                .columns
                .iter()
                .enumerate()
                .map(|(index, column)| {
                    let into = if column.into.is_empty() {
                        None
                    } else {
                        let unknown = || Problem::new("mapping.target", "Choose one of the listed fields.");
                        let target = Target::from_word(&column.into).ok_or_else(unknown);
                        errors.take(&format!("columns.{index}.into"), target)
                    };
                    MappedColumn {
                        into,
                        dates: DateOrder::from_word(&column.dates),
                        capitals: column.capitals == "on",
                    }
                })
                .collect(),
        };
        for error in mapping.check(columns).err().unwrap_or_default() {
            errors.push(error);
        }
        errors.finish(known.map(|known| (mapping, known)))
    }
}

impl Mapping {
    /// Whether leads can be made by it.
    ///
    /// Errors: at `columns`, `columns.N.into`, `columns.N.dates`.
    pub fn check(&self, columns: &[FileColumn]) -> Result<(), Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let mut first: BTreeMap<Target, &str> = BTreeMap::new();
        for (index, (column, of)) in self.columns.iter().zip(columns).enumerate() {
            let Some(into) = column.into else { continue };
            if let Some(other) = first.insert(into, &of.heading)
                && !into.takes_many()
            {
                let words = format!("“{other}” goes there already. Leave one of them out.");
                errors.push(FieldError::new(format!("columns.{index}.into"), "mapping.twice", words));
            }
            if into == Target::Created && column.dates.is_none() && of.dates.must_be_asked() {
                let words = "Say whether the month or the day comes first: both can be meant.";
                errors.push(FieldError::new(format!("columns.{index}.dates"), "date.order", words));
            }
        }
        if !first.keys().any(|target| target.is_reach()) {
            let words =
                "Choose a column with phone numbers or emails: a lead is somebody who can be reached.";
            errors.push(FieldError::new("columns", "mapping.unreachable", words));
        }
        for (whole, part) in [(Target::Name, Target::NameLastFirst), (Target::Address, Target::Street)] {
            if first.contains_key(&whole) && first.contains_key(&part) {
                let words = format!("Choose “{}” or “{}”, not both.", whole.label(), part.label());
                errors.push(FieldError::new("columns", "mapping.twice", words));
            }
        }
        errors.finish(Some(()))
    }

    /// Columns that go somewhere.
    pub fn used(&self) -> usize {
        self.columns.iter().filter(|column| column.into.is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &[&str]) -> Vec<FileColumn> {
        super::super::name_columns(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>())
    }

    fn input(targets: &[&str]) -> MappingInput {
        let column = |into: &&str| MappedColumnInput { into: (*into).to_owned(), ..Default::default() };
        let columns = targets.iter().map(column).collect();
        MappingInput { columns, source: "direct_mail".into(), known: "attach".into() }
    }

    fn refusals(targets: &[&str], file: &[FileColumn]) -> Vec<(String, String)> {
        let errors = input(targets).parse(file).unwrap_err();
        errors.into_iter().map(|error| (error.path, error.code)).collect()
    }

    #[test]
    fn what_holds_together_is_accepted() {
        let file = columns(&["Owner", "Phone 1", "Phone 2", "x"]);
        let (mapping, known) = input(&["name", "phone", "phone", ""]).parse(&file).unwrap();
        assert_eq!((mapping.used(), known), (3, KnownLeads::Attach));
        let source = "direct_mail".into();
        let again = MappingInput { columns: (&mapping).into(), source, known: "skip".into() };
        assert_eq!(again.parse(&file).unwrap(), (mapping, KnownLeads::Skip));
    }

    #[test]
    fn what_does_not_says_where() {
        let mut file = columns(&["a", "b", "c"]);
        let at = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert_eq!(refusals(&["name", "", ""], &file), [at("columns", "mapping.unreachable")]);
        assert_eq!(refusals(&["city", "city", "phone"], &file), [at("columns.1.into", "mapping.twice")]);
        assert_eq!(refusals(&["phone", "moon", ""], &file), [at("columns.1.into", "mapping.target")]);
        assert_eq!(refusals(&["phone"], &file), [at("columns", "mapping.columns")]);
        assert_eq!(refusals(&["name", "name_last_first", "email"], &file), [at("columns", "mapping.twice")]);
        for value in ["03/04/2026", "05/06/2026"] {
            file[1].notice(value);
        }
        assert_eq!(refusals(&["phone", "created", ""], &file), [at("columns.1.dates", "date.order")]);
        let mut said = input(&["phone", "created", ""]);
        said.columns[1].dates = "day_first".into();
        assert!(said.parse(&file).is_ok());
        said.known = "perhaps".into();
        assert_eq!(said.parse(&file).unwrap_err()[0].path, "known");
    }
}
