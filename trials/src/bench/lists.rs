//! Lists and pages as a member sees them: signed in, over HTTP on one connection, warm.

use crate::Trial;
use crate::http::Connection;
use crate::process::{Place, Running};
use crate::report::{Latencies, grouped, verdict};
use domain::Db;
use domain::seed::{DEMO_EMAIL, DEMO_PASSWORD};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use shared::{CustomFieldId, LeadId};
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What is asked, by address, and the target of its 99th percentile in milliseconds.
const PAGES: [(&str, &str, u64); 3] = [
    ("list page, server-rendered", "/leads", 30),
    ("home, server-rendered", "/", 30),
    ("readiness", "/readyz", 5),
];

const ROUNDS: usize = 200;
/// Leads of one change.
const MANY: u32 = 10_000;
const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

pub(super) async fn measure(binary: &Path, place: &Place, size: u64) -> Trial<Vec<String>> {
    let (motivation, lowest) = (field(place, "Motivation").await?, field(place, "Lowest price named").await?);
    let program = Running::start(binary, place).await?;
    let mut connection = Connection::open(program.address).await?;
    let cookie = sign_in(&mut connection).await?;
    let target = if size <= 100_000 { 10 } else { 20 };
    let filters = "status=new,contacted&source=google_ads,facebook";
    let mut rows = Vec::new();
    for (what, query) in [
        ("all, newest first", String::new()),
        ("filters, newest first", format!("{filters}&sort=newest")),
        ("filters, rare word, newest first", format!("{filters}&q=n4711&sort=newest")),
        ("filters, common word, newest first", format!("{filters}&q=austin&sort=newest")),
        ("filters, common word, highest price", format!("{filters}&q=austin&sort=asking")),
        ("filters, prefix of two letters, by name", format!("{filters}&q=ac&sort=name")),
        ("filters, custom choice of 1 in 100", format!("{filters}&where={motivation}.is(must_sell)")),
        (
            "filters, custom choice of 1 in 100, common word",
            format!("{filters}&q=austin&where={motivation}.is(must_sell)"),
        ),
        ("filters, custom amount of 1 in 4", format!("{filters}&where={lowest}.at_least(20000000)")),
        (
            "filters, bedrooms or another city",
            format!("{filters}&where=any(beds.at_least(4),not(city.is(austin)))"),
        ),
        ("filters, what nobody has", format!("{filters}&where=all(beds.at_least(90),not(city.is(austin)))")),
    ] {
        let body = format!("query={}", query.replace('=', "%3D").replace('&', "%26").replace(',', "%2C"));
        let mut took = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS + 5 {
            let sent = Instant::now();
            let answer = connection.post("/rpc/leads/list", FORM, &cookie, &body).await?;
            if answer.status != 200 {
                return Err(format!("{what}: {} {}", answer.status, answer.text()));
            }
            if round >= 5 {
                took.push(sent.elapsed());
            }
        }
        rows.push(row(what, took, target));
    }
    let lead = format!("/leads/{}", talked_of(place).await?);
    for (what, path, target) in PAGES.into_iter().chain([("lead page, server-rendered", lead.as_str(), 30)]) {
        let mut took = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS + 5 {
            let sent = Instant::now();
            let answer = connection.get(path, &cookie).await?;
            if answer.status != 200 {
                return Err(format!("{path}: {}", answer.status));
            }
            if round >= 5 {
                took.push(sent.elapsed());
            }
        }
        rows.push(row(what, took, target));
    }
    rows.extend(many(&mut connection, &cookie, place, &motivation).await?);
    program.kill().await?;
    Ok(rows)
}

