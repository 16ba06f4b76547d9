//! Charts drawn on the server as SVG: the question is the title, labels sit on the marks, a table stands behind each.
mod bars;
mod chart_table;
mod funnel;
mod line;
mod scale;
mod sparkline;

pub use bars::{Bar, BarChart};
pub use chart_table::ChartTable;
pub use funnel::{FunnelChart, FunnelStep};
pub use line::{LineChart, Series};
pub use sparkline::Sparkline;
