//! Tiers and rules, applied to leads that begin, in the transaction that writes them.
//!
//! Conditions are asked of the rows as they were written, by the same [`leads::facts`] that every other filter in memory
//! uses: a rule and a list that ask the same find the same. An organization without tiers and rules pays one look.

use super::seats::Seats;
use super::{read, schema};
use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::days;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use crate::leads::{self, LeadFacts, Sql};
use crate::notifications::{self, Notice};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{duty_settings, lead_duty};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait as _, QuerySelect as _};
use shared::duty::{DutySettings, Rule, Tier, read_condition};
use shared::events::EventKind;
use shared::filter::{Facts as _, Moment, Value};
use shared::leads::{LeadFact, LeadField, LeadFilter, LeadSchema};
use shared::notifications::NoticeKind;
use shared::{LeadId, MemberId, OrgId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Leads that one statement changes; each takes up to five values.
const CHUNK: usize = 100;

/// What an organization has for leads that begin.
pub(crate) struct OnDuty {
    org: OrgId,
    tiers: Vec<(Tier, LeadFilter)>,
    rules: Vec<(Rule, LeadFilter)>,
    seats: Seats,
    zone: Tz,
    today: NaiveDate,
}

/// What a lead begins with.
#[derive(Debug, Default)]
pub(super) struct Beginning<'a> {
    pub tier: Option<&'a Tier>,
    pub given: Option<(&'a str, MemberId)>,
}

impl OnDuty {
    /// `None` where there is nothing to apply. To be called before rows of leads are touched: it takes the lock on the
    /// turns, and that on members, as removing a member does before it touches leads.
    pub(crate) async fn load(cx: &Context, tx: &impl ConnectionTrait, org: OrgId) -> Result<Option<Self>> {
        let mut query = duty_settings::Entity::find_by_id(org.uuid());
        if tx.get_database_backend() == DatabaseBackend::Postgres {
            query = query.lock_exclusive();
        }
        let Some(row) = query.one(tx).await? else { return Ok(None) };
        let (settings, _) = read(row)?;
        if settings.tiers.is_empty() && settings.rules.is_empty() {
            return Ok(None);
        }
        Self::of(cx, tx, org, settings, true).await.map(Some)
    }

    /// These settings instead of those that are kept; parts whose condition asks for a field that is gone do nothing.
    pub(super) async fn of(
        cx: &Context,
        db: &impl ConnectionTrait,
        org: OrgId,
        settings: DutySettings,
        hold: bool,
    ) -> Result<Self> {
        let schema = schema(db, org).await?;
        let wanted: HashSet<MemberId> =
            settings.rules.iter().flat_map(|rule| rule.members.iter().copied()).collect();
        let seats = Seats::load(db, org, &wanted, hold).await?;
        let zone = days::zone_of(db, org).await?;
        Ok(Self {
            org,
            tiers: readable(&schema, settings.tiers, |tier| &tier.when),
            rules: readable(&schema, settings.rules, |rule| &rule.when),
            seats,
            zone,
            today: days::day_of(zone, cx.now()),
        })
    }

    /// Decides for one lead; whoever gets it has had a turn.
    pub(super) fn decide(&mut self, facts: &LeadFacts) -> Beginning<'_> {
        let Self { tiers, rules, seats, zone, today, .. } = self;
        let begins = |day| days::begin(*zone, day);
        let moment = Moment { me: None, today: *today, begins: &begins };
        let tier = tiers.iter().find(|(_, when)| when.holds(facts, &moment)).map(|(tier, _)| tier);
        let given = rules.iter().filter(|(_, when)| when.holds(facts, &moment)).find_map(|(rule, _)| {
            seats.next(rule.id, &rule.members, None).map(|member| (rule.name.as_str(), member))
        });
        Beginning { tier, given }
    }

    /// Applies tiers and rules to leads that were just written, each with whoever caused it.
    pub(crate) async fn begin(
        mut self,
        cx: &Context,
        tx: &impl ConnectionTrait,
        begun: &[(LeadId, Actor)],
    ) -> Result<()> {
        let ids: Vec<LeadId> = begun.iter().map(|(id, _)| *id).collect();
        let known = leads::facts(tx, self.org, &ids).await?;
        let known: HashMap<LeadId, LeadFacts> = known.into_iter().map(|facts| (facts.id, facts)).collect();
        let now = cx.now();
        let (mut deadlines, mut owners) = (Vec::new(), Vec::new());
        let (mut rows, mut events, mut names) = (Vec::new(), Vec::new(), Vec::new());
        let org = self.org;
        for (id, actor) in begun {
            let Some(facts) = known.get(id) else { continue };
            let Beginning { tier, given } = self.decide(facts);
            if let Some((tier, created)) = tier.zip(created(facts)) {
                deadlines.push((id.uuid(), created + TimeDelta::minutes(i64::from(tier.minutes))));
                rows.push(lead_duty::ActiveModel {
                    org_id: Set(org.uuid()),
                    lead_id: Set(id.uuid()),
                    tier: Set(Some(tier.name.clone())),
                    missed_at: Set(None),
                    handed_on_at: Set(None),
                });
            }
            if let Some((rule, member)) = given {
                owners.push((id.uuid(), member.uuid()));
                names.push((*id, member, name(facts)));
                events.push(NewEvent {
                    // Whoever sent the lead does not give it: the program does, because of them.
                    actor: Actor::system(org, actor.request()),
                    subject: Subject::Lead(*id),
                    kind: EventKind::LeadAssigned {
                        from: None,
                        to: Some(member),
                        rule: Some(rule.to_owned()),
                    },
                    at: now,
                });
            }
        }
        for chunk in deadlines.chunks(CHUNK) {
            answer_until(tx, org, chunk).await?;
        }
        for chunk in owners.chunks(CHUNK) {
            give(tx, org, chunk).await?;
        }
        bulk::insert(tx, rows, Conflict::Refuse).await?;
        self.seats.keep(tx, org).await?;
        let ids = events::append_each(cx, tx, &events).await?;
        let notices: Vec<_> = ids
            .into_iter()
            .zip(&events)
            .zip(names)
            .map(|((event, told), (lead, member, subject))| {
                let kind = NoticeKind::LeadAssigned;
                let notice = Notice { kind, lead: Some(lead), subject, event: Some(event) };
                (told.actor.clone(), vec![member], notice)
            })
            .collect();
        notifications::push_all(cx, tx, &notices).await
    }
}

