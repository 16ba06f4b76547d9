//! The figures that the demo business shows: believable ones.

use domain::seed::{self, Plan};
use domain::{Actor, activity};
use sea_orm::EntityTrait as _;
use shared::OrgId;
use shared::activity::{FeedQuery, PeriodInput};
use shared::roles::Role;
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn the_demo_business_has_a_team_that_works(world: World) {
        seed::fill(&world.cx, Plan { seed: 7, leads: 160 }).await.unwrap();
        let org = entity::organizations::Entity::find().one(world.cx.db().read()).await.unwrap().unwrap();
        let org = OrgId::from_uuid(org.id);
        let program = Actor::system(org, world.request());
        let period = PeriodInput { period: "30d".to_owned(), ..PeriodInput::default() };
        let team = activity::team(&world.cx, &program, &period).await.unwrap();
        let agents: Vec<_> = team.members.iter().filter(|member| member.role == Role::Agent).collect();
        assert_eq!(agents.len(), 3);
        for agent in agents {
            let of = agent.figures;
            assert!(of.calls > of.reached && of.reached > 0, "{agent:?}");
            assert!(of.came > 0 && of.qualified <= of.contacted && of.contacted <= of.came, "{agent:?}");
            assert!((0 < of.in_time) && (of.in_time <= of.due), "{agent:?}");
            // Between a minute and twelve hours.
            assert!(of.median_seconds.is_some_and(|seconds| (60..43_200).contains(&seconds)), "{agent:?}");
            assert!(of.most_seconds >= of.median_seconds, "{agent:?}");
        }
        let sum: i64 = team.members.iter().map(|member| member.figures.calls).sum();
        assert_eq!(sum, team.all.calls);
        let page = activity::feed(&world.cx, &program, &FeedQuery::default()).await.unwrap();
        assert_eq!(page.entries.len(), 50);
        assert!(page.entries.iter().any(|entry| entry.about.is_some()));
    }
}
