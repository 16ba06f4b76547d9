//! The vocabulary of sources: ways in for programs of others, how what they send is made into answers, and what of it
//! screens show.
//!
//! Who may come in, and what becomes of a payload, is `domain::sources`.

mod apply;
mod body;
mod check;
mod choices;
mod convert;
mod definition;
mod guess;
mod input;
mod mapping;
mod path;
mod states;
mod tree;
mod views;

pub use apply::{Applied, FieldResult, Refusal};
pub use body::{MAX_BODY, MAX_DEPTH, MAX_VALUES, Media, Unreadable, read_body};
pub use check::{MAX_FIELDS, MAX_PATHS, MAX_ROWS};
pub use guess::guess;
pub use input::{IdFrom, SourceInput, SourceParsed, Verification};
pub use mapping::{Change, Join, LookUp, MappedField, Mapping, Taken, Target};
pub use path::ValuePath;
pub use states::{HmacAlgorithm, InboundState, RefusedReason, SignatureEncoding, SourceState};
pub use tree::{MAX_TREE, TreeKind, TreeRow, tree};
pub use views::{
    CreatedSource, EditedBody, Foreseen, ForeseenContact, ForeseenLead, ForeseenProperty, InboundPage,
    InboundPayload, InboundQuery, InboundSummary, KnownBy, MappingVersion, Preview, SavedMapping, Source,
    SourceSecret, SourceSummary, Today, Verdict,
};
