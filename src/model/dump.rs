//! Dumps a model as plain text, one line per element: for `dump model` and snapshots.

use std::fmt::Write;

use super::{
    Begins, Domain, Element, Filled, Known, LeftOver, Located, Mapping, Reference, RelationKind,
    Restriction, SchemaModel, Selection, Span, Statement, StatementKind, Value,
};
use crate::texts::on_one_line;

impl SchemaModel {
    /// One line per element: `path kind layer line:column domain optional default width labels`.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for element in &self.elements {
            self.dump_element(element, &mut out);
        }
        for relation in &self.relations {
            let names: Vec<String> = relation
                .elements
                .iter()
                .filter_map(|id| self.element(*id))
                .map(|element| element.path.to_string())
                .collect();
            let kind = match &relation.kind {
                RelationKind::PrimaryKey => "primary-key".to_owned(),
                RelationKind::Unique => "unique".to_owned(),
                RelationKind::Mapping(mapping) => describe(mapping),
                RelationKind::Statement(statement) => told(statement),
                RelationKind::Uses(name) => format!("uses {name}"),
                RelationKind::Line(parts) => filled(parts),
                RelationKind::Refuses(names) => format!("refuses {}", names.join(", ")),
                RelationKind::Restricts(restriction) => restricted(restriction),
                RelationKind::Logs(names) => format!("logs {}", names.join(", ")),
                RelationKind::Draws(list) => format!("draws {list}"),
                RelationKind::Keys { list, held } => format!("{list} keys {held}"),
                RelationKind::Wordings { key, cases } => {
                    let cases = cases
                        .iter()
                        .map(|(case, text)| format!("{case}: {:?}", text.value));
                    format!("{key} worded {}", cases.collect::<Vec<_>>().join(", "))
                }
                RelationKind::Copies(list) => format!("copies {list}"),
                RelationKind::FromRole(names) => format!("gives to {}", names.join(", ")),
                RelationKind::Function(names) => format!("function {}", names.join(", ")),
            };
            let _ = writeln!(
                out,
                "({kind}) {} @{}",
                names.join(", "),
                self.position(Some(relation.span))
            );
        }
        for translation in &self.translations {
            let _ = writeln!(
                out,
                "text {} {} {:?} @{}",
                translation.language.as_deref().unwrap_or("-"),
                translation.key,
                translation.text.value,
                self.position(translation.text.span)
            );
        }
        out
    }

    fn dump_element(&self, element: &Element, out: &mut String) {
        let _ = write!(
            out,
            "{} {:?} {:?} @{} {}",
            element.path,
            element.kind,
            element.layer,
            self.position(element.name.span),
            self.domain(&element.domain)
        );
        match element.optional.value {
            Known::Yes(true) => out.push_str(" optional"),
            Known::Yes(false) => out.push_str(" required"),
            Known::No(_) => {}
        }
        if let Some(default) = &element.default {
            let literal = default.literal.as_deref().unwrap_or("null");
            let _ = write!(out, " default={literal}@{}", self.position(default.span));
        }
        if let Some(width) = &element.width {
            let _ = write!(out, " width={}", width.value);
        }
        if let Some(at) = element.narrowed {
            let _ = write!(out, " narrowed@{}", self.position(Some(at)));
        }
        for label in &element.labels {
            let _ = write!(
                out,
                " {:?}={:?}@{}",
                label.kind,
                label.text.value,
                self.position(label.text.span)
            );
        }
        out.push('\n');
    }

    fn position(&self, span: Option<Span>) -> String {
        match span.map(|span| self.text.position(span.start)) {
            Some(position) => format!("{}:{}", position.line, position.column),
            None => "-".to_owned(),
        }
    }

    fn domain(&self, domain: &Located<Known<Domain>>) -> String {
        match &domain.value {
            Known::No(why) => format!("?{why:?}"),
            Known::Yes(Domain::Closed(values)) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Known::Yes(Domain::Reference(Reference::Element(id))) => {
                let target = self.element(*id).map(|element| element.path.to_string());
                format!("→{}", target.unwrap_or_default())
            }
            Known::Yes(Domain::Reference(Reference::Named(name))) => format!("→?{name}"),
            Known::Yes(Domain::Reference(Reference::CodeList { uri, version })) => {
                format!("→{uri}#{}", version.as_deref().unwrap_or_default())
            }
            Known::Yes(other) => format!("{other:?}").to_lowercase(),
        }
    }

    fn value(&self, value: &Value) -> String {
        let mut text = format!("{:?}@{}", value.raw.value, self.position(value.raw.span));
        if let Some(label) = &value.label {
            let _ = write!(text, "={:?}", label.value);
        }
        if value.inactive {
            text.push_str(" inactive");
        }
        if value.placeholder {
            text.push_str(" placeholder");
        }
        if value.conditional {
            text.push_str(" conditional");
        }
        text
    }
}

