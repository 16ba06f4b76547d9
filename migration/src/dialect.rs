//! One SQL text for two databases: `{uuid}`, `{time}`, `{json}`, `{bytes}` and `{serial}` stand for the types
//! that differ, and a block between `--sqlite` or `--postgres` and `--end` is for that database alone.

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};

/// Runs every statement of `sql` in the words of the connected database.
pub(crate) async fn run(db: &impl ConnectionTrait, sql: &str) -> Result<(), DbErr> {
    db.execute_unprepared(&translate(sql, db.get_database_backend())?).await?;
    Ok(())
}

fn translate(sql: &str, backend: DatabaseBackend) -> Result<String, DbErr> {
    let (own, types) = match backend {
        DatabaseBackend::Sqlite => (
            "--sqlite",
            [
                ("{uuid}", "BLOB"),
                // RFC 3339 in UTC: sorts as text.
                ("{time}", "TEXT"),
                ("{json}", "TEXT"),
                ("{bytes}", "BLOB"),
                ("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            ],
        ),
        DatabaseBackend::Postgres => (
            "--postgres",
            [
                ("{uuid}", "uuid"),
                ("{time}", "timestamptz"),
                ("{json}", "jsonb"),
                ("{bytes}", "bytea"),
                ("{serial}", "bigserial PRIMARY KEY"),
            ],
        ),
        other => {
            return Err(DbErr::Custom(format!("Empire runs on SQLite and PostgreSQL, not on {other:?}")));
        }
    };
    let mut text = String::with_capacity(sql.len());
    let mut block: Option<&str> = None;
    for line in sql.lines() {
        match line.trim() {
            start @ ("--sqlite" | "--postgres") => block = Some(start),
            "--end" => block = None,
            _ if block.is_none_or(|name| name == own) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    for (name, word) in types {
        text = text.replace(name, word);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_types_follow_the_database() {
        let sql = "a {uuid}\n--sqlite\nb\n--end\n--postgres\nc {json}\n--end\nd {time}";
        assert_eq!(translate(sql, DatabaseBackend::Sqlite).unwrap(), "a BLOB\nb\nd TEXT\n");
        assert_eq!(translate(sql, DatabaseBackend::Postgres).unwrap(), "a uuid\nc jsonb\nd timestamptz\n");
    }
}
