//! Forms to send, and answers that can be sent.

use crate::World;
use domain::{Actor, forms};
use entity::{contacts, form_drafts, lead_touches, leads, submissions};
use sea_orm::{EntityTrait as _, PaginatorTrait as _, QueryOrder as _};
use shared::forms::{Answers, FormDefinition, PublicForm, seller_form};
use shared::origin::Origin;
use std::sync::Arc;

/// The site that may show the forms of [`World::form`].
pub const HOST: &str = "https://www.juniper.example";

impl World {
    /// The seller form, published under `slug`; [`HOST`] may show it.
    pub async fn form(&self, owner: &Actor, slug: &str) -> Arc<PublicForm> {
        self.form_of(owner, slug, &seller_form("Juniper Homes")).await
    }

    /// Any form, published under `slug`; [`HOST`] may show it.
    pub async fn form_of(&self, owner: &Actor, slug: &str, definition: &FormDefinition) -> Arc<PublicForm> {
        let host = Origin::parse(HOST).expect("the host is an origin");
        forms::create(&self.cx, owner, slug, definition, vec![host])
            .await
            .expect("the form can be published");
        forms::public(&self.cx, slug).await.expect("the form was just published")
    }

    /// How many submissions, leads, contacts and drafts there are, of all organizations.
    pub async fn counts(&self) -> [u64; 4] {
        let db = self.cx.db().read();
        [
            submissions::Entity::find().count(db).await.expect("submissions can be counted"),
            leads::Entity::find().count(db).await.expect("leads can be counted"),
            contacts::Entity::find().count(db).await.expect("contacts can be counted"),
            form_drafts::Entity::find().count(db).await.expect("drafts can be counted"),
        ]
    }

    /// What was sent, by key.
    pub async fn submissions(&self) -> Vec<submissions::Model> {
        let by_key = submissions::Entity::find().order_by_asc(submissions::Column::Key);
        by_key.all(self.cx.db().read()).await.expect("submissions can be read")
    }

    /// Where leads came from, first touches before last ones.
    pub async fn touches(&self) -> Vec<lead_touches::Model> {
        let by_kind = lead_touches::Entity::find().order_by_asc(lead_touches::Column::Kind);
        by_kind.all(self.cx.db().read()).await.expect("touches can be read")
    }
}

/// Everything the seller form wants to know.
pub fn seller_answers() -> Answers {
    [
        ("address.street", "917 Tillery St"),
        ("address.city", "Austin"),
        ("address.region", "TX"),
        ("address.postal_code", "78702"),
        ("property_type", "house"),
        ("condition", "repairs"),
        ("situation", "inherited"),
        ("timing", "within_30_days"),
        ("name", "Henrik Sandoval"),
        ("phone", "512 555 0148"),
        ("email", "h.sandoval@example.com"),
        ("contact_consent", "on"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

/// Answers of these keys and texts.
pub fn answers<const N: usize>(pairs: [(&str, &str); N]) -> Answers {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
