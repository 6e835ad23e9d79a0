//! Names and values of schemas → gender concepts. Pure.

mod caption;
mod classify;
mod field;
mod join;
mod letter;
mod link;
mod mapping;
mod name;
mod recognise;
mod side;
mod statement;
mod token;
mod vocabulary;

pub use caption::{GenderText, caption, texts};
pub use field::{
    Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Joined, Meaning, Signal, Subject,
};
pub use join::join;
pub use letter::Line;
use letter::lines;
pub use link::link;
use mapping::mappings;
pub use mapping::{GenderArm, GenderMapping, Rest, Side, is_letter};
pub use recognise::fields;
use statement::statements;
pub use statement::{GenderCount, GenderDeed, GenderStatement, Selected};
pub use token::tokens;
pub use vocabulary::{Code, CodeSystem, Vocabulary};

use crate::model::SchemaModel;

/// What a document does with entries and salutations beside declaring fields for them.
#[derive(Debug, Default)]
pub struct Doings {
    /// Translations from one value set into another.
    pub mappings: Vec<GenderMapping>,
    /// What statements count, change, draw, tie together or freeze.
    pub statements: Vec<GenderStatement>,
    /// Lines that address somebody or print an entry.
    pub lines: Vec<Line>,
}

impl Doings {
    /// Reads them off a document.
    pub fn of(model: &SchemaModel, vocabulary: &Vocabulary) -> Self {
        Self {
            mappings: mappings(model, vocabulary),
            statements: statements(model, vocabulary),
            lines: lines(model, vocabulary),
        }
    }
}
