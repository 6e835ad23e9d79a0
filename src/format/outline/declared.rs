//! The parts of the declaration of a field or constant: its name, its type, its width.

use super::Tongue;
use super::sheet::Written;
use crate::format::token::{Kind, Token};
use crate::model::{Located, Span};

/// Modifiers that are not part of a type.
const MODIFIERS: [&str; 34] = [
    "pub",
    "public",
    "private",
    "protected",
    "internal",
    "fileprivate",
    "open",
    "final",
    "late",
    "static",
    "const",
    "constexpr",
    "mutable",
    "volatile",
    "required",
    "covariant",
    "external",
    "weak",
    "unowned",
    "lazy",
    "override",
    "readonly",
    "extern",
    "inline",
    "struct",
    "enum",
    "union",
    "class",
    "abstract",
    "sealed",
    "base",
    "nonisolated",
    "indirect",
    "typedef",
];

/// Whether a token is a text or a number.
pub(super) fn is_literal(token: &Token<'_>) -> bool {
    token.kind == Kind::Text
        || (token.kind == Kind::Word && token.text.starts_with(|ch: char| ch.is_ascii_digit()))
}

/// The text between two tokens, without blanks.
fn joined(tokens: &[Token<'_>]) -> (String, Span) {
    let text = tokens.iter().map(|token| token.text).collect();
    let span = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    (text, span)
}

/// `pub geschlecht: Option<Geschlecht>`, `let gender: Gender?`, `const MALE: &str`.
pub(super) fn typed_behind<'a, 't>(
    head: &'a [Token<'t>],
    tongue: Tongue,
) -> Option<Written<'a, 't>> {
    let colon = head.iter().position(|token| token.is(":"));
    let before = head.get(..colon.unwrap_or(head.len()))?;
    let declares = before
        .iter()
        .any(|token| matches!(token.text, "let" | "var" | "const" | "static"));
    if before
        .iter()
        .any(|token| token.is("(") || token.text == "fn" || token.text == "func")
    {
        return None;
    }
    if !declares && (tongue == Tongue::Swift || colon.is_none() || before.len() > 2) {
        return None;
    }
    let name = before.last().filter(|token| token.kind == Kind::Word)?;
    let of = colon
        .and_then(|colon| head.get(colon + 1..))
        .unwrap_or_default();
    // References do not affect values.
    let of = match of {
        [mark, rest @ ..] if mark.is("&") => rest,
        _ => of,
    };
    let (of, at) = joined(of);
    Some(Written {
        name,
        of,
        at,
        width: None,
        default: None,
        remark: None,
    })
}

/// `char geschlecht[2]`, `final Gender? gender`, `static const male`.
pub(super) fn typed_before<'a, 't>(head: &'a [Token<'t>]) -> Option<Written<'a, 't>> {
    const NO_FIELD: [&str; 17] = [
        "return", "using", "friend", "case", "default", "if", "import", "export", "library",
        "part", "goto", "template", "operator", "throw", "delete", "new", "get",
    ];
    let first = head.first()?;
    if NO_FIELD.contains(&first.text)
        || head
            .iter()
            .any(|token| token.is("(") || token.text == "get" || token.text == "operator")
    {
        return None;
    }
    // The first of several names that share a type.
    let comma = head.iter().position(|token| token.is(","));
    let generic = head.iter().any(|token| token.is("<"));
    let own = match comma {
        Some(comma) if !generic => head.get(..comma)?,
        _ => head,
    };
    let end = own
        .iter()
        .position(|token| token.is("["))
        .or_else(|| {
            // A width in bits: `unsigned sex : 2`.
            let colon = own.iter().position(|token| token.is(":"))?;
            let single = !own.get(colon + 1)?.is(":") && !own.get(colon.checked_sub(1)?)?.is(":");
            single.then_some(colon)
        })
        .unwrap_or(own.len());
    let name_at = own
        .get(..end)?
        .iter()
        .rposition(|token| token.kind == Kind::Word)?;
    let name = own.get(name_at)?;
    if name_at + 1 != end || name.text.starts_with(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let of: Vec<Token<'t>> = own
        .get(..name_at)?
        .iter()
        .filter(|token| !MODIFIERS.contains(&token.text) && !token.is("*") && !token.is("&"))
        .filter(|token| !matches!(token.text, "var" | "unsigned" | "signed"))
        .copied()
        .collect();
    let typed = own.get(..name_at)?;
    if typed.is_empty() {
        return None;
    }
    let (written, at) = joined(&of);
    let pointer = typed.iter().any(|token| token.is("*"));
    let array = own.get(end).filter(|token| token.is("["));
    let length = array.and_then(|_| own.get(end + 1));
    let width = match (written.as_str(), array, pointer) {
        ("char" | "wchar_t" | "TCHAR", None, false) => Some(Located::implied(1)),
        ("char" | "wchar_t" | "TCHAR", Some(_), false) => length.and_then(|length| {
            let size: u32 = length.text.parse().ok()?;
            Some(Located::with_span(size, length.span))
        }),
        _ => None,
    };
    Some(Written {
        name,
        of: written,
        at,
        width,
        default: None,
        remark: None,
    })
}
