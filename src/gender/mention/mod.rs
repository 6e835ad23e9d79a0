//! What speaks of gender or salutation and was not read: named, so that a miss is never silent.

mod handed;
mod made;
mod scan;
mod token;

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

pub use self::scan::MentionRole;
use self::scan::{Sighting, sightings};
use self::token::{Token, TokenKind, tokenise};
use super::field::{Concept, FieldDomain, GenderField};
use super::mapping::{is_looked_at, judged, unsettled};
use super::name::NameMatch;
use super::vocabulary::Vocabulary;
use crate::model::{
    Domain, Element, Known, Located, Mapping, ModelPath, Place, RelationKind, SchemaModel,
    SourceText, Span, Statement, StatementKind,
};
use crate::topic::{is_shouted, spelling, tokens};

/// A place that speaks of gender or salutation in a declaring position and ended in no field, label or mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadMention {
    /// The name as written, or the first of the values.
    pub word: String,
    /// What it does there.
    pub role: MentionRole,
    /// Where.
    pub place: Place,
}

/// Names of fields, types and tables, by their words: what else is called by them is a use of them.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: HashSet<Vec<String>>,
    /// Most words that a name has.
    longest: usize,
}

impl KnownNames {
    /// Adds a name. One without a word says nothing.
    pub fn insert(&mut self, name: &str) {
        let words = words(name);
        if !words.is_empty() {
            self.longest = self.longest.max(words.len());
            self.names.insert(words);
        }
    }

    /// Whether a name is one of them, or is made of one and says more (`gender`: `person__gender`, `genderLabel`).
    pub fn explain(&self, name: &str) -> bool {
        let words = words(name);
        (1..=self.longest.min(words.len()))
            .any(|length| words.windows(length).any(|part| self.names.contains(part)))
    }
}

/// The words of a name, in the singular.
fn words(name: &str) -> Vec<String> {
    let mut words = tokens(name);
    for word in &mut words {
        if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
    }
    words
}

/// The places of a document that no model of it accounts for. `fields`: those found in it; `named`: places of which
/// it is said already that they were not understood.
pub fn unread_mentions(
    document: &str,
    text: &SourceText,
    models: &[SchemaModel],
    fields: &[GenderField],
    named: &[Place],
    vocabulary: &Vocabulary,
) -> Vec<UnreadMention> {
    if !vocabulary.topic().may_occur_in(text.as_str()) {
        return Vec::new();
    }
    let mut found = sightings(text.as_str(), vocabulary);
    if !found.is_empty() {
        let accounted = Accounted::new(models, fields, vocabulary);
        let members = constants_listed(fields);
        found.retain(|sighting| {
            !(accounted.holds(sighting)
                || accounted.fills(sighting, text.as_str())
                || is_listed(text.as_str(), sighting, &members))
        });
        // Who tells the entries apart anywhere in a document is not told to only hand one on in another place of it.
        let hands_on =
            |role: MentionRole| matches!(role, MentionRole::Names | MentionRole::HandsOn);
        if found.iter().any(|sighting| hands_on(sighting.role))
            && names_entries(text.as_str(), &accounted, vocabulary)
        {
            let handing = found.iter_mut().filter(|sighting| hands_on(sighting.role));
            handing.for_each(|sighting| sighting.role = MentionRole::Handles);
        }
    }
    found.extend(
        models
            .iter()
            .flat_map(|model| unsettled_branches(model, fields, vocabulary)),
    );
    for sighting in &mut found {
        if sighting.role == MentionRole::Names
            && is_beside_entry(text.as_str(), sighting, vocabulary)
        {
            sighting.role = MentionRole::Handles;
        }
    }
    found
        .into_iter()
        .map(|sighting| mention(document, text, sighting))
        .filter(|mention| !named.iter().any(|place| lies_in(&mention.place, place)))
        .collect()
}

