//! Checklists as they were when a tender or a dossier was created: later versions of the program do not change them.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::reader::{File, Reader, problem, same};
use crate::model::Position;
use crate::rule::Checklist;
use crate::texts::Bilingual;

/// Folder of the checklists in a tender, or in a standalone dossier.
pub const CHECKLISTS: &str = "checklists";

/// Maximum number of checklists examined if none is named.
const MOST_LISTS: usize = 100;

/// A frozen checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenList {
    /// Id of the checklist.
    pub id: String,
    /// Its name.
    pub title: Bilingual,
    /// Its version, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// SHA-256 over the frozen file, hexadecimal.
    pub sha256: String,
}

/// Names and contents of the files with the current checklists, relative to the folder.
///
/// # Errors
/// A checklist that cannot be serialised; tests rule this out for the bundled ones.
pub fn frozen_files(checklists: &[&Checklist]) -> Result<Vec<(String, String)>, toml::ser::Error> {
    let lists = checklists.iter();
    lists
        .map(|list| {
            let content = toml::to_string(list)?;
            Ok((format!("{CHECKLISTS}/{}.toml", list.id), content))
        })
        .collect()
}

/// Whether a folder holds checklists of its own.
pub(super) fn holds_frozen(folder: &Path) -> bool {
    folder.join(CHECKLISTS).symlink_metadata().is_ok()
}

/// Ids of the checklists in a folder, by name.
pub(super) fn frozen_ids(folder: &Path) -> Vec<String> {
    let lists = folder.join(CHECKLISTS);
    let entries = match lists.is_symlink() {
        true => None,
        false => fs::read_dir(&lists).ok(),
    };
    let names = entries.into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        Some(name.strip_suffix(".toml")?.to_owned())
    });
    let mut ids: Vec<String> = names.take(MOST_LISTS).collect();
    ids.sort();
    ids
}

/// Reads a frozen checklist named at a byte offset of the reader's file. Problems are reported there.
pub(super) fn read_frozen(
    folder: &Path,
    id: &str,
    at: usize,
    reader: &mut Reader<'_, '_>,
) -> Option<(FrozenList, Checklist)> {
    let plain = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
    if !id.chars().all(plain) || id.starts_with('.') {
        reader.wrong_item(at, "proc-013-list", &[("value", same(id))]);
        return None;
    }
    let lists = folder.join(CHECKLISTS);
    // A link could lead anywhere.
    if lists.is_symlink() {
        let name = lists.to_string_lossy();
        let link = problem("proc-001-no-file", &name, None, &[]);
        reader.problems.push(link);
        return None;
    }
    let path = lists.join(format!("{id}.toml"));
    let file = File::read_form(&path, reader.problems)?;
    match toml::from_str::<Checklist>(file.text.as_str()) {
        Ok(list) if list.id == id => {
            let digest = Sha256::digest(file.text.as_str().as_bytes());
            let frozen = FrozenList {
                id: list.id.clone(),
                title: list.title.clone(),
                version: list.version.clone(),
                sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            };
            Some((frozen, list))
        }
        Ok(list) => {
            let values = [("value", same(&list.id)), ("expected", same(id))];
            let other = problem("proc-013-other", &file.name, None, &values);
            reader.problems.push(other);
            None
        }
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let at: Position = file.text.position_at(start);
            let values = [("cause", same(error.message()))];
            let wrong = problem("proc-002", &file.name, Some(at), &values);
            reader.problems.push(wrong);
            None
        }
    }
}
