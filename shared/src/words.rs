//! Enumerations of words: what is stored and sent, and what stands on the screen.

/// Closed lists of words with a stored form and a label.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline))]
        pub enum $name { $(#[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order a list shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The word on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value of a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// The value that somebody means who writes its word or its label, in whatever capitals.
            pub fn from_text(text: &str) -> Option<Self> {
                let wanted = text.trim().to_lowercase();
                Self::ALL
                    .iter()
                    .find(|value| value.as_str() == wanted || value.label().to_lowercase() == wanted)
                    .copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.label()) }
        }
    )+};
}
pub(crate) use words;
