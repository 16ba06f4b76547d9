//! Many writers and several readers at once: nobody skips an event or sees one twice, while a reader that goes by
//! sequence number alone does skip in the same run.

use domain::events::{Position, Reader, Subject, append, read_after};
use domain::{Actor, Context, Error};
use entity::events;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Statement,
    TransactionTrait as _,
};
use shared::EventId;
use shared::events::EventKind;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::World;

const WRITERS: u64 = 6;
const TRANSACTIONS: u32 = 25;
type Seen = Arc<Mutex<Vec<(Position, EventId)>>>;

#[test]
fn sqlite() {
    testkit::run(async {
        let world = World::sqlite().await;
        let storm = Storm::start(&world).await;
        storm.settle(&world, BTreeSet::new()).await;
    });
}

#[test]
fn postgres_where_a_reader_by_sequence_number_skips() {
    testkit::run(async {
        let world = World::postgres().await;
        let storm = Storm::start(&world).await;
        let (db, actor) = (world.cx.db().read(), &storm.actor);

        // The first transaction draws its number, the second draws the next one and commits before it.
        let slow = db.begin().await.unwrap();
        let skipped = note(&world.cx, &slow, actor).await.unwrap();
        let (cx, by) = (world.cx.clone(), actor.clone());
        let quick =
            world.cx.write(move |tx| Box::pin(async move { note(&cx, tx, &by).await })).await.unwrap();
        let mut naive = after(db, 0).await;
        let place = naive.last().unwrap().seq;
        assert!(naive.iter().any(|row| row.id == quick.uuid()));
        slow.commit().await.unwrap();

        let all = storm.settle(&world, BTreeSet::from([skipped, quick])).await;
        naive.extend(after(db, place).await);
        let naive: BTreeSet<EventId> = naive.into_iter().map(|row| EventId::from_uuid(row.id)).collect();
        assert!(!naive.contains(&skipped), "the control proves nothing if it did not skip");
        assert!(all.contains(&skipped));
    });
}

/// What a reader does that only remembers the last number.
async fn after(db: &impl ConnectionTrait, seq: i64) -> Vec<events::Model> {
    let rows = events::Entity::find().filter(events::Column::Seq.gt(seq));
    rows.order_by_asc(events::Column::Seq).all(db).await.unwrap()
}

async fn note(cx: &Context, tx: &impl ConnectionTrait, actor: &Actor) -> domain::Result<EventId> {
    let kind = EventKind::OrganizationCreated { name: "Juniper Homes".to_owned() };
    append(cx, tx, actor, cx.now(), Subject::Organization(actor.org()), kind).await
}

struct Storm {
    actor: Actor,
    writers: Vec<tokio::task::JoinHandle<Vec<Vec<EventId>>>>,
    readers: [Seen; 2],
    tasks: tokio::task::JoinSet<()>,
}

impl Storm {
    async fn start(world: &World) -> Self {
        let actor = world.found_org("Juniper Homes").await;
        let writers =
            (0..WRITERS).map(|seed| tokio::spawn(write(world.cx.clone(), actor.clone(), seed))).collect();
        let readers = [Seen::default(), Seen::default()];
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(run_reader(world.cx.clone(), readers[0].clone()));
        tasks.spawn(follow(world.cx.clone(), readers[1].clone()));
        Self { actor, writers, readers, tasks }
    }

    /// Waits until both readers are through, and holds what they saw against what was committed.
    async fn settle(mut self, world: &World, mut expected: BTreeSet<EventId>) -> BTreeSet<EventId> {
        let mut transactions = Vec::new();
        for writer in self.writers {
            transactions.extend(writer.await.unwrap());
        }
        expected.extend(transactions.iter().flatten());
        let through = async {
            while self.readers.iter().any(|seen| seen.lock().unwrap().len() < expected.len()) {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_mins(1), through).await.is_ok();
        self.tasks.shutdown().await;

        let stored: BTreeSet<EventId> =
            world.events(self.actor.org()).await.iter().map(|row| EventId::from_uuid(row.id)).collect();
        assert_eq!(stored, expected, "what was rolled back is not in the log, all else is");
        for seen in &self.readers {
            let seen = seen.lock().unwrap();
            let ids: BTreeSet<EventId> = seen.iter().map(|(_, id)| *id).collect();
            let missing: Vec<_> = expected.difference(&ids).collect();
            assert!(in_time && missing.is_empty(), "skipped {missing:?}");
            assert_eq!(seen.len(), expected.len(), "repeated something");
            assert!(seen.is_sorted_by(|a, b| a.0 < b.0), "positions only grow");
            for transaction in &transactions {
                let order: Vec<EventId> =
                    seen.iter().map(|(_, id)| *id).filter(|id| transaction.contains(id)).collect();
                assert_eq!(&order, transaction, "a transaction keeps its order");
            }
        }
        expected
    }
}

/// Transactions of one to three events and of random length, of which some are rolled back.
async fn write(cx: Context, actor: Actor, seed: u64) -> Vec<Vec<EventId>> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut committed = Vec::new();
    for _ in 0..TRANSACTIONS {
        let turns: Vec<u32> = (0..rng.random_range(1..=3)).map(|_| rng.random_range(0..12)).collect();
        let give_up = rng.random_ratio(1, 5);
        let (context, by) = (cx.clone(), actor.clone());
        let result = cx.write(move |tx| {
            Box::pin(async move {
                let mut ids = Vec::new();
                for round_trips in turns {
                    ids.push(note(&context, tx, &by).await?);
                    for _ in 0..round_trips {
                        tx.query_one_raw(Statement::from_string(tx.get_database_backend(), "SELECT 1"))
                            .await?;
                    }
                }
                if give_up { Err(Error::Conflict("rolled back on purpose".to_owned())) } else { Ok(ids) }
            })
        });
        match result.await {
            Ok(ids) => committed.push(ids),
            Err(error) => assert!(give_up, "{error:?}"),
        }
    }
    committed
}

async fn run_reader(cx: Context, seen: Seen) {
    let reader = Reader::new("storm", 7);
    loop {
        let seen = seen.clone();
        let handled = reader.run_once(&cx, move |_, batch| {
            Box::pin(async move {
                seen.lock().unwrap().extend(batch.iter().map(|event| (event.position, event.id)));
                Ok(())
            })
        });
        if handled.await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }
}

async fn follow(cx: Context, seen: Seen) {
    let mut position = Position::default();
    loop {
        let batch = read_after(cx.db().read(), position, 5).await.unwrap();
        if let Some(last) = batch.last() {
            position = last.position;
        }
        seen.lock().unwrap().extend(batch.iter().map(|event| (event.position, event.id)));
        tokio::task::yield_now().await;
    }
}
