//! What the page holds, and how it stays true while the team works.

use crate::rpc::AppError;
use crate::state::{IDLE, Rounds, every, live, on_change, put};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::activity::PeriodInput;
use std::pin::Pin;
use std::sync::Arc;

type Asked<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;
type Ask<T> = Arc<dyn Fn(PeriodInput) -> Asked<T> + Send + Sync>;

/// Figures of a period, asked for again when the period changes and, every few seconds, when something happened.
/// Cheap to copy; made by the page.
pub(super) struct Counting<T: Send + Sync + 'static> {
    /// The newest figures there are; they stay while others are on their way.
    pub(super) figures: RwSignal<Option<T>>,
    pub(super) failed: RwSignal<Option<AppError>>,
    /// Other figures are on their way.
    pub(super) busy: RwSignal<bool>,
    rounds: Rounds,
    ask: StoredValue<Ask<T>>,
}

impl<T: Send + Sync + 'static> Clone for Counting<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Counting<T> {}

impl<T: PartialEq + Clone + Send + Sync + 'static> Counting<T> {
    pub(super) fn new<Fut>(
        first: Result<T, AppError>,
        ask: impl Fn(PeriodInput) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = Result<T, AppError>> + 'static,
    {
        let (figures, failed) = match first {
            Ok(figures) => (Some(figures), None),
            Err(error) => (None, Some(error)),
        };
        let ask: Ask<T> = Arc::new(move |period| Box::pin(ask(period)));
        Self {
            figures: RwSignal::new(figures),
            failed: RwSignal::new(failed),
            busy: RwSignal::new(false),
            rounds: Rounds::new(),
            ask: StoredValue::new(ask),
        }
    }

    /// Follows the period, and what happens, until the calling component goes.
    pub(super) fn follow(self, period: Memo<PeriodInput>) {
        on_change(move || period.get(), move || self.load(period.get_untracked()));
        let old = StoredValue::new(false);
        live::on_event(
            |event| event.name.starts_with("lead.") || event.name.starts_with("member."),
            move || old.set_value(true),
        );
        // Figures add up whole periods: they are not counted again for each of many events.
        every(
            || IDLE,
            move || {
                if old.try_get_value() == Some(true) {
                    old.set_value(false);
                    self.look(period.get_untracked());
                }
            },
        );
    }

    /// Asks for the figures of a period. Those that are shown stay until they are there.
    pub(super) fn load(self, period: PeriodInput) {
        self.busy.set(true);
        self.answer(period, true);
    }

    /// The same without a word.
    fn look(self, period: PeriodInput) {
        if !self.busy.get_untracked() {
            self.answer(period, false);
        }
    }

    fn answer(self, period: PeriodInput, wanted: bool) {
        let round = self.rounds.begin();
        let asked = self.ask.with_value(|ask| ask(period));
        spawn_local(async move {
            let answer = asked.await;
            if !self.rounds.is_current(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(figures) => {
                    put(self.failed, None);
                    put(self.figures, Some(figures));
                }
                // a failed quiet question is not worth a word: the frame says when the connection is lost
                Err(error) => {
                    if wanted {
                        self.failed.set(Some(error));
                    }
                }
            }
        });
    }
}
