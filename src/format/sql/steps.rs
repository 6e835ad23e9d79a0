//! Statements that other documents hold one by one, such as changelogs: what they change of tables that are declared
//! there in another way.

use std::ops::Range;

use super::alter::only_name;
use super::column::literal;
use super::condition::parse_check_constraint;
use super::dialect::Dialect;
use super::head::Head;
use super::schema::{Allowed, fold};
use super::split::Splitter;
use super::stream::{Stream, items};
use super::token::{Tok, Tokeniser};

/// The cells of a row by column; `None` if a cell is not a literal.
pub type StepRow = Vec<(String, Option<String>)>;

/// What one statement does.
#[derive(Debug, PartialEq, Eq)]
pub enum SqlStep {
    /// `ALTER TABLE t ADD CONSTRAINT c CHECK (…)`.
    Check {
        /// The table, without its schema.
        table: String,
        /// Name of the constraint.
        constraint: Option<String>,
        /// The condition as written.
        condition: String,
    },
    /// `ALTER TABLE t DROP CONSTRAINT c`.
    DropConstraint {
        /// The table, without its schema.
        table: String,
        /// Name of the constraint.
        constraint: String,
    },
    /// `INSERT INTO t (…) VALUES (…), (…)`.
    Rows {
        /// The table, without its schema.
        table: String,
        /// Its new rows.
        rows: Vec<StepRow>,
    },
    /// Changes rows, but not what is allowed: where the statement is written.
    Data(Range<usize>),
    /// Changes neither.
    Nothing,
    /// Anything else: where it is written.
    Other(Range<usize>),
}

/// Longer scripts fill tables; more statements are not followed.
const MOST_STATEMENTS: usize = 500;
/// Longer lists of rows are data.
const MOST_ROWS: usize = 200;

/// The steps of a script, in order.
pub fn steps(script: &str) -> Vec<SqlStep> {
    let dialect = Dialect::detect(script);
    let mut tokeniser = Tokeniser::new(dialect);
    let mut statements = Splitter::new(script, dialect);
    let mut steps: Vec<SqlStep> = statements
        .by_ref()
        .take(MOST_STATEMENTS)
        .map(|statement| {
            let range = statement.range;
            let text = script.get(range.clone()).unwrap_or_default();
            match statement.head {
                Head::CreateIndex | Head::CreateView | Head::Comment => SqlStep::Nothing,
                Head::Alter => {
                    let tokens = tokeniser.tokenise(text, 0);
                    altered(&tokens.toks, text).unwrap_or(SqlStep::Other(range))
                }
                Head::Insert => {
                    let tokens = tokeniser.tokenise(text, 0);
                    inserted(&tokens.toks).unwrap_or(SqlStep::Data(range))
                }
                Head::Copy | Head::Change => SqlStep::Data(range),
                _ => SqlStep::Other(range),
            }
        })
        .collect();
    // The rest may change whatever was stated before.
    let rest = statements.next();
    steps.extend(rest.map(|first| SqlStep::Other(first.range.start..script.len())));
    steps
}

/// `ALTER TABLE t ADD …`, `ALTER TABLE t DROP …`; `None` if it does anything else.
fn altered(toks: &[Tok], text: &str) -> Option<SqlStep> {
    let mut stream = Stream::new(toks);
    if !stream.take(&["ALTER", "TABLE"]) {
        return None;
    }
    stream.skip_if_exists();
    stream.take(&["ONLY"]);
    let table = stream.name()?.own.value;
    // SQL Server: WITH CHECK ADD CONSTRAINT …
    if stream.take(&["WITH"]) {
        stream.next();
    }
    if stream.take(&["DROP"]) {
        if !(stream.take(&["CONSTRAINT"]) || stream.take(&["CHECK"])) {
            return None;
        }
        stream.skip_if_exists();
        let constraint = stream.next()?.text.to_string();
        // DROP CONSTRAINT a, ADD CONSTRAINT b …
        let is_whole = !stream.at_mark(",");
        return is_whole.then_some(SqlStep::DropConstraint { table, constraint });
    }
    if !stream.take(&["ADD"]) {
        return None;
    }
    let constraint = match stream.take(&["CONSTRAINT"]) {
        true => Some(stream.dotted()?.last()?.text.to_string()),
        false => None,
    };
    if !stream.take(&["CHECK"]) {
        return None;
    }
    let inside = stream.group()?;
    let (first, last) = (inside.first()?, inside.last()?);
    let condition = text.get(first.span.to(last.span).range())?.to_owned();
    // Another action may follow: ADD CONSTRAINT …, DROP COLUMN …
    let is_whole = items(stream.rest()).len() <= 1 && !stream.at_mark(",");
    is_whole.then_some(SqlStep::Check {
        table,
        constraint,
        condition,
    })
}

