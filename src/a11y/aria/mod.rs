//! WAI-ARIA 1.2 with its graphics and publishing modules, as data.

mod attributes;
mod roles;

pub use attributes::{Attribute, ValueType, attribute, is_global};
pub use roles::{Role, role};

impl Role {
    /// Whether the role is, or inherits from, another.
    pub fn is_a(&self, ancestor: &str) -> bool {
        self.name == ancestor
            || self
                .parents
                .iter()
                .any(|parent| role(parent).is_some_and(|parent| parent.is_a(ancestor)))
    }

    /// Whether a state or property may be used on the role: global, its own, or inherited.
    pub fn supports(&self, name: &str) -> bool {
        is_global(name)
            || self.supported.contains(&name)
            || self.required.contains(&name)
            || self
                .parents
                .iter()
                .any(|parent| role(parent).is_some_and(|parent| parent.supports(name)))
    }

    /// Whether a global attribute is forbidden on the role.
    pub fn prohibits(&self, name: &str) -> bool {
        let naming = matches!(name, "aria-label" | "aria-labelledby" | "aria-braillelabel");
        (self.unnamed && naming)
            || (self.name == "generic"
                && matches!(name, "aria-roledescription" | "aria-brailleroledescription"))
    }

    /// Whether it is a widget, an interactive element.
    pub fn is_widget(&self) -> bool {
        self.is_a("widget")
    }
}

#[cfg(test)]
mod tests {
    use super::roles::ROLES;
    use super::*;

    #[test]
    fn tables_are_sorted_and_refer_to_what_exists() {
        assert!(ROLES.is_sorted_by_key(|role| role.name));
        for entry in ROLES {
            for other in entry.parents.iter().chain(entry.owned).chain(entry.context) {
                assert!(role(other).is_some(), "{other} of {}", entry.name);
            }
            for name in entry.supported.iter().chain(entry.required) {
                assert!(attribute(name).is_some(), "{name} of {}", entry.name);
            }
        }
    }

    #[test]
    fn inheritance_reaches_through() {
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
    }
}
