//! Delphi and Free Pascal: enumerations, records and classes with their fields, constants, and the translations of `if`
//! and `case`.

use super::decide::{alternatives, condition, operand, receiver, result, target};
use super::sheet::{Sheet, Written, value};
use crate::format::limits::TYPE_DEPTH;
use crate::format::logic::Stepwise;
use crate::format::token::{Kind, Token, span_of};
use crate::model::{EntityId, Located, ModelPath, Span, Value};

/// Reads the declarations and choices of a source.
pub(super) fn read(tokens: &[Token<'_>], sheet: &mut Sheet<'_>) {
    let mut pascal = Pascal {
        tokens: tokens
            .iter()
            .filter(|token| token.kind != Kind::Line)
            .copied()
            .collect(),
        ..Pascal::default()
    };
    while pascal.at < pascal.tokens.len() {
        pascal.step(sheet);
    }
    sheet.model.relations.extend(pascal.steps.finish());
}

/// The current kind of declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    None,
    Types,
    Constants,
    Variables,
}

#[derive(Default)]
struct Pascal<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    section: Section,
    /// Open records and classes.
    entities: Vec<(EntityId, ModelPath)>,
    /// The routine whose body follows.
    routine: Option<String>,
    /// Open blocks.
    blocks: Vec<Block>,
    /// Depth of each open choice among the blocks, and whether it is a `case`.
    choices: Vec<(usize, bool)>,
    steps: Stepwise,
    remark: Option<Token<'t>>,
}

/// A block of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Plain,
    /// Its statements follow labels.
    Case,
}

