//! Program source → its texts, and which of them undo a migration step.

use std::ops::Range;

use super::notation::Notation;

/// A text as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Including its quotes.
    pub whole: Range<usize>,
    /// Without its quotes.
    pub inside: Range<usize>,
    /// Whether `\` is an escape character in it.
    pub backslash: bool,
    /// The quote that is escaped by doubling it.
    pub doubled: Option<u8>,
    /// Whether it is part of what undoes a step, or is so named.
    pub undoes: bool,
    /// Whether comments separate it from the previous text.
    pub behind_comment: bool,
}

/// Names of functions that undo a step.
const BACKWARD: [&str; 9] = [
    "down",
    "downgrade",
    "rollback",
    "revert",
    "undo",
    "safedown",
    "backward",
    "backwards",
    "reverse",
];

/// Names of functions that apply a step.
const FORWARD: [&str; 8] = [
    "up", "upgrade", "change", "apply", "safeup", "migrate", "forward", "forwards",
];

/// Words before a function's name.
const FUNCTION_WORDS: [&str; 16] = [
    "async",
    "def",
    "exports",
    "fn",
    "fun",
    "func",
    "function",
    "override",
    "private",
    "proc",
    "procedure",
    "protected",
    "public",
    "static",
    "sub",
    "void",
];

/// All texts of a source, in order. Runs in linear time: an unclosed text only costs its line.
pub fn texts(source: &str, notation: Notation) -> Vec<Text> {
    Scan::over(source, notation).texts
}

/// Whether a source applies a migration step.
pub fn takes_step(source: &str, notation: Notation) -> bool {
    Scan::over(source, notation).forward
}

/// The parts of a source that undo a step, if it also applies one.
#[cfg(feature = "code")]
pub fn taken_back(source: &str, notation: Notation) -> Vec<Range<usize>> {
    let mut scan = Scan::over(source, notation);
    scan.leave_backward(source.len());
    match scan.forward {
        true => scan.ranges,
        false => Vec::new(),
    }
}

struct Scan<'t> {
    source: &'t str,
    bytes: &'t [u8],
    notation: Notation,
    at: usize,
    texts: Vec<Text>,
    /// Depth of the function that undoes a step, if inside one.
    backward: Option<usize>,
    /// Ranges of such functions.
    ranges: Vec<Range<usize>>,
    /// Whether a function applies a step.
    forward: bool,
    /// The last word.
    word: Range<usize>,
    /// The last assigned word.
    assigned: Range<usize>,
    /// Number of open brackets.
    depth: usize,
    /// Number of brackets open at that assignment.
    assigned_depth: usize,
    comment: bool,
    /// Heredoc tags whose texts start on the next line.
    heredocs: Vec<String>,
    /// Number of searches for a missing end; each costs the rest of the source.
    vain: u32,
}

/// After this many failed searches, multi-line texts are no longer accepted.
const MOST_VAIN: u32 = 16;

impl<'t> Scan<'t> {
    fn over(source: &'t str, notation: Notation) -> Self {
        let mut scan = Self {
            source,
            bytes: source.as_bytes(),
            notation,
            at: 0,
            texts: Vec::new(),
            backward: None,
            ranges: Vec::new(),
            forward: false,
            word: 0..0,
            assigned: 0..0,
            depth: 0,
            assigned_depth: 0,
            comment: false,
            heredocs: Vec::new(),
            vain: 0,
        };
        scan.run();
        scan
    }

    fn leave_backward(&mut self, at: usize) {
        if let Some(start) = self.backward.take() {
            self.ranges.push(start..at);
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn starts(&self, prefix: &str) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter()
            .position(|byte| *byte == b'\n')
            .map_or(self.bytes.len(), |end| at + end)
    }

    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            if self
                .notation
                .line_comments
                .iter()
                .any(|mark| self.starts(mark))
            {
                self.comment = true;
                self.at = self.line_end(self.at);
            } else if self.notation.block_comments && self.starts("/*") {
                self.comment = true;
                let end = self.find_behind(self.at + 2, "*/");
                self.at = end.map_or(self.line_end(self.at), |end| end + 2);
            } else if self.starts("\"\"\"") || (self.notation.single && self.starts("'''")) {
                self.triple();
            } else if byte == b'"' || byte == b'`' || (byte == b'\'' && self.notation.single) {
                self.quoted(byte);
            } else if byte == b'<' && self.notation.heredocs && self.starts("<<") {
                self.heredoc_tag();
            } else if byte == b'%' && self.notation.quote_words && self.quote_word(self.at + 1) {
            } else if byte.is_ascii_alphabetic() || byte == b'_' {
                self.name();
            } else {
                if byte == b'\n' && !self.heredocs.is_empty() {
                    self.heredoc_bodies();
                    continue;
                }
                let assigns = byte == b'=' && !matches!(self.byte(self.at + 1), b'=' | b'~');
                if assigns || (byte == b':' && self.word.end == self.at) {
                    self.assigned = self.word.clone();
                    self.assigned_depth = self.depth;
                } else if matches!(byte, b';' | b'{' | b'}')
                    || (byte == b'\n' && self.ends_statement())
                {
                    self.assigned = 0..0;
                }
                match byte {
                    b'(' | b'[' => self.depth += 1,
                    b')' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.at += 1;
            }
        }
    }

