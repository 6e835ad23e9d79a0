//! Turns returned rows into answers. Checks every cell; a rejected cell is reported with its place and valid values,
//! and does not affect valid rows.

use std::collections::BTreeMap;
use std::fmt::Display;

use jiff::civil::Date;

use super::form::EVIDENCE;
use super::reply::{Reply, Row, problem};
use crate::form::Cell;
use crate::import::exact_day;
use crate::inventory::{
    AnswerValue, GivenAnswer, Inventory, KnownIds, Origin, Subject, Suspected,
    gives_a_phone_number, holds_a_secret, is_fingerprint, is_placeholder, may_be_no_role,
    mentions_a_person, names_a_person, quotable, suspected, without_personal_facts,
};
use crate::problem::{Level, Problem, nearest};
use crate::texts::{Bilingual, Language, filled, harmless};

/// Maximum length of a role in characters, as in the inventory.
const ROLE: usize = 200;

/// The data that answers are checked against.
pub struct Setting<'a> {
    /// The inventory that receives the answers.
    pub inventory: &'a Inventory,
    /// Ids of criteria that exist.
    pub known: &'a KnownIds,
    /// The application of each finding of a report; `None` without a report.
    pub findings: Option<&'a BTreeMap<String, String>>,
    /// The day of the import; later answers are rejected.
    pub today: Date,
}

/// A valid answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The application it is about.
    pub application: String,
    /// The answer.
    pub answer: GivenAnswer,
    /// Place of the answer's cell.
    pub at: String,
}

/// Result of judging the files.
#[derive(Debug, Default)]
pub struct Judged {
    /// Valid answers, by application, in the order of the files.
    pub accepted: Vec<Accepted>,
    /// Number of rows not filled in.
    pub open: usize,
    /// Number of rows with an invalid cell.
    pub refused: usize,
    /// Mistakes, and notes on omitted content, in the order of the files.
    pub problems: Vec<Problem>,
}

impl Judged {
    /// Whether a cell must be corrected.
    pub fn has_mistakes(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.level == Level::Error)
    }
}

/// Judges all files together.
pub fn judge(replies: &[Reply], setting: &Setting<'_>) -> Judged {
    let mut judged = Judged::default();
    let mut given: BTreeMap<(String, Subject), Vec<Accepted>> = BTreeMap::new();
    // Rows with an invalid cell, by application and id of the question: they might contradict another row.
    let mut faulty: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for reply in replies {
        let mut unverified = 0;
        // An answer without a date is based on the form, and on nothing that arrived later. Importing the same form
        // again gives the same result.
        let undated = reply
            .day()
            .map_or(setting.today, |day| day.min(setting.today));
        judged.problems.extend(reply.notes.iter().cloned());
        for row in &reply.rows {
            if row.is_blank() && row.id.text.is_empty() && !row.beside.text.is_empty() {
                let values: [(&str, &dyn Display); 1] = [("text", &quotable(&row.beside.text))];
                let message = problem(Level::Warning, &row.beside.at, "own-row", &values);
                judged.problems.push(message);
                continue;
            }
            if row.is_blank() {
                judged.open += 1;
                continue;
            }
            if setting.findings.is_none() && is_fingerprint(&row.id.text) {
                unverified += 1;
                continue;
            }
            let before = judged.problems.len();
            let accepted = accept(row, undated, setting, &mut judged.problems);
            let mut new = judged.problems.iter().skip(before);
            if new.any(|problem| problem.level == Level::Error) {
                let key = (row.application.text.as_str(), row.id.text.as_str());
                faulty.entry(key).or_default().push(row);
                judged.refused += 1;
            }
            if let Some(accepted) = accepted {
                let key = (accepted.application.clone(), accepted.answer.about.clone());
                given.entry(key).or_default().push(accepted);
            }
        }
        if unverified > 0 {
            let values: [(&str, &dyn Display); 1] = [("count", &unverified)];
            let message = problem(Level::Error, &reply.file, "unverified", &values);
            judged.problems.push(message);
        }
    }
    for answers in given.into_values() {
        let Some(accepted) = choose(answers, &mut judged.problems) else {
            continue;
        };
        let id = match &accepted.answer.about {
            Subject::Finding(id) | Subject::Criterion(id) => id.as_str(),
            Subject::Rule { rule, .. } => rule.as_str(),
        };
        let twins = faulty.get(&(accepted.application.as_str(), id));
        let differs = |twin: &&&Row| {
            let word = AnswerValue::from_word(&twin.answer.text);
            !twin.answer.text.is_empty() && word != Some(accepted.answer.answer)
        };
        match twins.into_iter().flatten().find(differs) {
            Some(twin) => {
                let values: [(&str, &dyn Display); 1] = [("other", &harmless(&twin.answer.at))];
                let message = problem(Level::Warning, &accepted.at, "faulty-twin", &values);
                judged.problems.push(message);
            }
            None => judged.accepted.push(accepted),
        }
    }
    judged.problems.extend(older(replies));
    judged
}

