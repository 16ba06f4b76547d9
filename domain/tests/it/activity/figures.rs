//! Figures of hand-made histories whose answers are known.

use super::{at, give, log, step};
use crate::duplicates::{HOUSE, add, jon_and_john, lead, merged};
use crate::leads::{Cast, id_of, path, store};
use crate::work::{added, for_lead, input};
use domain::leads::delete;
use domain::{Actor, Error, activity, duty, members, tasks};
use sea_orm::ActiveValue::Set;
use shared::activity::{Figures, MemberFigures, PeriodInput, TeamFigures};
use shared::duty::DutyInput;
use shared::roles::Role;
use shared::tasks::{Task, TaskInput, TaskState};
use testkit::{World, on_both_databases};

fn named(period: &str) -> PeriodInput {
    PeriodInput { period: period.to_owned(), ..PeriodInput::default() }
}

fn days(from: &str, to: &str) -> PeriodInput {
    PeriodInput { from: from.to_owned(), to: to.to_owned(), ..PeriodInput::default() }
}

async fn team(world: &World, period: &PeriodInput, by: &Actor) -> TeamFigures {
    activity::team(&world.cx, by, period).await.unwrap()
}

fn of<'a>(team: &'a TeamFigures, member: &Actor) -> &'a MemberFigures {
    team.members.iter().find(|known| known.id == id_of(member)).unwrap()
}

/// Adds a task and completes it.
async fn done(world: &World, by: &Actor, task: &TaskInput) -> Task {
    let task = added(world, by, task).await;
    tasks::set_state(&world.cx, by, task.id, task.version, TaskState::Done).await.unwrap()
}

