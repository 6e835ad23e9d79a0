//! Letters in LaTeX: decisions between texts (`\ifthenelse`, `\ifdefstring`, `\IfStrEq`, `\ifnum … \else … \fi`), and
//! commands that print a value.
//!
//! A source is cut into [`token`]s; brackets and ends of conditions are matched once, so that reading stays linear.
//! The result is read like a server template.

mod condition;
mod token;

use std::collections::HashMap;

use self::token::{Kind, Matches, Token, tokens};
use super::template::{self, Act, End, Piece, PieceKind, name};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::TEXT_DEPTH;
use crate::format::logic::Expression;
use crate::model::{Located, SchemaModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// LaTeX.
pub struct Latex;

/// Commands of letters, and of decisions between texts. Papers without any of them have nothing to read.
const SIGNS: [&str; 18] = [
    "\\opening",
    "\\begin{letter}",
    "{letter}",
    "{scrlttr2}",
    "{dinbrief}",
    "{g-brief",
    "\\ifthenelse",
    "\\ifdefstring",
    "\\ifstrequal",
    "\\ifcsstring",
    "\\IfStrEq",
    "\\IfEq",
    "\\ifstr{",
    "\\Ifstr{",
    "\\ifx",
    "\\ifnum",
    "\\ifcase",
    "\\newif",
];
/// Commands without output, however many arguments they have.
const SILENT: [&str; 41] = [
    "begin",
    "bigskip",
    "centering",
    "cite",
    "clearpage",
    "color",
    "documentclass",
    "end",
    "expandafter",
    "flushleft",
    "footnotesize",
    "hfill",
    "hspace",
    "include",
    "includegraphics",
    "input",
    "item",
    "KOMAoptions",
    "label",
    "large",
    "LoadLetterOption",
    "medskip",
    "newline",
    "newpage",
    "noindent",
    "par",
    "raggedright",
    "ref",
    "setkomavar",
    "setlength",
    "smallskip",
    "space",
    "today",
    "usepackage",
    "vfill",
    "vspace",
    "quad",
    "qquad",
    "selectlanguage",
    "ignorespaces",
    "relax",
];

impl Format for Latex {
    fn name(&self) -> &'static str {
        "latex"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tex", "ltx", "lco"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let is_letter = self.is_named(capture) && SIGNS.iter().any(|sign| head.contains(sign));
        Recognition::Certain.only_if(is_letter)
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let source = text.as_str();
        if topic.may_occur_in(source) || topic.may_address(source) {
            let tokens = tokens(source);
            let mut reader = Reader {
                source,
                tokens: &tokens,
                matches: Matches::new(&tokens),
                declared: HashMap::new(),
                pieces: Vec::new(),
            };
            reader.declared = reader.declared_texts();
            reader.text(0, tokens.len(), TEXT_DEPTH);
            let pieces = reader.pieces;
            template::relate_letter(&mut model, pieces, topic);
        }
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

struct Reader<'t> {
    source: &'t str,
    tokens: &'t [Token<'t>],
    matches: Matches,
    /// Commands that stand for a text.
    declared: HashMap<&'t str, Located<String>>,
    pieces: Vec<Piece>,
}

/// An argument: the tokens between its brackets.
#[derive(Clone, Copy)]
struct Argument {
    from: usize,
    to: usize,
}

impl<'t> Reader<'t> {
    /// Reads the tokens of a range as text.
    fn text(&mut self, from: usize, to: usize, depth: usize) {
        let mut at = from;
        while at < to {
            let Some(token) = self.tokens.get(at) else {
                return;
            };
            at = match token.kind {
                Kind::Text => {
                    self.piece(token.span, PieceKind::Literal);
                    at + 1
                }
                Kind::Open | Kind::Close | Kind::Comment => {
                    self.quiet(token.span);
                    at + 1
                }
                Kind::Command => self.command(at, to, depth).max(at + 1),
            };
        }
    }

