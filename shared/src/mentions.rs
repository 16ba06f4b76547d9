//! Whom a text names: `@Priya Raman` or, where only one member is called so, `@Priya`.

use std::ops::Range;

/// Longest name that is offered while somebody types, in bytes.
const LONGEST: usize = 60;

/// The places of a text where a name stands after an `@`, and which of the names it is; in the order of the text.
/// Capitals do not matter. An address such as `ana@priya.example` names nobody.
pub fn find(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('@')).map(|at| from + at) {
        from = at + 1;
        let begins = text.get(..at).and_then(|before| before.chars().next_back());
        if begins.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if let Some((length, name)) = text.get(from..).and_then(|rest| named(rest, names)) {
            found.push((at..from + length, name));
            from += length;
        }
    }
    found
}

/// The longest whole name the text begins with, else the only member with that first name.
fn named(text: &str, names: &[&str]) -> Option<(usize, usize)> {
    let whole = names.iter().enumerate().filter_map(|(index, name)| Some((begins_with(text, name)?, index)));
    if let Some(found) = whole.max_by_key(|(length, _)| *length) {
        return Some(found);
    }
    let mut first = names.iter().enumerate().filter_map(|(index, name)| {
        let first = name.split_whitespace().next()?;
        Some((begins_with(text, first)?, index))
    });
    let only = first.next()?;
    first.next().is_none().then_some(only)
}

/// How many bytes of the text are the name, when it ends there.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let mut length = 0;
    let mut letters = text.chars();
    for wanted in name.chars() {
        let letter = letters.next()?;
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        length += letter.len_utf8();
    }
    (!letters.next().is_some_and(char::is_alphanumeric)).then_some(length)
}

/// What stands after the `@` of a name that is being typed at the end of a text; empty right after the `@`.
pub fn being_typed(text: &str) -> Option<&str> {
    let at = text.rfind('@')?;
    let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
    let begins = !before.chars().next_back().is_some_and(char::is_alphanumeric);
    (begins && after.len() <= LONGEST && !after.contains('\n') && !after.ends_with("  ")).then_some(after)
}

/// Whether a name is one of those meant by what was typed so far.
pub fn fits(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
    name.starts_with(&typed) || name.split_whitespace().any(|part| part.starts_with(&typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 4] = ["Priya Raman", "Marcus Bell", "Marcus Bellamy", "Inês Duarte"];

    fn said(text: &str) -> Vec<(&str, &str)> {
        find(text, &NAMES).into_iter().map(|(range, name)| (&text[range], NAMES[name])).collect()
    }

    #[test]
    fn names_are_found_whole_or_by_their_first_word() {
        assert_eq!(said("@Priya Raman, look"), [("@Priya Raman", "Priya Raman")]);
        assert_eq!(said("ask @priya."), [("@priya", "Priya Raman")]);
        assert_eq!(said("@marcus bellamy"), [("@marcus bellamy", "Marcus Bellamy")]);
        assert_eq!(
            said("@Marcus Bell and @INÊS"),
            [("@Marcus Bell", "Marcus Bell"), ("@INÊS", "Inês Duarte")]
        );
        for nobody in ["@Marcus", "@Priyanka", "ana@priya.example", "@", "@@", "Priya"] {
            assert_eq!(said(nobody), [], "{nobody}");
        }
    }

    #[test]
    fn a_name_is_offered_while_it_is_typed() {
        assert_eq!(being_typed("call @pri"), Some("pri"));
        assert_eq!(being_typed("@"), Some(""));
        assert_eq!(being_typed("@Priya Ra"), Some("Priya Ra"));
        for none in ["", "mail ana@b", "@Priya\nthen", "no"] {
            assert_eq!(being_typed(none), None, "{none}");
        }
        assert!(fits("Priya Raman", "ram") && fits("Priya Raman", "") && !fits("Priya Raman", "aman"));
    }

    proptest! {
        #[test]
        fn places_are_parts_of_the_text_and_never_overlap(text in "[@a-zPriyaRmnê ]{0,60}") {
            let mut end = 0;
            for (range, name) in find(&text, &NAMES) {
                prop_assert!(range.start >= end && range.end > range.start && name < NAMES.len());
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
