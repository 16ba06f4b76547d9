//! Parcel numbers (APN): how a county names a piece of land.

use crate::errors::Problem;
use crate::text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest number, in characters.
pub const MAX_PARCEL: usize = 40;
/// Fewer letters and digits name too many pieces of land.
const LEAST: usize = 4;

/// A parcel number as it was written, for example `02-1234-0567`. It is the only one within its county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Parcel(String);

impl Parcel {
    /// Reads a number as people write it.
    ///
    /// Errors: `parcel.short`, also where no digit is in it, and those of [`text::line`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let written = text::line(text, MAX_PARCEL)?;
        let key = key(&written);
        if key.len() < LEAST || !key.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(Problem::new(
                "parcel.short",
                "Enter the parcel number as the county writes it, for example 02-1234-0567.",
            ));
        }
        Ok(Self(written))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its letters and digits alone, in capitals: the same however it is set apart.
    pub fn key(&self) -> String {
        key(&self.0)
    }
}

fn key(written: &str) -> String {
    written.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

impl fmt::Display for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Parcel {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<Parcel> for String {
    fn from(parcel: Parcel) -> Self {
        parcel.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_key_however_it_is_written() {
        for written in ["02-1234-0567", " 02 1234 0567 ", "02.1234.0567", "0212340567"] {
            assert_eq!(Parcel::parse(written).unwrap().key(), "0212340567", "{written}");
        }
        assert_eq!(Parcel::parse("r000000123-a").unwrap().key(), "R000000123A");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let long = "1".repeat(41);
        for (written, code) in [
            ("", "text.empty"),
            ("12", "parcel.short"),
            ("unknown", "parcel.short"),
            ("---- / ----", "parcel.short"),
            (long.as_str(), "text.too_long"),
        ] {
            assert_eq!(Parcel::parse(written).unwrap_err().code, code, "{written}");
        }
    }
}
