//! Many things at once: table, tabs over views, filter sentence, pages, timeline.
mod filter_chip;
mod openable;
mod pages;
mod tab_links;
mod table;
mod table_cells;
mod tabs;
mod timeline;

pub use filter_chip::FilterChip;
pub use openable::{OpenableRow, OpenableRows, OpenedElsewhere};
pub use pages::{LoadMore, Pager};
pub use tab_links::{TabLink, TabLinks};
pub use table::{Table, TableBody, TableHead, TableRow};
pub use table_cells::{Cell, HeadCell, RowHeader, SortDirection, SortHeader};
pub use tabs::{Tab, TabLook, TabPanel, Tabs};
pub use timeline::{Timeline, TimelineItem};
