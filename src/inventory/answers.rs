//! Decisions made outside the program: answers to open questions (`answers/<application>.toml`) and accepted deviations
//! (`waivers.toml`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::files::Document;
use super::group::{Group, known};
use super::known::KnownIds;
use super::load::{Declarations, Declared, LoadOptions, origin, place, sections};
use super::message::Message;
use super::rules::{Out, day, personal_contact};
use super::spec::Spec;
use super::{AnswerValue, Inventory, Origin};
use crate::problem::Problem;

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
        /// Restricts the decision to the field of that name or path.
        field: Option<String>,
    },
    /// A criterion of a checklist, as `checklist/criterion`.
    Criterion(String),
}

impl Subject {
    /// Whether the decision applies to a finding: by fingerprint, or by rule (its id and former ids) and, where the
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

    /// Whether the decision is about this criterion.
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

/// An answer to an open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GivenAnswer {
    /// The question.
    pub about: Subject,
    /// The answer.
    pub answer: AnswerValue,
    /// The grounds for it, in words.
    pub text: Option<String>,
    /// Role of the person, never a name.
    pub role: String,
    /// Day of the answer.
    pub date: Date,
    /// File, reference number or address.
    pub evidence: Option<String>,
    /// Last day on which it is valid.
    pub valid_until: Option<Date>,
    /// Whether it was given for a group of applications. An answer for the application alone takes precedence.
    pub grouped: bool,
    /// Where it is written, for reports of answers without effect.
    pub origin: Origin,
}

impl GivenAnswer {
    /// Whether the answer is valid on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        self.date <= today && self.valid_until.is_none_or(|last| today <= last)
    }
}

/// A finding, or all findings of a rule in some applications, accepted for a reason and for a limited time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// What is accepted.
    pub about: Subject,
    /// Names of further places of the finding at which it is accepted.
    pub places: Vec<String>,
    /// The applications; `None` if a fingerprint identifies the finding.
    pub applications: Option<BTreeSet<String>>,
    /// Reason for accepting it.
    pub reason: String,
    /// Role of the approver.
    pub approved_by: String,
    /// Last day on which it is valid.
    pub until: Date,
    /// Where it is written, for reports of waivers without effect.
    pub origin: Origin,
}

impl Waiver {
    /// Whether the waiver is valid on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        today <= self.until
    }

    /// Whether it covers a finding of an application; `rule_ids` are the rule's id and former ids.
    pub fn covers(&self, application: &str, fingerprint: &str, rule_ids: &[&str]) -> bool {
        let here = self
            .applications
            .as_ref()
            .is_none_or(|ids| ids.contains(application));
        here && self.about.covers(fingerprint, rule_ids, "")
    }
}

impl Inventory {
    /// The answers about an application, in the order of its file, followed by those for its groups.
    pub fn answers_about(&self, application: &str) -> &[GivenAnswer] {
        self.answers.get(application).map_or(&[], Vec::as_slice)
    }
}

/// `[[answer]]`, as defined in the table of fields.
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
    #[serde(flatten)]
    group: Group,
}

/// `[[waiver]]`, as defined in the table of fields.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenWaiver {
    finding: Option<String>,
    places: Vec<String>,
    rule: Option<String>,
    application: Option<String>,
    reason: Option<String>,
    approved_by: Option<String>,
    until: Option<Date>,
    #[serde(flatten)]
    group: Group,
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
        let setting = Setting {
            declared,
            today: options.today,
            ids: options.known.as_deref(),
        };
        let mut given = Given::default();
        for document in answers {
            let application = application_of(document);
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
            let own = |written: &&Declared<'_, WrittenAnswer>| !written.value.group.is_named();
            if let Some(first) = written.iter().find(own) {
                known(application, &first.entry, "", declared, &mut out);
            }
            for written in written {
                given.take(application, written, &setting, &mut out);
            }
        }
        let (sections, _) = sections("waivers", waivers, options.leniency(), problems);
        let mut accepted = Vec::new();
        for section in sections {
            for written in section.list(problems) {
                let mut out = Out { problems };
                accepted.extend(waiver(written, &setting, &mut out));
            }
        }
        Self {
            answers: given.finish(),
            waivers: accepted,
        }
    }
}

/// The application that a file of answers is named after.
fn application_of<'d>(document: &Document<'d>) -> &'d str {
    let path = document.source.relative.as_str();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// What decisions are checked against.
struct Setting<'s, 'd> {
    declared: &'s Declarations<'d>,
    today: Date,
    ids: Option<&'s KnownIds>,
}

/// The answers of all files.
#[derive(Default)]
struct Given {
    answers: BTreeMap<String, Vec<GivenAnswer>>,
    /// Where a question of an application was first answered. The flag tells answers for a group from those for it
    /// alone.
    first: BTreeMap<(String, bool), BTreeMap<Subject, String>>,
}

