//! Tenants: founded by a person who becomes the owner, with a seller form that is ready to use.

use crate::actor::{Actor, Peer};
use crate::context::Context;
use crate::db::is_unique_violation;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Subject};
use crate::sessions::{self, NewSession};
use crate::{forms, members, passwords, users};
use entity::organizations;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QuerySelect as _, TransactionTrait as _,
};
use shared::events::EventKind;
use shared::forms::seller_form;
use shared::roles::Role;
use shared::sessions::SignUpInput;
use shared::{OrgId, RequestId};

/// Where a new organization is taken to be until it says otherwise.
const TIME_ZONE: &str = "America/Chicago";
/// Within how many minutes a new lead is to be answered until the organization says otherwise.
const RESPONSE_MINUTES: i32 = 15;
/// Address of the seller form that every organization starts with.
const SELLER_FORM: &str = "sell-your-house";

/// Makes an organization with its owner and seller form, and signs the owner in; all of it or nothing.
///
/// Errors: those of [`SignUpInput::parse`], and `email.taken`.
pub async fn found(cx: &Context, request: RequestId, input: &SignUpInput, peer: &Peer) -> Result<NewSession> {
    let new = input.parse()?;
    if users::by_email(cx.db().read(), &new.email).await?.is_some() {
        return Err(email_taken());
    }
    let password = passwords::hash(cx, &new.password).await?;
    let (context, peer, now) = (cx.clone(), peer.clone(), cx.now());
    let session = cx
        .write(move |tx| {
            Box::pin(async move {
                let org = OrgId::from_uuid(context.new_id());
                let row = organizations::ActiveModel {
                    id: Set(org.uuid()),
                    name: Set(new.organization.clone()),
                    time_zone: Set(TIME_ZONE.to_owned()),
                    response_minutes: Set(RESPONSE_MINUTES),
                    created_at: Set(now),
                    updated_at: Set(now),
                    version: Set(1),
                };
                organizations::Entity::insert(row).exec_without_returning(tx).await?;
                let user = users::insert(&context, tx, &new.email, &new.name, password, now).await.map_err(
                    |error| if is_unique_violation(&error) { email_taken() } else { error.into() },
                )?;
                let owner = members::join(&context, tx, org, user, Role::Owner, now).await?;
                let actor = owner.actor(request);
                let event = |subject, kind| NewEvent { actor: actor.clone(), subject, kind, at: now };
                let joined = EventKind::MemberJoined { member: owner.member, role: Role::Owner };
                let founded = [
                    event(
                        Subject::Organization(org),
                        EventKind::OrganizationCreated { name: new.organization.clone() },
                    ),
                    event(Subject::Member(owner.member), joined),
                ];
                events::append_all(&context, tx, &founded).await?;
                publish_seller_form(&context, tx, &actor, &new.organization).await?;
                sessions::start(&context, tx, &owner, request, &peer, now).await
            })
        })
        .await?;
    Ok(session)
}

/// The organization's row.
pub async fn get(cx: &Context, org: OrgId) -> Result<organizations::Model> {
    let row = organizations::Entity::find_by_id(org.uuid()).one(cx.db().read()).await?;
    row.ok_or(Error::NotFound("the organization"))
}

/// Makes everybody else who changes the members of this organization wait until the transaction ends, but nobody
/// who merely adds rows that name it. SQLite writes one at a time anyway.
pub(crate) async fn lock(tx: &impl ConnectionTrait, org: OrgId) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        organizations::Entity::find_by_id(org.uuid()).lock(LockType::NoKeyUpdate).one(tx).await?;
    }
    Ok(())
}

/// Publishes the ready-made seller form. The first organization gets the plain address, later ones an ending.
async fn publish_seller_form(
    cx: &Context,
    tx: &DatabaseTransaction,
    actor: &Actor,
    organization: &str,
) -> Result<()> {
    use entity::forms::{Column, Entity};
    let definition = seller_form(organization);
    let plain_is_taken = Entity::find().filter(Column::Slug.eq(SELLER_FORM)).count(tx).await? > 0;
    let mut slug = if plain_is_taken { with_ending(cx, SELLER_FORM) } else { SELLER_FORM.to_owned() };
    for _ in 0..3 {
        // In a savepoint: somebody may take the address at the same moment, and then another one will do.
        let attempt = tx.begin().await?;
        match forms::insert(cx, &attempt, actor, &slug, &definition, Vec::new()).await {
            Ok(_) => return Ok(attempt.commit().await?),
            Err(Error::Conflict(_)) => attempt.rollback().await?,
            Err(error) => return Err(error),
        }
        slug = with_ending(cx, SELLER_FORM);
    }
    Err(Error::internal("no free address for the seller form"))
}

/// `sell-your-house-` and four characters that are easy to read out.
pub(crate) fn with_ending(cx: &Context, slug: &str) -> String {
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz7";
    let ending =
        cx.random::<4>().map(|byte| LETTERS.get(usize::from(byte & 31)).copied().map_or('x', char::from));
    format!("{slug}-{}", ending.iter().collect::<String>())
}

fn email_taken() -> Error {
    Error::invalid(
        "email",
        "email.taken",
        "An account with this email exists. Sign in first, then ask for an invitation.",
    )
}
