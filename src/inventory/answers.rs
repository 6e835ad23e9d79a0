//! What people decided beside the program: answers to open questions (`answers/<application>.toml`) and
//! accepted deviations (`waivers.toml`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::files::Document;
use super::load::{Declarations, Declared, LoadOptions, origin, place, sections};
use super::message::{Message, hint, same};
use super::rules::{Out, day, personal_contact};
use super::{Inventory, Origin};
use crate::problem::Problem;
use crate::problem::nearest;

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One finding, by fingerprint.
    Finding(String),
    /// All findings of a rule.
    Rule {
        /// Id of the rule, possibly a former one.
        rule: String,
        /// Only for the field of that name or path.
        field: Option<String>,
    },
    /// A criterion of a checklist, as `checklist/criterion`.
    Criterion(String),
}

impl Subject {
    /// Whether a finding is meant: by fingerprint, or by rule (its id and former ids) and, where the
    /// decision names one, by field (its path, joined by dots).
    pub fn covers(&self, fingerprint: &str, rule_ids: &[&str], path: &str) -> bool {
        match self {
            Self::Finding(finding) => finding == fingerprint,
            Self::Rule { rule, field } => {
                rule_ids.contains(&rule.as_str())
                    && field.as_deref().is_none_or(|field| names(field, path))
            }
            Self::Criterion(_) => false,
        }
    }

    /// Whether a criterion of a checklist is meant.
    pub fn is_criterion(&self, checklist: &str, criterion: &str) -> bool {
        let parts = match self {
            Self::Criterion(name) => name.split_once('/'),
            Self::Finding(_) | Self::Rule { .. } => None,
        };
        parts == Some((checklist, criterion))
    }
}

/// Whether `field` is `path` or its last names (`geschlecht` and `person.geschlecht` name
/// `public.person.geschlecht`).
fn names(field: &str, path: &str) -> bool {
    path.strip_suffix(field)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    /// What was asked for is fulfilled.
    Met,
    /// It is not.
    NotMet,
    /// The question does not arise here.
    NotApplicable,
    /// The person did not know; the question stays open.
    Unknown,
}

/// An answer to an open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GivenAnswer {
    /// The question.
    pub about: Subject,
    /// The answer.
    pub answer: AnswerValue,
    /// What it rests on, in words.
    pub text: Option<String>,
    /// Role of the person, never a name.
    pub role: String,
    /// Day of the answer.
    pub date: Date,
    /// File, reference number or address.
    pub evidence: Option<String>,
    /// Last day on which it holds.
    pub valid_until: Option<Date>,
    /// Where it is written, for reports of answers without effect.
    pub origin: Origin,
}

impl GivenAnswer {
    /// Whether the answer holds on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        self.date <= today && self.valid_until.is_none_or(|last| today <= last)
    }
}

/// A finding, or all findings of a rule in an application, accepted for a reason and for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// What is accepted.
    pub about: Subject,
    /// The application; none where a fingerprint says it.
    pub application: Option<String>,
    /// Why.
    pub reason: String,
    /// Role of whoever approved it.
    pub approved_by: String,
    /// Last day on which it holds.
    pub until: Date,
    /// Where it is written, for reports of waivers without effect.
    pub origin: Origin,
}

impl Waiver {
    /// Whether the waiver holds on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        today <= self.until
    }

    /// Whether it sets a finding of an application aside; `rule_ids` are the rule's id and former ids.
    pub fn covers(&self, application: &str, fingerprint: &str, rule_ids: &[&str]) -> bool {
        let here = self
            .application
            .as_deref()
            .is_none_or(|id| id == application);
        here && self.about.covers(fingerprint, rule_ids, "")
    }
}

impl Inventory {
    /// The answers about an application, in the order of the file.
    pub fn answers_about(&self, application: &str) -> &[GivenAnswer] {
        self.answers.get(application).map_or(&[], Vec::as_slice)
    }
}

