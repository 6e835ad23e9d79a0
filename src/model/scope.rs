//! The names that a source document shares with others: its package and imports.

use serde::{Deserialize, Serialize};

/// Package and imports of a document. Empty if its syntax has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameScope {
    /// Package, namespace or module of its declarations, with dots (`de.stadt.person`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Its imports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imports: Vec<Import>,
}

/// A name, or all names, imported from another package or module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The package with dots (`de.stadt.person`) or the module as written (`./gender`, `..models`).
    pub source: String,
    /// The imported name; `None` for all names, or the module itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The local name; for a module, the qualifier of its names. `None` if unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
}

impl NameScope {
    /// Maximum number of imports kept per document; handwritten documents have fewer.
    pub const MOST_IMPORTS: usize = 2_000;

    /// Whether the document has neither package nor imports.
    pub fn is_empty(&self) -> bool {
        self.package.is_none() && self.imports.is_empty()
    }

    /// Adds an import.
    pub fn import(&mut self, import: Import) {
        if self.imports.len() < Self::MOST_IMPORTS {
            self.imports.push(import);
        }
    }

    /// The import behind a name used in the document.
    pub fn import_of(&self, used: &str) -> Option<&Import> {
        self.imports.iter().find(|import| match &import.alias {
            Some(alias) => alias == used,
            None => import.name.as_deref() == Some(used),
        })
    }

    /// Packages and modules whose names are all visible.
    pub fn wildcards(&self) -> impl Iterator<Item = &str> {
        self.imports
            .iter()
            .filter(|import| import.name.is_none() && import.alias.is_none())
            .map(|import| import.source.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(source: &str, name: Option<&str>, alias: Option<&str>) -> Import {
        Import {
            source: source.to_owned(),
            name: name.map(str::to_owned),
            alias: alias.map(str::to_owned),
        }
    }

    #[test]
    fn an_alias_hides_the_name_it_stands_for() {
        let scope = NameScope {
            package: None,
            imports: vec![
                import("a", Some("Gender"), Some("Entry")),
                import("b", Some("Gender"), None),
                import("c", None, None),
            ],
        };
        let source = |used: &str| scope.import_of(used).map(|import| import.source.as_str());
        assert_eq!(source("Entry"), Some("a"));
        assert_eq!(source("Gender"), Some("b"));
        assert_eq!(source("Other"), None);
        assert_eq!(scope.wildcards().collect::<Vec<_>>(), ["c"]);
    }
}
