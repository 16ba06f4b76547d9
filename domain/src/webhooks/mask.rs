//! What of a request and its answer may be kept: no signatures, no cookies, no passwords, and not too much of anything.

use serde_json::{Value, json};

const MASK: &str = "••••";
/// Headers that are kept, and characters of each.
const HEADERS: usize = 50;
const VALUE: usize = 500;
/// Characters of an answer that are kept.
const BODY: usize = 8_000;
/// Names that are secret, and parts of names that give secrets away.
const SECRET: [&str; 6] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate", "webhook-signature"];
const TELLING: [&str; 5] = ["secret", "token", "api-key", "password", "signature"];

/// Headers as they are stored: a list of `name` and `value`.
pub(crate) fn headers(headers: &[(String, String)]) -> Value {
    headers
        .iter()
        .take(HEADERS)
        .map(|(name, value)| json!({ "name": text(name, VALUE), "value": shown(name, value) }))
        .collect()
}

fn shown(name: &str, value: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name == "webhook-signature" {
        // How many there are is of interest while two secrets sign.
        return value.split(' ').map(|_| format!("v1,{MASK}")).collect::<Vec<_>>().join(" ");
    }
    if SECRET.contains(&name.as_str()) || TELLING.iter().any(|part| name.contains(part)) {
        return MASK.to_owned();
    }
    text(value, VALUE)
}

/// The beginning of an answer, readable.
pub(super) fn body(bytes: &[u8]) -> String {
    text(&String::from_utf8_lossy(bytes), BODY)
}

/// Of bounded length, and without what PostgreSQL cannot hold.
pub(crate) fn text(text: &str, most: usize) -> String {
    text.chars().filter(|letter| *letter != '\0').take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked() {
        let pairs = [
            ("webhook-signature", "v1,abc v1,def"),
            ("Set-Cookie", "sid=hunter2"),
            ("x-api-key", "hunter2"),
            ("x-auth-token", "hunter2"),
            ("content-type", "text/plain"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let stored = headers(&pairs);
        assert!(!stored.to_string().contains("hunter2") && !stored.to_string().contains("abc"));
        assert_eq!(stored[0]["value"], "v1,•••• v1,••••");
        assert_eq!(stored[4]["value"], "text/plain");
    }

    #[test]
    fn answers_are_cut_and_readable() {
        assert_eq!(body(b"a\0b\xff"), "ab\u{fffd}");
        assert_eq!(body(&vec![b'x'; 70_000]).len(), 8_000);
        let many = vec![("a".to_owned(), "b".repeat(9_000)); 90];
        let stored = headers(&many);
        assert_eq!(stored.as_array().unwrap().len(), 50);
        assert_eq!(stored[0]["value"].as_str().unwrap().len(), 500);
    }
}
