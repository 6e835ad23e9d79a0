//! Expressions and branches that translate one value set into another: `CASE`, `DECODE`, `IF`, `COALESCE`.

use super::test::{self, Test};
use super::{find, groups, inner, is_literal, located, path_of, target};
use crate::format::sql::stream::{Stream, items, span_of};
use crate::format::sql::token::{Kind, Tok};
use crate::model::{
    Comparison, Known, Located, Mapping, MappingArm, RelationKind, Selection, Span, Statement,
    StatementKind, Why,
};

/// Deeper nesting is not read.
const MOST_DEPTH: usize = 12;
/// Inside so many parentheses nothing is looked for: each look goes to the end of its group, and all together would
/// cost the square of the nesting.
const MOST_NESTING: usize = 48;
/// Longer expressions hold something else.
const MOST_TOKENS: usize = 1_200;

/// All translations of a statement.
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
        let Some((branches, length)) = branches(&toks[at..], 0) else {
            continue;
        };
        let whole = &toks[at..at + length];
        // What stands inside an aggregate counts; that is read elsewhere.
        if target::in_aggregate(&toks[..at]) {
            skipped = at + length;
            continue;
        }
        let target = inserted
            .iter()
            .find(|(range, _)| range.contains(&at))
            .map(|(_, name)| name.clone())
            .or_else(|| target::of(toks, at, at + length, path))
            .or_else(|| branches.assigned.clone())
            .or_else(|| path.last().filter(|_| branches.returns).cloned())
            .unwrap_or_default();
        let span = span_of(whole);
        if let Some(values) = branches.drawn() {
            let assigned = toks[..at].iter().any(|tok| tok.is("UPDATE"));
            let statement = Statement {
                path: path_of(path),
                column: target,
                kind: StatementKind::Draws {
                    values,
                    stored: assigned,
                },
            };
            found.push((RelationKind::Statement(statement), span));
            skipped = at + length;
        } else if let Some(mapping) = branches.mapping(path, target) {
            found.push((RelationKind::Mapping(mapping), span));
            skipped = at + length;
        }
    }
}

/// Conditions with results.
#[derive(Debug, Default)]
struct Branches {
    /// `CASE subject WHEN …`.
    subject: Option<(String, Comparison)>,
    arms: Vec<Branch>,
    otherwise: Option<Outcome>,
    /// What every branch fills, where they do.
    assigned: Option<String>,
    /// They are what the routine returns.
    returns: bool,
}

#[derive(Debug)]
struct Branch {
    /// What it asks; `None`: something else than one column.
    when: Option<Test>,
    /// It asks a random number or the parity of a date.
    chance: bool,
    then: Outcome,
}

/// What a branch yields.
#[derive(Clone, Debug)]
enum Outcome {
    Literal(Located<String>),
    /// Null, or nothing.
    Nothing,
    Unclear(Span),
}

impl Branches {
    /// The literals, where a lot or the parity of a date chooses among them.
    fn drawn(&self) -> Option<Vec<Located<String>>> {
        if !self.arms.iter().any(|arm| arm.chance) {
            return None;
        }
        let outcomes = self.arms.iter().map(|arm| &arm.then).chain(&self.otherwise);
        let literals: Vec<Located<String>> = outcomes
            .filter_map(|outcome| match outcome {
                Outcome::Literal(literal) => Some(literal.clone()),
                _ => None,
            })
            .collect();
        (literals.len() >= 2).then_some(literals)
    }

