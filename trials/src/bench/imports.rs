//! A file of leads from its upload to its end, and back: as a member does it over HTTP, looked at from outside.

use super::lists::{FORM, sign_in};
use super::number;
use crate::http::Connection;
use crate::process::{Place, Running};
use crate::report::{grouped, per_second};
use crate::{Database, Trial};
use domain::Db;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const ROWS: usize = 100_000;
/// How often memory and progress are looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Longest time of a step.
const PATIENCE: Duration = Duration::from_mins(15);

/// Measures on one database; one row of the table.
pub(super) async fn measure(binary: &Path, database: Database) -> Trial<String> {
    let place = Place::new(database, "bench_imports").await?;
    place.run(binary, &["seed", "--leads", "0"]).await?;
    let program = Running::start(binary, &place).await?;
    let db = place.look().await?;
    let mut connection = Connection::open(program.address).await?;
    let cookie = sign_in(&mut connection).await?;
    let idle = program.own_kib().unwrap_or(0);
    let mut peak = idle;

    let body = form(&file());
    let megabytes = body.len() / 1_000_000;
    let begun = Instant::now();
    let media = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = connection.post("/leads/import/upload", &media, &cookie, &body).await?;
    let upload = begun.elapsed();
    drop(body);
    peak = peak.max(program.own_kib().unwrap_or(0));
    let page = answer.header("location").filter(|_| answer.status == 303).unwrap_or_default().to_owned();
    let id = page.rsplit('/').next().filter(|id| id.starts_with("imp_"));
    let id = id.ok_or_else(|| format!("the upload was answered with {}: {page}", answer.status))?.to_owned();

    let columns = format!("id={id}&input%5Bknown%5D=attach&input%5Bsource%5D=direct_mail{}", columns());
    let check = step(&mut connection, &cookie, "choose_columns", &columns).await?;
    let check = until(&db, &program, "checked", check, &mut peak).await?;
    let run = step(&mut connection, &cookie, "run", &format!("id={id}")).await?;
    let run = until(&db, &program, "done", run, &mut peak).await?;
    let leads = number(&db, "SELECT count(*) AS n FROM leads").await?;
    if usize::try_from(leads).ok() != Some(ROWS) {
        return Err(format!("{leads} leads came of {ROWS} rows"));
    }
    let undo = step(&mut connection, &cookie, "undo", &format!("id={id}")).await?;
    let undo = until(&db, &program, "undone", undo, &mut peak).await?;
    let left = number(&db, "SELECT count(*) AS n FROM leads").await?;
    if left != 0 {
        return Err(format!("{left} leads are left"));
    }
    db.close().await.map_err(|error| error.to_string())?;
    program.kill().await?;
    place.remove().await?;
    let rate = |took: Duration| grouped(per_second(ROWS, took));
    Ok(format!(
        "| {database:?} | {megabytes} MB in {:.1} s | {} | {} | {} | {} MB | {} MB |",
        upload.as_secs_f64(),
        rate(check),
        rate(run),
        rate(undo),
        idle / 1024,
        peak / 1024
    ))
}

const BOUNDARY: &str = "empire-trials";

fn form(file: &str) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sellers.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--{BOUNDARY}--\r\n"
    )
}

const HEADINGS: [&str; 10] =
    ["name", "phone", "email", "street", "city", "region", "postal_code", "asking", "beds", "area"];

/// Everybody is somebody else, at a house of their own.
fn file() -> String {
    let mut text = format!("{}\n", HEADINGS.join(","));
    for number in 0..ROWS {
        let (exchange, line) = (200 + number / 10_000, number % 10_000);
        // Writing to a String cannot fail.
        writeln!(
            text,
            "Seller Number{number},512 {exchange} {line:04},seller{number}@example.com,{number} Tillery St,Austin,TX,78702,{}000,{},{}",
            100 + number % 900,
            1 + number % 6,
            800 + number % 3_000
        )
        .unwrap_or_default();
    }
    text
}

/// The headings are the words of what they go into.
fn columns() -> String {
    let column = |(index, into): (usize, &&str)| format!("&input%5Bcolumns%5D%5B{index}%5D%5Binto%5D={into}");
    HEADINGS.iter().enumerate().map(column).collect()
}

/// Begins a step; answers when it began.
async fn step(connection: &mut Connection, cookie: &str, what: &str, form: &str) -> Trial<Instant> {
    let begun = Instant::now();
    let answer = connection.post(&format!("/rpc/imports/{what}"), FORM, cookie, form).await?;
    if answer.status == 200 { Ok(begun) } else { Err(format!("{what}: {} {}", answer.status, answer.text())) }
}

/// Waits for the end of a step; answers how long it took.
async fn until(db: &Db, program: &Running, state: &str, begun: Instant, peak: &mut u64) -> Trial<Duration> {
    let sql = format!("SELECT count(*) AS n FROM imports WHERE state = '{state}'");
    while number(db, &sql).await? == 0 {
        if begun.elapsed() > PATIENCE {
            return Err(format!("not {state} after {PATIENCE:?}"));
        }
        *peak = (*peak).max(program.own_kib().unwrap_or(0));
        tokio::time::sleep(LOOK).await;
    }
    Ok(begun.elapsed())
}
