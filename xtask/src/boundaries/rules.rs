//! The rules over the graph. Pure: a made-up graph is as good as the real one, which is how the tests at the end show that
//! every rule bites.

use super::graph::{Dependency, Graph, Package};
use super::table::{DATABASE, HTTP_BOTH, HTTP_CLIENTS, Row, SERVER_ONLY, TABLE};

pub(super) fn check(graph: &Graph) -> Vec<String> {
    let mut findings = Vec::new();
    for package in &graph.packages {
        let Some(row) = TABLE.iter().find(|row| row.name == package.name) else {
            findings.push(format!(
                "{}: no row in xtask/src/boundaries/table.rs: decide who it may know",
                package.name
            ));
            continue;
        };
        for dependency in &package.dependencies {
            findings.extend(edge(row, dependency));
            findings.extend(database(row, dependency));
            findings.extend(http_client(row, dependency));
            findings.extend(server_side(package, row, dependency));
        }
    }
    findings
}

/// A crate of ours uses only the crates of ours in its row.
fn edge(row: &Row, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let allowed = row.uses.contains(&name) || (dependency.is_for_tests() && row.tests_use.contains(&name));
    (dependency.is_ours() && !allowed).then(|| format!("{} may not use {name}", row.name))
}

fn database(row: &Row, dependency: &Dependency) -> Option<String> {
    (DATABASE.contains(&dependency.name.as_str()) && !row.database)
        .then(|| format!("{} may not name {}: ask domain for what it needs", row.name, dependency.name))
}

fn http_client(row: &Row, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let client = HTTP_CLIENTS.contains(&name)
        || (HTTP_BOTH.contains(&name)
            && dependency.features.iter().any(|feature| feature.starts_with("client") || feature == "full"));
    (client && !row.http_client).then(|| {
        format!("{} may not use the HTTP client {name}: the way out is a port in integrations", row.name)
    })
}

/// What only the server half of a crate may have is optional and hangs on `ssr` alone; the browser half never asks for it.
fn server_side(package: &Package, row: &Row, dependency: &Dependency) -> Vec<String> {
    let name = dependency.name.as_str();
    let mut findings = Vec::new();
    if row.only_with_ssr.contains(&name) && !dependency.is_for_tests() {
        if !dependency.optional {
            findings.push(format!("{}: {name} must be optional, behind the feature ssr", row.name));
        }
        let switches_on = |item: &String| {
            item == name || item == &format!("dep:{name}") || item.starts_with(&format!("{name}/"))
        };
        for (feature, items) in &package.features {
            // An optional dependency nobody names with `dep:` is a feature of its own name.
            if feature != "ssr" && items.iter().any(switches_on) {
                findings
                    .push(format!("{}: the feature {feature} switches on {name}, only ssr may", row.name));
            }
        }
    }
    if ["frontend", "formclient"].contains(&row.name)
        && dependency.features.iter().any(|feature| feature == "ssr")
    {
        findings.push(format!(
            "{}: {name} with the feature ssr would carry the server into the browser",
            row.name
        ));
    }
    if row.name == "frontend"
        && name == "app"
        && !dependency.features.iter().any(|feature| feature == "hydrate")
    {
        findings.push("frontend: app must have the feature hydrate".to_owned());
    }
    findings
}

/// `tree` is one package a line, `name vX.Y.Z …`, all that is compiled for the browser.
pub(super) fn browser(package: &str, tree: &str) -> Vec<String> {
    let mut found: Vec<&str> =
        tree.lines().filter_map(|line| line.split(' ').next()).filter(|name| is_server_only(name)).collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|name| format!("{package}: {name} would be compiled into what the browser loads"))
        .collect()
}

