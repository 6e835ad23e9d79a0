//! Proposals for a mapping file: commented-out lines for everything that was not understood, for the user to enable.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use toml_edit::{DocumentMut, Item, Key, Table, Value};

use super::super::columns::{Target, fold_heading};
use super::super::fields::{Flat, Kind, flat};
use super::super::plan::Plan;
use super::{field, invalid};
use crate::inventory::{FieldType, Spec};
use crate::problem::Problems;
use crate::texts::{Language, text};

/// A mapping file for everything that was not understood, or the user's own file with the missing lines. The user's
/// lines are not changed.
///
/// # Errors
/// The existing file is not valid TOML.
pub(in crate::import) fn propose(
    plan: &Plan,
    present: Option<&str>,
    name: &str,
    language: Language,
) -> Result<String, Problems> {
    let present = present.unwrap_or_default();
    let mut document: DocumentMut = present.parse().map_err(|error: toml_edit::TomlError| {
        Problems(vec![invalid(name, present, error.message(), error.span())])
    })?;
    let is_new = present.trim().is_empty();
    if is_new {
        let head = words("imp-map-head", language);
        document.decor_mut().set_prefix(format!("{head}\n\n"));
    }
    let mut out = document.to_string();
    let proposed = proposed(present);
    for section in Section::all(plan, language) {
        let written = section.written(&document);
        let lines = section.lines_beside(written, &proposed);
        if lines.is_empty() && (!is_new || written.is_some()) {
            continue;
        }
        if written.is_some() {
            out = behind_header(&out, &section.name, &lines);
            continue;
        }
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        let about = section.about(language);
        let _ = write!(out, "# {about}\n[{}]\n{lines}", section.name);
    }
    Ok(out)
}

fn words(key: &str, language: Language) -> String {
    text(&format!("inventory.{key}"), language).to_owned()
}

/// A table of a mapping file with its proposed lines.
struct Section {
    /// The header as written.
    name: String,
    lines: Vec<Line>,
}

struct Line {
    key: String,
    /// Empty if only the user knows it.
    value: String,
    remark: String,
}

impl Section {
    /// All missing lines of a plan, in the order of a new file.
    fn all(plan: &Plan, language: Language) -> Vec<Self> {
        let section = |name: &str, lines| Self {
            name: name.to_owned(),
            lines,
        };
        let mut all = vec![section("columns", columns(plan, language))];
        all.extend(values(plan, language));
        all.push(section("defaults", defaults(plan, language)));
        all.push(section("same", same(plan, language)));
        all
    }

    /// The user's table of that name.
    fn written<'d>(&self, document: &'d DocumentMut) -> Option<&'d Item> {
        let mut path = self.path().into_iter();
        let outer = document.get(&path.next()?)?;
        path.try_fold(outer, |item, name| item.get(name.as_str()))
    }

    /// Its path in the file: `values`, `lifecycle.phase`.
    fn path(&self) -> Vec<String> {
        let parts = match self.name.split_once('.') {
            Some((outer, path)) => vec![outer, path.trim_matches('"')],
            None => vec![self.name.as_str()],
        };
        parts.into_iter().map(str::to_owned).collect()
    }

    /// Its lines, without duplicate keys, keys of the user and lines of an earlier proposal. They are comments: guessed
    /// or empty values are for the user to enable.
    fn lines_beside(&self, written: Option<&Item>, proposed: &Proposed) -> String {
        let table = written.and_then(Item::as_table_like);
        let keys = table.into_iter().flat_map(|table| table.iter());
        let mut taken: BTreeSet<String> = keys.map(|(key, _)| fold_heading(key)).collect();
        taken.extend(proposed.get(&self.path()).into_iter().flatten().cloned());
        let mut seen = BTreeSet::new();
        let mut lines = String::new();
        for Line { key, value, remark } in &self.lines {
            if taken.contains(&fold_heading(key)) || !seen.insert(key) {
                continue;
            }
            let key = Value::from(key.as_str()).to_string();
            let value = Value::from(value.as_str()).to_string();
            let remark = remark.replace('\n', " ");
            let _ = writeln!(
                lines,
                "# {} = {}  # {}",
                key.trim(),
                value.trim(),
                remark.trim()
            );
        }
        lines
    }

    /// The comment above its header.
    fn about(&self, language: Language) -> String {
        let outer = self.name.split('.').next().unwrap_or_default();
        words(&format!("imp-map-{outer}"), language)
    }
}

/// Folded keys of commented-out lines, by the path of their section.
type Proposed = BTreeMap<Vec<String>, BTreeSet<String>>;

