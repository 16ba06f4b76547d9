//! The doors between these screens and `domain::duty`.

use crate::rpc::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use shared::MemberId;
use shared::duty::{Duty, DutyInput, Preview};

/// Deadlines, rules, and who is away.
#[server(endpoint = "duty/get")]
pub async fn get_duty() -> Result<Duty, AppError> {
    domain::duty::get(&crate::ssr::context(), &crate::ssr::actor()?).await.map_err(crate::ssr::fail)
}

/// Saves all of it, and answers how it stands then.
#[server(endpoint = "duty/save", input = Json)]
pub async fn save_duty(input: DutyInput) -> Result<Duty, AppError> {
    let (cx, actor) = (crate::ssr::context(), crate::ssr::actor()?);
    domain::duty::save(&cx, &actor, &input).await.map_err(crate::ssr::fail)?;
    domain::duty::get(&cx, &actor).await.map_err(crate::ssr::fail)
}

/// What it would have done with the newest leads.
#[server(endpoint = "duty/preview", input = Json)]
pub async fn preview_duty(input: DutyInput) -> Result<Preview, AppError> {
    let actor = crate::ssr::actor()?;
    domain::duty::preview(&crate::ssr::context(), &actor, &input).await.map_err(crate::ssr::fail)
}

/// A member gets no leads by rules, or gets them again.
#[server(endpoint = "duty/away")]
pub async fn set_away(member: MemberId, away: bool) -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    domain::duty::set_away(&crate::ssr::context(), &actor, member, away).await.map_err(crate::ssr::fail)
}
