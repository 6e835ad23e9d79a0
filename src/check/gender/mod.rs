//! Algorithms on gender and salutation fields.

pub mod answered;
pub mod capability;
pub mod capacity;
pub mod chain;
pub mod codes;
pub mod conduct;
pub mod derived;
pub mod facts;
pub mod fhir;
pub mod four_entries;
pub mod inference;
pub mod labels;
pub mod layers;
pub mod letter;
pub mod mapping;
pub mod network;
pub mod salutation;
pub mod standard;
pub mod statement;
pub mod storage;
pub mod survey;
pub mod symbols;
