//! Large lead tables, made inside the database from the few hundred leads of the demo business: names, places, status
//! and source in the mix they have there.

use crate::Trial;
use crate::process::Place;
use domain::Db;
use sea_orm::{ConnectionTrait as _, Statement};

/// Rows a statement.
const CHUNK: i64 = 50_000;

/// Fills the lead table up to `size`.
pub(super) async fn leads(place: &Place, size: u64) -> Trial {
    let db = place.look().await?;
    let size = i64::try_from(size).map_err(|error| error.to_string())?;
    let columns = "org_id, contact_id, property_id, form_id, source, status, dead_reason, status_note, owner_id, situation, timing, \
                   message, place, phone, asking_minor, updated_at, respond_by, first_response_at, last_activity_at, version";
    let base = count(&db, "leads").await?.max(1);
    loop {
        let have = count(&db, "leads").await?;
        if have >= size {
            break;
        }
        let rows = CHUNK.min(size - have);
        // Each copy gets an id and a moment of its own and a name that few others have.
        let sql = if db.is_sqlite() {
            format!(
                "WITH RECURSIVE n(i) AS (SELECT {have} UNION ALL SELECT i + 1 FROM n WHERE i < {have} + {rows} - 1) \
                 INSERT INTO leads (id, contact_name, search_text, created_at, waiting_until, {columns}) \
                 SELECT randomblob(16), l.contact_name || ' ' || i, l.search_text || ' n' || (i % 5003), \
                 strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-08-01', '-' || (i * 7919 % 15000000) || ' seconds'), \
                 CASE WHEN i % 40 = 0 THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-08-01', '-' || (i * 31 % 900000) || ' seconds') ELSE '9999-12-31T00:00:00+00:00' END, \
                 {columns} FROM n JOIN (SELECT * FROM leads ORDER BY seq LIMIT {base}) l ON l.seq = 1 + i % {base}"
            )
        } else {
            format!(
                "INSERT INTO leads (id, contact_name, search_text, created_at, waiting_until, {columns}) \
                 SELECT gen_random_uuid(), l.contact_name || ' ' || i, l.search_text || ' n' || (i % 5003), \
                 timestamptz '2026-08-01' - (i::bigint * 7919 % 15000000) * interval '1 second', \
                 CASE WHEN i % 40 = 0 THEN timestamptz '2026-08-01' - (i::bigint * 31 % 900000) * interval '1 second' ELSE timestamptz '9999-12-31 00:00:00+00' END, \
                 {columns} FROM generate_series({have}, {have} + {rows} - 1) i \
                 JOIN (SELECT *, row_number() OVER (ORDER BY seq) AS place_in_line FROM leads ORDER BY seq LIMIT {base}) l \
                 ON l.place_in_line = 1 + i % {base}"
            )
        };
        run(&db, &sql).await?;
        if count(&db, "leads").await? <= have {
            return Err("the lead table does not grow".to_owned());
        }
    }
    marks(&db).await?;
    run(&db, if db.is_sqlite() { "PRAGMA optimize=0x10002" } else { "VACUUM ANALYZE leads" }).await?;
    db.close().await.map_err(|error| error.to_string())
}

/// Fills in custom fields of the demo business: a choice that one in a hundred has, and an amount that half of them have.
async fn marks(db: &Db) -> Trial {
    for (field, column, value, which) in [
        ("Motivation", "text", "CASE WHEN l.seq % 100 = 0 THEN 'must_sell' ELSE 'curious' END", "l.seq > 0"),
        ("Lowest price named", "number", "(l.seq % 4000) * 10000", "l.seq % 2 = 0"),
    ] {
        let sql = format!(
            "INSERT INTO lead_values (org_id, lead_id, field_id, item, {column}) \
             SELECT l.org_id, l.id, f.id, 0, {value} FROM leads l JOIN custom_fields f ON f.org_id = l.org_id AND f.label = '{field}' \
             WHERE {which} AND NOT EXISTS (SELECT 1 FROM lead_values v WHERE v.org_id = l.org_id AND v.lead_id = l.id AND v.field_id = f.id)"
        );
        run(db, &sql).await?;
    }
    if !db.is_sqlite() {
        run(db, "VACUUM ANALYZE lead_values").await?;
    }
    Ok(())
}

/// Gathers statistics, as either database does by itself after a while.
pub(super) async fn analyze(db: &Db) -> Trial {
    run(db, if db.is_sqlite() { "PRAGMA optimize=0x10002" } else { "ANALYZE" }).await
}

/// Rows of a table.
pub(super) async fn count(db: &Db, table: &str) -> Trial<i64> {
    super::number(db, &format!("SELECT count(*) AS n FROM {table}")).await
}

async fn run(db: &Db, sql: &str) -> Trial {
    let statement = Statement::from_string(db.backend(), sql);
    db.migrations().execute_raw(statement).await.map_err(|error| error.to_string())?;
    Ok(())
}
