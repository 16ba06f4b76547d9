//! Getting in: signing in, founding an organization, accepting an invitation. What a session is, the domain decides.

mod rpc;

pub use rpc::*;

use crate::layout::PageTitle;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/sign-in`.
pub struct SignInRoute;

#[lazy_route]
impl LazyRoute for SignInRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <PageTitle title="Sign in" /> }.into_any()
    }
}

/// `/sign-up`.
pub struct SignUpRoute;

#[lazy_route]
impl LazyRoute for SignUpRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <PageTitle title="Sign up" /> }.into_any()
    }
}

/// `/invitations/:token`.
pub struct InvitationRoute;

#[lazy_route]
impl LazyRoute for InvitationRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <PageTitle title="Invitation" /> }.into_any()
    }
}
