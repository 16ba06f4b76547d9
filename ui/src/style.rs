//! Class lists shared by several components. Layout classes of a caller are added behind them.

/// Joins class lists, leaving empty ones out.
pub(crate) fn classes(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// What a state is about. Always shown together with a word or an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    Accent,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    /// Text on the tone's soft ground.
    pub(crate) fn soft(self) -> &'static str {
        match self {
            Self::Neutral => "bg-hover text-muted",
            Self::Accent => "bg-accent-soft text-accent-ink",
            Self::Info => "bg-info-soft text-info",
            Self::Success => "bg-success-soft text-success",
            Self::Warning => "bg-warning-soft text-warning",
            Self::Danger => "bg-danger-soft text-danger",
        }
    }

    /// Text or icon on a plain ground.
    pub(crate) fn ink(self) -> &'static str {
        match self {
            Self::Neutral => "text-faint",
            Self::Accent => "text-accent-ink",
            Self::Info => "text-info",
            Self::Success => "text-success",
            Self::Warning => "text-warning",
            Self::Danger => "text-danger",
        }
    }

    /// The ground alone, for text that stays ink.
    pub(crate) fn ground(self) -> &'static str {
        match self {
            Self::Neutral => "bg-hover",
            Self::Accent => "bg-accent-soft",
            Self::Info => "bg-info-soft",
            Self::Success => "bg-success-soft",
            Self::Warning => "bg-warning-soft",
            Self::Danger => "bg-danger-soft",
        }
    }
}

/// Where a column's text stands. Figures stand at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Start,
    End,
}
