//! A script → its statements, by bytes: handles strings, comments and separators of all dialects, and recovers from
//! missing quotes and parentheses.

use super::dialect::Dialect;
use super::head::{Head, head};
use super::lexis::{Lexis, Quoted, is_word_byte};

/// A statement with its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Byte range, without the separator.
    pub range: std::ops::Range<usize>,
    /// What it does.
    pub head: Head,
    /// The rows that follow it (`COPY … FROM stdin`).
    pub data: Option<std::ops::Range<usize>>,
    /// Whether it was cut off at the start of another one.
    pub broken: bool,
}

/// Splits a script in linear time: at most one statement is scanned twice, when the first missing quote is found.
pub struct Splitter<'t> {
    lex: Lexis<'t>,
    at: usize,
    /// The separator set by `DELIMITER`.
    delimiter: Option<&'t str>,
}

/// Whether a text starts with a client command that takes a line of its own.
pub fn is_client_word(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "DEFINE",
        "DELIMITER",
        "PROMPT",
        "REM",
        "UNDEFINE",
        "REMARK",
        "SPOOL",
        "WHENEVER",
        "ACCEPT",
        "PAUSE",
    ];
    let end = text
        .find(|ch: char| ch.is_ascii_whitespace())
        .unwrap_or(text.len());
    WORDS
        .iter()
        .any(|word| text[..end].eq_ignore_ascii_case(word))
}

/// The end of the scan of one statement.
struct End {
    /// Position after the statement's last byte.
    end: usize,
    /// Start of the next statement.
    next: usize,
    broken: bool,
    /// Whether a string was never closed, or swallowed a statement.
    lost: bool,
}

impl<'t> Splitter<'t> {
    /// A splitter over a whole script.
    pub fn new(text: &'t str, dialect: Dialect) -> Self {
        Self::over(text, 0..text.len(), dialect)
    }

    /// A splitter over one of several scripts in a text.
    pub fn over(text: &'t str, range: std::ops::Range<usize>, dialect: Dialect) -> Self {
        Self {
            lex: Lexis::new(text.get(..range.end).unwrap_or(text), dialect),
            at: range.start,
            delimiter: None,
        }
    }

    /// Skips blanks, comments and client commands. Returns whether a statement follows.
    fn skip_between(&mut self) -> bool {
        let mut line_start = self.at == 0 || self.lex.byte(self.at - 1) == b'\n';
        loop {
            let byte = self.lex.byte(self.at);
            if self.at >= self.lex.bytes.len() {
                return false;
            }
            if byte == b'\n' {
                line_start = true;
                self.at += 1;
            } else if byte.is_ascii_whitespace() || byte == b';' {
                self.at += 1;
            } else if let Some(delimiter) =
                self.delimiter.filter(|text| self.lex.starts(self.at, text))
            {
                self.at += delimiter.len();
            } else if let Some(end) = self.lex.comment(self.at) {
                if self.begins_undo(self.at, end) {
                    return false;
                }
                self.at = end;
            } else if line_start && self.is_client_line(self.at) {
                self.client_line();
            } else if line_start && self.is_separator_line(self.at) {
                self.at = self.lex.line_end(self.at);
            } else if byte == b'*' && self.lex.starts(self.at, "*/") {
                self.at += 2;
            } else if byte == b'/' && self.lex.starts(self.at, "/*!") {
                // Only MySQL's executable comments remain here.
                self.at += 3;
                while self.lex.byte(self.at).is_ascii_digit() {
                    self.at += 1;
                }
            } else {
                return true;
            }
        }
    }

    /// Whether the undo part of a migration starts; the part before it is what lasts.
    fn begins_undo(&self, at: usize, end: usize) -> bool {
        const MARKS: [&str; 4] = ["migrate:down", "+goose down", "+migrate down", "@undo"];
        let comment = self.lex.text.get(at..end).unwrap_or_default();
        let text = comment.trim_start_matches(['-', '/', ' ', '\t']);
        MARKS.iter().any(|mark| {
            text.get(..mark.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(mark))
        })
    }

    /// Whether a line is a command of psql, SQL*Plus, mysql or sqlite3.
    fn is_client_line(&self, at: usize) -> bool {
        match self.lex.byte(at) {
            // `\\set`, `@file`, `!command`, `:r file`, `:setvar name value`.
            b'\\' | b'@' | b'!' | b':' => return true,
            b'.' => return self.lex.dialect == Dialect::Sqlite,
            _ => {}
        }
        self.lex.text.get(at..).is_some_and(is_client_word)
    }

    fn client_line(&mut self) {
        let end = self.lex.line_end(self.at);
        let line = self.lex.text.get(self.at..end).unwrap_or_default();
        if line
            .get(..9)
            .is_some_and(|word| word.eq_ignore_ascii_case("DELIMITER"))
        {
            let delimiter = line.get(9..).unwrap_or_default().trim();
            self.delimiter = (!delimiter.is_empty() && delimiter != ";").then_some(delimiter);
        }
        self.at = end;
    }

    /// Whether a line only contains `GO` (SQL Server) or `/` (Oracle).
    fn is_separator_line(&self, at: usize) -> bool {
        match self.lex.byte(at) {
            b'/' => self.blank_until_line_end(at + 1),
            b'G' | b'g' if self.lex.byte(at + 1).eq_ignore_ascii_case(&b'o') => {
                let mut behind = at + 2;
                while matches!(self.lex.byte(behind), b' ' | b'\t' | b'0'..=b'9' | b';') {
                    behind += 1;
                }
                self.blank_until_line_end(behind)
            }
            _ => false,
        }
    }

