//! The table of all fields (`fields.toml`) and the vocabularies of their values (`words.toml`).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::message::{quotable, same};
use crate::problem::{Level, fold, nearest};
use crate::texts::{Bilingual, Language};

/// A kind of TOML table with its fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableSpec {
    /// Name by which other fields refer to it.
    pub name: String,
    /// How the table is written (`[[application]]`); empty for the file itself.
    pub header: String,
    pub title: Bilingual,
    pub about: Bilingual,
    /// Fields of which exactly one must be given.
    #[serde(default)]
    pub exactly_one: Vec<String>,
    #[serde(rename = "field")]
    pub fields: Vec<FieldSpec>,
}

/// A field of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldSpec {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// An array of the type.
    #[serde(default)]
    pub list: bool,
    #[serde(default)]
    pub need: Need,
    /// The condition of [`Need::Conditional`], in words.
    pub when: Option<Bilingual>,
    /// Maximum length in characters.
    pub max: Option<usize>,
    /// Vocabularies, for [`FieldType::Words`] and [`FieldType::Count`].
    #[serde(default)]
    pub words: Vec<String>,
    /// Name of the table, for [`FieldType::Table`].
    pub table: Option<String>,
    /// Its role in an import.
    pub role: Option<FieldRole>,
    pub title: Bilingual,
    pub about: Bilingual,
    /// Other headings in spreadsheets and surveys for this field.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether a month or year means its last day instead of its first.
    #[serde(default)]
    pub period_end: bool,
    /// Whether only days in the past are plausible.
    #[serde(default)]
    pub past: bool,
    /// Whether it speaks of gender data that are stored, so that it contradicts the answer that none are.
    #[serde(default)]
    pub presumes_stored: bool,
    /// An example, as a TOML value.
    pub example: Option<String>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FieldType {
    /// Any text.
    Text,
    /// Identifier of an application.
    Id,
    /// Short code of a department, an interface, an artefact.
    Code,
    /// TOML date, `"YYYY-MM-DD"` or `"TT.MM.JJJJ"`.
    Date,
    Bool,
    /// A whole number from 0.
    Integer,
    /// A whole number or a band.
    Count,
    /// One of a vocabulary.
    Words,
    /// Absolute http(s) address.
    Url,
    /// Absolute http(s) address, or a path.
    UrlOrPath,
    /// https or ssh address of a repository.
    Repository,
    /// Address of a database.
    Database,
    /// Pattern of paths.
    Glob,
    /// Identity of a finding.
    Fingerprint,
    /// A table of its own.
    Table,
}

/// The role of a field in an import, which never relies on field names. A kind of entry has at most one field of each
/// role, except `Responsible`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldRole {
    /// The permanent key.
    Id,
    Name,
    Department,
    /// Kind of an application.
    Kind,
    /// Phase of the life cycle.
    Phase,
    Vendor,
    Sourcing,
    /// Addresses of an application.
    Addresses,
    Repositories,
    /// Keys of public services (LeiKa).
    ServiceKeys,
    /// Responsible parties, the fields that most often name persons.
    Responsible,
    /// The system an entry was taken from.
    ForeignSystem,
    /// Key of the entry in that system.
    ForeignKey,
    /// Direction of an interface.
    Direction,
    /// Whether gender data are stored.
    GenderStored,
    /// The possible gender values.
    GenderValues,
    /// How sure the answers of the survey are.
    AnswerState,
}

/// Whether a field must be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Need {
    Required,
    /// Required under a condition; a missing field is reported as a warning of its own.
    Conditional,
    #[default]
    Optional,
}

/// A value of a vocabulary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    pub value: String,
    de: String,
    en: String,
    #[serde(default)]
    also: Vec<String>,
}

impl Word {
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }

    /// Other accepted spellings.
    pub fn also(&self) -> &[String] {
        &self.also
    }
}

/// Index of the first word with each folded spelling.
fn spellings(words: &[Word]) -> HashMap<String, usize> {
    let mut spellings = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        for written in [&word.value, &word.de, &word.en]
            .into_iter()
            .chain(&word.also)
        {
            spellings.entry(fold(written)).or_insert(index);
        }
    }
    spellings
}

/// A rule of the inventory, in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub code: String,
    pub level: Level,
    de: String,
    en: String,
}

