//! The parts of an HTML source that its template language hides.

use std::collections::BTreeMap;

use crate::model::{Located, Span, Value};

/// What may appear in place of a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Nothing: a comment.
    Nothing,
    /// Nothing; but the surrounding markup may be missing.
    Condition,
    /// Anything.
    Anything,
}

/// Facts about a control from sources other than HTML.
#[derive(Clone, Debug)]
pub enum Made {
    /// Its type (`radio`).
    Type(&'static str),
    /// Its values; `None` if a program makes them.
    Values(Option<Vec<Value>>),
}

/// The holes of a document; empty for plain HTML.
#[derive(Clone, Debug, Default)]
pub struct Holes {
    holes: Vec<(Span, Hole)>,
    made: BTreeMap<u32, Made>,
    labels: Vec<(String, Located<String>)>,
    wordings: Vec<Located<String>>,
    /// Offsets of inserted content with elements of its own.
    parts: Vec<u32>,
}

impl Holes {
    /// Adds a hole.
    pub fn add(&mut self, span: Span, hole: Hole) {
        self.holes.push((span, hole));
    }

    /// States facts about the tag that starts at `start`.
    pub fn make(&mut self, start: u32, made: Made) {
        self.made.insert(start, made);
    }

    /// States the text of a label for the control with an id.
    pub fn label(&mut self, target: String, text: Located<String>) {
        self.labels.push((target, text));
    }

    /// States the key of a translation, at the place where it is printed.
    pub fn wording(&mut self, key: Located<String>) {
        self.wordings.push(key);
    }

    /// States that a file, a block or the user of a template inserts elements at `start`.
    pub fn part(&mut self, start: u32) {
        self.parts.push(start);
    }

    /// Whether elements are inserted inside a range.
    pub fn brings(&self, range: Span) -> bool {
        let first = self.parts.partition_point(|at| *at < range.start);
        self.parts.get(first).is_some_and(|at| *at < range.end)
    }

    /// Sorts the holes; must be called after the last one is added.
    pub fn sort(&mut self) {
        self.holes.sort_by_key(|(span, _)| *span);
        self.wordings.sort_by_key(|key| key.span);
        self.parts.sort_unstable();
    }

    /// Whether there are no holes.
    pub fn is_empty(&self) -> bool {
        self.holes.is_empty()
    }

    /// The facts about the tag at this span.
    pub fn made(&self, tag: Span) -> Option<&Made> {
        self.made.get(&tag.start)
    }

    /// Labels stated for an id.
    pub fn labels<'h>(&'h self, id: &'h str) -> impl Iterator<Item = &'h Located<String>> {
        self.labels
            .iter()
            .filter(move |(target, _)| target == id)
            .map(|(_, text)| text)
    }

    /// The key of the first translation printed inside a range.
    pub fn wording_inside(&self, range: Span) -> Option<&Located<String>> {
        let start = |key: &Located<String>| key.span.map_or(0, |span| span.start);
        let first = self
            .wordings
            .partition_point(|key| start(key) < range.start);
        self.wordings
            .get(first)
            .filter(|key| start(key) < range.end)
    }

    /// The holes that start inside a range.
    pub fn inside(&self, range: Span) -> impl Iterator<Item = (Span, Hole)> + '_ {
        let first = self
            .holes
            .partition_point(|(span, _)| span.start < range.start);
        self.holes
            .get(first..)
            .unwrap_or_default()
            .iter()
            .copied()
            .take_while(move |(span, _)| span.start < range.end)
            .filter(|(_, hole)| *hole != Hole::Nothing)
    }

    /// Whether any part of a range is hidden.
    pub fn any(&self, range: Span) -> bool {
        self.inside(range).next().is_some()
    }
}
