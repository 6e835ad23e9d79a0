//! Open texts → the findings in them and in what depends on them, with editor positions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::address::real;
use super::errand::OpenTexts;
use super::position::{EditorRange, EditorText};
use crate::engine::KeptJudgements;
use crate::gap::{Gap, Panicked, contain};
use crate::gender::Vocabulary;
use crate::model::{Place, SourceText};
use crate::outcome::{Finding, Fingerprint, Severity};
use crate::problem::{Level, Problem, Problems};
use crate::project::{NamedFiles, Scan};
use crate::record::{Notice, Report};
use crate::remedy::{CheckedFiles, RemedySource};
use crate::report::Loudness;
use crate::rule::{RuleAddresses, RuleBook, RuleCard};
use crate::run::{Progress, run_again};
use crate::source::{ChangedFiles, TextsOnDisk, UnsavedTexts};
use crate::texts::{Language, filled};

/// The open texts at one moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Version of the texts.
    pub revision: u64,
    /// Real paths of the folders open in the editor.
    pub folders: Vec<PathBuf>,
    /// Open texts by the real paths of their files.
    #[serde(with = "super::errand::texts")]
    pub open: OpenTexts,
}

/// The findings, as far as the conversation needs them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Judgement {
    /// Version of the texts it is about.
    pub revision: u64,
    /// Marks by the real paths of their files, in order of position.
    pub marks: BTreeMap<PathBuf, Vec<Mark>>,
    /// Explanations of the rules behind the marks, by part and rule id.
    pub rules: Vec<BTreeMap<String, ExplainedRule>>,
    /// Why folders could not be judged.
    pub refusals: Vec<String>,
}

/// A rule in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExplainedRule {
    /// What it demands.
    pub title: String,
    /// Headings and the text below them.
    pub parts: Vec<(String, String)>,
}

/// The data behind the marks; it stays with the process that judged.
#[derive(Default)]
pub struct JudgedTexts {
    /// Version of the texts it is about.
    pub revision: u64,
    /// The judged folders and files.
    pub parts: Vec<JudgedPart>,
    /// The marks, as in [`Judgement`].
    pub marks: BTreeMap<PathBuf, Vec<Mark>>,
}

/// A judged folder, or a file outside all folders.
pub struct JudgedPart {
    /// The report on what concerns the open texts.
    pub report: Report,
    /// Its files, with unsaved texts in place of their content.
    pub files: CheckedFiles,
    /// Its rules.
    pub book: Arc<RuleBook>,
    /// Their vocabulary.
    pub vocabulary: Vocabulary,
    /// Language of the sentences.
    pub language: Language,
    /// Web addresses that explain its rules.
    pub addresses: Option<&'static RuleAddresses>,
}

/// Something shown at a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its position.
    pub range: EditorRange,
    /// How loud it is.
    pub loudness: Loudness,
    /// The rule id, or the kind of remark.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Web address that explains the rule.
    #[serde(default)]
    pub explained_at: Option<String>,
    /// Related places: file, range and text.
    pub related: Vec<(PathBuf, EditorRange, String)>,
    /// The finding, if it is about one.
    pub finding: Option<MarkedFinding>,
}

/// Where a judgement holds a mark's finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedFinding {
    /// Index into [`JudgedTexts::parts`].
    pub part: usize,
    /// Index into its applications.
    pub application: usize,
    /// The document as the report names it.
    pub document: String,
    /// The finding.
    pub fingerprint: Fingerprint,
}

/// Maximum number of marks shown per file.
const MOST_MARKS: usize = 1_000;
/// Maximum number of related places per mark.
const MOST_RELATED: usize = 20;

/// Judges what concerns the open texts. `scan` holds all settings except the paths. `language` is the requested
/// language; if it is `None` and the settings name none, German is used. `kept` holds earlier judgements.
pub fn judge(
    scan: &Scan,
    language: Option<Language>,
    snapshot: &Snapshot,
    kept: &KeptJudgements,
    progress: &dyn Progress,
) -> (Judgement, JudgedTexts) {
    let mut judgement = Judgement {
        revision: snapshot.revision,
        ..Judgement::default()
    };
    let mut parts = Vec::new();
    let texts = snapshot.open.iter();
    let unsaved = UnsavedTexts::new(texts.map(|(path, text)| (path.clone(), text.clone())));
    for (root, open) in by_root(snapshot) {
        let judged = contain(|| judge_root(scan, language, &root, open, &unsaved, kept, progress));
        let language = language.unwrap_or_default();
        match judged {
            Ok(Ok(part)) => {
                judgement.add_part(&part, parts.len(), snapshot);
                parts.push(part);
            }
            Ok(Err(problems)) => judgement.add_problems(&root, &problems, language),
            Err(Panicked(cause)) => judgement.refuse(&root, &cause, language),
        }
    }
    for marks in judgement.marks.values_mut() {
        leave_out(marks, language.unwrap_or_default());
        marks.sort_by(|a, b| (a.range, &a.code, &a.message).cmp(&(b.range, &b.code, &b.message)));
    }
    let judged = JudgedTexts {
        revision: judgement.revision,
        marks: judgement.marks.clone(),
        parts,
    };
    (judgement, judged)
}