impl<'t> Pascal<'t> {
    fn token(&self, ahead: usize) -> Option<&Token<'t>> {
        self.tokens.get(self.at + ahead)
    }

    fn says(&self, ahead: usize, word: &str) -> bool {
        self.token(ahead).is_some_and(|token| token.says(word))
    }

    fn is(&self, ahead: usize, mark: &str) -> bool {
        self.token(ahead).is_some_and(|token| token.is(mark))
    }

    fn path(&self) -> ModelPath {
        let path = self.entities.last().map(|(_, path)| path.clone());
        path.unwrap_or_default()
    }

    /// Number of tokens to the next match, skipping content in brackets.
    fn find(&self, from: usize, stops: impl Fn(&Token<'t>) -> bool) -> usize {
        let mut depth = 0usize;
        let mut ahead = from;
        while let Some(token) = self.token(ahead) {
            if token.is("(") || token.is("[") {
                depth += 1;
            } else if token.is(")") || token.is("]") {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && stops(token) {
                break;
            }
            ahead += 1;
        }
        ahead
    }

    fn ahead(&self, from: usize, to: usize) -> Vec<Token<'t>> {
        let tokens = self
            .tokens
            .get(self.at + from..self.at + to)
            .unwrap_or_default();
        let told = tokens.iter().filter(|token| token.kind != Kind::Comment);
        told.copied().collect()
    }

    fn step(&mut self, sheet: &mut Sheet<'_>) {
        let Some(token) = self.token(0).copied() else {
            return;
        };
        if token.kind == Kind::Comment {
            self.remark = Some(token);
            self.at += 1;
            return;
        }
        let word = match token.kind {
            Kind::Word => token.text.to_ascii_lowercase(),
            _ => String::new(),
        };
        if !self.blocks.is_empty() {
            self.body(&word, token);
            return;
        }
        match word.as_str() {
            "type" => self.enter(Section::Types),
            "const" | "resourcestring" => self.enter(Section::Constants),
            "var" | "threadvar" => self.enter(Section::Variables),
            "implementation" | "interface" | "uses" | "initialization" => self.enter(Section::None),
            "begin" => {
                self.blocks.push(Block::Plain);
                self.at += 1;
            }
            "procedure" | "function" | "constructor" | "destructor" | "operator" => {
                let words = self.ahead(1, 4);
                // TForm.Anrede
                let name = match words.as_slice() {
                    [_, dot, own] if dot.is(".") => Some(own.text),
                    [own, ..] => Some(own.text),
                    [] => None,
                };
                self.routine = name.map(str::to_owned);
                self.at += self.find(1, |token| token.is(";")) + 1;
                if self.entities.is_empty() {
                    self.section = Section::None;
                }
            }
            "end" => {
                self.entities.pop();
                self.at += 1;
            }
            "private" | "protected" | "public" | "published" | "strict" | "class" | "packed"
            | "automated" => self.at += 1,
            "property" => {
                self.at += 1;
                self.field(sheet);
            }
            _ if word.is_empty() => self.at += 1,
            _ => self.declaration(sheet),
        }
    }

    fn enter(&mut self, section: Section) {
        self.section = section;
        self.at += 1;
    }

    fn declaration(&mut self, sheet: &mut Sheet<'_>) {
        let in_entity = !self.entities.is_empty();
        match self.section {
            Section::Types if !in_entity && self.is(1, "=") => self.named_type(sheet),
            Section::Constants if !in_entity => self.constant(sheet),
            _ if in_entity => self.field(sheet),
            _ => self.at += self.find(1, |token| token.is(";")).max(1),
        }
    }

    /// `TGeschlecht = (gMaennlich, gWeiblich);`, `TPerson = class(TObject)`.
    fn named_type(&mut self, sheet: &mut Sheet<'_>) {
        let Some(name) = self.token(0).copied() else {
            return;
        };
        let packed = usize::from(self.says(2, "packed"));
        let opens = self.says(2 + packed, "record")
            || self.says(2 + packed, "class")
            || self.says(2 + packed, "object")
            || self.says(2 + packed, "interface");
        if self.is(2, "(") {
            let end = self.find(3, |token| token.is(")") || token.is(";"));
            // The search for the end inside the brackets stops at the closing one.
            let inner = self.ahead(3, end.max(3));
            let close = inner
                .iter()
                .position(|token| token.is(")"))
                .unwrap_or(inner.len());
            let values = inner.get(..close).unwrap_or_default();
            let values: Vec<Value> = values
                .split(|token| token.is(","))
                .filter_map(|part| part.first())
                .filter(|token| token.kind == Kind::Word)
                .map(|token| value(token, None))
                .collect();
            let extent = name.span.to(span_of(&inner));
            let remark = self.remark.take();
            sheet.value_type(&name, &ModelPath::default(), values, remark, extent);
            self.at += self.find(2, |token| token.is(";")).max(1);
        } else if opens {
            let mut next = 3 + packed;
            if self.is(next, "(") {
                next = self.find(next, |_| true);
            }
            // `TPerson = class;` and `class of TPerson` open nothing.
            let empty = self.is(next, ";") || self.says(next, "of");
            if !empty && self.entities.len() < TYPE_DEPTH {
                let (id, path) = sheet.entity(&name, &self.path());
                self.entities.push((id, path));
            }
            self.at += next;
        } else {
            self.at += self.find(1, |token| token.is(";")).max(1);
        }
        self.remark = None;
    }

    /// `cMaennlich = 'M';`, `cGeschlecht: array[0..1] of string = ('m', 'w');`
    fn constant(&mut self, sheet: &mut Sheet<'_>) {
        let end = self.find(1, |token| token.is(";"));
        let said = self.ahead(0, end);
        let assigned = said.iter().position(|token| token.is("="));
        if let (Some(name), Some(assigned)) = (said.first(), assigned) {
            match said.get(assigned + 1..).unwrap_or_default() {
                [literal] => sheet.constant(None, name, literal),
                [open, inner @ .., close] if open.is("(") && close.is(")") => {
                    let values: Vec<Value> = inner
                        .split(|token| token.is(","))
                        .filter_map(|part| match part {
                            [text] if text.kind == Kind::Text => Some(value(text, None)),
                            _ => None,
                        })
                        .collect();
                    let extent = span_of(&said);
                    if values.len() > 1 {
                        sheet.value_type(name, &ModelPath::default(), values, None, extent);
                    }
                }
                _ => {}
            }
        }
        self.at += end.max(1);
    }

    /// `FName, FX: string;`, `Geschlecht: TGeschlecht read …;`
    fn field(&mut self, sheet: &mut Sheet<'_>) {
        let end = self.find(0, |token| token.is(";") || token.says("end"));
        let said = self.ahead(0, end);
        let colon = said.iter().position(|token| token.is(":"));
        if let (Some(name), Some(colon), Some((id, path))) =
            (said.first(), colon, self.entities.last().cloned())
        {
            let of = said.get(colon + 1..).unwrap_or_default();
            let words = of
                .iter()
                .take_while(|token| {
                    token.kind == Kind::Word
                        && !["read", "write", "default", "stored"]
                            .iter()
                            .any(|word| token.says(word))
                })
                .map(|token| token.text);
            let words: Vec<&str> = words.collect();
            let written = |name: &Token<'t>, width, remark| (*name, width, remark);
            // string[1]
            let width = match of {
                [_, open, length, ..] if open.is("[") => length
                    .text
                    .parse()
                    .ok()
                    .map(|size: u32| Located::with_span(size, length.span)),
                _ => None,
            };
            let (name, width, remark) = written(name, width, self.remark.take());
            let field = Written {
                name: &name,
                of: words.concat(),
                at: span_of(of),
                width,
                default: None,
                remark,
            };
            if name.kind == Kind::Word {
                sheet.field(Some(id), &path, field, span_of(&said));
            }
        }
        self.remark = None;
        self.at += match self.is(end, ";") {
            true => end + 1,
            false => end,
        };
    }

    /// Reads one step inside a routine.
    fn body(&mut self, word: &str, token: Token<'t>) {
        match word {
            "begin" | "try" | "asm" => {
                self.blocks.push(Block::Plain);
                self.at += 1;
            }
            "case" => {
                let of = self.find(1, |token| token.says("of") || token.is(";"));
                let subject = operand(&self.ahead(1, of));
                self.begin(Some(subject), token.span, true);
                self.blocks.push(Block::Case);
                self.at += of + 1;
                self.label();
            }
            "if" => {
                let then = self.find(1, |token| token.says("then") || token.is(";"));
                let asked = condition(&self.ahead(1, then));
                self.begin(None, token.span, false);
                self.steps.branch(Some(asked));
                self.at += then + 1;
            }
            "else" => {
                self.otherwise(token.span);
            }
            "end" => {
                self.blocks.pop();
                let depth = self.blocks.len();
                self.leave(token.span, |at, is_case| {
                    at > depth || (is_case && at >= depth)
                });
                self.at += 1;
            }
            _ if token.is(";") => {
                let depth = self.blocks.len();
                self.leave(token.span, |at, is_case| !is_case && at >= depth);
                self.at += 1;
                self.label();
            }
            _ if token.kind == Kind::Word => self.assignment(),
            _ => self.at += 1,
        }
    }

    fn begin(&mut self, subject: Option<crate::format::logic::Expression>, at: Span, case: bool) {
        let path = ModelPath::new(self.routine.iter().cloned());
        self.steps.begin(subject, path, at);
        self.choices.push((self.blocks.len(), case));
    }

    /// Ends the innermost choices that match `left`.
    fn leave(&mut self, at: Span, left: impl Fn(usize, bool) -> bool) {
        while let Some((depth, is_case)) = self.choices.last().copied()
            && left(depth, is_case)
        {
            self.steps.end(at);
            self.choices.pop();
        }
    }

    /// `else` of the innermost choice; `else if` continues it.
    fn otherwise(&mut self, at: Span) {
        self.at += 1;
        let depth = self.blocks.len();
        let _ = at;
        let open = self
            .choices
            .last()
            .is_some_and(|(at, is_case)| !is_case && *at == depth);
        if open && self.says(0, "if") {
            let then = self.find(1, |token| token.says("then") || token.is(";"));
            self.steps.branch(Some(condition(&self.ahead(1, then))));
            self.at += then + 1;
        } else if open || self.blocks.last() == Some(&Block::Case) {
            self.steps.branch(None);
        }
    }

    /// `'m', 'M':` before a statement of a `case`.
    fn label(&mut self) {
        if self.blocks.last() != Some(&Block::Case) || self.says(0, "end") || self.says(0, "else") {
            return;
        }
        let colon = self.find(0, |token| {
            token.is(":") || token.is(";") || token.says("end")
        });
        if self.is(colon, ":") && !self.is(colon + 1, "=") {
            self.steps.branch_for(alternatives(&self.ahead(0, colon)));
            self.at += colon + 1;
        }
    }

    /// `Anrede := 'Herr'`, `Exit('Herr')`.
    fn assignment(&mut self) {
        let end = self.find(0, |token| {
            token.is(";")
                || [
                    "else", "end", "then", "do", "begin", "of", "until", "if", "case",
                ]
                .iter()
                .any(|word| token.says(word))
        });
        let said = self.ahead(0, end.max(1));
        self.at += end.max(1);
        let assigned = said
            .windows(2)
            .position(|pair| pair[0].is(":") && pair[1].is("="));
        if let Some(at) = assigned {
            let before = said.get(..at).unwrap_or_default();
            if let Some(name) = target(before) {
                let to = receiver(name, self.routine.as_deref());
                self.steps
                    .assign(&to, result(said.get(at + 2..).unwrap_or_default()));
            }
        } else if let [exit, open, value, close] = said.as_slice()
            && exit.says("exit")
            && open.is("(")
            && close.is(")")
        {
            let to = receiver("result".to_owned(), None);
            self.steps.assign(&to, result(std::slice::from_ref(value)));
        }
    }
}
