//! A small world: a context on a fresh database, and builders for who lives in it.

use crate::{FakeClock, FakeHttp, SeededEntropy, SeededIds, TestDb};
use domain::secrets::Secret;
use domain::{Actor, Context, Settings};
use entity::{events, members, organizations, users};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::roles::Role;
use shared::{MemberId, OrgId, RequestId, UserId};
use std::sync::Arc;

/// What a test acts in. The database goes when the world goes.
pub struct World {
    pub cx: Context,
    pub clock: FakeClock,
    /// Where the world outside is called.
    pub http: FakeHttp,
    db: TestDb,
}

impl World {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::on(TestDb::sqlite().await)
    }

    /// On PostgreSQL; see [`TestDb::postgres`].
    pub async fn postgres() -> Self {
        Self::on(TestDb::postgres().await)
    }

    fn on(db: TestDb) -> Self {
        let clock = FakeClock::default();
        let http = FakeHttp::default();
        let settings = Settings {
            public_url: "https://empire.example".to_owned(),
            secret: Secret::from_text("the secret of a test"),
        };
        let cx = Context::new(
            db.db().clone(),
            Arc::new(clock.clone()),
            Arc::new(SeededIds::new(clock.clone(), 1)),
            Arc::new(SeededEntropy::new(1)),
            settings,
        )
        .with_http(Arc::new(http.clone()));
        Self { cx, clock, http, db }
    }

    /// Address of the database, for a second process or pool.
    pub fn database_url(&self) -> &str {
        self.db.url()
    }

    /// A fresh request.
    pub fn request(&self) -> RequestId {
        RequestId::from_uuid(self.cx.new_id())
    }

    /// An organization in Chicago that answers within 15 minutes, and its owner. Writes the rows alone: no events,
    /// no form, and a password that nobody can enter (`domain::organizations::found` does all of it, slowly).
    pub async fn found_org(&self, name: &str) -> Actor {
        let (id, now) = (self.cx.new_id(), self.cx.now());
        let row = organizations::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            time_zone: Set("America/Chicago".to_owned()),
            response_minutes: Set(15),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
        };
        row.insert(self.cx.db().migrations()).await.expect("an organization can be inserted");
        self.join(OrgId::from_uuid(id), Role::Owner).await
    }

    /// One more member of the organization that `colleague` belongs to; written as in [`World::found_org`].
    pub async fn member(&self, colleague: &Actor, role: Role) -> Actor {
        self.join(colleague.org(), role).await
    }

    /// A visitor of the organization's public pages.
    pub fn visitor(&self, org: OrgId) -> Actor {
        Actor::visitor(org, self.request())
    }

    async fn join(&self, org: OrgId, role: Role) -> Actor {
        let (user, member, now) = (self.cx.new_id(), self.cx.new_id(), self.cx.now());
        let email = format!("{}-{}@example.com", role.as_str(), user.simple());
        let row = users::ActiveModel {
            id: Set(user),
            email_key: Set(email.clone()),
            email: Set(email),
            name: Set(format!("Test {}", role.label())),
            password_hash: Set("!".to_owned()),
            created_at: Set(now),
            updated_at: Set(now),
        };
        row.insert(self.cx.db().migrations()).await.expect("a user can be inserted");
        let row = members::ActiveModel {
            org_id: Set(org.uuid()),
            id: Set(member),
            user_id: Set(user),
            role: Set(role.as_str().to_owned()),
            created_at: Set(now),
            last_seen_at: Set(None),
            removed_at: Set(None),
            version: Set(1),
        };
        row.insert(self.cx.db().migrations()).await.expect("a member can be inserted");
        Actor::member(org, self.request(), MemberId::from_uuid(member), UserId::from_uuid(user), role)
    }

    /// The stored events of an organization, oldest first, whatever a reader may see by now.
    pub async fn events(&self, org: OrgId) -> Vec<events::Model> {
        events::Entity::find()
            .filter(events::Column::OrgId.eq(org.uuid()))
            .order_by_asc(events::Column::Seq)
            .all(self.cx.db().read())
            .await
            .expect("events can be read")
    }

    /// The kinds of [`World::events`], for example `lead.created`.
    pub async fn event_names(&self, org: OrgId) -> Vec<String> {
        self.events(org).await.into_iter().map(|event| event.kind).collect()
    }
}
