//! The state of the lists at the last import. It distinguishes a value corrected by hand since then from one changed by
//! the list. It is stored beside the inventory as short digests, so no value is duplicated.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fault::Fault;
use crate::inventory::Message;
use crate::texts::{Language, text};

/// The file, in the folder of the inventory.
pub(super) const FILE: &str = "listenstand.toml";

/// Digests of the lists' values for an application, by path.
pub(super) type Said = BTreeMap<String, String>;

/// The last state, by the identifier of the application.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Last {
    application: BTreeMap<String, Said>,
    #[serde(skip)]
    text: String,
}

impl Last {
    /// Loads the state of an earlier import. An unreadable file counts as empty and is reported.
    pub fn load(root: &Path, faults: &mut Vec<Fault>) -> Self {
        let Ok(text) = std::fs::read_to_string(root.join(FILE)) else {
            return Self::default();
        };
        match toml::from_str::<Self>(&text) {
            Ok(last) => Self { text, ..last },
            Err(error) => {
                let line = error.span().map_or(0, |span| {
                    text.get(..span.start)
                        .map_or(0, |before| before.lines().count())
                });
                let cause = format!("{FILE}:{}", line.max(1));
                let message = Message::new("imp-002-last").with("cause", cause);
                faults.push(Fault::new(FILE, message.text()));
                Self::default()
            }
        }
    }

    /// The digest of a field.
    pub fn said(&self, id: &str, path: &str) -> Option<&str> {
        self.application.get(id)?.get(path).map(String::as_str)
    }

    /// The file after an import; `None` if it is unchanged.
    pub fn with(mut self, heard: BTreeMap<String, Said>) -> Option<String> {
        for (id, said) in heard {
            self.application.entry(id).or_default().extend(said);
        }
        self.application.retain(|_, said| !said.is_empty());
        if self.application.is_empty() {
            return None;
        }
        let mut out = String::new();
        for language in [Language::De, Language::En] {
            for line in text("inventory.imp-last-head", language).lines() {
                let _ = writeln!(out, "# {line}");
            }
        }
        out.push_str("\n[application]\n");
        for (id, said) in &self.application {
            let fields: Vec<String> = said
                .iter()
                .map(|(path, digest)| format!("{} = \"{digest}\"", toml_edit::Key::new(path)))
                .collect();
            let _ = writeln!(
                out,
                "{} = {{ {} }}",
                toml_edit::Key::new(id),
                fields.join(", ")
            );
        }
        (out != self.text).then_some(out)
    }
}

/// The digest of a value, chained to those before it.
pub(super) fn digest(before: &str, value: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(value.to_string().as_bytes());
    let digest = hash.finalize();
    digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_kept_sorted_and_found_again() {
        let said = |digest: &str| Said::from([("lifecycle.phase".to_owned(), digest.to_owned())]);
        let heard = BTreeMap::from([("B 2".to_owned(), said("1")), ("A-1".to_owned(), said("2"))]);
        let text = Last::default().with(heard).expect("a file");
        let last: Last = toml::from_str(&text).expect("TOML");
        assert_eq!(last.said("B 2", "lifecycle.phase"), Some("1"));
        assert!(text.find("A-1") < text.find("B 2"), "{text}");
        let again = Last {
            text: text.clone(),
            ..last
        };
        assert_eq!(
            again.with(BTreeMap::from([("A-1".to_owned(), said("2"))])),
            None
        );
    }
}