    /// Whether a line break ends the assignment: no bracket is open, and the next line starts with a word.
    fn ends_statement(&self) -> bool {
        const BLANKS: usize = 100;
        if self.depth > self.assigned_depth {
            return false;
        }
        let blank = |byte: &&u8| !byte.is_ascii_whitespace();
        let before = self.bytes[..self.at].iter().rev().take(BLANKS).find(blank);
        let behind = self.bytes[self.at..].iter().take(BLANKS).find(blank);
        !before.is_some_and(|byte| b"=(,+.[|&\\".contains(byte))
            && behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_@$".contains(byte))
    }

    /// The next position of a text.
    fn find_behind(&mut self, at: usize, what: &str) -> Option<usize> {
        if self.vain >= MOST_VAIN {
            return None;
        }
        let found = self.source.get(at..).and_then(|rest| rest.find(what));
        self.vain += u32::from(found.is_none());
        found.map(|offset| at + offset)
    }

    fn text_of(&self, range: &Range<usize>) -> &str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// A word outside texts, which may be the name of a function.
    fn name(&mut self) {
        let start = self.at;
        while matches!(self.byte(self.at), b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') {
            self.at += 1;
        }
        let word = start..self.at;
        let name = self.text_of(&word).to_ascii_lowercase();
        if self.notation.quote_words
            && matches!(name.as_str(), "q" | "qq")
            && self.quote_word(self.at)
        {
            return;
        }
        let is = |list: &[&str]| list.contains(&name.as_str());
        let after = self
            .source
            .get(self.at..)
            .unwrap_or_default()
            .trim_start_matches([' ', '\t']);
        let before = self.text_of(&self.word).to_ascii_lowercase();
        let adjacent = self
            .text_of(&(self.word.end..word.start))
            .trim_matches([' ', '\t', '.'])
            .is_empty();
        let declared = adjacent && FUNCTION_WORDS.contains(&before.as_str());
        let block = after.starts_with("do") || after.starts_with('{');
        let assigned = after.strip_prefix(['=', ':']).is_some_and(|value| {
            let value = value.trim_start();
            ["(", "async", "function"]
                .iter()
                .any(|start| value.starts_with(start))
        });
        let opens = after.starts_with('(') && self.begins_body(after);
        if is(&BACKWARD) && (declared || block || assigned || opens) {
            self.backward.get_or_insert(word.start);
        } else if is(&FORWARD) && (declared || block || assigned || opens) {
            self.forward = true;
            self.leave_backward(word.start);
        } else if declared && !is(&FUNCTION_WORDS) && after.starts_with('(') {
            self.leave_backward(word.start);
        }
        self.word = word;
    }

    /// Whether a body follows the parentheses, as in a declaration.
    fn begins_body(&self, after: &str) -> bool {
        const LONGEST: usize = 300;
        let mut window = LONGEST.min(after.len());
        while !after.is_char_boundary(window) {
            window -= 1;
        }
        let header = &after[..window];
        let end = header.find(['{', ';', '"', '`']).unwrap_or(header.len());
        header[end..].starts_with('{') && header[..end].contains(')')
    }

    fn push(
        &mut self,
        whole: Range<usize>,
        inside: Range<usize>,
        backslash: bool,
        doubled: Option<u8>,
    ) {
        let called = self.text_of(&self.assigned).to_ascii_lowercase();
        let called_so = BACKWARD
            .iter()
            .any(|word| called.ends_with(word) || called.starts_with(&format!("{word}_")));
        self.at = whole.end.max(self.at + 1);
        let behind_comment = std::mem::take(&mut self.comment);
        self.texts.push(Text {
            whole,
            inside,
            backslash,
            doubled,
            undoes: self.backward.is_some() || called_so,
            behind_comment,
        });
    }

