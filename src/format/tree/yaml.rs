//! Builds the tree from YAML parser events; aliases stay references.

use foldhash::HashMap;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Entry, Kind, Tree, Value, too_deep};
use crate::format::Failure;
use crate::format::limits::{ALIASED_NODES, TREE_DEPTH};
use crate::gap::GapReason;
use crate::model::{SourceText, Span};

/// Parses a stream of documents.
pub fn parse(text: &SourceText) -> Result<Tree, Failure> {
    let mut offsets = Offsets::new(text.as_str());
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text.as_str()) {
        let (event, at) = event.map_err(|error| {
            let at = offsets.byte_of_character(error.marker().index());
            Failure::new(GapReason::Malformed, Some(Span::new(at, at)), error.info())
        })?;
        let start = offsets.byte_of_character(at.start.index());
        let end = offsets.byte_of_character(at.end.index());
        builder.take(event, Span::new(start, end))?;
    }
    Ok(builder.tree)
}

/// Converts character offsets to byte offsets. The parser counts characters and mostly moves forward; a checkpoint
/// every few characters keeps the way back short.
struct Offsets<'t> {
    text: &'t str,
    ascii: bool,
    checkpoints: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> Offsets<'t> {
    fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let mut checkpoints = Vec::new();
        if !ascii {
            checkpoints.extend(
                text.char_indices()
                    .step_by(STRIDE)
                    .map(|(offset, _)| u32::try_from(offset).unwrap_or(u32::MAX)),
            );
        }
        Self {
            text,
            ascii,
            checkpoints,
        }
    }

    fn byte_of_character(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        let Some(start) = self.checkpoints.get(character / STRIDE) else {
            return self.text.len();
        };
        let start = *start as usize;
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices()
            .nth(character % STRIDE)
            .map_or(self.text.len(), |(offset, _)| start + offset)
    }
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    open: Vec<Open>,
    anchors: HashMap<usize, u32>,
    /// For each anchored node, how many nodes a reader visits in it.
    weights: HashMap<u32, u64>,
}

/// An open list or map.
struct Open {
    /// Reserved before its content, so that aliases inside can refer to it.
    id: u32,
    start: Span,
    value: Value,
    /// Whether aliases may refer to it.
    anchored: bool,
    /// How many nodes a reader visits in it.
    weight: u64,
    /// The key waiting for its value.
    key: Option<(Box<str>, Span)>,
}

impl Default for Tree {
    fn default() -> Self {
        Self::empty()
    }
}

impl Builder {
    fn take(&mut self, event: Event<'_>, at: Span) -> Result<(), Failure> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let kind = match style {
                    ScalarStyle::Plain => kind(&text),
                    _ => Kind::Text,
                };
                let id = self.tree.push(at, Value::Scalar(kind, text.into()));
                self.anchor(anchor, id);
                self.add(id, at, 1);
            }
            Event::Alias(anchor) => {
                let id = match self.anchors.get(&anchor) {
                    Some(id) => *id,
                    None => self.tree.push(at, Value::Scalar(Kind::Null, "".into())),
                };
                let weight = self.weights.get(&id).copied().unwrap_or(1);
                self.add(id, at, weight);
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, at, Value::List(Vec::new()))?,
            Event::MappingStart(anchor, _) => self.open(anchor, at, Value::Map(Vec::new()))?,
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            _ => {}
        }
        Ok(())
    }

    fn anchor(&mut self, anchor: usize, id: u32) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn open(&mut self, anchor: usize, start: Span, value: Value) -> Result<(), Failure> {
        if self.open.len() > TREE_DEPTH {
            return Err(too_deep(start));
        }
        let id = self.tree.push(start, Value::List(Vec::new()));
        self.anchor(anchor, id);
        self.open.push(Open {
            id,
            start,
            value,
            anchored: anchor > 0,
            weight: 1,
            key: None,
        });
        Ok(())
    }

    fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let at = open.start.to(end);
        if let Some(data) = self.tree.nodes.get_mut(open.id as usize) {
            data.span = at;
            data.value = open.value;
        }
        if open.anchored {
            self.weights.insert(open.id, open.weight);
        }
        self.add(open.id, at, open.weight);
    }

    /// Adds a finished node as item, key, value or root.
    fn add(&mut self, id: u32, at: Span, weight: u64) {
        let Some(open) = self.open.last_mut() else {
            self.tree.roots.push(id);
            return;
        };
        open.weight = open.weight.saturating_add(weight);
        if open.weight > ALIASED_NODES {
            self.tree.multiplied.get_or_insert(at);
        }
        match &mut open.value {
            Value::List(items) => items.push(id),
            Value::Map(entries) => match open.key.take() {
                Some((key, key_span)) => entries.push(Entry {
                    key,
                    key_span,
                    value: id,
                }),
                None => {
                    let key = match self.tree.nodes.get(id as usize).map(|data| &data.value) {
                        Some(Value::Scalar(_, text)) => text.clone(),
                        _ => "".into(),
                    };
                    open.key = Some((key, at));
                }
            },
            Value::Scalar(..) => {}
        }
    }
}

/// The kind of a plain scalar in the YAML 1.2 core schema.
fn kind(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "false" => Kind::Bool,
        _ => {
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let number = digits.starts_with(|ch: char| ch.is_ascii_digit())
                && digits
                    .chars()
                    .all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | 'e' | 'E' | '+' | '-'))
                && digits.parse::<f64>().is_ok();
            if number { Kind::Number } else { Kind::Text }
        }
    }
}
