//! A team's own rules: the files of a folder, and the starter file of a new rule.

use std::fs;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::load::{RuleFiles, problem};
use crate::problem::{Problem, Problems, io_causes};
use crate::texts::{Bilingual, Language, filled};

/// Fixtures are kept beside the rules and may be TOML files themselves.
pub(crate) const FIXTURES: &str = "tests";

/// Larger files are not hand-written rules.
const MOST_BYTES: u64 = 1 << 20;

/// With more files, this is probably the wrong folder.
const MOST_FILES: usize = 5_000;

/// The rule files of a folder by their relative paths. Unreadable files and links to other folders are problems:
/// untrusted people may propose changes to a rules folder.
pub(super) fn files(folder: &Path, problems: &mut Problems) -> RuleFiles {
    let mut files = RuleFiles::new();
    let mut wrong = |path: &Path, key: &str, cause: Bilingual| {
        let name = path.to_string_lossy();
        let message = |language| {
            let cause = cause.get(language);
            filled(&format!("rule.{key}"), language, &[("cause", cause)])
        };
        let message = Bilingual::of(message);
        problems.0.push(Problem {
            message,
            ..problem(key, &name, None, &[])
        });
    };
    let same = |text: String| Bilingual {
        de: text.clone(),
        en: text,
    };
    let is_fixtures = |entry: &DirEntry| {
        entry.depth() == 1 && entry.file_type().is_dir() && entry.file_name() == FIXTURES
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !is_fixtures(entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                wrong(&path, "unreadable", io_causes(&error.into()));
                continue;
            }
        };
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "toml") || path.is_dir() {
            continue;
        }
        if files.len() >= MOST_FILES {
            wrong(folder, "too-many-files", same(MOST_FILES.to_string()));
            break;
        }
        let name = path.strip_prefix(folder).unwrap_or(path);
        let name = name.to_string_lossy().replace('\\', "/");
        match read(folder, path) {
            Ok(text) => {
                files.insert(name, text);
            }
            Err(Refusal::Outside) => wrong(path, "outside", same(String::new())),
            Err(Refusal::Io(error)) => wrong(path, "unreadable", io_causes(&error)),
        }
    }
    if files.is_empty() && problems.0.is_empty() {
        let name = folder.to_string_lossy();
        problems.0.push(problem("nothing-found", &name, None, &[]));
    }
    files
}

enum Refusal {
    Outside,
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn read(folder: &Path, path: &Path) -> Result<String, Refusal> {
    let real = path.canonicalize()?;
    if !real.starts_with(folder.canonicalize()?) {
        return Err(Refusal::Outside);
    }
    // Checked before opening: opening a pipe would block until another process writes to it.
    let file = fs::metadata(&real)?;
    if !file.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput).into());
    }
    if file.len() > MOST_BYTES {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge).into());
    }
    Ok(fs::read_to_string(&real)?)
}

/// The folder of a rule's fixtures, relative to the rules folder.
pub fn fixture_folder(id: &str) -> String {
    format!("{FIXTURES}/{}", id.replace('/', "__"))
}

/// The starter files of a new rule.
#[derive(Clone, Copy, Debug)]
pub struct StarterRule {
    /// The algorithm.
    pub check: &'static str,
    /// The rule, with `{id}` in place of its id.
    rule: &'static str,
    /// The same with English comments, and with texts in both languages.
    rule_in_english: &'static str,
    /// File extension of its fixtures.
    extension: &'static str,
    /// A document that violates it.
    failed: &'static str,
    /// A valid document and its outcome: if the rule forbids something, it is `inapplicable` there.
    fine: (&'static str, &'static str),
}

/// One for each algorithm that is meant for a team's own rules.
const STARTER_RULES: &[StarterRule] = &[
    StarterRule {
        check: "selector",
        rule: include_str!("starter/selector.toml"),
        rule_in_english: include_str!("starter/selector.en.toml"),
        extension: "html",
        failed: include_str!("starter/selector-failed.html"),
        fine: ("inapplicable", include_str!("starter/selector-passed.html")),
    },
    StarterRule {
        check: "field-domain",
        rule: include_str!("starter/field-domain.toml"),
        rule_in_english: include_str!("starter/field-domain.en.toml"),
        extension: "sql",
        failed: include_str!("starter/field-domain-failed.sql"),
        fine: ("passed", include_str!("starter/field-domain-passed.sql")),
    },
    StarterRule {
        check: "text-pattern",
        rule: include_str!("starter/text-pattern.toml"),
        rule_in_english: include_str!("starter/text-pattern.en.toml"),
        extension: "sql",
        failed: include_str!("starter/text-pattern-failed.sql"),
        fine: ("passed", include_str!("starter/text-pattern-passed.sql")),
    },
];

impl StarterRule {
    /// The algorithms a new rule can start with.
    pub fn checks() -> Vec<&'static str> {
        STARTER_RULES.iter().map(|starter| starter.check).collect()
    }

    /// The rule and its fixtures, by their paths relative to the rules folder.
    pub fn files(&self, id: &str, language: Language) -> Vec<(String, String)> {
        let rule = match language {
            Language::De => self.rule,
            Language::En => self.rule_in_english,
        };
        let fixtures = fixture_folder(id);
        let fixture = |outcome: &str| format!("{fixtures}/{outcome}-beispiel.{}", self.extension);
        let (outcome, fine) = self.fine;
        vec![
            (format!("{id}.toml"), rule.replace("{id}", id)),
            (fixture("failed"), self.failed.to_owned()),
            (fixture(outcome), fine.to_owned()),
        ]
    }
}

/// The starter files for an algorithm.
pub fn starter_rule(check: &str) -> Option<&'static StarterRule> {
    STARTER_RULES.iter().find(|starter| starter.check == check)
}
