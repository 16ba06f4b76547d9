//! Who may change or remove whom, and what a removal takes with it.

use super::{PASSWORD, acceptance, assert_fault, found, home, invitations::invite, resolve, sign_in};
use crate::rows;
use domain::{Actor, invitations, members};
use entity::leads;
use sea_orm::EntityTrait as _;
use shared::MemberId;
use shared::roles::Role;
use shared::{OrgId, UserId};
use testkit::{World, on_both_databases};

fn id(actor: &Actor) -> MemberId {
    actor.member_id().unwrap()
}

async fn roles(world: &World, actor: &Actor) -> Vec<Role> {
    let team = members::list(&world.cx, actor).await.unwrap();
    let mut roles: Vec<Role> = team.members.iter().map(|member| member.role).collect();
    roles.sort();
    roles
}

on_both_databases! {
    async fn a_role_changes_for_the_very_next_request(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await.actor;
        let link = invite(&world, &owner, "rosa@juniper.example", Role::Agent).await;
        let input = acceptance(&link, "Rosa Imani", PASSWORD);
        let rosa = invitations::accept(&world.cx, world.request(), &input, &home()).await.unwrap();
        members::change_role(&world.cx, &owner, rosa.info.member, "admin").await.unwrap();
        members::change_role(&world.cx, &owner, rosa.info.member, "admin").await.unwrap();
        let now = resolve(&world, &rosa.token).await.unwrap();
        assert_eq!((now.info.role, now.actor.role()), (Role::Admin, Some(Role::Admin)));
        let events = world.event_names(owner.org()).await;
        assert_eq!(events.iter().filter(|name| *name == "member.role_changed").count(), 1);
    }

    async fn roles_are_changed_downwards_only(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let admin = world.member(&owner, Role::Admin).await;
        let manager = world.member(&owner, Role::Manager).await;
        let agent = world.member(&owner, Role::Agent).await;
        let stranger = world.found_org("Cedar Homes").await;
        let change = async |by: &Actor, whom: &Actor, to: &str| members::change_role(&world.cx, by, id(whom), to).await;

        assert_fault(change(&manager, &agent, "viewer").await, "", "forbidden");
        assert_fault(change(&admin, &owner, "admin").await, "", "forbidden");
        assert_fault(change(&admin, &agent, "owner").await, "", "forbidden");
        assert_fault(change(&owner, &agent, "king").await, "role", "role.unknown");
        assert_fault(change(&owner, &owner, "admin").await, "role", "role.own");
        assert_fault(change(&stranger, &agent, "viewer").await, "", "not_found");
        assert_fault(members::remove(&world.cx, &stranger, id(&agent)).await, "", "not_found");
        assert_fault(members::remove(&world.cx, &admin, id(&owner)).await, "", "forbidden");
        assert_fault(members::remove(&world.cx, &manager, id(&agent)).await, "", "forbidden");
        let program = Actor::system(owner.org(), world.request());
        assert_fault(change(&program, &owner, "admin").await, "", "conflict");
        assert!(world.events(owner.org()).await.is_empty());

        change(&admin, &agent, "admin").await.unwrap();
        change(&owner, &manager, "owner").await.unwrap();
        assert_eq!(roles(&world, &owner).await, [Role::Owner, Role::Owner, Role::Admin, Role::Admin]);
    }

    async fn authority_is_read_when_it_is_used(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let admin = world.member(&owner, Role::Admin).await;
        let agent = world.member(&owner, Role::Agent).await;
        members::change_role(&world.cx, &owner, id(&admin), "viewer").await.unwrap();
        // `admin` still carries the role of the moment the request came in.
        assert_fault(members::change_role(&world.cx, &admin, id(&agent), "viewer").await, "", "forbidden");
        assert_fault(members::remove(&world.cx, &admin, id(&agent)).await, "", "forbidden");
    }

    async fn a_removed_member_is_out_at_once_and_may_come_back(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await.actor;
        let link = invite(&world, &owner, "rosa@juniper.example", Role::Admin).await;
        let input = acceptance(&link, "Rosa Imani", PASSWORD);
        let rosa = invitations::accept(&world.cx, world.request(), &input, &home()).await.unwrap();
        let by_rosa = resolve(&world, &rosa.token).await.unwrap().actor;
        let kept = invite(&world, &by_rosa, "rosa.backdoor@juniper.example", Role::Admin).await;
        let contact = rows::contact(&world, owner.org()).await;
        let hers = rows::lead(&world, owner.org(), contact, Some(rosa.info.member.uuid())).await.unwrap();
        let mine = rows::lead(&world, owner.org(), contact, Some(id(&owner).uuid())).await.unwrap();

        members::remove(&world.cx, &owner, rosa.info.member).await.unwrap();
        assert!(resolve(&world, &rosa.token).await.is_none());
        assert_fault(sign_in(&world, "rosa@juniper.example", PASSWORD, &home()).await, "email", "members.none");
        assert_fault(members::remove(&world.cx, &owner, rosa.info.member).await, "", "not_found");
        let token = kept.url.rsplit_once('/').unwrap().1;
        assert_fault(invitations::preview(&world.cx, token).await, "", "not_found");
        let leads = leads::Entity::find().all(world.cx.db().read()).await.unwrap();
        let owner_of = |lead| leads.iter().find(|row| row.id == lead).map(|row| (row.owner_id, row.version));
        assert_eq!(owner_of(hers), Some((None, 2)));
        assert_eq!(owner_of(mine), Some((Some(id(&owner).uuid()), 1)));
        let events = world.events(owner.org()).await;
        let last: Vec<&str> = events.iter().rev().take(3).map(|event| event.kind.as_str()).collect();
        assert_eq!(last, ["member.removed", "lead.assigned", "invitation.revoked"]);
        assert_eq!(events[events.len() - 2].subject_id, hers);
        let names = members::names(world.cx.db().read(), owner.org()).await.unwrap();
        assert_eq!(names[&rosa.info.member], "Rosa Imani");

        let link = invite(&world, &owner, "rosa@juniper.example", Role::Viewer).await;
        let back = invitations::accept(&world.cx, world.request(), &acceptance(&link, "", PASSWORD), &home()).await;
        let back = back.unwrap().info;
        assert_eq!((back.member, back.role), (rosa.info.member, Role::Viewer));
    }

    async fn the_last_owner_stays(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        assert_fault(members::remove(&world.cx, &owner, id(&owner)).await, "", "conflict");
        let other = world.member(&owner, Role::Owner).await;
        members::remove(&world.cx, &owner, id(&owner)).await.unwrap();
        assert_fault(members::remove(&world.cx, &other, id(&other)).await, "", "conflict");
    }

    async fn two_owners_who_demote_each_other_leave_one(world: World) {
        for round in 0..5 {
            let one = world.found_org("Juniper Homes").await;
            let two = world.member(&one, Role::Owner).await;
            let (first, second) = if round % 2 == 0 {
                tokio::join!(
                    members::change_role(&world.cx, &one, id(&two), "viewer"),
                    members::change_role(&world.cx, &two, id(&one), "viewer"),
                )
            } else {
                tokio::join!(
                    members::remove(&world.cx, &one, id(&two)),
                    members::change_role(&world.cx, &two, id(&one), "agent"),
                )
            };
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            let owners = roles(&world, &one).await.into_iter().filter(|role| *role == Role::Owner).count();
            assert_eq!(owners, 1);
        }
    }

    async fn everybody_sees_the_team_of_their_own_organization(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let viewer = world.member(&owner, Role::Viewer).await;
        world.found_org("Cedar Homes").await;
        assert_eq!(roles(&world, &viewer).await, [Role::Owner, Role::Viewer]);
        let visitor = world.visitor(owner.org());
        assert_fault(members::list(&world.cx, &visitor).await, "", "forbidden");
        let stale = Actor::member(
            OrgId::from_uuid(world.cx.new_id()),
            world.request(),
            MemberId::from_uuid(world.cx.new_id()),
            UserId::from_uuid(world.cx.new_id()),
            Role::Owner,
        );
        assert!(members::list(&world.cx, &stale).await.unwrap().members.is_empty());
    }
}
