//! Postal addresses of the United States: parsed into parts, with a key under which two spellings meet.

use crate::errors::{FieldErrors, Problem};
use crate::text;
use serde::{Deserialize, Serialize};

/// What a form or a person sends: parts as typed, or the whole address in `street`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressInput {
    pub street: String,
    pub unit: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
}

/// A parsed address. Two spellings of one place have the same [`Address::key`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// House number and street as written, tidied: `917 Tillery St`.
    pub street: String,
    /// Apartment, suite or lot, without its designator: `4B`.
    pub unit: Option<String>,
    pub city: String,
    /// Two-letter state: `TX`.
    pub region: String,
    /// Five digits, or nine with a dash.
    pub postal_code: String,
}

impl Address {
    /// Reads the parts, each with its own error; a whole address pasted into `street` is taken apart first.
    ///
    /// Paths: `street`, `unit`, `city`, `region`, `postal_code`. Codes: `address.street`, `address.number`,
    /// `address.city`, `address.region`, `address.postal_code` and those of [`text::line`].
    pub fn parse(input: &AddressInput) -> Result<Self, Vec<crate::FieldError>> {
        let input = take_apart(input);
        let mut errors = FieldErrors::new();
        let street = errors.take("street", parse_street(&input.street));
        let unit =
            errors.take("unit", text::optional_line(&input.unit, 20).map(|u| u.map(|u| bare_unit(&u))));
        let city = errors.take("city", parse_city(&input.city));
        let region = errors.take("region", parse_region(&input.region));
        let postal_code = errors.take("postal_code", parse_postal_code(&input.postal_code));
        let parsed = (|| {
            Some(Self {
                street: street?,
                unit: unit?.filter(|u| !u.is_empty()),
                city: city?,
                region: region?,
                postal_code: postal_code?,
            })
        })();
        errors.finish(parsed)
    }

    /// One line: `917 Tillery St, Unit 4B, Austin, TX 78702`.
    pub fn one_line(&self) -> String {
        format!("{}, {}, {} {}", self.first_line(), self.city, self.region, self.postal_code)
    }

    /// Street and unit: `917 Tillery St, Unit 4B`.
    pub fn first_line(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}, Unit {unit}", self.street),
            None => self.street.clone(),
        }
    }

    /// Street and city, as lists show a place: `917 Tillery St, Austin`.
    pub fn place(&self) -> String {
        format!("{}, {}", self.street, self.city)
    }

    /// The normalised key: upper case, standard abbreviations (USPS Publication 28, appendices B and C1),
    /// punctuation removed, ZIP cut to five digits. The city is left out because its postal and its everyday
    /// name differ within one ZIP code.
    pub fn key(&self) -> String {
        let words: Vec<String> = self
            .street
            .to_uppercase()
            .split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '-'))
            .filter(|word| !word.is_empty())
            .map(|word| abbreviate(word).to_owned())
            .collect();
        let zip = self.postal_code.get(0..5).unwrap_or(&self.postal_code);
        let unit: String = self
            .unit
            .as_deref()
            .unwrap_or("")
            .to_uppercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        format!("{}|{unit}|{zip}", words.join(" "))
    }
}

fn take_apart(input: &AddressInput) -> AddressInput {
    if !(input.city.trim().is_empty()
        && input.region.trim().is_empty()
        && input.postal_code.trim().is_empty())
    {
        return input.clone();
    }
    let street = input.street.trim().trim_end_matches(", USA").trim_end_matches(", United States");
    let parts: Vec<&str> = street.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    let (Some(first), Some(tail), true) = (parts.first(), parts.last(), parts.len() >= 3) else {
        return input.clone();
    };
    let mut tail_words: Vec<&str> = tail.split_whitespace().collect();
    let (Some(zip), Some(_)) = (tail_words.pop(), tail_words.first()) else {
        return input.clone();
    };
    if parse_postal_code(zip).is_err() {
        return input.clone();
    }
    let between = parts.len() - 2;
    AddressInput {
        street: (*first).to_owned(),
        unit: if between > 1 {
            parts.get(1).map_or_else(String::new, |u| (*u).to_owned())
        } else {
            input.unit.clone()
        },
        city: parts.get(between).map_or_else(String::new, |c| (*c).to_owned()),
        region: tail_words.join(" "),
        postal_code: zip.to_owned(),
    }
}

fn parse_street(street: &str) -> Result<String, Problem> {
    if street.trim().is_empty() {
        return Err(Problem::new("address.street", "Enter the street address, for example 917 Tillery St."));
    }
    let street = text::line(street.trim().trim_end_matches(','), 120)?;
    let has_number = street.chars().any(|c| c.is_ascii_digit());
    let has_letters = street.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    if !has_number || !has_letters {
        return Err(Problem::new(
            "address.number",
            "Enter the house number and the street, for example 917 Tillery St.",
        ));
    }
    Ok(street)
}

fn parse_city(city: &str) -> Result<String, Problem> {
    let missing = || Problem::new("address.city", "Enter the city, for example Austin.");
    if city.trim().is_empty() {
        return Err(missing());
    }
    let city = text::line(city, 60)?;
    if city.chars().any(char::is_alphabetic) { Ok(city) } else { Err(missing()) }
}

fn parse_region(region: &str) -> Result<String, Problem> {
    let wanted = region.trim().to_ascii_uppercase();
    REGIONS
        .iter()
        .find(|(code, name)| *code == wanted || name.to_ascii_uppercase() == wanted)
        .map(|(code, _)| (*code).to_owned())
        .ok_or_else(|| Problem::new("address.region", "Choose the state, for example TX."))
}

