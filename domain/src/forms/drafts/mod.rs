//! Forms that were begun: what a visitor typed so far, under a token that only the visitor's page knows.
//! A draft begins with the first saved answer, not with a page view. Noticing abandonment is [`sweep`]'s business.

mod notice;
mod store;
mod sweep;

pub use notice::NoticeAbandoned;
pub use sweep::sweep;

use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::secrets;
use chrono::{DateTime, TimeDelta, Utc};
use shared::attribution::{Attribution, Touch};
use shared::events::EventKind;
use shared::forms::{Answers, FieldKind, FormDefinition, MAX_ANSWERS, PublicForm};
use shared::{DraftId, FieldError, RequestId};

/// How long an untouched draft can be resumed.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// Most bytes of answers, as JSON.
pub const MAX_BYTES: usize = 32_768;

/// What a draft begins with.
#[derive(Debug, Clone, Default)]
pub struct DraftStart {
    pub attribution: Attribution,
    /// The site that shows the form in a frame; checked by the caller.
    pub host_origin: Option<String>,
}

/// A draft that was just begun. The token is shown once and stored as its hash.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    pub id: DraftId,
    pub token: String,
}

/// A draft as it was last saved, with the questions of the form as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub answers: Answers,
    pub step: usize,
    pub attribution: Attribution,
    pub host_origin: Option<String>,
    pub started_at: DateTime<Utc>,
    /// The form was sent; nothing can be changed any more.
    pub submitted: bool,
}

/// Begins a draft without answers and records that the form was started.
pub async fn open(
    cx: &Context,
    form: &PublicForm,
    request: RequestId,
    peer: &Peer,
    start: DraftStart,
) -> Result<OpenDraft> {
    begin(cx, form, request, peer, start, 0, &Answers::new()).await
}

/// [`open`] and [`save`] in one: a draft is there with its first answers or not at all.
///
/// Errors: as [`save`].
pub async fn begin(
    cx: &Context,
    form: &PublicForm,
    request: RequestId,
    peer: &Peer,
    start: DraftStart,
    step: usize,
    answers: &Answers,
) -> Result<OpenDraft> {
    let answers = keepable(&form.definition, answers)?;
    let now = cx.now();
    let (token, token_hash) = secrets::new_token(cx);
    let id = DraftId::from_uuid(cx.new_id());
    let row = store::New {
        id,
        token_hash,
        answers: serde_json::to_value(&answers)?,
        step: bounded_step(&form.definition, step),
        attribution: serde_json::to_value(until(start.attribution.bounded(), now))?,
        host_origin: start.host_origin,
        peer: peer.clone(),
    };
    let (context, actor, form_id) = (cx.clone(), Actor::visitor(form.org, request), form.id);
    let version = store::stored_version(form)?;
    cx.write(move |tx| {
        Box::pin(async move {
            store::insert(tx, actor.org(), form_id, version, row, now).await?;
            let kind = EventKind::FormStarted { form: form_id };
            events::append(&context, tx, &actor, now, Subject::Draft(id), kind).await?;
            Ok(())
        })
    })
    .await?;
    Ok(OpenDraft { id, token })
}

/// The draft of a token; `None` when there is none, when it belongs to another form or is too old to be resumed.
pub async fn load(cx: &Context, form: &PublicForm, token: &str) -> Result<Option<Draft>> {
    let db = cx.db().read();
    let Some(row) = store::by_token(db, form, token, cx.now() - KEPT).await? else { return Ok(None) };
    let mut answers: Answers = serde_json::from_value(row.answers)?;
    // The form may have been published anew since: what it no longer asks is no longer an answer.
    answers.retain(|key, _| form.definition.asked_by(key).is_some_and(|field| !field.sensitive));
    if row.form_version != store::stored_version(form)? {
        let shown = super::store::definition(db, row.org_id, row.form_id, row.form_version).await?;
        answers.retain(|key, _| !agrees_to_other_words(&form.definition, &shown, key));
    }
    let step = usize::try_from(row.step).unwrap_or(0);
    Ok(Some(Draft {
        id: DraftId::from_uuid(row.id),
        answers,
        step: step.min(form.definition.steps.len().saturating_sub(1)),
        attribution: serde_json::from_value(row.attribution)?,
        host_origin: row.host_origin,
        started_at: row.started_at,
        submitted: row.submitted_at.is_some(),
    }))
}