/// The lines of an earlier proposal that the user has not enabled.
fn proposed(text: &str) -> Proposed {
    let mut proposed = Proposed::new();
    let mut section = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            let Ok(line) = comment.parse::<DocumentMut>() else {
                continue;
            };
            let keys = line.iter().filter(|(_, item)| item.is_value());
            let known = proposed.entry(section.clone()).or_default();
            known.extend(keys.map(|(key, _)| fold_heading(key)));
        } else if line.starts_with('[')
            && let Ok(header) = line.parse::<DocumentMut>()
        {
            section = header_path(header.as_table());
        }
    }
    proposed
}

/// The names in the header of a table: `[values."lifecycle.phase"]`.
fn header_path(mut table: &Table) -> Vec<String> {
    let mut path = Vec::new();
    while let Some((name, Item::Table(inner))) = table.iter().next() {
        path.push(name.to_owned());
        table = inner;
    }
    path
}

/// Unknown headings with the most similar field, and headings that only their cells explained.
fn columns(plan: &Plan, language: Language) -> Vec<Line> {
    let columns = plan.tables.iter().flat_map(|table| &table.columns);
    let doubtful = columns.filter(|column| column.target.is_none() || column.by_cells);
    let lines = doubtful.map(|column| {
        let meant = match &column.target {
            Some(Target::Field(flat)) => Some(("imp-map-by-cells", *flat)),
            _ => column.similar.map(|flat| ("imp-map-similar", flat)),
        };
        let (value, remark) = match meant {
            Some((why, flat)) => {
                let remark = format!("{} {}", words(why, language), flat.heading(language));
                (flat.path.clone(), remark)
            }
            None => (String::new(), words("imp-map-open", language)),
        };
        Line {
            key: column.heading.clone(),
            value,
            remark,
        }
    });
    lines.collect()
}

/// Unknown words, and other spellings of departments, each under its field.
fn values(plan: &Plan, language: Language) -> Vec<Section> {
    let departments = plan.departments.iter();
    let departments = departments
        .map(|(text, proposal)| (Kind::Application, "department", text, proposal.as_str()));
    let unknown = plan.words.iter();
    let unknown = unknown.map(|(kind, path, word)| (*kind, *path, word, ""));
    let mut sections: Vec<Section> = Vec::new();
    for (kind, path, word, proposal) in departments.chain(unknown) {
        let mut fields = flat(kind).iter();
        let Some(flat) = fields.find(|flat| flat.path == path) else {
            continue;
        };
        let name = format!("values.{}", Key::new(path));
        let line = Line {
            key: word.clone(),
            value: proposal.to_owned(),
            remark: format!("{} {}", flat.heading(language), choices(flat)),
        };
        match sections.iter_mut().find(|section| section.name == name) {
            Some(section) => section.lines.push(line),
            None => sections.push(Section {
                name,
                lines: vec![line],
            }),
        }
    }
    sections
}

/// Required fields missing in a list.
fn defaults(plan: &Plan, language: Language) -> Vec<Line> {
    let lacking = plan.lacking().into_iter();
    let lines = lacking.filter_map(|path| {
        let flat = field(path)?;
        Some(Line {
            key: path.to_owned(),
            value: String::new(),
            remark: format!("{} {}", flat.heading(language), choices(flat)),
        })
    });
    lines.collect()
}

/// Names that are probably another spelling of a known one, and unknown ends of interfaces.
fn same(plan: &Plan, language: Language) -> Vec<Line> {
    let similar = plan.similar.iter().map(|similar| Line {
        key: similar.name.clone(),
        value: similar.other.clone(),
        remark: format!(
            "{} {}",
            words("imp-map-same-as", language),
            similar.other_name
        ),
    });
    let ends = plan.open_ends.iter().map(|(open, proposal)| Line {
        key: open.clone(),
        value: proposal.clone(),
        remark: words("imp-map-end", language),
    });
    similar.chain(ends).collect()
}

/// The possible words of a field.
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

/// Inserts lines right after the header of a user's table.
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
    fn lines_of_an_earlier_proposal_are_known() {
        let text = "# Vorschläge: prüfen\n[columns]\n# \"Kosten p.a.\" = \"\"  # nicht erkannt\nA = \"name\"\n\n[values.\"lifecycle.phase\"]\n#\"prod\" = \"\"\n";
        let proposed = proposed(text);
        let keys = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
            proposed.get(&path).cloned().unwrap_or_default()
        };
        assert!(keys(&["columns"]).contains(&fold_heading("Kosten p.a.")));
        assert!(keys(&["values", "lifecycle.phase"]).contains("prod"));
        assert!(!keys(&["columns"]).contains("a"), "{proposed:?}");
    }
}
