//! Links that make somebody a member: once, for a week, and never with more than the inviter has.

use super::{PASSWORD, acceptance, assert_fault, at, fault, found, home, resolve, sign_in};
use chrono::TimeDelta;
use domain::{Actor, Error, invitations, members};
use shared::members::{InvitationInput, InvitationLink};
use shared::roles::Role;
use testkit::{World, on_both_databases};

pub(super) async fn invite(world: &World, by: &Actor, email: &str, role: Role) -> InvitationLink {
    invitations::create(&world.cx, by, &input(email, role)).await.unwrap()
}

fn input(email: &str, role: Role) -> InvitationInput {
    InvitationInput { email: email.to_owned(), role: role.as_str().to_owned() }
}

fn token(link: &InvitationLink) -> &str {
    link.url.rsplit_once('/').unwrap().1
}

on_both_databases! {
    async fn somebody_new_joins_and_signs_in_later(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await.actor;
        let link = invite(&world, &owner, "rosa@juniper.example", Role::Manager).await;
        assert!(link.url.starts_with("https://empire.example/invitations/"), "{}", link.url);
        assert_eq!(members::list(&world.cx, &owner).await.unwrap().invitations, std::slice::from_ref(&link.invitation));
        let preview = invitations::preview(&world.cx, token(&link)).await.unwrap();
        assert_eq!(preview.organization, "Juniper Homes");
        assert_eq!((preview.invited_by.as_str(), preview.has_account), ("Dana Whitfield", false));

        let weak = invitations::accept(&world.cx, world.request(), &acceptance(&link, "", "short"), &home()).await;
        let faults: Vec<String> = fault(&weak.unwrap_err()).into_iter().map(|(path, _)| path).collect();
        assert_eq!(faults, ["name", "password"]);

        let good = acceptance(&link, "Rosa Imani", PASSWORD);
        let session = invitations::accept(&world.cx, world.request(), &good, &home()).await.unwrap();
        assert_eq!((session.info.name.as_str(), session.info.role), ("Rosa Imani", Role::Manager));
        assert_eq!(resolve(&world, &session.token).await.unwrap().info, session.info);
        sign_in(&world, "rosa@juniper.example", PASSWORD, &home()).await.unwrap();
        let team = members::list(&world.cx, &owner).await.unwrap();
        assert_eq!(team.members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["Dana Whitfield", "Rosa Imani"]);
        assert!(team.invitations.is_empty());
        let events = world.event_names(owner.org()).await;
        assert_eq!(events[4..], ["member.invited", "member.joined", "session.started", "session.started"]);

        let again = invitations::accept(&world.cx, world.request(), &good, &home()).await;
        assert!(matches!(again, Err(Error::Conflict(words)) if words.contains("accepted already")));
        assert_fault(invitations::preview(&world.cx, token(&link)).await, "", "conflict");
        let late = invitations::revoke(&world.cx, &owner, link.invitation.id).await;
        assert_fault(late, "", "conflict");
    }

    async fn an_existing_account_gives_its_password(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let cedar = world.found_org("Cedar Homes").await;
        let link = invite(&world, &cedar, "Dana@Juniper.example", Role::Viewer).await;
        assert!(invitations::preview(&world.cx, token(&link)).await.unwrap().has_account);
        for _ in 0..5 {
            let wrong = acceptance(&link, "Somebody Else", "correct horse staple");
            let refused = invitations::accept(&world.cx, world.request(), &wrong, &home()).await;
            assert_fault(refused, "password", "credentials.wrong");
        }
        let right = acceptance(&link, "Somebody Else", PASSWORD);
        let refused = invitations::accept(&world.cx, world.request(), &right, &home()).await;
        assert_fault(refused, "", "rate_limited");
        let elsewhere = at("198.51.100.4");
        let session = invitations::accept(&world.cx, world.request(), &right, &elsewhere).await.unwrap();
        assert_eq!((session.info.name.as_str(), session.info.organization.as_str()), ("Dana Whitfield", "Cedar Homes"));
    }

    async fn one_invitation_is_accepted_once_at_the_same_moment(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let link = invite(&world, &owner, "rosa@juniper.example", Role::Agent).await;
        let inputs: Vec<_> =
            ["Rosa Imani", "Rosa I", "R Imani"].map(|name| acceptance(&link, name, PASSWORD)).into();
        let peer = home();
        let accepted = inputs.iter().map(|input| invitations::accept(&world.cx, world.request(), input, &peer));
        let results = futures::future::join_all(accepted).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert!(results.iter().filter_map(|result| result.as_ref().err()).all(|e| e.code() == "conflict"), "{results:?}");
        assert_eq!(members::list(&world.cx, &owner).await.unwrap().members.len(), 2);
    }

    async fn an_invitation_expires_after_a_week(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await.actor;
        let link = invite(&world, &owner, "rosa@juniper.example", Role::Agent).await;
        world.clock.advance(TimeDelta::days(7) - TimeDelta::microseconds(1));
        invitations::preview(&world.cx, token(&link)).await.unwrap();
        world.clock.advance(TimeDelta::microseconds(1));
        let input = acceptance(&link, "Rosa Imani", PASSWORD);
        let late = invitations::accept(&world.cx, world.request(), &input, &home()).await.unwrap_err();
        assert_eq!(late.to_string(), "This invitation has expired. Ask Dana Whitfield for a new one.");
        assert!(members::list(&world.cx, &owner).await.unwrap().invitations.is_empty());
    }

    async fn the_newest_invitation_counts_and_may_be_revoked(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let first = invite(&world, &owner, "rosa@juniper.example", Role::Agent).await;
        let second = invite(&world, &owner, "ROSA@juniper.example", Role::Viewer).await;
        assert_fault(invitations::preview(&world.cx, token(&first)).await, "", "not_found");
        assert_eq!(invitations::preview(&world.cx, token(&second)).await.unwrap().role, Role::Viewer);

        invitations::revoke(&world.cx, &owner, second.invitation.id).await.unwrap();
        invitations::revoke(&world.cx, &owner, second.invitation.id).await.unwrap();
        let input = acceptance(&second, "Rosa Imani", PASSWORD);
        assert_fault(invitations::accept(&world.cx, world.request(), &input, &home()).await, "", "not_found");
        assert_eq!(
            world.event_names(owner.org()).await,
            ["member.invited", "invitation.revoked", "member.invited", "invitation.revoked"]
        );
    }

    async fn nobody_invites_above_themselves_or_next_door(world: World) {
        let owner = found(&world, "Juniper Homes", "dana@juniper.example").await.actor;
        let admin = world.member(&owner, Role::Admin).await;
        let manager = world.member(&owner, Role::Manager).await;
        let cedar = world.found_org("Cedar Homes").await;
        let visitor = world.visitor(owner.org());
        let create = async |by, email, role| invitations::create(&world.cx, by, &input(email, role)).await;

        assert_fault(create(&admin, "x@juniper.example", Role::Owner).await, "", "forbidden");
        assert_fault(create(&manager, "x@juniper.example", Role::Viewer).await, "", "forbidden");
        assert_fault(create(&visitor, "x@juniper.example", Role::Viewer).await, "", "forbidden");
        assert_fault(create(&owner, "DANA@juniper.example", Role::Agent).await, "email", "email.member");
        let unknown = InvitationInput { email: "rosa@juniper.example".to_owned(), role: "king".to_owned() };
        assert_fault(invitations::create(&world.cx, &owner, &unknown).await, "role", "role.unknown");

        let link = create(&owner, "rosa@juniper.example", Role::Owner).await.unwrap();
        let revoke = async |by| invitations::revoke(&world.cx, by, link.invitation.id).await;
        assert_fault(revoke(&cedar).await, "", "not_found");
        assert_fault(revoke(&manager).await, "", "forbidden");
        assert_fault(revoke(&admin).await, "", "forbidden");
        assert!(members::list(&world.cx, &manager).await.unwrap().invitations.is_empty());
        assert!(members::list(&world.cx, &cedar).await.unwrap().invitations.is_empty());
        assert_fault(invitations::preview(&world.cx, "made-up").await, "", "not_found");
    }
}
