//! What server functions and server rendering get from the server: the domain, who calls, and how errors and cookies
//! travel. Only compiled for the server.

mod plain_forms;

pub use plain_forms::{fail_form, is_plain_form, keep_typed, typed_cookie, typed_values};

use crate::rpc::{AppError, ErrorKind};
use axum::http::{HeaderValue, StatusCode, header};
use domain::sessions::{NewSession, SignedIn};
use domain::{Actor, Context, Error, Peer};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use shared::RequestId;

/// Who calls. The server provides it for every request.
#[derive(Clone)]
pub struct Caller {
    pub request: RequestId,
    pub peer: Peer,
    /// `None` when nobody is signed in.
    pub signed_in: Option<SignedIn>,
    /// `true` below `/rpc`, where the HTTP status belongs to the server function alone.
    pub is_rpc: bool,
}

/// How the session cookie is called and protected.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// `true` when the program is reached over https: the cookie is then `__Host-` and `Secure`.
    pub secure: bool,
}

impl SessionCookie {
    /// The cookie's name.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-empire_session" } else { "empire_session" }
    }

    fn header(self, value: &str, max_age_seconds: i64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_seconds}{secure}",
            self.name()
        );
        HeaderValue::from_str(&text).ok()
    }
}

/// Email and password of the demo organization's owner, when demo data is loaded; shown on the sign-in page.
#[derive(Clone, Debug, Default)]
pub struct DemoSignIn(pub Option<(String, String)>);

/// Where the event log stands while a page is rendered; its live updates begin there, so that nothing falls between.
#[derive(Clone, Debug)]
pub struct LivePosition(pub String);

/// The domain, from inside a server function.
pub fn context() -> Context {
    expect_context::<Context>()
}

/// The kinds of job this program knows, from inside a server function.
pub fn registry() -> domain::jobs::Registry {
    expect_context()
}

/// Who has which lead open, from inside a server function.
pub fn presence() -> domain::presence::Board {
    expect_context()
}

/// Who calls, from inside a server function.
pub fn caller() -> Caller {
    expect_context::<Caller>()
}

/// The signed-in actor, or the error that leads to the sign-in page.
pub fn actor() -> Result<Actor, AppError> {
    caller().signed_in.map(|signed_in| signed_in.actor).ok_or_else(|| fail(Error::Unauthenticated))
}

/// Sets the session cookie on the response.
pub fn set_session_cookie(token: &str, max_age_seconds: i64) {
    let cookie = expect_context::<SessionCookie>();
    if let (Some(value), Some(response)) =
        (cookie.header(token, max_age_seconds), use_context::<ResponseOptions>())
    {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Takes the session cookie away.
pub fn clear_session_cookie() {
    set_session_cookie("", 0);
}

/// Hands a fresh session to the browser and answers where it goes next; a plain form is sent there.
pub fn enter(cx: &Context, session: &NewSession, next: Option<&str>) -> String {
    let next = crate::state::next_or_home(next.unwrap_or_default()).to_owned();
    set_session_cookie(&session.token, session.expires_at.signed_duration_since(cx.now()).num_seconds());
    if is_plain_form() {
        leptos_axum::redirect(&next);
    }
    next
}

/// Turns a domain error into the screen's error: logs it once, sets the status below `/rpc`.
pub fn fail(error: Error) -> AppError {
    let caller = use_context::<Caller>();
    let (kind, status) = match &error {
        Error::NotFound(_) => (ErrorKind::NotFound, StatusCode::NOT_FOUND),
        Error::Conflict(_) => (ErrorKind::Conflict, StatusCode::CONFLICT),
        Error::Invalid(_) => (ErrorKind::Invalid, StatusCode::UNPROCESSABLE_ENTITY),
        Error::Forbidden => (ErrorKind::Forbidden, StatusCode::FORBIDDEN),
        Error::Unauthenticated => (ErrorKind::Unauthenticated, StatusCode::UNAUTHORIZED),
        Error::RateLimited { .. } => (ErrorKind::RateLimited, StatusCode::TOO_MANY_REQUESTS),
        Error::Unavailable(_) => (ErrorKind::Unavailable, StatusCode::SERVICE_UNAVAILABLE),
        Error::Internal(_) => (ErrorKind::Internal, StatusCode::INTERNAL_SERVER_ERROR),
    };
    if matches!(kind, ErrorKind::Internal | ErrorKind::Unavailable) {
        let cause: &dyn std::error::Error = &error;
        tracing::error!(error = cause, "server function failed");
    } else {
        tracing::debug!(code = error.code(), "server function refused");
    }
    // A plain form is answered with a redirect back to its page, which shows the error.
    if caller.as_ref().is_some_and(|caller| caller.is_rpc)
        && !is_plain_form()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(status);
        if let Error::RateLimited { retry_after } = &error {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs().max(1)));
        }
    }
    let request = caller.map(|caller| caller.request.to_string());
    AppError { kind, message: words(&error), fields: fields(error), request }
}

/// Arguments that could not be read are a fault of the caller: 400, not the framework's 500. Answers the request's id.
pub fn note_misunderstanding(kind: ErrorKind) -> Option<String> {
    let caller = use_context::<Caller>()?;
    if kind == ErrorKind::Connection
        && caller.is_rpc
        && !is_plain_form()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(StatusCode::BAD_REQUEST);
    }
    Some(caller.request.to_string())
}

fn words(error: &Error) -> String {
    match error {
        Error::NotFound(what) => format!("{} was not found. It may have been removed.", capitalized(what)),
        Error::Conflict(message) => message.clone(),
        Error::Invalid(fields) => {
            fields.first().map_or_else(|| "Check what you entered.".to_owned(), |field| field.message.clone())
        }
        Error::Forbidden => "Your role does not allow this. Ask an admin of your organization.".to_owned(),
        Error::Unauthenticated => "Sign in to go on.".to_owned(),
        Error::RateLimited { retry_after } => {
            format!("Too many attempts. Try again in {} minutes.", retry_after.as_secs().div_ceil(60).max(1))
        }
        Error::Unavailable(what) => {
            format!("{} does not answer right now. Try again in a moment.", capitalized(what))
        }
        Error::Internal(_) => "Something went wrong on our side. Nothing was changed; try again.".to_owned(),
    }
}

fn fields(error: Error) -> Vec<shared::FieldError> {
    if let Error::Invalid(fields) = error { fields } else { Vec::new() }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
