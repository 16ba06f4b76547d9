//! Forms and drafts: who may change them, what a visitor's page gets, what is kept of what was typed.

use chrono::TimeDelta;
use domain::forms::drafts::{self, DraftStart};
use domain::{Actor, Error, Peer, forms};
use entity::form_drafts;
use sea_orm::EntityTrait as _;
use shared::attribution::{Attribution, Touch};
use shared::events::EventKind;
use shared::forms::{FormSettingsInput, PublicForm, seller_form};
use shared::roles::Role;
use std::sync::Arc;
use testkit::{World, answers, on_both_databases};

const IDLE: TimeDelta = TimeDelta::minutes(30);

pub(crate) async fn published(world: &World) -> (Actor, Arc<PublicForm>) {
    let owner = world.found_org("Juniper Homes").await;
    let form = world.form(&owner, "sell-your-house").await;
    (owner, form)
}

pub(crate) async fn begun(world: &World, form: &PublicForm) -> String {
    let start = DraftStart::default();
    let typed = answers([("address.street", "917 Tillery St"), ("address.city", "Austin")]);
    drafts::begin(&world.cx, form, world.request(), &Peer::default(), start, 0, &typed).await.unwrap().token
}

async fn rows(world: &World) -> Vec<form_drafts::Model> {
    form_drafts::Entity::find().all(world.cx.db().read()).await.unwrap()
}

fn codes(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Invalid(errors) => errors.into_iter().map(|e| (e.path, e.code)).collect(),
        other => panic!("not a list of field errors: {other:?}"),
    }
}

