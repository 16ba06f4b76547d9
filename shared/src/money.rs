//! Money: whole minor units with a currency, never a float.

use crate::errors::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Currencies that an organization can work in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// United States dollar, two decimal places.
    #[default]
    Usd,
}

impl Currency {
    /// ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Usd => "$",
        }
    }
}

/// An amount in minor units (cents) of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative amounts are owed.
    pub minor: i64,
    /// The currency the units belong to.
    pub currency: Currency,
}

/// The largest amount a person may type: one hundred million dollars, in cents.
pub const MAX_TYPED_MINOR: i64 = 10_000_000_000;

impl Money {
    /// US dollars from whole cents.
    pub const fn usd(minor: i64) -> Self {
        Self { minor, currency: Currency::Usd }
    }

    /// Reads what a person types: `385000`, `385,000`, `$385,000.50`, `385k`, `1.2m`.
    ///
    /// Errors: `money.invalid`, `money.negative`, `money.too_large`.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Problem> {
        let invalid = || Problem::new("money.invalid", "Enter an amount in dollars, for example 385,000.");
        let cleaned: String =
            text.trim().chars().filter(|c| !matches!(c, ',' | '$' | ' ' | '_' | '\u{a0}')).collect();
        if cleaned.starts_with(['-', '−']) {
            return Err(Problem::new("money.negative", "Enter an amount above zero, for example 385,000."));
        }
        let (digits, scale) = match cleaned.to_ascii_lowercase() {
            text if text.ends_with('k') => (text.trim_end_matches('k').to_owned(), 1_000_i64),
            text if text.ends_with('m') => (text.trim_end_matches('m').to_owned(), 1_000_000),
            text => (text, 1),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
            return Err(invalid());
        }
        if fraction.len() > 2 && scale == 1 || fraction.len() > 6 {
            return Err(Problem::new(
                "money.invalid",
                "Enter at most two digits after the point, for example 385,000.50.",
            ));
        }
        let too_large = || Problem::new("money.too_large", "Enter an amount up to 100,000,000.");
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_large())? };
        // Six decimal places hold every fraction that k and m allow.
        let micros: i64 = format!("{fraction:0<6}").parse().map_err(|_| invalid())?;
        let minor = whole
            .checked_mul(scale)
            .and_then(|v| v.checked_mul(100))
            .and_then(|v| v.checked_add(micros.checked_mul(scale)? / 10_000))
            .filter(|v| *v <= MAX_TYPED_MINOR)
            .ok_or_else(too_large)?;
        Ok(Self { minor, currency })
    }

    /// Whole units in short form for cards and totals: `$540k`, `$8.15M`.
    pub fn short(self) -> String {
        let units = self.minor.unsigned_abs() / 100;
        let body = if units >= 1_000_000 {
            let hundredths = units / 10_000;
            trim_zeroes(format!("{}.{:02}", hundredths / 100, hundredths % 100)) + "M"
        } else if units >= 10_000 {
            format!("{}k", units / 1_000)
        } else {
            grouped(units)
        };
        format!("{}{}{body}", if self.minor < 0 { "−" } else { "" }, self.currency.sign())
    }
}

fn trim_zeroes(text: String) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1,234,567`.
pub(crate) fn grouped(units: u64) -> String {
    let digits = units.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// In full: `$540,000`, `−$1,250.50`. Cents appear only when there are some.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "−" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{}{}", self.currency.sign(), grouped(minor / 100))?;
        match minor % 100 {
            0 => Ok(()),
            cents => write!(f, ".{cents:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        let cases = [
            ("385000", Some(38_500_000)),
            ("$385,000", Some(38_500_000)),
            (" 385,000.5 ", Some(38_500_050)),
            ("385k", Some(38_500_000)),
            ("1.25M", Some(125_000_000)),
            (".50", Some(50)),
            ("0", Some(0)),
            ("", None),
            (".", None),
            ("12.345", None),
            ("-5", None),
            ("1e9", None),
            ("999999999999999999999", None),
            ("385km", None),
        ];
        for (text, want) in cases {
            assert_eq!(Money::parse(text, Currency::Usd).ok().map(|m| m.minor), want, "{text}");
        }
    }

    #[test]
    fn writes_full_and_short() {
        assert_eq!(Money::usd(54_000_000).to_string(), "$540,000");
        assert_eq!(Money::usd(-125_050).to_string(), "−$1,250.50");
        assert_eq!(Money::usd(815_000_000).short(), "$8.15M");
        assert_eq!(Money::usd(54_000_000).short(), "$540k");
        assert_eq!(Money::usd(95_000).short(), "$950");
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(minor in 0..=MAX_TYPED_MINOR) {
            let money = Money::usd(minor);
            prop_assert_eq!(Money::parse(&money.to_string(), Currency::Usd), Ok(money));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            drop(Money::parse(&text, Currency::Usd));
        }
    }
}
