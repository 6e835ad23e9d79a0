//! Expressions inside markup, parsed in place so that positions are preserved.

use tree_sitter::{Node, Parser, Point, Range, Tree};

use super::super::reader::Reader;
use super::super::values::{name as name_of, scalar, value_set};
use crate::format::limits::EXPRESSION_BYTES;
use crate::model::{Located, Span, Value};

/// The meaning of an expression.
#[derive(Debug, Default)]
pub enum Said {
    /// A literal.
    Literal(Located<String>),
    /// A list written out.
    Set(Vec<Value>),
    /// A constant that is a member of a set (`Geschlecht.MAENNLICH`).
    Constant(Located<String>),
    /// The name of a list declared elsewhere.
    Named(String),
    /// A value determined at run time.
    #[default]
    Dynamic,
}

/// Parses the expression at `span`, in parentheses if `wrapped`: without them, an object would be a block. All
/// positions refer to the whole text.
pub fn parse(text: &str, span: Span, wrapped: bool) -> Option<Tree> {
    let (start, end) = (span.start as usize, span.end as usize);
    if start == 0 || start >= end || end >= text.len() || end - start > EXPRESSION_BYTES {
        return None;
    }
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_typescript::LANGUAGE_TSX.into())
        .ok()?;
    let extra = usize::from(wrapped);
    let (from, to) = (start - extra, end + extra);
    parser
        .set_included_ranges(&[Range {
            start_byte: from,
            end_byte: to,
            start_point: Point::new(0, from),
            end_point: Point::new(0, to),
        }])
        .ok()?;
    let inner = &text.as_bytes()[start..end];
    parser.parse_with_options(
        &mut |at, _| -> &[u8] {
            if at < start {
                b"("
            } else if at < end {
                &inner[at - start..]
            } else if at == end && wrapped {
                b")"
            } else {
                b""
            }
        },
        None,
        None,
    )
}

/// The meaning of the expression at `span`.
pub fn parse_expression_text(reader: &Reader<'_>, text: &str, span: Span) -> Said {
    let Some(tree) = parse(text, span, true) else {
        return Said::Dynamic;
    };
    let root = tree.root_node();
    if root.has_error() {
        return Said::Dynamic;
    }
    let statement = root
        .named_child(0)
        .filter(|_| root.named_child_count() == 1);
    let inner = statement
        .and_then(|statement| statement.named_child(0))
        .map(bare);
    inner.map_or(Said::Dynamic, |inner| meaning(reader, inner))
}

