//! What leads repeat of their person and their house, and the events of each lead that shows something else now.

use super::Writing;
use crate::bulk::padded;
use crate::duplicates;
use crate::error::Result;
use crate::events::{self, NewEvent, Subject};
use crate::leads::words;
use entity::leads;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::LeadId;
use shared::events::EventKind;
use shared::leads::Fact;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Writing<'_> {
    /// Lets every lead that shares what was changed follow: the words it is found by, its time, its event.
    pub(super) async fn follow(&self, facts: &[Fact]) -> Result<()> {
        if facts.is_empty() {
            return Ok(());
        }
        let own = self.held.row.id;
        let (of_person, of_house) = (self.held.of_person(), self.held.of_house());
        let concerns = |lead: Uuid, fact: Fact| {
            lead == own
                || fact.is_of_person() && of_person.contains(&lead)
                || fact.is_of_house() && of_house.contains(&lead)
        };
        let aside: BTreeSet<Uuid> =
            self.held.leads.iter().filter(|row| row.set_aside).map(|row| row.id).collect();
        let now = self.cx.now();
        let mut events = Vec::new();
        let mut concerned = Vec::new();
        let others = self.held.leads.iter().map(|row| row.id).filter(|lead| *lead != own);
        for lead in std::iter::once(own).chain(others) {
            let facts: Vec<Fact> = facts.iter().copied().filter(|fact| concerns(lead, *fact)).collect();
            if facts.is_empty() {
                continue;
            }
            concerned.push(lead);
            if aside.contains(&lead) {
                // Read through by the one it became part of, which says it itself.
                continue;
            }
            events.push(NewEvent {
                actor: self.actor.clone(),
                subject: Subject::Lead(LeadId::from_uuid(lead)),
                kind: EventKind::LeadFactsChanged { facts },
                at: now,
            });
        }
        let is_searched = |fact: &Fact| {
            matches!(fact, Fact::Name | Fact::Phone | Fact::Email | Fact::Address | Fact::Parcel)
        };
        if facts.iter().any(is_searched) {
            words::renew(self.tx, self.actor.org(), &concerned).await?;
        }
        self.note(&concerned).await?;
        events::append_all(self.cx, self.tx, &events).await?;
        if facts.iter().any(is_searched) {
            // Whoever is called otherwise, or lives elsewhere, may be somebody else who is here already.
            let people = self.held.leads.iter().filter(|row| !row.set_aside && concerned.contains(&row.id));
            let people: Vec<Uuid> = people.map(|row| row.contact_id).collect();
            duplicates::check(self.cx, self.tx, self.actor.org(), self.actor.request(), people).await?;
        }
        Ok(())
    }

    /// Their versions stay: those guard status and owner, which nobody touched.
    pub(super) async fn note(&self, leads: &[Uuid]) -> Result<()> {
        leads::Entity::update_many()
            .col_expr(leads::Column::UpdatedAt, Expr::value(self.cx.now()))
            .filter(leads::Column::OrgId.eq(self.held.row.org_id))
            .filter(leads::Column::Id.is_in(padded(leads.to_vec())))
            .exec(self.tx)
            .await?;
        Ok(())
    }
}
