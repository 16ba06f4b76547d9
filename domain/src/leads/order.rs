//! The orders of a list as the database keeps them: what a row is sorted by, where that stands, and the index that knows it.
//!
//! What is not known comes last in both directions. Texts are put in order by their first letters, as ASCII knows them,
//! which both databases and memory do alike; choices stand in the order in which they are offered.

use super::cursor::Key;
use super::filter::{Kept, kept, owner_of};
use super::rows::SummaryRow;
use super::sql::Sql;
use super::{NEVER, UNKNOWN_ASKING};
use crate::error::{Error, Result};
use crate::fields::{self, Of};
use crate::members;
use sea_orm::{ConnectionTrait, DatabaseBackend, Value};
use shared::fields::{CustomField, FieldType, Noun};
use shared::filter::Kind;
use shared::leads::{LeadFact, LeadField, LeadSort, lead_schema};
use shared::{CustomFieldId, OrgId};
use uuid::Uuid;

/// Letters of a text that decide its place.
const LETTERS: usize = 80;

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    Time,
    Text,
    Number,
}

/// One order of a list, of one organization.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) sort: LeadSort,
    pub(super) descending: bool,
    origin: Origin,
}

#[derive(Debug, Clone)]
enum Origin {
    /// What was typed decides.
    Rank,
    Index(Indexed),
    /// A column of the lead or its property, with the table's name.
    Column(&'static str, Reading),
    /// The first value of a custom field.
    Value(Noun, CustomFieldId, Reading),
}

/// A column of the lead that never is null and has an index.
#[derive(Debug, Clone, Copy)]
struct Indexed {
    column: &'static str,
    index: &'static str,
    kind: KeyKind,
    unknown: Unknown,
}

/// What stands in a column when nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// It always is known.
    Never,
    /// Less than everything.
    Least,
    /// More than everything.
    Most,
}

/// How a key is made of what is stored.
#[derive(Debug, Clone)]
enum Reading {
    Time,
    Number,
    Text,
    /// The place of each stored word.
    Words(Vec<String>),
    /// The name behind each identifier.
    Names(Vec<(Uuid, String)>),
}

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// Where the first order knows its value.
    Known,
    /// Where it does not.
    Unknown,
}

impl Indexed {
    const fn of(fact: LeadFact) -> Option<Self> {
        let (column, index, kind, unknown) = match fact {
            LeadFact::Created => ("created_at", "leads_created", KeyKind::Time, Unknown::Never),
            LeadFact::RespondBy => ("waiting_until", "leads_waiting", KeyKind::Time, Unknown::Most),
            LeadFact::LastActivity => ("last_activity_at", "leads_activity", KeyKind::Time, Unknown::Never),
            LeadFact::Name => ("contact_name", "leads_name", KeyKind::Text, Unknown::Never),
            LeadFact::Asking => ("asking_minor", "leads_asking", KeyKind::Number, Unknown::Least),
            _ => return None,
        };
        Some(Self { column, index, kind, unknown })
    }

    fn value(self) -> Value {
        match self.kind {
            KeyKind::Number => UNKNOWN_ASKING.into(),
            _ => NEVER.into(),
        }
    }
}

/// The orders of a list, checked against the fields of the organization.
///
/// Errors: [`Error::Invalid`] at `sort` for a field that is gone or holds several values.
pub(super) async fn resolve(db: &impl ConnectionTrait, org: OrgId, sorts: &[LeadSort]) -> Result<Vec<Order>> {
    let is_custom = |sort: &LeadSort| matches!(sort, LeadSort::By(LeadField::Custom(_), _));
    let fields = if sorts.iter().any(is_custom) { fields::all(db, org).await? } else { Vec::new() };
    let mut orders = Vec::new();
    for sort in sorts {
        orders.push(match sort {
            LeadSort::By(LeadField::Custom(id), _) => {
                let field = fields.iter().find(|field| field.id == *id).ok_or_else(gone)?;
                Order::new(*sort, value(field)?)
            }
            LeadSort::By(LeadField::Fact(LeadFact::Owner), _) => {
                let names = members::names(db, org).await?;
                let names = names.into_iter().map(|(id, name)| (id.uuid(), folded(&name))).collect();
                Order::new(*sort, Origin::Column("leads.owner_id", Reading::Names(names)))
            }
            sort => Order::standard(*sort)?,
        });
    }
    Ok(orders)
}

