//! The lists of values of one bid, held against each other. Whoever buys one product gets all of its documents: what one
//! of them can hold and another cannot is lost on the way, whatever their fields are called.

use super::scan::Evidence;
use crate::gender::{Attribute, Concept, Subject};
use crate::model::{Layer, ModelPath, Place, Position};
use crate::record::{FieldRecord, Report};
use crate::rule::Formula;
use crate::texts::{Bilingual, Language, filled};

/// The defect of which lists that do not match are a sign.
const LOSSY: &str = "map-lossy-cross-layer";

/// The rule that finds it where fields are known to belong together.
const RULE: &str = "gender/layers-agree";

/// Lists that are shorter than this are no lists of entries.
const LEAST: usize = 2;

/// Whether a demand asks for what gets lost between lists.
pub(super) fn asks_for(formula: &Formula) -> bool {
    match formula {
        Formula::All { all: parts } | Formula::Any { any: parts } => parts.iter().any(asks_for),
        Formula::Defects { defects } => defects.iter().any(|id| id == LOSSY),
        Formula::Rule(_) | Formula::Wcag { .. } => false,
    }
}

/// Lists of interfaces, programs and databases that cannot hold an entry which a list of another document can. Forms are
/// left out: what they offer is another demand.
pub(super) fn differing(report: &Report) -> Vec<Evidence> {
    let fields = report.applications.iter().flat_map(|one| &one.fields);
    let lists: Vec<(&FieldRecord, Vec<Concept>)> = fields
        .filter(|field| {
            field.attribute == Attribute::Geschlecht
                && field.subject == Subject::Person
                && field.domain == "closed"
                && field.layer != Layer::Ui
        })
        .map(|field| (field, held(field)))
        .filter(|(_, held)| held.len() >= LEAST)
        .collect();
    let mut evidence = Vec::new();
    for (field, own) in &lists {
        let lost = |other: &[Concept]| -> Vec<Concept> {
            let lacks = |entry: &Concept| !own.contains(entry);
            other.iter().copied().filter(lacks).collect()
        };
        let others = lists.iter().filter(|(other, _)| other.path != field.path);
        let richest = others.max_by_key(|(_, held)| lost(held).len());
        let Some((other, held)) = richest else {
            continue;
        };
        let lost = lost(held);
        if lost.is_empty() {
            continue;
        }
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
            sentence: Bilingual {
                de: sentence(Language::De),
                en: sentence(Language::En),
            },
            place: place(field),
        });
    }
    evidence
}

/// The entries that a field can hold, of the four that it must.
fn held(field: &FieldRecord) -> Vec<Concept> {
    let all = Concept::REQUIRED.into_iter();
    all.filter(|entry| field.concepts.contains(entry)).collect()
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
