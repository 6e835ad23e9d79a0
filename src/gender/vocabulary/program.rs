//! What programs call the things they do with a value.

use foldhash::HashSet;
use serde::Deserialize;

/// The words of `programs.toml`, in lower case. Files of one's own add to them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::gender) struct ProgramWords {
    /// With which programs ask what something is (`switch`).
    pub choosing: HashSet<String>,
    /// First words of functions that give back what is there (`get`).
    pub getting: HashSet<String>,
    /// In names of functions that make up what they give back, or ask somebody (`random`).
    pub making: HashSet<String>,
    /// First words of what functions are called (`normalize`).
    pub doing: HashSet<String>,
    /// Functions that look something up in the table they are called on (`getOrDefault`).
    pub asking: HashSet<String>,
}

impl ProgramWords {
    /// Adds those of another file.
    pub(super) fn extend(&mut self, further: Self) {
        self.choosing.extend(further.choosing);
        self.getting.extend(further.getting);
        self.making.extend(further.making);
        self.doing.extend(further.doing);
        self.asking.extend(further.asking);
    }
}
