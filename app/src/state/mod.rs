//! What all screens share: who is signed in, what time it is and where, what happens live. Provided once by `App`.

mod answer;
mod boot;
mod clock;
mod follow;
mod hydrated;
mod keyset;
pub mod live;
mod mirror;
mod next_path;
mod rounds;
mod session;
mod zone;

pub use answer::{Answer, Json, ask, ask_once};
pub use boot::{PageErrors, Typed};
pub use clock::{Clock, use_now};
pub use follow::{EAGER, IDLE, Looks, every, on_change};
pub use hydrated::use_hydrated;
pub use keyset::{KeysetList, Listed, Looked, Opened, PAGE, put};
pub use live::{Connection, use_connection, use_live, use_presence, use_resync};
pub use mirror::mirrored;
pub use next_path::{next_or_home, sign_in_address};
pub use rounds::Rounds;
pub use session::{Session, use_session};
pub use zone::{Zone, use_zone};

use leptos::prelude::*;

/// Provides all of it; called once, above the routes.
pub fn provide() {
    let boot = boot::receive();
    provide_context(Session::new(boot.session));
    provide_context(Zone::new(boot.offsets));
    provide_context(Typed::new(boot.typed));
    provide_context(Clock::start(boot.now));
    live::provide(boot.live_position);
}
