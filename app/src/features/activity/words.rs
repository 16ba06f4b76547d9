//! The words of a feed's entry. What happens to a lead reads as on its timeline; what happens to anything else is put into
//! words here.

use crate::features::leads::timeline_words::{Words, timeline_words};
use shared::events::EventKind as E;
use shared::fields::Noun;
use shared::timeline::TimelineEntry;
use ui::{Symbol, Tone, lucide};

/// The words for one entry.
pub(super) fn feed_words(entry: &TimelineEntry) -> Words {
    let words = timeline_words(entry);
    // Empire notices that somebody left; it is not who left.
    let words = match entry.event {
        E::FormStarted { .. } | E::FormAbandoned { .. } => Words { actor: "A visitor".to_owned(), ..words },
        _ => words,
    };
    match told(entry, &words.actor) {
        Some((icon, text)) => Words { icon, tone: Tone::Neutral, text, ..words },
        None => words,
    }
}

/// Icon and text of what is not about a lead.
fn told(entry: &TimelineEntry, actor: &str) -> Option<(Symbol, String)> {
    let whom = || entry.names.first().cloned().unwrap_or_else(|| "somebody".to_owned());
    let members = lucide::LuUsersRound;
    Some(match &entry.event {
        E::OrganizationCreated { .. } => (lucide::LuHousePlus, "founded the organization".to_owned()),
        E::MemberJoined { role, .. } => {
            let joined = format!("joined as {}", role.label().to_lowercase());
            let text = if whom() == actor { joined } else { format!("let {} in, who {joined}", whom()) };
            (lucide::LuUserRoundPlus, text)
        }
        E::MemberRoleChanged { from, to, .. } => {
            (members, format!("changed the role of {} from {} to {}", whom(), from.label(), to.label()))
        }
        E::MemberRemoved { .. } => (lucide::LuUserRoundMinus, format!("removed {}", whom())),
        E::MemberInvited { role } => {
            (lucide::LuUserRoundPlus, format!("invited somebody as {}", role.label().to_lowercase()))
        }
        E::InvitationRevoked {} => (members, "took an invitation back".to_owned()),
        E::MemberAwayChanged { away, .. } => {
            let now = if *away { "away" } else { "back" };
            let own = whom() == actor;
            let text = if own { format!("is {now}") } else { format!("noted that {} is {now}", whom()) };
            (lucide::LuUserRound, text)
        }
        E::DuplicateDismissed { .. } => {
            (lucide::LuUsersRound, "said that two people who look alike are two".to_owned())
        }
        E::SessionStarted { .. } => (members, "signed in".to_owned()),
        E::SessionEnded { .. } => (lucide::LuLogOut, "signed out".to_owned()),
        event => {
            return form(event)
                .or_else(|| settings(event))
                .or_else(|| program(event))
                .or_else(|| import(event));
        }
    })
}

fn form(event: &E) -> Option<(Symbol, String)> {
    let text = match event {
        E::FormCreated {} => "made a form".to_owned(),
        E::FormDraftSaved { .. } => "changed a form".to_owned(),
        E::FormRestored { version } => format!("took version {version} of a form up again"),
        E::FormPublished { version } => format!("published version {version} of a form"),
        E::FormSettingsChanged {} => "changed the settings of a form".to_owned(),
        _ => return None,
    };
    Some((lucide::LuTextCursorInput, text))
}

fn settings(event: &E) -> Option<(Symbol, String)> {
    let field = |verb: &str, noun: &Noun, label: &str| {
        let of = match noun {
            Noun::Lead => "leads",
            Noun::Contact => "contacts",
            Noun::Property => "properties",
        };
        (lucide::LuSettings2, format!("{verb} the field {label} of {of}"))
    };
    let tag = |text: String| (lucide::LuTag, text);
    let job = |text: String| (lucide::LuListChecks, text);
    Some(match event {
        E::DutyChanged { .. } => {
            (lucide::LuAlarmClock, "changed who gets new leads, and by when they are answered".to_owned())
        }
        E::FieldCreated { noun, label } => field("made", noun, label),
        E::FieldChanged { noun, label } => field("changed", noun, label),
        E::FieldArchived { noun, label } => field("archived", noun, label),
        E::FieldRestored { noun, label } => field("brought back", noun, label),
        E::TagCreated { name } => tag(format!("made the tag {name}")),
        E::TagRenamed { from, to } => tag(format!("renamed the tag {from} to {to}")),
        E::TagDeleted { name } => tag(format!("deleted the tag {name}")),
        E::JobRetried { kind } => job(format!("ran the job {kind} again")),
        E::JobReplayed { kind } => job(format!("ran the job {kind} again, edited")),
        E::JobCancelled { kind } => job(format!("stopped the job {kind}")),
        E::QueuePaused { queue } => job(format!("paused the queue {queue}")),
        E::QueueResumed { queue } => job(format!("let the queue {queue} go on")),
        _ => return None,
    })
}

