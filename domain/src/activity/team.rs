//! The figures of a team in a period, with names.

use super::feed::one_of_ours;
use super::figures::{Counted, count};
use super::period::Stretch;
use crate::actor::Actor;
use crate::context::Context;
use crate::days::zone_of;
use crate::error::{Error, Result};
use crate::leads::Sql;
use crate::members::stored_role;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::activity::{MemberFigures, MemberTeam, PeriodInput, TeamFigures};
use shared::roles::{Permission, Role};
use shared::{MemberId, OrgId};
use std::collections::HashSet;
use uuid::Uuid;

/// Everybody who can own leads and everybody who has a figure in the period, by name, and what they add up to.
///
/// Errors: [`Error::Forbidden`]; [`Error::Invalid`] at `period`, `from`, `to`.
pub async fn team(cx: &Context, actor: &Actor, input: &PeriodInput) -> Result<TeamFigures> {
    actor.require(Permission::ReadLeads)?;
    let (stretch, people, counted) = figures(cx, actor, input).await?;
    let members = people
        .into_iter()
        .map(|person| person.with(&counted))
        .filter(|member| {
            let works = !member.left && member.role.may(Permission::WorkLeads);
            works || !member.figures.is_empty()
        })
        .collect();
    let Stretch { from, to, first_day, last_day } = stretch;
    Ok(TeamFigures { from, to, first_day, last_day, members, all: counted.all })
}

/// One member there is or was, beside everybody.
///
/// Errors: [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `period`, `from`, `to`.
pub async fn member(cx: &Context, actor: &Actor, member: &str, input: &PeriodInput) -> Result<MemberTeam> {
    actor.require(Permission::ReadLeads)?;
    let id = one_of_ours(cx.db().read(), actor.org(), member).await?;
    let (stretch, people, counted) = figures(cx, actor, input).await?;
    let person = people.into_iter().find(|person| person.id == id).ok_or(Error::NotFound("the member"))?;
    Ok(MemberTeam {
        first_day: stretch.first_day,
        last_day: stretch.last_day,
        member: person.with(&counted),
        all: counted.all,
    })
}

async fn figures(
    cx: &Context,
    actor: &Actor,
    input: &PeriodInput,
) -> Result<(Stretch, Vec<Person>, Counted)> {
    let period = input.parse()?;
    let (db, org, now) = (cx.db().read(), actor.org(), cx.now());
    let stretch = Stretch::of(zone_of(db, org).await?, now, period)?;
    let people = people(db, org).await?;
    let left: HashSet<MemberId> =
        people.iter().filter(|person| person.left).map(|person| person.id).collect();
    let counted = count(db, org, stretch, now, &left).await?;
    Ok((stretch, people, counted))
}

struct Person {
    id: MemberId,
    name: String,
    role: Role,
    left: bool,
}

impl Person {
    fn with(self, counted: &Counted) -> MemberFigures {
        let figures = counted.members.get(&self.id).copied().unwrap_or_default();
        MemberFigures { id: self.id, name: self.name, role: self.role, left: self.left, figures }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    role: String,
    removed_at: Option<DateTime<Utc>>,
    name: String,
}

/// All members there ever were, by name.
async fn people(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<Person>> {
    let mut sql = Sql::new(
        "SELECT m.id, m.role, m.removed_at, u.name FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.org_id = ",
    );
    sql.bind(org.uuid());
    let rows = Row::find_by_statement(sql.statement(db.get_database_backend())).all(db).await?;
    let mut people = rows
        .into_iter()
        .map(|row| {
            let (id, left) = (MemberId::from_uuid(row.id), row.removed_at.is_some());
            Ok(Person { id, name: row.name, role: stored_role(&row.role)?, left })
        })
        .collect::<Result<Vec<_>>>()?;
    people.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    Ok(people)
}
