//! The words of a timeline entry: who, what, and what was said with it. A pure function of the event.

use shared::contacts::Channel;
use shared::events::EventKind;
use shared::fields::Noun;
use shared::leads::{CallOutcome, Fact, LeadSource};
use shared::review::HoldReason;
use shared::timeline::{TimelineActor, TimelineEntry};
use ui::{Symbol, Tone, lucide};

/// An entry as it is read: "**actor** text", below it perhaps a line.
pub struct Words {
    pub icon: Symbol,
    pub tone: Tone,
    pub actor: String,
    pub text: String,
    /// A reason or remark in one line; what was written as a note stands in the entry's body instead.
    pub remark: Option<String>,
}

/// The words for one entry.
pub fn timeline_words(entry: &TimelineEntry) -> Words {
    let (icon, tone) = mark(&entry.event);
    let actor = match &entry.actor {
        TimelineActor::Member { name } | TimelineActor::Source { name } => name.clone(),
        TimelineActor::Visitor => "The seller".to_owned(),
        TimelineActor::Empire => "Empire".to_owned(),
    };
    Words { icon, tone, text: text(entry, &actor), remark: remark(&entry.event), actor }
}

fn mark(event: &EventKind) -> (Symbol, Tone) {
    match event {
        EventKind::LeadCreated { .. } => (lucide::LuUserPlus, Tone::Accent),
        EventKind::LeadImportAttached { .. } => (lucide::LuFileInput, Tone::Accent),
        EventKind::LeadImportDetached { .. } | EventKind::LeadRestored {} => (lucide::LuUndo2, Tone::Neutral),
        EventKind::FormSubmitted { .. } | EventKind::LeadResubmitted { .. } => {
            (lucide::LuFileInput, Tone::Accent)
        }
        EventKind::FormStarted { .. } | EventKind::FormAbandoned { .. } => (lucide::LuFilePen, Tone::Neutral),
        EventKind::SubmissionHeld { .. } | EventKind::SubmissionRejected { .. } => {
            (lucide::LuShieldAlert, Tone::Warning)
        }
        EventKind::SubmissionAccepted { .. } => (lucide::LuShieldCheck, Tone::Success),
        EventKind::LeadStatusChanged { .. } => (lucide::LuArrowRightLeft, Tone::Neutral),
        EventKind::LeadAssigned { .. } => (lucide::LuUserCheck, Tone::Neutral),
        EventKind::LeadDeadlineMissed { .. } => (lucide::LuAlarmClock, Tone::Warning),
        EventKind::LeadMerged { .. } => (lucide::LuMerge, Tone::Accent),
        EventKind::LeadSplit { .. } => (lucide::LuSplit, Tone::Neutral),
        EventKind::LeadDeleted {} => (lucide::LuTrash2, Tone::Neutral),
        EventKind::LeadNoteAdded { .. } => (lucide::LuNotebookPen, Tone::Neutral),
        EventKind::TaskCompleted { .. } => (lucide::LuCircleCheck, Tone::Success),
        EventKind::TaskReminded { .. } => (lucide::LuAlarmClock, Tone::Neutral),
        EventKind::TaskCreated { .. }
        | EventKind::TaskChanged { .. }
        | EventKind::TaskReopened { .. }
        | EventKind::TaskCancelled { .. } => (lucide::LuListChecks, Tone::Neutral),
        EventKind::LeadMessageDrafted { .. }
        | EventKind::LeadMessageDraftChanged { .. }
        | EventKind::LeadMessageDraftDiscarded { .. } => (lucide::LuMessageSquare, Tone::Neutral),
        EventKind::LeadTagsChanged { .. } => (lucide::LuTag, Tone::Neutral),
        EventKind::LeadFactsChanged { .. } | EventKind::LeadFieldsChanged { .. } => {
            (lucide::LuPencil, Tone::Neutral)
        }
        EventKind::LeadCallLogged { outcome, .. } => (lucide::LuPhone, outcome_tone(*outcome)),
        _ => (lucide::LuDot, Tone::Neutral),
    }
}

const fn message(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "an email",
        Channel::Sms => "a text message",
        Channel::Call => "a call",
    }
}

