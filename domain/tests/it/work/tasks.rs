//! Tasks: added once, changed by version, ticked off and taken up again, handed over, and in order on the agenda.

use super::{added, for_lead, for_member, input, is_conflict, is_forbidden, is_missing, told};
use crate::leads::{Cast, id_of, path, store};
use domain::tasks::{add, agenda, change, due_today, of_lead, set_state};
use shared::tasks::{TaskInput, TaskKind, TaskState, Whose};
use testkit::{World, on_both_databases};

fn titles(tasks: &[shared::tasks::Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.title.as_str()).collect()
}

on_both_databases! {
    async fn a_task_is_added_once_and_told_on_its_lead(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let input = for_lead(lead, input("Send the offer", "2030-06-03T09:30"));
        let task = added(&world, &cast.agent, &input).await;
        assert_eq!(task.lead.as_ref().map(|lead| lead.name.as_str()), Some("Henrik"));
        assert_eq!((task.assignee.id, task.state, task.version), (id_of(&cast.agent), TaskState::Open, 1));
        assert_eq!(added(&world, &cast.agent, &input).await, task, "the key counts once");
        assert_eq!(titles(&of_lead(&world.cx, &cast.viewer, lead).await.unwrap()), ["Send the offer"]);
        assert_eq!(world.event_names(cast.owner.org()).await, ["task.created"]);
        let page = domain::leads::timeline(&world.cx, &cast.viewer, lead, None).await.unwrap();
        assert_eq!(page.entries[0].names, ["Test Agent"]);
        assert_eq!(told(&world, &cast.agent).await, [], "nobody tells themselves");
    }

    async fn a_meeting_has_a_place_until_it_is_none(world: World) {
        let cast = Cast::of(&world).await;
        let words = input("Walk through", "2030-06-03T09:30");
        let meeting = TaskInput { kind: "meeting".into(), place: "12 Oak St".into(), ..words.clone() };
        let task = added(&world, &cast.agent, &meeting).await;
        assert_eq!((task.kind, task.place.as_str()), (TaskKind::Meeting, "12 Oak St"));
        let task = change(&world.cx, &cast.agent, task.id, 1, &TaskInput { place: "12 Oak St".into(), ..words })
            .await
            .unwrap();
        assert_eq!((task.kind, task.place.as_str()), (TaskKind::ToDo, ""));
    }

    async fn the_clock_is_that_of_the_organization(world: World) {
        let cast = Cast::of(&world).await;
        let task = added(&world, &cast.agent, &input("Call", "2030-06-03T09:30")).await;
        let zone = domain::organizations::get(&world.cx, cast.owner.org()).await.unwrap().time_zone;
        let zone: chrono_tz::Tz = zone.parse().unwrap();
        assert_eq!(task.due_at.with_timezone(&zone).format("%H:%M").to_string(), "09:30");
    }

    async fn who_may_not_work_and_who_is_a_stranger(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let wanted = for_lead(lead, input("Send the offer", "2030-06-03T09:30"));
        assert!(is_forbidden(&add(&world.cx, &cast.viewer, &wanted).await));
        assert!(is_missing(&add(&world.cx, &cast.stranger, &wanted).await));
        let task = added(&world, &cast.agent, &wanted).await;
        let (id, done) = (task.id, TaskState::Done);
        assert!(is_forbidden(&set_state(&world.cx, &cast.viewer, id, 1, done).await));
        assert!(is_missing(&set_state(&world.cx, &cast.stranger, id, 1, done).await));
        assert!(is_missing(&change(&world.cx, &cast.stranger, id, 1, &input("x", "2030-06-03T09:30")).await));
        assert!(is_missing(&of_lead(&world.cx, &cast.stranger, lead).await));
        let given = for_member(&cast.stranger, input("y", "2030-06-03T09:30"));
        assert!(is_missing(&add(&world.cx, &cast.agent, &given).await));
        assert!(is_forbidden(&agenda(&world.cx, &cast.agent, Whose::Everybody, None).await));
        assert!(is_forbidden(&agenda(&world.cx, &cast.agent, Whose::Of(id_of(&cast.owner)), None).await));
        assert!(is_missing(&agenda(&world.cx, &cast.owner, Whose::Of(id_of(&cast.stranger)), None).await));
        assert!(is_missing(&agenda(&world.cx, &cast.stranger, Whose::Mine, Some(id)).await));
        assert_eq!(agenda(&world.cx, &cast.stranger, Whose::Everybody, None).await.unwrap().tasks, []);
    }

    async fn bad_input_is_said_at_its_field(world: World) {
        let cast = Cast::of(&world).await;
        let good = || input("Call", "2030-06-03T09:30");
        for (wrong, at) in [
            (TaskInput { title: String::new(), ..good() }, "title"),
            (TaskInput { due: "soon".into(), ..good() }, "due"),
            (TaskInput { remind: "7".into(), ..good() }, "remind"),
            (for_member(&cast.viewer, good()), "assignee"),
        ] {
            assert_eq!(path(add(&world.cx, &cast.agent, &wrong).await), at);
        }
    }

    async fn two_people_change_one_task(world: World) {
        let cast = Cast::of(&world).await;
        let task = added(&world, &cast.agent, &input("Call", "2030-06-03T09:30")).await;
        let words = |title: &str| input(title, "2030-06-04T10:00");
        let theirs = change(&world.cx, &cast.owner, task.id, 1, &for_member(&cast.agent, words("Call at ten"))).await;
        assert_eq!(theirs.unwrap().version, 2);
        assert!(is_conflict(&change(&world.cx, &cast.agent, task.id, 1, &words("Call at six")).await));
        assert!(is_conflict(&set_state(&world.cx, &cast.agent, task.id, 1, TaskState::Done).await));
        let done = set_state(&world.cx, &cast.agent, task.id, 2, TaskState::Done).await.unwrap();
        assert_eq!((done.title.as_str(), done.done_at), ("Call at ten", Some(world.cx.now())));
        let again = set_state(&world.cx, &cast.owner, task.id, 2, TaskState::Done).await.unwrap();
        assert_eq!(again, done, "what is done is done, whoever asks");
        assert!(is_conflict(&change(&world.cx, &cast.agent, task.id, 3, &words("x")).await));
        let open = set_state(&world.cx, &cast.agent, task.id, 3, TaskState::Open).await.unwrap();
        assert_eq!((open.state, open.done_at, open.version), (TaskState::Open, None, 4));
        set_state(&world.cx, &cast.agent, task.id, 4, TaskState::Cancelled).await.unwrap();
        let told = ["created", "changed", "completed", "reopened", "cancelled"].map(|verb| format!("task.{verb}"));
        assert_eq!(world.event_names(cast.owner.org()).await, told);
    }

    async fn the_agenda_is_in_order_and_in_slices(world: World) {
        let cast = Cast::of(&world).await;
        let mut wanted = Vec::new();
        for number in 0..130 {
            // two of each minute, so that a slice ends between equals
            let title = format!("Task {number:03}");
            let due = format!("2030-06-03T09:{:02}", number / 2 % 60);
            wanted.push((number / 2 % 60, added(&world, &cast.agent, &input(&title, &due)).await.id));
        }
        added(&world, &cast.owner, &input("Not mine", "2030-06-03T09:10")).await;
        wanted.sort_unstable();
        let (mut seen, mut sizes, mut later) = (Vec::new(), Vec::new(), None);
        loop {
            let slice = agenda(&world.cx, &cast.agent, Whose::Mine, later).await.unwrap();
            sizes.push(slice.tasks.len());
            seen.extend(slice.tasks.iter().map(|task| task.id));
            later = slice.later;
            if later.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [100, 30]);
        assert_eq!(seen, wanted.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        let all = agenda(&world.cx, &cast.owner, Whose::Everybody, None).await.unwrap();
        assert!(all.tasks.iter().any(|task| task.title == "Not mine") && all.later.is_some());
        let hers = agenda(&world.cx, &cast.owner, Whose::Of(id_of(&cast.agent)), None).await.unwrap();
        assert!(hers.tasks.iter().all(|task| task.assignee.id == id_of(&cast.agent)));
    }

    async fn today_holds_what_is_late_and_ends_at_midnight(world: World) {
        let cast = Cast::of(&world).await;
        let zone = domain::organizations::get(&world.cx, cast.owner.org()).await.unwrap().time_zone;
        let zone: chrono_tz::Tz = zone.parse().unwrap();
        let today = world.cx.now().with_timezone(&zone).date_naive();
        let tomorrow = today.succ_opt().unwrap();
        for (title, day, time) in [
            ("Late", today.pred_opt().unwrap(), "09:00"),
            ("Tonight", today, "23:59"),
            ("At midnight", tomorrow, "00:00"),
        ] {
            added(&world, &cast.agent, &input(title, &format!("{day}T{time}"))).await;
        }
        let (tasks, count) = due_today(&world.cx, &cast.agent).await.unwrap();
        assert_eq!((titles(&tasks), count), (vec!["Late", "Tonight"], 2));
    }

    async fn whoever_removes_a_member_takes_over_what_is_open(world: World) {
        let cast = Cast::of(&world).await;
        let open = added(&world, &cast.agent, &input("Call", "2030-06-03T09:30")).await;
        let done = added(&world, &cast.agent, &input("Write", "2030-06-03T09:30")).await;
        set_state(&world.cx, &cast.agent, done.id, 1, TaskState::Done).await.unwrap();
        domain::members::remove(&world.cx, &cast.owner, id_of(&cast.agent)).await.unwrap();
        let mine = agenda(&world.cx, &cast.owner, Whose::Mine, None).await.unwrap();
        assert_eq!(mine.tasks.iter().map(|task| (task.id, task.version)).collect::<Vec<_>>(), [(open.id, 2)]);
        let events = world.event_names(cast.owner.org()).await;
        assert_eq!(events.iter().filter(|name| *name == "task.changed").count(), 1);
    }
}
