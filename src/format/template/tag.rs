//! Tags (`<c:if>`, `<xsl:choose>`, `<f:if>`) and attributes (`th:if`, `rendered`) that are statements.

use super::language::Language;
use super::parser::expression;
use super::piece::{Act, End, PieceKind};
use super::scan::{Found, end_of, trim};
use crate::format::logic::Expression;
use crate::model::{Located, Span, html};

/// Maximum length of a tag; longer ones were never closed.
const MOST_BYTES: usize = 8_000;

/// A tag as written.
#[derive(Debug)]
pub struct Tag<'t> {
    /// Its name as written.
    pub name: &'t str,
    /// `</name>`.
    pub closes: bool,
    /// `<name/>`.
    pub empty: bool,
    /// Names, their offsets, and the spans of their values.
    pub attributes: Vec<(&'t str, usize, Span)>,
    /// Total number of bytes.
    pub length: usize,
}

impl Tag<'_> {
    /// Span of an attribute's value.
    pub fn value(&self, name: &str) -> Option<Span> {
        self.attributes
            .iter()
            .find(|(written, ..)| *written == name)
            .map(|(.., span)| *span)
    }

    /// Span of the value of the first of several attributes.
    fn any(&self, names: &[&str]) -> Option<Span> {
        names.iter().find_map(|name| self.value(name))
    }
}

/// The tag at `at`.
pub fn tag(source: &str, at: usize) -> Option<Tag<'_>> {
    let rest = source.get(at..)?.strip_prefix('<')?;
    let closes = rest.starts_with('/');
    let name_at = at + 1 + usize::from(closes);
    let rest = source.get(name_at..)?;
    if !rest.starts_with(|ch: char| ch.is_ascii_alphabetic()) {
        return None;
    }
    let end =
        rest.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, ':' | '-' | '_' | '.')))?;
    let name = rest.get(..end)?;
    let bytes = source.as_bytes();
    let mut attributes = Vec::new();
    let mut position = name_at + end;
    let limit = at + MOST_BYTES;
    loop {
        let byte = *bytes.get(position)?;
        if position > limit {
            return None;
        }
        match byte {
            b'>' => {
                return Some(Tag {
                    name,
                    closes,
                    empty: bytes.get(position - 1) == Some(&b'/'),
                    attributes,
                    length: position + 1 - at,
                });
            }
            b'<' => return None,
            b'/' => position += 1,
            byte if byte.is_ascii_whitespace() => position += 1,
            _ => {
                let start = position;
                while bytes.get(position).is_some_and(|byte| {
                    !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/')
                }) {
                    position += 1;
                }
                position = position.max(start + 1);
                let name = source.get(start..position).unwrap_or_default();
                let mut value = position;
                while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
                    value += 1;
                }
                if bytes.get(value) != Some(&b'=') {
                    attributes.push((name, start, Span::new(position, position)));
                    continue;
                }
                value += 1;
                while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
                    value += 1;
                }
                let quote = *bytes.get(value)?;
                let (from, to) = if matches!(quote, b'"' | b'\'') {
                    let mut inside = bytes.get(value + 1..)?.iter().take(MOST_BYTES);
                    let length = inside.position(|byte| *byte == quote)?;
                    position = value + length + 2;
                    (value + 1, value + 1 + length)
                } else {
                    let rest = source.get(value..)?;
                    let length = rest.find(|ch: char| ch.is_whitespace() || ch == '>')?;
                    position = value + length;
                    (value, position)
                };
                attributes.push((name, start, Span::new(from, to)));
            }
        }
    }
}

/// Whether a Struts tag shows its content conditionally: `<logic:present name="a">`.
fn asks(local: &str) -> bool {
    matches!(
        local,
        "present"
            | "notPresent"
            | "empty"
            | "notEmpty"
            | "equal"
            | "notEqual"
            | "match"
            | "notMatch"
            | "greaterThan"
            | "greaterEqual"
            | "lessThan"
            | "lessEqual"
            | "messagesPresent"
            | "messagesNotPresent"
    )
}

