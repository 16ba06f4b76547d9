//! Tags and custom fields of leads.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use shared::fields::{CustomField, Noun};
use shared::leads::{LeadMarks, LeadSchema, TagChange, lead_schema};
use shared::tags::Tag;

/// The words of an organization: what its leads can be marked with and asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    pub fields: Vec<CustomField>,
    pub tags: Vec<Tag>,
}

impl Vocabulary {
    /// What filters may ask about.
    pub fn schema(&self) -> LeadSchema {
        lead_schema(&self.fields, &self.tags)
    }
}

/// All custom fields and tags.
#[server(endpoint = "leads/vocabulary")]
pub async fn lead_vocabulary() -> Result<Vocabulary, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let fields = domain::fields::list(&cx, &actor).await.map_err(crate::ssr::fail)?;
    let tags = domain::tags::list(&cx, &actor).await.map_err(crate::ssr::fail)?;
    Ok(Vocabulary { fields, tags: tags.into_iter().map(|summary| summary.tag).collect() })
}

/// Adds tags to a lead, its contact or its property, and takes some away.
#[server(endpoint = "leads/tags", input = Json)]
pub async fn change_lead_tags(id: String, noun: Noun, change: TagChange) -> Result<LeadMarks, AppError> {
    let (actor, id) = (crate::ssr::actor()?, super::door::lead(&id)?);
    domain::leads::change_tags(&crate::ssr::context(), &actor, id, noun, &change)
        .await
        .map_err(crate::ssr::fail)
}
