//! `fachcheck.toml`: a team's settings for its repository.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::keys::{BROWSERS, INCOMPLETE, LANGUAGES, PARTS, SETTINGS, SEVERITIES, WAIVERS};
use super::reader::{Item, Reader, parsed};
use super::waiver::{ProjectWaiver, waivers};
use crate::closed::closed;
use crate::model::{Browser, Origin};
use crate::outcome::Severity;
use crate::problem::{Problems, io_cause};
use crate::rule::RuleBook;
use crate::texts::{Bilingual, Language, filled, lookup};

/// The file name.
pub const CONFIG: &str = "fachcheck.toml";

/// A separate file for waivers, next to it.
const WAIVERS_FILE: &str = "waivers.toml";

/// Larger files are not hand-written.
const MOST_BYTES: u64 = 1 << 20;

/// How a team changes a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// The rule is not applied.
    Off,
    /// The rule gets another severity.
    Severity(Severity),
}

impl RuleSetting {
    const OFF: &'static str = "off";

    /// The valid words: `off`, then the severities, mildest first.
    pub const WORDS: [&'static str; 1 + Severity::NAMES.len()] = {
        let mut words = [Self::OFF; 1 + Severity::NAMES.len()];
        let (_, severities) = words.split_at_mut(1);
        severities.copy_from_slice(&Severity::NAMES);
        words
    };

    /// Parses a word; `None` if it is not valid.
    fn from_name(word: &str) -> Option<Self> {
        match word {
            Self::OFF => Some(Self::Off),
            word => Severity::from_name(word).map(Self::Severity),
        }
    }
}

closed! {
    /// How a check ends that found nothing but could not examine everything, strictest first.
    #[derive(Default)]
    pub enum Incomplete {
        /// With a separate exit code.
        #[default]
        Fail = "fail",
        /// As if everything had been examined. The report still lists what is open.
        Pass = "pass",
    }
}

/// Settings of a repository.
#[derive(Clone, Debug, Default)]
pub struct ProjectConfig {
    /// The folder of the file; patterns are relative to it.
    pub folder: PathBuf,
    /// The application's id in the inventory; part of every fingerprint.
    pub application: Option<String>,
    /// Language of reports.
    pub language: Option<Language>,
    /// The mildest severity that makes the check fail.
    pub threshold: Option<Severity>,
    /// How a check ends that could not examine everything.
    pub incomplete: Option<Incomplete>,
    /// The files to examine; `None` means all.
    pub files: Option<Override>,
    /// What is judged besides the team's own work.
    pub judge: Vec<Origin>,
    /// How the layout of pages is determined.
    pub browser: Option<Browser>,
    /// Folder with the team's own rules.
    pub rules_folder: Option<PathBuf>,
    /// Changed rules, by id.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Findings that are accepted.
    pub waivers: Vec<ProjectWaiver>,
}

impl ProjectConfig {
    /// The settings file for a path: in the nearest folder above it, up to the root of its repository.
    pub fn find(path: &Path) -> Option<PathBuf> {
        let start = path.canonicalize().ok()?;
        for folder in start.ancestors().filter(|folder| folder.is_dir()) {
            let file = folder.join(CONFIG);
            if file.is_file() {
                return Some(file);
            }
            if folder.join(".git").exists() {
                return None;
            }
        }
        None
    }

