//! The mapping file of the user (`spalten.toml`): what headings and words of their lists mean, what holds where the list
//! is silent, and which names are the same application. It is proposed, edited by hand, and kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;
use toml_edit::DocumentMut;

use super::cell;
use super::columns::{self, Target, fold_heading};
use super::fields::{Flat, Kind, flat};
use super::plan::Plan;
use crate::inventory::{FieldType, Message, Spec, fold, nearest};
use crate::model::SourceText;
use crate::problem::{Problem, Problems};
use crate::texts::{Language, text};

/// Larger files are no mapping.
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

/// What the user decided.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// Targets as written, by folded heading.
    columns: HashMap<String, String>,
    /// Words to read instead of others, by path and folded text.
    values: HashMap<(String, String), String>,
    /// Values of fields that a list leaves open.
    pub defaults: BTreeMap<String, Value>,
    /// Identifiers of applications by name in small letters; empty for an application of its own.
    same: HashMap<String, String>,
    /// Names of sheets in small letters that are not read.
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
        let place = |at: usize| Some(source.position(u32::try_from(at).unwrap_or(u32::MAX)));
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = Message::new("imp-003").with("cause", error.message());
            Problems(vec![message.problem(name, place(at))])
        })?;
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

    /// What the user said a heading means.
    pub fn column(&self, kind: Kind, heading: &str) -> Option<Target> {
        columns::target(kind, self.columns.get(&fold_heading(heading))?)
    }

    /// The word to read instead of a text, where the user gave one.
    pub fn explained(&self, path: &str, text: &str) -> Option<String> {
        if self.values.is_empty() {
            return None;
        }
        let key = (path.to_owned(), value_key(text));
        self.values.get(&key).cloned()
    }

    /// Whether a sheet is left out.
    pub fn leaves_out(&self, sheet: &str) -> bool {
        self.sheets_left_out.contains(&sheet.trim().to_lowercase())
    }

    /// The identifier that a name stands for; empty for an application of its own.
    pub fn same(&self, name: &str) -> Option<&str> {
        self.same.get(&name_key(name)).map(String::as_str)
    }
}

/// Two spellings of a name may be two applications: that is what the user decides here.
fn name_key(name: &str) -> String {
    cell::clean(name).to_lowercase()
}

fn value_key(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() {
        text.trim().to_owned()
    } else if text.trim_end().ends_with('?') {
        // Who was not sure said something else.
        folded + "?"
    } else {
        folded
    }
}

fn field(path: &str) -> Option<&'static super::fields::Flat> {
    let kinds = [Kind::Application, Kind::Interface, Kind::Department];
    let mut fields = kinds.into_iter().flat_map(flat);
    fields.find(|flat| flat.path == path)
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

// ── Proposal ────────────────────────────────────────────────────────────────────────────────────────────

