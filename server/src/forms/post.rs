//! `POST /f/{slug}`: one step as a plain form posts it. Saves, then goes back, on, or sends; whatever is wrong, the
//! page comes back with what was typed. A script posts the same and asks for the next page as a fragment.

use super::arrival::Arrival;
use super::input::{attribution, attribution_of_query};
use super::pages::{Typed, prefill, sent};
use super::send::{Sent, key_of, send};
use crate::state::AppState;
use app::public_form::{Extent, TRAP, message_page, thanks_page};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::forms::drafts::{self, Draft, DraftStart};
use domain::{Error, Result};
use shared::FieldError;
use shared::attribution::Attribution;
use shared::forms::{Answers, FieldKind, Finish, FormDefinition, check_step};
use std::time::Duration;

const CHANGED: &str =
    "This form was changed while you filled it in. Your answers are still here: look at them and go on.";

/// Where the visitor wants to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Next,
    Submit,
}

/// A posted step, put over what was saved before.
struct Posted {
    typed: Typed,
    way: Way,
    draft: Option<Draft>,
    attribution: Attribution,
    trap: String,
    /// Where to go on, when the page was one of another version of the form.
    renewed: Option<usize>,
}

/// Takes a step.
pub(super) async fn step(
    State(state): State<AppState>,
    arrival: Arrival,
    form: std::result::Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let pairs = match form {
        Ok(Form(pairs)) => pairs,
        Err(error) => return unreadable(&arrival, error.status()),
    };
    match take(&state, &arrival, pairs).await {
        Ok(posted) => go(&state, &arrival, posted).await,
        Err(error) => failed(&state, &arrival, None, error),
    }
}

fn unreadable(arrival: &Arrival, status: StatusCode) -> Response {
    let words = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "The answers are longer than 64 kB. Go back and shorten them.",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            "The answers did not come as a form. Open the form and send it from there."
        }
        _ => "The answers could not be read. Go back and send them again.",
    };
    let link = Some((arrival.address("", &[]), "Open the form".to_owned()));
    arrival.page(status, message_page(arrival.files, "This did not work", words, link))
}

