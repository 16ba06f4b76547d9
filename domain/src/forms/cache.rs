//! Published forms in memory, so that a page view or a submission does not read and parse the definition again.

use chrono::{DateTime, TimeDelta, Utc};
use shared::forms::PublicForm;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long another process's change may stay unseen.
pub(crate) const KEEP: TimeDelta = TimeDelta::seconds(5);

/// Forms in use at a time are few; past this many the memory starts anew.
const MOST: usize = 1_000;

/// By slug: when it was read, and what was read.
type Forms = HashMap<String, (DateTime<Utc>, Arc<PublicForm>)>;

/// One a process, in the context.
#[derive(Default)]
pub(crate) struct Published(Mutex<Forms>);

impl Published {
    /// The form, unless it was read too long ago.
    pub(crate) fn get(&self, slug: &str, now: DateTime<Utc>) -> Option<Arc<PublicForm>> {
        let forms = self.lock();
        let (read_at, form) = forms.get(slug)?;
        // A clock that was set back must not keep a form for long.
        (now >= *read_at && now - *read_at <= KEEP).then(|| Arc::clone(form))
    }

    /// Remembers what was read at `now`.
    pub(crate) fn put(&self, slug: &str, form: Arc<PublicForm>, now: DateTime<Utc>) {
        let mut forms = self.lock();
        if forms.len() >= MOST {
            forms.clear();
        }
        forms.insert(slug.to_owned(), (now, form));
    }

    /// Drops a form that was changed.
    pub(crate) fn forget(&self, slug: &str) {
        self.lock().remove(slug);
    }

    fn lock(&self) -> MutexGuard<'_, Forms> {
        // The map is whole after any panic: every change is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
