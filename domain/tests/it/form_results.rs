//! What happened on a form: views, how far visitors came, and where they came from.

use crate::forms::{begun, published};
use chrono::TimeDelta;
use domain::forms::{self, Views, drafts};
use domain::intake::{Intake, Submission};
use domain::{Peer, forms as domain_forms};
use shared::attribution::{Attribution, Touch};
use shared::forms::{PublicForm, SourceFigure};
use shared::leads::LeadSource;
use testkit::{World, answers, on_both_databases, seller_answers};

async fn send(world: &World, form: &PublicForm, key: &str, touch: Touch, token: Option<&str>) {
    let draft = match token {
        Some(token) => drafts::load(&world.cx, form, token).await.unwrap().map(|draft| draft.id),
        None => None,
    };
    let intake = Intake::start(world.cx.clone());
    let submission = Submission {
        key: key.into(),
        answers: seller_answers(),
        attribution: Attribution { last: touch, ..Attribution::default() },
        host_origin: None,
        peer: Peer::default(),
        request: world.request(),
        draft,
        hold: vec![],
    };
    intake.submit(form, submission).await.unwrap();
    intake.close().await;
}

on_both_databases! {
    async fn views_are_added_up_by_day_and_version(world: World) {
        let (owner, form) = published(&world).await;
        let (one, other) = (Views::default(), Views::default());
        for _ in 0..3 {
            one.count(&form, world.cx.now());
        }
        other.count(&form, world.cx.now());
        // Nothing is seen before it is written; written twice counts once.
        assert_eq!(forms::results(&world.cx, &owner, form.id, None).await.unwrap().views, 0);
        one.write(&world.cx).await.unwrap();
        one.write(&world.cx).await.unwrap();
        other.write(&world.cx).await.unwrap();
        assert_eq!(forms::results(&world.cx, &owner, form.id, None).await.unwrap().views, 4);
        world.clock.advance(TimeDelta::days(20));
        one.count(&form, world.cx.now());
        one.write(&world.cx).await.unwrap();
        assert_eq!(forms::results(&world.cx, &owner, form.id, None).await.unwrap().views, 5);
        world.clock.advance(TimeDelta::days(20));
        assert_eq!(forms::results(&world.cx, &owner, form.id, Some(1)).await.unwrap().views, 1);
    }

    async fn the_funnel_counts_how_far_visitors_came(world: World) {
        let (owner, form) = published(&world).await;
        let stays = begun(&world, &form).await;
        drafts::save(&world.cx, &form, &stays, 0, &answers([("property_type", "house")])).await.unwrap();
        let returns = begun(&world, &form).await;
        drafts::save(&world.cx, &form, &returns, 2, &answers([("name", "x")])).await.unwrap();
        // Going back does not undo having been there.
        drafts::save(&world.cx, &form, &returns, 0, &answers([("name", "x")])).await.unwrap();
        let sends = begun(&world, &form).await;
        send(&world, &form, "key-of-a-draft", Touch::default(), Some(&sends)).await;
        let google = Touch { gclid: Some("x".into()), ..Touch::default() };
        send(&world, &form, "sent-at-once", google, None).await;
        let results = domain_forms::results(&world.cx, &owner, form.id, None).await.unwrap();
        assert_eq!((results.version, results.started, results.submitted), (1, 4, 2));
        let steps: Vec<(&str, u64)> = results.steps.iter().map(|step| (step.title.as_str(), step.reached)).collect();
        assert_eq!(steps, [("Where is the house?", 4), ("What should we know?", 3), ("How do we reach you?", 3)]);
        let figure = |source, submitted| SourceFigure { source, submitted };
        assert_eq!(results.sources, [figure(LeadSource::Website, 1), figure(LeadSource::GoogleAds, 1)]);
        world.clock.advance(TimeDelta::days(31));
        let later = domain_forms::results(&world.cx, &owner, form.id, Some(1)).await.unwrap();
        assert_eq!((later.started, later.submitted, later.sources.len()), (0, 0, 0));
    }
}
