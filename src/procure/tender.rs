//! A tender: its subject, lots, weighted questions, and bidders. It is the buyer's folder; the bidders' dossiers are
//! inside it.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::decision::{BidDecision, read_decisions};
use super::frozen::{FrozenList, read_frozen};
use super::reader::{File, Reader, Section, both, problem, same};
use super::{Question, questions};
use crate::problem::{Problem, Problems, nearest};
use crate::rule::{Checklist, RuleBook};

/// The file that marks a folder as a tender.
pub const TENDER_FILE: &str = "tender.toml";

/// Folder of the bidders' dossiers.
pub const BIDDERS: &str = "bidders";

/// Folder of the buyer's decisions, one file for each bidder.
pub const DECISIONS: &str = "decisions";

/// Maximum points of a demand.
pub const MAX_WEIGHT: u32 = 1000;

/// Maximum number of bidders judged together.
const MAX_BIDDERS: usize = 200;

/// The subject of the tender, and the buyer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderHeading {
    /// The subject of the tender.
    pub name: String,
    /// Reference of the procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The buyer.
    pub buyer: String,
    /// Deadline for missing documents of bidders, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement_until: Option<String>,
    /// Contractual deadline for remedying missing points, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy_until: Option<String>,
}

/// A part that is awarded separately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Short id (`1`).
    pub id: String,
    /// Its subject.
    pub name: String,
}

/// A valid tender.
#[derive(Clone, Debug)]
pub struct Tender {
    /// Its folder.
    pub root: PathBuf,
    /// The subject of the tender.
    pub heading: TenderHeading,
    /// Its lots; empty if there is a single award.
    pub lots: Vec<Lot>,
    /// The checklists as they were when the tender was created.
    pub checklists: Vec<Checklist>,
    /// The frozen files of these checklists.
    pub frozen: Vec<FrozenList>,
    /// The questions, with the weights and knock-outs of this tender.
    pub questions: Vec<Question>,
    /// The bidders with the decisions about them, by folder name.
    pub bidders: Vec<(String, Vec<BidDecision>)>,
}

impl Tender {
    /// Whether a folder is a tender.
    pub fn is_one(folder: &Path) -> bool {
        folder.join(TENDER_FILE).symlink_metadata().is_ok()
    }

    /// Reads the buyer's files in a folder; the dossiers are not read.
    ///
    /// # Errors
    /// All mistakes in all files of the buyer.
    pub fn read_folder(folder: &Path, book: &RuleBook) -> Result<Self, Problems> {
        Self::read(folder, book, None)
    }

    /// Reads the buyer's files in order to judge the bids. Decisions dated later than `today` are mistakes: a record that
    /// contains them is worthless.
    ///
    /// # Errors
    /// All mistakes in all files of the buyer.
    pub fn read_to_judge(folder: &Path, book: &RuleBook, today: Date) -> Result<Self, Problems> {
        Self::read(folder, book, Some(today))
    }