/// A tag that is a statement.
pub fn statement(source: &str, at: usize, language: &Language) -> Option<Found> {
    let tag = tag(source, at)?;
    let (prefix, local) = tag.name.split_once(':')?;
    let read = |names: &[&str]| match tag.any(names) {
        Some(span) => expression(source, trim(source, span), false),
        None => Expression::unknown(),
    };
    let closed = |end: End| PieceKind::Act(Act::End(end));
    if prefix == "roundcube" {
        // Its conditions end with an element of their own, and an object is a component.
        let kind = match local {
            "if" => PieceKind::Act(Act::If(read(&["condition"]))),
            "elseif" => PieceKind::Act(Act::ElseIf(read(&["condition"]))),
            "else" => PieceKind::Act(Act::Else),
            "endif" => closed(End::If),
            "label" | "var" | "exp" => PieceKind::Output(Expression::unknown(), None),
            _ => return None,
        };
        return Some((tag.length, vec![kind]));
    }
    let fluid = language.name == "fluid";
    let known = match prefix {
        "c" | "g" | "xsl" => true,
        "f" => fluid,
        "s" => matches!(
            local,
            "if" | "else" | "elseif" | "iterator" | "property" | "text"
        ),
        "ui" => matches!(local, "repeat"),
        "fmt" | "spring" | "jsp" | "fn" | "sec" | "security" | "tiles" | "bean" | "logic"
        | "sql" | "x" => true,
        _ => false,
    };
    if !known {
        return None;
    }
    let literal = |span: Span| {
        Expression::text(Located::with_span(
            source.get(span.range()).unwrap_or_default().to_owned(),
            span,
        ))
    };
    let value_of = |span: Span| {
        let text = source.get(span.range()).unwrap_or_default();
        if text.contains("${") || text.contains("#{") || prefix == "xsl" {
            expression(source, trim(source, span), false)
        } else {
            literal(span)
        }
    };
    let kind = match (local, tag.closes) {
        ("if", false) => PieceKind::Act(Act::If(read(&["test", "condition"]))),
        ("if" | "choose", true) => closed(End::If),
        (local, closes) if prefix == "logic" && asks(local) => match closes {
            true => closed(End::If),
            false => PieceKind::Act(Act::If(Expression::unknown())),
        },
        ("choose", false) => PieceKind::Act(Act::Choose),
        ("when", false) => PieceKind::Act(Act::ElseIf(read(&["test"]))),
        ("otherwise", false) => PieceKind::Act(Act::Else),
        ("else", false) if fluid && tag.value("if").is_some() => {
            PieceKind::Act(Act::ElseIf(read(&["if"])))
        }
        ("else", false) if fluid => PieceKind::Act(Act::Else),
        ("else", false) => PieceKind::Act(Act::ElseAfter),
        ("else", true) if !fluid => closed(End::If),
        ("elseif", false) => PieceKind::Act(Act::Block),
        ("elseif", true) => closed(End::Loop),
        ("switch", false) => PieceKind::Act(Act::Switch(read(&["expression"]))),
        ("switch", true) => closed(End::Switch),
        ("case", false) => PieceKind::Act(Act::Case(
            tag.value("value").map(literal).into_iter().collect(),
        )),
        ("defaultCase", false) => PieceKind::Act(Act::Else),
        ("forEach" | "forTokens" | "each" | "for-each" | "for" | "iterator" | "repeat", false) => {
            PieceKind::Act(if tag.empty { Act::Quiet } else { Act::Loop })
        }
        ("forEach" | "forTokens" | "each" | "for-each" | "for" | "iterator" | "repeat", true) => {
            closed(End::Loop)
        }
        ("set", false) => match (tag.any(&["var", "name"]), tag.any(&["value", "select"])) {
            (Some(name), Some(value)) => {
                let name = source.get(name.range()).unwrap_or_default();
                PieceKind::Act(Act::Set(name.to_owned(), value_of(value)))
            }
            _ => PieceKind::Act(Act::Quiet),
        },
        ("out" | "value-of" | "property", false) => match tag.any(&["value", "select"]) {
            Some(value) => PieceKind::Output(value_of(value), None),
            None => PieceKind::Act(Act::Other),
        },
        // Fluid uses the same prefix for its controls and layout.
        _ if fluid => return None,
        (_, true) => PieceKind::Act(Act::Quiet),
        (
            "then" | "text" | "template" | "stylesheet" | "param" | "variable" | "output" | "sort"
            | "with-param" | "call" | "setLocale" | "setBundle" | "useBean" | "include" | "import",
            false,
        ) if prefix == "xsl" || prefix == "fmt" || prefix == "jsp" => {
            let prints = prefix == "jsp" && local == "include";
            PieceKind::Act(if prints { Act::Other } else { Act::Quiet })
        }
        _ => PieceKind::Act(Act::Other),
    };
    let mut kinds = vec![kind];
    if tag.empty && matches!(kinds[0], PieceKind::Act(Act::If(_))) {
        kinds.push(closed(End::If));
    }
    Some((tag.length, kinds))
}