/// `line Sehr geehrte {person.geschlecht}`.
fn filled(parts: &[Filled]) -> String {
    let mut line = String::from("line");
    for part in parts {
        line.push(' ');
        match part {
            Filled::Text(text) => line.push_str(&on_one_line(text)),
            Filled::Value(name) => {
                let _ = write!(line, "{{{}}}", name.value);
            }
            Filled::Unknown => line.push('…'),
        }
    }
    line
}

/// `restricts geschlecht (Geschlecht) to all but d, x`.
fn restricted(restriction: &Restriction) -> String {
    let left = match &restriction.left {
        LeftOver::Only(values) => values.join(", "),
        LeftOver::AllBut(values) => format!("all but {}", values.join(", ")),
        LeftOver::Fewer => "fewer".to_owned(),
    };
    let lists = restriction.lists.join(", ");
    format!("restricts {} ({lists}) to {left}", restriction.field)
}

/// `mapping path: subject: Type Whole→target: Type [m→Herr, w→Frau] else -`.
fn describe(mapping: &Mapping) -> String {
    let typed = |name: &str, declared: &Option<String>| match declared {
        Some(declared) => format!("{name}: {declared}"),
        None => name.to_owned(),
    };
    let arms: Vec<String> = mapping
        .arms
        .iter()
        .map(|arm| {
            let from: Vec<&str> = arm.from.iter().map(|from| from.value.as_str()).collect();
            let to = arm.to.as_ref().map_or("?", |to| to.value.as_str());
            format!("{}→{to}", from.join("/"))
        })
        .collect();
    let fallback = match mapping.fallback.as_ref().map(|fallback| &fallback.value) {
        None => "-".to_owned(),
        Some(Known::Yes(text)) => format!("{text:?}"),
        Some(Known::No(why)) => format!("?{why:?}"),
    };
    format!(
        "mapping {} {:?} {} → {} [{}] else {fallback}",
        mapping.path,
        mapping.by,
        typed(&mapping.subject, &mapping.subject_type),
        typed(&mapping.target, &mapping.target_type),
        arms.join(", ")
    )
}

/// `counts view: column [a: m, b: all but m] of total`.
fn told(statement: &Statement) -> String {
    let what = match &statement.kind {
        StatementKind::CountByValue { columns, total } => {
            let columns: Vec<String> = columns
                .iter()
                .map(|column| {
                    let name = column.name.as_ref().map_or("-", |name| name.value.as_str());
                    let rest = if column.remainder { "total - " } else { "" };
                    format!("{name}: {rest}{}", selected(&column.of))
                })
                .collect();
            let total = if *total { " of total" } else { "" };
            format!("counts [{}]{total}", columns.join("; "))
        }
        StatementKind::Recode { of, to } => {
            let to = to.as_ref().map_or("null", |to| to.value.as_str());
            format!("changes [{}] to {to}", selected(of))
        }
        StatementKind::RandomChoice { values, stored } => {
            let stored = if *stored { "stored" } else { "shown" };
            format!("draws [{}] {stored}", joined(values))
        }
        StatementKind::Decode { values, of } => {
            format!("decodes [{}] of {}", joined(values), of.value)
        }
        StatementKind::Preset { to, begins } => {
            let begins = match begins {
                Begins::Form => "form",
                Begins::Record => "record",
            };
            let to = match to.value.trim() {
                "" => "nothing",
                to => to,
            };
            format!("presets {to} in a {begins}")
        }
        StatementKind::TieToColumns { values, others } => {
            let others: Vec<String> = others
                .iter()
                .map(|(name, values)| format!("{name} [{}]", joined(values)))
                .collect();
            format!("ties [{}] to {}", joined(values), others.join(", "))
        }
        StatementKind::RejectChanges { conditional } => {
            format!("freezes{}", if *conditional { " sometimes" } else { "" })
        }
    };
    format!("{what} {}: {}", statement.path, statement.column)
}

fn joined(values: &[Located<String>]) -> String {
    let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    values.join(", ")
}

fn selected(selection: &Selection) -> String {
    match selection {
        Selection::Values(values) => joined(values),
        Selection::AllBut(values) => format!("all but {}", joined(values)),
        Selection::Missing => "missing".to_owned(),
        Selection::Everything => "all".to_owned(),
    }
}
