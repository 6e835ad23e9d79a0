//! Reports files that no format claims, as gaps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::JudgedDocument;
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::Application;
use crate::model::is_readme;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    endings: BTreeSet<String>,
}

/// Endings of files that may hold fields, forms or letters, and that no format reads.
fn endings() -> &'static BTreeSet<String> {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // Part of the program; a test loads it.
    let words =
        WORDS.get_or_init(|| toml::from_str(include_str!("unclaimed.toml")).unwrap_or_default());
    &words.endings
}

/// Files among known ones that the inventory hands in and no format reads: one gap per artefact, with their number by
/// ending. What lies in a repository beside its sources says nothing.
pub(super) fn unread_files(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
    if application.origin.file.is_empty() {
        return Vec::new();
    }
    let known = documents.iter().filter(|one| !one.reading.is_nothing());
    let known: BTreeSet<&str> = known
        .map(|one| one.reading.document.artefact.as_str())
        .collect();
    let mut files: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        let document = &reading.document;
        let ending = document
            .document
            .rsplit_once('.')
            .map_or("", |(_, end)| end);
        let ending = ending.to_ascii_lowercase();
        let is_unread = reading.is_nothing() && endings().contains(&ending);
        if is_unread && document.document != document.artefact {
            let of_artefact = files.entry(&document.artefact).or_default();
            *of_artefact.entry(ending).or_default() += 1;
        }
    }
    files
        .into_iter()
        .filter(|(artefact, _)| known.contains(artefact))
        .map(|(artefact, endings)| {
            let count: usize = endings.values().sum();
            let list = endings
                .iter()
                .map(|(ending, count)| format!("{count} × {ending}"));
            let list = list.collect::<Vec<_>>().join(", ");
            let detail = format!("{count} files in formats that are not read: {list}");
            Gap::of_document(artefact, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}

/// Artefacts of several files, none in a known format. A single unclaimed file is just not a schema; a whole folder of
/// them is a mistake, or a missing format.
pub(super) fn unrecognised(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
    let mut files: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        let (count, explaining, known) = files.entry(&reading.document.artefact).or_default();
        *count += 1;
        *explaining += usize::from(is_readme(&reading.document.document));
        *known |= !reading.is_nothing();
    }
    files
        .into_iter()
        .filter(|(_, (_, _, known))| !known)
        .map(|(artefact, (count, explaining, _))| {
            let place = if artefact.is_empty() {
                &application.id
            } else {
                artefact
            };
            // What explains a folder is not what was handed in, unless there is nothing else.
            let count = match count - explaining {
                0 => count,
                others => others,
            };
            let detail = format!("{count} files, none in a known format");
            Gap::of_document(place, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_loads_and_is_written_as_it_is_compared() {
        let words: Words = toml::from_str(include_str!("unclaimed.toml")).expect("unclaimed.toml");
        for ending in &words.endings {
            assert_eq!(*ending, ending.to_ascii_lowercase());
        }
    }
}
