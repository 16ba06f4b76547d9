//! How imports are put into words.

use shared::imports::{Import, ImportState, ImportSummary};
use ui::Tone;

/// With thousands apart.
pub(super) fn count(number: u64) -> String {
    ui::group_thousands(&number.to_string())
}

/// "1 row", "1,204 rows".
pub(super) fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// "318 kB", "2.4 MB".
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What the file is: "1,204 rows, 13 columns, 318 kB, CSV in UTF-8, cells between commas".
pub(super) fn facts(import: &Import) -> String {
    let mut facts = vec![
        plural(import.summary.rows, "row", "rows"),
        plural(u64::try_from(import.columns.len()).unwrap_or(u64::MAX), "column", "columns"),
        size(import.size),
    ];
    match import.delimiter {
        None => facts.push(import.kind.label().to_owned()),
        Some(delimiter) => {
            facts.push(format!("{} in {}", import.kind.label(), import.encoding.label()));
            let between = match delimiter {
                ',' => "commas",
                ';' => "semicolons",
                '\t' => "tabs",
                _ => "bars",
            };
            facts.push(format!("cells between {between}"));
        }
    }
    facts.join(", ")
}

pub(super) const fn tone(state: ImportState) -> Tone {
    match state {
        ImportState::Done => Tone::Success,
        ImportState::Stopped => Tone::Warning,
        ImportState::Checking | ImportState::Running | ImportState::Undoing => Tone::Info,
        _ => Tone::Neutral,
    }
}

/// What came of it so far: "640 new, 58 added to, 4 here already, 2 not read".
pub(super) fn came_of(import: &ImportSummary) -> String {
    match import.state {
        ImportState::Undoing | ImportState::Undone => {
            let mut parts = vec![plural(import.removed, "lead removed", "leads removed")];
            if import.restored > 0 {
                parts.push(format!("{} taken off others", count(import.restored)));
            }
            if import.kept > 0 {
                parts.push(format!("{} kept", count(import.kept)));
            }
            parts.join(", ")
        }
        ImportState::Running | ImportState::Stopped | ImportState::Done => {
            let counts = import.counts;
            let parts = [
                (counts.created, "new"),
                (counts.attached, "known"),
                (counts.skipped, "left out"),
                (counts.refused, "not read"),
            ];
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, word)| format!("{} {word}", count(number)))
                .collect();
            if parts.is_empty() { "Nothing yet".to_owned() } else { parts.join(", ") }
        }
        _ => plural(import.rows, "row", "rows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, words) in [(12, "12 bytes"), (318_400, "318 kB"), (2_480_000, "2.4 MB")] {
            assert_eq!(size(bytes), words);
        }
        assert_eq!(plural(1, "row", "rows"), "1 row");
        assert_eq!(plural(1_204, "row", "rows"), "1,204 rows");
    }
}
