//! How the layout of a page is determined.

use crate::closed::closed;

closed! {
    /// How the layout of a page is determined; lists all engines, whether built in or not.
    #[derive(Default)]
    pub enum Browser {
        /// Only the few styles that the program computes itself, without boxes.
        #[default]
        Static = "static",
        /// A built-in style and layout engine (cargo feature `embedded`).
        Embedded = "embedded",
    }
}

impl Browser {
    /// Whether this program was built with it.
    pub const fn is_built_in(self) -> bool {
        match self {
            Self::Static => true,
            Self::Embedded => cfg!(feature = "embedded"),
        }
    }

    /// Whether it is the one available in every build.
    pub fn is_static(&self) -> bool {
        *self == Self::Static
    }
}
