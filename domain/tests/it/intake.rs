//! Intake: whole or not at all, once however often, and whoever was known before is recognised.

use domain::intake::{Intake, Receipt, Submission};
use domain::{Actor, Error, Peer, forms, review};
use entity::{
    consents, contact_emails, contact_phones, contacts, lead_touches, leads, properties, submissions,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::attribution::{Attribution, Touch};
use shared::forms::{Answers, PublicForm, seller_form};
use shared::review::HoldReason;
use shared::roles::Role;
use std::sync::Arc;
use testkit::{World, on_both_databases, seller_answers};

struct Desk {
    owner: Actor,
    form: Arc<PublicForm>,
    intake: Intake,
}

async fn desk(world: &World, name: &str, slug: &str) -> Desk {
    let owner = world.found_org(name).await;
    forms::create(&world.cx, &owner, slug, &seller_form(name), Vec::new()).await.unwrap();
    let form = forms::public(&world.cx, slug).await.unwrap();
    Desk { owner, form, intake: Intake::start(world.cx.clone()) }
}

fn answers(name: &str, phone: &str, email: &str, street: &str) -> Answers {
    let mut answers = seller_answers();
    answers.extend(testkit::answers([
        ("address.street", street),
        ("name", name),
        ("phone", phone),
        ("email", email),
    ]));
    answers
}

fn henrik() -> Answers {
    answers("Henrik Sandoval", "512 555 0148", "h.sandoval@example.com", "917 Tillery St")
}

fn submission(world: &World, key: &str, answers: Answers) -> Submission {
    Submission {
        key: key.to_owned(),
        answers,
        attribution: Attribution {
            first: Touch { utm_source: Some("postcard".into()), ..Touch::default() },
            last: Touch { gclid: Some("Cj0K".into()), ..Touch::default() },
        },
        host_origin: Some("https://www.juniper.example".into()),
        peer: Peer { ip: Some("203.0.113.9".into()), user_agent: Some("test".into()) },
        request: world.request(),
        draft: None,
        hold: Vec::new(),
    }
}

async fn send(world: &World, desk: &Desk, key: &str, answers: Answers) -> Receipt {
    desk.intake.submit(&desk.form, submission(world, key, answers)).await.unwrap()
}

async fn count<E: EntityTrait>(world: &World) -> u64
where
    E::Model: Sync,
{
    E::find().count(world.cx.db().read()).await.unwrap()
}

async fn whole_tables(world: &World) -> [u64; 8] {
    [
        count::<contacts::Entity>(world).await,
        count::<contact_emails::Entity>(world).await,
        count::<contact_phones::Entity>(world).await,
        count::<properties::Entity>(world).await,
        count::<leads::Entity>(world).await,
        count::<submissions::Entity>(world).await,
        count::<lead_touches::Entity>(world).await,
        count::<consents::Entity>(world).await,
    ]
}

on_both_databases! {
    async fn a_submission_is_a_whole_lead(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let receipt = send(&world, &desk, "key-00001", henrik()).await;
        assert!(!receipt.repeated && !receipt.held());
        assert_eq!(whole_tables(&world).await, [1, 1, 1, 1, 1, 1, 2, 3]);
        let lead = leads::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        assert_eq!((lead.contact_name.as_str(), lead.source.as_str()), ("Henrik Sandoval", "google_ads"));
        assert_eq!(lead.place.as_deref(), Some("917 Tillery St, Austin"));
        assert_eq!(lead.respond_by, world.cx.now() + chrono::Duration::minutes(15));
        let touches = lead_touches::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert!(touches.iter().any(|t| t.kind == "first" && t.source == "direct_mail"));
        let ledger = consents::Entity::find().all(world.cx.db().read()).await.unwrap();
        assert!(ledger.iter().all(|c| c.granted && c.text.contains("Juniper Homes") && c.ip.as_deref() == Some("203.0.113.9")));
        let names = world.event_names(desk.owner.org()).await;
        assert!(names.ends_with(&["lead.created".to_owned(), "form.submitted".to_owned()]), "{names:?}");
    }

    async fn sent_twice_is_stored_once(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let first = send(&world, &desk, "key-00001", henrik()).await;
        let again = send(&world, &desk, "key-00001", henrik()).await;
        assert_eq!((again.id, again.lead, again.repeated), (first.id, first.lead, true));
        let other = desk.intake.submit(&desk.form, submission(&world, "key-00001", answers("Ana", "5125550149", "", "1 A St"))).await;
        assert!(matches!(other, Err(Error::Conflict(_))), "{other:?}");
        assert_eq!(count::<leads::Entity>(&world).await, 1);
    }

    async fn many_at_once_with_one_key_are_one(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let sends = (0..40).map(|_| desk.intake.submit(&desk.form, submission(&world, "key-00001", henrik())));
        let receipts: Vec<Receipt> = futures::future::join_all(sends).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(receipts.iter().filter(|receipt| !receipt.repeated).count(), 1);
        assert!(receipts.iter().all(|receipt| receipt.id == receipts[0].id));
        assert_eq!(whole_tables(&world).await, [1, 1, 1, 1, 1, 1, 2, 3]);
    }

    async fn a_known_person_is_recognised(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let first = send(&world, &desk, "key-00001", henrik()).await;
        // Other spelling of the address, other case of the email: the same person about the same house.
        let again = send(&world, &desk, "key-00002", answers("H. Sandoval", "(512) 555-0148", "H.Sandoval@Example.com", "917 Tillery Street")).await;
        assert_eq!(again.lead, first.lead);
        // The same person about another house, under another email: one contact, two leads.
        let other = send(&world, &desk, "key-00003", answers("Henrik Sandoval", "512 555 0148", "henrik@example.org", "88 Falcon Ridge")).await;
        assert_ne!(other.lead, first.lead);
        assert_eq!(whole_tables(&world).await, [1, 2, 1, 2, 2, 3, 4, 9]);
        let names = world.event_names(desk.owner.org()).await;
        assert!(names.contains(&"lead.resubmitted".to_owned()), "{names:?}");
    }

    async fn organizations_do_not_share_people(world: World) {
        let ours = desk(&world, "Juniper Homes", "sell").await;
        let theirs = desk(&world, "Cedar Homes", "cedar").await;
        let (a, b) = futures::join!(send(&world, &ours, "key-00001", henrik()), send(&world, &theirs, "key-00001", henrik()));
        assert_ne!(a.lead, b.lead);
        assert_eq!(count::<contacts::Entity>(&world).await, 2);
        let mine = leads::Entity::find().filter(leads::Column::OrgId.eq(ours.owner.org().uuid())).count(world.cx.db().read()).await;
        assert_eq!(mine.unwrap(), 1);
    }

    async fn wrong_answers_write_nothing(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let before = whole_tables(&world).await;
        let mut wrong = henrik();
        wrong.insert("phone".into(), "512 555 014".into());
        let Err(Error::Invalid(errors)) = desk.intake.submit(&desk.form, submission(&world, "key-00001", wrong)).await else {
            panic!("a wrong phone was accepted");
        };
        assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("answers.phone", "phone.too_short"));
        let short = desk.intake.submit(&desk.form, submission(&world, "key", henrik())).await;
        assert!(matches!(short, Err(Error::Invalid(errors)) if errors[0].path == "key"));
        assert_eq!(whole_tables(&world).await, before);
    }

    async fn one_that_cannot_be_written_spares_its_neighbours(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let mut broken = (*desk.form).clone();
        // A version that does not exist: the foreign key refuses the row, and with it the batch.
        broken.version = 99;
        let (good, bad, more) = futures::join!(
            desk.intake.submit(&desk.form, submission(&world, "key-00001", henrik())),
            desk.intake.submit(&broken, submission(&world, "key-00002", answers("Ana Sandoval", "512 555 0149", "", "1 Oak Alley"))),
            desk.intake.submit(&desk.form, submission(&world, "key-00003", answers("Otis Granger", "512 555 0150", "", "2 Oak Alley"))),
        );
        assert!(good.is_ok() && more.is_ok());
        assert!(matches!(bad, Err(Error::Unavailable(_))), "{bad:?}");
        assert_eq!(count::<leads::Entity>(&world).await, 2);
        assert_eq!(count::<contacts::Entity>(&world).await, 2);
    }

    async fn closing_finishes_what_was_accepted(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let sends = (0..20).map(|i| {
            let answers = answers("Otis Granger", &format!("512 555 01{i:02}"), "", &format!("{} Oak Alley", i + 1));
            desk.intake.submit(&desk.form, submission(&world, &format!("key-{i:05}"), answers))
        });
        let (receipts, ()) = futures::join!(futures::future::join_all(sends), desk.intake.close());
        let accepted = receipts.iter().filter(|receipt| receipt.is_ok()).count();
        assert_eq!(count::<submissions::Entity>(&world).await, u64::try_from(accepted).unwrap());
        let late = desk.intake.submit(&desk.form, submission(&world, "key-99999", henrik())).await;
        assert!(matches!(late, Err(Error::Unavailable(_))), "{late:?}");
    }

    async fn suspicious_ones_wait_for_a_person(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let held = Submission { hold: vec![HoldReason::Honeypot], ..submission(&world, "key-00001", henrik()) };
        let receipt = desk.intake.submit(&desk.form, held).await.unwrap();
        assert!(receipt.held());
        assert_eq!(count::<leads::Entity>(&world).await, 0);

        let agent = world.member(&desk.owner, Role::Agent).await;
        assert!(matches!(review::list(&world.cx, &agent).await, Err(Error::Forbidden)));
        let stranger = world.found_org("Cedar Homes").await;
        assert!(matches!(review::accept(&world.cx, &stranger, receipt.id).await, Err(Error::NotFound(_))));

        let queue = review::list(&world.cx, &desk.owner).await.unwrap();
        assert_eq!(queue[0].reasons, [HoldReason::Honeypot]);
        assert!(queue[0].answers.contains(&("Your name".into(), "Henrik Sandoval".into())));

        let manager = world.member(&desk.owner, Role::Manager).await;
        let (a, b) = futures::join!(
            review::accept(&world.cx, &desk.owner, receipt.id),
            review::accept(&world.cx, &manager, receipt.id)
        );
        assert_eq!([&a, &b].iter().filter(|result| result.is_ok()).count(), 1, "{a:?} {b:?}");
        assert!([a, b].iter().any(|result| matches!(result, Err(Error::Conflict(_)))));
        assert_eq!(whole_tables(&world).await, [1, 1, 1, 1, 1, 1, 2, 3]);
        assert!(review::list(&world.cx, &desk.owner).await.unwrap().is_empty());
    }

    async fn a_rejected_one_stays_stored_and_becomes_nothing(world: World) {
        let desk = desk(&world, "Juniper Homes", "sell").await;
        let held = Submission { hold: vec![HoldReason::TooFast], ..submission(&world, "key-00001", henrik()) };
        let receipt = desk.intake.submit(&desk.form, held).await.unwrap();
        review::reject(&world.cx, &desk.owner, receipt.id).await.unwrap();
        assert!(matches!(review::accept(&world.cx, &desk.owner, receipt.id).await, Err(Error::Conflict(_))));
        assert_eq!(whole_tables(&world).await, [0, 0, 0, 0, 0, 1, 0, 0]);
    }
}
