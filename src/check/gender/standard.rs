//! `gender-standard`: for data that leave or enter the applications of the inventory in a published standard: can the
//! standard carry each entry, and which mapping loses least?

use super::chain::declared;
use super::facts::terms;
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Estate, EstateCheck};
use crate::gender::{CodeSystem, Concept, Vocabulary};
use crate::inventory::Interface;
use crate::model::{ModelPath, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};
use crate::texts::{Language, text};

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
    ],
    build: |table| without_params(table, || Check::Estate(Box::new(Standards))),
};

struct Standards;

impl EstateCheck for Standards {
    /// An interface belongs to its sender, or to its receiver if the sender is external.
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
}

/// The verdict on an interface; `None` if it carries no gender, or a standard is neither named nor needed.
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
        // The inventory does not state what flows, but both the standard and the application know gender.
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

/// The code that means only this entry.
fn own_code(system: &CodeSystem, entry: Concept) -> Option<&str> {
    let mut codes = system.codes.iter();
    codes
        .find(|code| code.concepts == [entry])
        .map(|code| code.code.as_str())
}

/// Entries with a code of their own, by their official German names.
fn mapping(system: &CodeSystem) -> Vec<String> {
    let name = |entry: Concept| text(&format!("concept.{}", entry.name()), Language::De).to_owned();
    Concept::REQUIRED
        .into_iter()
        .filter_map(|entry| {
            let code = own_code(system, entry)?;
            Some(format!("{} = {code}", name(entry)))
        })
        .collect()
}

/// The display name of an end.
fn end(end: &str) -> &str {
    Interface::external(end).unwrap_or(end)
}
