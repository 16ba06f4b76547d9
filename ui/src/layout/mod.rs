//! What holds content together: card, section, definition list.
mod card;
mod definitions;
mod section;

pub use card::Card;
pub use definitions::{DefinitionList, DefinitionRow};
pub(crate) use section::heading;
pub use section::{Section, SectionHeading};
