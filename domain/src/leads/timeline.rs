//! What happened to a lead, told in words: its events with what they refer to.

use super::{mentions, rows};
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{Position, StoredEvent};
use crate::members;
use crate::merges;
use entity::{activities, events, form_versions, forms, leads, submissions};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use shared::events::EventKind;
use shared::forms::{Answers, FormDefinition};
use shared::roles::Permission;
use shared::timeline::{TimelineActor, TimelineEntry, TimelinePage};
use shared::{LeadId, MemberId, OrgId, SubmissionId};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// Entries of a page.
const ENTRIES: usize = 50;

/// Question and answer, in the order of the form.
type Told = Vec<(String, String)>;

/// The events of a lead, newest first, 50 a page; `older` is [`TimelinePage::older`] of the page before.
///
/// Errors: [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`] at `older`.
pub async fn timeline(
    cx: &Context,
    actor: &Actor,
    lead: LeadId,
    older: Option<&str>,
) -> Result<TimelinePage> {
    actor.require(Permission::ReadLeads)?;
    let before = older.map(position).transpose()?;
    let (db, org) = (cx.db().read(), actor.org());
    let lead = merges::standing_lead(db, org, lead).await?;
    // A lead without events of this organization is not here either.
    rows::summary(db, org, lead).await?;
    let leads = merges::ids_of_lead(db, org, lead).await?;
    let mut events = stored(db, org, lead, &leads, before).await?;
    let more = events.len() > ENTRIES;
    events.truncate(ENTRIES);
    let older = events.last().filter(|_| more).map(|event| event.position.to_string());
    let referred = Referred::of(db, org, &events, true).await?;
    let entries = events.into_iter().map(|event| referred.entry(event)).collect();
    Ok(TimelinePage { entries, older })
}

/// A place in the log that was handed out before.
pub(crate) fn position(text: &str) -> Result<Position> {
    text.parse().map_err(|_| {
        Error::invalid(
            "older",
            "position.invalid",
            "This place in the timeline is not known. Reload the page.",
        )
    })
}

