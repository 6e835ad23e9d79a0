//! Rows that came back → answers. Every cell is looked at; what cannot be taken is named with its cell and with what
//! would be right, and what can be taken is not lost over it.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::reply::{BidReply, BidRow, FormFact, at};
use super::workbook::label;
use super::{CHOICES, form_version};
use crate::form::Cell;
use crate::inventory::{Origin, quotable};
use crate::problem::{Level, Problem, nearest};
use crate::procure::{BidAnswer, Declared, Question};
use crate::texts::Language;

/// Longest explanation and longest statement about evidence, in characters.
const EXPLANATION: usize = 20_000;
const EVIDENCE: usize = 4_000;
/// Longest fact about the product.
const FACT: usize = 200;

/// What came of a form.
#[derive(Debug, Default)]
pub struct Taken {
    /// Answers by the key of their question; blank rows are none.
    pub answers: BTreeMap<String, BidAnswer>,
    /// Facts about the product that are filled in.
    pub facts: BTreeMap<FormFact, String>,
    /// Rows that nobody filled in.
    pub open: usize,
    /// Mistakes, and notes, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Taken {
    /// Whether a cell must be corrected.
    pub fn has_mistakes(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| problem.level == Level::Error)
    }
}

/// Takes the answers of a form to these questions.
pub fn take(reply: &BidReply, questions: &[Question]) -> Taken {
    let mut taken = Taken::default();
    if reply.version != form_version(questions) {
        let note = at(Level::Warning, &reply.file, "reply-version", &[]);
        taken.problems.push(note);
    }
    for (fact, cell) in &reply.facts {
        if cell.text.chars().count() > FACT {
            taken.problems.push(too_long(cell, FACT));
        } else if !cell.text.is_empty() {
            let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            taken.facts.insert(*fact, text);
        }
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

/// Whether two answers say the same.
pub fn same(a: &BidAnswer, b: &BidAnswer) -> bool {
    (a.declared, &a.explanation, &a.evidence) == (b.declared, &b.explanation, &b.evidence)
}

/// The answer of a row; nothing where a cell of it is wrong.
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
    let declared = Declared::from_word(&row.answer.text);
    if declared.is_none() && !row.answer.text.is_empty() {
        let words = CHOICES.map(|choice| {
            let [de, en] = [Language::De, Language::En].map(|language| label(choice, language));
            format!("{de} ({en})")
        });
        let yes_no = ["ja", "nein", "yes", "no", "true", "false", "wahr", "falsch"];
        let key = match yes_no.contains(&row.answer.text.to_lowercase().as_str()) {
            true => "reply-yes-no",
            false => "reply-bad-answer",
        };
        let values: [(&str, &dyn Display); 2] = [
            ("value", &quotable(&row.answer.text)),
            ("words", &words.join(", ")),
        ];
        problems.push(at(Level::Error, &row.answer.at, key, &values));
    }
    for (cell, most) in [(&row.explanation, EXPLANATION), (&row.evidence, EVIDENCE)] {
        if cell.text.chars().count() > most {
            problems.push(too_long(cell, most));
        }
    }
    if problems.len() > before {
        return None;
    }
    if declared.is_none() {
        problems.push(at(Level::Warning, &row.answer.at, "reply-half", &[]));
    }
    let written = |cell: &Cell| (!cell.text.is_empty()).then(|| cell.text.clone());
    let answer = BidAnswer {
        declared,
        explanation: written(&row.explanation),
        evidence: written(&row.evidence),
        exhibits: Vec::new(),
        origin: Origin::default(),
    };
    Some((question?.key(), answer))
}

fn too_long(cell: &Cell, most: usize) -> Problem {
    let values: [(&str, &dyn Display); 1] = [("max", &most)];
    at(Level::Error, &cell.at, "reply-too-long", &values)
}
