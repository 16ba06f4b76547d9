//! Jobs by the calendar: never twice, made up for or left out as wished.

use super::worker::{Crew, until};
use super::{Letter, claim, letter, rows};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Error;
use domain::forms::drafts::NoticeAbandoned;
use domain::jobs::Registry;
use domain::jobs::schedules::{self, Missed, Schedule};
use entity::job_schedules;
use sea_orm::EntityTrait as _;
use testkit::{World, on_both_databases};

/// Every ten minutes; the clock stands at 11:22.
fn ten_minutes(missed: Missed) -> Schedule {
    Schedule::new("letters", "*/10 * * * *", "America/Chicago", &letter("Dana")).unwrap().missed(missed)
}

async fn next(world: &World) -> Option<DateTime<Utc>> {
    job_schedules::Entity::find_by_id("letters").one(world.cx.db().read()).await.unwrap().unwrap().next_at
}

async fn made(world: &World) -> Vec<String> {
    rows(world).await.into_iter().map(|row| row.run_at.format("%d %H:%M").to_string()).collect()
}

on_both_databases! {
    async fn a_due_moment_becomes_one_job(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        schedules::upsert(&world.cx, ten_minutes(Missed::Skip).of(owner.org())).await.unwrap();
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
        world.clock.advance(TimeDelta::minutes(8));
        let ticks = futures::future::join_all((0..6).map(|_| schedules::tick(&world.cx)));
        let made: usize = ticks.await.into_iter().map(Result::unwrap).sum();
        assert_eq!(made, 1);
        let claimed = claim(&world, 10).await;
        assert_eq!(claimed.len(), 1);
        assert_eq!(claimed[0].cause.schedule.as_deref(), Some("letters"));
        assert_eq!(claimed[0].cause.org, Some(owner.org()));
        assert_eq!(serde_json::from_value::<Letter>(claimed[0].payload.clone()).unwrap(), letter("Dana"));
    }

    async fn a_clock_that_jumps_repeats_nothing(world: World) {
        schedules::upsert(&world.cx, ten_minutes(Missed::CatchUp)).await.unwrap();
        world.clock.advance(TimeDelta::minutes(30));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 3);
        world.clock.advance(TimeDelta::minutes(-30));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
        world.clock.advance(TimeDelta::minutes(30));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
        world.clock.advance(TimeDelta::minutes(10));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 1);
        assert_eq!(made(&world).await, ["04 11:30", "04 11:40", "04 11:50", "04 12:00"]);
    }

    async fn missed_moments_are_left_out(world: World) {
        schedules::upsert(&world.cx, ten_minutes(Missed::Skip)).await.unwrap();
        world.clock.advance(TimeDelta::hours(3));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0, "14:20 is two minutes ago");
        world.clock.advance(TimeDelta::minutes(8));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 1);
        assert_eq!(made(&world).await, ["04 14:30"]);
        // Longer than anybody wants to count.
        world.clock.advance(TimeDelta::days(365));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 1, "at half past, on time");
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
    }

    async fn missed_moments_are_made_up_for(world: World) {
        schedules::upsert(&world.cx, ten_minutes(Missed::CatchUp)).await.unwrap();
        world.clock.advance(TimeDelta::hours(20));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 100, "in bounded steps");
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 20);
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
        assert_eq!(made(&world).await.last().unwrap(), "05 07:20");
    }

    async fn what_stays_as_it_is_keeps_its_place(world: World) {
        schedules::upsert(&world.cx, ten_minutes(Missed::CatchUp)).await.unwrap();
        let first = next(&world).await;
        world.clock.advance(TimeDelta::hours(1));
        schedules::upsert(&world.cx, ten_minutes(Missed::CatchUp)).await.unwrap();
        assert_eq!(next(&world).await, first, "a restart misses nothing");
        let hourly = Schedule::new("letters", "0 * * * *", "UTC", &letter("Dana")).unwrap();
        schedules::upsert(&world.cx, hourly.clone()).await.unwrap();
        assert_eq!(next(&world).await.unwrap().format("%H:%M").to_string(), "13:00");
        schedules::upsert(&world.cx, hourly.clone().enabled(false)).await.unwrap();
        world.clock.advance(TimeDelta::hours(5));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 0);
        schedules::upsert(&world.cx, hourly).await.unwrap();
        assert_eq!(next(&world).await.unwrap().format("%H:%M").to_string(), "18:00");
        assert!(schedules::remove(&world.cx, "letters").await.unwrap());
        assert!(!schedules::remove(&world.cx, "letters").await.unwrap());
    }

    async fn six_in_the_morning_through_the_year(world: World) {
        world.clock.set("2026-10-31T00:00:00Z".parse().unwrap());
        let daily = Schedule::new("letters", "0 6 * * *", "America/Chicago", &letter("Dana")).unwrap();
        schedules::upsert(&world.cx, daily.missed(Missed::CatchUp)).await.unwrap();
        world.clock.advance(TimeDelta::days(3));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 3);
        assert_eq!(made(&world).await, ["31 11:00", "01 12:00", "02 12:00"]);
    }

    async fn what_never_comes_round_is_refused(world: World) {
        for (cron, zone, path) in [
            ("0 0 30 2 *", "UTC", "cron"),
            ("whenever", "UTC", "cron"),
            ("0 6 * * *", "Chicago", "time_zone"),
        ] {
            let schedule = Schedule::new("letters", cron, zone, &letter("Dana")).unwrap();
            match schedules::upsert(&world.cx, schedule).await {
                Err(Error::Invalid(fields)) => assert_eq!(fields[0].path, path),
                other => panic!("{other:?}"),
            }
        }
    }

    async fn abandoned_forms_are_noticed_by_a_schedule(world: World) {
        let (owner, form) = crate::forms::published(&world).await;
        crate::forms::begun(&world, &form).await;
        world.clock.advance(TimeDelta::hours(1));
        let job = NoticeAbandoned { idle_minutes: 30 };
        let minute = Schedule::new("forms.notice_abandoned", "* * * * *", "UTC", &job).unwrap();
        schedules::upsert(&world.cx, minute).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!(schedules::tick(&world.cx).await.unwrap(), 1);
        let crew = Crew::start(&world, Registry::new().with::<NoticeAbandoned>());
        until(async || rows(&world).await.iter().all(|job| job.state == "completed")).await;
        crew.stop().await;
        let names = world.event_names(owner.org()).await;
        assert_eq!(names.iter().filter(|name| *name == "form.abandoned").count(), 1);
    }
}
