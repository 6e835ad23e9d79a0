//! User mistakes found before a run: in the inventory, in rules, in arguments. All are reported at once, each with its
//! place; the run does not start.

mod grouped;
mod json;
mod near;
mod system;

use std::fmt;

pub use grouped::Grouped;
pub use json::json_cause;
pub use near::{fold, nearest};
pub use system::{io_cause, io_causes};

use crate::texts::{Bilingual, Language, filled, harmless, harmless_lines};

/// Severity of a problem.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Probably wrong; the run continues.
    Warning,
    /// Must be fixed; nothing runs.
    Error,
}

/// One mistake, with place and explanation in both languages.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// Stable code (`INV-002`, `RULE-001`, `ARG`).
    pub code: String,
    /// Severity.
    pub level: Level,
    /// Path of the file as the user wrote it.
    pub file: String,
    /// 1-based line and column, if known.
    #[serde(flatten)]
    pub position: Option<crate::model::Position>,
    /// The mistake and its remedy.
    pub message: Bilingual<String>,
    /// The application in whose entry of the inventory it is located. Boxed, because most problems have none.
    #[serde(skip)]
    pub application: Option<Box<ApplicationEntry>>,
}

/// The entry of an application in an inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationEntry {
    /// Id of the application.
    pub id: String,
}

impl Problem {
    /// `file:line:column: level CODE: message`, for the terminal.
    pub fn line(&self, language: Language) -> String {
        let level = match (self.level, language) {
            (Level::Error, Language::De) => "Fehler",
            (Level::Error, Language::En) => "error",
            (Level::Warning, Language::De) => "Warnung",
            (Level::Warning, Language::En) => "warning",
            (Level::Info, Language::De) => "Hinweis",
            (Level::Info, Language::En) => "note",
        };
        let place = match self.position {
            Some(position) => format!("{}:{}:{}", self.file, position.line, position.column),
            None => self.file.clone(),
        };
        let place = harmless(&place);
        // Codes that are words are translated; numbered codes serve for looking up.
        let code = match (self.code.as_str(), language) {
            ("ANSWER", Language::De) => "ANTWORT",
            ("OUT", Language::De) => "AUSGABE",
            ("HISTORY", Language::De) => "VERLAUF",
            (code, _) => code,
        };
        format!(
            "{place}: {level} {code}: {}",
            harmless_lines(self.message.get(language))
        )
    }
}

/// “Did you mean …?” for the end of a sentence, with a leading space; empty if no known name is near.
pub fn did_you_mean(near: Option<&str>) -> Bilingual {
    let hint = |language| match near {
        Some(near) => filled("inventory.hint", language, &[("name", &harmless(near))]),
        None => String::new(),
    };
    Bilingual::of(hint)
}

/// The alternatives to a value, for the end of a sentence, with a leading space: the nearest of the known values or, if
/// none is near, all of them.
pub fn one_of<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Bilingual {
    /// Maximum number of listed values; longer lists are not read.
    const MOST: usize = 20;
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let near = nearest(value, known.iter().copied());
    if near.is_some() || known.is_empty() {
        return did_you_mean(near);
    }
    let mut values = known
        .iter()
        .take(MOST)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if known.len() > MOST {
        values.push_str(", …");
    }
    let possible = |language| {
        let possible = filled("help.possible-values", language, &[("values", &values)]);
        format!(" {possible}.")
    };
    Bilingual::of(possible)
}

/// All problems found, ordered by file; within a file the worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// A single problem.
    pub fn one(code: &str, file: impl Into<String>, message: Bilingual<String>) -> Self {
        Self(vec![Problem {
            code: code.to_owned(),
            level: Level::Error,
            file: file.into(),
            position: None,
            message,
            application: None,
        }])
    }

    /// Whether any of them prevents the run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.level == Level::Error)
    }

    /// Orders by file, place and code, so that output is stable.
    pub fn sort(&mut self) {
        self.0
            .sort_by(|a, b| (&a.file, a.position, &a.code).cmp(&(&b.file, b.position, &b.code)));
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{}", problem.line(Language::En))?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
