//! The job that notices abandoned forms of all organizations; a schedule enqueues it every minute.

use super::sweep;
use crate::jobs::{Job, JobContext, JobError, Unique};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Records what [`sweep`] finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoticeAbandoned {
    /// Minutes without a change after which a begun form counts as abandoned.
    pub idle_minutes: u32,
}

impl Job for NoticeAbandoned {
    const KIND: &'static str = "forms.notice_abandoned";
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
