//! Imports: what becomes of files, that nothing becomes two leads, and that all of it can be taken back.

mod beside;
mod carried;
mod crashes;
mod exports;
mod files;
mod law;
mod runs;
mod settings;
mod undo;

use crate::work_off::work_off;
use domain::duplicates::Find;
use domain::imports::{self, Check, Run, Tidy, Undo};
use domain::jobs::Registry;
use domain::{Actor, Error};
use entity::{
    contact_emails, contact_phones, contacts, imports as import_rows, jobs as job_rows, leads, properties,
};
use sea_orm::{EntityTrait as _, PaginatorTrait as _, QueryOrder as _};
use shared::ImportId;
use shared::imports::{Import, ImportCounts, ImportState, KnownLeads, MappedColumnInput, MappingInput};
use testkit::World;

pub const HEADINGS: &str = "Name,Phone,Email,Street,City,State,ZIP,Asking,Beds,Note\n";

/// Somebody at a house of their own.
pub fn person(number: u32) -> String {
    format!(
        "Seller {number},512 55{} {:04},seller{number}@example.com,{number} Tillery St,Austin,TX,78702,{}000,3,\n",
        5 + number / 10_000,
        number % 10_000,
        100 + number
    )
}

pub fn people(numbers: std::ops::Range<u32>) -> String {
    numbers.fold(HEADINGS.to_owned(), |text, number| text + &person(number))
}

pub async fn upload(world: &World, actor: &Actor, name: &str, bytes: &[u8]) -> Result<ImportId, Error> {
    let mut upload = imports::begin(&world.cx, actor, name).await?;
    for part in bytes.chunks(700_000) {
        if let Err(error) = upload.push(part).await {
            upload.abandon().await?;
            return Err(error);
        }
    }
    upload.finish().await
}

/// The mapping that was guessed.
pub fn guessed(import: &Import, known: KnownLeads) -> MappingInput {
    let columns: Vec<MappedColumnInput> = (&import.mapping).into();
    MappingInput { columns, source: "direct_mail".into(), known: known.as_str().into() }
}

/// Uploads a text and has it checked as it was guessed.
pub async fn checked(world: &World, actor: &Actor, text: &str, known: KnownLeads) -> Import {
    let id = upload(world, actor, "sellers.csv", text.as_bytes()).await.unwrap();
    let import = imports::get(&world.cx, actor, id).await.unwrap();
    imports::choose_columns(&world.cx, actor, id, &guessed(&import, known)).await.unwrap();
    work(world).await;
    let import = imports::get(&world.cx, actor, id).await.unwrap();
    assert_eq!((import.summary.state, &import.trouble), (ImportState::Checked, &None));
    import
}

/// Runs a text to its end; what the check foresaw is what came.
pub async fn imported(world: &World, actor: &Actor, text: &str, known: KnownLeads) -> ImportId {
    let foreseen = checked(world, actor, text, known).await;
    let id = foreseen.summary.id;
    imports::run(&world.cx, actor, id).await.unwrap();
    work(world).await;
    let import = imports::get(&world.cx, actor, id).await.unwrap();
    assert_eq!((import.summary.state, &import.trouble), (ImportState::Done, &None));
    assert_eq!(import.summary.counts, foreseen.summary.counts, "the check foresaw something else");
    id
}

pub async fn taken_back(world: &World, actor: &Actor, id: ImportId) -> Import {
    imports::undo(&world.cx, actor, id).await.unwrap();
    work(world).await;
    let import = imports::get(&world.cx, actor, id).await.unwrap();
    assert_eq!(import.summary.state, ImportState::Undone);
    import
}

pub fn counts(created: u64, attached: u64, skipped: u64, refused: u64) -> ImportCounts {
    ImportCounts { created, attached, skipped, refused }
}

pub fn registry() -> Registry {
    Registry::new().with::<Check>().with::<Run>().with::<Undo>().with::<Tidy>().with::<Find>()
}

/// Runs what is due, until nothing is left to do now.
pub async fn work(world: &World) {
    work_off(world, registry()).await;
}

pub async fn row(world: &World, id: ImportId) -> import_rows::Model {
    let rows = import_rows::Entity::find().all(world.cx.db().read()).await.unwrap();
    rows.into_iter().find(|row| row.id == id.uuid()).unwrap()
}

pub async fn all_leads(world: &World) -> Vec<leads::Model> {
    leads::Entity::find().order_by_asc(leads::Column::Seq).all(world.cx.db().read()).await.unwrap()
}

/// Leads, contacts, emails, phones, properties.
pub async fn sizes(world: &World) -> [u64; 5] {
    let db = world.cx.db().read();
    [
        leads::Entity::find().count(db).await.unwrap(),
        contacts::Entity::find().count(db).await.unwrap(),
        contact_emails::Entity::find().count(db).await.unwrap(),
        contact_phones::Entity::find().count(db).await.unwrap(),
        properties::Entity::find().count(db).await.unwrap(),
    ]
}

/// Names of events of a kind of subject, in order.
pub async fn happened(world: &World, actor: &Actor, subject: &str) -> Vec<String> {
    let events = world.events(actor.org()).await;
    events.into_iter().filter(|event| event.subject_kind == subject).map(|event| event.kind).collect()
}

/// The code of the first field error.
pub fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Invalid(errors)) => errors[0].code.clone(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

pub fn is_conflict<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict(_)))
}
