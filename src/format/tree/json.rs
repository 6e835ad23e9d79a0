//! JSON, with comments and trailing commas.

use jsonc_parser::ast::Value as Ast;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions};

use super::{Entry, Kind, Tree, Value, too_deep};
use crate::format::Failure;
use crate::format::limits::TREE_DEPTH;
use crate::gap::GapReason;
use crate::model::{SourceText, Span};

/// JSON as accepted by editors: with comments and trailing commas, but nothing looser.
fn options() -> ParseOptions {
    ParseOptions {
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
        ..ParseOptions::default()
    }
}

/// Parses one document.
pub fn parse(text: &SourceText) -> Result<Tree, Failure> {
    let parsed = jsonc_parser::parse_to_ast(text.as_str(), &CollectOptions::default(), &options())
        .map_err(|error| {
            let range = error.range();
            Failure::new(
                GapReason::Malformed,
                Some(span(range)),
                error.kind().to_string(),
            )
        })?;
    let mut tree = Tree::empty();
    if let Some(value) = &parsed.value {
        let root = convert(&mut tree, value, 0)?;
        tree.roots.push(root);
    }
    Ok(tree)
}

fn span(range: Range) -> Span {
    Span::new(range.start, range.end)
}

fn convert(tree: &mut Tree, ast: &Ast<'_>, depth: usize) -> Result<u32, Failure> {
    let at = span(ast.range());
    if depth > TREE_DEPTH {
        return Err(too_deep(at));
    }
    let value = match ast {
        Ast::NullKeyword(_) => Value::Scalar(Kind::Null, "".into()),
        Ast::BooleanLit(literal) => Value::Scalar(
            Kind::Bool,
            if literal.value { "true" } else { "false" }.into(),
        ),
        Ast::NumberLit(literal) => Value::Scalar(Kind::Number, literal.value.into()),
        Ast::StringLit(literal) => Value::Scalar(Kind::Text, literal.value.as_ref().into()),
        Ast::Array(array) => {
            let mut items = Vec::with_capacity(array.elements.len());
            for element in &array.elements {
                items.push(convert(tree, element, depth + 1)?);
            }
            Value::List(items)
        }
        Ast::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in &object.properties {
                entries.push(Entry {
                    key: property.name.as_str().into(),
                    key_span: span(property.name.range()),
                    value: convert(tree, &property.value, depth + 1)?,
                });
            }
            Value::Map(entries)
        }
    };
    Ok(tree.push(at, value))
}
