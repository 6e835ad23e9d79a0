//! The rule on small cells: which counts the public sees. Few cases could be traced to single systems and the people
//! who work with them. So counts from 1 to 4 are hidden; all others are shown exactly, unless a hidden one could be
//! derived from them. Whatever is shown is true.

use crate::texts::{Language, amount, filled};

/// Smaller counts are hidden, except for zero.
pub const SMALLEST_SHOWN: u64 = 5;
/// The largest count hidden because it is small.
const LARGEST_SMALL: u64 = SMALLEST_SHOWN - 1;

/// A count as the public sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Exact(u64),
    /// Too small to be shown.
    Few,
    /// Large enough, but hidden because a small one could be derived from it.
    Some,
}

impl Shown {
    /// A count that is not part of a sum.
    pub const fn alone(count: u64) -> Self {
        match count {
            1..=LARGEST_SMALL => Self::Few,
            count => Self::Exact(count),
        }
    }

    /// The count, if it is shown.
    pub const fn exact(self) -> Option<u64> {
        match self {
            Self::Exact(count) => Some(count),
            Self::Few | Self::Some => None,
        }
    }

    /// What the public reads.
    pub fn words(self, language: Language) -> String {
        match self {
            Self::Exact(count) => amount(count, language),
            Self::Few => filled("report.few", language, &[("count", &SMALLEST_SHOWN)]),
            Self::Some => filled("report.some", language, &[("count", &SMALLEST_SHOWN)]),
        }
    }
}

/// What other figures reveal about a count that is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub least: u64,
    pub most: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            least: 0,
            most: u64::MAX,
        }
    }
}

/// Counts with their sum, each as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// In the order given.
    pub parts: Vec<Shown>,
    /// Only hidden if no part can hide the small ones beside it.
    pub sum: Shown,
}

impl Parts {
    /// Shows counts about which nothing else is known, and their sum.
    #[cfg(test)]
    fn of(counts: &[u64]) -> Self {
        Self::within(counts, &[])
    }

    /// Shows counts and their sum. `bounds` holds what other figures reveal about each count; it may be empty.
    pub fn within(counts: &[u64], bounds: &[Bounds]) -> Self {
        let mut parts: Vec<Shown> = counts.iter().copied().map(Shown::alone).collect();
        let mut sum = Shown::alone(counts.iter().sum());
        let hidden = |count: &u64| matches!(Shown::alone(*count), Shown::Few);
        let few = counts.iter().copied().filter(hidden).count() as u64;
        let of_few: u64 = counts.iter().copied().filter(hidden).sum();
        if sum.exact().is_some() && few > 0 && is_told(few, of_few) {
            // An unpublished part keeps the small ones uncertain if it is large enough itself.
            let known = |place: usize| bounds.get(place).copied().unwrap_or_default();
            let small = counts.iter().enumerate();
            let small = small.filter(|(_, count)| hidden(count));
            let most_of_few: u64 = small
                .map(|(place, _)| known(place).most.min(LARGEST_SMALL))
                .sum();
            let hides = |place: usize, count: u64| {
                let Bounds { least, most } = known(place);
                let both = count + of_few;
                // The sums of the small counts that readers consider possible: there must be at least two.
                let smallest = both.saturating_sub(most).max(few);
                let largest = both.saturating_sub(least.max(SMALLEST_SHOWN));
                smallest < largest.min(most_of_few)
            };
            let beside = counts.iter().copied().enumerate();
            let beside =
                beside.filter(|(place, count)| *count >= SMALLEST_SHOWN && hides(*place, *count));
            match beside.min_by_key(|(_, count)| *count) {
                Some((place, _)) => parts[place] = Shown::Some,
                None => sum = Shown::Some,
            }
        }
        Self { parts, sum }
    }

    /// The parts of a sum that readers know anyway; `None` if one of them could be derived.
    pub fn of_known(counts: &[u64]) -> Option<Vec<Shown>> {
        Self::known_within(counts, &[])
    }

