//! Leads that begin: their deadline by tier, and whose turn it is, also when many begin at once.

use super::{add, input, rule, tier};
use crate::leads::{Cast, id_of, stored};
use crate::work::told;
use chrono::TimeDelta;
use domain::Peer;
use domain::duty::{save, set_away};
use domain::intake::{Intake, Submission};
use entity::lead_duty;
use sea_orm::EntityTrait as _;
use shared::attribution::{Attribution, Touch};
use shared::duty::{DutyInput, LeadDuty};
use shared::forms::seller_form;
use shared::notifications::NoticeKind;
use shared::roles::Role;
use testkit::{World, on_both_databases};

/// What somebody sent about a house nobody else has.
fn submission(world: &World, number: u32) -> Submission {
    let (name, phone) = (format!("Person {number}"), format!("512 555 {:04}", 100 + number));
    let (street, email) = (format!("{} Tillery St", 900 + number), format!("person-{number}@example.com"));
    let mut answers = testkit::seller_answers();
    answers.extend(testkit::answers([
        ("address.street", street.as_str()),
        ("name", name.as_str()),
        ("phone", phone.as_str()),
        ("email", email.as_str()),
    ]));
    Submission {
        key: format!("key-{number:05}"),
        answers,
        attribution: Attribution { first: Touch::default(), last: Touch::default() },
        host_origin: None,
        peer: Peer::default(),
        request: world.request(),
        draft: None,
        hold: Vec::new(),
    }
}

on_both_databases! {
    async fn a_lead_is_answered_by_the_first_tier_that_fits(world: World) {
        let cast = Cast::of(&world).await;
        save(&world.cx, &cast.owner, &input()).await.unwrap();
        let (quick, slow) = (add(&world, &cast.agent, 1, "referral").await, add(&world, &cast.agent, 2, "cold_call").await);
        let now = world.cx.now();
        for (lead, minutes) in [(quick, 5), (slow, 60)] {
            let row = stored(&world, lead).await;
            let until = now + TimeDelta::minutes(minutes);
            assert_eq!((row.respond_by, row.waiting_until, row.version), (until, until, 1));
        }
        let rows = lead_duty::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].lead_id, rows[0].tier.as_deref()), (quick.uuid(), Some("Quick")));
        let page = async |lead| domain::leads::get(&world.cx, &cast.viewer, lead).await.unwrap().duty;
        assert_eq!(page(quick).await, LeadDuty { tier: Some("Quick".into()), ..LeadDuty::default() });
        assert_eq!(page(slow).await, LeadDuty::default());
        let theirs = stored(&world, add(&world, &cast.stranger, 3, "referral").await).await;
        assert_eq!(theirs.respond_by, now + TimeDelta::minutes(15), "tiers of one organization are its own");
    }

    async fn members_take_turns_and_whoever_is_away_is_passed_over(world: World) {
        let cast = Cast::of(&world).await;
        let second = world.member(&cast.owner, Role::Agent).await;
        let wanted = DutyInput { rules: vec![rule("Agents", "", &[&cast.agent, &second])], ..input() };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let mut owners = Vec::new();
        for number in 0..4 {
            let lead = add(&world, &cast.owner, number, "referral").await;
            owners.push(stored(&world, lead).await.owner_id.unwrap());
        }
        let (one, two) = (id_of(&cast.agent).uuid(), id_of(&second).uuid());
        assert_eq!(owners, [one, two, one, two]);
        set_away(&world.cx, &cast.agent, id_of(&cast.agent), true).await.unwrap();
        for number in 4..6 {
            let lead = add(&world, &cast.owner, number, "referral").await;
            assert_eq!(stored(&world, lead).await.owner_id, Some(two));
        }
        domain::members::remove(&world.cx, &cast.owner, id_of(&second)).await.unwrap();
        let lead = add(&world, &cast.owner, 6, "referral").await;
        assert_eq!(stored(&world, lead).await.owner_id, None, "nobody is there");
    }

    async fn who_gets_a_lead_is_told_and_the_rule_is_named(world: World) {
        let cast = Cast::of(&world).await;
        let wanted = DutyInput { rules: vec![rule("Agents", "", &[&cast.agent])], ..input() };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let lead = add(&world, &cast.owner, 1, "referral").await;
        let notices = told(&world, &cast.agent).await;
        assert_eq!((notices.len(), notices[0].kind, notices[0].lead), (1, NoticeKind::LeadAssigned, Some(lead)));
        let events = world.events(cast.owner.org()).await;
        let assigned = events.iter().find(|event| event.kind == "lead.assigned").unwrap();
        assert_eq!(assigned.payload["data"]["rule"], "Agents");
        assert_eq!((assigned.subject_id, assigned.actor_kind.as_str()), (lead.uuid(), "system"));
    }

    async fn forms_begin_as_leads_by_hand_do(world: World) {
        let cast = Cast::of(&world).await;
        let second = world.member(&cast.owner, Role::Agent).await;
        let wanted = DutyInput {
            tiers: vec![tier("All", "", "7")],
            rules: vec![rule("Agents", "", &[&cast.agent, &second])],
            ..input()
        };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let definition = seller_form("Juniper Homes");
        domain::forms::create(&world.cx, &cast.owner, "sell", &definition, Vec::new()).await.unwrap();
        let form = domain::forms::public(&world.cx, "sell").await.unwrap();
        let intake = Intake::start(world.cx.clone());
        let sends = (0..6).map(|number| intake.submit(&form, submission(&world, number)));
        let mut given = std::collections::BTreeMap::new();
        for receipt in futures::future::join_all(sends).await {
            let row = stored(&world, receipt.unwrap().lead.unwrap()).await;
            assert_eq!(row.waiting_until, row.created_at + TimeDelta::minutes(7));
            *given.entry(row.owner_id.unwrap()).or_insert(0) += 1;
        }
        assert_eq!(given.into_values().collect::<Vec<_>>(), [3, 3]);
        intake.close().await;
    }

    async fn turns_are_fair_when_many_begin_at_once(world: World) {
        let cast = Cast::of(&world).await;
        let second = world.member(&cast.owner, Role::Agent).await;
        let third = world.member(&cast.owner, Role::Agent).await;
        let wanted = DutyInput { rules: vec![rule("Agents", "", &[&cast.agent, &second, &third])], ..input() };
        save(&world.cx, &cast.owner, &wanted).await.unwrap();
        let adding = (0..12).map(|number| add(&world, &cast.owner, number, "referral"));
        let mut given = std::collections::BTreeMap::new();
        for lead in futures::future::join_all(adding).await {
            *given.entry(stored(&world, lead).await.owner_id.unwrap()).or_insert(0) += 1;
        }
        assert_eq!(given.into_values().collect::<Vec<_>>(), [4, 4, 4]);
    }
}
