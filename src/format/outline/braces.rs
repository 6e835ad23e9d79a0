//! Languages with braces: types with values, structures with their fields, constants.

mod values;

use self::values::group;
use super::Tongue;
use super::declared::is_literal;
use super::sheet::Sheet;
use crate::format::limits::TYPE_DEPTH;
use crate::format::token::{Kind, Token};
use crate::model::{EntityId, ModelPath};

/// Reads the declarations of a source.
pub(super) fn read(tokens: &[Token<'_>], tongue: Tongue, sheet: &mut Sheet<'_>) {
    let mut braces = Braces {
        tokens,
        closing: closing(tokens),
        at: 0,
        tongue,
        scopes: Vec::new(),
        paths: Vec::new(),
        remark: None,
    };
    while braces.at < tokens.len() {
        braces.step(sheet);
    }
}

/// What encloses the current token.
#[derive(Clone, Copy)]
enum Scope {
    /// A structure, class or interface.
    Entity(EntityId),
    /// A namespace.
    Space,
    /// The body of a function, or an initialiser.
    Body,
}

struct Braces<'a, 't> {
    tokens: &'a [Token<'t>],
    /// For each opening bracket, the index of the closing one.
    closing: Vec<u32>,
    at: usize,
    tongue: Tongue,
    scopes: Vec<Scope>,
    /// Paths of the enclosing named scopes.
    paths: Vec<ModelPath>,
    /// The last comment without a declaration after it.
    remark: Option<Token<'t>>,
}

