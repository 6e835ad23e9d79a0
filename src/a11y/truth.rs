//! Three-valued logic: what markup alone cannot decide stays open.

use std::ops::Not;

/// Yes, no, or not decidable from what was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Certainly not.
    No,
    /// It depends on style, script or content that was not captured.
    Unknown,
    /// Certainly.
    Yes,
}

impl Truth {
    /// Whether both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether at least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether it is certainly true.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// Whether it is certainly false.
    pub fn is_no(self) -> bool {
        self == Self::No
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}
