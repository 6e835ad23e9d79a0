//! Unrolls loops over lists in the template itself: a loop over `['m', 'w']` offers these two.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;

use super::expression::name;
use super::parser::expression;
use super::piece::{Act, Piece, PieceKind};
use super::rewritten::Rewritten;
use super::token::{Kind, tokens};
use crate::format::limits::OPTIONS;
use crate::format::logic::{Constant, Expression, is_wrapper};
use crate::model::{Located, Span};

/// Maximum size of the unrolled text relative to the template.
const MOST_GROWTH: usize = 4;

/// The template with its loops over known lists unrolled; `None` if it has none.
pub fn unrolled(source: &str, pieces: &[Piece]) -> Option<Rewritten> {
    let lists = named_lists(pieces);
    let most = source.len() * MOST_GROWTH + 1_000;
    let mut text = Rewritten::default();
    let mut copied = 0;
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        index += 1;
        if piece.kind != PieceKind::Act(Act::Loop) {
            continue;
        }
        let Some(round) = Round::from_header(source, piece.span, &lists) else {
            continue;
        };
        let Some(end) = end_of_loop(pieces, index) else {
            continue;
        };
        let (body, closing) = (&pieces[index..end], &pieces[end]);
        let inside = Span::new(piece.span.end as usize, closing.span.start as usize);
        let size = round.items.len() * (inside.end - inside.start) as usize;
        if round.items.len() > OPTIONS || text.text().len() + size > most {
            continue;
        }
        text.copy(source, Span::new(copied, piece.span.start as usize));
        for position in 0..round.items.len() {
            round.write(source, body, inside, position, &mut text);
        }
        copied = closing.span.end as usize;
        index = end + 1;
    }
    if copied == 0 {
        return None;
    }
    text.copy(source, Span::new(copied, source.len()));
    Some(text)
}

/// Named lists of the template; a name assigned twice is unknown.
fn named_lists(pieces: &[Piece]) -> HashMap<&str, &[Expression]> {
    let mut lists: HashMap<&str, Option<&[Expression]>> = HashMap::new();
    for piece in pieces {
        if let PieceKind::Act(Act::Set(name, value)) = &piece.kind {
            let list = match value {
                Expression::List(items) => Some(items.as_slice()),
                _ => None,
            };
            lists
                .entry(name)
                .and_modify(|known| *known = None)
                .or_insert(list);
        }
    }
    lists
        .into_iter()
        .filter_map(|(name, list)| Some((name, list?)))
        .collect()
}

