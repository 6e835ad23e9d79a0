//! Languages with braces: types with values, structures with their fields, constants.

use super::Tongue;
use super::declared::{is_literal, typed_before, typed_behind};
use super::sheet::{Sheet, value};
use crate::format::limits::TYPE_DEPTH;
use crate::format::token::{Kind, Token};
use crate::model::{EntityId, Located, ModelPath, Span, Value};

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

    /// Reads an enumeration whose values start at `open`.
    fn enumeration(
        &mut self,
        head: &[Token<'t>],
        open: usize,
        name: &Token<'t>,
        sheet: &mut Sheet<'_>,
    ) {
        let close = self.closed(open);
        let values = self.values(open + 1, close);
        let extent = name
            .span
            .to(self.token(close).map_or(name.span, |token| token.span));
        let extent = Span::new(
            head.first().map_or(extent.start, |token| token.span.start) as usize,
            extent.end as usize,
        );
        let remark = self.remark.take();
        sheet.value_type(name, &self.path(), values, remark, extent);
        self.at = close + 1;
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

    /// The values between two braces.
    fn values(&self, from: usize, to: usize) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        let mut at = from;
        let mut remark: Option<Token<'t>> = None;
        let mut expected = self.tongue != Tongue::Swift;
        // Whether an item ended on the line before a comment.
        let mut ended = false;
        let mut renamed: Option<Token<'t>> = None;
        while at < to
            && let Some(token) = self.token(at)
        {
            match (token.kind, token.text) {
                (Kind::Comment, _) if ended => {
                    if let Some(last) = found.last_mut()
                        && last.label.is_none()
                    {
                        *last = Value {
                            label: Some(super::sheet::named(token)),
                            ..last.clone()
                        };
                    }
                }
                (Kind::Comment, _) => remark = Some(*token),
                (Kind::Line, _) => {
                    ended = false;
                    if self.tongue == Tongue::Swift && !self.goes_on(from, at) {
                        expected = false;
                    }
                }
                (Kind::Mark, ",") => {
                    expected = true;
                    ended = true;
                }
                (Kind::Mark, ";") if self.tongue == Tongue::Dart => return found,
                (Kind::Mark, "#" | "@") => {
                    let inside = self.tokens.get(at..to).unwrap_or_default();
                    let (bare, name) = self.bare(inside);
                    renamed = name.or(renamed);
                    at += (inside.len() - bare.len()).max(1);
                    continue;
                }
                (Kind::Mark, mark @ ("(" | "[" | "{")) => {
                    // `Other(String)`, `Other { text: String }`
                    let carries = matches!(self.tongue, Tongue::Rust | Tongue::Swift)
                        && mark != "["
                        && at > from;
                    let behind = self.token(at - 1).map(|before| before.span);
                    if let Some(last) = found.last_mut().filter(|_| carries) {
                        last.carries |= last.raw.span == behind;
                    }
                    at = self.closed(at);
                }
                (Kind::Word, "case") if self.tongue == Tongue::Swift => expected = true,
                (Kind::Word, "indirect") if self.tongue == Tongue::Swift => {}
                (Kind::Word, _) if expected => {
                    expected = false;
                    ended = true;
                    let label = renamed
                        .take()
                        .or_else(|| self.given(at, to))
                        .or(remark.take());
                    found.push(value(token, label.as_ref()));
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The raw value given to an enumeration value: `male = "m"`, `male('m')`.
    fn given(&self, at: usize, to: usize) -> Option<Token<'t>> {
        let next = self.token(at + 1).filter(|_| at + 2 < to)?;
        let text = self.token(at + 2)?;
        ((next.is("=") || next.is("(")) && text.kind == Kind::Text).then_some(*text)
    }

    /// Handles a statement that ends at `end`.
    fn closed_statement(
        &mut self,
        head: &[Token<'t>],
        renamed: Option<Token<'t>>,
        end: usize,
        sheet: &mut Sheet<'_>,
    ) {
        if self.tongue == Tongue::Groovy
            && let Some((name, values)) = constraint(head)
        {
            sheet.restrict(&self.path().child(name.text), values);
            return;
        }
        let entity = match self.scopes.last() {
            Some(Scope::Entity(id)) => Some(*id),
            Some(Scope::Body) => return,
            _ => None,
        };
        let assigned = head.iter().position(|token| token.is("="));
        let (declared, given) = match assigned {
            Some(at) => (&head[..at], head.get(at + 1..).unwrap_or_default()),
            None => (head, <&[Token<'t>]>::default()),
        };
        let is = |word: &str| declared.iter().any(|token| token.says(word));
        let fixed = is("const") || is("static") || is("constexpr");
        let written = match self.tongue {
            Tongue::Rust | Tongue::Swift => typed_behind(declared, self.tongue),
            _ => typed_before(declared),
        };
        let Some(mut written) = written else {
            return;
        };
        if let ([literal], true) = (given, fixed)
            && is_literal(literal)
        {
            sheet.constant(entity, written.name, literal);
            return;
        }
        if entity.is_none() || (fixed && self.tongue != Tongue::C) {
            return;
        }
        written.default = match given {
            [literal] if literal.kind == Kind::Text => Some(literal),
            // Geschlecht.weiblich, .weiblich, Geschlecht::Weiblich
            [of @ .., sign, member]
                if of.len() <= 1
                    && (sign.is(".") || sign.is("::"))
                    && member.kind == Kind::Word
                    && of.iter().all(|token| token.kind == Kind::Word) =>
            {
                Some(member)
            }
            _ => written.default,
        };
        written.remark = match self.remark_behind(end) {
            Some((remark, at)) => {
                self.at = self.at.max(at + 1);
                self.remark = None;
                Some(remark)
            }
            None => self.remark.take(),
        };
        let extent = match (head.first(), head.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => return,
        };
        let name = written.name.span;
        sheet.field(entity, &self.path(), written, extent.to(name));
        if let (Some(renamed), Some(last)) = (renamed, sheet.model.elements.last_mut()) {
            let text = Located::with_span(renamed.text.to_owned(), renamed.span);
            last.labels.push(crate::model::Label::description(text));
        }
    }

    /// A comment after a statement, on the same line, and its index.
    fn remark_behind(&self, end: usize) -> Option<(Token<'t>, usize)> {
        let closes = self
            .token(end)
            .is_some_and(|token| token.is(";") || token.is(","));
        let at = match closes {
            true => end + 1,
            // The line ends after it.
            false => end.checked_sub(1)?,
        };
        let remark = self.token(at).filter(|token| token.kind == Kind::Comment)?;
        Some((*remark, at))
    }
}

/// The end of the bracket group that starts here.
fn group(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") || token.is("[") {
            depth += 1;
        } else if token.is(")") || token.is("]") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// `geschlecht inList: ['m', 'w'], blank: false`: a field and the values that a constraint allows.
fn constraint<'h, 't>(head: &'h [Token<'t>]) -> Option<(&'h Token<'t>, Vec<Value>)> {
    let [name, rest @ ..] = head else { return None };
    let at = rest.iter().position(|token| token.says("inList"))?;
    let [colon, list @ ..] = rest.get(at + 1..)? else {
        return None;
    };
    let end = group(list).filter(|_| colon.is(":") && name.kind == Kind::Word)?;
    let inner = list.get(1..end.checked_sub(1)?)?;
    let mut values = Vec::new();
    for token in inner.iter().filter(|token| !token.is(",")) {
        if token.kind != Kind::Text {
            return None;
        }
        values.push(value(token, None));
    }
    (values.len() > 1).then_some((name, values))
}

fn is_section(word: &str) -> bool {
    matches!(
        word,
        "public" | "private" | "protected" | "signals" | "slots" | "Q_SIGNALS" | "Q_SLOTS"
    )
}
