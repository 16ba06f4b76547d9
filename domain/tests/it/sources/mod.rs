//! Sources: who may come in, what becomes of it, and that nothing becomes two leads.

mod bad_input;
mod deliveries;
mod demo;
mod mapping;
mod previews;
mod replays;
mod secrets;
mod settings;
mod tidy;

use crate::work_off::work_off;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::duplicates::Find;
use domain::jobs::Registry;
use domain::sources::{self, Arrived, Map, Received, Tidy};
use domain::{Actor, Error};
use entity::{inbound_payloads, jobs as job_rows, leads};
use sea_orm::{EntityTrait as _, PaginatorTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use shared::contacts::Channel;
use shared::forms::{ConsentText, StandardField};
use shared::sources::{
    Change, InboundState, InboundSummary, Join, LookUp, MappedField, Mapping, SourceInput, Taken, Target,
    Verification,
};
use shared::{InboundPayloadId, SourceId};
use standardwebhooks::Webhook;
use testkit::World;

pub fn input(verification: Verification) -> SourceInput {
    SourceInput {
        name: "Northbeam listings".into(),
        slug: "northbeam".into(),
        verification,
        ..SourceInput::default()
    }
}

/// A source, its address taken apart, and its secret.
pub struct Partner {
    pub id: SourceId,
    pub slug: String,
    pub token: String,
    pub secret: Option<String>,
}

pub async fn partner(world: &World, owner: &Actor, verification: Verification) -> Partner {
    partner_with(world, owner, &input(verification)).await
}

pub async fn partner_with(world: &World, owner: &Actor, input: &SourceInput) -> Partner {
    let created = sources::create(&world.cx, owner, input).await.unwrap();
    let mut parts = created.secret.address.rsplit('/');
    let token = parts.next().unwrap().to_owned();
    Partner { id: created.id, slug: parts.next().unwrap().to_owned(), token, secret: created.secret.secret }
}

fn field(standard: StandardField, path: &str) -> MappedField {
    let into = Target::field(standard);
    let change = into.usual_change(&[]);
    MappedField { into, from: Taken::path(path), change }
}

/// Name, phone, email, address, price, consent and source.
pub fn mapping() -> Mapping {
    let table = [("northbeam", "referral"), ("ads", "google_ads")];
    let rows = table.map(|(came, becomes)| LookUp { came: came.into(), becomes: becomes.into() });
    Mapping {
        fields: vec![
            field(StandardField::ContactName, "person.full_name"),
            field(StandardField::ContactPhone, "person.tel"),
            field(StandardField::ContactEmail, "person.mail"),
            MappedField {
                into: Target::field(StandardField::PropertyAddress),
                from: Taken::Paths { paths: vec!["home.line".into(), "home.zip".into()], join: Join::Comma },
                change: Change::Address { city: "Austin".into(), region: "TX".into() },
            },
            field(StandardField::AskingPrice, "home.want"),
            MappedField {
                into: Target::Consent { consent: "call".into() },
                from: Taken::path("person.agreed"),
                change: Change::YesNo,
            },
            MappedField {
                into: Target::LeadSource,
                from: Taken::path("campaign.src"),
                change: Change::LookUp { rows: rows.to_vec(), otherwise: None },
            },
        ],
        consents: vec![ConsentText {
            key: "call".into(),
            version: 0,
            text: "Juniper Homes may call me.".into(),
            channels: vec![Channel::Call],
        }],
    }
}

pub fn otis() -> Value {
    json!({
        "person": { "full_name": "Otis GRANGER", "tel": "(512) 555-0177", "mail": "otis@example.com", "agreed": true },
        "home": { "line": "5602 Shoalwood Av.", "zip": "78756", "want": "625k" },
        "campaign": { "src": "northbeam", "cid": "nb-2291" },
    })
}

/// Somebody else at another house.
pub fn other(number: u32) -> Value {
    let mut payload = otis();
    payload["person"]["tel"] = json!(format!("512 555 {number:04}"));
    payload["person"]["mail"] = json!(format!("somebody{number}@example.com"));
    payload["home"]["line"] = json!(format!("{number} Tillery St"));
    payload
}

/// A request as somebody sends it.
pub fn request(world: &World, body: &str, headers: &[(&str, &str)]) -> Arrived {
    let json = ("content-type".to_owned(), "application/json".to_owned());
    let given = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Arrived {
        headers: given.chain([json]).collect(),
        body: body.as_bytes().to_vec(),
        complete: true,
        ip: Some("198.51.100.7".into()),
        request: world.request(),
    }
}

/// A request as Standard Webhooks has it, signed by an independent implementation.
pub fn signed(world: &World, secret: &str, id: &str, body: &str) -> Arrived {
    let at = world.cx.now().timestamp();
    let signature = Webhook::new(secret).unwrap().sign(id, at, body.as_bytes()).unwrap();
    let at = at.to_string();
    let headers =
        [("webhook-id", id), ("webhook-timestamp", at.as_str()), ("webhook-signature", signature.as_str())];
    request(world, body, &headers)
}

pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

pub async fn send(world: &World, partner: &Partner, arrived: Arrived) -> Received {
    let door = sources::door(&world.cx, &partner.slug, &partner.token).await.unwrap();
    sources::receive(&world.cx, &door, arrived).await.unwrap()
}

/// Sends a body through a source whose address is its secret.
pub async fn post(world: &World, partner: &Partner, body: &Value) -> Received {
    send(world, partner, request(world, &body.to_string(), &[])).await
}

pub fn accepted(received: Received) -> InboundPayloadId {
    match received {
        Received::Accepted(id) => id,
        other => panic!("{other:?}"),
    }
}

pub fn registry() -> Registry {
    Registry::new().with::<Map>().with::<Tidy>().with::<Find>()
}

/// Runs what is due, until nothing is left to do now.
pub async fn work(world: &World) {
    work_off(world, registry()).await;
}

pub async fn rows(world: &World) -> Vec<inbound_payloads::Model> {
    let by_id = inbound_payloads::Entity::find().order_by_asc(inbound_payloads::Column::Id);
    by_id.all(world.cx.db().read()).await.unwrap()
}

pub async fn count_leads(world: &World) -> u64 {
    leads::Entity::find().count(world.cx.db().read()).await.unwrap()
}

/// The payload as the owner sees it in the list.
pub async fn seen(world: &World, actor: &Actor, id: InboundPayloadId) -> InboundSummary {
    sources::payload(&world.cx, actor, id).await.unwrap().summary
}

pub async fn states(world: &World) -> Vec<InboundState> {
    rows(world).await.iter().map(|row| InboundState::from_word(&row.state).unwrap()).collect()
}

pub fn conflict<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Conflict(words)) => words,
        other => panic!("{other:?}"),
    }
}
