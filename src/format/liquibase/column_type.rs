//! Column types and check conditions in changelogs, for any database.

use std::sync::LazyLock;

use regex::Regex;

use crate::format::sql::listed_by;
use crate::model::{Domain, Known, Located, Span, Value, Why};

/// The content of a declared type.
pub(super) struct Declared {
    pub(super) domain: Known<Domain>,
    pub(super) width: Option<u32>,
}

/// Reads a type: `VARCHAR(8)`, `java.sql.Types.CHAR(1)`, `enum('m','w')`, `${clob.type}`.
pub(super) fn declared(written: &Located<String>) -> Declared {
    let text = written.value.trim();
    let text = text.strip_prefix("java.sql.Types.").unwrap_or(text);
    let (name, arguments) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.rsplit_once(')').map(|(inside, _)| inside)),
        None => (text, None),
    };
    let name = name.trim().to_ascii_lowercase();
    let first = name.split_whitespace().next().unwrap_or_default();
    let number = arguments.and_then(|arguments| {
        let digits: String = arguments
            .trim()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse::<u32>().ok()
    });
    let known = |domain| Known::Yes(domain);
    let domain = match first {
        "" => Known::No(Why::NotStated),
        _ if text.contains("${") => Known::No(Why::Dynamic),
        "enum" | "set" => match literals(arguments.unwrap_or_default(), written.span) {
            Some(values) => known(Domain::Closed(values)),
            None => Known::No(Why::NotUnderstood),
        },
        "boolean" | "bool" => known(Domain::Boolean),
        "bit" | "tinyint" if number == Some(1) || (first == "bit" && number.is_none()) => {
            known(Domain::Boolean)
        }
        "char" | "nchar" | "varchar" | "nvarchar" | "varchar2" | "nvarchar2" | "character"
        | "bpchar" | "string" | "citext" | "national" | "text" | "tinytext" | "mediumtext"
        | "longtext" | "ntext" | "clob" | "nclob" | "longvarchar" | "longnvarchar" | "uuid"
        | "uniqueidentifier" => known(Domain::Text),
        "int" | "integer" | "int2" | "int4" | "int8" | "tinyint" | "smallint" | "mediumint"
        | "bigint" | "number" | "numeric" | "decimal" | "dec" | "float" | "float4" | "float8"
        | "double" | "real" | "serial" | "bigserial" | "smallserial" | "money" | "currency"
        | "bit" => known(Domain::Number),
        "date" | "datetime" | "datetime2" | "datetimeoffset" | "smalldatetime" | "time"
        | "timetz" | "timestamp" | "timestamptz" | "year" | "interval" => known(Domain::Temporal),
        "blob" | "longblob" | "mediumblob" | "tinyblob" | "bytea" | "binary" | "varbinary"
        | "image" | "raw" | "json" | "jsonb" | "xml" | "oid" | "longvarbinary" => {
            known(Domain::Structure)
        }
        // A database-specific type: its values are elsewhere.
        _ => known(Domain::named(first)),
    };
    let width = number.filter(|_| matches!(domain, Known::Yes(Domain::Text)));
    Declared { domain, width }
}

/// The column and values of a condition that only lists them: `geschlecht IN ('m', 'w')`, `g = 'm' OR g = 'w'`.
pub fn listed(condition: &Located<String>) -> Option<(String, Vec<Value>)> {
    plain_list(condition).or_else(|| {
        let (column, values) = listed_by(&condition.value)?;
        let value = |raw: String| Value {
            raw: Located::new(raw, condition.span),
            ..Value::default()
        };
        Some((key(&column), values.into_iter().map(value).collect()))
    })
}

