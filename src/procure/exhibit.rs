//! Evidence named by a bidder, compared with the files of the dossier: only files inside it count.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::content;
use crate::closed::closed;

/// Maximum number of files searched in a dossier.
const MAX_FILES: usize = 20_000;

/// Maximum nesting depth of folders.
const MAX_DEPTH: usize = 16;

/// Maximum size of an evidence file (1 GiB); larger ones are not read by people.
const MAX_BYTES: u64 = 1 << 30;

/// Maximum length of a statement that names a file, in characters.
const MAX_NAME: usize = 400;

/// Files that declare evidence and are not evidence themselves.
const OWN_FILES: [&str; 2] = ["dossier.toml", "answers.toml"];

/// Folders of a dossier that the program writes into.
const OWN_FOLDERS: [&str; 2] = ["verdict", "questionnaires"];

/// One piece of evidence named in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// The bidder's text.
    pub written: String,
    /// The file inside the dossier, with `/` as separator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Why it is not evidence; `None` if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<ExhibitFault>,
}

closed! {
    /// Why a statement is not evidence.
    pub enum ExhibitFault {
        /// It names no file of the dossier.
        Missing = "missing",
        /// The path leads out of the dossier.
        Outside = "outside",
        /// An address, whose content may change at any time.
        Address = "address",
        /// Several files have this name.
        Ambiguous = "ambiguous",
        /// A folder, a link or a device.
        NoFile = "no-file",
        /// The file is empty.
        Empty = "empty",
        /// The file is too short for any evidence.
        Hollow = "hollow",
        /// The content does not match the file name, for example a `.pdf` that is not a PDF.
        OtherKind = "other-kind",
        /// The file is too large.
        TooLarge = "too-large",
        /// The file cannot be read.
        Unreadable = "unreadable",
    }
}

/// A file that serves as evidence, with its identifying digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExhibitFile {
    /// Path inside the dossier.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Day on which this content was first seen, ISO 8601.
    pub seen: String,
    /// The day on which the previous content was first seen, if the file was changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Ids of the questions that name it.
    pub questions: Vec<String>,
}

/// The files of a dossier that can serve as evidence.
pub struct ExhibitIndex {
    folder: PathBuf,
    files: BTreeMap<String, u64>,
    /// Paths by file name in lower case.
    by_name: BTreeMap<String, Vec<String>>,
    /// Everything else in the folder: subfolders and links.
    others: Vec<String>,
}

impl ExhibitIndex {
    /// Lists the files of a dossier. Links are not followed.
    pub fn read_folder(folder: &Path) -> Self {
        let mut index = Self {
            folder: folder.to_owned(),
            files: BTreeMap::new(),
            by_name: BTreeMap::new(),
            others: Vec::new(),
        };
        let entries = WalkDir::new(folder)
            .min_depth(1)
            .max_depth(MAX_DEPTH)
            .follow_links(false)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let own = || OWN_FOLDERS.iter().any(|own| entry.file_name() == *own);
                entry.depth() != 1 || !own()
            })
            .take(MAX_FILES);
        for entry in entries.filter_map(Result::ok) {
            let Ok(inside) = entry.path().strip_prefix(folder) else {
                continue;
            };
            let path = inside.to_string_lossy().replace('\\', "/");
            if OWN_FILES.contains(&path.as_str()) {
                continue;
            }
            if !entry.file_type().is_file() {
                index.others.push(path);
                continue;
            }
            let name = entry.file_name().to_string_lossy().to_lowercase();
            index.by_name.entry(name).or_default().push(path.clone());
            let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
            index.files.insert(path, bytes);
        }
        index
    }

    /// All files with their sizes, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), *bytes))
    }

    /// Whether a folder contains files and all of them are of one kind.
    pub fn holds_only(&self, folder: &str, kind: fn(&str) -> bool) -> bool {
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        let below = |path: &&String| {
            let rest = path.strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let mut files = self.files.keys().filter(below).peekable();
        files.peek().is_some() && files.all(|path| kind(path))
    }

    /// Splits a statement about evidence into pieces, separated by line breaks or semicolons.
    pub fn exhibits(&self, evidence: &str) -> Vec<Exhibit> {
        evidence
            .split(['\n', ';'])
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .map(|piece| self.exhibit(piece))
            .collect()
    }

    fn exhibit(&self, piece: &str) -> Exhibit {
        let (file, fault) = match self.find(piece) {
            Ok(file) => (Some(file), None),
            Err(fault) => (None, Some(fault)),
        };
        Exhibit {
            written: piece.to_owned(),
            file,
            fault,
        }
    }

    /// The file named by a piece: the whole piece, or the part before a page reference ("bericht.pdf, Seite 3").
    fn find(&self, piece: &str) -> Result<String, ExhibitFault> {
        let lower = piece.to_lowercase();
        let addressed = ["http://", "https://", "ftp://", "file:", "www."];
        if addressed.iter().any(|start| lower.starts_with(start)) {
            return Err(ExhibitFault::Address);
        }
        if piece.chars().count() > MAX_NAME {
            return Err(ExhibitFault::Missing);
        }
        let piece = piece.replace('\\', "/");
        if leads_outside(&piece) {
            return Err(ExhibitFault::Outside);
        }
        let ends = piece
            .char_indices()
            .filter(|(_, ch)| ch.is_whitespace() || ",#(:".contains(*ch))
            .map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([piece.len()]).collect();
        for end in ends.iter().rev() {
            let named = piece.get(..*end).unwrap_or_default();
            let named = named.trim_matches(|ch: char| ch.is_whitespace() || "\"„“”,".contains(ch));
            let named = named.trim_start_matches("./").trim_end_matches('/');
            if named.is_empty() {
                continue;
            }
            if let Some(found) = self.named(named) {
                return found;
            }
        }
        Err(ExhibitFault::Missing)
    }

    /// Resolves a path or file name; `None` if there is no such file.
    fn named(&self, named: &str) -> Option<Result<String, ExhibitFault>> {
        let one = |path: &str| match self.files.get(path) {
            Some(0) => Err(ExhibitFault::Empty),
            Some(bytes) if *bytes > MAX_BYTES => Err(ExhibitFault::TooLarge),
            _ => match content::fault(&self.folder.join(path)) {
                Some(fault) => Err(fault),
                None => Ok(path.to_owned()),
            },
        };
        if self.files.contains_key(named) {
            return Some(one(named));
        }
        if self.others.iter().any(|other| other == named) {
            return Some(Err(ExhibitFault::NoFile));
        }
        if named.contains('/') {
            return None;
        }
        match self.by_name.get(&named.to_lowercase())?.as_slice() {
            [path] => Some(one(path)),
            _ => Some(Err(ExhibitFault::Ambiguous)),
        }
    }
}