/// `INSERT INTO t (a, b) VALUES (…), (…)`; `None` if rows come from elsewhere.
fn inserted(toks: &[Tok]) -> Option<SqlStep> {
    let mut stream = Stream::new(toks);
    if !stream.take(&["INSERT", "INTO"]) {
        return None;
    }
    let table = stream.name()?.own.value;
    let columns: Vec<String> = items(stream.group()?)
        .into_iter()
        .filter_map(|item| item.last())
        .map(|tok| tok.text.to_string())
        .collect();
    if !stream.take(&["VALUES"]) {
        return None;
    }
    let mut rows = Vec::new();
    while let Some(row) = stream.group() {
        if rows.len() == MOST_ROWS {
            return None;
        }
        let cells = columns
            .iter()
            .cloned()
            .zip(items(row).into_iter().map(literal));
        rows.push(cells.collect());
        if !stream.take_mark(",") {
            break;
        }
    }
    (!rows.is_empty()).then_some(SqlStep::Rows { table, rows })
}

/// The column that a condition restricts to certain values, and these; `None` if it says anything else as well.
pub fn listed_by(condition: &str) -> Option<(String, Vec<String>)> {
    let mut tokeniser = Tokeniser::new(Dialect::detect(condition));
    let tokens = tokeniser.tokenise(condition, 0);
    let mut toks = tokens.toks.as_slice();
    if tokens.error.is_some() {
        return None;
    }
    if let [check, rest @ ..] = toks
        && check.is("CHECK")
    {
        toks = rest;
    }
    let name = fold(&only_name(toks)?.text);
    let column = |asked: &str| (fold(asked) == name).then_some(0);
    let mut limits = parse_check_constraint(toks, &column).limits;
    let (_, Allowed::Only(values)) = limits.pop().filter(|_| limits.is_empty())? else {
        return None;
    };
    let values: Vec<String> = values.into_iter().map(|value| value.raw.value).collect();
    // A comparison with a single value is seldom all that is allowed.
    (values.len() > 1).then_some((name, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_say_what_they_change() {
        let script = "ALTER TABLE amt.person ADD CONSTRAINT c CHECK (g IN ('m', 'w'));\n\
            CREATE INDEX i ON person (g);\n\
            ALTER TABLE person DROP CONSTRAINT IF EXISTS c;\n\
            INSERT INTO g (code, text) VALUES ('m', 'Mann'), ('w', upper('x'));\n\
            INSERT INTO g SELECT * FROM alt; UPDATE g SET a = 1; ALTER TABLE person ADD a INT";
        let found = steps(script);
        let at = |text: &str| {
            let start = script.find(text).expect("in the script");
            start..start + text.len()
        };
        let person = || "person".to_owned();
        let cell = |column: &str, text: Option<&str>| (column.to_owned(), text.map(str::to_owned));
        assert_eq!(
            found,
            [
                SqlStep::Check {
                    table: person(),
                    constraint: Some("c".to_owned()),
                    condition: "g IN ('m', 'w')".to_owned(),
                },
                SqlStep::Nothing,
                SqlStep::DropConstraint {
                    table: person(),
                    constraint: "c".to_owned(),
                },
                SqlStep::Rows {
                    table: "g".to_owned(),
                    rows: vec![
                        vec![cell("code", Some("m")), cell("text", Some("Mann"))],
                        vec![cell("code", Some("w")), cell("text", None)],
                    ],
                },
                SqlStep::Data(at("INSERT INTO g SELECT * FROM alt")),
                SqlStep::Data(at("UPDATE g SET a = 1")),
                SqlStep::Other(at("ALTER TABLE person ADD a INT")),
            ]
        );
    }

    #[test]
    fn several_actions_and_what_is_not_followed_may_change_anything() {
        let script =
            "ALTER TABLE p DROP CONSTRAINT c, ADD CONSTRAINT d CHECK (g IN ('m', 'w', 'd'))";
        assert_eq!(steps(script), [SqlStep::Other(0..script.len())]);
        let long = "UPDATE g SET a = 1;\n".repeat(MOST_STATEMENTS + 1);
        let found = steps(&long);
        assert_eq!(found.len(), MOST_STATEMENTS + 1);
        let rest = long.len() - "UPDATE g SET a = 1;\n".len()..long.len();
        assert_eq!(found.last(), Some(&SqlStep::Other(rest)));
    }

    #[test]
    fn conditions_on_one_column_list_its_values() {
        let listed = |condition: &str| {
            listed_by(condition).map(|(column, values)| format!("{column}: {}", values.join(" ")))
        };
        for condition in [
            "g = 'm' OR g = 'w'",
            "CHECK (g IN ('m', 'w') OR g IS NULL)",
            "UPPER(p.g) IN ('m', 'w')",
            "((g)::text = ANY (ARRAY['m'::text, 'w'::text]))",
        ] {
            assert_eq!(listed(condition).as_deref(), Some("g: m w"), "{condition}");
        }
        for other in [
            "g = 'm'",
            "g IN ('m', 'w') OR age > 3",
            "g NOT IN ('m', 'w')",
            "g LIKE 'm%'",
        ] {
            assert_eq!(listed(other), None, "{other}");
        }
    }
}
