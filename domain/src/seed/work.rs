//! What is to be done in the demo business: tasks that are late, due today and later, and notes that name colleagues, so
//! that the agenda, the bell and the pages of leads have something to show.

use super::team::Team;
use super::time::SteppedClock;
use crate::actor::Actor;
use crate::context::Context;
use crate::days;
use crate::error::Result;
use crate::{leads, messages, notifications, tasks};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use entity::leads as rows;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use shared::LeadId;
use shared::contacts::Channel;
use shared::leads::{ActivityInput, LeadStatus};
use shared::messages::MessageInput;
use shared::tasks::{TaskInput, TaskState};

/// Leads that there is something to do about.
const LEADS: u64 = 15;

/// What, how many days from today, and at which hour.
const TASKS: [(&str, i64, u32); 15] = [
    ("Call about the photos of the roof", -2, 10),
    ("Send the cash offer", -1, 16),
    ("Ask the county for the unpaid taxes", 0, 9),
    ("Walk through the house", 0, 14),
    ("Call back after work", 0, 18),
    ("Check who else is on the deed", 0, 20),
    ("Get a second quote for the foundation", 1, 11),
    ("Meet the brother who owns half", 1, 15),
    ("Send three sales from the same street", 2, 10),
    ("Ask the title company about the lien", 3, 9),
    ("Follow up on the offer", 4, 17),
    ("Call the tenant about the lease", 5, 12),
    ("Ask whether probate is through", 9, 10),
    ("Check in before the school year ends", 20, 10),
    ("Say hello, they wanted to wait a season", 45, 11),
];

/// Notes that name somebody.
const NOTES: [&str; 3] = [
    "@Dana Whitfield she wants an answer on the close date by tomorrow. Can we do 21 days?",
    "@Priya you spoke Spanish with his mother, could you take the next call?",
    "@Dana Whitfield @Marcus Bell the neighbour says the back fence stands on our side. Worth a survey?",
];

/// Messages that wait: channel, subject, body.
const MESSAGES: [(Channel, &str, &str); 2] = [
    (
        Channel::Sms,
        "",
        "Thank you for your time today. I will send the numbers we talked about by Thursday noon.",
    ),
    (
        Channel::Email,
        "What we would pay, and how we got there",
        "Here are the three sales on your street that we looked at, and what the roof would cost.\n\nCould we \
         talk on Friday morning?",
    ),
];

/// Gives everybody their tasks and writes the notes, during the last hours before now.
pub(super) async fn live(cx: &Context, clock: &SteppedClock, team: &Team, now: DateTime<Utc>) -> Result<()> {
    let Some(owner) = team.leaders.first() else { return Ok(()) };
    let found: Vec<rows::Model> = rows::Entity::find()
        .filter(rows::Column::OrgId.eq(owner.org().uuid()))
        .filter(rows::Column::Status.is_in(
            [LeadStatus::Contacted, LeadStatus::Qualified, LeadStatus::Nurturing].map(LeadStatus::as_str),
        ))
        .order_by_desc(rows::Column::Seq)
        .limit(LEADS)
        .all(cx.db().read())
        .await?;
    // Six months of given leads were read long ago.
    for member in team.leaders.iter().chain(&team.agents) {
        notifications::mark_all_read(cx, member).await?;
    }
    let zone = days::zone_of(cx.db().read(), owner.org()).await?;
    let today = days::day_of(zone, now);
    for (index, ((title, in_days, hour), lead)) in TASKS.into_iter().zip(&found).enumerate() {
        clock.set(now - Duration::minutes(400 - 20 * i64::try_from(index).unwrap_or_default()));
        let day = today + Duration::days(in_days);
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        // Every second one is Dana's own, so that her agenda is worth a look; half of those came from Marcus.
        let (by, to) = hands(team, owner, index);
        let input = TaskInput {
            lead: LeadId::from_uuid(lead.id).to_string(),
            kind: if title.starts_with("Meet") { "meeting" } else { "" }.to_owned(),
            title: title.to_owned(),
            place: if title.starts_with("Meet") { "Their kitchen table" } else { "" }.to_owned(),
            due: day.and_time(time).format("%Y-%m-%dT%H:%M").to_string(),
            remind: if in_days > 0 { "60".to_owned() } else { String::new() },
            assignee: to.member_id().map(|member| member.to_string()).unwrap_or_default(),
            key: format!("demo-task-{index}"),
            ..TaskInput::default()
        };
        let task = tasks::add(cx, by, &input).await?;
        if index % 5 == 3 {
            tasks::set_state(cx, to, task.id, task.version, TaskState::Done).await?;
        }
    }
    for (index, (body, lead)) in NOTES.into_iter().zip(found.iter().rev()).enumerate() {
        clock.set(now - Duration::minutes(55 - 20 * i64::try_from(index).unwrap_or_default()));
        let Some(by) = team.agents.get(index % team.agents.len().max(1)) else { continue };
        let input = ActivityInput {
            kind: "note".to_owned(),
            outcome: String::new(),
            body: body.to_owned(),
            key: format!("demo-mention-{index}"),
        };
        leads::log_activity(cx, by, LeadId::from_uuid(lead.id), &input).await?;
    }
    for (index, (channel, subject, body)) in MESSAGES.into_iter().enumerate() {
        clock.set(now - Duration::minutes(45 - 10 * i64::try_from(index).unwrap_or_default()));
        let (Some(by), Some(lead)) = (team.agents.get(index % team.agents.len().max(1)), found.get(index))
        else {
            continue;
        };
        let input = MessageInput {
            lead: LeadId::from_uuid(lead.id).to_string(),
            channel: channel.as_str().to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            key: format!("demo-message-{index}"),
        };
        messages::write(cx, by, &input).await?;
    }
    clock.set(now);
    Ok(())
}

/// Who gives a task to whom.
fn hands<'a>(team: &'a Team, owner: &'a Actor, index: usize) -> (&'a Actor, &'a Actor) {
    let manager = team.leaders.last().unwrap_or(owner);
    let agent = team.agents.get(index / 2 % team.agents.len().max(1)).unwrap_or(owner);
    match index % 4 {
        0 => (manager, owner),
        2 => (owner, owner),
        1 => (manager, agent),
        _ => (agent, agent),
    }
}
