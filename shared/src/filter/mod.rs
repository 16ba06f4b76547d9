//! One language for "which of them": typed conditions over the fields of a noun, nested by all, any and not.
//!
//! A [`Filter`] is checked against the fields there are ([`check`]), printed and read as text ([`text`]: addresses and
//! saved views hold it), evaluated in memory ([`eval`]) and shown as a sentence ([`sentence`]). `domain` compiles the same
//! value to SQL; a property test holds the two together.

mod check;
mod eval;
mod kind;
mod sentence;
mod text;
mod typed;
mod when;

pub use check::{FieldInfo, Schema};
pub use eval::{Facts, Moment, Value};
pub use kind::{Kind, Offer};
pub use sentence::{Names, lower_first, or, sentence};
pub use when::When;

use crate::errors::Problem;
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// Deepest nesting of all, any and not; a bare test has depth 1.
pub const MAX_DEPTH: usize = 8;
/// Most tests in one filter.
pub const MAX_TESTS: usize = 100;
/// Most values of one test.
pub const MAX_VALUES: usize = 100;
/// Longest text value, in characters.
pub const MAX_TEXT: usize = 200;
/// Longest filter as text, in bytes.
pub const MAX_LENGTH: usize = 8_000;

/// What can stand in a test: a field of a noun, with a word that names it in text.
pub trait Field: Copy + Debug + Display + Eq + Ord + FromStr {}

impl<T: Copy + Debug + Display + Eq + Ord + FromStr> Field for T {}

/// A condition. An empty `All` holds for everything, an empty `Any` for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter<F> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Test(Test<F>),
}

/// A question about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test<F> {
    pub field: F,
    pub check: Check,
}

/// What is asked. A field without a value answers no to everything but [`Check::Empty`]; a field with several values
/// answers yes when one of them does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// There is a value.
    Filled,
    /// There is none.
    Empty,
    /// One of these: texts (`A` and `a` are the same letter), words of a choice, identifiers, `me`, `nobody`, `yes`,
    /// `no`, whole numbers.
    Is(Vec<String>),
    /// The text occurs in it; letters `A` to `Z` count as `a` to `z`.
    Contains(String),
    /// It begins with the text; letters as in [`Check::Contains`].
    StartsWith(String),
    /// A number or an amount in minor units, from this one upwards.
    AtLeast(i64),
    /// A number or an amount in minor units, up to and with this one.
    AtMost(i64),
    /// From the beginning of that day.
    Since(When),
    /// Until the beginning of that day.
    Before(When),
}

/// How a further condition joins those there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Join {
    /// It must hold too.
    #[default]
    And,
    /// It may hold in place of the one there, of [`Filter::conjuncts`].
    Or(usize),
}

impl<F> Default for Filter<F> {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl<F: Field> Filter<F> {
    /// A single test.
    pub const fn test(field: F, check: Check) -> Self {
        Self::Test(Test { field, check })
    }

    /// Whether it leaves everything in.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::All(parts) if parts.iter().all(Self::is_everything))
    }

    /// The conditions that must all hold.
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// With one more condition that must hold too; the same one is not added twice.
    #[must_use]
    pub fn and(self, part: Self) -> Self {
        let mut parts = match self {
            Self::All(parts) => parts,
            other => vec![other],
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
        Self::together(parts)
    }

    /// The conditions of which one must hold; any other condition is its only one.
    pub fn alternatives(&self) -> &[Self] {
        match self {
            Self::Any(parts) if !parts.is_empty() => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// With one more condition. Where the place named is none, it must hold too.
    #[must_use]
    pub fn join(self, part: Self, join: Join) -> Self {
        let Join::Or(place) = join else { return self.and(part) };
        let mut parts = self.conjuncts().to_vec();
        let Some(there) = parts.get_mut(place) else { return self.and(part) };
        let mut alternatives = there.alternatives().to_vec();
        if !alternatives.contains(&part) {
            alternatives.push(part);
        }
        *there = Self::one_of(alternatives);
        Self::together(parts)
    }

    /// Without an alternative, named by its place in [`Filter::alternatives`], of the condition at a place of
    /// [`Filter::conjuncts`]; the last one goes with its condition.
    #[must_use]
    pub fn without(&self, index: usize, alternative: usize) -> Self {
        let left = |(at, part): (usize, &Self)| {
            if at != index {
                return Some(part.clone());
            }
            let others = part.alternatives().iter().enumerate().filter(|(at, _)| *at != alternative);
            let others: Vec<Self> = others.map(|(_, other)| other.clone()).collect();
            (!others.is_empty()).then(|| Self::one_of(others))
        };
        Self::together(self.conjuncts().iter().enumerate().filter_map(left).collect())
    }

    /// Any of them; one alone needs no bracket around it.
    fn one_of(mut parts: Vec<Self>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Self::Any(parts)
            }
        }
    }

    /// All of them; one alone needs no bracket around it.
    fn together(mut parts: Vec<Self>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Self::All(parts)
            }
            None => Self::All(parts),
        }
    }

    /// Levels of nesting; a bare test has one.
    pub fn depth(&self) -> usize {
        match self {
            Self::Test(_) => 1,
            Self::Not(inner) => 1 + inner.depth(),
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
        }
    }

    /// Every test, from left to right.
    pub fn tests(&self) -> Vec<&Test<F>> {
        match self {
            Self::Test(test) => vec![test],
            Self::Not(inner) => inner.tests(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
        }
    }
}

/// What is wrong with a filter as text.
pub(crate) fn unreadable(message: impl Into<String>) -> Problem {
    Problem::new("filter.unreadable", message)
}

#[cfg(test)]
mod tests;
