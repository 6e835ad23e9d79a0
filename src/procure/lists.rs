//! Compares the value lists of one bid with each other. A buyer of one product gets all of its documents: a value that
//! one of them can hold and another cannot is lost between them, whatever their fields are called.

use std::collections::BTreeMap;

use super::scan::Evidence;
use crate::gender::{Attribute, Concept, Subject};
use crate::model::{Layer, ModelPath, Place, Position};
use crate::record::{FieldRecord, Report};
use crate::rule::Formula;
use crate::texts::{Bilingual, Language, filled};

/// The defect indicated by value lists that do not match.
const LOSSY: &str = "map-lossy-cross-layer";

/// The rule that finds it between fields known to correspond.
const RULE: &str = "gender/layers-agree";

/// Minimum number of required entries in a value list.
const LEAST: u32 = 2;

/// Whether a demand concerns loss between lists.
pub(super) fn asks_for(formula: &Formula) -> bool {
    match formula {
        Formula::All { all: parts } | Formula::Any { any: parts } => parts.iter().any(asks_for),
        Formula::Defects { defects } => defects.iter().any(|id| id == LOSSY),
        Formula::Rule(_) | Formula::Wcag { .. } => false,
    }
}

/// Lists of interfaces, programs and databases that lack an entry which a list of another document has. Forms are left
/// out: a separate demand covers what they offer.
pub(super) fn differing(report: &Report) -> Vec<Evidence> {
    let fields = report.applications.iter().flat_map(|one| &one.fields);
    let lists: Vec<(&FieldRecord, Entries)> = fields
        .filter(|field| {
            field.attribute == Attribute::Geschlecht
                && field.subject == Subject::Person
                && field.domain == "closed"
                && field.layer != Layer::Ui
        })
        .map(|field| (field, held(field)))
        .filter(|(_, held)| held.count_ones() >= LEAST)
        .collect();
    // There are few distinct sets of entries but possibly thousands of lists. For each set, keep the last list and the
    // last one before it from another document.
    let mut last: BTreeMap<Entries, [Option<(usize, &FieldRecord)>; 2]> = BTreeMap::new();
    for (at, (field, held)) in lists.iter().enumerate() {
        let [nearest, other] = last.entry(*held).or_default();
        if nearest.is_some_and(|(_, known)| known.path != field.path) {
            *other = *nearest;
        }
        *nearest = Some((at, *field));
    }
    let mut evidence = Vec::new();
    for (field, own) in &lists {
        let richest = last.iter().filter_map(|(held, lists)| {
            let mut lists = lists.iter().flatten();
            let (at, other) = lists.find(|(_, other)| other.path != field.path)?;
            Some((held & !own, *at, *other))
        });
        let richest = richest.max_by_key(|(lost, at, _)| (lost.count_ones(), *at));
        let Some((lost, _, other)) = richest.filter(|(lost, ..)| *lost != 0) else {
            continue;
        };
        let lost = entries(lost);
        let sentence = |language| {
            let names = lost.iter().map(|entry| {
                let key = format!("concept.{}", entry.name());
                format!("„{}“", filled(&key, language, &[]))
            });
            let names = match language {
                Language::De => names.collect::<Vec<_>>().join(", "),
                Language::En => names
                    .map(|name| name.replace('“', "”").replace('„', "“"))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let file = other.path.rsplit('/').next().unwrap_or(&other.path);
            filled(
                "procure.lists-differ",
                language,
                &[
                    ("field", &field.name),
                    ("lost", &names),
                    ("other", &other.name),
                    ("file", &file),
                ],
            )
        };
        evidence.push(Evidence {
            failure: false,
            rule: RULE.to_owned(),
            sentence: Bilingual::of(sentence),
            place: place(field),
        });
    }
    evidence
}

/// A subset of the four required entries: one bit for each.
type Entries = u8;

/// The required entries that a field can hold.
fn held(field: &FieldRecord) -> Entries {
    let all = Concept::REQUIRED.into_iter().enumerate();
    let held = all.filter(|(_, entry)| field.concepts.contains(entry));
    held.fold(0, |held, (bit, _)| held | (1_u8 << bit))
}

fn entries(held: Entries) -> Vec<Concept> {
    let all = Concept::REQUIRED.into_iter().enumerate();
    let held = all.filter(|(bit, _)| (held >> bit) & 1 == 1);
    held.map(|(_, entry)| entry).collect()
}

fn place(field: &FieldRecord) -> Place {
    let position = Position {
        line: field.line,
        column: field.column,
    };
    Place {
        document: field.path.clone(),
        path: ModelPath::new([field.name.as_str()]),
        selector: None,
        position: (field.line > 0).then_some(position),
        end: None,
        excerpt: None,
    }
}
