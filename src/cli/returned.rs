//! Returned files: which files in a folder are read, and what is said about the others. Nothing is dropped silently.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::form;
use crate::problem::{Level, Problem};
use crate::texts::harmless;

/// Extensions of files that are read.
const READ: [&str; 8] = ["xlsx", "xlsm", "ods", "xls", "json", "csv", "tsv", "tab"];

/// The given files, and those in the given folders.
#[derive(Default)]
pub struct ReturnedFiles {
    /// Files to read, in the order given; those in a folder sorted by name.
    pub files: Vec<PathBuf>,
    /// One note per folder and reason, with the names of skipped files.
    pub passed_over: Vec<Problem>,
    /// Number of skipped files.
    pub passed: usize,
    /// Folders without readable files.
    pub empty: Vec<PathBuf>,
}

impl ReturnedFiles {
    /// Lists the files in folders. A file named directly is read whatever its name.
    pub fn of<'p>(named: impl Iterator<Item = &'p PathBuf>, code: &str) -> Self {
        let mut all = Self::default();
        for path in named {
            let Ok(entries) = fs::read_dir(path) else {
                all.files.push(path.clone());
                continue;
            };
            let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            names.sort();
            let before = all.files.len();
            let mut passed: BTreeMap<PassedOver, Vec<String>> = BTreeMap::new();
            for file in names {
                match PassedOver::reason(&file) {
                    None => all.files.push(file),
                    Some(reason) => {
                        let name = file.file_name().unwrap_or_default().to_string_lossy();
                        passed.entry(reason).or_default().push(harmless(&name));
                    }
                }
            }
            if all.files.len() == before {
                all.empty.push(path.clone());
            }
            let at = path.display().to_string();
            for (reason, names) in passed {
                all.passed += names.len();
                let names = names.join(", ");
                let key = format!("question.{}", reason.key());
                let note = form::problem(code, reason.level(), &at, &key, &[("names", &names)]);
                all.passed_over.push(note);
            }
        }
        all
    }
}

/// Why a file in a folder is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PassedOver {
    /// A blank form: the filled-in one is another file.
    Blank,
    /// A lock file of a program or of the system.
    Lock,
    Folder,
    /// Neither a workbook nor the output of a form.
    Kind,
}

impl PassedOver {
    fn reason(path: &Path) -> Option<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let extension = extension.to_lowercase();
        let of_system = ["thumbs.db", "desktop.ini"].contains(&name.to_lowercase().as_str());
        if path.is_dir() {
            Some(Self::Folder)
        } else if name.starts_with(['.', '~']) || of_system {
            Some(Self::Lock)
        } else if READ.contains(&extension.as_str()) {
            None
        } else if ["html", "htm"].contains(&extension.as_str()) {
            Some(Self::Blank)
        } else {
            Some(Self::Kind)
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Blank => "passed-blank",
            Self::Lock => "passed-lock",
            Self::Folder => "passed-folder",
            Self::Kind => "passed-kind",
        }
    }

    /// Files that may contain answers are warnings.
    fn level(self) -> Level {
        match self {
            Self::Blank | Self::Lock => Level::Info,
            Self::Folder | Self::Kind => Level::Warning,
        }
    }
}