/// `[[answer]]` as the table of fields has it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenAnswer {
    finding: Option<String>,
    rule: Option<String>,
    field: Option<String>,
    criterion: Option<String>,
    answer: Option<AnswerValue>,
    text: Option<String>,
    role: Option<String>,
    date: Option<Date>,
    evidence: Option<String>,
    valid_until: Option<Date>,
}

/// `[[waiver]]` as the table of fields has it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenWaiver {
    finding: Option<String>,
    rule: Option<String>,
    application: Option<String>,
    reason: Option<String>,
    approved_by: Option<String>,
    until: Option<Date>,
}

fn subject(
    finding: Option<String>,
    rule: Option<String>,
    field: Option<String>,
    criterion: Option<String>,
) -> Option<Subject> {
    finding
        .map(Subject::Finding)
        .or_else(|| rule.map(|rule| Subject::Rule { rule, field }))
        .or_else(|| criterion.map(Subject::Criterion))
}

/// All decisions of an inventory.
#[derive(Default)]
pub(super) struct Judgements {
    pub answers: BTreeMap<String, Vec<GivenAnswer>>,
    pub waivers: Vec<Waiver>,
}

impl Judgements {
    /// Reads and checks both kinds of files.
    pub fn parse_judgements(
        answers: &[Document<'_>],
        waivers: &[Document<'_>],
        declared: &Declarations<'_>,
        options: &LoadOptions,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut judgements = Self::default();
        for document in answers {
            let file = document
                .source
                .relative
                .rsplit('/')
                .next()
                .unwrap_or_default();
            let application = file
                .rsplit_once('.')
                .map_or(file, |(stem, _)| stem)
                .to_owned();
            let (sections, _) = sections(
                "answers",
                std::slice::from_ref(document),
                options.leniency(),
                problems,
            );
            let written: Vec<Declared<'_, WrittenAnswer>> = sections
                .iter()
                .flat_map(|section| section.list(problems))
                .collect();
            let mut out = Out { problems };
            if let Some(first) = written.first() {
                known(&application, first, "", declared, &mut out);
            }
            let given = given(written, options.today, &mut out);
            judgements
                .answers
                .entry(application)
                .or_default()
                .extend(given);
        }
        let (sections, _) = sections("waivers", waivers, options.leniency(), problems);
        for section in sections {
            for written in section.list(problems) {
                let mut out = Out { problems };
                let waiver = waiver(written, declared, options.today, &mut out);
                judgements.waivers.extend(waiver);
            }
        }
        judgements.answers.retain(|_, answers| !answers.is_empty());
        judgements
    }
}

/// INV-023
fn known<T>(
    application: &str,
    written: &Declared<'_, T>,
    path: &str,
    declared: &Declarations<'_>,
    out: &mut Out<'_>,
) {
    let ids = || {
        declared
            .applications
            .iter()
            .map(|application| application.value.id.as_str())
    };
    if !declared.complete || ids().any(|id| id == application) {
        return;
    }
    let message = Message::new("inv-023").with("id", application).with_both(
        "hint",
        nearest(application, ids()).map_or_else(|| same(""), hint),
    );
    out.problem_at(&written.entry, path, message);
}

/// Answers that are written rightly; INV-021, INV-024, INV-025, INV-108.
fn given(
    written: Vec<Declared<'_, WrittenAnswer>>,
    today: Date,
    out: &mut Out<'_>,
) -> Vec<GivenAnswer> {
    let mut given: Vec<GivenAnswer> = Vec::new();
    let mut first: BTreeMap<Subject, String> = BTreeMap::new();
    for Declared { value, entry } in written {
        if let Some(role) = &value.role {
            personal_contact(&entry, "role", role, out);
        }
        if value.field.is_some() && value.rule.is_none() {
            let message = Message::new("inv-108-together")
                .with("table", "[[answer]]")
                .with("field", "field")
                .with("other", "rule");
            out.problem_at(&entry, "field", message);
        }
        let about = subject(value.finding, value.rule, value.field, value.criterion);
        let (Some(about), Some(answer), Some(role), Some(date)) =
            (about, value.answer, value.role, value.date)
        else {
            continue;
        };
        let answer = GivenAnswer {
            about,
            answer,
            text: value.text,
            role,
            date,
            evidence: value.evidence,
            valid_until: value.valid_until,
            origin: origin(&entry),
        };
        if answer.holds_on(today) {
            if let Some(other) = first.get(&answer.about) {
                let message = Message::new("inv-025").with("first", other);
                out.at_entry(&entry, message);
            }
            first
                .entry(answer.about.clone())
                .or_insert_with(|| place(&entry));
        } else {
            let (key, field, date) = match answer.valid_until.filter(|last| *last < today) {
                Some(last) => ("inv-024", "valid_until", last),
                None => ("inv-024-future", "date", date),
            };
            let message = Message::new(key).with_both("date", day(date));
            out.problem_at(&entry, field, message);
        }
        given.push(answer);
    }
    given
}

/// A waiver that is written rightly; INV-021, INV-023, INV-026, INV-103.
fn waiver(
    written: Declared<'_, WrittenWaiver>,
    declared: &Declarations<'_>,
    today: Date,
    out: &mut Out<'_>,
) -> Option<Waiver> {
    let entry = &written.entry;
    let value = &written.value;
    if let Some(role) = &value.approved_by {
        personal_contact(entry, "approved_by", role, out);
    }
    if let Some(application) = &value.application {
        known(application, &written, "application", declared, out);
    } else if value.rule.is_some() && entry.is_sound("application") {
        // A rule without an application would be set aside everywhere, which nobody can have approved.
        let message = Message::new("inv-108-together")
            .with("table", "[[waiver]]")
            .with("field", "rule")
            .with("other", "application");
        out.problem_at(entry, "rule", message);
    }
    if let Some(until) = value.until.filter(|until| *until < today) {
        let message = Message::new("inv-026").with_both("date", day(until));
        out.problem_at(entry, "until", message);
    }
    let origin = origin(entry);
    let value = written.value;
    Some(Waiver {
        about: subject(value.finding, value.rule, None, None)?,
        application: value.application,
        reason: value.reason?,
        approved_by: value.approved_by?,
        until: value.until?,
        origin,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_field_is_named_by_its_last_names() {
        assert!(names("geschlecht", "public.person.geschlecht"));
        assert!(names("person.geschlecht", "person.geschlecht"));
        assert!(!names("schlecht", "person.geschlecht"));
        assert!(!names("kind.geschlecht", "person.geschlecht"));
    }

    #[test]
    fn a_decision_covers_what_it_names() {
        let finding = Subject::Finding("fc1:00".to_owned());
        assert!(finding.covers("fc1:00", &[], ""));
        assert!(!finding.covers("fc1:01", &["a/b"], ""));
        let rule = Subject::Rule {
            rule: "a/old".to_owned(),
            field: Some("geschlecht".to_owned()),
        };
        assert!(rule.covers("fc1:01", &["a/new", "a/old"], "person.geschlecht"));
        assert!(!rule.covers("fc1:01", &["a/new", "a/old"], "person.anrede"));
        let criterion = Subject::Criterion("gifa/Q02".to_owned());
        assert!(criterion.is_criterion("gifa", "Q02"));
        assert!(!criterion.is_criterion("bitv", "Q02"));
        assert!(!criterion.covers("fc1:00", &["gifa/Q02"], ""));
    }

    #[test]
    fn waivers_hold_to_their_last_day_and_in_their_application() {
        let waiver = Waiver {
            about: Subject::Rule {
                rule: "a/b".to_owned(),
                field: None,
            },
            application: Some("APP-1".to_owned()),
            reason: String::new(),
            approved_by: String::new(),
            until: date(2026, 11, 1),
            origin: Origin::default(),
        };
        assert!(waiver.holds_on(date(2026, 11, 1)));
        assert!(!waiver.holds_on(date(2026, 11, 2)));
        assert!(waiver.covers("APP-1", "fc1:00", &["a/b"]));
        assert!(!waiver.covers("APP-2", "fc1:00", &["a/b"]));
    }
}
