//! `cargo xtask secrets`: keys and passwords that must not be in the repository. Owns the patterns; exceptions, each with
//! a reason, are in `xtask/secrets.toml`. A key that was committed once stays in the history: `--history` reads all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::{Context, Result};
use regex_lite::Regex;
use serde::Deserialize;

use crate::repository::{self, File};
use crate::say;

const EXCEPTIONS: &str = "xtask/secrets.toml";

/// What is looked for: (name, pattern).
const PATTERNS: [(&str, &str); 13] = [
    ("AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    ("Stripe key", r"\b[sr]k_(?:live|test)_[0-9A-Za-z]{16,}"),
    ("webhook signing secret", r"\bwhsec_[0-9A-Za-z+/]{24,}"),
    ("Slack token", r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}"),
    ("Slack webhook", r"hooks\.slack\.com/services/T[0-9A-Z]{6,}"),
    ("GitHub token", r"\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,})"),
    ("GitLab token", r"\bglpat-[0-9A-Za-z_-]{20,}"),
    ("Google API key", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("SendGrid key", r"\bSG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}"),
    ("model provider key", r"\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}"),
    ("JSON web token", r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\."),
    ("password in a URL", r"\b[a-z][a-z0-9+]*://[^\s/:@\x22'{$<]+:[^\s/@\x22'{$<]{12,}@"),
];

/// A value assigned to something that sounds secret; judged by its entropy.
const ASSIGNMENT: &str = r#"(?i)(?:secret|token|passw(?:or)?d|api_?key|private_?key|credential)s?["']?\s*(?::|=|=>)\s*["']([^"'\s]{20,})["']"#;
/// Bits per character: English words joined by dashes stay below, random base64 and hex of 32 digits stay above.
const RANDOM: f64 = 3.6;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    allow: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    path: String,
    /// Part of the line that is allowed.
    text: String,
    reason: String,
}

pub(crate) fn run(history: bool) -> Result<ExitCode> {
    let files = if history { repository::additions()? } else { repository::files()? };
    let text = std::fs::read_to_string(repository::root()?.join(EXCEPTIONS)).context(EXCEPTIONS)?;
    let exceptions: Exceptions = toml::from_str(&text).context(EXCEPTIONS)?;
    let findings = check(&files, &exceptions)?;
    let what = if history { "changes of files" } else { "files" };
    Ok(say::verdict("secrets", &format!("{} {what}", files.len()), &findings))
}

fn check(files: &[File], exceptions: &Exceptions) -> Result<Vec<String>> {
    let patterns = PATTERNS
        .iter()
        .map(|(name, pattern)| Ok((*name, Regex::new(pattern)?)))
        .collect::<Result<Vec<_>, regex_lite::Error>>()?;
    let assignment = Regex::new(ASSIGNMENT)?;
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for file in files {
        // Lock files are all hashes, and the exceptions would find themselves.
        if matches!(file.path.as_str(), EXCEPTIONS | "Cargo.lock") || file.path.ends_with("package-lock.json")
        {
            continue;
        }
        for (index, line) in file.text.as_deref().unwrap_or_default().lines().enumerate() {
            let Some(kind) = secret_in(line, &patterns, &assignment) else { continue };
            match exceptions
                .allow
                .iter()
                .position(|allowed| allowed.path == file.path && line.contains(&allowed.text))
            {
                Some(position) => {
                    used.insert(position);
                }
                // The line itself is not printed: a log is one more place a key should not be in.
                None => findings.push(format!("{}:{}: looks like a {kind}", file.path, index + 1)),
            }
        }
    }
    for (position, allowed) in exceptions.allow.iter().enumerate() {
        if allowed.reason.trim().is_empty() {
            findings.push(format!("{EXCEPTIONS}: {} has no reason", allowed.path));
        }
        if !used.contains(&position) {
            findings.push(format!("{EXCEPTIONS}: nothing in {} needs this exception: drop it", allowed.path));
        }
    }
    Ok(findings)
}

fn secret_in<'name>(line: &str, patterns: &[(&'name str, Regex)], assignment: &Regex) -> Option<&'name str> {
    if let Some((name, _)) = patterns.iter().find(|(_, pattern)| pattern.is_match(line)) {
        return Some(name);
    }
    let random = assignment
        .captures_iter(line)
        .filter_map(|found| found.get(1))
        .any(|value| looks_random(value.as_str()));
    random.then_some("secret assigned in plain text")
}

