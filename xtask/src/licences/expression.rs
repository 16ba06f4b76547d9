//! SPDX licence expressions, evaluated against a list: `AND`, `OR`, `WITH`, parentheses, and the old `MIT/Apache-2.0`.

/// Whether some choice the expression offers is made of allowed licences only; nothing when it cannot be read.
pub(super) fn is_allowed(expression: &str, allowed: &[&str]) -> Option<bool> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = Words { rest: spaced.split_whitespace().collect(), allowed };
    words.rest.reverse();
    let verdict = words.either(0)?;
    words.rest.is_empty().then_some(verdict)
}

struct Words<'text> {
    /// Last word first.
    rest: Vec<&'text str>,
    allowed: &'text [&'text str],
}

/// Manifests come from strangers: deeper nesting than this is refused, not followed.
const DEEPEST: usize = 16;

impl Words<'_> {
    fn take(&mut self, word: &str) -> bool {
        let found = self.rest.last().is_some_and(|next| *next == word);
        if found {
            self.rest.pop();
        }
        found
    }

    fn either(&mut self, depth: usize) -> Option<bool> {
        let mut verdict = self.all(depth)?;
        while self.take("OR") {
            verdict |= self.all(depth)?;
        }
        Some(verdict)
    }

    fn all(&mut self, depth: usize) -> Option<bool> {
        let mut verdict = self.one(depth)?;
        while self.take("AND") {
            verdict &= self.one(depth)?;
        }
        Some(verdict)
    }

    fn one(&mut self, depth: usize) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        if self.take("(") {
            let verdict = self.either(depth + 1)?;
            return self.take(")").then_some(verdict);
        }
        let licence = self.rest.pop().filter(|word| !["AND", "OR", "WITH", ")"].contains(word))?;
        if !self.take("WITH") {
            return Some(self.allowed.contains(&licence));
        }
        // An exception only adds permissions: the licence alone being allowed is enough.
        let exception = self.rest.pop()?;
        let whole = format!("{licence} WITH {exception}");
        Some(self.allowed.contains(&licence) || self.allowed.contains(&whole.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_evaluated() {
        for (expression, verdict) in [
            ("MIT", Some(true)),
            ("GPL-3.0", Some(false)),
            ("MIT OR GPL-3.0", Some(true)),
            ("MIT AND GPL-3.0", Some(false)),
            ("GPL-3.0 OR MIT AND ISC", Some(true)),
            ("(MIT OR GPL-3.0) AND ISC", Some(true)),
            ("(MIT OR ISC) AND GPL-3.0", Some(false)),
            ("MIT/GPL-3.0", Some(true)),
            ("Apache-2.0 WITH LLVM-exception", Some(true)),
            ("GPL-3.0 WITH LLVM-exception", Some(false)),
            ("", None),
            ("MIT AND", None),
            ("(MIT", None),
            ("MIT)", None),
            ("MIT ISC", None),
        ] {
            assert_eq!(
                is_allowed(expression, &["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]),
                verdict,
                "{expression}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("{}MIT{}", "(".repeat(1000), ")".repeat(1000));
        assert_eq!(is_allowed(&deep, &["MIT"]), None);
    }
}
