//! Loads rule files strictly: reports everything wrong at once, with places.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::checklist::{ChecklistFile, STANDARD};
use super::{
    Checklist, Defect, Formula, LegalSource, Planning, Rule, RuleBook, RuleCard, file, own,
};
use crate::model::SourceText;
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::texts::Bilingual;

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Names and contents of rule files.
pub type RuleFiles = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegalFile {
    source: Vec<LegalSource>,
}

/// The catalogue of defects.
const DEFECTS: &str = "defects.toml";

/// The planning assumptions.
const PLANNING: &str = "plan.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefectFile {
    defect: Vec<Defect>,
}

/// Loads the rules compiled into the program. Files of `overlay` are added or replace those of the same name; its rules
/// replace those of the same id.
///
/// # Errors
/// All mistakes in all files.
pub fn load(overlay: Option<&Path>) -> Result<RuleBook, Problems> {
    let mut files: RuleFiles = FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let mut problems = Problems::default();
    let mut own = BTreeSet::new();
    if let Some(folder) = overlay {
        for (name, text) in own::files(folder, &mut problems) {
            own.insert(name.clone());
            files.insert(name, text);
        }
    }
    let book = parse(&files, &own, &mut problems);
    if problems.has_errors() {
        // Report files by a path the user can open.
        for problem in &mut problems.0 {
            if let Some(folder) = overlay.filter(|_| own.contains(&problem.file)) {
                problem.file = folder.join(&problem.file).display().to_string();
            }
        }
        problems.sort();
        return Err(problems);
    }
    Ok(book)
}

/// Parses rule files. `own` holds the names of files that were not shipped. Adds problems, and returns what could be
/// read.
pub(crate) fn parse(
    files: &RuleFiles,
    own: &BTreeSet<String>,
    problems: &mut Problems,
) -> RuleBook {
    let mut reader = Reader {
        problems,
        own,
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
    // Own rules last, because they may replace shipped ones.
    let (own_files, shipped): (Vec<_>, Vec<_>) =
        files.iter().partition(|(name, _)| own.contains(*name));
    for (name, text) in shipped.into_iter().chain(own_files) {
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
    vocabulary.sort();
    for card in rules.values().map(|rule: &Rule| &rule.card) {
        for id in card.defects.iter().filter(|id| !defects.contains_key(*id)) {
            reader.wrong("unknown-defect", &card.id, None, &[("id", id)]);
        }
    }
    for rule in rules.values() {
        let file = reader.ids.get(&rule.card.id).cloned().unwrap_or_default();
        let text = files.get(&file).map_or("", String::as_str);
        if rule.yields_to.contains(&rule.card.id) {
            let at = text.find("yields_to").map(|offset| (text, offset));
            reader.wrong("yields-to-itself", &file, at, &[("id", &rule.card.id)]);
        }
        for graver in rule.yields_to.iter().filter(|id| !rules.contains_key(*id)) {
            let at = text.find(graver.as_str()).map(|offset| (text, offset));
            let known = rules.keys().map(String::as_str);
            reader.unknown("unknown-rule", &file, at, graver, known);
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
    /// Names of files that were not shipped.
    own: &'p BTreeSet<String>,
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

    /// Reports an unknown name with the known one that was probably meant.
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

    /// Reserves an id for a file. A second claim is a mistake, unless an own file replaces a shipped one.
    fn claim(&mut self, id: &str, file: &str, at: Option<(&str, usize)>) {
        let first = self.ids.insert(id.to_owned(), file.to_owned());
        let replaces = |first: &String| self.own.contains(file) && !self.own.contains(first);
        if let Some(first) = first.filter(|first| !replaces(first)) {
            self.wrong("duplicate-id", file, at, &[("id", &id), ("other", &first)]);
        }
    }

    fn rule(
        &mut self,
        file: &str,
        text: &str,
        legal: &BTreeMap<String, LegalSource>,
    ) -> Option<Rule> {
        let told = self.problems.0.len();
        let raw = file::read(file, text, self.own.contains(file), self.problems)?;
        // A missing id claims nothing.
        if !raw.id.is_empty() {
            self.claim(&raw.id, file, Some((text, raw.id_at)));
        }
        for (alias, at) in &raw.aliases {
            self.claim(alias, file, Some((text, *at)));
        }
        for (source, at) in &raw.legal {
            if !legal.contains_key(source) {
                let known = legal.keys().map(String::as_str);
                self.unknown("unknown-legal", file, Some((text, *at)), source, known);
            }
        }
        let check = match raw.check? {
            Ok(check) => check,
            // The parameters were already reported one by one.
            Err(_) if self.problems.0[told..].iter().any(is_about_params) => return None,
            Err(causes) => {
                for cause in causes {
                    let at = Some(position(text, raw.params_at));
                    let mut problem = problem("bad-params", file, at, &[("cause", &cause)]);
                    problem.message = file::missing_params_sentence(&cause);
                    self.problems.0.push(problem);
                }
                return None;
            }
        };
        let names = |pairs: Vec<(String, usize)>| pairs.into_iter().map(|(name, _)| name).collect();
        Some(Rule {
            card: RuleCard {
                id: raw.id,
                aliases: names(raw.aliases),
                status: raw.status,
                severity: raw.severity,
                owner: raw.owner,
                effort: raw.effort,
                legal: names(raw.legal),
                defects: raw.defects,
                defect_variants: raw.defect_variants,
                act: raw.act,
                wcag: raw.wcag,
                title: raw.title,
                why: raw.why,
                remedy: raw.remedy,
                task: raw.task,
                interim: raw.interim,
                question: raw.question,
                message: raw.message,
                is_about_answers: false,
            },
            check,
            yields_to: names(raw.yields_to),
        })
    }

    /// The planning assumptions. Rules they mention must exist.
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

    /// Complete checklists first, then those derived from them.
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
                self.wrong("unknown-legal", &file, None, &[("name", source)]);
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
    /// The ids of the rules it mentions.
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

/// Whether a problem is about one parameter.
fn is_about_params(problem: &Problem) -> bool {
    problem.code == PARAM
}

/// The code of problems with parameters.
pub(super) const PARAM: &str = "RULE-PARAM";

pub(super) fn problem(
    key: &str,
    file: &str,
    position: Option<crate::model::Position>,
    values: &[(&str, &dyn std::fmt::Display)],
) -> Problem {
    let code = match key {
        "unknown-param" | "wrong-param" => PARAM,
        _ => "RULE",
    };
    let key = format!("rule.{key}");
    Problem {
        code: code.to_owned(),
        level: Level::Error,
        file: file.to_owned(),
        position,
        message: Bilingual::filled(&key, values),
        application: None,
    }
}

pub(super) fn position(text: &str, offset: usize) -> crate::model::Position {
    SourceText::new(text).position_at(offset)
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
        parse(&files, &BTreeSet::new(), &mut problems);
        let of = |file: &str| problems.0.iter().filter(|it| it.file == file).count();
        // The wrong key and all missing ones.
        assert_eq!((of("gender/a.toml"), of("gender/b.toml")), (9, 10));
        let key = problems.0.iter().find(|it| it.message.en.contains("titel"));
        assert_eq!(key.and_then(|it| it.position).map(|at| at.line), Some(3));
    }
}
