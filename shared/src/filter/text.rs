//! A filter as text, short enough for an address: `all(asking.at_least(25000000),not(name.contains("o'neil")))`.
//!
//! Values stand bare where they are made of letters, digits and `_ - + .`, else in quotation marks, where `\` stands before
//! a quotation mark and itself. The text of a filter is read back as the same filter.

use super::{Check, Field, Filter, MAX_DEPTH, MAX_LENGTH, MAX_TEXT, MAX_VALUES, Offer, Test, unreadable};
use crate::errors::Problem;
use std::fmt;
use std::str::FromStr;

impl<F: Field> fmt::Display for Filter<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => group(f, "all", parts),
            Self::Any(parts) => group(f, "any", parts),
            Self::Not(inner) => write!(f, "not({inner})"),
            Self::Test(test) => write!(f, "{test}"),
        }
    }
}

fn group<F: Field>(f: &mut fmt::Formatter<'_>, word: &str, parts: &[Filter<F>]) -> fmt::Result {
    write!(f, "{word}(")?;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write!(f, "{part}")?;
    }
    f.write_str(")")
}

impl<F: Field> fmt::Display for Test<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}(", self.field, self.check.offer().as_str())?;
        match &self.check {
            Check::Filled | Check::Empty => {}
            Check::Is(values) => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    quoted(f, value)?;
                }
            }
            Check::Contains(text) | Check::StartsWith(text) => quoted(f, text)?,
            Check::AtLeast(number) | Check::AtMost(number) => write!(f, "{number}")?,
            Check::Since(when) | Check::Before(when) => write!(f, "{when}")?,
        }
        f.write_str(")")
    }
}

impl Check {
    /// Which question it is.
    pub const fn offer(&self) -> Offer {
        match self {
            Self::Filled => Offer::Filled,
            Self::Empty => Offer::Empty,
            Self::Is(_) => Offer::Is,
            Self::Contains(_) => Offer::Contains,
            Self::StartsWith(_) => Offer::StartsWith,
            Self::AtLeast(_) => Offer::AtLeast,
            Self::AtMost(_) => Offer::AtMost,
            Self::Since(_) => Offer::Since,
            Self::Before(_) => Offer::Before,
        }
    }

    /// The question with values as they stand in text.
    ///
    /// Errors: `filter.unreadable`, `filter.values`.
    pub fn read(offer: Offer, values: Vec<String>) -> Result<Self, Problem> {
        let count = values.len();
        let one = |values: Vec<String>| {
            let mut values = values.into_iter();
            match (values.next(), values.next()) {
                (Some(value), None) => Ok(value),
                _ => Err(Problem::new(
                    "filter.values",
                    format!("“{}” takes one value, not {count}.", offer.label()),
                )),
            }
        };
        let number =
            |text: &str| text.parse::<i64>().map_err(|_| unreadable(format!("“{text}” is no whole number.")));
        Ok(match offer {
            Offer::Filled | Offer::Empty if count > 0 => {
                return Err(Problem::new("filter.values", format!("“{}” takes no value.", offer.label())));
            }
            Offer::Filled => Self::Filled,
            Offer::Empty => Self::Empty,
            Offer::Is if count == 0 => {
                return Err(Problem::new("filter.values", "Choose at least one value."));
            }
            Offer::Is => Self::Is(values),
            Offer::Contains => Self::Contains(one(values)?),
            Offer::StartsWith => Self::StartsWith(one(values)?),
            Offer::AtLeast => Self::AtLeast(number(&one(values)?)?),
            Offer::AtMost => Self::AtMost(number(&one(values)?)?),
            Offer::Since => Self::Since(one(values)?.parse()?),
            Offer::Before => Self::Before(one(values)?.parse()?),
            Offer::IsNot => return Err(unreadable("Write not(field.is(…)) for “is not”.")),
        })
    }
}

const fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.is_empty() && text.chars().all(is_bare) {
        return f.write_str(text);
    }
    f.write_str("\"")?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}

impl<F: Field> FromStr for Filter<F> {
    type Err = Problem;

