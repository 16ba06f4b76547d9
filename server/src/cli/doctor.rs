//! `empire doctor`: tries everything a setting leads to and says what is wrong; `--url` looks at a running program.

use super::{CliResult, explain, say};
use crate::config::Config;
use crate::wiring;
use clap::Args;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[derive(Args)]
pub(super) struct DoctorArgs {
    /// Look at a running program instead, for example http://127.0.0.1:3000.
    #[arg(long)]
    url: Option<String>,
}

/// What was looked at, and what is wrong with it.
struct Finding {
    what: &'static str,
    outcome: Result<String, String>,
}

pub(super) async fn doctor(config: Config, args: DoctorArgs) -> CliResult {
    let findings = match args.url {
        Some(url) => running(&url).await,
        None => installation(&config).await,
    };
    let mut bad = 0;
    for finding in &findings {
        match &finding.outcome {
            Ok(detail) => say(&format!("ok    {:<12} {detail}", finding.what)),
            Err(problem) => {
                bad += 1;
                say(&format!("FAIL  {:<12} {problem}", finding.what));
            }
        }
    }
    if bad == 0 { Ok(()) } else { Err(format!("{bad} of {} checks failed", findings.len())) }
}

async fn installation(config: &Config) -> Vec<Finding> {
    let mut findings = vec![Finding { what: "settings", outcome: Ok(format!("{config:?}")) }];
    let bundle = config.site_root.join("pkg").join("empire.js");
    findings.push(Finding {
        what: "site",
        outcome: if bundle.is_file() {
            Ok(config.site_root.display().to_string())
        } else {
            Err(format!(
                "{} is missing: build the site (see docs/building.md) or set EMPIRE_SITE_ROOT",
                bundle.display()
            ))
        },
    });
    findings.push(Finding {
        what: "listen",
        outcome: match tokio::net::TcpListener::bind(config.listen).await {
            Ok(_) => Ok(format!("{} is free", config.listen)),
            Err(error) => Err(format!("{} cannot be used: {error}. Set EMPIRE_LISTEN", config.listen)),
        },
    });
    match wiring::context(config).await {
        Err(error) => findings.push(Finding { what: "database", outcome: Err(explain(error)) }),
        Ok(cx) => {
            let outcome = match wiring::pending_migrations(&cx).await {
                Ok(0) => Ok(format!("{}, newest shape", config.database_label())),
                Ok(pending) if config.migrate_on_start => Ok(format!(
                    "{}, {pending} migrations to apply at the next start",
                    config.database_label()
                )),
                Ok(pending) => Err(format!("{pending} migrations are pending: run `empire migrate`")),
                Err(error) => Err(explain(error)),
            };
            findings.push(Finding { what: "database", outcome });
        }
    }
    findings
}

async fn running(url: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (what, path, wanted) in [
        ("alive", "/livez", "200"),
        ("ready", "/readyz", "200"),
        ("sign-in", "/sign-in", "200"),
        ("loader", "/embed.js", "200"),
        ("privacy", "/leads", "302"),
    ] {
        let outcome = match tokio::time::timeout(Duration::from_secs(10), status(url, path)).await {
            Ok(Ok(status)) if status == wanted => Ok(format!("{path} answers {status}")),
            Ok(Ok(status)) => Err(format!("{path} answers {status}, {wanted} was expected")),
            Ok(Err(error)) => Err(format!("{path}: {error}")),
            Err(_) => Err(format!("{path} does not answer within 10 seconds")),
        };
        findings.push(Finding { what, outcome });
    }
    findings
}

/// The status of one request. Plain HTTP by hand: the program has no HTTP client outside `integrations`.
async fn status(url: &str, path: &str) -> Result<String, String> {
    let authority = url
        .strip_prefix("http://")
        .ok_or("only http:// can be checked; point it at the node behind the proxy")?
        .trim_end_matches('/');
    let address = if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
    let mut stream = tokio::net::TcpStream::connect(&address).await.map_err(|error| error.to_string())?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
    let mut head = vec![0; 64];
    let read = stream.read(&mut head).await.map_err(|error| error.to_string())?;
    let line = String::from_utf8_lossy(head.get(..read).unwrap_or_default()).into_owned();
    line.split_whitespace().nth(1).map(str::to_owned).ok_or_else(|| "this is not HTTP".to_owned())
}