fn parse_postal_code(code: &str) -> Result<String, Problem> {
    let code = code.trim();
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let ok = match code.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(code, 5),
    };
    if ok {
        Ok(code.to_owned())
    } else {
        Err(Problem::new("address.postal_code", "Enter a 5-digit ZIP code, for example 78702."))
    }
}

fn bare_unit(unit: &str) -> String {
    let lower = unit.to_ascii_lowercase();
    for designator in ["apartment ", "apt. ", "apt ", "unit ", "suite ", "ste. ", "ste ", "lot ", "# ", "#"] {
        if lower.starts_with(designator) {
            return unit.get(designator.len()..).unwrap_or("").trim().to_owned();
        }
    }
    unit.to_owned()
}

fn abbreviate(word: &str) -> &str {
    STANDARD.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short)
}

/// Directions and the most frequent street suffixes with their postal abbreviations.
const STANDARD: [(&str, &str); 46] = [
    ("NORTH", "N"),
    ("SOUTH", "S"),
    ("EAST", "E"),
    ("WEST", "W"),
    ("NORTHEAST", "NE"),
    ("NORTHWEST", "NW"),
    ("SOUTHEAST", "SE"),
    ("SOUTHWEST", "SW"),
    ("ALLEY", "ALY"),
    ("AVENUE", "AVE"),
    ("AV", "AVE"),
    ("BEND", "BND"),
    ("BOULEVARD", "BLVD"),
    ("BRIDGE", "BRG"),
    ("CIRCLE", "CIR"),
    ("COURT", "CT"),
    ("COVE", "CV"),
    ("CREEK", "CRK"),
    ("CROSSING", "XING"),
    ("DRIVE", "DR"),
    ("ESTATE", "EST"),
    ("EXPRESSWAY", "EXPY"),
    ("FREEWAY", "FWY"),
    ("GARDEN", "GDN"),
    ("GROVE", "GRV"),
    ("HEIGHTS", "HTS"),
    ("HIGHWAY", "HWY"),
    ("HILL", "HL"),
    ("HOLLOW", "HOLW"),
    ("JUNCTION", "JCT"),
    ("LAKE", "LK"),
    ("LANE", "LN"),
    ("LOOP", "LOOP"),
    ("MOUNT", "MT"),
    ("PARKWAY", "PKWY"),
    ("PLACE", "PL"),
    ("PLAZA", "PLZ"),
    ("POINT", "PT"),
    ("RIDGE", "RDG"),
    ("ROAD", "RD"),
    ("SPRING", "SPG"),
    ("SQUARE", "SQ"),
    ("STREET", "ST"),
    ("TERRACE", "TER"),
    ("TRAIL", "TRL"),
    ("VALLEY", "VLY"),
];

/// States, the federal district and the territories, by postal code.
pub const REGIONS: [(&str, &str); 56] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
    ("PR", "Puerto Rico"),
    ("VI", "U.S. Virgin Islands"),
    ("GU", "Guam"),
    ("AS", "American Samoa"),
    ("MP", "Northern Mariana Islands"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(street: &str, unit: &str, city: &str, region: &str, postal_code: &str) -> AddressInput {
        AddressInput {
            street: street.into(),
            unit: unit.into(),
            city: city.into(),
            region: region.into(),
            postal_code: postal_code.into(),
        }
    }

    #[test]
    fn spellings_of_one_place_meet() {
        let a =
            Address::parse(&input("917 Tillery Street", "Apt 4B", "Austin", "texas", "78702-1234")).unwrap();
        let b = Address::parse(&input("917 tillery st.", "#4b", "AUSTIN", "TX", "78702")).unwrap();
        assert_eq!(a.key(), b.key());
        assert_eq!(a.key(), "917 TILLERY ST|4B|78702");
        assert_eq!(a.one_line(), "917 Tillery Street, Unit 4B, Austin, TX 78702-1234");
        let other = Address::parse(&input("919 Tillery St", "", "Austin", "TX", "78702")).unwrap();
        assert_ne!(b.key(), other.key());
    }

    #[test]
    fn a_pasted_address_is_taken_apart() {
        let a =
            Address::parse(&input("917 Tillery St, Unit 4B, Austin, TX 78702, USA", "", "", "", "")).unwrap();
        assert_eq!(
            (a.street.as_str(), a.unit.as_deref(), a.city.as_str()),
            ("917 Tillery St", Some("4B"), "Austin")
        );
        let b =
            Address::parse(&input("88 Falcon Ridge, Las Cruces, New Mexico 88001", "", "", "", "")).unwrap();
        assert_eq!((b.city.as_str(), b.region.as_str()), ("Las Cruces", "NM"));
    }

    #[test]
    fn each_part_has_its_error() {
        let errors = Address::parse(&input("Tillery", "", "", "Bavaria", "787")).unwrap_err();
        let codes: Vec<&str> = errors.iter().map(|e| e.code.as_str()).collect();
        assert_eq!(codes, ["address.number", "address.city", "address.region", "address.postal_code"]);
        assert_eq!(errors[3].path, "postal_code");
    }

    proptest! {
        #[test]
        fn the_key_ignores_case_and_punctuation(number in 1u32..9999, name in "[A-Z][a-z]{3,9}") {
            let plain = Address::parse(&input(&format!("{number} {name} Road"), "", "Austin", "TX", "78702")).unwrap();
            let odd = Address::parse(&input(&format!(" {number}  {}   RD. ", name.to_uppercase()), "", "austin", "tx", "78702")).unwrap();
            prop_assert_eq!(plain.key(), odd.key());
        }

        #[test]
        fn no_text_panics(street in ".{0,60}", zip in ".{0,12}") {
            drop(Address::parse(&input(&street, "", "", "", &zip)));
        }
    }
}
