//! Triggers that refuse values of a column: `IF NEW.g NOT IN ('m', 'w') THEN SIGNAL …`.

use super::condition;
use super::routine::{blocks, raises};
use super::{find, inner, split};
use crate::format::sql::schema::{Allowed, fold};
use crate::format::sql::stream::{Stream, span_of};
use crate::format::sql::token::Tok;
use crate::model::{Comparison, Domain, Element, Known, Reference, SchemaModel, Span, Value};

/// A condition under which a trigger raises an error.
#[derive(Debug)]
pub struct Refusal {
    /// The table of the trigger, folded; `None` where a function serves triggers.
    table: Option<String>,
    /// The column, folded.
    column: String,
    /// The values that pass.
    allowed: Allowed,
    span: Span,
}

/// Reads what the body of a trigger, or of a function for triggers, refuses.
pub fn refusals(head: &[Tok], body: &[Tok]) -> Vec<Refusal> {
    let table = table_of(head);
    let mut found = Vec::new();
    for (asked, block) in blocks(body) {
        if raises(block) {
            take(&mut found, table.as_ref(), asked);
        }
    }
    // `BEFORE INSERT … WHEN (NEW.g NOT IN ('m', 'w'))`: what is done then is the refusal.
    if let Some(asked) = condition_of_trigger(head)
        && (raises(body) || executes(head))
    {
        take(&mut found, table.as_ref(), asked);
    }
    // SQLite: `SELECT RAISE(ABORT, '…') WHERE NEW.g NOT IN ('m', 'w')`.
    for (at, tok) in body.iter().enumerate() {
        let mut behind = Stream::new(&body[at + 1..]);
        if tok.is("RAISE") && behind.group().is_some() && behind.take(&["WHERE"]) {
            let rest = behind.rest();
            let end = find(rest, |tok| tok.mark(";") || tok.is("END")).unwrap_or(rest.len());
            take(&mut found, table.as_ref(), &rest[..end]);
        }
    }
    found
}

/// A trigger that calls a function of PostgreSQL.
#[derive(Debug)]
pub struct Served {
    /// The function, folded.
    function: String,
    /// The table, folded.
    table: String,
}

impl Served {
    /// Longer statements do more than that.
    const LONGEST: usize = 2_000;

    /// Whether a statement may be such a trigger.
    pub fn may_be(statement: &str) -> bool {
        statement.len() <= Self::LONGEST && statement.to_ascii_uppercase().contains("EXECUTE")
    }

    /// `CREATE TRIGGER t BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION check_person()`
    pub fn read(toks: &[Tok]) -> Option<Self> {
        let table = table_of(toks)?;
        let at = find(toks, |tok| tok.is("EXECUTE"))?;
        let mut called = Stream::new(&toks[at + 1..]);
        if !called.take(&["FUNCTION"]) && !called.take(&["PROCEDURE"]) {
            return None;
        }
        let function = fold(&called.name()?.own.value);
        Some(Self { function, table })
    }
}

/// The condition in the head of a trigger that runs before a row is written.
fn condition_of_trigger(head: &[Tok]) -> Option<&[Tok]> {
    let trigger = head.iter().position(|tok| tok.is("TRIGGER"))?;
    let head = &head[trigger..];
    let end = find(head, |tok| {
        tok.is("BEGIN") || tok.is("EXECUTE") || tok.is("DECLARE")
    });
    let head = &head[..end.unwrap_or(head.len())];
    let when = find(head, |tok| tok.is("WHEN"))?;
    let is_before = head[..when].iter().any(|tok| tok.is("BEFORE"));
    head.get(when + 1..).filter(|_| is_before)
}

/// Whether a trigger calls a function. One that is called only for certain values has no other purpose than to refuse
/// or to change them.
fn executes(head: &[Tok]) -> bool {
    head.iter().any(|tok| tok.is("EXECUTE"))
}

/// The table that a trigger is on.
fn table_of(head: &[Tok]) -> Option<String> {
    const NEAR: usize = 60;
    let head = &head[..head.len().min(NEAR)];
    let at = head.iter().position(|tok| tok.is("TRIGGER"))?;
    let on = head[at..].iter().position(|tok| tok.is("ON"))?;
    let name = Stream::new(&head[at + on + 1..]).name()?;
    Some(fold(&name.own.value))
}

