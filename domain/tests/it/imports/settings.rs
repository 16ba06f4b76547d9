//! Who may import and export, and when what may be done.

use super::*;
use crate::leads::Cast;
use domain::jobs;
use domain::leads as book;
use shared::leads::LeadQuery;
use shared::roles::Role;
use testkit::on_both_databases;

fn is_forbidden<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Forbidden))
}

fn is_missing<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}

on_both_databases! {
    async fn agents_and_viewers_may_not(world: World) {
        let cast = Cast::of(&world).await;
        let id = upload(&world, &cast.owner, "x.csv", people(1..3).as_bytes()).await.unwrap();
        let input = MappingInput::default();
        for actor in [&cast.agent, &cast.viewer] {
            let cx = &world.cx;
            assert!(is_forbidden(imports::begin(cx, actor, "x.csv").await.map(|_| ())));
            assert!(is_forbidden(imports::list(cx, actor).await));
            assert!(is_forbidden(imports::get(cx, actor, id).await));
            assert!(is_forbidden(imports::problems(cx, actor, id, None).await));
            assert!(is_forbidden(imports::all_problems(cx, actor, id).await));
            assert!(is_forbidden(imports::choose_columns(cx, actor, id, &input).await));
            assert!(is_forbidden(imports::run(cx, actor, id).await));
            assert!(is_forbidden(imports::cancel(cx, actor, id).await));
            assert!(is_forbidden(imports::undo(cx, actor, id).await));
            assert!(is_forbidden(imports::discard(cx, actor, id).await));
            assert!(is_forbidden(imports::foresee_undo(cx, actor, id).await));
            assert!(is_forbidden(imports::kept(cx, actor, id).await));
            assert!(is_forbidden(book::export(cx, actor, &LeadQuery::default()).await.map(|_| ())));
        }
        let manager = world.member(&cast.owner, Role::Manager).await;
        assert!(imports::get(&world.cx, &manager, id).await.is_ok());
    }

    async fn others_find_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let id = upload(&world, &cast.owner, "x.csv", people(1..3).as_bytes()).await.unwrap();
        let (cx, stranger) = (&world.cx, &cast.stranger);
        assert!(is_missing(imports::get(cx, stranger, id).await));
        assert!(is_missing(imports::problems(cx, stranger, id, None).await));
        assert!(is_missing(imports::choose_columns(cx, stranger, id, &MappingInput::default()).await));
        assert!(is_missing(imports::run(cx, stranger, id).await));
        assert!(is_missing(imports::cancel(cx, stranger, id).await));
        assert!(is_missing(imports::undo(cx, stranger, id).await));
        assert!(is_missing(imports::discard(cx, stranger, id).await));
        assert!(is_missing(imports::foresee_undo(cx, stranger, id).await));
        assert!(is_missing(imports::kept(cx, stranger, id).await));
    }

    async fn steps_come_one_after_the_other(world: World) {
        let cast = Cast::of(&world).await;
        let (cx, owner) = (&world.cx, &cast.owner);
        let id = upload(&world, owner, "x.csv", people(1..3).as_bytes()).await.unwrap();
        assert!(is_conflict(imports::run(cx, owner, id).await));
        assert!(is_conflict(imports::undo(cx, owner, id).await));
        let import = imports::get(cx, owner, id).await.unwrap();
        let input = guessed(&import, KnownLeads::Attach);
        imports::choose_columns(cx, owner, id, &input).await.unwrap();
        // While it is checked.
        assert!(is_conflict(imports::choose_columns(cx, owner, id, &input).await));
        assert!(is_conflict(imports::discard(cx, owner, id).await));
        imports::cancel(cx, owner, id).await.unwrap();
        assert_eq!(imports::get(cx, owner, id).await.unwrap().summary.state, ImportState::Uploaded);
        imports::choose_columns(cx, owner, id, &input).await.unwrap();
        work(&world).await;
        // Other columns may still be chosen after the check.
        imports::choose_columns(cx, owner, id, &input).await.unwrap();
        work(&world).await;
        imports::run(cx, owner, id).await.unwrap();
        assert!(is_conflict(imports::run(cx, owner, id).await));
        assert!(is_conflict(imports::undo(cx, owner, id).await));
        work(&world).await;
        assert!(is_conflict(imports::choose_columns(cx, owner, id, &input).await));
        assert!(is_conflict(imports::discard(cx, owner, id).await));
        imports::cancel(cx, owner, id).await.unwrap();
        imports::undo(cx, owner, id).await.unwrap();
        assert!(is_conflict(imports::cancel(cx, owner, id).await));
    }

    async fn a_file_without_a_good_row_is_not_run(world: World) {
        let cast = Cast::of(&world).await;
        let text = format!("{HEADINGS}Ana,,,,,,,,,\n");
        let import = checked(&world, &cast.owner, &text, KnownLeads::Attach).await;
        assert_eq!(import.summary.counts, counts(0, 0, 0, 1));
        assert!(is_conflict(imports::run(&world.cx, &cast.owner, import.summary.id).await));
    }

    async fn old_files_and_given_up_uploads_are_forgotten(world: World) {
        let cast = Cast::of(&world).await;
        let id = imported(&world, &cast.owner, &people(1..3), KnownLeads::Attach).await;
        upload(&world, &cast.owner, "never run.csv", people(1..3).as_bytes()).await.unwrap();
        let mut given_up = imports::begin(&world.cx, &cast.owner, "given up.csv").await.unwrap();
        given_up.push(&vec![b'x'; 600_000]).await.unwrap();
        world.clock.advance(chrono::TimeDelta::days(31));
        let (cx, cause) = (world.cx.clone(), jobs::Cause::system(world.request()));
        let job = world.cx.write(move |tx| {
            Box::pin(async move {
                jobs::enqueue(&cx, tx, &cause, &Tidy { keep_days: 30 }, &jobs::Options::default()).await
            })
        });
        job.await.unwrap();
        work(&world).await;
        let left = imports::list(&world.cx, &cast.owner).await.unwrap();
        assert_eq!(left.iter().map(|import| import.id).collect::<Vec<_>>(), [id]);
        let db = world.cx.db().read();
        assert_eq!(entity::import_parts::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(entity::import_rows::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(import_rows::Entity::find().count(db).await.unwrap(), 1);
        assert_eq!(sizes(&world).await[0], 2);
    }
}
