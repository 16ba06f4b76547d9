//! Rows of `leads` as their list shows them.

use super::{NEVER, UNKNOWN_ASKING};
use crate::error::{Error, Result};
use crate::leads::Sql;
use crate::{members, merges};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::leads::{LeadSource, LeadStatus, LeadSummary, OwnerRef};
use shared::money::Money;
use shared::phone::Phone;
use shared::{LeadId, MemberId, OrgId};
use uuid::Uuid;

/// The columns of a [`SummaryRow`].
pub(crate) const COLUMNS: &str = "id, contact_name, place, phone, status, source, owner_id, asking_minor, \
     created_at, first_response_at, waiting_until, last_activity_at, version";

/// One row, before words are read and names are known.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct SummaryRow {
    pub(crate) id: Uuid,
    pub(crate) contact_name: String,
    place: Option<String>,
    phone: Option<String>,
    pub(crate) status: String,
    source: String,
    pub(crate) owner_id: Option<Uuid>,
    pub(crate) asking_minor: i64,
    pub(crate) created_at: DateTime<Utc>,
    first_response_at: Option<DateTime<Utc>>,
    pub(crate) waiting_until: DateTime<Utc>,
    pub(crate) last_activity_at: DateTime<Utc>,
    pub(crate) version: i64,
}

/// Makes summaries of rows, in their order, with one query for all the owners' names.
pub(crate) async fn summaries(
    db: &impl ConnectionTrait,
    org: OrgId,
    rows: Vec<SummaryRow>,
) -> Result<Vec<LeadSummary>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = members::names(db, org).await?;
    rows.into_iter()
        .map(|row| {
            let owner = row
                .owner_id
                .map(MemberId::from_uuid)
                .map(|id| OwnerRef { id, name: names.get(&id).cloned().unwrap_or_default() });
            row.into_summary(owner)
        })
        .collect()
}

/// One lead of the organization; `leads` of others are not found.
pub(super) async fn summary(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<LeadSummary> {
    let found = summaries(db, org, vec![row(db, org, lead).await?]).await?;
    found.into_iter().next().ok_or(Error::NotFound("the lead"))
}

/// The same, as it is stored.
pub(super) async fn row(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<SummaryRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM leads WHERE org_id = ").bind(org.uuid());
    sql.push(" AND set_aside = false AND id = ").bind(lead.uuid());
    let row = SummaryRow::find_by_statement(sql.statement(db.get_database_backend())).one(db).await?;
    row.ok_or(Error::NotFound("the lead"))
}

/// Whether there is such a lead in the organization, for whoever adds something to it.
///
/// Errors: [`Error::NotFound`]; [`Error::Conflict`] when it became part of another one.
pub(crate) async fn exists(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<()> {
    match row(db, org, lead).await {
        Err(Error::NotFound(_)) => Err(gone(db, org, lead).await?),
        found => found.map(|_| ()),
    }
}

/// What is said to whoever changes a lead that does not stand: it is not here, or became part of another one.
pub(super) async fn gone(db: &impl ConnectionTrait, org: OrgId, lead: LeadId) -> Result<Error> {
    Ok(if merges::standing_lead(db, org, lead).await? == lead {
        Error::NotFound("the lead")
    } else {
        Error::Conflict("This lead became part of another one. Reload the page.".to_owned())
    })
}

/// The status of a stored word.
pub(crate) fn status_of(word: &str) -> Result<LeadStatus> {
    LeadStatus::from_word(word).ok_or_else(|| unknown("status", word))
}

/// The source of a stored word.
pub(crate) fn source_of(word: &str) -> Result<LeadSource> {
    LeadSource::from_word(word).ok_or_else(|| unknown("source", word))
}

/// A stored telephone number.
pub(super) fn phone_of(e164: &str) -> Result<Phone> {
    Phone::parse(e164).map_err(|_| unknown("phone", "that is no number"))
}

pub(super) fn unknown(what: &str, word: &str) -> Error {
    Error::internal(format!("a stored {what} is not known: {word}"))
}

impl SummaryRow {
    fn into_summary(self, owner: Option<OwnerRef>) -> Result<LeadSummary> {
        Ok(LeadSummary {
            id: LeadId::from_uuid(self.id),
            name: self.contact_name,
            place: self.place,
            phone: self.phone.as_deref().map(phone_of).transpose()?,
            status: status_of(&self.status)?,
            source: source_of(&self.source)?,
            owner,
            asking: Some(self.asking_minor).filter(|minor| *minor != UNKNOWN_ASKING).map(Money::usd),
            created_at: self.created_at,
            respond_by: Some(self.waiting_until).filter(|until| *until < NEVER),
            first_response_at: self.first_response_at,
            last_activity_at: self.last_activity_at,
            version: self.version,
            columns: Vec::new(),
        })
    }
}
