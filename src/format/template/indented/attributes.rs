//! The attributes of a tag in Haml, Slim and Pug.

use super::super::scan::end_of;
use super::{Dialect, Writer};
use crate::model::Span;

/// Operators that join an expression across blanks.
const OPERATORS: &[char] = &['?', ':', '=', '!', '&', '|', '+', '*', '<', '>'];

impl Writer<'_> {
    /// Writes the attributes that start at an offset; returns their end.
    pub(super) fn attributes(&mut self, at: usize, end: usize) -> usize {
        let mut at = at;
        // Attributes in brackets may continue on further lines.
        while let Some(close) = self.bracket(at, end) {
            let inside = self.slice(at + 1, self.source.len());
            let Some(length) = end_of(inside, close) else {
                return at;
            };
            let inner = Span::new(at + 1, at + 1 + length);
            if self.for_page && self.dialect == Dialect::Haml && close == b']' {
                // The id and the class of a record.
                self.any(inner);
            } else {
                self.list(at + 1, at + 1 + length, close);
            }
            at += length + 2;
            if at > end {
                return at;
            }
        }
        if self.dialect == Dialect::Pug && self.slice(at, end).starts_with("&attributes(") {
            let start = at + "&attributes(".len();
            if let Some(length) = end_of(self.slice(start, end), b')') {
                self.text.put(" ", Span::new(at, at));
                self.filled(Span::new(start, start + length));
                return start + length + 1;
            }
        }
        if self.dialect == Dialect::Slim {
            at = self.bare(at, end);
        }
        at
    }

    /// The closing bracket of the attribute list that starts here, if any.
    fn bracket(&self, at: usize, end: usize) -> Option<u8> {
        let open = self.slice(at, end).bytes().next()?;
        Some(match (self.dialect, open) {
            (_, b'(') => b')',
            (Dialect::Haml | Dialect::Slim, b'{') => b'}',
            (Dialect::Haml | Dialect::Slim, b'[') => b']',
            _ => return None,
        })
    }

    /// `key="value" key=code` after a Slim tag.
    fn bare(&mut self, at: usize, end: usize) -> usize {
        let mut at = at;
        loop {
            let rest = self.slice(at, end);
            let shown = rest.trim_start();
            let start = end - shown.len();
            let length = name_length(shown);
            let behind = shown.get(length..).unwrap_or_default();
            let is_attribute = length > 0
                && behind.starts_with('=')
                && !behind.starts_with("==")
                && shown.len() < rest.len();
            if !is_attribute {
                if self.for_page && shown.starts_with('*') && shown.len() < rest.len() {
                    // Slim: `a *attributes`.
                    let stop = start + value_length(shown, false).max(1);
                    self.any(Span::new(start + 1, stop.max(start + 1)));
                    at = stop;
                    continue;
                }
                return at;
            }
            let value = start + length + 1;
            let stop = value + value_length(self.slice(value, end), false);
            if stop == value {
                return at;
            }
            self.attribute(Span::new(start, start + length), Span::new(value, stop));
            at = stop;
        }
    }

    /// Attributes in brackets, separated by commas or blanks.
    fn list(&mut self, start: usize, end: usize, close: u8) {
        // Only in a hash of Haml do commas alone separate: %a(href="x" title="y"), a{href="x" title="y"} of Slim.
        let is_hash_of_ruby = self.dialect == Dialect::Haml && close == b'}';
        let mut at = start;
        loop {
            let rest = self.slice(at, end);
            let shown = rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == ',');
            at = end - shown.len();
            if shown.is_empty() {
                return;
            }
            let (name, behind) = self.key(at, end);
            if name.end <= name.start {
                // **rest, splat
                if self.for_page {
                    self.any(Span::new(at, end));
                }
                at += value_length(shown, is_hash_of_ruby).max(1);
                while !self.source.is_char_boundary(at.min(end)) {
                    at += 1;
                }
                continue;
            }
            let rest = self.slice(behind, end);
            let sign = rest.trim_start();
            let sign = ["=>", "!=", "=", ":"]
                .iter()
                .find_map(|mark| sign.strip_prefix(mark));
            let is_hash = self.slice(name.end as usize, end).starts_with("':")
                || self.slice(name.end as usize, end).starts_with("\":");
            let Some(value) = sign.filter(|_| is_hash || !rest.trim_start().starts_with("=="))
            else {
                if self.for_page && (is_hash_of_ruby || shown.starts_with('*')) {
                    // A method that returns attributes.
                    self.any(name);
                    at = (at + value_length(shown, is_hash_of_ruby)).max(behind);
                    continue;
                }
                self.text.put(" ", name);
                self.text.copy(self.source, name);
                at = behind.max(at + 1);
                continue;
            };
            let value = value.trim_start();
            let start = end - value.len();
            let stop = start + value_length(value, is_hash_of_ruby);
            self.attribute(name, Span::new(start, stop));
            at = stop.max(at + 1);
        }
    }

    /// The name of an attribute, and the end of its notation: `name`, `:name`, `'name'`, `@name`, `[name]`.
    fn key(&self, at: usize, end: usize) -> (Span, usize) {
        let text = self.slice(at, end);
        if let Some(quote @ ('"' | '\'')) = text.chars().next() {
            let length = text
                .get(1..)
                .and_then(|inside| inside.find(quote))
                .unwrap_or(0);
            return (
                Span::new(at + 1, at + 1 + length),
                (at + length + 2).min(end),
            );
        }
        let is_symbol = self.dialect == Dialect::Haml && text.starts_with(':');
        let start = at + usize::from(is_symbol);
        let length = name_length(self.slice(start, end));
        let length = if self.dialect == Dialect::Haml {
            let name = self.slice(start, start + length);
            name.trim_end_matches(':').len()
        } else {
            length
        };
        (Span::new(start, start + length), start + length)
    }

    /// Attributes that only the program knows.
    fn any(&mut self, code: Span) {
        self.text.put(" ", code);
        self.filled(code);
    }

    /// One attribute with its value.
    fn attribute(&mut self, name: Span, value: Span) {
        let written = self.slice(value.start as usize, value.end as usize).trim();
        let (start, end) = (value.start as usize, value.start as usize + written.len());
        let of_hash = written.starts_with('{');
        if of_hash && self.for_page {
            let name = self.slice(name.start as usize, name.end as usize);
            // Those of data, style and class name nothing.
            if !matches!(name, "data" | "style" | "class") {
                self.any(value);
            }
            return;
        }
        if matches!(written, "false" | "nil" | "null" | "undefined") || of_hash {
            return;
        }
        self.text.put(" ", name);
        self.text.copy(self.source, name);
        let is_state = || {
            self.slice(name.start as usize, name.end as usize)
                .starts_with("aria-")
        };
        if written == "true" && !(self.for_page && is_state()) {
            return;
        }
        self.text.put("=\"", name);
        match literal(written) {
            _ if written == "true" => self.text.put("true", value),
            Some((before, after)) => self.shown(start + before, end - after),
            None => self.filled(Span::new(start, end)),
        }
        self.text.put("\"", value);
    }
}

