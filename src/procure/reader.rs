//! Strict reading of one TOML file: all mistakes are reported at once, with their places.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::inventory::{quotable, syntax, written_date};
use crate::model::{Position, SourceText};
use crate::problem::nearest;
use crate::problem::{Level, Problem};
use crate::texts::{Bilingual, Language, filled, text};

/// Maximum size of a dossier file.
const MAX_BYTES: u64 = 4 << 20;

/// A file of a dossier.
pub(super) struct File {
    /// As the user named it, for messages.
    pub name: String,
    pub text: SourceText,
}

impl File {
    /// Reads a regular UTF-8 file. Links are not followed: a dossier comes from outside.
    pub fn read_form(path: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        let name = path.to_string_lossy().into_owned();
        let mut refuse = |key: &str, values: &[(&str, Bilingual)], at: Option<Position>| {
            problems.push(problem(key, &name, at, values));
        };
        let bytes = match fs::symlink_metadata(path) {
            Ok(metadata) if !metadata.is_file() => {
                refuse("proc-001-no-file", &[], None);
                return None;
            }
            Ok(metadata) if metadata.len() > MAX_BYTES => {
                refuse("proc-001-large", &[], None);
                return None;
            }
            Ok(_) => fs::read(path),
            Err(error) => Err(error),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                refuse("proc-001-missing", &[], None);
                return None;
            }
            Err(error) => {
                let cause = same(&error.to_string());
                refuse("proc-001", &[("cause", cause)], None);
                return None;
            }
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(Self {
                text: SourceText::new(text),
                name,
            }),
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let before = SourceText::new(String::from_utf8_lossy(valid).into_owned());
                let at = before.position(u32::MAX);
                refuse("proc-001-encoding", &[], Some(at));
                None
            }
        }
    }

    fn position(&self, offset: usize) -> Position {
        self.text.position_at(offset)
    }
}

/// Reads the tables of one file. Each getter reports mistakes and returns valid values only.
pub(super) struct Reader<'d, 'p> {
    pub file: &'d File,
    /// Whether the syntax is valid; otherwise a missing field may just be unreadable.
    whole: bool,
    pub problems: &'p mut Vec<Problem>,
}

/// A table of a file.
pub(super) struct Section<'d> {
    table: &'d DeTable<'d>,
    /// The header as written (`[product]`); empty for the file itself.
    header: &'static str,
    start: usize,
}

impl<'d, 'p> Reader<'d, 'p> {
    /// Parses a file; syntax errors are reported. Returns its content and what reads it.
    pub fn open(file: &'d File, problems: &'p mut Vec<Problem>) -> (Spanned<DeTable<'d>>, Self) {
        let syntax = syntax(&file.text);
        for (position, cause) in syntax.errors {
            let values = [("cause", cause)];
            problems.push(problem("proc-002", &file.name, Some(position), &values));
        }
        let whole = syntax.whole;
        let reader = Self {
            file,
            whole,
            problems,
        };
        (syntax.root, reader)
    }

