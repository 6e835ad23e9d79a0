//! The mentions that the models of a document account for.

use foldhash::HashSet;

use super::KnownNames;
use super::scan::{MentionRole, Sighting};
use crate::gender::field::GenderField;
use crate::gender::mapping::{is_looked_at, judged};
use crate::gender::name::NameMatch;
use crate::gender::vocabulary::Vocabulary;
use crate::model::{
    Domain, Element, Known, Located, Mapping, ModelPath, RelationKind, SchemaModel, Span,
    Statement, StatementKind,
};
use crate::topic::spelling;

/// The mentions that the models of a document account for: spans they read, and names they know.
pub(super) struct Accounted {
    /// Sorted, without overlaps.
    spans: Vec<Span>,
    /// Spans of the names of the fields, sorted.
    fields: Vec<Span>,
    names: KnownNames,
    /// Names of the fields alone.
    field_names: KnownNames,
}

impl Accounted {
    pub(super) fn new(
        models: &[SchemaModel],
        fields: &[GenderField],
        vocabulary: &Vocabulary,
    ) -> Self {
        let gender_paths: HashSet<&ModelPath> = fields.iter().map(|field| &field.path).collect();
        let mut spans: Vec<Span> = Vec::new();
        let mut found: Vec<Span> = Vec::new();
        let mut names = KnownNames::default();
        let mut field_names = KnownNames::default();
        fields
            .iter()
            .for_each(|field| field_names.insert(&field.name));
        for model in models {
            for element in &model.elements {
                let is_field = gender_paths.contains(&element.path);
                if is_field {
                    spans.push(element.extent);
                    found.extend(element.name.span);
                }
                spans.extend(spans_of(element, is_field));
                names.insert(&element.name.value);
                if let Some(declared) = &element.declared_type {
                    names.insert(&declared.value);
                }
            }
            for entity in &model.entities {
                spans.extend(entity.name.span);
                spans.extend(entity.labels.iter().filter_map(|label| label.text.span));
                names.insert(&entity.name.value);
            }
            for relation in &model.relations {
                if !is_understood(model, &relation.kind, vocabulary) {
                    continue;
                }
                spans.push(relation.span);
                match &relation.kind {
                    RelationKind::Mapping(mapping) => {
                        names.insert(&mapping.target);
                        spans.extend(mapping.table);
                        // A return after a choice is outside of it.
                        let stated = mapping.arms.iter().filter_map(|arm| arm.to.as_ref());
                        spans.extend(stated.filter_map(|to| to.span));
                        spans.extend(mapping.fallback.as_ref().and_then(|rest| rest.span));
                    }
                    RelationKind::Statement(statement) => {
                        names.insert(&statement.column);
                    }
                    _ => {}
                }
            }
            // A finding on the result of a function covers its parameter, too.
            let functions = judged(model, vocabulary);
            spans.extend(functions.filter_map(|(mapping, at)| head_before(model, mapping, at)));
            // What no longer exists in the end was read, too, and fixes nothing.
            for retired in &model.retired {
                spans.extend(retired.span);
                names.insert(&retired.value);
            }
            let translations = model.translations.iter();
            spans.extend(translations.filter_map(|translation| translation.text.span));
        }
        found.sort_unstable();
        Self {
            spans: merged(spans),
            fields: found,
            names,
            field_names,
        }
    }

    /// Whether a place was read.
    pub(super) fn covers(&self, at: usize) -> bool {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let behind = self.spans.partition_point(|span| span.start <= at);
        behind
            .checked_sub(1)
            .and_then(|index| self.spans.get(index))
            .is_some_and(|span| at < span.end)
    }

    /// Whether a known name is assigned something read in the same line.
    pub(super) fn fills(&self, sighting: &Sighting, text: &str) -> bool {
        let begin = sighting.span.end as usize;
        let rest = text.get(begin..).unwrap_or_default();
        let end = begin + rest.find('\n').unwrap_or(rest.len());
        let behind = self
            .spans
            .partition_point(|span| (span.start as usize) < begin);
        let is_read = self
            .spans
            .get(behind)
            .is_some_and(|span| (span.start as usize) < end);
        is_read && sighting.role == MentionRole::Handles && self.names.explain(&sighting.word)
    }

    pub(super) fn holds(&self, sighting: &Sighting) -> bool {
        let is_inside = self.covers(sighting.span.start as usize);
        let uses = matches!(sighting.role, MentionRole::Names | MentionRole::HandsOn);
        let is_known = uses && self.names.explain(&sighting.word);
        is_inside || is_known || self.holds_field(sighting)
    }

