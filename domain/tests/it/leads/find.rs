//! The few leads that somebody means.

use super::{Cast, names, path, store};
use domain::Error;
use domain::leads::{find, search_text};
use sea_orm::ActiveValue::Set;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn who_is_called_so_comes_first(world: World) {
        let cast = Cast::of(&world).await;
        store(&world, &cast.owner, "Erin O'Neil", |_| {}).await;
        let place = |text: &'static str| {
            move |row: &mut entity::leads::ActiveModel| {
                row.place = Set(Some("4 Neil St, Austin".into()));
                row.search_text = Set(text.into());
            }
        };
        store(&world, &cast.owner, "Ben Tran", place(" ben tran 4 neil st austin")).await;
        let mail = search_text("Cy Van neil example com", &[], &[], None);
        store(&world, &cast.owner, "Cy Van", move |row| row.search_text = Set(mail)).await;
        let of = |words: &'static str| find(&world.cx, &cast.viewer, words);
        assert_eq!(names(&of("NEIL").await.unwrap()), ["Erin O'Neil", "Ben Tran", "Cy Van"]);
        assert_eq!(names(&of("oneil").await.unwrap()), ["Erin O'Neil"]);
        assert_eq!(names(&of("neil aus").await.unwrap()), ["Ben Tran"]);
        for nothing in ["", " \"* ", "neil zz"] {
            assert_eq!(names(&of(nothing).await.unwrap()), [""; 0], "{nothing}");
        }
    }

    async fn no_more_than_eight_of_ones_own_organization(world: World) {
        let cast = Cast::of(&world).await;
        for _ in 0..10 {
            store(&world, &cast.owner, "Ana Okafor", |_| {}).await;
        }
        store(&world, &cast.stranger, "Ana Stranger", |_| {}).await;
        assert_eq!(find(&world.cx, &cast.viewer, "ana").await.unwrap().len(), 8);
        assert_eq!(names(&find(&world.cx, &cast.stranger, "ana").await.unwrap()), ["Ana Stranger"]);
        let visitor = world.visitor(cast.owner.org());
        assert!(matches!(find(&world.cx, &visitor, "ana").await, Err(Error::Forbidden)));
        assert_eq!(path(find(&world.cx, &cast.owner, &"x".repeat(101)).await), "search");
    }
}
