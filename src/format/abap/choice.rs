//! Mappings: `CASE`, `IF` chains over one field, `SWITCH` and `COND`.

use super::Scope;
use super::token::Statement;
use crate::format::logic::{
    Choice, Constant, ConstantKind, Expression, Name, Outcome, Receiver, Stepwise,
};
use crate::format::token::{Kind, Token, span_of};
use crate::model::{Located, Relation};

/// Reads mappings statement by statement.
#[derive(Default)]
pub(super) struct Choices {
    steps: Stepwise,
}

/// Longer conditions enumerate data.
const MOST_PARTS: usize = 100;

impl Choices {
    pub(super) fn take(&mut self, statement: &Statement<'_>, scope: &Scope) {
        let behind = statement.tokens.get(1..).unwrap_or_default();
        let begin = |subject| (subject, scope.path(), statement.span());
        match statement.keyword(0).as_str() {
            "case" => {
                let (subject, path, at) = begin(Some(field(name_of(behind), behind)));
                self.steps.begin(subject, path, at);
            }
            "if" => {
                let (subject, path, at) = begin(None);
                self.steps.begin(subject, path, at);
                self.steps.branch(Some(condition(behind)));
            }
            "when" => {
                let others = behind.first().is_some_and(|token| token.says("others"));
                match others {
                    true => self.steps.branch(None),
                    false => self.steps.branch_for(alternatives(behind)),
                }
            }
            "elseif" => self.steps.branch(Some(condition(behind))),
            "else" => self.steps.branch(None),
            "endcase" | "endif" => self.steps.end(statement.span()),
            _ => {
                self.expression(statement, scope);
                if let Some((target, value)) = assignment(statement) {
                    self.steps.assign(&Receiver::Named(target), value);
                }
            }
        }
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
        let mut choice = Choice::new(true, statement.span());
        let mut subject = Expression::unknown();
        let mut asked = Expression::unknown();
        for (keyword, part) in split(inner) {
            match keyword {
                Part::Head => subject = field(name_of(part), part),
                Part::When if switch => asked = subject.clone().one_of(alternatives(part)),
                Part::When => asked = condition(part),
                Part::Then => choice.add(
                    Some(std::mem::replace(&mut asked, Expression::unknown())),
                    Outcome::single(Receiver::Value, result(part)),
                ),
                Part::Else => choice.add(None, Outcome::single(Receiver::Value, result(part))),
            }
        }
        let target = target_before(&tokens[..at]).or_else(|| scope.inner.clone());
        self.steps.relate(&choice, scope.path(), target);
    }

    pub(super) fn finish(self) -> Vec<Relation> {
        self.steps.finish()
    }
}

