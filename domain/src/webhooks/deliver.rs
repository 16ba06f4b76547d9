//! The job that sends one delivery. Every endpoint has a queue of its own, so that a slow one delays no other.

use super::answer::{self, ATTEMPTS};
use super::record::{self, Attempt};
use super::{envelope, inspector, rows, secrets};
use crate::error::{Error, Result};
use crate::jobs::{Job, JobContext, JobError};
use crate::ports::{Answer, Post, Posted, SendError};
use entity::{webhook_deliveries, webhook_endpoints};
use sea_orm::EntityTrait as _;
use shared::OrgId;
use shared::jobs::payloads::Payload;
use shared::webhooks::{DeliveryState, WebhookUrl};
use std::time::Duration;
use uuid::Uuid;

pub use shared::jobs::payloads::DeliverWebhook as Deliver;

/// What the names of all queues of endpoints begin with.
pub const QUEUES: &str = "webhooks.";
/// From the first byte sent to the last one read.
const TIME: Duration = Duration::from_secs(15);

/// What a job finds to be done.
enum Found {
    /// Another job has it, it is done, or nobody wants it any more.
    Nothing,
    /// The endpoint is switched off.
    Hold,
    /// The endpoint asked for a pause.
    Wait(Duration),
    Send(Box<(webhook_deliveries::Model, webhook_endpoints::Model)>),
}

impl Job for Deliver {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    const QUEUE: &'static str = "webhooks.";
    const MAX_ATTEMPTS: i32 = ATTEMPTS;
    /// The sending itself takes at most [`TIME`].
    const TIME_OUT: Duration = Duration::from_secs(40);

    fn queue(&self) -> String {
        format!("{QUEUES}{}", self.endpoint)
    }

    fn backoff(&self, attempt: i32) -> Duration {
        answer::wait(attempt, [128, 0])
    }

    async fn run(&self, job: &JobContext) -> Result<(), JobError> {
        let Some(org) = job.cause().org else {
            return Err(JobError::Fail("a delivery belongs to an organization".to_owned()));
        };
        let (delivery, endpoint) = match look(self, job, org.uuid()).await? {
            Found::Nothing => return Ok(()),
            Found::Hold => return record::hold(job, org.uuid(), self).await,
            Found::Wait(wait) => return Err(JobError::Snooze(wait)),
            Found::Send(found) => *found,
        };
        let test = delivery.test;
        let attempt = send(job, &endpoint, &delivery).await?;
        if let Err(SendError::Resting(wait)) = attempt.posted
            && !test
        {
            return Err(JobError::Snooze(wait + spread(job, wait)));
        }
        record::attempt(job, org, self, attempt).await
    }
}

async fn look(work: &Deliver, job: &JobContext, org: Uuid) -> Result<Found> {
    let (db, now) = (job.cx().db().read(), job.cx().now());
    let delivery = webhook_deliveries::Entity::find_by_id((org, work.delivery.uuid())).one(db).await?;
    let Some(delivery) = delivery.filter(|row| row.job_id == Some(job.id().uuid())) else {
        return Ok(Found::Nothing);
    };
    let state = rows::state_of(&delivery.state)?;
    // A failed one has a job that somebody sent again from the queue.
    if matches!(state, DeliveryState::Delivered | DeliveryState::Cancelled) {
        return Ok(Found::Nothing);
    }
    let endpoint = rows::endpoint_row(db, org, delivery.endpoint_id, false).await?;
    let Some(endpoint) = endpoint.filter(|row| row.deleted_at.is_none()) else {
        return Ok(Found::Nothing);
    };
    if !delivery.test {
        if !rows::is_enabled(&endpoint) {
            return Ok(Found::Hold);
        }
        if let Some(wait) = endpoint.slow_until.and_then(|until| (until - now).to_std().ok())
            && !wait.is_zero()
        {
            return Ok(Found::Wait(wait + spread(job, wait)));
        }
    }
    Ok(Found::Send(Box::new((delivery, endpoint))))
}

/// Up to a tenth of the wait, so that those that wait for the same do not come back together.
fn spread(job: &JobContext, wait: Duration) -> Duration {
    let share = u32::from(u16::from_be_bytes(job.cx().random()));
    wait / 10 * share / u32::from(u16::MAX)
}

async fn send(
    job: &JobContext,
    endpoint: &webhook_endpoints::Model,
    delivery: &webhook_deliveries::Model,
) -> Result<Attempt> {
    let cx = job.cx();
    let started_at = cx.now();
    let message = envelope::message_id(delivery.event_id);
    let signing = secrets::valid(endpoint, started_at);
    let signature = secrets::signatures(signing, &message, started_at, &delivery.body)?;
    let url = WebhookUrl::parse(&endpoint.url).map_err(|problem| Error::internal(problem.message))?;
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("user-agent", concat!("Empire/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("webhook-id", message),
        ("webhook-timestamp", started_at.timestamp().to_string()),
        ("webhook-signature", signature),
    ];
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let post = Post { url, headers, body: delivery.body.clone() };
    let sending = async {
        match inspector::token_of(cx, &post.url) {
            Some(token) => inspector::hand_over(cx, OrgId::from_uuid(endpoint.org_id), &token, &post).await,
            None => Ok(cx.http().post(&post, TIME).await),
        }
    };
    let posted: Posted = match tokio::time::timeout(TIME, sending).await {
        Ok(posted) => posted?,
        Err(_) => Err(SendError::TimedOut(TIME)),
    };
    match &posted {
        Ok(Answer { status, .. }) => {
            tracing::debug!(host = post.url.host(), status, "a webhook was answered");
        }
        Err(error) => {
            tracing::debug!(host = post.url.host(), %error, "a webhook was not answered");
        }
    }
    let failing = endpoint.failing_since.is_some();
    Ok(Attempt { started_at, ended_at: cx.now(), headers: post.headers, posted, failing })
}