/// Notes on forms of an older report than the others: their questions may be settled by now.
fn older(replies: &[Reply]) -> Vec<Problem> {
    let newest = replies.iter().filter_map(Reply::day).max();
    let stale = |reply: &&Reply| reply.day().is_some() && reply.day() < newest;
    let stale = replies.iter().filter(stale);
    stale
        .filter_map(|reply| {
            let (day, newest) = (reply.day()?, newest?);
            let values: [(&str, &dyn Display); 2] = [("date", &day), ("newest", &newest)];
            Some(problem(Level::Info, &reply.file, "older-form", &values))
        })
        .collect()
}

/// Chooses among several answers to a question: equal answers count once, the latest day takes precedence, and a
/// contradiction within one day leaves the question open.
fn choose(answers: Vec<Accepted>, problems: &mut Vec<Problem>) -> Option<Accepted> {
    let said = |accepted: &Accepted| {
        let GivenAnswer {
            answer,
            text,
            evidence,
            valid_until,
            ..
        } = &accepted.answer;
        (*answer, text.clone(), evidence.clone(), *valid_until)
    };
    let latest = answers.iter().map(|accepted| accepted.answer.date).max()?;
    let is_latest = |accepted: &&Accepted| accepted.answer.date == latest;
    let holds = answers.iter().find(is_latest)?;
    for other in answers.iter().filter(|other| said(other) != said(holds)) {
        let message = match is_latest(&other) {
            true => contradiction(holds, other),
            false => {
                let values: [(&str, &dyn Display); 2] = [("other", &holds.at), ("date", &latest)];
                problem(Level::Warning, &other.at, "outdated", &values)
            }
        };
        problems.push(message);
    }
    let mut of_that_day = answers.iter().filter(is_latest);
    of_that_day
        .all(|other| said(other) == said(holds))
        .then(|| holds.clone())
}

/// Two different answers of one day: both are reported, and neither is taken.
fn contradiction(first: &Accepted, second: &Accepted) -> Problem {
    let side = |accepted: &Accepted, language: Language| {
        let answer = &accepted.answer;
        let values: [(&str, &dyn Display); 4] = [
            ("answer", &answer.answer.label(language)),
            ("text", &quotable(answer.text.as_deref().unwrap_or("–"))),
            ("role", &quotable(&answer.role)),
            (
                "date",
                &crate::report::date(&answer.date.to_string(), language),
            ),
        ];
        filled("question.side", language, &values)
    };
    let message = |language| {
        let values: [(&str, &dyn Display); 3] = [
            ("here", &side(second, language)),
            ("there", &side(first, language)),
            ("other", &harmless(&first.at)),
        ];
        filled("question.twice", language, &values)
    };
    Problem {
        message: Bilingual::of(message),
        ..problem(Level::Warning, &second.at, "twice", &[])
    }
}

