//! Reading rule files: strict, everything wrong reported at once, with place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::checklist::{ChecklistFile, STANDARD};
use super::{
    Checklist, Defect, Effort, Formula, LegalSource, OwnerRole, Planning, Rule, RuleBook, RuleCard,
    RuleStatus,
};
use crate::check::{CHECKS, CheckKind};
use crate::model::SourceText;
use crate::outcome::Severity;
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::texts::{Bilingual, Language, filled, placeholders};

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Names and contents of rule files.
pub type RuleFiles = BTreeMap<String, String>;

/// A rule file by its parts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    status: RuleStatus,
    severity: Severity,
    check: Spanned<String>,
    owner: OwnerRole,
    effort: Effort,
    #[serde(default)]
    legal: Vec<Spanned<String>>,
    #[serde(default)]
    defects: Vec<String>,
    #[serde(default)]
    defect_variants: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    act: Vec<String>,
    #[serde(default)]
    wcag: Vec<String>,
    title: Bilingual,
    why: Bilingual,
    remedy: Bilingual,
    task: Option<Spanned<Bilingual>>,
    interim: Option<Bilingual>,
    question: Option<Bilingual>,
    message: BTreeMap<String, Spanned<Bilingual>>,
    #[serde(default)]
    params: Option<Spanned<toml::Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegalFile {
    source: Vec<LegalSource>,
}

/// The catalogue of defects.
const DEFECTS: &str = "defects.toml";

/// What planning assumes.
const PLANNING: &str = "plan.toml";

/// What the text of a task may name.
const TASK_FACTS: &[&str] = &["field", "missing"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefectFile {
    defect: Vec<Defect>,
}

/// Loads the rules compiled into the program, with the files of `overlay` added or replacing those of
/// the same name.
///
/// # Errors
/// All mistakes in all files, when there is any.
pub fn load(overlay: Option<&Path>) -> Result<RuleBook, Problems> {
    let mut files: RuleFiles = FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let mut problems = Problems::default();
    if let Some(folder) = overlay {
        read_overlay(folder, &mut files, &mut problems);
    }
    let book = parse(&files, &mut problems);
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    Ok(book)
}

fn read_overlay(folder: &Path, files: &mut RuleFiles, problems: &mut Problems) {
    let mut found = false;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = match &entry {
            Ok(entry) => entry.path(),
            Err(error) => error.path().unwrap_or(folder),
        };
        if path.extension().is_none_or(|extension| extension != "toml") && entry.is_ok() {
            continue;
        }
        let name = path.strip_prefix(folder).unwrap_or(path);
        let name = name.to_string_lossy().replace('\\', "/");
        match std::fs::read_to_string(path) {
            Ok(text) => {
                found = true;
                files.insert(name, text);
            }
            Err(error) => problems.0.push(problem(
                "unreadable",
                &path.to_string_lossy(),
                None,
                &[("cause", &error)],
            )),
        }
    }
    if !found {
        problems.0.push(problem(
            "nothing-found",
            &folder.to_string_lossy(),
            None,
            &[],
        ));
    }
}

