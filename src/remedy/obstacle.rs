//! Why a finding has no suggestion: whoever asked for changes and gets none wants to know what to do instead.

use crate::model::Place;
use crate::outcome::Fingerprint;
use crate::texts::Bilingual;

use super::said;

/// What stands in the way of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// Not every character of the change is certain.
    Unsure,
    /// The list is a step of a history of migrations, which is not changed afterwards.
    Step,
    /// Others publish the list.
    Published,
    /// A document can't be read again.
    Unread,
    /// Too many documents hang together, or one of them is too large, to try a change.
    Large,
    /// The finding hangs on documents that the change would not touch.
    Remote,
    /// It was tried: the finding stays, or something else gets worse.
    Failed,
    /// Many changes of the same documents do not go together, and only the first of them were tried.
    Untried,
}

impl Obstacle {
    /// What stands in the way and what to do, in a sentence.
    pub fn sentence(self) -> Bilingual {
        let name = match self {
            Self::Unsure => "unsure",
            Self::Step => "step",
            Self::Published => "published",
            Self::Unread => "unread",
            Self::Large => "large",
            Self::Remote => "remote",
            Self::Failed => "failed",
            Self::Untried => "untried",
        };
        said(&format!("remedy.obstacle-{name}"), &[])
    }
}

/// An obstacle, and the place that has it where that is not the finding's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub obstacle: Obstacle,
    pub at: Option<Box<Place>>,
}

impl From<Obstacle> for Stop {
    fn from(obstacle: Obstacle) -> Self {
        Self { obstacle, at: None }
    }
}

impl Stop {
    pub fn at(obstacle: Obstacle, place: &Place) -> Self {
        Self {
            obstacle,
            at: Some(Box::new(place.clone())),
        }
    }
}

/// A finding of a kind that suggestions may settle, and what kept this one from having any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The rule of the finding.
    pub rule: String,
    /// The finding.
    pub finding: Fingerprint,
    /// What stands in the way.
    pub obstacle: Obstacle,
    /// Where it stands, if not at the place of the finding.
    pub at: Option<Place>,
}
