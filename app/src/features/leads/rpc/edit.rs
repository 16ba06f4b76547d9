//! Editing a lead on its page, and who else has it open.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::leads::{EditOutcome, FactEdit};
use shared::presence::Present;

/// Changes facts of a lead, its person or its house, or says who changed them meanwhile. A plain form is answered with
/// its page.
#[server(endpoint = "leads/edit")]
pub async fn edit_lead(id: String, #[server(default)] edits: Vec<FactEdit>) -> Result<EditOutcome, AppError> {
    let (actor, id) = (crate::ssr::actor()?, super::door::lead(&id)?);
    door::answer(domain::leads::edit(&crate::ssr::context(), &actor, id, &edits).await, &edits)
}

/// Says that one still has a lead open, and what stands in an input there; answers everybody who has.
#[server(endpoint = "presence/beat", input = Json)]
pub async fn beat_presence(id: String, tab: String, editing: Vec<String>) -> Result<Vec<Present>, AppError> {
    let (actor, id, editing) = (crate::ssr::actor()?, super::door::lead(&id)?, door::known(&editing));
    domain::presence::beat(&crate::ssr::context(), &crate::ssr::presence(), &actor, id, &tab, editing)
        .await
        .map_err(crate::ssr::fail)
}

/// Says that one has left. Sent by a page that is going, which hears no answer.
#[server(endpoint = "presence/leave")]
pub async fn leave_presence(id: String, tab: String) -> Result<(), AppError> {
    let (actor, id) = (crate::ssr::actor()?, super::door::lead(&id)?);
    domain::presence::leave(&crate::ssr::context(), &crate::ssr::presence(), &actor, id, &tab)
        .await
        .map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    //! Answers plain forms, which know saved and not saved alone.

    use crate::rpc::AppError;
    use crate::ssr::{fail, fail_form, is_plain_form};
    use domain::Error;
    use shared::leads::{EditOutcome, Edited, FactEdit};

    /// What this version of the program can edit.
    pub(super) fn known(words: &[String]) -> Vec<Edited> {
        words.iter().filter_map(|word| word.parse().ok()).collect()
    }

    pub(super) fn answer(
        edited: Result<EditOutcome, Error>,
        edits: &[FactEdit],
    ) -> Result<EditOutcome, AppError> {
        if !is_plain_form() {
            return edited.map_err(fail);
        }
        let refused = match edited {
            Ok(EditOutcome::Saved(saved)) => return Ok(EditOutcome::Saved(saved)),
            // Names and values stay out of the address that the answer leads to.
            Ok(EditOutcome::Conflict(clashes)) => {
                let by = clashes.iter().find_map(|clash| clash.by.clone());
                let by = by.unwrap_or_else(|| "Somebody".to_owned());
                Error::Conflict(format!(
                    "{by} changed the same meanwhile. Look at it again, then repeat your change."
                ))
            }
            Ok(EditOutcome::Taken(taken)) => Error::Conflict(format!(
                "This {} belongs to another lead. Nothing was changed.",
                taken.fact.noun()
            )),
            Err(error) => error,
        };
        let typed: Vec<(String, &str)> = edits
            .iter()
            .map(|edit| (format!("fact-{}-{}", edit.fact, edit.item), edit.value.as_str()))
            .collect();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        Err(fail_form(refused, &typed))
    }
}
