//! Expressions and branches that map one set of values to another: `CASE`, `DECODE`, `IF`, `COALESCE`.

use super::condition::{self, literal};
use super::{find, groups, inner, is_literal, located, path_of, target};
use crate::format::logic::{
    self, Arm, Choice, Constant, Context, Detour, Expression, Outcome, Receiver, Subject, Target,
};
use crate::format::sql::stream::{Stream, items, span_of};
use crate::format::sql::token::{Kind, Tok};
use crate::model::{Located, ModelPath, RelationKind, Span, Statement, StatementKind};

/// Deeper nesting is not read.
const MOST_DEPTH: usize = 12;
/// Inside this many parentheses nothing is searched: each search goes to the end of its group, so the total cost is
/// quadratic in the nesting depth.
const MOST_NESTING: usize = 48;
/// Longer expressions contain something else.
const MOST_TOKENS: usize = 1_200;

/// Finds all mappings in a statement.
pub fn all(toks: &[Tok], path: &[String], found: &mut Vec<(RelationKind, Span)>) {
    let inserted = target::inserted(toks);
    let mut skipped = 0;
    let mut nesting = 0usize;
    for (at, tok) in toks.iter().enumerate() {
        if tok.mark("(") {
            nesting += 1;
        } else if tok.mark(")") {
            nesting = nesting.saturating_sub(1);
        }
        if at < skipped || nesting > MOST_NESTING {
            continue;
        }
        let Some((mut branches, length)) = branches(&toks[at..], 0) else {
            continue;
        };
        let whole = &toks[at..at + length];
        // Expressions inside an aggregate count rows, which is read elsewhere.
        if target::in_aggregate(&toks[..at]) {
            skipped = at + length;
            continue;
        }
        let target = inserted
            .iter()
            .find(|(range, _)| range.contains(&at))
            .map(|(_, name)| name.clone())
            .or_else(|| target::parse_target(toks, at, at + length, path))
            .or_else(|| branches.assigned.clone())
            .or_else(|| path.last().filter(|_| branches.returns).cloned())
            .unwrap_or_default();
        let span = span_of(whole);
        if let Some(values) = branches.drawn() {
            let assigned = toks[..at].iter().any(|tok| tok.is("UPDATE"));
            let statement = Statement {
                path: path_of(path),
                column: target,
                kind: StatementKind::RandomChoice {
                    values,
                    stored: assigned,
                },
            };
            found.push((RelationKind::Statement(statement), span));
            skipped = at + length;
            continue;
        }
        let column = Column { path, target };
        branches.choice.spans(span);
        let left_out = rows_left_out(&toks[at + length..]);
        branches.choice.reached_past(left_out, None);
        let mut mappings = logic::mappings(&branches.choice, &column);
        if let Some((subject, default)) = branches.default {
            mappings.push((logic::coalesced(subject, default, &column), span));
        }
        if !mappings.is_empty() {
            skipped = at + length;
        }
        let mappings = mappings.into_iter();
        found.extend(mappings.map(|(mapping, span)| (RelationKind::Mapping(mapping), span)));
    }
}

/// `… WHERE geschlecht IN ('m', 'w')` after an expression excludes other rows. `behind` holds the tokens after it.
fn rows_left_out(behind: &[Tok]) -> Vec<Detour> {
    const ENDS: [&str; 11] = [
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "FETCH",
        "WINDOW",
        "UNION",
        "EXCEPT",
        "INTERSECT",
        "RETURNING",
    ];
    let mut depth = 0usize;
    let ends = behind.iter().take(MOST_TOKENS).position(|tok| {
        if tok.mark("(") {
            depth += 1;
        } else if tok.mark(")") {
            match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return true,
            }
        }
        depth == 0 && (tok.mark(";") || tok.is_any(&ENDS))
    });
    let own = behind.get(..ends.unwrap_or(behind.len().min(MOST_TOKENS)));
    let own = own.unwrap_or_default();
    let condition = find(own, |tok| tok.is("WHERE")).and_then(|at| own.get(at + 1..));
    let parts = condition.map(condition::conjuncts).unwrap_or_default();
    let parts = parts.into_iter().map(condition::condition);
    parts.map(|asked| Detour::new(asked.negated())).collect()
}

/// What receives the value of an expression, and its context.
struct Column<'t> {
    path: &'t [String],
    target: String,
}

impl Context for Column<'_> {
    fn path(&self) -> ModelPath {
        path_of(self.path)
    }

    fn target(&self, _: &Receiver) -> Target {
        Target::named(self.target.clone())
    }
}

