//! Findings → work: who, how much, how urgent, when the life cycle allows it.

mod steps;
mod task;
mod window;

pub use task::plan;
