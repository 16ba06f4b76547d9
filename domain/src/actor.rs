//! Who asks: a member, a visitor of a public form, or the program itself. Authority is checked here and nowhere else.

use crate::error::{Error, Result};
use shared::roles::{Permission, Role};
use shared::{MemberId, OrgId, RequestId, UserId};
use uuid::Uuid;

/// Where a request came from, as far as the edge could tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peer {
    /// Address of the client, textual.
    pub ip: Option<String>,
    /// What the client calls itself, cut to 300 characters.
    pub user_agent: Option<String>,
}

/// Somebody acting in one organization because of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    org: OrgId,
    request: RequestId,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Member { member: MemberId, user: UserId, role: Role },
    Visitor,
    System,
}

impl Actor {
    /// A signed-in member.
    pub const fn member(org: OrgId, request: RequestId, member: MemberId, user: UserId, role: Role) -> Self {
        Self { org, request, kind: Kind::Member { member, user, role } }
    }

    /// Somebody on a public form of the organization.
    pub const fn visitor(org: OrgId, request: RequestId) -> Self {
        Self { org, request, kind: Kind::Visitor }
    }

    /// The program itself: sweeps, migrations, seeds.
    pub const fn system(org: OrgId, request: RequestId) -> Self {
        Self { org, request, kind: Kind::System }
    }

    /// The organization acted in; every query takes it from here.
    pub const fn org(&self) -> OrgId {
        self.org
    }

    /// What caused the act; becomes the correlation id of its events.
    pub const fn request(&self) -> RequestId {
        self.request
    }

    /// The member, if it is one.
    pub const fn member_id(&self) -> Option<MemberId> {
        match self.kind {
            Kind::Member { member, .. } => Some(member),
            _ => None,
        }
    }

    /// The member's role, if it is a member.
    pub const fn role(&self) -> Option<Role> {
        match self.kind {
            Kind::Member { role, .. } => Some(role),
            _ => None,
        }
    }

    /// Whether the actor may do something. Visitors may nothing, the program everything.
    pub const fn may(&self, permission: Permission) -> bool {
        match self.kind {
            Kind::Member { role, .. } => role.may(permission),
            Kind::Visitor => false,
            Kind::System => true,
        }
    }

    /// [`Error::Forbidden`] unless the actor may.
    pub const fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The member and its role, or [`Error::Forbidden`] for acts that only a person can do.
    pub const fn require_member(&self, permission: Permission) -> Result<MemberId> {
        match self.kind {
            Kind::Member { member, role, .. } if role.may(permission) => Ok(member),
            _ => Err(Error::Forbidden),
        }
    }

    /// The stored word of the kind of actor.
    pub(crate) const fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Member { .. } => "member",
            Kind::Visitor => "visitor",
            Kind::System => "system",
        }
    }

    /// The member as a bare UUID, for the event log.
    pub(crate) fn stored_id(&self) -> Option<Uuid> {
        self.member_id().map(MemberId::uuid)
    }
}
