//! A filter over leads as SQL: the same meaning as [`shared::filter::Filter::holds`], which a property test holds it to.
//!
//! Every test becomes a condition that is true or false and never unknown, so that `NOT` means not. Letters are compared
//! as ASCII knows them, which both databases and memory do alike.

use super::sql::Sql;
use super::{NEVER, UNKNOWN_ASKING};
use crate::error::{Error, Result};
use crate::fields::{self, Of};
use crate::{days, tags};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use shared::fields::{CustomField, FieldType, Noun, day_number};
use shared::filter::{Check, Filter, Kind, Moment, Test, When};
use shared::leads::{LeadFact, LeadField, LeadFilter, lead_schema};
use shared::{CustomFieldId, MemberId, OrgId, TagId};

/// A checked filter with what it takes to evaluate it for one organization, member and day.
#[derive(Debug, Clone)]
pub struct Asking {
    filter: LeadFilter,
    fields: Vec<CustomField>,
    me: Option<MemberId>,
    zone: Tz,
    today: NaiveDate,
}

impl Asking {
    /// Checks a filter against the fields and tags of the organization.
    ///
    /// Errors: [`Error::Invalid`] at `where`.
    pub async fn check(
        db: &impl ConnectionTrait,
        org: OrgId,
        me: Option<MemberId>,
        now: DateTime<Utc>,
        filter: LeadFilter,
    ) -> Result<Self> {
        let fields = fields::all(db, org).await?;
        let schema = lead_schema(&fields, &tags::all(db, org).await?);
        schema.check(&filter).map_err(|problem| Error::Invalid(vec![problem.at("where")]))?;
        let zone = days::zone_of(db, org).await?;
        Ok(Self { filter, fields, me, zone, today: days::day_of(zone, now) })
    }

    /// Evaluates something in memory at the same moment.
    pub fn at<T>(&self, work: impl FnOnce(&LeadFilter, &Moment<'_>) -> T) -> T {
        let begins = |day| days::begin(self.zone, day);
        work(&self.filter, &Moment { me: self.me, today: self.today, begins: &begins })
    }

    /// Adds the condition. The table of leads is called `leads`.
    pub(super) fn condition(&self, sql: &mut Sql, backend: DatabaseBackend) {
        Writer { asking: self, backend }.filter(sql, &self.filter);
    }

    /// The conditions that must hold and whose leads an index knows.
    pub(super) fn seeks(&self) -> Vec<&Test<LeadField>> {
        let tests = self.filter.conjuncts().iter().filter_map(|part| match part {
            Filter::Test(test) => Some(test),
            _ => None,
        });
        tests.filter(|test| self.is_indexed(test)).collect()
    }

    fn is_indexed(&self, test: &Test<LeadField>) -> bool {
        match test.field {
            LeadField::Fact(fact) => fact == LeadFact::Tags && matches!(test.check, Check::Is(_)),
            LeadField::Custom(id) => self.field(id).is_some_and(|field| {
                let by_number = matches!(
                    field.field_type,
                    FieldType::Number | FieldType::Money | FieldType::Date | FieldType::YesNo
                );
                field.noun == Noun::Lead
                    && !matches!(test.check, Check::Empty | Check::Filled)
                    && (by_number || field.field_type.has_options())
            }),
        }
    }

    /// `SELECT lead_id …` of the leads that one of [`Asking::seeks`] leaves.
    pub(super) fn seek(&self, sql: &mut Sql, backend: DatabaseBackend, org: OrgId, test: &Test<LeadField>) {
        let table = if matches!(test.field, LeadField::Custom(_)) { "lead_values" } else { "lead_tags" };
        sql.push(&format!("SELECT lead_id FROM {table} AS v WHERE v.org_id = "))
            .bind(org.uuid())
            .push(" AND ");
        let writer = Writer { asking: self, backend };
        match test.field {
            LeadField::Custom(id) => {
                sql.push("v.field_id = ").bind(id.uuid()).push(" AND ");
                if let Some(field) = self.field(id) {
                    writer.value(sql, field, &test.check);
                }
            }
            LeadField::Fact(_) => tagged(sql, &test.check),
        }
    }

    fn field(&self, id: CustomFieldId) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// Where a fact is kept.
pub(super) enum Kept {
    /// In a column of the lead, with what says that it is known.
    Lead(&'static str, &'static str),
    /// In a column of its property.
    Property(&'static str),
    /// Beside its contact, once for each address.
    Email,
    /// Among the tags of a noun.
    Tags(Noun),
}

pub(super) const fn kept(fact: LeadFact) -> Kept {
    use LeadFact as F;
    match fact {
        F::Status => Kept::Lead("leads.status", "true"),
        F::Source => Kept::Lead("leads.source", "true"),
        F::Owner => Kept::Lead("leads.owner_id", "true"),
        F::Created => Kept::Lead("leads.created_at", "true"),
        F::LastActivity => Kept::Lead("leads.last_activity_at", "true"),
        F::RespondBy => Kept::Lead("leads.waiting_until", "leads.waiting_until < "),
        F::FirstResponse => Kept::Lead("leads.first_response_at", "leads.first_response_at IS NOT NULL"),
        F::Name => Kept::Lead("leads.contact_name", "true"),
        F::Phone => Kept::Lead("leads.phone", "leads.phone IS NOT NULL"),
        F::Asking => Kept::Lead("leads.asking_minor", "leads.asking_minor <> "),
        F::Situation => Kept::Lead("leads.situation", "leads.situation IS NOT NULL"),
        F::Timing => Kept::Lead("leads.timing", "leads.timing IS NOT NULL"),
        F::DeadReason => Kept::Lead("leads.dead_reason", "leads.dead_reason IS NOT NULL"),
        F::Email => Kept::Email,
        F::Street => Kept::Property("p.street"),
        F::City => Kept::Property("p.city"),
        F::Region => Kept::Property("p.region"),
        F::PostalCode => Kept::Property("p.postal_code"),
        F::PropertyType => Kept::Property("p.property_type"),
        F::Beds => Kept::Property("p.beds"),
        F::HalfBaths => Kept::Property("p.half_baths"),
        F::Area => Kept::Property("p.area_sqft"),
        F::YearBuilt => Kept::Property("p.year_built"),
        F::Condition => Kept::Property("p.condition"),
        F::Occupancy => Kept::Property("p.occupancy"),
        F::Parcel => Kept::Property("p.parcel"),
        F::Mortgage => Kept::Property("p.mortgage_minor"),
        F::Tags => Kept::Tags(Noun::Lead),
        F::ContactTags => Kept::Tags(Noun::Contact),
        F::PropertyTags => Kept::Tags(Noun::Property),
    }
}

/// The column of a lead that names the record of a noun.
pub(super) const fn owner_of(noun: Noun) -> &'static str {
    match noun {
        Noun::Lead => "leads.id",
        Noun::Contact => "leads.contact_id",
        Noun::Property => "leads.property_id",
    }
}

struct Writer<'a> {
    asking: &'a Asking,
    backend: DatabaseBackend,
}

impl Writer<'_> {
    fn filter(&self, sql: &mut Sql, filter: &LeadFilter) {
        match filter {
            Filter::All(parts) => self.joined(sql, parts, " AND ", "true"),
            Filter::Any(parts) => self.joined(sql, parts, " OR ", "false"),
            Filter::Not(inner) => {
                sql.push("NOT (");
                self.filter(sql, inner);
                sql.push(")");
            }
            Filter::Test(Test { field, check: Check::Empty }) => {
                sql.push("NOT ");
                self.test(sql, *field, &Check::Filled);
            }
            Filter::Test(Test { field, check }) => self.test(sql, *field, check),
        }
    }