    /// Whether the line of a sighting is about a field that was read: it uses it or states its name. If the line
    /// declares something, the field must have been read in it.
    pub(super) fn is_beside_field(&self, sighting: &Sighting, text: &str) -> bool {
        /// Maximum number of bytes examined in longer lines.
        const MOST_BYTES: usize = 300;
        let at = sighting.span.start as usize;
        let from = text.ceil_char_boundary(at.saturating_sub(MOST_BYTES));
        let to = text.floor_char_boundary(at + MOST_BYTES);
        let before = text.get(from..at).unwrap_or_default();
        let begin = before.rfind('\n').map_or(from, |end| from + end + 1);
        let line = text.get(begin..to.max(begin)).unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
        match sighting.role {
            MentionRole::Names | MentionRole::HandsOn => {
                let mut words = line.split(|ch: char| !is_word(ch));
                words.any(|word| self.field_names.explain(word))
            }
            MentionRole::Declares => {
                let first = self
                    .fields
                    .partition_point(|field| (field.start as usize) < begin);
                let field = self.fields.get(first);
                let is_read = field.is_some_and(|field| (field.end as usize) <= begin + line.len());
                is_read
                    && self
                        .field_names
                        .explain(sighting.word.trim_start_matches('$'))
            }
            _ => false,
        }
    }

    /// Whether a field was read inside a sighting: a database statement in the text of a program.
    fn holds_field(&self, sighting: &Sighting) -> bool {
        let (start, end) = (sighting.span.start, sighting.span.end);
        let first = self.fields.partition_point(|field| field.start < start);
        let field = self.fields.get(first);
        sighting.role == MentionRole::Declares
            && field.is_some_and(|field| field.start > start && field.end <= end)
    }
}

/// The name and parameters of the function around a translation, if the function starts shortly before.
fn head_before(model: &SchemaModel, mapping: &Mapping, at: Span) -> Option<Span> {
    const FARTHEST: usize = 600;
    let text = model.text.as_str();
    let name = mapping.path.0.last().filter(|name| !name.is_empty())?;
    let end = at.start as usize;
    let from = text.ceil_char_boundary(end.saturating_sub(FARTHEST));
    let begin = from + text.get(from..end)?.rfind(name.as_str())?;
    let mut depth = 0_usize;
    let close = text.get(begin..end)?.char_indices().find(|(_, ch)| {
        match ch {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(ch, '{' | '\n') && depth == 0
    });
    let close = begin + close.map(|(length, _)| length)?;
    Some(Span::new(begin, close))
}

/// Whether a relation shows what is done with entries.
fn is_understood(model: &SchemaModel, kind: &RelationKind, vocabulary: &Vocabulary) -> bool {
    match kind {
        RelationKind::Mapping(mapping) => concerns_entries(model, mapping, vocabulary),
        // A blank initial value does not limit the later ones.
        RelationKind::Statement(Statement {
            kind: StatementKind::Preset { to, .. },
            ..
        }) => is_entry(to, vocabulary),
        // A check cannot be judged without its field.
        RelationKind::Restricts(_)
        | RelationKind::Draws(_)
        | RelationKind::Keys { .. }
        | RelationKind::Copies(_) => false,
        RelationKind::FromRole(names) => names.first().is_some_and(|of| vocabulary.names_role(of)),
        _ => true,
    }
}

fn is_entry(text: &Located<String>, vocabulary: &Vocabulary) -> bool {
    vocabulary.spellings.contains_key(&spelling(&text.value))
}

/// Whether a mapping is about entries and examined: its names say so, it is judged, or it is not about people. Others
/// may map names of attributes, or be unrecognised lists.
fn concerns_entries(model: &SchemaModel, mapping: &Mapping, vocabulary: &Vocabulary) -> bool {
    let names = |name: &str| {
        vocabulary.names_gender(name) != NameMatch::No
            || vocabulary.names_salutation(name) != NameMatch::No
    };
    let is_of_entries = || {
        mapping.arms.iter().any(|arm| {
            let mut values = arm.from.iter().chain(&arm.to);
            values.any(|value| is_entry(value, vocabulary))
        })
    };
    names(&mapping.subject)
        || names(&mapping.target)
        || is_of_entries() && is_looked_at(model, mapping, vocabulary)
}

/// The spans of an element that were read. Values count only in fields: other lists may hold names of attributes.
fn spans_of(element: &Element, is_field: bool) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(element.name.span);
    spans.extend(element.labels.iter().filter_map(|label| label.text.span));
    spans.extend(
        element
            .declared_type
            .as_ref()
            .and_then(|declared| declared.span),
    );
    spans.extend(element.default.as_ref().and_then(|default| default.span));
    if !is_field {
        return spans;
    }
    spans.extend(element.domain.span);
    if let Known::Yes(Domain::Closed(values)) = &element.domain.value {
        for value in values {
            spans.extend(value.raw.span);
            spans.extend(value.label.as_ref().and_then(|label| label.span));
        }
    }
    spans
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
