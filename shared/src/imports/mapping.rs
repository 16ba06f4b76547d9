//! Which column of a file goes where, and what is done about leads that are here already. Plain data: stored as JSON,
//! chosen on a screen. What stops saving one says `parse`, what one makes of a row says `read`.

use super::column::FileColumn;
use super::dates::DateOrder;
use super::target::{Destination, Target};
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::fields::CustomField;
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
    pub into: Option<Destination>,
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
    /// A [`Destination`] as text; empty when it is left out.
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
                into: column.into.map(|into| into.to_string()).unwrap_or_default(),
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
    pub fn parse(
        &self,
        columns: &[FileColumn],
        fields: &[CustomField],
    ) -> Result<(Mapping, KnownLeads), Vec<FieldError>> {
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
                        let target = column.into.parse().map_err(|()| unknown());
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
        for error in mapping.check(columns, fields).err().unwrap_or_default() {
            errors.push(error);
        }
        errors.finish(known.map(|known| (mapping, known)))
    }
}

impl Mapping {
    /// Whether leads can be made by it.
    ///
    /// Errors: at `columns`, `columns.N.into`, `columns.N.dates`.
    pub fn check(&self, columns: &[FileColumn], fields: &[CustomField]) -> Result<(), Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let mut first: BTreeMap<Destination, &str> = BTreeMap::new();
        for (index, (column, of)) in self.columns.iter().zip(columns).enumerate() {
            let Some(into) = column.into else { continue };
            if let Some(other) = first.insert(into, &of.heading)
                && !into.takes_many()
            {
                let words = format!("“{other}” goes there already. Leave one of them out.");
                errors.push(FieldError::new(format!("columns.{index}.into"), "mapping.twice", words));
            }
            if into.is_gone(fields) {
                errors.push(gone().at(format!("columns.{index}.into")));
            }
            if into.is_date(fields) && column.dates.is_none() && of.dates.must_be_asked() {
                let words = "Say whether the month or the day comes first: both can be meant.";
                errors.push(FieldError::new(format!("columns.{index}.dates"), "date.order", words));
            }
        }
        if !first.keys().any(|into| into.is_reach()) {
            let words =
                "Choose a column with phone numbers or emails: a lead is somebody who can be reached.";
            errors.push(FieldError::new("columns", "mapping.unreachable", words));
        }
        for (whole, part) in [(Target::Name, Target::NameLastFirst), (Target::Address, Target::Street)] {
            if first.contains_key(&whole.into()) && first.contains_key(&part.into()) {
                let words = format!("Choose “{}” or “{}”, not both.", whole.label(), part.label());
                errors.push(FieldError::new("columns", "mapping.twice", words));
            }
        }
        errors.finish(Some(()))
    }

    /// The columns that went into a custom field which is not in use any more.
    pub fn gone(&self, fields: &[CustomField]) -> Vec<usize> {
        let is_gone = |column: &MappedColumn| column.into.is_some_and(|into| into.is_gone(fields));
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| is_gone(column)).map(|(index, _)| index).collect()
    }

    /// With those columns left out.
    #[must_use]
    pub fn without_gone(mut self, fields: &[CustomField]) -> Self {
        for index in self.gone(fields) {
            if let Some(column) = self.columns.get_mut(index) {
                *column = MappedColumn::default();
            }
        }
        self
    }

    /// The same choices for a file whose headings hold all of these, in whatever order, and perhaps more; what more there is goes
    /// where `otherwise` says, unless something goes there already. `None` when a heading is missing.
    pub fn carried(&self, headings: &[String], columns: &[FileColumn], otherwise: &Self) -> Option<Self> {
        let mut chosen: Vec<Option<MappedColumn>> = vec![None; columns.len()];
        for (heading, mapped) in headings.iter().zip(&self.columns) {
            let same = |column: &FileColumn| column.heading.to_lowercase() == heading.to_lowercase();
            *chosen.get_mut(columns.iter().position(same)?)? = Some(*mapped);
        }
        let taken: Vec<Destination> = self.columns.iter().filter_map(|column| column.into).collect();
        let fresh = |index: usize| {
            let guessed = otherwise.columns.get(index).copied().unwrap_or_default();
            let clashes = |into: Destination| taken.contains(&into) && !into.takes_many();
            if guessed.into.is_some_and(clashes) { MappedColumn::default() } else { guessed }
        };
        let column = |(index, column): (usize, Option<MappedColumn>)| column.unwrap_or_else(|| fresh(index));
        Some(Self { columns: chosen.into_iter().enumerate().map(column).collect(), source: self.source })
    }

    /// Columns that go somewhere.
    pub fn used(&self) -> usize {
        self.columns.iter().filter(|column| column.into.is_some()).count()
    }
}