/// Length of the quotes of a literal; `None` for an expression.
fn literal(written: &str) -> Option<(usize, usize)> {
    let first = written.chars().next()?;
    let digits = written.strip_prefix('-').unwrap_or(written);
    if digits.chars().all(|ch| ch.is_ascii_digit()) {
        return Some((0, 0));
    }
    let symbol = written.strip_prefix(':');
    if symbol.is_some_and(|name| {
        !name.is_empty() && name.chars().all(|ch| ch.is_alphanumeric() || ch == '_')
    }) {
        return Some((1, 0));
    }
    let inside = written.get(1..written.len().checked_sub(1)?)?;
    let quoted = matches!(first, '"' | '\'' | '`') && written.len() > 1 && written.ends_with(first);
    (quoted && !inside.contains(first) && !inside.contains('"')).then_some((1, 1))
}

fn name_length(text: &str) -> usize {
    let is_name = |ch: char| {
        ch.is_alphanumeric()
            || matches!(
                ch,
                '-' | '_' | ':' | '.' | '@' | '*' | '#' | '[' | ']' | '(' | ')'
            )
    };
    // (click), [value], [(ngModel)]: brackets belong to a name only at its start.
    let bracketed = text.starts_with(['[', '(']);
    let plain = |ch: char| is_name(ch) && (bracketed || !matches!(ch, '[' | ']' | '(' | ')'));
    text.find(|ch| !plain(ch)).unwrap_or(text.len())
}

/// Whether the text behind a blank is an attribute that Vue binds (`:alt="text"`), and not the end of a choice.
fn binds(text: &str) -> bool {
    let name = text.strip_prefix(':').unwrap_or_default();
    let length = name_length(name);
    name.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '[')
        && name.get(length..).is_some_and(|rest| rest.starts_with('='))
}

/// The length of a value: to a comma outside brackets or, unless blanks are allowed, to a blank without an operator
/// beside it.
fn value_length(text: &str, with_blanks: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' | b'`' => {
                let inside = text.get(at + 1..).unwrap_or_default();
                at += inside
                    .bytes()
                    .position(|next| next == *byte)
                    .map_or(inside.len(), |end| end + 1);
            }
            b'(' | b'[' | b'{' => {
                let close = match byte {
                    b'(' => b')',
                    b'[' => b']',
                    _ => b'}',
                };
                let inside = text.get(at + 1..).unwrap_or_default();
                at += end_of(inside, close).map_or(inside.len(), |end| end + 1);
            }
            b',' => return at,
            byte if byte.is_ascii_whitespace() && !with_blanks => {
                let before = text.get(..at).unwrap_or_default().trim_end();
                let after = text.get(at..).unwrap_or_default().trim_start();
                let joins = before.ends_with(OPERATORS)
                    || after.starts_with(OPERATORS) && !after.starts_with("= ");
                if !joins || binds(after) && !before.contains('?') {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}
