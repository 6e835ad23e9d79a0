//! Adds missing values to lists: the declaration and everything that repeats it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex::Regex;

use super::analogy::{Growth, Listed, Terms, grow, tail_of};
use super::desk::DeskDocument;
use super::edit::RemedyEdit;
use super::history::is_step;
use super::obstacle::{Obstacle, Stop};
use super::statement::statement;
use super::{Proposal, RemedyCase, Suggester};
use crate::gender::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Vocabulary};
use crate::model::{Layer, Origin, Place};
use crate::record::{Applicability, DomainMember, DomainRecord, FOUR_ENTRIES};
use crate::texts::Bilingual;

/// Adds values for the missing entries of a list.
pub(super) struct Entries;

/// Lists of standards are changed by their publishers, and documents about data change nothing.
const NOT_OURS: &[&str] = &[
    "fhir",
    "genericode",
    "fim",
    "sap-ddic",
    "csv-dictionary",
    "csv-data",
    "workbook",
    "liquibase",
    "liquibase-xml",
    "dictionary",
];

impl Suggester for Entries {
    fn name(&self) -> &'static str {
        "entries"
    }

    fn rules(&self) -> &'static [&'static str] {
        &[FOUR_ENTRIES]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        proposal(case).ok()
    }

    fn obstacle(&self, case: &RemedyCase<'_>) -> Stop {
        proposal(case).err().unwrap_or(Obstacle::Unsure.into())
    }
}

/// The values that a list and its copies lack, or the obstacle of one of them: they must grow together.
fn proposal(case: &RemedyCase<'_>) -> Result<Proposal, Stop> {
    let place = &case.finding.place;
    let mut domains = case.domains.at(place);
    let domain = domains.find(|domain| domain.attribute == Attribute::Geschlecht);
    let domain = domain.ok_or(Obstacle::Unsure)?;
    let mut edits = Vec::new();
    let mut decisions = Vec::new();
    let mut seen: BTreeSet<(String, usize)> = BTreeSet::new();
    let mut raws = None;
    let mut others = Vec::new();
    for member in std::iter::once(&domain.declaration).chain(&domain.copies) {
        if member.origin != Origin::Own {
            others.push(member);
            continue;
        }
        let stop = |obstacle| Stop::at(obstacle, &member.place);
        let document = case.desk.document(&member.place.document);
        let document = document.ok_or_else(|| stop(Obstacle::Unread))?;
        if is_step(&member.place.document) || document.is_step {
            return Err(stop(Obstacle::Step));
        }
        let list = List::new(&document, &member.place, case.desk.vocabulary).map_err(stop)?;
        if !seen.insert((member.place.document.clone(), list.first())) {
            continue;
        }
        let (growth, further) = list.grown().ok_or_else(|| stop(Obstacle::Unsure))?;
        if let Some(statement) = statement(&document, list.field, &growth, list.first()) {
            let sentence = Bilingual::filled("remedy.statement", &[("sql", &statement)]);
            if !decisions.contains(&sentence) {
                decisions.push(sentence);
            }
        }
        raws.get_or_insert_with(|| (growth.raws.clone(), list.missing.clone()));
        edits.push(RemedyEdit::insert(
            &member.place.document,
            growth.at,
            growth.text.clone(),
        ));
        edits.extend(further);
    }
    let (raws, missing) = raws.ok_or(Obstacle::Unsure)?;
    edits.extend(wider_uses(domain, &raws, case)?);
    let mut all = vec![codes(&raws, &missing)];
    all.append(&mut decisions);
    all.extend(told(domain, &others, case));
    Ok(Proposal {
        edits,
        companions: members(domain)
            .filter(|member| member.origin == Origin::Own)
            .map(|member| member.place.document.clone())
            .filter(|document| case.desk.document(document).is_some())
            .take(super::MOST_DOCUMENTS / 2)
            .collect(),
        applicability: Applicability::Proposal,
        decisions: all,
    })
}

/// The further edits that make fields using the list wide enough for the new values, or the field that cannot be
/// changed.
fn wider_uses(
    domain: &DomainRecord,
    raws: &[String],
    case: &RemedyCase<'_>,
) -> Result<Vec<RemedyEdit>, Stop> {
    let longest = raws.iter().map(|raw| raw.chars().count()).max();
    let longest = longest.unwrap_or_default();
    let held = domain.values.iter().map(|value| value.raw.chars().count());
    let held = held.max().unwrap_or_default();
    let mut edits = Vec::new();
    for member in domain
        .uses
        .iter()
        .filter(|member| member.origin == Origin::Own)
    {
        let Some(document) = case.desk.document(&member.place.document) else {
            continue;
        };
        let field = document
            .fields_at(&member.place)
            .find(|field| field.place.begins_like(&member.place));
        let narrow = field.filter(|field| is_narrow(field, held, longest));
        if let Some(field) = narrow {
            let wider = super::width::widened(&document, field);
            edits.push(wider.ok_or_else(|| Stop::at(Obstacle::Unsure, &member.place))?);
        }
    }
    Ok(edits)
}

