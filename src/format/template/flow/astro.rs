//! Astro: a program between two lines of hyphens, then markup with values in braces that may hold markup themselves:
//! `{list.map((one) => <li>{one}</li>)}`.

use super::script::{behind_group, behind_text};
use super::{Acts, behind, behind_raw, tag_name};
use crate::format::fragment::{Act, Begin};
use crate::model::{Span, html};

/// Maximum nesting of values in values.
const MOST_NESTED: usize = 200;

/// The effects of the parts.
pub fn acts(source: &str) -> Vec<(Span, Act)> {
    let mut reader = Reader {
        source,
        acts: Acts::default(),
        open: Vec::new(),
    };
    let start = reader.front_matter();
    reader.run(start);
    reader.acts.0
}

/// A value that is open.
struct Value {
    /// Where its program goes on: behind its brace, or behind the last markup in it.
    program: usize,
    /// What its markup is in; `None` before the first one.
    begun: Option<Begin>,
    /// Number of open brackets.
    brackets: usize,
    /// The number of open tags in its markup; `None` in its program.
    tags: Option<usize>,
    /// Whether something else than markup may be shown.
    prints: bool,
}

struct Reader<'s> {
    source: &'s str,
    acts: Acts,
    open: Vec<Value>,
}

impl Reader<'_> {
    /// Skips the program in front, and returns where the markup starts.
    fn front_matter(&mut self) -> usize {
        let start = self.source.len()
            - self
                .source
                .trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t'])
                .len();
        let Some(rest) = self
            .source
            .get(start..)
            .filter(|rest| rest.starts_with("---"))
        else {
            return 0;
        };
        let Some(end) = rest.get(3..).and_then(|rest| rest.find("\n---")) else {
            return 0;
        };
        let past = start + 3 + end + "\n---".len();
        self.acts.add(start, past, Act::Nothing);
        past
    }

    fn run(&mut self, start: usize) {
        let mut at = start;
        while at < self.source.len() {
            let in_program = self.open.last().is_some_and(|value| value.tags.is_none());
            at = match in_program {
                true => self.program(at),
                false => self.markup(at),
            };
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// Reads on in markup, and returns where to go on.
    fn markup(&mut self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return behind(self.source, at, "-->");
        }
        if rest.starts_with("</") {
            let past = behind(self.source, at, ">");
            self.close(past);
            return past;
        }
        if rest.starts_with("<>") {
            self.open_tag();
            return at + 2;
        }
        if let Some((name, past)) = tag_name(self.source, at) {
            let (end, empty) = self.tag(past);
            if matches!(name, "script" | "style") && !empty {
                let past = behind_raw(self.source, at, name);
                // Their own tags cancel out.
                self.open_tag();
                self.close(past);
                return past;
            }
            self.open_tag();
            if empty || html::is_void(name) {
                self.close(end);
            }
            return end;
        }
        if rest.starts_with('{') {
            self.begin_value(at);
            return at + 1;
        }
        at + 1
    }

    /// Reads the attributes of a tag; returns where it ends, and whether it has no content.
    fn tag(&mut self, from: usize) -> (usize, bool) {
        let mut at = from;
        let mut before = 0;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'>' => return (at + 1, before == b'/'),
                b'"' | b'\'' => {
                    let quote = if byte == b'"' { "\"" } else { "'" };
                    at = behind(self.source, at + 1, quote);
                }
                b'`' => {
                    let past = behind_text(self.source, at).unwrap_or(self.source.len());
                    self.acts.add(at, past, Act::Print);
                    at = past;
                }
                b'{' => {
                    let past = behind_group(self.source, at).unwrap_or(self.source.len());
                    let inner = self.source.get(at + 1..past).unwrap_or_default();
                    let is_remark = inner.trim_start().starts_with("/*");
                    let act = if is_remark { Act::Nothing } else { Act::Print };
                    self.acts.add(at, past, act);
                    at = past;
                }
                _ => at += 1,
            }
            before = byte;
        }
        (at, false)
    }

    fn open_tag(&mut self) {
        if let Some(tags) = self.open.last_mut().and_then(|value| value.tags.as_mut()) {
            *tags += 1;
        }
    }

    /// Ends a tag; behind the last one of a value, its program goes on.
    fn close(&mut self, past: usize) {
        let Some(value) = self.open.last_mut() else {
            return;
        };
        if let Some(tags) = &mut value.tags {
            *tags = tags.saturating_sub(1);
            if *tags == 0 {
                value.tags = None;
                value.program = past;
            }
        }
    }

    fn begin_value(&mut self, at: usize) {
        if self.open.len() >= MOST_NESTED {
            return;
        }
        self.open.push(Value {
            program: at,
            begun: None,
            brackets: 1,
            tags: None,
            prints: false,
        });
    }

    /// Reads on in the program of a value, and returns where to go on.
    fn program(&mut self, at: usize) -> usize {
        if let Some(past) = behind_text(self.source, at) {
            return past;
        }
        let starts_markup = self.starts_markup(at);
        let Some(value) = self.open.last_mut() else {
            return at + 1;
        };
        match self.source.as_bytes().get(at) {
            Some(b'(' | b'[' | b'{') => value.brackets += 1,
            Some(b')' | b']' | b'}') => {
                value.brackets -= 1;
                if value.brackets == 0 {
                    self.end_value(at + 1);
                }
            }
            Some(b'<') if starts_markup => {
                self.begin_markup(at);
                return at;
            }
            _ => {}
        }
        at + 1
    }

    /// Whether a tag starts here instead of a comparison.
    fn starts_markup(&self, at: usize) -> bool {
        let Some(rest) = self
            .source
            .get(at..)
            .and_then(|rest| rest.strip_prefix('<'))
        else {
            return false;
        };
        let is_tag = rest.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '>');
        let before = self.source.get(..at).unwrap_or_default().trim_end();
        is_tag
            && (before.ends_with(['{', '(', '[', '?', ':', ',', '&', '|', '>', ';', '=', '}'])
                || before.ends_with("return"))
    }

    /// Starts a branch for markup in a value.
    fn begin_markup(&mut self, at: usize) {
        let source = self.source;
        let Some(value) = self.open.last_mut() else {
            return;
        };
        value.tags = Some(0);
        let from = value.program;
        let program = source.get(from..at).unwrap_or_default();
        match value.begun {
            None => {
                let begin = match repeats(program) {
                    true => Begin::Loop,
                    false => Begin::If,
                };
                // `{a ? 'text' : <p>…`
                value.prints = is_alternative(program) && program.contains('?');
                value.begun = Some(begin);
                self.acts.begin(from, at, begin);
            }
            Some(_) if is_alternative(program) => self.acts.add(from, at, Act::Otherwise),
            Some(begun) => {
                let begin = match repeats(program) {
                    true => Begin::Loop,
                    false => Begin::If,
                };
                value.begun = Some(begin);
                self.acts.end(from, at, begun);
                self.acts.also(Act::Begin(begin));
            }
        }
    }

    fn end_value(&mut self, past: usize) {
        let Some(value) = self.open.pop() else {
            return;
        };
        let program = self.source.get(value.program..past).unwrap_or_default();
        let Some(begun) = value.begun else {
            let inner = program.trim_matches(['{', '}']).trim();
            let is_remark = inner.is_empty() || inner.starts_with("/*") && inner.ends_with("*/");
            let act = if is_remark { Act::Nothing } else { Act::Print };
            self.acts.add(value.program, past, act);
            return;
        };
        self.acts.end(value.program, past, begun);
        if value.prints || shows_more(program) {
            self.acts.also(Act::Print);
        }
    }
}

/// Whether a program shows what follows for each part of a list.
fn repeats(program: &str) -> bool {
    const CALLS: [&str; 5] = [".map(", ".flatMap(", "Array.from(", ".map<", ".reduce("];
    CALLS.iter().any(|call| program.contains(call))
}

/// Whether a program between two parts with markup starts the other result of a condition.
fn is_alternative(program: &str) -> bool {
    program
        .trim_end()
        .trim_end_matches('(')
        .trim_end()
        .ends_with(':')
}

/// Whether the program behind markup names another result that is shown.
fn shows_more(program: &str) -> bool {
    let other = program.trim_start_matches([')', ' ', '\n', '\t', '\r']);
    let Some(other) = other.strip_prefix(':') else {
        return false;
    };
    let other = other.trim_matches([')', '(', '}', ' ', '\n', '\t', '\r', ';']);
    !matches!(other, "null" | "undefined" | "false" | "''" | "\"\"" | "``")
}
