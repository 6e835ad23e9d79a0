//! Explains how the verdict on a field came about: the output of `dump fields --explain --format text`.

use std::io::{self, Write};

use super::view::{Entry, entries};
use super::words::{symbol, word};
use crate::gender::{Concept, Signal};
use crate::outcome::Outcome;
use crate::record::{Explanation, FieldRecord, Report, ValueExplanation};
use crate::texts::{Language, filled, harmless, lookup, text};

/// Prints all explained fields of a report.
///
/// # Errors
/// I/O errors of `out`.
pub fn explain(report: &Report, language: Language, out: &mut dyn Write) -> io::Result<()> {
    for application in &report.applications {
        let found = entries(report, application);
        for field in &application.fields {
            one(field, &found, language, out)?;
        }
    }
    Ok(())
}

fn one(
    field: &FieldRecord,
    found: &[Entry<'_>],
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entity = field.entity.as_deref().map(|entity| format!("{entity}."));
    writeln!(
        out,
        "{}:{}:{}  {}{}  ({})",
        harmless(&field.path),
        field.line,
        field.column,
        harmless(&entity.unwrap_or_default()),
        harmless(&field.name),
        field.format
    )?;
    let head = filled(
        "explain.head",
        language,
        &[
            (
                "attribute",
                &word("report.attribute", &field.attribute, language),
            ),
            ("subject", &word("report.subject", &field.subject, language)),
            ("domain", &word("report.domain", &field.domain, language)),
            (
                "confidence",
                &word("explain.confidence", &field.confidence, language),
            ),
        ],
    );
    writeln!(out, "  {head}")?;
    if let Some(explanation) = &field.explanation {
        evidence(explanation, language, out)?;
        verdicts(field, explanation, found, language, out)?;
    }
    writeln!(out)
}

fn evidence(explanation: &Explanation, language: Language, out: &mut dyn Write) -> io::Result<()> {
    if let Some(system) = &explanation.code_system {
        let system = harmless(system);
        let line = filled("explain.code-system", language, &[("value", &system)]);
        writeln!(out, "  {line}")?;
    }
    section("explain.signals", language, out)?;
    for signal in &explanation.signals {
        writeln!(out, "    {}", signal_in_words(signal, language))?;
    }
    if !explanation.values.is_empty() {
        section("explain.values", language, out)?;
        for value in &explanation.values {
            writeln!(out, "    {}", value_in_words(value, language))?;
        }
    }
    Ok(())
}

fn verdicts(
    field: &FieldRecord,
    explanation: &Explanation,
    found: &[Entry<'_>],
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    section("explain.rules", language, out)?;
    if explanation.outcomes.is_empty() {
        writeln!(out, "    {}", text("explain.no-rules", language))?;
    }
    for (rule, outcome) in &explanation.outcomes {
        writeln!(
            out,
            "    {} {rule}: {}",
            symbol(*outcome),
            word("report.outcome", outcome, language)
        )?;
        if matches!(outcome, Outcome::Failed | Outcome::CantTell) {
            for entry in found.iter().filter(|entry| concerns(entry, rule, field)) {
                writeln!(out, "      {}", harmless(&entry.sentence(language)))?;
            }
        }
    }
    Ok(())
}

/// Whether a finding of a rule concerns the field: it points into the field's declaration, which its path names.
fn concerns(entry: &Entry<'_>, rule: &str, field: &FieldRecord) -> bool {
    let place = &entry.finding.place;
    entry.rule == rule
        && place.document == field.path
        && place.path.0.last() == Some(&field.name)
        && field
            .entity
            .as_ref()
            .is_none_or(|entity| place.path.0.contains(entity))
}

fn section(key: &str, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", text(key, language))
}

fn signal_in_words(signal: &Signal, language: Language) -> String {
    let key = format!("explain.signal-{}", signal.kind);
    let seen = harmless(&signal.seen);
    filled(&key, language, &[("seen", &seen)])
}

fn value_in_words(value: &ValueExplanation, language: Language) -> String {
    let (reason, list) = match value.because.split_once(':') {
        Some((reason, list)) => (reason, list),
        None => (value.because.as_str(), ""),
    };
    let because = filled(
        &format!("explain.because-{reason}"),
        language,
        &[("list", &list)],
    );
    let name = |concept: &Concept| {
        lookup(&format!("concept.{}", concept.name()), language).unwrap_or(concept.name())
    };
    let concepts: Vec<&str> = value.concepts.iter().map(name).collect();
    let concepts = if concepts.is_empty() {
        text("explain.no-concept", language).to_owned()
    } else {
        concepts.join(&format!(" {} ", text("explain.or", language)))
    };
    let raw = harmless(&value.raw);
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("raw", &raw),
        ("concepts", &concepts),
        ("because", &because),
    ];
    filled("explain.value", language, &values)
}
