//! Telephone numbers, normalised to E.164 (ITU-T recommendation).
//!
//! Numbers without a country code are read by the North American numbering plan; with `+` any country's
//! number of a known calling code is accepted by length. Which line it is (mobile, landline) is a provider's word.

use crate::errors::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number in E.164: `+` and 8 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

const EXAMPLE: &str = "for example 512 555 0134";

impl Phone {
    /// Reads what a person types: spaces, dots, dashes, brackets, `tel:` and a leading `00`, `011` or `+`.
    ///
    /// Errors: `phone.empty`, `phone.characters`, `phone.extension`, `phone.too_short`, `phone.too_long`,
    /// `phone.area_code`, `phone.exchange`, `phone.country`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim().trim_start_matches("tel:").trim();
        if text.is_empty() {
            return Err(Problem::new("phone.empty", format!("Enter a 10-digit phone number, {EXAMPLE}.")));
        }
        let lower = text.to_ascii_lowercase();
        if lower.contains("ext") || lower.contains('x') || lower.contains('#') {
            return Err(Problem::new("phone.extension", format!("Leave out the extension, {EXAMPLE}.")));
        }
        let international = text.starts_with('+');
        let mut digits = String::new();
        for (index, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2011}' | '\u{2013}' => {}
                '+' if index == 0 => {}
                _ => {
                    return Err(Problem::new("phone.characters", format!("Use digits only, {EXAMPLE}.")));
                }
            }
        }
        if international {
            return Self::international(&digits);
        }
        if let Some(rest) = digits.strip_prefix("011").or_else(|| digits.strip_prefix("00")) {
            return Self::international(rest);
        }
        match digits.strip_prefix('1').filter(|rest| rest.len() >= 10) {
            Some(rest) => Self::north_american(rest),
            None => Self::north_american(&digits),
        }
    }

    fn north_american(digits: &str) -> Result<Self, Problem> {
        match digits.len() {
            10 => {}
            9 => {
                return Err(Problem::new(
                    "phone.too_short",
                    format!("One digit is missing. Enter 10 digits, {EXAMPLE}."),
                ));
            }
            0..=8 => {
                return Err(Problem::new(
                    "phone.too_short",
                    format!("Enter a 10-digit phone number, {EXAMPLE}."),
                ));
            }
            _ => {
                return Err(Problem::new(
                    "phone.too_long",
                    format!("Too many digits. Enter 10 digits, {EXAMPLE}."),
                ));
            }
        }
        // Area and exchange codes are NXX with N from 2 to 9; N11 are service codes (ATIS-0300051).
        let code_ok = |code: Option<&str>| {
            code.is_some_and(|code| code.starts_with(|c| ('2'..='9').contains(&c)) && !code.ends_with("11"))
        };
        if !code_ok(digits.get(0..3)) {
            return Err(Problem::new("phone.area_code", format!("Check the area code, {EXAMPLE}.")));
        }
        if !code_ok(digits.get(3..6)) {
            return Err(Problem::new(
                "phone.exchange",
                format!("Check the three digits after the area code, {EXAMPLE}."),
            ));
        }
        Ok(Self(format!("+1{digits}")))
    }

    fn international(digits: &str) -> Result<Self, Problem> {
        if let Some(rest) = digits.strip_prefix('1') {
            return Self::north_american(rest);
        }
        if !known_calling_code(digits) {
            return Err(Problem::new(
                "phone.country",
                "Check the country code, for example +44 20 7946 0018.",
            ));
        }
        match digits.len() {
            8..=15 => Ok(Self(format!("+{digits}"))),
            0..=7 => {
                Err(Problem::new("phone.too_short", "The number is too short, for example +44 20 7946 0018."))
            }
            _ => Err(Problem::new("phone.too_long", "The number is too long, for example +44 20 7946 0018.")),
        }
    }

    /// The number as stored and sent: `+15125550134`.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As people write it: `512 555 0134`, others in full.
    pub fn display(&self) -> String {
        match self.0.strip_prefix("+1") {
            Some(rest) => match (rest.get(0..3), rest.get(3..6), rest.get(6..)) {
                (Some(area), Some(exchange), Some(line)) => format!("{area} {exchange} {line}"),
                _ => self.0.clone(),
            },
            None => self.0.clone(),
        }
    }

    /// Only the end, for logs and shared screens: `•••• 0134`.
    pub fn masked(&self) -> String {
        let end = self.0.len().saturating_sub(4);
        format!("•••• {}", self.0.get(end..).unwrap_or(""))
    }
}

/// Whether the digits begin with an assigned calling code (ITU-T E.164 list). Zones 1 and 7 have one digit;
/// in the others the two-digit codes are listed and every other pair is the start of a three-digit code.
fn known_calling_code(digits: &str) -> bool {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    const THREE_STARTS: [&str; 14] =
        ["21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67"];
    const THREE_STARTS_REST: [&str; 6] = ["68", "69", "80", "85", "88", "96"];
    const THREE_STARTS_LAST: [&str; 3] = ["87", "97", "99"];
    digits.starts_with('7')
        || digits.get(0..2).is_some_and(|pair| {
            TWO.contains(&pair)
                || THREE_STARTS.contains(&pair)
                || THREE_STARTS_REST.contains(&pair)
                || THREE_STARTS_LAST.contains(&pair)
        })
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

impl TryFrom<String> for Phone {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_what_people_type() {
        for text in [
            "512 555 0134",
            "(512) 555-0134",
            "1-512-555-0134",
            "+1 512.555.0134",
            "tel:+15125550134",
            "0115125550134",
        ] {
            if text.starts_with("011") {
                // 011 is the dialling prefix for abroad: 512… is Peru (51), not Texas.
                assert_eq!(Phone::parse(text).unwrap().e164(), "+5125550134");
            } else {
                assert_eq!(Phone::parse(text).unwrap().e164(), "+15125550134", "{text}");
            }
        }
        assert_eq!(Phone::parse("+44 20 7946 0018").unwrap().e164(), "+442079460018");
        assert_eq!(Phone::parse("0049 30 901820").unwrap().e164(), "+4930901820");
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("", "phone.empty"),
            ("512 555 014", "phone.too_short"),
            ("512", "phone.too_short"),
            ("512 555 01345", "phone.too_long"),
            ("112 555 0134", "phone.area_code"),
            ("911 555 0134", "phone.area_code"),
            ("512 155 0134", "phone.exchange"),
            ("512 555 0134 x12", "phone.extension"),
            ("call me", "phone.characters"),
            ("+999 12", "phone.too_short"),
            ("+28 123456789", "phone.country"),
            ("+1234567890123456", "phone.too_long"),
        ];
        for (text, code) in cases {
            assert_eq!(Phone::parse(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn shows_and_masks() {
        let phone = Phone::parse("5125550134").unwrap();
        assert_eq!(phone.display(), "512 555 0134");
        assert_eq!(phone.masked(), "•••• 0134");
    }

    proptest! {
        #[test]
        fn e164_reads_back_as_itself(text in "\\+?[0-9 ().-]{7,20}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert!(phone.e164().len() <= 16);
                prop_assert_eq!(Phone::parse(phone.e164()).unwrap(), phone.clone());
                prop_assert_eq!(Phone::parse(&phone.display()).unwrap(), phone);
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            drop(Phone::parse(&text));
        }
    }
}
