//! For whom a report is written, and what outsiders do not get to see.

use std::borrow::Cow;

use crate::record::Task;

/// Readers of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Staff who repair: everything is shown.
    #[default]
    Internal,
    /// Everybody: no places, excerpts, names of fields, addresses, products or names of contacts, and no small counts.
    Public,
}

/// Counts below it are not shown to the public, save for zero: few cases can be traced to single people or systems. All
/// others are rounded to multiples of it, sums as well as their parts, so that nobody gets a small count by subtraction.
const SMALLEST_SHOWN: u64 = 5;

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

    /// A count as these readers see it.
    pub fn count(self, count: u64) -> String {
        match self.hides(count) {
            true => format!("< {SMALLEST_SHOWN}"),
            false => self.rounded(count).to_string(),
        }
    }

    /// A count that is shown, as exactly as these readers may know it.
    pub fn rounded(self, count: u64) -> u64 {
        match self {
            Self::Internal => count,
            Self::Public => (count + SMALLEST_SHOWN / 2) / SMALLEST_SHOWN * SMALLEST_SHOWN,
        }
    }

    /// Whether a count is too small for these readers.
    pub fn hides(self, count: u64) -> bool {
        self.is_public() && (1..SMALLEST_SHOWN).contains(&count)
    }

    /// The count that a bar is drawn by, as a bar tells as much as a figure does.
    pub fn drawn(self, count: u64) -> u64 {
        match self.hides(count) {
            true => SMALLEST_SHOWN - 1,
            false => self.rounded(count),
        }
    }

    /// A task as these readers see it.
    pub fn task(self, task: &Task) -> Cow<'_, Task> {
        match self {
            Self::Internal => Cow::Borrowed(task),
            Self::Public => Cow::Owned(Task {
                // A cause that is no rule names a field.
                cause: task.rules.first().cloned().unwrap_or_default(),
                documents: Vec::new(),
                steps: Vec::new(),
                // Contracts are nobody else's business, and an owner may be called by the name of somebody.
                obligation: None,
                responsible: None,
                ..task.clone()
            }),
        }
    }

    /// Whether these readers see what the inventory says under a key of its facts: products name
    /// versions, owners name people, and vendors whom to ask there.
    pub fn sees_fact(self, key: &str) -> bool {
        !(self.is_public() && matches!(key, "product" | "business-owner" | "vendor"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_hidden_from_the_public_alone() {
        let shown = [0, 1, 4, 5, 7, 8, 2_001].map(|count| Audience::Public.count(count));
        assert_eq!(shown, ["0", "< 5", "< 5", "5", "5", "10", "2000"]);
        assert_eq!(Audience::Internal.count(3), "3");
        let drawn = [0, 1, 4, 5].map(|count| Audience::Public.drawn(count));
        assert_eq!(drawn, [0, 4, 4, 5]);
    }

    /// Whatever small part is left beside what is shown, another one would be shown in the same way.
    #[test]
    fn no_small_count_can_be_worked_out_from_a_sum() {
        let shown = |small: u64, other: u64| {
            let public = Audience::Public;
            (
                public.count(small),
                public.count(other),
                public.count(small + other),
            )
        };
        for other in 5..60 {
            for small in 1..5 {
                let alike = (1..5)
                    .flat_map(|small| (5..65).map(move |other| (small, other)))
                    .filter(|(another, _)| *another != small)
                    .any(|(another, beside)| shown(another, beside) == shown(small, other));
                assert!(alike, "{small} + {other}");
            }
        }
    }
}
