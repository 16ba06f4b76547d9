//! Payloads that a program does not understand: said so, kept, and out of the way.

use super::worker::{Crew, until};
use super::{Letter, enqueue, letter, row, state};
use domain::jobs::{self, Cause, Job, JobContext, JobError, Options, Registry};
use entity::jobs as job_rows;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::JobId;
use testkit::{World, on_both_databases};

/// Letters of today: version 2, with a list of addressees.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Newsletter {
    to: Vec<Addressee>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Addressee {
    zip: u32,
}

impl Job for Newsletter {
    const KIND: &'static str = "letters.send";
    const VERSION: i32 = 2;

    fn upgrade(_: i32, payload: Value) -> Result<Value, String> {
        let to = payload.get("to").and_then(Value::as_str).ok_or("there is no addressee")?;
        let zip: u32 = to.parse().map_err(|_| format!("{to} is no ZIP code"))?;
        Ok(json!({ "to": [{ "zip": zip }] }))
    }

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        if self.to[0].zip == 60_601 { Ok(()) } else { Err(JobError::Fail("another town".to_owned())) }
    }
}

async fn rewrite(world: &World, id: JobId, version: i32, payload: Value) {
    let mut row: job_rows::ActiveModel = row(world, id).await.into_active_model();
    (row.version, row.payload) = (Set(version), Set(payload));
    row.update(world.cx.db().migrations()).await.unwrap();
}

on_both_databases! {
    async fn what_does_not_parse_is_dead_and_says_where(world: World) {
        let cause = Cause::system(world.request());
        let mut ids = Vec::new();
        let payloads = [
            (2, json!({"to": [{"zip": 60_601}, {"zip": "x"}]})),
            (1, json!({"to": "Dana"})),
            (1, json!({"to": "60601"})),
            (3, json!({"to": {}})),
        ];
        for (version, payload) in payloads {
            let id = enqueue(&world.cx, &cause, &letter("x"), Options::default()).await;
            rewrite(&world, id, version, payload).await;
            ids.push(id);
        }
        let unknown = enqueue(&world.cx, &cause, &crate::jobs::Parcel { weight: 1 }, Options::default()).await;
        let crew = Crew::start(&world, Registry::new().with::<Newsletter>());
        until(async || state(&world, unknown).await == "dead" && state(&world, ids[3]).await == "scheduled").await;
        until(async || state(&world, ids[2]).await == "completed").await;
        crew.stop().await;

        let error = |row: job_rows::Model| {
            assert_eq!((row.state.as_str(), row.attempt), ("dead", 1));
            row.last_error.unwrap()
        };
        let field = error(row(&world, ids[0]).await);
        assert!(field.starts_with("the payload does not parse at to[1].zip: invalid type"), "{field}");
        let upgrade = error(row(&world, ids[1]).await);
        assert_eq!(upgrade, "the payload of version 1 cannot be brought up to date: Dana is no ZIP code");
        assert!(error(row(&world, unknown).await).contains("knows no jobs of kind parcels.send"));
        let newer = row(&world, ids[3]).await;
        assert_eq!((newer.state.as_str(), newer.attempt), ("scheduled", 0), "a newer worker will read it");
    }

    async fn the_path_of_a_check_is_the_path_of_the_payload(world: World) {
        drop(world);
        let registry = Registry::new().with::<Letter>();
        assert_eq!(registry.kinds().collect::<Vec<_>>(), ["letters.send"]);
        assert!(matches!(registry.check("letters.send", json!({})), Err(domain::Error::Invalid(_))));
        assert_eq!(jobs::DEFAULT_QUEUE, "default");
    }
}
