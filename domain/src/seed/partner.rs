//! A listing service that sends leads to the demo business by program, mostly well.

use super::team::request;
use crate::actor::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::sources::{self, Arrived, Received};
use crate::webhooks::signatures;
use chrono::{DateTime, Duration, Utc};
use entity::{inbound_payloads, jobs};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use shared::LeadId;
use shared::contacts::Channel;
use shared::forms::{ConsentText, StandardField as F};
use shared::sources::{Change, Join, LookUp, MappedField, Mapping, SourceInput, Taken, Target, Verification};

/// The source and both its secrets.
pub(super) struct Partner {
    slug: String,
    token: String,
    secret: String,
    /// Ended long ago; the partner has a program that nobody told.
    former: String,
}

/// Something that was sent.
pub(super) struct Sent {
    /// Which lead it will be among those of the demo business.
    pub lead: u32,
    id: &'static str,
    body: Value,
    former_secret: bool,
}

/// Sets the source up, with its mapping.
pub(super) async fn found(cx: &Context, owner: &Actor) -> Result<Partner> {
    let input = SourceInput {
        name: "Northbeam listings".to_owned(),
        slug: "northbeam".to_owned(),
        verification: Verification::StandardWebhooks,
        ..SourceInput::default()
    };
    let created = sources::create(cx, owner, &input).await?;
    sources::save_mapping(cx, owner, created.id, 0, &mapping()).await?;
    let rotated = sources::rotate(cx, owner, created.id, "").await?;
    let mut parts = rotated.address.rsplit('/');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (token, slug) = (part(), part());
    let secret = |secret: Option<String>| secret.ok_or_else(|| Error::internal("a source without a secret"));
    Ok(Partner { slug, token, secret: secret(rotated.secret)?, former: secret(created.secret.secret)? })
}

fn mapping() -> Mapping {
    let usual = |field, path: &str| {
        let into = Target::field(field);
        let change = into.usual_change(&[]);
        MappedField { into, from: Taken::path(path), change }
    };
    let source = LookUp { came: "northbeam".to_owned(), becomes: "referral".to_owned() };
    Mapping {
        fields: vec![
            usual(F::ContactName, "person.full_name"),
            usual(F::ContactPhone, "person.tel"),
            usual(F::ContactEmail, "person.mail"),
            MappedField {
                into: Target::field(F::PropertyAddress),
                from: Taken::Paths {
                    paths: vec!["home.line".to_owned(), "home.zip".to_owned()],
                    join: Join::Comma,
                },
                change: Change::Address { city: "Austin".to_owned(), region: "TX".to_owned() },
            },
            usual(F::AskingPrice, "home.want"),
            usual(F::PropertyBeds, "home.beds"),
            MappedField {
                into: Target::Consent { consent: "call".to_owned() },
                from: Taken::path("person.agreed"),
                change: Change::YesNo,
            },
            MappedField {
                into: Target::LeadSource,
                from: Taken::path("campaign.src"),
                change: Change::LookUp { rows: vec![source], otherwise: None },
            },
        ],
        consents: vec![ConsentText {
            key: "call".to_owned(),
            version: 1,
            text: "Northbeam may give my number to Juniper Homes, who may call me about my house.".to_owned(),
            channels: vec![Channel::Call],
        }],
    }
}

/// Above every lead that comes another way.
const FIRST_LEAD: u32 = 1 << 31;