/// Whether an entry stands in the line of a sighting or right behind it: a word for men or women, or their letter in
/// quotes.
fn is_beside_entry(text: &str, sighting: &Sighting, vocabulary: &Vocabulary) -> bool {
    /// Lines that a comparison and what it makes take.
    const LINES: usize = 4;
    const MOST_BYTES: usize = 600;
    let at = sighting.span.start as usize;
    let begin = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    let window = text.get(begin..).unwrap_or_default();
    let window = window
        .split_inclusive('\n')
        .take(LINES)
        .map(str::len)
        .sum::<usize>()
        .min(MOST_BYTES);
    let end = text.floor_char_boundary(begin + window);
    let stands_for_entry = |token: &Token<'_>| {
        let is_letter = token.text.len() == 1;
        match token.kind {
            TokenKind::Word if !is_letter => {
                let last = tokens(token.text).pop().unwrap_or_default();
                is_sided(&last, vocabulary)
            }
            TokenKind::Literal => is_sided(token.text, vocabulary),
            _ => false,
        }
    };
    text.get(begin..end)
        .is_some_and(|window| tokenise(window).iter().any(stands_for_entry))
}

/// Names of constants that are values of fields which were read: `MALE` of `choices=[(MALE, "Male"), …]`.
fn constants_listed(fields: &[GenderField]) -> HashSet<&str> {
    let values = fields.iter().flat_map(|field| match &field.domain {
        FieldDomain::Closed(values) => values.as_slice(),
        _ => &[],
    });
    let names = values.map(|value| value.raw.as_str());
    names
        .filter(|name| name.len() > 1 && is_shouted(name))
        .collect()
}

/// Whether what lists entries is what such a constant holds: the list says it.
fn is_listed(text: &str, sighting: &Sighting, members: &HashSet<&str>) -> bool {
    if sighting.role != MentionRole::Lists || members.is_empty() {
        return false;
    }
    let before = text.get(..sighting.span.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_end_matches(['"', '\'', '`']).trim_end();
    let name = line.strip_suffix('=').map(str::trim_end).and_then(|head| {
        head.rsplit(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .next()
    });
    name.is_some_and(|name| members.contains(name))
}

/// Whether a document speaks of men or women where nothing of it was read.
fn names_entries(text: &str, accounted: &Accounted, vocabulary: &Vocabulary) -> bool {
    /// Shorter words stand for anything.
    const SHORTEST: usize = 4;
    let names_entry = |token: &Token<'_>| {
        matches!(token.kind, TokenKind::Word | TokenKind::Literal)
            && token.text.len() >= SHORTEST
            && match token.kind {
                TokenKind::Literal => is_sided(token.text, vocabulary),
                _ => {
                    let last = tokens(token.text).pop().unwrap_or_default();
                    last.len() >= SHORTEST && is_sided(&last, vocabulary)
                }
            }
    };
    tokenise(text)
        .iter()
        .any(|token| names_entry(token) && !accounted.covers(token.start))
}

/// Whether a text is certainly a value for men or for women.
fn is_sided(text: &str, vocabulary: &Vocabulary) -> bool {
    let concept = vocabulary.spellings.get(&spelling(text));
    concept.is_some_and(|concept| matches!(concept, Concept::Male | Concept::Female))
}

/// Branches of a document that declares nothing that ask for an entry and make of it what was not understood.
pub fn undecided_mentions(
    document: &str,
    text: &SourceText,
    models: &[SchemaModel],
    fields: &[GenderField],
    vocabulary: &Vocabulary,
) -> Vec<UnreadMention> {
    let branches = models
        .iter()
        .flat_map(|model| unsettled_branches(model, fields, vocabulary));
    branches
        .map(|sighting| mention(document, text, sighting))
        .collect()
}

fn mention(document: &str, text: &SourceText, sighting: Sighting) -> UnreadMention {
    UnreadMention {
        place: Place::in_text(
            document,
            ModelPath::new([sighting.word.as_str()]),
            text,
            Some(sighting.span),
        ),
        word: sighting.word,
        role: sighting.role,
    }
}

/// Branches that ask for an entry and print or make what was not understood, named by what they ask. What fills a field
/// is told by the field.
fn unsettled_branches<'m>(
    model: &'m SchemaModel,
    fields: &'m [GenderField],
    vocabulary: &'m Vocabulary,
) -> impl Iterator<Item = Sighting> + 'm {
    let fills = |mapping: &Mapping| {
        let target = mapping.target.as_str();
        fields
            .iter()
            .any(|field| field.path.0.last().is_some_and(|name| name == target))
    };
    unsettled(model, vocabulary)
        .filter(move |(mapping, _)| !fills(mapping))
        .map(|(mapping, span)| {
            let asked = mapping.arms.iter().flat_map(|arm| &arm.from).next();
            let word = match (mapping.subject.as_str(), asked) {
                ("", Some(value)) => value.value.clone(),
                (subject, _) => subject.to_owned(),
            };
            let role = MentionRole::Decides;
            Sighting { word, span, role }
        })
}

