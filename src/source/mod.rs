//! Registry 1: where bytes come from. Everything that waits lives here.

mod capture;

pub use capture::{Capture, Limits, Payload};
