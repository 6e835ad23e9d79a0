//! Changes the files in `answers/`: all in memory first, then each one written completely.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::common;
use super::output;
use crate::inventory::{GivenAnswer, Inventory, Subject};
use crate::problem::Problems;
use crate::questionnaire::entry::{Change, Refusal, enter};
use crate::questionnaire::judge::Accepted;
use crate::texts::{Language, filled, harmless, text};

/// Answer files with the answers that verbs added.
pub struct Book<'a> {
    inventory: &'a Inventory,
    /// New text of each changed file, by its path relative to the inventory.
    changed: BTreeMap<String, String>,
}

/// What became of an answer.
pub struct Entered<'a> {
    /// File, relative to the inventory.
    pub file: String,
    /// The answer.
    pub answer: &'a GivenAnswer,
    /// The change it made.
    pub change: Change,
}

impl<'a> Book<'a> {
    /// The files of an inventory, unchanged.
    pub fn new(inventory: &'a Inventory) -> Self {
        Self {
            inventory,
            changed: BTreeMap::new(),
        }
    }

    /// Enters answers, file by file; nothing is written yet.
    ///
    /// # Errors
    /// All files that cannot take an answer.
    pub fn enter<'b>(
        &mut self,
        accepted: &'b [Accepted],
        language: Language,
    ) -> Result<Vec<Entered<'b>>, Problems> {
        let mut by_file: BTreeMap<String, Vec<&'b GivenAnswer>> = BTreeMap::new();
        for one in accepted {
            by_file
                .entry(self.file(&one.application, &one.answer.about))
                .or_default()
                .push(&one.answer);
        }
        let mut problems = Problems::default();
        let mut all = Vec::new();
        for (file, answers) in by_file {
            let text = match self.text(&file) {
                Ok(text) => text,
                Err(more) => {
                    problems.0.extend(more.0);
                    continue;
                }
            };
            match enter(&text, &answers, language) {
                Ok((new, changes)) => {
                    if new != text {
                        self.changed.insert(file.clone(), new);
                    }
                    let entered = answers.into_iter().zip(changes);
                    all.extend(entered.map(|(answer, change)| Entered {
                        file: file.clone(),
                        answer,
                        change,
                    }));
                }
                Err(refusal) => {
                    let key = match refusal {
                        Refusal::Syntax => "question.file-syntax",
                        Refusal::Inline => "question.file-inline",
                    };
                    let name = self.path(&file).display().to_string();
                    let said = |language| text_of(key, language);
                    problems.0.extend(common::problem("ANSWER", &name, said).0);
                }
            }
        }
        match problems.0.is_empty() {
            true => Ok(all),
            false => Err(problems),
        }
    }

    /// Writes every changed file beside its place and renames it. Returns the number of files written.
    ///
    /// # Errors
    /// The first file that could not be written; it and all later ones are unchanged.
    pub fn write(&mut self) -> Result<usize, Problems> {
        let mut written = 0;
        while let Some((file, text)) = self.changed.first_key_value() {
            let path = self.path(file);
            if let Some(parent) = path.parent() {
                output::make_folder(parent)?;
            }
            output::replace(&path, text.as_bytes())?;
            self.changed.pop_first();
            written += 1;
        }
        Ok(written)
    }

    /// The file for an answer: where the question is already answered, or else where the application's other answers
    /// are.
    fn file(&self, application: &str, about: &Subject) -> String {
        let own = || {
            let answers = self.inventory.answers_about(application).iter();
            answers.filter(|answer| !answer.grouped)
        };
        own()
            .find(|answer| answer.about == *about)
            .or_else(|| own().next())
            .map_or_else(
                || format!("answers/{application}.toml"),
                |answer| answer.origin.file.clone(),
            )
    }

    fn path(&self, file: &str) -> PathBuf {
        self.inventory.root.join(file)
    }

    fn text(&self, file: &str) -> Result<String, Problems> {
        if let Some(text) = self.changed.get(file) {
            return Ok(text.clone());
        }
        let path = self.path(file);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(unreadable(&path, &error)),
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problems {
    common::problem("ANSWER", &path.display().to_string(), |language| {
        filled(
            "question.unreadable",
            language,
            &[("cause", &output::cause(error, language))],
        )
    })
}

fn text_of(key: &str, language: Language) -> String {
    text(key, language).to_owned()
}

/// What became of an answer, in one line.
pub fn line(entered: &Entered<'_>, language: Language) -> String {
    let answer = entered.answer;
    let id = match &answer.about {
        Subject::Finding(id) | Subject::Criterion(id) => id,
        Subject::Rule { rule, .. } => rule,
    };
    let (key, former) = match entered.change {
        Change::New => ("question.change-new", None),
        Change::Replaced(former) => ("question.change-replaced", former),
        Change::Unchanged => ("question.change-unchanged", None),
        Change::Younger(former) => ("question.change-younger", former),
    };
    let former = former.map_or("–", |former| former.label(language));
    filled(
        key,
        language,
        &[
            ("id", &harmless(id)),
            ("former", &former),
            ("answer", &answer.answer.label(language)),
            ("role", &harmless(&answer.role)),
            (
                "date",
                &crate::report::date(&answer.date.to_string(), language),
            ),
        ],
    )
}