    /// Like [`Self::of_known`], for counts about which other figures reveal something.
    pub fn known_within(counts: &[u64], bounds: &[Bounds]) -> Option<Vec<Shown>> {
        let Self { parts, sum } = Self::within(counts, bounds);
        // A small sum is known as well, so a single part would not be secret.
        sum.exact().map(|_| parts)
    }
}

/// Whether this many small counts with this sum have only one solution: all of them are 1, or all are the largest.
const fn is_told(few: u64, sum: u64) -> bool {
    let least = if sum > LARGEST_SMALL * (few - 1) {
        sum - LARGEST_SMALL * (few - 1)
    } else {
        1
    };
    let most = sum - (few - 1);
    let most = if most < LARGEST_SMALL {
        most
    } else {
        LARGEST_SMALL
    };
    least >= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_shown_as_they_are_but_for_small_ones() {
        let shown = [0, 1, 4, 5, 11, 296].map(|count| Shown::alone(count).words(Language::De));
        assert_eq!(shown, ["0", "< 5", "< 5", "5", "11", "296"]);
        assert_eq!(Shown::alone(19_382).words(Language::De), "19.382");
        assert_eq!(Shown::alone(19_382).words(Language::En), "19,382");
    }

    #[test]
    fn sums_of_shown_parts_agree() {
        let column = Parts::of(&[30, 29, 0, 11]);
        assert_eq!(column.parts, [30, 29, 0, 11].map(Shown::Exact));
        assert_eq!(column.sum, Shown::Exact(70));
        // Two small counts share the rest.
        let column = Parts::of(&[33, 3, 1, 6]);
        assert_eq!(column.sum, Shown::Exact(43));
        assert_eq!(column.parts[0], Shown::Exact(33));
    }

    #[test]
    fn a_single_small_part_takes_a_second_one_with_it() {
        let column = Parts::of(&[40, 3, 8]);
        assert_eq!(column.parts, [Shown::Exact(40), Shown::Few, Shown::Some]);
        assert_eq!(column.sum, Shown::Exact(51));
        let column = Parts::of(&[1, 0]);
        assert_eq!(column.sum, Shown::Few);
        assert_eq!(Parts::of_known(&[1, 5]), None);
    }

    /// Whatever is shown, each small count in it could have another value.
    #[test]
    fn no_small_count_can_be_worked_out() {
        let fits = |shown: Shown, count: u64| match shown {
            Shown::Exact(exact) => exact == count,
            Shown::Few => (1..SMALLEST_SHOWN).contains(&count),
            Shown::Some => count >= SMALLEST_SHOWN,
        };
        let triples = |end: u64| {
            (0..end).flat_map(move |first| {
                (0..end).flat_map(move |second| (0..end).map(move |third| [first, second, third]))
            })
        };
        for counts in triples(11) {
            for most in [5, 6, 8, u64::MAX] {
                if counts.iter().any(|count| *count > most) {
                    continue;
                }
                let bounds = [Bounds { least: 0, most }; 3];
                let shown = Parts::within(&counts, &bounds);
                let may_be = |other: &[u64; 3]| {
                    let mut parts = shown.parts.iter().zip(other);
                    parts.all(|(shown, count)| fits(*shown, *count) && *count <= most)
                        && fits(shown.sum, other.iter().sum())
                };
                for (place, count) in counts.iter().enumerate() {
                    let is_small = (1..SMALLEST_SHOWN).contains(count);
                    let is_open = || {
                        let mut others = triples(18).filter(|other| other[place] != *count);
                        others.any(|other| may_be(&other))
                    };
                    assert!(!is_small || is_open(), "{counts:?} {most}: {shown:?}");
                }
            }
        }
    }

    #[test]
    fn what_other_figures_give_away_hides_nothing() {
        let most = |most| Bounds { least: 0, most };
        let bounds = [5, 9, 50].map(most);
        let column = Parts::within(&[5, 3, 40], &bounds);
        let parts = [Shown::Exact(5), Shown::Few, Shown::Some];
        assert_eq!(column.parts, parts);
        let least = Bounds {
            least: 8,
            most: u64::MAX,
        };
        let column = Parts::within(&[8, 1], &[least]);
        assert_eq!(column.sum, Shown::Some);
    }
}
