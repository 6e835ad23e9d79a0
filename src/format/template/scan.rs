//! Cuts the text of a template into pieces.

mod code;
mod directive;
mod included;
mod jinja;
mod mako;
mod mason;
mod perl;
mod placeholder;

use self::code::end_of_php;
use self::directive::Pairs;
pub(super) use self::placeholder::addresses_by_placeholder;
use super::language::{At, Curly, Hash, Language, Percent, Square};
use super::parser::expression;
use super::piece::{Act, Piece, PieceKind};
use super::razor;
use super::statement;
use super::tag;
use crate::format::logic::{Constant, Expression};
use crate::model::{Located, Span};

/// Maximum length between marks; longer ones were never closed.
const MOST_BYTES: usize = 8_000;
/// Maximum number of pieces; with more the template is generated.
const MOST_PIECES: usize = 200_000;

/// The pieces of a template, without gaps.
pub fn pieces(source: &str, language: &Language) -> Vec<Piece> {
    pieces_of(source, Span::new(0, source.len()), language)
}

/// The pieces of a part of a text.
pub fn pieces_of(source: &str, part: Span, language: &Language) -> Vec<Piece> {
    let mut scanner = Scanner {
        source: source.get(..part.end as usize).unwrap_or(source),
        language,
        pieces: Vec::new(),
        literal: part.start as usize,
        open: tag::Open::default(),
        braces: razor::Braces::of(language),
        pairs: match language.at {
            At::Blade => Pairs::of(source),
            _ => Pairs::default(),
        },
    };
    scanner.run();
    scanner.pieces
}

/// Result of reading at one place: number of bytes, and the pieces.
pub(super) type Found = (usize, Vec<PieceKind>);

struct Scanner<'t> {
    source: &'t str,
    language: &'t Language,
    pieces: Vec<Piece>,
    /// Start of the current literal text.
    literal: usize,
    open: tag::Open,
    braces: razor::Braces,
    /// Custom directives closed by another one.
    pairs: Pairs<'t>,
}

