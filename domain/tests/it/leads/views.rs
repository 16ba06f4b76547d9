//! Saved views: one's own, shared, changed, deleted.

use super::{Cast, path};
use domain::Error;
use domain::leads::views::{delete, find, list, save, update};
use shared::leads::{FoundView, LeadQuery, LeadStatus, LeadViewInput};
use shared::roles::Role;
use testkit::{World, on_both_databases};

fn input(name: &str, shared: bool) -> LeadViewInput {
    let query = LeadQuery {
        search: "tillery".into(),
        statuses: vec![LeadStatus::New],
        conditions: "beds.at_least(3)".into(),
        after: Some("somewhere".into()),
        ..LeadQuery::default()
    };
    LeadViewInput { name: name.into(), query, shared }
}

on_both_databases! {
    async fn a_view_is_kept_and_shared(world: World) {
        let cast = Cast::of(&world).await;
        let own = save(&world.cx, &cast.agent, &input("Three beds", false)).await.unwrap();
        assert_eq!((own.query.after.as_deref(), own.query.conditions.as_str()), (None, "beds.at_least(3)"));
        assert!(list(&world.cx, &cast.owner).await.unwrap().is_empty());
        assert!(matches!(find(&world.cx, &cast.owner, own.id).await, Err(Error::NotFound(_))));
        assert_eq!(path(save(&world.cx, &cast.agent, &input("Three beds", true)).await), "name");

        let shared = update(&world.cx, &cast.agent, own.id, own.version, &input("Big ones", true)).await.unwrap();
        assert_eq!(list(&world.cx, &cast.viewer).await.unwrap(), std::slice::from_ref(&shared));
        let late = update(&world.cx, &cast.agent, own.id, own.version, &input("Late", true)).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        // The same name is somebody else's business.
        save(&world.cx, &cast.owner, &input("Big ones", false)).await.unwrap();

        assert!(matches!(delete(&world.cx, &cast.viewer, own.id).await, Err(Error::Forbidden)));
        assert!(matches!(delete(&world.cx, &cast.stranger, own.id).await, Err(Error::NotFound(_))));
        assert!(matches!(find(&world.cx, &cast.stranger, own.id).await, Err(Error::NotFound(_))));
        let manager = world.member(&cast.owner, Role::Manager).await;
        delete(&world.cx, &manager, own.id).await.unwrap();
        let FoundView::Deleted { name, query, .. } = find(&world.cx, &cast.agent, own.id).await.unwrap() else {
            panic!("the view is still there");
        };
        assert_eq!((name.as_str(), query), ("Big ones", shared.query));
        assert!(matches!(delete(&world.cx, &manager, own.id).await, Err(Error::NotFound(_))));
        assert!(list(&world.cx, &cast.agent).await.unwrap().is_empty());
        // Its name can be used again.
        save(&world.cx, &cast.agent, &input("Big ones", false)).await.unwrap();
    }

    async fn what_cannot_be_read_is_not_saved(world: World) {
        let cast = Cast::of(&world).await;
        let mut wrong = input(" ", false);
        wrong.query.conditions = "nonsense(".into();
        let Err(Error::Invalid(errors)) = save(&world.cx, &cast.owner, &wrong).await else { panic!("saved") };
        assert_eq!(errors.iter().map(|error| error.path.as_str()).collect::<Vec<_>>(), ["name", "where"]);
    }
}
