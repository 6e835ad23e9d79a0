//! The statement that changes a live database, besides the script for new ones.

use std::sync::OnceLock;

use regex::Regex;

use super::analogy::Growth;
use super::desk::DeskDocument;
use crate::gender::GenderField;
use crate::model::Layer;
use crate::texts::on_one_line;

/// How far before a list its declaration may begin.
const MOST_BEFORE: usize = 400;

/// The statement that brings a database to the list a script declares; `None` if the dialect leaves the constraint's
/// name open. `first` is where the list begins.
pub(super) fn statement(
    document: &DeskDocument,
    field: &GenderField,
    growth: &Growth,
    first: usize,
) -> Option<String> {
    if field.layer != Layer::Database || document.format.as_deref() != Some("sql") {
        return None;
    }
    let text = document.text.as_str();
    let mut start = first.saturating_sub(MOST_BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = &text[start..first];
    // Only its own statement counts.
    let before = before.rsplit(';').next()?;
    enum_type(before, growth).or_else(|| check(before, text, field, growth, first))
}

/// A PostgreSQL enum type.
fn enum_type(before: &str, growth: &Growth) -> Option<String> {
    static TYPE: OnceLock<Option<Regex>> = OnceLock::new();
    let found = regex(
        &TYPE,
        r#"(?is)create\s+type\s+([\w."]+)\s+as\s+enum\s*\(\s*'$"#,
    )?;
    let name = found.captures(before)?.get(1)?.as_str();
    let statements: Vec<String> = growth
        .raws
        .iter()
        .map(|raw| format!("ALTER TYPE {name} ADD VALUE '{raw}';"))
        .collect();
    Some(statements.join(" "))
}

/// A named check constraint.
fn check(
    before: &str,
    text: &str,
    field: &GenderField,
    growth: &Growth,
    first: usize,
) -> Option<String> {
    static CHECK: OnceLock<Option<Regex>> = OnceLock::new();
    let found = regex(
        &CHECK,
        r#"(?is)constraint\s+([\w"`\[\]]+)\s+check\s*\(([^;]*)$"#,
    )?;
    let found = found.captures(before)?;
    let (name, begun) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let table = field.entity.as_deref()?;
    let plain = |name: &str| {
        name.chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.'))
    };
    if !plain(table) {
        return None;
    }
    let listed = text.get(first..growth.at)?;
    let rest = text.get(growth.at..)?;
    let end = closing(begun, &format!("{listed}{}", growth.text), rest)?;
    let condition = format!("{begun}{listed}{}{}", growth.text, &rest[..end]);
    let condition = on_one_line(&condition);
    Some(format!(
        "ALTER TABLE {table} DROP CONSTRAINT {name}; ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition});"
    ))
}

/// Where the constraint closes in `rest`.
fn closing(begun: &str, listed: &str, rest: &str) -> Option<usize> {
    let mut depth = 1_i32;
    let mut quoted = false;
    let mut step = |ch: char| {
        match ch {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        depth
    };
    for ch in begun.chars().chain(listed.chars()) {
        if step(ch) == 0 {
            return None;
        }
    }
    rest.char_indices()
        .take(MOST_BEFORE)
        .find(|(_, ch)| step(*ch) == 0)
        .map(|(at, _)| at)
}

fn regex(cell: &'static OnceLock<Option<Regex>>, pattern: &str) -> Option<&'static Regex> {
    cell.get_or_init(|| Regex::new(pattern).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_named_conditions_get_their_statements() {
        let growth = |at| Growth {
            at,
            text: ",'d','x'".into(),
            raws: vec!["d".into(), "x".into()],
        };
        let script = "CREATE TYPE geschlecht AS ENUM ('m','w');";
        let first = script.find("m'").expect("there");
        assert_eq!(
            enum_type(&script[..first], &growth(0)).as_deref(),
            Some("ALTER TYPE geschlecht ADD VALUE 'd'; ALTER TYPE geschlecht ADD VALUE 'x';")
        );
        assert_eq!(
            closing("g IN ('", "m','w','d','x'", ") OR g IS NULL)"),
            Some(14)
        );
        assert_eq!(closing("g IN ('", "m'", ")"), None);
    }
}
