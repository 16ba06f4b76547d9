//! What is done to a value before it is checked like an answer. Generous in what is read, because it was a program that
//! wrote it; what cannot be read says so in words for whoever mends the mapping.

use super::mapping::{Change, LookUp};
use crate::address::AddressInput;
use crate::errors::Problem;
use crate::forms::StandardField;
use crate::values::{capitals, money, number, phone, place, yes_no};

/// A value on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Converted {
    Text(String),
    Address(AddressInput),
}

/// Changes a text that is not blank.
///
/// Errors: `money.*`, `number.unread`, `yes_no.unread`, `look_up.missing`.
pub(super) fn change(change: &Change, into: Option<StandardField>, text: &str) -> Result<Converted, Problem> {
    Ok(Converted::Text(match change {
        // The stored word counts halves, which nobody else does.
        Change::AsIs if into == Some(StandardField::PropertyHalfBaths) => number(text, true)?,
        Change::AsIs => text.to_owned(),
        Change::Capitals => capitals(text),
        Change::Phone { country } => phone(text, country),
        Change::Money => money(text)?,
        Change::Number => number(text, into == Some(StandardField::PropertyHalfBaths))?,
        Change::YesNo => if yes_no(text)? { "yes" } else { "no" }.to_owned(),
        Change::Address { city, region } => {
            return Ok(Converted::Address(place::take_apart(text, city, region)));
        }
        Change::LookUp { rows, otherwise } => look_up(text, rows, otherwise.as_deref())?,
    }))
}

fn look_up(text: &str, rows: &[LookUp], otherwise: Option<&str>) -> Result<String, Problem> {
    let wanted = text.trim().to_lowercase();
    rows.iter()
        .find(|row| row.came.trim().to_lowercase() == wanted)
        .map(|row| row.becomes.as_str())
        .or(otherwise)
        .map(|word| word.trim().to_owned())
        .ok_or_else(|| {
            let shown: String = text.trim().chars().take(60).collect();
            Problem::new("look_up.missing", format!("“{shown}” is not in the table yet. Add it."))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_looked_up() {
        let rows = [LookUp { came: " SFR ".into(), becomes: "house".into() }];
        assert_eq!(look_up("sfr", &rows, None).unwrap(), "house");
        assert_eq!(look_up("x", &rows, Some("other")).unwrap(), "other");
        assert!(look_up("x", &rows, None).unwrap_err().message.contains("“x”"));
    }
}
