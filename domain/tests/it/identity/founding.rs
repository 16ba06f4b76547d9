//! Founding an organization: all of it or nothing.

use super::{PASSWORD, assert_fault, fault, found, home, resolve};
use domain::{forms, organizations};
use entity::users;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use shared::roles::Role;
use shared::sessions::SignUpInput;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn the_founder_owns_a_ready_organization(world: World) {
        let owner = found(&world, "Juniper Homes", "Dana@juniper.example").await;
        assert_eq!(owner.info.organization, "Juniper Homes");
        assert_eq!(owner.info.time_zone, "America/Chicago");
        assert_eq!(owner.info.email.as_str(), "Dana@juniper.example");
        assert_eq!((owner.info.role, owner.actor.role()), (Role::Owner, Some(Role::Owner)));
        let organization = organizations::get(&world.cx, owner.actor.org()).await.unwrap();
        assert_eq!((organization.name.as_str(), organization.response_minutes), ("Juniper Homes", 15));
        assert_eq!(
            world.event_names(owner.actor.org()).await,
            ["organization.created", "member.joined", "form.published", "session.started"]
        );
        let events = world.events(owner.actor.org()).await;
        assert!(events.iter().all(|event| event.correlation_id == events[0].correlation_id));

        let second = found(&world, "Cedar Homes", "kai@cedar.example").await;
        let slugs = |forms: Vec<shared::forms::FormSummary>| forms.into_iter().map(|form| form.slug).collect::<Vec<_>>();
        assert_eq!(slugs(forms::list(&world.cx, &owner.actor).await.unwrap()), ["sell-your-house"]);
        let other = slugs(forms::list(&world.cx, &second.actor).await.unwrap());
        assert!(other.len() == 1 && other[0].starts_with("sell-your-house-") && other[0].len() == 20, "{other:?}");
    }

    async fn an_email_founds_once_however_it_is_written(world: World) {
        found(&world, "Juniper Homes", "dana@juniper.example").await;
        let again = SignUpInput {
            organization: "Cedar Homes".to_owned(),
            name: "Dana Whitfield".to_owned(),
            email: " DANA@Juniper.Example ".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let refused = organizations::found(&world.cx, world.request(), &again, &home()).await;
        assert_fault(refused, "email", "email.taken");

        let blank = organizations::found(&world.cx, world.request(), &SignUpInput::default(), &home()).await;
        let faults = fault(&blank.unwrap_err());
        let paths: Vec<&str> = faults.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["organization", "name", "email", "password"]);
    }

    async fn two_foundings_at_once_with_one_email_make_one(world: World) {
        let input = SignUpInput {
            organization: "Juniper Homes".to_owned(),
            name: "Dana Whitfield".to_owned(),
            email: "dana@juniper.example".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let (peer, first, second) = (home(), world.request(), world.request());
        let (one, two) = tokio::join!(
            organizations::found(&world.cx, first, &input, &peer),
            organizations::found(&world.cx, second, &input, &peer),
        );
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_fault(lost, "email", "email.taken");
        assert!(resolve(&world, &won.unwrap().token).await.is_some());
        let db = world.cx.db().read();
        assert_eq!(users::Entity::find().count(db).await.unwrap(), 1);
        assert_eq!(entity::organizations::Entity::find().count(db).await.unwrap(), 1);
    }
}
