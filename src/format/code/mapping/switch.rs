//! `switch`, `when`, `match`, `case` → cases.

use tree_sitter::Node;

use super::super::reader::Reader;
use super::branch::{Case, Choice, MOST_CASES};
use super::call::named;
use super::condition::{alternatives, asked};
use super::said::Said;
use crate::model::Located;

/// Reads a construct with cases.
pub fn switch<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Choice<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    let subject = match node.kind() {
        "when_expression" => {
            named(named(node).find(|child| child.kind() == "when_subject")?).last()?
        }
        // C# switch expressions have no names for their parts.
        "switch_expression" if field("condition").is_none() => named(node).next()?,
        _ => field("condition")
            .or_else(|| field("value"))
            .or_else(|| field("subject"))?,
    };
    // when (val g = person.geschlecht)
    let subject = match subject.kind() {
        "variable_declaration" => named(named(node).next()?).last()?,
        _ => subject,
    };
    let mut choice = Choice {
        asked: asked(reader, subject),
        cases: Vec::new(),
        rest: None,
        unclear: false,
        parts: Vec::new(),
        is_statement: node.kind() != "match_expression",
        inverted: false,
    };
    let clauses: Vec<Node<'t>> = match node.kind() {
        "when_expression" | "case" | "case_match" | "expression_switch_statement" => {
            named(node).collect()
        }
        "switch_expression" if field("body").is_none() => named(node).skip(1).collect(),
        _ => named(field("body")?).collect(),
    };
    // Labels without a body share the next one.
    let mut waiting = Waiting::default();
    for clause in clauses.into_iter().take(MOST_CASES) {
        let Some(clause) = self::clause(reader, clause) else {
            continue;
        };
        waiting.default |= clause.default;
        waiting.unclear |= clause.unclear;
        for said in clause.labels {
            choice.asked.of = choice.asked.of.take().or(said.of);
            waiting.values.push(said.text);
        }
        if clause.body.is_empty() {
            continue;
        }
        let waited = std::mem::take(&mut waiting);
        choice.unclear |= waited.unclear;
        if !waited.values.is_empty() {
            choice.cases.push(Case {
                values: waited.values,
                body: clause.body.clone(),
            });
        }
        if waited.default {
            choice.rest = Some(clause.body);
        }
    }
    (!choice.cases.is_empty()).then_some(choice)
}

#[derive(Default)]
struct Waiting {
    values: Vec<Located<String>>,
    default: bool,
    unclear: bool,
}

struct Clause<'t> {
    labels: Vec<Said>,
    default: bool,
    unclear: bool,
    body: Vec<Node<'t>>,
}

/// One `case` with its labels and its body.
fn clause<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Clause<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    let mut clause = Clause {
        labels: Vec::new(),
        default: false,
        unclear: false,
        body: Vec::new(),
    };
    let mut patterns = Vec::new();
    match node.kind() {
        // Java
        "switch_block_statement_group" | "switch_rule" => {
            for child in named(node) {
                if child.kind() == "switch_label" {
                    clause.default |= reader.text(child).trim_start().starts_with("default");
                    patterns.extend(named(child));
                } else {
                    clause.body.push(child);
                }
            }
        }
        // C#
        "switch_section" => {
            clause.default = reader.text(node).trim_start().starts_with("default");
            for child in named(node) {
                match child.kind() {
                    "when_clause" => clause.unclear = true,
                    kind if kind.ends_with("_pattern") || kind == "case_switch_label" => {
                        patterns.push(child)
                    }
                    "discard" => clause.default = true,
                    _ => clause.body.push(child),
                }
            }
        }
        "switch_expression_arm" => {
            let parts: Vec<Node<'t>> = named(node).collect();
            let (pattern, body) = (parts.first()?, parts.last()?);
            clause.unclear = parts.len() > 2;
            clause.default = pattern.kind() == "discard";
            if !clause.default {
                patterns.push(*pattern);
            }
            clause.body.push(*body);
        }
        // Kotlin
        "when_entry" => {
            let mut cursor = node.walk();
            patterns.extend(node.children_by_field_name("condition", &mut cursor));
            clause.default = patterns.is_empty();
            clause.body.extend(named(node).last());
        }
        // TypeScript
        "switch_case" | "switch_default" => {
            patterns.extend(field("value"));
            clause.default = node.kind() == "switch_default";
            let mut cursor = node.walk();
            clause
                .body
                .extend(node.children_by_field_name("body", &mut cursor));
        }
        // Python
        "case_clause" => {
            clause.unclear = field("guard").is_some();
            for child in named(node).filter(|child| child.kind() == "case_pattern") {
                if reader.text(child).trim() == "_" {
                    clause.default = true;
                } else {
                    patterns.push(child);
                }
            }
            clause.body.extend(field("consequence"));
        }
        // PHP
        "case_statement" | "default_statement" => {
            let value = field("value");
            patterns.extend(value);
            clause.default = node.kind() == "default_statement";
            let is_value = |child: &Node<'_>| value.is_some_and(|value| value.id() == child.id());
            clause
                .body
                .extend(named(node).filter(|child| !is_value(child)));
        }
        "match_conditional_expression" => {
            patterns.extend(field("conditional_expressions"));
            clause.body.extend(field("return_expression"));
        }
        "match_default_expression" => {
            clause.default = true;
            clause.body.extend(field("return_expression"));
        }
        // Go
        "expression_case" | "default_case" => {
            let value = field("value");
            patterns.extend(value.into_iter().flat_map(named));
            clause.default = node.kind() == "default_case";
            let is_value = |child: &Node<'_>| value.is_some_and(|value| value.id() == child.id());
            clause
                .body
                .extend(named(node).filter(|child| !is_value(child)));
        }
        // Ruby
        "when" => {
            let mut cursor = node.walk();
            patterns.extend(node.children_by_field_name("pattern", &mut cursor));
            clause.body.extend(field("body"));
        }
        "in_clause" => {
            patterns.extend(field("pattern"));
            clause.unclear = field("guard").is_some();
            clause.body.extend(field("body"));
        }
        "else" => {
            clause.default = true;
            clause.body.push(node);
        }
        _ => return None,
    }
    for pattern in patterns {
        let text = reader.text(pattern);
        if text == "default" {
            clause.default = true;
            continue;
        }
        match alternatives(reader, pattern) {
            Some(said) if !clause.unclear => clause.labels.extend(said),
            _ => clause.unclear = true,
        }
    }
    Some(clause)
}
