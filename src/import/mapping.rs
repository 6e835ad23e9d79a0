//! The user's mapping file (`spalten.toml`): the meaning of headings and words of their lists, defaults for missing
//! values, and aliases of applications. It is proposed, edited by hand, and kept.

mod proposal;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use super::cell;
use super::columns::{self, Target, fold_heading};
use super::fields::{Flat, Kind, flat};
use crate::inventory::{Message, fold, nearest};
use crate::model::SourceText;
use crate::problem::{Problem, Problems};

pub(super) use proposal::propose;

/// Maximum size of a mapping file.
const MAX_BYTES: u64 = 4 << 20;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    columns: BTreeMap<String, Spanned<String>>,
    values: BTreeMap<Spanned<String>, BTreeMap<String, Spanned<String>>>,
    defaults: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    same: BTreeMap<String, Spanned<String>>,
    sheets: BTreeMap<String, Spanned<bool>>,
}

/// The user's decisions.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// Targets as written, by folded heading.
    columns: HashMap<String, String>,
    /// Replacement words, by path and folded text.
    values: HashMap<(String, String), String>,
    /// Default values of fields that a list leaves open.
    pub defaults: BTreeMap<String, Value>,
    /// Identifiers of applications by lower-case name; empty for a separate application.
    same: HashMap<String, String>,
    /// Lower-case names of sheets to skip.
    sheets_left_out: BTreeSet<String>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// All mistakes in it, with their lines.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let name = path.to_string_lossy().into_owned();
        let one = |message: Message| Problems(vec![message.problem(&name, None)]);
        let size = std::fs::metadata(path).map(|data| data.len());
        let text = match size {
            Ok(size) if size > MAX_BYTES => {
                return Err(one(Message::new("imp-003-large")));
            }
            Ok(_) => std::fs::read_to_string(path),
            Err(error) => Err(error),
        };
        let text = text.map_err(|error| one(super::read::system(&error)))?;
        Self::parse(&name, text.trim_start_matches('\u{feff}'))
    }

    fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        let source = SourceText::new(text);
        let place = |at: usize| Some(source.position_at(at));
        let file: File = toml::from_str(text)
            .map_err(|error| Problems(vec![invalid(name, text, error.message(), error.span())]))?;
        let mut problems: Vec<Problem> = Vec::new();
        let mut mapping = Self::default();
        for (heading, written) in &file.columns {
            let target = written.get_ref();
            let kinds = [Kind::Application, Kind::Interface, Kind::Department];
            if kinds
                .iter()
                .all(|kind| columns::target(*kind, target).is_none())
            {
                let message = unknown_field(target);
                problems.push(message.problem(name, place(written.span().start)));
            }
            mapping
                .columns
                .insert(fold_heading(heading), target.clone());
        }
        for (path, words) in &file.values {
            if field(path.get_ref()).is_none() {
                let message = unknown_field(path.get_ref());
                problems.push(message.problem(name, place(path.span().start)));
            }
            for (word, value) in words {
                let key = (path.get_ref().clone(), value_key(word));
                mapping.values.insert(key, value.get_ref().clone());
            }
        }
        for (path, value) in &file.defaults {
            let applications = flat(Kind::Application);
            let known = applications
                .iter()
                .find(|flat| flat.path == *path.get_ref());
            let Some(flat) = known else {
                let message = unknown_field(path.get_ref());
                problems.push(message.problem(name, place(path.span().start)));
                continue;
            };
            match cell::understand(flat, &as_text(value.get_ref())) {
                Ok(Some(value)) => {
                    mapping.defaults.insert(flat.path.clone(), value);
                }
                Ok(None) => {}
                Err(cause) => {
                    let message = Message::new("imp-003-default").with_both("cause", cause);
                    problems.push(message.problem(name, place(value.span().start)));
                }
            }
        }
        for (written, id) in &file.same {
            mapping
                .same
                .insert(name_key(written), id.get_ref().trim().to_owned());
        }
        for (sheet, is_read) in &file.sheets {
            if !*is_read.get_ref() {
                let name = sheet.trim().to_lowercase();
                mapping.sheets_left_out.insert(name);
            }
        }
        if problems.is_empty() {
            Ok(mapping)
        } else {
            Err(Problems(problems))
        }
    }

    /// The user's meaning of a heading.
    pub fn column(&self, kind: Kind, heading: &str) -> Option<Target> {
        columns::target(kind, self.columns.get(&fold_heading(heading))?)
    }

    /// The user's replacement for a text.
    pub fn explained(&self, path: &str, text: &str) -> Option<String> {
        if self.values.is_empty() {
            return None;
        }
        let key = (path.to_owned(), value_key(text));
        self.values.get(&key).cloned()
    }

    /// Whether the user explained some word of a field with this text.
    pub fn gives(&self, path: &str, text: &str) -> bool {
        let mut values = self.values.iter();
        values.any(|((of, _), value)| of == path && value == text)
    }

    /// Whether a sheet is left out.
    pub fn leaves_out(&self, sheet: &str) -> bool {
        self.sheets_left_out.contains(&sheet.trim().to_lowercase())
    }

    /// The identifier for a name; empty for a separate application.
    pub fn same(&self, name: &str) -> Option<&str> {
        self.same.get(&name_key(name)).map(String::as_str)
    }
}