/// A field by name; names are case-insensitive.
fn field(name: String, tokens: &[Token<'_>]) -> Expression {
    Expression::Name(Name {
        folded: Some(name.to_ascii_lowercase()),
        ..Name::dotted(Located::with_span(name, span_of(tokens)))
    })
}

/// The name of a field, a component or a call: its last part.
fn name_of(tokens: &[Token<'_>]) -> String {
    let words = tokens.iter().take_while(|token| !token.is("("));
    let words: Vec<&str> = words
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text)
        .collect();
    words.join(" ")
}

/// The last part of a constant's name: `zif_person=>gc_gender-male` → `male`.
fn last_name(name: &str) -> &str {
    name.rsplit(['>', '-']).next().unwrap_or(name)
}

/// A value used in a comparison.
fn compared(token: &Token<'_>) -> Option<Constant> {
    if let Some(literal) = token.literal() {
        return Some(Constant::text(literal));
    }
    let word = token.kind == Kind::Word && token.text.starts_with(|ch: char| ch.is_alphanumeric());
    let name = Located::with_span(last_name(token.text).to_owned(), token.span);
    word.then(|| Constant::named(name, None))
}

/// `'1' OR '2'`
fn alternatives(tokens: &[Token<'_>]) -> Vec<Expression> {
    let values = tokens.iter().filter(|token| !token.says("or"));
    values
        .filter_map(compared)
        .map(Expression::Literal)
        .collect()
}

/// `gesch = '1' OR gesch = '2'`, `gesch IS INITIAL`.
fn condition(tokens: &[Token<'_>]) -> Expression {
    let join = |word: &str| tokens.iter().filter(|token| token.says(word)).count();
    if join("or") + join("and") > MOST_PARTS {
        return Expression::unknown();
    }
    let all = |tokens: &[Token<'_>]| {
        let parts = tokens.split(|token| token.says("and")).map(comparison);
        parts.reduce(|left, right| Expression::And(Box::new(left), Box::new(right)))
    };
    let either = tokens.split(|token| token.says("or")).filter_map(all);
    either
        .reduce(|left, right| Expression::Or(Box::new(left), Box::new(right)))
        .unwrap_or_else(Expression::unknown)
}

fn comparison(tokens: &[Token<'_>]) -> Expression {
    let known = match tokens {
        [name, is, initial] if is.says("is") && initial.says("initial") => {
            Some((name, blank(initial), false))
        }
        [name, is, not, initial] if is.says("is") && not.says("not") && initial.says("initial") => {
            Some((name, blank(initial), true))
        }
        [name, operator, value] => {
            let equal = operator.says("=") || operator.says("eq");
            let differs = operator.says("<>") || operator.says("ne");
            compared(value)
                .filter(|_| equal || differs)
                .map(|value| (name, value, differs))
        }
        _ => None,
    };
    match known {
        Some((name, value, negative)) if name.kind == Kind::Word => {
            field(name.text.to_owned(), std::slice::from_ref(name))
                .equals(Expression::Literal(value))
                .negated_if(negative)
        }
        _ => Expression::unknown(),
    }
}

/// The initial value of a field.
fn blank(token: &Token<'_>) -> Constant {
    Constant::new(
        Located::with_span(String::new(), token.span),
        ConstantKind::Null,
    )
}

/// `target = value.`, `MOVE value TO target.`, `CONCATENATE 'Herr' name INTO target.`
fn assignment(statement: &Statement<'_>) -> Option<(String, Option<Constant>)> {
    let tokens = statement.tokens.as_slice();
    match tokens {
        [first, value, to, target] if first.says("move") && to.says("to") => Some((
            target.text.to_lowercase(),
            result(std::slice::from_ref(value)),
        )),
        [first, parts @ .., into, target] if first.says("concatenate") && into.says("into") => {
            Some((target.text.to_lowercase(), parts.first().and_then(begun)))
        }
        [target, operator, value @ ..] if target.kind == Kind::Word && operator.says("=") => {
            Some((target.text.to_lowercase(), result(value)))
        }
        _ => None,
    }
}

/// A result that is written in place: a literal, optionally with its translation number, or a constant.
fn result(tokens: &[Token<'_>]) -> Option<Constant> {
    match tokens {
        [first, and, ..] if and.says("&&") => begun(first),
        [only] if only.kind == Kind::Expression => begun(only),
        [only] => only
            .literal()
            .or_else(|| constant(only))
            .map(Constant::text),
        [text, open, _, close] if open.is("(") && close.is(")") => {
            text.literal().map(Constant::text)
        }
        _ => None,
    }
}

/// The beginning of a text that continues with something else: `Sehr geehrter Herr …`.
fn begun(token: &Token<'_>) -> Option<Constant> {
    let text = match token.kind {
        Kind::Text | Kind::Expression => token.text.split('{').next().unwrap_or_default().trim(),
        _ => "",
    };
    let begun = Located::with_span(format!("{text} …"), token.span);
    (!text.is_empty()).then(|| Constant::text(begun))
}

/// A number, or a constant by its name; all other names may be variables.
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
    (marked || number).then(|| Located::with_span(last_name(token.text).to_owned(), token.span))
}

/// The content of the first brackets.
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

/// Splits at `WHEN`, `THEN` and `ELSE`, but not inside nested brackets.
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

/// The target of an assignment: `x =`, `DATA(x) =`.
fn target_before(tokens: &[Token<'_>]) -> Option<String> {
    let at = tokens.iter().rposition(|token| token.says("="))?;
    let target = tokens
        .get(..at)?
        .iter()
        .rfind(|token| token.kind == Kind::Word)?;
    Some(target.text.to_lowercase())
}
