//! The one error of the domain, free of any transport. What the public may read is in the variant; the cause stays
//! in `source` and goes to the log.

use sea_orm::DbErr;
use shared::FieldError;
use std::time::Duration;

/// Why a function of the domain did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing here; another tenant's thing is also not here.
    #[error("{0} was not found")]
    NotFound(&'static str),
    /// Somebody else changed it meanwhile, or it exists already.
    #[error("{0}")]
    Conflict(String),
    /// The input cannot be accepted; one entry a field.
    #[error("the input is not valid")]
    Invalid(Vec<FieldError>),
    /// The actor may not do this.
    #[error("your role does not allow this")]
    Forbidden,
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Too often; try again after the given time.
    #[error("too many attempts")]
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// A part that is needed does not answer right now.
    #[error("{0} is not available right now")]
    Unavailable(&'static str),
    /// A fault of ours.
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The result of every function of the domain.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input error of a single field.
    pub fn invalid(path: &str, code: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(path, code, message)])
    }

    /// A fault of ours, in words for the log.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::Internal(message.into().into())
    }

    /// The error as log lines take it: with its whole chain of causes.
    pub fn traced(&self) -> &(dyn std::error::Error + 'static) {
        self
    }

    /// Stable word for machines: problem types, metrics, logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Conflict(_) => "conflict",
            Self::Invalid(_) => "invalid",
            Self::Forbidden => "forbidden",
            Self::Unauthenticated => "unauthenticated",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable("the database"),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}
