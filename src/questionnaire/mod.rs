//! Questions on their way to the people who can answer them: one workbook and one form for each recipient, and the
//! answers on their way back into the files of `inventory/answers/`.
//!
//! Out: report → [`forms`] → [`workbook`], [`form`]. Back: file → [`reply`] → [`judge`] → [`entry`].

pub mod entry;
pub mod form;
pub mod judge;
pub mod reply;
pub mod survey;
pub mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::inventory::AnswerValue;
use crate::question::{Question, questions_about};
use crate::record::{ApplicationReport, Report};
use crate::texts::{Language, filled};

/// Identifies both kinds of files, so that other files are not taken for them.
pub const SCHEMA: &str = "fachcheck-answers/1";

/// The recipients that get a form each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Each department.
    Department,
    /// Each role responsible for applications; the department if the inventory names no role.
    Owner,
}

/// The questions for one recipient.
pub struct Form<'a> {
    /// Code of the department, or the role as written in the inventory.
    pub recipient: String,
    /// Name of the department; for roles the same as `recipient`.
    pub name: String,
    /// Name for files, unique among the forms of a report.
    pub slug: String,
    /// The report with the questions.
    pub report: &'a Report,
    /// The questions, by application.
    pub questions: Vec<Question<'a>>,
}

impl Form<'_> {
    /// Version of the form: changes with the questions.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for question in &self.questions {
            hash.update(question.application.id.as_bytes());
            hash.update(b"\0");
            hash.update(question.id().as_bytes());
            hash.update(b"\0");
        }
        let digest = hash.finalize();
        let digits: String = digest[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{}-{digits}", self.report.run.date)
    }

    /// The heading of the form.
    pub fn title(&self, language: Language) -> String {
        filled("question.form-title", language, &[("name", &self.name)])
    }
}

/// The open questions of a report by recipient. `departments`: restricts them to these departments unless empty.
/// `checklists`: adds the criteria of these checklists that only people can decide.
pub fn forms<'a>(
    report: &'a Report,
    by: By,
    departments: &[String],
    checklists: &[String],
) -> Vec<Form<'a>> {
    let mut by_recipient: BTreeMap<String, Vec<Question<'a>>> = BTreeMap::new();
    for application in &report.applications {
        if !departments.is_empty() && !departments.contains(&application.department) {
            continue;
        }
        let questions = questions_about(report, application, checklists);
        if !questions.is_empty() {
            by_recipient
                .entry(recipient(application, by))
                .or_default()
                .extend(questions);
        }
    }
    let mut taken = BTreeSet::new();
    by_recipient
        .into_iter()
        .map(|(recipient, questions)| {
            let first = questions.first().map(|question| question.application);
            let department = report
                .departments
                .iter()
                .find(|one| first.is_some_and(|first| first.department == one.id));
            let department = department.map_or_else(
                || first.map_or_else(String::new, |first| first.department.clone()),
                |department| format!("{} ({})", department.name, department.id),
            );
            let owner = first.and_then(|first| first.business_owner.as_ref());
            Form {
                name: match (by, owner) {
                    (By::Owner, Some(owner)) => format!("{owner}, {department}"),
                    _ => department,
                },
                slug: slug(&recipient, &mut taken),
                recipient,
                report,
                questions,
            }
        })
        .collect()
}

/// What each answer to a question means: the demand is met or not. Further information belongs in the reason.
pub(crate) fn meaning(question: &Question<'_>, language: Language) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("met", &AnswerValue::Met.label(language)),
        ("not_met", &AnswerValue::NotMet.label(language)),
        ("demand", &question.title(language)),
    ];
    filled("question.meaning", language, &values)
}

fn recipient(application: &ApplicationReport, by: By) -> String {
    let owner = application.business_owner.as_ref();
    match (by, owner) {
        // Roles of one name are those of their department.
        (By::Owner, Some(owner)) => format!("{} {owner}", application.department),
        _ => application.department.clone(),
    }
}

/// A name of letters, digits and hyphens; a number keeps it unique, ignoring case.
fn slug(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = name
        .chars()
        .map(|ch| if ch.is_ascii_alphanumeric() { ch } else { '-' })
        .take(60)
        .collect();
    let plain = match plain.trim_matches('-') {
        "" => "x",
        plain => plain,
    };
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    std::iter::once(plain.to_owned())
        .chain(numbered)
        .find(|slug| taken.insert(slug.to_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_plain_and_unique() {
        let mut taken = BTreeSet::new();
        let mut of = |name| slug(name, &mut taken);
        assert_eq!(of("Büro / 1"), "B-ro---1");
        assert_eq!(of("KVR"), "KVR");
        assert_eq!(of("kvr"), "kvr-2");
        assert_eq!(of("…"), "x");
    }
}
