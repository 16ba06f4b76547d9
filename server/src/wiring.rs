//! Puts the program together: database, ports, settings.

use crate::config::Config;
use domain::secrets::Secret;
use domain::{Context, Db, Error, Result, Settings};
use integrations::http::{Allow, HttpClient};
use integrations::{SystemClock, SystemEntropy, SystemIds};
use migration::{Migrator, MigratorTrait as _};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

/// Connects and makes the context. Creates the data directory and the key file when they are missing.
pub async fn context(config: &Config) -> Result<Context> {
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        Error::internal(format!("data_dir {} cannot be created: {error}", config.data_dir.display()))
    })?;
    let db = Db::connect(&config.database_url(), config.database_connections).await?;
    let settings = Settings { public_url: config.public_url(), secret: secret(config)? };
    let cx = Context::new(db, Arc::new(SystemClock), Arc::new(SystemIds), Arc::new(SystemEntropy), settings);
    let allow = Allow::parse(&config.webhook_allow).map_err(Error::internal)?;
    Ok(match HttpClient::new(allow) {
        Ok(http) => cx.with_http(Arc::new(http)),
        Err(words) => {
            // Everything else works without it, and what is to be sent waits and says why.
            tracing::error!(words, "nothing can be sent; are root certificates installed?");
            cx
        }
    })
}

/// Applies what is pending; returns how many migrations that were.
pub async fn migrate(cx: &Context) -> Result<usize> {
    let pending = pending_migrations(cx).await?;
    if pending > 0 {
        Migrator::up(cx.db().migrations(), None).await?;
    }
    Ok(pending)
}

/// How many migrations are still to be applied.
pub async fn pending_migrations(cx: &Context) -> Result<usize> {
    let applied = Migrator::get_pending_migrations_read_only(cx.db().read()).await?;
    Ok(applied.len())
}

fn secret(config: &Config) -> Result<Secret> {
    if !config.secret.is_empty() {
        return Ok(Secret::from_text(&config.secret));
    }
    let path = config.data_dir.join("secret.key");
    match std::fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= 32 => Ok(Secret::from_text(text.trim())),
        Ok(_) => Err(Error::internal(format!(
            "{} is too short to be a key; remove it or restore it",
            path.display()
        ))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_key(&path),
        Err(error) => Err(Error::internal(format!("{} cannot be read: {error}", path.display()))),
    }
}

fn make_key(path: &Path) -> Result<Secret> {
    use base64::Engine as _;
    use domain::ports::Entropy as _;
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    match write() {
        Ok(()) => Ok(Secret::from_text(&text)),
        // Another process was faster: its key counts.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(path).map_err(|error| Error::Internal(Box::new(error)))?;
            Ok(Secret::from_text(text.trim()))
        }
        Err(error) => Err(Error::internal(format!("{} cannot be written: {error}", path.display()))),
    }
}