/// Keeps only the most severe marks of a file if there are too many to look at, and adds how many there are.
fn leave_out(marks: &mut Vec<Mark>, language: Language) {
    let all = marks.len();
    if all <= MOST_MARKS {
        return;
    }
    marks.sort_by_key(|mark| (mark.loudness, mark.range));
    marks.truncate(MOST_MARKS);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("shown", &MOST_MARKS), ("all", &all)];
    let message = filled("editor.left-out", language, &values);
    let range = EditorRange::default();
    marks.push(Mark::remark(range, Loudness::Warning, "left-out", message));
}

/// Groups open files by the innermost open folder; a file outside all folders forms its own group.
fn by_root(snapshot: &Snapshot) -> BTreeMap<PathBuf, Vec<PathBuf>> {
    let mut roots: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in snapshot.open.keys() {
        let around = snapshot
            .folders
            .iter()
            .filter(|folder| path.starts_with(folder));
        let root = around.max_by_key(|folder| folder.components().count());
        roots
            .entry(root.unwrap_or(path).clone())
            .or_default()
            .push(path.clone());
    }
    roots
}

fn judge_root(
    scan: &Scan,
    language: Option<Language>,
    root: &Path,
    open: Vec<PathBuf>,
    unsaved: &UnsavedTexts,
    kept: &KeptJudgements,
    progress: &dyn Progress,
) -> Result<JudgedPart, Problems> {
    let prepared = Scan {
        paths: vec![root.display().to_string()],
        named: NamedFiles::EachAlone,
        ..scan.clone()
    }
    .prepare()?;
    let mut request = prepared.request;
    request.walk.unsaved = unsaved.clone();
    request.walk.changed = Some(Arc::new(ChangedFiles::worked_on(open)));
    let vocabulary = Vocabulary::load(&request.book.vocabulary)?;
    let texts = TextsOnDisk {
        max_bytes: request.limits.max_bytes,
        unsaved: unsaved.clone(),
    };
    let of_team = prepared.config.and_then(|config| config.language);
    Ok(JudgedPart {
        report: run_again(&request, &vocabulary, progress, Some(kept)),
        files: CheckedFiles::new(&request.inventory, texts),
        book: request.book.clone(),
        vocabulary,
        language: language.or(of_team).unwrap_or_default(),
        addresses: RuleAddresses::on_this_machine(),
    })
}

impl Judgement {
    fn add_part(&mut self, part: &JudgedPart, number: usize, snapshot: &Snapshot) {
        let mut texts = PlacedTexts::new(&part.files);
        let mut marks: Vec<(PathBuf, Mark)> = Vec::new();
        for (application, report) in part.report.applications.iter().enumerate() {
            for assertion in &report.assertions {
                for finding in &assertion.findings {
                    let about = MarkedFinding {
                        part: number,
                        application,
                        document: finding.place.document.clone(),
                        fingerprint: finding.fingerprint.clone(),
                    };
                    marks.extend(of_finding(
                        part,
                        &assertion.rule,
                        finding,
                        about,
                        &mut texts,
                    ));
                }
            }
            for gap in report.gaps.iter().filter(|gap| gap.reason.leaves_open()) {
                let mark = of_gap(gap, part.language, &mut texts);
                // Elsewhere, don't show which texts are being edited.
                marks.extend(mark.filter(|(path, _)| snapshot.open.contains_key(path)));
            }
        }
        for notice in &part.report.notices {
            marks.extend(of_notice(notice, part.language, &mut texts));
        }
        let mut rules = BTreeMap::new();
        for (path, mark) in marks {
            let card = part.report.rules.get(&mark.code);
            if let Some(card) = card.filter(|_| !rules.contains_key(&mark.code)) {
                rules.insert(mark.code.clone(), explained(card, part));
            }
            self.marks.entry(path).or_default().push(mark);
        }
        self.rules.push(rules);
    }

