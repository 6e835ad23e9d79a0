//! Translations: `CASE`, `IF` chains over one field, `SWITCH` and `COND`.

use super::Scope;
use super::token::{Kind, Statement, Token};
use crate::model::{
    Known, Located, Mapping, MappingArm, ModelPath, Relation, RelationKind, Span, Why,
};

/// Reads translations statement by statement.
#[derive(Default)]
pub(super) struct Choices {
    open: Vec<Frame>,
    found: Vec<Relation>,
}

/// A `CASE` or `IF` that has not ended.
struct Frame {
    subject: String,
    /// It asks something else than one field for values.
    unclear: bool,
    path: ModelPath,
    begin: Span,
    arms: Vec<Arm>,
}

/// One branch.
#[derive(Default)]
struct Arm {
    /// `None`: everything else.
    from: Option<Vec<Located<String>>>,
    assigned: Vec<(String, Located<Known<String>>)>,
}

/// Branches nested deeper are not read.
const MOST_DEPTH: usize = 64;

impl Choices {
    pub(super) fn take(&mut self, statement: &Statement<'_>, scope: &Scope) {
        let first = statement.keyword(0);
        match first.as_str() {
            "case" => self.begin(statement, scope, Some(name_of(&statement.tokens[1..]))),
            "if" => self.begin(statement, scope, None),
            "when" => {
                let others = statement
                    .tokens
                    .get(1)
                    .is_some_and(|token| token.says("others"));
                let values = (!others).then(|| alternatives(&statement.tokens[1..]));
                self.branch(values);
            }
            "elseif" => self.condition(statement),
            "else" => self.branch(None),
            "endcase" | "endif" => self.end(statement.span()),
            _ => {
                self.expression(statement, scope);
                if let Some((target, value)) = assignment(statement) {
                    self.assign(&target, value);
                }
            }
        }
    }

    fn begin(&mut self, statement: &Statement<'_>, scope: &Scope, subject: Option<String>) {
        let unclear = self.open.len() >= MOST_DEPTH;
        self.open.push(Frame {
            subject: subject.clone().unwrap_or_default(),
            unclear,
            path: scope.path(),
            begin: statement.span(),
            arms: Vec::new(),
        });
        if subject.is_none() {
            self.condition(statement);
        }
    }

    /// `IF gesch = '1' OR gesch = '2'.`
    fn condition(&mut self, statement: &Statement<'_>) {
        let asked = condition(&statement.tokens[1..]);
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        match asked {
            Some((subject, values))
                if frame.arms.is_empty() || frame.subject.eq_ignore_ascii_case(&subject) =>
            {
                frame.subject = subject;
                self.branch(Some(values));
            }
            _ => {
                frame.unclear = true;
                frame.arms.push(Arm::default());
            }
        }
    }

    fn branch(&mut self, from: Option<Vec<Located<String>>>) {
        if let Some(frame) = self.open.last_mut() {
            frame.arms.push(Arm {
                from,
                assigned: Vec::new(),
            });
        }
    }

    /// The innermost branch assigns; for those around it the result depends on more than their own field.
    fn assign(&mut self, target: &str, value: Located<Known<String>>) {
        let innermost = self.open.len().saturating_sub(1);
        for (index, frame) in self.open.iter_mut().take(MOST_DEPTH).enumerate() {
            let Some(arm) = frame.arms.last_mut() else {
                continue;
            };
            let value = if index == innermost {
                value.clone()
            } else {
                Located {
                    value: Known::No(Why::Dynamic),
                    span: value.span,
                }
            };
            let room = arm.assigned.len() < MOST_TARGETS;
            match arm.assigned.iter_mut().find(|(name, _)| name == target) {
                Some((_, known)) => *known = value,
                None if room => arm.assigned.push((target.to_owned(), value)),
                None => {}
            }
        }
    }

    fn end(&mut self, end: Span) {
        let Some(frame) = self.open.pop() else { return };
        if frame.unclear || frame.subject.is_empty() {
            return;
        }
        let mut targets: Vec<&str> = Vec::new();
        for (target, _) in frame.arms.iter().flat_map(|arm| &arm.assigned) {
            if !targets.contains(&target.as_str()) && targets.len() < MOST_TARGETS {
                targets.push(target);
            }
        }
        for target in targets {
            let mut mapping = Mapping {
                path: frame.path.clone(),
                subject: frame.subject.clone(),
                target: target.to_owned(),
                ..Mapping::default()
            };
            for arm in &frame.arms {
                let assigned = arm.assigned.iter().find(|(name, _)| name == target);
                let to = assigned.map(|(_, value)| value.clone());
                match &arm.from {
                    Some(from) => mapping.arms.push(MappingArm {
                        from: from.clone(),
                        to: to.and_then(literal),
                    }),
                    None => mapping.fallback = to,
                }
            }
            self.relate(mapping, frame.begin.to(end));
        }
    }

