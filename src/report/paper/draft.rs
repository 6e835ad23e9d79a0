//! The common parts of papers about applications: a paper being built, and words for fields and rules.

use std::collections::BTreeMap;
use std::fmt;

use super::{Block, Paper, Table};
use crate::gender::{Concept, Subject};
use crate::record::{ApplicationReport, FieldRecord, Report};
use crate::report::work::more;
use crate::report::{view, words};
use crate::rule::Effort;
use crate::texts::{Language, counted, filled, lookup, text};

/// Unread applications listed by name; the rest is only counted.
const UNREAD: usize = 200;

/// Gaps listed per application; the rest is only counted.
const GAPS: usize = 20;

/// A paper being built.
pub(super) struct Draft {
    pub language: Language,
    blocks: Vec<Block>,
}

impl Draft {
    /// An empty paper.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            blocks: Vec::new(),
        }
    }

    /// The sentence of a key in `texts/paper.toml`.
    pub fn said(&self, key: &str) -> &'static str {
        lookup(&format!("paper.{key}"), self.language).unwrap_or_default()
    }

    /// Like [`Self::said`], with placeholders filled.
    pub fn filled(&self, key: &str, values: &[(&str, &dyn fmt::Display)]) -> String {
        filled(&format!("paper.{key}"), self.language, values)
    }

    /// A heading or label of the reports.
    pub fn label(&self, key: &str) -> &'static str {
        words::label(key, self.language)
    }

    /// Adds a block.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.add(Block::Heading(level, text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.add(Block::Text(text.into()));
    }

    /// Adds a list unless it is empty.
    pub fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.add(Block::List(items));
        }
    }

    /// Adds a table unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.add(Block::Table(table));
        }
    }

    /// Adds what the inventory states about an application.
    pub fn facts(&mut self, report: &Report, application: &ApplicationReport) {
        let facts = view::facts(report, application, self.language).into_iter();
        let facts = facts.map(|(key, value)| (self.label(key).to_owned(), value));
        self.blocks.push(Block::Facts(facts.collect()));
    }

    /// The title of a paper about part of a report; without `scope` if that part has no name.
    pub fn title(&self, key: &str, scope: &str) -> String {
        words::titled(self.said(key), scope)
    }

    /// Adds unread applications, summarised by reason, and their names in one list.
    pub fn unread(&mut self, applications: &[&ApplicationReport]) {
        if applications.is_empty() {
            return;
        }
        let language = self.language;
        self.heading(1, self.said("unread-applications"));
        let count = applications.len() as u64;
        self.text(self.filled("unread-sum", &[("count", &count)]));
        let mut reasons: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
        for application in applications {
            // The first gap is what stopped the audit; without one nothing was registered.
            let (cause, next) = match application.gaps.first() {
                Some(gap) => (gap.reason.cause(language), gap.reason.next_step(language)),
                None => (self.said("unread-none"), self.said("unread-none-next")),
            };
            reasons.entry(cause).or_insert((0, next)).0 += 1;
        }
        let mut table = Table::new(
            self.said("unread-table"),
            [
                (self.label("cause"), 40),
                (self.label("applications"), 20),
                (self.label("next-step"), 40),
            ],
        );
        for (cause, (count, next)) in reasons {
            table
                .rows
                .push(vec![cause.to_owned(), count.to_string(), next.to_owned()]);
        }
        self.table(table);
        let names = applications.iter().take(UNREAD);
        let names: Vec<String> = names
            .map(|application| format!("{} – {}", application.id, application.name))
            .collect();
        self.text(names.join("; "));
        if let Some(more) = more(applications.len(), UNREAD) {
            self.text(counted("report.more-elsewhere", language, more, &[]));
        }
    }

    /// Adds what could not be examined in an application, and what to do about it.
    pub fn gaps(&mut self, application: &ApplicationReport, level: u8) {
        if application.gaps.is_empty() {
            return;
        }
        let language = self.language;
        self.heading(level, self.label("gaps"));
        let mut table = Table::new(
            self.said("gaps-table"),
            [
                (self.label("place"), 34),
                (self.label("cause"), 33),
                (self.label("next-step"), 33),
            ],
        );
        for gap in application.gaps.iter().take(GAPS) {
            table.rows.push(vec![
                gap.place.to_string(),
                gap.cause(language),
                gap.reason.next_step(language).to_owned(),
            ]);
        }
        self.table(table);
        if let Some(more) = more(application.gaps.len(), GAPS) {
            self.text(counted("report.more-elsewhere", language, more, &[]));
        }
    }

    /// The finished paper.
    pub fn finish(self, title: String, report: &Report) -> Paper {
        Paper {
            title,
            organisation: report.run.organisation.clone(),
            date: report.run.date.clone(),
            language: self.language,
            blocks: self.blocks,
        }
    }
}

/// Name of a field with its table, type or form.
pub(super) fn field_name(field: &FieldRecord) -> String {
    match &field.entity {
        Some(entity) => format!("{entity}.{}", field.name),
        None => field.name.clone(),
    }
}

/// Document and line of a field.
pub(super) fn field_place(field: &FieldRecord) -> String {
    match field.line {
        0 => field.path.clone(),
        line => format!("{}:{line}", field.path),
    }
}

/// The values a field can hold, in words.
pub(super) fn field_values(field: &FieldRecord, language: Language) -> String {
    let values: Vec<&str> = field
        .values
        .iter()
        .map(|value| value.label.as_deref().unwrap_or(&value.raw))
        .collect();
    match values.is_empty() {
        true => words::word("report.domain", &field.domain, language),
        false => values.join(", "),
    }
}

/// The entries a field cannot hold, and those that are unclear.
pub(super) fn missing_entries(field: &FieldRecord, language: Language) -> String {
    let Some(entries) = view::four_entries(field) else {
        return "–".to_owned();
    };
    let named = |held: view::Held| -> Vec<&str> {
        let entries = entries.iter().filter(|(_, state)| *state == held);
        entries
            .map(|(entry, _)| entry_name(*entry, language))
            .collect()
    };
    let (missing, unknown) = (named(view::Held::Missing), named(view::Held::Unknown));
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(missing.join(", "));
    }
    if !unknown.is_empty() {
        let entries = unknown.join(", ");
        parts.push(filled(
            "paper.entries-unknown",
            language,
            &[("entries", &entries)],
        ));
    }
    match parts.is_empty() {
        true => text("paper.entries-all", language).to_owned(),
        false => parts.join("; "),
    }
}

fn entry_name(entry: Concept, language: Language) -> &'static str {
    lookup(&format!("concept.{}", entry.name()), language).unwrap_or_default()
}

/// The fields of persons in an application's own work.
pub(super) fn own_fields(application: &ApplicationReport) -> impl Iterator<Item = &FieldRecord> {
    let fields = application.fields.iter();
    fields.filter(|field| field.subject == Subject::Person && field.origin.is_own())
}

/// The amount of work an effort class stands for.
pub(super) fn effort_means(class: Effort, language: Language) -> &'static str {
    lookup(&format!("plan.effort-{}-means", class.name()), language).unwrap_or_default()
}

/// The title of a criterion with its checklist.
pub(super) fn criterion_title(
    report: &Report,
    checklist: &str,
    criterion: &str,
    language: Language,
) -> Option<String> {
    let list = report.checklists.iter().find(|list| list.id == checklist)?;
    let criterion = list.criteria.iter().find(|own| own.id == criterion)?;
    let (list, title) = (list.title.get(language), criterion.title.get(language));
    Some(format!("{title} – {list}"))
}