    fn read(folder: &Path, book: &RuleBook, today: Option<Date>) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut tender = Self {
            root: folder.to_owned(),
            heading: TenderHeading::default(),
            lots: Vec::new(),
            checklists: Vec::new(),
            frozen: Vec::new(),
            questions: Vec::new(),
            bidders: Vec::new(),
        };
        if let Some(file) = File::read_form(&folder.join(TENDER_FILE), &mut problems) {
            tender.read_head(&file, book, &mut problems);
        }
        let names = bidders(folder, &mut problems);
        for name in names {
            let path = folder.join(DECISIONS).join(format!("{name}.toml"));
            let decisions = read_decisions(&path, &tender.questions, today, &mut problems);
            tender.bidders.push((name, decisions));
        }
        tender.refuse_stray_decisions(&mut problems);
        if problems.is_empty() {
            return Ok(tender);
        }
        let mut problems = Problems(problems);
        problems.sort();
        Err(problems)
    }

    /// The folder of a bidder.
    pub fn dossier(&self, bidder: &str) -> PathBuf {
        self.root.join(BIDDERS).join(bidder)
    }

    /// Maximum points of a bid.
    pub fn points(&self) -> u32 {
        self.questions.iter().map(|question| question.weight).sum()
    }

    fn read_head(&mut self, file: &File, book: &RuleBook, problems: &mut Vec<Problem>) {
        let (root, mut reader) = Reader::open(file, problems);
        let head = reader.whole(&root);
        reader.only(&head, &["checklists", "tender", "lot", "demand"]);
        match reader.table(&head, "tender", "[tender]") {
            Some(section) => self.heading = heading(&section, &mut reader),
            None => reader.missing(&head, "tender", "[tender]"),
        }
        for section in reader.tables(&head, "lot", "[[lot]]") {
            reader.only(&section, &["id", "name"]);
            let (id, name) = (
                reader.required(&section, "id"),
                reader.required(&section, "name"),
            );
            let (Some(id), Some(name)) = (id, name) else {
                continue;
            };
            if self.lots.iter().any(|lot| lot.id == id) {
                reader.wrong(&section, "id", "proc-013-lot", &[("value", same(&id))]);
            } else {
                self.lots.push(Lot { id, name });
            }
        }
        let lists = reader.texts(&head, "checklists").unwrap_or_default();
        if lists.is_empty() {
            reader.missing(&head, "checklists", "checklists");
        }
        for (id, at) in lists {
            if let Some((frozen, list)) = read_frozen(&self.root, &id, at, &mut reader) {
                self.frozen.push(frozen);
                self.checklists.push(list);
            }
        }
        self.questions = questions(&self.checklists, &book.legal);
        for section in reader.tables(&head, "demand", "[[demand]]") {
            self.weigh(&section, &mut reader);
        }
    }

    /// Reads the weight and the knock-out of a demand.
    fn weigh(&mut self, section: &Section<'_>, reader: &mut Reader<'_, '_>) {
        reader.only(section, &["question", "weight", "knockout"]);
        let weight = reader.number(section, "weight", MAX_WEIGHT);
        let knockout = reader.flag(section, "knockout");
        let Some(name) = reader.required(section, "question") else {
            return;
        };
        let named = |question: &&mut Question| question.is_named(&name);
        let mut meant: Vec<&mut Question> = self.questions.iter_mut().filter(named).collect();
        match meant.as_mut_slice() {
            [question] => {
                if let Some(weight) = weight {
                    question.weight = weight;
                }
                if let Some(knockout) = knockout {
                    question.knockout = knockout;
                    question.evidence |= knockout;
                }
            }
            [] => {
                let ids = self.questions.iter().map(|one| one.id.as_str());
                let hint = nearest(&name, ids)
                    .map_or_else(|| same(""), |near| both("hint", &[("name", same(near))]));
                let values = [("name", same(&name)), ("hint", hint)];
                reader.wrong(section, "question", "proc-008", &values);
            }
            [question, ..] => {
                let example = question.key();
                let values = [("name", same(&name)), ("example", same(&example))];
                reader.wrong(section, "question", "proc-008-ambiguous", &values);
            }
        }
    }

    /// Reports decision files without a bidder; they would be lost silently.
    fn refuse_stray_decisions(&self, problems: &mut Vec<Problem>) {
        let Ok(entries) = fs::read_dir(self.root.join(DECISIONS)) else {
            return;
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
            .collect();
        files.sort();
        for path in files {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            if self.bidders.iter().all(|(bidder, _)| *bidder != name) {
                let file = path.to_string_lossy();
                let values = [("value", same(&name))];
                problems.push(problem("proc-013-nobody", &file, None, &values));
            }
        }
    }
}

fn heading(section: &Section<'_>, reader: &mut Reader<'_, '_>) -> TenderHeading {
    reader.only(
        section,
        &[
            "name",
            "reference",
            "buyer",
            "supplement_until",
            "remedy_until",
        ],
    );
    let mut day = |field| reader.day(section, field).map(|day| day.to_string());
    TenderHeading {
        supplement_until: day("supplement_until"),
        remedy_until: day("remedy_until"),
        name: reader.required(section, "name").unwrap_or_default(),
        reference: reader.text(section, "reference"),
        buyer: reader.required(section, "buyer").unwrap_or_default(),
    }
}

/// The folders of the bidders by name. Links are rejected: they could lead anywhere.
fn bidders(folder: &Path, problems: &mut Vec<Problem>) -> Vec<String> {
    let base = folder.join(BIDDERS);
    let mut names = Vec::new();
    for entry in fs::read_dir(&base).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if folder && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    let file = base.to_string_lossy();
    if names.is_empty() {
        problems.push(problem("proc-013-empty", &file, None, &[]));
    }
    if names.len() > MAX_BIDDERS {
        let most = same(&MAX_BIDDERS.to_string());
        problems.push(problem("proc-013-many", &file, None, &[("most", most)]));
        names.clear();
    }
    names
}

/// A folder name for a bidder: letters, digits and hyphens, umlauts transliterated.
pub fn bidder_id(name: &str) -> String {
    let mut id = String::new();
    for ch in name.to_lowercase().chars() {
        match ch {
            'ä' => id.push_str("ae"),
            'ö' => id.push_str("oe"),
            'ü' => id.push_str("ue"),
            'ß' => id.push_str("ss"),
            ch if ch.is_ascii_alphanumeric() => id.push(ch),
            _ if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.trim_matches('-').chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::bidder_id;

    #[test]
    fn folders_of_bidders_have_plain_names() {
        assert_eq!(bidder_id("Müller & Söhne GmbH"), "mueller-soehne-gmbh");
        assert_eq!(bidder_id("../../etc"), "etc");
        assert_eq!(bidder_id("…"), "");
    }
}
