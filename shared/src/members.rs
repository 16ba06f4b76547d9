//! Members and invitations as screens see them, and what people send about them.

use crate::email::Email;
use crate::errors::{FieldError, FieldErrors};
use crate::ids::{InvitationId, MemberId};
use crate::roles::Role;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A member in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSummary {
    pub id: MemberId,
    pub name: String,
    pub email: Email,
    pub role: Role,
    pub joined_at: DateTime<Utc>,
    /// The newest sign of life; `None` when the person never signed in.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Gets no leads by rules at present.
    pub away: bool,
}

/// An invitation that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSummary {
    pub id: InvitationId,
    pub email: Email,
    pub role: Role,
    pub invited_by: String,
    pub expires_at: DateTime<Utc>,
}

/// Everybody in an organization, and who is asked to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub members: Vec<MemberSummary>,
    /// Empty for roles that may not invite.
    pub invitations: Vec<InvitationSummary>,
}

/// What is sent to invite somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationInput {
    pub email: String,
    /// The word of a [`Role`].
    pub role: String,
}

/// A parsed invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    pub email: Email,
    pub role: Role,
}

impl InvitationInput {
    /// Parses the input. Paths: `email`, `role`.
    pub fn parse(&self) -> Result<NewInvitation, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let email = errors.take("email", Email::parse(&self.email));
        let role = errors.take("role", self.role.parse::<Role>());
        let parsed = (|| Some(NewInvitation { email: email?, role: role? }))();
        errors.finish(parsed)
    }
}

/// A fresh invitation with its link, which is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLink {
    pub invitation: InvitationSummary,
    /// Absolute address to hand to the person.
    pub url: String,
}

/// What somebody sees who opens an invitation link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPreview {
    pub organization: String,
    pub email: Email,
    pub role: Role,
    pub invited_by: String,
    /// Whether an account with this email exists, so that only its password is asked for.
    pub has_account: bool,
}
