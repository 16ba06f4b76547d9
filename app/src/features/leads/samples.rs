//! Leads and timeline entries for the tests of these screens.

use chrono::{DateTime, TimeDelta, Utc};
use shared::contacts::Contact;
use shared::duty::LeadDuty;
use shared::events::EventKind;
use shared::leads::{Lead, LeadMarks, LeadSource, LeadStatus, LeadSummary, OwnerRef};
use shared::timeline::{TimelineActor, TimelineEntry};
use shared::{EventId, LeadId, MemberId, Money};
use std::str::FromStr;

/// Tue 4 Aug 2026, 11:22 UTC.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_785_842_520_000).unwrap()
}

fn id<T: FromStr<Err: std::fmt::Debug>>(prefix: &str, number: u32) -> T {
    format!("{prefix}_{number:026}").parse().unwrap()
}

pub(crate) fn lead_id(number: u32) -> LeadId {
    id("lead", number)
}

pub(crate) fn member_id(number: u32) -> MemberId {
    id("mem", number)
}

/// Lead `number` came in `number` minutes ago; the higher the number, the older.
pub(crate) fn summary(number: u32) -> LeadSummary {
    let created_at = now() - TimeDelta::minutes(i64::from(number));
    LeadSummary {
        id: lead_id(number),
        name: format!("Henrik Sandoval {number}"),
        place: Some("917 Tillery St, Austin".into()),
        phone: shared::phone::Phone::parse("512 555 0148").ok(),
        status: LeadStatus::New,
        source: LeadSource::GoogleAds,
        owner: Some(OwnerRef { id: member_id(1), name: "Priya Raman".into() }),
        asking: Some(Money::usd(54_000_000)),
        created_at,
        respond_by: Some(created_at + TimeDelta::minutes(15)),
        first_response_at: None,
        last_activity_at: created_at,
        version: 1,
        columns: Vec::new(),
    }
}

/// Entry `number` happened `number` minutes ago.
pub(crate) fn entry(number: u32, event: EventKind) -> TimelineEntry {
    TimelineEntry {
        id: id::<EventId>("evt", number),
        at: now() - TimeDelta::minutes(i64::from(number)),
        actor: TimelineActor::Member { name: "Dana Whitfield".into() },
        event,
        body: None,
        answers: Vec::new(),
        names: Vec::new(),
    }
}

/// Lead `number` with its person, its house, and nothing else known.
pub(crate) fn lead(number: u32) -> Lead {
    let summary = summary(number);
    Lead {
        contact: Contact {
            id: id("con", number),
            name: summary.name.clone(),
            emails: Vec::new(),
            phones: summary.phone.clone().into_iter().collect(),
            do_not_contact: false,
            consents: Vec::new(),
        },
        property: None,
        situation: None,
        timing: None,
        message: None,
        dead_reason: None,
        status_note: None,
        touches: Vec::new(),
        related: Vec::new(),
        marks: LeadMarks::default(),
        duty: LeadDuty::default(),
        twins: Vec::new(),
        summary,
    }
}