on_both_databases! {
    async fn every_figure_of_a_known_history(world: World) {
        let cast = Cast::of(&world).await;
        let (owner, one) = (&cast.owner, &cast.agent);
        let two = &world.member(owner, Role::Agent).await;
        let lead = async |name: &str, when: &str| {
            world.clock.set(at(when));
            store(&world, owner, name, |_| {}).await
        };

        let old = lead("Old", "2026-07-01T15:00:00Z").await;
        let quick = lead("Quick", "2026-08-03T15:00:00Z").await;
        give(&world, owner, quick, Some(one)).await;
        world.clock.set(at("2026-08-03T15:05:00Z"));
        log(&world, one, quick, "reached").await;
        log(&world, one, quick, "").await;

        let late = lead("Late", "2026-08-03T16:00:00Z").await;
        give(&world, owner, late, Some(one)).await;
        world.clock.set(at("2026-08-03T16:20:00Z"));
        log(&world, one, late, "no_answer").await;
        world.clock.set(at("2026-08-03T17:00:00Z"));
        log(&world, one, late, "reached").await;
        // The step is somebody else's; the lead is still the agent's.
        step(&world, owner, late, "qualified").await;

        let visit = TaskInput { kind: "meeting".into(), ..input("Walk through", "2026-08-05T10:00") };
        for task in [for_lead(quick, visit), for_lead(late, input("Send the offer", "2026-08-05T10:00"))] {
            done(&world, one, &task).await;
        }
        // Reopened, and about no lead: neither counts.
        let again = done(&world, one, &for_lead(late, input("Ask about the lien", "2026-08-05T10:00"))).await;
        tasks::set_state(&world.cx, one, again.id, again.version, TaskState::Open).await.unwrap();
        done(&world, two, &input("Order signs", "2026-08-05T10:00")).await;

        let closed = lead("Closed", "2026-08-04T12:00:00Z").await;
        give(&world, two, closed, Some(two)).await;
        world.clock.set(at("2026-08-04T12:10:00Z"));
        step(&world, two, closed, "dead").await;

        let missed = lead("Missed", "2026-08-04T13:00:00Z").await;
        give(&world, owner, missed, Some(two)).await;
        world.clock.set(at("2026-08-04T14:00:00Z"));
        log(&world, one, old, "voicemail").await;
        lead("Nobody's", "2026-08-04T17:55:00Z").await;

        let foreign = store(&world, &cast.stranger, "Foreign", |_| {}).await;
        log(&world, &cast.stranger, foreign, "reached").await;
        // Tuesday, 4 August, 13:00 in Chicago.
        world.clock.set(at("2026-08-04T18:00:00Z"));

        let week = team(&world, &named("7d"), owner).await;
        assert_eq!((week.first_day.to_string(), week.last_day.to_string()), ("2026-07-29".into(), "2026-08-04".into()));
        assert_eq!(week.members.len(), 3, "the viewer owns no leads");
        assert_eq!(
            of(&week, one).figures,
            Figures {
                open: 2, given: 2, calls: 4, reached: 2, notes: 1, tasks: 2, meetings: 1,
                answered: 2, median_seconds: Some(750), most_seconds: Some(1_200), due: 2, in_time: 1,
                came: 2, contacted: 2, qualified: 1, converted: 0,
            }
        );
        assert_eq!(
            of(&week, two).figures,
            Figures {
                open: 1, given: 2,
                answered: 1, median_seconds: Some(600), most_seconds: Some(600), due: 2, in_time: 1,
                came: 2,
                ..Figures::default()
            }
        );
        assert_eq!(of(&week, owner).figures, Figures::default());
        let all = Figures {
            open: 5, given: 4, calls: 4, reached: 2, notes: 1, tasks: 2, meetings: 1,
            answered: 3, median_seconds: Some(600), most_seconds: Some(1_200), due: 4, in_time: 2,
            came: 5, contacted: 2, qualified: 1, converted: 0,
        };
        assert_eq!(week.all, all);

        let today = team(&world, &named("today"), owner).await;
        let figures = of(&today, one).figures;
        assert_eq!((figures.calls, figures.answered, figures.came, figures.open), (1, 0, 0, 2));
        assert_eq!((today.all.came, today.all.given), (3, 2));
        // An answer to a lead that came in before is a call and no first answer.
        let july = team(&world, &days("2026-07-01", "2026-07-31"), owner).await;
        assert_eq!((july.all.came, july.all.calls, july.all.answered), (1, 0, 1));
        assert_eq!(of(&july, one).figures.answered, 1);

        let page = activity::member(&world.cx, &cast.viewer, &id_of(one).to_string(), &named("7d")).await.unwrap();
        assert_eq!((page.member.figures, page.all), (of(&week, one).figures, all));
        let theirs = team(&world, &named("7d"), &cast.stranger).await;
        assert_eq!((theirs.members.len(), theirs.all.calls, theirs.all.came), (1, 1, 1));
    }

    async fn days_begin_and_end_by_the_clocks_of_chicago(world: World) {
        let cast = Cast::of(&world).await;
        for when in [
            // 2 August, 23:59:59 in Chicago, although the 3rd has begun in London.
            "2026-08-03T04:59:59Z",
            "2026-08-03T05:00:00Z",
            "2026-08-04T04:59:59.999999Z",
            "2026-08-04T05:00:00Z",
        ] {
            store(&world, &cast.owner, when, |row| {
                row.created_at = Set(at(when));
                row.owner_id = Set(Some(id_of(&cast.agent).uuid()));
            })
            .await;
        }
        world.clock.set(at("2026-08-04T18:00:00Z"));
        let came = async |period: PeriodInput| of(&team(&world, &period, &cast.agent).await, &cast.agent).figures.came;
        assert_eq!(came(days("2026-08-03", "2026-08-03")).await, 2);
        assert_eq!(came(days("2026-08-02", "2026-08-03")).await, 3);
        assert_eq!(came(named("today")).await, 1);
        assert_eq!(came(named("month")).await, 4);
        assert_eq!(came(PeriodInput::default()).await, 4);
        // In the night after a day ends nothing of it is today's any more.
        world.clock.set(at("2026-08-05T05:00:00Z"));
        assert_eq!(came(named("today")).await, 0);
    }

    async fn whoever_left_stays_in_the_figures_of_their_time(world: World) {
        let cast = Cast::of(&world).await;
        let two = &world.member(&cast.owner, Role::Agent).await;
        world.clock.set(at("2026-08-03T15:00:00Z"));
        let mut leads = Vec::new();
        for name in ["Stays", "Goes on", "Given back"] {
            leads.push(store(&world, &cast.owner, name, |_| {}).await);
        }
        for lead in &leads[..2] {
            give(&world, &cast.owner, *lead, Some(&cast.agent)).await;
        }
        give(&world, &cast.owner, leads[2], Some(two)).await;
        give(&world, two, leads[2], None).await;
        world.clock.set(at("2026-08-03T15:02:00Z"));
        log(&world, &cast.agent, leads[0], "reached").await;
        members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        world.clock.set(at("2026-08-04T15:00:00Z"));

        let figures = team(&world, &named("7d"), &cast.owner).await;
        let gone = of(&figures, &cast.agent);
        assert!(gone.left);
        let Figures { open, given, calls, answered, came, contacted, due, in_time, .. } = gone.figures;
        assert_eq!((open, given, calls, answered, came, contacted), (0, 2, 1, 1, 2, 1));
        assert_eq!((due, in_time), (2, 1), "the lead that nobody answered counts");
        assert_eq!(of(&figures, two).figures.came, 0, "a lead that was given back is nobody's");
        assert_eq!(figures.all.came, 3);

        give(&world, &cast.owner, leads[1], Some(two)).await;
        let figures = team(&world, &named("7d"), &cast.owner).await;
        assert_eq!((of(&figures, &cast.agent).figures.came, of(&figures, two).figures.came), (1, 1));
        // Nothing of them lies in these days.
        world.clock.set(at("2026-09-20T15:00:00Z"));
        let figures = team(&world, &named("7d"), &cast.owner).await;
        assert!(figures.members.iter().all(|member| member.id != id_of(&cast.agent)));
        let page = activity::member(&world.cx, &cast.owner, &id_of(&cast.agent).to_string(), &named("7d")).await;
        assert!(page.unwrap().member.left);
    }

    async fn a_missed_deadline_counts_for_whoever_owned_the_lead_then(world: World) {
        let cast = Cast::of(&world).await;
        let (one, two) = (&cast.agent, &world.member(&cast.owner, Role::Agent).await);
        let wanted = DutyInput {
            default_minutes: "15".into(),
            hand_on_minutes: "10".into(),
            hand_on_members: vec![id_of(two).to_string()],
            ..DutyInput::default()
        };
        duty::save(&world.cx, &cast.owner, &wanted).await.unwrap();
        world.clock.set(at("2026-08-04T15:00:00Z"));
        let mut leads = Vec::new();
        for name in ["Answered late", "Not answered", "Nobody’s"] {
            leads.push(store(&world, &cast.owner, name, |_| {}).await);
        }
        for lead in &leads[..2] {
            give(&world, &cast.owner, *lead, Some(one)).await;
        }
        for (when, found) in [("2026-08-04T15:15:00Z", (3, 0)), ("2026-08-04T15:30:00Z", (0, 3))] {
            world.clock.set(at(when));
            let watched = duty::watch(&world.cx, world.request()).await.unwrap();
            assert_eq!((watched.missed, watched.handed_on), found, "{when}");
        }
        log(&world, two, leads[0], "reached").await;
        log(&world, two, leads[2], "reached").await;
        world.clock.set(at("2026-08-04T18:00:00Z"));

        let figures = team(&world, &named("today"), &cast.owner).await;
        let Figures { came, given, answered, due, in_time, .. } = of(&figures, one).figures;
        assert_eq!((came, given, answered, due, in_time), (0, 2, 0, 2, 0), "both were missed while they had them");
        let Figures { came, given, answered, due, in_time, .. } = of(&figures, two).figures;
        assert_eq!((came, given, answered, due, in_time), (3, 3, 2, 0, 0), "they answered what others had missed");
        assert_eq!((figures.all.answered, figures.all.due, figures.all.in_time), (2, 3, 0));
    }

    async fn leads_count_where_they_stand(world: World) {
        let cast = Cast::of(&world).await;
        world.clock.set(at("2026-08-04T12:00:00Z"));
        jon_and_john(&world, &cast).await;
        let junk = store(&world, &cast.owner, "Junk", |_| {}).await;
        log(&world, &cast.owner, junk, "wrong_number").await;
        world.clock.advance(chrono::TimeDelta::minutes(1));
        let count = async || team(&world, &named("today"), &cast.owner).await.all;
        let before = count().await;
        assert_eq!((before.came, before.open, before.answered, before.calls), (3, 3, 2, 2));
        merged(&world, &cast.owner).await;
        delete(&world.cx, &cast.owner, junk).await.unwrap();
        let after = count().await;
        assert_eq!((after.came, after.open, after.answered, after.calls), (1, 1, 1, 2), "a call was a call");
    }

    async fn whoever_answered_first_did_also_after_a_merge(world: World) {
        let cast = Cast::of(&world).await;
        world.clock.set(at("2026-08-04T12:00:00Z"));
        let joined = add(&world, &cast.owner, lead("Jon Smith", "512 555 0101", "", HOUSE)).await;
        let kept = add(&world, &cast.owner, lead("John Smith", "512 555 0102", "", HOUSE)).await;
        world.clock.set(at("2026-08-04T12:05:00Z"));
        log(&world, &cast.agent, joined, "reached").await;
        world.clock.set(at("2026-08-04T12:30:00Z"));
        log(&world, &cast.owner, kept, "reached").await;
        assert_eq!(merged(&world, &cast.owner).await.lead, Some(kept));
        world.clock.set(at("2026-08-04T13:00:00Z"));
        let figures = team(&world, &named("today"), &cast.owner).await;
        let Figures { answered, due, in_time, median_seconds, .. } = of(&figures, &cast.agent).figures;
        assert_eq!((answered, due, in_time, median_seconds), (1, 1, 1, Some(300)));
        assert_eq!(of(&figures, &cast.owner).figures.answered, 0);
    }

    async fn the_way_is_counted_also_where_a_lead_turned_back(world: World) {
        let cast = Cast::of(&world).await;
        world.clock.set(at("2026-08-03T15:00:00Z"));
        let lead = store(&world, &cast.owner, "Henrik", |row| row.owner_id = Set(Some(id_of(&cast.agent).uuid()))).await;
        // One that came in by an import stands further without a step.
        store(&world, &cast.owner, "Imported", |row| {
            row.owner_id = Set(Some(id_of(&cast.agent).uuid()));
            row.status = Set("nurturing".to_owned());
        })
        .await;
        step(&world, &cast.owner, lead, "qualified").await;
        step(&world, &cast.owner, lead, "converted").await;
        step(&world, &cast.owner, lead, "qualified").await;
        step(&world, &cast.owner, lead, "dead").await;
        world.clock.set(at("2026-08-03T16:00:00Z"));
        let figures = team(&world, &named("today"), &cast.owner).await;
        let Figures { came, contacted, qualified, converted, answered, .. } = of(&figures, &cast.agent).figures;
        assert_eq!((came, contacted, qualified, converted, answered), (2, 2, 1, 1, 0));
        assert_eq!(of(&figures, &cast.owner).figures.answered, 1, "whoever took the step answered");
    }

    async fn figures_are_for_whoever_reads_leads(world: World) {
        let cast = Cast::of(&world).await;
        let cx = &world.cx;
        world.clock.set(at("2026-08-04T18:00:00Z"));
        let seen = team(&world, &named("7d"), &cast.owner).await;
        assert_eq!(team(&world, &named("7d"), &cast.agent).await, seen);
        assert_eq!(team(&world, &named("7d"), &cast.viewer).await, seen);
        let visitor = world.visitor(cast.owner.org());
        assert!(matches!(activity::team(cx, &visitor, &named("7d")).await, Err(Error::Forbidden)));
        let ours = id_of(&cast.agent).to_string();
        assert!(matches!(activity::member(cx, &visitor, &ours, &named("7d")).await, Err(Error::Forbidden)));
        for text in [ours.as_str(), "", "x"] {
            let by_stranger = activity::member(cx, &cast.stranger, text, &named("7d")).await;
            assert!(matches!(by_stranger, Err(Error::NotFound(_))), "{text}");
        }
        assert_eq!(path(activity::team(cx, &cast.owner, &named("soon")).await), "period");
        assert_eq!(path(activity::team(cx, &cast.owner, &days("2026-08-04", "2026-08-01")).await), "to");
        assert_eq!(path(activity::member(cx, &cast.owner, &ours, &days("yesterday", "2026-08-01")).await), "from");
    }
}
