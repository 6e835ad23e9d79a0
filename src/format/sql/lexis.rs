//! Strings, names and comments by bytes: where what begins here ends.

use std::cell::Cell;

use super::dialect::Dialect;
use super::head::starts_statement;

/// A script with the quoting rules of its dialect.
pub struct Lexis<'t> {
    /// The script.
    pub text: &'t str,
    /// Its bytes.
    pub bytes: &'t [u8],
    /// How it quotes.
    pub dialect: Dialect,
    /// A quote was missing: from now on no string reaches beyond the beginning of a statement.
    pub strict: bool,
    /// Nested comments that never end: from now on the first end counts.
    flat: Cell<bool>,
    /// Searches for an end that is not there; each costs the rest of the script, so they are counted.
    vain: Cell<u32>,
}

/// After so many vain searches brackets of that kind are no longer believed.
const MOST_VAIN: u32 = 16;

/// A string or a quoted name.
pub struct Quoted {
    /// Behind its last byte; `None`: it is never closed.
    pub end: Option<usize>,
    /// A line inside it looks like the beginning of a statement.
    pub swallows: bool,
}

impl<'t> Lexis<'t> {
    /// The rules over a script.
    pub fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            dialect,
            strict: false,
            flat: Cell::new(false),
            vain: Cell::new(0),
        }
    }

    /// Remembers a search that found nothing.
    fn in_vain<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.vain.set(self.vain.get() + 1);
        }
        found
    }

    /// A byte; 0 behind the end.
    pub fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Whether this text stands at `at`.
    pub fn starts(&self, at: usize, prefix: &str) -> bool {
        self.bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// The byte behind the line that `at` stands in, or the end.
    pub fn line_end(&self, at: usize) -> usize {
        self.find(at, "\n").map_or(self.bytes.len(), |end| end + 1)
    }

    /// The line break of the line that `at` stands in, or the end.
    pub fn line_break(&self, at: usize) -> usize {
        self.find(at, "\n").unwrap_or(self.bytes.len())
    }

    /// Where this text stands next; `at` must be a character border.
    pub fn find(&self, at: usize, what: &str) -> Option<usize> {
        self.text.get(at..)?.find(what).map(|offset| at + offset)
    }

    /// The end of a comment that starts at `at`.
    pub fn comment(&self, at: usize) -> Option<usize> {
        match self.byte(at) {
            b'-' if self.byte(at + 1) == b'-' => {
                let blank = self.byte(at + 2).is_ascii_whitespace() || at + 2 >= self.bytes.len();
                (self.dialect != Dialect::MySql || blank || self.byte(at + 2) == b'-')
                    .then(|| self.line_break(at))
            }
            // Whatever the dialect, no line begins with an operator and a blank.
            b'#' if self.dialect == Dialect::MySql || self.begins_line(at) => {
                Some(self.line_break(at))
            }
            b'/' if self.byte(at + 1) == b'*' => {
                if self.byte(at + 2) == b'!' && self.dialect == Dialect::MySql {
                    return None;
                }
                Some(self.block_comment(at))
            }
            _ => None,
        }
    }

    /// Whether a line begins at `at`, and its second sign is a blank.
    fn begins_line(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(b'\n', |before| self.byte(before));
        before == b'\n' && matches!(self.byte(at + 1), b' ' | b'\t')
    }

    fn block_comment(&self, at: usize) -> usize {
        if self.dialect.nests_comments() && !self.flat.get() {
            if let Some(end) = self.nested_comment(at) {
                return end;
            }
            self.flat.set(true);
        }
        // Never closed: a line is lost, not the script.
        let end = (self.vain.get() < MOST_VAIN)
            .then(|| self.in_vain(self.find(at + 2, "*/")))
            .flatten();
        end.map_or_else(|| self.line_break(at), |end| end + 2)
    }

    fn nested_comment(&self, at: usize) -> Option<usize> {
        let mut depth = 1usize;
        let mut here = at + 2;
        while depth > 0 {
            let mark = self
                .bytes
                .get(here..)?
                .windows(2)
                .position(|pair| pair == b"*/" || pair == b"/*")?;
            let closes = self.byte(here + mark) == b'*';
            here += mark + 2;
            depth = if closes { depth - 1 } else { depth + 1 };
        }
        Some(here)
    }

    /// Whether a statement begins at the line that starts at `at` (blanks are skipped).
    pub fn begins_at(&self, at: usize, inside: bool) -> Option<usize> {
        const LONGEST: usize = 160;
        let mut first = at;
        while matches!(self.byte(first), b' ' | b'\t') {
            first += 1;
        }
        let mut end = (first + LONGEST).min(self.bytes.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.text.get(first..end)?;
        starts_statement(line, inside).then_some(first)
    }

    /// The string or name that is quoted from `at` on.
    pub fn quoted(&self, at: usize) -> Quoted {
        let mut swallows = false;
        let end = self.quote_end(at, &mut swallows);
        Quoted { end, swallows }
    }

    fn quote_end(&self, at: usize, swallows: &mut bool) -> Option<usize> {
        let quote = self.byte(at);
        let text = quote == b'\'' || (quote == b'"' && self.dialect == Dialect::MySql);
        if text && let Some(end) = self.oracle_quoted(at) {
            return Some(end);
        }
        let escapes = text && (self.dialect.escapes_with_backslash() || self.is_escape_string(at));
        let mut here = at + 1;
        while let Some(byte) = self.bytes.get(here).copied() {
            if byte == quote {
                if self.byte(here + 1) != quote {
                    return Some(here + 1);
                }
                here += 2;
            } else if byte == b'\\' && escapes {
                here += 2;
            } else if byte == b'\n' {
                // A name does not run over lines: this was no quote.
                if !text {
                    return Some(at + 1);
                }
                if self.begins_at(here + 1, true).is_some() {
                    *swallows = true;
                    if self.strict {
                        return Some(here);
                    }
                }
                here += 1;
            } else {
                here += 1;
            }
        }
        (!text).then_some(at + 1)
    }

    /// `E'…'` of PostgreSQL.
    fn is_escape_string(&self, at: usize) -> bool {
        self.dialect == Dialect::Postgres
            && at > 0
            && self.byte(at - 1).eq_ignore_ascii_case(&b'e')
            && (at < 2 || !is_word_byte(self.byte(at - 2)))
    }

    /// `q'[…]'` of Oracle.
    fn oracle_quoted(&self, at: usize) -> Option<usize> {
        let q = at.checked_sub(1)?;
        if self.dialect != Dialect::Oracle
            || self.vain.get() >= MOST_VAIN
            || !self.byte(q).eq_ignore_ascii_case(&b'q')
        {
            return None;
        }
        let before = q.checked_sub(1).map_or(0, |before| self.byte(before));
        if is_word_byte(before) && !before.eq_ignore_ascii_case(&b'n') {
            return None;
        }
        let close = match self.byte(at + 1) {
            b'[' => b']',
            b'(' => b')',
            b'{' => b'}',
            b'<' => b'>',
            other if other.is_ascii_graphic() => other,
            _ => return None,
        };
        let inside = self.bytes.get(at + 2..)?;
        let end = inside.windows(2).position(|pair| pair == [close, b'\'']);
        let end = self.in_vain(end)?;
        Some(at + 2 + end + 2)
    }

    /// The end of `[name]`.
    pub fn bracketed(&self, at: usize) -> usize {
        const LONGEST: usize = 130;
        let name = &self.bytes[at..(at + LONGEST).min(self.bytes.len())];
        name.iter()
            .position(|byte| matches!(byte, b']' | b'\n'))
            .map_or(at + 1, |end| at + end + 1)
    }

    /// `$tag$ … $tag$`; a lone `$` is one byte.
    pub fn dollar_quoted(&self, at: usize) -> usize {
        let before = at.checked_sub(1).map_or(0, |before| self.byte(before));
        let length = self.bytes[at + 1..]
            .iter()
            .take(64)
            .take_while(|byte| is_word_byte(**byte))
            .count();
        let quotes = self.byte(at + 1 + length) == b'$' && !is_word_byte(before);
        if !quotes || self.vain.get() >= MOST_VAIN {
            return at + 1;
        }
        let body = at + length + 2;
        let tag = self.text.get(at..body).unwrap_or("$$");
        self.in_vain(self.find(body, tag))
            .map_or(body, |end| end + tag.len())
    }
}

/// Whether a byte can be part of a word; those of letters beyond ASCII can.
pub fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
