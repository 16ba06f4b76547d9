//! Forms as screens and visitors get them.

use super::FormDefinition;
use crate::ids::{FormId, OrgId};
use crate::origin::Origin;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A form in the list of forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSummary {
    pub id: FormId,
    pub slug: String,
    pub title: String,
    /// The published version; `None` while it is a draft only.
    pub published_version: Option<u32>,
    pub stats: FormStats,
}

/// What happened on a form in the last 30 days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormStats {
    pub started: u64,
    pub submitted: u64,
    pub abandoned: u64,
}

/// A form with everything an admin sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub summary: FormSummary,
    pub definition: FormDefinition,
    /// Sites that may show the form in a frame; empty means none but its own page.
    pub allowed_origins: Vec<Origin>,
    /// The script tag that embeds the form.
    pub embed_code: String,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

/// What an admin sends to change where a form may stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormSettingsInput {
    /// One origin a line.
    pub allowed_origins: String,
    /// The version that was looked at.
    pub version: i64,
}

/// A published form as a visitor's page needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicForm {
    pub id: FormId,
    /// Whose form it is: what a visitor sends belongs to this organization.
    pub org: OrgId,
    pub slug: String,
    /// Name of the business, for the head of the page.
    pub business: String,
    pub version: u32,
    pub definition: FormDefinition,
    pub allowed_origins: Vec<Origin>,
}
