//! Finding the source that an address leads to. Whoever asks for one that is not there learns nothing else.

use super::{rows, secrets};
use crate::context::Context;
use crate::error::{Error, Result};
use entity::sources;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};
use shared::sources::Verification;
use shared::{OrgId, SourceId};

/// A source whose address was called.
#[derive(Debug, Clone)]
pub struct Door {
    pub(super) source: sources::Model,
}

impl Door {
    /// Which source it is, for limits.
    pub const fn source(&self) -> SourceId {
        SourceId::from_uuid(self.source.id)
    }

    /// Whose it is.
    pub const fn org(&self) -> OrgId {
        OrgId::from_uuid(self.source.org_id)
    }

    /// Whether senders log in with name and password: a refusal asks for them then.
    pub fn asks_for_password(&self) -> bool {
        matches!(rows::verification_of(&self.source), Ok(Verification::Basic { .. }))
    }
}

/// The source behind `/in/{slug}/{token}`. The one query without an organization: the token is what tells it. It is
/// looked up by its hash, so that the time an answer takes says nothing about tokens that exist.
///
/// Errors: [`Error::NotFound`].
pub async fn door(cx: &Context, slug: &str, token: &str) -> Result<Door> {
    use sources::Column as C;
    let nothing = || Error::NotFound("the address");
    let hash = secrets::hash_of(token).ok_or_else(nothing)?;
    let previous =
        Condition::all().add(C::PreviousTokenHash.eq(hash.clone())).add(C::PreviousUntil.gt(cx.now()));
    let source = sources::Entity::find()
        .filter(Condition::any().add(C::TokenHash.eq(hash)).add(previous))
        .filter(C::DeletedAt.is_null())
        .one(cx.db().read())
        .await?;
    source.filter(|source| source.slug == slug).map(|source| Door { source }).ok_or_else(nothing)
}
