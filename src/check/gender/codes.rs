//! `gender-codes`: an application uses one code for each entry.

use std::cell::RefCell;
use std::collections::HashMap;

use super::facts::{grounds, is_persons_gender, values};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{ClassifiedValue, Concept, FieldDomain, GenderField};
use crate::model::{Confidence, Layer};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-codes",
    facts: &["field", "values", "other", "codes", "there"],
    variants: &["inverted", "case"],
    build: |table| without_params(table, || Check::Field(Box::new(Codes))),
};

struct Codes;

/// Maximum number of different codings that are compared with each other. An application with more of them has another
/// problem, and each field is still compared with these.
const MOST_WAYS: usize = 64;

/// The codings of comparable fields in an application; fields with the same coding are compared once.
pub struct CodesInUse {
    ways: Vec<Way>,
    /// By field: index of its coding.
    way_of: HashMap<FieldId, usize>,
    compared: RefCell<HashMap<(usize, usize), Option<Difference>>>,
}

/// A coding: the codes for entries on a layer.
struct Way {
    /// The fields with this coding, in order.
    fields: Vec<FieldId>,
}

impl CodesInUse {
    fn new(dossier: &Dossier<'_>) -> Self {
        let mut in_use = Self {
            ways: Vec::new(),
            way_of: HashMap::new(),
            compared: RefCell::default(),
        };
        let mut known = HashMap::new();
        let comparable = dossier.ids().map(|id| (id, dossier.field(id)));
        for (id, field) in comparable.filter(|(_, field)| is_comparable(field)) {
            let codes: Vec<(Concept, &str)> = entries(field)
                .map(|(entry, value)| (entry, value.raw.as_str()))
                .collect();
            let next = in_use.ways.len();
            let way = *known
                .entry((field.layer == Layer::Database, codes))
                .or_insert(next);
            if way == next {
                in_use.ways.push(Way { fields: Vec::new() });
            }
            in_use.ways[way].fields.push(id);
            in_use.way_of.insert(id, way);
        }
        in_use
    }

    /// The gravest difference to an earlier field, with the last field that differs in this way.
    fn gravest(&self, dossier: &Dossier<'_>, id: FieldId) -> Option<(Difference, FieldId)> {
        let own = *self.way_of.get(&id)?;
        let others = self.ways.iter().enumerate().take(MOST_WAYS);
        let differing = others.filter_map(|(other, way)| {
            let before = way.fields.partition_point(|field| *field < id);
            let last = *way.fields.get(before.checked_sub(1)?)?;
            let mut compared = self.compared.borrow_mut();
            let difference = *compared
                .entry((own, other))
                .or_insert_with(|| difference(dossier.field(id), dossier.field(last)));
            Some((difference?, last))
        });
        differing.max()
    }

    fn has_earlier(&self, id: FieldId) -> bool {
        let first = self.ways.first().and_then(|way| way.fields.first());
        first.is_some_and(|first| *first < id)
    }
}

/// The difference between two codings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Different codes for the same entries.
    Codes,
    /// The same letters in different case.
    Case,
    /// The same code for another entry.
    Inverted,
}

impl FieldCheck for Codes {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        is_comparable(dossier.field(id)) && in_use(dossier).has_earlier(id)
    }

    /// Compares with earlier fields only, so that a pair is one question.
    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let Some((difference, other)) = in_use(dossier).gravest(dossier, id) else {
            return Expectation::Met;
        };
        let other = dossier.field(other);
        let mut grounds = grounds(field)
            .with("other", other.qualified_name())
            .with("codes", shown(field))
            .with("there", shown(other))
            .related(other.place.clone());
        grounds = match difference {
            Difference::Codes => grounds,
            Difference::Case => grounds.variant("case"),
            Difference::Inverted => grounds.variant("inverted"),
        };
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

/// Whether a field is stored or sent, with codes of its own for männlich and weiblich.
fn is_comparable(field: &GenderField) -> bool {
    is_persons_gender(field)
        && !field.is_type
        && matches!(field.layer, Layer::Database | Layer::Message | Layer::Api)
        && field.confidence >= Confidence::High
        && matches!(field.domain, FieldDomain::Closed(_))
        && code(field, Concept::Male).is_some()
        && code(field, Concept::Female).is_some()
}

fn in_use<'d>(dossier: &'d Dossier<'_>) -> &'d CodesInUse {
    let codes = &dossier.tables.codes;
    codes.get_or_init(|| CodesInUse::new(dossier))
}

fn entries(field: &GenderField) -> impl Iterator<Item = (Concept, &ClassifiedValue)> {
    values(field)
        .filter(|value| !value.raw.trim().is_empty())
        .filter_map(|value| Some((value.entry()?, value)))
}

fn code(field: &GenderField, entry: Concept) -> Option<&str> {
    let mut codes = entries(field).filter(|(own, _)| *own == entry);
    codes.next().map(|(_, value)| value.raw.as_str())
}

fn shown(field: &GenderField) -> Vec<String> {
    entries(field).map(|(_, value)| value.raw.clone()).collect()
}

fn difference(field: &GenderField, other: &GenderField) -> Option<Difference> {
    let inverted = entries(field).any(|(entry, value)| {
        entries(other).any(|(meant, there)| there.raw == value.raw && meant != entry)
    });
    if inverted {
        return Some(Difference::Inverted);
    }
    let pairs =
        [Concept::Male, Concept::Female].map(|entry| (code(field, entry), code(other, entry)));
    let differ = pairs.iter().all(|(a, b)| a != b);
    if !differ {
        return None;
    }
    let letters = pairs.iter().all(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => a.chars().count() == 1 && a.eq_ignore_ascii_case(b),
        _ => false,
    });
    if letters {
        return Some(Difference::Case);
    }
    // Codes may be translated between layers, but two tables of one application are joined as they are.
    let tables = field.layer == Layer::Database && other.layer == Layer::Database;
    let words = |text: &str| text.chars().count() > 2;
    let spelled = pairs
        .iter()
        .all(|(a, b)| a.is_some_and(words) && b.is_some_and(words));
    (tables && !spelled).then_some(Difference::Codes)
}