impl Scanner<'_> {
    /// The rest of the line from a position on; `None` if text stands before it.
    fn own_line(&self, at: usize) -> Option<&str> {
        // Only blanks are examined, because a line may be as long as the file.
        let before = self.source.get(..at)?.trim_end_matches([' ', '\t']);
        let begins = before.is_empty() || before.ends_with('\n');
        self.source.get(at..)?.split('\n').next().filter(|_| begins)
    }

    fn run(&mut self) {
        let bytes = self.source.as_bytes();
        let mut at = self.literal;
        while let Some(byte) = bytes.get(at) {
            if self.pieces.len() > MOST_PIECES {
                break;
            }
            let found = match byte {
                b'{' => self.curly(at),
                b'<' => self.angle(at),
                b'$' | b'#' => self.signed(at),
                b'[' if self.language.hash == Hash::FreeMarker => self.hash(at),
                b'[' if self.language.attributes => self.inline(at),
                b'[' => self.square(at),
                b'@' => self.at_sign(at),
                b'%' if self.language.percent == Percent::Mako => self.mako_line(at),
                b'%' if self.language.percent == Percent::Mason => self.mason_line(at),
                b'%' if self.language.name == "gsp" => {
                    self.between(at, "%{--", "--%}").map(comment)
                }
                _ => None,
            };
            let found = found.or_else(|| self.placeholder(at));
            if let Some((length, kinds)) = found {
                self.add(at, length, kinds);
                at += length.max(1);
                continue;
            }
            let braced = matches!(self.language.at, At::Razor | At::FileInclude);
            let brace = braced && b"{}bcdefisw".contains(byte);
            if brace && let Some((length, kinds)) = self.braces.parse_statement(self.source, at) {
                self.add(at, length, kinds);
                at += length;
                continue;
            }
            if *byte == b'<' && self.language.attributes {
                at = self.tag(at);
                continue;
            }
            at += 1;
        }
        self.literal_until(self.source.len());
    }

    fn literal_until(&mut self, end: usize) {
        if self.literal < end {
            self.pieces.push(Piece {
                span: Span::new(self.literal, end),
                kind: PieceKind::Literal,
            });
        }
        self.literal = end;
    }

    fn add(&mut self, at: usize, length: usize, kinds: Vec<PieceKind>) {
        self.literal_until(at);
        let span = Span::new(at, at + length);
        self.pieces
            .extend(kinds.into_iter().map(|kind| Piece { span, kind }));
        self.literal = at + length;
    }

    /// A tag whose attributes decide or print: the tag is literal and followed by its effects.
    fn tag(&mut self, at: usize) -> usize {
        let Some((length, before, behind)) = self.open.parse_tag(self.source, at, self.language)
        else {
            return at + 1;
        };
        if !before.is_empty() {
            self.add(at, 0, before);
        }
        if !behind.is_empty() {
            self.add(at + length, 0, behind);
        }
        at + length
    }

    /// A part between two marks at `at`: number of bytes in total, and the span inside.
    fn between(&self, at: usize, opens: &str, closes: &str) -> Option<(usize, Span)> {
        between(self.source, at, opens, closes)
    }

    fn output(&self, found: (usize, Span)) -> Found {
        let (length, inner) = found;
        (length, vec![self.print(inner)])
    }

    fn print(&self, inner: Span) -> PieceKind {
        let builtins = self.language.hash == Hash::FreeMarker;
        PieceKind::Output(
            expression(self.source, trim(self.source, inner), builtins),
            None,
        )
    }

    fn square(&self, at: usize) -> Option<Found> {
        match self.language.square {
            Square::No => None,
            Square::Partials => self.partial(at),
            Square::Toolkit => {
                if let Some(found) = self.between(at, "[%#", "%]") {
                    return Some(comment(found));
                }
                let (length, inner) = self.between(at, "[%", "%]")?;
                let acts = statement::toolkit(self.source, inner).into_iter();
                Some((length, acts.map(PieceKind::Act).collect()))
            }
            Square::Smarty => {
                let (length, inner) = self.between(at, "[{", "}]")?;
                let inner = trim(self.source, inner);
                Some(match statement::smarty(self.source, inner) {
                    Some(act) => (length, vec![PieceKind::Act(act)]),
                    None => self.output((length, inner)),
                })
            }
        }
    }

    fn curly(&self, at: usize) -> Option<Found> {
        match self.language.curly {
            Curly::No if self.language.name == "fluid" => self.fluid(at),
            Curly::No => None,
            Curly::Jinja => {
                if let Some(found) = self.between(at, "{#", "#}") {
                    return Some(comment(found));
                }
                if let Some((length, inner)) = self.between(at, "{%", "%}") {
                    let inner = dashes(self.source, inner);
                    if let Some(end) = self.end_of_remark(at + length, inner) {
                        return Some((end - at, vec![PieceKind::Comment]));
                    }
                    return Some((
                        length,
                        vec![PieceKind::Act(statement::jinja(self.source, inner))],
                    ));
                }
                let (length, inner) = self.between(at, "{{", "}}")?;
                Some(self.output((length, dashes(self.source, inner))))
            }
            Curly::Handlebars => {
                if let Some(found) = self.between(at, "{{!--", "--}}") {
                    return Some(comment(found));
                }
                if let Some(found) = self.between(at, "{{{", "}}}") {
                    return Some(self.output(found));
                }
                let (length, inner) = self.between(at, "{{", "}}")?;
                let inner = trim(self.source, inner);
                Some(match statement::handlebars(self.source, inner) {
                    Some(act) => (length, vec![PieceKind::Act(act)]),
                    None => {
                        let value = statement::prefix(self.source, inner, "");
                        (length, vec![PieceKind::Output(value, None)])
                    }
                })
            }
            Curly::Go => {
                let (length, inner) = self.between(at, "{{", "}}")?;
                let inner = trim(self.source, dashes(self.source, inner));
                if self.source.get(inner.range())?.starts_with("/*") {
                    return Some(comment((length, inner)));
                }
                Some(match statement::go(self.source, inner) {
                    Some(act) => (length, vec![PieceKind::Act(act)]),
                    None => {
                        let value = statement::prefix(self.source, inner, "");
                        (length, vec![PieceKind::Output(value, None)])
                    }
                })
            }
            Curly::Blade => {
                if let Some(found) = self.between(at, "{{--", "--}}") {
                    return Some(comment(found));
                }
                self.between(at, "{!!", "!!}")
                    .or_else(|| self.between(at, "{{", "}}"))
                    .map(|found| self.output(found))
            }
            Curly::Braces => {
                let end = end_of(self.source.get(at + 1..)?, b'}')?;
                Some(self.output((end + 2, Span::new(at + 1, at + 1 + end))))
            }
            Curly::Smarty => {
                let remark = self
                    .between(at, "{*", "*}")
                    .or_else(|| self.between(at, "{ignore}", "{/ignore}"));
                if let Some(found) = remark {
                    return Some(comment(found));
                }
                // Benchpress, whose files have the same extension.
                if let Some((length, inner)) = self.between(at, "{{{", "}}}") {
                    let act = statement::benchpress(self.source, trim(self.source, inner))?;
                    return Some((length, vec![PieceKind::Act(act)]));
                }
                let next = self.source.as_bytes().get(at + 1)?;
                if !(next.is_ascii_alphabetic()
                    || matches!(next, b'$' | b'/' | b'"' | b'\'' | b'#'))
                {
                    return None;
                }
                let (length, inner) = self.between(at, "{", "}")?;
                let inner = trim(self.source, inner);
                Some(match statement::smarty(self.source, inner) {
                    Some(act) => (length, vec![PieceKind::Act(act)]),
                    None => self.output((length, inner)),
                })
            }
        }
    }

    /// The end of a comment started by a statement: `{% comment %} … {% endcomment %}` of Django and Liquid, `{% doc %}` of Liquid.
    fn end_of_remark(&self, behind: usize, statement: Span) -> Option<usize> {
        /// Maximum length; longer ones were never closed.
        const LONGEST: usize = 50_000;
        let word = self
            .source
            .get(statement.range())?
            .split_whitespace()
            .next()?;
        let closing = match word {
            "comment" => "endcomment",
            "doc" => "enddoc",
            _ => return None,
        };
        let rest = self.source.get(behind..)?;
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        let closes = near.find(closing)? + closing.len();
        let end = near.get(closes..)?.find("%}")? + "%}".len();
        Some(behind + closes + end)
    }

    /// `{person.name}`, `{f:if(condition: '…', then: 'Herr', else: 'Frau')}`.
    fn fluid(&self, at: usize) -> Option<Found> {
        let inside = self.source.get(at + 1..)?;
        let end = end_of(inside, b'}')?;
        let inner = Span::new(at + 1, at + 1 + end);
        if !is_value(self.source, inner) {
            return None;
        }
        let Some(call) = inside.get(..end)?.strip_prefix("f:") else {
            return Some(self.output((end + 2, inner)));
        };
        let call = Span::new(at + 3, at + 3 + call.len());
        let value = match expression(self.source, call, false) {
            Expression::Call(call) if call.name == "if" => self.chosen(&call.arguments),
            _ => Expression::unknown(),
        };
        Some((end + 2, vec![PieceKind::Output(value, None)]))
    }

    fn chosen(&self, arguments: &[Expression]) -> Expression {
        let argument = |wanted: &str| {
            arguments.chunks(2).find_map(|pair| match pair {
                [Expression::Name(name), value] if name.path.value == wanted => Some(value.clone()),
                _ => None,
            })
        };
        let test = match argument("condition") {
            Some(Expression::Literal(Constant {
                text: Located {
                    span: Some(span), ..
                },
                ..
            })) if span.end > span.start + 1 => {
                let inner = Span {
                    start: span.start + 1,
                    end: span.end - 1,
                };
                expression(self.source, inner, false)
            }
            Some(other) => other,
            None => Expression::unknown(),
        };
        Expression::Conditional {
            condition: Box::new(test),
            then: Box::new(argument("then").unwrap_or_else(Expression::unknown)),
            otherwise: argument("else").map(Box::new),
        }
    }

    fn angle(&self, at: usize) -> Option<Found> {
        if self.language.percent == Percent::Mako {
            let marked = ["<%", "</%"]
                .iter()
                .any(|mark| self.source[at..].starts_with(mark));
            return marked.then(|| self.mako_tag(at)).flatten();
        }
        if self.language.percent == Percent::Mason {
            let marked = ["<%", "</%", "<&", "</&"]
                .iter()
                .any(|mark| self.source[at..].starts_with(mark));
            return marked.then(|| self.mason_tag(at)).flatten();
        }
        if self.language.percent != Percent::No && self.source.get(at..at + 2) == Some("<%") {
            return self.percent(at);
        }
        if self.language.php && self.source.get(at..at + 2) == Some("<?") {
            return self.php(at);
        }
        if matches!(
            self.language.hash,
            Hash::FreeMarker | Hash::HtmlTemplate | Hash::ServerSide
        ) {
            return self.hash(at);
        }
        if self.language.tags {
            return tag::statement(self.source, at, self.language);
        }
        if self.language.curly == Curly::Smarty {
            // Benchpress: `<!-- IMPORT partials/menu.tpl -->`; phpBB: `<!-- INCLUDE menu.tpl -->`.
            let included = self
                .between(at, "<!-- IMPORT ", "-->")
                .or_else(|| self.between(at, "<!-- INCLUDE ", "-->"));
            let (length, _) = included?;
            return Some((length, vec![PieceKind::Act(Act::Other)]));
        }
        None
    }

    fn percent(&self, at: usize) -> Option<Found> {
        let remark = self
            .between(at, "<%--", "--%>")
            .or_else(|| self.between(at, "<%!--", "--%>"));
        if let Some(found) = remark {
            return Some(comment(found));
        }
        let (length, inner) = self.between(at, "<%", "%>")?;
        let ruby = self.language.percent == Percent::Ruby;
        let code = self.source.get(inner.range())?;
        let skip = |count: usize| Span::new(inner.start as usize + count, inner.end as usize);
        let first = code.chars().next()?;
        Some(match first {
            '@' if includes(code) => (length, vec![PieceKind::Act(Act::Other)]),
            '#' | '@' | '!' => comment((length, inner)),
            '=' => {
                let marks = code.len() - code.trim_start_matches('=').len();
                let inner = dashes(self.source, skip(marks));
                // <%= form_for … do |f| %>
                let text = self.source.get(inner.range())?.trim_end();
                if ruby
                    && (text.ends_with(" do") || (text.ends_with('|') && text.contains(" do |")))
                {
                    return Some((length, vec![PieceKind::Act(Act::Loop)]));
                }
                self.output((length, inner))
            }
            // `<%~` is the raw output of Eta.
            '-' | '~' if self.language.percent == Percent::Script => self.output((length, skip(1))),
            _ => {
                let inner = dashes(self.source, inner);
                let acts = statement::program(self.source, inner, ruby);
                (length, acts.into_iter().map(PieceKind::Act).collect())
            }
        })
    }

    fn php(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        if rest.starts_with("<?xml") {
            return None;
        }
        if let Some(found) = self.between(at, "<?=", "?>") {
            return Some(self.output(found));
        }
        let opens = if rest.starts_with("<?php") {
            "<?php"
        } else {
            "<?"
        };
        // The end of the file also ends its last statement.
        let end = end_of_php(rest.get(opens.len()..)?).map(|end| opens.len() + end);
        let (length, inner) = match end {
            Some(end) => (
                end + 2,
                Span::new(at + opens.len(), at + end.max(opens.len())),
            ),
            None => (rest.len(), Span::new(at + opens.len(), self.source.len())),
        };
        let inner = trim(self.source, inner);
        let code = self.source.get(inner.range())?;
        if code.len() > MOST_BYTES {
            return Some((length, vec![PieceKind::Act(Act::Other)]));
        }
        let prints = code.starts_with("echo ") || code.starts_with("print ");
        if prints && !code.trim_end_matches(';').contains(';') {
            return Some((length, vec![self.print(inner)]));
        }
        let acts = statement::program(self.source, inner, false);
        Some((length, acts.into_iter().map(PieceKind::Act).collect()))
    }

    fn dollar(&self, at: usize) -> Option<Found> {
        if !self.language.dollar {
            return None;
        }
        self.between(at, "${", "}")
            .or_else(|| self.between(at, "#{", "}"))
            .or_else(|| match self.language.at {
                At::Jte => self.between(at, "$unsafe{", "}"),
                _ => None,
            })
            .map(|found| self.output(found))
    }

    /// Reads constructs that start with `$` or `#`.
    fn signed(&self, at: usize) -> Option<Found> {
        if self.language.percent == Percent::Mako {
            let value = self.between(at, "${", "}");
            return match value {
                Some(found) => Some(self.output(found)),
                None => self.mako_line(at),
            };
        }
        self.dollar(at).or_else(|| self.hash(at))
    }

    fn hash(&self, at: usize) -> Option<Found> {
        match self.language.hash {
            Hash::No => None,
            Hash::FreeMarker => self.freemarker(at),
            Hash::Velocity => self.velocity(at),
            Hash::HtmlTemplate => self.html_template(at),
            Hash::ServerSide => self.server_side(at),
            Hash::JinjaLines => self.jinja_line(at),
        }
    }

    /// Thymeleaf: `[[${…}]]`, `[(${…})]`.
    fn inline(&self, at: usize) -> Option<Found> {
        let found = self
            .between(at, "[[", "]]")
            .or_else(|| self.between(at, "[(", ")]"))?;
        let inner = self.source.get(found.1.range())?.trim_start();
        inner
            .starts_with(['$', '*', '#'])
            .then(|| self.output(found))
    }

    fn at_sign(&mut self, at: usize) -> Option<Found> {
        match self.language.at {
            At::No => None,
            At::Razor => self.braces.at_sign(self.source, at),
            At::Blade => self.blade(at),
            At::Jte => self.jte(at),
            At::FileInclude => self.file_include(at),
        }
    }
}