impl Code {
    pub fn rule(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// All data files together.
pub(crate) struct Spec {
    pub tables: Vec<TableSpec>,
    pub codes: Vec<Code>,
    words: BTreeMap<String, Vec<Word>>,
    /// By vocabulary: index of the word with each folded spelling.
    spellings: BTreeMap<String, HashMap<String, usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsFile {
    table: Vec<TableSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    code: Vec<Code>,
}

impl Spec {
    /// The data compiled into the program. A test loads the files, so the empty fallback never occurs in a released
    /// program.
    pub fn get() -> &'static Self {
        static SPEC: OnceLock<Spec> = OnceLock::new();
        SPEC.get_or_init(|| {
            let words: BTreeMap<String, Vec<Word>> =
                toml::from_str(include_str!("words.toml")).unwrap_or_default();
            Self {
                tables: toml::from_str(include_str!("fields.toml"))
                    .map(|file: FieldsFile| file.table)
                    .unwrap_or_default(),
                codes: toml::from_str(include_str!("codes.toml"))
                    .map(|file: CodesFile| file.code)
                    .unwrap_or_default(),
                spellings: words
                    .iter()
                    .map(|(name, words)| (name.clone(), spellings(words)))
                    .collect(),
                words,
            }
        })
    }

    /// The rule with that code.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|known| known.code == code)
    }

    /// The table with that name.
    pub fn table(&self, name: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The name in messages of the field at a path of a table (`url[1].kind`): its title, with the key that people
    /// type.
    pub fn named(&self, table: &str, path: &str) -> Bilingual {
        let mut table = self.table(table);
        let mut field = None;
        for name in path.split('.') {
            let name = name.split('[').next().unwrap_or_default();
            field = table.and_then(|table| table.field(name));
            table = field.and_then(|field| self.table(field.table.as_deref()?));
        }
        field.map_or_else(|| same(path), |field| field.named(path))
    }

    /// The words of a vocabulary, in their order.
    pub fn vocabulary(&self, name: &str) -> &[Word] {
        self.words.get(name).map_or(&[], Vec::as_slice)
    }

    /// All words that a field accepts.
    pub fn words<'a>(&'a self, field: &'a FieldSpec) -> impl Iterator<Item = &'a Word> {
        field
            .words
            .iter()
            .filter_map(|name| self.words.get(name))
            .flatten()
    }

    /// The value of a written word or label; `None` if it is unknown.
    pub fn value<'a>(&'a self, field: &'a FieldSpec, written: &str) -> Option<&'a str> {
        let exact = self.words(field).find(|word| word.value == written);
        let word = exact.or_else(|| {
            let folded = fold(written);
            field.words.iter().find_map(|name| {
                let at = self.spellings.get(name)?.get(&folded)?;
                self.words.get(name)?.get(*at)
            })
        });
        word.map(|word| word.value.as_str())
    }

    /// Label of a value of a vocabulary; the value itself if it has no label.
    pub fn label<'a>(&'a self, vocabulary: &str, value: &'a str, language: Language) -> &'a str {
        self.words
            .get(vocabulary)
            .and_then(|words| words.iter().find(|word| word.value == value))
            .map_or(value, |word| word.label(language))
    }
}

/// A title for the middle of a sentence: a question is put in quotation marks.
pub(crate) fn quoted_question(title: &str, language: Language) -> String {
    match (title.ends_with('?'), language) {
        (true, Language::De) => format!("„{title}“"),
        (true, Language::En) => format!("“{title}”"),
        (false, _) => title.to_owned(),
    }
}

impl FieldSpec {
    /// The name in messages of the field at a path: the key that people type, in German after its title.
    pub fn named(&self, path: &str) -> Bilingual {
        let path = quotable(path);
        let title = quoted_question(self.title.get(Language::De), Language::De);
        Bilingual {
            de: format!("{title} ({path})"),
            en: path,
        }
    }
}

impl TableSpec {
    pub fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a misspelt or German name most probably means.
    pub fn nearest(&self, written: &str) -> Option<&FieldSpec> {
        let folded = fold(written);
        let labelled = |field: &&FieldSpec| {
            fold(&field.name) == folded
                || fold(&field.title.de) == folded
                || fold(&field.title.en) == folded
        };
        self.fields.iter().find(labelled).or_else(|| {
            let names = self.fields.iter().map(|field| field.name.as_str());
            nearest(written, names).and_then(|name| self.field(name))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn both_files_load_and_refer_to_what_exists() {
        let fields: Result<FieldsFile, _> = toml::from_str(include_str!("fields.toml"));
        fields.unwrap_or_else(|error| panic!("fields.toml: {error}"));
        let words: Result<BTreeMap<String, Vec<Word>>, _> =
            toml::from_str(include_str!("words.toml"));
        let words = words.unwrap_or_else(|error| panic!("words.toml: {error}"));
        let mut used = BTreeSet::new();
        for table in &Spec::get().tables {
            for name in &table.exactly_one {
                assert!(table.field(name).is_some(), "{}.{name}", table.name);
            }
            for field in &table.fields {
                let name = format!("{}.{}", table.name, field.name);
                assert_eq!(
                    field.kind == FieldType::Table,
                    field.table.is_some(),
                    "{name}"
                );
                assert_eq!(
                    field.need == Need::Conditional,
                    field.when.is_some(),
                    "{name}"
                );
                let chooses = matches!(field.kind, FieldType::Words | FieldType::Count);
                assert_eq!(chooses, !field.words.is_empty(), "{name}");
                assert!(
                    field.kind == FieldType::Table || field.example.is_some(),
                    "{name}"
                );
                if let Some(table) = &field.table {
                    assert!(Spec::get().table(table).is_some(), "{name}");
                }
                for vocabulary in &field.words {
                    assert!(words.contains_key(vocabulary), "{name}: {vocabulary}");
                    used.insert(vocabulary.clone());
                }
            }
        }
        for vocabulary in words.keys() {
            assert!(used.contains(vocabulary), "{vocabulary} is used nowhere");
        }
    }

    #[test]
    fn every_sentence_has_a_code_and_every_code_a_sentence() {
        let codes: Result<CodesFile, _> = toml::from_str(include_str!("codes.toml"));
        let codes = codes
            .unwrap_or_else(|error| panic!("codes.toml: {error}"))
            .code;
        let codes: Vec<String> = codes.iter().map(|code| code.code.to_lowercase()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        let texts: toml::Table =
            toml::from_str(include_str!("../texts/inventory.toml")).expect("inventory.toml");
        let of_code = |code: &String| texts.keys().any(|key| key.starts_with(code));
        assert!(codes.iter().all(of_code));
        for key in texts.keys().filter(|key| key.starts_with("inv-")) {
            assert!(codes.iter().any(|code| key.starts_with(code)), "{key}");
        }
    }

    #[test]
    fn no_word_means_two_things() {
        for table in &Spec::get().tables {
            for field in &table.fields {
                let mut seen = BTreeMap::new();
                for word in Spec::get().words(field) {
                    let spellings = [&word.value, &word.de, &word.en]
                        .into_iter()
                        .chain(&word.also);
                    for spelling in spellings {
                        let other = seen.insert(fold(spelling), &word.value);
                        assert!(
                            other.is_none_or(|other| other == &word.value),
                            "{}.{}: {spelling}",
                            table.name,
                            field.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn labels_and_spellings_lead_to_the_value() {
        let spec = Spec::get();
        let phase = spec
            .table("lifecycle")
            .and_then(|table| table.field("phase"))
            .expect("phase");
        assert_eq!(spec.value(phase, "produktiv"), Some("active"));
        assert_eq!(spec.value(phase, "Ausser Betrieb"), Some("end_of_life"));
        assert_eq!(spec.value(phase, "phase-in"), Some("phase_in"));
        assert_eq!(spec.value(phase, "läuft"), None);
    }

    #[test]
    fn folding_keeps_what_tells_names_apart() {
        assert_eq!(fold("Bürger-Büro (München)"), "buergerbueromuenchen");
        assert_eq!(fold("Bu\u{308}ro"), "buero");
        assert_eq!(fold("Version 2.0"), "version2-0");
        assert_ne!(fold("50-500"), fold("50500"));
    }

    #[test]
    fn misspelt_and_german_names_find_their_field() {
        let table = Spec::get().table("application").expect("table");
        let name = |written| table.nearest(written).map(|field| field.name.as_str());
        assert_eq!(name("busines_owner"), Some("business_owner"));
        assert_eq!(name("Referat"), Some("department"));
        assert_eq!(name("personalData"), Some("personal_data"));
        assert_eq!(name("xyz"), None);
    }
}