/// Whether a field fits the longest present value, but not the longest new one. A field too narrow for the present
/// values stores something else (the codes of constants).
fn is_narrow(field: &GenderField, held: usize, longest: usize) -> bool {
    field
        .width
        .is_some_and(|width| (held..longest).contains(&(width as usize)))
}

pub(super) fn members(domain: &DomainRecord) -> impl Iterator<Item = &DomainMember> {
    std::iter::once(&domain.declaration)
        .chain(&domain.copies)
        .chain(&domain.uses)
}

/// A list of values and its place.
struct List<'d> {
    document: &'d DeskDocument,
    field: &'d GenderField,
    values: Vec<(&'d ClassifiedValue, Listed)>,
    missing: Vec<Concept>,
}

impl<'d> List<'d> {
    fn new(
        document: &'d DeskDocument,
        place: &Place,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Obstacle> {
        let format = document.format.as_deref().ok_or(Obstacle::Unread)?;
        if NOT_OURS.contains(&format) {
            return Err(Obstacle::Published);
        }
        let declares = |field: &&GenderField| {
            let declared = field.declaration.as_ref();
            field.attribute == Attribute::Geschlecht
                && (field.place.begins_like(place)
                    || declared.is_some_and(|declared| declared.place.begins_like(place)))
        };
        let field = document.fields_at(place).find(declares);
        let field = field.ok_or(Obstacle::Unsure)?;
        let FieldDomain::Closed(values) = &field.domain else {
            return Err(Obstacle::Unsure);
        };
        // A published list is fixed, and type declarations describe code of other programs.
        let describes_others = document.capture.document.ends_with(".d.ts");
        let published = field.code_system.is_some() || is_published(values, vocabulary);
        if published || describes_others || field.layer == Layer::Dictionary {
            return Err(Obstacle::Published);
        }
        let mut listed = Vec::new();
        for value in values.iter().filter(|value| !value.placeholder) {
            let [concept] = value.meaning.concepts.as_slice() else {
                // An unclear value may already be one of those that seem to be missing.
                return Err(Obstacle::Unsure);
            };
            let at = value.place.as_ref().ok_or(Obstacle::Unsure)?;
            if at.document != place.document || value.label_place.is_some() {
                return Err(Obstacle::Unsure);
            }
            let range = document.range(at);
            let range = range.and_then(|range| unquoted(document.text.as_str(), range));
            let range = range.ok_or(Obstacle::Unsure)?;
            listed.push((
                value,
                Listed {
                    start: range.start,
                    end: range.end,
                    concept: *concept,
                },
            ));
        }
        listed.sort_by_key(|(_, listed)| listed.start);
        let apart = listed
            .windows(2)
            .all(|pair| pair[0].1.end < pair[1].1.start);
        let has = |concept| listed.iter().any(|(_, listed)| listed.concept == concept);
        let missing: Vec<Concept> = Concept::REQUIRED
            .into_iter()
            .filter(|concept| !has(*concept))
            .collect();
        let adds = missing
            .iter()
            .all(|concept| matches!(concept, Concept::Diverse | Concept::NoEntry));
        if !apart || !adds || missing.is_empty() {
            return Err(Obstacle::Unsure);
        }
        Ok(Self {
            document,
            field,
            values: listed,
            missing,
        })
    }

    fn first(&self) -> usize {
        self.values.first().map_or(0, |(_, listed)| listed.start)
    }

    /// The values to add, and further edits in the same document that they require.
    fn grown(&self) -> Option<(Growth, Vec<RemedyEdit>)> {
        let text = self.document.text.as_str();
        let listed: Vec<Listed> = self.values.iter().map(|(_, listed)| *listed).collect();
        let is_yaml = matches!(self.document.capture.extension().as_str(), "yaml" | "yml");
        let terms = Terms {
            // Positions of constants are stored and transmitted.
            only_at_end: matches!(self.field.layer, Layer::Code | Layer::Message),
            plain_text: is_yaml,
            stores_text: self.values.iter().any(|(value, _)| {
                let raw = value.raw.as_str();
                let capital =
                    raw.starts_with(char::is_uppercase) && raw.chars().any(char::is_lowercase);
                !raw.is_ascii() || raw.contains(' ') || (capital && raw.len() > 2)
            }),
            // Rows of a lookup table say what each number means.
            counts: self.field.layer == Layer::Database
                && self.values.iter().all(|(value, _)| value.label.is_some()),
        };
        let raws: Vec<&str> = self
            .values
            .iter()
            .map(|(value, _)| value.raw.as_str())
            .collect();
        if self.field.layer == Layer::Code && !declares(text, &listed, &raws) {
            return None;
        }
        let growth = grow(text, &listed, &self.missing, terms)?;
        // A separate list of labels would become one too short.
        let unit = surroundings(text, listed.first()?.start, growth.at);
        let labelled_elsewhere = self.values.iter().any(|(value, _)| {
            let label = value.label.as_deref().unwrap_or_default().trim();
            !label.is_empty() && !unit.contains(label) && label.is_ascii()
        });
        if labelled_elsewhere || self.document.labels_apart {
            return None;
        }
        // A value that already exists with another meaning cannot be added.
        let is_taken = |raw: &String| {
            self.values
                .iter()
                .any(|(value, _)| value.raw.eq_ignore_ascii_case(raw))
        };
        if growth.raws.iter().any(is_taken) {
            return None;
        }
        // It stands there already, and something else keeps it from counting: `… if code in ("m", "w", "d", "x")`.
        let behind = text.get(growth.at..).unwrap_or_default();
        let end = behind.find([')', ']', '}', '\n']);
        let behind = &behind[..end.unwrap_or(behind.len())];
        let is_written = |raw: &String| {
            let quoted = ['"', '\'', '`'].map(|quote| format!("{quote}{raw}{quote}"));
            quoted
                .iter()
                .any(|literal| behind.contains(literal.as_str()))
        };
        if growth.raws.iter().any(is_written) {
            return None;
        }
        // Generated test data may leave out values.
        if unit.contains("random") || unit.contains("sample(") || unit.contains("faker") {
            return None;
        }
        let longest = growth.raws.iter().map(|raw| raw.chars().count()).max()?;
        let held = self
            .values
            .iter()
            .map(|(value, _)| value.raw.chars().count());
        let held = held.max().unwrap_or_default();
        let further = match is_narrow(self.field, held, longest) {
            true => vec![super::width::widened(self.document, self.field)?],
            false => Vec::new(),
        };
        Some((growth, further))
    }
}

/// Whether a text has separate lists of labels, which would become one too short.
pub(super) fn has_lists_of_labels(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "enum-varnames",
        "enumNames",
        "enumDescriptions",
        "enum-descriptions",
        "enumTitles",
    ];
    NAMES.iter().any(|name| text.contains(name))
}