async fn stored(
    db: &impl ConnectionTrait,
    org: OrgId,
    lead: LeadId,
    leads: &[Uuid],
    before: Option<Position>,
) -> Result<Vec<StoredEvent>> {
    let mut query = events::Entity::find()
        .filter(events::Column::OrgId.eq(org.uuid()))
        .filter(events::Column::SubjectKind.eq("lead"));
    // That two became one is told once, by the one that stays.
    query = if let [only] = leads {
        query.filter(events::Column::SubjectId.eq(*only))
    } else {
        let own = events::Column::SubjectId.eq(lead.uuid());
        let told = events::Column::Kind.is_not_in(["lead.merged", "lead.split"]);
        query
            .filter(events::Column::SubjectId.is_in(leads.iter().copied()))
            .filter(Condition::any().add(own).add(told))
    };
    if let Some(before) = before {
        query = query.filter(Condition::any().add(events::Column::Tx.lt(before.tx)).add(
            Condition::all().add(events::Column::Tx.eq(before.tx)).add(events::Column::Seq.lt(before.seq)),
        ));
    }
    let rows = query
        .order_by_desc(events::Column::Tx)
        .order_by_desc(events::Column::Seq)
        .limit(u64::try_from(ENTRIES + 1).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    rows.into_iter().map(StoredEvent::from_row).collect()
}

/// What some events refer to, looked up at once.
pub(crate) struct Referred {
    names: HashMap<MemberId, String>,
    bodies: HashMap<Uuid, String>,
    mentioned: HashMap<Uuid, Vec<MemberId>>,
    answers: HashMap<Uuid, Told>,
    sources: HashMap<Uuid, String>,
}

impl Referred {
    /// Of events of one organization. Without `told`, what was answered in forms is left out.
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        org: OrgId,
        events: &[StoredEvent],
        told: bool,
    ) -> Result<Self> {
        let sent = sent(db, org, events).await?;
        let forms = sent.iter().map(|sent| (sent.id, sent.form_id)).collect();
        let bodies = bodies(db, org, events).await?;
        Ok(Self {
            names: members::names(db, org).await?,
            mentioned: mentions::of(db, org, bodies.keys().copied().collect()).await?,
            bodies,
            sources: sources(db, org, events, &forms).await?,
            answers: if told { answers(db, org, sent).await? } else { HashMap::new() },
        })
    }

    /// The names of all members there ever were.
    pub(crate) const fn names(&self) -> &HashMap<MemberId, String> {
        &self.names
    }

    /// One of the events, in the hands of whoever shows it.
    pub(crate) fn entry(&self, event: StoredEvent) -> TimelineEntry {
        let name = |id: MemberId| self.names.get(&id).cloned();
        let actor = match (event.actor_kind.as_str(), self.sources.get(&event.id.uuid()), event.actor) {
            ("system", Some(source), _) => TimelineActor::Source { name: source.clone() },
            ("member", _, Some(id)) => TimelineActor::Member { name: name(id).unwrap_or_default() },
            ("visitor", ..) => TimelineActor::Visitor,
            _ => TimelineActor::Empire,
        };
        TimelineEntry {
            id: event.id,
            at: event.at,
            actor,
            body: activity_of(&event.kind)
                .and_then(|id| self.bodies.get(&id))
                .filter(|body| !body.is_empty())
                .cloned(),
            answers: sent_by(&event.kind)
                .and_then(|id| self.answers.get(&id.uuid()))
                .cloned()
                .unwrap_or_default(),
            names: self.named(&event.kind).into_iter().filter_map(name).collect(),
            event: event.kind,
        }
    }

    /// The members that an event names, in the order they occur in it, or whom what was written with it names.
    fn named(&self, kind: &EventKind) -> Vec<MemberId> {
        match kind {
            EventKind::LeadAssigned { from, to, .. } => [*from, *to].into_iter().flatten().collect(),
            EventKind::TaskCreated { assignee, .. } | EventKind::TaskChanged { assignee, .. } => {
                vec![*assignee]
            }
            EventKind::MemberJoined { member, .. }
            | EventKind::MemberRoleChanged { member, .. }
            | EventKind::MemberRemoved { member }
            | EventKind::MemberAwayChanged { member, .. }
            | EventKind::SessionStarted { member }
            | EventKind::SessionEnded { member } => vec![*member],
            kind => activity_of(kind).and_then(|id| self.mentioned.get(&id)).cloned().unwrap_or_default(),
        }
    }
}

fn activity_of(kind: &EventKind) -> Option<Uuid> {
    match kind {
        EventKind::LeadNoteAdded { activity } | EventKind::LeadCallLogged { activity, .. } => {
            Some(activity.uuid())
        }
        _ => None,
    }
}

/// A submission is told with its answers once: that it came from somebody who was known is an entry of its own.
fn sent_by(kind: &EventKind) -> Option<SubmissionId> {
    submission_of(kind).filter(|_| !matches!(kind, EventKind::LeadResubmitted { .. }))
}

fn submission_of(kind: &EventKind) -> Option<SubmissionId> {
    match kind {
        EventKind::FormSubmitted { submission, .. } | EventKind::LeadResubmitted { submission } => {
            Some(*submission)
        }
        _ => None,
    }
}

