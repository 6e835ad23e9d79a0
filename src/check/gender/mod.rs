//! Algorithms on gender and salutation fields.

pub mod capacity;
pub mod facts;
pub mod four_entries;
pub mod labels;
pub mod salutation;
pub mod storage;
