//! A migrated database for each test, gone when the test is.

use domain::Db;
use migration::Migrator;
use sea_orm::{ConnectionTrait as _, Database, DbErr};
use sea_orm_migration::MigratorTrait as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

const POSTGRES_URL: &str = "EMPIRE_TEST_POSTGRES_URL";
/// Small, because many tests run side by side; large enough for tests with concurrent writers.
const CONNECTIONS: u32 = 8;

/// A database of one test. Dropping it deletes it.
pub struct TestDb {
    db: Db,
    url: String,
    place: Place,
}

enum Place {
    File(PathBuf),
    Server { admin: String, name: String },
}

impl TestDb {
    /// A file in the directory for temporary files, opened as the program opens it.
    pub async fn sqlite() -> Self {
        // Migrating takes longer than most tests: once a process, then the file is copied.
        static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
        let migrated = MIGRATED.get_or_init(migrated_file).await;
        let file = fresh_file();
        std::fs::write(&file, migrated).expect("a temporary file can be written");
        let url = format!("sqlite:{}", file.display());
        let db = Db::connect(&url, CONNECTIONS).await.expect("the copied file is a database");
        Self { db, url, place: Place::File(file) }
    }

    /// A database on the server that `EMPIRE_TEST_POSTGRES_URL` names, with a user that may create databases.
    ///
    /// Panics when the variable is unset: a test that silently does not run proves nothing.
    pub async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let admin = std::env::var(POSTGRES_URL).unwrap_or_else(|_| {
            panic!(
                "{POSTGRES_URL} is not set, so this test has no PostgreSQL to run on. Run `bash scripts/test.sh`, \
                 which starts one, or set it to an administrator's address such as \
                 postgres://postgres@127.0.0.1:5432/postgres"
            )
        });
        let template = TEMPLATE.get_or_init(|| migrated_template(&admin)).await;
        let name = format!("{}_{}", own_prefix(), next());
        administer(&admin, &[format!("CREATE DATABASE {name} TEMPLATE {template}")])
            .await
            .expect("a database can be created");
        let url = with_database(&admin, &name);
        let db = Db::connect(&url, CONNECTIONS).await.expect("the new database can be reached");
        Self { db, url, place: Place::Server { admin, name } }
    }

    /// The handle.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Its address, for another process or another pool.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.place {
            Place::File(file) => remove(file),
            Place::Server { admin, name } => {
                let (admin, drop) = (admin.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                // Dropping is not asynchronous and the test's runtime is busy with us: a thread with its own.
                let dropped = std::thread::spawn(move || {
                    crate::run(async move {
                        administer(&admin, &[drop]).await.expect("a test's database can be dropped");
                    });
                });
                assert!(dropped.join().is_ok() || std::thread::panicking(), "the database was not dropped");
            }
        }
    }
}

async fn migrated_file() -> Vec<u8> {
    let file = fresh_file();
    let url = format!("sqlite:{}", file.display());
    let db = Db::connect(&url, 1).await.expect("a database file can be made");
    Migrator::up(db.migrations(), None).await.expect("the migrations run on SQLite");
    db.close().await.expect("the file can be closed");
    let bytes = std::fs::read(&file).expect("the migrated file can be read");
    remove(&file);
    bytes
}

async fn migrated_template(admin: &str) -> String {
    sweep(admin).await.expect("databases of earlier runs can be dropped");
    let name = format!("{}_template", own_prefix());
    administer(
        admin,
        &[format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name} TEMPLATE template0")],
    )
    .await
    .expect("a template database can be created");
    let db = Db::connect(&with_database(admin, &name), 2).await.expect("the template can be reached");
    Migrator::up(db.migrations(), None).await.expect("the migrations run on PostgreSQL");
    db.close().await.expect("the template can be closed");
    name
}

/// Drops what processes left behind that no longer run; where processes cannot be looked up, nothing.
async fn sweep(admin: &str) -> Result<(), DbErr> {
    if !Path::new("/proc/self").exists() {
        return Ok(());
    }
    let connection = Database::connect(admin.to_owned()).await?;
    let rows = connection
        .query_all_raw(sea_orm::Statement::from_string(
            connection.get_database_backend(),
            "SELECT datname FROM pg_database WHERE datname LIKE 'empire\\_test\\_%'",
        ))
        .await?;
    for row in rows {
        let name: String = row.try_get("", "datname")?;
        let process = name.split('_').nth(2).unwrap_or_default();
        if process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists() {
            // Another process may be sweeping as well.
            connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.ok();
        }
    }
    connection.close().await
}

async fn administer(admin: &str, statements: &[String]) -> Result<(), DbErr> {
    let connection = Database::connect(admin.to_owned()).await?;
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    connection.close().await
}

/// The address with another database in it; options after a `?` stay.
fn with_database(admin: &str, name: &str) -> String {
    let (address, options) = admin.split_once('?').map_or((admin, None), |(a, o)| (a, Some(o)));
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    let server = address
        .get(after_scheme..)
        .and_then(|rest| rest.find('/'))
        .map_or(address, |slash| address.get(..after_scheme + slash).unwrap_or(address));
    options.map_or_else(|| format!("{server}/{name}"), |options| format!("{server}/{name}?{options}"))
}

fn own_prefix() -> String {
    format!("empire_test_{}", std::process::id())
}

fn fresh_file() -> PathBuf {
    let file = std::env::temp_dir().join(format!("{}_{}.db", own_prefix(), next()));
    remove(&file);
    file
}

fn next() -> u32 {
    static MADE: AtomicU32 = AtomicU32::new(0);
    MADE.fetch_add(1, Ordering::Relaxed)
}

fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                panic!("{} stays behind: {error}", name.display())
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_is_replaced() {
        for (admin, expected) in [
            ("postgres://u@h:1/postgres", "postgres://u@h:1/x"),
            ("postgres://u@h:1/postgres?sslmode=disable", "postgres://u@h:1/x?sslmode=disable"),
            ("postgres://h", "postgres://h/x"),
        ] {
            assert_eq!(with_database(admin, "x"), expected);
        }
    }

    #[test]
    fn a_file_goes_with_its_test() {
        crate::run(async {
            let (one, other) = (TestDb::sqlite().await, TestDb::sqlite().await);
            assert_ne!(one.url(), other.url());
            let file = PathBuf::from(one.url().trim_start_matches("sqlite:"));
            assert!(file.exists());
            drop(one);
            assert!(!file.exists());
        });
    }
}
