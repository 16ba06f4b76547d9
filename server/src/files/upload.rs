//! A file that a browser sends from a form. The answer is a redirect: to the page of the import, or back to the form,
//! which says what was wrong.

use crate::problem::Problem;
use crate::state::AppState;
use app::ssr::{Caller, typed_cookie};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, FromRequest as _, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::imports::{self, Upload};
use domain::{Actor, Error};
use futures::StreamExt as _;
use shared::imports::MAX_FILE;
use shared::{FieldError, ImportId};
use std::time::Duration;

const FORM: &str = "/leads/import";
/// Bytes of a form around its file.
const AROUND: u64 = 64 * 1024;
/// How long the rest of a file that was refused is let come, so that the browser hears why instead of a broken line.
const PATIENCE: Duration = Duration::from_secs(20);
/// A file whose sender falls silent for so long is given up.
const SILENCE: Duration = Duration::from_mins(1);

pub(super) async fn upload(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let Some(signed_in) = &caller.signed_in else {
        return Redirect::to("/sign-in?next=/leads/import").into_response();
    };
    if announced(request.headers()).is_some_and(|length| length > MAX_FILE + AROUND) {
        drain(request.into_body()).await;
        return refuse(too_large(), &caller);
    }
    let mut form = match Multipart::from_request(request.map(paced), &state).await {
        Ok(form) => form,
        Err(error) => {
            tracing::debug!(%error, "a form was not read");
            let words = "Send the file from the form of the page.";
            return Problem::new(StatusCode::BAD_REQUEST, "body.unreadable", words, caller.request)
                .into_response();
        }
    };
    match take(&state, &signed_in.actor, &mut form).await {
        Ok(id) => Redirect::to(&format!("{FORM}/{id}")).into_response(),
        Err(error) => {
            // What is left of the file is of no use to anybody.
            drop(tokio::time::timeout(PATIENCE, async { while next(&mut form).await {} }).await);
            refuse(error, &caller)
        }
    }
}

/// A piece at a time: whoever reads forms takes all that is there at once, and holds it. The first piece comes at once: a
/// whole form that comes with the second look is taken for one that broke off.
fn paced(body: Body) -> Body {
    Body::from_stream(body.into_data_stream().enumerate().then(|(index, piece)| async move {
        if index > 0 {
            tokio::task::yield_now().await;
        }
        piece
    }))
}

async fn next(form: &mut Multipart) -> bool {
    match form.next_field().await {
        Ok(Some(mut field)) => {
            while matches!(field.chunk().await, Ok(Some(_))) {}
            true
        }
        _ => false,
    }
}

/// The file of the form, into the database.
async fn take(state: &AppState, actor: &Actor, form: &mut Multipart) -> Result<ImportId, Error> {
    while let Some(mut field) = form.next_field().await.map_err(|_| broken_off())? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut first = field.chunk().await.map_err(|_| broken_off())?;
        if name.is_empty() && first.as_ref().is_none_or(Bytes::is_empty) {
            break;
        }
        let mut upload = imports::begin(&state.cx, actor, &name).await?;
        while let Some(piece) = first.take() {
            if let Err(error) = upload.push(&piece).await {
                give_up(&upload).await;
                return Err(error);
            }
            let Ok(Ok(piece)) = tokio::time::timeout(SILENCE, field.chunk()).await else {
                give_up(&upload).await;
                return Err(broken_off());
            };
            first = piece;
        }
        return upload.finish().await;
    }
    Err(wrong("file.missing", "Choose a file first: CSV or Excel (.xlsx).".to_owned()))
}

async fn give_up(upload: &Upload) {
    if let Err(error) = upload.abandon().await {
        // The job that tidies up finds it.
        tracing::warn!(error = error.traced(), "a refused file could not be forgotten");
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn drain(body: Body) {
    let mut rest = body.into_data_stream();
    drop(tokio::time::timeout(PATIENCE, async { while matches!(rest.next().await, Some(Ok(_))) {} }).await);
}

fn wrong(code: &str, words: String) -> Error {
    Error::Invalid(vec![FieldError::new("file", code, words)])
}

fn broken_off() -> Error {
    wrong("file.broken_off", "The file did not arrive whole. Try again.".to_owned())
}

fn too_large() -> Error {
    let words =
        format!("The file is larger than {} MB. Cut it into several files.", MAX_FILE / (1024 * 1024));
    wrong("file.too_large", words)
}

/// Back to the form with the words; what is not about the file is a problem like any other.
fn refuse(error: Error, caller: &Caller) -> Response {
    let Error::Invalid(errors) = &error else {
        return Problem::from_domain(error, caller.request).into_response();
    };
    let words = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ");
    tracing::debug!(code = errors.first().map(|error| error.code.as_str()), "a file was refused");
    let mut response = Redirect::to(FORM).into_response();
    if let Some(cookie) = typed_cookie(&[("file", &words)]) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
