//! The houses that are known: by their address, else by the number that the county of the state knows their land by.
//!
//! One piece of land is one house, however its address is written. What is written of it goes by the address that the
//! house has.

use crate::bulk::padded;
use crate::error::Result;
use crate::properties::{Land, address_of, area, land};
use entity::properties;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::OrgId;
use shared::address::Address;
use shared::parcel::Parcel;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What is known of them.
#[derive(Debug, Default)]
pub(crate) struct Houses {
    by_address: HashMap<String, Uuid>,
    by_land: HashMap<Land, Uuid>,
    /// Whose land is known: they learn no other.
    settled: HashSet<Uuid>,
    /// The addresses of those on a piece of land.
    addresses: HashMap<Uuid, Address>,
}

impl Houses {
    /// Looks up addresses and pieces of land, a query for each kind. Of several houses on one piece of land the oldest
    /// counts.
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        org: OrgId,
        addresses: Vec<String>,
        lands: &[Land],
    ) -> Result<Self> {
        use properties::Column as C;
        let mut known = Self::default();
        if !addresses.is_empty() {
            let rows: Vec<(String, Uuid, Option<String>)> = properties::Entity::find()
                .select_only()
                .columns([C::AddressKey, C::Id, C::ParcelKey])
                .filter(C::OrgId.eq(org.uuid()))
                .filter(C::AddressKey.is_in(padded(addresses)))
                .into_tuple()
                .all(db)
                .await?;
            for (address, id, parcel) in rows {
                known.by_address.insert(address, id);
                known.settled.extend(parcel.map(|_| id));
            }
        }
        if !lands.is_empty() {
            let numbers: Vec<String> = lands.iter().map(|(_, number)| number.clone()).collect();
            let rows = properties::Entity::find()
                .filter(C::OrgId.eq(org.uuid()))
                // As the index says it.
                .filter(C::ParcelKey.is_not_null())
                .filter(C::ParcelKey.is_in(padded(numbers)))
                .all(db)
                .await?;
            for row in rows {
                let Some(land) = row.parcel_key.clone().map(|key| (area(&row.region, &row.postal_code), key))
                else {
                    continue;
                };
                let place = known.by_land.entry(land).or_insert(row.id);
                // Identifiers sort by the time they were made.
                *place = row.id.min(*place);
                known.addresses.insert(row.id, address_of(&row));
                known.settled.insert(row.id);
            }
        }
        Ok(known)
    }

    /// The house at an address, else the one on its land.
    pub(crate) fn find(&self, address: &Address, parcel: Option<&Parcel>) -> Option<Uuid> {
        let on_land = || self.by_land.get(&land(address, parcel)?);
        self.by_address.get(&address.key()).or_else(on_land).copied()
    }

    /// The address that a house has, of whom somebody says that it is at `said`.
    pub(crate) fn address<'a>(&'a self, house: Uuid, said: &'a Address) -> &'a Address {
        match self.by_address.get(&said.key()) {
            Some(at) if *at == house => said,
            _ => self.addresses.get(&house).unwrap_or(said),
        }
    }

    /// A house that is made in this transaction.
    pub(crate) fn made(&mut self, house: Uuid, address: &Address, parcel: Option<&Parcel>) {
        self.by_address.insert(address.key(), house);
        self.learned(house, address, parcel);
    }

    /// The land of a house is known from now on, if it was not before.
    pub(crate) fn learned(&mut self, house: Uuid, address: &Address, parcel: Option<&Parcel>) {
        let Some(land) = land(address, parcel) else { return };
        if self.settled.insert(house)
            && let Entry::Vacant(place) = self.by_land.entry(land)
        {
            place.insert(house);
            self.addresses.insert(house, address.clone());
        }
    }

    /// All that were found.
    pub(crate) fn ids(&self) -> Vec<Uuid> {
        let all: HashSet<Uuid> = self.by_address.values().chain(self.by_land.values()).copied().collect();
        all.into_iter().collect()
    }
}
