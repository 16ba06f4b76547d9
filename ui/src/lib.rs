//! The design system: components that know words, states and tokens, and nothing of the business.
//! They render on the server and come alive in the browser; fetching and deciding is left to the caller.

mod actions;
mod charts;
mod choice;
mod data;
mod feedback;
mod fields;
mod frame;
mod gallery;
mod icon;
mod layout;
mod marks;
mod overlays;
mod style;
mod time;

pub use actions::{Button, ButtonKind, ButtonSize, ButtonType, IconButton, LinkButton, TextLink};
pub use charts::*;
pub use choice::Choice;
pub use data::*;
pub use feedback::*;
pub use fields::*;
pub use frame::*;
pub use gallery::Gallery;
pub use icon::{Icon, IconSize, Symbol};
/// The icon set, for example `lucide::LuPhone`.
pub use icondata_lu as lucide;
pub use layout::{Card, DefinitionList, DefinitionRow, Section, SectionHeading};
pub use marks::{Avatar, AvatarSize, Badge, Glyph, KeyChip, ScoreBar, StatusGlyph, initials};
pub use overlays::{BareDialog, Dialog, Drawer, Menu, MenuItem, Popover, Tooltip};
pub use style::{Align, Tone};
pub use time::*;
