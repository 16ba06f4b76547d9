//! Forms as screens and visitors get them.

use super::FormDefinition;
use crate::fields::CustomField;
use crate::ids::{FormId, OrgId};
use crate::leads::LeadSource;
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

/// What a new form begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormStart {
    /// The ready-made seller form.
    #[default]
    Seller,
    /// One step that asks who somebody is.
    Blank,
}

/// What an admin says of a new form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewForm {
    pub title: String,
    pub start: FormStart,
}

/// A form as it is being edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    pub id: FormId,
    pub slug: String,
    pub definition: FormDefinition,
    /// Grows with every saved change; whoever saves names the one that was changed.
    pub revision: i64,
    pub saved_at: DateTime<Utc>,
    pub saved_by: Option<String>,
    /// What visitors see.
    pub published: Option<PublishedVersion>,
    /// The script tag that embeds the form.
    pub embed_code: String,
    pub allowed_origins: usize,
    /// What the organization added to what leads have, archived ones too: questions may fill it.
    #[serde(default)]
    pub fields: Vec<CustomField>,
}

/// The version that visitors see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedVersion {
    pub version: u32,
    pub definition: FormDefinition,
}

/// A draft that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedDraft {
    pub revision: i64,
    pub saved_at: DateTime<Utc>,
}

/// A version that was published, as one of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersion {
    pub version: u32,
    pub published_at: DateTime<Utc>,
    pub published_by: Option<String>,
    pub steps: usize,
    pub fields: usize,
    /// How often it was sent.
    pub submitted: u64,
}

/// What of a form somebody looks at before it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormLook {
    /// A step by its place, with a question in sight, if one is named.
    Step { step: usize, field: Option<String> },
    /// What follows the submit.
    Finish,
}

/// What happened on one version of a form in the last 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormResults {
    pub version: u32,
    /// How often its first page was shown.
    pub views: u64,
    pub started: u64,
    /// In the order of the form.
    pub steps: Vec<StepFigure>,
    pub submitted: u64,
    /// Where those who sent it came from, the most first.
    pub sources: Vec<SourceFigure>,
}

/// How many came to a step, or past it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFigure {
    pub title: String,
    pub reached: u64,
}

/// How many came from somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFigure {
    pub source: LeadSource,
    pub submitted: u64,
}