    /// Reads the settings, loads the rules, and applies the settings to them. `name` is the file as the user knows it.
    /// `book` loads the rules, including those of the given folder.
    ///
    /// # Errors
    /// All mistakes in the file, in the waivers beside it and in the rules.
    pub fn load(
        file: &Path,
        name: &str,
        book: impl FnOnce(Option<&Path>) -> Result<RuleBook, Problems>,
    ) -> Result<(Self, RuleBook), Problems> {
        let text = read(file, name)?;
        let mut reader = Reader::new(name, &text);
        let mut config = Self {
            folder: file.parent().unwrap_or(Path::new("")).to_owned(),
            ..Self::default()
        };
        let table = parsed(&text, &mut reader);
        let items = match &table {
            Some(table) => reader.items(table.get_ref(), SETTINGS),
            None => Vec::new(),
        };
        for item in &items {
            config.set(*item, &mut reader);
        }
        // Settings may refer to rules, including the team's own.
        let mut book = book(config.rules_folder.as_deref())?;
        let rules: Vec<&str> = book.rules.keys().map(String::as_str).collect();
        for item in &items {
            config.set_rules(*item, &rules, &mut reader);
        }
        if let Some(table) = &table {
            config.files = config.patterns(table.get_ref(), &mut reader);
        }
        let mut problems = reader.problems;
        let beside = file.with_file_name(WAIVERS_FILE);
        if beside.is_file() {
            let name = Path::new(name)
                .with_file_name(WAIVERS_FILE)
                .display()
                .to_string();
            let text = read(&beside, &name)?;
            let mut reader = Reader::new(&name, &text);
            if let Some(table) = parsed(&text, &mut reader) {
                for (_, _, value) in reader.items(table.get_ref(), WAIVERS) {
                    config.waivers.extend(waivers(value, &rules, &mut reader));
                }
            }
            problems.0.extend(reader.problems.0);
        }
        if !problems.0.is_empty() {
            problems.sort();
            return Err(problems);
        }
        config.adjust(&mut book);
        Ok((config, book))
    }

    /// Reads settings that do not concern rules.
    fn set(&mut self, item: Item<'_>, reader: &mut Reader<'_>) {
        let (key, _, value) = item;
        match key {
            "application" => self.application = reader.string(item).map(str::to_owned),
            "language" => {
                self.language = reader.word(item, LANGUAGES).map(|word| match word {
                    "en" => Language::En,
                    _ => Language::De,
                });
            }
            "threshold" => {
                let written = value.get_ref().as_str();
                self.threshold = match written.and_then(severity_in_german) {
                    Some(severity) => Some(severity),
                    None => reader.word(item, SEVERITIES).and_then(Severity::from_name),
                };
            }
            "incomplete" => {
                self.incomplete = reader
                    .word(item, INCOMPLETE)
                    .and_then(Incomplete::from_name);
            }
            "judge" => {
                for (part, at) in reader.strings(item) {
                    match origins(part) {
                        Some(origins) => self.judge.extend(origins),
                        None => reader.unknown(at, "unknown-part", part, PARTS.iter().copied()),
                    }
                }
            }
            "browser" => {
                let word = reader.word(item, BROWSERS);
                match word.and_then(Browser::from_name) {
                    Some(browser) if !browser.is_built_in() => {
                        let name = [("value", &browser.name() as &dyn std::fmt::Display)];
                        reader.wrong(value.span().start, "browser-not-built-in", &name);
                    }
                    browser => self.browser = browser,
                }
            }
            "rules-folder" => {
                let Some(folder) = reader.string(item) else {
                    return;
                };
                match below(&self.folder, folder) {
                    Some(folder) => self.rules_folder = Some(folder),
                    None => reader.wrong(value.span().start, "outside", &[("path", &folder)]),
                }
            }
            // Both lists form one set of patterns; settings of rules follow once the rules are loaded.
            _ => {}
        }
    }

    /// Reads settings that concern rules.
    fn set_rules(&mut self, item: Item<'_>, rules: &[&str], reader: &mut Reader<'_>) {
        let (key, _, value) = item;
        match key {
            "rules" => {
                let Some(table) = value.get_ref().as_table() else {
                    reader.wrong(value.span().start, "no-table", &[("key", &key)]);
                    return;
                };
                for (rule, setting) in table {
                    let (name, at) = (rule.get_ref().as_ref(), rule.span().start);
                    if !rules.contains(&name) {
                        reader.unknown(at, "unknown-rule", name, rules.iter().copied());
                        continue;
                    }
                    let word = reader.word((name, at, setting), &RuleSetting::WORDS);
                    if let Some(setting) = word.and_then(RuleSetting::from_name) {
                        self.rules.insert(name.to_owned(), setting);
                    }
                }
            }
            "waiver" => self.waivers.extend(waivers(value, rules, reader)),
            _ => {}
        }
    }

