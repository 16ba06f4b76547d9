//! Every server function as nobody, as the wrong role and as another tenant. A function that is not in the table fails
//! the test, so that a new one starts with these questions.

use crate::harness::{Member, Program};
use axum::http::StatusCode;
use domain::{Peer, invitations};
use shared::fields::{CustomFieldInput, Noun};
use shared::forms::StandardField;
use shared::leads::{BulkChange, BulkInput, BulkLeads, LeadViewInput, TagChange};
use shared::members::InvitationInput;
use shared::sessions::AcceptInvitationInput;
use shared::sources::{Change, MappedField, Mapping, SourceInput, Taken, Target, Verification};
use std::collections::BTreeSet;
use testkit::{World, on_both_databases};

/// Who gets in at all.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// Made for people who are not signed in.
    ToAnybody,
    /// Any member; the field says what a viewer is answered.
    ToMembers { viewer: StatusCode },
}

const FINE: Open = Open::ToMembers { viewer: StatusCode::OK };
const DENIED: Open = Open::ToMembers { viewer: StatusCode::FORBIDDEN };

/// Path, who gets in, and a body that names a thing of another tenant where the function takes one.
fn table(
    [lead, member, form, invitation, submission, job, webhook, delivery, source, payload]: [&str; 10],
    [field, tag, view, bulk, import, task, draft, notification]: [&str; 8],
    [pair, merge, contact]: [&str; 3],
) -> Vec<(&'static str, Open, String, bool)> {
    let status = format!("id={lead}&input[status]=contacted&input[reason]=&input[note]=&input[version]=1");
    let edit = format!("id={lead}&edits[0][fact]=name&edits[0][base]=Otis+Granger&edits[0][value]=Otis");
    let note = format!("id={lead}&input[kind]=note&input[outcome]=&input[body]=hello&input[key]=abcdefgh");
    let change = format!("id={webhook}&version=1&input[url]=https%3A%2F%2Fa.example%2Fin");
    let range = format!("id={webhook}&input[from]=2026-08-03T09:12&input[to]=");
    let settings = format!("{{\"form\":\"{form}\",\"settings\":{{\"allowed_origins\":\"\",\"version\":1}}}}");
    let definition = serde_json::to_string(&shared::forms::edit::blank_form("Offer")).unwrap();
    let of_form = |more: &str| format!("{{\"form\":\"{form}\",\"definition\":{definition},{more}}}");
    let settings_of_source = serde_json::to_string(&source_input()).unwrap();
    let mapping = serde_json::to_string(&reaching()).unwrap();
    let of_lead = |more: &str| format!("{{\"id\":\"{lead}\",{more}}}");
    let input_of_field = "{\"noun\":\"lead\",\"field_type\":\"text\",\"label\":\"Nickname\"}";
    let input_of_task = "input[title]=Call&input[due]=2026-08-03T09:12&input[key]=abcdefgh";
    let input_of_message = "input[channel]=sms&input[body]=Hello&input[key]=abcdefgh";
    let task_of_lead = format!("{input_of_task}&input[lead]={lead}");
    let of_source = |more: &str| format!("{{\"id\":\"{source}\",{more}}}");
    vec![
        ("/rpc/sessions/current", Open::ToAnybody, String::new(), false),
        ("/rpc/sessions/hints", Open::ToAnybody, String::new(), false),
        ("/rpc/sessions/sign_in", Open::ToAnybody, "email=a%40b.co&password=x".into(), false),
        ("/rpc/sessions/sign_out", Open::ToAnybody, String::new(), false),
        ("/rpc/organizations/found", Open::ToAnybody, String::new(), false),
        ("/rpc/invitations/preview", Open::ToAnybody, "token=x".into(), false),
        ("/rpc/invitations/accept", Open::ToAnybody, "token=x".into(), false),
        ("/rpc/leads/list", FINE, "query=".into(), false),
        ("/rpc/leads/find", FINE, "words=ana".into(), false),
        ("/rpc/leads/get", FINE, format!("id={lead}"), true),
        ("/rpc/leads/neighbours", FINE, format!("id={lead}&query="), true),
        ("/rpc/leads/timeline", FINE, format!("id={lead}"), true),
        (
            "/rpc/leads/add",
            DENIED,
            "input[name]=Ana&input[phone]=5125550148&input[key]=abcdefgh".into(),
            false,
        ),
        ("/rpc/leads/status", DENIED, status, true),
        ("/rpc/leads/assign", DENIED, format!("id={lead}&owner=&version=1"), true),
        ("/rpc/leads/log", DENIED, note, true),
        ("/rpc/leads/deleted", DENIED, String::from("older="), false),
        ("/rpc/leads/delete", DENIED, format!("lead={lead}"), true),
        ("/rpc/leads/restore", DENIED, format!("lead={lead}"), true),
        ("/rpc/duplicates/list", DENIED, String::new(), false),
        ("/rpc/duplicates/get", DENIED, format!("pair={pair}&stays="), true),
        ("/rpc/duplicates/dismiss", DENIED, format!("pair={pair}"), true),
        (
            "/rpc/duplicates/merge",
            DENIED,
            format!("pair={pair}&input[stays]={contact}&input[seen]=x&input[take][name]=kept"),
            true,
        ),
        ("/rpc/merges/split", DENIED, format!("merge={merge}"), true),
        ("/rpc/leads/owners", FINE, String::new(), false),
        ("/rpc/leads/vocabulary", FINE, String::new(), false),
        ("/rpc/leads/tags", DENIED, of_lead("\"noun\":\"lead\",\"change\":{\"add\":[\"Hot\"]}"), true),
        ("/rpc/leads/edit", DENIED, edit, true),
        ("/rpc/presence/beat", FINE, of_lead("\"tab\":\"abcdefgh\",\"editing\":[\"phone\"]"), true),
        ("/rpc/presence/leave", FINE, format!("id={lead}&tab=abcdefgh"), true),
        // A lead of another tenant is one that is gone: it is counted among those that were not changed.
        (
            "/rpc/leads/bulk",
            DENIED,
            format!(
                "{{\"input\":{{\"leads\":{{\"these\":[\"{lead}\"]}},\"change\":{{\"change\":\"owner\",\"to\":null}}}}}}"
            ),
            false,
        ),
        ("/rpc/leads/undo_bulk", DENIED, format!("{{\"change\":\"{bulk}\"}}"), true),
        ("/rpc/views/list", FINE, String::new(), false),
        // What an address names is no secret, and what it does not find is no view.
        ("/rpc/views/find", FINE, format!("view={view}"), false),
        ("/rpc/views/save", FINE, "{\"input\":{\"name\":\"Mine\"}}".into(), false),
        (
            "/rpc/views/update",
            FINE,
            format!("{{\"view\":\"{view}\",\"version\":1,\"input\":{{\"name\":\"x\"}}}}"),
            true,
        ),
        ("/rpc/views/delete", FINE, format!("{{\"view\":\"{view}\"}}"), true),
        (
            "/rpc/views/open_with",
            FINE,
            format!("{{\"view\":\"{view}\",\"whose\":\"me\",\"opens\":true}}"),
            true,
        ),
        ("/rpc/fields/list", FINE, String::new(), false),
        ("/rpc/fields/create", DENIED, format!("{{\"input\":{input_of_field}}}"), false),
        (
            "/rpc/fields/update",
            DENIED,
            format!("{{\"field\":\"{field}\",\"version\":1,\"input\":{input_of_field}}}"),
            true,
        ),
        (
            "/rpc/fields/archive",
            DENIED,
            format!("{{\"field\":\"{field}\",\"version\":1,\"archived\":true}}"),
            true,
        ),
        ("/rpc/fields/move", DENIED, format!("{{\"field\":\"{field}\",\"place\":0}}"), true),
        ("/rpc/tags/list", FINE, String::new(), false),
        ("/rpc/tags/rename", DENIED, format!("{{\"tag\":\"{tag}\",\"name\":\"Cold\"}}"), true),
        ("/rpc/tags/delete", DENIED, format!("{{\"tag\":\"{tag}\"}}"), true),
        ("/rpc/imports/list", DENIED, String::new(), false),
        ("/rpc/imports/get", DENIED, format!("id={import}"), true),
        ("/rpc/imports/problems", DENIED, format!("id={import}&after=0"), true),
        ("/rpc/imports/choose_columns", DENIED, format!("id={import}"), true),
        ("/rpc/imports/run", DENIED, format!("id={import}"), true),
        ("/rpc/imports/cancel", DENIED, format!("id={import}"), true),
        ("/rpc/imports/foresee_undo", DENIED, format!("id={import}"), true),
        ("/rpc/imports/undo", DENIED, format!("id={import}"), true),
        ("/rpc/imports/discard", DENIED, format!("id={import}"), true),
        ("/rpc/home/get", FINE, String::new(), false),
        ("/rpc/tasks/agenda", FINE, format!("later={task}"), true),
        ("/rpc/tasks/today", FINE, String::new(), false),
        ("/rpc/tasks/of_lead", FINE, format!("lead={lead}"), true),
        ("/rpc/tasks/add", DENIED, task_of_lead, true),
        ("/rpc/tasks/change", DENIED, format!("id={task}&version=1&{input_of_task}"), true),
        ("/rpc/messages/of_lead", FINE, format!("lead={lead}"), true),
        ("/rpc/messages/write", DENIED, format!("input[lead]={lead}&{input_of_message}"), true),
        (
            "/rpc/messages/change",
            DENIED,
            format!("id={draft}&version=1&input[lead]={lead}&{input_of_message}"),
            true,
        ),
        ("/rpc/messages/discard", DENIED, format!("id={draft}&version=1"), true),
        ("/rpc/tasks/state", DENIED, format!("id={task}&version=1&state=done"), true),
        ("/rpc/duty/get", DENIED, String::new(), false),
        ("/rpc/duty/save", DENIED, "{\"input\":{\"default_minutes\":\"15\"}}".into(), false),
        ("/rpc/duty/preview", DENIED, "{\"input\":{\"default_minutes\":\"15\"}}".into(), false),
        ("/rpc/duty/away", DENIED, format!("member={member}&away=true"), true),
        ("/rpc/notifications/list", FINE, format!("older={notification}"), true),
        ("/rpc/notifications/unread", FINE, String::new(), false),
        ("/rpc/notifications/read", FINE, format!("id={notification}"), true),
        ("/rpc/notifications/read_all", FINE, String::new(), false),
        ("/rpc/activity/feed", FINE, format!("query[member]={member}"), true),
        ("/rpc/activity/team", FINE, "period[period]=7d".into(), false),
        ("/rpc/activity/member", FINE, format!("member={member}"), true),
        ("/rpc/members/list", FINE, String::new(), false),
        ("/rpc/members/change_role", DENIED, format!("member={member}&role=viewer"), true),
        ("/rpc/members/remove", DENIED, format!("member={member}"), true),
        ("/rpc/invitations/create", DENIED, "email=new%40b.co&role=agent".into(), false),
        ("/rpc/invitations/revoke", DENIED, format!("invitation={invitation}"), true),
        ("/rpc/forms/list", DENIED, String::new(), false),
        ("/rpc/forms/get", DENIED, format!("form={form}"), true),
        ("/rpc/forms/change_settings", DENIED, settings, true),
        ("/rpc/forms/make", DENIED, "new[title]=Offer&new[start]=blank".into(), false),
        ("/rpc/forms/duplicate", DENIED, format!("form={form}"), true),
        ("/rpc/forms/draft", DENIED, format!("form={form}"), true),
        ("/rpc/forms/save_draft", DENIED, of_form("\"seen\":0"), true),
        ("/rpc/forms/publish", DENIED, format!("form={form}&seen=0"), true),
        ("/rpc/forms/restore", DENIED, format!("form={form}&seen=0&version=1"), true),
        ("/rpc/forms/history", DENIED, format!("form={form}"), true),
        ("/rpc/forms/results", DENIED, format!("form={form}"), true),
        ("/rpc/forms/render", DENIED, of_form("\"look\":\"finish\""), true),
        ("/rpc/review/list", DENIED, String::new(), false),
        ("/rpc/review/count", DENIED, String::new(), false),
        ("/rpc/review/accept", DENIED, format!("submission={submission}"), true),
        ("/rpc/review/reject", DENIED, format!("submission={submission}"), true),
        ("/rpc/jobs/overview", DENIED, String::new(), false),
        ("/rpc/jobs/list", DENIED, "narrow[state]=dead".into(), false),
        ("/rpc/jobs/get", DENIED, format!("id={job}"), true),
        ("/rpc/jobs/retry", DENIED, format!("id={job}"), true),
        ("/rpc/jobs/cancel", DENIED, format!("id={job}"), true),
        ("/rpc/jobs/replay", DENIED, format!("id={job}&payload=%7B%7D"), true),
        ("/rpc/jobs/pause", DENIED, "queue=default".into(), false),
        ("/rpc/jobs/resume", DENIED, "queue=default".into(), false),
        ("/rpc/webhooks/list", DENIED, String::new(), false),
        ("/rpc/webhooks/get", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/create", DENIED, "input[url]=https%3A%2F%2Fa.example%2Fin".into(), false),
        ("/rpc/webhooks/reveal", DENIED, format!("id={webhook}&ticket=x"), true),
        ("/rpc/webhooks/update", DENIED, change, true),
        ("/rpc/webhooks/delete", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/enable", DENIED, format!("id={webhook}&held=send"), true),
        ("/rpc/webhooks/disable", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/rotate", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/retire", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/deliveries", DENIED, format!("id={webhook}&narrow[state]=failed"), true),
        ("/rpc/webhooks/delivery", DENIED, format!("id={delivery}"), true),
        ("/rpc/webhooks/replay", DENIED, format!("id={delivery}"), true),
        ("/rpc/webhooks/replay_range", DENIED, range, true),
        ("/rpc/webhooks/replay_failed", DENIED, format!("id={webhook}&from="), true),
        ("/rpc/webhooks/send_test", DENIED, format!("id={webhook}"), true),
        ("/rpc/webhooks/inspector", DENIED, String::new(), false),
        ("/rpc/webhooks/inspector_open", DENIED, String::new(), false),
        ("/rpc/webhooks/inspector_answer", DENIED, "answer=gone".into(), false),
        ("/rpc/webhooks/inspector_close", DENIED, String::new(), false),
        ("/rpc/sources/list", DENIED, String::new(), false),
        ("/rpc/sources/get", DENIED, format!("id={source}"), true),
        (
            "/rpc/sources/create",
            DENIED,
            "input[name]=Northbeam&input[verification][type]=basic&input[verification][user]=north".into(),
            false,
        ),
        (
            "/rpc/sources/update",
            DENIED,
            of_source(&format!("\"version\":1,\"input\":{settings_of_source}")),
            true,
        ),
        ("/rpc/sources/enable", DENIED, format!("id={source}"), true),
        ("/rpc/sources/disable", DENIED, format!("id={source}"), true),
        ("/rpc/sources/delete", DENIED, format!("id={source}"), true),
        ("/rpc/sources/show_secret", DENIED, format!("id={source}"), true),
        ("/rpc/sources/rotate_secret", DENIED, format!("id={source}"), true),
        ("/rpc/sources/retire_secret", DENIED, format!("id={source}"), true),
        ("/rpc/sources/save_mapping", DENIED, of_source(&format!("\"seen\":0,\"mapping\":{mapping}")), true),
        ("/rpc/sources/versions", DENIED, format!("id={source}"), true),
        ("/rpc/sources/restore_mapping", DENIED, format!("id={source}&seen=1&version=1"), true),
        ("/rpc/sources/payloads", DENIED, format!("id={source}&query[state]=refused"), true),
        ("/rpc/sources/payload", DENIED, format!("payload={payload}"), true),
        ("/rpc/sources/replay", DENIED, format!("payload={payload}"), true),
        ("/rpc/sources/replay_edited", DENIED, format!("payload={payload}&body=%7B%7D"), true),
        ("/rpc/sources/replay_refused", DENIED, format!("id={source}"), true),
        (
            "/rpc/sources/preview",
            DENIED,
            of_source(&format!("\"mapping\":{mapping},\"body\":\"{{}}\"")),
            true,
        ),
        ("/rpc/sources/try_mapping", DENIED, of_source(&format!("\"mapping\":{mapping}")), true),
    ]
}

fn source_input() -> SourceInput {
    SourceInput { name: "Northbeam".into(), verification: Verification::SecretPath, ..SourceInput::default() }
}

/// The shortest mapping that can be saved.
fn reaching() -> Mapping {
    let into = Target::field(StandardField::ContactEmail);
    let field = MappedField { into, from: Taken::path("mail"), change: Change::AsIs };
    Mapping { fields: vec![field], consents: Vec::new() }
}

async fn viewer(program: &Program, owner: &Member, email: &str) -> Member {
    let cx = &program.world.cx;
    let input = InvitationInput { email: email.to_owned(), role: "viewer".to_owned() };
    let link = invitations::create(cx, &owner.actor, &input).await.unwrap();
    let accept = AcceptInvitationInput {
        token: link.url.rsplit('/').next().unwrap().to_owned(),
        name: "Walter Quinn".to_owned(),
        password: crate::harness::PASSWORD.to_owned(),
    };
    let session = invitations::accept(cx, program.world.request(), &accept, &Peer::default()).await.unwrap();
    program.signed_in(&session.token).await
}

/// Something the member is told, by the program itself.
async fn notification(cx: &domain::Context, member: &domain::Actor) -> String {
    let (context, to) = (cx.clone(), member.member_id().unwrap());
    let actor = domain::Actor::system(member.org(), member.request());
    let notice = domain::notifications::Notice {
        kind: shared::notifications::NoticeKind::Reminder,
        lead: None,
        subject: "Call".into(),
        event: None,
    };
    cx.write(move |tx| {
        Box::pin(async move { domain::notifications::push(&context, tx, &actor, &[to], &notice).await })
    })
    .await
    .unwrap();
    domain::notifications::list(cx, member, None).await.unwrap().rows[0].id.to_string()
}

/// A pair that waits, a merge that stands, and one of the pair.
async fn two_who_look_alike(cx: &domain::Context, actor: &domain::Actor) -> [String; 3] {
    let people = [("Jon Smith", "917"), ("John Smith", "917"), ("Ana Delgado", "40"), ("Anna Delgado", "40")];
    for (at, (name, number)) in people.into_iter().enumerate() {
        let input = shared::leads::LeadInput {
            name: name.into(),
            phone: format!("512 555 010{at}"),
            address: shared::address::AddressInput {
                street: format!("{number} Tillery St"),
                city: "Austin".into(),
                region: "TX".into(),
                postal_code: "78702".into(),
                ..Default::default()
            },
            key: format!("alike-{at}-{number}"),
            ..Default::default()
        };
        domain::leads::add(cx, actor, &input).await.unwrap();
    }
    domain::duplicates::compare_waiting(cx, actor.org()).await.unwrap();
    let pairs = domain::duplicates::list(cx, actor).await.unwrap().pairs;
    assert_eq!(pairs.len(), 2);
    let proposal = domain::merges::preview(cx, actor, pairs[1].id, None).await.unwrap().proposal();
    let merged = domain::merges::merge(cx, actor, pairs[1].id, &proposal).await.unwrap();
    [pairs[0].id.to_string(), merged.id.to_string(), pairs[0].one.contact.to_string()]
}

async fn call(program: &Program, path: &str, cookie: &str, body: &str) -> crate::harness::Answer {
    if body.starts_with('{') {
        program.ask(axum::http::Method::POST, path, cookie, "application/json", body.to_owned()).await
    } else {
        program.rpc(path, cookie, body).await
    }
}

on_both_databases! {
    async fn every_server_function_knows_whom_it_serves(world: World) {
        let program = Program::new(world);
        let ours = program.found("Juniper Homes", "dana@juniper.example").await;
        let theirs = program.found("Cedar Homes", "cora@cedar.example").await;
        let viewer = viewer(&program, &ours, "walter@juniper.example").await;
        let cx = &program.world.cx;

        // Things of the other organization, all of them real.
        let input = shared::leads::LeadInput {
            name: "Otis Granger".into(), phone: "512 555 0199".into(), key: "abcdefgh".into(), ..Default::default()
        };
        let lead = domain::leads::add(cx, &theirs.actor, &input).await.unwrap().to_string();
        let member = theirs.actor.member_id().unwrap().to_string();
        let form = domain::forms::list(cx, &theirs.actor).await.unwrap()[0].clone();
        let invited = InvitationInput { email: "nina@cedar.example".into(), role: "agent".into() };
        let invitation = invitations::create(cx, &theirs.actor, &invited).await.unwrap().invitation.id.to_string();
        let public = domain::forms::public(cx, &form.slug).await.unwrap();
        let sent = domain::intake::Submission {
            key: "key-00001".into(),
            answers: testkit::seller_answers(),
            attribution: shared::attribution::Attribution::default(),
            host_origin: None,
            peer: Peer::default(),
            request: program.world.request(),
            draft: None,
            hold: vec![shared::review::HoldReason::TooFast],
        };
        let submission = program.intake().submit(&public, sent).await.unwrap().id.to_string();

        let cause = domain::jobs::Cause::of(&theirs.actor);
        let work = domain::forms::drafts::NoticeAbandoned { idle_minutes: 30 };
        let context = cx.clone();
        let job = cx.write(move |tx| Box::pin(async move {
            domain::jobs::enqueue(&context, tx, &cause, &work, &domain::jobs::Options::default()).await
        })).await.unwrap().to_string();

        let hook = shared::webhooks::WebhookEndpointInput { url: "https://crm.example/in".into(), ..Default::default() };
        let webhook = domain::webhooks::create(cx, &theirs.actor, &hook).await.unwrap().id;
        let delivery = domain::webhooks::send_test(cx, &theirs.actor, webhook).await.unwrap().to_string();

        let created = domain::sources::create(cx, &theirs.actor, &source_input()).await.unwrap();
        let token = created.secret.address.rsplit('/').next().unwrap();
        let door = domain::sources::door(cx, "northbeam", token).await.unwrap();
        let arrived = domain::sources::Arrived {
            headers: vec![("content-type".into(), "application/json".into())],
            body: b"{\"mail\":\"ana@example.com\"}".to_vec(),
            complete: true,
            ip: None,
            request: program.world.request(),
        };
        let domain::sources::Received::Accepted(payload) =
            domain::sources::receive(cx, &door, arrived).await.unwrap() else { panic!("it is taken") };
        let (source, payload) = (created.id.to_string(), payload.to_string());

        let input = CustomFieldInput {
            noun: "lead".into(), field_type: "text".into(), label: "Nickname".into(), ..Default::default()
        };
        let field = domain::fields::create(cx, &theirs.actor, &input).await.unwrap().id.to_string();
        let of_lead = lead.parse().unwrap();
        let change = TagChange { add: vec!["Hot".into()], remove: Vec::new() };
        let marks = domain::leads::change_tags(cx, &theirs.actor, of_lead, Noun::Lead, &change).await.unwrap();
        let tag = marks.tags[0].id.to_string();
        let input = LeadViewInput { name: "Theirs".into(), ..Default::default() };
        let view = domain::leads::views::save(cx, &theirs.actor, &input).await.unwrap().id.to_string();
        let change = BulkChange::Owner(theirs.actor.member_id());
        let done = domain::leads::bulk(cx, &theirs.actor, &BulkInput { leads: BulkLeads::These(vec![of_lead]), change }).await.unwrap();
        let bulk = done.id.unwrap().to_string();
        let mut upload = domain::imports::begin(cx, &theirs.actor, "sellers.csv").await.unwrap();
        upload.push(b"Name,Phone\nAna,512 555 0101\n").await.unwrap();
        let import = upload.finish().await.unwrap().to_string();
        let input = shared::tasks::TaskInput {
            title: "Call".into(), due: "2026-08-03T09:12".into(), key: "abcdefgh".into(), ..Default::default()
        };
        let task = domain::tasks::add(cx, &theirs.actor, &input).await.unwrap().id.to_string();
        let input = shared::messages::MessageInput {
            lead: lead.clone(), channel: "sms".into(), body: "Hello".into(), key: "abcdefgh".into(), ..Default::default()
        };
        let draft = domain::messages::write(cx, &theirs.actor, &input).await.unwrap().id.to_string();
        let notification = notification(cx, &theirs.actor).await;

        let form = form.id.to_string();
        let webhook = webhook.to_string();
        let things = [&lead, &member, &form, &invitation, &submission, &job, &webhook, &delivery, &source, &payload];
        let more = [&field, &tag, &view, &bulk, &import, &task, &draft, &notification];
        let alike = two_who_look_alike(cx, &theirs.actor).await;
        let table = table(things.map(String::as_str), more.map(String::as_str), alike.each_ref().map(String::as_str));
        let known: BTreeSet<&str> = table.iter().map(|(path, ..)| *path).collect();
        let registered: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        assert_eq!(registered, known, "a server function is missing in the table, or the table names one that is gone");

        let before = program.world.events(theirs.actor.org()).await.len();
        for (path, open, body, names_a_thing) in &table {
            let nobody = call(&program, path, "", body).await;
            if *open != Open::ToAnybody {
                assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path} as nobody: {}", nobody.text);
            }
            let Open::ToMembers { viewer: wanted } = open else { continue };
            let low = call(&program, path, &viewer.cookie, body).await;
            let found = if *names_a_thing && *wanted == StatusCode::OK { StatusCode::NOT_FOUND } else { *wanted };
            assert_eq!(low.status, found, "{path} as viewer: {}", low.text);
            if *names_a_thing {
                let other = call(&program, path, &ours.cookie, body).await;
                assert_eq!(other.status, StatusCode::NOT_FOUND, "{path} for another tenant's thing: {}", other.text);
            }
        }
        assert_eq!(program.world.events(theirs.actor.org()).await.len(), before, "something was written on the way");
    }
}
