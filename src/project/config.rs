//! `fachcheck.toml`: what a team sets for its repository.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::keys::{BROWSERS, INCOMPLETE, LANGUAGES, PARTS, SETTINGS, SEVERITIES, WAIVERS};
use super::reader::{Item, Reader, parsed};
use super::waiver::{ProjectWaiver, waivers};
use crate::model::{Browser, Origin};
use crate::outcome::Severity;
use crate::problem::{Problems, io_cause};
use crate::rule::RuleBook;
use crate::texts::{Bilingual, Language, filled};

/// The name of the file.
pub const CONFIG: &str = "fachcheck.toml";

/// Waivers may stand in a file of their own beside it.
const WAIVERS_FILE: &str = "waivers.toml";

/// Nobody writes more by hand.
const MOST_BYTES: u64 = 1 << 20;

/// What becomes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// It is not applied.
    Off,
    /// It hurts as much as the team says.
    Severity(Severity),
}

impl RuleSetting {
    /// The words for settings, mildest first.
    pub const WORDS: &'static [&'static str] =
        &["off", "advice", "minor", "moderate", "serious", "critical"];

    fn of_word(word: &str) -> Self {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.name() == word)
            .map_or(Self::Off, Self::Severity)
    }
}

/// What becomes of a check that found nothing and could not look at everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Incomplete {
    /// It ends with an exit code of its own.
    #[default]
    Fail,
    /// It ends as if it had looked at everything. The report names what is open all the same.
    Pass,
}

impl Incomplete {
    /// Both, strictest first.
    pub const ALL: [Self; 2] = [Self::Fail, Self::Pass];

    /// The one that a word stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// The word in settings and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Pass => "pass",
        }
    }
}

/// Settings of a repository.
#[derive(Clone, Debug, Default)]
pub struct ProjectConfig {
    /// The folder of the file: patterns hold below it.
    pub folder: PathBuf,
    /// Id of the application in the inventory, part of every fingerprint.
    pub application: Option<String>,
    /// Language of reports.
    pub language: Option<Language>,
    /// Mildest severity that makes the check fail.
    pub threshold: Option<Severity>,
    /// What becomes of a check that could not look at everything.
    pub incomplete: Option<Incomplete>,
    /// The files to look at; none: all.
    pub files: Option<Override>,
    /// What is judged beside the team's own work.
    pub judge: Vec<Origin>,
    /// What says how pages are shown.
    pub browser: Option<Browser>,
    /// Folder with rules of its own.
    pub rules_folder: Option<PathBuf>,
    /// Rules that are set otherwise than shipped, with the place where.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Findings that are accepted.
    pub waivers: Vec<ProjectWaiver>,
}

impl ProjectConfig {
    /// The settings that hold for a path: those of the nearest folder above it, up to the root of its repository.
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

    /// Reads settings and the rules that they are about, and sets those rules. `name`: how the user knows the file.
    /// `book`: loads the rules, with those of a folder where there are any.
    ///
    /// # Errors
    /// All mistakes in the file and in the waivers beside it; those in rules.
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
        // Settings are about rules, those of the team's own among them.
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

    /// Takes what is not about rules.
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
                let word = reader.word(item, SEVERITIES);
                self.threshold = word.and_then(|word| {
                    Severity::ALL
                        .into_iter()
                        .find(|severity| severity.name() == word)
                });
            }
            "incomplete" => {
                self.incomplete = reader.word(item, INCOMPLETE).and_then(Incomplete::of_name);
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
                match word.and_then(Browser::named) {
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
            // Both lists are one set of patterns; rules come when they are known.
            _ => {}
        }
    }

    /// Takes what is about rules.
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
                    } else if let Some(word) = reader.word((name, at, setting), RuleSetting::WORDS)
                    {
                        self.rules
                            .insert(name.to_owned(), RuleSetting::of_word(word));
                    }
                }
            }
            "waiver" => self.waivers.extend(waivers(value, rules, reader)),
            _ => {}
        }
    }

    /// `include` and `exclude` together.
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

    /// Sets the rules as the team wants them.
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

    /// The path of a document below the folder of the settings, with `/` between folders.
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

/// A folder below another; nothing where it is missing or leads out, be it over a link.
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
        let message = Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        };
        Problems::one("CONFIG", name, message)
    })
}
