//! Settings: commented defaults, then a file, then `EMPIRE_*` variables; checked together before anything starts.

mod checks;

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The commented defaults; `empire config` prints them.
pub const DEFAULTS: &str = include_str!("default.toml");

/// All settings. `default.toml` says what each means.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: String,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub database_connections: u32,
    pub migrate_on_start: bool,
    pub secret: String,
    pub site_root: PathBuf,
    pub trusted_proxies: u8,
    pub log: String,
    pub log_format: LogFormat,
    pub shutdown_seconds: u64,
    pub worker: bool,
    pub metrics_listen: String,
    pub form_review_per_minute: u32,
    pub form_refuse_per_minute: u32,
    pub form_drafts_per_minute: u32,
    pub form_per_second: u32,
    pub form_min_seconds: u32,
    pub form_abandoned_minutes: u32,
    pub webhook_allow: String,
    pub source_per_minute: u32,
    pub demo: bool,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// Why the settings cannot be used; every entry names a setting and what to do.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used:\n{}", .0.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads defaults, the file (if one is named) and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut builder =
            config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
        if let Some(file) = file {
            builder = builder.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        let environment = config::Environment::with_prefix("EMPIRE").prefix_separator("_").try_parsing(true);
        // EMPIRE_CONFIG names the file and EMPIRE_TEST_* belong to the test command: neither is a setting.
        let environment = environment.source(Some(
            std::env::vars()
                .filter(|(name, _)| name != "EMPIRE_CONFIG" && !name.starts_with("EMPIRE_TEST_"))
                .collect(),
        ));
        let config: Self = builder
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError(vec![error.to_string()]))?;
        checks::check(&config)?;
        Ok(config)
    }

    /// The address people reach the program under.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() { format!("http://{}", self.listen) } else { self.public_url.clone() }
    }

    /// Whether people come over https.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where metrics are answered, if anywhere.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_listen.parse().ok()
    }

    /// The database to connect to.
    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite:{}", self.data_dir.join("empire.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// The database without its password, for screens and logs.
    pub fn database_label(&self) -> String {
        let url = self.database_url();
        match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://•••@{host}"),
            _ => url,
        }
    }
}

/// Secrets stay out of logs: the connection string loses its password, the secret is not shown at all.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("public_url", &self.public_url())
            .field("database", &self.database_label())
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn defaults() -> Config {
        config::Config::builder()
            .add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml))
            .build()
            .and_then(config::Config::try_deserialize)
            .unwrap()
    }

    #[test]
    fn the_commented_defaults_are_a_whole_configuration() {
        let config = defaults();
        assert_eq!(config.public_url(), "http://127.0.0.1:3000");
        assert_eq!(config.database_url(), "sqlite:data/empire.db");
        assert!(checks::check(&config).is_ok());
    }

    #[test]
    fn the_example_environment_names_every_setting() {
        let example = include_str!("../../../.env.example");
        let settings =
            DEFAULTS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        for (name, default) in settings {
            let line = format!("# EMPIRE_{}={}", name.to_uppercase(), default.trim_matches('"'));
            assert!(example.lines().any(|known| known == line), "{line} is missing");
        }
    }

    #[test]
    fn passwords_are_not_printed() {
        let config = Config {
            database_url: "postgres://empire:hunter2@db/empire".into(),
            secret: "s3cret".into(),
            ..defaults()
        };
        let printed = format!("{config:?}");
        assert!(!printed.contains("hunter2") && !printed.contains("s3cret"), "{printed}");
        assert!(printed.contains("postgres://•••@db/empire"));
    }
}
