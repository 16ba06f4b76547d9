//! Noticing that a visitor left: each idle draft yields one event, whichever process looks first.

use super::store;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use chrono::TimeDelta;
use entity::form_drafts;
use shared::events::EventKind;
use shared::forms::{Answers, FormDefinition};
use shared::{DraftId, FormId, OrgId, RequestId};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// Drafts marked in one transaction, so that the writer is not held for long.
const BATCH: u64 = 200;

/// Marks every draft that nobody touched for `idle` and records `form.abandoned` for each, once. Returns how many.
/// Safe to run in several processes at a time.
pub async fn sweep(cx: &Context, request: RequestId, idle: TimeDelta) -> Result<u64> {
    let mut total = 0;
    loop {
        let context = cx.clone();
        let marked =
            cx.write(move |tx| Box::pin(async move { batch(&context, tx, request, idle).await })).await?;
        total += marked;
        if marked < BATCH {
            return Ok(total);
        }
    }
}

async fn batch(
    cx: &Context,
    tx: &sea_orm::DatabaseTransaction,
    request: RequestId,
    idle: TimeDelta,
) -> Result<u64> {
    let now = cx.now();
    let rows = store::abandon(tx, now - idle, BATCH, now).await?;
    let mut definitions: HashMap<(uuid::Uuid, i32), FormDefinition> = HashMap::new();
    let mut happened = Vec::with_capacity(rows.len());
    for row in rows {
        let version = (row.form_id, row.form_version);
        let definition = match definitions.entry(version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(
                crate::forms::store::definition(tx, row.org_id, row.form_id, row.form_version).await?,
            ),
        };
        happened.push(NewEvent {
            actor: Actor::system(OrgId::from_uuid(row.org_id), request),
            subject: Subject::Draft(DraftId::from_uuid(row.id)),
            kind: abandoned(&row, definition)?,
            at: now,
        });
    }
    events::append_all(cx, tx, &happened).await?;
    Ok(u64::try_from(happened.len()).unwrap_or(0))
}

fn abandoned(row: &form_drafts::Model, definition: &FormDefinition) -> Result<EventKind> {
    let answers: Answers = serde_json::from_value(row.answers.clone())?;
    // The parts of an address are one answer.
    let answered: BTreeSet<&str> = answers
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .filter_map(|(key, _)| definition.asked_by(key).map(|field| field.key.as_str()))
        .collect();
    let step = usize::try_from(row.step).ok().and_then(|index| definition.steps.get(index));
    Ok(EventKind::FormAbandoned {
        form: FormId::from_uuid(row.form_id),
        step: step.map_or_else(String::new, |step| step.key.clone()),
        answered: u32::try_from(answered.len()).unwrap_or(u32::MAX),
    })
}
