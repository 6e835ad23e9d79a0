//! The plan for people: what would change, field by field, and what was not taken over with its place and a next step.

use std::fmt::Write;

use serde_json::Value;

use super::cell;
use super::columns::{End, Target};
use super::fields::{Flat, Kind};
use super::items;
use super::plan::{Plan, TableReport};
use crate::texts::{Language, filled, harmless, text};

/// How much is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub language: Language,
    /// Entries of each section; all of them with 0.
    pub most: usize,
    /// Whether the plan was carried out.
    pub written: bool,
}

/// The plan as text.
pub fn render(plan: &Plan, shown: Shown) -> String {
    let mut view = View {
        out: String::new(),
        shown,
    };
    let head = if shown.written {
        "imp-view-written"
    } else {
        "imp-view-dry"
    };
    view.line(0, view.said(head));
    for table in &plan.tables {
        view.table(table);
    }
    for kind in [Kind::Department, Kind::Application, Kind::Interface] {
        view.additions(plan, kind);
    }
    view.changed(plan);
    if plan.unchanged > 0 {
        view.out.push('\n');
        view.line(0, view.counted("imp-view-unchanged", plan.unchanged));
    }
    let gone: Vec<String> = plan
        .gone
        .iter()
        .map(|(id, name)| format!("{id}  {name}"))
        .collect();
    view.section("imp-view-gone", &gone);
    let disputed: Vec<String> = plan
        .disputed
        .iter()
        .map(|(id, name)| format!("{id}  {name}"))
        .collect();
    view.section("imp-view-disputed", &disputed);
    let similar: Vec<String> = plan
        .similar
        .iter()
        .map(|similar| {
            format!(
                "{}: „{}“ ~ {} „{}“",
                similar.place, similar.name, similar.other, similar.other_name
            )
        })
        .collect();
    view.section("imp-view-similar", &similar);
    if let (Some(first), true) = (plan.similar.first(), !plan.similar.is_empty()) {
        let name = toml_edit::Value::from(first.name.as_str()).to_string();
        let id = first.other.as_str();
        view.line(
            2,
            filled(
                "inventory.imp-view-similar-step",
                shown.language,
                &[("name", &name.trim()), ("id", &id)],
            ),
        );
    }
    view.incomplete(plan);
    let faults: Vec<String> = plan
        .faults
        .iter()
        .map(|fault| {
            let message = match shown.language {
                Language::De => &fault.message.de,
                Language::En => &fault.message.en,
            };
            format!("{}: {message}", fault.place)
        })
        .collect();
    view.section("imp-view-faults", &faults);
    view.out.push('\n');
    view.sum(plan);
    view.out
}

struct View {
    out: String,
    shown: Shown,
}

impl View {
    fn said(&self, key: &str) -> String {
        text(&format!("inventory.{key}"), self.shown.language).to_owned()
    }

    fn counted(&self, key: &str, count: usize) -> String {
        filled(
            &format!("inventory.{key}"),
            self.shown.language,
            &[("count", &count)],
        )
    }

    fn line(&mut self, indent: usize, line: impl AsRef<str>) {
        let line = harmless(&line.as_ref().replace('\n', " ⏎ "));
        let _ = writeln!(self.out, "{:indent$}{line}", "");
    }

    fn section(&mut self, title: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.out.push('\n');
        self.line(0, self.counted(title, lines.len()));
        for line in lines.iter().take(self.most()) {
            self.line(2, line);
        }
        self.rest(lines.len());
    }

    fn most(&self) -> usize {
        if self.shown.most == 0 {
            usize::MAX
        } else {
            self.shown.most
        }
    }

    fn rest(&mut self, all: usize) {
        let rest = all.saturating_sub(self.most());
        if rest > 0 {
            self.line(2, self.counted("imp-view-rest", rest));
        }
    }

    fn table(&mut self, table: &TableReport) {
        self.out.push('\n');
        let mut head = filled(
            "inventory.imp-view-table",
            self.shown.language,
            &[("name", &table.name), ("rows", &table.rows)],
        );
        if !table.made {
            let _ = write!(
                head,
                " {}",
                filled(
                    "inventory.imp-view-head",
                    self.shown.language,
                    &[("row", &table.head_row)]
                )
            );
        }
        if let Some(system) = table.system {
            let _ = write!(head, " [{system}]");
        }
        if table.survey {
            let _ = write!(head, " {}", self.said("imp-view-survey"));
        }
        self.line(0, head);
        let known = table
            .columns
            .iter()
            .filter(|column| !table.made && column.target.is_some());
        let known: Vec<String> = known
            .map(|column| (column.heading.as_str(), self.target(column.target.as_ref())))
            // What is called as here needs no word.
            .filter(|(heading, target)| heading != target)
            .map(|(heading, target)| format!("{heading} → {target}"))
            .collect();
        if !known.is_empty() {
            self.line(
                2,
                format!("{} {}", self.said("imp-view-columns"), known.join(" · ")),
            );
        }
        let open: Vec<String> = table
            .open_columns()
            .map(|column| match column.similar {
                Some(flat) => format!(
                    "„{}“ ({}; {} {})",
                    column.heading,
                    column.letters,
                    self.said("imp-view-perhaps"),
                    flat.heading(self.shown.language)
                ),
                None => format!("„{}“ ({})", column.heading, column.letters),
            })
            .collect();
        if !open.is_empty() {
            self.line(
                2,
                format!("{} {}", self.said("imp-view-open"), open.join(", ")),
            );
        }
        for said in &table.said {
            self.line(2, said.get(self.shown.language).clone());
        }
    }

