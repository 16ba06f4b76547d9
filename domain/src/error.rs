//! The one error of the domain, free of any transport. What the public may read is in the variant; the cause stays
//! in `source` and goes to the log.

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};
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
        if is_away(&error) {
            // Told here, because nobody after this knows why.
            let cause: &dyn std::error::Error = &error;
            tracing::warn!(error = cause, "the database is not available");
            return Self::Unavailable("the database");
        }
        Self::Internal(Box::new(error))
    }
}

/// Whether the database will answer again later without anybody changing the question: it cannot be reached, stops or
/// recovers, is locked for too long, or has no connection or no room left.
fn is_away(error: &DbErr) -> bool {
    let cause = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause.as_ref(),
        _ => return false,
    };
    match cause {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| says_away(&code)),
        _ => false,
    }
}

fn says_away(code: &str) -> bool {
    match code.parse::<u32>() {
        // SQLite's primary codes, in the lowest eight bits: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN.
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
        // PostgreSQL's classes: connections, resources, an operator's hand; and its word for being a standby.
        _ => ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) || code == "25006",
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

#[cfg(test)]
mod tests {
    use super::says_away;

    #[test]
    fn a_database_that_comes_back_is_not_a_fault() {
        // SQLite: busy, busy with a snapshot, full. PostgreSQL: gone, too many connections, disk full, shutting down.
        for code in ["5", "517", "13", "08006", "53300", "53100", "57P01", "57P03", "25006"] {
            assert!(says_away(code), "{code}");
        }
        // SQLite: constraint, unique constraint, corrupt. PostgreSQL: unique, syntax, cancelled, corrupt.
        for code in ["19", "2067", "11", "23505", "42601", "57014", "XX001", ""] {
            assert!(!says_away(code), "{code}");
        }
    }
}
