//! The people of the demo business and its published seller form.

use super::partner::{self, Partner};
use super::{DEMO_EMAIL, DEMO_FORM, DEMO_PASSWORD};
use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::error::Result;
use crate::{forms, invitations, organizations, sessions};
use shared::RequestId;
use shared::forms::{FormSettingsInput, PublicForm};
use shared::members::InvitationInput;
use shared::sessions::{AcceptInvitationInput, SignUpInput};
use std::sync::Arc;

/// Who works in the demo business.
pub(super) struct Team {
    /// Owner first, then the manager.
    pub leaders: Vec<Actor>,
    /// Those who work leads.
    pub agents: Vec<Actor>,
    pub form: Arc<PublicForm>,
    /// Who sends leads in by program.
    pub partner: Partner,
}

const COLLEAGUES: [(&str, &str, &str); 5] = [
    ("Marcus Bell", "marcus@juniper.example", "manager"),
    ("Priya Raman", "priya@juniper.example", "agent"),
    ("Inês Duarte", "ines@juniper.example", "agent"),
    ("Tomás Rivera", "tomas@juniper.example", "agent"),
    ("Walter Quinn", "walter@juniper.example", "viewer"),
];

/// Founds the business, invites everybody and publishes the form.
pub(super) async fn found(cx: &Context) -> Result<Team> {
    let sign_up = SignUpInput {
        organization: "Juniper Homes".to_owned(),
        name: "Dana Whitfield".to_owned(),
        email: DEMO_EMAIL.to_owned(),
        password: DEMO_PASSWORD.to_owned(),
    };
    let owner = organizations::found(cx, request(cx), &sign_up, &Peer::default()).await?;
    let owner = actor(cx, &owner.token).await?;
    let (mut leaders, mut agents) = (vec![owner.clone()], Vec::new());
    for (name, email, role) in COLLEAGUES {
        let invitation = InvitationInput { email: email.to_owned(), role: role.to_owned() };
        let link = invitations::create(cx, &owner, &invitation).await?;
        let token = link.url.rsplit('/').next().unwrap_or_default().to_owned();
        let accept =
            AcceptInvitationInput { token, name: name.to_owned(), password: DEMO_PASSWORD.to_owned() };
        let session = invitations::accept(cx, request(cx), &accept, &Peer::default()).await?;
        let member = actor(cx, &session.token).await?;
        match role {
            "manager" => leaders.push(member),
            "agent" => agents.push(member),
            _ => {}
        }
    }
    let form = forms::public(cx, DEMO_FORM).await?;
    let settings = forms::get(cx, &owner, form.id).await?;
    let origins = FormSettingsInput {
        allowed_origins: "http://localhost:8080\nhttp://127.0.0.1:8080\nhttp://localhost:5500".to_owned(),
        version: settings.version,
    };
    forms::change_settings(cx, &owner, form.id, &origins).await?;
    let partner = partner::found(cx, &owner).await?;
    Ok(Team { leaders, agents, form: forms::public(cx, DEMO_FORM).await?, partner })
}

async fn actor(cx: &Context, token: &str) -> Result<Actor> {
    let signed_in = sessions::resolve(cx, request(cx), token).await?;
    signed_in.map(|signed_in| signed_in.actor).ok_or(crate::Error::Unauthenticated)
}

pub(super) fn request(cx: &Context) -> RequestId {
    RequestId::from_uuid(cx.new_id())
}
