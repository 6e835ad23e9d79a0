//! Markup as text → tags, texts and branches for the [`Builder`].

mod tag;

use std::borrow::Cow;
use std::cell::Cell;

use self::tag::{Raw, RawTag};
use super::attributes::{Attributes, Condition, Given, Placeholder, hole};
use super::builder::{Becomes, Begin, Builder, End, StartTag};
use super::component::{Names, becomes, stand_in_attributes};
use super::dialect::{self, Dialect, Written};
use super::element::is_raw;
use super::entity::decoded;
use crate::model::{HOLE, Span};

/// A longer tag was never closed.
const MOST_BYTES: usize = 16_000;
/// With more unclosed tags, the input is not markup.
const MOST_LOST: usize = 100;
/// Byte that covers printed parts.
const PRINTED: u8 = 0x1A;
/// Byte that covers statements and comments.
const SILENT: u8 = 0x1B;

/// The effect of a template part on the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Prints something.
    Print,
    /// Prints tags, so that surrounding content may be inside others.
    PrintTags,
    /// Has no visible effect.
    Nothing,
    /// Leaves it to another template what is shown of the markup outside named parts.
    Extend,
    /// Starts content shown elsewhere.
    Store,
    /// Ends content shown elsewhere.
    EndStore,
    /// Starts a branch.
    Begin(Begin),
    /// Starts the next case.
    Otherwise,
    /// Ends a branch.
    End(End),
}

/// Reads the markup in a part of a text. `acts` holds the server's actions in text order.
pub fn read(
    source: &str,
    range: Span,
    dialect: Dialect,
    acts: &[(Span, Act)],
    names: &Names<'_>,
    builder: &mut Builder,
) {
    let range = composed(source, range, dialect);
    let end = (range.end as usize).min(source.len());
    let mut bytes = Cow::Borrowed(source.as_bytes());
    for (span, act) in acts {
        let cover = match act {
            Act::Print | Act::PrintTags => PRINTED,
            _ => SILENT,
        };
        if span.start < span.end
            && let Some(part) = bytes.to_mut().get_mut(span.range())
            && part.first() != Some(&PRINTED)
        {
            part.fill(cover);
        }
    }
    let mut reader = Reader {
        source,
        bytes,
        end,
        dialect,
        acts,
        next: 0,
        blocks: Vec::new(),
        lost: Cell::new(0),
        names,
        builder,
    };
    reader.run(range.start as usize);
}

/// The range of a Facelets view that is in its output: with a composition, only that.
fn composed(source: &str, range: Span, dialect: Dialect) -> Span {
    const ENDING: &str = "</ui:composition>";
    let text = source.get(range.range()).unwrap_or_default();
    let begin = text
        .find("<ui:composition")
        .filter(|_| dialect == Dialect::Server);
    match begin.zip(text.rfind(ENDING)) {
        Some((begin, end)) if begin < end => {
            let start = range.start as usize;
            Span::new(start + begin, start + end + ENDING.len())
        }
        _ => range,
    }
}

struct Reader<'t, 'b> {
    source: &'t str,
    /// The text with the server's actions covered.
    bytes: Cow<'t, [u8]>,
    end: usize,
    dialect: Dialect,
    acts: &'t [(Span, Act)],
    /// Index of the next act.
    next: usize,
    /// Open Angular blocks.
    blocks: Vec<Block>,
    /// Number of unclosed tags.
    lost: Cell<usize>,
    names: &'t Names<'t>,
    builder: &'b mut Builder,
}

/// What a closing brace ends.
#[derive(Clone, Copy)]
enum Block {
    /// Braces within a text.
    Text,
    /// A case, which ends with the next one.
    Case,
    /// A branch.
    Branch(Begin),
}

/// Whether a language other than the template's inserts something into a value.
fn is_foreign(value: &str) -> bool {
    ["<%", "<?", "{{", "{%", "${", "[%"]
        .iter()
        .any(|mark| value.contains(mark))
}

