//! The value domains of one application: which declarations fix the values of its fields, and who uses them.
//!
//! `linked` puts fields together in a fixed order; `resolve` finds the declaration of a type that another document
//! declares, by what the language says; `graph` groups declarations, their copies and their uses into domains. One
//! domain is one cause: findings and tasks start here. Pure.

mod amendments;
mod copies;
mod declarations;
mod graph;
mod groups;
mod history;
mod link;
mod linked;
mod lists;
mod module;
mod narrowed;
mod parts;
mod resolve;

use std::collections::BTreeMap;

pub use graph::{DomainGraph, Member, Role, ValueDomain};
pub use history::Steps;
pub use link::{Link, Resolution};
pub use linked::{LinkContext, LinkedFields};
pub use resolve::resolve;

use crate::model::{LanguageFamily, NameScope};

/// Package and imports by document, for those that state any.
pub type Scopes = BTreeMap<String, NameScope>;

/// The family of languages that a format belongs to, by the format's name.
pub type FamilyOf = fn(&str) -> LanguageFamily;
