//! How a button looks: its kinds and sizes as class lists.

/// What pressing it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The next action; one a screen.
    Primary,
    #[default]
    Secondary,
    /// For toolbars and rows.
    Quiet,
    /// Destructive, can be undone.
    Danger,
    /// Destructive and final; only inside a dialog that names the thing.
    Erase,
    /// Reads as a link, acts as a button.
    Link,
}

/// Height: `Md` 32 px (40 px on phones), `Sm` 28 px, `Touch` 44 px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    Sm,
    #[default]
    Md,
    Touch,
}

pub(crate) const BASE: &str = "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md text-body font-medium whitespace-nowrap transition-colors disabled:opacity-50";

impl ButtonKind {
    pub(crate) fn look(self) -> &'static str {
        match self {
            Self::Primary => "bg-accent text-on-accent hover:bg-accent-hover",
            Self::Secondary => "border border-line-strong bg-raised text-ink hover:bg-hover",
            Self::Quiet => "text-muted hover:bg-hover hover:text-ink",
            Self::Danger => "border border-line-strong bg-raised text-danger hover:bg-danger-soft",
            Self::Erase => "bg-danger text-on-tone hover:opacity-90",
            Self::Link => "text-accent-ink underline-offset-2 hover:underline",
        }
    }
}

impl ButtonSize {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sm => "h-7 px-2",
            Self::Md => "h-8 px-3 max-md:h-10",
            Self::Touch => "h-11 px-5 text-large",
        }
    }

    pub(crate) fn square(self) -> &'static str {
        match self {
            Self::Sm => "size-7",
            Self::Md => "size-8 max-md:size-10",
            Self::Touch => "size-11",
        }
    }
}