fn gone() -> Problem {
    Problem::new("field.gone", "This field is no longer in use. Choose another one, or leave the column out.")
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
        let errors = input(targets).parse(file, &[]).unwrap_err();
        errors.into_iter().map(|error| (error.path, error.code)).collect()
    }

    #[test]
    fn what_holds_together_is_accepted() {
        let file = columns(&["Owner", "Phone 1", "Phone 2", "x"]);
        let (mapping, known) = input(&["name", "phone", "phone", ""]).parse(&file, &[]).unwrap();
        assert_eq!((mapping.used(), known), (3, KnownLeads::Attach));
        let source = "direct_mail".into();
        let again = MappingInput { columns: (&mapping).into(), source, known: "skip".into() };
        assert_eq!(again.parse(&file, &[]).unwrap(), (mapping, KnownLeads::Skip));
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
        assert!(said.parse(&file, &[]).is_ok());
        said.known = "perhaps".into();
        assert_eq!(said.parse(&file, &[]).unwrap_err()[0].path, "known");
    }

    #[test]
    fn a_custom_field_is_chosen_once_and_while_it_is_in_use() {
        use crate::fields::{FieldType, Noun};
        let mut field = super::super::custom::tests::field(7, Noun::Lead, FieldType::Date, "Auction");
        let mut file = columns(&["Phone", "Auction", "x"]);
        let id = field.id.to_string();
        let said = input(&["phone", &id, ""]);
        let (mapping, _) = said.parse(&file, std::slice::from_ref(&field)).unwrap();
        let twice = input(&["phone", &id, &id]).parse(&file, std::slice::from_ref(&field)).unwrap_err();
        assert_eq!((twice[0].path.as_str(), twice[0].code.as_str()), ("columns.2.into", "mapping.twice"));
        for value in ["03/04/2026", "05/06/2026"] {
            file[1].notice(value);
        }
        let asked = said.parse(&file, std::slice::from_ref(&field)).unwrap_err();
        assert_eq!((asked[0].path.as_str(), asked[0].code.as_str()), ("columns.1.dates", "date.order"));
        field.archived = true;
        let gone = said.parse(&file, std::slice::from_ref(&field)).unwrap_err();
        assert_eq!((gone[0].path.as_str(), gone[0].code.as_str()), ("columns.1.into", "field.gone"));
        assert_eq!(mapping.gone(&[field]), [1]);
        assert_eq!(mapping.without_gone(&[]).used(), 1);
    }

    #[test]
    fn choices_are_carried_to_a_file_with_more_columns() {
        let file = columns(&["Owner", "Phone", "x"]);
        let (mapping, _) = input(&["name_last_first", "phone", ""]).parse(&file, &[]).unwrap();
        let headings: Vec<String> = file.iter().map(|column| column.heading.clone()).collect();
        let wider = columns(&["City", "x", "PHONE", "Owner", "Phone 2"]);
        let (guessed, _) = super::super::guess(&wider, &[]);
        let carried = mapping.carried(&headings, &wider, &guessed).unwrap();
        let into: Vec<Option<Target>> =
            carried.columns.iter().map(|column| column.into.and_then(Destination::target)).collect();
        use Target as T;
        assert_eq!(into, [Some(T::City), None, Some(T::Phone), Some(T::NameLastFirst), Some(T::Phone)]);
        assert_eq!(mapping.carried(&headings, &columns(&["Owner", "Phone"]), &guessed), None);
    }
}
