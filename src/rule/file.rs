//! Reads one rule file strictly: reports every mistake with its place and what would be right.

use std::collections::BTreeMap;
use std::fmt::Display;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::load::{position, problem};
use super::{Effort, OF_ONE, OwnerRole, RuleStatus, element};
use crate::check::{CHECKS, Check, CheckKind, Parameter, parameters};
use crate::outcome::Severity;
use crate::problem::{Problems, did_you_mean, nearest};
use crate::texts::{Bilingual, Language, filled, placeholders};

/// The content of a rule file, with defaults in place of invalid parts.
pub(super) struct RuleFile {
    pub id: String,
    /// Byte offset of the id.
    pub id_at: usize,
    pub aliases: Vec<(String, usize)>,
    pub status: RuleStatus,
    pub severity: Severity,
    pub owner: OwnerRole,
    pub effort: Effort,
    pub legal: Vec<(String, usize)>,
    pub defects: Vec<String>,
    pub defect_variants: BTreeMap<String, Vec<String>>,
    pub act: Vec<String>,
    pub wcag: Vec<String>,
    pub title: Bilingual,
    pub why: Bilingual,
    pub remedy: Bilingual,
    pub task: Option<Bilingual>,
    pub interim: Option<Bilingual>,
    pub question: Option<Bilingual>,
    pub message: BTreeMap<String, Bilingual>,
    pub yields_to: Vec<(String, usize)>,
    /// The check built from its parameters, or what is wrong with them; `None` if there is no such algorithm.
    pub check: Option<Result<Check, Vec<String>>>,
    /// Byte offset of the parameters.
    pub params_at: usize,
}

/// Placeholders allowed in the text of a task.
const TASK_FACTS: &[&str] = &["field", "missing"];

/// Keys of a rule file in their usual order, and whether each is required.
const KEYS: &[(&str, bool)] = &[
    ("id", true),
    ("aliases", false),
    ("status", false),
    ("severity", true),
    ("check", true),
    ("owner", true),
    ("effort", true),
    ("legal", false),
    ("defects", false),
    ("defect_variants", false),
    ("act", false),
    ("wcag", false),
    ("yields_to", false),
    ("title", true),
    ("why", true),
    ("remedy", true),
    ("task", false),
    ("interim", false),
    ("question", false),
    ("message", true),
    ("params", false),
];

/// Reads a rule file and adds its mistakes to `problems`. With `own`, German texts suffice. `None` if it is not TOML.
pub(super) fn read(file: &str, text: &str, own: bool, problems: &mut Problems) -> Option<RuleFile> {
    let mut reader = FileReader {
        file,
        text,
        own,
        problems,
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.wrong(at, "invalid", &[("cause", &error.message())]);
    }
    // After a broken line, the rest may be parsed as something that was not meant.
    errors.is_empty().then(|| reader.rule(table.get_ref()))
}

struct FileReader<'t> {
    file: &'t str,
    text: &'t str,
    own: bool,
    problems: &'t mut Problems,
}

type Value<'d> = Spanned<DeValue<'d>>;

