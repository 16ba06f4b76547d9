//! Writing many submissions in one transaction: decide for each what it becomes, then a few statements for all.

use super::matching::{Known, Stored};
use super::rows::Rows;
use super::{Origin, Prepared, Receipt};
use crate::context::Context;
use crate::duplicates;
use crate::duty::OnDuty;
use crate::error::{Error, Result};
use crate::fields::{Filling, Records};
use crate::leads;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement};
use shared::{LeadId, OrgId, SubmissionId};
use std::collections::BTreeMap;

/// Submissions in one transaction at most: enough to share a flush, few enough to answer soon.
pub(super) const MAX_BATCH: usize = 256;

/// What became of one submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Written(Receipt),
    /// The key was used before with other answers.
    KeyReused,
}

impl From<Outcome> for Result<Receipt> {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Written(receipt) => Ok(receipt),
            Outcome::KeyReused => Err(Error::Conflict(
                "This form was sent already with other answers. Reload the page to send another one."
                    .to_owned(),
            )),
        }
    }
}

/// Writes a batch; the outcomes are in the order of the submissions.
pub(crate) async fn write_batch(
    cx: &Context,
    tx: &DatabaseTransaction,
    batch: &[Prepared],
) -> Result<Vec<Outcome>> {
    let mut by_org: BTreeMap<OrgId, Vec<usize>> = BTreeMap::new();
    for (index, prepared) in batch.iter().enumerate() {
        by_org.entry(prepared.org).or_default().push(index);
    }
    let mut rows = Rows::default();
    let (mut on_duty, mut fillings) = (Vec::new(), Vec::new());
    let mut outcomes = vec![Outcome::KeyReused; batch.len()];
    for (org, indexes) in by_org {
        one_at_a_time(tx, org).await?;
        on_duty.extend(OnDuty::load(cx, tx, org).await?.map(|duty| (org, duty)));
        let of_org: Vec<&Prepared> = indexes.iter().filter_map(|index| batch.get(*index)).collect();
        let mut known = Known::load(tx, org, &of_org).await?;
        let fills = of_org.iter().any(|prepared| !prepared.custom.is_empty());
        let mut filling = if fills { Some(Filling::begin(tx, org).await?) } else { None };
        for (index, prepared) in indexes.into_iter().zip(of_org) {
            let outcome = decide(cx, &mut known, &mut rows, &mut filling, prepared)?;
            if let Some(slot) = outcomes.get_mut(index) {
                *slot = outcome;
            }
        }
        fillings.extend(filling.map(|filling| (org, filling)));
    }
    let begun = rows.begun();
    let compared = std::mem::take(&mut rows.compared);
    let made = std::mem::take(&mut rows.made);
    rows.insert(cx, tx).await?;
    // Before whoever asks what is known of a new lead.
    for (org, filling) in fillings {
        let worded = filling.worded_leads();
        filling.write(tx, org, &made).await?;
        leads::renew_words(tx, org, &worded).await?;
    }
    for (org, duty) in on_duty {
        let of_org: Vec<_> = begun.iter().filter(|(_, actor)| actor.org() == org).cloned().collect();
        if !of_org.is_empty() {
            duty.begin(cx, tx, &of_org).await?;
        }
    }
    for (org, (request, people)) in compared {
        duplicates::check(cx, tx, org, request, people).await?;
    }
    Ok(outcomes)
}

/// Two processes on PostgreSQL must not both find nobody and both create the same person. On SQLite there is one
/// writer anyway.
pub(crate) async fn one_at_a_time(tx: &DatabaseTransaction, org: OrgId) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        let lock = Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [format!("intake {org}").into()],
        );
        tx.execute_raw(lock).await?;
    }
    Ok(())
}

/// Decides what one submission becomes, collects its rows, and lets the rest of the batch know.
fn decide(
    cx: &Context,
    known: &mut Known,
    rows: &mut Rows,
    filling: &mut Option<Filling>,
    prepared: &Prepared,
) -> Result<Outcome> {
    let slot = (prepared.form.uuid(), prepared.key.clone());
    if prepared.origin == Origin::New
        && let Some(stored) = known.submissions.get(&slot)
    {
        return Ok(if stored.answers_hash == prepared.answers_hash {
            Outcome::Written(Receipt {
                id: SubmissionId::from_uuid(stored.id),
                lead: stored.lead.map(LeadId::from_uuid),
                repeated: true,
                joined: false,
            })
        } else {
            Outcome::KeyReused
        });
    }
    let (lead, joined) = if prepared.hold.is_empty() {
        let (records, joined) = become_lead(cx, known, rows, prepared)?;
        if let Some(filling) = filling {
            filling.note(&prepared.custom, records);
        }
        (Some(LeadId::from_uuid(records.lead)), joined)
    } else {
        (None, false)
    };
    rows.submission(prepared, lead)?;
    known.submissions.insert(
        slot,
        Stored {
            id: prepared.id.uuid(),
            answers_hash: prepared.answers_hash.clone(),
            lead: lead.map(LeadId::uuid),
        },
    );
    Ok(Outcome::Written(Receipt { id: prepared.id, lead, repeated: false, joined }))
}

/// The lead it became with its person and house, and whether the lead was there before.
fn become_lead(
    cx: &Context,
    known: &mut Known,
    rows: &mut Rows,
    prepared: &Prepared,
) -> Result<(Records, bool)> {
    let contact = match known.contact(prepared) {
        Some(contact) => {
            rows.known_contact(known, prepared, contact);
            contact
        }
        None => rows.new_contact(cx, prepared),
    };
    if let Some(email) = &prepared.person.email {
        known.emails.entry(email.normalized()).or_insert(contact);
    }
    if let Some(phone) = &prepared.person.phone {
        known.phones.entry(phone.e164().to_owned()).or_insert(contact);
    }
    let parcel = prepared.house.facts.parcel.as_ref();
    let property = prepared.house.address.as_ref().map(|address| {
        if let Some(property) = known.houses.find(address, parcel) {
            rows.known_property(prepared, property);
            known.houses.learned(property, address, parcel);
            property
        } else {
            let property = rows.new_property(cx, prepared, address);
            known.houses.made(property, address, parcel);
            property
        }
    });
    rows.consents(cx, prepared, contact);
    rows.compare(prepared, contact);
    if let Some(lead) = known.leads.get(&(contact, property)).copied() {
        rows.resubmitted(prepared, LeadId::from_uuid(lead));
        return Ok((Records { lead, contact, property }, true));
    }
    let records = Records { lead: cx.new_id(), contact, property };
    rows.new_lead(cx, prepared, records, known)?;
    known.leads.insert((contact, property), records.lead);
    Ok((records, false))
}
