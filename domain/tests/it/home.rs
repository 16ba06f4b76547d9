//! Home: what waits, and the figures of a month in the organization's own time zone.

use crate::leads::{Cast, answered, id_of, names, store};
use chrono::{DateTime, TimeDelta, Utc};
use domain::leads::{change_status, log_activity};
use domain::{Error, home};
use sea_orm::ActiveValue::Set;
use shared::home::{Figure, FigureKind};
use shared::leads::{ActivityInput, LeadStatus, StatusChangeInput};
use testkit::{World, on_both_databases};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn figure(figures: &[Figure], kind: FigureKind) -> (i64, i64, Vec<i64>) {
    let figure = figures.iter().find(|figure| figure.kind == kind).unwrap();
    (figure.value, figure.before, figure.days.clone())
}

on_both_databases! {
    async fn shows_what_waits_and_what_went_quiet(world: World) {
        let cast = Cast::of(&world).await;
        let now = world.cx.now();
        for (name, minutes) in [("Late", -12), ("Later", -90), ("Soon", 4), ("Next", 26)] {
            store(&world, &cast.owner, name, |row| row.waiting_until = Set(now + TimeDelta::minutes(minutes))).await;
        }
        let old = now - TimeDelta::days(10);
        for (name, status, days) in [
            ("Quiet", LeadStatus::Contacted, 8),
            ("Stale", LeadStatus::Nurturing, 30),
            ("Fresh", LeadStatus::Contacted, 6),
            ("Dead", LeadStatus::Dead, 60),
        ] {
            store(&world, &cast.owner, name, |row| {
                answered(old, status)(row);
                row.owner_id = Set(Some(id_of(&cast.agent).uuid()));
                row.last_activity_at = Set(now - TimeDelta::days(days));
            })
            .await;
        }
        store(&world, &cast.stranger, "Foreign", |row| row.waiting_until = Set(now - TimeDelta::minutes(1))).await;
        let home = home::get(&world.cx, &cast.agent).await.unwrap();
        assert_eq!(names(&home.overdue), ["Late", "Later"]);
        assert_eq!(names(&home.next), ["Soon", "Next"]);
        assert_eq!((home.overdue_count.at_least, home.next_count.at_least), (2, 2));
        assert_eq!(names(&home.quiet), ["Stale", "Quiet"]);
        assert_eq!(home.review_count, None);
        let home = home::get(&world.cx, &cast.owner).await.unwrap();
        assert_eq!((home.quiet.len(), home.review_count), (0, Some(0)));
        let visitor = world.visitor(cast.owner.org());
        assert!(matches!(home::get(&world.cx, &visitor).await, Err(Error::Forbidden)));
    }

    async fn counts_the_month_by_the_clocks_of_chicago(world: World) {
        let cast = Cast::of(&world).await;
        // Tuesday, 4 August, 06:22 in Chicago.
        world.clock.set(at("2026-08-04T11:22:00Z"));
        for (name, created, seconds) in [
            // 31 July, 23:59 in Chicago, although August has begun in London: after the days compared with.
            ("Eve", "2026-08-01T04:59:59Z", Some(10)),
            ("First", "2026-08-01T05:00:00Z", Some(60)),
            ("Second", "2026-08-01T20:00:00Z", Some(300)),
            ("Third", "2026-08-03T12:00:00Z", Some(120)),
            ("Today", "2026-08-04T11:00:00Z", None),
            // 30 June, 23:59 in Chicago.
            ("June", "2026-07-01T04:59:59Z", Some(10)),
            ("July", "2026-07-01T05:00:00Z", Some(1_000)),
            ("Same time", "2026-07-04T11:21:59Z", Some(2_000)),
            ("Too late", "2026-07-04T11:22:00Z", Some(10)),
        ] {
            store(&world, &cast.owner, name, |row| {
                row.created_at = Set(at(created));
                if let Some(seconds) = seconds {
                    answered(at(created) + TimeDelta::seconds(seconds), LeadStatus::Contacted)(row);
                }
            })
            .await;
        }
        let figures = home::get(&world.cx, &cast.viewer).await.unwrap().figures;
        assert_eq!(figure(&figures, FigureKind::NewLeads), (4, 2, vec![2, 0, 1, 1]));
        assert_eq!(figure(&figures, FigureKind::MedianResponse), (120, 1_500, vec![180, 0, 120, 0]));
        let foreign = home::get(&world.cx, &cast.stranger).await.unwrap().figures;
        assert_eq!(figure(&foreign, FigureKind::NewLeads), (0, 0, vec![0; 4]));
    }

    async fn counts_calls_and_steps_when_they_happened(world: World) {
        let cast = Cast::of(&world).await;
        world.clock.set(at("2026-07-02T15:00:00Z"));
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let call = |key: &str| ActivityInput {
            kind: "call".into(),
            outcome: "reached".into(),
            body: String::new(),
            key: key.into(),
        };
        let to = |status: &str, version| StatusChangeInput { status: status.into(), version, ..StatusChangeInput::default() };
        log_activity(&world.cx, &cast.agent, lead, &call("call-0001")).await.unwrap();
        change_status(&world.cx, &cast.agent, lead, &to("qualified", 2)).await.unwrap();
        // 1 August, 23:30 in Chicago.
        world.clock.set(at("2026-08-02T04:30:00Z"));
        change_status(&world.cx, &cast.agent, lead, &to("converted", 3)).await.unwrap();
        world.clock.set(at("2026-08-02T15:00:00Z"));
        log_activity(&world.cx, &cast.agent, lead, &call("call-0002")).await.unwrap();
        let note = ActivityInput { kind: "note".into(), body: "x".into(), ..call("note-0001") };
        log_activity(&world.cx, &cast.agent, lead, &note).await.unwrap();
        world.clock.set(at("2026-08-03T15:00:00Z"));
        let figures = home::get(&world.cx, &cast.agent).await.unwrap().figures;
        assert_eq!(figure(&figures, FigureKind::Calls), (1, 1, vec![0, 1, 0]));
        assert_eq!(figure(&figures, FigureKind::Qualified), (0, 1, vec![0, 0, 0]));
        assert_eq!(figure(&figures, FigureKind::Converted), (1, 0, vec![1, 0, 0]));
    }
}
