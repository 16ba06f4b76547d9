//! What the database is told about itself.

use crate::leads::{Cast, store};
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn tables_that_are_filled_have_statistics(world: World) {
        let cast = Cast::of(&world).await;
        store(&world, &cast.owner, "Henrik", |_| {}).await;
        let db = world.cx.db();
        db.keep_statistics().await.unwrap();
        if db.is_sqlite() {
            let sql = "SELECT count(*) AS known FROM sqlite_stat1 WHERE tbl = 'contacts'";
            let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await.unwrap().unwrap();
            assert!(row.try_get::<i64>("", "known").unwrap() > 0);
        }
    }
}
