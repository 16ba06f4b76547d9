//! Saved views: one's own, shared, changed, deleted.

use super::{Cast, path};
use domain::leads::views::{delete, find, list, open_with, save, update};
use domain::{Actor, Error};
use shared::leads::{FoundView, LeadQuery, LeadStatus, LeadViewInput, OpensFor, opening};
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

/// What the leads of somebody open with.
async fn opened(world: &World, actor: &Actor) -> Option<String> {
    let views = list(&world.cx, actor).await.unwrap();
    opening(&views).map(|view| view.name.clone())
}

on_both_databases! {
    async fn leads_open_with_the_chosen_view_else_with_that_of_the_organization(world: World) {
        use OpensFor::{Everybody, Me};
        let cast = Cast::of(&world).await;
        let cx = &world.cx;
        let manager = world.member(&cast.owner, Role::Manager).await;
        let shared = save(cx, &cast.owner, &input("For all", true)).await.unwrap();
        let other = save(cx, &manager, &input("Other", true)).await.unwrap();
        let own = save(cx, &cast.agent, &input("Own", false)).await.unwrap();
        assert_eq!(opened(&world, &cast.agent).await, None);

        open_with(cx, &manager, other.id, Everybody, true).await.unwrap();
        open_with(cx, &manager, shared.id, Everybody, true).await.unwrap();
        open_with(cx, &cast.agent, own.id, Me, true).await.unwrap();
        open_with(cx, &cast.viewer, other.id, Me, true).await.unwrap();
        for (who, name) in [(&cast.agent, "Own"), (&cast.viewer, "Other"), (&cast.owner, "For all"), (&manager, "For all")] {
            assert_eq!(opened(&world, who).await.as_deref(), Some(name));
        }
        assert_eq!(opened(&world, &cast.stranger).await, None);

        // Whom it is not for, and what is not there.
        for who in [&cast.agent, &cast.viewer] {
            assert!(matches!(open_with(cx, who, shared.id, Everybody, true).await, Err(Error::Forbidden)));
        }
        for (who, view) in [(&cast.stranger, shared.id), (&manager, own.id)] {
            assert!(matches!(open_with(cx, who, view, Me, true).await, Err(Error::NotFound(_))));
        }
        let alone = save(cx, &manager, &input("Alone", false)).await.unwrap();
        assert!(matches!(open_with(cx, &manager, alone.id, Everybody, true).await, Err(Error::Conflict(_))));

        // One that is no longer shared, or deleted, is passed over.
        update(cx, &manager, other.id, other.version, &input("Other", false)).await.unwrap();
        assert_eq!(opened(&world, &cast.viewer).await.as_deref(), Some("For all"));
        delete(cx, &cast.agent, own.id).await.unwrap();
        assert_eq!(opened(&world, &cast.agent).await.as_deref(), Some("For all"));
        update(cx, &cast.owner, shared.id, shared.version, &input("For all", false)).await.unwrap();
        for who in [&cast.agent, &cast.viewer, &cast.owner, &manager] {
            assert_eq!(opened(&world, who).await, None);
        }
        assert!(matches!(open_with(cx, &cast.agent, own.id, Me, true).await, Err(Error::NotFound(_))));

        open_with(cx, &manager, other.id, Me, true).await.unwrap();
        // Letting go of another view leaves the one that was chosen.
        open_with(cx, &manager, alone.id, Me, false).await.unwrap();
        assert_eq!(opened(&world, &manager).await.as_deref(), Some("Other"));
        open_with(cx, &manager, other.id, Me, false).await.unwrap();
        assert_eq!(opened(&world, &manager).await, None);
        let events = world.event_names(cast.owner.org()).await;
        assert_eq!(events.iter().filter(|name| *name == "view.opening_changed").count(), 7);
    }

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
