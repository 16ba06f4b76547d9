//! `/forms/{id}/preview`: the draft of a form for its members, step by step like visitors will see it. Nothing is saved:
//! the answers travel in the page.

use super::files::files;
use super::post::keep;
use crate::middleware::RequestContext;
use crate::problem::Problem;
use crate::state::AppState;
use app::public_form::{
    Extent, Frame, Purpose, StepView, look_at, message_page, preview_address, step_page, thanks_page,
};
use app::ssr::Caller;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Extension, Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use domain::{Error, Result};
use serde::Deserialize;
use shared::FormId;
use shared::forms::{Answers, FormDefinition, FormLook, PublicForm, check_step, parse_all};

/// The one route.
pub fn router() -> Router<AppState> {
    Router::new().route("/forms/{id}/preview", get(look).post(step)).layer(DefaultBodyLimit::max(super::BODY))
}

/// What is to be seen: a step by its key, with a question of it; or, where nothing is named, the first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    step: String,
    field: Option<String>,
}

async fn look(
    State(state): State<AppState>,
    Extension(known): Extension<RequestContext>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let page = match Page::open(&state, &caller, &id).await {
        Ok(page) => page,
        Err(error) => return refuse(&state, error, known),
    };
    let steps = &page.form.definition.steps;
    if steps.is_empty() {
        let words = "Add a step and a field, and they show here.";
        let html = message_page(files(&state.config.site_root), "This form asks nothing yet", words, None);
        return page.answer(StatusCode::OK, html);
    }
    let step = steps.iter().position(|step| step.key == wanted.step).unwrap_or(0);
    let html = look_at(&page.frame(&state), &FormLook::Step { step, field: wanted.field }, &page.address);
    page.answer(StatusCode::OK, html)
}

async fn step(
    State(state): State<AppState>,
    Extension(known): Extension<RequestContext>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    form: std::result::Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let page = match Page::open(&state, &caller, &id).await {
        Ok(page) => page,
        Err(error) => return refuse(&state, error, known),
    };
    let Ok(Form(pairs)) = form else {
        let words = "The answers could not be read.";
        return Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body.unreadable", words, known.id)
            .into_response();
    };
    let own = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let definition = &page.form.definition;
    let mut answers = Answers::new();
    for (key, value) in pairs.iter().filter(|(key, _)| definition.asked_by(key).is_some()) {
        keep(definition, key, value, &mut answers);
    }
    let here = own("_step").parse().unwrap_or(0);
    let (status, html) = page.walk(&state, here, own("_go"), &answers);
    page.answer(status, html)
}

/// A draft that a member looks at.
struct Page {
    form: PublicForm,
    nonce: String,
    address: String,
}

impl Page {
    async fn open(state: &AppState, caller: &Caller, id: &str) -> Result<Self> {
        let signed_in = caller.signed_in.as_ref().ok_or(Error::Unauthenticated)?;
        let id: FormId = id.parse().map_err(|_| Error::NotFound("the form"))?;
        let form = domain::forms::preview(&state.cx, &signed_in.actor, id).await?;
        let nonce = base64::engine::general_purpose::STANDARD.encode(state.cx.random::<16>());
        Ok(Self { form, nonce, address: preview_address(id) })
    }

    fn frame(&self, state: &AppState) -> Frame<'_> {
        Frame {
            form: &self.form,
            files: files(&state.config.site_root),
            nonce: &self.nonce,
            embedded: None,
            extent: Extent::Page,
            purpose: Purpose::Preview,
        }
    }

    /// Back, on, or to what follows the submit, by the rules of the public form.
    fn walk(&self, state: &AppState, here: usize, way: &str, answers: &Answers) -> (StatusCode, String) {
        let definition: &FormDefinition = &self.form.definition;
        let shown = definition.shown_steps(answers);
        let show = |step: usize, errors: &[shared::FieldError]| {
            let view = StepView {
                step,
                answers,
                errors,
                action: &self.address,
                key: "",
                stamp: "",
                draft: None,
                resume: None,
                notice: None,
            };
            step_page(&self.frame(state), &view)
        };
        if way == "back" {
            let before = shown.iter().copied().rev().find(|index| *index < here).unwrap_or(0);
            return (StatusCode::OK, show(before, &[]));
        }
        let errors = check_step(definition, here, answers);
        if !errors.is_empty() {
            return (StatusCode::UNPROCESSABLE_ENTITY, show(here, &errors));
        }
        if let Some(next) = shown.iter().copied().find(|index| *index > here) {
            return (StatusCode::OK, show(next, &[]));
        }
        match parse_all(definition, answers) {
            Ok(_) => (StatusCode::OK, thanks_page(&self.frame(state))),
            Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, show(here, &errors)),
        }
    }

    fn answer(&self, status: StatusCode, html: String) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'self' 'nonce-{}'; img-src 'self' data:; font-src 'self'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
            self.nonce
        );
        page(status, html, &policy)
    }
}

fn page(status: StatusCode, html: String, policy: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    let mut response = (status, headers, html).into_response();
    if let Ok(policy) = HeaderValue::from_str(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn refuse(state: &AppState, error: Error, known: RequestContext) -> Response {
    let (status, title, words) = match &error {
        Error::NotFound(_) => (StatusCode::NOT_FOUND, "This form is not here", "It may have been removed."),
        Error::Unauthenticated => (
            StatusCode::UNAUTHORIZED,
            "Sign in to see this form",
            "Only members see it before it is published.",
        ),
        Error::Forbidden => {
            (StatusCode::FORBIDDEN, "Your role does not show this", "Ask an admin of your organization.")
        }
        _ => return Problem::from_domain(error, known.id).into_response(),
    };
    let html = message_page(files(&state.config.site_root), title, words, None);
    page(status, html, "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'")
}
