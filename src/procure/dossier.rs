//! A bidder's dossier: `dossier.toml` (product and artefacts) and `answers.toml`, strictly read.

use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::conformance::ConformanceReport;
use super::decision::says_not_applicable;
use super::exhibit::{Exhibit, ExhibitFile};
use super::frozen::{FrozenList, frozen_ids, holds_frozen, read_frozen};
use super::reader::{File, Reader, Section, both, same};
use super::{Question, questions};
use crate::closed::closed;
use crate::inventory::{
    AddressFault, Application, ApplicationUrl, Artefact, ArtefactTarget, Inventory, Origin,
    web_address,
};
use crate::problem::{Problem, Problems, fold, nearest};
use crate::rule::{Checklist, RuleBook};

/// Name of the file with product and artefacts.
const DOSSIER: &str = "dossier.toml";

/// Name of the file with the answers.
pub(super) const ANSWERS: &str = "answers.toml";

/// A valid submission of a bidder.
#[derive(Clone, Debug)]
pub struct Bid {
    /// The product and its vendor.
    pub product: Product,
    /// The applicable questions with their answers.
    pub asked: Vec<Asked>,
    /// The lots of this bid; empty means all.
    pub lots: Vec<String>,
    /// The checklists of its questions; empty in a tender, which has its own.
    pub checklists: Vec<Checklist>,
    /// The checklists that were frozen when the dossier was created.
    pub frozen: Vec<FrozenList>,
    /// The files named as evidence in answers, by path.
    pub exhibits: Vec<ExhibitFile>,
    /// Conformance reports among the files.
    pub reports: Vec<ConformanceReport>,
    /// Conformance reports of a kind that is not read, by path.
    pub unread_reports: Vec<String>,
    /// Artefact folders that contain only an explanation.
    pub(super) explained: Vec<String>,
    pub(super) artefacts: Vec<Artefact>,
    urls: Vec<ApplicationUrl>,
}

/// Completeness of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Submitted.
    Finished,
    /// Still being filled in.
    Draft,
}

/// The product and its vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    pub vendor: String,
    /// Reference of the procurement procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A question with the bidder's answer.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: Question,
    pub answer: Option<BidAnswer>,
}

/// A bidder's answer to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidAnswer {
    /// The declaration; `None` if left empty.
    pub declared: Option<Declared>,
    /// What a returned form says in place of a declaration, such as a bare "yes".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The explanation in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The evidence: file, page, reference number or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The individual pieces of evidence, resolved in the dossier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<Exhibit>,
    /// Location in the file.
    pub origin: Origin,
}

impl BidAnswer {
    /// The first unusable piece of evidence.
    pub fn fault(&self) -> Option<&Exhibit> {
        self.exhibits.iter().find(|exhibit| exhibit.fault.is_some())
    }
}

closed! {
    /// A bidder's declaration about a demand.
    pub enum Declared {
        /// It is met.
        Met = "met",
        /// It is met only in part, which counts as not met.
        Partly = "partly",
        /// It is not met.
        NotMet = "not_met",
        /// The question does not arise for this product.
        NotApplicable = "not_applicable",
    }
}

/// The words of an answer, folded: without case, umlauts and punctuation. Those for [`Declared::NotApplicable`] are the
/// same everywhere.
const WORDS: &[(&str, Declared)] = &[
    ("met", Declared::Met),
    ("erfuellt", Declared::Met),
    ("partly", Declared::Partly),
    ("teilweise", Declared::Partly),
    ("teilweiseerfuellt", Declared::Partly),
    ("notmet", Declared::NotMet),
    ("nichterfuellt", Declared::NotMet),
];

impl Declared {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "erfüllt",
            Self::Partly => "teilweise",
            Self::NotMet => "nicht erfüllt",
            Self::NotApplicable => "nicht zutreffend",
        }
    }

    /// The declaration for a word of an answer.
    pub fn from_word(word: &str) -> Option<Self> {
        let folded = fold(word);
        let known = WORDS.iter().find(|(word, _)| *word == folded);
        known
            .map(|(_, declared)| *declared)
            .or_else(|| says_not_applicable(word).then_some(Self::NotApplicable))
    }
}

