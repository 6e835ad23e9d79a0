//! Tables of literals and their queries: `Map.of("m", "1")`, dictionaries, object literals.

use tree_sitter::Node;

use super::super::lowering::Shape;
use super::super::reader::span;
use super::lower::Lower;
use crate::format::logic::{Constant, ConstantKind, Lookup, label, subject};
use crate::model::{Known, Located, Why};

/// Maximum number of rows; longer tables are data.
const MOST_ROWS: usize = 60;

/// Reads a table at a node, and the whole expression that queries it; `None` if it is not a translation.
pub fn lookup<'t>(
    lower: &Lower<'_, 't>,
    node: Node<'t>,
    rows: &[Option<(Node<'t>, Node<'t>)>],
) -> Option<(Lookup, Node<'t>)> {
    if !(2..=MOST_ROWS).contains(&rows.len()) {
        return None;
    }
    let rows: Option<Vec<(Constant, Option<Constant>)>> = rows
        .iter()
        .map(|row| {
            let (from, to) = (*row)?;
            Some((key(lower, from)?, lower.constant(to)))
        })
        .collect();
    let rows = rows.filter(|rows| rows.iter().any(|(_, to)| to.is_some()))?;
    let mut table = Table {
        lower,
        lookup: Lookup {
            rows,
            subject: None,
            fallback: None,
        },
        whole: node,
    };
    table.ask();
    Some((table.lookup, table.whole))
}

/// Keys of object literals are unquoted names.
fn key<'t>(lower: &Lower<'_, 't>, node: Node<'t>) -> Option<Constant> {
    match node.kind() {
        "property_identifier" | "hash_key_symbol" | "number" => Some(Constant::new(
            Located::with_span(lower.reader.unquoted(node), span(node)),
            ConstantKind::Scalar,
        )),
        "computed_property_name" => label(&lower.expression(node.named_child(0)?)),
        _ => lower.constant(node),
    }
}

struct Table<'l, 'r, 't> {
    lower: &'l Lower<'r, 't>,
    lookup: Lookup,
    /// The whole expression, including the query.
    whole: Node<'t>,
}

impl<'t> Table<'_, '_, 't> {
    /// `{…}[g] ?? "x"`, `{…}.get(g, "x")`, `Map.of(…).getOrDefault(g, "x")`.
    fn ask(&mut self) -> Option<()> {
        const MOST_STEPS: usize = 4;
        let mut outer = self.whole.parent()?;
        let table = self.whole.id();
        let is_table = |node: Node<'t>| self.lower.bare(node).0.id() == table;
        for _ in 0..MOST_STEPS {
            if !is_table(outer) {
                break;
            }
            outer = outer.parent()?;
        }
        if let Shape::Index(object, index) = self.lower.shape(outer) {
            if !is_table(object) {
                return None;
            }
            self.lookup.subject = subject(&self.lower.expression(index));
            self.whole = outer;
        } else {
            // Some grammars put a member access between the table and the call.
            let (node, call) = [Some(outer), outer.parent()]
                .into_iter()
                .flatten()
                .find_map(|outer| match self.lower.shape(outer) {
                    Shape::Call(call) => Some((outer, call)),
                    _ => None,
                })?;
            let name = self.lower.reader.text(call.name);
            // pandas: df["geschlecht"].replace({…})
            if let (Some(receiver), [only], "map" | "replace") =
                (call.receiver, call.arguments.as_slice(), name)
                && is_table(*only)
            {
                self.lookup.subject = subject(&self.lower.expression(receiver));
                self.whole = node;
                return Some(());
            }
            let asks = matches!(
                name,
                "get" | "getOrDefault" | "getOrElse" | "fetch" | "GetValueOrDefault" | "dig"
            );
            if !asks || !call.receiver.is_some_and(is_table) {
                return None;
            }
            self.lookup.subject = subject(&self.lower.expression(*call.arguments.first()?));
            self.whole = node;
            if let Some(other) = call.arguments.get(1) {
                self.lookup.fallback = Some(self.otherwise(*other));
            }
        }
        let parent = self.whole.parent()?;
        if let Shape::Binary(left, "||" | "??" | "or" | "?:", right) = self.lower.shape(parent)
            && left.id() == self.whole.id()
        {
            self.lookup.fallback = Some(self.otherwise(right));
            self.whole = parent;
        }
        Some(())
    }

    fn otherwise(&self, node: Node<'t>) -> Located<Known<String>> {
        match self.lower.constant(node) {
            Some(stated) => Located {
                value: Known::Yes(stated.text.value),
                span: stated.text.span,
            },
            None => Located::with_span(Known::No(Why::Dynamic), span(node)),
        }
    }
}
