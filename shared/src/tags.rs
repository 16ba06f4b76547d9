//! Tags: words that leads, contacts and properties are marked with.

use crate::errors::Problem;
use crate::ids::TagId;
use crate::text;
use serde::{Deserialize, Serialize};

/// Longest tag, in characters.
pub const MAX_TAG: usize = 40;
/// Most tags of an organization.
pub const MAX_TAGS: usize = 500;
/// Most tags of one record.
pub const MAX_TAGS_OF_ONE: usize = 30;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
}

/// A tag with how many records have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagSummary {
    pub tag: Tag,
    pub leads: u64,
}

/// The name of a tag as typed: one line without a comma. Two names that differ in case and spaces only are the same tag
/// ([`key`]).
///
/// Errors: `tag.comma`, and those of [`text::line`].
pub fn name(typed: &str) -> Result<String, Problem> {
    let name = text::line(typed, MAX_TAG)?;
    if name.contains(',') {
        return Err(Problem::new("tag.comma", "A tag has no comma. Add one tag at a time."));
    }
    Ok(name)
}

/// What makes two names the same tag.
pub fn key(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_short_line() {
        assert_eq!(name("  Hot   lead ").unwrap(), "Hot lead");
        assert_eq!(key("Hot Lead"), key("hot lead"));
        assert_eq!(name("a,b").unwrap_err().code, "tag.comma");
        assert_eq!(name(&"x".repeat(10_000)).unwrap_err().code, "text.too_long");
        assert_eq!(name(" ").unwrap_err().code, "text.empty");
    }
}
