//! For whom a report is written.

/// Readers of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Staff who repair: everything is shown.
    #[default]
    Internal,
    /// Everybody: sums of the administration and of its departments, and of no single application.
    Public,
}

impl Audience {
    /// All of them, in the order of `--help`.
    pub const ALL: [Self; 2] = [Self::Internal, Self::Public];

    /// Name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }

    /// Whether outsiders read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Public)
    }
}
