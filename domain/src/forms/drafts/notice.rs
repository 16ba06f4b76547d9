//! The job that notices abandoned forms of all organizations; a schedule enqueues it every minute.

use super::sweep;
use crate::jobs::{Job, JobContext, JobError, Unique};
use chrono::TimeDelta;
use shared::jobs::payloads::Payload;

pub use shared::jobs::payloads::NoticeAbandoned;

impl Job for NoticeAbandoned {
    const KIND: &'static str = <Self as Payload>::KIND;
    const VERSION: i32 = <Self as Payload>::VERSION;
    /// The next minute brings another one.
    const MAX_ATTEMPTS: i32 = 1;
    const UNIQUE: Unique = Unique::Live;

    async fn run(&self, cx: &JobContext) -> Result<(), JobError> {
        let idle = TimeDelta::minutes(i64::from(self.idle_minutes));
        let abandoned = sweep(cx.cx(), cx.cause().request, idle).await?;
        if abandoned > 0 {
            tracing::info!(abandoned, "forms were abandoned");
        }
        Ok(())
    }
}
