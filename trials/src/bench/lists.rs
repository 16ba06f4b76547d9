//! Lists and pages as a member sees them: signed in, over HTTP on one connection, warm.

use crate::Trial;
use crate::http::Connection;
use crate::process::{Place, Running};
use crate::report::{Latencies, verdict};
use domain::seed::{DEMO_EMAIL, DEMO_PASSWORD};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is asked, by address, and the target of its 99th percentile in milliseconds.
const PAGES: [(&str, &str, u64); 3] = [
    ("list page, server-rendered", "/leads", 30),
    ("home, server-rendered", "/", 30),
    ("readiness", "/readyz", 5),
];

const ROUNDS: usize = 200;
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

pub(super) async fn measure(binary: &Path, place: &Place, size: u64) -> Trial<Vec<String>> {
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
    for (what, path, target) in PAGES {
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
    program.kill().await?;
    Ok(rows)
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