const fn outcome_tone(outcome: CallOutcome) -> Tone {
    match outcome {
        CallOutcome::Reached => Tone::Success,
        CallOutcome::Voicemail | CallOutcome::NoAnswer => Tone::Neutral,
        CallOutcome::WrongNumber => Tone::Warning,
    }
}

fn text(entry: &TimelineEntry, actor: &str) -> String {
    match &entry.event {
        EventKind::LeadCreated { source, import: Some(_) } => {
            format!("imported the lead, source {}", source.label())
        }
        EventKind::LeadCreated { source, import: None } => created(&entry.actor, *source),
        EventKind::LeadImportAttached { .. } => "imported more about the lead".to_owned(),
        EventKind::LeadImportDetached { .. } => "took an import back".to_owned(),
        EventKind::FormStarted { .. } => "began the form".to_owned(),
        EventKind::FormAbandoned { answered, .. } => match answered {
            0 => "left the form without an answer".to_owned(),
            1 => "left the form after 1 answer".to_owned(),
            more => format!("left the form after {more} answers"),
        },
        EventKind::FormSubmitted { .. } if is_source(&entry.actor) => "sent what the seller said".to_owned(),
        EventKind::LeadResubmitted { .. } if is_source(&entry.actor) => {
            "sent the same seller again".to_owned()
        }
        EventKind::FormSubmitted { .. } => "sent the form".to_owned(),
        EventKind::LeadResubmitted { .. } => "sent the form again".to_owned(),
        EventKind::SubmissionHeld { .. } => "held the submission for review".to_owned(),
        EventKind::SubmissionAccepted { .. } => "accepted the submission".to_owned(),
        EventKind::SubmissionRejected { .. } => "rejected the submission".to_owned(),
        EventKind::LeadStatusChanged { from, to, .. } => {
            format!("changed the status from {} to {}", from.label(), to.label())
        }
        EventKind::LeadAssigned { from, to, .. } => {
            assigned(from.is_some(), to.is_some(), &entry.names, actor)
        }
        EventKind::LeadDeadlineMissed { .. } => "saw no answer by the deadline".to_owned(),
        EventKind::LeadMerged { into, took, .. } => merged(into.is_some(), took.len()),
        EventKind::LeadSplit { into, took, .. } => split(into.is_some(), took.len()),
        EventKind::LeadDeleted {} => "deleted the lead".to_owned(),
        EventKind::LeadRestored {} => "restored the lead".to_owned(),
        EventKind::LeadNoteAdded { .. } => "wrote a note".to_owned(),
        EventKind::TaskCreated { .. } => match entry.names.first().filter(|name| *name != actor) {
            Some(name) => format!("gave {name} a task"),
            None => "added a task".to_owned(),
        },
        EventKind::LeadMessageDrafted { channel, .. } => format!("drafted {}", message(*channel)),
        EventKind::LeadMessageDraftChanged { channel, .. } => {
            format!("changed the draft of {}", message(*channel))
        }
        EventKind::LeadMessageDraftDiscarded { channel, .. } => {
            format!("discarded the draft of {}", message(*channel))
        }
        EventKind::TaskChanged { .. } => "changed a task".to_owned(),
        EventKind::TaskCompleted { .. } => "completed a task".to_owned(),
        EventKind::TaskReopened { .. } => "reopened a task".to_owned(),
        EventKind::TaskCancelled { .. } => "cancelled a task".to_owned(),
        EventKind::TaskReminded { .. } => "reminded of a task".to_owned(),
        EventKind::LeadTagsChanged { of, added, removed } => tags(*of, added, removed),
        EventKind::LeadFactsChanged { facts } => format!("changed {}", said_together(facts)),
        EventKind::LeadFieldsChanged { of, fields } => match (of, fields.len()) {
            (Noun::Lead, 1) => "changed a field".to_owned(),
            (Noun::Lead, more) => format!("changed {more} fields"),
            (Noun::Contact, _) => "changed fields of the contact".to_owned(),
            (Noun::Property, _) => "changed fields of the property".to_owned(),
        },
        EventKind::LeadCallLogged { outcome, .. } => match outcome {
            CallOutcome::Reached => "called and reached the seller".to_owned(),
            CallOutcome::Voicemail => "called and left a voicemail".to_owned(),
            CallOutcome::NoAnswer => "called, no answer".to_owned(),
            CallOutcome::WrongNumber => "called, wrong number".to_owned(),
        },
        // what happens to the organization and its forms has no place on a lead; should it ever come, its plain name
        other => other.name().replace(['.', '_'], " "),
    }
}

