//! The partner of the demo business: the same leads and the same mishaps every time.

use super::*;
use domain::seed::{Plan, fill};
use entity::organizations;
use sea_orm::{ColumnTrait as _, QueryFilter as _};
use shared::OrgId;
use shared::sources::{InboundQuery, RefusedReason};
use testkit::on_both_databases;

on_both_databases! {
    async fn a_partner_sends_well_and_badly(world: World) {
        fill(&world.cx, Plan { seed: 7, leads: 2 }).await.unwrap();
        let org = organizations::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        let actor = Actor::system(OrgId::from_uuid(org.id), world.request());
        let source = sources::list(&world.cx, &actor).await.unwrap().remove(0);
        assert_eq!((source.name.as_str(), source.refused, source.waiting), ("Northbeam listings", 4, 0));
        let page = sources::payloads(&world.cx, &actor, source.id, &InboundQuery::default()).await.unwrap();
        let of = |state| page.items.iter().filter(|item| item.state == state).collect::<Vec<_>>();
        assert_eq!((of(InboundState::Mapped).len(), of(InboundState::Duplicate).len()), (9, 1));
        let refused: Vec<_> = of(InboundState::Refused)
            .into_iter()
            .map(|item| (item.person.as_deref(), item.refusal.as_ref().unwrap().reason))
            .collect();
        assert_eq!(
            refused,
            [
                (Some("Greta Lindqvist"), RefusedReason::Field),
                (None, RefusedReason::Unreachable),
                (Some("Samir Haddad"), RefusedReason::Signature),
                (Some("Bram Vandersloot"), RefusedReason::Field),
            ]
        );
        let left = job_rows::Entity::find().filter(job_rows::Column::Kind.eq("sources.map"));
        assert_eq!(left.count(world.cx.db().read()).await.unwrap(), 0);
    }
}