    /// Shows errors in settings and rules, each in its file.
    fn add_problems(&mut self, root: &Path, problems: &Problems, language: Language) {
        for problem in &problems.0 {
            let message = problem.message.get(language);
            let path = Path::new(&problem.file);
            match path.is_file().then(|| real(path)).flatten() {
                Some(path) => {
                    self.refuse(root, &problem.line(language), language);
                    let mark = of_problem(problem, &path, message);
                    self.marks.entry(path).or_default().push(mark);
                }
                None => self.refuse(root, message, language),
            }
        }
    }

    fn refuse(&mut self, root: &Path, cause: &str, language: Language) {
        let folder = root.display();
        let values: [(&str, &dyn std::fmt::Display); 2] = [("folder", &folder), ("cause", &cause)];
        self.refusals
            .push(filled("editor.not-judged", language, &values));
    }

    /// The rule of a mark of a finding.
    pub fn rule(&self, mark: &Mark) -> Option<&ExplainedRule> {
        let about = mark.finding.as_ref()?;
        self.rules.get(about.part)?.get(&mark.code)
    }

    /// The marks of a file that overlap or touch a range.
    pub fn marks_at(&self, path: &Path, range: EditorRange) -> impl Iterator<Item = &Mark> {
        meeting(&self.marks, path, range)
    }
}

impl JudgedTexts {
    /// The finding of a mark, with its part and application.
    pub fn finding(&self, about: &MarkedFinding) -> Option<(&JudgedPart, &str, &Finding)> {
        let part = self.parts.get(about.part)?;
        let application = part.report.applications.get(about.application)?;
        application.assertions.iter().find_map(|assertion| {
            let mut findings = assertion.findings.iter();
            let found = findings.find(|finding| finding.fingerprint == about.fingerprint)?;
            Some((part, assertion.rule.as_str(), found))
        })
    }

    /// The marks of a file that overlap or touch a range.
    pub fn marks_at(&self, path: &Path, range: EditorRange) -> impl Iterator<Item = &Mark> {
        meeting(&self.marks, path, range)
    }
}

fn meeting<'m>(
    marks: &'m BTreeMap<PathBuf, Vec<Mark>>,
    path: &Path,
    range: EditorRange,
) -> impl Iterator<Item = &'m Mark> {
    let marks = marks.get(path).into_iter().flatten();
    marks.filter(move |mark| mark.range.meets(&range))
}

fn explained(card: &RuleCard, part: &JudgedPart) -> ExplainedRule {
    let parts = card.explanation(&part.report.legal, part.language);
    let parts = parts.into_iter();
    ExplainedRule {
        title: card.title.get(part.language).clone(),
        parts: parts
            .map(|(heading, body)| (heading.to_owned(), body))
            .collect(),
    }
}

fn of_finding(
    part: &JudgedPart,
    rule: &str,
    finding: &Finding,
    about: MarkedFinding,
    texts: &mut PlacedTexts<'_>,
) -> Option<(PathBuf, Mark)> {
    let card = part.report.rules.get(rule);
    let (path, range) = texts.place(&finding.place)?;
    let severity = card.map_or(Severity::Advice, |card| card.severity);
    let related = finding.related.iter().filter_map(|place| {
        let (path, range) = texts.place(place)?;
        let names = match place.path.0.is_empty() {
            true => place
                .excerpt
                .clone()
                .unwrap_or_else(|| place.document.clone()),
            false => place.path.to_string(),
        };
        Some((path, range, names))
    });
    let related = related.take(MOST_RELATED).collect();
    let message = card.map_or_else(
        || rule.to_owned(),
        |card| card.sentence(finding, part.language),
    );
    let mark = Mark {
        range,
        loudness: Loudness::of_finding(finding, severity),
        code: rule.to_owned(),
        explained_at: part.addresses.and_then(|addresses| addresses.of(rule)),
        message,
        related,
        finding: Some(about),
    };
    Some((path, mark))
}

/// A gap is not a finding, but must not be mistaken for a pass.
fn of_gap(gap: &Gap, language: Language, texts: &mut PlacedTexts<'_>) -> Option<(PathBuf, Mark)> {
    let (path, range) = texts.place(&gap.place)?;
    let message = format!("{} {}", gap.cause(language), gap.reason.next_step(language));
    Some((
        path,
        Mark::remark(range, Loudness::Note, gap.reason.name(), message),
    ))
}

