//! Server functions about members and invitations.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::members::{InvitationLink, Team};
use shared::{InvitationId, MemberId};

/// Everybody in the organization, and who is asked to join.
#[server(endpoint = "members/list")]
pub async fn list_team() -> Result<Team, AppError> {
    domain::members::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// Gives a member another role, by its word.
#[server(endpoint = "members/change_role")]
pub async fn change_member_role(member: MemberId, role: String) -> Result<(), AppError> {
    let cx = crate::ssr::context();
    domain::members::change_role(&cx, &crate::ssr::actor()?, member, &role).await.map_err(crate::ssr::fail)
}

/// Takes a member out of the organization; their sessions end.
#[server(endpoint = "members/remove")]
pub async fn remove_member(member: MemberId) -> Result<(), AppError> {
    domain::members::remove(&crate::ssr::context(), &crate::ssr::actor()?, member)
        .await
        .map_err(crate::ssr::fail)
}

/// Invites somebody; the answer holds the link, which is shown this once.
#[server(endpoint = "invitations/create")]
pub async fn invite_member(
    #[server(default)] email: String,
    #[server(default)] role: String,
) -> Result<InvitationLink, AppError> {
    let cx = crate::ssr::context();
    let input = shared::members::InvitationInput { email, role };
    domain::invitations::create(&cx, &crate::ssr::actor()?, &input).await.map_err(crate::ssr::fail)
}

/// Takes an invitation back; its link no longer works.
#[server(endpoint = "invitations/revoke")]
pub async fn revoke_invitation(invitation: InvitationId) -> Result<(), AppError> {
    let cx = crate::ssr::context();
    domain::invitations::revoke(&cx, &crate::ssr::actor()?, invitation).await.map_err(crate::ssr::fail)
}
