//! Strings, names and comments, byte by byte: finds where they end.

use std::cell::Cell;

use super::dialect::Dialect;
use super::head::starts_statement;

/// A script with the quoting rules of its dialect.
pub struct Lexis<'t> {
    /// The script.
    pub text: &'t str,
    /// Its bytes.
    pub bytes: &'t [u8],
    /// Its dialect.
    pub dialect: Dialect,
    /// A quote was missing: from now on no string extends past the start of a statement.
    pub strict: bool,
    /// A nested comment never ended: from now on the first end mark counts.
    flat: Cell<bool>,
    /// Number of searches for a missing end; each costs the rest of the script.
    vain: Cell<u32>,
}

/// After this many failed searches, brackets of that kind are ignored.
const MOST_VAIN: u32 = 16;

/// A string or a quoted name.
pub struct Quoted {
    /// Position after its last byte; `None` if it is never closed.
    pub end: Option<usize>,
    /// Whether a line inside looks like the start of a statement.
    pub swallows: bool,
}

impl<'t> Lexis<'t> {
    /// Applies a dialect's rules to a script.
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

    /// Counts a failed search.
    fn in_vain<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.vain.set(self.vain.get() + 1);
        }
        found
    }

    /// The byte at a position; 0 past the end.
    pub fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Whether the script has this text at `at`.
    pub fn starts(&self, at: usize, prefix: &str) -> bool {
        self.bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// The start of the next line, or the end of the script.
    pub fn line_end(&self, at: usize) -> usize {
        self.find(at, "\n").map_or(self.bytes.len(), |end| end + 1)
    }

    /// The end of the current line, without its line break.
    pub fn line_break(&self, at: usize) -> usize {
        self.find(at, "\n").unwrap_or(self.bytes.len())
    }

    /// The next position of a text; `at` must be a character boundary.
    pub fn find(&self, at: usize, what: &str) -> Option<usize> {
        self.text.get(at..)?.find(what).map(|offset| at + offset)
    }

    /// The end of the comment that starts at `at`.
    pub fn comment(&self, at: usize) -> Option<usize> {
        match self.byte(at) {
            b'-' if self.byte(at + 1) == b'-' => {
                let blank = self.byte(at + 2).is_ascii_whitespace() || at + 2 >= self.bytes.len();
                (self.dialect != Dialect::MySql || blank || self.byte(at + 2) == b'-')
                    .then(|| self.line_break(at))
            }
            // In no dialect does a line start with an operator and a blank.
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

    /// Whether a line starts at `at` with a blank as its second character.
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
        // Never closed: lose the line, not the script.
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

    /// The start of a statement in the line at `at`, skipping blanks; `None` if there is none.
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

    /// The string or quoted name that starts at `at`.
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
                // Names never span lines, so this was not a quote.
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

    /// `E'…'` in PostgreSQL.
    fn is_escape_string(&self, at: usize) -> bool {
        self.dialect == Dialect::Postgres
            && at > 0
            && self.byte(at - 1).eq_ignore_ascii_case(&b'e')
            && (at < 2 || !is_word_byte(self.byte(at - 2)))
    }

    /// `q'[…]'` in Oracle.
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

/// Whether a byte can be part of a word; bytes of non-ASCII letters can.
pub fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
