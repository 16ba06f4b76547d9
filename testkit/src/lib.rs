//! What tests stand on: a clock that is set, identifiers and randomness that repeat, databases of their own, and a
//! world with organizations and members in it. Used by tests only, so its failures are panics with plain words.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "only tests use this crate; a panic is how a test fails"
)]

mod clock;
mod databases;
mod forms;
mod http;
mod seeded;
mod world;

pub use clock::FakeClock;
pub use databases::TestDb;
pub use forms::{HOST, answers, seller_answers};
pub use http::{FakeHttp, Reaction};
pub use seeded::{SeededEntropy, SeededIds};
pub use world::World;

/// Runs a test on a runtime with two workers, so that spawned writers really run side by side.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be started")
        .block_on(test);
}

/// Makes of every `async fn name(world: World) { … }` two tests, `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: $kind:ty) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing of its surroundings")]
            use super::*;

            $(#[$meta])*
            async fn on($world: $kind) $body

            #[test]
            fn sqlite() {
                $crate::run(async { on($crate::World::sqlite().await).await });
            }

            #[test]
            fn postgres() {
                $crate::run(async { on($crate::World::postgres().await).await });
            }
        }
    )+};
}