async fn take(state: &AppState, arrival: &Arrival, pairs: Vec<(String, String)>) -> Result<Posted> {
    let definition = &arrival.form.definition;
    let own = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let last = definition.steps.len().saturating_sub(1);
    let step = own("_step").parse::<usize>().unwrap_or(0).min(last);
    let way = match own("_go") {
        "back" => Way::Back,
        "submit" => Way::Submit,
        _ => Way::Next,
    };
    let token = own("_draft");
    let draft = if token.is_empty() { None } else { drafts::load(&state.cx, &arrival.form, token).await? };
    let mut answers = draft.as_ref().map(|draft| draft.answers.clone()).unwrap_or_default();
    prefill(arrival, &mut answers);
    forget_ticks(definition, step, &mut answers);
    for (key, value) in pairs.iter().filter(|(key, _)| !key.starts_with('_') && key != TRAP) {
        keep(definition, key, value, &mut answers);
    }
    let version = own("_version");
    let renewed = (!version.is_empty() && version != arrival.form.version.to_string())
        .then(|| renew(definition, &mut answers));
    let now = state.cx.now();
    let handed =
        serde_json::from_str(own("_attribution")).map(|value| attribution(&value, now)).unwrap_or_default();
    let key = own("_key");
    let key_ok = (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    Ok(Posted {
        typed: Typed {
            step,
            answers,
            token: draft.as_ref().map(|_| token.to_owned()),
            key: if key_ok { key.to_owned() } else { String::new() },
            stamp: own("_stamp").to_owned(),
        },
        way,
        draft,
        attribution: if handed.last.is_empty() { attribution_of_query(&arrival.query, now) } else { handed },
        trap: own(TRAP).to_owned(),
        renewed,
    })
}

/// Takes what a page of another version held: what is no longer asked is no answer, and nobody has agreed to words that
/// were not on their page. Answers the step to go on with: the first that has something to do, else the last.
fn renew(definition: &FormDefinition, answers: &mut Answers) -> usize {
    answers.retain(|key, _| {
        definition.asked_by(key).is_some_and(|field| !matches!(field.kind, FieldKind::Consent { .. }))
    });
    let shown = definition.shown_steps(answers);
    let asks = |index: &usize| {
        let consents = definition.steps.get(*index).is_some_and(|step| {
            step.shown_fields(answers).any(|field| matches!(field.kind, FieldKind::Consent { .. }))
        });
        consents || !check_step(definition, *index, answers).is_empty()
    };
    shown.iter().copied().find(asks).or(shown.last().copied()).unwrap_or(0)
}

/// Keeps an answer. Every box of a question that is ticked is posted by itself.
pub(super) fn keep(definition: &FormDefinition, key: &str, value: &str, answers: &mut Answers) {
    let several = definition.field(key).is_some_and(|field| field.kind.is_several());
    match answers.get_mut(key) {
        Some(others) if several && !others.is_empty() => {
            others.push(',');
            others.push_str(value);
        }
        _ => {
            answers.insert(key.to_owned(), value.to_owned());
        }
    }
}

/// A box that was unticked is not posted at all.
fn forget_ticks(definition: &FormDefinition, step: usize, answers: &mut Answers) {
    let fields = definition.steps.get(step).map(|step| step.fields.as_slice()).unwrap_or_default();
    for field in fields {
        let boxes = matches!(field.kind, FieldKind::Checkbox | FieldKind::Consent { .. });
        if boxes || field.kind.is_several() {
            answers.remove(&field.key);
        }
    }
}

async fn go(state: &AppState, arrival: &Arrival, mut posted: Posted) -> Response {
    let definition = &arrival.form.definition;
    let shown = definition.shown_steps(&posted.typed.answers);
    let here = posted.typed.step;
    let later = shown.iter().copied().find(|index| *index > here);
    if posted.draft.as_ref().is_some_and(|draft| draft.submitted) && posted.way != Way::Submit {
        return sent(arrival, StatusCode::CONFLICT);
    }
    if let Some(step) = posted.renewed {
        return match save(state, arrival, &mut posted, step).await {
            Ok(()) => {
                posted.typed.step = step;
                again(state, arrival, &posted, StatusCode::OK, &[], Some(CHANGED))
            }
            Err(error) => failed(state, arrival, Some(posted), error),
        };
    }
    match (posted.way, later) {
        // An answer of this step may have brought another step, or taken the last one away.
        (Way::Next | Way::Submit, Some(next)) => on(state, arrival, posted, next).await,
        (Way::Next, None) => on(state, arrival, posted, here).await,
        (Way::Back, _) => {
            let before = shown.iter().copied().rev().find(|index| *index < here).unwrap_or(here);
            match save(state, arrival, &mut posted, before).await {
                Ok(()) => show(state, arrival, posted, before),
                Err(error) => failed(state, arrival, Some(posted), error),
            }
        }
        (Way::Submit, None) => submit(state, arrival, posted).await,
    }
}

/// Saves what was typed, also when it is wrong, and goes to `next` when it is not.
async fn on(state: &AppState, arrival: &Arrival, mut posted: Posted, next: usize) -> Response {
    let errors = check_step(&arrival.form.definition, posted.typed.step, &posted.typed.answers);
    let step = if errors.is_empty() { next } else { posted.typed.step };
    match save(state, arrival, &mut posted, step).await {
        Ok(()) if errors.is_empty() => show(state, arrival, posted, next),
        Ok(()) => again(state, arrival, &posted, StatusCode::UNPROCESSABLE_ENTITY, &errors, None),
        Err(Error::Invalid(more)) => {
            let all: Vec<FieldError> = errors.into_iter().chain(more).collect();
            again(state, arrival, &posted, StatusCode::UNPROCESSABLE_ENTITY, &all, None)
        }
        Err(error) => failed(state, arrival, Some(posted), error),
    }
}

async fn save(state: &AppState, arrival: &Arrival, posted: &mut Posted, step: usize) -> Result<()> {
    state.form_limits.draft(arrival.ip).map_err(|retry_after| Error::RateLimited { retry_after })?;
    let (cx, form, answers) = (&state.cx, &arrival.form, &posted.typed.answers);
    if let Some(token) = &posted.typed.token {
        return drafts::save(cx, form, token, step, answers).await;
    }
    let start = DraftStart {
        attribution: posted.attribution.clone(),
        host_origin: arrival.host.as_ref().map(ToString::to_string),
    };
    let open = drafts::begin(cx, form, arrival.request, &arrival.peer, start, step, answers).await?;
    posted.typed.token = Some(open.token);
    Ok(())
}

/// The step to go to. Sensitive answers are stored nowhere, so they travel in the page instead of being forgotten by a
/// redirect.
fn show(state: &AppState, arrival: &Arrival, mut posted: Posted, step: usize) -> Response {
    let definition = &arrival.form.definition;
    let token = posted.typed.token.clone().unwrap_or_default();
    let key = definition.steps.get(step).map_or("", |step| step.key.as_str());
    let address = arrival.address("", &[("resume", &token), ("step", key)]);
    let travels = posted.typed.answers.iter().any(|(key, value)| {
        !value.trim().is_empty() && definition.asked_by(key).is_some_and(|field| field.sensitive)
    });
    posted.typed.step = step;
    let draft = posted.draft.take();
    let page = || posted.typed.render(state, arrival, draft.as_ref(), &[], None);
    if travels && arrival.extent == Extent::Page {
        return arrival.page(StatusCode::OK, page());
    }
    arrival.onward(&address, page)
}

async fn submit(state: &AppState, arrival: &Arrival, posted: Posted) -> Response {
    let typed = &posted.typed;
    let sent = Sent {
        key: match &typed.token {
            Some(token) => key_of(token),
            None if typed.key.is_empty() => super::send::fresh_key(state),
            None => typed.key.clone(),
        },
        stamp: typed.stamp.clone(),
        answers: filled(&typed.answers),
        attribution: posted.attribution.clone(),
        host: arrival.host.as_ref().map(ToString::to_string),
        draft: posted.draft.clone(),
        trap: posted.trap.clone(),
    };
    match send(state, arrival, sent).await {
        Ok(_) => thanks(arrival),
        Err(error) => failed(state, arrival, Some(posted), error),
    }
}

/// Blank answers say nothing; leaving them out makes a repeated submit the same however it was typed.
fn filled(answers: &Answers) -> Answers {
    answers
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn thanks(arrival: &Arrival) -> Response {
    let elsewhere = match &arrival.form.definition.finish {
        // A frame may not be able to show another site, so it gets a link to it.
        Finish::Redirect { url } if arrival.host.is_none() && arrival.extent == Extent::Page => {
            Some(url.clone())
        }
        _ => None,
    };
    let address = elsewhere.unwrap_or_else(|| arrival.address("/thanks", &[]));
    arrival.onward(&address, || thanks_page(&arrival.frame()))
}

/// The same step again, with what was typed.
fn again(
    state: &AppState,
    arrival: &Arrival,
    posted: &Posted,
    status: StatusCode,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Response {
    arrival.page(status, posted.typed.render(state, arrival, posted.draft.as_ref(), errors, notice))
}

fn failed(state: &AppState, arrival: &Arrival, posted: Option<Posted>, error: Error) -> Response {
    let (status, words, wait) = match error {
        Error::Invalid(errors) => return point_out(state, arrival, posted, &errors),
        Error::Conflict(_) => return sent(arrival, StatusCode::CONFLICT),
        Error::RateLimited { retry_after } => (
            StatusCode::TOO_MANY_REQUESTS,
            "Many forms came from your network just now. Your answers are still here: wait a minute and press the button again.",
            Some(retry_after),
        ),
        Error::Unavailable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "We could not save this right now. Your answers are still here: press the button again in a moment.",
            Some(Duration::from_secs(5)),
        ),
        other => {
            tracing::error!(error = other.traced(), "a step could not be taken");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong on our side. Your answers are still here: press the button again in a moment.",
                None,
            )
        }
    };
    let mut response = if let Some(posted) = posted {
        again(state, arrival, &posted, status, &[], Some(words))
    } else {
        let link = Some((arrival.address("", &[]), "Open the form".to_owned()));
        arrival.page(status, message_page(arrival.files, "This did not work", words, link))
    };
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    response
}

/// Shows the first step that has something to correct, with its errors; what belongs to no step is said where the
/// visitor is.
fn point_out(state: &AppState, arrival: &Arrival, posted: Option<Posted>, errors: &[FieldError]) -> Response {
    let Some(mut posted) = posted else {
        return unreadable(arrival, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let definition = &arrival.form.definition;
    let step_of = |error: &FieldError| {
        let key = error.path.strip_prefix("answers.")?;
        let field = definition.asked_by(key).or_else(|| definition.field(key))?;
        definition.steps.iter().position(|step| step.fields.iter().any(|own| own.key == field.key))
    };
    let first = errors.iter().filter_map(step_of).min();
    posted.typed.step = first.unwrap_or(posted.typed.step);
    let here: Vec<FieldError> = errors
        .iter()
        .filter(|error| step_of(error).is_none_or(|step| Some(step) == first))
        .cloned()
        .collect();
    again(state, arrival, &posted, StatusCode::UNPROCESSABLE_ENTITY, &here, None)
}
