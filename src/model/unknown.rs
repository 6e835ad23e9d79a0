//! What a template leaves to the program that fills it in: values, content, whether and where an element occurs.

use std::collections::HashMap;

use ego_tree::NodeId;

/// Placeholder in texts and attribute values for what a program inserts.
pub const HOLE: char = '\u{1a}';

/// Index of a [`Branch`].
pub type BranchId = u32;

/// A part of a template that is conditional or repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The enclosing branch.
    pub around: Option<BranchId>,
    /// The choice it belongs to; of the branches of one choice, only one is present at a time.
    pub choice: u32,
    /// Whether it may occur several times.
    pub repeated: bool,
}

/// What is unknown about one element or text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Attributes whose value or presence a program determines.
    pub attributes: Vec<String>,
    /// Whether a program may add any attribute.
    pub any_attribute: bool,
    /// Whether it may become any element: a component, a slot, a part in another file.
    pub kind: bool,
    /// Whether it may contain more than the template shows.
    pub content: bool,
    /// Whether it may occur elsewhere than where it is written.
    pub place: bool,
    /// Whether it stands for a known component of a library, of which only the name is understood.
    pub stand_in: bool,
    /// The innermost branch it is in. `None` for a text in the same branch as its parent element.
    pub branch: Option<BranchId>,
}

/// What a template leaves open, by element. Empty for pages.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    nodes: HashMap<NodeId, Unknown>,
    branches: Vec<Branch>,
}

impl Unknowns {
    /// What is unknown about a node; `None` if everything is known.
    pub fn of(&self, node: NodeId) -> Option<&Unknown> {
        self.nodes.get(&node)
    }

    /// What is unknown about a node, for additions.
    pub fn of_mut(&mut self, node: NodeId) -> &mut Unknown {
        self.nodes.entry(node).or_default()
    }

    /// Adds a branch.
    pub fn add_branch(&mut self, branch: Branch) -> BranchId {
        self.branches.push(branch);
        BranchId::try_from(self.branches.len() - 1).unwrap_or(BranchId::MAX)
    }

    /// The innermost branch of a node.
    pub fn branch(&self, node: NodeId) -> Option<BranchId> {
        self.of(node)?.branch
    }

    /// Whether two nodes are certain to occur together whenever the more conditional one does: the branch of one
    /// encloses that of the other.
    pub fn meet(&self, one: NodeId, other: NodeId) -> bool {
        let (one, other) = (self.branch(one), self.branch(other));
        self.is_around(one, other) || self.is_around(other, one)
    }

    fn is_around(&self, outer: Option<BranchId>, inner: Option<BranchId>) -> bool {
        let mut current = inner;
        // A branch is created after the one that encloses it, so this terminates.
        loop {
            if current == outer {
                return true;
            }
            let Some(here) = current else {
                return false;
            };
            current = self
                .branches
                .get(here as usize)
                .and_then(|branch| branch.around);
        }
    }

    /// Whether a node may occur several times.
    pub fn is_repeated(&self, node: NodeId) -> bool {
        let mut current = self.branch(node);
        while let Some(here) = current.and_then(|at| self.branches.get(at as usize)) {
            if here.repeated {
                return true;
            }
            current = here.around;
        }
        false
    }
}
