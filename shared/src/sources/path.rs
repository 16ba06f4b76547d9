//! Where a value stands in a payload: `person.tel`, `homes[0].price`, `["first name"]`.

use crate::errors::Problem;
use serde_json::Value;
use std::fmt;

/// Longest path, in bytes.
const LENGTH: usize = 300;
/// Most steps: a payload is not deeper.
const STEPS: usize = super::body::MAX_DEPTH;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Index(usize),
}

/// A way from the root of a payload to one of its values. Keys of letters, digits, `_` and `-` stand between dots,
/// others in brackets and quotation marks with `\"` and `\\` for what would end them; places of lists in brackets,
/// from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValuePath(Vec<Step>);

impl ValuePath {
    /// Reads a path.
    ///
    /// Errors: `path.empty`, `path.too_long`, `path.syntax`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::new("path.empty", "Choose a value of the payload, for example person.tel."));
        }
        if text.len() > LENGTH {
            return Err(Problem::new("path.too_long", format!("Use at most {LENGTH} characters.")));
        }
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let read = if let Some(inside) = rest.strip_prefix('[') {
                bracket(inside)
            } else {
                let key = match (steps.is_empty(), rest.strip_prefix('.')) {
                    (true, None) => Some(rest),
                    (false, Some(key)) => Some(key),
                    _ => None,
                };
                key.and_then(bare)
            };
            let (step, left) = read.ok_or_else(wrong)?;
            steps.push(step);
            rest = left;
        }
        if steps.len() > STEPS {
            return Err(wrong());
        }
        Ok(Self(steps))
    }

    /// The value, if the payload has one there.
    pub fn get<'v>(&self, payload: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(payload, |value, step| match step {
            Step::Key(key) => value.get(key.as_str()),
            Step::Index(index) => value.get(*index),
        })
    }

    /// Whether `other` is the same value or stands inside of it.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The last key on the way; none below a bare list.
    pub(super) fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        })
    }

    /// The keys on the way, from the root.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        })
    }

    pub(super) fn down_to(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    pub(super) fn down_at(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    fn then(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

fn wrong() -> Problem {
    Problem::new("path.syntax", "Write the way to a value, for example person.tel or homes[0].price.")
}

fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn bare(text: &str) -> Option<(Step, &str)> {
    let end = text.find(|c| !is_bare(c)).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    (!key.is_empty()).then(|| (Step::Key(key.to_owned()), rest))
}

/// What stands after `[`.
fn bracket(text: &str) -> Option<(Step, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (index, rest) = text.split_once(']')?;
        let digits = !index.is_empty() && index.len() <= 6 && index.bytes().all(|b| b.is_ascii_digit());
        return digits.then(|| index.parse().ok()).flatten().map(|index| (Step::Index(index), rest));
    };
    let mut key = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => key.push(letters.next().map(|(_, c)| c).filter(|c| matches!(c, '"' | '\\'))?),
            '"' => {
                let rest = quoted.get(at + 1..)?.strip_prefix(']')?;
                return Some((Step::Key(key), rest));
            }
            c => key.push(c),
        }
    }
    None
}

impl fmt::Display for ValuePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if !key.is_empty() && key.chars().all(is_bare) => {
                    write!(f, "{}{key}", if place > 0 { "." } else { "" })?;
                }
                Step::Key(key) => {
                    write!(f, "[\"{}\"]", key.replace('\\', "\\\\").replace('"', "\\\""))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values_are_found() {
        let payload = json!({ "a": { "b": [1, { "c d": 2 }] }, "x\"\\y": 3, "0": 4 });
        for (text, value) in [
            ("a.b[0]", Some(json!(1))),
            (" a.b[1][\"c d\"] ", Some(json!(2))),
            ("[\"x\\\"\\\\y\"]", Some(json!(3))),
            ("0", Some(json!(4))),
            ("[0]", None),
            ("a.b[7]", None),
            ("a.b.c", None),
        ] {
            assert_eq!(ValuePath::parse(text).unwrap().get(&payload), value.as_ref(), "{text}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "a b",
            "a[",
            "a[]",
            "a[x]",
            "a[-1]",
            "a[9999999]",
            "a[\"b]",
            "a[\"b\"",
            "$.a",
            "a]b",
        ] {
            assert!(ValuePath::parse(text).is_err(), "{text}");
        }
        assert_eq!(ValuePath::parse(&"a".repeat(301)).unwrap_err().code, "path.too_long");
        assert_eq!(ValuePath::parse(&vec!["a"; 33].join(".")).unwrap_err().code, "path.syntax");
    }

    #[test]
    fn what_stands_inside_is_covered() {
        let path = |text| ValuePath::parse(text).unwrap();
        assert!(path("home").covers(&path("home.photos[2]")) && path("home").covers(&path("home")));
        assert!(!path("home").covers(&path("homes")) && !path("home.zip").covers(&path("home")));
    }

    proptest! {
        #[test]
        fn every_key_can_be_written(keys in prop::collection::vec(".{0,6}", 1..4), index in 0_usize..1_000) {
            let mut path = ValuePath::default();
            for key in &keys {
                path = path.down_to(key);
            }
            let path = path.down_at(index);
            // Spaces around a path do not belong to it, and a key that begins with one is quoted anyway.
            prop_assert_eq!(ValuePath::parse(&path.to_string()).unwrap(), path);
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            drop(ValuePath::parse(&text));
        }
    }
}
