//! Addresses as programs send them: in one line, or in parts that were joined by commas. Taken apart from the end, where
//! what is what can be told; the street is never looked into.

use crate::address::{AddressInput, REGIONS};

/// The parts of an address; `city` and `region` stand in where it names none.
pub(crate) fn take_apart(text: &str, city: &str, region: &str) -> AddressInput {
    let mut parts: Vec<String> = text
        .split([',', '\n'])
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 1 && parts.last().is_some_and(|part| is_country(part)) {
        parts.pop();
    }
    let postal_code = take_last_words(&mut parts, 1, |words| is_zip(words).then(|| words.to_owned()));
    // A street may be called Washington: a state stands behind a comma, or before the ZIP of a city.
    let found = (parts.len() > 1)
        .then(|| (1..=3).rev().find_map(|words| take_last_words(&mut parts, words, region_code)));
    let region_found = found.flatten();
    let city_found = if parts.len() > 1 { parts.pop() } else { None };
    let mut left = parts.into_iter();
    AddressInput {
        street: left.next().unwrap_or_default(),
        unit: left.collect::<Vec<_>>().join(" "),
        city: city_found.unwrap_or_else(|| city.trim().to_owned()),
        region: region_found.unwrap_or_else(|| region.trim().to_owned()),
        postal_code: postal_code.unwrap_or_default(),
    }
}

/// Takes that many words off the last part, if they are what is looked for. A part that becomes empty goes.
fn take_last_words(
    parts: &mut Vec<String>,
    words: usize,
    read: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let only = parts.len() == 1;
    let last = parts.last_mut()?;
    let from = last.rmatch_indices(' ').nth(words - 1).map(|(at, _)| at + 1);
    let whole = last.split(' ').count() == words;
    // The street itself is not given away.
    let from = match from {
        Some(from) => from,
        None if whole && !only => 0,
        None => return None,
    };
    let found = read(last.get(from..)?)?;
    last.truncate(from);
    let kept = last.trim_end().len();
    last.truncate(kept);
    if last.is_empty() {
        parts.pop();
    }
    Some(found)
}

fn is_country(part: &str) -> bool {
    ["usa", "us", "u.s.", "u.s.a.", "united states", "united states of america"]
        .contains(&part.to_ascii_lowercase().as_str())
}

fn is_zip(word: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    match word.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(word, 5),
    }
}

fn region_code(words: &str) -> Option<String> {
    let wanted = words.trim_end_matches('.').to_ascii_uppercase();
    REGIONS
        .iter()
        .find(|(code, name)| *code == wanted || name.to_ascii_uppercase() == wanted)
        .map(|(code, _)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, parts) in [
            ("917 Tillery St, Austin, TX 78702", ["917 Tillery St", "", "Austin", "TX", "78702"]),
            ("917 Tillery St, Austin, TX, 78702, USA", ["917 Tillery St", "", "Austin", "TX", "78702"]),
            ("917 Tillery St, Austin TX 78702", ["917 Tillery St", "", "Austin", "TX", "78702"]),
            (
                "917 Tillery St, Unit 4B, Austin, Texas 78702-1234",
                ["917 Tillery St", "Unit 4B", "Austin", "TX", "78702-1234"],
            ),
            (
                "88 Falcon Ridge\nLas Cruces\nNew Mexico\n88001",
                ["88 Falcon Ridge", "", "Las Cruces", "NM", "88001"],
            ),
            ("5602 Shoalwood Av., 78756", ["5602 Shoalwood Av.", "", "Here", "TX", "78756"]),
            ("5602 Shoalwood Av. 78756", ["5602 Shoalwood Av.", "", "Here", "TX", "78756"]),
            ("100 Washington, 78701", ["100 Washington", "", "Here", "TX", "78701"]),
            ("1 Main St, Washington, DC 20001", ["1 Main St", "", "Washington", "DC", "20001"]),
            ("78702", ["78702", "", "Here", "TX", ""]),
            ("", ["", "", "Here", "TX", ""]),
        ] {
            let read = take_apart(text, " Here ", "TX");
            let got = [&read.street, &read.unit, &read.city, &read.region, &read.postal_code];
            assert_eq!(got.map(String::as_str), parts, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", city in ".{0,10}") {
            drop(take_apart(&text, &city, ""));
        }
    }
}