    /// Reads a filter. Nothing deeper than [`MAX_DEPTH`] or longer than [`MAX_LENGTH`] is looked at any further.
    ///
    /// Errors: `filter.unreadable`, `filter.too_deep`, `filter.too_long`, `filter.values`, `filter.field`.
    fn from_str(text: &str) -> Result<Self, Problem> {
        if text.len() > MAX_LENGTH {
            return Err(Problem::new(
                "filter.too_long",
                format!("The filter is too long: use at most {MAX_LENGTH} characters."),
            ));
        }
        let mut reader = Reader { rest: text };
        let filter = reader.filter(1)?;
        if reader.rest.is_empty() { Ok(filter) } else { Err(reader.wrong("the end")) }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn wrong(&self, wanted: &str) -> Problem {
        let found: String = self.rest.chars().take(20).collect();
        let found = if found.is_empty() { "its end".to_owned() } else { format!("“{found}”") };
        unreadable(format!("The filter cannot be read: {wanted} is missing before {found}."))
    }

    fn take(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, c: char) -> Result<(), Problem> {
        if self.take(c) { Ok(()) } else { Err(self.wrong(&format!("“{c}”"))) }
    }

    /// The longest beginning of such characters.
    fn run(&mut self, holds: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !holds(c)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn filter<F: Field>(&mut self, depth: usize) -> Result<Filter<F>, Problem> {
        if depth > MAX_DEPTH {
            return Err(Problem::new(
                "filter.too_deep",
                format!("The filter is nested too deep: use at most {MAX_DEPTH} levels."),
            ));
        }
        let word = self.run(|c| c.is_ascii_alphanumeric() || c == '_');
        if word.is_empty() {
            return Err(self.wrong("a condition"));
        }
        if self.take('.') {
            return self.test(word).map(Filter::Test);
        }
        self.expect('(')?;
        match word {
            "all" => self.parts(depth).map(Filter::All),
            "any" => self.parts(depth).map(Filter::Any),
            "not" => {
                let inner = self.filter(depth + 1)?;
                self.expect(')')?;
                Ok(Filter::Not(Box::new(inner)))
            }
            other => Err(unreadable(format!("“{other}” is none of all, any and not."))),
        }
    }

    fn parts<F: Field>(&mut self, depth: usize) -> Result<Vec<Filter<F>>, Problem> {
        let mut parts = Vec::new();
        if self.take(')') {
            return Ok(parts);
        }
        loop {
            parts.push(self.filter(depth + 1)?);
            if self.take(')') {
                return Ok(parts);
            }
            self.expect(',')?;
        }
    }

    fn test<F: Field>(&mut self, field: &str) -> Result<Test<F>, Problem> {
        let field = field.parse().map_err(|_| {
            Problem::new("filter.field", format!("There is no field “{field}” to filter by."))
        })?;
        let word = self.run(|c| c.is_ascii_lowercase() || c == '_');
        let offer = Offer::from_word(word)
            .ok_or_else(|| unreadable(format!("“{word}” is no question that a filter can ask.")))?;
        self.expect('(')?;
        let mut values = Vec::new();
        if !self.take(')') {
            loop {
                values.push(self.value()?);
                if values.len() > MAX_VALUES {
                    return Err(Problem::new(
                        "filter.values",
                        format!("Choose at most {MAX_VALUES} values for one condition."),
                    ));
                }
                if self.take(')') {
                    break;
                }
                self.expect(',')?;
            }
        }
        Ok(Test { field, check: Check::read(offer, values)? })
    }

    fn value(&mut self) -> Result<String, Problem> {
        if !self.take('"') {
            let bare = self.run(is_bare);
            return if bare.is_empty() { Err(self.wrong("a value")) } else { Ok(bare.to_owned()) };
        }
        let mut value = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    if value.chars().count() > MAX_TEXT {
                        return Err(Problem::new(
                            "filter.text",
                            format!("Use at most {MAX_TEXT} characters in a condition."),
                        ));
                    }
                    return Ok(value);
                }
                '\\' => value.extend(chars.next().map(|(_, c)| c)),
                c => value.push(c),
            }
        }
        self.rest = "";
        Err(self.wrong("a closing quotation mark"))
    }
}