    fn blank_until_line_end(&self, mut at: usize) -> bool {
        while matches!(self.lex.byte(at), b' ' | b'\t' | b'\r') {
            at += 1;
        }
        at >= self.lex.bytes.len() || self.lex.byte(at) == b'\n'
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
        while at < self.lex.bytes.len() {
            let byte = self.lex.bytes[at];
            match byte {
                b'\'' | b'"' | b'`' => {
                    let Quoted { end, swallows } = self.lex.quoted(at);
                    swallowed |= swallows;
                    let Some(end) = end else {
                        let end = self.lex.bytes.len();
                        return End {
                            end,
                            next: end,
                            broken: true,
                            lost: !self.lex.strict,
                        };
                    };
                    at = end;
                }
                b'[' if self.lex.dialect.quotes_with_brackets() => at = self.lex.bracketed(at),
                b'-' | b'/' | b'#' => at = self.lex.comment(at).unwrap_or(at + 1).max(at + 1),
                b'$' if self.lex.dialect == Dialect::Postgres => at = self.lex.dollar_quoted(at),
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
                        end.lost = swallowed && depth > 0 && !self.lex.strict;
                        return end;
                    }
                    at += 1;
                }
                _ => {
                    if let Some(delimiter) = self.delimiter
                        && self.lex.starts(at, delimiter)
                    {
                        return done(at, at + delimiter.len());
                    }
                    if byte == b'\n' {
                        // Inside a routine, only separators end the statement.
                        if self.is_separator_line(at + 1) && at + 1 < self.lex.bytes.len() {
                            return done(at, self.lex.line_end(at + 1));
                        }
                        if !routine
                            && self.delimiter.is_none()
                            && let Some(next) = self.lex.begins_at(at + 1, depth > 0)
                        {
                            let mut end = done(at, next);
                            end.broken = depth > 0;
                            return end;
                        }
                        at += 1;
                    } else if routine && is_word_byte(byte) {
                        at = blocks.word(self.lex.bytes, at);
                    } else {
                        at += 1;
                    }
                }
            }
        }
        let end = self.lex.bytes.len();
        let mut end = done(end, end);
        end.broken = depth > 0;
        end.lost = swallowed && depth > 0 && !self.lex.strict;
        end
    }

    /// Whether a `;` ends a routine: PL/SQL and T-SQL only end it with a separate line.
    fn ends_routine(&self, blocks: &Blocks) -> bool {
        match self.lex.dialect {
            Dialect::Oracle | Dialect::SqlServer => false,
            _ => blocks.open == 0,
        }
    }

    /// The rows after `COPY … FROM stdin;`, up to a line `\.`.
    fn rows_behind(&self, statement: &str, next: usize) -> Option<std::ops::Range<usize>> {
        let folded = statement.to_ascii_lowercase();
        let mut words = folded.split_whitespace().rev().take(12);
        if !words.any(|word| word == "stdin" || word.starts_with("stdin")) {
            return None;
        }
        let start = self.lex.line_end(next);
        if self.lex.starts(start, "\\.") {
            return Some(start..start);
        }
        let end = self
            .lex
            .find(start, "\n\\.")
            .map_or(self.lex.bytes.len(), |end| end + 1);
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
            self.lex.strict = true;
            end = self.measure(start, kind);
            end.broken = true;
        }
        // Always advance.
        self.at = end.next.max(start + 1);
        while !self.lex.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        let statement = self.lex.text.get(start..end.end).unwrap_or_default();
        // Stray characters before a statement on the next line are ignored.
        let stray = !self.lex.byte(start).is_ascii_alphabetic();
        let kind = if stray { head(statement) } else { kind };
        let mut data = None;
        if kind == Head::Copy
            && let Some(rows) = self.rows_behind(statement, end.next)
        {
            self.at = self.lex.line_end(rows.end);
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
    /// As much of a statement as is needed for its head.
    fn window(&self, start: usize) -> &'t str {
        const LONGEST: usize = 1024;
        let mut end = (start + LONGEST).min(self.lex.text.len());
        while !self.lex.text.is_char_boundary(end) {
            end -= 1;
        }
        self.lex.text.get(start..end).unwrap_or_default()
    }
}

/// Tracks `BEGIN … END` inside a routine.
#[derive(Default)]
struct Blocks {
    open: usize,
    /// Whether the last word was `END`.
    after_end: bool,
}

impl Blocks {
    /// Reads the word at `at` and returns the position after it.
    fn word(&mut self, bytes: &[u8], at: usize) -> usize {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_word_byte(**byte))
            .count();
        let word = &bytes[at..at + length];
        let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
        let loops = || {
            ["IF", "LOOP", "WHILE", "REPEAT", "FOR"]
                .iter()
                .any(|word| is(word))
        };
        if is("END") {
            self.open = self.open.saturating_sub(1);
        } else if is("BEGIN")
            || (is("CASE") && !self.after_end)
            // `END IF` closed nothing that was counted.
            || (self.after_end && loops())
        {
            self.open += 1;
        }
        self.after_end = is("END");
        at + length
    }
}