/// A list with its immediate context.
fn surroundings(text: &str, from: usize, to: usize) -> &str {
    const FAR: usize = 80;
    let mut start = from.saturating_sub(FAR);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (to + FAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// Whether values come from a published list, judged by all its codes: four matches are no coincidence.
fn is_published(values: &[ClassifiedValue], vocabulary: &Vocabulary) -> bool {
    const FEWEST_CODES: usize = 4;
    let folded = |text: &str| text.to_lowercase();
    let own: BTreeSet<String> = values
        .iter()
        .filter(|value| !value.placeholder)
        .map(|value| folded(&value.raw))
        .collect();
    vocabulary
        .code_systems()
        .iter()
        .filter(|system| system.literal && !system.complete && system.codes.len() >= FEWEST_CODES)
        .any(|system| {
            let codes: BTreeSet<String> =
                system.codes.iter().map(|code| folded(&code.code)).collect();
            codes == own
        })
}

/// The byte range of a value without its quotes and their prefix (`N'm'`).
fn unquoted(text: &str, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let written = text.get(range.clone())?;
    let quote = written
        .chars()
        .next_back()
        .filter(|ch| matches!(ch, '\'' | '"' | '`'));
    let Some(quote) = quote else {
        return Some(range);
    };
    let open = written.find(quote)?;
    let is_mark = |ch: char| ch.is_ascii_alphanumeric() || ch == '_';
    let quoted = open + 1 < written.len() && written[..open].chars().all(is_mark);
    quoted.then(|| range.start + open + 1..range.end - 1)
}

/// Whether constants are declared here and not just used: otherwise a new one would have to be declared elsewhere
/// first.
fn declares(text: &str, listed: &[Listed], raws: &[&str]) -> bool {
    static ENUM: OnceLock<Option<Regex>> = OnceLock::new();
    let declared = ENUM.get_or_init(|| Regex::new(r"(?i)\benum\b[^;{}]*\{[^{}]*$").ok());
    listed.iter().zip(raws).all(|(value, raw)| {
        let before = &text[..value.start];
        let behind = text[value.end..].trim_start();
        let reach = tail_of(before);
        let line = reach.rsplit('\n').next().unwrap_or_default();
        // Whether a place in a long line is quoted only shows at its beginning, which is out of reach.
        if line.len() == reach.len() && reach.len() < before.len() {
            return false;
        }
        let is_quoted = ['"', '\'', '`']
            .iter()
            .any(|quote| line.matches(*quote).count() % 2 == 1);
        if is_quoted {
            return true;
        }
        let is_set = (behind.starts_with('=') && !behind.starts_with("=="))
            || behind.starts_with('(')
            || behind.starts_with(':');
        let word = before
            .trim_end()
            .rsplit(|ch: char| !ch.is_alphanumeric())
            .next();
        let is_introduced = matches!(word, Some("case" | "object" | "record" | "val" | "class"));
        // A name that stands for another value was declared earlier.
        let names_itself = text.get(value.start..value.end) == Some(raw);
        let is_word_list = line.contains("%w") || line.contains("%i") || before.ends_with(':');
        let within = declared
            .as_ref()
            .is_some_and(|declared| declared.is_match(reach));
        is_set || is_introduced || (names_itself && (is_word_list || within))
    })
}

/// What each new value means: codes of a published list if the letters match, else a proposal.
fn codes(raws: &[String], missing: &[Concept]) -> Bilingual {
    let word = |concept: &Concept, language| {
        crate::texts::text(&format!("concept.{}", concept.name()), language).to_owned()
    };
    let pairs = |language| {
        let pairs = raws
            .iter()
            .zip(missing)
            .map(|(raw, concept)| match word(concept, language) {
                word if word.eq_ignore_ascii_case(raw) => raw.clone(),
                word => format!("{raw} = {word}"),
            });
        pairs.collect::<Vec<_>>().join(", ")
    };
    let fill =
        |language| crate::texts::filled("remedy.codes", language, &[("codes", &pairs(language))]);
    Bilingual::of(fill)
}

/// What else belongs to the change.
fn told(domain: &DomainRecord, others: &[&DomainMember], case: &RemedyCase<'_>) -> Vec<Bilingual> {
    const MOST_NAMED: usize = 8;
    let named = |places: &[String]| {
        let mut named = places.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>();
        if places.len() > MOST_NAMED {
            named.push("…".to_owned());
        }
        named.join(", ")
    };
    let mut told = Vec::new();
    if domain.concepts.contains(&Concept::Other) {
        told.push(Bilingual::filled("remedy.other-bucket", &[]));
    }
    let own_places: BTreeSet<&Place> = std::iter::once(&domain.declaration)
        .chain(&domain.copies)
        .map(|member| &member.place)
        .collect();
    let uses: BTreeSet<String> = domain
        .uses
        .iter()
        .filter(|member| !own_places.contains(&member.place))
        .map(|member| member.place.to_string())
        .collect();
    if !uses.is_empty() {
        let uses: Vec<String> = uses.into_iter().collect();
        told.push(Bilingual::filled(
            "remedy.uses",
            &[("places", &named(&uses))],
        ));
    }
    let (steps, others): (Vec<&DomainMember>, Vec<&DomainMember>) = others
        .iter()
        .copied()
        .partition(|member| member.origin == Origin::History);
    if !steps.is_empty() {
        told.push(Bilingual::filled("remedy.next-step", &[]));
    }
    // Each kind by itself: a test is neither generated nor foreign.
    for origin in Origin::ASIDE {
        let places: Vec<String> = others
            .iter()
            .filter(|member| member.origin == origin)
            .map(|member| member.place.to_string())
            .collect();
        if !places.is_empty() {
            let key = format!("remedy.not-own-{}", origin.name());
            told.push(Bilingual::filled(&key, &[("places", &named(&places))]));
        }
    }
    let related: Vec<String> = case
        .domains
        .of_same_cause(domain)
        .take(MOST_NAMED + 1)
        .map(ToString::to_string)
        .collect();
    if !related.is_empty() {
        told.push(Bilingual::filled(
            "remedy.same-attribute",
            &[("places", &named(&related))],
        ));
    }
    if members(domain).any(|member| member.layer == Layer::Database) {
        told.push(Bilingual::filled("remedy.no-recode", &[]));
    }
    told
}
