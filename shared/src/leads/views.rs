//! Saved views: a list of leads with a name, of one member or for everybody.

use super::LeadQuery;
use crate::errors::{FieldError, FieldErrors, Problem};
use crate::ids::{LeadViewId, MemberId};
use crate::text;
use serde::{Deserialize, Serialize};

/// Longest query of a view, in bytes.
const MAX_QUERY: usize = 10_000;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadView {
    pub id: LeadViewId,
    pub name: String,
    pub query: LeadQuery,
    /// Everybody in the organization sees it.
    pub shared: bool,
    /// Who made it.
    pub owner: MemberId,
    pub owner_name: String,
    /// The leads of whoever asks open with it.
    pub opens_mine: bool,
    /// The leads of everybody who has not chosen another view open with it.
    pub opens_all: bool,
    pub version: i64,
}

/// Whose leads open with a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpensFor {
    /// Those of the one who asks.
    Me,
    /// Those of everybody in the organization who has not chosen another view.
    Everybody,
}

/// The view that leads open with for whoever sees these: the one they chose, else the one of the organization.
pub fn opening(views: &[LeadView]) -> Option<&LeadView> {
    let mine = views.iter().find(|view| view.opens_mine);
    mine.or_else(|| views.iter().find(|view| view.opens_all))
}

/// What the address of a view leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "view")]
pub enum FoundView {
    Here(LeadView),
    /// It was deleted; what it asked for can be saved anew.
    Deleted {
        name: String,
        by: String,
        query: LeadQuery,
    },
}

/// What a person sends to save a view.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadViewInput {
    pub name: String,
    pub query: LeadQuery,
    pub shared: bool,
}

/// A parsed view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLeadView {
    pub name: String,
    pub query: LeadQuery,
    pub shared: bool,
}

impl LeadViewInput {
    /// Parses the input. Paths: `name`, `where`, `query`.
    pub fn parse(&self) -> Result<NewLeadView, Vec<FieldError>> {
        let mut errors = FieldErrors::new();
        let name = errors.take("name", text::line(&self.name, 60));
        errors.take("where", self.query.filter());
        let query = LeadQuery { after: None, limit: 0, ..self.query.clone() };
        if query.search.len() + query.conditions.len() > MAX_QUERY {
            errors.push(
                Problem::new("view.too_long", "The list asks for too much to be saved. Take a filter away.")
                    .at("query"),
            );
        }
        let parsed = name.map(|name| NewLeadView { name, query, shared: self.shared });
        errors.finish(parsed)
    }
}
