//! Files of leads over HTTP: the form they come by, what is refused, and what goes out.

use crate::harness::{Answer, Member, Program, read};
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use futures::stream;
use shared::imports::MAX_FILE;
use testkit::{World, on_both_databases};

const BOUNDARY: &str = "xxBOUNDARYxx";
const ROWS: &str = "Name,Phone\nAna,512 555 0101\nOtis,512 555 0102\n";

fn form(name: &str, file: &str) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--{BOUNDARY}--\r\n"
    )
}

fn request(cookie: &str, origin: &str, body: Body) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/leads/import/upload")
        .header(header::HOST, "empire.example")
        .header(header::ORIGIN, origin)
        .header(
            "sec-fetch-site",
            if origin == "https://empire.example" { "same-origin" } else { "cross-site" },
        )
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(body)
        .unwrap()
}

async fn upload(program: &Program, member: &Member, name: &str, file: &str) -> Answer {
    let request = request(&member.cookie, "https://empire.example", Body::from(form(name, file)));
    read(program.send(request).await).await
}

/// The page the form is answered with.
async fn page_of(program: &Program, member: &Member, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned));
    let cookies = std::iter::once(member.cookie.clone()).chain(pairs).collect::<Vec<_>>().join("; ");
    program.get(answer.header("location"), &cookies).await
}

on_both_databases! {
    async fn a_file_is_uploaded_mapped_and_exported_without_scripts(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let page = program.get("/leads/import", &owner.cookie).await;
        assert!(page.text.contains("Up to 100 MB, 250,000 rows and 200 columns"), "{}", page.text);
        let answer = upload(&program, &owner, "sellers.csv", ROWS).await;
        let page = page_of(&program, &owner, &answer).await;
        assert_eq!(page.status, StatusCode::OK);
        for part in ["sellers.csv", "2 rows, 2 columns", "CSV in UTF-8", "Check 2 rows", "512 555 0101 · 512 555 0102"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let id = answer.header("location").rsplit('/').next().unwrap().to_owned();
        let columns = format!(
            "id={id}&input%5Bknown%5D=attach&input%5Bcolumns%5D%5B0%5D%5Binto%5D=name&input%5Bcolumns%5D%5B1%5D%5Binto%5D=phone"
        );
        let checked = program.rpc("/rpc/imports/choose_columns", &owner.cookie, &columns).await;
        assert_eq!((checked.status, checked.json()["import"]["summary"]["state"].as_str()), (StatusCode::OK, Some("checking")), "{}", checked.text);
        let problems = program.get(&format!("/leads/import/{id}/problems.csv"), &owner.cookie).await;
        assert_eq!((problems.status, problems.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
        let exported = program.get("/leads/export.csv?status=new", &owner.cookie).await;
        assert_eq!(exported.status, StatusCode::OK);
        assert!(exported.header("content-disposition").starts_with("attachment; filename=\"leads-"));
        assert!(exported.text.contains("Contact name,Phone,Email"), "{}", exported.text);
        let sample = program.get("/leads/import/sample.csv", &owner.cookie).await;
        assert!(sample.text.starts_with("Contact name,"), "{}", sample.text);
    }

    async fn refused_files_say_why_on_the_page(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        for (name, file, words) in [
            ("x.csv", "", "The file is empty."),
            ("x.csv", "Name,Phone\n", "nothing below them"),
            ("x.xlsx", ROWS, "The name says Excel"),
            ("", "", "Choose a file first"),
        ] {
            let answer = upload(&program, &owner, name, file).await;
            assert_eq!(answer.header("location"), "/leads/import");
            let page = page_of(&program, &owner, &answer).await;
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert_eq!(domain::imports::list(&program.world.cx, &owner.actor).await.unwrap(), []);
    }

    async fn only_the_own_pages_may_send_files_and_only_some_may(world: World) {
        let program = Program::new(world);
        let owner = program.found("Juniper Homes", "dana@juniper.example").await;
        let other = program.found("Cedar Homes", "cora@cedar.example").await;
        let forged = request(&owner.cookie, "https://evil.example", Body::from(form("x.csv", ROWS)));
        assert_eq!(program.send(forged).await.status(), StatusCode::FORBIDDEN);
        let nobody = request("", "https://empire.example", Body::from(form("x.csv", ROWS)));
        let answer = program.send(nobody).await;
        assert_eq!((answer.status(), answer.headers()[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/sign-in?next=/leads/import"));
        for path in ["/leads/export.csv", "/leads/import/sample.csv"] {
            assert_eq!(program.get(path, "").await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let answer = upload(&program, &owner, "x.csv", ROWS).await;
        let page = answer.header("location").to_owned();
        assert_eq!(program.get(&page, &other.cookie).await.status, StatusCode::NOT_FOUND);
        assert_eq!(program.get(&format!("{page}/problems.csv"), &other.cookie).await.status, StatusCode::NOT_FOUND);
        assert_eq!(program.get("/leads/import/nonsense/problems.csv", &owner.cookie).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_is_cut_off_and_forgotten() {
    let program = Program::new(World::sqlite().await);
    let owner = program.found("Juniper Homes", "dana@juniper.example").await;
    let head = form("huge.csv", "Name,Phone\n");
    let head = head.split(&format!("\r\n--{BOUNDARY}--")).next().unwrap().to_owned();
    let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
    let pieces = std::iter::once(Bytes::from(head)).chain(std::iter::repeat_n(piece, 103));
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, std::io::Error>)));
    let answer = read(program.send(request(&owner.cookie, "https://empire.example", body)).await).await;
    let page = page_of(&program, &owner, &answer).await;
    let told = page.text.split("role=\"alert\"").nth(1).unwrap_or_default();
    assert!(page.text.contains("The file is larger than 100 MB"), "{}", told.get(..900).unwrap_or(told));
    assert_eq!(domain::imports::list(&program.world.cx, &owner.actor).await.unwrap(), []);
}

#[tokio::test]
async fn a_length_beyond_the_limit_is_refused_before_it_is_read() {
    let program = Program::new(World::sqlite().await);
    let owner = program.found("Juniper Homes", "dana@juniper.example").await;
    let mut request = request(&owner.cookie, "https://empire.example", Body::from("nothing of it"));
    request.headers_mut().insert(header::CONTENT_LENGTH, (MAX_FILE * 10).into());
    let answer = read(program.send(request).await).await;
    assert!(page_of(&program, &owner, &answer).await.text.contains("larger than 100 MB"));
}