    /// Reads a command with what belongs to it; returns the token behind it.
    fn command(&mut self, at: usize, to: usize, depth: usize) -> usize {
        let Some(token) = self.tokens.get(at) else {
            return to;
        };
        let called = token.name();
        let shallower = depth.checked_sub(1);
        let decided = match (called, shallower) {
            (_, None) => None,
            ("ifthenelse", Some(depth)) => self.either(at, to, 1, depth, |reader, tests| {
                reader.tested(tests.first().copied()?)
            }),
            ("ifbool" | "iftoggle", Some(depth)) => {
                self.either(at, to, 1, depth, |reader, tests| {
                    Some(name(reader.located(tests.first().copied()?)))
                })
            }
            (
                "ifdefstring" | "ifcsstring" | "ifstrequal" | "IfStrEq" | "ifdefstrequal" | "ifstr"
                | "Ifstr" | "IfEq",
                Some(depth),
            ) => self.either(at, to, 2, depth, |reader, tests| {
                let [left, right] = tests else { return None };
                reader.equal(*left, *right)
            }),
            ("IfStrEqCase" | "IfEqCase", Some(depth)) => self.cases(at, to, depth),
            ("newif", Some(_)) => {
                self.quiet(token.span);
                if let Some(next) = self.tokens.get(at + 1) {
                    self.quiet(next.span);
                }
                return at + 2;
            }
            (name, Some(depth)) if name.starts_with("if") => self.fork(at, to, depth),
            _ => None,
        };
        if let Some(behind) = decided {
            return behind;
        }
        if SILENT.contains(&called) || called.is_empty() {
            return self.skip_arguments(at, to);
        }
        // \opening{…} and \textbf{…} print their arguments; a command without any prints a value.
        match self.argument(at + 1, to) {
            Some(argument) if argument.to > argument.from => self.quiet(token.span),
            _ => {
                let value = name(Located::with_span(called.to_owned(), token.span));
                self.piece(token.span, PieceKind::Output(value, None));
            }
        }
        at + 1
    }

    /// A decision between two texts behind `tests` arguments; `None` if an argument is missing.
    fn either(
        &mut self,
        at: usize,
        to: usize,
        tests: usize,
        depth: usize,
        read: impl Fn(&Self, &[Argument]) -> Option<Expression>,
    ) -> Option<usize> {
        let mut next = at + 1;
        let mut arguments = Vec::new();
        for _ in 0..tests + 2 {
            let argument = self.argument(next, to)?;
            next = argument.to + 1;
            arguments.push(argument);
        }
        let (tests, texts) = arguments.split_at(tests);
        let [then, otherwise] = texts else {
            return None;
        };
        let condition = read(self, tests).unwrap_or_else(Expression::unknown);
        self.quiet(self.between(at, then.from));
        self.act(then.from, Act::If(condition));
        self.text(then.from, then.to, depth);
        self.act(then.to, Act::Else);
        self.quiet(self.between(then.to, otherwise.from));
        self.text(otherwise.from, otherwise.to, depth);
        self.act(otherwise.to, Act::End(End::If));
        self.quiet(self.between(otherwise.to, next));
        Some(next)
    }

    /// `\IfStrEqCase{\anrede}{{Herr}{…}{Frau}{…}}[…]`.
    fn cases(&mut self, at: usize, to: usize, depth: usize) -> Option<usize> {
        let asked = self.argument(at + 1, to)?;
        let list = self.argument(asked.to + 1, to)?;
        self.quiet(self.between(at, list.from));
        let mut next = list.from;
        let mut further = false;
        while let Some(label) = self.argument(next, list.to) {
            let Some(body) = self.argument(label.to + 1, list.to) else {
                break;
            };
            let condition = self.equal(asked, label).unwrap_or_else(Expression::unknown);
            self.act(
                label.from,
                match further {
                    true => Act::ElseIf(condition),
                    false => Act::If(condition),
                },
            );
            further = true;
            self.quiet(self.between(next, body.from));
            self.text(body.from, body.to, depth);
            next = body.to + 1;
        }
        self.quiet(self.between(next, list.to + 1));
        let mut behind = list.to + 1;
        if let Some((from, end)) = self.optional(behind) {
            if further {
                self.act(behind, Act::Else);
            }
            self.piece(Span::new(from, end), PieceKind::Literal);
            while self
                .tokens
                .get(behind)
                .is_some_and(|token| (token.span.start as usize) < end)
            {
                behind += 1;
            }
        }
        if further {
            self.act(behind, Act::End(End::If));
        }
        Some(behind)
    }