    fn mapping(self, path: &[String], target: String) -> Option<Mapping> {
        let (subject, by) = self.subject.clone().or_else(|| {
            let first = self.arms.iter().find_map(|arm| arm.when.as_ref())?;
            Some((first.subject.clone(), first.by))
        })?;
        let column = |name: &str| test::last(name).to_lowercase();
        let mut mapping = Mapping {
            path: path_of(path),
            subject: subject.clone(),
            by,
            target,
            ..Mapping::default()
        };
        let mut fallback = self.otherwise;
        let mut clear = true;
        let single = self.arms.len() == 1;
        for arm in self.arms {
            let Some(test) = arm
                .when
                .filter(|test| column(&test.subject) == column(&subject))
            else {
                clear = false;
                continue;
            };
            if test.by == Comparison::Prefix {
                mapping.by = Comparison::Prefix;
            }
            let from = match test.of {
                Selection::Values(values) => values,
                Selection::Missing => vec![Located::default()],
                // "Not m" is everything else: the branches change places.
                Selection::AllBut(values) if single && !values.is_empty() => {
                    let to = match fallback.replace(arm.then) {
                        Some(Outcome::Literal(literal)) => Some(literal),
                        _ => None,
                    };
                    mapping.arms.push(MappingArm { from: values, to });
                    continue;
                }
                _ => {
                    clear = false;
                    continue;
                }
            };
            let to = match arm.then {
                Outcome::Literal(literal) => Some(literal),
                _ => None,
            };
            mapping.arms.push(MappingArm { from, to });
        }
        mapping.fallback = match fallback {
            None | Some(Outcome::Nothing) => None,
            Some(Outcome::Literal(literal)) if clear => Some(Located {
                value: Known::Yes(literal.value),
                span: literal.span,
            }),
            Some(Outcome::Literal(literal)) => Some(Located {
                value: Known::No(Why::NotUnderstood),
                span: literal.span,
            }),
            Some(Outcome::Unclear(span)) => Some(Located::at(Known::No(Why::Dynamic), span)),
        };
        let says = mapping.arms.iter().any(|arm| arm.to.is_some()) || mapping.fallback.is_some();
        says.then_some(mapping)
    }
}

/// The branches that begin here, with their length in tokens.
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

/// Behind the `END` of a `CASE`.
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

/// What stands between `CASE` and `END`.
fn case(toks: &[Tok], depth: usize) -> Branches {
    let mut out = Branches::default();
    let start = find(toks, |tok| tok.is("WHEN")).unwrap_or(toks.len());
    out.subject = test::operand(&toks[..start]);
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
        let (condition, result) = (&part[..then], &part[then + 1..]);
        let when = if simple {
            value_test(out.subject.as_ref(), condition)
        } else {
            test::read(condition)
        };
        out.push(when, condition, result);
    }
    out
}

fn value_test(subject: Option<&(String, Comparison)>, value: &[Tok]) -> Option<Test> {
    let (subject, by) = subject?;
    let of = match value {
        [null] if null.is("NULL") => Selection::Missing,
        _ => {
            let values = groups(value).into_iter().map(|item| match item {
                [literal] if is_literal(literal) => Some(located(literal)),
                _ => None,
            });
            Selection::Values(values.collect::<Option<_>>()?)
        }
    };
    Some(Test {
        subject: subject.clone(),
        by: *by,
        of,
    })
}

/// `DECODE(g, 'm', 'Herr', 'Frau')`, `IF(g = 'm', 'Herr', 'Frau')`, `COALESCE(g, 'm')`.
fn function(name: &Tok, inside: &[Tok], depth: usize) -> Option<Branches> {
    let arguments = groups(inside);
    let mut out = Branches::default();
    if name.is("DECODE") {
        let (subject, rest) = arguments.split_first()?;
        out.subject = test::operand(subject);
        let pairs = rest.chunks_exact(2);
        let last = pairs.remainder().first().copied();
        for pair in pairs {
            out.push(value_test(out.subject.as_ref(), pair[0]), pair[0], pair[1]);
        }
        if let Some(last) = last {
            out.end_with(last, depth);
        }
        return Some(out);
    }
    if name.is_any(&["IF", "IIF"]) {
        let [condition, then, rest] = arguments.as_slice() else {
            return None;
        };
        out.push(test::read(condition), condition, then);
        out.end_with(rest, depth);
        return Some(out);
    }
    if name.is_any(&["COALESCE", "NVL", "IFNULL", "ISNULL"]) {
        let [subject, default] = arguments.as_slice() else {
            return None;
        };
        // Blank for null is how comparisons are made safe.
        let [literal] = inner(default) else {
            return None;
        };
        if !is_literal(literal) || literal.text.trim().is_empty() {
            return None;
        }
        out.subject = Some(test::operand(subject)?);
        out.otherwise = Some(Outcome::Literal(located(literal)));
        return Some(out);
    }
    None
}

