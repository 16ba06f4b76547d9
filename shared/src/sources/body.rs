//! From the bytes of a payload to its values, within bounds of size, depth and number that are checked before anything
//! is built.

use super::states::RefusedReason;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Most bytes of a body.
pub const MAX_BODY: usize = 256 * 1024;
/// Most levels of lists and objects inside each other.
pub const MAX_DEPTH: usize = 32;
/// Most values, those of lists and objects counted one by one.
pub const MAX_VALUES: usize = 10_000;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    Json,
    /// `a=1&b=2`.
    Form,
}

impl Media {
    /// What the header `content-type` says; also `application/…+json`.
    pub fn from_content_type(header: &str) -> Option<Self> {
        let kind = header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/json" => Some(Self::Json),
            "application/x-www-form-urlencoded" => Some(Self::Form),
            other if other.starts_with("application/") && other.ends_with("+json") => Some(Self::Json),
            _ => None,
        }
    }

    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
        }
    }

    /// The value of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "json" => Some(Self::Json),
            "form" => Some(Self::Form),
            _ => None,
        }
    }
}

/// Why a body has no values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub reason: RefusedReason,
    /// In words for the sender, with the place.
    pub message: String,
}

fn unreadable(reason: RefusedReason, message: impl Into<String>) -> Unreadable {
    Unreadable { reason, message: message.into() }
}

/// Reads a body. A form is an object of texts; a name that comes several times is a list of them.
///
/// Errors: `TooLarge`, `TooDeep`, `TooMany`, `NotJson`.
pub fn read_body(media: Media, body: &[u8]) -> Result<Value, Unreadable> {
    if body.len() > MAX_BODY {
        return Err(unreadable(RefusedReason::TooLarge, "Send at most 256 kB."));
    }
    match media {
        Media::Json => {
            measure(body)?;
            serde_json::from_slice(body)
                .map_err(|error| unreadable(RefusedReason::NotJson, format!("This is not JSON: {error}.")))
        }
        Media::Form => form(body),
    }
}

/// Depth and number of values, without recursion and before anything is allocated for them.
fn measure(body: &[u8]) -> Result<(), Unreadable> {
    let (mut depth, mut values, mut text, mut escaped) = (0_usize, 1_usize, false, false);
    for byte in body {
        if text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => text = true,
            b'[' | b'{' => {
                depth += 1;
                values += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            let words = format!("Nest lists and objects at most {MAX_DEPTH} deep.");
            return Err(unreadable(RefusedReason::TooDeep, words));
        }
        if values > MAX_VALUES {
            return Err(unreadable(RefusedReason::TooMany, format!("Send at most {MAX_VALUES} values.")));
        }
    }
    Ok(())
}

fn form(body: &[u8]) -> Result<Value, Unreadable> {
    let mut fields = Map::new();
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    for (number, pair) in pairs.enumerate() {
        if number >= MAX_VALUES {
            return Err(unreadable(RefusedReason::TooMany, format!("Send at most {MAX_VALUES} values.")));
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let mut decoded = || decode(halves.next().unwrap_or_default());
        let (Some(name), Some(value)) = (decoded(), decoded()) else {
            let words = format!("Field {} of the form is no text in UTF-8.", number + 1);
            return Err(unreadable(RefusedReason::NotJson, words));
        };
        match fields.get_mut(&name) {
            None => {
                fields.insert(name, Value::String(value));
            }
            Some(Value::Array(list)) => list.push(Value::String(value)),
            Some(first) => *first = Value::Array(vec![first.take(), Value::String(value)]),
        }
    }
    Ok(Value::Object(fields))
}

/// Decodes `+` and `%20` as forms write them; a percent sign that begins nothing stands for itself.
fn decode(text: &[u8]) -> Option<String> {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'+' => out.push(b' '),
            b'%' => match (hex(text.get(at)), hex(text.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push(u8::try_from(high * 16 + low).ok()?);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            byte => out.push(*byte),
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn reason(media: Media, body: &[u8]) -> RefusedReason {
        read_body(media, body).unwrap_err().reason
    }

    #[test]
    fn forms_are_objects_of_texts() {
        let read = read_body(Media::Form, b"name=Ana+P%C3%A9rez&tag=a&tag=b&tag=&flag&100%=%zz&&").unwrap();
        assert_eq!(read, json!({ "name": "Ana Pérez", "tag": ["a", "b", ""], "flag": "", "100%": "%zz" }));
        assert_eq!(reason(Media::Form, b"a=%ff"), RefusedReason::NotJson);
        assert_eq!(read_body(Media::Form, b"").unwrap(), json!({}));
    }

    #[test]
    fn bounds_are_kept() {
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
        assert!(read_body(Media::Json, &deep(MAX_DEPTH)).is_ok());
        assert_eq!(reason(Media::Json, &deep(MAX_DEPTH + 1)), RefusedReason::TooDeep);
        assert_eq!(reason(Media::Json, "[".repeat(200_000).as_bytes()), RefusedReason::TooDeep);
        assert_eq!(reason(Media::Json, &vec![b'x'; MAX_BODY + 1]), RefusedReason::TooLarge);
        let many = format!("[{}1]", "1,".repeat(MAX_VALUES));
        assert_eq!(reason(Media::Json, many.as_bytes()), RefusedReason::TooMany);
        assert_eq!(reason(Media::Form, "a&".repeat(MAX_VALUES + 1).as_bytes()), RefusedReason::TooMany);
        // What stands in a text is no structure.
        let text = json!({ "a": "[".repeat(500), "b": "\\\"[[" }).to_string();
        assert!(read_body(Media::Json, text.as_bytes()).is_ok());
    }

    #[test]
    fn what_is_no_json_says_where() {
        let wrong = read_body(Media::Json, b"{\"a\": }").unwrap_err();
        assert_eq!(wrong.reason, RefusedReason::NotJson);
        assert!(wrong.message.contains("line 1 column 7"), "{}", wrong.message);
        assert_eq!(reason(Media::Json, b""), RefusedReason::NotJson);
        assert_eq!(reason(Media::Json, b"\xff\xfe"), RefusedReason::NotJson);
    }

    #[test]
    fn kinds_of_body_are_known_by_their_header() {
        assert_eq!(Media::from_content_type("Application/JSON; charset=utf-8"), Some(Media::Json));
        assert_eq!(Media::from_content_type("application/vnd.x+json"), Some(Media::Json));
        assert_eq!(Media::from_content_type("application/x-www-form-urlencoded"), Some(Media::Form));
        for other in ["", "text/plain", "multipart/form-data", "application/xml"] {
            assert_eq!(Media::from_content_type(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            drop(read_body(Media::Json, &bytes));
            drop(read_body(Media::Form, &bytes));
        }
    }
}
