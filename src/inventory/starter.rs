//! A commented starter inventory, generated from the table of fields.

use super::known::KnownIds;
use super::spec::{FieldSpec, FieldType, Need, Spec, TableSpec};
use crate::texts::{Language, filled, lookup};

/// Names and contents of the files of a new inventory, relative to its folder. Every field is explained; optional
/// fields are disabled by a `#` right before their name. The examples name rules and criteria of `ids`.
pub fn starter(language: Language, ids: &KnownIds) -> Vec<(&'static str, String)> {
    let mut head = Page::new("intro", language, ids);
    head.table("file", true);
    head.table("inventory", true);
    head.table("department", true);
    let mut application = Page::new("application", language, ids);
    application.table("application", true);
    let mut interfaces = Page::new("interfaces", language, ids);
    interfaces.table("interface", true);
    let mut answers = Page::new("answers", language, ids);
    answers.table("answer", false);
    let mut waivers = Page::new("waivers", language, ids);
    waivers.table("waiver", false);
    vec![
        ("inventory.toml", head.text),
        ("applications/APP-0001.toml", application.text),
        ("interfaces.toml", interfaces.text),
        ("answers/APP-0001.toml", answers.text),
        ("waivers.toml", waivers.text),
    ]
}

/// A comment of a TOML file, on as many lines as it needs.
pub(crate) fn comment(text: &str) -> String {
    /// Maximum length of a line, in characters.
    const WIDTH: usize = 100;
    let mut lines = String::new();
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() >= WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push_str(&line);
    lines.push('\n');
    lines
}

struct Page<'k> {
    text: String,
    language: Language,
    ids: &'k KnownIds,
}

impl<'k> Page<'k> {
    fn new(intro: &str, language: Language, ids: &'k KnownIds) -> Self {
        let mut page = Self {
            text: String::new(),
            language,
            ids,
        };
        page.comment(page.sentence(intro));
        page
    }

