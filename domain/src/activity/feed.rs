//! The feed: events newest first, as far as the reader may be told of them.
//!
//! Three ways lead into the log, each along an index and none as long as the table: the feed of the organization walks
//! `events_feed`, that of a member `events_actor`, and one that is narrowed to a group takes the newest of each of its
//! kinds from `events_kind` and merges them.

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::{Position, StoredEvent};
use crate::leads::{Referred, Sql, position};
use entity::{deleted_leads, events, forms, leads, members};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, EntityTrait as _, FromQueryResult as _,
    QueryFilter as _, QuerySelect as _,
};
use shared::activity::{About, FeedEntry, FeedGroup, FeedPage, FeedQuery, feed_kinds};
use shared::events::EventKind;
use shared::leads::OwnerRef;
use shared::roles::Permission;
use shared::{FormId, LeadId, MemberId, OrgId};
use std::collections::HashMap;
use uuid::Uuid;

/// Entries of a page.
const ENTRIES: usize = 50;

const COLUMNS: &str = "SELECT seq, tx, org_id, id, kind, actor_kind, actor_id, subject_kind, subject_id, \
                       correlation_id, payload, at FROM events WHERE org_id = ";
/// What happened on deleted leads, and on those that became part of one, is told again when they are restored.
const STANDING: &str = " AND (subject_kind <> 'lead' OR kind = 'lead.deleted' OR NOT EXISTS (SELECT 1 \
                        FROM deleted_leads d WHERE d.org_id = events.org_id AND d.lead_id = coalesce((SELECT m.into_id \
                        FROM merged_leads m WHERE m.org_id = events.org_id AND m.lead_id = events.subject_id), \
                        events.subject_id)))";
const NEWEST: &str = " ORDER BY tx DESC, seq DESC";

/// A page of a feed, 50 entries, newest first.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`] for a member who was never one of the organization;
/// [`Error::Invalid`] at `group`, `older`.
pub async fn feed(cx: &Context, actor: &Actor, query: &FeedQuery) -> Result<FeedPage> {
    actor.require(Permission::ReadLeads)?;
    let (db, org) = (cx.db().read(), actor.org());
    let before = (!query.older.is_empty()).then(|| position(&query.older)).transpose()?;
    let group = group(&query.group)?;
    let member = match query.member.as_str() {
        "" => None,
        text => Some(one_of_ours(db, org, text).await?),
    };
    let kinds = feed_kinds(|permission| actor.may(permission), group);
    if kinds.is_empty() {
        return Ok(FeedPage::default());
    }
    let told = Told { org, reader: actor.member_id(), all_tasks: actor.may(Permission::AssignLeads), before };
    let sql = match (member, group) {
        (None, Some(_)) => newest_of_each(db.get_database_backend(), &told, &kinds),
        (member, _) => walk(db.get_database_backend(), &told, member, &kinds),
    };
    let rows = events::Model::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let mut events = rows.into_iter().map(StoredEvent::from_row).collect::<Result<Vec<_>>>()?;
    let more = events.len() > ENTRIES;
    events.truncate(ENTRIES);
    let older = events.last().filter(|_| more).map(|event| event.position.to_string());
    let referred = Referred::of(db, org, &events, false).await?;
    let subjects = Subjects::of(db, org, &events).await?;
    let people = people(&referred);
    let entries = events
        .into_iter()
        .map(|event| FeedEntry { about: subjects.about(&event), entry: referred.entry(event) })
        .collect();
    Ok(FeedPage { entries, older, people })
}

fn group(word: &str) -> Result<Option<FeedGroup>> {
    if word.is_empty() {
        return Ok(None);
    }
    FeedGroup::from_word(word)
        .map(Some)
        .ok_or_else(|| Error::invalid("group", "feed.group", "Choose one of the listed kinds of activity."))
}

/// A member there is or was.
pub(super) async fn one_of_ours(db: &impl ConnectionTrait, org: OrgId, text: &str) -> Result<MemberId> {
    let missing = Error::NotFound("the member");
    let Ok(id) = text.parse::<MemberId>() else { return Err(missing) };
    let row = members::Entity::find_by_id((org.uuid(), id.uuid())).one(db).await?;
    row.map(|_| id).ok_or(missing)
}

/// What every way into the log is narrowed by.
struct Told {
    org: OrgId,
    reader: Option<MemberId>,
    /// Whether the reader may see what others have to do where it is about no lead, as in their agendas.
    all_tasks: bool,
    before: Option<Position>,
}

impl Told {
    fn narrow(&self, sql: &mut Sql, backend: DatabaseBackend) {
        after(sql, backend, self.before);
        sql.push(STANDING);
        if self.all_tasks {
            return;
        }
        match self.reader {
            Some(reader) => {
                sql.push(" AND (subject_kind <> 'task' OR actor_id = ").bind(reader.uuid()).push(")");
            }
            None => {
                sql.push(" AND subject_kind <> 'task'");
            }
        }
    }
}

