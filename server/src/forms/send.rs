//! The last step of both doors: limits and traps decide whether a person looks first, then intake takes the answers.

use super::arrival::Arrival;
use super::limits::Verdict;
use crate::state::AppState;
use domain::forms::drafts::Draft;
use domain::intake::{Receipt, Submission};
use domain::{Error, Result, secrets};
use shared::attribution::Attribution;
use shared::forms::{Answers, PublicForm};
use shared::review::HoldReason;
use std::fmt::Write as _;

/// What was sent, as either door read it.
pub(super) struct Sent {
    pub(super) key: String,
    pub(super) stamp: String,
    pub(super) answers: Answers,
    pub(super) attribution: Attribution,
    /// Origin of the page around the frame.
    pub(super) host: Option<String>,
    pub(super) draft: Option<Draft>,
    /// What stood in the field that people do not see.
    pub(super) trap: String,
}

/// Hands the answers over. Whoever is held back gets the same receipt as anybody: a machine learns nothing, and a
/// person loses nothing.
pub(super) async fn send(state: &AppState, arrival: &Arrival, sent: Sent) -> Result<Receipt> {
    // Counted before anything else, so that traps do not hide a flood.
    let verdict = state.form_limits.submission(arrival.ip, arrival.form.id);
    if let Verdict::Refuse(retry_after) = verdict {
        return Err(Error::RateLimited { retry_after });
    }
    let mut hold = Vec::new();
    if verdict == Verdict::Review {
        hold.push(HoldReason::RateLimited);
    }
    if !sent.trap.trim().is_empty() {
        hold.push(HoldReason::Honeypot);
    }
    hold.extend(timing(state, &arrival.form, &sent.stamp));
    let (draft, attribution, host) = match sent.draft {
        // The visit that began the form is the one that is known best.
        Some(draft) if sent.attribution.last.is_empty() => {
            (Some(draft.id), draft.attribution, sent.host.or(draft.host_origin))
        }
        Some(draft) => (Some(draft.id), sent.attribution, sent.host.or(draft.host_origin)),
        None => (None, sent.attribution, sent.host),
    };
    let submission = Submission {
        key: sent.key,
        answers: sent.answers,
        attribution,
        host_origin: host,
        peer: arrival.peer.clone(),
        request: arrival.request,
        draft,
        hold,
    };
    state.intake.submit(&arrival.form, submission).await
}

/// What the stamp handed out with the page says.
fn timing(state: &AppState, form: &PublicForm, stamp: &str) -> Option<HoldReason> {
    let now = state.cx.now();
    match secrets::read_stamp(&state.cx, &purpose(form), stamp) {
        None => Some(HoldReason::NoTimestamp),
        Some(opened) if now - opened < state.form_limits.min_fill => Some(HoldReason::TooFast),
        Some(_) => None,
    }
}

/// What stamps of a form are signed for.
pub(super) fn purpose(form: &PublicForm) -> String {
    format!("form:{}", form.id)
}

/// The key of a draft's submission: however often and from wherever it is sent, it is one.
pub(super) fn key_of(token: &str) -> String {
    hex(secrets::token_hash(&format!("key:{token}")).get(..16).unwrap_or_default())
}

/// A key for a form without a draft.
pub(super) fn fresh_key(state: &AppState) -> String {
    hex(&state.cx.random::<16>())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}
