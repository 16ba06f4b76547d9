//! What is wrong with an input: one entry a field, in words a person can act on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One field that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    /// Dotted path from the root of the input, for example `answers.phone`.
    pub path: String,
    /// Stable machine-readable reason, for example `phone.too_short`.
    pub code: String,
    /// What to do about it, in a sentence for the person who typed it.
    pub message: String,
}

impl FieldError {
    /// An error at `path`.
    pub fn new(path: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.into(), message: message.into() }
    }

    /// The same error below `prefix`: `phone` becomes `answers.phone`.
    pub fn under(mut self, prefix: &str) -> Self {
        self.path = if self.path.is_empty() { prefix.to_owned() } else { format!("{prefix}.{}", self.path) };
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Collects the errors of an input, so that a person sees all of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error.
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Takes the value of a field, or notes what is wrong with it.
    pub fn take<T>(&mut self, path: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(problem.at(path));
                None
            }
        }
    }

    /// `true` while nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors in the order they were found.
    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    /// `Ok` with `value` when nothing is wrong, else all the errors.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// What is wrong with one value, before anybody knows at which path it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// See [`FieldError::code`].
    pub code: &'static str,
    /// See [`FieldError::message`].
    pub message: String,
}

impl Problem {
    /// A problem with its words.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// Places the problem at a path.
    pub fn at(self, path: impl Into<String>) -> FieldError {
        FieldError::new(path, self.code, self.message)
    }
}