/// Whether a block continues after the closing brace of its last part.
fn goes_on(begin: Begin, behind: &str) -> bool {
    let next: &[&str] = match begin {
        Begin::If => &["@else"],
        Begin::Loop => &["@empty"],
        Begin::Block => &["@placeholder", "@loading", "@error"],
        Begin::Switch | Begin::Wrap => &[],
    };
    let behind = behind.trim_start();
    next.iter().any(|word| behind.starts_with(word))
}

impl Reader<'_, '_> {
    fn run(&mut self, start: usize) {
        let mut at = start;
        let mut text = start;
        while at < self.end && !self.builder.is_full() {
            if self.lost.get() > MOST_LOST {
                self.builder.give_up();
            }
            if let Some(past) = self.server_act(at, text) {
                at = past;
                text = past;
                continue;
            }
            let found = match self.peek(at) {
                Some(b'<') => {
                    let before = Span::new(text, at);
                    self.markup(at, before)
                }
                Some(b'{' | b'}' | b'@')
                    if !matches!(self.dialect, Dialect::Server | Dialect::Compiled) =>
                {
                    let before = Span::new(text, at);
                    self.client_act(at, before)
                }
                _ => None,
            };
            match found {
                Some(past) => {
                    at = past.max(at + 1);
                    text = at;
                }
                None => at += 1,
            }
        }
        self.words(Span::new(text, self.end.max(text)));
    }

    fn peek(&self, at: usize) -> Option<u8> {
        if at < self.end {
            self.bytes.get(at).copied()
        } else {
            None
        }
    }

    fn find(&self, from: usize, wanted: &[u8]) -> Option<usize> {
        let slice = self.bytes.get(from..self.end)?;
        let mut windows = slice.windows(wanted.len());
        windows
            .position(|window| window == wanted)
            .map(|at| from + at)
    }

    fn words(&mut self, span: Span) {
        if let Some(text) = self.source.get(span.range()) {
            let text = decoded(text);
            self.builder.text(&text);
        }
    }

