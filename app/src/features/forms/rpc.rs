//! Server functions about forms.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use shared::FormId;
use shared::forms::{
    Form, FormDefinition, FormDraft, FormLook, FormResults, FormSettingsInput, FormSummary, FormVersion,
    NewForm, SavedDraft,
};

/// The forms of the organization with what happened on them.
#[server(endpoint = "forms/list")]
pub async fn list_forms() -> Result<Vec<FormSummary>, AppError> {
    domain::forms::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One form, by the id in an address.
#[server(endpoint = "forms/get")]
pub async fn get_form(#[server(default)] form: String) -> Result<Form, AppError> {
    let (actor, form) = (crate::ssr::actor()?, door::form(&form)?);
    domain::forms::get(&crate::ssr::context(), &actor, form).await.map_err(crate::ssr::fail)
}

/// Sets which sites may show the form.
#[server(endpoint = "forms/change_settings", input = Json)]
pub async fn change_form_settings(form: FormId, settings: FormSettingsInput) -> Result<Form, AppError> {
    let cx = crate::ssr::context();
    domain::forms::change_settings(&cx, &crate::ssr::actor()?, form, &settings)
        .await
        .map_err(crate::ssr::fail)
}

/// Makes a form. A plain form is sent on to where it is built.
#[server(endpoint = "forms/make")]
pub async fn make_form(#[server(default)] new: NewForm) -> Result<FormId, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let made = domain::forms::make(&cx, &actor, &new).await;
    made.inspect(|made| door::lead_on(*made)).map_err(|error| door::refuse(error, &new))
}

/// Makes a copy of a form.
#[server(endpoint = "forms/duplicate")]
pub async fn duplicate_form(form: FormId) -> Result<FormId, AppError> {
    let cx = crate::ssr::context();
    domain::forms::duplicate(&cx, &crate::ssr::actor()?, form).await.map_err(crate::ssr::fail)
}

/// The draft of a form, by the id in an address.
#[server(endpoint = "forms/draft")]
pub async fn get_form_draft(#[server(default)] form: String) -> Result<FormDraft, AppError> {
    let (actor, form) = (crate::ssr::actor()?, door::form(&form)?);
    domain::forms::draft(&crate::ssr::context(), &actor, form).await.map_err(crate::ssr::fail)
}

/// Saves a draft that was made from the revision `seen`.
#[server(endpoint = "forms/save_draft", input = Json)]
pub async fn save_form_draft(
    form: FormId,
    seen: i64,
    definition: FormDefinition,
) -> Result<SavedDraft, AppError> {
    let cx = crate::ssr::context();
    domain::forms::save_draft(&cx, &crate::ssr::actor()?, form, seen, &definition)
        .await
        .map_err(crate::ssr::fail)
}

/// Publishes the draft of the revision `seen`.
#[server(endpoint = "forms/publish")]
pub async fn publish_form(form: FormId, seen: i64) -> Result<FormDraft, AppError> {
    let cx = crate::ssr::context();
    domain::forms::publish(&cx, &crate::ssr::actor()?, form, seen).await.map_err(crate::ssr::fail)
}

/// Takes a published version as the draft, in the place of the revision `seen`.
#[server(endpoint = "forms/restore")]
pub async fn restore_form(form: FormId, seen: i64, version: u32) -> Result<FormDraft, AppError> {
    let cx = crate::ssr::context();
    domain::forms::restore(&cx, &crate::ssr::actor()?, form, seen, version).await.map_err(crate::ssr::fail)
}

/// The published versions of a form, newest first.
#[server(endpoint = "forms/history")]
pub async fn list_form_versions(form: FormId) -> Result<Vec<FormVersion>, AppError> {
    domain::forms::history(&crate::ssr::context(), &crate::ssr::actor()?, form)
        .await
        .map_err(crate::ssr::fail)
}

/// What happened on a version of a form; without one, on the one that visitors see.
#[server(endpoint = "forms/results")]
pub async fn get_form_results(
    form: FormId,
    #[server(default)] version: Option<u32>,
) -> Result<FormResults, AppError> {
    let cx = crate::ssr::context();
    domain::forms::results(&cx, &crate::ssr::actor()?, form, version).await.map_err(crate::ssr::fail)
}

/// A part of a page of the public form: its `main` element, and its own style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedForm {
    pub main: String,
    pub style: String,
}

/// How a form that is not saved would look.
#[server(endpoint = "forms/render", input = Json)]
pub async fn render_form(
    form: FormId,
    definition: FormDefinition,
    look: FormLook,
) -> Result<RenderedForm, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    let form = domain::forms::preview_of(&cx, &actor, form, definition).await.map_err(crate::ssr::fail)?;
    Ok(door::render(&form, &look))
}

#[cfg(feature = "ssr")]
mod door {
    use super::RenderedForm;
    use crate::public_form::{Extent, Files, Frame, Purpose, look_at, preview_address, theme_css};
    use crate::rpc::AppError;
    use crate::ssr::{fail_form, is_plain_form};
    use domain::Error;
    use shared::FormId;
    use shared::forms::{FormLook, FormStart, NewForm, PublicForm};

    /// An id that cannot be one is a form that is not there.
    pub(super) fn form(id: &str) -> Result<FormId, AppError> {
        id.parse().map_err(|_| crate::ssr::fail(Error::NotFound("the form")))
    }

    /// What was entered is there again, without JavaScript too.
    pub(super) fn refuse(error: Error, new: &NewForm) -> AppError {
        let start = if new.start == FormStart::Blank { "blank" } else { "seller" };
        fail_form(error, &[("new[title]", &new.title), ("new[start]", start)])
    }

    pub(super) fn lead_on(form: FormId) {
        if is_plain_form() {
            leptos_axum::redirect(&format!("/forms/{form}/edit"));
        }
    }

    pub(super) fn render(form: &PublicForm, look: &FormLook) -> RenderedForm {
        // A part of a page brings no files of its own.
        let files = Files { style: String::new(), script: String::new(), validator: String::new() };
        let frame = Frame {
            form,
            files: &files,
            nonce: "",
            embedded: None,
            extent: Extent::Fragment,
            purpose: Purpose::Preview,
        };
        RenderedForm {
            main: look_at(&frame, look, &preview_address(form.id)),
            style: theme_css(&form.definition.theme),
        }
    }
}
