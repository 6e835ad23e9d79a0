//! Names, classes and ids of the ancestors of an element, and those that a selector requires: if one is missing,
//! matching is unnecessary. May have false positives, but no false negatives.

use precomputed_hash::PrecomputedHash;
use scraper::selector::CssLocalName;
use selectors::bloom::BLOOM_HASH_MASK;
use selectors::context::QuirksMode;
use selectors::parser::{AncestorHashes, Selector};

use super::syntax::PageSelectors;

const WORDS: usize = 8;
const BITS: u32 = 64 * WORDS as u32;

/// A set of names, classes and ids; each is one bit, possibly shared with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameSet([u64; WORDS]);

/// The bit of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameBit(u16);

impl NameBit {
    /// The bit of a name, class or id.
    pub fn of(name: &str) -> Self {
        Self::of_hash(CssLocalName::from(name).precomputed_hash())
    }

    fn of_hash(hash: u32) -> Self {
        // Short names are their own hashes; the multiplication spreads them.
        let spread = (hash & BLOOM_HASH_MASK).wrapping_mul(0x9E37_79B1);
        Self(u16::try_from(spread >> (32 - BITS.ilog2())).unwrap_or(0))
    }

    fn place(self) -> (usize, u64) {
        (usize::from(self.0 / 64), 1 << (self.0 % 64))
    }
}

impl NameSet {
    /// Adds a name.
    pub fn insert(&mut self, name: NameBit) {
        let (word, bit) = name.place();
        self.0[word] |= bit;
    }

    /// Adds all names of another set.
    pub fn extend(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
    }

    /// Whether all required names may be in the set.
    pub fn may_hold(&self, demanded: &DemandedAncestors) -> bool {
        demanded.0.iter().flatten().all(|name| {
            let (word, bit) = name.place();
            self.0[word] & bit != 0
        })
    }
}

/// Names, classes and ids that a selector requires of ancestors; only the first few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DemandedAncestors([Option<NameBit>; 4]);

impl DemandedAncestors {
    /// The requirements of a selector.
    pub fn of(selector: &Selector<PageSelectors>) -> Self {
        let hashes = AncestorHashes::new(selector, QuirksMode::NoQuirks);
        let [first, second, third] = hashes.packed_hashes;
        let all = [first, second, third, hashes.fourth_hash()];
        let named = all.map(|hash| hash & BLOOM_HASH_MASK);
        Self(named.map(|hash| (hash != 0).then(|| NameBit::of_hash(hash))))
    }
}
