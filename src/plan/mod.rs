//! Findings → work: who, how much, how urgent, when the life cycle allows it.

mod task;
mod window;

pub use task::{Priority, Reason, Task, plan};
pub use window::{Window, WindowKind, window};
