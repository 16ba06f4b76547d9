//! The program under trial: started on a free port with a database of its own, killed without warning, started again.

use crate::http::Connection;
use crate::{Database, Trial};
use domain::Db;
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// A place for one trial: a data directory, and a database that goes with it.
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    pub(crate) database_url: String,
    admin: Option<(String, String)>,
}

impl Place {
    /// An empty place. PostgreSQL needs `EMPIRE_TEST_POSTGRES_URL`, the address of a server on this machine.
    pub(crate) async fn new(database: Database, name: &str) -> Trial<Self> {
        let unique = format!("empire_{name}_{}", std::process::id());
        let dir = std::env::temp_dir().join(&unique);
        remove(&dir)?;
        std::fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
        match database {
            Database::Sqlite => Ok(Self {
                database_url: format!("sqlite:{}", dir.join("empire.db").display()),
                dir,
                admin: None,
            }),
            Database::Postgres => {
                let server = std::env::var("EMPIRE_TEST_POSTGRES_URL")
                    .map_err(|_| "EMPIRE_TEST_POSTGRES_URL is not set; scripts/test.sh and scripts/bench.sh start a server")?;
                admin(&server, &format!("DROP DATABASE IF EXISTS {unique}")).await?;
                admin(&server, &format!("CREATE DATABASE {unique}")).await?;
                // A server that tests share may be told to acknowledge before it has written. What is acknowledged here
                // must outlive a crash of the server.
                admin(&server, &format!("ALTER DATABASE {unique} SET synchronous_commit = on")).await?;
                let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
                Ok(Self { database_url: format!("{base}/{unique}"), dir, admin: Some((server, unique)) })
            }
        }
    }

    /// Looks into the database from outside.
    pub(crate) async fn look(&self) -> Trial<Db> {
        Db::connect(&self.database_url, 2).await.map_err(|error| error.to_string())
    }

    /// A connection to the same server, but to another database (PostgreSQL only).
    pub(crate) async fn neighbour(&self) -> Trial<Db> {
        let (server, _) = self.admin.as_ref().ok_or("SQLite has no server")?;
        Db::connect(server, 2).await.map_err(|error| error.to_string())
    }

    /// Runs a command of the program to its end and returns what it said.
    pub(crate) async fn run(&self, binary: &Path, arguments: &[&str]) -> Trial<String> {
        let output =
            self.command(binary, None).args(arguments).output().await.map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(format!("{arguments:?} failed: {}", String::from_utf8_lossy(&output.stderr)))
        }
    }

    fn command(&self, binary: &Path, address: Option<SocketAddr>) -> Command {
        let mut command = Command::new(binary);
        command
            .env("EMPIRE_DATA_DIR", &self.dir)
            .env("EMPIRE_DATABASE_URL", &self.database_url)
            .env("EMPIRE_LOG", std::env::var("EMPIRE_LOG").unwrap_or_else(|_| "error".to_owned()))
            .env("EMPIRE_FORM_REVIEW_PER_MINUTE", "100000000")
            .env("EMPIRE_FORM_REFUSE_PER_MINUTE", "100000000")
            .env("EMPIRE_FORM_PER_SECOND", "10000000")
            .env("EMPIRE_FORM_MIN_SECONDS", "0")
            .env("EMPIRE_WEBHOOK_ALLOW", "127.0.0.1")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(address) = address {
            command.env("EMPIRE_LISTEN", address.to_string());
        }
        command
    }

    /// Takes everything away again.
    pub(crate) async fn remove(self) -> Trial {
        if let Some((server, name)) = &self.admin {
            admin(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        remove(&self.dir)
    }
}

fn remove(dir: &Path) -> Trial {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}

async fn admin(server: &str, sql: &str) -> Trial {
    let db = Db::connect(server, 2).await.map_err(|error| error.to_string())?;
    let statement = Statement::from_string(DatabaseBackend::Postgres, sql);
    db.read().execute_raw(statement).await.map_err(|error| format!("{sql}: {error}"))?;
    db.close().await.map_err(|error| error.to_string())
}

/// A running program.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first good answer of `/readyz`.
    pub(crate) ready_after: Duration,
}

impl Running {
    pub(crate) async fn start(binary: &Path, place: &Place) -> Trial<Self> {
        Self::start_with(binary, place, &[]).await
    }

    /// Starts with settings of its own: names and values of environment variables.
    pub(crate) async fn start_with(binary: &Path, place: &Place, settings: &[(&str, &str)]) -> Trial<Self> {
        let address = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .map_err(|e| e.to_string())?;
        let started = Instant::now();
        let mut child = place
            .command(binary, Some(address))
            .envs(settings.iter().copied())
            .arg("serve")
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", binary.display()))?;
        while started.elapsed() < Duration::from_mins(1) {
            if let Ok(Some(status)) = child.try_wait() {
                return Err(format!("the program ended at its start: {status}"));
            }
            if is_ready(address).await {
                return Ok(Self { child, address, ready_after: started.elapsed() });
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the program was not ready within a minute".to_owned())
    }

    /// `kill -9`.
    pub(crate) async fn kill(mut self) -> Trial {
        self.child.kill().await.map_err(|error| error.to_string())
    }

    /// Asks it to stop, as systemd and Docker do.
    pub(crate) fn terminate(&self) -> Trial {
        signal("TERM", self.child.id().ok_or("the program has ended already")?)
    }

    /// Waits until it has ended by itself; whether it did in time, and well.
    pub(crate) async fn ended(&mut self, within: Duration) -> Trial<bool> {
        match tokio::time::timeout(within, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(true),
            Ok(Ok(status)) => Err(format!("the program was asked to stop and ended badly: {status}")),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Ok(false),
        }
    }

    /// Waits until it is ready again; how long that took.
    pub(crate) async fn ready_again(&mut self) -> Trial<Duration> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_mins(1) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the program ended: {status}"));
            }
            if is_ready(self.address).await {
                return Ok(started.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the program was not ready again within a minute".to_owned())
    }

    /// Resident memory in kibibytes, as the kernel counts it: pages of the database file that are mapped count too.
    pub(crate) fn resident_kib(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// Resident memory in kibibytes that belongs to no file.
    pub(crate) fn own_kib(&self) -> Option<u64> {
        self.status("RssAnon:")
    }

    fn status(&self, line: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let kib = |text: &str| text.strip_prefix(line)?.trim().trim_end_matches(" kB").trim().parse().ok();
        status.lines().find_map(kib)
    }

    /// A fresh stamp of the form, as a visitor's page gets it.
    pub(crate) async fn stamp(&self) -> Trial<String> {
        let page = Connection::open(self.address)
            .await?
            .get(&format!("/f/{}", crate::payload::FORM), "")
            .await?
            .text();
        page.split("name=\"_stamp\"")
            .nth(1)
            .and_then(|rest| rest.split("value=\"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
            .ok_or_else(|| "the form's page carries no stamp".to_owned())
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut connection) = Connection::open(address).await else { return false };
    connection.get("/readyz", "").await.is_ok_and(|answer| answer.status == 200)
}

/// Sends a signal to a process by the program that every Unix has.
pub(crate) fn signal(name: &str, process: u32) -> Trial {
    let status = std::process::Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status()
        .map_err(|error| format!("kill: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("process {process} cannot be sent {name}")) }
}
