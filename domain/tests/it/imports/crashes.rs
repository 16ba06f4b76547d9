//! Killed between two batches, run twice, stopped and gone on with: every row once.

use super::*;
use crate::jobs::worker::until;
use crate::leads::Cast;
use crate::work_off::crew;
use domain::jobs::{self, Cause, Options};
use entity::import_rows as done_rows;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, QueryFilter as _};
use testkit::on_both_databases;

/// Whatever happened, every row of the file is one lead.
async fn each_row_once(world: &World, rows: u64) {
    assert_eq!(sizes(world).await, [rows; 5]);
    assert_eq!(done_rows::Entity::find().count(world.cx.db().read()).await.unwrap(), rows);
}

/// Puts the import back to where a process that died would have left it.
async fn rewind(world: &World, id: ImportId, job: uuid::Uuid, position: i64) {
    import_rows::Entity::update_many()
        .col_expr(import_rows::Column::State, Expr::value("running"))
        .col_expr(import_rows::Column::JobId, Expr::value(job))
        .col_expr(import_rows::Column::Position, Expr::value(position))
        .filter(import_rows::Column::Id.eq(id.uuid()))
        .exec(world.cx.db().migrations())
        .await
        .unwrap();
}

async fn another_job(world: &World, actor: &Actor, id: ImportId) -> uuid::Uuid {
    let (cx, cause) = (world.cx.clone(), Cause::of(actor));
    let job = world.cx.write(move |tx| {
        Box::pin(
            async move { jobs::enqueue(&cx, tx, &cause, &Run { import: id }, &Options::default()).await },
        )
    });
    job.await.unwrap().uuid()
}

on_both_databases! {
    async fn a_job_that_is_not_its_own_does_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..301), KnownLeads::Attach).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        another_job(&world, &cast.owner, id).await;
        work(&world).await;
        each_row_once(&world, 300).await;
        // And again, after it is through.
        another_job(&world, &cast.owner, id).await;
        work(&world).await;
        each_row_once(&world, 300).await;
    }

    async fn a_stopped_import_goes_on_where_it_stood(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..701), KnownLeads::Attach).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        imports::cancel(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        let stopped = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!((stopped.summary.state, stopped.summary.position), (ImportState::Stopped, 0));
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        each_row_once(&world, 700).await;
        assert_eq!(
            happened(&world, &cast.owner, "import").await,
            ["import.started", "import.cancelled", "import.finished"]
        );
        taken_back(&world, &cast.owner, id).await;
        assert_eq!(sizes(&world).await, [0; 5]);
    }

    async fn stopped_in_the_middle_is_stopped_between_two_batches(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..2_001), KnownLeads::Attach).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        let crew = crew(&world, registry());
        until(async || row(&world, id).await.position > 0).await;
        imports::cancel(&world.cx, &cast.owner, id).await.unwrap();
        crew.stop().await;
        let stopped = row(&world, id).await;
        assert_eq!((stopped.state.as_str(), stopped.position % 256), ("stopped", 0));
        each_row_once(&world, u64::try_from(stopped.position).unwrap()).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        each_row_once(&world, 2_000).await;
        let done = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(done.summary.counts, import.summary.counts);
    }

    async fn a_long_run_lets_go_and_is_taken_up_again(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..1_001), KnownLeads::Attach).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        let crew = crew(&world, registry());
        let mut seen = 0;
        until(async || {
            let position = row(&world, id).await.position;
            if position > seen {
                seen = position;
                world.clock.advance(chrono::TimeDelta::minutes(6));
                while jobs::promote(&world.cx, 1_000).await.unwrap() > 0 {}
            }
            row(&world, id).await.state == "done"
        })
        .await;
        crew.stop().await;
        each_row_once(&world, 1_000).await;
    }

    async fn a_stale_position_cannot_write_a_row_twice(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..301), KnownLeads::Add).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        each_row_once(&world, 300).await;
        // The position lies: the keys of the rows do not.
        let job = another_job(&world, &cast.owner, id).await;
        rewind(&world, id, job, 0).await;
        let crew = crew(&world, registry());
        until(async || {
            let jobs = job_rows::Entity::find().all(world.cx.db().read()).await.unwrap();
            jobs.iter().any(|row| row.id == job && row.last_error.is_some())
        })
        .await;
        crew.stop().await;
        each_row_once(&world, 300).await;
    }

    async fn an_import_that_lost_its_job_is_stopped_and_goes_on(world: World) {
        let cast = Cast::of(&world).await;
        let import = checked(&world, &cast.owner, &people(1..301), KnownLeads::Attach).await;
        let id = import.summary.id;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        world.cx.db().migrations().execute_unprepared("DELETE FROM jobs").await.unwrap();
        tidy(&world).await;
        assert_eq!(row(&world, id).await.state, "running", "its job may just have ended");
        world.clock.advance(chrono::TimeDelta::minutes(5));
        tidy(&world).await;
        let lost = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(lost.summary.state, ImportState::Stopped);
        assert!(lost.trouble.unwrap().starts_with("Its job ended early"));
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        each_row_once(&world, 300).await;
    }
}

async fn tidy(world: &World) {
    let cx = world.cx.clone();
    let cause = Cause::system(world.request());
    let job = world.cx.write(move |tx| {
        Box::pin(
            async move { jobs::enqueue(&cx, tx, &cause, &Tidy { keep_days: 30 }, &Options::default()).await },
        )
    });
    job.await.unwrap();
    work(world).await;
}
