//! The rule of small cells: which counts the public sees. Few cases can be traced to single systems and to who works
//! with them, so counts from 1 to 4 are hidden; every other count is shown as it is, save where a hidden one could be
//! worked out from it. What is shown is always true.

use crate::texts::{Language, amount, filled};

/// Counts below it are hidden, save for zero.
const SMALLEST_SHOWN: u64 = 5;
/// The largest count that is hidden because it is small.
const LARGEST_SMALL: u64 = SMALLEST_SHOWN - 1;

/// A count as the public sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Exact(u64),
    /// Too small to be shown.
    Few,
    /// Large enough, and hidden because a small one could be worked out from it.
    Some,
}

impl Shown {
    /// A count that is no part of a sum.
    pub const fn alone(count: u64) -> Self {
        match count {
            1..=LARGEST_SMALL => Self::Few,
            count => Self::Exact(count),
        }
    }

    /// The count, where it is shown.
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

/// Counts with their sum, each as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// In the order in which they were given.
    pub parts: Vec<Shown>,
    /// Hidden only where no part hides the small ones beside it.
    pub sum: Shown,
}

impl Parts {
    /// Shows counts and their sum.
    pub fn of(counts: &[u64]) -> Self {
        let mut parts: Vec<Shown> = counts.iter().copied().map(Shown::alone).collect();
        let mut sum = Shown::alone(counts.iter().sum());
        let hidden = |count: &u64| matches!(Shown::alone(*count), Shown::Few);
        let few = counts.iter().copied().filter(hidden).count() as u64;
        let of_few: u64 = counts.iter().copied().filter(hidden).sum();
        if sum.exact().is_some() && few > 0 && is_told(few, of_few) {
            // A part beside them that nobody is told leaves the small ones open, if it is large enough itself.
            let hides = |count: &&u64| **count + of_few >= few + SMALLEST_SHOWN + 1;
            let beside = counts.iter().filter(|count| **count >= SMALLEST_SHOWN);
            let smallest = beside.filter(hides).min();
            match smallest.and_then(|least| counts.iter().position(|count| count == least)) {
                Some(place) => parts[place] = Shown::Some,
                None => sum = Shown::Some,
            }
        }
        Self { parts, sum }
    }

    /// The parts of a sum that readers know anyway; none where one of them could be worked out.
    pub fn of_known(counts: &[u64]) -> Option<Vec<Shown>> {
        let Self { parts, sum } = Self::of(counts);
        // A small sum is known as well, so that its only part were no secret.
        sum.exact().map(|_| parts)
    }
}

/// Whether so many small counts with this sum can only be one thing each: all of them are 1, or all the largest.
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
        // Two small ones share what is left.
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

    /// Whatever is shown, each small count in it may be another one.
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
            let shown = Parts::of(&counts);
            let may_be = |other: &[u64; 3]| {
                let mut parts = shown.parts.iter().zip(other);
                parts.all(|(shown, count)| fits(*shown, *count))
                    && fits(shown.sum, other.iter().sum())
            };
            for (place, count) in counts.iter().enumerate() {
                let is_small = (1..SMALLEST_SHOWN).contains(count);
                let is_open = || {
                    let mut others = triples(18).filter(|other| other[place] != *count);
                    others.any(|other| may_be(&other))
                };
                assert!(!is_small || is_open(), "{counts:?}: {shown:?}");
            }
        }
    }
}
