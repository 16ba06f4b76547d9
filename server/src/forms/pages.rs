//! `GET /f/{slug}` and its thanks: the pages a visitor sees, fresh or resumed.

use super::arrival::Arrival;
use super::drafts::resume_link;
use super::input::is_hidden_field;
use super::send::{fresh_key, key_of, purpose};
use crate::problem::Problem;
use crate::state::AppState;
use app::public_form::{StepView, sent_page, step_page, thanks_page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::forms::drafts::{self, Draft};
use domain::secrets;
use shared::FieldError;
use shared::forms::{Answers, FormDefinition};

const GONE: &str = "The saved form is no longer here: it was kept for 30 days. Please start again.";

/// The first step, or the saved one of `?resume=token`; `&step=key` asks for another.
pub(super) async fn step(State(state): State<AppState>, arrival: Arrival) -> Response {
    let token = arrival.parameter("resume").filter(|token| !token.is_empty());
    let draft = match token {
        None => None,
        Some(token) => match drafts::load(&state.cx, &arrival.form, token).await {
            Ok(draft) => draft,
            Err(error) => return Problem::from_domain(error, arrival.request).into_response(),
        },
    };
    if draft.as_ref().is_some_and(|draft| draft.submitted) {
        return sent(&arrival, StatusCode::OK);
    }
    let definition = &arrival.form.definition;
    let mut answers = draft.as_ref().map(|draft| draft.answers.clone()).unwrap_or_default();
    prefill(&arrival, &mut answers);
    let wanted = arrival
        .parameter("step")
        .and_then(|key| definition.steps.iter().position(|step| step.key == key))
        .or_else(|| draft.as_ref().map(|draft| draft.step))
        .unwrap_or(0);
    let typed = Typed {
        step: nearest(definition, &answers, wanted),
        answers,
        token: draft.as_ref().and(token).map(ToOwned::to_owned),
        key: String::new(),
        stamp: String::new(),
    };
    if token.is_none() && arrival.is_seen_first() {
        state.form_views.count(&arrival.form, state.cx.now());
    }
    let notice = (token.is_some() && draft.is_none()).then_some(GONE);
    arrival.page(StatusCode::OK, typed.render(&state, &arrival, draft.as_ref(), &[], notice))
}

/// What happens next.
pub(super) async fn thanks(arrival: Arrival) -> Response {
    arrival.page(StatusCode::OK, thanks_page(&arrival.frame()))
}

/// The page for a draft that was sent.
pub(super) fn sent(arrival: &Arrival, status: StatusCode) -> Response {
    arrival.page(status, sent_page(&arrival.frame(), &arrival.address("", &[])))
}

/// What a page of a step is made from.
pub(super) struct Typed {
    pub(super) step: usize,
    pub(super) answers: Answers,
    /// Of the draft, once there is one.
    pub(super) token: Option<String>,
    /// Empty: the draft's, or a fresh one.
    pub(super) key: String,
    /// Empty: a fresh one.
    pub(super) stamp: String,
}

impl Typed {
    /// The page. A draft lends its age to the stamp: whoever comes back may send at once.
    pub(super) fn render(
        &self,
        state: &AppState,
        arrival: &Arrival,
        draft: Option<&Draft>,
        errors: &[FieldError],
        notice: Option<&str>,
    ) -> String {
        let form = &arrival.form;
        let opened = draft.map_or_else(|| state.cx.now(), |draft| draft.started_at);
        let stamp = if self.stamp.is_empty() || draft.is_some() {
            secrets::stamp(&state.cx, &purpose(form), opened)
        } else {
            self.stamp.clone()
        };
        let key = match &self.token {
            Some(token) => key_of(token),
            None if self.key.is_empty() => fresh_key(state),
            None => self.key.clone(),
        };
        let resume = self.token.as_deref().map(|token| resume_link(state, arrival, token));
        let view = StepView {
            step: self.step,
            answers: &self.answers,
            errors,
            action: &arrival.address("", &[]),
            key: &key,
            stamp: &stamp,
            draft: self.token.as_deref(),
            resume: resume.as_deref(),
            notice,
        };
        step_page(&arrival.frame(), &view)
    }
}

/// Takes what the address says for hidden questions, where nothing is known yet.
pub(super) fn prefill(arrival: &Arrival, answers: &mut Answers) {
    for (key, value) in &arrival.query {
        if is_hidden_field(&arrival.form.definition, key) && !answers.contains_key(key) {
            answers.insert(key.clone(), value.clone());
        }
    }
}

/// The step itself when it is shown, else the last shown one before it.
fn nearest(definition: &FormDefinition, answers: &Answers, wanted: usize) -> usize {
    let shown = definition.shown_steps(answers);
    shown.iter().rev().find(|index| **index <= wanted).or(shown.first()).copied().unwrap_or(0)
}
