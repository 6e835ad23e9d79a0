//! Tables of literals: `Map.of("m", "1")`, dictionaries, object literals, and how they are asked.

use tree_sitter::Node;

use super::super::reader::{Reader, span};
use super::call::{bare, binary, call, index, named};
use super::condition::{Asked, asked};
use super::said::{Said, label, said};
use crate::model::{Known, Located, Why};

/// Longer tables are data.
const MOST_ROWS: usize = 60;

/// A table of literals.
pub struct Table<'t> {
    pub rows: Vec<(Said, Option<Said>)>,
    /// What it is asked with, where it is asked at once.
    pub asked: Option<Asked>,
    /// The result for everything else, where written.
    pub fallback: Option<Located<Known<String>>>,
    /// The whole expression, asking included.
    pub whole: Node<'t>,
}

/// Reads a table, or nothing.
pub fn table<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Table<'t>> {
    let rows = rows(reader, node)?;
    if !(2..=MOST_ROWS).contains(&rows.len()) || rows.iter().all(|(_, to)| to.is_none()) {
        return None;
    }
    let mut table = Table {
        rows,
        asked: None,
        fallback: None,
        whole: node,
    };
    table.ask(reader);
    Some(table)
}

impl Table<'_> {
    /// `{…}[g] ?? "x"`, `{…}.get(g, "x")`, `Map.of(…).getOrDefault(g, "x")`.
    fn ask(&mut self, reader: &Reader<'_>) -> Option<()> {
        const MOST_STEPS: usize = 4;
        let mut inner = self.whole;
        let mut outer = inner.parent()?;
        for _ in 0..MOST_STEPS {
            if bare(outer).id() != bare(inner).id() {
                break;
            }
            inner = outer;
            outer = outer.parent()?;
        }
        if let Some((object, key)) = index(outer) {
            if bare(object).id() != bare(inner).id() {
                return None;
            }
            self.asked = Some(asked(reader, key));
            self.whole = outer;
        } else {
            // Some grammars put a member access between the table and the call.
            let (call_node, call) = [Some(outer), outer.parent()]
                .into_iter()
                .flatten()
                .find_map(|outer| Some((outer, call(reader, outer)?)))?;
            // pandas: df["geschlecht"].replace({…})
            if let (Some(receiver), [only], "map" | "replace") =
                (call.receiver, call.arguments.as_slice(), call.name.as_str())
                && bare(*only).id() == bare(inner).id()
            {
                self.asked = Some(asked(reader, receiver));
                self.whole = call_node;
                return Some(());
            }
            if call
                .receiver
                .is_none_or(|receiver| bare(receiver).id() != bare(inner).id())
                || !matches!(
                    call.name.as_str(),
                    "get" | "getOrDefault" | "fetch" | "GetValueOrDefault" | "dig"
                )
            {
                return None;
            }
            self.asked = Some(asked(reader, *call.arguments.first()?));
            self.whole = call_node;
            if let Some(other) = call.arguments.get(1) {
                self.fallback = Some(otherwise(reader, *other));
            }
        }
        let parent = self.whole.parent()?;
        if let Some((left, "||" | "??" | "or" | "?:", right)) = binary(reader, parent)
            && left.id() == self.whole.id()
        {
            self.fallback = Some(otherwise(reader, right));
            self.whole = parent;
        }
        Some(())
    }
}

fn otherwise(reader: &Reader<'_>, node: Node<'_>) -> Located<Known<String>> {
    match said(reader, node) {
        Some(said) => Located {
            value: Known::Yes(said.text.value),
            span: said.text.span,
        },
        None => Located::at(Known::No(Why::Dynamic), span(node)),
    }
}

