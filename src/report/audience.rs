//! The audience of a report.

use crate::closed::closed;

closed! {
    /// The readers of a report.
    #[derive(Default)]
    pub enum Audience {
        /// Staff who repair things: everything is shown.
        #[default]
        Internal = "internal",
        /// Everyone: sums of the administration and its departments, but no single application.
        Public = "public",
    }
}

impl Audience {
    /// Whether outsiders read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Public)
    }
}