impl Bid {
    /// Reads the dossier in a folder.
    ///
    /// # Errors
    /// All mistakes in both files.
    pub fn read_folder(folder: &Path, book: &RuleBook) -> Result<Self, Problems> {
        Self::read(folder, book, None, Kind::Finished)
    }

    /// Reads a dossier that is still being filled in: the product name may be missing. `questions`: those of its
    /// tender.
    ///
    /// # Errors
    /// All mistakes in both files.
    pub fn read_draft(
        folder: &Path,
        book: &RuleBook,
        questions: Option<&[Question]>,
    ) -> Result<Self, Problems> {
        Self::read(folder, book, questions, Kind::Draft)
    }

    /// Reads the dossier of a tender: its questions come from the tender, whatever the bidder writes.
    ///
    /// # Errors
    /// All mistakes in both files.
    pub fn read_for_tender(
        folder: &Path,
        book: &RuleBook,
        questions: &[Question],
    ) -> Result<Self, Problems> {
        // A bidder who has not named a product yet has answered nothing, but is still compared.
        Self::read(folder, book, Some(questions), Kind::Draft)
    }

    fn read(
        folder: &Path,
        book: &RuleBook,
        fixed: Option<&[Question]>,
        kind: Kind,
    ) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let head = File::read_form(&folder.join(DOSSIER), &mut problems);
        let answers = File::read_form(&folder.join(ANSWERS), &mut problems);
        let all: Vec<&Checklist> = book
            .checklists
            .iter()
            .filter(|list| list.procurement)
            .collect();
        let mut bid = Self {
            product: Product::default(),
            asked: Vec::new(),
            lots: Vec::new(),
            checklists: Vec::new(),
            frozen: Vec::new(),
            exhibits: Vec::new(),
            reports: Vec::new(),
            unread_reports: Vec::new(),
            explained: Vec::new(),
            artefacts: Vec::new(),
            urls: Vec::new(),
        };
        // In a tender, the bidder's files do not influence the questions.
        let own = fixed.is_none().then_some(folder);
        if let Some(file) = &head {
            bid.read_head(file, own, &all, kind, &mut problems);
        }
        if bid.checklists.is_empty() {
            bid.checklists = all.into_iter().cloned().collect();
        }
        let asked = match fixed {
            Some(fixed) => {
                bid.checklists.clear();
                fixed.to_vec()
            }
            None => questions(&bid.checklists, &book.legal),
        };
        bid.asked = asked
            .into_iter()
            .map(|question| Asked {
                question,
                answer: None,
            })
            .collect();
        if let Some(file) = &answers {
            bid.read_answers(file, &mut problems);
        }
        if problems.is_empty() {
            bid.take_exhibits(folder);
            return Ok(bid);
        }
        let mut problems = Problems(problems);
        problems.sort();
        Err(problems)
    }

    /// The bid as an inventory of one application with its artefacts in the dossier's folder.
    pub fn inventory(&self, folder: &Path) -> Inventory {
        let application = Application {
            id: self.product.name.clone(),
            ..self.application("", "")
        };
        Inventory {
            root: folder.to_owned(),
            organisation: self.product.vendor.clone(),
            applications: [(application.id.clone(), application)].into(),
            ..Inventory::default()
        }
    }

    /// The bid as an application. `prefix`: path from the inventory's folder to the dossier (`bidders/a/`).
    pub fn application(&self, id: &str, prefix: &str) -> Application {
        let artefacts = self.artefacts.iter().cloned().map(|artefact| {
            let path = artefact.id;
            Artefact {
                id: path.clone(),
                target: ArtefactTarget::Path(format!("{prefix}{path}")),
                ..artefact
            }
        });
        Application {
            id: id.to_owned(),
            name: match self.product.name.is_empty() {
                true => id.to_owned(),
                false => self.product.name.clone(),
            },
            vendor: Some(self.product.vendor.clone()),
            product: Some(self.product.name.clone()),
            version: self.product.version.clone(),
            artefacts: artefacts.collect(),
            urls: self.urls.clone(),
            ..Application::default()
        }
    }

    /// Reads product, artefacts and checklists. `own`: the folder, if the dossier determines its own questions.
    fn read_head(
        &mut self,
        file: &File,
        own: Option<&Path>,
        all: &[&Checklist],
        kind: Kind,
        problems: &mut Vec<Problem>,
    ) {
        let (root, mut reader) = Reader::open(file, problems);
        let head = reader.whole(&root);
        reader.only(&head, &["checklists", "lots", "product", "artefact"]);
        match reader.table(&head, "product", "[product]") {
            Some(product) => {
                reader.only(&product, &["name", "version", "vendor", "reference"]);
                let mut named = |field| match kind {
                    Kind::Finished => reader.required(&product, field).unwrap_or_default(),
                    Kind::Draft => reader.text(&product, field).unwrap_or_default(),
                };
                self.product = Product {
                    name: named("name"),
                    vendor: named("vendor"),
                    version: reader.text(&product, "version"),
                    reference: reader.text(&product, "reference"),
                };
            }
            None => reader.missing(&head, "product", "[product]"),
        }
        let lots = reader.texts(&head, "lots").unwrap_or_default();
        self.lots = lots.into_iter().map(|(lot, _)| lot).collect();
        for section in reader.tables(&head, "artefact", "[[artefact]]") {
            self.read_artefact(&section, &mut reader);
        }
        match own.filter(|folder| holds_frozen(folder)) {
            Some(folder) => self.take_frozen(folder, &head, &mut reader),
            None => self.checklists = checklists(&head, all, &mut reader),
        }
    }

    /// Reads the checklists as they were when the dossier was created. A missing one is a mistake: the current version
    /// would ask different questions.
    fn take_frozen(&mut self, folder: &Path, head: &Section<'_>, reader: &mut Reader<'_, '_>) {
        let mut named = reader.texts(head, "checklists").unwrap_or_default();
        if named.is_empty() {
            named = frozen_ids(folder).into_iter().map(|id| (id, 0)).collect();
        }
        for (id, at) in named {
            if self.checklists.iter().any(|list| list.id == id) {
                continue;
            }
            if let Some((frozen, list)) = read_frozen(folder, &id, at, reader) {
                self.frozen.push(frozen);
                self.checklists.push(list);
            }
        }
    }

    fn read_artefact(&mut self, section: &Section<'_>, reader: &mut Reader<'_, '_>) {
        reader.only(section, &["path", "url", "label", "format"]);
        let label = reader.text(section, "label");
        let format = reader.text(section, "format");
        match (reader.text(section, "path"), reader.text(section, "url")) {
            (Some(path), None) => {
                if let Some(fault) = fault_of_path(&path) {
                    reader.wrong(section, "path", fault, &[("value", same(&path))]);
                    return;
                }
                self.artefacts.push(Artefact {
                    id: path.clone(),
                    target: ArtefactTarget::Path(path),
                    format,
                    auth_ref: None,
                    label,
                });
            }
            (None, Some(url)) => match web_address(&url, false) {
                Ok(_) => self.urls.push(ApplicationUrl {
                    url,
                    label,
                    sample: Some(true),
                    ..ApplicationUrl::default()
                }),
                // The address is not repeated in the message: it may contain a secret.
                Err(AddressFault::Secret) => {
                    reader.wrong(section, "url", "proc-010-secret", &[]);
                }
                Err(AddressFault::NotAbsolute) => {
                    reader.wrong(section, "url", "proc-010-url", &[]);
                }
                Err(AddressFault::Local) => reader.wrong(section, "url", "proc-010-local", &[]),
            },
            _ => reader.wrong(section, "", "proc-010", &[]),
        }
    }

    fn read_answers(&mut self, file: &File, problems: &mut Vec<Problem>) {
        let (root, mut reader) = Reader::open(file, problems);
        let head = reader.whole(&root);
        reader.only(&head, &["answer"]);
        for section in reader.tables(&head, "answer", "[[answer]]") {
            reader.only(
                &section,
                &["question", "answer", "written", "explanation", "evidence"],
            );
            let declared = declared(&section, &mut reader);
            let written = reader.text(&section, "written");
            let answer = BidAnswer {
                declared,
                // A declaration made since stands in its place.
                written: written.filter(|_| declared.is_none()),
                explanation: reader.text(&section, "explanation"),
                evidence: reader.text(&section, "evidence"),
                exhibits: Vec::new(),
                origin: Origin {
                    file: ANSWERS.to_owned(),
                    line: reader.line(&section),
                },
            };
            if let Some(name) = reader.required(&section, "question") {
                self.take(&name, answer, &section, &mut reader);
            }
        }
    }

    /// Assigns an answer to its question.
    fn take(
        &mut self,
        name: &str,
        answer: BidAnswer,
        section: &Section<'_>,
        reader: &mut Reader<'_, '_>,
    ) {
        let meant: Vec<usize> = (0..self.asked.len())
            .filter(|index| self.asked[*index].question.is_named(name))
            .collect();
        match meant.as_slice() {
            [index] => {
                let asked = &mut self.asked[*index];
                if let Some(first) = &asked.answer {
                    let line = first.origin.line.to_string();
                    let values = [("name", same(name)), ("line", same(&line))];
                    reader.wrong(section, "question", "proc-009", &values);
                } else {
                    asked.answer = Some(answer);
                }
            }
            [] => {
                let known = self.asked.iter().map(|asked| asked.question.id.as_str());
                let hint = nearest(name, known)
                    .map_or_else(|| same(""), |near| both("hint", &[("name", same(near))]));
                let values = [("name", same(name)), ("hint", hint)];
                reader.wrong(section, "question", "proc-008", &values);
            }
            [index, ..] => {
                let list = &self.asked[*index].question.checklist;
                let example = format!("{list}/{name}");
                let values = [("name", same(name)), ("example", same(&example))];
                reader.wrong(section, "question", "proc-008-ambiguous", &values);
            }
        }
    }
}