type Row =
    (i64, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Minutes ago, name of the payload, person, phone, email, street, ZIP, price.
const SENT: [Row; 14] = [
    (
        8_930,
        "nb-2198",
        "Rosalind Achterberg",
        "(512) 555-0121",
        "r.achterberg@example.com",
        "2203 Haskell St.",
        "78702",
        "410k",
    ),
    (7_410, "nb-2207", "Desmond Okafor", "512-555-0122", "", "7801 Woodrow Ave", "78758", "$365,000.00"),
    (
        5_980,
        "nb-2214",
        "MARGUERITE LYLE",
        "+1 512 555 0123",
        "m.lyle@example.com",
        "1112 Kinney Ave",
        "78704",
        "729000",
    ),
    (4_505, "nb-2229", "Teodor Vance", "512.555.0124", "", "3406 Duval St", "78723", "515k"),
    (
        3_020,
        "nb-2240",
        "Hyacinth Moreau",
        "(512) 555-0125",
        "hyacinth@example.com",
        "908 Annie St",
        "78704",
        "1.1m",
    ),
    (1_530, "nb-2251", "Bram Vandersloot", "(512) 555-0126", "", "6611 Rutland Dr", "78758", "call me"),
    (
        1_495,
        "nb-2253",
        "Wendell Pruitt",
        "512 555 0127",
        "w.pruitt@example.com",
        "405 Avenue G",
        "78752",
        "455000",
    ),
    (410, "nb-2268", "Ilse Baumgartner", "512 555 0128", "", "1700 Picadilly Dr", "78664", "298k"),
    (
        215,
        "nb-2274",
        "Samir Haddad",
        "(512) 555-0129",
        "s.haddad@example.com",
        "4803 Rogge Ln",
        "78723",
        "340k",
    ),
    (160, "nb-2280", "cornelius  webb", "512 555 0130", "", "2517 Manor Rd", "78723", "$389,500"),
    (119, "nb-2285", "", "", "", "1209 Chestnut Ave", "78702", "375k"),
    (104, "nb-2287", "Greta Lindqvist", "512 555 014", "", "8100 Burnet Rd", "78758", "520k"),
    (
        92,
        "nb-2291",
        "Otis GRANGER",
        "(512) 555-0177",
        "otis.granger@example.com",
        "5602 Shoalwood Av.",
        "78756",
        "625k",
    ),
    // The answer was lost on its way, so it was sent again.
    (
        91,
        "nb-2291",
        "Otis GRANGER",
        "(512) 555-0177",
        "otis.granger@example.com",
        "5602 Shoalwood Av.",
        "78756",
        "625k",
    ),
];

/// When what was sent.
pub(super) fn plan(now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Sent)> {
    (FIRST_LEAD..).zip(&SENT).map(|(lead, row)| (now - Duration::minutes(row.0), sent(lead, row))).collect()
}

fn sent(lead: u32, (_, id, name, phone, email, street, zip, price): &Row) -> Sent {
    let body = json!({
        "event": "listing.inquiry",
        "person": { "full_name": name, "tel": phone, "mail": email, "agreed": true },
        "home": { "line": street, "zip": zip, "want": price, "beds": 3, "photos": ["1.jpg", "2.jpg", "3.jpg", "4.jpg"] },
        "campaign": { "src": "northbeam", "cid": id },
    });
    Sent { lead, id, body, former_secret: *id == "nb-2274" }
}

/// Comes in and is mapped at once, as by the job, which is not left behind. Answers the lead, if it became one.
pub(super) async fn receive(cx: &Context, partner: &Partner, sent: Sent) -> Result<Option<LeadId>> {
    let (now, body) = (cx.now(), sent.body.to_string());
    let secret = if sent.former_secret { &partner.former } else { &partner.secret };
    let message = format!("msg_{}", sent.id);
    let signature = signatures([secret.as_str()], &message, now, &body)?;
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Northbeam/3.2".to_owned()),
        ("webhook-id", message),
        ("webhook-timestamp", now.timestamp().to_string()),
        ("webhook-signature", signature),
    ];
    let arrived = Arrived {
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        body: body.into_bytes(),
        complete: true,
        ip: Some("203.0.113.80".to_owned()),
        request: request(cx),
    };
    let door = sources::door(cx, &partner.slug, &partner.token).await?;
    let org = door.org().uuid();
    let Received::Accepted(id) = sources::receive(cx, &door, arrived).await? else { return Ok(None) };
    let stored = async || {
        let row = inbound_payloads::Entity::find_by_id((org, id.uuid())).one(cx.db().read()).await?;
        row.ok_or_else(|| Error::internal("a payload that is not there"))
    };
    let row = stored().await?;
    let job = row.job_id;
    sources::map(cx, row).await?;
    if let Some(job) = job {
        cx.write(move |tx| {
            Box::pin(async move {
                jobs::Entity::delete_by_id(job).exec(tx).await?;
                Ok(())
            })
        })
        .await?;
    }
    Ok(stored().await?.lead_id.map(LeadId::from_uuid))
}
