//! The frame of every app page: rail, top bar, bottom bar on phones, the one main region.
mod app_frame;
mod bottom_bar;
mod rail;
mod theme;
mod top_bar;

pub use app_frame::{AppFrame, SkipLink};
pub use bottom_bar::{BottomBar, BottomItem};
pub use rail::{Mark, Rail, RailItem};
pub use theme::{THEME_SCRIPT, ThemeSwitch};
pub use top_bar::{CommandButton, TopBar};
