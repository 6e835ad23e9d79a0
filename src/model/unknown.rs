//! What a template leaves to the program that fills it in: values, content, whether and where an element stands.

use std::collections::HashMap;

use ego_tree::NodeId;

/// Stands in texts and attribute values for what a program writes there.
pub const HOLE: char = '\u{1a}';

/// A part of a template that depends on a condition, or is repeated; by index.
pub type BranchId = u32;

/// A part of a template that depends on a condition, or is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The part around it.
    pub around: Option<BranchId>,
    /// The choice it belongs to; of one choice, one part is there at a time.
    pub choice: u32,
    /// Whether it may be there several times.
    pub repeated: bool,
}

/// What is unknown about one element, or where a text stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Attributes whose value or presence a program decides.
    pub attributes: Vec<String>,
    /// Whether a program may give it any attribute.
    pub any_attribute: bool,
    /// Whether it stands for anything: a component, a slot, a part in another file.
    pub kind: bool,
    /// Whether there may be more in it than the template shows.
    pub content: bool,
    /// Whether it may stand elsewhere than where it is written.
    pub place: bool,
    /// Whether it stands for a known component of a library: only its name is understood.
    pub stand_in: bool,
    /// The innermost branch it stands in. A text has none where it stands in that of the element around it.
    pub branch: Option<BranchId>,
}

/// What a template leaves open, by element. Empty for pages.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    nodes: HashMap<NodeId, Unknown>,
    branches: Vec<Branch>,
}

impl Unknowns {
    /// What is unknown about a node; nothing where all is known.
    pub fn of(&self, node: NodeId) -> Option<&Unknown> {
        self.nodes.get(&node)
    }

    /// What is unknown about a node, to add to it.
    pub fn of_mut(&mut self, node: NodeId) -> &mut Unknown {
        self.nodes.entry(node).or_default()
    }

    /// Adds a branch.
    pub fn add_branch(&mut self, branch: Branch) -> BranchId {
        self.branches.push(branch);
        BranchId::try_from(self.branches.len() - 1).unwrap_or(BranchId::MAX)
    }

    /// The innermost branch that a node stands in.
    pub fn branch(&self, node: NodeId) -> Option<BranchId> {
        self.of(node)?.branch
    }

    /// Whether two nodes are surely there at the same time, whenever the more conditional one is: the branch of one is
    /// around that of the other.
    pub fn meet(&self, one: NodeId, other: NodeId) -> bool {
        let (one, other) = (self.branch(one), self.branch(other));
        self.is_around(one, other) || self.is_around(other, one)
    }

    fn is_around(&self, outer: Option<BranchId>, inner: Option<BranchId>) -> bool {
        let mut current = inner;
        // A branch is made after the one around it, so this ends.
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

    /// Whether a node may be there several times.
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