    fn triple(&mut self) {
        let start = self.at;
        let quote = self.source.get(start..start + 3).unwrap_or("\"\"\"");
        let Some(end) = self.find_behind(start + 3, quote) else {
            self.at += 3;
            return;
        };
        let inside = start + 3..end;
        self.push(start..inside.end + 3, inside, false, None);
    }

    fn quoted(&mut self, quote: u8) {
        let start = self.at;
        let before = start.checked_sub(1).map_or(0, |at| self.byte(at));
        // `@"…"`, `$@"…"` in C#, `r"…"` in Python.
        let verbatim = quote == b'"'
            && (before == b'@' || (before == b'$' && start > 1 && self.byte(start - 2) == b'@'));
        let raw = matches!(before, b'r' | b'R') && self.word.end == start;
        let doubled = self.notation.doubled || verbatim;
        let backslash = self.notation.backslash && !verbatim && !raw;
        let lines = (self.notation.multiline || verbatim || quote == b'`') && self.vain < MOST_VAIN;
        let mut at = start + 1;
        while let Some(byte) = self.bytes.get(at).copied() {
            if byte == b'\\' && backslash {
                at += 2;
            } else if byte == quote {
                if doubled && self.byte(at + 1) == quote {
                    at += 2;
                    continue;
                }
                let doubled = doubled.then_some(quote);
                self.push(start..at + 1, start + 1..at, backslash, doubled);
                return;
            } else if byte == b'\n' && !lines {
                break;
            } else {
                at += 1;
            }
        }
        self.vain += u32::from(lines);
        self.at = start + 1;
    }

    /// Reads `q{…}` or `%(…)`; returns whether there was one.
    fn quote_word(&mut self, mut at: usize) -> bool {
        let start = self.at;
        if self.byte(start) == b'%' && matches!(self.byte(at), b'q' | b'Q') {
            at += 1;
        }
        let open = self.byte(at);
        let close = match open {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            b'<' => b'>',
            b'|' | b'!' | b'~' => open,
            _ => return false,
        };
        if self.vain >= MOST_VAIN {
            return false;
        }
        let mut depth = 0usize;
        for (offset, byte) in self.bytes.iter().enumerate().skip(at + 1) {
            if *byte == close && depth == 0 {
                self.push(start..offset + 1, at + 1..offset, true, None);
                return true;
            } else if *byte == close {
                depth -= 1;
            } else if *byte == open {
                depth += 1;
            }
        }
        self.vain += 1;
        false
    }

    /// `<<TAG` and its variants: the text starts on the next line.
    fn heredoc_tag(&mut self) {
        let rest = self.source.get(self.at..).unwrap_or_default();
        let behind = rest.trim_start_matches('<');
        let marks = rest.len() - behind.len();
        self.at += marks;
        let tag = behind
            .trim_start_matches(['~', '-'])
            .trim_start_matches(['"', '\'', '`']);
        let start = self.at + behind.len() - tag.len();
        let length = tag
            .find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_')
            .unwrap_or(tag.len());
        let tag = &tag[..length];
        if self.vain < MOST_VAIN
            && (2..=3).contains(&marks)
            && tag.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        {
            let end = start + length;
            self.heredocs.push(tag.to_owned());
            self.at = end + usize::from(matches!(self.byte(end), b'"' | b'\'' | b'`'));
        }
    }

    fn heredoc_bodies(&mut self) {
        for tag in std::mem::take(&mut self.heredocs) {
            let start = self.at + 1;
            let mut line = start;
            let end = loop {
                if line >= self.bytes.len() {
                    self.vain += 1;
                    return;
                }
                let end = self.line_end(line);
                let text = self.source.get(line..end).unwrap_or_default().trim();
                let closes = text.strip_prefix(tag.as_str()).is_some_and(|rest| {
                    !rest.starts_with(|ch: char| ch.is_alphanumeric() || ch == '_')
                });
                if closes {
                    break line;
                }
                line = end + 1;
            };
            let behind = end + self.source[end..].find(tag.as_str()).unwrap_or(0) + tag.len();
            self.push(start..behind, start..end, true, None);
            self.at = self.line_end(end);
        }
    }
}
