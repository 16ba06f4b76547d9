//! The rules about single files: names, opening line, forbidden text, lock files. Each answers its findings as
//! `path:line: what is wrong and what to do`.

use crate::repository::File;

use super::lengths::is_test;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 9] =
    ["utils", "util", "common", "helpers", "helper", "manager", "managers", "service", "services"];

/// Written in halves so that this file passes its own rule.
const LEFTOVERS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];
const SKIPPED_TEST: &str = concat!("#[ig", "nore");
const MACHINE_PATHS: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
/// Tests may name the system's scratch folder, for instance as hostile input; everything else asks for a folder.
const SCRATCH: &str = concat!("/t", "mp/");
/// Where packages come from is the machine's configuration, not the project's.
const REGISTRIES: [&str; 8] = [
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("crates.io", "-index"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("deb.", "debian.org"),
];
/// The one address a lock file carries: the name cargo gives its default registry.
const DEFAULT_REGISTRY: &str =
    concat!("source = \"registry+https://github.com/rust-lang/crates.io", "-index\"");

/// Files and folders named after nothing in particular.
pub(super) fn name(path: &str) -> Option<String> {
    let empty = path.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or(part);
        EMPTY_NAMES.contains(&stem)
    })?;
    Some(format!("{path}: \"{empty}\" says nothing about what is inside: name it after what it owns"))
}

/// Every Rust file opens by saying what it owns.
pub(super) fn opening(file: &File, text: &str) -> Option<String> {
    (file.extension() == "rs" && !text.starts_with("//! ")).then(|| {
        format!("{}:1: the file must open with a //! line: what it owns, what it leaves to whom", file.path)
    })
}

/// The rules that look at one line at a time.
pub(super) fn lines(file: &File, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let mut in_tests = is_test(&file.path) || file.path.starts_with("end2end/");
    for (index, line) in text.lines().enumerate() {
        in_tests |= line == "#[cfg(test)]";
        let mut found = |what: &str| findings.push(format!("{}:{}: {what}", file.path, index + 1));
        if is_code(file) {
            if LEFTOVERS.iter().any(|leftover| has_word(line, leftover)) {
                found("unfinished work: finish it, or write it down where work is planned");
            }
            if module_declared(line).is_some_and(|module| EMPTY_NAMES.contains(&module)) {
                found("the module's name says nothing about what is inside");
            }
        }
        if file.extension() == "rs" && line.trim_start().starts_with(SKIPPED_TEST) {
            found("a test that does not run: make it run or delete it");
        }
        if MACHINE_PATHS.iter().any(|path| has_path(line, path)) || (!in_tests && has_path(line, SCRATCH)) {
            found("a path of one machine: take it from the configuration or the environment");
        }
        if REGISTRIES.iter().any(|registry| line.contains(registry)) && line.trim() != DEFAULT_REGISTRY {
            found("the address of a package registry: leave it to the machine's configuration");
        }
        if line.ends_with([' ', '\t']) && has_no_trailing_space(file) {
            found("trailing space");
        }
    }
    findings
}

/// Lock files name no servers.
pub(super) fn lock(file: &File, text: &str) -> Vec<String> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let foreign = |line: &str| match name {
        "Cargo.lock" => line.starts_with("source = ") && line != DEFAULT_REGISTRY,
        "package-lock.json" => line.trim_start().starts_with("\"resolved\": \"http"),
        _ => false,
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| foreign(line))
        .map(|(index, _)| {
            format!("{}:{}: a lock file names where a package was fetched from", file.path, index + 1)
        })
        .collect()
}

fn is_code(file: &File) -> bool {
    matches!(file.extension(), "rs" | "js" | "mjs" | "ts" | "css" | "sh" | "toml" | "yml" | "html")
}

/// Snapshots and texts of others are kept to the letter.
fn has_no_trailing_space(file: &File) -> bool {
    !matches!(file.extension(), "snap" | "txt" | "svg") && !file.path.starts_with("LICENSE")
}

/// `needle` in `line` as a word of its own: "TODOS" and "mastodon" are innocent.
fn has_word(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + needle.len()..).and_then(|text| text.chars().next());
        let apart = |character: Option<char>| !character.is_some_and(|c| c.is_alphanumeric() || c == '_');
        apart(before) && (needle.ends_with('(') || apart(after))
    })
}

/// `path` at the beginning of a path, not inside a longer one.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "._-/}$*".contains(c))
    })
}

fn module_declared(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let declaration = line
        .strip_prefix("mod ")
        .or_else(|| line.strip_prefix("pub mod "))
        .or_else(|| line.strip_prefix("pub(crate) mod "))?;
    Some(declaration.trim_end_matches([';', '{', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let file = File { path: path.to_owned(), text: Some(text.to_owned()) };
        let mut findings = lines(&file, text);
        findings.extend(opening(&file, text));
        findings.extend(lock(&file, text));
        findings.extend(name(path));
        findings
    }

    #[test]
    fn a_good_file_passes() {
        assert!(found("domain/src/leads/mod.rs", "//! Leads.\n\nmod store;\n").is_empty());
    }

    #[test]
    fn each_rule_finds_its_violation() {
        let rust = |body: &str| format!("//! Opening.\n{body}\n");
        let cases = [
            ("a/src/lib.rs".to_owned(), "mod leads;\n".to_owned()),
            ("a/src/utils.rs".to_owned(), rust("")),
            ("a/src/common/mod.rs".to_owned(), rust("")),
            ("end2end/helpers.ts".to_owned(), String::new()),
            ("a/src/lib.rs".to_owned(), rust("mod service;")),
            ("a/src/lib.rs".to_owned(), rust("pub mod manager {")),
            ("a/src/lib.rs".to_owned(), rust(concat!("// TO", "DO: later"))),
            ("a/src/lib.rs".to_owned(), rust(concat!("    to", "do!()"))),
            ("scripts/a.sh".to_owned(), concat!("# FIX", "ME").to_owned()),
            ("a/src/lib.rs".to_owned(), rust(concat!("    #[ig", "nore]"))),
            ("docs/a.md".to_owned(), concat!("see /wo", "rk/main").to_owned()),
            ("a.toml".to_owned(), concat!("home = \"/ro", "ot/x\"").to_owned()),
            ("a/src/lib.rs".to_owned(), rust(concat!("const P: &str = \"/t", "mp/x\";"))),
            (".npmrc".to_owned(), concat!("registry=https://registry.", "npmjs.org/").to_owned()),
            ("a/src/lib.rs".to_owned(), rust("let a = 1; ")),
            ("package-lock.json".to_owned(), "  \"resolved\": \"https://example.com/a.tgz\",".to_owned()),
            ("Cargo.lock".to_owned(), "source = \"git+https://example.com/a\"".to_owned()),
        ];
        for (path, text) in cases {
            assert_eq!(found(&path, &text).len(), 1, "{path}: {text}");
        }
    }

    #[test]
    fn innocent_lines_pass() {
        for (path, text) in [
            ("a.md", concat!("a line about the word TO", "DO")),
            ("a.sh", "TODOS=1"),
            ("a.sh", "cat \"$HOME/work/x\" framework/work/y"),
            ("Cargo.lock", DEFAULT_REGISTRY),
            ("package-lock.json", "  \"resolved\": \"../shared\","),
            ("end2end/a.ts", concat!("open('/t", "mp/x')")),
            ("a.rs", concat!("//! A.\n#[cfg(test)]\nconst P: &str = \"/t", "mp/x\";")),
            ("a.snap", "kept to the letter "),
        ] {
            assert!(found(path, text).is_empty(), "{path}: {text}");
        }
    }
}
