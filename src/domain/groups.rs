//! Disjoint sets: what belongs together, found pair by pair.

/// Disjoint sets of indexes.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    /// Every index by itself.
    pub(super) fn new(length: usize) -> Self {
        Self((0..length).collect())
    }

    /// Puts two sets together. The smaller index leads, so that the result depends on the order of documents alone.
    pub(super) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (first, second) = (a.min(b), a.max(b));
        self.0[second] = first;
    }

    /// The leading index of a set.
    pub(super) fn find(&mut self, index: usize) -> usize {
        let mut root = index;
        while self.0[root] != root {
            root = self.0[root];
        }
        // Shorten the way for whoever asks next.
        let mut at = index;
        while self.0[at] != root {
            at = std::mem::replace(&mut self.0[at], root);
        }
        root
    }
}
