//! The identity of a finding: a hash of names only, by a published scheme.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::ModelPath;

/// Identity of a finding: `fc1:` and 32 hexadecimal digits.
///
/// It hashes application, rule, document, the anchor's names, and a number that counts equal anchors in document order.
/// It ignores line, column, texts, severity, parameters, dates and versions. Each part is length-prefixed, so that
/// different lists of names never collide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Version of the scheme; part of the printed form.
    pub const SCHEME: &'static str = "fc1";

    /// The fingerprint of a target.
    pub fn compute(
        application: &str,
        rule: &str,
        document: &str,
        anchor: &ModelPath,
        twin: u32,
    ) -> Self {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(application.as_bytes());
        part(rule.as_bytes());
        part(document.as_bytes());
        for name in &anchor.0 {
            part(name.as_bytes());
        }
        part(&twin.to_le_bytes());
        let digest = hash.finalize();
        let mut printed = String::with_capacity(4 + 32);
        printed.push_str(Self::SCHEME);
        printed.push(':');
        for byte in &digest[..16] {
            printed.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            printed.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        Self(printed)
    }

    /// The printed form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_between_names_matter() {
        let of = |names: &[&str]| {
            Fingerprint::compute("A", "r", "d", &ModelPath::new(names.iter().copied()), 0)
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
        assert_eq!(of(&["a"]), of(&["a"]));
    }

    #[test]
    fn the_scheme_is_stable() {
        // Waivers and baselines are kept for years, so this value must never change.
        let fingerprint = Fingerprint::compute(
            "APP-1",
            "gender/x",
            "a.sql",
            &ModelPath::new(["person", "geschlecht"]),
            0,
        );
        assert_eq!(fingerprint.as_str(), "fc1:90e931cedf2119b1e00beb7b0b7f0579");
    }
}
