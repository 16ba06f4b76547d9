//! A sample of every type of event, as a receiver would get it: for screens, and to hold the contract against.

use super::envelope;
use crate::actor::Actor;
use crate::error::Result;
use crate::events::{NewEvent, Subject};
use chrono::DateTime;
use shared::events::EventKind;
use shared::fields::Noun;
use shared::leads::{CallOutcome, Fact, LeadSource, LeadStatus};
use shared::roles::Role;
use shared::{
    ActivityId, ContactId, CustomFieldId, DraftId, FormId, ImportId, LeadId, MemberId, MergeId, OrgId,
    RequestId, SubmissionId, TaskId,
};
use uuid::Uuid;

/// 2026-08-04T11:22:00Z, in seconds.
const AT: i64 = 1_785_842_520;

/// The body of an invented event of this type; `None` when there is no such type or it never goes out.
pub fn sample(name: &str) -> Result<Option<String>> {
    let org = OrgId::from_uuid(id(1));
    let Some((subject, kind)) = invented(org).into_iter().find(|(_, kind)| kind.name() == name) else {
        return Ok(None);
    };
    let actor = Actor::system(org, RequestId::from_uuid(id(2)));
    let at = DateTime::from_timestamp(AT, 0).unwrap_or_default();
    envelope::body(&NewEvent { actor, subject, kind, at }).map(Some)
}

/// A UUIDv7 of [`AT`] that ends in `number`.
const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x019f_cc82_4fc0_7000_8000_0000_0000_0000 | number)
}

fn invented(org: OrgId) -> Vec<(Subject, EventKind)> {
    let lead = LeadId::from_uuid(id(3));
    let form = FormId::from_uuid(id(4));
    let draft = DraftId::from_uuid(id(5));
    let submission = SubmissionId::from_uuid(id(6));
    let member = MemberId::from_uuid(id(7));
    let activity = ActivityId::from_uuid(id(8));
    let field = CustomFieldId::from_uuid(id(9));
    let import = ImportId::from_uuid(id(10));
    let task = TaskId::from_uuid(id(11));
    let title = || "Send the offer".to_owned();
    let merge = MergeId::from_uuid(id(11));
    let (contact, joined) = (ContactId::from_uuid(id(12)), ContactId::from_uuid(id(13)));
    let other = LeadId::from_uuid(id(14));
    let about = [
        (
            Subject::Lead(lead),
            vec![
                EventKind::LeadCreated { source: LeadSource::Website, import: None },
                EventKind::LeadResubmitted { submission },
                EventKind::LeadStatusChanged {
                    from: LeadStatus::New,
                    to: LeadStatus::Contacted,
                    reason: None,
                    note: None,
                },
                EventKind::LeadAssigned {
                    from: None,
                    to: Some(member),
                    rule: Some("Texas in turns".to_owned()),
                },
                EventKind::LeadDeadlineMissed { owner: Some(member), tier: None },
                EventKind::LeadNoteAdded { activity },
                EventKind::LeadCallLogged { activity, outcome: CallOutcome::Reached },
                EventKind::LeadTagsChanged {
                    of: Noun::Lead,
                    added: vec!["Hot".to_owned()],
                    removed: Vec::new(),
                },
                EventKind::LeadFactsChanged { facts: vec![Fact::Phone, Fact::Asking] },
                EventKind::LeadFieldsChanged { of: Noun::Property, fields: vec![field] },
                EventKind::LeadImportAttached { import },
                EventKind::LeadImportDetached { import },
                EventKind::LeadRemoved { import },
                EventKind::LeadDeleted {},
                EventKind::LeadRestored {},
                EventKind::TaskCreated { task, title: title(), assignee: member },
                EventKind::TaskChanged { task, title: title(), assignee: member },
                EventKind::TaskCompleted { task, title: title() },
                EventKind::TaskReopened { task, title: title() },
                EventKind::TaskCancelled { task, title: title() },
                EventKind::LeadMerged { merge, contact, joined, into: None, took: vec![other] },
                EventKind::LeadSplit { merge, contact, joined, into: None, took: vec![other] },
            ],
        ),
        (
            Subject::Import(import),
            vec![
                EventKind::ImportStarted { name: "sellers.csv".to_owned(), rows: 1_204 },
                EventKind::ImportFinished {
                    name: "sellers.csv".to_owned(),
                    created: 1_044,
                    attached: 140,
                    skipped: 3,
                    refused: 17,
                },
                EventKind::ImportCancelled { name: "sellers.csv".to_owned(), rows: 512 },
                EventKind::ImportUndone {
                    name: "sellers.csv".to_owned(),
                    removed: 1_035,
                    restored: 140,
                    kept: 9,
                },
            ],
        ),
        (
            Subject::Draft(draft),
            vec![
                EventKind::FormStarted { form },
                EventKind::FormAbandoned { form, step: "contact".to_owned(), answered: 3 },
            ],
        ),
        (
            Subject::Submission(submission),
            vec![
                EventKind::FormSubmitted { form, submission, lead: Some(lead) },
                EventKind::SubmissionHeld { submission, reasons: vec!["too_fast".to_owned()] },
                EventKind::SubmissionAccepted { submission },
                EventKind::SubmissionRejected { submission },
            ],
        ),
        (
            Subject::Form(form),
            vec![
                EventKind::FormCreated {},
                EventKind::FormPublished { version: 2 },
                EventKind::FormSettingsChanged {},
            ],
        ),
        (
            Subject::Member(member),
            vec![
                EventKind::MemberJoined { member, role: Role::Agent },
                EventKind::MemberRoleChanged { member, from: Role::Agent, to: Role::Manager },
                EventKind::MemberRemoved { member },
            ],
        ),
        (
            Subject::Organization(org),
            vec![EventKind::OrganizationCreated { name: "Juniper Homes".to_owned() }],
        ),
    ];
    about
        .into_iter()
        .flat_map(|(subject, kinds)| kinds.into_iter().map(move |kind| (subject, kind)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhooks::contract;
    use serde_json::Value;
    use shared::events::PUBLIC;

    fn keys(object: &Value) -> Vec<&str> {
        let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn samples_are_what_the_contract_says() {
        let contract = contract().unwrap();
        for event in PUBLIC {
            let body: Value = serde_json::from_str(&sample(event.name).unwrap().expect(event.name)).unwrap();
            let schema = &contract[event.name]["properties"];
            assert_eq!(body["type"], schema["type"]["const"]);
            assert_eq!(keys(&body["data"]), keys(&schema["data"]["properties"]), "{}", event.name);
            let mut required: Vec<&str> =
                schema["data"]["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            required.sort_unstable();
            assert_eq!(keys(&body["data"]), required, "{}", event.name);
        }
        assert_eq!(sample("session.started").unwrap(), None);
        assert!(sample("lead.created").unwrap().unwrap().contains("2026-08-04T11:22:00.000000Z"));
    }
}