/// Whether an answer is a consent to words that are now others: nobody has agreed to what they have not seen.
fn agrees_to_other_words(now: &FormDefinition, shown: &FormDefinition, key: &str) -> bool {
    let words = |form: &FormDefinition| match form.field(key).map(|field| &field.kind) {
        Some(FieldKind::Consent { consent }) => {
            form.consent(consent).map(|consent| (consent.text.clone(), consent.channels.clone()))
        }
        _ => None,
    };
    words(now).is_some_and(|now| words(shown) != Some(now))
}

/// Replaces the saved answers. Sensitive answers are left out, so they are never stored before the submit.
///
/// Errors: `answers.unknown`, `answers.too_many`, `answers.too_large`, `text.control`; not found for a token that
/// [`load`] would not find; a conflict once the form was sent.
pub async fn save(
    cx: &Context,
    form: &PublicForm,
    token: &str,
    step: usize,
    answers: &Answers,
) -> Result<()> {
    let answers = serde_json::to_value(keepable(&form.definition, answers)?)?;
    let now = cx.now();
    let step = bounded_step(&form.definition, step);
    let (form, token) = (form.clone(), token.to_owned());
    cx.write(move |tx| {
        Box::pin(async move {
            if store::update(tx, &form, &token, answers, step, now, now - KEPT).await? {
                return Ok(());
            }
            match store::by_token(tx, &form, &token, now - KEPT).await? {
                Some(_) => Err(Error::Conflict("This form was sent already.".to_owned())),
                None => Err(Error::NotFound("the saved form")),
            }
        })
    })
    .await
}

/// What may be kept of answers that are still being typed: nothing blank, nothing sensitive, bounded as a whole.
fn keepable(definition: &FormDefinition, answers: &Answers) -> Result<Answers> {
    if answers.len() > MAX_ANSWERS {
        return Err(Error::invalid(
            "answers",
            "answers.too_many",
            format!("Send at most {MAX_ANSWERS} answers."),
        ));
    }
    let mut errors = Vec::new();
    let mut kept = Answers::new();
    for (key, value) in answers {
        match definition.asked_by(key) {
            None => {
                let shown: String = key.chars().filter(|c| !c.is_control()).take(60).collect();
                errors.push(FieldError::new(
                    format!("answers.{shown}"),
                    "answers.unknown",
                    "This form has no such question.",
                ));
            }
            Some(_) if value.contains('\0') => errors.push(FieldError::new(
                format!("answers.{key}"),
                "text.control",
                "Remove the characters that cannot be shown.",
            )),
            Some(field) if !field.sensitive && !value.trim().is_empty() => {
                kept.insert(key.clone(), value.clone());
            }
            Some(_) => {}
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if serde_json::to_string(&kept)?.len() > MAX_BYTES {
        return Err(Error::invalid("answers", "answers.too_large", "Shorten your answers."));
    }
    Ok(kept)
}

fn bounded_step(definition: &FormDefinition, step: usize) -> i32 {
    i32::try_from(step.min(definition.steps.len().saturating_sub(1))).unwrap_or(0)
}

/// A visitor's clock may be wrong, but no visit began in the future.
fn until(mut attribution: Attribution, now: DateTime<Utc>) -> Attribution {
    let bound = |touch: &mut Touch| touch.occurred_at = touch.occurred_at.map(|at| at.min(now));
    bound(&mut attribution.first);
    bound(&mut attribution.last);
    attribution
}