/// Parses rule files. Problems are added; what could be read is returned.
pub(crate) fn parse(files: &RuleFiles, problems: &mut Problems) -> RuleBook {
    let mut reader = Reader {
        problems,
        ids: BTreeMap::new(),
    };
    let mut legal = BTreeMap::new();
    for (name, text) in files.iter().filter(|(name, _)| name.starts_with("legal")) {
        for source in reader
            .toml::<LegalFile>(name, text)
            .map(|file| file.source)
            .unwrap_or_default()
        {
            reader.claim(&source.id, name, None);
            legal.insert(source.id.clone(), source);
        }
    }
    let mut defects = BTreeMap::new();
    for (name, text) in files.iter().filter(|(name, _)| *name == DEFECTS) {
        let file = reader.toml::<DefectFile>(name, text);
        for defect in file.map(|file| file.defect).unwrap_or_default() {
            reader.claim(&defect.id, name, None);
            defects.insert(defect.id.clone(), defect);
        }
    }
    let mut rules = BTreeMap::new();
    let mut checklist_files = Vec::new();
    let mut vocabulary = Vec::new();
    for (name, text) in files {
        if name.starts_with("vocabulary/") {
            vocabulary.push((name.clone(), text.clone()));
        } else if name.starts_with("checklists/") {
            let file = reader.toml::<ChecklistFile>(name, text);
            checklist_files.extend(file.map(|file| (name, file)));
        } else if !name.starts_with("legal")
            && name != DEFECTS
            && name != PLANNING
            && let Some(rule) = reader.rule(name, text, &legal)
        {
            rules.insert(rule.card.id.clone(), rule);
        }
    }
    for card in rules.values().map(|rule: &Rule| &rule.card) {
        for id in card.defects.iter().filter(|id| !defects.contains_key(*id)) {
            reader.wrong("unknown-defect", &card.id, None, &[("id", id)]);
        }
    }
    let planning = files
        .get(PLANNING)
        .and_then(|text| reader.planning(text, &rules));
    let mut checklists = reader.checklists(checklist_files);
    for checklist in &checklists {
        reader.checklist(checklist, &rules, &legal);
    }
    checklists.sort_by(|a: &Checklist, b| a.id.cmp(&b.id));
    let mut hash = Sha256::new();
    for (name, text) in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    RuleBook {
        rules,
        checklists,
        legal,
        defects,
        planning: planning.unwrap_or_default(),
        vocabulary,
        digest: crate::source::hex(&hash.finalize()),
    }
}