/// The spans of `#{…}` and `${…}` in an attribute.
fn inserted(source: &str, at: Span) -> Vec<Span> {
    let text = source.get(at.range()).unwrap_or_default();
    let mut found = Vec::new();
    let mut position = 0;
    while let Some(rest) = text.get(position..)
        && let Some(start) = rest.find("#{").or_else(|| rest.find("${"))
    {
        let Some(length) = rest
            .get(start + 2..)
            .and_then(|inside| end_of(inside, b'}'))
        else {
            break;
        };
        let begin = at.start as usize + position + start + 2;
        found.push(trim(source, Span::new(begin, begin + length)));
        position += start + length + 3;
    }
    found
}

/// Open elements with conditions in their attributes.
#[derive(Debug, Default)]
pub struct Open(Vec<(String, u32, End)>);

/// Maximum nesting.
const MOST_OPEN: usize = 200;

impl Open {
    /// Reads the tag at `at`: its length, and its effects before and after itself.
    pub fn parse_tag(
        &mut self,
        source: &str,
        at: usize,
        language: &Language,
    ) -> Option<(usize, Vec<PieceKind>, Vec<PieceKind>)> {
        let tag = tag(source, at)?;
        if tag.closes {
            return Some((tag.length, self.close(tag.name), Vec::new()));
        }
        let empty = tag.empty || html::is_void(&tag.name.to_ascii_lowercase());
        if !empty
            && let Some((_, depth, _)) = self.0.iter_mut().rev().find(|(name, ..)| name == tag.name)
        {
            *depth += 1;
        }
        let faces = language.name == "jsf";
        let mut behind = Vec::new();
        let mut end = None;
        for (name, _, span) in &tag.attributes {
            let span = trim(source, *span);
            let read = || expression(source, span, false);
            let text = source.get(span.range()).unwrap_or_default();
            let own = name
                .strip_prefix("th:")
                .or_else(|| name.strip_prefix("data-th-"));
            match (own, *name) {
                (Some("if"), _) => {
                    behind.push(PieceKind::Act(Act::If(read())));
                    end = Some(End::If);
                }
                (Some("unless"), _) => {
                    behind.push(PieceKind::Act(Act::If(read().negated())));
                    end = Some(End::If);
                }
                (Some("switch"), _) => {
                    behind.push(PieceKind::Act(Act::Switch(read())));
                    end = Some(End::Switch);
                }
                (Some("case"), _) => behind.push(PieceKind::Act(match text {
                    "*" => Act::Else,
                    _ => Act::Case(super::branch::labels(vec![read()])),
                })),
                (None, "rendered") if faces && text.contains("#{") => {
                    behind.push(PieceKind::Act(Act::If(read())));
                    end = Some(End::If);
                }
                _ => {}
            }
        }
        for (name, _, span) in &tag.attributes {
            let span = trim(source, *span);
            let text = source.get(span.range()).unwrap_or_default();
            let own = name
                .strip_prefix("th:")
                .or_else(|| name.strip_prefix("data-th-"));
            let prints = faces && *name == "value" && tag.name.contains(":output");
            match own {
                Some("text" | "utext") => {
                    behind.push(PieceKind::Output(expression(source, span, false), None));
                }
                Some(
                    "if" | "unless" | "switch" | "case" | "each" | "object" | "field" | "with"
                    | "fragment" | "replace" | "insert",
                ) => {}
                Some(other) => {
                    let attribute = match other {
                        "classappend" => "class",
                        other => other,
                    };
                    let value = expression(source, span, false);
                    behind.push(PieceKind::Output(value, Some(attribute.to_owned())));
                }
                None if prints && !text.contains("#{") => {
                    let literal = Located::with_span(text.to_owned(), span);
                    behind.push(PieceKind::Output(Expression::text(literal), None));
                }
                None if faces && *name != "rendered" => {
                    for inner in inserted(source, span) {
                        let attribute = (!prints).then(|| (*name).to_owned());
                        behind.push(PieceKind::Output(
                            expression(source, inner, false),
                            attribute,
                        ));
                    }
                }
                None => {}
            }
        }
        if let Some(end) = end {
            if empty {
                behind.push(PieceKind::Act(Act::End(end)));
            } else if self.0.len() < MOST_OPEN {
                self.0.push((tag.name.to_owned(), 1, end));
            }
        }
        Some((tag.length, Vec::new(), behind))
    }

    /// Ends of the elements closed by an end tag.
    fn close(&mut self, name: &str) -> Vec<PieceKind> {
        let Some(index) = self.0.iter().rposition(|(open, ..)| open == name) else {
            return Vec::new();
        };
        let Some((_, depth, _)) = self.0.get_mut(index) else {
            return Vec::new();
        };
        *depth -= 1;
        if *depth > 0 {
            return Vec::new();
        }
        self.0
            .drain(index..)
            .rev()
            .map(|(_, _, end)| PieceKind::Act(Act::End(end)))
            .collect()
    }
}
