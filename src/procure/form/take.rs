//! Returned rows → answers. Every cell is checked. Invalid ones are reported with their position and the valid
//! alternatives; valid ones are kept regardless.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::reply::{BidReply, BidRow, FormFact, at};
use super::workbook::label;
use super::{CHOICES, form_version};
use crate::form::Cell;
use crate::inventory::{Origin, gives_a_phone_number, holds_a_secret, mentions_a_person, quotable};
use crate::problem::{Level, Problem, nearest};
use crate::procure::{BidAnswer, Declared, Question};
use crate::texts::{Language, filled, on_one_line};

/// Maximum length of an explanation and of a statement about evidence, in characters.
const EXPLANATION: usize = 20_000;
const EVIDENCE: usize = 4_000;
/// Maximum length of what is kept of a word that is none of the possible answers, in characters.
const WORD: usize = 200;
/// Maximum number of missing rows that are named.
const ROWS: usize = 12;
/// Maximum length of a fact about the product, in characters.
const FACT: usize = 200;

/// The result of reading a form.
#[derive(Debug, Default)]
pub struct Taken {
    /// Answers by the key of their question; blank rows are left out.
    pub answers: BTreeMap<String, BidAnswer>,
    /// Filled-in facts about the product.
    pub facts: BTreeMap<FormFact, String>,
    /// Number of rows left blank.
    pub open: usize,
    /// Mistakes and notes, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Taken {
    /// Whether a cell must be corrected.
    pub fn has_mistakes(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| problem.level == Level::Error)
    }
}

/// Takes over the answers of a form to these questions.
pub fn take(reply: &BidReply, questions: &[Question]) -> Taken {
    let mut taken = Taken::default();
    if reply.version != form_version(questions) {
        let note = at(Level::Warning, &reply.file, "reply-version", &[]);
        taken.problems.push(note);
    }
    for (fact, cell) in &reply.facts {
        if cell.not_computed {
            let problem = at(Level::Error, &cell.at, "reply-not-computed", &[]);
            taken.problems.push(problem);
        } else if cell.text.chars().count() > FACT {
            taken.problems.push(too_long(cell, FACT));
        } else if !cell.text.is_empty() {
            let text = on_one_line(&cell.text);
            taken.facts.insert(*fact, text);
        }
    }
    let is_asked = |question: &&Question| {
        let mut rows = reply.rows.iter();
        rows.any(|row| question.is_named(&row.id.text))
    };
    // In a form of another state, questions may be missing rightly.
    let is_whole = reply.version == form_version(questions);
    let missing = questions.iter().filter(|one| is_whole && !is_asked(one));
    let missing: Vec<&Question> = missing.collect();
    if !missing.is_empty() {
        taken.open += missing.len();
        let ids = missing.iter().take(ROWS).map(|one| one.id.as_str());
        let mut ids = ids.collect::<Vec<&str>>().join(", ");
        if missing.len() > ROWS {
            ids.push_str(", …");
        }
        let values: [(&str, &dyn Display); 2] = [("count", &missing.len()), ("ids", &ids)];
        let note = at(Level::Warning, &reply.file, "reply-rows-missing", &values);
        taken.problems.push(note);
    }
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for row in &reply.rows {
        if row.is_blank() {
            taken.open += 1;
            continue;
        }
        let Some((key, answer)) = accept(row, questions, &mut taken.problems) else {
            continue;
        };
        match taken.answers.get(&key) {
            Some(first) if same(first, &answer) => {}
            Some(_) => {
                let other = places.get(&key).cloned().unwrap_or_default();
                let values: [(&str, &dyn Display); 1] = [("other", &other)];
                let twice = at(Level::Error, &row.answer.at, "reply-twice", &values);
                taken.problems.push(twice);
            }
            None => {
                places.insert(key.clone(), row.answer.at.clone());
                taken.answers.insert(key, answer);
            }
        }
    }
    taken
}

/// Whether two answers are equal in content.
pub fn same(a: &BidAnswer, b: &BidAnswer) -> bool {
    (a.declared, &a.written, &a.explanation, &a.evidence)
        == (b.declared, &b.written, &b.explanation, &b.evidence)
}

