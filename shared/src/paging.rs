//! Keyset pages: a slice of a list and the opaque place where the next one begins.

use serde::{Deserialize, Serialize};

/// Rows a page holds unless the caller asks for fewer.
pub const DEFAULT_LIMIT: u16 = 50;
/// Rows a page holds at most.
pub const MAX_LIMIT: u16 = 200;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Opaque position of the next page; `None` on the last one.
    pub next: Option<String>,
    /// How many rows match in all, counted up to a bound.
    pub total: Count,
}

/// One page of a list that nobody counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice<T> {
    /// The rows, newest first. There may be fewer than asked for, even none, and still a next page: looking for rare rows
    /// stops after a bounded number of them.
    pub items: Vec<T>,
    /// Opaque position of the next page; `None` on the last one.
    pub next: Option<String>,
}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self { items: Vec::new(), next: None }
    }
}

/// A count that stops counting at a bound, so that its cost does not grow with the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Matching rows, or the bound.
    pub at_least: u64,
    /// `true` when `at_least` is the exact number.
    pub exact: bool,
}

impl Count {
    /// From a number counted up to `bound` + 1.
    pub const fn bounded(counted: u64, bound: u64) -> Self {
        if counted > bound {
            Self { at_least: bound, exact: false }
        } else {
            Self { at_least: counted, exact: true }
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", crate::money::grouped(self.at_least), if self.exact { "" } else { "+" })
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn a_bounded_count_says_so() {
        assert_eq!(Count::bounded(38, 10_000).to_string(), "38");
        assert_eq!(Count::bounded(10_000, 10_000).to_string(), "10,000");
        assert_eq!(Count::bounded(10_001, 10_000).to_string(), "10,000+");
    }
}
