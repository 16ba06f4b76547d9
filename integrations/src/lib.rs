//! Adapters of `domain::ports`: the real clock, real identifiers, real randomness, and the way out to programs of others.

pub mod http;
mod system;

pub use system::{SystemClock, SystemEntropy, SystemIds};