fn rows(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<(Said, Option<Said>)>> {
    match node.kind() {
        "object" | "dictionary" | "hash" => named(node)
            .filter(|child| child.kind() == "pair")
            .take(MOST_ROWS + 1)
            .map(|pair| {
                let key = pair
                    .child_by_field_name("key")
                    .or_else(|| named(pair).next())?;
                let value = pair
                    .child_by_field_name("value")
                    .or_else(|| named(pair).last())?;
                Some((self::key(reader, key)?, said(reader, value)))
            })
            .collect(),
        "array_creation_expression" => named(node)
            .take(MOST_ROWS + 1)
            .map(|item| {
                let mut parts = named(item);
                match (item.kind(), parts.next(), parts.next()) {
                    ("array_element_initializer", Some(key), Some(value)) => {
                        Some((said(reader, key)?, said(reader, value)))
                    }
                    _ => None,
                }
            })
            .collect(),
        // C#: new Dictionary<…> { { "m", "Herr" }, ["w"] = "Frau" }
        "initializer_expression" if node.parent()?.kind().contains("object_creation") => {
            named(node)
                .take(MOST_ROWS + 1)
                .map(|item| {
                    let (key, value) = match item.kind() {
                        "initializer_expression" => {
                            let mut parts = named(item);
                            let both = (parts.next()?, parts.next()?);
                            parts.next().is_none().then_some(both)?
                        }
                        "assignment_expression" => {
                            let left = item.child_by_field_name("left")?;
                            if left.kind() != "element_binding_expression" {
                                return None;
                            }
                            (
                                bare(named(left).next()?),
                                item.child_by_field_name("right")?,
                            )
                        }
                        _ => return None,
                    };
                    Some((said(reader, key)?, said(reader, value)))
                })
                .collect()
        }
        // Go: map[string]string{"m": "Herr"}
        "composite_literal" if node.child_by_field_name("type")?.kind() == "map_type" => {
            named(node.child_by_field_name("body")?)
                .take(MOST_ROWS + 1)
                .map(|item| (item.kind() == "keyed_element").then(|| two(reader, named(item)))?)
                .collect()
        }
        "new_expression" => {
            if reader.text(node.child_by_field_name("constructor")?) != "Map" {
                return None;
            }
            let list = named(node.child_by_field_name("arguments")?).next()?;
            named(list)
                .take(MOST_ROWS + 1)
                .map(|item| two(reader, named(item)))
                .collect()
        }
        _ => {
            let call = call(reader, node)?;
            match call.name.as_str() {
                // Map.of("m", "Herr", "w", "Frau")
                "of" if call
                    .receiver
                    .is_some_and(|of| reader.text(of).ends_with("Map")) =>
                {
                    call.arguments
                        .chunks_exact(2)
                        .take(MOST_ROWS + 1)
                        .map(|row| Some((said(reader, row[0])?, said(reader, row[1]))))
                        .collect()
                }
                "ofEntries" | "mapOf" | "hashMapOf" | "mutableMapOf" | "linkedMapOf" => call
                    .arguments
                    .iter()
                    .take(MOST_ROWS + 1)
                    .map(|entry| match entry.kind() {
                        // Kotlin: "m" to "Herr"
                        "infix_expression" => {
                            let mut parts = named(*entry);
                            let (key, to, value) = (parts.next()?, parts.next()?, parts.next()?);
                            if reader.text(to) != "to" {
                                return None;
                            }
                            two(reader, [key, value].into_iter())
                        }
                        _ => two(reader, self::call(reader, *entry)?.arguments.into_iter()),
                    })
                    .collect(),
                _ => None,
            }
        }
    }
}

fn two<'t>(
    reader: &Reader<'_>,
    mut parts: impl Iterator<Item = Node<'t>>,
) -> Option<(Said, Option<Said>)> {
    let (key, value) = (parts.next()?, parts.next()?);
    Some((said(reader, key)?, said(reader, value)))
}

/// Keys of object literals are names without quotes.
fn key(reader: &Reader<'_>, node: Node<'_>) -> Option<Said> {
    match node.kind() {
        "property_identifier" | "hash_key_symbol" | "number" => Some(Said {
            text: Located::at(reader.unquoted(node), span(node)),
            of: None,
            literal: true,
        }),
        "computed_property_name" => label(reader, named(node).next()?),
        _ => said(reader, node),
    }
}
