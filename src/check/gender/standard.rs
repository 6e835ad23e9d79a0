//! `gender-standard`: what leaves the applications of the inventory, or comes from outside, in a published
//! standard: can the standard carry each entry, and which mapping loses least? Also what an application holds of the
//! lists of such standards.

use std::collections::BTreeMap;

use super::chain::declared;
use super::facts::{certain, grounds, is_persons_gender, terms};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, Estate, EstateCheck};
use crate::gender::{CodeSystem, Concept, GenderField, Vocabulary};
use crate::inventory::Interface;
use crate::model::{Confidence, ModelPath, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-standard",
    facts: &[
        "interface",
        "from",
        "to",
        "standard",
        "entries",
        "mapping",
        "substitute",
        "extension",
        "field",
        "values",
    ],
    variants: &[
        "shared",
        "unknown",
        "none",
        "extended",
        "codes",
        "no-gender",
        "not-known",
        "not-named",
        "list",
    ],
    build: |table| without_params(table, || Check::Estate(Box::new(Standards))),
};

/// So many further places of one list are named.
const MOST_RELATED: usize = 40;

struct Standards;

impl EstateCheck for Standards {
    /// An interface belongs to its sender; to its receiver where the sender is outside.
    fn judge(&self, estate: &Estate<'_>) -> Vec<(String, TargetPlace, Expectation)> {
        let judged = estate.inventory.interfaces.iter().filter_map(|interface| {
            let owner = match Interface::external(&interface.from) {
                Some(_) => interface.to.as_str(),
                None => interface.from.as_str(),
            };
            let held = estate.holdings.get(owner)?.names_gender;
            let expectation = judge(interface, held, estate.vocabulary)?;
            let target = TargetPlace {
                anchor: ModelPath::new([interface.id.as_str()]),
                place: declared(interface),
                cause: Some(interface.id.clone()),
            };
            Some((owner.to_owned(), target, expectation))
        });
        judged.collect()
    }

    /// A list that is taken over from a standard is asked about once, however many fields and files repeat it.
    fn judge_alone(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)> {
        let mut lists: BTreeMap<&str, Vec<&GenderField>> = BTreeMap::new();
        for field in dossier
            .fields
            .iter()
            .filter(|field| is_persons_gender(field))
        {
            if let Some(standard) = &field.published {
                lists.entry(standard).or_default().push(field);
            }
        }
        lists
            .into_iter()
            .filter_map(|(standard, fields)| of_list(standard, &fields))
            .collect()
    }
}

/// The question about a list that fields share; nothing where each entry has a code of its own.
fn of_list(standard: &str, fields: &[&GenderField]) -> Option<(TargetPlace, Expectation)> {
    // Types stand for those who use them. By name and not by place: findings keep their identity.
    let leading = fields
        .iter()
        .min_by_key(|field| (!field.is_type, &field.place.document, &field.path))?;
    let present = certain(leading);
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|entry| !present.contains(entry))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let mut grounds = grounds(leading)
        .with("standard", standard)
        .with("entries", terms(missing))
        .variant("list");
    grounds.confidence = Confidence::High;
    let others = fields.iter().filter(|field| field.place != leading.place);
    grounds
        .related
        .extend(others.take(MOST_RELATED).map(|field| field.place.clone()));
    let target = TargetPlace {
        anchor: leading.path.clone(),
        place: leading.place.clone(),
        cause: None,
    };
    Some((target, Expectation::Unknown(Doubt::NeedsPerson, grounds)))
}

/// Nothing where the interface carries no gender, or a standard is neither named nor needed.
fn judge(interface: &Interface, held: bool, vocabulary: &Vocabulary) -> Option<Expectation> {
    let stated = match interface.carries_gender() {
        Some(false) => return None,
        Some(true) => true,
        None => false,
    };
    let outside = [&interface.from, &interface.to]
        .iter()
        .any(|end| Interface::external(end).is_some());
    let grounds = Grounds::none()
        .with("interface", interface.id.as_str())
        .with("from", end(&interface.from))
        .with("to", end(&interface.to));
    let ask = |variant: &'static str, grounds: Grounds| {
        let grounds = grounds.variant(variant);
        Some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
    };
    let Some(named) = &interface.standard else {
        return if stated && outside {
            ask("not-named", grounds)
        } else {
            None
        };
    };
    let grounds = grounds.with("standard", named.as_str());
    match vocabulary.standard(named) {
        Some(system) if system.complete => stated.then_some(Expectation::Met),
        Some(system) if !system.carries_gender => {
            if stated {
                ask("no-gender", grounds)
            } else {
                None
            }
        }
        // What flows is not said, but the standard knows gender and so does the application.
        Some(system) if stated || held => {
            let (variant, grounds) = advice(system, vocabulary, grounds);
            ask(variant, grounds)
        }
        None if stated && outside => ask("not-known", grounds),
        _ => None,
    }
}

/// The mapping that loses least.
fn advice(
    system: &CodeSystem,
    vocabulary: &Vocabulary,
    grounds: Grounds,
) -> (&'static str, Grounds) {
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|entry| own_code(system, *entry).is_none())
        .collect();
    let grounds = grounds.with("entries", terms(missing.iter().copied()));
    let extension = system.extended_by.as_deref();
    if let Some(extension) = extension.and_then(|id| vocabulary.code_system_of_id(id)) {
        let grounds = grounds
            .with(
                "extension",
                extension.uri.as_deref().unwrap_or(&extension.name),
            )
            .with("mapping", mapping(extension));
        return ("extended", grounds);
    }
    if !system.literal || system.codes.is_empty() {
        return ("codes", grounds);
    }
    let grounds = grounds.with("mapping", mapping(system));
    let code_for = |wanted: &dyn Fn(&[Concept]) -> bool| {
        let mut codes = system.codes.iter();
        codes.find(|code| wanted(&code.concepts))
    };
    let shared = code_for(&|concepts| {
        concepts.len() > 1 && missing.iter().all(|entry| concepts.contains(entry))
    });
    let unknown = code_for(&|concepts| concepts == [Concept::Unknown]);
    match (shared, unknown) {
        (Some(code), _) => ("shared", grounds.with("substitute", code.code.as_str())),
        (None, Some(code)) => ("unknown", grounds.with("substitute", code.code.as_str())),
        (None, None) => ("none", grounds),
    }
}

/// The code that stands for an entry alone.
fn own_code(system: &CodeSystem, entry: Concept) -> Option<&str> {
    let mut codes = system.codes.iter();
    codes
        .find(|code| code.concepts == [entry])
        .map(|code| code.code.as_str())
}

/// Entries with a code of their own, under their official German names.
fn mapping(system: &CodeSystem) -> Vec<String> {
    let name = |entry: Concept| match entry {
        Concept::Male => "männlich",
        Concept::Female => "weiblich",
        Concept::Diverse => "divers",
        _ => "ohne Angabe",
    };
    Concept::REQUIRED
        .into_iter()
        .filter_map(|entry| {
            let code = own_code(system, entry)?;
            Some(format!("{} = {code}", name(entry)))
        })
        .collect()
}

/// How people call an end.
fn end(end: &str) -> &str {
    Interface::external(end).unwrap_or(end)
}
