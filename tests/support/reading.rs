//! Reading one document in a test, and what must hold of every reading, whatever the document says.

use fachcheck::format::Parsed;
use fachcheck::gap::{Gap, GapReason};
use fachcheck::model::{Domain, Known, RelationKind, SchemaModel, Span};
use fachcheck::source::Capture;

/// What became of one document.
pub struct Reading {
    /// The format that claimed it.
    pub format: Option<&'static str>,
    /// The models.
    pub parsed: Parsed,
    /// What was lost.
    pub gaps: Vec<Gap>,
}

impl Reading {
    /// Reads a document under its name.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let (format, parsed, gaps) = super::parse(&Capture::new(name, name, bytes));
        Self {
            format,
            parsed,
            gaps,
        }
    }

    /// Whether the document was read as a whole and says something.
    pub fn is_fruitful(&self) -> bool {
        let says_something = |schema: &SchemaModel| {
            !(schema.elements.is_empty()
                && schema.relations.is_empty()
                && schema.translations.is_empty())
        };
        let whole = !self.gaps.iter().any(|gap| gap.reason.loses_document());
        whole && (!self.parsed.pages.is_empty() || self.parsed.schemas.iter().any(says_something))
    }

    /// The format and the models as snapshots show them.
    pub fn dump(&self) -> String {
        let mut out = format!("{}\n", self.format.unwrap_or("-"));
        for schema in &self.parsed.schemas {
            out.push_str(&schema.dump());
        }
        for pdf in &self.parsed.pdfs {
            out.push_str(&format!("{pdf:#?}\n"));
        }
        for gap in &self.gaps {
            out.push_str(&format!("! {} {:?}\n", gap.place, gap.reason));
        }
        out
    }

    /// Everything that must not be: contained panics, and spans that point beside the text.
    pub fn violations(&self) -> Vec<String> {
        let mut violations = contained_panics(&self.gaps);
        for schema in &self.parsed.schemas {
            let text = schema.text.as_str();
            for (what, span) in spans(schema) {
                if text.get(span.range()).is_none() {
                    let length = text.len();
                    violations.push(format!("span of {what} {span:?} beside {length} bytes"));
                }
            }
            let known = |id: &fachcheck::model::ElementId| schema.element(*id).is_some();
            if !schema
                .relations
                .iter()
                .all(|one| one.elements.iter().all(known))
            {
                violations.push("a relation between elements that are not there".to_owned());
            }
        }
        for page in &self.parsed.pages {
            let text = page.text.as_str();
            for position in page.positions.iter() {
                if text.get(position.start_tag.range()).is_none() {
                    violations.push(format!("span of a start tag {:?}", position.start_tag));
                }
            }
        }
        violations
    }
}

/// Reads a document that may be anything.
///
/// # Panics
/// If the reading violates what must hold of every reading.
#[track_caller]
pub fn read_soundly(name: &str, bytes: &[u8]) -> Reading {
    let reading = Reading::of(name, bytes);
    let violations = reading.violations();
    assert!(violations.is_empty(), "{name}: {violations:#?}");
    reading
}

/// The details of gaps that are bugs of ours and not of the document.
pub fn contained_panics(gaps: &[Gap]) -> Vec<String> {
    gaps.iter()
        .filter(|gap| gap.reason == GapReason::CheckPanicked)
        .map(|gap| format!("contained panic: {}", gap.detail))
        .collect()
}

/// Every span of a model, with what it belongs to.
fn spans(schema: &SchemaModel) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    let mut note = |what, span: Option<Span>| spans.extend(span.map(|span| (what, span)));
    for entity in &schema.entities {
        note("an entity", entity.name.span);
        for label in &entity.labels {
            note("an entity's label", label.text.span);
        }
    }
    for element in &schema.elements {
        note("an element", Some(element.extent));
        note("a name", element.name.span);
        note("a domain", element.domain.span);
        note("an option", element.optional.span);
        note("a default", element.default.as_ref().and_then(|it| it.span));
        note("a width", element.width.as_ref().and_then(|it| it.span));
        note(
            "a type",
            element.declared_type.as_ref().and_then(|it| it.span),
        );
        for label in &element.labels {
            note("a label", label.text.span);
        }
        if let Known::Yes(Domain::Closed(values)) = &element.domain.value {
            for value in values {
                note("a value", value.raw.span);
                note(
                    "a value's label",
                    value.label.as_ref().and_then(|it| it.span),
                );
            }
        }
    }
    for relation in &schema.relations {
        note("a relation", Some(relation.span));
        if let RelationKind::Mapping(mapping) = &relation.kind {
            for arm in &mapping.arms {
                for value in arm.from.iter().chain(&arm.to) {
                    note("a mapped value", value.span);
                }
            }
        }
    }
    for translation in &schema.translations {
        note("a translation", translation.text.span);
    }
    spans
}