/// The answer of a row; `None` if a cell is invalid or the answer cannot be taken. `undated`: the day of an answer
/// without a date.
fn accept(
    row: &Row,
    undated: Date,
    setting: &Setting<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Accepted> {
    let before = problems.len();
    let answer = AnswerValue::from_word(&row.answer.text);
    if answer.is_none() && !row.answer.text.is_empty() {
        problems.push(bad_answer(&row.answer));
    }
    let mut mistake = |cell: &Cell, key: &str, values: &[(&str, &dyn Display)]| {
        problems.push(problem(Level::Error, &cell.at, key, values));
    };
    for cell in row.filled_in().into_iter().filter(|cell| cell.not_computed) {
        mistake(cell, "not-computed", &[]);
    }
    let about = subject(row, setting, &mut mistake);
    let (date, valid_until) = days(row, undated, setting.today, &mut mistake);
    role(&row.role, &mut mistake);
    free_text(&row.text, usize::MAX, &mut mistake);
    free_text(&row.evidence, EVIDENCE, &mut mistake);
    if row.application.text.is_empty() {
        mistake(&row.application, "no-application", &[]);
    }
    if problems.len() > before {
        return None;
    }
    // From here on there are no mistakes, only answers that cannot be taken.
    let mut left_out = |cell: &Cell, key: &str, values: &[(&str, &dyn Display)]| {
        problems.push(problem(Level::Warning, &cell.at, key, values));
    };
    let Some(answer) = answer else {
        left_out(&row.answer, "half", &[]);
        return None;
    };
    // A bare "met" closes a question for good, so it needs grounds.
    if answer == AnswerValue::Met && row.text.text.is_empty() && row.evidence.text.is_empty() {
        left_out(&row.text, "no-reason", &[]);
        return None;
    }
    let application = &row.application.text;
    if !setting.inventory.applications.contains_key(application) {
        left_out(
            &row.application,
            "left",
            &[("application", &quotable(application))],
        );
        return None;
    }
    let about = about?;
    if let (Subject::Finding(id), Some(findings)) = (&about, setting.findings)
        && !findings.contains_key(id)
    {
        left_out(&row.id, "settled", &[("id", id)]);
        return None;
    }
    let given = |cell: &Cell| (!cell.text.is_empty()).then(|| cell.text.clone());
    Some(Accepted {
        application: application.clone(),
        answer: GivenAnswer {
            about,
            answer,
            text: given(&row.text),
            role: row.role.text.clone(),
            date: date?,
            evidence: given(&row.evidence),
            valid_until,
            grouped: false,
            origin: Origin::default(),
        },
        at: row.answer.at.clone(),
    })
}

/// Reports an invalid answer, with the valid ones.
fn bad_answer(cell: &Cell) -> Problem {
    let message = |language| {
        let words = AnswerValue::ALL.map(|answer| answer.label(language));
        let values: [(&str, &dyn Display); 2] = [
            ("value", &quotable(&cell.text)),
            ("words", &words.join(", ")),
        ];
        let is_plain = ["ja", "nein", "yes", "no"].contains(&cell.text.to_lowercase().as_str());
        let key = match is_plain {
            true => "question.bad-answer-yes",
            false => "question.bad-answer",
        };
        filled(key, language, &values)
    };
    Problem {
        message: Bilingual::of(message),
        ..problem(Level::Error, &cell.at, "bad-answer", &[])
    }
}

/// Reports a mistake: cell, key of the message, its values.
type Mistake<'m> = dyn FnMut(&Cell, &str, &[(&str, &dyn Display)]) + 'm;

/// The subject of a row's answer.
fn subject(row: &Row, setting: &Setting<'_>, mistake: &mut Mistake<'_>) -> Option<Subject> {
    let id = &row.id.text;
    if id.is_empty() {
        mistake(&row.id, "no-id", &[]);
        return None;
    }
    if is_fingerprint(id) {
        let owner = setting.findings.and_then(|findings| findings.get(id));
        if let Some(owner) = owner.filter(|owner| **owner != row.application.text) {
            let here = quotable(&row.application.text);
            mistake(&row.id, "foreign", &[("owner", owner), ("here", &here)]);
            return None;
        }
        return Some(Subject::Finding(id.clone()));
    }
    if setting.known.criteria.contains(id) {
        return Some(Subject::Criterion(id.clone()));
    }
    let known = setting.known.criteria.iter().map(String::as_str);
    let near = nearest(id, known).unwrap_or_default();
    let key = if near.is_empty() {
        "bad-id"
    } else {
        "bad-id-near"
    };
    mistake(&row.id, key, &[("id", &quotable(id)), ("near", &near)]);
    None
}

/// The day of the answer, and the last day on which it is valid.
fn days(
    row: &Row,
    undated: Date,
    today: Date,
    mistake: &mut Mistake<'_>,
) -> (Option<Date>, Option<Date>) {
    let mut day = |cell: &Cell| {
        if cell.text.is_empty() {
            return None;
        }
        let day = exact_day(&cell.text, today);
        if day.is_none() {
            mistake(cell, "bad-date", &[("value", &quotable(&cell.text))]);
        }
        day
    };
    let date = day(&row.date).or_else(|| row.date.text.is_empty().then_some(undated));
    let until = day(&row.valid_until);
    if date.is_some_and(|date| date > today) {
        mistake(&row.date, "future", &[("date", &row.date.text)]);
    }
    if let (Some(date), Some(until)) = (date, until)
        && until < date
    {
        mistake(&row.valid_until, "ends-before", &[("date", &date)]);
    }
    (date, until)
}

/// Checks the role of the person who answers: it is required, and must not be personal. The message does not repeat
/// personal data.
fn role(cell: &Cell, mistake: &mut Mistake<'_>) {
    if cell.text.is_empty() {
        mistake(cell, "no-role", &[]);
    } else if cell.text.chars().count() > ROLE {
        mistake(cell, "too-long", &[("max", &ROLE)]);
    } else if is_placeholder(&cell.text) {
        mistake(
            cell,
            "placeholder-role",
            &[("value", &quotable(&cell.text))],
        );
    } else if names_a_person(&cell.text) {
        mistake(cell, "personal-role", &[]);
    } else if may_be_no_role(&cell.text) {
        mistake(cell, "perhaps-role", &[]);
    }
}

fn free_text(cell: &Cell, max: usize, mistake: &mut Mistake<'_>) {
    if cell.text.chars().count() > max {
        mistake(cell, "too-long", &[("max", &max)]);
    } else if mentions_a_person(&cell.text)
        || gives_a_phone_number(&cell.text)
        || without_personal_facts(&cell.text).is_some()
        || suspected(&cell.text) == Some(Suspected::Health)
    {
        mistake(cell, "personal-text", &[]);
    } else if holds_a_secret(&cell.text) {
        mistake(cell, "secret-text", &[]);
    }
}