    fn joined(&self, sql: &mut Sql, parts: &[LeadFilter], with: &str, empty: &str) {
        if parts.is_empty() {
            sql.push(empty);
            return;
        }
        sql.push("(");
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                sql.push(with);
            }
            self.filter(sql, part);
        }
        sql.push(")");
    }

    fn test(&self, sql: &mut Sql, field: LeadField, check: &Check) {
        match field {
            LeadField::Fact(fact) => self.fact(sql, fact, check),
            LeadField::Custom(id) => match self.asking.field(id) {
                Some(field) => self.custom(sql, field, check),
                // `Asking::check` has refused it.
                None => {
                    sql.push("false");
                }
            },
        }
    }

    fn custom(&self, sql: &mut Sql, field: &CustomField, check: &Check) {
        let (of, record) = (Of::noun(field.noun), owner_of(field.noun));
        sql.push(&format!("EXISTS (SELECT 1 FROM {} AS v WHERE v.org_id = leads.org_id", of.values));
        sql.push(&format!(" AND v.{} = {record} AND v.field_id = ", of.record)).bind(field.id.uuid());
        if *check != Check::Filled {
            sql.push(" AND ");
            self.value(sql, field, check);
        }
        sql.push(")");
    }

    /// The condition on a row `v` of values.
    fn value(&self, sql: &mut Sql, field: &CustomField, check: &Check) {
        match (field.field_type.kind(), check) {
            (Kind::Text, check) => self.text(sql, "v.text", check),
            // The second half is what the index of short texts asks for.
            (Kind::Choice, Check::Is(words)) => {
                sql.push("v.text IN ").bind_all(words.clone()).push(" AND length(v.text) <= 40");
            }
            (Kind::YesNo, Check::Is(words)) => {
                sql.push("v.number IN ").bind_all(words.iter().map(|word| i64::from(word == "yes")));
            }
            (Kind::Day, Check::Since(when)) => {
                sql.push("v.number >= ").bind(self.day(*when));
            }
            (Kind::Day, Check::Before(when)) => {
                sql.push("v.number < ").bind(self.day(*when));
            }
            (_, check) => number(sql, "v.number", check),
        }
    }

    fn fact(&self, sql: &mut Sql, fact: LeadFact, check: &Check) {
        let column = match kept(fact) {
            Kept::Lead(column, known) => {
                sql.push("(").push(known);
                match fact {
                    LeadFact::RespondBy => sql.bind(NEVER),
                    LeadFact::Asking => sql.bind(UNKNOWN_ASKING),
                    _ => sql,
                };
                column
            }
            Kept::Property(column) => {
                sql.push("EXISTS (SELECT 1 FROM properties AS p WHERE p.org_id = leads.org_id");
                sql.push(&format!(" AND p.id = leads.property_id AND {column} IS NOT NULL"));
                column
            }
            Kept::Email => {
                sql.push("EXISTS (SELECT 1 FROM contact_emails AS e WHERE e.org_id = leads.org_id");
                sql.push(" AND e.contact_id = leads.contact_id");
                "e.email"
            }
            Kept::Tags(noun) => {
                let (of, record) = (Of::noun(noun), owner_of(noun));
                sql.push(&format!("EXISTS (SELECT 1 FROM {} AS v WHERE v.org_id = leads.org_id", of.tags));
                sql.push(&format!(" AND v.{} = {record}", of.record));
                "v.tag_id"
            }
        };
        if *check != Check::Filled {
            sql.push(" AND ");
            match (fact.kind(), check) {
                (Kind::Text, check) => self.text(sql, column, check),
                (Kind::Choice, Check::Is(words)) => {
                    sql.push(column).push(" IN ").bind_all(words.clone());
                }
                (Kind::Tags, check) => tagged(sql, check),
                (Kind::Member, Check::Is(words)) => self.owner(sql, words),
                (Kind::Time, Check::Since(when)) => {
                    sql.push(column).push(" >= ").bind(self.time(*when));
                }
                (Kind::Time, Check::Before(when)) => {
                    sql.push(column).push(" < ").bind(self.time(*when));
                }
                (_, check) => number(sql, column, check),
            }
        }
        sql.push(")");
    }

    fn owner(&self, sql: &mut Sql, words: &[String]) {
        let members = words.iter().filter_map(|word| match word.as_str() {
            "me" => self.asking.me,
            word => word.parse().ok(),
        });
        let members: Vec<_> = members.map(MemberId::uuid).collect();
        let nobody = words.iter().any(|word| word == "nobody");
        sql.push(if nobody { "(leads.owner_id IS NULL" } else { "(false" });
        if !members.is_empty() {
            // A lead without an owner is no member's, and not unknown.
            sql.push(" OR leads.owner_id IS NOT NULL AND leads.owner_id IN ").bind_all(members);
        }
        sql.push(")");
    }

    fn text(&self, sql: &mut Sql, column: &str, check: &Check) {
        let postgres = self.backend == DatabaseBackend::Postgres;
        // The collation that knows ASCII letters only, as SQLite does by itself.
        let lower =
            if postgres { format!("lower({column} COLLATE \"C\")") } else { format!("lower({column})") };
        let place = if postgres { "strpos" } else { "instr" };
        match check {
            Check::Is(texts) => {
                sql.push(&lower).push(" IN ").bind_all(texts.iter().map(|text| text.to_ascii_lowercase()));
            }
            Check::Contains(text) => {
                sql.push(&format!("{place}({lower}, ")).bind(text.to_ascii_lowercase()).push(") > 0");
            }
            Check::StartsWith(text) => {
                sql.push(&format!("{place}({lower}, ")).bind(text.to_ascii_lowercase()).push(") = 1");
            }
            _ => {
                sql.push("false");
            }
        }
    }

    fn day(&self, when: When) -> i64 {
        day_number(when.resolve(self.asking.today))
    }

    fn time(&self, when: When) -> DateTime<Utc> {
        days::begin(self.asking.zone, when.resolve(self.asking.today))
    }
}

/// The condition on a row `v` of marks.
fn tagged(sql: &mut Sql, check: &Check) {
    let words = if let Check::Is(words) = check { words.as_slice() } else { &[] };
    let ids: Vec<_> = words.iter().filter_map(|word| word.parse().ok()).map(TagId::uuid).collect();
    sql.push("v.tag_id IN ").bind_all(ids);
}

fn number(sql: &mut Sql, column: &str, check: &Check) {
    match check {
        Check::AtLeast(least) => {
            sql.push(column).push(" >= ").bind(*least);
        }
        Check::AtMost(most) => {
            sql.push(column).push(" <= ").bind(*most);
        }
        Check::Is(words) => {
            let numbers = words.iter().filter_map(|word| word.parse::<i64>().ok());
            sql.push(column).push(" IN ").bind_all(numbers);
        }
        // No such question of a number: `Asking::check` has refused it.
        _ => {
            sql.push("false");
        }
    }
}

/// The filter of a query as text.
///
/// Errors: [`Error::Invalid`] at `where`.
pub(super) fn read(query: &shared::leads::LeadQuery) -> Result<LeadFilter> {
    query.filter().map_err(|problem| Error::Invalid(vec![problem.at("where")]))
}
