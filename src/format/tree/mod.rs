//! JSON and YAML as one tree with positions, for all formats in either syntax.
//!
//! Nodes are in an arena and accessed through [`Node`], which is cheap to copy. YAML aliases point to the node of their
//! anchor instead of being expanded, so that an alias bomb stays as small as its text. Readers that walk a tree must
//! therefore not walk a node twice; [`Node::id`] identifies nodes.

mod embedded;
mod format;
mod json;
mod peek;
mod yaml;

pub use embedded::Embedded;
pub use format::{Document, Peek, TreeFormat};
use peek::top_keys;
pub use peek::{is_json, key_value};

use crate::format::limits::TREE_DEPTH;
use crate::format::{Failure, Note};
use crate::gap::GapReason;
use crate::model::{DefaultValue, Known, Located, SourceText, Span};

/// A parsed document.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Data>,
    /// The documents of a stream, in order.
    roots: Vec<u32>,
    /// The first place where aliases multiply the content beyond the limit.
    multiplied: Option<Span>,
}

#[derive(Debug)]
struct Data {
    span: Span,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Scalar(Kind, Box<str>),
    List(Vec<u32>),
    Map(Vec<Entry>),
}

#[derive(Debug)]
struct Entry {
    key: Box<str>,
    key_span: Span,
    value: u32,
}

/// What kind of scalar a [`Node`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, `~`, or empty.
    Null,
    /// `true`, `false`.
    Bool,
    /// A number, as written.
    Number,
    /// Anything else.
    Text,
}

/// Parses JSON (with comments) if the text starts like it, else YAML.
///
/// # Errors
/// Syntax errors with their position, and documents nested too deeply.
pub fn parse(text: &SourceText) -> Result<Tree, Failure> {
    let first = text.as_str().trim_start_matches('\u{feff}').trim_start();
    if first.starts_with(['{', '[']) {
        match json::parse(text) {
            // YAML flow style starts the same way, but with unquoted keys.
            Err(failure) if failure.reason == GapReason::Malformed && !quoted(first) => {
                yaml::parse(text).map_err(|_| failure)
            }
            done => done,
        }
    } else {
        yaml::parse(text)
    }
}

fn quoted(text: &str) -> bool {
    text.trim_start_matches(['{', '[', ' ', '\t', '\r', '\n'])
        .starts_with('"')
}

impl Tree {
    fn empty() -> Self {
        Self {
            nodes: Vec::new(),
            roots: Vec::new(),
            multiplied: None,
        }
    }

    fn push(&mut self, span: Span, value: Value) -> u32 {
        self.nodes.push(Data { span, value });
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// The note on aliases that multiply the content beyond the limit, if any.
    pub fn note(&self) -> Option<Note> {
        let span = self.multiplied?;
        Some(Note {
            reason: GapReason::UnsafeContent,
            span: Some(span),
            detail: "aliases repeat more than anybody reads".to_owned(),
        })
    }

    /// An empty tree for readers of other syntaxes; they add children before their parents.
    pub(in crate::format) fn built(add: impl FnOnce(&mut Self) -> u32) -> Self {
        let mut tree = Self::empty();
        let root = add(&mut tree);
        tree.roots.push(root);
        tree
    }

    /// Adds a text or null and returns its id.
    pub(in crate::format) fn add_scalar(&mut self, text: Option<&str>, span: Span) -> u32 {
        let kind = text.map_or(Kind::Null, |_| Kind::Text);
        self.push(span, Value::Scalar(kind, text.unwrap_or_default().into()))
    }

    /// Adds a list of nodes and returns its id.
    pub(in crate::format) fn add_list(&mut self, items: Vec<u32>, span: Span) -> u32 {
        self.push(span, Value::List(items))
    }

    /// Adds a map of nodes and returns its id.
    pub(in crate::format) fn add_map(
        &mut self,
        entries: Vec<(Located<&str>, u32)>,
        span: Span,
    ) -> u32 {
        let entries = entries.into_iter().map(|(key, value)| Entry {
            key: key.value.into(),
            key_span: key.span.unwrap_or(span),
            value,
        });
        self.push(span, Value::Map(entries.collect()))
    }

    /// Appends an entry to a map.
    pub(in crate::format) fn extend_map(&mut self, map: u32, key: Located<&str>, value: u32) {
        let Some(Data {
            span,
            value: Value::Map(entries),
        }) = self.nodes.get_mut(map as usize)
        else {
            return;
        };
        entries.push(Entry {
            key: key.value.into(),
            key_span: key.span.unwrap_or(*span),
            value,
        });
    }

    /// The first document.
    pub fn root(&self) -> Option<Node<'_>> {
        self.roots().next()
    }

