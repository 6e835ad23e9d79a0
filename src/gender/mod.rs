//! Names and values of schemas → gender concepts. Pure; imports only the model.

mod field;

pub use field::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Meaning, Subject};

use crate::model::SchemaModel;

/// The words of `rules/vocabulary/`.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary;

impl Vocabulary {
    /// Reads the vocabulary files of a rule book.
    ///
    /// # Errors
    /// All mistakes in all files.
    pub fn load(files: &[(String, String)]) -> Result<Self, crate::problem::Problems> {
        let _ = files;
        Ok(Self)
    }
}

/// The gender and salutation fields of a document.
pub fn fields(model: &SchemaModel, vocabulary: &Vocabulary) -> Vec<GenderField> {
    let _ = (model, vocabulary);
    Vec::new()
}

/// Resolves references between the documents of one application.
pub fn link(fields: &mut Vec<GenderField>) {
    let _ = fields;
}