on_both_databases! {
    async fn a_form_is_published_listed_and_found(world: World) {
        let (owner, form) = published(&world).await;
        assert_eq!((form.business.as_str(), form.version, form.org), ("Juniper Homes", 1, owner.org()));
        let list = forms::list(&world.cx, &owner).await.unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].id, list[0].published_version), (form.id, Some(1)));
        let whole = forms::get(&world.cx, &owner, form.id).await.unwrap();
        assert_eq!(whole.definition, form.definition);
        assert!(whole.embed_code.contains("src=\"https://empire.example/embed.js\" data-form=\"sell-your-house\""));
        assert_eq!(world.event_names(owner.org()).await, ["form.published"]);
    }

    async fn forms_stay_with_their_organization(world: World) {
        let (owner, form) = published(&world).await;
        let stranger = world.found_org("Cedar Deals").await;
        assert!(matches!(forms::get(&world.cx, &stranger, form.id).await, Err(Error::NotFound(_))));
        let input = FormSettingsInput { allowed_origins: String::new(), version: 1 };
        let refused = forms::change_settings(&world.cx, &stranger, form.id, &input).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
        assert!(forms::list(&world.cx, &stranger).await.unwrap().is_empty());
        // The address is taken for everybody.
        let taken = forms::create(&world.cx, &stranger, "sell-your-house", &seller_form("Cedar"), vec![]).await;
        assert!(matches!(taken, Err(Error::Conflict(_))));
        for role in [Role::Agent, Role::Viewer] {
            let member = world.member(&owner, role).await;
            assert!(matches!(forms::list(&world.cx, &member).await, Err(Error::Forbidden)));
        }
        let manager = world.member(&owner, Role::Manager).await;
        assert!(matches!(forms::change_settings(&world.cx, &manager, form.id, &input).await, Err(Error::Forbidden)));
        assert_eq!(world.event_names(owner.org()).await, ["form.published"]);
    }

    async fn a_changed_setting_shows_at_once(world: World) {
        let (owner, form) = published(&world).await;
        let text = "https://www.juniper.example\n\nHTTPS://Sell.juniper.example/path\nhttps://www.juniper.example".to_owned();
        let input = FormSettingsInput { allowed_origins: text, version: 1 };
        let changed = forms::change_settings(&world.cx, &owner, form.id, &input).await.unwrap();
        let origins: Vec<&str> = changed.allowed_origins.iter().map(shared::origin::Origin::as_str).collect();
        assert_eq!(origins, ["https://www.juniper.example", "https://sell.juniper.example"]);
        assert_eq!(changed.version, 2);
        // The clock has not moved: the remembered form was dropped, not outlived.
        let seen = forms::public(&world.cx, "sell-your-house").await.unwrap();
        assert_eq!(seen.allowed_origins, changed.allowed_origins);
        // The version that was looked at is gone.
        let late = forms::change_settings(&world.cx, &owner, form.id, &input).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        let wrong = FormSettingsInput { allowed_origins: "https://ok.example\nexample.com".into(), version: 2 };
        let error = forms::change_settings(&world.cx, &owner, form.id, &wrong).await.unwrap_err();
        assert_eq!(codes(error), [("allowed_origins".to_owned(), "origin.scheme".to_owned())]);
        assert_eq!(world.event_names(owner.org()).await, ["form.published", "form.settings_changed"]);
    }

    async fn another_process_sees_a_change_soon(world: World) {
        let (owner, form) = published(&world).await;
        let other = domain::Context::new(
            world.cx.db().clone(),
            Arc::new(world.clock.clone()),
            Arc::new(testkit::SeededIds::new(world.clock.clone(), 2)),
            Arc::new(testkit::SeededEntropy::new(2)),
            world.cx.settings().clone(),
        );
        assert_eq!(forms::public(&other, "sell-your-house").await.unwrap().allowed_origins.len(), 1);
        let input = FormSettingsInput { allowed_origins: String::new(), version: 1 };
        forms::change_settings(&world.cx, &owner, form.id, &input).await.unwrap();
        assert_eq!(forms::public(&other, "sell-your-house").await.unwrap().allowed_origins.len(), 1);
        world.clock.advance(TimeDelta::seconds(6));
        assert!(forms::public(&other, "sell-your-house").await.unwrap().allowed_origins.is_empty());
    }

    async fn what_is_no_form_is_refused_with_its_path(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let bad = forms::create(&world.cx, &owner, "Sell!", &seller_form("J"), vec![]).await.unwrap_err();
        assert_eq!(codes(bad), [("slug".to_owned(), "form.slug".to_owned())]);
        let mut broken = seller_form("J");
        broken.theme.accent = "blue".into();
        let bad = forms::create(&world.cx, &owner, "sell", &broken, vec![]).await.unwrap_err();
        assert_eq!(codes(bad), [("definition.theme.accent".to_owned(), "form.accent".to_owned())]);
        assert!(matches!(forms::public(&world.cx, "sell").await, Err(Error::NotFound(_))));
        assert!(world.event_names(owner.org()).await.is_empty());
    }

    async fn a_draft_is_begun_saved_and_resumed(world: World) {
        let (owner, form) = published(&world).await;
        let future = world.cx.now() + TimeDelta::days(1);
        let touch = Touch { gclid: Some("Cj0K".into()), occurred_at: Some(future), ..Touch::default() };
        let start = DraftStart {
            attribution: Attribution { last: touch, ..Attribution::default() },
            host_origin: Some("https://www.juniper.example".into()),
        };
        let open = drafts::open(&world.cx, &form, world.request(), &Peer::default(), start).await.unwrap();
        let typed = answers([("name", "Henrik"), ("email", "  ")]);
        drafts::save(&world.cx, &form, &open.token, 2, &typed).await.unwrap();
        let draft = drafts::load(&world.cx, &form, &open.token).await.unwrap().unwrap();
        assert_eq!((draft.id, draft.step, draft.submitted), (open.id, 2, false));
        assert_eq!(draft.answers, answers([("name", "Henrik")]));
        assert_eq!(draft.attribution.first.gclid.as_deref(), Some("Cj0K"));
        assert_eq!(draft.attribution.last.occurred_at, Some(world.cx.now()));
        assert_eq!(world.event_names(owner.org()).await, ["form.published", "form.started"]);
        // Only the hash of the token is stored.
        assert!(!format!("{:?}", rows(&world).await).contains(&open.token));
        assert_eq!(drafts::load(&world.cx, &form, "made-up").await.unwrap(), None);
        let unknown = drafts::save(&world.cx, &form, "made-up", 0, &typed).await;
        assert!(matches!(unknown, Err(Error::NotFound(_))));
    }

    async fn a_token_opens_its_own_form_only(world: World) {
        let (_, form) = published(&world).await;
        let other_owner = world.found_org("Cedar Deals").await;
        let other = world.form(&other_owner, "cedar").await;
        let token = begun(&world, &form).await;
        assert_eq!(drafts::load(&world.cx, &other, &token).await.unwrap(), None);
        let refused = drafts::save(&world.cx, &other, &token, 0, &answers([("name", "x")])).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
    }

    async fn sensitive_answers_are_never_stored(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let mut definition = seller_form("Juniper Homes");
        definition.steps[1].fields[6].sensitive = true;
        definition.steps[0].fields[0].sensitive = true;
        let form = world.form_of(&owner, "private", &definition).await;
        let typed = answers([("asking", "385000"), ("address.street", "917 Tillery St"), ("name", "Henrik")]);
        let open = drafts::begin(&world.cx, &form, world.request(), &Peer::default(), DraftStart::default(), 0, &typed)
            .await
            .unwrap();
        assert_eq!(rows(&world).await[0].answers, serde_json::json!({ "name": "Henrik" }));
        drafts::save(&world.cx, &form, &open.token, 1, &typed).await.unwrap();
        assert_eq!(rows(&world).await[0].answers, serde_json::json!({ "name": "Henrik" }));
    }

    async fn what_is_too_much_or_unknown_is_refused_whole(world: World) {
        let (owner, form) = published(&world).await;
        let token = begun(&world, &form).await;
        let save = async |typed| codes(drafts::save(&world.cx, &form, &token, 0, &typed).await.unwrap_err());
        let one = |path: &str, code: &str| vec![(path.to_owned(), code.to_owned())];
        assert_eq!(save(answers([("evil", "1"), ("name", "x")])).await, one("answers.evil", "answers.unknown"));
        assert_eq!(save(answers([("name", "a\0b")])).await, one("answers.name", "text.control"));
        let long = "x".repeat(drafts::MAX_BYTES);
        assert_eq!(save(answers([("message", &long)])).await, one("answers", "answers.too_large"));
        let many = (0..=300).map(|n| (format!("k{n}"), String::new())).collect();
        assert_eq!(save(many).await, one("answers", "answers.too_many"));
        // Nothing of it was kept, and a draft that cannot be saved is not begun.
        let kept = drafts::load(&world.cx, &form, &token).await.unwrap().unwrap();
        assert_eq!(kept.answers.len(), 2);
        let start = DraftStart::default();
        let evil = answers([("evil", "1")]);
        let begun = drafts::begin(&world.cx, &form, world.request(), &Peer::default(), start, 0, &evil).await;
        assert!(begun.is_err());
        assert_eq!(rows(&world).await.len(), 1);
        assert_eq!(world.event_names(owner.org()).await, ["form.published", "form.started"]);
    }

    async fn drafts_are_kept_for_thirty_days(world: World) {
        let (_, form) = published(&world).await;
        let token = begun(&world, &form).await;
        world.clock.advance(drafts::KEPT);
        assert!(drafts::load(&world.cx, &form, &token).await.unwrap().is_some());
        world.clock.advance(TimeDelta::seconds(1));
        assert_eq!(drafts::load(&world.cx, &form, &token).await.unwrap(), None);
        let late = drafts::save(&world.cx, &form, &token, 0, &answers([("name", "x")])).await;
        assert!(matches!(late, Err(Error::NotFound(_))));
    }

    async fn nothing_is_saved_after_the_submit(world: World) {
        let (_, form) = published(&world).await;
        let token = begun(&world, &form).await;
        let draft = drafts::load(&world.cx, &form, &token).await.unwrap().unwrap();
        let intake = domain::intake::Intake::start(world.cx.clone());
        let submission = domain::intake::Submission {
            key: "key-of-a-draft".into(),
            answers: testkit::seller_answers(),
            attribution: Attribution::default(),
            host_origin: None,
            peer: Peer::default(),
            request: world.request(),
            draft: Some(draft.id),
            hold: vec![],
        };
        intake.submit(&form, submission).await.unwrap();
        intake.close().await;
        let late = drafts::save(&world.cx, &form, &token, 0, &answers([("name", "x")])).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        assert!(drafts::load(&world.cx, &form, &token).await.unwrap().unwrap().submitted);
        // What was sent was not abandoned.
        world.clock.advance(TimeDelta::hours(2));
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 0);
    }

    async fn an_idle_draft_is_abandoned_once(world: World) {
        let (owner, form) = published(&world).await;
        let token = begun(&world, &form).await;
        drafts::save(&world.cx, &form, &token, 1, &answers([
            ("address.street", "917 Tillery St"), ("address.city", "Austin"), ("property_type", "house"),
        ])).await.unwrap();
        world.clock.advance(TimeDelta::minutes(29));
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 0);
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 1);
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 0);
        let events = world.events(owner.org()).await;
        let last = events.last().unwrap();
        let kind: EventKind = serde_json::from_value(last.payload.clone()).unwrap();
        // The parts of the address are one answer.
        assert_eq!(kind, EventKind::FormAbandoned { form: form.id, step: "house".into(), answered: 2 });
        assert_eq!((last.actor_kind.as_str(), last.subject_kind.as_str()), ("system", "draft"));
        // Whoever comes back goes on, and is not abandoned a second time.
        drafts::save(&world.cx, &form, &token, 2, &answers([("name", "Henrik")])).await.unwrap();
        world.clock.advance(TimeDelta::hours(2));
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 0);
    }

    async fn several_sweepers_share_the_work(world: World) {
        let (owner, form) = published(&world).await;
        for _ in 0..230 {
            begun(&world, &form).await;
        }
        world.clock.advance(TimeDelta::hours(1));
        let sweep = || {
            let (cx, request) = (world.cx.clone(), world.request());
            tokio::spawn(async move { drafts::sweep(&cx, request, IDLE).await.unwrap() })
        };
        let (one, two, three) = (sweep(), sweep(), sweep());
        let total = one.await.unwrap() + two.await.unwrap() + three.await.unwrap();
        assert_eq!(total, 230);
        let abandoned = world.event_names(owner.org()).await.into_iter().filter(|name| name == "form.abandoned").count();
        assert_eq!(abandoned, 230);
    }

    async fn the_figures_count_thirty_days(world: World) {
        let (owner, form) = published(&world).await;
        begun(&world, &form).await;
        world.clock.advance(TimeDelta::days(31));
        begun(&world, &form).await;
        begun(&world, &form).await;
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(drafts::sweep(&world.cx, world.request(), IDLE).await.unwrap(), 3);
        let intake = domain::intake::Intake::start(world.cx.clone());
        let submission = domain::intake::Submission {
            key: "sent-at-once".into(),
            answers: testkit::seller_answers(),
            attribution: Attribution::default(),
            host_origin: None,
            peer: Peer::default(),
            request: world.request(),
            draft: None,
            hold: vec![],
        };
        intake.submit(&form, submission).await.unwrap();
        intake.close().await;
        let stats = forms::list(&world.cx, &owner).await.unwrap()[0].stats;
        assert_eq!((stats.started, stats.submitted, stats.abandoned), (3, 1, 2));
    }
}
