//! A dossier being filled in, on its own or in a tender.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, value};

use super::argument;
use crate::cli::output;
use crate::problem::Problems;
use crate::procure::form::{BidForm, FormFact};
use crate::procure::{BIDDERS, Bid, BidAnswer, Question, Tender, answers};
use crate::rule::RuleBook;
use crate::texts::Language;

/// A dossier being edited.
pub struct Desk {
    /// Its folder.
    pub folder: PathBuf,
    /// Name of the folder.
    pub bidder: String,
    tender: String,
    reference: Option<String>,
    /// Its present content.
    pub bid: Bid,
    /// The questions.
    pub questions: Vec<Question>,
    /// Answers by question key.
    pub given: BTreeMap<String, BidAnswer>,
    /// Changed facts about the product.
    pub facts: BTreeMap<FormFact, String>,
}

impl Desk {
    /// Opens a dossier; one that belongs to a tender gets the tender's questions.
    ///
    /// # Errors
    /// All mistakes in its files and in those of the tender.
    pub fn open(folder: &Path, book: &RuleBook) -> Result<Self, Problems> {
        if Tender::is_one(folder) {
            let example = folder.join(BIDDERS).join("…");
            let values: [(&str, &dyn std::fmt::Display); 1] = [("example", &example.display())];
            return Err(argument("tender.name-a-bidder", &values));
        }
        match tender_above(folder) {
            Some(root) => {
                let tender = Tender::read_folder(&root, book)?;
                Self::of_tender(&tender, &name_of(folder), book)
            }
            None => {
                let bid = Bid::read_draft(folder, book, None)?;
                let reference = bid.product.reference.clone();
                Ok(Self::new(folder, bid, String::new(), reference))
            }
        }
    }

    /// Opens the dossier of a tender's bidder.
    ///
    /// # Errors
    /// All mistakes in its files.
    pub fn of_tender(tender: &Tender, bidder: &str, book: &RuleBook) -> Result<Self, Problems> {
        let folder = tender.dossier(bidder);
        let bid = Bid::read_draft(&folder, book, Some(&tender.questions))?;
        let heading = &tender.heading;
        Ok(Self::new(
            &folder,
            bid,
            heading.name.clone(),
            heading.reference.clone(),
        ))
    }

    fn new(folder: &Path, bid: Bid, tender: String, reference: Option<String>) -> Self {
        let mut given = BTreeMap::new();
        for asked in &bid.asked {
            if let Some(answer) = &asked.answer {
                given.insert(asked.question.key(), answer.clone());
            }
        }
        Self {
            folder: folder.to_owned(),
            bidder: name_of(folder),
            tender,
            reference,
            questions: bid.asked.iter().map(|one| one.question.clone()).collect(),
            bid,
            given,
            facts: BTreeMap::new(),
        }
    }

    /// The form for the bidder, as far as it is filled in.
    pub fn form(&self, day: String) -> BidForm<'_> {
        BidForm {
            tender: self.tender.clone(),
            reference: self.reference.clone(),
            bidder: self.bidder.clone(),
            product: &self.bid.product,
            questions: &self.questions,
            given: &self.given,
            day,
        }
    }

    /// The files with answers and facts, with their new content.
    ///
    /// # Errors
    /// The main file of the dossier cannot be read again.
    pub fn files(&self, language: Language) -> Result<Vec<(PathBuf, Vec<u8>)>, Problems> {
        let mut files = vec![(
            self.folder.join("answers.toml"),
            answers(&self.questions, &self.given, language).into_bytes(),
        )];
        if !self.facts.is_empty() {
            let path = self.folder.join("dossier.toml");
            let text =
                fs::read_to_string(&path).map_err(|error| output::unreadable(&path, &error))?;
            // It was read a moment ago, so it is valid TOML.
            let mut document: DocumentMut = text.parse().unwrap_or_default();
            let product = document
                .entry("product")
                .or_insert_with(|| Item::Table(Table::new()));
            for (fact, text) in &self.facts {
                let field = match fact {
                    FormFact::Vendor => "vendor",
                    FormFact::Product => "name",
                    FormFact::Version => "version",
                };
                if let Some(table) = product.as_table_like_mut() {
                    replace(table, field, text);
                }
            }
            files.push((path, document.to_string().into_bytes()));
        }
        Ok(files)
    }

    /// Writes the dossier.
    ///
    /// # Errors
    /// A file is a link or cannot be written.
    pub fn write(&self, language: Language) -> Result<(), Problems> {
        output::replace_all(&self.files(language)?)
    }
}

/// Replaces a value and keeps its formatting and comments.
fn replace(table: &mut dyn toml_edit::TableLike, field: &str, text: &str) {
    let mut new = value(text);
    if let (Some(old), Some(new)) = (
        table.get(field).and_then(Item::as_value),
        new.as_value_mut(),
    ) {
        *new.decor_mut() = old.decor().clone();
    }
    match table.get_mut(field) {
        // In place, because a comment above belongs to the key.
        Some(item) => *item = new,
        None => {
            table.insert(field, new);
        }
    }
}

fn name_of(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The tender to which a bidder's folder belongs.
pub fn tender_above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let bidders = folder.parent()?;
    let root = bidders.parent()?;
    let is_there = bidders.file_name()? == BIDDERS && Tender::is_one(root);
    is_there.then(|| root.to_owned())
}
