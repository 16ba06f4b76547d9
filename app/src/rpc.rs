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
    /// What is wrong with one field.
    pub fn field(&self, path: &str) -> Option<String> {
        self.fields.iter().find(|field| field.path == path).map(|field| field.message.clone())
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
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                (ErrorKind::Connection, "This page is older than the server. Reload it and try again.")
            }
            _ => (ErrorKind::Internal, "Something went wrong on our side. Nothing was changed; try again."),
        };
        Self { kind, message: message.to_owned(), fields: Vec::new(), request: None }
    }
}
