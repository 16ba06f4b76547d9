//! What members have to do and when: adding, changing, ticking off, and the agenda. Reminders are jobs.

mod change;
mod handover;
mod read;
mod remind;
mod state;
mod store;

pub use change::{add, change};
pub use read::{agenda, due_today, of_lead};
pub use remind::Remind;
pub use state::set_state;

pub(crate) use handover::hand_over;