/// What the models of a document account for: spans they read, and names they know.
struct Accounted {
    /// Sorted, not overlapping.
    spans: Vec<Span>,
    /// Where the names of the fields stand, sorted.
    fields: Vec<Span>,
    names: KnownNames,
}

impl Accounted {
    fn new(models: &[SchemaModel], fields: &[GenderField], vocabulary: &Vocabulary) -> Self {
        let gender_paths: HashSet<&ModelPath> = fields.iter().map(|field| &field.path).collect();
        let mut spans: Vec<Span> = Vec::new();
        let mut found: Vec<Span> = Vec::new();
        let mut names = KnownNames::default();
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
                        // What is returned behind a choice stands outside of it.
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
            // A finding on what a function makes of its parameter speaks of the parameter, too.
            let functions = judged(model, vocabulary);
            spans.extend(functions.filter_map(|(mapping, at)| head_before(model, mapping, at)));
            let translations = model.translations.iter();
            spans.extend(translations.filter_map(|translation| translation.text.span));
        }
        found.sort_unstable();
        Self {
            spans: merged(spans),
            fields: found,
            names,
        }
    }

    /// Whether a place was read.
    fn covers(&self, at: usize) -> bool {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let behind = self.spans.partition_point(|span| span.start <= at);
        behind
            .checked_sub(1)
            .and_then(|index| self.spans.get(index))
            .is_some_and(|span| at < span.end)
    }

    /// Whether a name that is known is filled in its line with what was read.
    fn fills(&self, sighting: &Sighting, text: &str) -> bool {
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

    fn holds(&self, sighting: &Sighting) -> bool {
        let is_inside = self.covers(sighting.span.start as usize);
        let uses = matches!(sighting.role, MentionRole::Names | MentionRole::HandsOn);
        let is_known = uses && self.names.explain(&sighting.word);
        is_inside || is_known || self.holds_field(sighting)
    }

    /// Whether a field was read inside of what is sighted: a statement of a database in the text of a program.
    fn holds_field(&self, sighting: &Sighting) -> bool {
        let (start, end) = (sighting.span.start, sighting.span.end);
        let first = self.fields.partition_point(|field| field.start < start);
        let field = self.fields.get(first);
        sighting.role == MentionRole::Declares
            && field.is_some_and(|field| field.start > start && field.end <= end)
    }
}

/// The name and the parameters of the function that a translation is made in, where it begins shortly before.
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

/// Whether a relation tells what is done with entries.
fn is_understood(model: &SchemaModel, kind: &RelationKind, vocabulary: &Vocabulary) -> bool {
    match kind {
        RelationKind::Mapping(mapping) => concerns_entries(model, mapping, vocabulary),
        // That something begins blank says nothing of what it may hold.
        RelationKind::Statement(Statement {
            kind: StatementKind::Preset { to, .. },
            ..
        }) => is_entry(to, vocabulary),
        _ => true,
    }
}

fn is_entry(text: &Located<String>, vocabulary: &Vocabulary) -> bool {
    vocabulary.spellings.contains_key(&spelling(&text.value))
}

/// Whether a mapping is one of entries, and somebody looks at it: its names say so, it is judged, or it is about something
/// else than people. Others may map names of attributes, or be lists that nobody took for one.
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

/// Whether a place lies in the lines of another.
fn lies_in(place: &Place, other: &Place) -> bool {
    let (Some(at), Some(start)) = (place.position, other.position) else {
        return false;
    };
    let end = other.end.unwrap_or(start);
    place.document == other.document && (start.line..=end.line).contains(&at.line)
}

/// What of an element was read. Values are looked at in fields only: other lists may hold names of attributes.
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
