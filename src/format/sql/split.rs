//! A script → its statements, by bytes: knows strings, comments and separators of all dialects, and finds its
//! way back where a quote or a parenthesis is missing.

use std::cell::Cell;

use super::dialect::Dialect;
use super::head::{Head, head, starts_statement};

/// A statement, or the data of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// First byte and the byte behind the last, separator excluded.
    pub range: std::ops::Range<usize>,
    /// What it does.
    pub head: Head,
    /// Rows that follow it (`COPY … FROM stdin`).
    pub data: Option<std::ops::Range<usize>>,
    /// It ended where another began.
    pub broken: bool,
}

/// Splits a script. Linear: at most one statement is looked at twice, when the first missing quote is met.
pub struct Splitter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    dialect: Dialect,
    at: usize,
    /// A separator set by `DELIMITER`.
    delimiter: Option<&'t str>,
    /// A quote was missing: from now on no string reaches beyond the beginning of a statement.
    strict: bool,
    /// Nested comments that never end: from now on the first end counts.
    flat: Cell<bool>,
    /// Searches for an end that is not there; each costs the rest of the script, so they are counted.
    vain: Cell<u32>,
}

/// After so many vain searches brackets of that kind are no longer believed.
const MOST_VAIN: u32 = 16;

/// How a scan of one statement ended.
struct End {
    /// Behind the last byte of the statement.
    end: usize,
    /// Where the next one begins.
    next: usize,
    broken: bool,
    /// A string was never closed, or swallowed a statement.
    lost: bool,
}

