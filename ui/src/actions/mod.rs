//! Things that are pressed: buttons and links. What they do is the caller's.
mod button;
mod icon_button;
mod links;
pub(crate) mod look;

pub use button::{Button, ButtonType};
pub use icon_button::IconButton;
pub use links::{LinkButton, TextLink};
pub use look::{ButtonKind, ButtonSize};
