//! The address of an endpoint. What it leads to is checked when something is sent there, by name and by number.

use crate::errors::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest address, in bytes.
const LENGTH: usize = 2_048;

/// `http` or `https`, a host, and whatever follows; no name and password, no fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl {
    text: String,
    host: String,
}

impl WebhookUrl {
    /// Reads an address.
    ///
    /// Errors: `url.empty`, `url.too_long`, `url.characters`, `url.scheme`, `url.credentials`, `url.fragment`,
    /// `url.host`, `url.port`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        const EXAMPLE: &str = "https://crm.example.com/hooks";
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::new("url.empty", format!("Enter an address, for example {EXAMPLE}.")));
        }
        if text.len() > LENGTH {
            return Err(Problem::new("url.too_long", format!("Use at most {LENGTH} characters.")));
        }
        // A browser reads a backslash as a slash: what is read in two ways is refused.
        if !text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>')) {
            let words =
                "Use letters, digits and signs without spaces; write other characters as %20 and so on.";
            return Err(Problem::new("url.characters", words));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(Problem::new("url.scheme", format!("Begin with https://, for example {EXAMPLE}.")));
        }
        if rest.contains('#') {
            return Err(Problem::new("url.fragment", "Leave out the part from # on; it is never sent."));
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            let words = "Leave out name and password; verify the signature instead.";
            return Err(Problem::new("url.credentials", words));
        }
        let authority = authority.to_ascii_lowercase();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority.as_str(), None),
        };
        let number = host.starts_with('[')
            && host.trim_matches(['[', ']']).parse::<std::net::Ipv6Addr>().is_ok()
            && host.ends_with(']');
        if !(number || is_name(host)) {
            return Err(Problem::new("url.host", format!("Enter the whole address, for example {EXAMPLE}.")));
        }
        if port.is_some_and(|port| !port.parse::<u16>().is_ok_and(|port| port > 0)) {
            return Err(Problem::new("url.port", "Use a port between 1 and 65535, for example :8443."));
        }
        let path = if path.is_empty() { "/" } else { path };
        let slash = if path.starts_with('?') { "/" } else { "" };
        Ok(Self { text: format!("{scheme}://{authority}{slash}{path}"), host: host.to_owned() })
    }

    /// As it is called.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host without port, lower case; numbers of IPv6 in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }
}

fn is_name(host: &str) -> bool {
    let bare = host.strip_suffix('.').unwrap_or(host);
    !bare.is_empty()
        && bare.len() <= 253
        && bare.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for WebhookUrl {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<WebhookUrl> for String {
    fn from(url: WebhookUrl) -> Self {
        url.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_read() {
        for (text, url, host) in [
            (" https://CRM.Example.com ", "https://crm.example.com/", "crm.example.com"),
            ("HTTP://a.example:8080/In?x=1", "http://a.example:8080/In?x=1", "a.example"),
            ("https://a.example?x=1", "https://a.example/?x=1", "a.example"),
            ("http://[2001:DB8::1]:81/x", "http://[2001:db8::1]:81/x", "[2001:db8::1]"),
            ("http://2130706433/", "http://2130706433/", "2130706433"),
        ] {
            let read = WebhookUrl::parse(text).unwrap();
            assert_eq!((read.as_str(), read.host()), (url, host));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let long = format!("https://a.example/{}", "x".repeat(3_000));
        for (text, code) in [
            ("", "url.empty"),
            (long.as_str(), "url.too_long"),
            ("https://a.example/a b", "url.characters"),
            ("https://a.example\\@b.example", "url.characters"),
            ("https://b\u{fc}ro.example", "url.characters"),
            ("ftp://a.example", "url.scheme"),
            ("a.example/in", "url.scheme"),
            ("https://u:p@a.example", "url.credentials"),
            ("https://a.example/#x", "url.fragment"),
            ("https:///x", "url.host"),
            ("https://-a.example", "url.host"),
            ("https://[::1", "url.host"),
            ("https://[::g]", "url.host"),
            ("https://a.example:0", "url.port"),
            ("https://a.example:70000", "url.port"),
            ("https://a.example:", "url.port"),
        ] {
            assert_eq!(WebhookUrl::parse(text).unwrap_err().code, code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_stable(text in ".{0,60}") {
            if let Ok(url) = WebhookUrl::parse(&text) {
                prop_assert_eq!(WebhookUrl::parse(url.as_str()), Ok(url));
            }
        }
    }
}