fn readable<T>(schema: &LeadSchema, parts: Vec<T>, when: impl Fn(&T) -> &String) -> Vec<(T, LeadFilter)> {
    parts
        .into_iter()
        .filter_map(|part| read_condition(schema, when(&part)).ok().map(|filter| (part, filter)))
        .collect()
}

fn created(facts: &LeadFacts) -> Option<DateTime<Utc>> {
    facts.values(LeadField::Fact(LeadFact::Created)).into_iter().find_map(|value| match value {
        Value::Time(at) => Some(at),
        _ => None,
    })
}

fn name(facts: &LeadFacts) -> String {
    let name = facts.values(LeadField::Fact(LeadFact::Name)).into_iter().find_map(|value| match value {
        Value::Text(name) => Some(name),
        _ => None,
    });
    name.unwrap_or_default()
}

/// Nobody has seen these leads yet: they wait until their deadline.
async fn answer_until(
    tx: &impl ConnectionTrait,
    org: OrgId,
    deadlines: &[(Uuid, DateTime<Utc>)],
) -> Result<()> {
    let mut sql = Sql::new("UPDATE leads SET respond_by = ");
    cases(&mut sql, deadlines);
    sql.push(", waiting_until = ");
    cases(&mut sql, deadlines);
    of_leads(&mut sql, org, deadlines);
    tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    Ok(())
}

async fn give(tx: &impl ConnectionTrait, org: OrgId, owners: &[(Uuid, Uuid)]) -> Result<()> {
    let mut sql = Sql::new("UPDATE leads SET owner_id = ");
    cases(&mut sql, owners);
    of_leads(&mut sql, org, owners);
    tx.execute_raw(sql.statement(tx.get_database_backend())).await?;
    Ok(())
}

fn cases<V: Copy + Into<sea_orm::Value>>(sql: &mut Sql, values: &[(Uuid, V)]) {
    sql.push("CASE id");
    for (id, value) in values {
        sql.push(" WHEN ").bind(*id).push(" THEN ").bind(*value);
    }
    sql.push(" END");
}

fn of_leads<V>(sql: &mut Sql, org: OrgId, values: &[(Uuid, V)]) {
    sql.push(" WHERE org_id = ").bind(org.uuid()).push(" AND id IN ");
    sql.bind_all(values.iter().map(|(id, _)| *id));
}
