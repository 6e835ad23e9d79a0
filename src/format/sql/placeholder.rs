//! Placeholders that tools fill in before a script runs: `${schema}`, `{{ prefix }}`, `$(db)`, `@schema.`, `:name`,
//! `<x>`, `%x%`, `&x.`, `#__`. Each stands for a name or a part of one.
//!
//! They are replaced without changing the length, so that all positions stay valid: a qualifier becomes blank, a name
//! becomes a word.

use std::borrow::Cow;

use super::dialect::Dialect;
use super::lexis::{Lexis, is_word_byte};

/// Longer ones are not placeholders, or not for names.
const LONGEST: usize = 400;

/// Words that precede the name of a table or type.
const BEFORE_NAMES: [&str; 14] = [
    "TABLE",
    "EXISTS",
    "INTO",
    "UPDATE",
    "FROM",
    "JOIN",
    "REFERENCES",
    "ON",
    "TYPE",
    "DOMAIN",
    "ONLY",
    "SCHEMA",
    "VIEW",
    "INDEX",
];

/// Directives of template languages, which print nothing.
const DIRECTIVES: [&str; 14] = [
    "block", "config", "define", "else", "end", "if", "include", "log", "partial", "range", "set",
    "template", "with", "unless",
];

/// Words that would be read as part of the statement if used as a name.
const KEYWORDS: [&str; 16] = [
    "check",
    "column",
    "constraint",
    "default",
    "exists",
    "if",
    "index",
    "key",
    "not",
    "null",
    "only",
    "primary",
    "select",
    "set",
    "unique",
    "values",
];

/// A script with its placeholders replaced in place, byte for byte.
pub fn without_placeholders(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if ["{{", "{%", "{#", "<%", "<?"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        text = Cow::Owned(fill(&text, |fill| fill.template()));
    }
    if text.bytes().any(|byte| {
        matches!(
            byte,
            b'$' | b'{' | b'@' | b':' | b'<' | b'%' | b'&' | b'#' | b'!' | b'~' | b'?'
        )
    }) {
        text = Cow::Owned(fill(&text, |fill| fill.marks()));
    }
    text
}

fn fill(text: &str, pass: fn(&mut Fill<'_>)) -> String {
    let mut fill = Fill {
        text,
        out: text.as_bytes().to_vec(),
    };
    pass(&mut fill);
    // Only whole characters are replaced by ASCII, so this cannot fail.
    String::from_utf8(fill.out).unwrap_or_else(|_| text.to_owned())
}

/// A script being filled in.
struct Fill<'t> {
    text: &'t str,
    out: Vec<u8>,
}

/// A placeholder.
struct Found {
    /// Position after its last byte.
    end: usize,
    /// Whether dots after it are its end mark.
    takes_dots: bool,
}

impl Found {
    fn until(end: usize) -> Option<Self> {
        Some(Self {
            end,
            takes_dots: false,
        })
    }
}