struct Reader<'p> {
    problems: &'p mut Problems,
    ids: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn toml<T: serde::de::DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let position = error.span().map(|span| position(text, span.start));
                let mut problem = problem("invalid", file, None, &[("cause", &error.message())]);
                problem.position = position;
                self.problems.0.push(problem);
                None
            }
        }
    }

    fn wrong(
        &mut self,
        key: &str,
        file: &str,
        at: Option<(&str, usize)>,
        values: &[(&str, &dyn std::fmt::Display)],
    ) {
        let mut problem = problem(key, file, None, values);
        problem.position = at.map(|(text, offset)| position(text, offset));
        self.problems.0.push(problem);
    }

    /// A name that does not exist, with the known one that was probably meant.
    fn unknown<'n>(
        &mut self,
        key: &str,
        file: &str,
        at: Option<(&str, usize)>,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let mut problem = problem(key, file, None, &[("name", &name)]);
        problem.position = at.map(|(text, offset)| position(text, offset));
        let hint = did_you_mean(nearest(name, known));
        problem.message = problem.message.followed_by(&hint);
        self.problems.0.push(problem);
    }

    /// Each id belongs to one file; a second claim is a mistake, never a silent override.
    fn claim(&mut self, id: &str, file: &str, at: Option<(&str, usize)>) {
        if let Some(first) = self.ids.insert(id.to_owned(), file.to_owned()) {
            self.wrong("duplicate-id", file, at, &[("id", &id), ("other", &first)]);
        }
    }

    fn rule(
        &mut self,
        file: &str,
        text: &str,
        legal: &BTreeMap<String, LegalSource>,
    ) -> Option<Rule> {
        let raw: RuleFile = self.toml(file, text)?;
        let id = raw.id.get_ref().clone();
        self.claim(&id, file, Some((text, raw.id.span().start)));
        for alias in &raw.aliases {
            self.claim(alias, file, None);
        }
        for source in &raw.legal {
            if !legal.contains_key(source.get_ref()) {
                self.wrong(
                    "unknown-legal",
                    file,
                    Some((text, source.span().start)),
                    &[("id", source.get_ref())],
                );
            }
        }
        let Some(kind) = CHECKS.iter().find(|kind| kind.name == raw.check.get_ref()) else {
            let at = Some((text, raw.check.span().start));
            let known = CHECKS.iter().map(|kind| kind.name);
            self.unknown("unknown-check", file, at, raw.check.get_ref(), known);
            return None;
        };
        self.messages(file, text, &raw.message, kind);
        if let Some(task) = &raw.task {
            self.facts(file, text, task, TASK_FACTS);
        }
        for (defect, variants) in &raw.defect_variants {
            let at = Some((text, variants.span().start));
            if !raw.defects.contains(defect) {
                self.wrong("unlisted-defect", file, at, &[("name", defect)]);
            }
            for name in variants.get_ref() {
                if !kind.variants.contains(&name.as_str()) {
                    let known = kind.variants.iter().copied();
                    self.unknown("unknown-variant", file, at, name, known);
                }
            }
        }
        let at = raw.params.as_ref().map_or(0, |params| params.span().start);
        let params = raw.params.map(Spanned::into_inner).unwrap_or_default();
        let check = match (kind.build)(params) {
            Ok(check) => check,
            Err(causes) => {
                for cause in causes {
                    self.wrong("bad-params", file, Some((text, at)), &[("cause", &cause)]);
                }
                return None;
            }
        };
        Some(Rule {
            card: RuleCard {
                id,
                aliases: raw.aliases,
                status: raw.status,
                severity: raw.severity,
                owner: raw.owner,
                effort: raw.effort,
                legal: raw.legal.into_iter().map(Spanned::into_inner).collect(),
                defects: raw.defects,
                defect_variants: raw
                    .defect_variants
                    .into_iter()
                    .map(|(defect, variants)| (defect, variants.into_inner()))
                    .collect(),
                act: raw.act,
                wcag: raw.wcag,
                title: raw.title,
                why: raw.why,
                remedy: raw.remedy,
                task: raw.task.map(Spanned::into_inner),
                interim: raw.interim,
                question: raw.question,
                message: raw
                    .message
                    .into_iter()
                    .map(|(key, text)| (key, text.into_inner()))
                    .collect(),
            },
            check,
        })
    }

    /// Texts may only use facts that the algorithm declares, and only variants it can select.
    fn messages(
        &mut self,
        file: &str,
        text: &str,
        messages: &BTreeMap<String, Spanned<Bilingual>>,
        kind: &CheckKind,
    ) {
        if !messages.contains_key("failed") && !messages.contains_key("cant-tell") {
            self.wrong("no-message", file, None, &[]);
        }
        for (key, message) in messages {
            let at = Some((text, message.span().start));
            let (base, variant) = key.split_once('.').unwrap_or((key, ""));
            if !matches!(base, "failed" | "cant-tell")
                || !(variant.is_empty() || kind.variants.contains(&variant))
            {
                self.wrong("unknown-message", file, at, &[("name", key)]);
            }
            self.facts(file, text, message, kind.facts);
        }
    }

    /// A text may only name facts that are there to fill it.
    fn facts(&mut self, file: &str, text: &str, said: &Spanned<Bilingual>, known: &[&str]) {
        let at = Some((text, said.span().start));
        for language in [Language::De, Language::En] {
            for name in placeholders(said.get_ref().get(language)) {
                if !known.contains(&name) {
                    self.unknown("unknown-fact", file, at, name, known.iter().copied());
                }
            }
        }
    }

    /// The planning assumptions; a rule they name must exist.
    fn planning(&mut self, text: &str, rules: &BTreeMap<String, Rule>) -> Option<Planning> {
        let planning: Planning = self.toml(PLANNING, text)?;
        for rule in &planning.entry_rules {
            if !rules.contains_key(rule) {
                let known = rules.keys().map(String::as_str);
                let at = text.find(rule.as_str()).map(|offset| (text, offset));
                self.unknown("unknown-rule", PLANNING, at, rule, known);
            }
        }
        Some(planning)
    }

    /// Complete checklists first, then those made of them.
    fn checklists(&mut self, files: Vec<(&String, ChecklistFile)>) -> Vec<Checklist> {
        let (derived, complete): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(_, file)| file.base.is_some());
        let complete = complete.into_iter().map(|(_, file)| file.resolve(None));
        let mut checklists: Vec<Checklist> = complete.collect();
        let known = checklists.len();
        for (name, file) in derived {
            let Some(base) = &file.base else { continue };
            let standard = base.standard.as_deref().unwrap_or(STANDARD);
            if standard != STANDARD {
                self.unknown(
                    "unknown-standard",
                    name,
                    None,
                    standard,
                    [STANDARD].into_iter(),
                );
            }
            let lists = &checklists[..known];
            let Some(list) = lists.iter().find(|list| list.id == base.checklist) else {
                let ids = lists.iter().map(|list| list.id.as_str());
                self.unknown("unknown-checklist", name, None, &base.checklist, ids);
                continue;
            };
            let criteria = list.criteria.clone();
            let ids = || criteria.iter().map(|criterion| criterion.id.as_str());
            for id in file.named().filter(|named| ids().all(|id| id != *named)) {
                self.unknown("unknown-criterion", name, None, id, ids());
            }
            checklists.push(file.resolve(Some(&criteria)));
        }
        checklists
    }

    fn checklist(
        &mut self,
        list: &Checklist,
        rules: &BTreeMap<String, Rule>,
        legal: &BTreeMap<String, LegalSource>,
    ) {
        let file = format!("checklists/{}.toml", list.id);
        let mut seen = BTreeSet::new();
        for criterion in &list.criteria {
            if !seen.insert(criterion.id.as_str()) {
                self.wrong(
                    "duplicate-id",
                    &file,
                    None,
                    &[("id", &criterion.id), ("other", &file)],
                );
            }
            for source in criterion
                .legal
                .iter()
                .filter(|source| !legal.contains_key(*source))
            {
                self.wrong("unknown-legal", &file, None, &[("id", source)]);
            }
            for rule in criterion.decided_by.iter().flat_map(Formula::rules) {
                if !rules.contains_key(rule) {
                    let known = rules.keys().map(String::as_str);
                    self.unknown("unknown-rule", &file, None, rule, known);
                }
            }
        }
    }
}