    /// All documents of a YAML stream.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().filter_map(|id| {
            Node {
                tree: self,
                id: *id,
            }
            .known()
        })
    }
}

/// A node of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: u32,
}

impl<'t> Node<'t> {
    fn known(self) -> Option<Self> {
        self.tree.nodes.get(self.id as usize).map(|_| self)
    }

    fn with_id(self, id: u32) -> Option<Self> {
        Self { id, ..self }.known()
    }

    fn data(self) -> Option<&'t Data> {
        self.tree.nodes.get(self.id as usize)
    }

    /// Identifies the node.
    pub fn id(self) -> u32 {
        self.id
    }

    /// Where it is written.
    pub fn span(self) -> Span {
        self.data().map(|data| data.span).unwrap_or_default()
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        match &self.data()?.value {
            Value::Map(entries) => entries
                .iter()
                .find(|entry| &*entry.key == key)
                .and_then(|entry| self.with_id(entry.value)),
            _ => None,
        }
    }

    /// The entries of a map, in order.
    pub fn entries(self) -> impl Iterator<Item = (Located<&'t str>, Node<'t>)> {
        let entries = match self.data().map(|data| &data.value) {
            Some(Value::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(move |entry| {
            let value = self.with_id(entry.value)?;
            Some((Located::with_span(&*entry.key, entry.key_span), value))
        })
    }

    /// The items of a list, in order.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> {
        let items = match self.data().map(|data| &data.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        items.iter().filter_map(move |id| self.with_id(*id))
    }

    /// Whether it is a map.
    pub fn is_map(self) -> bool {
        matches!(self.data().map(|data| &data.value), Some(Value::Map(_)))
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self.data().map(|data| &data.value), Some(Value::List(_)))
    }

    /// The kind of a scalar.
    pub fn kind(self) -> Option<Kind> {
        match &self.data()?.value {
            Value::Scalar(kind, _) => Some(*kind),
            _ => None,
        }
    }

    /// A scalar other than null, as written and without quotes.
    pub fn scalar(self) -> Option<&'t str> {
        match &self.data()?.value {
            Value::Scalar(kind, text) if *kind != Kind::Null => Some(text),
            _ => None,
        }
    }

    /// A text.
    pub fn text(self) -> Option<&'t str> {
        match &self.data()?.value {
            Value::Scalar(Kind::Text, text) => Some(text),
            _ => None,
        }
    }

    /// A scalar with its span.
    pub fn located(self) -> Option<Located<String>> {
        Some(Located::with_span(self.scalar()?.to_owned(), self.span()))
    }

    /// A boolean.
    pub fn bool(self) -> Option<bool> {
        match &self.data()?.value {
            Value::Scalar(Kind::Bool, text) => Some(&**text == "true"),
            _ => None,
        }
    }

    /// The text under a key.
    pub fn text_of(self, key: &str) -> Option<&'t str> {
        self.get(key)?.text()
    }

    /// The scalar under a key, with its span.
    pub fn located_of(self, key: &str) -> Option<Located<String>> {
        self.get(key)?.located()
    }

    /// The boolean under a key.
    pub fn bool_of(self, key: &str) -> Option<bool> {
        self.get(key)?.bool()
    }

    /// The items of the list under a key; empty if there is no list.
    pub fn items_of(self, key: &str) -> impl Iterator<Item = Node<'t>> + use<'t> {
        self.get(key).into_iter().flat_map(Node::items)
    }

    /// The entries of the map under a key; empty if there is no map.
    pub fn entries_of(
        self,
        key: &str,
    ) -> impl Iterator<Item = (Located<&'t str>, Node<'t>)> + use<'t> {
        self.get(key).into_iter().flat_map(Node::entries)
    }

    /// The node as a default value.
    pub fn as_default(self) -> DefaultValue {
        DefaultValue::new(self.scalar().map(str::to_owned), self.span())
    }

    /// A non-negative integer.
    pub fn number(self) -> Option<u32> {
        match &self.data()?.value {
            Value::Scalar(Kind::Number, text) => text.parse().ok(),
            _ => None,
        }
    }
}

