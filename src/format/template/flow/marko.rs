//! Marko: markup whose attributes are expressions, with statements as tags and in lines of their own.

use super::script::{behind_group, behind_text};
use super::{Acts, behind, behind_raw};
use crate::format::fragment::{Act, Begin};
use crate::model::{Span, html};

/// Words that start a statement outside of tags.
const STATEMENTS: [&str; 8] = [
    "import ", "export ", "static ", "class ", "style ", "client ", "server ", "$ ",
];

/// With more brackets that stay open, they are no brackets of programs.
const MOST_LOST: usize = 20;

/// The effects of the parts; `None` for the notation without angle brackets.
pub fn acts(source: &str) -> Option<Vec<(Span, Act)>> {
    let mut reader = Reader {
        source,
        acts: Acts::default(),
        open: Vec::new(),
        lost: 0,
    };
    let mut at = 0;
    let mut begins_line = true;
    while at < source.len() {
        let rest = source.get(at..).unwrap_or_default();
        let byte = rest.as_bytes().first().copied().unwrap_or(b' ');
        if begins_line && !byte.is_ascii_whitespace() {
            begins_line = false;
            if STATEMENTS.iter().any(|word| rest.starts_with(word)) {
                at = reader.statement(at);
                begins_line = true;
                continue;
            }
            // Elements start with their name, and are nested by indentation.
            if reader.open.is_empty() && (byte.is_ascii_alphabetic() || byte == b'-') {
                return None;
            }
        }
        begins_line |= byte == b'\n';
        at = reader.next(at, rest).max(at + 1);
        while !source.is_char_boundary(at) {
            at += 1;
        }
    }
    Some(reader.acts.0)
}

/// What a tag is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Markup,
    Branch(Begin),
    Stored,
}

struct Reader<'s> {
    source: &'s str,
    acts: Acts,
    /// Open tags.
    open: Vec<Tag>,
    /// Number of brackets in statements that stay open.
    lost: usize,
}

