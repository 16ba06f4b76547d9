//! Custom fields: which there are, and what stands in them. What may be entered is `shared::fields`' business; whose
//! record a value belongs to, and whether it may be changed, is that of the record's own module.

mod change;
mod fill;
mod values;

pub use change::{archive, create, move_to, restore, update};
pub(crate) use fill::{Filling, Records};
pub(crate) use values::{CustomFieldValues, Of, all_of, insert_many, remove_many, write};

use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use entity::custom_fields;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::fields::{CustomField, FieldType, Noun};
use shared::roles::Permission;
use shared::{CustomFieldId, OrgId};

/// All fields of the organization in the order of their noun and place; archived ones come too.
///
/// Errors: [`Error::Forbidden`].
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<CustomField>> {
    actor.require(Permission::ReadLeads)?;
    all(cx.db().read(), actor.org()).await
}

pub(crate) async fn all(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<CustomField>> {
    let rows = custom_fields::Entity::find()
        .filter(custom_fields::Column::OrgId.eq(org.uuid()))
        .order_by_asc(custom_fields::Column::Noun)
        .order_by_asc(custom_fields::Column::Position)
        .order_by_asc(custom_fields::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: custom_fields::Model) -> Result<CustomField> {
    let unknown = |what: &str| Error::internal(format!("a stored {what} of a field is not known"));
    Ok(CustomField {
        id: CustomFieldId::from_uuid(row.id),
        noun: Noun::from_word(&row.noun).ok_or_else(|| unknown("noun"))?,
        field_type: FieldType::from_word(&row.field_type).ok_or_else(|| unknown("type"))?,
        label: row.label,
        help: row.help,
        options: serde_json::from_value(row.options)?,
        archived: row.archived_at.is_some(),
        version: row.version,
    })
}
