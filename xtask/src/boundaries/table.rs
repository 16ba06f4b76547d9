//! The table "who may know whom": one row a crate. A crate without a row is itself a finding, so that a new crate starts
//! with a decision. The prose version stands in ARCHITECTURE.md.

/// What one crate of ours may declare.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// Crates of ours it may use.
    pub(super) uses: &'static [&'static str],
    /// Dependencies that must be optional and switched on by the feature `ssr` alone.
    pub(super) only_with_ssr: &'static [&'static str],
    /// Crates of ours its tests may use besides.
    pub(super) tests_use: &'static [&'static str],
    /// May name sea-orm and its relatives.
    pub(super) database: bool,
    /// May name an HTTP client.
    pub(super) http_client: bool,
}

const PLAIN: Row =
    Row { name: "", uses: &[], only_with_ssr: &[], tests_use: &[], database: false, http_client: false };

pub(super) const TABLE: [Row; 14] = [
    Row { name: "shared", ..PLAIN },
    Row { name: "entity", database: true, ..PLAIN },
    Row { name: "migration", database: true, ..PLAIN },
    Row { name: "domain", uses: &["shared", "entity"], tests_use: &["testkit"], database: true, ..PLAIN },
    Row {
        name: "integrations",
        uses: &["shared", "domain"],
        tests_use: &["testkit"],
        http_client: true,
        ..PLAIN
    },
    Row { name: "ui", ..PLAIN },
    Row {
        name: "app",
        uses: &["ui", "shared", "domain"],
        only_with_ssr: &["domain", "leptos_axum", "axum"],
        tests_use: &["testkit"],
        ..PLAIN
    },
    Row { name: "frontend", uses: &["app"], ..PLAIN },
    Row { name: "formclient", uses: &["shared"], ..PLAIN },
    Row {
        name: "server",
        uses: &["shared", "entity", "migration", "domain", "integrations", "ui", "app"],
        tests_use: &["testkit"],
        database: true,
        ..PLAIN
    },
    Row { name: "testkit", uses: &["shared", "entity", "migration", "domain"], database: true, ..PLAIN },
    // Drills and benchmarks speak HTTP to a running server and look into its database from outside.
    // The queue is measured by itself, on the real clock.
    Row {
        name: "trials",
        uses: &["shared", "entity", "domain", "integrations"],
        database: true,
        http_client: true,
        ..PLAIN
    },
    Row { name: "xtask", ..PLAIN },
    Row { name: "sitebuild", ..PLAIN },
];

/// Crates that speak to the database. `tower-sessions` and the like would be caught by the browser rule.
pub(super) const DATABASE: [&str; 6] =
    ["sea-orm", "sea-orm-migration", "sea-query", "sqlx", "rusqlite", "tokio-postgres"];

/// Crates that open connections to others. In the browser `gloo-net` asks our own server: it is not one of them.
pub(super) const HTTP_CLIENTS: [&str; 8] =
    ["reqwest", "ureq", "isahc", "surf", "awc", "curl", "attohttpc", "minreq"];

/// Client or server by feature: only the client part is bound.
pub(super) const HTTP_BOTH: [&str; 2] = ["hyper", "hyper-util"];

/// Names (and beginnings of names, up to a dash) that must not appear in what a browser loads.
pub(super) const SERVER_ONLY: [&str; 9] =
    ["sea-orm", "sea-query", "sqlx", "tokio", "axum", "hyper", "reqwest", "argon2", "rustls"];
