//! Tags: which there are, and which records have them. Two names that differ in case only are one tag.

use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, Subject};
use crate::fields::Of;
use crate::leads::Sql;
use chrono::{DateTime, Utc};
use entity::tags;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use shared::events::EventKind;
use shared::fields::Noun;
use shared::roles::Permission;
use shared::tags::{MAX_TAGS, MAX_TAGS_OF_ONE, Tag, TagSummary, key, name};
use shared::{OrgId, TagId};
use std::collections::HashMap;
use uuid::Uuid;

/// All tags by name, with how many leads have each.
///
/// Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<TagSummary>> {
    actor.require(Permission::ReadLeads)?;
    let db = cx.db().read();
    let mut sql = Sql::new("SELECT tag_id, count(*) AS leads FROM lead_tags WHERE org_id = ");
    sql.bind(actor.org().uuid());
    sql.push(
        " AND NOT EXISTS (SELECT 1 FROM merged_leads m WHERE m.org_id = lead_tags.org_id \
         AND m.lead_id = lead_tags.lead_id) GROUP BY tag_id",
    );
    let counted = Counted::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let counts: HashMap<Uuid, i64> = counted.into_iter().map(|row| (row.tag_id, row.leads)).collect();
    let tags = all(db, actor.org()).await?;
    Ok(tags
        .into_iter()
        .map(|tag| {
            let leads = counts.get(&tag.id.uuid()).copied().unwrap_or_default();
            TagSummary { tag, leads: u64::try_from(leads).unwrap_or_default() }
        })
        .collect())
}

/// Gives a tag another name.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `name`, also when another tag has it.
pub async fn rename(cx: &Context, actor: &Actor, tag: TagId, typed: &str) -> Result<Tag> {
    actor.require(Permission::ManageFields)?;
    let new = name(typed).map_err(|problem| Error::Invalid(vec![problem.at("name")]))?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, actor.org(), tag).await?;
            let from = row.name.clone();
            let mut change = row.into_active_model();
            change.name = Set(new.clone());
            change.name_key = Set(key(&new));
            let row = change.update(tx).await.map_err(|error| {
                if is_unique_violation(&error) {
                    Error::invalid("name", "tag.taken", "Another tag has this name already.")
                } else {
                    error.into()
                }
            })?;
            let kind = EventKind::TagRenamed { from, to: new };
            events::append(&cx_in, tx, &actor, cx_in.now(), Subject::Tag(tag), kind).await?;
            Ok(read(row))
        })
    })
    .await
}

/// Takes a tag away from every record and from the list.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn delete(cx: &Context, actor: &Actor, tag: TagId) -> Result<()> {
    actor.require(Permission::ManageFields)?;
    let (cx_in, actor) = (cx.clone(), actor.clone());
    cx.write(move |tx| {
        Box::pin(async move {
            let row = own(tx, actor.org(), tag).await?;
            let kind = EventKind::TagDeleted { name: row.name.clone() };
            row.into_active_model().delete(tx).await?;
            events::append(&cx_in, tx, &actor, cx_in.now(), Subject::Tag(tag), kind).await?;
            Ok(())
        })
    })
    .await
}

