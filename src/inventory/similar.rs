//! Names of applications that are probably two entries for one application.

use std::collections::{BTreeMap, BTreeSet};

use super::Application;
use crate::problem::fold;

/// Index pairs (later, earlier) of applications whose names are equal after folding, have the same words in another
/// order, or differ by a typing error. Each application appears at most once as the later one.
pub(super) fn pairs(applications: &[&Application]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut known = NameIndex::default();
    for (index, application) in applications.iter().enumerate() {
        let hit = known
            .find(&application.name)
            .filter(|other| !related(application, applications[*other]));
        pairs.extend(hit.map(|other| (index, other)));
        known.insert(index, &application.name, &application.aliases);
    }
    pairs
}

/// Finds applications by different spellings of their names.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    exact: BTreeMap<String, usize>,
    blocks: BTreeMap<String, Vec<(usize, String)>>,
}

/// Maximum number of names compared within a block; in larger blocks a typing error cannot be told from a series of
/// names.
const BLOCK: usize = 200;

impl NameIndex {
    /// The first name that is equal after folding, has the same words in another order, or differs by a typing error.
    pub fn find(&self, name: &str) -> Option<usize> {
        let words = words(name);
        let sorted = words.concat();
        if sorted.is_empty() {
            return None;
        }
        [&fold(name), &sorted]
            .into_iter()
            .find_map(|key| self.exact.get(key).copied())
            .or_else(|| {
                let block = self.blocks.get(&block(&words))?;
                let mut block = block.iter();
                block
                    .find(|(_, name)| is_slip(name, &sorted))
                    .map(|(other, _)| *other)
            })
    }

    /// Adds a name with other names for the same thing.
    pub fn insert(&mut self, index: usize, name: &str, aliases: &[String]) {
        let words = words(name);
        let sorted = words.concat();
        if sorted.is_empty() {
            return;
        }
        let block = self.blocks.entry(block(&words)).or_default();
        if block.len() < BLOCK {
            block.push((index, sorted.clone()));
        }
        let aliases = aliases
            .iter()
            .map(|alias| fold(alias))
            .filter(|alias| alias.len() >= 5);
        for key in [fold(name), sorted].into_iter().chain(aliases) {
            self.exact.entry(key).or_insert(index);
        }
    }
}

/// Words with different beginnings are different words (An-/Abmeldung), and numbers must agree. Therefore only names
/// within one block can be typing errors of each other.
fn block(words: &[String]) -> String {
    let beginnings: Vec<&str> = words.iter().map(|word| beginning(word)).collect();
    beginnings.join(" ")
}

/// Whether one succeeds the other; both may well have the same name.
fn related(a: &Application, b: &Application) -> bool {
    let names = |from: &Application, to: &Application| {
        [&from.successor, &from.predecessor]
            .into_iter()
            .flatten()
            .any(|id| *id == to.id)
    };
    names(a, b) || names(b, a) || a.id == b.id
}

fn words(name: &str) -> Vec<String> {
    let words: BTreeSet<String> = name
        .split(|ch: char| !ch.is_alphanumeric() && ch != '\u{308}')
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter().collect()
}

/// The part of a word that must agree: the first three letters, or all of it if it has digits.
fn beginning(word: &str) -> &str {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word;
    }
    word.char_indices()
        .nth(3)
        .map_or(word, |(end, _)| &word[..end])
}

/// Allows one typing error per eight letters, at most two.
fn is_slip(a: &str, b: &str) -> bool {
    let allowed = (a.len().min(b.len()) / 8).min(2);
    a.len().abs_diff(b.len()) <= allowed && strsim::osa_distance(a, b) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> bool {
        let applications: Vec<Application> = names
            .iter()
            .enumerate()
            .map(|(index, name)| Application {
                id: format!("APP-{index}"),
                name: (*name).to_owned(),
                ..Application::default()
            })
            .collect();
        !pairs(&applications.iter().collect::<Vec<_>>()).is_empty()
    }

    #[test]
    fn spellings_of_one_name_are_found() {
        assert!(found(&["Termin Online", "TERMIN-ONLINE"]));
        assert!(found(&["Termin Online", "Online Termin"]));
        assert!(found(&["Bürgerbüro", "Buergerbuero"]));
        assert!(found(&["Kita-Portal", "Kitaportal"]));
        assert!(found(&["Hundesteuerveranlagung", "Hundesteuerveranlgung"]));
    }

    #[test]
    fn different_names_are_left_alone() {
        assert!(!found(&["Gewerbeanmeldung", "Gewerbesteuer"]));
        assert!(!found(&["Gewerbe Anmeldung", "Gewerbe Abmeldung"]));
        assert!(!found(&["Haushalt 2025", "Haushalt 2026"]));
        assert!(!found(&["Fachverfahren 0001", "Fachverfahren 0002"]));
        assert!(!found(&["Kita", "Kids"]));
        assert!(!found(&["", "-"]));
    }

    #[test]
    fn a_successor_may_keep_the_name() {
        let old = Application {
            id: "A1".to_owned(),
            name: "Wohngeld".to_owned(),
            successor: Some("A2".to_owned()),
            ..Application::default()
        };
        let new = Application {
            id: "A2".to_owned(),
            name: "Wohngeld".to_owned(),
            ..Application::default()
        };
        assert_eq!(pairs(&[&old, &new]), []);
    }
}
