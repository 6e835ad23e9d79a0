//! What says how a page is shown.

use serde::{Deserialize, Serialize};

/// What says how a page is shown, in whichever run.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Browser {
    /// The few styles that the program computes by itself. It has no boxes.
    #[default]
    Static,
    /// A style and layout engine that is built in (the cargo feature `embedded`).
    Embedded,
}

impl Browser {
    /// All of them, whether they are built in or not.
    pub const ALL: [Self; 2] = [Self::Static, Self::Embedded];

    /// As arguments and settings write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Embedded => "embedded",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|browser| browser.name() == name)
    }

    /// Whether this program was built with it.
    pub const fn is_built_in(self) -> bool {
        match self {
            Self::Static => true,
            Self::Embedded => cfg!(feature = "embedded"),
        }
    }

    /// Whether it is what every run has.
    pub fn is_static(&self) -> bool {
        *self == Self::Static
    }
}
