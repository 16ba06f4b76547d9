//! What surrounds every screen: the frame with its navigation and keys, page titles, and the pages for when there is
//! nothing to show.

mod confirm;
mod connection;
mod copy_field;
mod deeds;
mod failure;
mod following;
mod frame;
mod help;
mod keys;
mod keyset;
mod marked;
mod navigation;
mod not_found;
mod page;
mod palette;
mod plain;
mod profile;
mod recents;
mod search;
mod settings_tabs;
mod shortcuts;

pub use confirm::Confirm;
pub use copy_field::{CopyField, write_clipboard};
pub use deeds::{Deed, DeedGroup, Offers, offer};
pub use failure::Failure;
pub use following::{Following, News};
pub use frame::Frame;
pub use keyset::{KeysetRows, OpenPanel, RowLook};
pub use marked::marked;
pub use not_found::NotFound;
pub use page::{Announcements, Arrival, PageTitle, Titles};
pub use plain::PlainPage;
pub use recents::remember_lead;
pub use settings_tabs::SettingsTabs;