/// For each bracket, the index of the closing one; the end if it is not closed.
pub(super) fn closing(tokens: &[Token<'_>]) -> Vec<u32> {
    let end = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
    let mut closing = vec![end; tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Mark {
            continue;
        }
        let opened_by = match token.text {
            "{" | "(" | "[" => {
                open.push((at, token.text));
                continue;
            }
            "}" => "{",
            ")" => "(",
            "]" => "[",
            _ => continue,
        };
        // Unclosed brackets end with the block around them.
        while let Some((start, bracket)) = open.pop() {
            if bracket == opened_by || opened_by == "{" {
                closing[start] = u32::try_from(at).unwrap_or(u32::MAX);
            }
            if bracket == opened_by {
                break;
            }
            if opened_by != "{" {
                open.push((start, bracket));
                break;
            }
        }
    }
    closing
}

impl<'t> Braces<'_, 't> {
    fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    fn closed(&self, at: usize) -> usize {
        let end = self
            .closing
            .get(at)
            .map_or(self.tokens.len(), |end| *end as usize);
        end.max(at)
    }

    fn path(&self) -> ModelPath {
        self.paths.last().cloned().unwrap_or_default()
    }

    /// Enters a named scope. Beyond the usual nesting depth it is treated as a plain body.
    fn enter(&mut self, scope: Scope, path: ModelPath) {
        if self.paths.len() < TYPE_DEPTH {
            self.scopes.push(scope);
            self.paths.push(path);
        } else {
            self.scopes.push(Scope::Body);
        }
    }

    fn leave(&mut self) {
        if let Some(Scope::Entity(_) | Scope::Space) = self.scopes.pop() {
            self.paths.pop();
        }
    }

    fn step(&mut self, sheet: &mut Sheet<'_>) {
        let Some(token) = self.token(self.at).copied() else {
            return;
        };
        match (token.kind, token.text) {
            (Kind::Comment, _) => {
                self.remark = Some(token);
                self.at += 1;
            }
            (Kind::Line, _) | (Kind::Mark, ";" | ",") => self.at += 1,
            (Kind::Mark, "{") => {
                self.scopes.push(Scope::Body);
                self.at += 1;
            }
            (Kind::Mark, "}") => {
                self.leave();
                self.remark = None;
                self.at += 1;
            }
            (Kind::Mark, "#") if self.tongue == Tongue::C => self.directive(sheet),
            (Kind::Mark, "@") if self.tongue == Tongue::C && self.opens_or_ends(sheet) => {}
            _ => self.statement(sheet),
        }
    }

    /// `@interface Mitglied : NSObject` … `@end`. Returns false if neither is here.
    fn opens_or_ends(&mut self, sheet: &mut Sheet<'_>) -> bool {
        let keyword = self.token(self.at + 1).map_or("", |token| token.text);
        match keyword {
            "interface" | "protocol" => {
                let name = self
                    .token(self.at + 2)
                    .filter(|name| name.kind == Kind::Word);
                let Some(name) = name.copied() else {
                    return false;
                };
                let (id, path) = sheet.entity(&name, &ModelPath::default());
                self.enter(Scope::Entity(id), path);
            }
            "implementation" => self.scopes.push(Scope::Body),
            "end" => self.leave(),
            _ => return false,
        }
        // The words after the name state its base type.
        while self
            .token(self.at)
            .is_some_and(|token| token.kind != Kind::Line && !token.is("{") && !token.is(";"))
        {
            self.at += 1;
        }
        true
    }

    /// `#define GENDER_MALE 'M'`
    fn directive(&mut self, sheet: &mut Sheet<'_>) {
        let start = self.at;
        while let Some(token) = self.token(self.at) {
            let goes_on = self
                .token(self.at.wrapping_sub(1))
                .is_some_and(|token| token.is("\\"));
            if token.kind == Kind::Line && !goes_on {
                break;
            }
            self.at += 1;
        }
        let line = self.tokens.get(start..self.at).unwrap_or_default();
        let line: Vec<&Token<'t>> = line
            .iter()
            .filter(|token| !matches!(token.kind, Kind::Comment))
            .collect();
        let value = match line.as_slice() {
            [_, define, name, value] if define.says("define") => Some((*name, *value)),
            [_, define, name, open, value, close]
                if define.says("define") && open.is("(") && close.is(")") =>
            {
                Some((*name, *value))
            }
            _ => None,
        };
        if let Some((name, value)) = value.filter(|(_, value)| is_literal(value)) {
            sheet.constant(None, name, value);
        }
    }

    /// Reads up to the end of a statement or the start of a body.
    fn statement(&mut self, sheet: &mut Sheet<'_>) {
        let start = self.at;
        let in_entity = matches!(self.scopes.last(), Some(Scope::Entity(_)));
        let commas = in_entity && self.tongue == Tongue::Rust;
        let mut angles = 0usize;
        let mut end = start;
        while let Some(token) = self.token(end) {
            match (token.kind, token.text) {
                (Kind::Mark, "(" | "[") => end = self.closed(end),
                (Kind::Mark, ";" | "{" | "}") => break,
                (Kind::Mark, "<") if commas => angles += 1,
                (Kind::Mark, ">") if commas => angles = angles.saturating_sub(1),
                (Kind::Mark, ",") if commas && angles == 0 => break,
                // Attributes are on lines of their own.
                (Kind::Line, _) if self.tongue.ends_with_line() && !self.goes_on(start, end) => {
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        let end = end.min(self.tokens.len());
        let head: Vec<Token<'t>> = self
            .tokens
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .filter(|token| !matches!(token.kind, Kind::Line | Kind::Comment))
            .copied()
            .collect();
        self.at = end.max(start + 1);
        let opens = self.token(end).is_some_and(|token| token.is("{"));
        let (head, renamed) = self.bare(&head);
        if opens {
            self.opening(head, end, sheet);
        } else {
            self.closed_statement(head, renamed, end, sheet);
        }
        if !matches!(self.token(end), Some(token) if token.kind == Kind::Line) {
            self.remark = None;
        }
    }

    /// Whether a statement continues on the next line.
    fn goes_on(&self, start: usize, end: usize) -> bool {
        const NEAR: usize = 64;
        let before = self.tokens.get(start..end).unwrap_or_default();
        before.last().is_some_and(|token| {
            [",", ":", "=", "->", "&", "<"]
                .iter()
                .any(|mark| token.is(mark))
        }) || before
            .iter()
            .rev()
            .take(NEAR)
            .all(|token| token.kind == Kind::Line)
    }

    /// A statement without leading attributes, and the external name that they give it.
    fn bare<'h>(&self, head: &'h [Token<'t>]) -> (&'h [Token<'t>], Option<Token<'t>>) {
        let mut rest = head;
        let mut renamed = None;
        loop {
            let behind = match rest {
                [mark, open, ..] if mark.is("#") && open.is("[") => {
                    group(&rest[1..]).map(|end| end + 1)
                }
                [open, second, ..] if open.is("[") && second.is("[") => group(rest),
                [at, word, open, ..] if at.is("@") && word.kind == Kind::Word && open.is("(") => {
                    group(&rest[2..]).map(|end| end + 2)
                }
                [at, word, ..] if at.is("@") && word.kind == Kind::Word => Some(2),
                // `public:` of C++, `pub(crate)` of Rust.
                [word, colon, next, ..]
                    if self.tongue == Tongue::C
                        && colon.is(":")
                        && !next.is(":")
                        && is_section(word.text) =>
                {
                    Some(2)
                }
                [word, open, ..]
                    if open.is("(")
                        && matches!(word.text, "pub" | "private" | "internal" | "fileprivate")
                        && matches!(self.tongue, Tongue::Rust | Tongue::Swift) =>
                {
                    group(&rest[1..]).map(|end| end + 1)
                }
                _ => None,
            };
            let Some(behind) = behind.filter(|behind| *behind <= rest.len()) else {
                return (rest, renamed);
            };
            let (attribute, next) = rest.split_at(behind);
            let key = attribute.iter().position(|token| {
                matches!(token.text, "rename" | "name") && token.kind == Kind::Word
            });
            let given = key
                .and_then(|key| attribute.get(key + 1..))
                .unwrap_or_default();
            renamed = given
                .iter()
                .find(|token| token.kind == Kind::Text)
                .copied()
                .or(renamed);
            rest = next;
        }
    }

    /// Handles a statement that opens a body at `open`.
    fn opening(&mut self, head: &[Token<'t>], open: usize, sheet: &mut Sheet<'_>) {
        const FARTHEST: usize = 8;
        self.at = open + 1;
        let within = head.iter().take(FARTHEST);
        let keyword = within
            .take_while(|token| token.kind == Kind::Word || token.is("(") || token.is(")"))
            .position(|token| {
                matches!(
                    token.text,
                    "enum"
                        | "struct"
                        | "class"
                        | "union"
                        | "interface"
                        | "protocol"
                        | "trait"
                        | "mixin"
                        | "namespace"
                        | "mod"
                        | "extern"
                        | "actor"
                )
            });
        // Thrift: `namespace java de.stadt` ends with its line, whatever opens next.
        let keyword = keyword.map(|at| {
            let rest = head.get(at + 1..).unwrap_or_default();
            let declares = |token: &Token<'_>| matches!(token.text, "enum" | "struct");
            let later = rest.iter().position(declares);
            match head[at].text == "namespace" {
                true => later.map_or(at, |later| at + 1 + later),
                false => at,
            }
        });
        let in_body = matches!(self.scopes.last(), Some(Scope::Body));
        if let Some(name) = self.name_in_macro(head) {
            return self.enumeration(head, open, &name, sheet);
        }
        let Some(keyword) = keyword else {
            // `var gender: Gender { get }`
            let declares = self.tongue == Tongue::Swift
                && head.iter().any(|token| matches!(token.text, "var" | "let"));
            if declares {
                self.closed_statement(head, None, open, sheet);
                self.at = open + 1;
            }
            self.scopes.push(Scope::Body);
            return;
        };
        let behind = head.get(keyword + 1..).unwrap_or_default();
        let kind = head[keyword].text;
        let name = self.name_of(behind).or_else(|| self.name_behind(open));
        match (kind, name) {
            ("enum", Some(name)) => self.enumeration(head, open, &name, sheet),
            ("namespace" | "mod", Some(name)) => {
                let path = self.path().child(name.text);
                self.enter(Scope::Space, path);
            }
            ("namespace" | "mod" | "extern", _) => {
                let path = self.path();
                self.enter(Scope::Space, path);
            }
            // Structures inside functions are read with their fields, too.
            (_, Some(name)) if !in_body || self.tongue != Tongue::Swift => {
                let (id, path) = sheet.entity(&name, &self.path());
                self.enter(Scope::Entity(id), path);
            }
            _ => self.scopes.push(Scope::Body),
        }
    }

    /// `typedef NS_ENUM(NSInteger, PersonGender) {`: the name of an enumeration declared by a macro.
    fn name_in_macro(&self, head: &[Token<'t>]) -> Option<Token<'t>> {
        const MACROS: [&str; 3] = ["CF_ENUM", "NS_CLOSED_ENUM", "NS_ENUM"];
        let mut words = head.iter().filter(|token| token.kind == Kind::Word);
        let declares = words.any(|word| MACROS.contains(&word.text)) && self.tongue == Tongue::C;
        words.next_back().copied().filter(|_| declares)
    }

    /// The name of a type after its keyword; in C the last word, after export macros.
    fn name_of(&self, behind: &[Token<'t>]) -> Option<Token<'t>> {
        let words = behind.iter().take_while(|token| {
            token.kind == Kind::Word
                && !matches!(
                    token.text,
                    "extends" | "implements" | "with" | "where" | "on"
                )
        });
        let mut words = words.filter(|token| !matches!(token.text, "class" | "struct" | "final"));
        match self.tongue {
            // `class EXPORTED Person`
            Tongue::C => words.last().copied(),
            _ => words.next().copied(),
        }
    }

    /// `typedef enum { … } gender_t;`
    fn name_behind(&self, open: usize) -> Option<Token<'t>> {
        let next = self.token(self.closed(open) + 1)?;
        (self.tongue == Tongue::C && next.kind == Kind::Word).then_some(*next)
    }
}

fn is_section(word: &str) -> bool {
    matches!(
        word,
        "public" | "private" | "protected" | "signals" | "slots" | "Q_SIGNALS" | "Q_SLOTS"
    )
}
