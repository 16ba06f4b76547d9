//! What just happened, and the way back. Errors stay until they are read.
use leptos::prelude::*;

use crate::icon::Symbol;
use crate::style::Tone;

/// How long a toast without an error stays; every change can be undone in this time.
pub(super) const STAYS: std::time::Duration = std::time::Duration::from_secs(10);
/// The oldest go first when more would be shown at once.
const AT_MOST: usize = 5;

/// One message. Built by `info`, `success` or `error`.
#[derive(Clone)]
pub struct Toast {
    pub(super) id: u64,
    pub(super) tone: Tone,
    pub(super) text: String,
    pub(super) detail: Option<String>,
    pub(super) undo: Option<Callback<()>>,
    pub(super) action: Option<(String, Callback<()>)>,
}

impl Toast {
    fn with(tone: Tone, text: String) -> Self {
        Self { id: 0, tone, text, detail: None, undo: None, action: None }
    }

    pub fn info(text: impl Into<String>) -> Self {
        Self::with(Tone::Info, text.into())
    }

    pub fn success(text: impl Into<String>) -> Self {
        Self::with(Tone::Success, text.into())
    }

    /// `detail` says why and what was kept.
    pub fn error(text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::with(Tone::Danger, text.into()).detail(detail)
    }

    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Offers "Undo".
    pub fn undo(mut self, undo: impl Fn() + Send + Sync + 'static) -> Self {
        self.undo = Some(Callback::new(move |()| undo()));
        self
    }

    /// Offers a button below the text, for example "Try again".
    pub fn action(mut self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((label.into(), Callback::new(move |()| run())));
        self
    }

    pub(super) fn is_error(&self) -> bool {
        self.tone == Tone::Danger
    }

    pub(super) fn symbol(&self) -> Symbol {
        match self.tone {
            Tone::Success => icondata_lu::LuCircleCheck,
            Tone::Danger | Tone::Warning => icondata_lu::LuCircleAlert,
            _ => icondata_lu::LuInfo,
        }
    }
}

/// Where toasts are handed in; cheap to copy, works from any event handler.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

/// Makes a toaster available to everything below; `ToastHost` shows what it holds.
pub fn provide_toaster() -> Toaster {
    let toaster = Toaster { toasts: RwSignal::new(Vec::new()), next: StoredValue::new(1) };
    provide_context(toaster);
    toaster
}

/// The toaster provided above; without one a new one is provided here, so that nothing said is lost in tests.
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(provide_toaster)
}

impl Toaster {
    pub fn info(&self, text: impl Into<String>) {
        self.push(Toast::info(text));
    }

    pub fn success(&self, text: impl Into<String>) {
        self.push(Toast::success(text));
    }

    pub fn error(&self, text: impl Into<String>, detail: impl Into<String>) {
        self.push(Toast::error(text, detail));
    }

    /// Shows it. An error never makes room for something else; the oldest other one does.
    pub fn push(&self, mut toast: Toast) {
        toast.id = self.next.get_value();
        self.next.set_value(toast.id + 1);
        self.toasts.update(|toasts| {
            toasts.push(toast);
            if toasts.len() > AT_MOST
                && let Some(oldest) = toasts.iter().position(|toast| !toast.is_error())
            {
                toasts.remove(oldest);
            }
        });
    }

    pub(super) fn dismiss(&self, id: u64) {
        self.toasts.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    pub(super) fn shown(&self, errors: bool) -> Vec<Toast> {
        self.toasts.with(|toasts| toasts.iter().filter(|toast| toast.is_error() == errors).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_MOST, Toast, provide_toaster};
    use leptos::prelude::Owner;

    #[test]
    fn errors_outlast_everything_else() {
        Owner::new().with(|| {
            let toaster = provide_toaster();
            toaster.error("Note not saved", "What you typed is kept.");
            for round in 0..AT_MOST {
                toaster.push(Toast::info(format!("Saved {round}")));
            }
            assert_eq!(toaster.shown(true).len(), 1);
            let others: Vec<String> = toaster.shown(false).into_iter().map(|toast| toast.text).collect();
            assert_eq!(others, ["Saved 1", "Saved 2", "Saved 3", "Saved 4"]);
        });
    }
}