/// What concerns programs of others: webhooks and sources.
fn program(event: &E) -> Option<(Symbol, String)> {
    let hook = |text: String| (lucide::LuWebhook, text);
    let source = |text: String| (lucide::LuWaypoints, text);
    Some(match event {
        E::WebhookEndpointCreated { host } => hook(format!("added a webhook to {host}")),
        E::WebhookEndpointChanged { host } => hook(format!("changed the webhook to {host}")),
        E::WebhookEndpointEnabled { host } => hook(format!("switched the webhook to {host} on")),
        E::WebhookEndpointDisabled { host, .. } => hook(format!("switched the webhook to {host} off")),
        E::WebhookEndpointDeleted { host } => hook(format!("deleted the webhook to {host}")),
        E::WebhookSecretRotated { host } => hook(format!("made a new secret for the webhook to {host}")),
        E::WebhookSecretRetired { host } => hook(format!("ended the old secret of the webhook to {host}")),
        E::WebhookDeliveriesReplayed { host, deliveries } => {
            hook(format!("sent {} to {host} again", counted(*deliveries, "delivery", "deliveries")))
        }
        E::WebhookTestSent { host } => hook(format!("sent a test to {host}")),
        E::SourceCreated { name } => source(format!("added the source {name}")),
        E::SourceChanged { name } => source(format!("changed the source {name}")),
        E::SourceEnabled { name } => source(format!("switched the source {name} on")),
        E::SourceDisabled { name } => source(format!("switched the source {name} off")),
        E::SourceDeleted { name } => source(format!("deleted the source {name}")),
        E::SourceMappingSaved { name, version } => {
            source(format!("saved version {version} of the mapping of {name}"))
        }
        E::SourceSecretRotated { name } => source(format!("made a new secret for the source {name}")),
        E::SourceSecretRetired { name } => source(format!("ended the old secret of the source {name}")),
        E::SourceSecretShown { name } => source(format!("looked at the secret of the source {name}")),
        E::SourcePayloadRefused { .. } => source("refused what a source sent".to_owned()),
        E::SourcePayloadsReplayed { name, payloads } => {
            source(format!("had {} of {name} read again", counted(*payloads, "payload", "payloads")))
        }
        E::SourcePayloadEdited { .. } => source("edited what a source had sent".to_owned()),
        _ => return None,
    })
}

fn import(event: &E) -> Option<(Symbol, String)> {
    let leads = |count: u64| counted(count, "lead", "leads");
    Some(match event {
        E::LeadRemoved { .. } => (lucide::LuUndo2, "took a lead back with its import".to_owned()),
        E::ImportStarted { name, rows } => {
            (lucide::LuImport, format!("began to import {name}, {}", counted(*rows, "row", "rows")))
        }
        E::ImportFinished { name, created, attached, refused, .. } => {
            let text = format!(
                "is through with {name}: {} new, {attached} attached, {refused} refused",
                leads(*created)
            );
            (lucide::LuImport, text)
        }
        E::ImportCancelled { name, rows } => (
            lucide::LuImport,
            format!("stopped the import of {name} after {}", counted(*rows, "row", "rows")),
        ),
        E::ImportUndone { name, removed, .. } => {
            (lucide::LuUndo2, format!("took the import of {name} back, {} removed", leads(*removed)))
        }
        E::LeadsExported { at_least, .. } => {
            (lucide::LuDownload, format!("took {} out as a file", leads(*at_least)))
        }
        _ => return None,
    })
}

fn counted(number: u64, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", ui::group_thousands(&number.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::leads::samples::{entry, member_id};
    use shared::leads::CallOutcome;
    use shared::roles::Role;

    fn read(event: E, names: &[&str]) -> String {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let words = feed_words(&TimelineEntry { names, ..entry(1, event) });
        format!("{} {}", words.actor, words.text)
    }

    #[test]
    fn what_is_about_no_lead_has_words_of_its_own() {
        let member = member_id(1);
        for (event, names, words) in [
            (E::MemberJoined { member, role: Role::Agent }, &["Dana Whitfield"][..], "joined as agent"),
            (
                E::MemberRoleChanged { member, from: Role::Agent, to: Role::Manager },
                &["Priya Raman"],
                "changed the role of Priya Raman from Agent to Manager",
            ),
            (E::MemberRemoved { member }, &["Priya Raman"], "removed Priya Raman"),
            (E::MemberAwayChanged { member, away: true }, &["Dana Whitfield"], "is away"),
            (
                E::MemberAwayChanged { member, away: false },
                &["Priya Raman"],
                "noted that Priya Raman is back",
            ),
            (
                E::DutyChanged { revision: 2 },
                &[],
                "changed who gets new leads, and by when they are answered",
            ),
            (E::LeadDeleted {}, &[], "deleted the lead"),
            (E::FormPublished { version: 3 }, &[], "published version 3 of a form"),
            (E::TagDeleted { name: "Hot".into() }, &[], "deleted the tag Hot"),
            (
                E::FieldArchived { noun: Noun::Property, label: "Roof".into() },
                &[],
                "archived the field Roof of properties",
            ),
            (
                E::WebhookDeliveriesReplayed { host: "a.example".into(), deliveries: 1_200 },
                &[],
                "sent 1,200 deliveries to a.example again",
            ),
            (E::LeadsExported { at_least: 1, narrowed: false }, &[], "took 1 lead out as a file"),
        ] {
            assert_eq!(read(event, names), format!("Dana Whitfield {words}"));
        }
    }

    #[test]
    fn whoever_leaves_a_form_is_a_visitor() {
        let form = "form_00000000000000000000000001".parse().unwrap();
        let left = E::FormAbandoned { form, step: "contact".into(), answered: 3 };
        let noticed = TimelineEntry { actor: shared::timeline::TimelineActor::Empire, ..entry(1, left) };
        let words = feed_words(&noticed);
        assert_eq!(format!("{} {}", words.actor, words.text), "A visitor left the form after 3 answers");
    }

    #[test]
    fn what_happens_to_a_lead_reads_as_on_its_timeline() {
        let activity = "act_00000000000000000000000001".parse().unwrap();
        let called = E::LeadCallLogged { activity, outcome: CallOutcome::Reached };
        assert_eq!(read(called, &[]), "Dana Whitfield called and reached the seller");
    }
}