/// A part between two marks.
pub(super) fn between(source: &str, at: usize, opens: &str, closes: &str) -> Option<(usize, Span)> {
    let inner = source.get(at..)?.strip_prefix(opens)?;
    let mut most = inner.len().min(MOST_BYTES);
    while !inner.is_char_boundary(most) {
        most -= 1;
    }
    let end = inner.get(..most)?.find(closes)?;
    let start = at + opens.len();
    Some((
        opens.len() + end + closes.len(),
        Span::new(start, start + end),
    ))
}

fn comment(found: (usize, Span)) -> Found {
    (found.0, vec![PieceKind::Comment])
}

/// The content without marks that strip white space.
fn dashes(source: &str, inner: Span) -> Span {
    let text = source.get(inner.range()).unwrap_or_default();
    let lead = text.len() - text.trim_start_matches(['-', '~', '+']).len();
    let bare = text
        .get(lead..)
        .unwrap_or_default()
        .trim_end_matches(['-', '~', '+']);
    let start = inner.start as usize + lead;
    trim(source, Span::new(start, start + bare.len()))
}

/// A trimmed span.
pub(super) fn trim(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let start = span.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// The end of a bracket opened before the text, respecting quotes and nested brackets.
pub(super) fn end_of(text: &str, close: u8) -> Option<usize> {
    let mut depth = 0_i32;
    let mut quote = None;
    let mut before = 0;
    for (index, byte) in text.bytes().enumerate().take(MOST_BYTES) {
        match (quote, byte) {
            (Some(open), _) if open == byte && before != b'\\' => quote = None,
            (Some(_), _) => {}
            (None, byte) if byte == close && depth == 0 => return Some(index),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth -= 1,
            _ => {}
        }
        before = byte;
    }
    None
}

/// The length of a path of names with calls: `person.getName().x`.
pub(super) fn path_length(text: &str) -> usize {
    let mut end = 0;
    let bytes = text.as_bytes();
    loop {
        let rest = text.get(end..).unwrap_or_default();
        end += rest
            .find(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .unwrap_or(rest.len());
        while let Some(open @ (b'(' | b'[')) = bytes.get(end) {
            let close = if *open == b'(' { b')' } else { b']' };
            match text.get(end + 1..).and_then(|inside| end_of(inside, close)) {
                Some(length) => end += length + 2,
                None => return end,
            }
        }
        let dot = match bytes.get(end) {
            Some(b'.') => 1,
            Some(b'?') if bytes.get(end + 1) == Some(&b'.') => 2,
            _ => return end,
        };
        let more = text
            .get(end + dot..)
            .is_some_and(|rest| rest.starts_with(|ch: char| ch.is_alphabetic() || ch == '_'));
        if !more {
            return end;
        }
        end += dot;
    }
}

/// `{person.name}`, and not a part of a style or script.
fn is_value(source: &str, inner: Span) -> bool {
    source.get(inner.range()).is_some_and(|text| {
        text.starts_with(|ch: char| ch.is_alphabetic() || ch == '_') && !text.contains([';', '\n'])
    })
}

/// Whether a JSP directive includes another file.
fn includes(directive: &str) -> bool {
    let directive = directive.trim_start_matches('@').trim_start();
    directive.starts_with("include ")
}
