//! Reads a team's TOML files strictly: reports everything wrong at once, with its place and what would be right.

use std::fmt::Display;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::SettingKey;
use crate::inventory::syntax_cause;
use crate::model::{Position, SourceText};
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::texts::{Bilingual, filled};

/// A file being read.
pub struct Reader<'t> {
    name: &'t str,
    text: SourceText,
    pub problems: Problems,
}

/// A key, its byte offset and its value.
pub type Item<'d> = (&'d str, usize, &'d Spanned<DeValue<'d>>);

impl<'t> Reader<'t> {
    /// `name` is the file as the user knows it.
    pub fn new(name: &'t str, text: &str) -> Self {
        Self {
            name,
            text: SourceText::new(text),
            problems: Problems::default(),
        }
    }

    /// Reports a problem at a byte offset. `key` is that of the sentence in `texts/project.toml`.
    pub fn wrong(&mut self, at: usize, key: &str, values: &[(&str, &dyn Display)]) {
        self.say(at, key, values, None);
    }

    /// Reports an unknown name and suggests a similar one.
    pub fn unknown<'k>(
        &mut self,
        at: usize,
        key: &str,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let near = nearest(name, known.into_iter());
        self.say(at, key, &[("name", &name)], near);
    }

    /// File and line of a byte offset.
    pub fn place(&self, at: usize) -> String {
        format!("{}:{}", self.name, self.position(at).line)
    }

    fn position(&self, at: usize) -> Position {
        self.text.position_at(at)
    }

    fn say(&mut self, at: usize, key: &str, values: &[(&str, &dyn Display)], near: Option<&str>) {
        let key = format!("project.{key}");
        let message = Bilingual::filled(&key, values);
        self.tell(at, message.followed_by(&did_you_mean(near)));
    }

    fn tell(&mut self, at: usize, message: Bilingual) {
        self.problems.0.push(Problem {
            code: "CONFIG".to_owned(),
            level: Level::Error,
            file: self.name.to_owned(),
            position: Some(self.position(at)),
            message,
            application: None,
        });
    }

    /// Reports that the file is not TOML; the most common parser errors are translated.
    fn no_toml(&mut self, at: usize, complaint: &str) {
        let line = self.position(at).line as usize;
        let mut lines = self.text.as_str().lines();
        let line = lines.nth(line.saturating_sub(1)).unwrap_or_default();
        let cause = syntax_cause(complaint, line);
        let message = |language| {
            let cause: &str = cause.get(language);
            filled("project.no-toml", language, &[("cause", &cause)])
        };
        let message = Bilingual::of(message);
        self.tell(at, message);
    }

    /// The known keys of a table in file order; unknown ones are reported.
    pub fn items<'d>(&mut self, table: &'d DeTable<'d>, known: &[SettingKey]) -> Vec<Item<'d>> {
        let mut items: Vec<Item<'d>> = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .collect();
        items.sort_by_key(|(_, at, _)| *at);
        items.retain(|(key, at, _)| {
            let is_known = known.iter().any(|known| known.name == *key);
            if !is_known {
                self.unknown(
                    *at,
                    "unknown-key",
                    key,
                    known.iter().map(|known| known.name),
                );
            }
            is_known
        });
        items
    }

    /// A string; anything else is reported.
    pub fn string<'d>(&mut self, (key, _, value): Item<'d>) -> Option<&'d str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(value.span().start, "no-string", &[("key", &key)]);
        }
        text
    }

    /// A list of strings with their byte offsets.
    pub fn strings<'d>(&mut self, (key, at, value): Item<'d>) -> Vec<(&'d str, usize)> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value.span().start, "no-list", &[("key", &key)]);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                let text = self.string((key, at, item))?;
                Some((text, item.span().start))
            })
            .collect()
    }

    /// A date, written as a TOML date or as a string.
    pub fn date(&mut self, (key, _, value): Item<'_>) -> Option<Date> {
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.wrong(value.span().start, "no-date", &[("key", &key)]);
        }
        date
    }

    /// One of the given words.
    pub fn word<'d>(&mut self, item: Item<'d>, words: &'static [&'static str]) -> Option<&'d str> {
        let word = self.string(item)?;
        if !words.contains(&word) {
            let (key, _, value) = item;
            let known = words.join(", ");
            let values: [(&str, &dyn Display); 3] =
                [("key", &key), ("value", &word), ("known", &known)];
            self.wrong(value.span().start, "no-such-word", &values);
            return None;
        }
        Some(word)
    }
}

/// The top-level table of a file; `None` if it is not TOML.
pub fn parsed<'d>(text: &'d str, reader: &mut Reader<'_>) -> Option<Spanned<DeTable<'d>>> {
    match DeTable::parse(text) {
        Ok(table) => Some(table),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.no_toml(at, error.message());
            None
        }
    }
}
