//! The validators in the browser and on the server accept and refuse the same submissions, with the same paths and words.

use crate::forms::desk::Desk;
use axum::http::StatusCode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};
use shared::forms::{ChoiceStyle, Condition, Field, FieldKind, FieldOption, FormDefinition, seller_form};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use testkit::{World, seller_answers};

/// Submissions of each form.
const CASES: u32 = 400;

/// The built validators in a Node process.
struct Browser {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Browser {
    fn start(definition: &FormDefinition) -> Self {
        let site = site();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/wasm_parity.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .args([site.join("form/formclient.js"), site.join("form/formclient_bg.wasm")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test needs Node 20 or later on the path");
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut browser = Self { process, input, output };
        assert!(browser.ask(&serde_json::to_value(definition).unwrap()).is_empty());
        browser
    }

    fn ask(&mut self, line: &Value) -> BTreeSet<[String; 3]> {
        writeln!(self.input, "{line}").unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        triples(&serde_json::from_str(&answer).unwrap_or_else(|_| panic!("the browser said: {answer}")))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may be gone already.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn site() -> PathBuf {
    let site = std::env::var_os("EMPIRE_SITE_ROOT")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("site"), PathBuf::from);
    let module = site.join("form/formclient_bg.wasm");
    assert!(
        module.is_file(),
        "{} is missing: run `cargo run --release -p sitebuild` first, or name a built site in EMPIRE_SITE_ROOT",
        module.display()
    );
    site
}

fn triples(errors: &Value) -> BTreeSet<[String; 3]> {
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    let list = errors.as_array().unwrap();
    list.iter().map(|error| ["path", "code", "message"].map(|name| text(error, name))).collect()
}

/// The seller form with one question of every kind that it lacks, and conditions over several steps.
fn every_kind() -> FormDefinition {
    let mut form = seller_form("Juniper Homes");
    let plain = |key: &str, kind: FieldKind| Field {
        key: key.to_owned(),
        label: key.to_owned(),
        kind,
        required: false,
        maps_to: None,
        show_if: None,
        ..form.steps[2].fields[0].clone()
    };
    let option = |word: &str| FieldOption { value: word.to_owned(), label: word.to_owned() };
    let mut more = vec![
        plain("nick", FieldKind::Text { max: 5 }),
        plain("built", FieldKind::Date),
        plain("agreed", FieldKind::Checkbox),
        plain("campaign", FieldKind::Hidden { max: 8 }),
        plain("mailing", FieldKind::Address),
        plain("rooms", FieldKind::Number { min: -5, max: 5, unit: "rooms".into() }),
        plain(
            "needs",
            FieldKind::Choice { options: vec![option("roof"), option("paint")], style: ChoiceStyle::Boxes },
        ),
    ];
    more[0].required = true;
    more[2].required = true;
    more[4].show_if = Some(Condition::All(vec![
        Condition::Filled { field: "nick".into() },
        Condition::Not(Box::new(Condition::OneOf {
            field: "built".into(),
            values: vec!["2026-01-01".into()],
        })),
    ]));
    form.steps[2].fields.extend(more);
    form.steps[1].show_if =
        Some(Condition::Any(vec![Condition::Is { field: "property_type".into(), value: "house".into() }]));
    form.check().unwrap();
    form
}

fn good(form: &FormDefinition) -> Map<String, Value> {
    let mut answers: Map<String, Value> =
        seller_answers().into_iter().map(|(key, value)| (key, Value::String(value))).collect();
    if form.field("nick").is_some() {
        answers.extend([("nick".to_owned(), json!("Hen")), ("agreed".to_owned(), json!("on"))]);
    }
    answers
}

/// What people, programs and attackers put into a field.
fn value() -> impl Strategy<Value = Value> {
    let known = select(vec![
        "",
        " ",
        "\0",
        "a\0b",
        "\u{200b}",
        "\u{feff}x",
        "\r\n",
        "land",
        "house",
        "roof",
        "paint, roof",
        "roof,,moon",
        "on",
        "true",
        "off",
        "0",
        "-1",
        "5",
        "1e9",
        "99999999999999999999",
        "385,000",
        "$1.50",
        "1.005",
        "2026-02-29",
        "2024-02-29",
        "0000-01-01",
        "78702",
        "78702-1234",
        "TX",
        "texas",
        "Bavaria",
        "+49 30 901820",
        "011 49 30 901820",
        "(512) 555-0148",
        "512 555 014",
        "1-512-555-0148 x9",
        "911",
        "tel:5125550148",
        "٥١٢٥٥٥٠١٤٨",
        "h@example.com",
        "h@example",
        "ä@example.com",
        "H@EXAMPLE.COM ",
        "917 Tillery St, Unit 4B, Austin, TX 78702",
        "917 Tillery St",
        "Tillery",
        "http://x.example",
        "李",
        "💥",
        "ﬀ",
        "' OR 1=1 --",
        "<script>",
        "{{7*7}}",
        "=cmd|'/c calc'!A1",
    ]);
    prop_oneof![
        8 => known.prop_map(Value::from),
        4 => "\\PC{0,12}".prop_map(Value::from),
        2 => any::<String>().prop_map(Value::from),
        1 => (1_usize..6_000).prop_map(|length| Value::from("x".repeat(length))),
        1 => prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), any::<i64>().prop_map(Value::from), Just(json!([])), Just(json!({ "a": "b" }))],
    ]
}

/// A whole submission, changed in a few places.
fn submission(form: &FormDefinition) -> impl Strategy<Value = Value> + use<> {
    let mut keys: Vec<String> = form.fields().map(|field| field.key.clone()).collect();
    keys.extend(["address", "mailing"].iter().flat_map(|key| shared::forms::address_part_keys(key)));
    keys.extend(["evil", "address.evil", "", ".", "__proto__", "name.street"].map(str::to_owned));
    let change = (select(keys), prop_oneof![4 => value().prop_map(Some), 1 => Just(None)]);
    let start = good(form);
    vec(change, 0..4).prop_map(move |changes| {
        let mut answers = start.clone();
        for (key, value) in changes {
            match value {
                Some(value) => answers.insert(key, value),
                None => answers.remove(&key),
            };
        }
        Value::Object(answers)
    })
}

fn agree_on(form: &FormDefinition) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let desk = runtime.block_on(async { Desk::with(World::sqlite().await, form, |_| {}).await });
    let browser = RefCell::new(Browser::start(form));
    let (count, accepted) = (Cell::new(0_u32), Cell::new(0_u32));
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&submission(form), |answers| {
        count.set(count.get() + 1);
        let here = browser.borrow_mut().ask(&answers);
        let body = json!({ "key": format!("submission-{}", count.get()), "answers": answers });
        let told = runtime.block_on(desk.post_json("/f/sell-your-house/submit", &body));
        let there = match told.status {
            StatusCode::CREATED => BTreeSet::new(),
            StatusCode::UNPROCESSABLE_ENTITY => triples(&told.json()["errors"]),
            other => return Err(TestCaseError::fail(format!("{other}: {}", told.text))),
        };
        prop_assert_eq!(told.status == StatusCode::CREATED, here.is_empty());
        prop_assert_eq!(here, there);
        if told.status == StatusCode::CREATED {
            accepted.set(accepted.get() + 1);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("browser and server disagree: {failure}"));
    let refused = count.get() - accepted.get();
    assert!(
        accepted.get() > CASES / 10 && refused > CASES / 10,
        "{} accepted, {refused} refused",
        accepted.get()
    );
}

#[test]
fn on_the_seller_form() {
    agree_on(&seller_form("Juniper Homes"));
}

#[test]
fn on_a_form_of_every_kind() {
    agree_on(&every_kind());
}
