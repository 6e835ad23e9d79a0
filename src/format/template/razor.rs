//! Razor: C# statements between markup, ended by braces. Twirl uses the same with Scala.

use super::language::{Language, TWIRL};
use super::parser::expression;
use super::piece::{Act, End, PieceKind};
use super::scan::{Found, end_of, path_length, trim};
use super::statement;
use crate::model::Span;

/// The open braces of a Razor page.
#[derive(Debug, Default)]
pub struct Braces {
    /// The opener of each brace.
    open: Vec<Brace>,
    /// Whether calls take markup in braces: `@list.map { item => … }`.
    calls: bool,
}

/// The opener of a brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brace {
    Text,
    Statement,
    Switch,
}

/// Statements that may occur without `@` inside others.
const STATEMENTS: [&str; 9] = [
    "if", "else", "foreach", "for", "while", "switch", "case", "default", "break",
];

impl Braces {
    /// Without open braces.
    pub fn of(language: &Language) -> Self {
        Self {
            open: Vec::new(),
            calls: *language == TWIRL,
        }
    }

    /// `@if (…) {`, `@Model.Name`, `@(…)`, `@* … *@`, `@{ … }`.
    pub fn at_sign(&mut self, source: &str, at: usize) -> Option<Found> {
        let rest = source.get(at + 1..)?;
        let before = source.get(..at)?.chars().next_back();
        if before.is_some_and(|ch| ch.is_alphanumeric()) {
            // A mail address.
            return None;
        }
        match rest.as_bytes().first()? {
            b'*' => {
                let end = rest.find("*@")?;
                Some((end + 3, vec![PieceKind::Comment]))
            }
            b'(' => {
                let end = end_of(rest.get(1..)?, b')')?;
                let inner = trim(source, Span::new(at + 2, at + 2 + end));
                Some((
                    end + 3,
                    vec![PieceKind::Output(expression(source, inner, false), None)],
                ))
            }
            b'{' => {
                let end = end_of(rest.get(1..)?, b'}');
                let code = end.and_then(|end| rest.get(1..=end));
                if let (Some(end), Some(code)) = (end, code)
                    && !code.contains("</")
                {
                    let inner = Span::new(at + 2, at + 2 + end);
                    let acts = statement::program(source, inner, false);
                    return Some((end + 3, acts.into_iter().map(PieceKind::Act).collect()));
                }
                self.open.push(Brace::Statement);
                Some((2, vec![PieceKind::Act(Act::Block)]))
            }
            first if first.is_ascii_alphabetic() || *first == b'_' => {
                let word = word(rest);
                if STATEMENTS.contains(&word)
                    || matches!(word, "using" | "section" | "lock" | "try" | "do")
                {
                    return self.statement(source, at, 1);
                }
                if matches!(
                    word,
                    "model"
                        | "inherits"
                        | "page"
                        | "inject"
                        | "namespace"
                        | "addTagHelper"
                        | "functions"
                        | "code"
                        | "import"
                ) {
                    let end = rest.find('\n').unwrap_or(rest.len());
                    return Some((end + 1, vec![PieceKind::Act(Act::Quiet)]));
                }
                let name = rest
                    .find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '-' | ':' | '_')))
                    .unwrap_or(rest.len());
                if rest
                    .get(name..)
                    .is_some_and(|behind| behind.starts_with("=\"") || behind.starts_with("='"))
                {
                    // An attribute: @bind-Value="…", @onchange="…".
                    return None;
                }
                let length = path_length(rest);
                let path = Span::new(at + 1, at + 1 + length);
                if self.calls
                    && let Some(begin) = begin_of_block(rest.get(length..)?)
                {
                    self.open.push(Brace::Statement);
                    return Some((length + 1 + begin, vec![PieceKind::Act(Act::Loop)]));
                }
                Some((
                    length + 1,
                    vec![PieceKind::Output(expression(source, path, false), None)],
                ))
            }
            _ => None,
        }
    }

    /// A brace, or a statement without `@` inside another.
    pub fn parse_statement(&mut self, source: &str, at: usize) -> Option<Found> {
        let rest = source.get(at..)?;
        match rest.as_bytes().first()? {
            b'{' => {
                if self.open.is_empty() {
                    return None;
                }
                self.open.push(Brace::Text);
                None
            }
            b'}' => {
                if self.open.pop()? == Brace::Text {
                    return None;
                }
                let behind = rest.get(1..)?;
                let gap = behind.len() - behind.trim_start().len();
                if word(behind.trim_start()) == "else"
                    && let Some((length, kinds)) = self.statement(source, at + 1 + gap, 0)
                {
                    return Some((1 + gap + length, kinds));
                }
                Some((1, vec![PieceKind::Act(Act::End(End::Any))]))
            }
            _ => {
                let around = *self.open.last()?;
                let word = word(rest);
                if around == Brace::Text || !STATEMENTS.contains(&word) {
                    return None;
                }
                let mut before = source.get(..at)?.chars().rev();
                let before = before.find(|ch| !matches!(ch, ' ' | '\t'))?;
                let begins = match word {
                    "case" | "default" if around == Brace::Switch => "\n{;}".contains(before),
                    "break" => around == Brace::Switch && "\n:;}>".contains(before),
                    _ => before == '\n',
                };
                begins.then(|| self.statement(source, at, 0)).flatten()
            }
        }
    }

    fn statement(&mut self, source: &str, at: usize, sign: usize) -> Option<Found> {
        let rest = source.get(at + sign..)?;
        let mut name = word(rest);
        let mut length = sign + name.len();
        let skip = |length: usize| -> usize {
            let rest = source.get(at + length..).unwrap_or_default();
            rest.len() - rest.trim_start().len()
        };
        if name == "break" {
            let semicolon = source.get(at + length..)?.starts_with(';');
            return semicolon.then(|| (length + 1, vec![PieceKind::Act(Act::Quiet)]));
        }
        if matches!(name, "case" | "default") {
            let behind = source.get(at + length..)?;
            let colon = end_of(behind, b':')?;
            let inner = trim(source, Span::new(at + length, at + length + colon));
            let act = if name == "case" {
                Act::Case(super::branch::labels(vec![expression(
                    source, inner, false,
                )]))
            } else {
                Act::Else
            };
            return Some((length + colon + 1, vec![PieceKind::Act(act)]));
        }
        let mut otherwise = false;
        if name == "else" {
            otherwise = true;
            let gap = skip(length);
            name = word(source.get(at + length + gap..)?);
            if name == "if" {
                length += gap + 2;
            } else {
                name = "";
            }
        }
        let mut inner = Span::new(at + length, at + length);
        let gap = skip(length);
        if let Some(inside) = source.get(at + length + gap..)?.strip_prefix('(') {
            let end = end_of(inside, b')')?;
            let start = at + length + gap + 1;
            inner = trim(source, Span::new(start, start + end));
            length = start + end + 1 - at;
        } else if name == "section" {
            length += gap + word(source.get(at + length + gap..)?).len();
        }
        let gap = skip(length);
        if !source.get(at + length + gap..)?.starts_with('{') {
            return None;
        }
        length += gap + 1;
        self.open.push(match name {
            "switch" => Brace::Switch,
            _ => Brace::Statement,
        });
        let read = || expression(source, inner, false);
        let act = match (name, otherwise) {
            ("if", false) => Act::If(read()),
            ("if", true) => Act::ElseIf(read()),
            (_, true) => Act::Else,
            ("switch", _) => Act::Switch(read()),
            ("foreach" | "for" | "while", _) => Act::Loop,
            _ => Act::Block,
        };
        Some((length, vec![PieceKind::Act(act)]))
    }
}

/// Offset of the markup that a call takes in braces, after its parameters: ` { item => `.
fn begin_of_block(behind: &str) -> Option<usize> {
    let inside = behind.trim_start_matches(' ').strip_prefix('{')?;
    let line = inside.lines().next().unwrap_or_default();
    let parameters = line.find("=>").filter(|at| {
        let names = line.get(..*at).unwrap_or_default();
        let is_name = |ch: char| ch.is_alphanumeric() || " _(),:.[]".contains(ch);
        names.chars().all(is_name)
    });
    let parameters = parameters.map_or(0, |at| at + "=>".len());
    Some(behind.len() - inside.len() + parameters)
}

fn word(text: &str) -> &str {
    let length = text
        .find(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
        .unwrap_or(text.len());
    &text[..length]
}