/// Along the log of the organization or of one member.
fn walk(backend: DatabaseBackend, told: &Told, member: Option<MemberId>, kinds: &[&'static str]) -> Sql {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(told.org.uuid());
    if let Some(member) = member {
        sql.push(" AND actor_id = ").bind(member.uuid());
    }
    told.narrow(&mut sql, backend);
    sql.push(" AND kind IN ").bind_all(kinds.iter().copied());
    sql.push(NEWEST).push(&format!(" LIMIT {}", ENTRIES + 1));
    sql
}

/// The newest of each kind, then the newest of those.
fn newest_of_each(backend: DatabaseBackend, told: &Told, kinds: &[&'static str]) -> Sql {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(told.org.uuid()).push(" AND seq IN (SELECT seq FROM (");
    for (index, kind) in kinds.iter().enumerate() {
        if index > 0 {
            sql.push(" UNION ALL ");
        }
        sql.push("SELECT tx, seq FROM (SELECT tx, seq FROM events WHERE org_id = ").bind(told.org.uuid());
        // In the words of the index.
        sql.push(" AND (kind || '') = ").bind(*kind);
        told.narrow(&mut sql, backend);
        sql.push(NEWEST).push(&format!(" LIMIT {}) AS kind_{index}", ENTRIES + 1));
    }
    sql.push(") AS newest").push(NEWEST).push(&format!(" LIMIT {})", ENTRIES + 1)).push(NEWEST);
    sql
}

/// What lies before a place. SQLite compares pairs along their first half only, which is the same in all its rows.
fn after(sql: &mut Sql, backend: DatabaseBackend, before: Option<Position>) {
    let Some(before) = before else { return };
    if backend == DatabaseBackend::Postgres {
        sql.push(" AND (tx, seq) < (").bind(before.tx).push(", ").bind(before.seq).push(")");
    } else {
        sql.push(" AND tx = ").bind(before.tx).push(" AND seq < ").bind(before.seq);
    }
}

fn people(referred: &Referred) -> Vec<OwnerRef> {
    let mut people: Vec<OwnerRef> =
        referred.names().iter().map(|(id, name)| OwnerRef { id: *id, name: name.clone() }).collect();
    people.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    people
}

/// What events are about, as it is called now: names are never taken from the log.
struct Subjects {
    leads: HashMap<Uuid, String>,
    forms: HashMap<Uuid, String>,
}

impl Subjects {
    async fn of(db: &impl ConnectionTrait, org: OrgId, events: &[StoredEvent]) -> Result<Self> {
        let wanted: Vec<Uuid> = events.iter().filter_map(StoredEvent::lead).map(LeadId::uuid).collect();
        let deleted: Vec<Uuid> = deleted_leads::Entity::find()
            .select_only()
            .column(deleted_leads::Column::LeadId)
            .filter(deleted_leads::Column::OrgId.eq(org.uuid()))
            .filter(deleted_leads::Column::LeadId.is_in(wanted.clone()))
            .into_tuple()
            .all(db)
            .await?;
        let leads: Vec<(Uuid, String)> = leads::Entity::find()
            .select_only()
            .columns([leads::Column::Id, leads::Column::ContactName])
            .filter(leads::Column::OrgId.eq(org.uuid()))
            .filter(leads::Column::Id.is_in(wanted))
            .filter(leads::Column::Id.is_not_in(deleted))
            .into_tuple()
            .all(db)
            .await?;
        let wanted: Vec<Uuid> = events.iter().filter_map(form_of).map(FormId::uuid).collect();
        let forms: Vec<(Uuid, String)> = forms::Entity::find()
            .select_only()
            .columns([forms::Column::Id, forms::Column::Title])
            .filter(forms::Column::OrgId.eq(org.uuid()))
            .filter(forms::Column::Id.is_in(wanted))
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self { leads: leads.into_iter().collect(), forms: forms.into_iter().collect() })
    }

    fn about(&self, event: &StoredEvent) -> Option<About> {
        if let Some(id) = event.lead() {
            let name = self.leads.get(&id.uuid()).cloned();
            return Some(name.map_or(About::GoneLead, |name| About::Lead { id, name }));
        }
        let id = form_of(event)?;
        self.forms.get(&id.uuid()).map(|title| About::Form { id, title: title.clone() })
    }
}

/// The form that an event is about, if it is about no lead.
fn form_of(event: &StoredEvent) -> Option<FormId> {
    match &event.kind {
        EventKind::FormStarted { form }
        | EventKind::FormAbandoned { form, .. }
        | EventKind::FormSubmitted { form, .. } => Some(*form),
        _ => (event.subject_kind == "form").then(|| FormId::from_uuid(event.subject)),
    }
}