    fn relate(&mut self, mapping: Mapping, span: Span) {
        self.found.push(Relation {
            kind: RelationKind::Mapping(mapping),
            elements: Vec::new(),
            span,
        });
    }

    /// `anrede = SWITCH #( gesch WHEN '1' THEN 'Herr' ELSE 'Frau' ).`
    fn expression(&mut self, statement: &Statement<'_>, scope: &Scope) {
        let tokens = statement.tokens.as_slice();
        let Some(at) = tokens
            .iter()
            .position(|token| token.says("switch") || token.says("cond"))
        else {
            return;
        };
        let Some(inner) = inside(&tokens[at..]) else {
            return;
        };
        let switch = tokens[at].says("switch");
        let mut parts = split(inner).into_iter();
        let Some((_, head)) = parts.next() else {
            return;
        };
        let mut mapping = Mapping {
            path: scope.path(),
            subject: if switch { name_of(head) } else { String::new() },
            target: target_before(&tokens[..at])
                .or_else(|| scope.inner.clone())
                .unwrap_or_default(),
            ..Mapping::default()
        };
        let mut from: Option<Vec<Located<String>>> = None;
        for (keyword, part) in parts {
            match keyword {
                Part::When if switch => from = Some(alternatives(part)),
                Part::When => match condition(part) {
                    Some((subject, values))
                        if mapping.subject.is_empty()
                            || mapping.subject.eq_ignore_ascii_case(&subject) =>
                    {
                        mapping.subject = subject;
                        from = Some(values);
                    }
                    _ => return,
                },
                Part::Then => mapping.arms.push(MappingArm {
                    from: from.take().unwrap_or_default(),
                    to: literal(result(part)),
                }),
                Part::Else => mapping.fallback = Some(result(part)),
                Part::Head => {}
            }
        }
        if !mapping.subject.is_empty() && !mapping.arms.is_empty() {
            self.relate(mapping, statement.span());
        }
    }

    pub(super) fn finish(self) -> Vec<Relation> {
        self.found
    }
}

/// More results than this of one branch are no translation.
const MOST_TARGETS: usize = 32;

fn literal(value: Located<Known<String>>) -> Option<Located<String>> {
    match value.value {
        Known::Yes(text) => Some(Located {
            value: text,
            span: value.span,
        }),
        Known::No(_) => None,
    }
}

/// A field, a component, a call: its last name is what it is called.
fn name_of(tokens: &[Token<'_>]) -> String {
    let words = tokens.iter().take_while(|token| !token.is("("));
    let words: Vec<&str> = words
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text)
        .collect();
    words.join(" ")
}

/// The name of a constant without what it stands in: `zif_person=>gc_gender-male` → `male`.
fn last_name(name: &str) -> &str {
    name.rsplit(['>', '-']).next().unwrap_or(name)
}

/// A value that something is compared with.
fn compared(token: &Token<'_>) -> Option<Located<String>> {
    if let Some(literal) = token.literal() {
        return Some(literal);
    }
    let word = token.kind == Kind::Word && token.text.starts_with(|ch: char| ch.is_alphanumeric());
    word.then(|| Located::at(last_name(token.text).to_owned(), token.span))
}

