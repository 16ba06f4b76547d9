//! A reader that fails leaves no trace: neither its position nor what it wrote.

use domain::events::{Position, Reader, Subject, append, read_after};
use domain::{Context, Error};
use entity::event_readers;
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use shared::events::EventKind;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::{World, on_both_databases};

const READER: Reader = Reader::new("letters", 2);

on_both_databases! {
    async fn a_failed_batch_is_handled_again_from_its_beginning(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        for name in ["one", "two", "three"] {
            let (cx, by) = (world.cx.clone(), owner.clone());
            let append = world.cx.write(move |tx| {
                Box::pin(async move {
                    let kind = EventKind::OrganizationCreated { name: name.to_owned() };
                    append(&cx, tx, &by, cx.now(), Subject::Organization(by.org()), kind).await
                })
            });
            append.await.unwrap();
        }

        until_readable(&world.cx, 3).await;
        let failed = READER.run_once(&world.cx, |tx, _| {
            Box::pin(async move {
                tx.execute_unprepared("UPDATE organizations SET name = 'half done'").await?;
                Err(Error::Unavailable("the other side"))
            })
        });
        assert!(matches!(failed.await, Err(Error::Unavailable(_))));
        let crashed = READER.run_once(&world.cx, |tx, _| {
            Box::pin(async move {
                tx.execute_unprepared("UPDATE organizations SET name = 'half done'").await?;
                crash()
            })
        });
        assert!(matches!(crashed.await, Err(Error::Internal(_))));

        assert!(event_readers::Entity::find().all(world.cx.db().read()).await.unwrap().is_empty());
        assert_eq!(domain::organizations::get(&world.cx, owner.org()).await.unwrap().name, "Juniper Homes");
        assert_eq!(handle(&world.cx).await, ["one", "two"]);
        assert_eq!(handle(&world.cx).await, ["three"]);
        assert_eq!(READER.run_once(&world.cx, |_, _| Box::pin(async { Ok(()) })).await.unwrap(), 0);
    }
}

fn crash() -> domain::Result<()> {
    panic!("a handler crashes on purpose")
}

/// Waits until the first events can be read: on PostgreSQL an open transaction of another test may hide them.
async fn until_readable(cx: &Context, count: usize) {
    let readable = async {
        while read_after(cx.db().read(), Position::default(), 100).await.unwrap().len() < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), readable).await.expect("other tests end their transactions");
}

/// The next batch; again, it may have to wait.
async fn handle(cx: &Context) -> Vec<String> {
    let names = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..2_000 {
        let into = names.clone();
        let handled = READER.run_once(cx, move |_, batch| {
            Box::pin(async move {
                into.lock().unwrap().extend(batch.into_iter().map(|event| match event.kind {
                    EventKind::OrganizationCreated { name } => name,
                    other => other.name().to_owned(),
                }));
                Ok(())
            })
        });
        if handled.await.unwrap() > 0 {
            break;
        }
    }
    names.lock().unwrap().clone()
}