    fn target(&self, target: Option<&Target>) -> String {
        let language = self.shown.language;
        match target {
            Some(Target::Field(flat)) => flat.heading(language).to_owned(),
            Some(Target::Address(flat, kind)) => format!("{} ({kind})", flat.heading(language)),
            Some(Target::Item(flat, value)) => format!("{} = {value}", flat.heading(language)),
            Some(Target::Interface(End::To)) => self.said("imp-view-to"),
            Some(Target::Interface(End::From)) => self.said("imp-view-from"),
            Some(Target::Running) => self.said("imp-view-running"),
            Some(Target::Complete) => self.said("imp-view-complete"),
            Some(Target::Respondent) => self.said("imp-view-respondent"),
            Some(Target::Left) | None => self.said("imp-view-left"),
        }
    }

    fn additions(&mut self, plan: &Plan, kind: Kind) {
        let lines: Vec<String> = plan
            .new
            .iter()
            .filter(|entry| entry.kind == kind)
            .map(|entry| {
                let id = if entry.id.is_empty() {
                    String::new()
                } else {
                    format!("{}  ", entry.id)
                };
                format!("+ {id}{}  ({})", entry.name, entry.place)
            })
            .collect();
        self.section(&format!("imp-view-new-{}", kind.table()), &lines);
    }

    fn changed(&mut self, plan: &Plan) {
        if plan.changed.is_empty() {
            return;
        }
        self.out.push('\n');
        self.line(0, self.counted("imp-view-changed", plan.changed.len()));
        for entry in plan.changed.iter().take(self.most()) {
            self.line(
                2,
                format!("~ {}  {}  ({})", entry.id, entry.name, entry.place),
            );
            for change in &entry.changes {
                let heading = change.flat.heading(self.shown.language).to_owned();
                if let (Some(table), Some(new)) = (change.flat.items, change.new.as_array()) {
                    let old = change
                        .old
                        .as_ref()
                        .and_then(Value::as_array)
                        .cloned()
                        .unwrap_or_default();
                    self.items(&heading, table, &old, new);
                    continue;
                }
                let old = change
                    .old
                    .as_ref()
                    .map_or_else(|| "–".to_owned(), |old| self.value(change.flat, old));
                let new = self.value(change.flat, &change.new);
                let written = match change.written.as_str() {
                    "" => String::new(),
                    written if written == new => String::new(),
                    written => format!("  („{written}“)"),
                };
                self.line(6, format!("{heading}: {old} → {new}{written}"));
            }
        }
        self.rest(plan.changed.len());
    }

    fn items(
        &mut self,
        heading: &str,
        table: &crate::inventory::TableSpec,
        old: &[Value],
        new: &[Value],
    ) {
        let written = |item: &Value| {
            let item = item
                .as_object()
                .map(|item| items::completed(table, item))
                .unwrap_or_default();
            items::write(table, &item, self.shown.language)
        };
        let before: Vec<String> = old.iter().map(written).collect();
        let after: Vec<String> = new.iter().map(written).collect();
        for gone in before.iter().filter(|item| !after.contains(item)) {
            self.line(6, format!("{heading}: − {gone}"));
        }
        for come in after.iter().filter(|item| !before.contains(item)) {
            self.line(6, format!("{heading}: + {come}"));
        }
    }

    fn value(&self, flat: &Flat, value: &Value) -> String {
        cell::shown(flat, value, self.shown.language)
    }

    fn incomplete(&mut self, plan: &Plan) {
        let language = self.shown.language;
        let lines: Vec<String> = plan
            .incomplete
            .iter()
            .map(|entry| {
                let missing: Vec<&str> = entry
                    .missing
                    .iter()
                    .map(|flat| flat.heading(language))
                    .collect();
                format!("{}: „{}“: {}", entry.place, entry.name, missing.join(", "))
            })
            .collect();
        self.section("imp-view-incomplete", &lines);
        let lacking: Vec<&str> = plan.lacking().into_iter().collect();
        if let Some(first) = lacking.first() {
            self.line(
                2,
                filled(
                    "inventory.imp-view-incomplete-step",
                    language,
                    &[("fields", &lacking.join(", ")), ("first", first)],
                ),
            );
        }
    }

    fn sum(&mut self, plan: &Plan) {
        let count = |kind: Kind| plan.new.iter().filter(|entry| entry.kind == kind).count();
        let left = plan.faults.len() + plan.similar.len() + plan.incomplete.len();
        let line = filled(
            "inventory.imp-view-sum",
            self.shown.language,
            &[
                ("new", &count(Kind::Application)),
                ("departments", &count(Kind::Department)),
                ("interfaces", &count(Kind::Interface)),
                ("changed", &plan.changed.len()),
                ("unchanged", &plan.unchanged),
                ("left", &left),
            ],
        );
        self.line(0, line);
        if !self.shown.written && !plan.changes_nothing() {
            self.line(0, self.said("imp-view-next"));
        }
    }
}
