//! Findings → work: who, how much, how urgent, in which order, when the life cycle allows it, and where that does
//! not fit.

mod capacity;
mod critical;
mod duty;
mod escalation;
mod estate;
#[cfg(test)]
mod fixtures;
mod handover;
mod order;
mod schedule;
mod steps;
mod task;
mod what_if;
mod window;

pub use estate::Estate;
pub use schedule::{Setting, plan, schedule};
pub use what_if::{DATES, try_out};