/// A mapping file for what was not understood, or the user's own with what it lacks. Nothing the user wrote changes.
///
/// # Errors
/// The file that is there is no TOML.
pub(super) fn propose(
    plan: &Plan,
    present: Option<&str>,
    name: &str,
    language: Language,
) -> Result<String, Problems> {
    let words = |key: &str| text(&format!("inventory.{key}"), language).to_owned();
    let present = present.unwrap_or_default();
    let mut document: DocumentMut = present.parse().map_err(|error: toml_edit::TomlError| {
        let message = Message::new("imp-003").with("cause", error.message());
        Problems(vec![message.problem(name, None)])
    })?;
    if present.trim().is_empty() {
        document
            .decor_mut()
            .set_prefix(format!("{}\n\n", words("imp-map-head")));
    }
    let mut missing: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for table in &plan.tables {
        let doubtful = table.columns.iter();
        let doubtful = doubtful.filter(|column| column.target.is_none() || column.by_cells);
        for column in doubtful {
            let taken = match &column.target {
                Some(Target::Field(flat)) => Some(*flat),
                _ => None,
            };
            if let Some(flat) = taken {
                let remark = format!("{} {}", words("imp-map-by-cells"), flat.heading(language));
                let line = (column.heading.clone(), flat.path.clone(), remark);
                missing.entry("columns".to_owned()).or_default().push(line);
                continue;
            }
            let (target, remark) = match column.similar {
                Some(flat) => (
                    flat.path.clone(),
                    format!("{} {}", words("imp-map-similar"), flat.heading(language)),
                ),
                None => (String::new(), words("imp-map-open")),
            };
            missing.entry("columns".to_owned()).or_default().push((
                column.heading.clone(),
                target,
                remark,
            ));
        }
    }
    for similar in &plan.similar {
        let remark = format!("{} {}", words("imp-map-same-as"), similar.other_name);
        missing.entry("same".to_owned()).or_default().push((
            similar.name.clone(),
            similar.other.clone(),
            remark,
        ));
    }
    for open in &plan.open_ends {
        let external = format!("external:{open}");
        let line = (open.clone(), external, words("imp-map-end"));
        missing.entry("same".to_owned()).or_default().push(line);
    }
    for path in plan.lacking() {
        let Some(flat) = field(path) else { continue };
        let value = choices(flat);
        let remark = format!("{} {value}", flat.heading(language));
        missing.entry("defaults".to_owned()).or_default().push((
            path.to_owned(),
            String::new(),
            remark,
        ));
    }
    let mut sections: Vec<String> = vec!["columns".to_owned()];
    let words_of_cells = plan.words.iter().map(|(path, word)| (*path, word, ""));
    let spellings = plan.departments.iter();
    let spellings = spellings.map(|(text, proposal)| ("department", text, proposal.as_str()));
    for (path, word, proposal) in spellings.chain(words_of_cells) {
        let Some(flat) = field(path) else { continue };
        let section = format!("values.{}", toml_edit::Key::new(path));
        if !sections.contains(&section) {
            sections.push(section.clone());
        }
        let remark = format!("{} {}", flat.heading(language), choices(flat));
        let line = (word.clone(), proposal.to_owned(), remark);
        missing.entry(section).or_default().push(line);
    }
    sections.extend(["defaults", "same"].map(str::to_owned));
    let mut out = document.to_string();
    let written = |section: &str| match section.strip_prefix("values.") {
        Some(path) => document.get("values")?.get(path.trim_matches('"')),
        None => document.get(section),
    };
    let known = |section: &str| -> BTreeSet<String> {
        let table = written(section).and_then(toml_edit::Item::as_table_like);
        let keys = table.into_iter().flat_map(|table| table.iter());
        keys.map(|(key, _)| fold_heading(key)).collect()
    };
    for section in &sections {
        let section = section.as_str();
        let taken = known(section);
        let mut seen = BTreeSet::new();
        let mut lines = String::new();
        for (key, value, remark) in missing.remove(section).unwrap_or_default() {
            if taken.contains(&fold_heading(&key)) || !seen.insert(key.clone()) {
                continue;
            }
            let key = toml_edit::Value::from(key).to_string();
            let value = toml_edit::Value::from(value).to_string();
            // What is only guessed or still empty is for the user to switch on.
            let remark = remark.replace('\n', " ");
            let _ = writeln!(
                lines,
                "# {} = {}  # {}",
                key.trim(),
                value.trim(),
                remark.trim()
            );
        }
        if lines.is_empty() && (!present.trim().is_empty() || written(section).is_some()) {
            continue;
        }
        let about = match section.split_once('.') {
            Some((values, _)) => words(&format!("imp-map-{values}")),
            None => words(&format!("imp-map-{section}")),
        };
        if written(section).is_some() {
            out = behind_header(&out, section, &lines);
        } else {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            let _ = write!(out, "# {about}\n[{section}]\n{lines}");
        }
    }
    Ok(out)
}

/// The words a field chooses from.
fn choices(flat: &Flat) -> String {
    match flat.field.kind {
        FieldType::Words | FieldType::Count => {
            let words = Spec::get().words(flat.field);
            let words: Vec<&str> = words.map(|word| word.value.as_str()).collect();
            words.join(" | ")
        }
        FieldType::Bool => "ja | nein".to_owned(),
        _ => String::new(),
    }
}

/// Puts lines right behind the header of a table that the user wrote.
fn behind_header(text: &str, section: &str, lines: &str) -> String {
    let header = format!("[{section}]");
    let mut out = String::with_capacity(text.len() + lines.len());
    let mut put = false;
    for line in text.split_inclusive('\n') {
        out.push_str(line);
        if !put && line.trim_start().starts_with(&header) {
            if !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(lines);
            put = true;
        }
    }
    out
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
