//! The columns of an export: the standard facts, tags, the custom fields of the organization, and what else a list shows.

use super::custom;
use super::headings::headed;
use super::mapping::{MappedColumn, Mapping};
use super::row::LeadRow;
use super::target::Destination;
use super::write::{EXPORT_COLUMNS, cell, safe};
use crate::fields::CustomField;

/// Which columns a file of leads has.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    fields: Vec<(CustomField, String)>,
    /// Headings of columns that no import reads.
    more: Vec<String>,
}

impl Layout {
    /// The columns for these custom fields, with further ones behind them that no import reads.
    pub fn of(fields: &[CustomField], more: Vec<String>) -> Self {
        let taken: Vec<&str> = more.iter().map(String::as_str).collect();
        let fields =
            headed(fields, &taken).into_iter().map(|(field, heading)| (field.clone(), heading)).collect();
        Self { fields, more }
    }

    /// The headings.
    pub fn headings(&self) -> Vec<String> {
        let standard = EXPORT_COLUMNS.iter().map(|target| target.label().to_owned());
        let custom = self.fields.iter().map(|(_, heading)| heading.clone());
        standard.chain(custom).chain(self.more.iter().cloned()).map(safe).collect()
    }

    /// The cells of a lead, made safe for programs that would take them for formulas; `more` are those of the further columns.
    /// Notes stay in the timeline.
    pub fn cells(&self, lead: &LeadRow, more: Vec<String>) -> Vec<String> {
        let standard = EXPORT_COLUMNS.iter().map(|target| cell(lead, *target));
        let custom = self.fields.iter().map(|(field, _)| {
            let value = lead.values.get(&field.id);
            value.map(|value| custom::write(field, value)).unwrap_or_default()
        });
        standard.chain(custom).chain(more).map(safe).collect()
    }

    /// The mapping that reads the file back; fields that are not in use are left out.
    pub fn mapping(&self) -> Mapping {
        let standard = EXPORT_COLUMNS.iter().map(|target| Some(Destination::from(*target)));
        let custom =
            self.fields.iter().map(|(field, _)| (!field.archived).then_some(Destination::Custom(field.id)));
        let more = self.more.iter().map(|_| None);
        let column = |into| MappedColumn { into, ..MappedColumn::default() };
        Mapping { columns: standard.chain(custom).chain(more).map(column).collect(), source: None }
    }
}
