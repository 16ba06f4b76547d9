//! Keys: made from words, and never the same twice.

use crate::forms::FormDefinition;
use crate::forms::check::check_key;

/// Longest key.
const MOST: usize = 40;

/// Words as lower case letters, digits and `between`; empty when nothing of them can be written so.
pub fn slug(words: &str, between: char, most: usize) -> String {
    let mut slug = String::new();
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with(between) {
            slug.push(between);
        }
    }
    let mut slug: String = slug.chars().take(most).collect();
    while slug.ends_with(between) {
        slug.pop();
    }
    slug
}

/// The first of `base`, `base_2`, `base_3`, … that may be used.
fn free(base: &str, taken: impl Fn(&str) -> bool) -> String {
    let base = if base.is_empty() { "field" } else { base };
    // The copy of `name_2` is `name_3`.
    let stem = match base.rsplit_once('_') {
        Some((stem, number)) if !stem.is_empty() && number.parse::<u32>().is_ok() => stem,
        _ => base,
    };
    let numbered = (2_u32..).map(|number| {
        let number = format!("_{number}");
        let kept: String = stem.chars().take(MOST - number.len()).collect();
        kept + &number
    });
    let all = std::iter::once(base.to_owned()).chain(numbered);
    all.into_iter().find(|key| check_key(key).is_ok() && !taken(key)).unwrap_or_default()
}

/// A key for a question of a form.
pub(super) fn for_field(form: &FormDefinition, base: &str) -> String {
    free(base, |key| form.field(key).is_some())
}

/// A key for a step of a form.
pub(super) fn for_step(form: &FormDefinition, base: &str) -> String {
    free(base, |key| form.steps.iter().any(|step| step.key == key))
}

/// A key for a consent text of a form.
pub(super) fn for_consent(form: &FormDefinition, base: &str) -> String {
    free(base, |key| form.consent(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::seller_form;

    #[test]
    fn words_become_keys() {
        assert_eq!(slug("  Where is the house?", '_', 40), "where_is_the_house");
        assert_eq!(slug("Sell — fast!", '-', 40), "sell-fast");
        assert_eq!(slug("家", '_', 40), "");
        assert_eq!(slug("a very long title indeed", '-', 7), "a-very");
    }

    #[test]
    fn a_key_is_never_taken_or_reserved() {
        let form = seller_form("Juniper Homes");
        assert_eq!(for_field(&form, "phone"), "phone_2");
        assert_eq!(for_field(&form, "origin"), "origin_2");
        assert_eq!(for_field(&form, ""), "field");
        assert_eq!(for_field(&form, &"x".repeat(40)), "x".repeat(40));
        assert_eq!(for_step(&form, "place"), "place_2");
    }
}
