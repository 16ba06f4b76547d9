//! One option of a select, a radio group, chips or a segmented switch.

/// A value a person can choose, with the words shown for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What a form submits.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// Why it cannot be chosen now; `None` means it can.
    pub disabled: Option<String>,
    /// The key that chooses it, shown behind the label.
    pub keys: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), disabled: None, keys: None }
    }

    /// Keeps the option visible and says why it cannot be chosen.
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.disabled = Some(reason.into());
        self
    }

    pub fn keys(mut self, keys: impl Into<String>) -> Self {
        self.keys = Some(keys.into());
        self
    }
}
