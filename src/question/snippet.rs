//! The entry for `answers/` of an inventory that answers a question, ready to paste and edit.

use std::fmt::Write;

use super::{Asked, Question};
use crate::inventory::AnswerValue;
use crate::texts::{Language, filled, harmless, text};

impl Question<'_> {
    /// The file of the inventory where the answer belongs.
    pub fn answers_file(&self) -> String {
        format!("answers/{}.toml", self.application.id)
    }

    /// The entry as TOML. It passes `inventory check` unchanged, and leaves the question open until its answer is
    /// edited. `date`: the day of the report, ISO 8601.
    pub fn snippet(&self, date: &str, language: Language) -> String {
        let key = match self.asked {
            Asked::Finding { .. } => "finding",
            Asked::Criterion { .. } => "criterion",
        };
        let words: Vec<String> = AnswerValue::ALL
            .iter()
            .map(|answer| format!("{} ({})", answer.name(), answer.label(language)))
            .collect();
        let choices = filled(
            "question.choices",
            language,
            &[("words", &words.join(", "))],
        );
        let mut entry = String::new();
        // The report does not know the path of the inventory on the reader's machine.
        let file = filled(
            "question.belongs-into",
            language,
            &[("file", &self.answers_file())],
        );
        let _ = writeln!(entry, "# {}", one_line(&file));
        let _ = writeln!(entry, "[[answer]]");
        let _ = writeln!(entry, "{key} = {}", quoted(&self.id()));
        let _ = writeln!(
            entry,
            "answer = {}  # {choices}",
            quoted(AnswerValue::Unknown.name())
        );
        let _ = writeln!(
            entry,
            "text = \"\"  # {}",
            text("question.reason", language)
        );
        let _ = writeln!(entry, "role = {}", quoted(&self.role(language)));
        let _ = writeln!(entry, "date = {}", one_line(date));
        entry
    }

    /// The role responsible for the application, which is asked.
    pub fn role(&self, language: Language) -> String {
        self.application
            .business_owner
            .clone()
            .unwrap_or_else(|| text("question.role", language).to_owned())
    }
}

/// A TOML string on a single line.
fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

fn one_line(text: &str) -> String {
    harmless(text)
}
