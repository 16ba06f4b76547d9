//! The doors between these screens and the figures of `domain::activity`. The period comes in raw and is parsed behind the
//! door.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::activity::{MemberTeam, PeriodInput, TeamFigures};

/// Everybody's figures in a period.
#[server(endpoint = "activity/team")]
pub async fn get_team(#[server(default)] period: PeriodInput) -> Result<TeamFigures, AppError> {
    let actor = crate::ssr::actor()?;
    domain::activity::team(&crate::ssr::context(), &actor, &period).await.map_err(crate::ssr::fail)
}

/// One member's figures in a period, beside everybody's.
#[server(endpoint = "activity/member")]
pub async fn get_member_team(
    member: String,
    #[server(default)] period: PeriodInput,
) -> Result<MemberTeam, AppError> {
    let actor = crate::ssr::actor()?;
    domain::activity::member(&crate::ssr::context(), &actor, &member, &period).await.map_err(crate::ssr::fail)
}