/// The expression without wrappers that do not change it.
fn bare(mut node: Node<'_>) -> Node<'_> {
    while matches!(
        node.kind(),
        "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression"
    ) {
        match node.named_child(0) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

fn meaning(reader: &Reader<'_>, node: Node<'_>) -> Said {
    if let Some(literal) = scalar(reader, node) {
        let quoted = matches!(node.kind(), "string" | "template_string");
        let at = span(node);
        let at = if quoted && at.end > at.start + 1 {
            Span::new(at.start as usize + 1, at.end as usize - 1)
        } else {
            at
        };
        return Said::Literal(Located::with_span(literal, at));
    }
    if let Some(values) = value_set(reader, node) {
        return Said::Set(values);
    }
    match node.kind() {
        "call_expression" => called(reader, node),
        "identifier" => Said::Named(reader.text(node).to_owned()),
        "member_expression" => member(reader, node),
        _ => Said::Dynamic,
    }
}

fn span(node: Node<'_>) -> Span {
    super::super::reader::span(node)
}

/// `this.genders`, `genders.value`, `Geschlecht.MAENNLICH`.
fn member(reader: &Reader<'_>, node: Node<'_>) -> Said {
    let (Some(object), Some(name)) = (
        node.child_by_field_name("object"),
        node.child_by_field_name("property")
            .map(|name| reader.text(name)),
    ) else {
        return Said::Dynamic;
    };
    if matches!(name, "value" | "values") {
        return match meaning(reader, bare(object)) {
            // `value` unwraps a ref.
            Said::Constant(constant) => Said::Named(constant.value),
            other => other,
        };
    }
    let of_type = object.kind() == "identifier"
        && reader
            .text(object)
            .starts_with(|ch: char| ch.is_uppercase());
    if of_type {
        return Said::Constant(Located::with_span(name.to_owned(), span(node)));
    }
    Said::Named(name.to_owned())
}

/// `Object.values(Geschlecht)`, `Geschlecht.values()`, `genders.map(…)`.
fn called(reader: &Reader<'_>, node: Node<'_>) -> Said {
    let (Some(function), Some(arguments)) = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    ) else {
        return Said::Dynamic;
    };
    let Some(object) = function.child_by_field_name("object").map(bare) else {
        return Said::Dynamic;
    };
    let method = name_of(reader, function).unwrap_or_default();
    let first = arguments.named_child(0).map(bare);
    let list = match (reader.text(object), method.as_str(), first) {
        ("Object", "values" | "keys" | "entries", Some(list)) | ("Array", "from", Some(list)) => {
            list
        }
        (
            _,
            "map" | "values" | "entries" | "data" | "toArray" | "sort" | "reverse" | "toSorted",
            _,
        ) => object,
        _ => return Said::Dynamic,
    };
    match list.kind() {
        "identifier" => Said::Named(reader.text(list).to_owned()),
        "member_expression" | "call_expression" => match meaning(reader, list) {
            Said::Constant(constant) => Said::Named(constant.value),
            other => other,
        },
        _ => Said::Dynamic,
    }
}

/// The target of a binding: the last name of a path, and the one before it.
pub struct Bound {
    /// The name.
    pub name: Located<String>,
    /// The object it belongs to.
    pub of: Option<Located<String>>,
}

/// Names of places where a program stores data; they do not describe the data.
const KEEPERS: [&str; 34] = [
    "value",
    "$model",
    "values",
    "id",
    "code",
    "key",
    "controls",
    "get",
    "form",
    "formdata",
    "state",
    "model",
    "data",
    "this",
    "props",
    "formik",
    "vm",
    "self",
    "local",
    "item",
    "edititem",
    "editeditem",
    "filters",
    "params",
    "store",
    "query",
    "ctx",
    "$v",
    "v$",
    "$ctrl",
    "modelvalue",
    "internalvalue",
    "getvalues",
    "watch",
];

/// `person.geschlecht` → geschlecht of person; `form.controls['geschlecht'].value` → geschlecht.
pub fn bound(text: &str, span: Span) -> Option<Bound> {
    let written = text.get(span.range())?;
    let path = |ch: char| ch.is_alphanumeric() || "_$.?!['\"]()".contains(ch);
    if written.len() > 200 || !written.trim().chars().all(path) {
        return None;
    }
    let mut names: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, ch) in written.char_indices().chain([(written.len(), '.')]) {
        let inside = ch.is_alphanumeric() || matches!(ch, '_' | '$');
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                names.push((from, &written[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    let mut telling = names
        .into_iter()
        .rev()
        .filter(|(_, name)| !name.chars().all(|ch| ch.is_ascii_digit()))
        .filter(|(_, name)| !KEEPERS.contains(&name.to_lowercase().as_str()))
        .map(|(at, name)| {
            let at = span.start as usize + at;
            Located::with_span(name.to_owned(), Span::new(at, at + name.len()))
        });
    Some(Bound {
        name: telling.next()?,
        of: telling.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_telling_part_of_a_path() {
        let read = |text: &str| {
            bound(text, Span::new(0, text.len())).map(|bound| {
                (
                    bound.name.value,
                    bound.of.map(|of| of.value).unwrap_or_default(),
                )
            })
        };
        let some = |name: &str, of: &str| Some((name.to_owned(), of.to_owned()));
        assert_eq!(read("person.geschlecht"), some("geschlecht", "person"));
        assert_eq!(read("form.controls['gender'].value"), some("gender", ""));
        assert_eq!(read("$v.person!.gender.$model"), some("gender", "person"));
        assert_eq!(read("a > b ? c : d"), None);
        assert_eq!(read("value"), None);
    }
}