impl Reader<'_> {
    /// Skips a statement, and returns where it ends: with its line, or with its last bracket.
    fn statement(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(byte) = self.source.as_bytes().get(at) {
            if *byte == b'\n' {
                break;
            }
            at = match byte {
                b'{' | b'(' | b'[' if self.lost < MOST_LOST => behind_group(self.source, at)
                    .unwrap_or_else(|| {
                        self.lost += 1;
                        behind(self.source, at, "\n")
                    }),
                _ => behind_text(self.source, at).unwrap_or(at + 1),
            };
        }
        self.acts.add(start, at, Act::Nothing);
        at
    }

    /// Reads what starts at a position, and returns where to go on.
    fn next(&mut self, at: usize, rest: &str) -> usize {
        if rest.starts_with("<!--") {
            return behind(self.source, at, "-->");
        }
        if rest.starts_with("${") || rest.starts_with("$!{") {
            let open = at + rest.find('{').unwrap_or_default();
            let past = behind_group(self.source, open).unwrap_or(self.source.len());
            self.acts.add(at, past, Act::Print);
            return past;
        }
        if rest.starts_with("</") {
            let past = behind(self.source, at, ">");
            self.close(at, past);
            return past;
        }
        let starts_tag = rest
            .as_bytes()
            .get(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'@' | b'$'));
        match rest.starts_with('<') && starts_tag {
            true => self.tag(at),
            false => at + 1,
        }
    }

    /// Reads a start tag, and returns where it or its content ends.
    fn tag(&mut self, at: usize) -> usize {
        let source = self.source;
        let behind_sign = source.get(at + 1..).unwrap_or_default();
        let length = behind_sign
            .find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '-' | ':' | '_' | '@')));
        let name = &behind_sign[..length.unwrap_or(behind_sign.len())];
        let past_name = at + 1 + name.len();
        let kind = match name {
            "if" => Some(Tag::Branch(Begin::If)),
            "for" | "while" => Some(Tag::Branch(Begin::Loop)),
            "await" | "try" => Some(Tag::Branch(Begin::If)),
            "macro" | "define" => Some(Tag::Stored),
            _ if name.starts_with('@') => Some(Tag::Stored),
            _ => None,
        };
        let is_alternative = matches!(name, "else" | "else-if");
        let is_statement = matches!(
            name,
            "let"
                | "const"
                | "attrs"
                | "effect"
                | "lifecycle"
                | "return"
                | "id"
                | "log"
                | "get"
                | "set"
        );
        let is_own = kind.is_some() || is_alternative || is_statement || name.is_empty();
        let (end, empty) = self.attributes(past_name, is_own);
        if is_alternative {
            self.acts.add(at, end, Act::Otherwise);
            self.open.push(Tag::Branch(Begin::If));
            return end;
        }
        match kind {
            _ if is_statement => self.acts.add(at, end, Act::Nothing),
            // A tag named by a value.
            _ if name.is_empty() => {
                self.acts.add(at, end, Act::PrintTags);
                if !empty {
                    self.open.push(Tag::Markup);
                }
            }
            Some(_) if empty => self.acts.add(at, end, Act::Nothing),
            Some(tag) => {
                match tag {
                    Tag::Branch(begin) => self.acts.begin(at, end, begin),
                    Tag::Stored => self.acts.add(at, end, Act::Store),
                    Tag::Markup => {}
                }
                self.open.push(tag);
            }
            None if matches!(name, "script" | "style") && !empty => {
                return behind_raw(source, at, name);
            }
            None if !empty && !html::is_void(name) => self.open.push(Tag::Markup),
            None => {}
        }
        end
    }

    /// Reads the attributes of a tag; returns where it ends, and whether it has no content. `is_own`: it is no element,
    /// and its attributes have no effect on any.
    fn attributes(&mut self, from: usize, is_own: bool) -> (usize, bool) {
        let source = self.source;
        let bytes = source.as_bytes();
        let mut at = from;
        let mut before = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'>' => return (at + 1, before == b'/'),
                b'=' => {
                    let start = at + 1 + blanks(source, at + 1);
                    let end = behind_expression(source, start);
                    let is_text = end > start
                        && behind_text(source, start) == Some(end)
                        && bytes.get(start) != Some(&b'`');
                    if !is_own && !is_text {
                        self.acts.add(start, end, Act::Print);
                    }
                    before = b'=';
                    at = end.max(at + 1);
                    continue;
                }
                // `onClick() { … }`, `<for(…)>`, `<button#save.large>`, `...more`
                b'(' => {
                    let mut past = behind_group(source, at).unwrap_or(source.len());
                    let brace = past + blanks(source, past);
                    if bytes.get(brace) == Some(&b'{') {
                        past = behind_group(source, brace).unwrap_or(source.len());
                    }
                    if !is_own {
                        self.acts.add(at, past, Act::Nothing);
                    }
                    before = b'(';
                    at = past;
                    continue;
                }
                b'.' if source.get(at..).is_some_and(|rest| rest.starts_with("...")) => {
                    let end = behind_expression(source, at + 3);
                    if !is_own {
                        self.acts.add(at, end, Act::Print);
                    }
                    at = end;
                    continue;
                }
                b'|' => {
                    let rest = source.get(at + 1..).unwrap_or_default();
                    let past = at + 1 + rest.find('|').map_or(0, |end| end + 1);
                    if !is_own {
                        self.acts.add(at, past, Act::Nothing);
                    }
                    at = past;
                    continue;
                }
                _ => {}
            }
            before = *byte;
            at += 1;
        }
        (at, false)
    }

    fn close(&mut self, at: usize, past: usize) {
        let Some(tag) = self.open.pop() else {
            return;
        };
        match tag {
            Tag::Markup => {}
            Tag::Stored => self.acts.add(at, past, Act::EndStore),
            Tag::Branch(begin) => {
                let rest = self.source.get(past..).unwrap_or_default().trim_start();
                match begin == Begin::If && rest.starts_with("<else") {
                    true => self.acts.add(at, past, Act::Nothing),
                    false => self.acts.end(at, past, begin),
                }
            }
        }
    }
}

/// Number of blanks from a position on.
fn blanks(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// The position behind the expression of an attribute: it ends with a blank that no operator follows, or with the tag.
fn behind_expression(source: &str, from: usize) -> usize {
    const OPERATORS: [char; 12] = ['+', '-', '*', '&', '|', '?', ':', '=', '<', '%', '!', '.'];
    let bytes = source.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' | b'[' | b'{' => at = behind_group(source, at).unwrap_or(source.len()),
            b'"' | b'\'' | b'`' => at = behind_text(source, at).unwrap_or(source.len()),
            b'=' if bytes.get(at + 1) == Some(&b'>') => at += 2,
            b',' | b'>' => return at,
            b'/' if bytes.get(at + 1) == Some(&b'>') => return at,
            byte if byte.is_ascii_whitespace() => {
                let rest = source.get(at..).unwrap_or_default();
                let next = rest.trim_start();
                let before = source.get(from..at).unwrap_or_default();
                let goes_on = next.starts_with(OPERATORS) && !next.starts_with("...")
                    || before.ends_with(OPERATORS)
                    || before.ends_with("=>");
                if !goes_on {
                    return at;
                }
                at += rest.len() - next.len();
                if next.starts_with(OPERATORS) {
                    at += 1;
                }
            }
            _ => at += 1,
        }
    }
    at.min(source.len())
}
