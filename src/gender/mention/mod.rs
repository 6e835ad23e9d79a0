//! Mentions of gender or salutation that were not read: reported, so that a miss is never silent.

mod accounted;
mod declaring;
mod handed;
mod made;
mod scan;
mod token;

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

use self::accounted::Accounted;
pub use self::scan::MentionRole;
use self::scan::{Sighting, sightings};
use self::token::{Token, TokenKind, tokenise};
use super::field::{Concept, FieldDomain, GenderField, Subject};
use super::mapping::{judged, unsettled};
use super::name::NameMatch;
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{ElementKind, Mapping, ModelPath, Place, SchemaModel, SourceText, Span};
use crate::topic::{fold, is_shouted, spelling, tokens};

/// A mention of gender or salutation in a declaring position without a field, label or mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadMention {
    /// The name as written, or the first of the values.
    pub word: String,
    /// Its role at this place.
    pub role: MentionRole,
    /// Where.
    pub place: Place,
}

/// Names of fields, types and tables, by word: further elements with these names are uses of them.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: HashSet<Vec<String>>,
    /// Maximum number of words of a name.
    longest: usize,
}

impl KnownNames {
    /// Adds a name; one without words is ignored.
    pub fn insert(&mut self, name: &str) {
        let words = words(name);
        if !words.is_empty() {
            self.longest = self.longest.max(words.len());
            self.names.insert(words);
        }
    }

    /// Whether a name is one of them, or an extension of one (`gender`: `person__gender`, `genderLabel`).
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

/// The mentions of a document that no model of it accounts for. `fields`: the fields found in it; `named`: places
/// already reported as not understood.
pub fn unread_mentions(
    document: &str,
    text: &SourceText,
    models: &[SchemaModel],
    fields: &[GenderField],
    named: &[Place],
    vocabulary: &Vocabulary,
) -> Vec<UnreadMention> {
    let of_things = |model: &SchemaModel| is_table_of_things(model, vocabulary);
    if !vocabulary.topic().may_occur_in(text.as_str())
        || !models.is_empty() && models.iter().all(of_things)
    {
        return Vec::new();
    }
    let mut found = sightings(text.as_str(), vocabulary, models.is_empty());
    if !found.is_empty() {
        let accounted = Accounted::new(models, fields, vocabulary);
        let members = constants_listed(fields);
        found.retain(|sighting| {
            !(accounted.holds(sighting)
                || accounted.is_beside_field(sighting, text.as_str())
                || accounted.fills(sighting, text.as_str())
                || is_listed(text.as_str(), sighting, &members))
        });
        // A document that distinguishes the entries anywhere is not said to only pass one on elsewhere.
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
    found.extend(
        models
            .iter()
            .flat_map(|model| columns_of_named(model, fields, vocabulary)),
    );
    for sighting in &mut found {
        if sighting.role == MentionRole::Names
            && is_beside_entry(text.as_str(), sighting, vocabulary)
        {
            sighting.role = MentionRole::Handles;
        }
    }
    // The finding on a list covers its translation in the same line.
    let is_judged_in_its_line = |mention: &UnreadMention| {
        mention.role == MentionRole::Decides
            && fields.iter().any(|field| {
                let own = mention.word.trim_start_matches('$') == field.name;
                own && lies_in(&mention.place, &field.place)
            })
    };
    found
        .into_iter()
        .map(|sighting| mention(document, text, sighting))
        .filter(|mention| !is_judged_in_its_line(mention))
        .filter(|mention| !named.iter().any(|place| lies_in(&mention.place, place)))
        .collect()
}

/// Whether there is an entry in the line of a sighting or right after it: a word for men or women, or their quoted
/// letter.
fn is_beside_entry(text: &str, sighting: &Sighting, vocabulary: &Vocabulary) -> bool {
    /// Maximum number of lines of a comparison and its result.
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

/// Names of constants that are values of fields already read: `MALE` of `choices=[(MALE, "Male"), …]`.
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

/// Whether a listed value is that of such a constant, which the list covers.
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

/// Whether a document mentions men or women in a place that was not read.
fn names_entries(text: &str, accounted: &Accounted, vocabulary: &Vocabulary) -> bool {
    /// Minimum length; shorter words are ambiguous.
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

/// Branches in a document without declarations that ask for an entry and have a result that was not understood.
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

/// Data columns named after the entry that were not taken for fields, in tables of named things, which may or may not
/// be people.
fn columns_of_named<'m>(
    model: &'m SchemaModel,
    fields: &'m [GenderField],
    vocabulary: &'m Vocabulary,
) -> impl Iterator<Item = Sighting> + 'm {
    let columns = || {
        model
            .elements
            .iter()
            .filter(|element| element.rows.is_some())
    };
    let have_names = columns().any(|element| fold(&element.name.value) == "name");
    columns()
        .filter(move |element| {
            have_names
                && element.kind == ElementKind::Field
                && vocabulary.names_gender(&element.name.value) == NameMatch::Strong
                && !fields.iter().any(|field| field.path == element.path)
        })
        .filter_map(|element| {
            Some(Sighting {
                word: element.name.value.clone(),
                span: element.name.span?,
                role: MentionRole::Declares,
            })
        })
}

/// Whether a document is a data table about goods or animals: a column is named so, or several are typical of them, and
/// none is specific to people. People have a size, too.
fn is_table_of_things(model: &SchemaModel, words: &Vocabulary) -> bool {
    let names = || model.elements.iter().map(|element| &element.name.value);
    let is_thing = |subject: Option<Subject>| {
        matches!(
            subject,
            Some(Subject::Animal | Subject::Clothing | Subject::Connector)
        )
    };
    let is_called_so = |name: &String| {
        is_thing(words.kind_of(name)) || context(words, name) == Some(Subject::Animal)
    };
    let things_have =
        |name: &&String| is_thing(context(words, name)) || is_thing(words.context_beside(name));
    model.elements.iter().all(|element| element.rows.is_some())
        && (names().any(is_called_so) || names().filter(things_have).count() > 1)
        && !names().any(|name| words.is_persons_name(name))
}

/// Branches that ask for an entry and print or create something that was not understood, named by what they ask.
/// Assigned fields are covered by the field.
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
    let taken_over = values_taken_over(model, vocabulary);
    unsettled(model, vocabulary)
        .filter(move |(mapping, _)| !fills(mapping))
        .filter(move |(mapping, _)| !spans_of_values(mapping).any(|at| taken_over.contains(&at)))
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

/// Spans of values that a judged choice takes over from earlier conditions: of a preceding guard, of an enclosing
/// branch.
fn values_taken_over(model: &SchemaModel, vocabulary: &Vocabulary) -> HashSet<Span> {
    judged(model, vocabulary)
        .flat_map(|(mapping, whole)| {
            spans_of_values(mapping).filter(move |at| at.end <= whole.start)
        })
        .collect()
}

fn spans_of_values(mapping: &Mapping) -> impl Iterator<Item = Span> {
    let values = mapping.arms.iter().flat_map(|arm| &arm.from);
    values.filter_map(|value| value.span)
}

/// Whether a place lies in the lines of another.
fn lies_in(place: &Place, other: &Place) -> bool {
    let (Some(at), Some(start)) = (place.position, other.position) else {
        return false;
    };
    let end = other.end.unwrap_or(start);
    place.document == other.document && (start.line..=end.line).contains(&at.line)
}