impl Formula {
    /// Rule ids it names.
    pub fn rules(&self) -> Vec<&str> {
        match self {
            Self::Rule(id) => vec![id],
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().flat_map(Self::rules).collect()
            }
            Self::Wcag { .. } | Self::Defects { .. } => Vec::new(),
        }
    }
}

fn problem(
    key: &str,
    file: &str,
    position: Option<crate::model::Position>,
    values: &[(&str, &dyn std::fmt::Display)],
) -> Problem {
    let key = format!("rule.{key}");
    Problem {
        code: "RULE".to_owned(),
        level: Level::Error,
        file: file.to_owned(),
        position,
        message: Bilingual {
            de: filled(&key, Language::De, values),
            en: filled(&key, Language::En, values),
        },
    }
}

fn position(text: &str, offset: usize) -> crate::model::Position {
    SourceText::new(text).position(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_load() {
        if let Err(problems) = load(None) {
            panic!("{problems}");
        }
    }

    #[test]
    fn defects_select_the_rules_that_cover_them() {
        let formula: Formula = toml::from_str::<BTreeMap<String, Formula>>(
            "f = { any = [{ defects = [\"ui-three-options\"] }, { wcag = \"1.1.1\" }] }",
        )
        .expect("a formula")
        .remove("f")
        .expect("the formula");
        let book = load(None).expect("the shipped rules load");
        for rule in book.rules.values() {
            let card = &rule.card;
            let covers = card
                .defects
                .iter()
                .any(|defect| defect == "ui-three-options")
                || card.wcag.iter().any(|criterion| criterion == "1.1.1");
            assert_eq!(formula.involves(card), covers, "{}", card.id);
        }
    }

    #[test]
    fn all_mistakes_come_at_once_with_their_lines() {
        let mut files = RuleFiles::new();
        files.insert("gender/a.toml".into(), "id = 1".into());
        files.insert("gender/b.toml".into(), "\n\ntitel = 'x'".into());
        let mut problems = Problems::default();
        parse(&files, &mut problems);
        assert_eq!(problems.0.len(), 2);
        assert_eq!(problems.0[1].position.map(|at| at.line), Some(3));
    }
}
