//! Columns of a file: what stands above them, and the first values below.

use super::dates::DateCounts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest heading and longest sample that is kept, in characters.
const SHOWN: usize = 120;
/// Samples that are kept.
const SAMPLES: usize = 3;
/// Values that are looked at for dates in words: enough to guess by.
const CLOSELY: u64 = 50;

/// One column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileColumn {
    /// Its heading; made unique and never empty by [`name_columns`].
    pub heading: String,
    /// The first values that differ.
    pub samples: Vec<String>,
    /// Rows that have a value there.
    pub filled: u64,
    /// What its dates look like.
    pub dates: DateCounts,
    /// No value has a small letter, and some have a capital.
    pub shouts: bool,
}

/// Columns for the cells of the first row. A heading that is empty becomes `Column 3`; one that was there before gets a
/// number behind it.
pub fn name_columns(cells: &[String]) -> Vec<FileColumn> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let mut heading = shown(cell);
            if heading.is_empty() {
                heading = format!("Column {}", index + 1);
            }
            let numbered = (2..).map(|number| format!("{heading} ({number})"));
            let mut names = std::iter::once(heading.clone()).chain(numbered);
            if let Some(free) = names.find(|name| !seen.contains(&name.to_lowercase())) {
                heading = free;
            }
            seen.insert(heading.to_lowercase());
            FileColumn { heading, ..FileColumn::default() }
        })
        .collect()
}

impl FileColumn {
    /// Takes notice of one more value.
    pub fn notice(&mut self, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let shouts = value.chars().any(char::is_uppercase) && !value.chars().any(char::is_lowercase);
        let has_letters = value.chars().any(char::is_alphabetic);
        if self.filled == 0 {
            self.shouts = shouts;
        } else if has_letters {
            self.shouts &= shouts;
        }
        self.filled += 1;
        self.dates.notice(value, self.filled <= CLOSELY);
        if self.samples.len() < SAMPLES {
            let sample = shown(value);
            if !self.samples.contains(&sample) {
                self.samples.push(sample);
            }
        }
    }
}

/// One line, of bounded length.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_unique_and_never_empty() {
        let cells = ["Phone", " phone ", "", "Phone", "a\n b"].map(str::to_owned);
        let headings: Vec<String> = name_columns(&cells).into_iter().map(|column| column.heading).collect();
        assert_eq!(headings, ["Phone", "phone (2)", "Column 3", "Phone (3)", "a b"]);
        let cells = ["Phone", "Phone (2)", "Phone"].map(str::to_owned);
        let headings: Vec<String> = name_columns(&cells).into_iter().map(|column| column.heading).collect();
        assert_eq!(headings, ["Phone", "Phone (2)", "Phone (3)"]);
    }

    #[test]
    fn samples_are_few_and_differ() {
        let mut column = FileColumn::default();
        for value in ["OTIS", "", "OTIS", "ANA", "512", "MEI", "IDA"] {
            column.notice(value);
        }
        assert_eq!((column.samples, column.filled), (vec!["OTIS".into(), "ANA".into(), "512".into()], 6));
        assert!(column.shouts);
        let mut mixed = FileColumn::default();
        for value in ["OTIS", "Ana"] {
            mixed.notice(value);
        }
        assert!(!mixed.shouts);
    }
}