/// The same for the commonest form, whatever quotes names have.
fn plain_list(condition: &Located<String>) -> Option<(String, Vec<Value>)> {
    static LIST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?is)^[\s(]*(?:check\s*\()?\s*([\w."`\[\]]+)\s*\)?\s+in\s*\(([^()]*)\)[\s)]*$"#,
        )
        .ok()
    });
    let found = LIST.as_ref()?.captures(&condition.value)?;
    let values = literals(found.get(2)?.as_str(), condition.span)?;
    Some((key(found.get(1)?.as_str()), values))
}

/// A list of quoted texts or numbers.
fn literals(list: &str, span: Option<Span>) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    let mut rest = list.trim();
    while !rest.is_empty() {
        // A letter before the quote states the character set (N'm').
        let quoted = rest.trim_start_matches(['N', 'n', 'E', 'e']);
        let (literal, behind) = if let Some(inside) = quoted.strip_prefix('\'') {
            let end = inside.find('\'')?;
            (&inside[..end], &inside[end + 1..])
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let number = rest[..end].trim();
            number.parse::<i64>().ok()?;
            (number, &rest[end..])
        };
        values.push(Value {
            raw: Located::new(literal.to_owned(), span),
            ..Value::default()
        });
        let behind = behind.trim_start();
        rest = match behind.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if behind.is_empty() => behind,
            None => return None,
        };
    }
    (!values.is_empty()).then_some(values)
}

/// The form of a name for comparison: without quotes, schema and case.
pub(super) fn key(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let bare = |ch: &char| !matches!(ch, '"' | '`' | '[' | ']');
    last.trim()
        .chars()
        .filter(bare)
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn is_true(word: &str) -> bool {
    matches!(
        word.trim().to_ascii_lowercase().as_str(),
        "true" | "1" | "yes"
    )
}

/// A literal without the quotes that some changelogs add.
pub(super) fn unquoted(text: &str) -> &str {
    text.trim()
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(condition: &str) -> Option<(String, Vec<String>)> {
        let (column, values) = listed(&Located::implied(condition.to_owned()))?;
        Some((
            column,
            values.into_iter().map(|value| value.raw.value).collect(),
        ))
    }

    #[test]
    fn conditions_are_lists_or_not_understood() {
        let expected = Some((
            "geschlecht".to_owned(),
            vec!["m".to_owned(), "w".to_owned()],
        ));
        assert_eq!(values("geschlecht IN ('m', 'w')"), expected);
        assert_eq!(values("CHECK (\"Geschlecht\" in (N'm','w'))"), expected);
        assert_eq!(values("(p.[geschlecht] in ('m','w'))"), expected);
        for other in [
            "geschlecht IN ('m', 'w') OR jahre > 3",
            "geschlecht NOT IN ('m')",
            "geschlecht IN (SELECT code FROM g)",
            "geschlecht IN (upper('m'))",
            "geschlecht IN ('m' 'w')",
            "geschlecht = 'm'",
        ] {
            assert_eq!(values(other), None, "{other}");
        }
    }

    #[test]
    fn types_tell_domain_and_width() {
        let read = |text: &str| declared(&Located::implied(text.to_owned()));
        assert_eq!(read("VARCHAR2(8 CHAR)").width, Some(8));
        assert_eq!(read("java.sql.Types.CHAR(1)").width, Some(1));
        assert_eq!(read("BIT").domain, Known::Yes(Domain::Boolean));
        assert_eq!(read("TINYINT(1)").domain, Known::Yes(Domain::Boolean));
        assert_eq!(read("TINYINT").domain, Known::Yes(Domain::Number));
        assert_eq!(
            read("timestamp with time zone").domain,
            Known::Yes(Domain::Temporal)
        );
        assert_eq!(read("${string.type}(1)").domain, Known::No(Why::Dynamic));
        assert!(
            matches!(read("ENUM('m','w')").domain, Known::Yes(Domain::Closed(list)) if list.len() == 2)
        );
        assert!(matches!(
            read("geschlecht_enum").domain,
            Known::Yes(Domain::Reference(crate::model::Reference::Named(_)))
        ));
    }
}
