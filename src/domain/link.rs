//! A resolved reference: from a field to the declaration of its values.

use serde::{Deserialize, Serialize};

use crate::gender::{FieldDomain, GenderField};

/// The link from a field to the declaration it takes its values from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Index of the declaring field.
    pub declaration: usize,
    /// The deciding criterion.
    pub by: Resolution,
}

/// How the declaration was identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It is in the same document.
    Document,
    /// An import names it.
    Import,
    /// By its fully qualified name.
    QualifiedName,
    /// It belongs to the same package or namespace, or to the same folder of one.
    Package,
    /// By a wildcard import of its package.
    Wildcard,
    /// The reference states the path of its document.
    Path,
    /// The reference states the address of a published list.
    Address,
    /// The language has a single namespace, and no other declaration in it has this name.
    UniqueName,
    /// It is a row of a table or class whose rows are not in the source.
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