/// Two spellings of a name may be two applications; the user decides that here.
fn name_key(name: &str) -> String {
    cell::clean(name).to_lowercase()
}

fn value_key(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() {
        text.trim().to_owned()
    } else if text.trim_end().ends_with('?') {
        // A doubtful word is different from a certain one.
        folded + "?"
    } else {
        folded
    }
}

fn field(path: &str) -> Option<&'static Flat> {
    let kinds = [Kind::Application, Kind::Interface, Kind::Department];
    let mut fields = kinds.into_iter().flat_map(flat);
    fields.find(|flat| flat.path == path)
}

/// Why a mapping file is not valid TOML.
fn invalid(name: &str, text: &str, cause: &str, span: Option<Range<usize>>) -> Problem {
    let at = span.map_or(0, |span| span.start);
    let position = SourceText::new(text).position_at(at);
    let line = text.get(at..).unwrap_or_default().lines().next();
    let key = line.and_then(|line| line.split_once('='));
    let message = match key {
        // The frequent one: lines of two proposals, both enabled.
        Some((key, _)) if cause.contains("duplicate key") => {
            Message::new("imp-003-twice").with("key", key.trim())
        }
        _ => Message::new("imp-003").with("cause", cause),
    };
    message.problem(name, Some(position))
}

fn unknown_field(written: &str) -> Message {
    let paths = flat(Kind::Application)
        .iter()
        .map(|flat| flat.path.as_str());
    let hint = nearest(written, paths)
        .map(crate::inventory::hint)
        .unwrap_or_default();
    Message::new("imp-003-field")
        .with("field", written)
        .with_both("hint", hint)
}

fn as_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Boolean(true) => "ja".to_owned(),
        toml::Value::Boolean(false) => "nein".to_owned(),
        toml::Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(as_text).collect();
            cell::joined(texts.iter().map(String::as_str))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_reported_together_with_their_lines() {
        let text = "[columns]\nA = \"nam\"\nB = \"name\"\n[values.phase]\nx = \"y\"\n[defaults]\nkind = \"Hut\"\n";
        let problems = Mapping::parse("spalten.toml", text).expect_err("mistakes");
        let lines: Vec<u32> = problems
            .0
            .iter()
            .filter_map(|problem| problem.position)
            .map(|at| at.line)
            .collect();
        assert_eq!(lines, [2, 4, 7], "{problems}");
    }

    #[test]
    fn a_line_that_is_given_twice_is_named() {
        let text = "[values.user_count]\n\"-5\" = \"\"\nviele = \"\"\n\"-5\" = \"\"\n";
        let problems = Mapping::parse("spalten.toml", text).expect_err("a mistake");
        let [problem] = problems.0.as_slice() else {
            panic!("one mistake: {problems}")
        };
        assert_eq!(problem.position.map(|at| at.line), Some(4));
        assert!(problem.message.de.contains("\"-5\""), "{problems}");
        assert!(!problem.message.de.contains("duplicate"), "{problems}");
    }

    #[test]
    fn what_the_user_says_holds() {
        let text = "[columns]\n\"Nutzer:innen\" = \"user_count\"\nKostenstelle = \"\"\n[values.\"lifecycle.phase\"]\n\"tut so als ob\" = \"produktiv\"\n[defaults]\npersonal_data = true\nuser_groups = [\"citizens\"]\n[same]\n\"Termin-Online\" = \"APP-1\"\n";
        let mapping =
            Mapping::parse("spalten.toml", text).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(
            matches!(mapping.column(Kind::Application, "NUTZER*INNEN"), Some(Target::Field(flat)) if flat.path == "user_count")
        );
        assert_eq!(
            mapping.column(Kind::Application, "Kostenstelle"),
            Some(Target::Left)
        );
        assert_eq!(
            mapping
                .explained("lifecycle.phase", "Tut so, als ob")
                .as_deref(),
            Some("produktiv")
        );
        assert_eq!(mapping.explained("lifecycle.phase", "tut so als ob?"), None);
        assert_eq!(mapping.defaults["personal_data"], Value::Bool(true));
        assert_eq!(mapping.same("TERMIN-ONLINE"), Some("APP-1"));
        assert_eq!(mapping.same("Termin Online"), None);
    }
}
