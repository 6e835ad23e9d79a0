//! Roles: their inheritance, supported and required attributes, owned elements and context.

use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use super::is_global;

/// A role.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Role {
    /// Its name.
    #[serde(skip)]
    pub name: &'static str,
    /// Roles it inherits from.
    pub superclasses: Vec<&'static str>,
    /// Attributes it adds to the inherited ones.
    pub supported: Vec<&'static str>,
    /// Attributes it must have.
    pub required: Vec<&'static str>,
    /// Roles of which it must own elements; empty if it need not own any.
    pub owned_elements: Vec<&'static str>,
    /// Roles that must contain it; empty if none is required.
    pub context: Vec<&'static str>,
    /// Part of the ontology only; not for use in content.
    #[serde(rename = "abstract")]
    pub is_abstract: bool,
    /// Its content provides its name.
    pub name_from_content: bool,
    /// It must not be named.
    pub name_prohibited: bool,
    /// Its children lose their semantics.
    pub children_presentational: bool,
    /// Itself and all roles it inherits from, directly or indirectly.
    #[serde(skip)]
    lineage: Vec<&'static str>,
    /// Attributes it supports in addition to the global ones, including inherited ones.
    #[serde(skip)]
    attributes: Vec<&'static str>,
}

/// The role with this name, including abstract ones.
pub fn role(name: &str) -> Option<&'static Role> {
    // WAI-ARIA 1.3 has both names for one role.
    ROLES.get(if name == "image" { "img" } else { name })
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct RoleTable {
    roles: HashMap<&'static str, Role>,
}

// Compiled in; a test loads it.
static ROLES: LazyLock<HashMap<&'static str, Role>> =
    LazyLock::new(|| resolve_inheritance(parse_roles().unwrap_or_default().roles));

fn parse_roles() -> Result<RoleTable, toml::de::Error> {
    toml::from_str(include_str!("roles.toml"))
}

fn resolve_inheritance(mut roles: HashMap<&'static str, Role>) -> HashMap<&'static str, Role> {
    let lineages: Vec<(&'static str, Vec<&'static str>)> = roles
        .keys()
        .map(|&name| (name, lineage(name, &roles)))
        .collect();
    for (name, lineage) in lineages {
        let attributes = lineage
            .iter()
            .filter_map(|ancestor| roles.get(ancestor))
            .flat_map(|role| role.supported.iter().chain(&role.required))
            .copied()
            .collect();
        if let Some(role) = roles.get_mut(name) {
            role.name = name;
            role.lineage = lineage;
            role.attributes = attributes;
        }
    }
    roles
}

fn lineage(name: &'static str, roles: &HashMap<&'static str, Role>) -> Vec<&'static str> {
    let mut lineage = vec![name];
    let mut next = 0;
    while let Some(name) = lineage.get(next) {
        let superclasses = roles.get(name).map(|role| role.superclasses.as_slice());
        for superclass in superclasses.unwrap_or_default() {
            if !lineage.contains(superclass) {
                lineage.push(superclass);
            }
        }
        next += 1;
    }
    lineage
}

impl Role {
    /// Whether the role is, or inherits from, another.
    pub fn is_a(&self, ancestor: &str) -> bool {
        self.lineage.contains(&ancestor)
    }

    /// Whether the role supports a state or property: global, its own, or inherited.
    pub fn supports(&self, attribute: &str) -> bool {
        is_global(attribute) || self.attributes.contains(&attribute)
    }

    /// Whether a global attribute is forbidden on the role.
    pub fn prohibits(&self, attribute: &str) -> bool {
        let naming = matches!(
            attribute,
            "aria-label" | "aria-labelledby" | "aria-braillelabel"
        );
        (self.name_prohibited && naming)
            || (matches!(self.name, "generic" | "none" | "presentation")
                && matches!(
                    attribute,
                    "aria-roledescription" | "aria-brailleroledescription"
                ))
    }

    /// Whether it is a widget, an interactive element.
    pub fn is_widget(&self) -> bool {
        self.is_a("widget")
    }
}

#[cfg(test)]
mod tests {
    use super::super::attribute;
    use super::*;

    #[test]
    fn the_table_is_complete_and_refers_to_what_exists() {
        let table = parse_roles().expect("roles.toml");
        // 94 of WAI-ARIA 1.2, 12 of them abstract, and 5 of the draft of 1.3; 41 of the publishing module, three of the
        // graphics module.
        assert_eq!(table.roles.len(), 143);
        for (name, role) in &table.roles {
            let related = [&role.superclasses, &role.owned_elements, &role.context];
            for other in related.into_iter().flatten() {
                assert!(table.roles.contains_key(other), "{other} of {name}");
            }
            for used in role.supported.iter().chain(&role.required) {
                assert!(attribute(used).is_some(), "{used} of {name}");
            }
            assert_eq!(role.superclasses.is_empty(), *name == "roletype", "{name}");
        }
    }

    #[test]
    fn every_role_descends_from_the_root_and_none_from_itself() {
        for (name, role) in ROLES.iter() {
            assert_eq!(role.name, *name);
            assert!(role.is_a("roletype"), "{name}");
            for superclass in &role.superclasses {
                let superclass = super::role(superclass).expect("exists");
                assert!(!superclass.is_a(name), "{name} is its own ancestor");
            }
        }
    }

    #[test]
    fn attributes_are_inherited() {
        let has = |name: &str, attribute: &str| role(name).is_some_and(|r| r.supports(attribute));
        assert!(has("treeitem", "aria-selected"));
        assert!(has("treeitem", "aria-level"));
        assert!(has("menubar", "aria-orientation"));
        assert!(has("switch", "aria-checked"));
        assert!(has("button", "aria-disabled"));
        assert!(!has("button", "aria-checked"));
        assert!(!has("heading", "aria-expanded"));
        assert!(role("doc-toc").is_some_and(|role| role.is_a("landmark")));
        assert!(role("paragraph").is_some_and(|role| role.prohibits("aria-label")));
        assert!(role("quatsch").is_none());
    }
}
