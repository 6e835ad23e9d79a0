//! WAI-ARIA with its graphics and publishing modules. The tables `roles.toml` and `attributes.toml` name their
//! sources.

mod attributes;
mod roles;

pub use attributes::{Attribute, attribute, is_global};
pub use roles::{Role, role};

#[cfg(test)]
mod tests {
    #[test]
    fn tables_name_their_sources() {
        for text in [include_str!("roles.toml"), include_str!("attributes.toml")] {
            let table: toml::Table = toml::from_str(text).expect("a table");
            let sources = table["source"].as_array().expect("sources");
            assert!(!sources.is_empty());
            for source in sources {
                for key in ["title", "version", "url"] {
                    assert!(source.get(key).is_some(), "{key} of {source}");
                }
            }
        }
    }
}
