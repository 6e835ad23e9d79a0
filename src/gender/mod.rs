//! Names and values of schemas → gender concepts. Pure; imports only the model.

mod field;

pub use field::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Meaning, Subject};
