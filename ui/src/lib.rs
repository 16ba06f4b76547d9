//! The design system: components that know words, states and tokens, and nothing of the business.
//! They render on the server and come alive in the browser; fetching and deciding is left to the caller.
#![forbid(unsafe_code)]

mod actions;
mod choice;
mod fields;
mod icon;
mod marks;
mod style;

pub use actions::{Button, ButtonKind, ButtonSize, ButtonType, IconButton, LinkButton, TextLink};
pub use choice::Choice;
pub use fields::*;
pub use icon::{Icon, IconSize, Symbol};
/// The icon set, for example `lucide::LuPhone`.
pub use icondata_lu as lucide;
pub use marks::{Avatar, AvatarSize, Badge, Glyph, KeyChip, ScoreBar, StatusGlyph, initials};
pub use style::{Align, Tone};