    fn sentence(&self, key: &str) -> &'static str {
        lookup(&format!("inventory.starter-{key}"), self.language).unwrap_or_default()
    }

    fn comment(&mut self, text: &str) {
        self.text.push_str(&comment(text));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes a table with its fields, then its inner tables, because in TOML a header ends the table before it.
    fn table(&mut self, name: &str, on: bool) {
        let Some(table) = Spec::get().table(name) else {
            return;
        };
        if !table.header.is_empty() {
            self.text.push('\n');
            self.comment(&format!(
                "{}: {}",
                table.title.get(self.language),
                table.about.get(self.language)
            ));
            let switch = if on { "" } else { "#" };
            self.line(&format!("{switch}{}", table.header));
        }
        let inner = |field: &&FieldSpec| field.kind == FieldType::Table;
        for field in table.fields.iter().filter(|field| !inner(field)) {
            self.field(table, field, on);
        }
        // The tables of the file itself are written separately, into files of their own.
        if table.header.is_empty() {
            return;
        }
        for field in table.fields.iter().filter(inner) {
            let on = on && field.need != Need::Optional;
            if let Some(name) = &field.table {
                self.table(name, on);
            }
        }
    }

    fn field(&mut self, table: &TableSpec, field: &FieldSpec, on: bool) {
        self.text.push('\n');
        let need = match (field.need, &field.when) {
            (Need::Required, _) => self.sentence("required").to_owned(),
            (Need::Conditional, Some(when)) => filled(
                "inventory.starter-conditional",
                self.language,
                &[("when", when.get(self.language))],
            ),
            _ => self.sentence("optional").to_owned(),
        };
        let mut text = format!(
            "{} ({need}): {}",
            field.title.get(self.language),
            field.about.get(self.language)
        );
        let words: Vec<String> = Spec::get()
            .words(field)
            .map(|word| format!("{} ({})", word.value, word.label(self.language)))
            .collect();
        if !words.is_empty() {
            let values = filled(
                "inventory.starter-values",
                self.language,
                &[("values", &words.join(", "))],
            );
            text.push(' ');
            text.push_str(&values);
        }
        self.comment(&text);
        // Of mutually exclusive fields only the first can be enabled.
        let excluded = table
            .exactly_one
            .iter()
            .skip(1)
            .any(|name| *name == field.name);
        let on = on && !excluded && (field.need != Need::Optional || table.header.is_empty());
        let switch = if on { "" } else { "#" };
        let example = self.example(table, field);
        self.line(&format!("{switch}{} = {example}", field.name));
    }

    fn example(&self, table: &TableSpec, field: &FieldSpec) -> String {
        let example = field.example.as_deref().unwrap_or_default();
        let bare = example.trim_matches('"');
        match self.ids.example(&table.name, &field.name, bare) {
            id if id == bare => example.to_owned(),
            id => format!("\"{id}\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Inventory, LoadOptions};
    use super::*;

    fn load(files: &[(&str, String)]) -> (Inventory, Vec<String>) {
        let folder = tempfile::tempdir().expect("folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            std::fs::write(path, text).expect("file");
        }
        let options = LoadOptions::on(date(2026, 11, 1));
        let (inventory, warnings) = Inventory::load(folder.path(), &options)
            .unwrap_or_else(|problems| panic!("{problems}"));
        (
            inventory,
            warnings.0.into_iter().map(|problem| problem.code).collect(),
        )
    }

    #[test]
    fn a_new_inventory_is_right_at_once() {
        for language in [Language::De, Language::En] {
            let (inventory, warnings) = load(&starter(language, &KnownIds::default()));
            assert_eq!(warnings, Vec::<String>::new());
            assert_eq!(
                (
                    inventory.applications.len(),
                    inventory.departments.len(),
                    inventory.interfaces.len()
                ),
                (1, 1, 1)
            );
        }
    }

    /// Enables every field at once: the table of fields, its examples and the types agree.
    #[test]
    fn every_field_reaches_its_type() {
        let files: Vec<(&str, String)> = starter(Language::De, &KnownIds::default())
            .into_iter()
            .map(|(name, text)| {
                let on = |line: &str| {
                    let field = line.strip_prefix('#').filter(|rest| !rest.starts_with(' '));
                    let line = field.unwrap_or(line);
                    // All but one of the mutually exclusive fields.
                    let others = [
                        "glob =",
                        "database =",
                        "finding =",
                        "criterion =",
                        "application =",
                    ];
                    if others.iter().any(|other| line.starts_with(other)) {
                        String::new()
                    } else {
                        line.to_owned()
                    }
                };
                (name, text.lines().map(on).collect::<Vec<_>>().join("\n"))
            })
            .collect();
        let others = "[[department]]\nid = \"DIR\"\nname = \"Direktorium\"\n".to_owned();
        let other = |id: &str| {
            format!(
                "\n[[application]]\nid = \"{id}\"\nname = \"Anwendung {id}\"\ndepartment = \"DIR\"\nkind = \"api\"\nlifecycle.phase = \"plan\"\nuser_groups = [\"partners\"]\npersonal_data = false\n"
            )
        };
        let more = [(
            "more.toml",
            others + &other("APP-0002") + &other("APP-0003"),
        )];
        let (inventory, _) = load(&[files, more.to_vec()].concat());
        let spec = Spec::get();
        let application = serde_json::to_value(&inventory.applications["APP-0001"]).expect("value");
        assert_filled(spec, "application", &application);
        assert_filled(
            spec,
            "interface",
            &serde_json::to_value(&inventory.interfaces[0]).expect("value"),
        );
        assert_filled(
            spec,
            "department",
            &serde_json::to_value(&inventory.departments["BUE"]).expect("value"),
        );
        let answer = &inventory.answers_about("APP-0001")[0];
        assert!(answer.text.is_some() && answer.evidence.is_some() && answer.valid_until.is_some());
        assert_eq!(inventory.waivers.len(), 1);
        assert!(inventory.as_of.is_some() && inventory.default_standard.is_some());
    }

    /// Asserts that each field of the table is present and not empty in the value, and each key of the value is in the
    /// table.
    fn assert_filled(spec: &Spec, name: &str, value: &serde_json::Value) {
        let table = spec.table(name).expect("table");
        let value = value.as_object().expect("object");
        for key in value.keys().filter(|key| *key != "origin") {
            assert!(table.field(key).is_some(), "{name}.{key} is in no table");
        }
        let alone = |name: &str| !["glob", "database"].contains(&name);
        for field in table.fields.iter().filter(|field| alone(&field.name)) {
            let value = value
                .get(&field.name)
                .unwrap_or_else(|| panic!("{name}.{} has no type", field.name));
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            assert!(!empty, "{name}.{} did not arrive", field.name);
            let inner = value.as_array().map_or(value, |items| &items[0]);
            if let Some(table) = &field.table {
                assert_filled(spec, table, inner);
            }
        }
    }
}
