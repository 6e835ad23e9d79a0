//! Components of libraries: the HTML element each one stands for, and the attributes that name it. The vocabulary lists
//! them; readers of templates look them up.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

/// A file of `rules/vocabulary/` about components.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ComponentFile {
    /// The components.
    pub component: Vec<Component>,
    /// Attributes that add behaviour.
    pub directives: DirectiveFile,
}

/// Attributes of frameworks that add behaviour, but no content, name or role.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DirectiveFile {
    /// Their names; a trailing asterisk matches any ending.
    pub harmless: Vec<String>,
}

/// Components of one library that stand for the same element.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Display name of the library.
    pub library: String,
    /// Names of its tags.
    pub names: Vec<String>,
    /// Packages it must be imported from; empty if its name suffices.
    #[serde(default)]
    pub packages: Vec<String>,
    /// The HTML element it stands for.
    pub element: String,
    /// The `type` if it stands for an `input`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// HTML attributes, each by the component's own attribute that sets it.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Attributes that name it, besides `aria-label`.
    #[serde(default)]
    pub name: Vec<String>,
    /// Attributes by which it may be named from elsewhere.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Attributes whose value is shown as text.
    #[serde(default)]
    pub text: Vec<String>,
    /// Whether none of its content contributes to a name.
    #[serde(default)]
    pub hidden: bool,
}

/// The components of all libraries.
#[derive(Debug, Default)]
pub struct Components {
    by_name: HashMap<String, Vec<Component>>,
    harmless: HashSet<String>,
    harmless_beginnings: Vec<String>,
}

impl Components {
    /// Adds the components of a file.
    pub fn extend(&mut self, file: ComponentFile) {
        for component in file.component {
            for name in &component.names {
                let known = self.by_name.entry(folded(name)).or_default();
                known.push(component.clone());
            }
        }
        for name in file.directives.harmless {
            match name.strip_suffix('*') {
                Some(beginning) => self.harmless_beginnings.push(beginning.to_lowercase()),
                None => {
                    self.harmless.insert(name.to_lowercase());
                }
            }
        }
    }

    /// The component of a tag. `package`: the source of the import, if known.
    pub fn get(&self, tag: &str, package: Option<&str>) -> Option<&Component> {
        self.by_name.get(&folded(tag))?.iter().find(|component| {
            component.packages.is_empty()
                || package.is_some_and(|package| {
                    let is_from = |known: &String| {
                        package
                            .strip_prefix(known.as_str())
                            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    };
                    component.packages.iter().any(is_from)
                })
        })
    }

    /// Whether an attribute of a framework affects neither content nor name nor role.
    pub fn is_harmless(&self, attribute: &str) -> bool {
        let attribute = attribute.to_lowercase();
        self.harmless.contains(&attribute)
            || self
                .harmless_beginnings
                .iter()
                .any(|beginning| attribute.starts_with(beginning))
    }
}

/// A name for comparison: `VBtn` and `v-btn` are equal.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|ch| *ch != '-')
        .flat_map(char::to_lowercase)
        .collect()
}