    /// The file as a whole, parsed into `root`.
    pub fn whole(&self, root: &'d Spanned<DeTable<'d>>) -> Section<'d> {
        Section {
            table: root.get_ref(),
            header: "",
            start: 0,
        }
    }

    /// Reports a sentence at a byte offset.
    fn report(&mut self, key: &str, offset: usize, values: &[(&str, Bilingual)]) {
        let at = self.file.position(offset);
        self.problems
            .push(problem(key, &self.file.name, Some(at), values));
    }

    /// Reports a sentence about a field, at its position or, if it is absent, at the header of its table.
    pub fn wrong(
        &mut self,
        section: &Section<'_>,
        field: &str,
        key: &str,
        values: &[(&str, Bilingual)],
    ) {
        let offset = section
            .table
            .get(field)
            .map_or(section.start, |value| value.span().start);
        self.report(key, offset, values);
    }

    /// The 1-based line of a table.
    pub fn line(&self, section: &Section<'_>) -> u32 {
        self.file.position(section.start).line
    }

    /// Reports fields unknown to the table.
    pub fn only(&mut self, section: &Section<'_>, known: &[&str]) {
        for key in section.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let hint = nearest(name, known.iter().copied())
                .map_or_else(|| same(""), |near| both("hint", &[("name", same(near))]));
            let table = if section.header.is_empty() {
                both("top-level", &[])
            } else {
                same(section.header)
            };
            let values = [("field", same(name)), ("table", table), ("hint", hint)];
            self.report("proc-003", key.span().start, &values);
        }
    }

    /// A text; `None` if empty or not given.
    pub fn text(&mut self, section: &Section<'_>, field: &str) -> Option<String> {
        let value = section.table.get(field)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(field, value, "expected-text");
            return None;
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A required text.
    pub fn required(&mut self, section: &Section<'_>, field: &str) -> Option<String> {
        let text = self.text(section, field);
        let wrong_type = section
            .table
            .get(field)
            .is_some_and(|value| value.get_ref().as_str().is_none());
        if text.is_none() && !wrong_type && self.whole {
            let values = [("field", same(field)), ("table", same(section.header))];
            self.wrong(section, field, "proc-005", &values);
        }
        text
    }

    /// Reports a missing table or field.
    pub fn missing(&mut self, section: &Section<'_>, field: &str, shown: &'static str) {
        // A present field has the wrong type, which was already reported.
        if !self.whole || section.table.contains_key(field) {
            return;
        }
        let values = [("field", same(shown)), ("table", both("top-level", &[]))];
        self.wrong(section, field, "proc-005", &values);
    }

    /// Whether a field holds `true` or `false`.
    pub fn is_bool(&self, section: &Section<'_>, field: &str) -> bool {
        let value = section.table.get(field);
        value.is_some_and(|value| value.get_ref().as_bool().is_some())
    }

    /// `true` or `false`.
    pub fn flag(&mut self, section: &Section<'_>, field: &str) -> Option<bool> {
        let value = section.table.get(field)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(field, value, "expected-flag");
        }
        flag
    }

    /// An integer up to a maximum.
    pub fn number(&mut self, section: &Section<'_>, field: &str, most: u32) -> Option<u32> {
        let value = section.table.get(field)?;
        let written = value.get_ref().as_integer();
        let digits = written.map(|number| number.as_str().trim_start_matches('+'));
        let number = digits.and_then(|digits| digits.parse::<u32>().ok());
        let number = number.filter(|number| *number <= most);
        if number.is_none() {
            let most = same(&most.to_string());
            self.wrong(
                section,
                field,
                "proc-012-number",
                &[("field", same(field)), ("most", most)],
            );
        }
        number
    }

    /// A day: a TOML date, or `31.12.2026` in quotation marks.
    pub fn day(&mut self, section: &Section<'_>, field: &str) -> Option<Date> {
        let value = section.table.get(field)?;
        let written = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string(),
            other => other.as_str().unwrap_or("?").trim().to_owned(),
        };
        if written.is_empty() {
            return None;
        }
        let day = written_date(&written);
        if day.is_none() {
            self.wrong(section, field, "proc-012-day", &[("field", same(field))]);
        }
        day
    }

    /// A list of texts with their positions; `None` if not given, or if invalid and already reported.
    pub fn texts(&mut self, section: &Section<'_>, field: &str) -> Option<Vec<(String, usize)>> {
        let value = section.table.get(field)?;
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, "expected-list");
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.trim().to_owned(), item.span().start)),
                None => self.wrong_type(field, item, "expected-text"),
            }
        }
        Some(texts)
    }

    /// Reports a sentence at the position of a list item.
    pub fn wrong_item(&mut self, offset: usize, key: &str, values: &[(&str, Bilingual)]) {
        self.report(key, offset, values);
    }

    /// The table under a key.
    pub fn table(
        &mut self,
        section: &Section<'d>,
        field: &str,
        header: &'static str,
    ) -> Option<Section<'d>> {
        let value = section.table.get(field)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(field, value, "expected-table");
            return None;
        };
        Some(Section {
            table,
            header,
            start: value.span().start,
        })
    }

    /// The tables under a key (`[[answer]]`).
    pub fn tables(
        &mut self,
        section: &Section<'d>,
        field: &str,
        header: &'static str,
    ) -> Vec<Section<'d>> {
        let Some(value) = section.table.get(field) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, "expected-tables");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Section {
                    table,
                    header,
                    start: item.span().start,
                }),
                None => self.wrong_type(field, item, "expected-tables"),
            }
        }
        tables
    }

    fn wrong_type(&mut self, field: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = text_of(&format!("inventory.found-{}", value.get_ref().type_str()));
        let values = [
            ("field", same(field)),
            ("expected", both(expected, &[("field", same(field))])),
            ("found", found),
        ];
        self.report("proc-004", value.span().start, &values);
    }
}

/// A problem from a sentence of `texts/procure.toml`; its code is the start of the key.
pub(super) fn problem(
    key: &str,
    file: &str,
    position: Option<Position>,
    values: &[(&str, Bilingual)],
) -> Problem {
    Problem {
        code: key.get(..8).unwrap_or(key).to_uppercase(),
        level: Level::Error,
        file: file.to_owned(),
        position,
        message: both(key, values),
        application: None,
    }
}

/// A sentence of `texts/procure.toml` in both languages.
pub(super) fn both(key: &str, values: &[(&str, Bilingual)]) -> Bilingual {
    let key = format!("procure.{key}");
    let fill = |language| {
        let values: Vec<(&str, &dyn std::fmt::Display)> = values
            .iter()
            .map(|(name, value)| (*name, value.get(language) as &dyn std::fmt::Display))
            .collect();
        filled(&key, language, &values)
    };
    Bilingual::of(fill)
}

/// A sentence of another text file in both languages.
fn text_of(key: &str) -> Bilingual {
    Bilingual {
        de: text(key, Language::De).to_owned(),
        en: text(key, Language::En).to_owned(),
    }
}

/// Text of the dossier for a sentence: the same in both languages, truncated and sanitised.
pub(super) fn same(text: &str) -> Bilingual {
    let quoted = quotable(text);
    Bilingual {
        de: quoted.clone(),
        en: quoted,
    }
}