impl<'t> Splitter<'t> {
    /// A splitter over a whole script.
    pub fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            dialect,
            at: 0,
            delimiter: None,
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

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn starts(&self, at: usize, prefix: &str) -> bool {
        self.bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// The byte behind the line that `at` stands in, or the end.
    fn line_end(&self, at: usize) -> usize {
        self.find(at, "\n").map_or(self.bytes.len(), |end| end + 1)
    }

    /// The line break of the line that `at` stands in, or the end.
    fn line_break(&self, at: usize) -> usize {
        self.find(at, "\n").unwrap_or(self.bytes.len())
    }

    /// `at` must be a character border.
    fn find(&self, at: usize, what: &str) -> Option<usize> {
        self.text.get(at..)?.find(what).map(|offset| at + offset)
    }

    /// Skips what stands between statements: blanks, comments, commands of clients. Returns whether a
    /// statement follows.
    fn skip_between(&mut self) -> bool {
        let mut line_start = self.at == 0 || self.byte(self.at - 1) == b'\n';
        loop {
            let byte = self.byte(self.at);
            if self.at >= self.bytes.len() {
                return false;
            }
            if byte == b'\n' {
                line_start = true;
                self.at += 1;
            } else if byte.is_ascii_whitespace() || byte == b';' {
                self.at += 1;
            } else if let Some(delimiter) = self.delimiter.filter(|text| self.starts(self.at, text))
            {
                self.at += delimiter.len();
            } else if let Some(end) = self.comment(self.at) {
                if self.begins_undo(self.at, end) {
                    return false;
                }
                self.at = end;
            } else if line_start && self.is_client_line(self.at) {
                self.client_line();
            } else if line_start && self.is_separator_line(self.at) {
                self.at = self.line_end(self.at);
            } else if byte == b'*' && self.starts(self.at, "*/") {
                self.at += 2;
            } else {
                return true;
            }
        }
    }

    /// The end of a comment that starts at `at`.
    fn comment(&self, at: usize) -> Option<usize> {
        match self.byte(at) {
            b'-' if self.byte(at + 1) == b'-' => {
                let blank = self.byte(at + 2).is_ascii_whitespace() || at + 2 >= self.bytes.len();
                (self.dialect != Dialect::MySql || blank || self.byte(at + 2) == b'-')
                    .then(|| self.line_break(at))
            }
            b'#' if self.dialect == Dialect::MySql => Some(self.line_break(at)),
            b'/' if self.byte(at + 1) == b'*' => {
                if self.byte(at + 2) == b'!' && self.dialect == Dialect::MySql {
                    return None;
                }
                Some(self.block_comment(at))
            }
            _ => None,
        }
    }

    /// Migrations carry their own undoing behind a mark; what it takes back was meant to last.
    fn begins_undo(&self, at: usize, end: usize) -> bool {
        const MARKS: [&str; 4] = ["migrate:down", "+goose down", "+migrate down", "@undo"];
        let comment = self.text.get(at..end).unwrap_or_default();
        let text = comment.trim_start_matches(['-', '/', ' ', '\t']);
        MARKS.iter().any(|mark| {
            text.get(..mark.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(mark))
        })
    }

    fn block_comment(&self, at: usize) -> usize {
        let nests = self.dialect.nests_comments() && !self.flat.get();
        let mut depth = 1usize;
        let mut here = at + 2;
        while nests {
            let Some(mark) = self.bytes.get(here..).and_then(|rest| {
                rest.windows(2)
                    .position(|pair| pair == b"*/" || pair == b"/*")
            }) else {
                self.flat.set(true);
                break;
            };
            let closes = self.byte(here + mark) == b'*';
            here += mark + 2;
            depth = if closes { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return here;
            }
        }
        // Never closed: a line is lost, not the script.
        let end = (self.vain.get() < MOST_VAIN)
            .then(|| self.in_vain(self.find(at + 2, "*/")))
            .flatten();
        end.map_or_else(|| self.line_break(at), |end| end + 2)
    }

    /// Commands of psql, SQL*Plus, mysql and sqlite3 that take a line of their own.
    fn is_client_line(&self, at: usize) -> bool {
        match self.byte(at) {
            b'\\' | b'@' | b'!' => return true,
            b'.' => return self.dialect == Dialect::Sqlite,
            _ => {}
        }
        let word = |word: &str| {
            let behind = self.byte(at + word.len());
            self.bytes
                .get(at..at + word.len())
                .is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()))
                && (behind.is_ascii_whitespace() || at + word.len() >= self.bytes.len())
        };
        word("DELIMITER")
            || word("PROMPT")
            || word("REM")
            || word("REMARK")
            || word("SPOOL")
            || word("WHENEVER")
            || word("ACCEPT")
            || word("PAUSE")
    }

    fn client_line(&mut self) {
        let end = self.line_end(self.at);
        let line = self.text.get(self.at..end).unwrap_or_default();
        if line
            .get(..9)
            .is_some_and(|word| word.eq_ignore_ascii_case("DELIMITER"))
        {
            let delimiter = line.get(9..).unwrap_or_default().trim();
            self.delimiter = (!delimiter.is_empty() && delimiter != ";").then_some(delimiter);
        }
        self.at = end;
    }

    /// `GO` (SQL Server) or `/` (Oracle) alone on a line.
    fn is_separator_line(&self, at: usize) -> bool {
        match self.byte(at) {
            b'/' => self.blank_until_line_end(at + 1),
            b'G' | b'g' if self.byte(at + 1).eq_ignore_ascii_case(&b'o') => {
                let mut behind = at + 2;
                while matches!(self.byte(behind), b' ' | b'\t' | b'0'..=b'9' | b';') {
                    behind += 1;
                }
                self.blank_until_line_end(behind)
            }
            _ => false,
        }
    }

    fn blank_until_line_end(&self, mut at: usize) -> bool {
        while matches!(self.byte(at), b' ' | b'\t' | b'\r') {
            at += 1;
        }
        at >= self.bytes.len() || self.byte(at) == b'\n'
    }

    /// Whether a statement begins at the line that starts at `at` (blanks are skipped).
    fn begins_at(&self, at: usize, inside: bool) -> Option<usize> {
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

    fn measure(&self, start: usize, kind: Head) -> End {
        let mut at = start;
        let mut depth = 0usize;
        let mut swallowed = false;
        let mut blocks = Blocks::default();
        let routine = kind == Head::Routine;
        let done = |end: usize, next: usize| End {
            end,
            next,
            broken: false,
            lost: false,
        };
        while at < self.bytes.len() {
            let byte = self.bytes[at];
            match byte {
                b'\'' | b'"' | b'`' => match self.quoted(at, &mut swallowed) {
                    Some(end) => at = end,
                    None => {
                        let end = self.bytes.len();
                        return End {
                            end,
                            next: end,
                            broken: true,
                            lost: !self.strict,
                        };
                    }
                },
                b'[' if self.dialect.quotes_with_brackets() => at = self.bracketed(at),
                b'-' | b'/' | b'#' => at = self.comment(at).unwrap_or(at + 1).max(at + 1),
                b'$' if self.dialect == Dialect::Postgres => at = self.dollar_quoted(at),
                b'(' => {
                    depth += 1;
                    at += 1;
                }
                b')' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b';' if self.delimiter.is_none() => {
                    let ends = !routine || self.ends_routine(&blocks);
                    if ends {
                        let mut end = done(at, at + 1);
                        end.lost = swallowed && depth > 0 && !self.strict;
                        return end;
                    }
                    at += 1;
                }
                _ => {
                    if let Some(delimiter) = self.delimiter
                        && self.starts(at, delimiter)
                    {
                        return done(at, at + delimiter.len());
                    }
                    if byte == b'\n' {
                        // In a routine only separators end the statement.
                        if self.is_separator_line(at + 1) && at + 1 < self.bytes.len() {
                            return done(at, self.line_end(at + 1));
                        }
                        if !routine
                            && self.delimiter.is_none()
                            && let Some(next) = self.begins_at(at + 1, depth > 0)
                        {
                            let mut end = done(at, next);
                            end.broken = depth > 0;
                            return end;
                        }
                        at += 1;
                    } else if routine && is_word_byte(byte) {
                        at = blocks.word(self.bytes, at);
                    } else {
                        at += 1;
                    }
                }
            }
        }
        let end = self.bytes.len();
        let mut end = done(end, end);
        end.broken = depth > 0;
        end.lost = swallowed && depth > 0 && !self.strict;
        end
    }

    /// Whether a `;` ends a routine: PL/SQL and T-SQL end it with a line of its own only.
    fn ends_routine(&self, blocks: &Blocks) -> bool {
        match self.dialect {
            Dialect::Oracle | Dialect::SqlServer => false,
            _ => blocks.open == 0,
        }
    }

    /// The end of a quoted string or name; `None`: it is never closed.
    fn quoted(&self, at: usize, swallowed: &mut bool) -> Option<usize> {
        let quote = self.bytes[at];
        let text = quote == b'\'' || (quote == b'"' && self.dialect == Dialect::MySql);
        if text && let Some(end) = self.oracle_quoted(at) {
            return Some(end);
        }
        let escapes = text && (self.dialect.escapes_with_backslash() || self.is_escape_string(at));
        let mut here = at + 1;
        while here < self.bytes.len() {
            let byte = self.bytes[here];
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
                    *swallowed = true;
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

    fn bracketed(&self, at: usize) -> usize {
        const LONGEST: usize = 130;
        let name = &self.bytes[at..(at + LONGEST).min(self.bytes.len())];
        name.iter()
            .position(|byte| matches!(byte, b']' | b'\n'))
            .map_or(at + 1, |end| at + end + 1)
    }

    /// `$tag$ … $tag$`; a lone `$` is one byte.
    fn dollar_quoted(&self, at: usize) -> usize {
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

    /// The rows behind `COPY … FROM stdin;`: until a line `\.`.
    fn rows_behind(&self, statement: &str, next: usize) -> Option<std::ops::Range<usize>> {
        let folded = statement.to_ascii_lowercase();
        let mut words = folded.split_whitespace().rev().take(12);
        if !words.any(|word| word == "stdin" || word.starts_with("stdin")) {
            return None;
        }
        let start = self.line_end(next);
        if self.starts(start, "\\.") {
            return Some(start..start);
        }
        let end = self
            .find(start, "\n\\.")
            .map_or(self.bytes.len(), |end| end + 1);
        Some(start..end)
    }
}

impl Iterator for Splitter<'_> {
    type Item = Statement;

    fn next(&mut self) -> Option<Statement> {
        if !self.skip_between() {
            return None;
        }
        let start = self.at;
        let kind = head(self.window(start));
        let mut end = self.measure(start, kind);
        if end.lost {
            self.strict = true;
            end = self.measure(start, kind);
            end.broken = true;
        }
        // Never stand still.
        self.at = end.next.max(start + 1);
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        let statement = self.text.get(start..end.end).unwrap_or_default();
        let mut data = None;
        if kind == Head::Copy
            && let Some(rows) = self.rows_behind(statement, end.next)
        {
            self.at = self.line_end(rows.end);
            data = Some(rows);
        }
        Some(Statement {
            range: start..end.end,
            head: kind,
            data,
            broken: end.broken,
        })
    }
}

impl<'t> Splitter<'t> {
    /// As much of a statement as its head needs.
    fn window(&self, start: usize) -> &'t str {
        const LONGEST: usize = 1024;
        let mut end = (start + LONGEST).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(start..end).unwrap_or_default()
    }
}

/// `BEGIN … END` inside a routine.
#[derive(Default)]
struct Blocks {
    open: usize,
    /// `END` was just read: `END IF` closes nothing that was counted.
    after_end: bool,
}

impl Blocks {
    /// Reads the word at `at` and returns the byte behind it.
    fn word(&mut self, bytes: &[u8], at: usize) -> usize {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_word_byte(**byte))
            .count();
        let word = &bytes[at..at + length];
        let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
        if is("END") {
            self.open = self.open.saturating_sub(1);
            self.after_end = true;
        } else if self.after_end
            && (is("IF") || is("LOOP") || is("WHILE") || is("REPEAT") || is("FOR"))
        {
            self.open += 1;
            self.after_end = false;
        } else if is("BEGIN") || (is("CASE") && !self.after_end) {
            self.open += 1;
            self.after_end = false;
        } else {
            self.after_end = false;
        }
        at + length
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
