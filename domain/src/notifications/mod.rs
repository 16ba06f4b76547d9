//! What members are told: pushed in the transaction of the change, read and ticked off by whom it is for.
//!
//! Open screens hear of it by the event of the change, as of everything else.

mod read;

pub use read::{list, mark_all_read, mark_read, unread};

use crate::actor::Actor;
use crate::bulk::{self, Conflict};
use crate::context::Context;
use crate::error::Result;
use entity::notifications;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use shared::notifications::{MAX_SUBJECT, NoticeKind};
use shared::{EventId, LeadId, MemberId};
use std::collections::BTreeSet;

/// What to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub lead: Option<LeadId>,
    /// In words: the title of a task, what was written. Cut to [`MAX_SUBJECT`] characters.
    pub subject: String,
    /// The event it is about. Of one event nobody is told the same twice.
    pub event: Option<EventId>,
}

/// Tells members, each once, and never whoever acts.
pub async fn push(
    cx: &Context,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    recipients: &[MemberId],
    notice: &Notice,
) -> Result<()> {
    bulk::insert(tx, rows(cx, actor, recipients, notice), Conflict::Keep).await
}

/// [`push`] for many notices, in few statements.
pub(crate) async fn push_all(
    cx: &Context,
    tx: &impl ConnectionTrait,
    notices: &[(Actor, Vec<MemberId>, Notice)],
) -> Result<()> {
    let rows = notices.iter().flat_map(|(actor, recipients, notice)| rows(cx, actor, recipients, notice));
    bulk::insert(tx, rows.collect(), Conflict::Keep).await
}

fn rows(
    cx: &Context,
    actor: &Actor,
    recipients: &[MemberId],
    notice: &Notice,
) -> Vec<notifications::ActiveModel> {
    let others: BTreeSet<MemberId> =
        recipients.iter().copied().filter(|member| actor.member_id() != Some(*member)).collect();
    let subject: String = notice.subject.chars().take(MAX_SUBJECT).collect();
    let event = notice.event.map_or_else(|| "-".to_owned(), |event| event.to_string());
    let key = format!("{} {event} {subject}", notice.kind.as_str());
    let now = cx.now();
    others
        .into_iter()
        .map(|member| notifications::ActiveModel {
            org_id: Set(actor.org().uuid()),
            id: Set(cx.new_id()),
            member_id: Set(member.uuid()),
            kind: Set(notice.kind.as_str().to_owned()),
            lead_id: Set(notice.lead.map(LeadId::uuid)),
            subject: Set(subject.clone()),
            event_id: Set(notice.event.map(EventId::uuid)),
            key: Set(key.clone()),
            actor_id: Set(actor.member_id().map(MemberId::uuid)),
            created_at: Set(now),
            read_at: Set(None),
        })
        .collect()
}