    /// Applies all acts of the server at `at`, and returns where they end.
    fn server_act(&mut self, at: usize, text: usize) -> Option<usize> {
        while self
            .acts
            .get(self.next)
            .is_some_and(|(span, _)| (span.start as usize) < at)
        {
            self.next += 1;
        }
        let mut past = None;
        while let Some((span, act)) = self.acts.get(self.next).copied()
            && span.start as usize == at
        {
            if past.is_none() {
                self.words(Span::new(text, at));
            }
            past = Some(past.unwrap_or(at).max(span.end as usize));
            self.next += 1;
            self.act(act);
        }
        past
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Print => self.builder.hole(),
            Act::PrintTags => {
                self.builder.hole();
                self.builder.scatter();
            }
            Act::Nothing => {}
            Act::Extend => self.builder.extend(),
            Act::Store => self.builder.begin_elsewhere(),
            Act::EndStore => self.builder.end_elsewhere(),
            Act::Begin(begin) => self.builder.begin(begin),
            Act::Otherwise => self.builder.otherwise(),
            Act::End(end) => self.builder.finish_branch(end),
        }
    }

    /// Applies what a framework does at `at`, between tags.
    fn client_act(&mut self, at: usize, before: Span) -> Option<usize> {
        let rest = self.source.get(at..self.end)?;
        if self.dialect == Dialect::Svelte {
            if !rest.starts_with('{') {
                return None;
            }
            let past = self.braces(at);
            let inner = self
                .source
                .get(at + 1..past.saturating_sub(1))
                .unwrap_or_default();
            self.words(before);
            let inner = inner.trim_start();
            let act = match inner.as_bytes().first() {
                Some(b'#') if inner.starts_with("#each") => Act::Begin(Begin::Loop),
                Some(b'#') if inner.starts_with("#snippet") => Act::Begin(Begin::Block),
                Some(b'#') => Act::Begin(Begin::If),
                Some(b':') => Act::Otherwise,
                Some(b'/') => Act::End(End::Any),
                Some(b'@') if inner.starts_with("@const") || inner.starts_with("@debug") => {
                    Act::Nothing
                }
                _ => {
                    if let Some(Given::Text(text)) = super::attributes::constant(inner) {
                        self.builder.text(&text);
                        return Some(past);
                    }
                    if !inner.starts_with('@') {
                        self.builder.text_hole();
                        return Some(past);
                    }
                    Act::Print
                }
            };
            self.act(act);
            return Some(past);
        }
        if rest.starts_with("{{") {
            let past = at + rest.find("}}").map_or(2, |end| end + 2);
            self.words(before);
            let inner = self
                .source
                .get(at + 2..past.saturating_sub(2))
                .unwrap_or_default();
            match super::attributes::constant(inner) {
                Some(Given::Text(text)) => self.builder.text(&text),
                _ => self.builder.text_hole(),
            }
            return Some(past);
        }
        if self.dialect != Dialect::Angular {
            return None;
        }
        match rest.as_bytes().first()? {
            b'{' if !self.blocks.is_empty() => {
                self.blocks.push(Block::Text);
                None
            }
            b'}' => {
                let block = self.blocks.pop()?;
                if matches!(block, Block::Text) {
                    return None;
                }
                self.words(before);
                if let Block::Branch(begin) = block
                    && !goes_on(begin, &rest[1..])
                {
                    self.builder.finish_branch(End::Of(begin));
                }
                Some(at + 1)
            }
            b'@' => self.angular_block(at, rest, before),
            _ => None,
        }
    }

    /// `@if (…) {`
    fn angular_block(&mut self, at: usize, rest: &str, before: Span) -> Option<usize> {
        const MOST_BLOCKS: usize = 256;
        let word: &str = rest[1..]
            .split(|ch: char| !ch.is_ascii_lowercase())
            .next()
            .unwrap_or_default();
        let head = match word {
            "if" => Act::Begin(Begin::If),
            "for" => Act::Begin(Begin::Loop),
            "switch" => Act::Begin(Begin::Switch),
            "defer" => Act::Begin(Begin::Block),
            "case" | "default" | "else" | "empty" | "placeholder" | "loading" | "error" => {
                Act::Otherwise
            }
            _ => return None,
        };
        let open = at + rest.find('{')?;
        let between = self.source.get(at + 1 + word.len()..open)?.trim();
        let fits = between.is_empty()
            || between.starts_with('(') && between.ends_with(')')
            || word == "else" && between.starts_with("if") && between.ends_with(')');
        if !fits || self.blocks.len() >= MOST_BLOCKS {
            return None;
        }
        self.words(before);
        let block = match (head, word) {
            (Act::Begin(begin), _) => Block::Branch(begin),
            (_, "case" | "default") => Block::Case,
            (_, "empty") => Block::Branch(Begin::Loop),
            (_, "else") => Block::Branch(Begin::If),
            _ => Block::Branch(Begin::Block),
        };
        self.act(head);
        self.blocks.push(block);
        Some(open + 1)
    }

    /// Reads what starts with a `<`, and returns where it ends; `None` if it is text.
    fn markup(&mut self, at: usize, before: Span) -> Option<usize> {
        let rest = self.bytes.get(at..self.end)?;
        if rest.starts_with(b"<!--") {
            self.words(before);
            return Some(self.comment_end(at));
        }
        if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
            self.words(before);
            return Some(self.find(at, b">").map_or(self.end, |end| end + 1));
        }
        let closes = rest.get(1) == Some(&b'/');
        let first = rest.get(1 + usize::from(closes))?;
        if self.dialect == Dialect::Htm && rest.starts_with(b"<//>") {
            self.words(before);
            self.builder.end_innermost();
            return Some(at + b"<//>".len());
        }
        // Phoenix components and slots: `<.link>`, `<:title>`.
        let second = rest.get(2 + usize::from(closes));
        let is_local = self.dialect == Dialect::Server
            && matches!(first, b'.' | b':')
            && second.is_some_and(u8::is_ascii_alphabetic);
        if !(first.is_ascii_alphabetic() || *first == PRINTED || is_local) {
            return None;
        }
        if closes {
            let name_end = self.name_end(at + 2);
            let name = self.name(Span::new(at + 2, name_end));
            let past = self.find(at, b">").map_or(self.end, |end| end + 1);
            self.words(before);
            self.builder.end(&name);
            return Some(past);
        }
        let tag = self.tag(at)?;
        if self.dialect == Dialect::Server && self.is_within_program(at) {
            // Its content is assembled by a script.
            self.builder.give_up();
            return None;
        }
        self.words(before);
        Some(self.open(at, tag))
    }

    /// The position after a comment. Thymeleaf takes out everything between `<!--/*-->` and `<!--*/-->`.
    fn comment_end(&self, at: usize) -> usize {
        let opens = |mark: &[u8]| {
            self.bytes
                .get(at..)
                .is_some_and(|rest| rest.starts_with(mark))
        };
        let block = opens(b"<!--/*-->").then(|| self.find(at, b"<!--*/-->"));
        match block.flatten() {
            Some(end) => end + b"<!--*/-->".len(),
            None => self.find(at, b"-->").map_or(self.end, |end| end + 3),
        }
    }

    /// Whether a tag starts a string of a program written in a template without `<script>`: `a += '<div>';`.
    fn is_within_program(&self, at: usize) -> bool {
        let Some(before) = self.bytes.get(..at) else {
            return false;
        };
        let [rest @ .., b'\'' | b'"' | b'`'] = before else {
            return false;
        };
        let rest = rest.trim_ascii_end();
        // It is concatenated, or assigned to something with a name.
        let target = match rest {
            [target @ .., b'+', b'='] => target.trim_ascii_end(),
            [target @ .., b' ', b'='] => target.trim_ascii_end(),
            [before @ .., b'r', b'e', b't', b'u', b'r', b'n'] => return begins_statement(before),
            _ => return false,
        };
        target
            .last()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b']'))
    }

    /// Opens a tag, and returns where the text after it starts.
    fn open(&mut self, at: usize, tag: RawTag) -> usize {
        let written = tag.name.clone();
        let lower = written.to_ascii_lowercase();
        let mut attributes = Attributes {
            any: tag.any || tag.broken,
            kind: tag.broken,
            ..Attributes::default()
        };
        for raw in &tag.attributes {
            self.add(&lower, raw, &mut attributes);
        }
        if tag.empty {
            // What follows is not its content, even where the tree shows it there.
            let left = attributes.placeholder.take();
            attributes.kind |= left == Some(Placeholder::Whole);
        }
        let raw_text = is_raw(&lower) && !tag.empty;
        let mut becomes = becomes(&written, self.dialect, &attributes, self.names);
        if written.contains(HOLE) {
            becomes = Becomes::Component;
        }
        if self.dialect == Dialect::Angular && becomes == Becomes::Elsewhere {
            // Another element shows it in its own place: `*ngIf="a; else other"`.
            attributes.depend(Condition::Else);
        }
        if matches!(becomes, Becomes::StandIn { .. }) {
            stand_in_attributes(&written, &mut attributes, self.names);
        }
        let name = match becomes {
            Becomes::Component if !lower.contains(['-', ':']) && lower != "slot" => {
                format!("x-{}", lower.replace(HOLE, "x"))
            }
            _ if self.builder.keeps_case() => written.clone(),
            _ => lower.clone(),
        };
        // For browsers, only elements outside HTML can be self-closing.
        let xml = !self.dialect.is_parsed_by_browsers()
            || !matches!(becomes, Becomes::Element)
            || self.builder.keeps_case();
        let closed = tag.empty && xml;
        let end = tag.end;
        // Without an element of its own, what is written in place of its content leaves nothing of it.
        let is_replaced = becomes == Becomes::Nothing
            && matches!(
                attributes.placeholder,
                Some(Placeholder::Whole | Placeholder::Content)
            );
        self.builder.start(StartTag {
            name,
            written: written.clone(),
            span: Span::new(at, end),
            attributes,
            closed,
            becomes,
        });
        // Facelets and Fluid take them out.
        if (matches!(lower.as_str(), "ui:remove" | "f:comment") || is_replaced) && !closed {
            self.builder.end(&written);
            return self.behind_content(end, &lower);
        }
        if raw_text && !closed {
            return self.raw_text(&written, &lower, end);
        }
        end
    }

    /// Where the text behind an element starts whose content is left out.
    fn behind_content(&self, from: usize, name: &str) -> usize {
        let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
        let mut at = from;
        // Those of the same name within it, and itself.
        let mut open = 1;
        while open > 0 {
            let Some(closes) = self.find(at, closing.as_bytes()) else {
                return self.end;
            };
            let inside = self.source.get(at..closes).unwrap_or_default();
            open += inside.matches(opening.as_str()).count();
            open -= 1;
            at = closes + closing.len();
        }
        at
    }

    fn add(&self, tag: &str, raw: &Raw, attributes: &mut Attributes) {
        let Some(name) = self.source.get(raw.name.range()) else {
            return;
        };
        let name = name.trim();
        let source = raw
            .value
            .and_then(|value| self.source.get(value.range()))
            .unwrap_or_default();
        let mut value = raw
            .value
            .map(|value| self.marked(&name.to_ascii_lowercase(), value));
        let mut braces = raw.braces;
        let mut inner = source;
        if self.dialect == Dialect::Svelte
            && let Some(only) = source
                .trim()
                .strip_prefix('{')
                .and_then(|text| text.strip_suffix('}'))
            && !only.contains(['{', '}'])
            && !braces
        {
            // title="{title}"
            braces = true;
            inner = only;
        }
        if braces {
            value = Some(String::new());
        }
        let before = attributes.known.len();
        dialect::add(
            self.dialect,
            tag,
            Written {
                name,
                value,
                source: inner,
                is_expression: braces,
            },
            attributes,
            self.names.components,
        );
        if raw.optional {
            let added: Vec<String> = attributes
                .known
                .get(before..)
                .unwrap_or_default()
                .iter()
                .map(|(name, _)| name.clone())
                .collect();
            for name in added {
                if super::attributes::decides(&name) {
                    attributes.known.retain(|(known, _)| *known != name);
                }
                if !attributes.unknown.contains(&name) {
                    attributes.unknown.push(name);
                }
            }
        }
    }

    /// A value with inserted parts marked as holes.
    fn marked(&self, name: &str, span: Span) -> String {
        let mut text = String::new();
        let mut literal = span.start as usize;
        let end = span.end as usize;
        let mut at = literal;
        while at < end {
            let past = match self.bytes.get(at).copied() {
                Some(PRINTED | SILENT) if self.dialect.is_filled() => {
                    let mut past = at;
                    while past < end && matches!(self.bytes.get(past), Some(&PRINTED | &SILENT)) {
                        past += 1;
                    }
                    Some(past)
                }
                Some(b'{') if self.dialect == Dialect::Angular => {
                    let rest = self.source.get(at..end).unwrap_or_default();
                    rest.strip_prefix("{{")
                        .and_then(|inner| inner.find("}}"))
                        .map(|length| at + length + 4)
                }
                Some(b'{') if self.dialect == Dialect::Svelte => Some(self.braces(at).min(end)),
                _ => None,
            };
            match past {
                Some(past) => {
                    text.push_str(&decoded(self.source.get(literal..at).unwrap_or_default()));
                    text.push_str(&hole(name, self.source.get(at..past).unwrap_or_default()));
                    at = past;
                    literal = past;
                }
                None => at += 1,
            }
        }
        text.push_str(&decoded(self.source.get(literal..end).unwrap_or_default()));
        if self.dialect == Dialect::Server && is_foreign(&text) {
            text.insert(0, HOLE);
        }
        text
    }

    /// Reads content that is not markup, and returns where its end tag ends.
    fn raw_text(&mut self, written: &str, lower: &str, start: usize) -> usize {
        let closing = format!("</{lower}");
        let closing = closing.as_bytes();
        let mut end = start;
        while end < self.end
            && !self
                .bytes
                .get(end..end + closing.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(closing))
        {
            end += 1;
        }
        let text = self.marked("title", Span::new(start, end));
        if matches!(lower, "script" | "style") {
            self.builder.text(&text.replace(HOLE, " "));
        } else {
            self.builder.text(&text);
        }
        self.builder.end(written);
        self.find(end, b">").map_or(self.end, |at| at + 1)
    }
}

/// Whether a program statement starts after a text: prose may say "press return" as well.
fn begins_statement(before: &[u8]) -> bool {
    let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t');
    let last = before.iter().rev().find(|byte| !blank(byte));
    last.is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b';' | b'{' | b'}' | b')'))
}
