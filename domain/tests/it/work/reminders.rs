//! Reminders: given once at their time, to whoever has the task then, and never for what is done or was moved.

use super::{added, for_member, input, told};
use crate::leads::Cast;
use crate::work_off::work_off;
use chrono::TimeDelta;
use domain::jobs::{self, Registry};
use domain::tasks::{Remind, change, set_state};
use shared::notifications::NoticeKind;
use shared::tasks::{Task, TaskInput, TaskState};
use testkit::{World, on_both_databases};

/// A task that is due in so many hours from now, with a reminder so many minutes before.
async fn reminded(world: &World, by: &domain::Actor, hours: i64, minutes: &str) -> Task {
    let input = TaskInput { remind: minutes.into(), ..input("Call back", &local(world, by, hours).await) };
    added(world, by, &input).await
}

async fn local(world: &World, by: &domain::Actor, hours: i64) -> String {
    let zone = domain::organizations::get(&world.cx, by.org()).await.unwrap().time_zone;
    let zone: chrono_tz::Tz = zone.parse().unwrap();
    let at = world.cx.now() + TimeDelta::hours(hours);
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

/// Runs what is due, until nothing is left to do now.
async fn work(world: &World) {
    work_off(world, Registry::new().with::<Remind>()).await;
}

fn reminders(told: &[shared::notifications::Notification]) -> usize {
    told.iter().filter(|row| row.kind == NoticeKind::Reminder).count()
}

on_both_databases! {
    async fn a_reminder_comes_at_its_time_and_once(world: World) {
        let cast = Cast::of(&world).await;
        let task = reminded(&world, &cast.agent, 3, "60").await;
        work(&world).await;
        assert_eq!(told(&world, &cast.agent).await, []);
        world.clock.set(task.remind_at.unwrap());
        work(&world).await;
        let rows = told(&world, &cast.agent).await;
        assert_eq!((reminders(&rows), rows[0].subject.as_str(), &rows[0].actor), (1, "Call back", &None));
        let again = Remind { task: task.id };
        let (cx, actor) = (world.cx.clone(), cast.agent.clone());
        world
            .cx
            .write(move |tx| {
                Box::pin(async move {
                    let cause = jobs::Cause::of(&actor);
                    jobs::enqueue(&cx, tx, &cause, &again, &jobs::Options::default()).await
                })
            })
            .await
            .unwrap();
        work(&world).await;
        assert_eq!(told(&world, &cast.agent).await.len(), 1, "a job may run twice");
    }

    async fn another_time_is_reminded_of_anew(world: World) {
        let cast = Cast::of(&world).await;
        let task = reminded(&world, &cast.agent, 3, "0").await;
        let moved = TaskInput { remind: "0".into(), ..input("Call back", &local(&world, &cast.agent, 6).await) };
        let moved = change(&world.cx, &cast.agent, task.id, 1, &moved).await.unwrap();
        world.clock.set(task.due_at + TimeDelta::minutes(1));
        work(&world).await;
        assert_eq!(told(&world, &cast.agent).await, [], "the old time is not the time any more");
        world.clock.set(moved.due_at);
        work(&world).await;
        assert_eq!(reminders(&told(&world, &cast.agent).await), 1);
    }

    async fn nobody_is_reminded_of_what_is_done(world: World) {
        let cast = Cast::of(&world).await;
        let task = reminded(&world, &cast.agent, 3, "0").await;
        set_state(&world.cx, &cast.agent, task.id, 1, TaskState::Done).await.unwrap();
        world.clock.set(task.due_at);
        work(&world).await;
        assert_eq!(told(&world, &cast.agent).await, []);
    }

    async fn whoever_has_the_task_then_is_reminded(world: World) {
        let cast = Cast::of(&world).await;
        let task = reminded(&world, &cast.agent, 3, "0").await;
        let same = TaskInput { remind: "0".into(), ..input("Call back", &local(&world, &cast.agent, 3).await) };
        change(&world.cx, &cast.agent, task.id, 1, &for_member(&cast.owner, same)).await.unwrap();
        world.clock.set(task.due_at);
        work(&world).await;
        assert_eq!(reminders(&told(&world, &cast.agent).await), 0);
        let kinds: Vec<NoticeKind> = told(&world, &cast.owner).await.iter().map(|row| row.kind).collect();
        assert_eq!(kinds, [NoticeKind::Reminder, NoticeKind::TaskAssigned]);
    }
}