fn gone() -> Error {
    let words = "The list is to be ordered by a field that is gone. Choose another order.";
    Error::invalid("sort", "order.gone", words)
}

fn several() -> Error {
    let words = "A list cannot be ordered by a field that holds several values. Choose another order.";
    Error::invalid("sort", "order.several", words)
}

fn value(field: &CustomField) -> Result<Origin> {
    let reading = match field.field_type {
        FieldType::Text | FieldType::LongText => Reading::Text,
        FieldType::Number | FieldType::Money | FieldType::Date | FieldType::YesNo => Reading::Number,
        FieldType::Choice => Reading::Words(field.options.iter().map(|option| option.key.clone()).collect()),
        FieldType::Choices => return Err(several()),
    };
    Ok(Origin::Value(field.noun, field.id, reading))
}

fn column(fact: LeadFact) -> Result<Origin> {
    let reading = match fact.kind() {
        Kind::Time | Kind::Day => Reading::Time,
        Kind::Number | Kind::Money | Kind::YesNo => Reading::Number,
        Kind::Text => Reading::Text,
        Kind::Choice | Kind::Tags | Kind::Member => {
            let schema = lead_schema(&[], &[]);
            let options = schema.get(fact.into()).map(|info| info.options.clone()).unwrap_or_default();
            Reading::Words(options.into_iter().map(|(word, _)| word).collect())
        }
    };
    match kept(fact) {
        Kept::Lead(column, _) | Kept::Property(column) => Ok(Origin::Column(column, reading)),
        Kept::Email | Kept::Tags(_) => Err(several()),
    }
}

/// A text as the databases compare it.
fn folded(text: &str) -> String {
    text.to_ascii_lowercase().chars().take(LETTERS).collect()
}

impl Reading {
    const fn kind(&self) -> KeyKind {
        match self {
            Self::Time => KeyKind::Time,
            Self::Number | Self::Words(_) => KeyKind::Number,
            Self::Text | Self::Names(_) => KeyKind::Text,
        }
    }

    /// The key as an expression over `column`; null where nothing is known.
    fn write(&self, sql: &mut Sql, backend: DatabaseBackend, column: &str) {
        let bytewise = if backend == DatabaseBackend::Postgres { " COLLATE \"C\"" } else { "" };
        match self {
            Self::Time => {
                sql.push(column);
            }
            Self::Number => {
                sql.push(&format!("CAST({column} AS bigint)"));
            }
            Self::Text => {
                sql.push(&format!("NULLIF(substr(lower({column}{bytewise}), 1, {LETTERS}), '')"));
            }
            Self::Words(words) => {
                sql.push(&format!("CAST(CASE WHEN {column} IS NULL THEN NULL"));
                for (place, word) in words.iter().enumerate() {
                    sql.push(&format!(" WHEN {column} = "))
                        .bind(word.as_str())
                        .push(&format!(" THEN {place}"));
                }
                // An option that was taken away.
                sql.push(&format!(" ELSE {} END AS bigint)", words.len()));
            }
            Self::Names(names) => {
                sql.push("CAST(CASE WHEN false THEN NULL");
                for (id, name) in names {
                    sql.push(&format!(" WHEN {column} = ")).bind(*id).push(" THEN ").bind(name.as_str());
                }
                sql.push(&format!(" END AS text){bytewise}"));
            }
        }
    }
}

impl Order {
    /// An order that takes no look at the organization.
    pub(super) fn standard(sort: LeadSort) -> Result<Self> {
        let origin = match sort {
            LeadSort::Relevance => Origin::Rank,
            LeadSort::By(LeadField::Custom(_), _) => return Err(gone()),
            LeadSort::By(LeadField::Fact(fact), _) => match Indexed::of(fact) {
                Some(indexed) => Origin::Index(indexed),
                None => column(fact)?,
            },
        };
        Ok(Self::new(sort, origin))
    }

    const fn new(sort: LeadSort, origin: Origin) -> Self {
        Self { sort, descending: sort.is_descending(), origin }
    }

    pub(super) const fn kind(&self) -> KeyKind {
        match &self.origin {
            Origin::Rank => KeyKind::Number,
            Origin::Index(indexed) => indexed.kind,
            Origin::Column(_, reading) | Origin::Value(_, _, reading) => reading.kind(),
        }
    }