/// `'1' OR '2'`
fn alternatives(tokens: &[Token<'_>]) -> Vec<Located<String>> {
    tokens
        .iter()
        .filter(|token| !token.says("or"))
        .filter_map(compared)
        .collect()
}

/// `gesch = '1' OR gesch = '2'`, `gesch IS INITIAL`: one field and the values asked for.
fn condition(tokens: &[Token<'_>]) -> Option<(String, Vec<Located<String>>)> {
    let mut subject: Option<&str> = None;
    let mut values = Vec::new();
    for part in tokens.split(|token| token.says("or")) {
        let [field, operator, value] = part else {
            return None;
        };
        let equal = operator.says("=") || operator.says("eq");
        let initial = operator.says("is") && value.says("initial");
        let same = subject.is_none_or(|subject| subject.eq_ignore_ascii_case(field.text));
        if field.kind != Kind::Word || !same || !(equal || initial) {
            return None;
        }
        subject = Some(field.text);
        values.push(if initial {
            Located::at(String::new(), value.span)
        } else {
            compared(value)?
        });
    }
    Some((subject?.to_owned(), values))
}

/// `target = value.`, `MOVE value TO target.`, `CONCATENATE 'Herr' name INTO target.`
fn assignment(statement: &Statement<'_>) -> Option<(String, Located<Known<String>>)> {
    let tokens = statement.tokens.as_slice();
    match tokens {
        [first, value, to, target] if first.says("move") && to.says("to") => Some((
            target.text.to_lowercase(),
            result(std::slice::from_ref(value)),
        )),
        [first, parts @ .., into, target] if first.says("concatenate") && into.says("into") => {
            let said = parts.first().map_or_else(|| result(parts), begun);
            Some((target.text.to_lowercase(), said))
        }
        [target, operator, value @ ..] if target.kind == Kind::Word && operator.says("=") => {
            Some((target.text.to_lowercase(), result(value)))
        }
        _ => None,
    }
}

/// A result, where it stands there: a literal, also one with the number of its translation, or a constant.
fn result(tokens: &[Token<'_>]) -> Located<Known<String>> {
    let span = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    let known = match tokens {
        [first, and, ..] if and.says("&&") => return begun(first),
        [only] if only.kind == Kind::Template => return begun(only),
        [only] => only.literal().or_else(|| constant(only)),
        [text, open, _, close] if open.is("(") && close.is(")") => text.literal(),
        _ => None,
    };
    match known {
        Some(text) => Located {
            value: Known::Yes(text.value),
            span: text.span,
        },
        None => Located::at(Known::No(Why::Dynamic), span),
    }
}

/// The beginning of a text that goes on with something else: `Sehr geehrter Herr …`.
fn begun(token: &Token<'_>) -> Located<Known<String>> {
    let text = match token.kind {
        Kind::Literal | Kind::Template => token.text.split('{').next().unwrap_or_default().trim(),
        _ => "",
    };
    let known = if text.is_empty() {
        Known::No(Why::Dynamic)
    } else {
        Known::Yes(format!("{text} …"))
    };
    Located::at(known, token.span)
}

/// A number or a constant: by its name, since everything else may change.
fn constant(token: &Token<'_>) -> Option<Located<String>> {
    if token.kind != Kind::Word {
        return None;
    }
    let lower = token.text.to_ascii_lowercase();
    let own = lower.rsplit("=>").next().unwrap_or(&lower);
    let marked = ["gc_", "lc_", "c_", "co_", "mc_", "cv_", "cs_", "gcs_"]
        .iter()
        .any(|start| own.starts_with(start));
    let number = lower.bytes().all(|byte| byte.is_ascii_digit());
    (marked || number).then(|| Located::at(last_name(token.text).to_owned(), token.span))
}

/// What stands in the first brackets.
fn inside<'a, 't>(tokens: &'a [Token<'t>]) -> Option<&'a [Token<'t>]> {
    let start = tokens.iter().position(|token| token.is("("))?;
    // `SWITCH #(` and `SWITCH string(`.
    if start > 2 {
        return None;
    }
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return tokens.get(start + 1..at);
            }
        }
    }
    None
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    When,
    Then,
    Else,
}

/// The parts between `WHEN`, `THEN` and `ELSE`, those in inner brackets left alone.
fn split<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<(Part, &'a [Token<'t>])> {
    let mut parts = Vec::new();
    let (mut keyword, mut start, mut depth) = (Part::Head, 0usize, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        }
        let next = match token {
            token if depth > 0 || token.kind != Kind::Word => None,
            token if token.says("when") => Some(Part::When),
            token if token.says("then") => Some(Part::Then),
            token if token.says("else") => Some(Part::Else),
            _ => None,
        };
        if let Some(next) = next {
            parts.push((keyword, tokens.get(start..at).unwrap_or_default()));
            (keyword, start) = (next, at + 1);
        }
    }
    parts.push((keyword, tokens.get(start..).unwrap_or_default()));
    parts
}

/// What an expression is assigned to: `x =`, `DATA(x) =`.
fn target_before(tokens: &[Token<'_>]) -> Option<String> {
    let at = tokens.iter().rposition(|token| token.says("="))?;
    let target = tokens
        .get(..at)?
        .iter()
        .rfind(|token| token.kind == Kind::Word)?;
    Some(target.text.to_lowercase())
}
