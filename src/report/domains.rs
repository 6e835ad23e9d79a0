//! The graph of value domains as an outline: what `dump domains --format text` prints.

use std::io::{self, Write};

use super::words::{label, symbol, word};
use crate::record::{DomainMember, DomainRecord, Report};
use crate::texts::{Language, counted, harmless};

/// Prints all value domains of a report.
///
/// # Errors
/// I/O errors of `out`.
pub fn outline_domains(report: &Report, language: Language, out: &mut dyn Write) -> io::Result<()> {
    for application in &report.applications {
        for domain in &application.domains {
            outline(domain, language, out)?;
        }
    }
    Ok(())
}

fn outline(domain: &DomainRecord, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let values: Vec<&str> = domain
        .values
        .iter()
        .map(|value| value.label.as_deref().unwrap_or(&value.raw))
        .collect();
    writeln!(
        out,
        "{} {}  ({}: {})",
        symbol(domain.outcome),
        harmless(&domain.id),
        word("report.domain", &domain.domain, language),
        harmless(&values.join(", ")),
    )?;
    members("domain-declared", [&domain.declaration], language, out)?;
    members("domain-copies", &domain.copies, language, out)?;
    members("domain-uses", &domain.uses, language, out)?;
    if domain.further_uses > 0 {
        let uses = domain.further_uses;
        let line = counted("report.domain-further-uses", language, uses, &[]);
        writeln!(out, "    {line}")?;
    }
    if !domain.candidates.is_empty() {
        writeln!(out, "  {}:", label("domain-candidates", language))?;
        for place in &domain.candidates {
            writeln!(out, "    {}", harmless(&place.to_string()))?;
        }
    }
    writeln!(out)
}

fn members<'m>(
    key: &str,
    members: impl IntoIterator<Item = &'m DomainMember>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut members = members.into_iter().peekable();
    if members.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "  {}:", label(key, language))?;
    for member in members {
        let entity = member.entity.as_deref().map(|entity| format!("{entity}."));
        let origin = match member.origin.is_own() {
            true => String::new(),
            false => format!("  {}", word("concept.origin", &member.origin, language)),
        };
        writeln!(
            out,
            "    {}  {}{}{origin}",
            harmless(&member.place.to_string()),
            harmless(&entity.unwrap_or_default()),
            harmless(&member.name),
        )?;
    }
    Ok(())
}