    /// Combines `include` and `exclude`.
    fn patterns(&self, table: &toml::de::DeTable<'_>, reader: &mut Reader<'_>) -> Option<Override> {
        let mut builder = OverrideBuilder::new(&self.folder);
        let mut any = false;
        for (key, value) in table {
            let key_name = key.get_ref().as_ref();
            let mark = match key_name {
                "include" => "",
                "exclude" => "!",
                _ => continue,
            };
            for (pattern, at) in reader.strings((key_name, key.span().start, value)) {
                any = true;
                if let Err(error) = builder.add(&format!("{mark}{pattern}")) {
                    reader.wrong(at, "no-glob", &[("pattern", &pattern), ("cause", &error)]);
                }
            }
        }
        builder.build().ok().filter(|_| any)
    }

    /// Applies the team's settings to the rules.
    fn adjust(&self, book: &mut RuleBook) {
        for (id, setting) in &self.rules {
            match setting {
                RuleSetting::Off => {
                    book.rules.remove(id);
                }
                RuleSetting::Severity(severity) => {
                    if let Some(rule) = book.rules.get_mut(id) {
                        rule.card.severity = *severity;
                    }
                }
            }
        }
    }

    /// The path of a document relative to the folder of the settings, with `/` as separator.
    pub fn path_of(&self, document: &str) -> Option<String> {
        let path = Path::new(document).canonicalize().ok()?;
        let folder = self.folder.canonicalize().ok()?;
        let below = path.strip_prefix(folder).ok()?;
        let parts: Vec<String> = below
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        Some(parts.join("/"))
    }
}

fn origins(part: &str) -> Option<&'static [Origin]> {
    match part {
        "tests" => Some(&[Origin::Test, Origin::Demo]),
        "generated" => Some(&[Origin::Generated, Origin::Vendored]),
        "history" => Some(&[Origin::History]),
        _ => None,
    }
}

/// A folder inside another; `None` if it does not exist or leads outside, even through a link.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let real = folder.join(path).canonicalize().ok()?;
    real.starts_with(folder.canonicalize().ok()?)
        .then_some(real)
}

fn read(file: &Path, name: &str) -> Result<String, Problems> {
    let text = || {
        if fs::metadata(file)?.len() > MOST_BYTES {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        fs::read_to_string(file)
    };
    text().map_err(|error| {
        let message = |language| {
            let cause = io_cause(&error, language);
            filled("project.unreadable", language, &[("cause", &cause)])
        };
        let message = Bilingual::of(message);
        Problems::one("CONFIG", name, message)
    })
}

/// The severity of a German word: reports and the help print it, so it is accepted.
fn severity_in_german(written: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| {
        let key = format!("report.severity-{}", severity.name());
        lookup(&key, Language::De).is_some_and(|word| word.to_lowercase() == written.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_known_by_the_words_that_reports_print() {
        let known = |word| severity_in_german(word);
        assert_eq!(known("schwer"), Some(Severity::Serious));
        assert_eq!(known("Schwer"), Some(Severity::Serious));
        assert_eq!(known("schlimm"), None);
    }

    #[test]
    fn a_word_that_says_nothing_turns_no_rule_off() {
        for word in RuleSetting::WORDS {
            assert!(RuleSetting::from_name(word).is_some(), "{word}");
        }
        assert_eq!(RuleSetting::from_name("off"), Some(RuleSetting::Off));
        for word in ["", "Off", "none", "grave"] {
            assert_eq!(RuleSetting::from_name(word), None, "{word}");
        }
    }
}
