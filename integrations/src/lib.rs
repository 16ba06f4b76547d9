//! Adapters of `domain::ports`: the real clock, real identifiers, real randomness.

mod system;

pub use system::{SystemClock, SystemEntropy, SystemIds};
