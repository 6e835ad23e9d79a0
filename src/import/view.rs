//! The plan for people: the changes field by field, and the values not taken over with their place and a next step.

mod faults;

use std::fmt::Write;

use serde_json::Value;

use super::cell;
use super::columns::{End, Target};
use super::fault;
use super::fields::{Flat, Kind, flat, named};
use super::items;
use super::plan::{KeptValue, Plan, TableReport};
use crate::texts::{Language, counted, filled, harmless, text};

/// Display options.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub language: Language,
    /// Maximum number of entries per section; 0 means all.
    pub most: usize,
    /// Whether the plan was executed.
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
    for name in &plan.left_out {
        view.out.push('\n');
        let key = "inventory.imp-view-left-out";
        view.line(0, filled(key, shown.language, &[("name", name)]));
    }
    for kind in [Kind::Department, Kind::Application, Kind::Interface] {
        view.additions(plan, kind);
    }
    view.given_ids(plan);
    view.changed(plan);
    view.kept(plan);
    if plan.unchanged > 0 {
        view.out.push('\n');
        view.line(0, view.counted("imp-view-unchanged", plan.unchanged));
    }
    if plan.held > 0 {
        view.out.push('\n');
        view.line(0, view.counted("imp-view-held", plan.held));
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
                "{}: {} ~ {} {}",
                similar.place,
                quoted(&similar.name, shown.language),
                similar.other,
                quoted(&similar.other_name, shown.language)
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
    view.defaults(plan);
    view.incomplete(plan);
    view.faults(plan);
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
        let mut head = counted(
            "inventory.imp-view-table",
            self.shown.language,
            table.rows as u64,
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
            .map(|(heading, target)| match heading == target {
                true => target,
                false => format!("{heading} → {target}"),
            })
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
                    "{} ({}; {} {})",
                    quoted(&column.heading, self.shown.language),
                    column.letters,
                    self.said("imp-view-perhaps"),
                    flat.heading(self.shown.language)
                ),
                None => format!(
                    "{} ({})",
                    quoted(&column.heading, self.shown.language),
                    column.letters
                ),
            })
            .collect();
        if !open.is_empty() {
            self.line(
                2,
                format!("{} {}", self.said("imp-view-open"), open.join(", ")),
            );
        }
        if !table.unnamed.is_empty() {
            let columns = table.unnamed.iter().map(|(letters, count)| {
                format!("{letters} ({})", self.counted("imp-view-values", *count))
            });
            let columns = columns.collect::<Vec<_>>().join(", ");
            self.line(2, format!("{} {columns}", self.said("imp-view-unnamed")));
        }
        self.hidden(table);
        for said in &table.said {
            self.line(2, said.get(self.shown.language).clone());
        }
    }

    /// Hidden or struck-out parts of a sheet: they may be out of date, and people do not see them.
    fn hidden(&mut self, table: &TableReport) {
        if table.is_hidden {
            self.line(2, self.said("imp-view-hidden-sheet"));
        }
        let mut what = Vec::new();
        if !table.hidden_columns.is_empty() {
            let columns = table.hidden_columns.join(", ");
            let key = "inventory.imp-view-hidden-columns";
            what.push(filled(key, self.shown.language, &[("columns", &columns)]));
        }
        if table.hidden_rows > 0 {
            what.push(self.counted("imp-view-hidden-rows", table.hidden_rows));
        }
        if !what.is_empty() {
            let key = "inventory.imp-view-hidden";
            let line = filled(key, self.shown.language, &[("what", &what.join(", "))]);
            self.line(2, line);
        }
        if table.struck_rows > 0 {
            self.line(2, self.counted("imp-view-struck-rows", table.struck_rows));
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

    /// The user's defaults for missing values, with the applications.
    fn defaults(&mut self, plan: &Plan) {
        let lines: Vec<String> = flat(Kind::Application)
            .iter()
            .filter_map(|flat| {
                let taken = plan.defaults.get(&flat.path)?;
                let heading = flat.heading(self.shown.language);
                let value = cell::shown(flat, &taken.value, self.shown.language);
                let count = self.counted("imp-view-default", taken.count);
                let places = self.places(&taken.places, taken.count);
                Some(format!("{heading} = {value}: {count} ({places})"))
            })
            .collect();
        self.section("imp-view-defaults", &lines);
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

    fn given_ids(&mut self, plan: &Plan) {
        let lines: Vec<String> = plan
            .given_ids
            .iter()
            .map(|given| {
                let key = if given.is_kept {
                    "inventory.imp-given-id-kept"
                } else {
                    "inventory.imp-given-id"
                };
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("written", &given.written), ("id", &given.id)];
                let said = filled(key, self.shown.language, &values);
                format!("{}: {said}", given.place)
            })
            .collect();
        self.section("imp-view-given-ids", &lines);
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
                    written => format!("  ({})", quoted(written, self.shown.language)),
                };
                self.line(6, format!("{heading}: {old} → {new}{written}"));
            }
        }
        self.rest(plan.changed.len());
    }

    /// Manual changes that the lists do not know.
    fn kept(&mut self, plan: &Plan) {
        let line = |kept: &KeptValue| {
            let change = &kept.change;
            let value = |value: &Value| cell::shown(change.flat, value, self.shown.language);
            let old = change.old.as_ref().map(value).unwrap_or_default();
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("heading", &change.flat.heading(self.shown.language)),
                ("old", &old),
                ("new", &value(&change.new)),
            ];
            let key = "inventory.imp-view-kept-value";
            let said = filled(key, self.shown.language, &values);
            format!("{}  {}  ({}): {said}", kept.id, kept.name, kept.place)
        };
        let lines: Vec<String> = plan.kept.iter().map(line).collect();
        self.section("imp-view-kept", &lines);
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
                let name = quoted(&entry.name, language);
                format!("{}: {name}: {}", entry.place, missing.join(", "))
            })
            .collect();
        self.section("imp-view-incomplete", &lines);
        let lacking: Vec<&str> = plan.lacking().into_iter().collect();
        let fields = lacking.iter().map(|path| {
            let named = named(path);
            format!("{} ({path})", named.get(language))
        });
        let fields: Vec<String> = fields.collect();
        if let Some(first) = lacking.first() {
            self.line(
                2,
                filled(
                    "inventory.imp-view-incomplete-step",
                    language,
                    &[("fields", &fields.join(", ")), ("first", first)],
                ),
            );
        }
    }

    /// The first of `count` places, those of the same table without its name.
    fn places(&self, places: &[String], count: usize) -> String {
        const SHOWN: usize = 5;
        let shown = if self.shown.most == 0 {
            places.len()
        } else {
            SHOWN.min(places.len())
        };
        let table = places.first().map_or("", |it| fault::table_and_cell(it).0);
        let all = places.iter().take(shown).enumerate();
        let mut said: Vec<&str> = all
            .map(|(index, place)| match index {
                0 => place.as_str(),
                _ => place.strip_prefix(table).unwrap_or(place),
            })
            .collect();
        if shown < count {
            said.push("…");
        }
        said.join(", ")
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
                ("held", &plan.held),
                ("left", &left),
            ],
        );
        self.line(0, line);
        let rows = &plan.rows;
        if rows.all() > rows.first {
            let line = filled(
                "inventory.imp-view-rows",
                self.shown.language,
                &[
                    ("rows", &rows.all()),
                    ("first", &rows.first),
                    ("further", &rows.further),
                    ("similar", &rows.similar),
                    ("unusable", &rows.unusable),
                ],
            );
            self.line(0, line);
        }
        if !self.shown.written && !plan.changes_nothing() {
            self.line(0, self.said("imp-view-next"));
        }
    }
}

/// A text in the quotation marks of a language.
fn quoted(text: &str, language: Language) -> String {
    match language {
        Language::De => format!("„{text}“"),
        Language::En => format!("“{text}”"),
    }
}
