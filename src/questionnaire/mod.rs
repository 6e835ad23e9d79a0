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

use crate::inventory::{AnswerValue, Subject};
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
    /// Each role responsible for applications, within its department; the department if the inventory names no role.
    Owner,
}

/// The questions for one recipient.
pub struct Form<'a> {
    /// Code of the department, or the role as written in the inventory, behind the code of its department if several have
    /// one of that name.
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
    let shared = match by {
        By::Owner => roles_of_several_departments(&report.applications),
        By::Department => BTreeSet::new(),
    };
    let mut by_recipient: BTreeMap<String, Vec<Question<'a>>> = BTreeMap::new();
    for application in &report.applications {
        if !departments.is_empty() && !departments.contains(&application.department) {
            continue;
        }
        let questions = questions_about(report, application, checklists);
        if !questions.is_empty() {
            by_recipient
                .entry(recipient(application, by, &shared))
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
    let key = match question.subject() {
        Subject::Criterion(_) => "question.meaning-criterion",
        Subject::Finding(_) | Subject::Rule { .. } => "question.meaning",
    };
    filled(key, language, &values)
}

/// The roles that applications of several departments name: `Abteilung 3` is another one in each. A functional mail box is
/// one, wherever it is named.
fn roles_of_several_departments(applications: &[ApplicationReport]) -> BTreeSet<&str> {
    let mut departments: BTreeMap<&str, &str> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for application in applications {
        let Some(role) = application.business_owner.as_deref() else {
            continue;
        };
        let first = departments.entry(role).or_insert(&application.department);
        if *first != application.department && !role.contains('@') {
            shared.insert(role);
        }
    }
    shared
}

/// Whom the questions about an application are for. `shared`: roles that exist in several departments.
fn recipient(application: &ApplicationReport, by: By, shared: &BTreeSet<&str>) -> String {
    let owner = application.business_owner.as_ref();
    match (by, owner) {
        (By::Owner, Some(owner)) if shared.contains(owner.as_str()) => {
            format!("{} {owner}", application.department)
        }
        (By::Owner, Some(owner)) => owner.clone(),
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
    fn a_role_is_one_within_its_department() {
        let application = |department: &str, owner: &str| ApplicationReport {
            department: department.to_owned(),
            business_owner: Some(owner.to_owned()),
            ..ApplicationReport::default()
        };
        let applications = [
            application("BAU", "Abteilung 3"),
            application("KVR", "Abteilung 3"),
            application("KVR", "Leitstelle"),
            application("BAU", "it@stadt.example"),
            application("KVR", "it@stadt.example"),
        ];
        let shared = roles_of_several_departments(&applications);
        let recipients = applications.iter();
        let recipients: Vec<String> = recipients
            .map(|application| recipient(application, By::Owner, &shared))
            .collect();
        assert_eq!(
            recipients,
            [
                "BAU Abteilung 3",
                "KVR Abteilung 3",
                "Leitstelle",
                "it@stadt.example",
                "it@stadt.example"
            ]
        );
    }

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