/// The piece that ends the loop whose body starts at `start`.
fn end_of_loop(pieces: &[Piece], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        match &piece.kind {
            PieceKind::Act(Act::If(_) | Act::Switch(_) | Act::Choose | Act::Loop | Act::Block) => {
                depth += 1;
            }
            PieceKind::Act(Act::End(_)) if depth == 0 => return Some(index),
            PieceKind::Act(Act::End(_)) => depth -= 1,
            // Shown if the list is empty.
            PieceKind::Act(Act::Else) if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// A loop: the names of its items, and the list.
struct Round {
    /// Name of the item, or of its key.
    first: String,
    /// Name of the value beside the key.
    second: Option<String>,
    items: Vec<Expression>,
    /// Whether the second name is the position and the first the value.
    value_first: bool,
    /// Whether the list has keys.
    keyed: bool,
}

impl Round {
    fn from_header(source: &str, at: Span, lists: &HashMap<&str, &[Expression]>) -> Option<Self> {
        let text = source.get(at.range())?;
        let (head, value_first) = heads()
            .iter()
            .find_map(|(head, value_first)| Some((head.as_ref()?.captures(text)?, *value_first)))?;
        let list = head.name("list")?;
        let start = at.start as usize + list.start();
        let written = list.as_str().trim();
        let list = expression(source, Span::new(start, start + written.len()), false);
        let keyed = written.starts_with('{') || written.contains("=>");
        let items = items(list, lists)?;
        let name = |key: &str| head.name(key).map(|name| name.as_str().to_owned());
        Some(Self {
            first: name("a")?,
            second: name("b"),
            items,
            value_first,
            keyed,
        })
    }

    /// Writes the body for the item at a position.
    fn write(
        &self,
        source: &str,
        body: &[Piece],
        inside: Span,
        position: usize,
        text: &mut Rewritten,
    ) {
        let mut copied = inside.start as usize;
        for piece in body {
            let PieceKind::Output(printed, None) = &piece.kind else {
                continue;
            };
            if piece.span.start >= piece.span.end || (piece.span.start as usize) < copied {
                continue;
            }
            text.copy(source, Span::new(copied, piece.span.start as usize));
            copied = piece.span.end as usize;
            match self.value_of(printed, position) {
                Some(value) => text.put(&escaped(&value.value), value.span.unwrap_or(piece.span)),
                None => self.fill(source, piece.span, position, text),
            }
        }
        text.copy(source, Span::new(copied, inside.end as usize));
    }

    /// Writes a piece that prints something else, with the item in place of its name: `radio_button :gender, g`.
    fn fill(&self, source: &str, at: Span, position: usize, text: &mut Rewritten) {
        let mut copied = at.start as usize;
        let found = tokens(source, inner(source, at)).unwrap_or_default();
        for (index, token) in found.iter().enumerate() {
            let Kind::Word(word) = &token.kind else {
                continue;
            };
            const JOINS: [&str; 4] = [".", "->", "::", "?."];
            let is = |index: Option<usize>, signs: &[&str]| {
                let kind = index
                    .and_then(|index| found.get(index))
                    .map(|token| &token.kind);
                matches!(kind, Some(Kind::Sign(sign)) if signs.contains(sign))
            };
            // :name is a symbol, not a variable.
            let is_symbol = !token.apart && is(index.checked_sub(1), &[":"]);
            let is_part_of_path = is_symbol
                || is(index.checked_sub(1), &JOINS)
                || is(Some(index + 1), &JOINS)
                || is(Some(index + 1), &["(", "["]);
            if is_part_of_path {
                continue;
            }
            let path = Located::with_span(word.clone(), token.span);
            let Some(value) = self.value_of(&name(path), position) else {
                continue;
            };
            text.copy(source, Span::new(copied, token.span.start as usize));
            let quoted = format!("\"{}\"", value.value.replace(['"', '\\'], ""));
            text.put(&quoted, value.span.unwrap_or(token.span));
            copied = token.span.end as usize;
        }
        text.copy(source, Span::new(copied, at.end as usize));
    }

    /// The text of an expression at a position; `None` if unknown.
    fn value_of(&self, printed: &Expression, position: usize) -> Option<Located<String>> {
        let item = self.items.get(position)?;
        let (path, index) = match printed {
            Expression::Name(name) => {
                let path = name.path.value.as_str();
                match path.split_once('.') {
                    Some((path, member)) => (path, Some(member.to_owned())),
                    None => (path, None),
                }
            }
            Expression::Index { object, index, .. } => {
                let Expression::Name(name) = object.as_ref() else {
                    return None;
                };
                let index = match index.as_ref() {
                    Expression::Name(index) => index.path.value.clone(),
                    Expression::Literal(index) => index.text.value.clone(),
                    _ => return None,
                };
                (name.path.value.as_str(), Some(index))
            }
            Expression::Call(call) if call.arguments.is_empty() => {
                let Some(Expression::Name(name)) = call.receiver.as_deref() else {
                    return None;
                };
                (name.path.value.as_str(), Some(call.name.clone()))
            }
            _ => return None,
        };
        let path = path.trim_start_matches('$');
        let is_second = self.second.as_deref() == Some(path);
        if !is_second && path != self.first {
            return None;
        }
        match (&self.second, item) {
            // Key and value, or value and key.
            (Some(_), Expression::List(pair)) if is_pair(pair) && index.is_none() => {
                let is_value = is_second != (self.value_first && self.keyed);
                match pair.get(usize::from(is_value))? {
                    Expression::Name(key) if !is_value => Some(key.path.clone()),
                    part => text_of(part),
                }
            }
            (Some(_), _) if is_second => None,
            (None, Expression::List(pair)) if index.is_none() && self.keyed && is_pair(pair) => {
                text_of(pair.get(1)?)
            }
            (_, Expression::List(parts)) => part(parts, &index?),
            (_, item) if index.is_none() => text_of(item),
            _ => None,
        }
    }
}

/// How languages begin loops, with the names `a` and `b` of what they go through; and whether the value comes first.
fn heads() -> &'static [(Option<Regex>, bool)] {
    static HEADS: OnceLock<Vec<(Option<Regex>, bool)>> = OnceLock::new();
    HEADS.get_or_init(|| {
        [
            // PHP, Blade
            (r"(?s)foreach\s*\(\s*(?P<list>.+)\s+as\s+\$(?P<a>\w+)(?:\s*=>\s*\$(?P<b>\w+))?\s*\)", false),
            // C#
            (r"(?s)foreach\s*\(\s*[\w<>.]+\s+(?P<a>\w+)\s+in\s+(?P<list>.+)\)", false),
            // Velocity
            (r"(?s)#foreach\s*\(\s*\$!?\{?(?P<a>\w+)\}?\s+in\s+(?P<list>.+)\)", false),
            // Smarty
            (r"(?s)\{foreach\s+(?P<list>.+?)\s+as\s+\$(?P<a>\w+)(?:\s*=>\s*\$(?P<b>\w+))?\s*\}", false),
            // FreeMarker
            (r"(?s)#list\s+(?P<list>.+)\s+as\s+(?P<a>\w+)(?:\s*,\s*(?P<b>\w+))?", false),
            // JavaScript
            (r"(?s)\bfor\s*\(\s*(?:const|let|var)\s+\[?\s*(?P<a>\w+)(?:\s*,\s*(?P<b>\w+)\s*\])?\s+of\s+(?P<list>.+)\)", false),
            (r"(?s)(?:<%[-_]?|^)\s*(?P<list>\S.*?)\.(?:forEach|map)\(\s*(?:function\s*)?\(?\s*\[?\s*(?P<a>\w+)(?:\s*,\s*(?P<b>\w+))?", true),
            // Pug, as it is written out
            (r"(?s)\beach\s+(?P<a>\w+)(?:\s*,\s*(?P<b>\w+))?\s+in\s+(?P<list>[^\n]+)\)\s*\{", true),
            // Jinja, Twig, Django, Liquid
            (r"(?s)\{%-?\s*for\s+\(?\s*(?P<a>\w+)(?:\s*,\s*(?P<b>\w+))?\s*\)?\s+in\s+(?P<list>.+?)\s*-?%\}", false),
            // Ruby
            (r"(?s)(?:<%-?|^)\s*(?P<list>\S.*?)\.(?:each|map|each_pair|collect)\s*(?:do|\{)\s*\|\s*\(?(?P<a>\w+)(?:\s*,\s*(?P<b>\w+))?", false),
        ]
        .into_iter()
        .map(|(head, value_first)| (Regex::new(head).ok(), value_first))
        .collect()
    })
}

/// The items of a list that is written there, or under a name.
fn items(list: Expression, lists: &HashMap<&str, &[Expression]>) -> Option<Vec<Expression>> {
    match list {
        Expression::List(items) if !items.is_empty() => Some(items),
        Expression::Name(name) => {
            let path = name.path.value.trim_start_matches(['$', '@']);
            // genders.items, genders.entries
            let path = path.strip_suffix(".items").unwrap_or(path);
            lists.get(path).map(|items| items.to_vec())
        }
        Expression::Call(call)
            if call.arguments.is_empty()
                && matches!(call.name.as_str(), "items" | "entries" | "to_a" | "freeze") =>
        {
            items(*call.receiver?, lists)
        }
        _ => None,
    }
}

fn is_pair(parts: &[Expression]) -> bool {
    matches!(parts, [key, value] if key_of(key).is_some() && text_of(value).is_some())
}

/// A part of a list by its position, of an object by its name.
fn part(parts: &[Expression], index: &str) -> Option<Located<String>> {
    let position = match index {
        "first" | "key" => Some(0),
        "second" => Some(1),
        "last" => parts.len().checked_sub(1),
        digits => digits.parse().ok(),
    };
    if let Some(position) = position
        && let Some(text) = parts.get(position).and_then(text_of)
    {
        return Some(text);
    }
    parts.iter().find_map(|part| match part {
        Expression::List(pair) => match pair.as_slice() {
            [key, value] if key_of(key) == Some(index) => text_of(value),
            _ => None,
        },
        _ => None,
    })
}

fn key_of(key: &Expression) -> Option<&str> {
    match key {
        Expression::Name(name) => Some(&name.path.value),
        Expression::Literal(Constant { text, .. }) => Some(&text.value),
        _ => None,
    }
}

/// A literal, also one that is translated (`__('male')`); a number is read as a name.
fn text_of(item: &Expression) -> Option<Located<String>> {
    match item {
        Expression::Call(call) if call.receiver.is_none() && is_wrapper(&call.name) => {
            match call.arguments.as_slice() {
                [only] => text_of(only),
                _ => None,
            }
        }
        Expression::Literal(Constant { text, .. }) => Some(text.clone()),
        Expression::Name(name) if name.path.value.chars().all(|ch| ch.is_ascii_digit()) => {
            Some(name.path.clone())
        }
        _ => None,
    }
}

/// Without the marks of the language around it.
fn inner(source: &str, at: Span) -> Span {
    let text = source.get(at.range()).unwrap_or_default();
    let lead = text.len()
        - text
            .trim_start_matches(['<', '%', '{', '=', '-', '!', '@', ' '])
            .len();
    let tail = text.len()
        - text
            .trim_end_matches(['%', '>', '}', '-', '!', ' ', '\n'])
            .len();
    let (start, end) = (
        at.start as usize + lead,
        (at.end as usize).saturating_sub(tail),
    );
    Span::new(start, end.max(start))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
