//! Who may do what: roles, permissions and the matrix between them.
//!
//! `domain` enforces it on every path; the interface asks the same function to leave out what would be refused.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a member is in an organization, most powerful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline))]
pub enum Role {
    /// Owns the business: everything, including other owners.
    Owner,
    /// Runs the system: everything but owners.
    Admin,
    /// Runs a team: all leads, review queue.
    Manager,
    /// Works leads.
    Agent,
    /// Looks, changes nothing.
    Viewer,
}

/// One thing a member may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See leads and their timeline.
    ReadLeads,
    /// Create leads, change them, log activities.
    WorkLeads,
    /// Give a lead to somebody else.
    AssignLeads,
    /// Say until when leads are to be answered and who gets them.
    ManageDuty,
    /// Make one person and one lead of two, and split them again.
    MergeLeads,
    /// Delete leads and restore them.
    DeleteLeads,
    /// Add and change custom fields; rename and delete tags.
    ManageFields,
    /// Bring in files of leads, and take them back.
    ImportLeads,
    /// Take leads out as a file.
    ExportLeads,
    /// Decide on suspicious submissions.
    ReviewSubmissions,
    /// See forms and their embed code.
    ReadForms,
    /// Change forms and the sites that may show them.
    ManageForms,
    /// See who is in the organization.
    ReadMembers,
    /// Invite, change roles, remove.
    ManageMembers,
    /// See the job queue; retry, cancel and edit its jobs; pause its queues.
    ManageJobs,
    /// See endpoints of webhooks and what was sent to them; change, test, replay.
    ManageWebhooks,
    /// See sources and what came through them; change, map, replay.
    ManageSources,
}

impl Role {
    /// All roles, most powerful first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::Manager, Self::Agent, Self::Viewer];

    /// The permission matrix.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::ReadLeads | P::ReadMembers => true,
            P::WorkLeads => !matches!(self, Self::Viewer),
            P::AssignLeads
            | P::MergeLeads
            | P::DeleteLeads
            | P::ImportLeads
            | P::ExportLeads
            | P::ReviewSubmissions
            | P::ReadForms => {
                matches!(self, Self::Owner | Self::Admin | Self::Manager)
            }
            P::ManageDuty
            | P::ManageFields
            | P::ManageForms
            | P::ManageMembers
            | P::ManageJobs
            | P::ManageWebhooks
            | P::ManageSources => {
                matches!(self, Self::Owner | Self::Admin)
            }
        }
    }

    /// Whether a member of this role may invite, change or remove one of role `other`:
    /// nobody reaches above themselves, only owners touch owners.
    pub fn may_manage(self, other: Self) -> bool {
        self.may(Permission::ManageMembers) && (self == Self::Owner || other != Self::Owner)
    }

    /// The word stored, sent and put into addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Agent => "agent",
            Self::Viewer => "viewer",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Manager => "Manager",
            Self::Agent => "Agent",
            Self::Viewer => "Viewer",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = crate::errors::Problem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            crate::errors::Problem::new("role.unknown", "Choose owner, admin, manager, agent or viewer.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_only_grows_upwards() {
        use Permission as P;
        let all = [
            P::ReadLeads,
            P::WorkLeads,
            P::AssignLeads,
            P::ManageDuty,
            P::MergeLeads,
            P::ManageFields,
            P::ImportLeads,
            P::ExportLeads,
            P::ReviewSubmissions,
            P::ReadForms,
            P::ManageForms,
            P::ReadMembers,
            P::ManageMembers,
            P::ManageJobs,
            P::ManageWebhooks,
            P::ManageSources,
        ];
        for permission in all {
            let allowed: Vec<bool> = Role::ALL.iter().map(|role| role.may(permission)).collect();
            assert!(allowed.windows(2).all(|pair| pair[0] >= pair[1]), "{permission:?} {allowed:?}");
        }
    }

    #[test]
    fn only_owners_touch_owners() {
        assert!(Role::Owner.may_manage(Role::Owner));
        assert!(!Role::Admin.may_manage(Role::Owner));
        assert!(Role::Admin.may_manage(Role::Admin));
        assert!(!Role::Manager.may_manage(Role::Viewer));
    }
}
