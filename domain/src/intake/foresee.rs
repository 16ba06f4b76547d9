//! What a submission would become if it were written now: the same recognition, and nothing written.

use super::Prepared;
use super::matching::Known;
use crate::error::Result;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// What would be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Foresight {
    /// The key was used before: nothing new would be written.
    pub repeated: bool,
    /// Who it is taken for, and whether the phone number said so.
    pub contact: Option<(Uuid, bool)>,
    /// A phone number or an email that nobody knew of that person.
    pub learns: bool,
    /// The house it is about, with the place it is known by.
    pub property: Option<(Uuid, String)>,
    /// The open lead it would be added to.
    pub lead: Option<Uuid>,
}

/// Looks without writing.
pub(crate) async fn foresee(db: &impl ConnectionTrait, prepared: &Prepared) -> Result<Foresight> {
    let known = Known::load(db, prepared.org, &[prepared]).await?;
    let contact = known.contact(prepared);
    let phone = prepared.person.phone.as_ref().map(|phone| known.phones.get(phone.e164()).copied());
    let email = prepared.person.email.as_ref().map(|email| known.emails.get(&email.normalized()).copied());
    let property = prepared.house.address.as_ref().and_then(|address| {
        let house = known.houses.find(address, prepared.house.facts.parcel.as_ref())?;
        Some((house, known.houses.address(house, address).place()))
    });
    let unknown_house = prepared.house.address.is_some() && property.is_none();
    let house = property.as_ref().map(|(house, _)| *house);
    let lead =
        contact.filter(|_| !unknown_house).and_then(|contact| known.leads.get(&(contact, house)).copied());
    Ok(Foresight {
        repeated: known.submissions.contains_key(&(prepared.form.uuid(), prepared.key.clone())),
        contact: contact.map(|contact| (contact, phone.flatten() == Some(contact))),
        learns: contact.is_some() && [phone, email].into_iter().flatten().any(|known| known != contact),
        property,
        lead,
    })
}
