//! Values as programs and spreadsheets write them, made into what forms take. Generous in what is read; what cannot be
//! read says so in words for whoever can mend it.

pub(crate) mod names;
pub(crate) mod place;

use crate::errors::Problem;
use crate::money::{Currency, Money};

/// Words in one case get a capital and small letters; words in both cases are left as somebody wrote them.
pub(crate) fn capitals(text: &str) -> String {
    text.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

fn capital(word: &str) -> String {
    let mixed = word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase);
    if mixed {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let mut first = true;
    for c in word.chars() {
        if first {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        // O'Neil and Mei-Lin begin twice.
        first = matches!(c, '-' | '\'' | '’' | '.');
    }
    out
}

/// The number without its extension, abroad with the calling code in front.
pub(crate) fn phone(text: &str, country: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let end = ["ext", "x", "#"].iter().filter_map(|mark| lower.find(mark)).filter(|at| *at > 0).min();
    let text = end.and_then(|end| text.get(..end)).unwrap_or(text).trim();
    let bare = text.trim_start_matches("tel:").trim();
    if country == "1" || bare.starts_with(['+']) || bare.starts_with("00") || bare.starts_with("011") {
        return text.to_owned();
    }
    // The nought before a number is for calls within the country.
    format!("+{country} {}", bare.trim_start_matches('0'))
}

/// An amount of dollars as `385000.00`.
pub(crate) fn money(text: &str) -> Result<String, Problem> {
    let lower = text.trim().to_ascii_lowercase();
    let mut text = lower.as_str();
    for word in ["us$", "usd", "$"] {
        text = text.trim_start_matches(word).trim();
    }
    for word in ["usd", "dollars", "us$", "$"] {
        text = text.trim_end_matches(word).trim();
    }
    let scales = [("million", "m"), ("mio", "m"), ("mm", "m"), ("thousand", "k"), ("grand", "k")];
    let scaled =
        scales.iter().find_map(|(word, letter)| Some(format!("{}{letter}", text.strip_suffix(word)?.trim())));
    let money = Money::parse(scaled.as_deref().unwrap_or(text), Currency::Usd)?;
    Ok(format!("{}.{:02}", money.minor / 100, money.minor % 100))
}

/// A whole number; in halves where baths are counted, so that 2.5 becomes 5.
pub(crate) fn number(text: &str, halves: bool) -> Result<String, Problem> {
    let unread = || Problem::new("number.unread", "This is no whole number, for example 3 or 1,800 sq ft.");
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}')))
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    // What follows may be a unit, but no other number: `3-4` is not 3.
    if unit.chars().any(|c| c.is_ascii_digit()) && !is_square_unit(unit)
        || unit.starts_with(['-', '+', '/', '–'])
    {
        return Err(unread());
    }
    let digits: String = digits.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if whole.is_empty() || whole.len() > 12 || fraction.contains('.') {
        return Err(unread());
    }
    let whole: u64 = whole.parse().map_err(|_| unread())?;
    match (halves, fraction.trim_end_matches('0')) {
        (false, "") => Ok(whole.to_string()),
        (true, "") => Ok((whole * 2).to_string()),
        (true, "5") => Ok((whole * 2 + 1).to_string()),
        _ => Err(unread()),
    }
}

fn is_square_unit(unit: &str) -> bool {
    ["ft2", "ft²", "ft^2", "m2"].contains(&unit.trim().to_ascii_lowercase().as_str())
}

/// What programs write for yes and no.
pub(crate) fn yes_no(text: &str) -> Result<bool, Problem> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "1" | "on" | "agreed" | "accepted" | "granted" | "opted_in"
        | "opted in" => Ok(true),
        "false" | "no" | "n" | "f" | "0" | "off" | "declined" | "denied" | "refused" | "opted_out"
        | "opted out" => Ok(false),
        _ => Err(Problem::new("yes_no.unread", "This says neither yes nor no, for example true or no.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_are_tidied() {
        for (came, tidy) in [
            ("Otis GRANGER", "Otis Granger"),
            ("  ana   pérez ", "Ana Pérez"),
            ("MEI-LIN O'NEIL", "Mei-Lin O'Neil"),
            ("Ronald McDonald", "Ronald McDonald"),
            ("j.r. ewing", "J.R. Ewing"),
        ] {
            assert_eq!(capitals(came), tidy);
        }
    }

    #[test]
    fn amounts_are_read() {
        for (came, amount) in [
            ("625k", Some("625000.00")),
            ("$625,000.00", Some("625000.00")),
            ("1.2m", Some("1200000.00")),
            ("1.2 million", Some("1200000.00")),
            ("USD 625,000", Some("625000.00")),
            ("625 thousand dollars", Some("625000.00")),
            ("$1.25MM", Some("1250000.00")),
            ("625000", Some("625000.00")),
            ("call me", None),
            ("500k-600k", None),
            ("", None),
            ("$", None),
        ] {
            assert_eq!(money(came).ok().as_deref(), amount, "{came}");
        }
    }

    #[test]
    fn numbers_are_read() {
        for (came, halves, wanted) in [
            ("3", false, Some("3")),
            ("3.0", false, Some("3")),
            ("3 beds", false, Some("3")),
            ("1,800 sq ft", false, Some("1800")),
            ("1800 ft2", false, Some("1800")),
            ("2.5", true, Some("5")),
            ("2", true, Some("4")),
            ("2.5 baths", true, Some("5")),
            ("2.5", false, None),
            ("2.25", true, None),
            ("3-4", false, None),
            ("3+", false, None),
            ("three", false, None),
            ("-3", false, None),
            ("999999999999999", false, None),
        ] {
            assert_eq!(number(came, halves).ok().as_deref(), wanted, "{came}");
        }
    }

    #[test]
    fn phones_get_their_country() {
        assert_eq!(phone("(512) 555-0177 x12", "1"), "(512) 555-0177");
        assert_eq!(phone("030 901820", "49"), "+49 30 901820");
        assert_eq!(phone("+44 20 7946 0018", "49"), "+44 20 7946 0018");
        assert_eq!(phone("0044 20 7946 0018", "49"), "0044 20 7946 0018");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}", country in "[0-9]{1,3}") {
            drop(capitals(&text));
            drop(phone(&text, &country));
            drop(money(&text));
            drop(number(&text, true));
            drop(yes_no(&text));
        }
    }
}