impl FileReader<'_> {
    fn wrong(&mut self, at: usize, key: &str, values: &[(&str, &dyn Display)]) {
        let position = Some(position(self.text, at));
        self.problems
            .0
            .push(problem(key, self.file, position, values));
    }

    /// Reports an unknown name with the known one that was probably meant, or with all known names if they are few.
    fn unknown(&mut self, at: usize, key: &str, name: &str, known: &[&str]) {
        const FEW: usize = 24;
        let position = Some(position(self.text, at));
        let mut problem = problem(key, self.file, position, &[("name", &name)]);
        let near = nearest(name, known.iter().copied());
        problem.message = problem.message.followed_by(&did_you_mean(near));
        if (1..=FEW).contains(&known.len()) {
            let known = known.join(", ");
            problem.message = problem
                .message
                .followed_by(&Bilingual::filled("rule.valid-are", &[("known", &known)]));
        }
        self.problems.0.push(problem);
    }

    fn rule(mut self, table: &DeTable<'_>) -> RuleFile {
        let known: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        let mut by_place: Vec<_> = table.iter().collect();
        by_place.sort_by_key(|(key, _)| key.span().start);
        for (key, _) in by_place {
            if !known.contains(&key.get_ref().as_ref()) {
                self.unknown(key.span().start, "unknown-key", key.get_ref(), &known);
            }
        }
        for (key, _) in KEYS.iter().filter(|(_, needed)| *needed) {
            if !table.contains_key(*key) {
                self.wrong(0, "missing-key", &[("key", key)]);
            }
        }
        let get = |key: &str| table.get(key);
        let id = self.text_at(get("id"), "id");
        if let Some((id, at)) = &id
            && !is_id(id)
        {
            self.wrong(*at, "bad-id", &[("id", id)]);
        }
        let named = self.text_at(get("check"), "check");
        let kind = named.and_then(|(name, at)| {
            let kind = CHECKS.iter().copied().find(|kind| kind.name == name);
            if kind.is_none() {
                let known: Vec<&str> = CHECKS.iter().map(|kind| kind.name).collect();
                self.unknown(at, "unknown-check", &name, &known);
            }
            kind
        });
        let params = self.params(get("params"));
        let check = kind.map(|kind| {
            let check = (kind.build)(params.clone());
            // If the check can be built, all parameters are valid; building it is the expensive part.
            if check.is_err() {
                self.judge_params(get("params"), &params, kind);
            }
            check
        });
        let (id, id_at) = id.unwrap_or_default();
        RuleFile {
            id,
            id_at,
            aliases: self.texts(get("aliases"), "aliases"),
            status: self
                .word(
                    get("status"),
                    "status",
                    &RuleStatus::NAMES,
                    RuleStatus::from_name,
                )
                .unwrap_or_default(),
            severity: self
                .word(
                    get("severity"),
                    "severity",
                    &Severity::NAMES,
                    Severity::from_name,
                )
                .unwrap_or(Severity::Moderate),
            owner: self
                .word(
                    get("owner"),
                    "owner",
                    &OwnerRole::NAMES,
                    OwnerRole::from_name,
                )
                .unwrap_or(OwnerRole::Development),
            effort: self
                .word(get("effort"), "effort", &Effort::NAMES, Effort::from_name)
                .unwrap_or(Effort::Medium),
            legal: self.texts(get("legal"), "legal"),
            act: self.plain_texts(get("act"), "act"),
            wcag: self.plain_texts(get("wcag"), "wcag"),
            defect_variants: self.defect_variants(get("defect_variants"), get("defects"), kind),
            defects: self.plain_texts(get("defects"), "defects"),
            title: self.both(get("title"), "title").unwrap_or_default(),
            why: self.both(get("why"), "why").unwrap_or_default(),
            remedy: self.both(get("remedy"), "remedy").unwrap_or_default(),
            interim: self.both(get("interim"), "interim"),
            question: self.both(get("question"), "question"),
            task: self.both(get("task"), "task").inspect(|task| {
                self.facts(get("task"), task, TASK_FACTS);
            }),
            message: self.messages(get("message"), kind),
            yields_to: self.texts(get("yields_to"), "yields_to"),
            check,
            params_at: get("params").map_or(0, |params| params.span().start),
        }
    }

    fn text_at(&mut self, value: Option<&Value<'_>>, key: &str) -> Option<(String, usize)> {
        let value = value?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(value.span().start, "no-text", &[("key", &key)]);
        }
        Some((text?.to_owned(), value.span().start))
    }

    fn texts(&mut self, value: Option<&Value<'_>>, key: &str) -> Vec<(String, usize)> {
        let Some(value) = value else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value.span().start, "no-texts", &[("key", &key)]);
            return Vec::new();
        };
        let texts = items.iter().map(|item| self.text_at(Some(item), key));
        texts.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn plain_texts(&mut self, value: Option<&Value<'_>>, key: &str) -> Vec<String> {
        let texts = self.texts(value, key).into_iter();
        texts.map(|(text, _)| text).collect()
    }

    /// A word of a closed list. `read` converts it; `words` lists the valid ones.
    fn word<T>(
        &mut self,
        value: Option<&Value<'_>>,
        key: &str,
        words: &[&str],
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let (text, at) = self.text_at(value, key)?;
        let word = read(&text);
        if word.is_none() {
            self.unknown(at, "unknown-word", &text, words);
        }
        word
    }

    /// A text in both languages. In a team's own rules, German or a plain string suffices.
    fn both(&mut self, value: Option<&Value<'_>>, key: &str) -> Option<Bilingual> {
        let value = value?;
        if let (Some(text), true) = (value.get_ref().as_str(), self.own) {
            let text = text.to_owned();
            return Some(Bilingual {
                de: text.clone(),
                en: text,
            });
        }
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value.span().start, "no-languages", &[("key", &key)]);
            return None;
        };
        for (language, _) in table {
            let name = language.get_ref().as_ref();
            if !["de", "en"].contains(&name) {
                self.unknown(language.span().start, "unknown-key", name, &["de", "en"]);
            }
        }
        let de = self.text_at(table.get("de"), "de").map(|(text, _)| text);
        let en = self.text_at(table.get("en"), "en").map(|(text, _)| text);
        match (de, en) {
            (Some(de), Some(en)) => Some(Bilingual { de, en }),
            (Some(de), None) if self.own => Some(Bilingual { en: de.clone(), de }),
            (de, _) => {
                let missing = if de.is_some() { "en" } else { "de" };
                let values: [(&str, &dyn Display); 2] = [("key", &key), ("language", &missing)];
                self.wrong(value.span().start, "no-language", &values);
                None
            }
        }
    }

    /// Reads messages. They may only use facts that the algorithm declares and variants it can select.
    fn messages(
        &mut self,
        value: Option<&Value<'_>>,
        kind: Option<&CheckKind>,
    ) -> BTreeMap<String, Bilingual> {
        let mut messages = BTreeMap::new();
        let Some(value) = value else {
            return messages;
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value.span().start, "no-message", &[]);
            return messages;
        };
        if !table.contains_key("failed") && !table.contains_key("cant-tell") {
            self.wrong(value.span().start, "no-message", &[]);
        }
        let variants = kind.map_or(&[] as &[&str], |kind| kind.variants);
        let counts = kind.is_some_and(|kind| kind.facts.contains(&"count"));
        let known: Vec<String> = ["failed", "cant-tell"]
            .into_iter()
            .flat_map(|base| {
                let exact = variants
                    .iter()
                    .map(move |variant| format!("{base}.{variant}"));
                std::iter::once(base.to_owned()).chain(exact)
            })
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for (key, message) in table {
            let name = key.get_ref().as_ref();
            let of_one = name.strip_suffix(OF_ONE).filter(|_| counts);
            if kind.is_some() && !known.contains(&of_one.unwrap_or(name)) {
                self.unknown(key.span().start, "unknown-message", name, &known);
            }
            if let Some(said) = self.both(Some(message), name) {
                if let Some(kind) = kind {
                    self.facts(Some(message), &said, kind.facts);
                }
                messages.insert(name.to_owned(), said);
            }
        }
        messages
    }

    /// Reports placeholders for facts that the algorithm does not provide.
    fn facts(&mut self, value: Option<&Value<'_>>, said: &Bilingual, known: &[&str]) {
        let at = value.map_or(0, |value| value.span().start);
        let mut told = Vec::new();
        for language in [Language::De, Language::En] {
            for name in placeholders(said.get(language)) {
                if !element::is_known(name, known) && !told.contains(&name) {
                    self.unknown(at, "unknown-fact", name, known);
                    told.push(name);
                }
            }
        }
    }

    fn defect_variants(
        &mut self,
        value: Option<&Value<'_>>,
        defects: Option<&Value<'_>>,
        kind: Option<&CheckKind>,
    ) -> BTreeMap<String, Vec<String>> {
        let mut by_defect = BTreeMap::new();
        let Some(value) = value else {
            return by_defect;
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(
                value.span().start,
                "no-table",
                &[("key", &"defect_variants")],
            );
            return by_defect;
        };
        let listed: Vec<&str> = defects
            .and_then(|defects| defects.get_ref().as_array())
            .into_iter()
            .flat_map(|items| items.iter().filter_map(|item| item.get_ref().as_str()))
            .collect();
        for (defect, variants) in table {
            let name = defect.get_ref().as_ref();
            if !listed.contains(&name) {
                self.wrong(defect.span().start, "unlisted-defect", &[("name", &name)]);
            }
            let variants = self.texts(Some(variants), name);
            for (variant, at) in &variants {
                if let Some(kind) = kind
                    && !kind.variants.contains(&variant.as_str())
                {
                    self.unknown(*at, "unknown-variant", variant, kind.variants);
                }
            }
            let variants = variants.into_iter().map(|(variant, _)| variant).collect();
            by_defect.insert(name.to_owned(), variants);
        }
        by_defect
    }

    /// The parameters; empty if they are not a table.
    fn params(&mut self, value: Option<&Value<'_>>) -> toml::Table {
        let Some(value) = value else {
            return toml::Table::new();
        };
        if value.get_ref().as_table().is_none() {
            self.wrong(value.span().start, "no-table", &[("key", &"params")]);
            return toml::Table::new();
        }
        let whole: Option<toml::Table> = toml::from_str(self.text).ok();
        let given = whole.and_then(|mut whole| whole.remove("params"));
        match given {
            Some(toml::Value::Table(given)) => given,
            _ => toml::Table::new(),
        }
    }

    /// Reports what is wrong with each parameter on its own.
    fn judge_params(
        &mut self,
        value: Option<&Value<'_>>,
        given: &toml::Table,
        kind: &'static CheckKind,
    ) {
        let Some(table) = value.and_then(|value| value.get_ref().as_table()) else {
            return;
        };
        let parameters = parameters(kind);
        let known: Vec<&str> = parameters.iter().map(|it| it.name.as_str()).collect();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(parameter) = parameters.iter().find(|it| it.name == name) else {
                self.unknown(key.span().start, "unknown-param", name, &known);
                continue;
            };
            if let Some(value_given) = given.get(name)
                && let Some(cause) = parameter.refuses(kind, value_given)
            {
                self.param(value.span().start, parameter, &cause);
            }
        }
    }

    fn param(&mut self, at: usize, parameter: &Parameter, cause: &str) {
        let values = |language| {
            let expected = parameter.kind.words(language);
            let values: [(&str, &dyn Display); 3] = [
                ("name", &parameter.name),
                ("expected", &expected),
                ("cause", &cause),
            ];
            filled("rule.wrong-param", language, &values)
        };
        let mut problem = problem("wrong-param", self.file, Some(position(self.text, at)), &[]);
        problem.message = Bilingual::of(values);
        self.problems.0.push(problem);
    }
}

/// Whether an id has the form `room/words-with-hyphens`.
pub fn is_id(id: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .chars()
                .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-')
    };
    let parts: Vec<&str> = id.split('/').collect();
    parts.len() == 2 && parts.into_iter().all(is_part)
}

/// What is written where a text of both languages is meant.
pub(super) fn missing_params_sentence(cause: &str) -> Bilingual {
    let missing = cause
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let message = |language| match missing {
        Some(name) => filled("rule.missing-param", language, &[("name", &name)]),
        None => filled("rule.bad-params", language, &[("cause", &cause)]),
    };
    Bilingual::of(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_two_parts() {
        assert!(is_id("stadt/kein-fax") && is_id("a11y/4-felder"));
        for id in [
            "kein-fax",
            "Stadt/fax",
            "stadt/",
            "stadt/kein fax",
            "a/b/c",
            "../b",
            "a/-b",
        ] {
            assert!(!is_id(id), "{id}");
        }
    }
}