/// `IF g = 'm' THEN … ELSIF … ELSE … END IF` of procedures.
fn statement(toks: &[Tok], depth: usize) -> Option<(Branches, usize)> {
    let mut out = Branches::default();
    let mut level = 0usize;
    let (mut start, mut condition): (usize, Option<&[Tok]>) = (1, None);
    let mut names: Vec<Option<String>> = Vec::new();
    for (at, tok) in toks.iter().enumerate().take(MOST_TOKENS).skip(1) {
        let before = toks.get(at - 1);
        let after_end = before.is_some_and(|tok| tok.is("END"));
        if tok.is("CASE") && !after_end || (tok.is("IF") && !after_end && !before?.is("ELSE")) {
            // A function of this name opens no block.
            level +=
                usize::from(!(tok.is("IF") && toks.get(at + 1)?.mark("(") && is_call(&toks[at..])));
        } else if tok.is("END") && level > 0 {
            level -= 1;
        } else if level > 0 {
            continue;
        } else if tok.is("THEN") {
            condition = Some(&toks[start..at]);
            start = at + 1;
        } else if tok.is_any(&["ELSIF", "ELSEIF", "ELSE"]) || tok.is("END") {
            let part = &toks[start..at];
            match condition.take() {
                Some(condition) => out.push(test::read(condition), condition, part),
                None => out.end_with(part, depth),
            }
            let name = assigned(part).and_then(test::name);
            names.push(name.map(|name| test::last(&name).to_owned()));
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

/// Whether `IF (…` is the function, which has commas and no `THEN`.
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
    toks.get(..at).filter(|name| test::name(name).is_some())
}

/// What a branch assigns or returns, without the statement around it.
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
    fn push(&mut self, when: Option<Test>, condition: &[Tok], result: &[Tok]) {
        self.arms.push(Branch {
            chance: when.is_none() && by_chance(condition),
            when,
            then: outcome(result),
        });
    }

    /// The rest. Where it branches again over the same column, both are one.
    fn end_with(&mut self, toks: &[Tok], depth: usize) {
        let toks = inner(toks);
        if let Some((nested, length)) = branches(toks, depth + 1)
            && length == toks.len()
            && !nested.arms.is_empty()
        {
            let mut arms = nested.arms;
            if let (Some((subject, by)), true) = (nested.subject, self.subject.is_none()) {
                for arm in &mut arms {
                    if let Some(test) = &mut arm.when {
                        test.subject.clone_from(&subject);
                        test.by = by;
                    }
                }
            }
            self.arms.extend(arms);
            self.otherwise = nested.otherwise;
        } else {
            self.otherwise = Some(outcome(toks));
        }
    }
}

/// The one text of a result: `'Herr'`, `CONCAT('Herr ', name)`, `SET anrede = 'Herr';`.
fn outcome(toks: &[Tok]) -> Outcome {
    let toks = value(inner(toks));
    match toks {
        [] => return Outcome::Nothing,
        [null] if null.is("NULL") => return Outcome::Nothing,
        [literal] if is_literal(literal) => return Outcome::Literal(located(literal)),
        [literal, colons, name] if is_literal(literal) && colons.mark("::") && name.is_name() => {
            return Outcome::Literal(located(literal));
        }
        _ => {}
    }
    let mut texts = toks.iter().filter(|tok| tok.kind == Kind::Text);
    let nested = toks.iter().any(|tok| tok.is_any(&["CASE", "IF", "SELECT"]));
    match (texts.next(), texts.next(), nested) {
        (Some(only), None, false) if !only.text.trim().is_empty() => {
            Outcome::Literal(located(only))
        }
        _ => Outcome::Unclear(span_of(toks)),
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