/// One change of ten thousand leads that a condition finds, and taking it back; by how long a single one takes.
async fn many(
    connection: &mut Connection,
    cookie: &str,
    place: &Place,
    motivation: &str,
) -> Trial<Vec<String>> {
    let db = place.look().await?;
    // These are curious then, and nobody else is.
    let sql = format!(
        "UPDATE lead_values SET text = CASE WHEN lead_id IN (SELECT id FROM leads ORDER BY seq LIMIT {MANY}) THEN 'curious' \
         ELSE 'must_sell' END WHERE field_id = (SELECT id FROM custom_fields WHERE label = 'Motivation')"
    );
    let made = db.migrations().execute_raw(Statement::from_string(db.backend(), sql)).await;
    made.map_err(|error| error.to_string())?;
    db.close().await.map_err(|error| error.to_string())?;
    let leads = json!({ "matching": { "conditions": format!("{motivation}.is(curious)") } });
    let tags = json!({ "change": "tags", "to": { "add": ["Spring mailing"], "remove": [] } });
    let owner = json!({ "change": "owner", "to": null });
    let deletion = json!({ "change": "delete" });
    let mut rows = Vec::new();
    for (what, change) in [("owner", owner), ("a tag", tags), ("deleted", deletion)] {
        let input = json!({ "input": { "leads": leads, "change": change } }).to_string();
        let sent = Instant::now();
        let answer = connection.post("/rpc/leads/bulk", JSON, cookie, &input).await?;
        let took = sent.elapsed();
        let done: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|_| answer.text())?;
        let id = done.get("id").and_then(serde_json::Value::as_str).ok_or_else(|| answer.text())?;
        let changed = done.get("changed").and_then(serde_json::Value::as_u64).unwrap_or_default();
        rows.push(format!(
            "{} leads, {what} | {} | | |",
            grouped(u128::from(changed)),
            crate::report::millis(took)
        ));
        let sent = Instant::now();
        let answer = connection
            .post("/rpc/leads/undo_bulk", JSON, cookie, &json!({ "change": id }).to_string())
            .await?;
        if answer.status != 200 {
            return Err(format!("taking {what} back: {} {}", answer.status, answer.text()));
        }
        rows.push(format!("the same, taken back | {} | | |", crate::report::millis(sent.elapsed())));
    }
    Ok(rows)
}

/// The lead with the longest timeline.
async fn talked_of(place: &Place) -> Trial<LeadId> {
    let db = place.look().await?;
    let sql = "SELECT lead_id AS id FROM activities GROUP BY lead_id ORDER BY count(*) DESC, lead_id LIMIT 1";
    let found = ids(&db, sql).await?;
    db.close().await.map_err(|error| error.to_string())?;
    found.first().map(|id| LeadId::from_uuid(*id)).ok_or_else(|| "nobody talked of any lead".to_owned())
}

/// The identifier of a custom field as filters name it.
async fn field(place: &Place, label: &str) -> Trial<String> {
    let db = place.look().await?;
    let found = ids(&db, &format!("SELECT id FROM custom_fields WHERE label = '{label}'")).await?;
    db.close().await.map_err(|error| error.to_string())?;
    found
        .first()
        .map(|id| CustomFieldId::from_uuid(*id).to_string())
        .ok_or_else(|| format!("no field is called {label}"))
}

async fn ids(db: &Db, sql: &str) -> Trial<Vec<Uuid>> {
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await;
    let rows = rows.map_err(|error| error.to_string())?;
    rows.iter().map(|row| row.try_get("", "id").map_err(|error| error.to_string())).collect()
}

fn row(what: &str, took: Vec<Duration>, target: u64) -> String {
    let took = Latencies::new(took);
    let reached = took.percentile(99) < Duration::from_millis(target);
    format!("{what} | {} | {} |", took.words(), verdict(&format!("{target} ms"), reached))
}

pub(super) async fn sign_in(connection: &mut Connection) -> Trial<String> {
    let page = connection.get("/sign-in", "").await?;
    if page.status != 200 {
        return Err(format!("/sign-in: {}", page.status));
    }
    let form =
        format!("email={}&password={}", DEMO_EMAIL.replace('@', "%40"), DEMO_PASSWORD.replace(' ', "+"));
    let answer = connection.post("/rpc/sessions/sign_in", FORM, "", &form).await?;
    answer
        .header("set-cookie")
        .and_then(|value| value.split(';').next())
        .map(str::to_owned)
        .ok_or_else(|| format!("signing in failed: {} {}", answer.status, answer.text()))
}
