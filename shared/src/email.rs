//! E-mail addresses: syntax as the HTML standard accepts it, plus the length limits of RFC 5321.

use crate::errors::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A syntactically valid address. Kept as typed; compared through [`Email::normalized`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address, ignoring white space around it.
    ///
    /// Errors: `email.empty`, `email.no_at`, `email.too_long`, `email.local`, `email.domain`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::new("email.empty", "Enter your email, for example henrik@example.com."));
        }
        if text.len() > 254 {
            return Err(Problem::new("email.too_long", "Use an address of at most 254 characters."));
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(Problem::new(
                "email.no_at",
                "An email has an @ in it, for example henrik@example.com.",
            ));
        };
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
        if !local_ok {
            return Err(Problem::new(
                "email.local",
                "Check the part before the @, for example henrik@example.com.",
            ));
        }
        if !domain_ok(domain) {
            return Err(Problem::new(
                "email.domain",
                "Check the part after the @, for example henrik@example.com.",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form two addresses are compared in: all lower case. Mail systems in use ignore case.
    pub fn normalized(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Only enough to recognise it: `•••@example.com`.
    pub fn masked(&self) -> String {
        format!("•••@{}", self.0.rsplit_once('@').map_or("", |(_, domain)| domain))
    }
}

fn domain_ok(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let top_is_a_name =
        labels.last().is_some_and(|top| top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()));
    labels.len() >= 2
        && top_is_a_name
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_and_refuses() {
        for good in ["a@b.co", "first.last+tag@sub.example.com", " x@example.org ", "o'neil@example.ie"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        let bad = [
            ("", "email.empty"),
            ("henrik", "email.no_at"),
            ("@example.com", "email.local"),
            (".a@example.com", "email.local"),
            ("a..b@example.com", "email.local"),
            ("a b@example.com", "email.local"),
            ("a@example", "email.domain"),
            ("a@-example.com", "email.domain"),
            ("a@example..com", "email.domain"),
            ("a@example.1", "email.domain"),
            ("a@127.0.0.1", "email.domain"),
            ("ä@example.com", "email.local"),
        ];
        for (text, code) in bad {
            assert_eq!(Email::parse(text).unwrap_err().code, code, "{text}");
        }
        assert_eq!(
            Email::parse(&format!("{}@example.com", "a".repeat(250))).unwrap_err().code,
            "email.too_long"
        );
    }

    proptest! {
        #[test]
        fn normalising_is_idempotent(text in "[a-zA-Z0-9.]{1,20}@[a-zA-Z]{1,9}\\.[a-zA-Z]{2,4}") {
            if let Ok(email) = Email::parse(&text) {
                let once = email.normalized();
                prop_assert_eq!(Email::parse(&once).unwrap().normalized(), once);
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,80}") {
            drop(Email::parse(&text));
        }
    }
}
