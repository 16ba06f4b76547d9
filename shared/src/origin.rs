//! Web origins: which sites may show a form.

use crate::errors::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// `scheme://host[:port]`, lower case, default ports left out; or a pattern for all subdomains (`https://*.example.com`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl Origin {
    /// Reads an origin; a path that was pasted along is dropped.
    ///
    /// Errors: `origin.scheme`, `origin.host`, `origin.port`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim().to_ascii_lowercase();
        let Some((scheme, rest)) = text.split_once("://").filter(|(s, _)| matches!(*s, "http" | "https"))
        else {
            return Err(Problem::new(
                "origin.scheme",
                "Begin with https://, for example https://www.example.com.",
            ));
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let bare = host.strip_prefix("*.").unwrap_or(host);
        let name_ok = !bare.is_empty()
            && bare.len() <= 253
            && bare.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        let ipv6 = host.starts_with('[') && host.ends_with(']') && host.len() > 3;
        if !(name_ok || ipv6) || (host.starts_with("*.") && !bare.contains('.')) {
            return Err(Problem::new(
                "origin.host",
                "Enter the site's address, for example https://www.example.com.",
            ));
        }
        let port = match port {
            None => None,
            Some(port) => Some(port.parse::<u16>().ok().filter(|p| *p > 0).ok_or_else(|| {
                Problem::new(
                    "origin.port",
                    "Use a port between 1 and 65535, for example http://localhost:8080.",
                )
            })?),
        };
        let default_port = if scheme == "https" { 443 } else { 80 };
        Ok(Self(match port.filter(|p| *p != default_port) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }))
    }

    /// As written in headers and lists.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this entry of an allow-list covers `other`, an origin as a browser sends it.
    pub fn covers(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let (Some((scheme, pattern)), Some((other_scheme, host))) =
            (self.0.split_once("://*"), other.0.split_once("://"))
        else {
            return false;
        };
        // `pattern` keeps its leading dot, so the bare domain and look-alikes stay outside.
        scheme == other_scheme && host.len() > pattern.len() && host.ends_with(pattern)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Origin {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn is_normalised() {
        assert_eq!(origin("HTTPS://Www.Example.com:443/sell?x=1").as_str(), "https://www.example.com");
        assert_eq!(origin("http://localhost:8080").as_str(), "http://localhost:8080");
        assert_eq!(origin("http://[::1]:3000").as_str(), "http://[::1]:3000");
    }

    #[test]
    fn refuses_what_is_no_origin() {
        for (text, code) in [
            ("example.com", "origin.scheme"),
            ("javascript://x", "origin.scheme"),
            ("https://", "origin.host"),
            ("https://exa mple.com", "origin.host"),
            ("https://*.com", "origin.host"),
            ("https://a.example:99999", "origin.port"),
            ("https://user@example.com", "origin.host"),
        ] {
            assert_eq!(Origin::parse(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn patterns_cover_subdomains_only() {
        let pattern = origin("https://*.example.com");
        assert!(pattern.covers(&origin("https://a.example.com")));
        assert!(pattern.covers(&origin("https://a.b.example.com")));
        assert!(!pattern.covers(&origin("https://example.com")));
        assert!(!pattern.covers(&origin("https://evilexample.com")));
        assert!(!pattern.covers(&origin("http://a.example.com")));
    }
}
