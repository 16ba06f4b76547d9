//! What must hold between settings, said all at once.

use super::{Config, ConfigError};

/// Every contradiction, each with what to do about it.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let mut problems = Vec::new();
    let mut ensure = |holds: bool, words: &str| {
        if !holds {
            problems.push(words.to_owned());
        }
    };
    let url = &config.public_url;
    ensure(
        url.is_empty() || (shared::origin::Origin::parse(url).is_ok_and(|origin| origin.as_str() == url)),
        "public_url: give scheme and host only, for example https://empire.example.com",
    );
    ensure(
        config.database_url.is_empty()
            || ["sqlite:", "postgres://", "postgresql://"]
                .iter()
                .any(|scheme| config.database_url.starts_with(scheme)),
        "database_url: begin with postgres:// or sqlite:, or leave it empty for SQLite in data_dir",
    );
    ensure(
        config.secret.is_empty() || config.secret.len() >= 32,
        "secret: use at least 32 characters, for example the output of `openssl rand -base64 32`",
    );
    ensure(
        !(config.is_https() && config.secret.is_empty() && config.database_url.starts_with("postgres")),
        "secret: several nodes on PostgreSQL must share one; set EMPIRE_SECRET",
    );
    ensure(
        (1..=200).contains(&config.database_connections),
        "database_connections: choose between 1 and 200",
    );
    ensure(
        config.form_review_per_minute <= config.form_refuse_per_minute,
        "form_review_per_minute: must not be above form_refuse_per_minute",
    );
    ensure(
        [
            config.form_review_per_minute,
            config.form_drafts_per_minute,
            config.form_per_second,
            config.form_abandoned_minutes,
        ]
        .iter()
        .all(|limit| *limit > 0),
        "form_*: limits must be above 0",
    );
    ensure(config.source_per_minute > 0, "source_per_minute: must be above 0");
    ensure(
        config.metrics_listen.is_empty()
            || config.metrics_address().is_some_and(|address| address != config.listen),
        "metrics_listen: give an address and a port of its own, for example 127.0.0.1:9464",
    );
    let allow = integrations::http::Allow::parse(&config.webhook_allow);
    ensure(allow.is_ok(), &format!("webhook_allow: {}", allow.as_ref().err().map_or("", String::as_str)));
    ensure((1..=300).contains(&config.shutdown_seconds), "shutdown_seconds: choose between 1 and 300");
    ensure(
        !(config.demo && config.is_https()),
        "demo: shows a password to everybody; switch it off where public_url is https",
    );
    if problems.is_empty() { Ok(()) } else { Err(ConfigError(problems)) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::defaults;
    use super::*;

    #[test]
    fn contradictions_are_all_named() {
        let config = Config {
            public_url: "empire.example.com/".into(),
            database_url: "mysql://x".into(),
            secret: "short".into(),
            form_review_per_minute: 100,
            database_connections: 0,
            webhook_allow: "10.0.0.0/99".into(),
            ..defaults()
        };
        let ConfigError(lines) = check(&config).unwrap_err();
        let settings: Vec<&str> = lines.iter().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(
            settings,
            [
                "public_url",
                "database_url",
                "secret",
                "database_connections",
                "form_review_per_minute",
                "webhook_allow"
            ]
        );
    }

    #[test]
    fn metrics_have_an_address_of_their_own() {
        for (address, fine) in
            [("", true), ("127.0.0.1:9464", true), ("9464", false), ("127.0.0.1:3000", false)]
        {
            let config = Config { metrics_listen: address.into(), ..defaults() };
            assert_eq!(check(&config).is_ok(), fine, "{address}");
        }
    }

    #[test]
    fn nodes_that_share_a_database_share_a_secret() {
        let config = Config {
            public_url: "https://e.example.com".into(),
            database_url: "postgres://db/e".into(),
            ..defaults()
        };
        assert!(check(&config).unwrap_err().0[0].starts_with("secret"));
        assert!(check(&Config { secret: "x".repeat(32), ..config }).is_ok());
    }
}