    const fn indexed(&self) -> Option<&Indexed> {
        match &self.origin {
            Origin::Index(indexed) => Some(indexed),
            _ => None,
        }
    }

    /// The index along which a list has this order.
    pub(super) fn index(&self) -> Option<&'static str> {
        self.indexed().map(|indexed| indexed.index)
    }

    /// Whether what is not known would come first along the index.
    fn begins_with_unknown(&self) -> bool {
        self.indexed().is_some_and(|indexed| match indexed.unknown {
            Unknown::Never => false,
            Unknown::Least => !self.descending,
            Unknown::Most => self.descending,
        })
    }

    /// The column that says it all, where there is one. Of the first order the list is read in [`Order::parts`].
    pub(super) fn column(&self, is_first: bool) -> Option<&'static str> {
        self.indexed().filter(|_| is_first || !self.begins_with_unknown()).map(|indexed| indexed.column)
    }

    /// The stretches that a list is read in, one after the other, when this is its first order.
    pub(super) fn parts(&self, forward: bool) -> &'static [Part] {
        match (self.begins_with_unknown(), forward) {
            (false, _) => &[Part::Whole],
            (true, true) => &[Part::Known, Part::Unknown],
            (true, false) => &[Part::Unknown, Part::Known],
        }
    }

    /// ` AND` the row is in a part.
    pub(super) fn and_in(&self, sql: &mut Sql, part: Part) {
        let (Some(indexed), true) = (self.indexed(), part != Part::Whole) else { return };
        let sign = match (part, indexed.unknown) {
            (Part::Known, Unknown::Least) => ">",
            (Part::Known, _) => "<",
            _ => "=",
        };
        sql.push(&format!(" AND {} {sign} ", indexed.column)).bind(indexed.value());
    }

    /// The key as it is found in a row, where it is.
    pub(super) fn key_in(&self, row: &SummaryRow) -> Option<Key> {
        let LeadSort::By(LeadField::Fact(fact), _) = self.sort else { return None };
        Some(match fact {
            LeadFact::Created => Key::Time(row.created_at),
            LeadFact::LastActivity => Key::Time(row.last_activity_at),
            LeadFact::Name => Key::Text(row.contact_name.clone()),
            LeadFact::RespondBy if row.waiting_until < NEVER => Key::Time(row.waiting_until),
            LeadFact::Asking if row.asking_minor != UNKNOWN_ASKING => Key::Number(row.asking_minor),
            LeadFact::RespondBy | LeadFact::Asking => Key::Nothing,
            _ => return None,
        })
    }

    /// What stands in [`Order::column`] for a key.
    pub(super) fn stored(&self, key: &Key) -> Value {
        match (key, self.indexed()) {
            (Key::Nothing, Some(indexed)) => indexed.value(),
            _ => key.clone().into(),
        }
    }

    /// The key as an expression; null where nothing is known. `at` is the place of the order.
    pub(super) fn write(&self, sql: &mut Sql, backend: DatabaseBackend, at: usize) {
        match &self.origin {
            Origin::Rank => {
                sql.push("CAST(0 AS bigint)");
            }
            Origin::Index(indexed) => {
                sql.push(&format!("NULLIF(leads.{}, ", indexed.column)).bind(indexed.value()).push(")");
            }
            Origin::Column(column, reading) => reading.write(sql, backend, column),
            Origin::Value(_, _, reading) => {
                let column = if matches!(reading, Reading::Number) { "number" } else { "text" };
                reading.write(sql, backend, &format!("v{at}.{column}"));
            }
        }
    }

    /// Whether it reads the property.
    pub(super) fn needs_property(&self) -> bool {
        matches!(self.origin, Origin::Column(column, _) if column.starts_with("p."))
    }

    /// Joins what [`Order::write`] reads, one row at most.
    pub(super) fn join(&self, sql: &mut Sql, at: usize) {
        let Origin::Value(noun, field, _) = &self.origin else { return };
        let (of, record) = (Of::noun(*noun), owner_of(*noun));
        sql.push(&format!(" LEFT JOIN {} AS v{at} ON v{at}.org_id = leads.org_id", of.values));
        sql.push(&format!(" AND v{at}.{} = {record} AND v{at}.field_id = ", of.record)).bind(field.uuid());
        sql.push(&format!(" AND v{at}.item = 0"));
    }
}
