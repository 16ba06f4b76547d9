//! What floats above the page: menu, popover, dialog, drawer, tooltip. All return the focus to where it came from.
mod bare_dialog;
mod dialog;
mod drawer;
mod focus;
mod menu;
mod menu_item;
mod popover;
mod tooltip;

pub use bare_dialog::BareDialog;
pub use dialog::Dialog;
pub use drawer::Drawer;
pub(crate) use focus::focus_on;
pub use menu::Menu;
pub use menu_item::MenuItem;
pub use popover::Popover;
pub use tooltip::Tooltip;