async fn bodies(
    db: &impl ConnectionTrait,
    org: OrgId,
    events: &[StoredEvent],
) -> Result<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = events.iter().filter_map(|event| activity_of(&event.kind)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = activities::Entity::find()
        .select_only()
        .columns([activities::Column::Id, activities::Column::Body])
        .filter(activities::Column::OrgId.eq(org.uuid()))
        .filter(activities::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

#[derive(FromQueryResult)]
struct Sent {
    id: Uuid,
    form_id: Uuid,
    form_version: i32,
    answers: serde_json::Value,
}

/// The names of the sources that events came through, by event. `forms` says which form a submission was.
async fn sources(
    db: &impl ConnectionTrait,
    org: OrgId,
    events: &[StoredEvent],
    forms: &HashMap<Uuid, Uuid>,
) -> Result<HashMap<Uuid, String>> {
    // A member's and a visitor's acts come through no source: most timelines end here.
    let system: Vec<&StoredEvent> = events.iter().filter(|event| event.actor_kind == "system").collect();
    if system.is_empty() {
        return Ok(HashMap::new());
    }
    let made: Vec<(Uuid, Option<Uuid>)> = leads::Entity::find()
        .select_only()
        .columns([leads::Column::Id, leads::Column::FormId])
        .filter(leads::Column::OrgId.eq(org.uuid()))
        .filter(leads::Column::Id.is_in(system.iter().filter_map(|event| event.lead()).map(LeadId::uuid)))
        .into_tuple()
        .all(db)
        .await?;
    let made: HashMap<Uuid, Uuid> = made.into_iter().filter_map(|(lead, form)| Some((lead, form?))).collect();
    let form_of = |event: &StoredEvent| match &event.kind {
        EventKind::LeadCreated { .. } => made.get(&event.subject).copied(),
        kind => submission_of(kind).and_then(|submission| forms.get(&submission.uuid()).copied()),
    };
    let wanted: Vec<Uuid> = system.iter().filter_map(|event| form_of(event)).collect();
    let names: Vec<(Uuid, String)> = forms::Entity::find()
        .select_only()
        .columns([forms::Column::Id, forms::Column::Title])
        .filter(forms::Column::OrgId.eq(org.uuid()))
        .filter(forms::Column::Id.is_in(wanted))
        .filter(forms::Column::Kind.eq("source"))
        .into_tuple()
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = names.into_iter().collect();
    Ok(system
        .into_iter()
        .filter_map(|event| Some((event.id.uuid(), names.get(&form_of(event)?)?.clone())))
        .collect())
}

/// The submissions that events tell of.
async fn sent(db: &impl ConnectionTrait, org: OrgId, events: &[StoredEvent]) -> Result<Vec<Sent>> {
    let ids: Vec<Uuid> =
        events.iter().filter_map(|event| submission_of(&event.kind)).map(SubmissionId::uuid).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(submissions::Entity::find()
        .select_only()
        .columns([
            submissions::Column::Id,
            submissions::Column::FormId,
            submissions::Column::FormVersion,
            submissions::Column::Answers,
        ])
        .filter(submissions::Column::OrgId.eq(org.uuid()))
        .filter(submissions::Column::Id.is_in(ids))
        .into_model::<Sent>()
        .all(db)
        .await?)
}

/// What was answered, by submission.
async fn answers(db: &impl ConnectionTrait, org: OrgId, sent: Vec<Sent>) -> Result<HashMap<Uuid, Told>> {
    let definitions = definitions(db, org, &sent).await?;
    let mut told = HashMap::new();
    for sent in sent {
        let answers: Answers = serde_json::from_value(sent.answers)?;
        if let Some(form) = definitions.get(&(sent.form_id, sent.form_version)) {
            told.insert(sent.id, form.in_words(&answers));
        }
    }
    Ok(told)
}

async fn definitions(
    db: &impl ConnectionTrait,
    org: OrgId,
    sent: &[Sent],
) -> Result<HashMap<(Uuid, i32), FormDefinition>> {
    let mut found = HashMap::new();
    for key in sent.iter().map(|sent| (sent.form_id, sent.form_version)) {
        if let Entry::Vacant(slot) = found.entry(key) {
            let row = form_versions::Entity::find_by_id((org.uuid(), key.0, key.1)).one(db).await?;
            let row =
                row.ok_or_else(|| Error::internal("a submission names a form version that is not there"))?;
            slot.insert(serde_json::from_value(row.definition)?);
        }
    }
    Ok(found)
}
