//! What somebody may choose while a mapping is made: the words a field knows, and what can be done to its values.

use super::mapping::{Change, Target};
use crate::fields::CustomField;
use crate::forms::{FieldOption, StandardField};
use crate::leads::LeadSource;

impl Target {
    /// The words a value may become, where they are few and known; none where anything fits.
    pub fn words(&self, fields: &[CustomField]) -> Option<Vec<FieldOption>> {
        let option =
            |value: &str, label: &str| FieldOption { value: value.to_owned(), label: label.to_owned() };
        match self {
            Self::Field { field } => field.choices(),
            Self::Custom { .. } => self.custom(fields)?.answers(),
            Self::LeadSource => {
                Some(LeadSource::ALL.iter().map(|source| option(source.as_str(), source.label())).collect())
            }
            Self::Consent { .. } => Some(vec![option("yes", "Yes"), option("no", "No")]),
            Self::Campaign => None,
        }
    }

    /// What may be done to a value that goes there, the usual first. The tables are empty.
    pub fn changes(&self, fields: &[CustomField]) -> Vec<Change> {
        use StandardField as F;
        let table = Change::LookUp { rows: Vec::new(), otherwise: None };
        let usual = self.usual_change(fields);
        let others = match self {
            Self::Field { field: F::PropertyAddress } => Vec::new(),
            Self::Field { field: F::ContactName | F::ContactEmail | F::Message } | Self::Campaign => {
                vec![Change::AsIs, Change::Capitals, table]
            }
            Self::Custom { .. } if self.words(fields).is_none() => {
                vec![Change::AsIs, Change::Capitals, table]
            }
            Self::Consent { .. } => vec![table],
            _ => vec![Change::AsIs, table],
        };
        let mut changes = vec![usual];
        for other in others {
            if !changes.contains(&other) {
                changes.push(other);
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{LookUp, MappedField, Mapping, Taken};

    fn all() -> impl Iterator<Item = Target> {
        let others = [Target::LeadSource, Target::Campaign];
        StandardField::ALL.map(Target::field).into_iter().chain(others)
    }

    #[test]
    fn every_word_that_is_offered_can_be_saved() {
        for into in all() {
            let becomes = into.words(&[]).unwrap_or_default().into_iter().map(|word| word.value);
            let rows: Vec<LookUp> = becomes
                .enumerate()
                .map(|(came, becomes)| LookUp { came: came.to_string(), becomes })
                .collect();
            if rows.is_empty() || into == Target::field(StandardField::PropertyAddress) {
                continue;
            }
            let change = Change::LookUp { rows, otherwise: None };
            let mapping = Mapping {
                fields: vec![MappedField { into: into.clone(), from: Taken::path("a"), change }],
                consents: Vec::new(),
            };
            let errors = mapping.check(&[]).err().unwrap_or_default();
            assert!(errors.iter().all(|error| error.code == "mapping.unreachable"), "{into:?} {errors:?}");
        }
    }

    #[test]
    fn the_usual_change_comes_first_and_none_twice() {
        for into in all() {
            let changes = into.changes(&[]);
            assert_eq!(changes.first(), Some(&into.usual_change(&[])), "{into:?}");
            let labels: std::collections::BTreeSet<_> =
                changes.iter().map(|change| change.label().into_owned()).collect();
            assert_eq!(labels.len(), changes.len(), "{into:?}");
        }
    }
}
