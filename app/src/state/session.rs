//! Who is signed in, as the screens see it. What is allowed is decided by the domain; here it only decides what is
//! offered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::roles::{Permission, Role};
use shared::sessions::SessionInfo;

/// Provided by `App`; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Session(RwSignal<Option<SessionInfo>>);

impl Session {
    pub(super) fn new(info: Option<SessionInfo>) -> Self {
        Self(RwSignal::new(info))
    }

    /// Who is signed in; follows changes.
    pub fn get(self) -> Option<SessionInfo> {
        self.0.get()
    }

    /// One thing about who is signed in; follows changes.
    pub fn with<T>(self, read: impl FnOnce(&SessionInfo) -> T) -> Option<T> {
        self.0.with(|info| info.as_ref().map(read))
    }

    /// Whether somebody is signed in; follows changes.
    pub fn is_signed_in(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// The role of who is signed in; follows changes.
    pub fn role(self) -> Option<Role> {
        self.with(|info| info.role)
    }

    /// Whether the screen may offer something; follows changes.
    pub fn may(self, permission: Permission) -> bool {
        self.role().is_some_and(|role| role.may(permission))
    }

    /// Asks the server again, for example after a role was changed. A failed question changes nothing.
    pub fn refresh(self) {
        spawn_local(async move {
            if let Ok(info) = crate::features::sessions::current_session().await
                && self.0.try_get_untracked().is_some_and(|known| known != info)
            {
                self.0.set(info);
            }
        });
    }
}

/// The session.
pub fn use_session() -> Session {
    expect_context()
}
