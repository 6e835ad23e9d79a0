//! Templates for a dossier or a tender, and the answers of a dossier as a file.

use std::collections::BTreeMap;

use super::frozen::frozen_files;
use super::tender::{BIDDERS, Lot, MAX_WEIGHT, TENDER_FILE};
use super::{BidAnswer, Declared, Question};
use crate::inventory::comment;
use crate::rule::Checklist;
use crate::texts::{Language, filled, text};

/// Facts known when a dossier is created.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Name of the product.
    pub product: String,
    /// The version offered.
    pub version: String,
    /// Its vendor.
    pub vendor: String,
    /// Reference of the procurement procedure.
    pub reference: String,
}

/// Names and contents of the files of a new dossier, relative to its folder. All answers are empty. Outside of a
/// tender, [`frozen_files`] are added.
pub fn starter(
    heading: &Heading,
    checklists: &[&str],
    questions: &[Question],
    language: Language,
) -> Vec<(&'static str, String)> {
    vec![
        ("dossier.toml", dossier(heading, checklists, language)),
        (
            "answers.toml",
            answers(questions, &BTreeMap::new(), language),
        ),
        (
            "artefacts/README.txt",
            format!("{}\n", text("procure.starter-artefacts", language)),
        ),
        (
            "evidence/README.txt",
            format!("{}\n", text("procure.starter-evidence", language)),
        ),
    ]
}

/// Facts known when a tender is created.
#[derive(Clone, Debug, Default)]
pub struct TenderStart {
    /// The subject of the tender.
    pub name: String,
    /// Reference of the procedure.
    pub reference: String,
    /// The buyer.
    pub buyer: String,
    /// Its lots, in order.
    pub lots: Vec<Lot>,
}

/// Names and contents of the buyer's files of a new tender, relative to its folder: its header and the current
/// checklists.
///
/// # Errors
/// A checklist that cannot be serialised; tests rule this out for the bundled ones.
pub fn tender_starter(
    start: &TenderStart,
    checklists: &[&Checklist],
    questions: &[Question],
    language: Language,
) -> Result<Vec<(String, String)>, toml::ser::Error> {
    let ids: Vec<String> = checklists.iter().map(|list| quoted(&list.id)).collect();
    let mut page = Page::default();
    page.comment(text("tender.starter-head", language));
    page.line("");
    page.comment(text("tender.starter-checklists", language));
    page.line(&format!("checklists = [{}]", ids.join(", ")));
    page.line("\n[tender]");
    for (field, value) in [
        ("name", &start.name),
        ("reference", &start.reference),
        ("buyer", &start.buyer),
    ] {
        page.comment(text(&format!("tender.starter-{field}"), language));
        page.line(&format!("{field} = {}", quoted(value)));
    }
    for field in ["supplement_until", "remedy_until"] {
        page.comment(text(&format!("tender.starter-{field}"), language));
        page.line(&format!("{field} = \"\""));
    }
    page.line("");
    page.comment(text("tender.starter-lots", language));
    if start.lots.is_empty() {
        page.line("#[[lot]]\n#id = \"1\"\n#name = \"\"");
    }
    for lot in &start.lots {
        page.line(&format!(
            "[[lot]]\nid = {}\nname = {}",
            quoted(&lot.id),
            quoted(&lot.name)
        ));
    }
    page.line("");
    page.comment(&filled(
        "tender.starter-demands",
        language,
        &[("most", &MAX_WEIGHT)],
    ));
    for question in questions {
        page.line("");
        let demand = question.demand.get(language);
        page.comment(&format!("{}: {demand}", question.id));
        let name = name_of(question, questions);
        page.line(&format!("[[demand]]\nquestion = {}", quoted(&name)));
        page.line(&format!(
            "weight = {}\nknockout = {}",
            question.weight, question.knockout
        ));
    }
    let mut files = vec![(TENDER_FILE.to_owned(), page.text)];
    files.extend(frozen_files(checklists)?);
    Ok(files)
}

