//! Whether two names may be one, as people mistype, mishear and shorten them.
//!
//! Jaro-Winkler, because it forgives a letter more, less or swapped, and trusts beginnings, which is where names are right. It is
//! asked word by word: over whole names one long equal surname would hide that the given names differ.

use shared::search::words;

/// Two words this alike may be one. Jon and John have 0.93, Henrik and Hendrik 0.95; John and Jane 0.70, Ana and Ann 0.82.
const ALIKE: f64 = 0.88;

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Different,
    Almost,
    Same,
}

/// Compares two names; the order of their words does not matter.
pub(super) fn likeness(one: &str, other: &str) -> Likeness {
    let (one, other) = (cut(one), cut(other));
    if one.is_empty() || other.is_empty() {
        return Likeness::Different;
    }
    if one == other {
        return Likeness::Same;
    }
    let (fewer, mut more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    // One word of a name is a given name or a surname: half of a town may have it.
    if fewer.len() < 2 && more.len() > 1 {
        return Likeness::Different;
    }
    let mut whole = 0;
    for word in &fewer {
        let best = more
            .iter()
            .enumerate()
            .map(|(at, candidate)| (at, alike(word, candidate)))
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        let Some((at, _)) = best.filter(|(_, likeness)| *likeness >= ALIKE) else {
            return Likeness::Different;
        };
        whole += usize::from(word.len() > 1);
        more.remove(at);
    }
    // Initials alone are nobody's name, and what is left over may only be a middle name.
    if whole > 0 && more.len() <= 1 { Likeness::Almost } else { Likeness::Different }
}

/// The words of a name in order; O'Neil is one word, as people leave the mark out.
fn cut(name: &str) -> Vec<String> {
    let mut words = words(&name.replace(['\'', '’'], ""));
    words.sort_unstable();
    words
}

fn alike(one: &str, other: &str) -> f64 {
    // An initial stands for any name that begins with it.
    if one.len() == 1 || other.len() == 1 {
        return if one.as_bytes().first() == other.as_bytes().first() { 0.9 } else { 0.0 };
    }
    strsim::jaro_winkler(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_meet_as_people_write_them() {
        use Likeness::{Almost, Different, Same};
        let cases = [
            ("Jon Smith", "John Smith", Almost),
            ("Henrik Sandoval", "Hendrik Sandoval", Almost),
            ("Smith, Jon", "Jon Smith", Same),
            ("José Núñez", "jose nunez", Same),
            ("Siobhan O'Neil", "Siobhan ONeil", Same),
            ("J Smith", "John Smith", Almost),
            ("John Q Smith", "John Smith", Almost),
            ("Katherine Marsh", "Catherine Marsh", Almost),
            ("John Smith", "Jane Smith", Different),
            ("John Smith", "John Sandoval", Different),
            ("John", "John Smith", Different),
            ("John", "John", Same),
            ("J S", "John Smith", Different),
            ("Ana Delgado", "Pablo Delgado", Different),
            ("", "John", Different),
            ("512 555 0148", "John Smith", Different),
        ];
        for (one, other, wanted) in cases {
            assert_eq!(likeness(one, other), wanted, "{one} / {other}");
        }
    }

    proptest! {
        #[test]
        fn likeness_goes_both_ways(one in "[a-e]{1,4}( [a-e]{1,4}){0,2}", other in "[a-e]{1,4}( [a-e]{1,4}){0,2}") {
            prop_assert_eq!(likeness(&one, &one), Likeness::Same);
            // Which word meets which may differ by the order of asking; sameness may not.
            prop_assert_eq!(likeness(&one, &other) == Likeness::Same, likeness(&other, &one) == Likeness::Same);
        }
    }
}