fn is_server_only(name: &str) -> bool {
    SERVER_ONLY
        .iter()
        .any(|bound| name == *bound || name.strip_prefix(bound).is_some_and(|rest| rest.starts_with('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dependency in the words of a manifest: `shared`, `dev:testkit`, `domain?`, `app[hydrate]`.
    fn dependency(text: &str) -> Dependency {
        let (kind, text) = match text.strip_prefix("dev:") {
            Some(rest) => (Some("dev".to_owned()), rest),
            None => (None, text),
        };
        let (text, features) = match text.split_once('[') {
            Some((name, list)) => (name, list.trim_end_matches(']').split(',').map(str::to_owned).collect()),
            None => (text, Vec::new()),
        };
        let optional = text.ends_with('?');
        let name = text.trim_end_matches('?').to_owned();
        let path = TABLE.iter().any(|row| row.name == name).then(|| name.clone());
        Dependency { name, kind, optional, features, path }
    }

    fn graph(package: &str, dependencies: &[&str], features: &[(&str, &[&str])]) -> Graph {
        let features = features
            .iter()
            .map(|(name, items)| ((*name).to_owned(), items.iter().map(|item| (*item).to_owned()).collect()))
            .collect();
        let dependencies = dependencies.iter().map(|text| dependency(text)).collect();
        Graph { packages: vec![Package { name: package.to_owned(), dependencies, features }] }
    }

    fn findings(package: &str, dependencies: &[&str]) -> Vec<String> {
        check(&graph(package, dependencies, &[]))
    }

    #[test]
    fn the_table_as_designed_passes() {
        for (package, dependencies) in [
            ("shared", vec!["serde"]),
            ("domain", vec!["shared", "entity", "sea-orm", "dev:testkit"]),
            ("frontend", vec!["app[hydrate]", "leptos"]),
            ("formclient", vec!["shared", "wasm-bindgen"]),
            ("integrations", vec!["shared", "domain", "reqwest", "dev:testkit"]),
            (
                "server",
                vec!["app[ssr]", "domain", "integrations", "migration", "sea-orm", "hyper-util[server]"],
            ),
            ("trials", vec!["shared", "entity", "domain", "sea-orm", "reqwest"]),
            ("xtask", vec!["clap"]),
        ] {
            assert_eq!(findings(package, &dependencies), Vec::<String>::new(), "{package}");
        }
    }

    #[test]
    fn an_edge_outside_the_table_is_found() {
        for (package, dependency) in [
            ("shared", "domain"),
            ("entity", "shared"),
            ("migration", "entity"),
            ("domain", "app"),
            ("domain", "integrations"),
            ("domain", "testkit"),
            ("ui", "shared"),
            ("app", "server"),
            ("frontend", "shared"),
            ("formclient", "app"),
            ("server", "frontend"),
            ("server", "testkit"),
            ("testkit", "server"),
            ("shared", "dev:testkit"),
        ] {
            assert_eq!(findings(package, &[dependency]).len(), 1, "{package} -> {dependency}");
        }
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        assert_eq!(findings("newcomer", &[]).len(), 1);
    }

    #[test]
    fn the_database_stays_in_its_rooms() {
        for package in ["shared", "ui", "app", "frontend", "formclient", "integrations", "xtask"] {
            assert_eq!(findings(package, &["sea-orm"]).len(), 1, "{package}");
        }
        assert_eq!(findings("app", &["dev:sqlx"]).len(), 1, "not even in tests");
    }

    #[test]
    fn only_integrations_and_drills_call_out() {
        for package in ["shared", "domain", "app", "server", "testkit"] {
            assert_eq!(findings(package, &["reqwest"]).len(), 1, "{package}");
        }
        assert_eq!(findings("xtask", &["reqwest"]).len(), 1);
        assert_eq!(findings("server", &["hyper[client,http1]"]).len(), 1);
        assert!(findings("server", &["hyper[server]"]).is_empty());
    }

    #[test]
    fn the_server_half_of_app_hangs_on_ssr_alone() {
        let good: &[(&str, &[&str])] =
            &[("ssr", &["dep:domain", "dep:leptos_axum"]), ("hydrate", &["leptos/hydrate"])];
        assert!(check(&graph("app", &["domain?", "leptos_axum?"], good)).is_empty());
        assert_eq!(check(&graph("app", &["domain"], good)).len(), 1, "not optional");
        for item in ["dep:domain", "domain", "domain/extra"] {
            let bad: &[(&str, &[&str])] = &[("hydrate", &[item])];
            assert_eq!(check(&graph("app", &["domain?"], bad)).len(), 1, "{item}");
        }
    }

    #[test]
    fn frontend_hydrates_and_never_renders() {
        assert_eq!(findings("frontend", &["app"]).len(), 1);
        assert_eq!(findings("frontend", &["app[hydrate,ssr]"]).len(), 1);
        assert_eq!(findings("frontend", &["app[hydrate]", "leptos[ssr]"]).len(), 1);
    }

    #[test]
    fn server_crates_are_found_in_the_browser_tree() {
        let tree = "frontend v0.1.0\nleptos v0.8.23\ntokio v1.54.1\ntokio-util v0.7.20\nsea-orm-macros v2.0.4 (proc-macro)\ntokio v1.54.1 (*)\n";
        assert_eq!(browser("frontend", tree).len(), 3);
        assert!(browser("frontend", "leptos v0.8.23\naxumatic v1.0.0\n").is_empty());
    }
}
