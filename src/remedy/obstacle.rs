//! Why a finding has no suggestion, so that users who asked for changes know what to do instead.

use crate::model::Place;
use crate::outcome::Fingerprint;
use crate::texts::Bilingual;

/// What prevents a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// Not every character of the change is certain.
    Unsure,
    /// The list is a migration step, which is never edited afterwards.
    Step,
    /// The list is published by others.
    Published,
    /// A document cannot be read again.
    Unread,
    /// Too many documents are connected, or one is too large, to try a change.
    Large,
    /// The finding depends on documents that the change would not touch.
    Remote,
    /// The trial failed: the finding remains, or something else gets worse.
    Failed,
    /// Many changes to the same documents conflict, and only the first ones were tried.
    Untried,
}

impl Obstacle {
    /// The obstacle and what to do, as a sentence.
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
        Bilingual::filled(&format!("remedy.obstacle-{name}"), &[])
    }
}

/// An obstacle, and its place if that is not the finding's own.
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

/// A finding of a kind that can be settled, and why this one cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The rule of the finding.
    pub rule: String,
    /// The finding.
    pub finding: Fingerprint,
    /// The reason.
    pub obstacle: Obstacle,
    /// Where it is, if not at the finding's place.
    pub at: Option<Place>,
}
