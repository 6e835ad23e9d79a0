//! Disjoint sets, merged pair by pair.

/// Disjoint sets of indexes.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    /// Each index in a set of its own.
    pub(super) fn new(length: usize) -> Self {
        Self((0..length).collect())
    }

    /// Merges two sets. The smaller index leads, so that the result depends only on the order of documents.
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
        // Path compression for later look-ups.
        let mut at = index;
        while self.0[at] != root {
            at = std::mem::replace(&mut self.0[at], root);
        }
        root
    }
}