/// Takes the tests of a condition on new values.
fn take(found: &mut Vec<Refusal>, table: Option<&String>, asked: &[Tok]) {
    // SQL Server: `IF EXISTS (SELECT 1 FROM inserted WHERE g NOT IN ('m', 'w'))`.
    let of_inserted = match asked {
        [exists, group @ ..] if exists.is("EXISTS") => {
            let group = inner(group);
            let reads = group.iter().any(|tok| tok.is("INSERTED"));
            let at = find(group, |tok| tok.is("WHERE")).filter(|_| reads);
            at.map(|at| &group[at + 1..])
        }
        _ => None,
    };
    let asked_alone = of_inserted.unwrap_or(asked);
    let is_inserted = of_inserted.is_some();
    let before = found.len();
    let conjuncts = condition::conjuncts(asked_alone);
    for (at, conjunct) in conjuncts.iter().enumerate() {
        for part in split(inner(conjunct), "OR") {
            let Some(refusal) = refused_by(part, table, is_inserted) else {
                continue;
            };
            // Where something else is asked as well, only a pair is refused.
            let mut others = conjuncts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at);
            if others.all(|(_, other)| is_null_test(other, &refusal.column)) {
                found.push(refusal);
            }
        }
    }
    // `NEW.g <> 'm' AND NEW.g <> 'w'`, `NOT (NEW.g = 'm' OR NEW.g = 'w')`: the parts together are one test.
    if found.len() == before {
        found.extend(refused_by(inner(asked_alone), table, is_inserted));
    }
}

/// What a test on one new value refuses. `is_inserted`: the condition is about the rows that a statement inserts.
fn refused_by(part: &[Tok], table: Option<&String>, is_inserted: bool) -> Option<Refusal> {
    // Oracle writes `:NEW.g`.
    let written: Vec<Tok> = part.iter().filter(|tok| !tok.mark(":")).cloned().collect();
    let test = condition::test(&written)?;
    let subject = test.subject.text.trim_start_matches(':');
    let is_new = subject
        .split_once('.')
        .is_some_and(|(row, _)| row.eq_ignore_ascii_case("NEW"));
    if !(is_new || is_inserted) || test.subject.by != Comparison::Whole {
        return None;
    }
    // Blanks and null are no entries.
    let stated = test.values.iter().map(|value| &value.text);
    let stated = stated.filter(|text| !text.value.trim().is_empty());
    let values: Vec<Value> = stated
        .map(|text| Value {
            raw: text.clone(),
            ..Value::default()
        })
        .collect();
    (!values.is_empty()).then(|| Refusal {
        table: table.cloned(),
        column: condition::column(&test),
        // What is asked for is refused.
        allowed: match test.negated {
            true => Allowed::Only(values),
            false => Allowed::AllBut(values),
        },
        span: span_of(part),
    })
}

/// Whether a condition only asks whether a column has a value.
fn is_null_test(condition: &[Tok], column: &str) -> bool {
    let condition = inner(condition);
    let from = condition.iter().position(|tok| !tok.mark(":")).unwrap_or(0);
    let name = Stream::new(&condition[from..]).name();
    condition.iter().any(|tok| tok.is("NULL"))
        && name.is_some_and(|name| fold(&name.own.value) == column)
}

impl Refusal {
    /// Notes at the columns concerned that values of their lists may be refused. `object`: the trigger or function that
    /// refuses them. A function that no trigger of the script calls may serve any table.
    pub fn apply(&self, object: Option<&str>, served: &[Served], model: &mut SchemaModel) {
        let of_function = served
            .iter()
            .filter(|served| Some(served.function.as_str()) == object);
        let tables: Vec<&str> = match &self.table {
            Some(table) => vec![table.as_str()],
            None => of_function.map(|served| served.table.as_str()).collect(),
        };
        let concerned = |element: &Element| {
            let mut names = element.path.0.iter().rev().map(|name| fold(name));
            let is_column = names.next().is_some_and(|name| name == self.column);
            let table = names.next().unwrap_or_default();
            let is_in_table = tables.is_empty() || tables.contains(&table.as_str());
            element.entity.is_some() && is_column && is_in_table
        };
        let refused: Vec<usize> = (0..model.elements.len())
            .filter(|at| {
                let element = &model.elements[*at];
                concerned(element) && self.takes_away(model, &element.domain.value)
            })
            .collect();
        for at in refused {
            if let Some(element) = model.elements.get_mut(at) {
                element.narrowed = element.narrowed.or(Some(self.span));
            }
        }
    }

    /// Whether some value of a list does not pass. Of lists of other documents this is not known.
    fn takes_away(&self, model: &SchemaModel, domain: &Known<Domain>) -> bool {
        match domain {
            Known::Yes(Domain::Closed(values)) => {
                values.iter().any(|value| !self.lets_through(value))
            }
            Known::Yes(Domain::Reference(Reference::Element(id))) => {
                let list = model.element(*id).map(|list| &list.domain.value);
                match list {
                    Some(Known::Yes(Domain::Closed(values))) => {
                        values.iter().any(|value| !self.lets_through(value))
                    }
                    _ => false,
                }
            }
            Known::Yes(Domain::Reference(Reference::Named(_))) => true,
            _ => false,
        }
    }

    fn lets_through(&self, value: &Value) -> bool {
        // Triggers fold the case first, or leave that to the collation.
        let raw = value.raw.value.as_str();
        let is_in = |list: &[Value]| {
            list.iter()
                .any(|other| other.raw.value.eq_ignore_ascii_case(raw))
        };
        match &self.allowed {
            Allowed::Only(list) => is_in(list),
            Allowed::AllBut(list) => !is_in(list),
            Allowed::Unknown => true,
        }
    }
}
