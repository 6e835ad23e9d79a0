//! Components of libraries: which element of HTML they stand for, and what gives them a name. The vocabulary lists them;
//! readers of templates look them up.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

/// A file of `rules/vocabulary/` about components.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ComponentFile {
    /// Components.
    pub component: Vec<Component>,
    /// Attributes that add conduct.
    pub directives: DirectiveFile,
}

/// Attributes of frameworks that add conduct and neither content, name nor role.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DirectiveFile {
    /// Their names; an asterisk at the end stands for any ending.
    pub harmless: Vec<String>,
}

/// Components of one library that stand for the same element.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The library, for people.
    pub library: String,
    /// Names of its tags.
    pub names: Vec<String>,
    /// Packages it must be imported from; empty: its name says enough.
    #[serde(default)]
    pub packages: Vec<String>,
    /// The element of HTML it stands for.
    pub element: String,
    /// The type of an `input`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// Attributes of HTML by those of its own that they are made of.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Attributes that give it a name, beside `aria-label`.
    #[serde(default)]
    pub name: Vec<String>,
    /// Attributes by which a name may come from elsewhere.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Attributes whose value it shows as text.
    #[serde(default)]
    pub text: Vec<String>,
    /// Whether nothing of it reaches a name.
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
    /// Adds those of a file.
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

    /// The component that a tag is. `package`: what its name was imported from, where that is known.
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

    /// Whether an attribute of a framework changes neither content nor name nor role.
    pub fn is_harmless(&self, attribute: &str) -> bool {
        let attribute = attribute.to_lowercase();
        self.harmless.contains(&attribute)
            || self
                .harmless_beginnings
                .iter()
                .any(|beginning| attribute.starts_with(beginning))
    }
}

/// `VBtn` and `v-btn` are one.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|ch| *ch != '-')
        .flat_map(char::to_lowercase)
        .collect()
}