/// The current versions of the checklists that a dossier names.
fn checklists(
    head: &Section<'_>,
    all: &[&Checklist],
    reader: &mut Reader<'_, '_>,
) -> Vec<Checklist> {
    let mut chosen: Vec<Checklist> = Vec::new();
    for (id, at) in reader.texts(head, "checklists").unwrap_or_default() {
        match all.iter().find(|list| list.id == id) {
            Some(list) if chosen.iter().any(|other| other.id == list.id) => {}
            Some(list) => chosen.push((*list).clone()),
            None => {
                let known: Vec<&str> = all.iter().map(|list| list.id.as_str()).collect();
                let values = [("value", same(&id)), ("known", same(&known.join(", ")))];
                reader.wrong_item(at, "proc-007", &values);
            }
        }
    }
    chosen
}

/// The declaration of an answer. "Yes" and "no" are rejected: some demands are met by a "no".
fn declared(section: &Section<'_>, reader: &mut Reader<'_, '_>) -> Option<Declared> {
    if reader.is_bool(section, "answer") {
        reader.wrong(section, "answer", "proc-006-yes-no", &[]);
        return None;
    }
    let written = reader.text(section, "answer")?;
    let known = Declared::from_word(&written);
    if known.is_none() {
        let key = match fold(&written).as_str() {
            "ja" | "nein" | "yes" | "no" => "proc-006-yes-no",
            _ => "proc-006",
        };
        reader.wrong(section, "answer", key, &[("value", same(&written))]);
    }
    known
}

/// A path must stay inside the dossier and name something in it. Links are the reader's concern.
fn fault_of_path(path: &str) -> Option<&'static str> {
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    let mut names = 0;
    for component in Path::new(&path).components() {
        match component {
            Component::Normal(_) => names += 1,
            Component::CurDir => {}
            _ => return Some("proc-010-outside"),
        }
    }
    match (drive, names) {
        (true, _) => Some("proc-010-outside"),
        (_, 0) => Some("proc-010-whole"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_dossier() {
        for path in ["artefacts", "./a/b.sql", "a b/ä.xsd"] {
            assert_eq!(fault_of_path(path), None, "{path}");
        }
        for path in [
            "/etc/passwd",
            "../other",
            "a/../../b",
            "C:\\x",
            "C:/x",
            "\\\\host\\x",
        ] {
            assert_eq!(fault_of_path(path), Some("proc-010-outside"), "{path}");
        }
        assert_eq!(fault_of_path("."), Some("proc-010-whole"));
    }
}
