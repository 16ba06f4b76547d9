//! How server functions fail: one error for all of them, with words for the person and paths for the form.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use shared::FieldError;
use std::fmt;

/// Why a server function did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    pub kind: ErrorKind,
    /// What to tell the person.
    pub message: String,
    /// One entry a field, for [`ErrorKind::Invalid`].
    pub fields: Vec<FieldError>,
    /// Quotable by the person, findable in the log; `None` when the server was not reached.
    pub request: Option<String>,
}

/// The kinds of failure a screen tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    NotFound,
    Conflict,
    Invalid,
    Forbidden,
    Unauthenticated,
    RateLimited,
    Unavailable,
    /// A fault of ours.
    Internal,
    /// The server could not be reached, or did not understand.
    Connection,
}

impl AppError {
    /// Field errors that were found here, as the server would say them.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let message = fields.first().map(|field| field.message.clone()).unwrap_or_default();
        Self { kind: ErrorKind::Invalid, message, fields, request: None }
    }

    /// What is wrong with one field.
    pub fn field(&self, path: &str) -> Option<String> {
        self.fields.iter().find(|field| field.path == path).map(|field| field.message.clone())
    }

    /// What none of a form's `fields` can show: the message when it is about no field, else the messages at other
    /// paths. `None` when every error stands at one of the fields.
    pub fn beside(&self, fields: &[&str]) -> Option<String> {
        if self.fields.is_empty() {
            return Some(self.message.clone());
        }
        let others: Vec<&str> = self
            .fields
            .iter()
            .filter(|field| !fields.contains(&field.path.as_str()))
            .map(|field| field.message.as_str())
            .collect();
        (!others.is_empty()).then(|| others.join(" "))
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let (kind, message) = match error {
            ServerFnErrorErr::Request(_) => (
                ErrorKind::Connection,
                "The server cannot be reached. What you entered is still here; check the connection and try again.",
            ),
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                (ErrorKind::Connection, "This page is older than the server. Reload it and try again.")
            }
            _ => (ErrorKind::Internal, "Something went wrong on our side. Nothing was changed; try again."),
        };
        Self { kind, message: message.to_owned(), fields: Vec::new(), request: request(kind) }
    }
}

/// Refuses what could not be read with its own status, and names the request.
#[cfg(feature = "ssr")]
fn request(kind: ErrorKind) -> Option<String> {
    crate::ssr::note_misunderstanding(kind)
}

#[cfg(not(feature = "ssr"))]
const fn request(_: ErrorKind) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(fields: &[(&str, &str)]) -> AppError {
        AppError {
            kind: ErrorKind::Invalid,
            message: "Check what you entered.".into(),
            fields: fields.iter().map(|(path, words)| FieldError::new(*path, "x", *words)).collect(),
            request: None,
        }
    }

    #[test]
    fn every_error_is_shown_once() {
        let both = error(&[("email", "Enter an email."), ("password", "Too short.")]);
        assert_eq!(both.field("email").as_deref(), Some("Enter an email."));
        assert_eq!(both.field("name"), None);
        assert_eq!(both.beside(&["email", "password"]), None);
        assert_eq!(both.beside(&["email"]).as_deref(), Some("Too short."));
        assert_eq!(both.beside(&[]).as_deref(), Some("Enter an email. Too short."));
        assert_eq!(error(&[]).beside(&["email"]).as_deref(), Some("Check what you entered."));
    }

    #[test]
    fn an_error_survives_the_way_to_the_browser() {
        let sent = error(&[("email", "Enter an email.")]);
        assert_eq!(AppError::de(sent.ser()), sent);
    }
}
