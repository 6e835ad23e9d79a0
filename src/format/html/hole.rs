//! What a template language hides from the HTML it is written in.

use std::collections::BTreeMap;

use crate::model::{Located, Span, Value};

/// What may be in a place that the source does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Nothing: a comment.
    Nothing,
    /// Nothing; but what stands around it may be missing.
    Condition,
    /// Anything.
    Anything,
}

/// What is known of a control by other ways than HTML.
#[derive(Clone, Debug)]
pub enum Made {
    /// Its type (`radio`).
    Type(&'static str),
    /// Its values; `None`: a program makes them.
    Values(Option<Vec<Value>>),
}

/// The holes of a document; none in plain HTML.
#[derive(Clone, Debug, Default)]
pub struct Holes {
    holes: Vec<(Span, Hole)>,
    made: BTreeMap<u32, Made>,
    labels: Vec<(String, Located<String>)>,
    wordings: Vec<Located<String>>,
    /// Where something is filled in that brings elements of its own.
    parts: Vec<u32>,
}

impl Holes {
    /// Adds a hole.
    pub fn add(&mut self, span: Span, hole: Hole) {
        self.holes.push((span, hole));
    }

    /// States what the tag that begins at `start` is.
    pub fn make(&mut self, start: u32, made: Made) {
        self.made.insert(start, made);
    }

    /// States the text of a label for the control with an id.
    pub fn label(&mut self, target: String, text: Located<String>) {
        self.labels.push((target, text));
    }

    /// States the key of the translation that is printed at its place.
    pub fn wording(&mut self, key: Located<String>) {
        self.wordings.push(key);
    }

    /// States that another file, a block or the user of a template brings elements at `start`.
    pub fn part(&mut self, start: u32) {
        self.parts.push(start);
    }

    /// Whether elements come from elsewhere inside a range.
    pub fn brings(&self, range: Span) -> bool {
        let first = self.parts.partition_point(|at| *at < range.start);
        self.parts.get(first).is_some_and(|at| *at < range.end)
    }

    /// Puts the holes in order; to be called once all are known.
    pub fn sort(&mut self) {
        self.holes.sort_by_key(|(span, _)| *span);
        self.wordings.sort_by_key(|key| key.span);
        self.parts.sort_unstable();
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.holes.is_empty()
    }

    /// What is known of the tag that begins here.
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

    /// The key of the first translation that is printed inside a range.
    pub fn wording_inside(&self, range: Span) -> Option<&Located<String>> {
        let start = |key: &Located<String>| key.span.map_or(0, |span| span.start);
        let first = self
            .wordings
            .partition_point(|key| start(key) < range.start);
        self.wordings
            .get(first)
            .filter(|key| start(key) < range.end)
    }

    /// The holes that begin inside a range.
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

    /// Whether anything inside a range is not to be seen.
    pub fn any(&self, range: Span) -> bool {
        self.inside(range).next().is_some()
    }
}