    /// `\equal{\anrede}{Frau}`, `\NOT\equal{…}{…}`, `\boolean{frau}`.
    fn tested(&self, argument: Argument) -> Option<Expression> {
        let mut at = argument.from;
        let mut negated = false;
        loop {
            let token = self.tokens.get(at).filter(|_| at < argument.to)?;
            match (token.kind, token.name()) {
                (Kind::Command, "NOT" | "not") => negated = !negated,
                (Kind::Command, "equal") => {
                    let left = self.argument(at + 1, argument.to)?;
                    let right = self.argument(left.to + 1, argument.to)?;
                    // \equal{…}{…} \OR …: another condition follows.
                    let is_whole = self.between(right.to + 1, argument.to);
                    let rest = self.source.get(is_whole.range()).unwrap_or_default();
                    let condition = self.equal(left, right)?;
                    return rest
                        .trim()
                        .is_empty()
                        .then(|| condition.negated_if(negated));
                }
                (Kind::Command, "boolean") => {
                    let asked = self.argument(at + 1, argument.to)?;
                    return Some(name(self.located(asked)).negated_if(negated));
                }
                (Kind::Text, _) if token.text.trim().is_empty() => {}
                _ => return None,
            }
            at += 1;
        }
    }

    /// The comparison of two arguments.
    fn equal(&self, left: Argument, right: Argument) -> Option<Expression> {
        let (left, right) = (self.side(left)?, self.side(right)?);
        Some(left.equals(right))
    }

    /// A side of a comparison: a command, or a text without any.
    fn side(&self, argument: Argument) -> Option<Expression> {
        let inside = self.tokens.get(argument.from..argument.to)?;
        match inside {
            [only] if only.kind == Kind::Command => {
                Some(name(Located::with_span(only.name().to_owned(), only.span)))
            }
            inside if inside.iter().all(Token::is_text) => {
                Some(Expression::text(self.located(argument)))
            }
            _ => None,
        }
    }

    fn located(&self, argument: Argument) -> Located<String> {
        let span = self.between(argument.from, argument.to);
        let text = self.source.get(span.range()).unwrap_or_default();
        Located::with_span(text.trim().to_owned(), span)
    }

    /// The argument in braces that begins here, behind blanks.
    fn argument(&self, mut at: usize, to: usize) -> Option<Argument> {
        while at < to
            && self.tokens.get(at).is_some_and(|token| match token.kind {
                Kind::Text => token.text.trim().is_empty(),
                Kind::Comment => true,
                // \expandafter\ifstrequal\expandafter{\anrede}{Frau}{…}{…}
                Kind::Command => token.name() == "expandafter",
                _ => false,
            })
        {
            at += 1;
        }
        let end = self.bracket(at, to)?;
        Some(Argument {
            from: at + 1,
            to: end,
        })
    }

    /// The closing brace, if a brace opens here.
    fn bracket(&self, at: usize, to: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let end = self.matches.closing(at).filter(|end| *end < to)?;
        (token.kind == Kind::Open).then_some(end)
    }

    /// The text in square brackets that begins with this token: from, to.
    fn optional(&self, at: usize) -> Option<(usize, usize)> {
        let token = self
            .tokens
            .get(at)
            .filter(|token| token.kind == Kind::Text)?;
        let written = token.text.strip_prefix('[')?;
        let length = written.find(']')?;
        let from = token.span.start as usize + 1;
        Some((from, from + length))
    }

    /// Passes over a command and its arguments.
    fn skip_arguments(&mut self, at: usize, to: usize) -> usize {
        let mut next = at + 1;
        while let Some(end) = self.bracket(next, to) {
            next = end + 1;
        }
        self.quiet(self.between(at, next));
        next
    }

    /// From the start of one token to the start of another.
    fn between(&self, from: usize, to: usize) -> Span {
        let start = |at: usize| match self.tokens.get(at) {
            Some(token) => token.span.start as usize,
            None => self.source.len(),
        };
        Span::new(start(from), start(to.max(from)))
    }

    fn quiet(&mut self, span: Span) {
        if span.start < span.end {
            self.piece(span, PieceKind::Act(Act::Quiet));
        }
    }

    /// Adds an act before a token.
    fn act(&mut self, at: usize, act: Act) {
        let start = self.between(at, at).start as usize;
        self.piece(Span::new(start, start), PieceKind::Act(act));
    }

    fn piece(&mut self, span: Span, kind: PieceKind) {
        self.pieces.push(Piece { span, kind });
    }
}
