//! Getting in: signing in, founding an organization, accepting an invitation. What a session is, the domain decides.

mod entry;
mod invitation;
mod rpc;
mod sign_in;
mod sign_up;

pub use invitation::InvitationRoute;
pub use rpc::*;
pub use sign_in::SignInRoute;
pub use sign_up::SignUpRoute;