/// Conditions with results.
#[derive(Debug)]
struct Branches {
    choice: Choice,
    /// `CASE subject WHEN …`.
    subject: Option<Expression>,
    /// The default for a missing value.
    default: Option<(Subject, Constant)>,
    /// Whether a branch depends on a random number or the parity of a date.
    by_chance: bool,
    /// The variable that every branch assigns, if they all do.
    assigned: Option<String>,
    /// Whether they return the routine's result.
    returns: bool,
}

impl Branches {
    fn new(toks: &[Tok]) -> Self {
        Self {
            choice: Choice::new(true, span_of(toks)),
            subject: None,
            default: None,
            by_chance: false,
            assigned: None,
            returns: false,
        }
    }

    /// The literals, if a random number or the parity of a date chooses among them.
    fn drawn(&self) -> Option<Vec<Located<String>>> {
        if !self.by_chance {
            return None;
        }
        let outcomes = self.choice.arms.iter().map(|arm| &arm.outcome);
        let literals: Vec<Located<String>> = outcomes
            .chain(&self.choice.otherwise)
            .filter_map(|outcome| Some(outcome.stated(&Receiver::Value)?.text.clone()))
            .collect();
        (literals.len() >= 2).then_some(literals)
    }
}

/// The branches that start here, and their length in tokens.
fn branches(toks: &[Tok], depth: usize) -> Option<(Branches, usize)> {
    if depth > MOST_DEPTH {
        return None;
    }
    let first = toks.first()?;
    if first.is("CASE") {
        let length = end_of(toks)?;
        let closes = toks.get(length).is_some_and(|tok| tok.is("CASE"));
        return Some((
            case(toks.get(1..length - 1)?, depth),
            length + usize::from(closes),
        ));
    }
    if first.kind != Kind::Word {
        return None;
    }
    if toks.get(1).is_some_and(|tok| tok.mark("(")) {
        let mut stream = Stream::new(&toks[1..toks.len().min(MOST_TOKENS)]);
        let (inside, closed) = stream.group_and_end()?;
        if !closed {
            return None;
        }
        if let Some(branches) = function(first, inside, depth) {
            return Some((branches, inside.len() + 3));
        }
    }
    first.is("IF").then(|| statement(toks, depth))?
}

