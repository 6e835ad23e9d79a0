//! A reference that was followed: from a field to what declares its values.

use serde::{Deserialize, Serialize};

use crate::gender::{FieldDomain, GenderField};

/// A field and the declaration it takes its values from, by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The declaring field.
    pub declaration: usize,
    /// What decided.
    pub by: Resolution,
}

/// What decided which declaration is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It stands in the same document.
    Document,
    /// An import names it.
    Import,
    /// The qualified name is written out.
    QualifiedName,
    /// It belongs to the same package, namespace or folder of one.
    Package,
    /// The document takes all names of its package.
    Wildcard,
    /// The reference states the path of its document.
    Path,
    /// The reference states the address of a published list.
    Address,
    /// The language has one name space, and only one declaration in it has this name.
    UniqueName,
    /// It refers to a row of a table or class whose rows are not in the source.
    LookupTable,
}

/// Whether two declarations allow the same values.
pub(super) fn same_values(a: &GenderField, b: &GenderField) -> bool {
    let raws = |field: &GenderField| match &field.domain {
        FieldDomain::Closed(values) => {
            let mut raws: Vec<String> = values.iter().map(|value| value.raw.clone()).collect();
            raws.sort_unstable();
            Some(raws)
        }
        _ => None,
    };
    let same = match (raws(a), raws(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.domain == b.domain,
    };
    same && a.code_system_complete == b.code_system_complete
}