/// Letters and digits mixed, of high entropy, and not a path, a template or a sentence.
fn looks_random(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit())
        && value.chars().any(|c| c.is_ascii_alphabetic())
        && !value.contains(['{', '$', '<', ' '])
        && entropy(value) >= RANDOM
}

/// Shannon entropy in bits per character.
fn entropy(value: &str) -> f64 {
    let mut counts: BTreeMap<char, u32> = BTreeMap::new();
    for character in value.chars() {
        *counts.entry(character).or_default() += 1;
    }
    let total = f64::from(counts.values().sum::<u32>());
    counts.values().map(|count| f64::from(*count) / total).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File { path: "config/app.toml".to_owned(), text: Some(text.to_owned()) }
    }

    fn found(text: &str) -> usize {
        check(&[file(text)], &Exceptions::default()).unwrap().len()
    }

    /// Made up here from halves, so that this file holds nothing that looks like a key.
    fn keys() -> Vec<String> {
        let letters = "q7Xw2ZrT9bNc4LmKp8VsY3dF6gHjA1eU5oQi";
        vec![
            format!("id = {}{}", "AKIA", "Q3EGRVT5JW2LKXNH"),
            format!("-----BEGIN RSA {} KEY-----", "PRIVATE"),
            format!("stripe: sk_{}_{letters}", "live"),
            format!("{}_{letters}", "whsec"),
            format!("slack {}-{letters}", "xoxb"),
            format!("https://hooks.slack.com/{}/T0AB12CD3/x", "services"),
            format!("{}_{letters}", "ghp"),
            format!("{}_pat_{letters}", "github"),
            format!("{}-{letters}", "glpat"),
            format!("{}{letters}", "AIza"),
            format!("{}.{letters}.{letters}", "SG"),
            format!("{}-ant-{letters}", "sk"),
            format!("{}{letters}.{}{letters}.x", "eyJ", "eyJ"),
            format!("postgres://empire:{letters}@db.example/empire"),
            format!("api_{} = \"{letters}\"", "key"),
            format!("{{ \"client_{}\": '{letters}' }}", "secret"),
            format!("{} = \"{}\"", "PASSWORD", "9f86d081884c7d659a2feaa0c55ad015"),
        ]
    }

    #[test]
    fn every_kind_of_key_is_found() {
        for key in keys() {
            assert_eq!(found(&key), 1, "{key}");
        }
    }

    #[test]
    fn ordinary_lines_pass() {
        for line in [
            "password = \"correct horse battery staple\"",
            "password_hint = \"at-least-twelve-characters\"",
            "token = \"${EMPIRE_TOKEN}\"",
            "secret: env!(\"EMPIRE_SECRET_KEY_2\")",
            "postgres://postgres@127.0.0.1:5433/postgres",
            "postgres://empire:${PASSWORD_OF_THE_DATABASE}@db/empire",
            "let token = session.token();",
            "sk-learn and ghp are words",
            "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\"",
        ] {
            assert_eq!(found(line), 0, "{line}");
        }
    }

    #[test]
    fn an_exception_covers_its_own_line_only() {
        let keys = keys();
        let text = keys.join("\n");
        let allow = |text: &str, reason: &str| Exceptions {
            allow: vec![Exception {
                path: "config/app.toml".to_owned(),
                text: text.to_owned(),
                reason: reason.to_owned(),
            }],
        };
        let all = check(&[file(&text)], &Exceptions::default()).unwrap().len();
        let one_less = check(&[file(&text)], &allow("BEGIN RSA", "sample from the manual")).unwrap().len();
        assert_eq!(one_less, all - 1);
        assert_eq!(check(&[file("")], &allow("BEGIN RSA", "sample")).unwrap().len(), 1, "unused");
        assert_eq!(check(&[file(&text)], &allow("BEGIN RSA", " ")).unwrap().len(), all, "no reason");
    }

    #[test]
    fn findings_do_not_repeat_the_secret() {
        for key in keys() {
            let findings = check(&[file(&key)], &Exceptions::default()).unwrap();
            assert!(findings.iter().all(|finding| !finding.contains(&key)));
        }
    }
}
