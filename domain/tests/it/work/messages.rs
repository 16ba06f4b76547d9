//! Messages that wait to be sent: kept once, changed by version, put away, and nobody else's.

use super::{is_conflict, is_forbidden, is_missing};
use crate::leads::{Cast, path, store};
use domain::messages::{change, discard, of_lead, write};
use shared::LeadId;
use shared::contacts::Channel;
use shared::messages::MessageInput;
use testkit::{World, on_both_databases};

fn input(lead: LeadId, body: &str) -> MessageInput {
    MessageInput {
        lead: lead.to_string(),
        channel: "sms".into(),
        body: body.into(),
        key: "message-key".into(),
        ..MessageInput::default()
    }
}

on_both_databases! {
    async fn a_draft_is_kept_once_changed_and_put_away(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let draft = write(&world.cx, &cast.agent, &input(lead, "Hello")).await.unwrap();
        assert_eq!((draft.channel, draft.body.as_str(), draft.version), (Channel::Sms, "Hello", 1));
        assert_eq!(write(&world.cx, &cast.agent, &input(lead, "Hello")).await.unwrap(), draft, "the key counts once");
        let other = store(&world, &cast.owner, "Ida", |_| {}).await;
        assert!(is_conflict(&write(&world.cx, &cast.agent, &input(other, "Hello")).await));

        let email = MessageInput { channel: "email".into(), subject: "Your house".into(), ..input(lead, "Dear") };
        let changed = change(&world.cx, &cast.owner, draft.id, 1, &email).await.unwrap();
        assert_eq!((changed.channel, changed.subject.as_str(), changed.version), (Channel::Email, "Your house", 2));
        assert_eq!(changed.author, draft.author);
        assert!(is_conflict(&change(&world.cx, &cast.agent, draft.id, 1, &email).await));
        assert!(is_conflict(&discard(&world.cx, &cast.agent, draft.id, 1).await));
        assert_eq!(of_lead(&world.cx, &cast.viewer, lead).await.unwrap(), [changed]);

        discard(&world.cx, &cast.agent, draft.id, 2).await.unwrap();
        discard(&world.cx, &cast.agent, draft.id, 2).await.unwrap();
        assert_eq!(of_lead(&world.cx, &cast.viewer, lead).await.unwrap(), []);
        assert!(is_missing(&change(&world.cx, &cast.agent, draft.id, 3, &email).await));
        let names = ["lead.message_draft_changed", "lead.message_draft_discarded", "lead.message_drafted"];
        let mut told = world.event_names(cast.owner.org()).await;
        told.sort();
        assert_eq!(told, names);
    }

    async fn viewers_strangers_and_bad_input_are_refused(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let draft = write(&world.cx, &cast.agent, &input(lead, "Hello")).await.unwrap();
        assert!(is_forbidden(&write(&world.cx, &cast.viewer, &input(lead, "Hello")).await));
        assert!(is_forbidden(&discard(&world.cx, &cast.viewer, draft.id, 1).await));
        assert!(is_missing(&of_lead(&world.cx, &cast.stranger, lead).await));
        assert!(is_missing(&write(&world.cx, &cast.stranger, &input(lead, "Hello")).await));
        assert!(is_missing(&change(&world.cx, &cast.stranger, draft.id, 1, &input(lead, "x")).await));
        assert!(is_missing(&discard(&world.cx, &cast.stranger, draft.id, 1).await));
        assert_eq!(path(write(&world.cx, &cast.agent, &input(lead, " ")).await), "body");
    }
}