/// A comment or waiver without effect.
fn of_notice(
    notice: &Notice,
    language: Language,
    texts: &mut PlacedTexts<'_>,
) -> Option<(PathBuf, Mark)> {
    let (document, line) = notice.place.rsplit_once(':')?;
    let (path, range) = texts.line(document, line.parse().ok()?)?;
    let loudness = loudness(notice.level);
    let message = notice.message.get(language).clone();
    Some((path, Mark::remark(range, loudness, &notice.code, message)))
}

fn of_problem(problem: &Problem, path: &Path, message: &str) -> Mark {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let text = PlacedText::new(&SourceText::new(text));
    let range = problem.position.map(|position| {
        let start = text
            .source
            .offset(position.line.into(), position.column.into());
        text.shown.range(start..text.shown.end_of_line(start))
    });
    let loudness = loudness(problem.level);
    Mark::remark(
        range.unwrap_or_default(),
        loudness,
        &problem.code,
        message.to_owned(),
    )
}

const fn loudness(level: Level) -> Loudness {
    match level {
        Level::Error => Loudness::Error,
        Level::Warning => Loudness::Warning,
        Level::Info => Loudness::Note,
    }
}

impl Mark {
    /// A mark without a finding.
    fn remark(range: EditorRange, loudness: Loudness, code: &str, message: String) -> Self {
        Self {
            range,
            loudness,
            code: code.to_owned(),
            explained_at: None,
            message,
            related: Vec::new(),
            finding: None,
        }
    }
}

/// A text with both kinds of positions, those of reports and those of editors.
pub struct PlacedText {
    pub source: SourceText,
    pub shown: EditorText,
}

impl PlacedText {
    pub fn new(source: &SourceText) -> Self {
        Self {
            source: source.clone(),
            shown: EditorText::new(source.as_str()),
        }
    }

    /// The range to underline: that of the place, but only its first line.
    fn range(&self, place: &Place) -> EditorRange {
        // Cells of a sheet have no position in a text.
        let is_cell = place
            .selector
            .as_ref()
            .is_some_and(|name| name.contains('!'));
        let Some(start) = place.position.filter(|_| !is_cell) else {
            return EditorRange::default();
        };
        let offset = |position: crate::model::Position| {
            self.source
                .offset(position.line.into(), position.column.into())
        };
        let start = offset(start);
        let line = self.shown.end_of_line(start);
        let end = match place.end.map(offset) {
            Some(end) if end > start => end.min(line),
            _ => self.end_of_word(start),
        };
        self.shown.range(start..end.max(start))
    }

    fn end_of_word(&self, start: usize) -> usize {
        let behind = self.shown.as_str().get(start..).unwrap_or_default();
        let is_part = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-');
        let word = behind.find(|ch| !is_part(ch)).unwrap_or(behind.len());
        let first = behind
            .chars()
            .next()
            .filter(|ch| !matches!(ch, '\n' | '\r'));
        start + word.max(first.map_or(0, char::len_utf8))
    }
}

/// The texts of a report's documents, each read once.
struct PlacedTexts<'a> {
    files: &'a CheckedFiles,
    held: BTreeMap<String, Option<(PathBuf, PlacedText)>>,
}

impl<'a> PlacedTexts<'a> {
    fn new(files: &'a CheckedFiles) -> Self {
        Self {
            files,
            held: BTreeMap::new(),
        }
    }

    fn document(&mut self, name: &str) -> Option<&(PathBuf, PlacedText)> {
        if !self.held.contains_key(name) {
            let read = || {
                let path = real(&self.files.file(name)).filter(|path| path.is_file())?;
                // A file without text, or too large to read, at least has a beginning.
                let none = SourceText::new("");
                let capture = self.files.capture(name);
                let text = capture.as_ref().and_then(|capture| capture.text().ok());
                Some((path, PlacedText::new(text.unwrap_or(&none))))
            };
            let read = read();
            self.held.insert(name.to_owned(), read);
        }
        self.held.get(name)?.as_ref()
    }

    fn place(&mut self, place: &Place) -> Option<(PathBuf, EditorRange)> {
        let (path, text) = self.document(&place.document)?;
        Some((path.clone(), text.range(place)))
    }

    /// Range of a line, counted from 1.
    fn line(&mut self, document: &str, line: u32) -> Option<(PathBuf, EditorRange)> {
        let (path, text) = self.document(document)?;
        let start = text.source.offset(line.into(), 1);
        let range = text.shown.range(start..text.shown.end_of_line(start));
        Some((path.clone(), range))
    }
}
