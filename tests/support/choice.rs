//! Where generators and mutations take their decisions from: a seeded stream for the fuzzer, a recorded list for
//! properties, so that a shorter list makes a smaller document and failures shrink.

/// A stream of decisions.
pub trait Choices {
    /// A number below `bound`; 0 if there is nothing to choose from.
    fn below(&mut self, bound: usize) -> usize;

    /// True once in `odds` times.
    fn one_in(&mut self, odds: usize) -> bool {
        // Not 0, so that an exhausted stream says no.
        self.below(odds) + 1 == odds
    }

    /// One of several, if there are any.
    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

/// Random numbers that are the same for the same seed on every machine (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed and an index: neighbours have nothing in common.
    pub fn new(seed: u64, index: u64) -> Self {
        let mut outer = Self(seed);
        let own = outer.next() ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Self(own)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl Choices for Random {
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        usize::try_from(self.next() % bound).unwrap_or_default()
    }
}

/// Decisions made beforehand; when they are used up, always the first possibility.
#[derive(Clone, Debug)]
pub struct Recorded {
    decisions: std::vec::IntoIter<u16>,
}

impl Recorded {
    /// Replays decisions.
    pub fn new(decisions: Vec<u16>) -> Self {
        Self {
            decisions: decisions.into_iter(),
        }
    }
}

impl Choices for Recorded {
    fn below(&mut self, bound: usize) -> usize {
        if bound < 2 {
            return 0;
        }
        let decision = self.decisions.next().unwrap_or_default();
        usize::from(decision) % bound
    }
}