/// The answer of a row; `None` if one of its cells is invalid. A word that is none of the possible answers is a mistake,
/// and kept as it was written.
fn accept(
    row: &BidRow,
    questions: &[Question],
    problems: &mut Vec<Problem>,
) -> Option<(String, BidAnswer)> {
    let before = problems.len();
    let mut meant = questions.iter().filter(|one| one.is_named(&row.id.text));
    let question = meant.next();
    if question.is_none() || meant.next().is_some() {
        let ids: Vec<String> = questions.iter().map(Question::key).collect();
        let near = nearest(&row.id.text, ids.iter().map(String::as_str)).unwrap_or_default();
        let key = match (row.id.text.is_empty(), near.is_empty()) {
            (true, _) => "reply-no-id",
            (_, true) => "reply-bad-id",
            _ => "reply-bad-id-near",
        };
        let values: [(&str, &dyn Display); 2] = [("id", &quotable(&row.id.text)), ("near", &near)];
        problems.push(at(Level::Error, &row.id.at, key, &values));
    }
    let cells = [&row.id, &row.answer, &row.explanation, &row.evidence];
    for cell in cells.into_iter().filter(|cell| cell.not_computed) {
        problems.push(at(Level::Error, &cell.at, "reply-not-computed", &[]));
    }
    let declared = Declared::from_word(&row.answer.text);
    let is_unclear = declared.is_none() && !row.answer.text.is_empty();
    if is_unclear {
        let yes_no = ["ja", "nein", "yes", "no", "true", "false", "wahr", "falsch"];
        let key = match yes_no.contains(&row.answer.text.to_lowercase().as_str()) {
            true => "reply-yes-no",
            false => "reply-bad-answer",
        };
        problems.push(no_answer(&row.answer, key));
    }
    for (cell, most) in [(&row.explanation, EXPLANATION), (&row.evidence, EVIDENCE)] {
        if cell.text.chars().count() > most {
            problems.push(too_long(cell, most));
        }
    }
    // Decisions and answers of the administration refuse persons as well.
    let texts = [&row.explanation, &row.evidence].into_iter();
    let secret = texts.filter(|cell| holds_a_secret(&cell.text));
    problems.extend(secret.map(|cell| at(Level::Error, &cell.at, "reply-secret", &[])));
    if mentions_a_person(&row.explanation.text) || gives_a_phone_number(&row.explanation.text) {
        problems.push(at(Level::Error, &row.explanation.at, "reply-person", &[]));
    }
    // The word alone leaves the rest of the row usable.
    let written = row.answer.text.as_str();
    let is_kept = is_unclear
        && written.chars().count() <= WORD
        && !(holds_a_secret(written) || mentions_a_person(written))
        && !gives_a_phone_number(written);
    if problems.len() > before + usize::from(is_kept) {
        return None;
    }
    if declared.is_none() && !is_kept {
        problems.push(at(Level::Warning, &row.answer.at, "reply-half", &[]));
    }
    let written = |cell: &Cell| (!cell.text.is_empty()).then(|| cell.text.clone());
    let answer = BidAnswer {
        declared,
        written: is_kept.then(|| on_one_line(&row.answer.text)),
        explanation: written(&row.explanation),
        evidence: written(&row.evidence),
        exhibits: Vec::new(),
        origin: Origin::default(),
    };
    Some((question?.key(), answer))
}

/// That a word is none of the possible answers, which are named in the language of the message.
fn no_answer(cell: &Cell, key: &str) -> Problem {
    let value = quotable(&cell.text);
    let words = |language| CHOICES.map(|choice| label(choice, language)).join(", ");
    let [de, en] = [words(Language::De), words(Language::En)];
    let mut problem = at(
        Level::Error,
        &cell.at,
        key,
        &[("value", &value), ("words", &de)],
    );
    problem.message.en = filled(
        &format!("tender.{key}"),
        Language::En,
        &[("value", &value), ("words", &en)],
    );
    problem
}

fn too_long(cell: &Cell, most: usize) -> Problem {
    let values: [(&str, &dyn Display); 1] = [("max", &most)];
    at(Level::Error, &cell.at, "reply-too-long", &values)
}