impl Fill<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.byte(before))
    }

    /// The next position of a text within a short distance.
    fn find(&self, at: usize, what: &str) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let window = bytes.get(at..(at + LONGEST).min(bytes.len()))?;
        let found = window
            .windows(what.len())
            .position(|piece| piece == what.as_bytes())?;
        Some(at + found)
    }

    /// Replaces blocks and outputs of template languages anywhere: they have their own quoting.
    fn template(&mut self) {
        const PAIRS: [(&str, &str); 5] = [
            ("{{", "}}"),
            ("{%", "%}"),
            ("{#", "#}"),
            ("<%", "%>"),
            ("<?", "?>"),
        ];
        let text = self.text;
        let mut at = 0;
        while let Some(offset) = text.get(at..).and_then(|rest| rest.find(['{', '<'])) {
            let start = at + offset;
            at = start + 1;
            let pair = PAIRS
                .iter()
                .find(|(open, _)| text[start..].starts_with(open));
            let Some((open, close)) = pair else {
                continue;
            };
            let Some(end) = self.find(start + open.len(), close) else {
                continue;
            };
            let inside = &text[start + open.len()..end];
            let end = end + close.len();
            let writes = match *open {
                "{{" => self.is_output(start, end, inside),
                "<%" | "<?" => inside.starts_with('=') || inside.starts_with("php echo"),
                _ => false,
            };
            if writes {
                self.name(start, end, false);
            } else {
                self.blank(start, end);
            }
            at = end;
        }
    }

    /// Whether `{{ … }}` prints a name: not if it is a directive, or alone on a line where no name is expected.
    fn is_output(&self, start: usize, end: usize, inside: &str) -> bool {
        let inside = inside.trim_start_matches(['-', ' ', '\t', '\n', '\r', '~']);
        let word: &str = inside
            .split(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_')
            .next()
            .unwrap_or_default();
        if DIRECTIVES.contains(&word) || inside.starts_with(['/', '#', '!', '^', '>']) {
            return false;
        }
        let line_before = self.text[..start].rsplit('\n').next().unwrap_or_default();
        let line_behind = self.text[end..].split('\n').next().unwrap_or_default();
        let alone =
            line_before.trim().is_empty() && line_behind.trim().trim_matches([',', ';']).is_empty();
        !alone || self.name_is_due(start)
    }

    /// Replaces all other placeholders outside strings and comments.
    fn marks(&mut self) {
        let text = self.text;
        let lex = Lexis::new(text, Dialect::detect(text));
        let mut at = 0;
        while at < lex.bytes.len() {
            let byte = lex.bytes[at];
            let found = match byte {
                b'\'' | b'"' | b'`' => {
                    let quoted = lex.quoted(at);
                    if let Some(end) = quoted.end
                        && byte == b'\''
                        && self.is_value_placeholder(at, end)
                    {
                        self.value(at, end);
                    }
                    at = quoted.end.filter(|_| !quoted.swallows).unwrap_or(at + 1);
                    continue;
                }
                b'$' | b'{' | b'@' | b':' | b'<' | b'%' | b'&' | b'#' | b'!' | b'~' | b'?' => {
                    self.placeholder(at)
                }
                _ => None,
            };
            if let Some(Found { end, takes_dots }) = found {
                at = self.name(at, end, takes_dots);
            } else if matches!(byte, b'-' | b'/' | b'#') {
                at = lex.comment(at).unwrap_or(at + 1).max(at + 1);
            } else {
                at += 1;
            }
        }
    }

    /// Whether a literal consists of a placeholder, so that its value is unknown.
    fn is_value_placeholder(&self, start: usize, end: usize) -> bool {
        let (first, last) = (start + 1, end - 1);
        let found = match self.byte(first) {
            // `:'name'` in psql.
            _ if self.before(start) == b':' => return self.before(start - 1) != b':',
            b'$' | b'#' if self.byte(first + 1) == b'{' => self.closed(first + 2, b'}'),
            b'$' if self.byte(first + 1) == b'(' => self.closed(first + 2, b')'),
            b'&' => self
                .word(first + 1 + usize::from(self.byte(first + 1) == b'&'))
                .and_then(|end| Found::until(end + usize::from(self.byte(end) == b'.'))),
            _ => None,
        };
        found.is_some_and(|found| found.end == last)
    }

    /// Replaces an unknown literal by a word that is never a value of a list.
    fn value(&mut self, start: usize, end: usize) {
        let start = start - usize::from(self.before(start) == b':');
        self.out[start..end].fill(b'_');
    }

    /// The placeholder that starts at a mark.
    fn placeholder(&self, at: usize) -> Option<Found> {
        let byte = self.byte(at);
        let before = self.before(at);
        let joined = is_word_byte(before) || matches!(before, b'\'' | b'"' | b')' | b']');
        let next = self.byte(at + 1);
        match byte {
            b'$' | b'#' if next == b'{' => self.closed(at + 2, b'}'),
            b'$' if next == b'(' => self.closed(at + 2, b')'),
            b'$' => {
                let end = self.word(at + 1)?;
                (self.byte(end) != b'$' && before != b'$').then_some(())?;
                Found::until(end)
            }
            b'{' => match next {
                b'}' => Found::until(at + 2),
                _ => self.closed(at + 1, b'}'),
            },
            b'#' if self.text[at..].starts_with("#__") => Found::until(at + 3),
            b'%' if !joined && next == b'(' => {
                let end = self.closed(at + 2, b')')?.end;
                (self.byte(end) == b's').then_some(())?;
                Found::until(end + 1)
            }
            b'@' if next == b'@' => {
                let end = self.word(at + 2)?;
                (self.byte(end) == b'@').then_some(())?;
                Found::until(end + 1 + usize::from(self.byte(end + 1) == b'@'))
            }
            b'%' | b'!' | b'~' | b'#' | b'@' => {
                let end = self.word(at + 1)?;
                let quoted = joined && before != b'_';
                if self.byte(end) == byte && end > at + 2 && !quoted {
                    return Found::until(end + 1);
                }
                let qualifies = self.byte(end) == b'.' && is_word_byte(self.byte(end + 1));
                let single = match byte {
                    b'@' => !joined && before != b'@',
                    b'%' => !joined && end == at + 2,
                    _ => false,
                };
                (single && (qualifies || self.name_is_due(at))).then_some(())?;
                Found::until(end)
            }
            b':' if before != b':' && !joined => {
                let quoted = next == b'"';
                let end = self.word(at + 1 + usize::from(quoted))?;
                let end = end + usize::from(quoted);
                let word = self.text.get(at + 1..end)?;
                let row = ["new", "old", "parent"]
                    .iter()
                    .any(|row| word.eq_ignore_ascii_case(row));
                let qualifies = self.byte(end) == b'.';
                (!row && (qualifies || self.name_is_due(at))).then_some(())?;
                Found::until(end)
            }
            b'<' if !is_word_byte(before) && is_word_byte(next) => {
                let inside = self.text.get(at + 1..)?;
                let length = inside
                    .bytes()
                    .take(LONGEST)
                    .take_while(|byte| {
                        is_word_byte(*byte) || matches!(byte, b' ' | b',' | b'-' | b'.')
                    })
                    .count();
                let end = at + 1 + length;
                (self.byte(end) == b'>').then_some(())?;
                let behind = self.byte(end + 1);
                (behind == b'.' || is_word_byte(behind) || before == b'.' || self.name_is_due(at))
                    .then_some(())?;
                Found::until(end + 1)
            }
            b'&' if !joined => {
                let start = at + 1 + usize::from(next == b'&');
                let end = self.word(start)?;
                let dots = self.byte(end) == b'.';
                (dots || self.name_is_due(at)).then_some(())?;
                Some(Found {
                    end,
                    takes_dots: true,
                })
            }
            b'?' if self.name_is_due(at) => Found::until(at + 1 + usize::from(next == b'?')),
            _ => None,
        }
    }

    /// The end of a word that starts with a letter.
    fn word(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let first = rest.first()?;
        (first.is_ascii_alphabetic() || *first == b'_').then_some(())?;
        let length = rest.iter().take_while(|byte| is_word_byte(**byte)).count();
        Some(at + length)
    }

    /// A placeholder that ends with a bracket: a name or look-up without blanks and quotes.
    fn closed(&self, at: usize, close: u8) -> Option<Found> {
        let mut depth = 0usize;
        let rest = self.text.as_bytes().get(at..)?;
        for (offset, byte) in rest.iter().take(LONGEST).enumerate() {
            match byte {
                byte if *byte == close && depth == 0 => {
                    return (offset > 0)
                        .then(|| Found::until(at + offset + 1))
                        .flatten();
                }
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.checked_sub(1)?,
                b'{' | b'}' | b';' | b'"' | b'\'' | b'\n' => return None,
                b' ' | b',' if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether the word before is followed by the name of a table or type.
    fn name_is_due(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end().trim_end_matches(['"', '`', '[']);
        let start = before
            .rfind(|ch: char| !ch.is_ascii_alphabetic())
            .map_or(0, |found| {
                found + before[found..].chars().next().map_or(1, char::len_utf8)
            });
        let word = &before[start..];
        word.len() < 12
            && BEFORE_NAMES
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
    }

    fn blank(&mut self, start: usize, end: usize) {
        for byte in &mut self.out[start..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// Replaces a placeholder by a name, or keeps the rest of the name around it. Returns the position to continue at.
    fn name(&mut self, start: usize, end: usize, takes_dots: bool) -> usize {
        let before = self.before(start);
        let mut behind = end;
        if self.byte(behind) == b'.' {
            while self.byte(behind) == b'.' && behind < end + 2 {
                behind += 1;
            }
            self.blank(start, behind);
            return behind;
        }
        if before == b'\'' && self.byte(end) == b'\'' {
            self.value(start - 1, end + 1);
            return end + 1;
        }
        let quoted = matches!(before, b'\'' | b'"' | b'`' | b'[')
            || matches!(self.byte(end), b'\'' | b'"' | b'`' | b']');
        let joins = |byte: u8| is_word_byte(byte) || matches!(byte, b'$' | b'{' | b'%' | b'#');
        let (left, right) = (is_word_byte(before), joins(self.byte(end)) && !takes_dots);
        if quoted || (left && right) {
            self.out[start..end].fill(b'_');
        } else if left {
            self.blank(start, end);
        } else if right {
            // `${prefix}_person` becomes `person`.
            let underscore = self.byte(end) == b'_' && self.byte(end + 1).is_ascii_alphabetic();
            let end = end + usize::from(underscore);
            self.blank(start, end);
            return end;
        } else {
            self.speaking(start, end);
        }
        end
    }

    /// A placeholder for a whole name is named after the last word in it.
    fn speaking(&mut self, start: usize, end: usize) {
        let inside = &self.text.as_bytes()[start..end];
        let last = inside.iter().rposition(|byte| is_word_byte(*byte));
        let word = last.map(|last| {
            let first = inside[..last]
                .iter()
                .rposition(|byte| !is_word_byte(*byte))
                .map_or(0, |before| before + 1);
            start + first..start + last + 1
        });
        let word = word.filter(|word| {
            let text = &self.text[word.clone()];
            text.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
                && !KEYWORDS
                    .iter()
                    .any(|known| text.eq_ignore_ascii_case(known))
        });
        match word {
            Some(word) => {
                self.blank(start, word.start);
                self.blank(word.end, end);
            }
            None => self.out[start..end].fill(b'_'),
        }
    }
}

#[cfg(test)]
mod tests;