/// "the phone, the address and the asking price".
fn said_together(facts: &[Fact]) -> String {
    let named: Vec<String> = facts.iter().map(|fact| format!("the {}", fact.noun())).collect();
    match named.as_slice() {
        [] => "what is known".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn merged(went: bool, took: usize) -> String {
    match (went, took) {
        (true, _) => "merged the lead into another one".to_owned(),
        (false, 0) => "merged the person with another record".to_owned(),
        (false, 1) => "merged another lead into this one".to_owned(),
        (false, more) => format!("merged {more} leads into this one"),
    }
}

fn split(went: bool, took: usize) -> String {
    match (went, took) {
        (true, _) => "split the lead from the one it was merged into".to_owned(),
        (false, 0) => "split the person from another record again".to_owned(),
        (false, _) => "split off again what was merged into this lead".to_owned(),
    }
}

/// "added the tags Hot and Probate, removed the tag Cold".
fn tags(of: Noun, added: &[String], removed: &[String]) -> String {
    let part = |verb: &str, names: &[String]| match names {
        [] => None,
        [one] => Some(format!("{verb} the tag {one}")),
        [first @ .., last] => Some(format!("{verb} the tags {} and {last}", first.join(", "))),
    };
    let parts: Vec<String> = [part("added", added), part("removed", removed)].into_iter().flatten().collect();
    let whose = match of {
        Noun::Lead => "",
        Noun::Contact => " of the contact",
        Noun::Property => " of the property",
    };
    format!("{}{whose}", parts.join(", "))
}

const fn is_source(actor: &TimelineActor) -> bool {
    matches!(actor, TimelineActor::Source { .. })
}

fn created(actor: &TimelineActor, source: LeadSource) -> String {
    match (actor, source) {
        (TimelineActor::Member { .. }, LeadSource::Manual) => "added the lead by hand".to_owned(),
        (TimelineActor::Member { .. }, source) => format!("added the lead, source {}", source.label()),
        (TimelineActor::Visitor, source) => format!("came from {}", source.label()),
        (TimelineActor::Source { .. }, source) => format!("sent the lead, source {}", source.label()),
        (TimelineActor::Empire, source) => format!("made the lead, source {}", source.label()),
    }
}

/// `names` holds those of the members the event mentions, the former owner before the new one.
fn assigned(had_owner: bool, has_owner: bool, names: &[String], actor: &str) -> String {
    let somebody = || "a former member".to_owned();
    let before = had_owner.then(|| names.first().cloned().unwrap_or_else(somebody));
    let after = has_owner.then(|| names.get(usize::from(had_owner)).cloned().unwrap_or_else(somebody));
    match (before, after) {
        (None, Some(after)) if after == actor => "took the lead".to_owned(),
        (Some(before), Some(after)) if after == actor => format!("took the lead over from {before}"),
        (None, Some(after)) => format!("assigned {after}"),
        (Some(before), Some(after)) => format!("assigned {after} instead of {before}"),
        (Some(before), None) if before == actor => "gave the lead back".to_owned(),
        (Some(before), None) => format!("took the lead from {before}"),
        (None, None) => "left the lead without an owner".to_owned(),
    }
}

fn remark(event: &EventKind) -> Option<String> {
    match event {
        EventKind::LeadStatusChanged { reason, note, .. } => match (reason, note) {
            (Some(reason), Some(note)) => Some(format!("{}. {note}", reason.label())),
            (Some(reason), None) => Some(reason.label().to_owned()),
            (None, note) => note.clone(),
        },
        EventKind::TaskCreated { title, .. }
        | EventKind::TaskChanged { title, .. }
        | EventKind::TaskCompleted { title, .. }
        | EventKind::TaskReopened { title, .. }
        | EventKind::TaskCancelled { title, .. }
        | EventKind::TaskReminded { title, .. } => Some(title.clone()),
        EventKind::LeadAssigned { rule: Some(rule), .. } => Some(format!("By the rule {rule}")),
        EventKind::LeadDeadlineMissed { tier: Some(tier), .. } => Some(format!("Tier {tier}")),
        EventKind::SubmissionHeld { reasons, .. } => {
            let words: Vec<&str> = reasons
                .iter()
                .filter_map(|word| HoldReason::from_word(word))
                .map(HoldReason::label)
                .collect();
            (!words.is_empty()).then(|| words.join(". "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::{entry, member_id};
    use shared::leads::{DeadReason, LeadStatus};

    fn read(event: EventKind, actor: TimelineActor, names: &[&str]) -> String {
        let entry = TimelineEntry {
            actor,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            ..entry(1, event)
        };
        let words = timeline_words(&entry);
        format!(
            "{} {}{}",
            words.actor,
            words.text,
            words.remark.map(|r| format!(" | {r}")).unwrap_or_default()
        )
    }

    fn dana() -> TimelineActor {
        TimelineActor::Member { name: "Dana Whitfield".into() }
    }

    fn northbeam() -> TimelineActor {
        TimelineActor::Source { name: "Northbeam listings".into() }
    }

    #[test]
    fn assignments_name_who_had_and_who_has_it() {
        let (one, two) = (Some(member_id(1)), Some(member_id(2)));
        for (from, to, names, words) in [
            (None, two, &["Priya Raman"][..], "assigned Priya Raman"),
            (None, two, &["Dana Whitfield"], "took the lead"),
            (one, two, &["Priya Raman", "Marcus Bell"], "assigned Marcus Bell instead of Priya Raman"),
            (one, two, &["Priya Raman", "Dana Whitfield"], "took the lead over from Priya Raman"),
            (one, None, &["Priya Raman"], "took the lead from Priya Raman"),
            (one, None, &["Dana Whitfield"], "gave the lead back"),
            (one, two, &[], "assigned a former member instead of a former member"),
        ] {
            let event = EventKind::LeadAssigned { from, to, rule: None };
            assert_eq!(read(event, dana(), names), format!("Dana Whitfield {words}"));
        }
        let by_rule = EventKind::LeadAssigned { from: None, to: two, rule: Some("Ads in Austin".into()) };
        assert_eq!(
            read(by_rule, TimelineActor::Empire, &["Priya Raman"]),
            "Empire assigned Priya Raman | By the rule Ads in Austin"
        );
        let missed = EventKind::LeadDeadlineMissed { owner: two, tier: Some("Quick".into()) };
        assert_eq!(
            read(missed, TimelineActor::Empire, &[]),
            "Empire saw no answer by the deadline | Tier Quick"
        );
    }

    #[test]
    fn a_task_for_somebody_else_names_them() {
        let task = "task_00000000000000000000000001".parse().unwrap();
        let given = || EventKind::TaskCreated { task, title: "Call".into(), assignee: member_id(2) };
        assert_eq!(read(given(), dana(), &["Priya Raman"]), "Dana Whitfield gave Priya Raman a task | Call");
        assert_eq!(read(given(), dana(), &["Dana Whitfield"]), "Dana Whitfield added a task | Call");
    }

    #[test]
    fn a_merge_says_which_way_it_went() {
        for (went, took, words) in [
            (true, 0, "merged the lead into another one"),
            (false, 0, "merged the person with another record"),
            (false, 1, "merged another lead into this one"),
            (false, 2, "merged 2 leads into this one"),
        ] {
            assert_eq!(merged(went, took), words);
        }
        assert_eq!(split(true, 0), "split the lead from the one it was merged into");
        assert_eq!(split(false, 1), "split off again what was merged into this lead");
    }

    #[test]
    fn a_status_change_says_from_where_to_where_and_why() {
        let change = |reason, note: Option<&str>| EventKind::LeadStatusChanged {
            from: LeadStatus::Contacted,
            to: LeadStatus::Dead,
            reason,
            note: note.map(str::to_owned),
        };
        let said = "Dana Whitfield changed the status from Contacted to Dead";
        assert_eq!(read(change(None, None), dana(), &[]), said);
        assert_eq!(
            read(change(Some(DeadReason::PriceGap), None), dana(), &[]),
            format!("{said} | Wants more than it is worth to us")
        );
        assert_eq!(
            read(change(Some(DeadReason::Other), Some("Moved to Peru")), dana(), &[]),
            format!("{said} | Something else. Moved to Peru")
        );
    }

    #[test]
    fn everything_that_happens_to_a_lead_has_words() {
        let submission = "sub_00000000000000000000000001".parse().unwrap();
        let form = "form_00000000000000000000000001".parse().unwrap();
        let import = "imp_00000000000000000000000001".parse().unwrap();
        let activity = "act_00000000000000000000000001".parse().unwrap();
        let task = "task_00000000000000000000000001".parse().unwrap();
        for (event, actor, words) in [
            (
                EventKind::LeadCreated { source: LeadSource::GoogleAds, import: None },
                TimelineActor::Visitor,
                "The seller came from Google Ads",
            ),
            (
                EventKind::LeadCreated { source: LeadSource::Manual, import: None },
                dana(),
                "Dana Whitfield added the lead by hand",
            ),
            (
                EventKind::FormSubmitted { form, submission, lead: None },
                TimelineActor::Visitor,
                "The seller sent the form",
            ),
            (
                EventKind::LeadResubmitted { submission },
                TimelineActor::Visitor,
                "The seller sent the form again",
            ),
            (
                EventKind::FormAbandoned { form, step: "contact".into(), answered: 3 },
                TimelineActor::Visitor,
                "The seller left the form after 3 answers",
            ),
            (
                EventKind::SubmissionHeld { submission, reasons: vec!["too_fast".into(), "new_word".into()] },
                TimelineActor::Empire,
                "Empire held the submission for review | Sent faster than a person can type",
            ),
            (
                EventKind::LeadCreated { source: LeadSource::Referral, import: None },
                northbeam(),
                "Northbeam listings sent the lead, source Referral",
            ),
            (
                EventKind::FormSubmitted { form, submission, lead: None },
                northbeam(),
                "Northbeam listings sent what the seller said",
            ),
            (
                EventKind::LeadResubmitted { submission },
                northbeam(),
                "Northbeam listings sent the same seller again",
            ),
            (
                EventKind::LeadCreated { source: LeadSource::DirectMail, import: Some(import) },
                dana(),
                "Dana Whitfield imported the lead, source Direct mail",
            ),
            (EventKind::LeadImportAttached { import }, dana(), "Dana Whitfield imported more about the lead"),
            (EventKind::LeadImportDetached { import }, dana(), "Dana Whitfield took an import back"),
            (EventKind::SubmissionAccepted { submission }, dana(), "Dana Whitfield accepted the submission"),
            (EventKind::LeadNoteAdded { activity }, dana(), "Dana Whitfield wrote a note"),
            (
                EventKind::TaskCompleted { task, title: "Send the offer".into() },
                dana(),
                "Dana Whitfield completed a task | Send the offer",
            ),
            (
                EventKind::TaskReminded { task, title: "Send the offer".into() },
                TimelineActor::Empire,
                "Empire reminded of a task | Send the offer",
            ),
            (
                EventKind::LeadCallLogged { activity, outcome: CallOutcome::NoAnswer },
                dana(),
                "Dana Whitfield called, no answer",
            ),
            (
                EventKind::LeadFactsChanged { facts: vec![Fact::Phone, Fact::Address, Fact::Asking] },
                dana(),
                "Dana Whitfield changed the phone, the address and the asking price",
            ),
            (
                EventKind::LeadFactsChanged { facts: vec![Fact::Name] },
                dana(),
                "Dana Whitfield changed the name",
            ),
            (EventKind::InvitationRevoked {}, dana(), "Dana Whitfield invitation revoked"),
        ] {
            assert_eq!(read(event, actor, &[]), words);
        }
    }
}
