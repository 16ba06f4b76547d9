//! What a first visit may cost in bytes on the wire. Owns the budgets and which files count towards each; sizes come from
//! the manifest.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Result, anyhow, bail};

use crate::manifest::Manifest;

/// One row of the table; sizes in bytes, brotli.
pub(crate) struct Line {
    name: &'static str,
    files: usize,
    size: usize,
    budget: usize,
}

impl Line {
    pub(crate) fn is_over(&self) -> bool {
        self.size > self.budget
    }
}

/// A kilobyte is 1000 bytes, the stricter reading.
const KB: usize = 1000;

/// The target of the app's first page is 400 kB and is missed: docs/benchmarks.md has the figure. Until it is met, this
/// bound keeps it from growing.
const APP: usize = 815;
/// Pages of the settings are opened now and then, by few people, and mostly from another page. They miss the target by
/// more, because they hold whole tools: this bound keeps them from growing.
const SETTINGS: usize = 850;
/// Names of their routes begin with one of these.
const OF_SETTINGS: [&str; 6] = ["duty", "fields", "members", "queue", "sources", "webhooks"];

/// Compare a site with its budgets. `routes` are the lazy routes and the chunks they load.
pub(crate) fn judge(manifest: &Manifest, routes: &BTreeMap<String, Vec<String>>) -> Result<Vec<Line>> {
    let chunks: Vec<String> = routes.values().flatten().map(|chunk| format!("pkg/{chunk}.wasm")).collect();
    let sum = |name, budget, wanted: &dyn Fn(&str) -> bool| -> Result<Line> {
        let sizes: Vec<usize> =
            manifest.files.iter().filter(|(path, _)| wanted(path)).map(|(_, entry)| entry.brotli).collect();
        if sizes.is_empty() {
            bail!("the site has no file for \"{name}\": its budget would be met by nothing");
        }
        Ok(Line { name, files: sizes.len(), size: sizes.iter().sum(), budget: budget * KB })
    };
    // A page asks for one of the two names of the app's module.
    let second_name = |path: &str| path == "pkg/empire_bg.wasm";
    let first = |name, budget, settings: bool| -> Result<Line> {
        let mut line = sum(name, budget, &|path| {
            path.starts_with("pkg/")
                && (is(path, "js") || is(path, "wasm"))
                && !second_name(path)
                && !chunks.iter().any(|chunk| chunk == path)
        })?;
        let (count, size) = heaviest_route(manifest, routes, settings)?;
        line.files += count;
        line.size += size;
        Ok(line)
    };
    let glue = |path: &str| path == "form/formclient.js";
    Ok(vec![
        first("app: heaviest first page (target 400)", APP, false)?,
        first("app: heaviest page of the settings", SETTINGS, true)?,
        sum("public form: CSS and JS", 40, &|path| {
            path.starts_with("form/") && (is(path, "js") || is(path, "css")) && !glue(path)
        })?,
        sum("public form: validators, after first paint", 120, &|path| {
            path.starts_with("form/") && is(path, "wasm") || glue(path)
        })?,
        sum("embed loader", 15, &|path| path == "embed.js")?,
    ])
}

/// Any route can be the first page: the one with the heaviest chunks counts, of the settings or of all others.
fn heaviest_route(
    manifest: &Manifest,
    routes: &BTreeMap<String, Vec<String>>,
    settings: bool,
) -> Result<(usize, usize)> {
    let mut heaviest = (0, 0);
    let of_settings =
        |name: &str| OF_SETTINGS.iter().any(|start| name.trim_start_matches('_').starts_with(start));
    for (_, chunks) in routes.iter().filter(|(name, _)| of_settings(name) == settings) {
        let mut size = 0;
        for chunk in chunks {
            let path = format!("pkg/{chunk}.wasm");
            size +=
                manifest.files.get(&path).ok_or_else(|| anyhow!("chunk {path} is not in the site"))?.brotli;
        }
        if size > heaviest.1 {
            heaviest = (chunks.len(), size);
        }
    }
    Ok(heaviest)
}

fn is(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|found| found == extension)
}

pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = format!("{:<46}{:>6}{:>12}{:>12}\n", "brotli", "files", "size kB", "budget kB");
    for line in lines {
        let verdict = if line.is_over() { "  OVER" } else { "" };
        let (whole, tenth) = (line.size / KB, line.size % KB * 10 / KB);
        // Writing to a String cannot fail.
        writeln!(
            text,
            "{:<46}{:>6}{whole:>10}.{tenth}{:>12}{verdict}",
            line.name,
            line.files,
            line.budget / KB
        )
        .ok();
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Entry;

    fn manifest(files: &[(&str, usize)]) -> Manifest {
        let entry = |size| Entry { sha256: String::new(), raw: size * 4, gzip: size * 2, brotli: size };
        let files = files.iter().map(|(path, size)| ((*path).to_owned(), entry(*size))).collect();
        Manifest { build: String::new(), mode: "release".to_owned(), files }
    }

    const SITE: [(&str, usize); 10] = [
        ("pkg/empire.js", 10_000),
        ("pkg/empire.wasm", 200_000),
        ("pkg/empire_bg.wasm", 200_000),
        ("pkg/leads.wasm", 30_000),
        ("pkg/home.wasm", 20_000),
        ("form/form.css", 9_000),
        ("form/form.js", 4_000),
        ("form/formclient.js", 3_000),
        ("form/formclient_bg.wasm", 60_000),
        ("embed.js", 3_000),
    ];

    fn routes() -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([
            ("leads".to_owned(), vec!["leads".to_owned()]),
            ("home".to_owned(), vec!["home".to_owned()]),
            ("queue_route".to_owned(), vec!["home".to_owned(), "leads".to_owned()]),
        ])
    }

    #[test]
    fn the_first_page_is_the_core_and_its_heaviest_route() {
        let lines = judge(&manifest(&SITE), &routes()).unwrap();
        let sizes: Vec<usize> = lines.iter().map(|line| line.size).collect();
        assert_eq!(sizes, [240_000, 260_000, 13_000, 63_000, 3_000]);
        assert!(!lines.iter().any(Line::is_over));
    }

    #[test]
    fn one_byte_too_many_is_over() {
        let mut site = SITE.to_vec();
        site.retain(|(path, _)| *path != "embed.js");
        site.push(("embed.js", 15_001));
        let lines = judge(&manifest(&site), &routes()).unwrap();
        assert!(lines.iter().any(Line::is_over));
        assert!(table(&lines).contains("OVER"));
    }

    #[test]
    fn a_missing_file_is_not_a_small_one() {
        let site: Vec<_> = SITE.into_iter().filter(|(path, _)| *path != "embed.js").collect();
        assert!(judge(&manifest(&site), &routes()).is_err());
        assert!(
            judge(&manifest(&SITE), &BTreeMap::from([("x".to_owned(), vec!["gone".to_owned()])])).is_err()
        );
    }
}