/// The position after the `END` of a `CASE`.
fn end_of(toks: &[Tok]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, tok) in toks.iter().enumerate().take(MOST_TOKENS) {
        if tok.is("CASE") && !toks[..at].last().is_some_and(|before| before.is("END")) {
            depth += 1;
        } else if tok.is("END") && !toks.get(at + 1).is_some_and(|next| next.is("IF")) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Reads what is between `CASE` and `END`.
fn case(toks: &[Tok], depth: usize) -> Branches {
    let mut out = Branches::new(toks);
    let start = find(toks, |tok| tok.is("WHEN")).unwrap_or(toks.len());
    out.subject = condition::operand(&toks[..start]);
    let simple = start > 0;
    let mut rest = &toks[start..];
    while let Some(tok) = rest.first() {
        let when = tok.is("WHEN");
        rest = &rest[1..];
        let end = find(rest, |tok| tok.is("WHEN") || tok.is("ELSE")).unwrap_or(rest.len());
        let part = &rest[..end];
        rest = &rest[end..];
        if !when {
            out.end_with(part, depth);
            continue;
        }
        let Some(then) = find(part, |tok| tok.is("THEN")) else {
            continue;
        };
        let (asked, result) = (&part[..then], &part[then + 1..]);
        let when = if simple {
            has_value(out.subject.as_ref(), asked)
        } else {
            condition::condition(asked)
        };
        out.push(when, asked, result);
    }
    out
}

/// Whether the subject of a `CASE` has one of these values.
fn has_value(subject: Option<&Expression>, values: &[Tok]) -> Expression {
    let Some(subject) = subject.cloned() else {
        return Expression::unknown();
    };
    match values {
        [null] if null.is("NULL") => subject.equals(literal(null)),
        _ => {
            let values = condition::literals(values);
            subject.one_of(values.unwrap_or_else(|| vec![Expression::unknown()]))
        }
    }
}

/// `DECODE(g, 'm', 'Herr', 'Frau')`, `IF(g = 'm', 'Herr', 'Frau')`, `COALESCE(g, 'm')`.
fn function(name: &Tok, inside: &[Tok], depth: usize) -> Option<Branches> {
    let arguments = groups(inside);
    let mut out = Branches::new(inside);
    if name.is("DECODE") {
        let (subject, rest) = arguments.split_first()?;
        out.subject = condition::operand(subject);
        let pairs = rest.chunks_exact(2);
        let last = pairs.remainder().first().copied();
        for pair in pairs {
            out.push(has_value(out.subject.as_ref(), pair[0]), pair[0], pair[1]);
        }
        if let Some(last) = last {
            out.end_with(last, depth);
        }
        return Some(out);
    }
    if name.is_any(&["IF", "IIF"]) {
        let [asked, then, rest] = arguments.as_slice() else {
            return None;
        };
        out.push(condition::condition(asked), asked, then);
        out.end_with(rest, depth);
        return Some(out);
    }
    if name.is_any(&["COALESCE", "NVL", "IFNULL", "ISNULL"]) {
        let [subject, default] = arguments.as_slice() else {
            return None;
        };
        // A blank default for null only makes comparisons safe.
        let [default] = inner(default) else {
            return None;
        };
        if !is_literal(default) || default.text.trim().is_empty() {
            return None;
        }
        let subject = logic::subject(&condition::operand(subject)?)?;
        out.default = Some((subject, Constant::text(located(default))));
        return Some(out);
    }
    replaced(name, &arguments, inside)
}

/// `TRANSLATE(g, 'mw', '12')`, `REPLACE(REPLACE(g, 'm', 'Herr'), 'w', 'Frau')`: signs of a code are replaced, all others
/// stay.
fn replaced(name: &Tok, arguments: &[&[Tok]], inside: &[Tok]) -> Option<Branches> {
    const REPLACING: [&str; 2] = ["REPLACE", "REGEXP_REPLACE"];
    let [subject, from, to, ..] = arguments else {
        return None;
    };
    let mut rows: Vec<(Located<String>, Located<String>)> = Vec::new();
    let mut subject = *subject;
    if name.is("TRANSLATE") {
        let (from, to) = (text_of(from)?, text_of(to)?);
        let (signs, others) = (from.value.chars(), to.value.chars());
        if signs.clone().count() != others.clone().count() || signs.clone().count() > MOST_DEPTH {
            return None;
        }
        let rows_of = signs.zip(others).map(|(one, other)| {
            let text = |sign: char, of: &Located<String>| Located::new(sign.to_string(), of.span);
            (text(one, &from), text(other, &to))
        });
        rows.extend(rows_of);
    } else if name.is_any(&REPLACING) {
        rows.push((text_of(from)?, text_of(to)?));
        while let [call, open, .., close] = subject
            && call.is_any(&REPLACING)
            && open.mark("(")
            && close.mark(")")
            && rows.len() <= MOST_DEPTH
        {
            let arguments = groups(subject.get(2..subject.len() - 1)?);
            let [inner, from, to, ..] = arguments.as_slice() else {
                return None;
            };
            rows.push((text_of(from)?, text_of(to)?));
            subject = inner;
        }
        rows.reverse();
    }
    let is_sign = |text: &Located<String>| {
        let mut signs = text.value.trim_matches(['^', '$']).chars();
        signs.next().is_some_and(char::is_alphanumeric) && signs.next().is_none()
    };
    if rows.is_empty() || !rows.iter().all(|(from, _)| is_sign(from)) {
        return None;
    }
    let asked = condition::operand(subject)?;
    let mut out = Branches::new(inside);
    for (from, to) in rows {
        let from = from.map(|from| from.trim_matches(['^', '$']).to_owned());
        let when = asked.clone().equals(Expression::text(from));
        let outcome = Outcome::single(Receiver::Value, Some(Constant::text(to)));
        out.choice
            .arms
            .push(Arm::new(when, outcome, out.choice.span));
    }
    out.choice.otherwise = Some(Outcome::single(Receiver::Value, None));
    Some(out)
}

/// The text of a single literal.
fn text_of(toks: &[Tok]) -> Option<Located<String>> {
    match inner(toks) {
        [only] if only.kind == Kind::Text => Some(located(only)),
        _ => None,
    }
}

/// Reads `IF g = 'm' THEN … ELSIF … ELSE … END IF` in procedures.
fn statement(toks: &[Tok], depth: usize) -> Option<(Branches, usize)> {
    let mut out = Branches::new(toks);
    let mut level = 0usize;
    let (mut start, mut asked): (usize, Option<&[Tok]>) = (1, None);
    let mut names: Vec<Option<String>> = Vec::new();
    for (at, tok) in toks.iter().enumerate().take(MOST_TOKENS).skip(1) {
        let before = toks.get(at - 1);
        let after_end = before.is_some_and(|tok| tok.is("END"));
        if tok.is("CASE") && !after_end || (tok.is("IF") && !after_end && !before?.is("ELSE")) {
            // A function with this name opens no block.
            level +=
                usize::from(!(tok.is("IF") && toks.get(at + 1)?.mark("(") && is_call(&toks[at..])));
        } else if tok.is("END") && level > 0 {
            level -= 1;
        } else if level > 0 {
            continue;
        } else if tok.is("THEN") {
            asked = Some(&toks[start..at]);
            start = at + 1;
        } else if tok.is_any(&["ELSIF", "ELSEIF", "ELSE"]) || tok.is("END") {
            let part = &toks[start..at];
            match asked.take() {
                Some(asked) => out.push(condition::condition(asked), asked, part),
                None => out.end_with(part, depth),
            }
            let name = assigned(part).and_then(condition::name);
            names.push(name.map(|name| condition::last(&name).to_owned()));
            out.returns |= part.first().is_some_and(|tok| tok.is("RETURN"));
            start = at + 1;
            if tok.is("END") {
                if let Some(first) = names.first()
                    && names.iter().all(|name| name == first)
                {
                    out.assigned.clone_from(first);
                }
                let closed = toks.get(at + 1).is_some_and(|tok| tok.is("IF"));
                return closed.then_some((out, at + 2));
            }
        }
    }
    None
}

/// Whether `IF (…` is the function, which has commas but no `THEN`.
fn is_call(toks: &[Tok]) -> bool {
    let window = toks.get(1..toks.len().min(MOST_TOKENS));
    let mut stream = Stream::new(window.unwrap_or_default());
    let inside = stream.group().unwrap_or_default();
    !stream.at_word("THEN") && items(inside).len() == 3
}

/// `SET anrede = 'Herr';`, `v := 'Herr';`.
fn assigned(toks: &[Tok]) -> Option<&[Tok]> {
    let toks = match toks {
        [set, rest @ ..] if set.is("SET") => rest,
        _ => toks,
    };
    let at = toks
        .iter()
        .position(|tok| tok.mark("=") || tok.mark(":="))?;
    toks.get(..at)
        .filter(|name| condition::name(name).is_some())
}

/// The value that a branch assigns or returns, without the statement around it.
fn value(toks: &[Tok]) -> &[Tok] {
    let toks = match toks {
        [before @ .., end] if end.mark(";") => before,
        _ => toks,
    };
    match (toks, assigned(toks)) {
        ([first, rest @ ..], _) if first.is("RETURN") => rest,
        ([first, ..], Some(name)) => {
            let set = usize::from(first.is("SET"));
            toks.get(set + name.len() + 1..).unwrap_or_default()
        }
        _ => toks,
    }
}

impl Branches {
    fn push(&mut self, when: Expression, asked: &[Tok], result: &[Tok]) {
        let arm = Arm::new(when, outcome(result), self.choice.span);
        self.by_chance |= arm.test.is_none() && by_chance(asked);
        self.choice.arms.push(arm);
    }

    /// Adds the rest. If it branches again, both become one.
    fn end_with(&mut self, toks: &[Tok], depth: usize) {
        let toks = inner(toks);
        match branches(toks, depth + 1) {
            Some((nested, length)) if length == toks.len() && !nested.choice.arms.is_empty() => {
                self.choice.arms.extend(nested.choice.arms);
                self.choice.otherwise = nested.choice.otherwise;
            }
            _ => self.choice.otherwise = Some(outcome(toks)),
        }
    }
}

/// The only text in a result: `'Herr'`, `CONCAT('Herr ', name)`, `SET anrede = 'Herr';`.
fn outcome(toks: &[Tok]) -> Outcome {
    let toks = value(inner(toks));
    let stated = |tok: &Tok| Outcome::single(Receiver::Value, Some(Constant::text(located(tok))));
    match toks {
        [] => return Outcome::default(),
        [null] if null.is("NULL") => return Outcome::default(),
        [literal] if is_literal(literal) => return stated(literal),
        [literal, colons, name] if is_literal(literal) && colons.mark("::") && name.is_name() => {
            return stated(literal);
        }
        _ => {}
    }
    let mut texts = toks.iter().filter(|tok| tok.kind == Kind::Text);
    let nested = toks.iter().any(|tok| tok.is_any(&["CASE", "IF", "SELECT"]));
    match (texts.next(), texts.next(), nested) {
        (Some(only), None, false) if !only.text.trim().is_empty() => stated(only),
        _ => Outcome::single(Receiver::Value, None),
    }
}

/// `RAND() < 0.5`, `MOD(MONTH(gebdat), 2) = 1`.
fn by_chance(toks: &[Tok]) -> bool {
    let random = toks.iter().any(|tok| {
        tok.is_any(&[
            "RAND",
            "RANDOM",
            "NEWID",
            "RANDOMBLOB",
            "DBMS_RANDOM",
            "GEN_RANDOM_UUID",
        ])
    });
    let parity = toks.iter().any(|tok| tok.mark("%") || tok.is("MOD"));
    let date = toks.iter().any(|tok| {
        tok.is_any(&[
            "MONTH",
            "DAY",
            "EXTRACT",
            "DATE_PART",
            "DATEPART",
            "TO_CHAR",
            "STRFTIME",
            "DAYOFMONTH",
        ])
    });
    random || (parity && date)
}
