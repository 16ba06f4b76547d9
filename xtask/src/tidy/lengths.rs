//! How long Rust files are: the limit, its exceptions, and the figures printed at the end. Tests do not count.

use crate::repository::File;

use super::allowances::Allowances;

const LIMIT: usize = 500;

/// Lines of a Rust file without its test module; nothing for other files and for files that are tests throughout.
fn length(file: &File) -> Option<usize> {
    if file.extension() != "rs" || is_test(&file.path) {
        return None;
    }
    let text = file.text.as_deref()?;
    Some(text.lines().take_while(|line| *line != "#[cfg(test)]").count())
}

pub(super) fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

pub(super) fn check(files: &[File], allowances: &Allowances) -> Vec<String> {
    let allowed = |path: &str| allowances.long.iter().any(|entry| entry.path == path);
    let long: Vec<(&str, usize)> = files
        .iter()
        .filter_map(|file| Some((file.path.as_str(), length(file)?)))
        .filter(|(_, length)| *length > LIMIT)
        .collect();
    let mut findings: Vec<String> = long
        .iter()
        .filter(|(path, _)| !allowed(path))
        .map(|(path, length)| {
            format!("{path}: {length} lines: split it by responsibility or give a reason in xtask/tidy.toml")
        })
        .collect();
    for entry in &allowances.long {
        if !long.iter().any(|(path, _)| *path == entry.path) {
            findings
                .push(format!("xtask/tidy.toml: {} is not over {LIMIT} lines: drop the entry", entry.path));
        }
    }
    findings
}

pub(super) fn statistics(files: &[File]) -> String {
    let mut lengths: Vec<usize> = files.iter().filter_map(length).collect();
    lengths.sort_unstable();
    let at = |percent: usize| {
        // Nearest rank: the smallest length that at least `percent` of the files do not exceed.
        let rank = (lengths.len() * percent).div_ceil(100).max(1) - 1;
        lengths.get(rank).copied().unwrap_or(0)
    };
    format!("{} Rust files, median {} lines, p90 {}, longest {}", lengths.len(), at(50), at(90), at(100))
}

#[cfg(test)]
mod tests {
    use super::super::allowances::Long;
    use super::*;

    fn file(path: &str, lines: usize) -> File {
        File { path: path.to_owned(), text: Some("line\n".repeat(lines)) }
    }

    fn allow(path: &str) -> Allowances {
        Allowances { long: vec![Long { path: path.to_owned(), reason: "one table".to_owned() }] }
    }

    #[test]
    fn the_limit_is_inclusive_and_exceptions_hold() {
        assert!(check(&[file("a.rs", 500)], &Allowances::default()).is_empty());
        assert_eq!(check(&[file("a.rs", 501)], &Allowances::default()).len(), 1);
        assert!(check(&[file("a.rs", 501)], &allow("a.rs")).is_empty());
    }

    #[test]
    fn a_stale_exception_is_found() {
        assert_eq!(check(&[file("a.rs", 10)], &allow("a.rs")).len(), 1);
        assert_eq!(check(&[], &allow("gone.rs")).len(), 1);
    }

    #[test]
    fn tests_do_not_count() {
        let mut tested = file("a.rs", 400);
        tested.text = tested.text.map(|text| text + "#[cfg(test)]\n" + &"line\n".repeat(400));
        assert_eq!(length(&tested), Some(400));
        assert_eq!(length(&file("server/tests/leads.rs", 900)), None);
        assert_eq!(length(&file("domain/src/leads/tests.rs", 900)), None);
    }

    #[test]
    fn figures_are_nearest_rank() {
        let files: Vec<File> = (1..=10).map(|tens| file(&format!("{tens}.rs"), tens * 10)).collect();
        assert_eq!(statistics(&files), "10 Rust files, median 50 lines, p90 90, longest 100");
        assert_eq!(statistics(&[]), "0 Rust files, median 0 lines, p90 0, longest 0");
    }
}