/// Whether a path starts above the dossier or climbs out of it.
fn leads_outside(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    drive || path.starts_with(['/', '~']) || path.split('/').any(|part| part.trim() == "..")
}

/// Size and SHA-256 of a file of the dossier.
///
/// # Errors
/// The file cannot be read.
pub fn digest(folder: &Path, file: &str) -> io::Result<(u64, String)> {
    let mut input = File::open(folder.join(file))?.take(MAX_BYTES);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hash.update(buffer.get(..read).unwrap_or_default());
    }
    let digest = hash.finalize();
    let digits = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, content) in [
            ("evidence/Bericht 2026.pdf", content::PDF),
            ("evidence/leer.pdf", ""),
            ("evidence/fast leer.pdf", "x\n"),
            (
                "evidence/brief.pdf",
                "Wir sichern zu, dass alle Anforderungen erfüllt sind, und legen das gern dar.",
            ),
            ("evidence/a/plan.txt", "Barrieren bis 30.06.2027 beseitigt"),
            ("evidence/b/plan.txt", "Barrieren bis 31.12.2027 beseitigt"),
            ("artefacts/schema.sql", "CREATE TABLE person (id INT)"),
            ("verdict/verdict.html", "<p>Ergebnis der Bewertung</p>"),
            ("answers.toml", "# Antworten des Bieters"),
        ] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, content).expect("a file");
        }
        folder
    }

    #[test]
    fn evidence_is_a_file_of_the_dossier() {
        let folder = dossier();
        let index = ExhibitIndex::read_folder(folder.path());
        let found = |text: &str| index.find(text);
        let report = "evidence/Bericht 2026.pdf".to_owned();
        for text in [
            "evidence/Bericht 2026.pdf",
            "./evidence/Bericht 2026.pdf",
            "evidence\\Bericht 2026.pdf",
            "Bericht 2026.pdf",
            "bericht 2026.PDF, Seite 3",
            "Bericht 2026.pdf#page=3",
            "„Bericht 2026.pdf“ (Kapitel 4, Seite 12)",
        ] {
            assert_eq!(found(text), Ok(report.clone()), "{text}");
        }
        assert_eq!(
            found("evidence/a/plan.txt S. 2"),
            Ok("evidence/a/plan.txt".to_owned())
        );
        use ExhibitFault as F;
        for (text, fault) in [
            ("x", F::Missing),
            ("Anlage 5", F::Missing),
            ("bericht", F::Missing),
            ("fehlt.pdf", F::Missing),
            ("answers.toml", F::Missing),
            ("verdict/verdict.html", F::Missing),
            ("verdict.html", F::Missing),
            ("https://example.org/bericht.pdf", F::Address),
            ("/etc/passwd", F::Outside),
            ("../other/evidence/a.pdf", F::Outside),
            ("evidence/../../x", F::Outside),
            ("C:\\x\\bericht.pdf", F::Outside),
            ("plan.txt", F::Ambiguous),
            ("evidence", F::NoFile),
            ("evidence/leer.pdf", F::Empty),
            ("evidence/fast leer.pdf", F::Hollow),
            ("brief.pdf", F::OtherKind),
        ] {
            assert_eq!(found(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn several_pieces_are_told_apart() {
        let folder = dossier();
        let index = ExhibitIndex::read_folder(folder.path());
        let exhibits = index.exhibits("Bericht 2026.pdf, S. 1; schema.sql\n fehlt.pdf;");
        let files: Vec<Option<&str>> = exhibits.iter().map(|one| one.file.as_deref()).collect();
        let named = [
            Some("evidence/Bericht 2026.pdf"),
            Some("artefacts/schema.sql"),
            None,
        ];
        assert_eq!(files, named);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_no_evidence() {
        let folder = dossier();
        let outside = tempfile::NamedTempFile::new().expect("a file");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("evidence/link.pdf"))
            .expect("a link");
        let index = ExhibitIndex::read_folder(folder.path());
        assert_eq!(index.find("evidence/link.pdf"), Err(ExhibitFault::NoFile));
        assert_eq!(index.find("link.pdf"), Err(ExhibitFault::Missing));
    }

    #[test]
    fn the_digest_is_that_of_the_content() {
        let folder = dossier();
        let (bytes, digits) = digest(folder.path(), "evidence/a/plan.txt").expect("readable");
        assert_eq!(bytes, 34);
        assert!(digits.starts_with("aea516db5460a787ad3f28306dfecf30"));
    }
}