/// Names and contents of the files of a bidder's dossier in a tender, relative to the tender's folder.
pub fn tender_dossier(
    bidder: &str,
    heading: &Heading,
    questions: &[Question],
    language: Language,
) -> Vec<(String, String)> {
    let files = starter(heading, &[], questions, language).into_iter();
    files
        .map(|(name, content)| (format!("{BIDDERS}/{bidder}/{name}"), content))
        .collect()
}

fn dossier(heading: &Heading, checklists: &[&str], language: Language) -> String {
    let mut page = Page::default();
    page.comment(text("procure.starter-dossier", language));
    page.line("");
    let names: Vec<String> = checklists.iter().map(|id| quoted(id)).collect();
    if names.is_empty() {
        page.comment(text("tender.starter-bidder-lots", language));
        page.line("lots = []");
    } else {
        page.comment(text("procure.starter-checklists", language));
        page.line(&format!("checklists = [{}]", names.join(", ")));
    }
    page.line("\n[product]");
    for (field, value) in [
        ("name", &heading.product),
        ("version", &heading.version),
        ("vendor", &heading.vendor),
        ("reference", &heading.reference),
    ] {
        page.comment(text(&format!("procure.starter-{field}"), language));
        page.line(&format!("{field} = {}", quoted(value)));
    }
    page.line("");
    page.comment(text("procure.starter-artefact", language));
    page.line("[[artefact]]\npath = \"artefacts\"");
    page.line("#label = \"\"\n#format = \"\"\n\n#[[artefact]]\n#url = \"https://\"");
    page.text
}

/// The file of answers; `given` holds existing ones by the key of their question.
pub fn answers(
    questions: &[Question],
    given: &BTreeMap<String, BidAnswer>,
    language: Language,
) -> String {
    let mut page = Page::default();
    page.comment(text("procure.starter-answers", language));
    page.comment(text("procure.starter-values", language));
    page.comment(text("procure.starter-knockout", language));
    for question in questions {
        let knockout = if question.knockout {
            text("procure.starter-is-knockout", language)
        } else {
            ""
        };
        page.line("");
        let demand = question.demand.get(language);
        page.comment(&format!("{}: {demand}{knockout}", question.id));
        page.comment(question.question.get(language));
        if let Some(expected) = &question.expected {
            let expected: &String = expected.get(language);
            page.comment(&filled(
                "procure.starter-expected",
                language,
                &[("expected", expected)],
            ));
        }
        let name = name_of(question, questions);
        page.line(&format!("[[answer]]\nquestion = {}", quoted(&name)));
        let answer = given.get(&question.key());
        let declared = answer.and_then(|answer| answer.declared);
        let field = |value: Option<&String>| quoted(value.map_or("", String::as_str));
        page.line(&format!(
            "answer = {}",
            quoted(declared.map_or("", Declared::word))
        ));
        if let Some(written) = answer.and_then(|answer| answer.written.as_ref()) {
            page.line(&format!("written = {}", quoted(written)));
        }
        page.line(&format!(
            "explanation = {}\nevidence = {}",
            field(answer.and_then(|answer| answer.explanation.as_ref())),
            field(answer.and_then(|answer| answer.evidence.as_ref())),
        ));
    }
    page.text
}

/// The name of a question in an answer: its id, with the checklist if the id is not unique.
fn name_of(question: &Question, questions: &[Question]) -> String {
    let mut others = questions.iter();
    let unique = others.all(|other| other.id != question.id || other.key() == question.key());
    match unique {
        true => question.id.clone(),
        false => question.key(),
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A TOML file under construction.
#[derive(Default)]
pub(super) struct Page {
    pub text: String,
}

impl Page {
    pub fn comment(&mut self, text: &str) {
        self.text.push_str(&comment(text));
    }

    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}