/// Whether a field is optional, given the key that says whether it is required. Without such a key it is optional.
pub fn optional_unless(required: Option<Node<'_>>) -> Located<Known<bool>> {
    let must = required.and_then(Node::bool) == Some(true);
    Located::new(Known::Yes(!must), required.map(Node::span))
}

fn too_deep(span: Span) -> Failure {
    let detail = format!("nested more than {TREE_DEPTH} levels deep");
    Failure::new(GapReason::TooDeep, Some(span), detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_within_limits(text: &str) -> Result<Tree, Failure> {
        parse(&SourceText::new(text.to_owned()))
    }

    #[test]
    fn json_and_yaml_give_the_same_tree() {
        let json = parse_within_limits(r#"{ "a": [1, "ä", null], /* why */ "b": {"c": true} }"#)
            .expect("json");
        let yaml = parse_within_limits("a: [1, 'ä', ~]\nb:\n  c: true\n").expect("yaml");
        for tree in [json, yaml] {
            let root = tree.root().expect("a document");
            let items: Vec<_> = root
                .get("a")
                .into_iter()
                .flat_map(Node::items)
                .map(|item| (item.kind(), item.scalar()))
                .collect();
            assert_eq!(
                items,
                [
                    (Some(Kind::Number), Some("1")),
                    (Some(Kind::Text), Some("ä")),
                    (Some(Kind::Null), None)
                ]
            );
            assert_eq!(root.get("b").and_then(|b| b.get("c")?.bool()), Some(true));
        }
    }

    #[test]
    fn spans_count_bytes_behind_umlauts() {
        let text = "größe: männlich\ngeschlecht: \"divers\"\n";
        let source = SourceText::new(text);
        let tree = parse(&source).expect("yaml");
        let root = tree.root().expect("a document");
        let (key, value) = root.entries().nth(1).expect("the second entry");
        assert_eq!(key.span.map(|span| source.slice(span)), Some("geschlecht"));
        assert_eq!(source.slice(value.span()), "\"divers\"");
    }

    /// That many levels of aliases, each of which refers to the one below twice.
    fn doubled(levels: u32) -> String {
        let mut text = String::from("a0: &a0 [x, x]\n");
        for level in 1..levels {
            let below = level - 1;
            text.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}]\n"));
        }
        text
    }

    #[test]
    fn aliases_are_not_expanded() {
        let tree = parse_within_limits(&doubled(60)).expect("small");
        assert!(tree.nodes.len() < 200);
    }

    #[test]
    fn aliases_that_nobody_could_read_are_noted() {
        let note = |levels| {
            let tree = parse_within_limits(&doubled(levels)).expect("small");
            tree.note().map(|note| note.reason)
        };
        assert_eq!(note(60), Some(GapReason::UnsafeContent));
        assert_eq!(note(8), None);
    }

    #[test]
    fn depth_is_limited_in_both() {
        for text in [
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "- ".repeat(100_000),
        ] {
            assert!(parse_within_limits(&text).is_err());
        }
        let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
        assert_eq!(
            parse_within_limits(&deep)
                .map_err(|failure| failure.reason)
                .err(),
            Some(GapReason::TooDeep)
        );
    }

    #[test]
    fn an_alias_to_its_own_anchor_ends() {
        let tree = parse_within_limits("a: &a [*a]\n");
        assert!(tree.is_ok() || tree.is_err_and(|failure| failure.span.is_some()));
    }

    #[test]
    fn errors_have_a_place() {
        for text in ["{\"a\": }", "{a: [1", "a: [1,\nb: 2", "a: 'x"] {
            let failure = parse_within_limits(text).expect_err("broken");
            assert_eq!(failure.reason, GapReason::Malformed);
            assert!(failure.span.is_some(), "{text}");
        }
    }
}
