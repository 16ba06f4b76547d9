//! Form fields: label above, help below, the error in place of the help. Validation is the caller's.
#![expect(clippy::fn_params_excessive_bools, reason = "props are named where they are passed")]

mod checkbox;
mod date_field;
mod frame;
mod grouped_select;
mod money_field;
mod option_group;
mod password_field;
mod search;
mod segmented;
mod select;
mod switch;
mod text_area;
mod text_field;
mod value;

pub use checkbox::Checkbox;
pub use date_field::DateField;
pub use grouped_select::{ChoiceGroup, GroupedSelect};
pub use money_field::{MoneyField, group_thousands};
pub use option_group::{ChoiceChips, RadioGroup};
pub use password_field::PasswordField;
pub use search::Search;
pub use segmented::Segmented;
pub use select::Select;
pub use switch::Switch;
pub use text_area::TextArea;
pub use text_field::{FieldKind, TextField};
