//! Small marks that say what something is: badge, status glyph, avatar, score, key.
mod avatar;
mod badge;
mod keys;
mod score;
mod status;

pub use avatar::{Avatar, AvatarSize, initials};
pub use badge::Badge;
pub use keys::KeyChip;
pub use score::ScoreBar;
pub(crate) use status::draw;
pub use status::{Glyph, StatusGlyph};