pub(crate) async fn all(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<Tag>> {
    let rows = tags::Entity::find()
        .filter(tags::Column::OrgId.eq(org.uuid()))
        .order_by_asc(tags::Column::NameKey)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// The tags of the names, in their order; those that are not there yet are made.
///
/// Errors: [`Error::Invalid`] at `tags.N`; [`Error::Conflict`] when there would be more than 500.
pub(crate) async fn named(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    typed: &[String],
) -> Result<Vec<Tag>> {
    let mut errors = Vec::new();
    let mut names = Vec::new();
    for (index, typed) in typed.iter().enumerate() {
        match name(typed) {
            Ok(name) => names.push(name),
            Err(problem) => errors.push(problem.at(format!("tags.{index}"))),
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut known: HashMap<String, Tag> =
        all(tx, actor.org()).await?.into_iter().map(|tag| (key(&tag.name), tag)).collect();
    let mut found = Vec::new();
    for name in names {
        let tag = match known.get(&key(&name)) {
            Some(tag) => tag.clone(),
            None if known.len() >= MAX_TAGS => {
                let words = format!("There are {MAX_TAGS} tags already. Use one of them, or delete one.");
                return Err(Error::Conflict(words));
            }
            None => insert(cx, tx, actor, &name).await?,
        };
        known.insert(key(&name), tag.clone());
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    Ok(found)
}

async fn insert(cx: &Context, tx: &impl ConnectionTrait, actor: &Actor, name: &str) -> Result<Tag> {
    let (id, now) = (TagId::from_uuid(cx.new_id()), cx.now());
    let row = tags::ActiveModel {
        org_id: Set(actor.org().uuid()),
        id: Set(id.uuid()),
        name: Set(name.to_owned()),
        name_key: Set(key(name)),
        created_at: Set(now),
    };
    tags::Entity::insert(row).exec_without_returning(tx).await.map_err(|error| {
        if is_unique_violation(&error) {
            Error::Conflict("Somebody made the same tag at the same moment. Try again.".to_owned())
        } else {
            error.into()
        }
    })?;
    let kind = EventKind::TagCreated { name: name.to_owned() };
    events::append(cx, tx, actor, now, Subject::Tag(id), kind).await?;
    Ok(Tag { id, name: name.to_owned() })
}

/// Makes tags whose names no tag has. Their events are the caller's.
pub(crate) async fn insert_many(
    tx: &impl ConnectionTrait,
    org: OrgId,
    new: &[Tag],
    now: DateTime<Utc>,
) -> Result<()> {
    let row = |tag: &Tag| tags::ActiveModel {
        org_id: Set(org.uuid()),
        id: Set(tag.id.uuid()),
        name: Set(tag.name.clone()),
        name_key: Set(key(&tag.name)),
        created_at: Set(now),
    };
    bulk::insert(tx, new.iter().map(row).collect(), Conflict::Refuse).await
}

/// Marks records of one noun, each with a tag.
pub(crate) async fn give_many(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    mut marks: Vec<(Uuid, TagId)>,
) -> Result<()> {
    let of = Of::noun(noun);
    let values =
        |(record, tag): &mut (Uuid, TagId)| vec![org.uuid().into(), (*record).into(), tag.uuid().into()];
    bulk::insert_into(tx, of.tags, &["org_id", of.record, "tag_id"], &mut marks, values, Conflict::Keep).await
}

/// Takes such marks away.
pub(crate) async fn take_many(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    marks: Vec<(Uuid, TagId)>,
) -> Result<()> {
    let of = Of::noun(noun);
    let pairs = marks.into_iter().map(|(record, tag)| (record, tag.uuid())).collect();
    bulk::delete_pairs(tx, of.tags, [of.record, "tag_id"], org, pairs).await
}

/// The tags of some records of one noun, each by name.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    records: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Tag>>> {
    let mut found: HashMap<Uuid, Vec<Tag>> = HashMap::new();
    if records.is_empty() {
        return Ok(found);
    }
    let of = Of::noun(noun);
    let mut sql = Sql::new(&format!("SELECT m.{} AS record, t.id, t.name FROM {} AS m ", of.record, of.tags));
    sql.push("JOIN tags AS t ON t.org_id = m.org_id AND t.id = m.tag_id WHERE m.org_id = ").bind(org.uuid());
    sql.push(&format!(" AND m.{} IN ", of.record))
        .bind_all(records.iter().copied())
        .push(" ORDER BY t.name_key");
    for row in Marked::find_by_statement(sql.statement(db.get_database_backend())).all(db).await? {
        found.entry(row.record).or_default().push(Tag { id: TagId::from_uuid(row.id), name: row.name });
    }
    Ok(found)
}

/// Marks a record, and takes marks away. Answers what was really added and removed.
///
/// Errors: [`Error::Invalid`] at `tags` when the record would have more than 30.
pub(crate) async fn mark(
    tx: &impl ConnectionTrait,
    org: OrgId,
    noun: Noun,
    record: Uuid,
    add: &[Tag],
    remove: &[TagId],
) -> Result<(Vec<Tag>, Vec<Tag>)> {
    let has = of(tx, org, noun, &[record]).await?.remove(&record).unwrap_or_default();
    let added: Vec<Tag> = add.iter().filter(|tag| !has.contains(tag)).cloned().collect();
    let removed: Vec<Tag> =
        has.iter().filter(|tag| remove.contains(&tag.id) && !add.contains(tag)).cloned().collect();
    if has.len() + added.len() - removed.len() > MAX_TAGS_OF_ONE {
        let words = format!("Use at most {MAX_TAGS_OF_ONE} tags on one record.");
        return Err(Error::invalid("tags", "tags.too_many", words));
    }
    let (of, backend) = (Of::noun(noun), tx.get_database_backend());
    for tag in &added {
        let mut sql = Sql::new(&format!("INSERT INTO {} (org_id, {}, tag_id) VALUES (", of.tags, of.record));
        sql.bind(org.uuid()).push(", ").bind(record).push(", ").bind(tag.id.uuid()).push(")");
        tx.execute_raw(sql.statement(backend)).await?;
    }
    for tag in &removed {
        let mut sql = Sql::new(&format!("DELETE FROM {} WHERE org_id = ", of.tags));
        sql.bind(org.uuid()).push(&format!(" AND {} = ", of.record)).bind(record);
        sql.push(" AND tag_id = ").bind(tag.id.uuid());
        tx.execute_raw(sql.statement(backend)).await?;
    }
    Ok((added, removed))
}

#[derive(FromQueryResult)]
struct Counted {
    tag_id: Uuid,
    leads: i64,
}

#[derive(FromQueryResult)]
struct Marked {
    record: Uuid,
    id: Uuid,
    name: String,
}

async fn own(tx: &impl ConnectionTrait, org: OrgId, tag: TagId) -> Result<tags::Model> {
    tags::Entity::find_by_id((org.uuid(), tag.uuid())).one(tx).await?.ok_or(Error::NotFound("the tag"))
}

fn read(row: tags::Model) -> Tag {
    Tag { id: TagId::from_uuid(row.id), name: row.name }
}
