//! The value domains of one application: the declarations that fix the values of its fields, and their users.
//!
//! `linked` combines fields in a fixed order; `resolve` finds the declaration of a type in another document by the
//! rules of the language; `graph` groups declarations, their copies and their uses into domains. One domain is one
//! cause: findings and tasks start here. Pure.

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

/// Package and imports by document; documents without any are omitted.
pub type Scopes = BTreeMap<String, NameScope>;

/// Maps the name of a format to its family of languages.
pub type FamilyOf = fn(&str) -> LanguageFamily;
