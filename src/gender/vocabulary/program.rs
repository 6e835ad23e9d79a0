//! Names in programs for operations on a value.

use foldhash::HashSet;
use serde::Deserialize;

/// The words of `programs.toml`, in lower case; own files add to them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::gender) struct ProgramWords {
    /// Keywords of conditional choices (`switch`).
    pub choosing: HashSet<String>,
    /// First words of functions that return existing data (`get`).
    pub getting: HashSet<String>,
    /// Words in names of functions that generate their result or ask for it (`random`).
    pub making: HashSet<String>,
    /// First words of function names (`normalize`).
    pub doing: HashSet<String>,
    /// Functions that look something up in the table they are called on (`getOrDefault`).
    pub asking: HashSet<String>,
}

impl ProgramWords {
    /// Adds the words of another file.
    pub(super) fn extend(&mut self, further: Self) {
        self.choosing.extend(further.choosing);
        self.getting.extend(further.getting);
        self.making.extend(further.making);
        self.doing.extend(further.doing);
        self.asking.extend(further.asking);
    }
}
