//! Server functions about forms.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::FormId;
use shared::forms::{Form, FormSettingsInput, FormSummary};

/// The forms of the organization with what happened on them.
#[server(endpoint = "forms/list")]
pub async fn list_forms() -> Result<Vec<FormSummary>, AppError> {
    domain::forms::list(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// One form, by the id in an address.
#[server(endpoint = "forms/get")]
pub async fn get_form(#[server(default)] form: String) -> Result<Form, AppError> {
    let actor = crate::ssr::actor()?;
    let form: FormId = form.parse().map_err(|_| crate::ssr::fail(domain::Error::NotFound("the form")))?;
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
