//! The doors between the bell and `domain::notifications`.

use crate::rpc::AppError;
use leptos::prelude::*;
use shared::notifications::NotificationPage;

/// One's own, the newest or those before `older`.
#[server(endpoint = "notifications/list")]
pub async fn list_notifications(older: Option<String>) -> Result<NotificationPage, AppError> {
    let (actor, older) = (crate::ssr::actor()?, older.as_deref().map(door::id).transpose()?);
    domain::notifications::list(&crate::ssr::context(), &actor, older).await.map_err(crate::ssr::fail)
}

/// How many of one's own are not read.
#[server(endpoint = "notifications/unread")]
pub async fn count_unread() -> Result<u64, AppError> {
    let actor = crate::ssr::actor()?;
    domain::notifications::unread(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}

/// Ticks one off.
#[server(endpoint = "notifications/read")]
pub async fn read_notification(id: String) -> Result<(), AppError> {
    let (actor, id) = (crate::ssr::actor()?, door::id(&id)?);
    domain::notifications::mark_read(&crate::ssr::context(), &actor, id).await.map_err(crate::ssr::fail)
}

/// Ticks all of one's own off.
#[server(endpoint = "notifications/read_all")]
pub async fn read_all_notifications() -> Result<(), AppError> {
    let actor = crate::ssr::actor()?;
    domain::notifications::mark_all_read(&crate::ssr::context(), &actor).await.map_err(crate::ssr::fail)
}

#[cfg(feature = "ssr")]
mod door {
    //! What is no identifier names nothing.

    use crate::rpc::AppError;
    use shared::NotificationId;

    pub(super) fn id(text: &str) -> Result<NotificationId, AppError> {
        text.parse().map_err(|_| crate::ssr::fail(domain::Error::NotFound("the notification")))
    }
}