impl Given {
    /// Takes a valid answer; INV-021, INV-024, INV-025, INV-027, INV-028, INV-031, INV-108.
    fn take(
        &mut self,
        application: &str,
        written: Declared<'_, WrittenAnswer>,
        setting: &Setting<'_, '_>,
        out: &mut Out<'_>,
    ) {
        let Declared { value, entry } = written;
        if let Some(role) = &value.role {
            personal_contact(&entry, "answer", "role", role, out);
        }
        if value.field.is_some() && value.rule.is_none() {
            let message = Message::new("inv-108-together")
                .with("table", "[[answer]]")
                .with_both("field", Spec::get().named("answer", "field"))
                .with_both("other", Spec::get().named("answer", "rule"));
            out.problem_at(&entry, "field", message);
        }
        let members = value.group.members(&entry, setting.declared, out);
        if members.is_some() && value.finding.is_some() {
            out.at_entry(&entry, Message::new("inv-028"));
        }
        let about = subject(value.finding, value.rule, value.field, value.criterion);
        if let (Some(ids), Some(about)) = (setting.ids, &about) {
            ids.check(about, &entry, out);
        }
        let (Some(about), Some(answer), Some(role), Some(date)) =
            (about, value.answer, value.role, value.date)
        else {
            return;
        };
        // As with forms: a bare "met" closes a question for good, so it needs grounds.
        if answer == AnswerValue::Met && value.text.is_none() && value.evidence.is_none() {
            out.at_entry(&entry, Message::new("inv-031"));
            return;
        }
        let answer = GivenAnswer {
            about,
            answer,
            text: value.text,
            role,
            date,
            evidence: value.evidence,
            valid_until: value.valid_until,
            grouped: members.is_some(),
            origin: origin(&entry),
        };
        let members = members.unwrap_or_else(|| BTreeSet::from([application.to_owned()]));
        if answer.holds_on(setting.today) {
            let mut said = false;
            for member in &members {
                let first = self.first.entry((member.clone(), answer.grouped));
                let first = first.or_default();
                if let Some(other) = first.get(&answer.about).filter(|_| !said) {
                    let message = match answer.grouped {
                        true => Message::new("inv-025-group").with("application", member),
                        false => Message::new("inv-025"),
                    };
                    out.at_entry(&entry, message.with("first", other));
                    said = true;
                }
                first
                    .entry(answer.about.clone())
                    .or_insert_with(|| place(&entry));
            }
        } else {
            let (key, field, date) = match answer.valid_until.filter(|last| *last < setting.today) {
                Some(last) => ("inv-024", "valid_until", last),
                None => ("inv-024-future", "date", date),
            };
            let message = Message::new(key).with_both("date", day(date));
            out.problem_at(&entry, field, message);
        }
        for member in members {
            self.answers.entry(member).or_default().push(answer.clone());
        }
    }

    /// The answers of each application, its own before those of groups.
    fn finish(mut self) -> BTreeMap<String, Vec<GivenAnswer>> {
        for answers in self.answers.values_mut() {
            answers.sort_by_key(|answer| answer.grouped);
        }
        self.answers
    }
}

/// Makes a waiver from a valid entry; INV-021, INV-023, INV-026, INV-027, INV-028, INV-103.
fn waiver(
    written: Declared<'_, WrittenWaiver>,
    setting: &Setting<'_, '_>,
    out: &mut Out<'_>,
) -> Option<Waiver> {
    let entry = &written.entry;
    let value = &written.value;
    if let Some(role) = &value.approved_by {
        personal_contact(entry, "waiver", "approved_by", role, out);
    }
    let members = value.group.members(entry, setting.declared, out);
    if members.is_some() && (value.finding.is_some() || value.application.is_some()) {
        out.at_entry(entry, Message::new("inv-028-waiver"));
    }
    if let Some(application) = &value.application {
        known(application, entry, "application", setting.declared, out);
    } else if value.rule.is_some() && members.is_none() && entry.is_sound("application") {
        // Without applications the rule would be waived everywhere, which no single approval can cover.
        let message = Message::new("inv-108-together")
            .with("table", "[[waiver]]")
            .with_both("field", Spec::get().named("waiver", "rule"))
            .with_both("other", Spec::get().named("waiver", "application"));
        out.problem_at(entry, "rule", message);
    }
    if let Some(until) = value.until.filter(|until| *until < setting.today) {
        let message = Message::new("inv-026").with_both("date", day(until));
        out.problem_at(entry, "until", message);
    }
    let about = subject(value.finding.clone(), value.rule.clone(), None, None)?;
    if let Some(ids) = setting.ids {
        ids.check(&about, entry, out);
    }
    let origin = origin(entry);
    let value = written.value;
    Some(Waiver {
        about,
        places: value.places,
        applications: members.or_else(|| value.application.map(|id| BTreeSet::from([id]))),
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
            places: Vec::new(),
            applications: Some(BTreeSet::from(["APP-1".to_owned()])),
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
