//! Decisions made outside the program: answers settle doubts, waivers set findings aside.
//!
//! Neither turns a proven failure into a pass: a contradicting answer is reported, and a waived finding leaves the plan
//! but not the matrix.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::inventory::{AnswerValue, GivenAnswer, Inventory, Origin, Subject, Waiver};
use crate::outcome::{Assertion, CONFIRMED_BY, Fact, Finding, FindingKind, Outcome};
use crate::problem::{Level, did_you_mean, nearest};
use crate::record::{AnswerRecord, AnsweredQuestion, Cell, Notice, Waived};
use crate::rule::RuleBook;
use crate::texts::{Bilingual, harmless};

/// Findings that decisions took from the open ones.
#[derive(Default)]
pub struct Settled {
    /// Set aside by a waiver.
    pub waived: Vec<Waived>,
    /// Questions that a person answered.
    pub answered: Vec<AnsweredQuestion>,
}

/// The decisions valid on the day of a run, with a record of those that had an effect.
pub struct Decisions<'a> {
    inventory: &'a Inventory,
    book: &'a RuleBook,
    today: Date,
    used: BTreeSet<&'a Origin>,
    notices: Vec<Notice>,
}

impl<'a> Decisions<'a> {
    /// The decisions of an inventory.
    pub fn new(inventory: &'a Inventory, book: &'a RuleBook, today: Date) -> Self {
        Self {
            inventory,
            book,
            today,
            used: BTreeSet::new(),
            notices: Vec::new(),
        }
    }

    /// Applies the decisions about one application to its findings; returns those that are open no more.
    pub fn apply(&mut self, application: &str, assertions: &mut [Assertion]) -> Settled {
        let mut settled = Settled::default();
        for assertion in assertions {
            let findings = std::mem::take(&mut assertion.findings);
            let ids = self.ids(&assertion.rule);
            for finding in findings {
                let (open, waived) = self.waived(application, finding, &ids);
                settled
                    .waived
                    .extend(waived.into_iter().map(|(finding, waiver)| Waived {
                        rule: assertion.rule.clone(),
                        finding,
                        reason: waiver.reason.clone(),
                        approved_by: waiver.approved_by.clone(),
                        until: Some(waiver.until.to_string()),
                    }));
                let Some(mut finding) = open else {
                    continue;
                };
                match self.answer(application, &finding, &ids) {
                    Some(answer) => {
                        if self.settle(assertion, &mut finding, answer) {
                            assertion.findings.push(finding);
                        } else {
                            settled
                                .answered
                                .push(answered(&assertion.rule, finding, answer));
                        }
                    }
                    None => assertion.findings.push(finding),
                }
            }
            if assertion.outcome == Outcome::CantTell {
                assertion.outcome = assertion.tally.outcome();
            }
        }
        settled
    }

    /// Applies answers to whole criteria.
    pub fn apply_to_cells(&mut self, application: &str, cells: &mut [Cell]) {
        let answers = self.answers_of(application);
        for cell in cells {
            let answer = answers
                .iter()
                .find(|answer| answer.about.is_criterion(&cell.checklist, &cell.criterion));
            let Some(answer) = answer else { continue };
            self.used.insert(&answer.origin);
            let verdict = match answer.answer {
                AnswerValue::Met => Outcome::Passed,
                AnswerValue::NotMet => Outcome::Failed,
                AnswerValue::NotApplicable => Outcome::Inapplicable,
                AnswerValue::Unknown => continue,
            };
            if cell.verdict == Outcome::Failed && verdict != Outcome::Failed {
                let about = format!("{application}, {}/{}", cell.checklist, cell.criterion);
                self.contradiction(answer, &about);
                continue;
            }
            cell.verdict = verdict;
            cell.answered = true;
        }
    }

    /// Decisions without effect: their subject is gone, or they have expired. `complete`: whether all applications were
    /// examined, so that a missing effect is conclusive.
    pub fn finish(mut self, complete: bool) -> Vec<Notice> {
        // An answer for a group is listed with each of its applications, but is one answer.
        let mut stale: BTreeSet<(&Origin, &str)> = BTreeSet::new();
        for (application, answers) in &self.inventory.answers {
            let looked_at = self.inventory.applications.contains_key(application);
            for answer in answers.iter().filter(|_| looked_at) {
                // The question may arise in other applications of a group. Expired answers are reported on loading.
                let silence_means_something = complete || !answer.grouped;
                if silence_means_something
                    && answer.holds_on(self.today)
                    && !self.used.contains(&answer.origin)
                {
                    stale.insert((&answer.origin, "inventory.answer-unused"));
                }
            }
        }
        for waiver in self.inventory.waivers.iter().filter(|_| complete) {
            if waiver.holds_on(self.today) && !self.used.contains(&waiver.origin) {
                stale.insert((&waiver.origin, "inventory.waiver-unused"));
            }
        }
        let unknown: Vec<Notice> = self.unknown_rules();
        stale.retain(|(origin, _)| !unknown.iter().any(|notice| notice.place == place(origin)));
        self.notices.extend(unknown);
        let stale = stale.into_iter().map(|(origin, key)| Notice {
            code: key.trim_start_matches("inventory.").to_uppercase(),
            level: Level::Warning,
            place: place(origin),
            application: None,
            message: Bilingual::filled(key, &[]),
        });
        self.notices.extend(stale);
        self.notices
            .sort_by(|a, b| (&a.place, &a.code).cmp(&(&b.place, &b.code)));
        self.notices
    }

    /// A rule's id and its former ids.
    fn ids(&self, rule: &str) -> Vec<&'a str> {
        self.book
            .rules
            .get(rule)
            .into_iter()
            .flat_map(|rule| [&rule.card.id].into_iter().chain(&rule.card.aliases))
            .map(String::as_str)
            .collect()
    }

    /// The answers about an application that are valid on the day of the run, for the report.
    pub fn answers(&self, application: &str) -> Vec<AnswerRecord> {
        let answers = self.answers_of(application);
        answers.into_iter().map(AnswerRecord::from).collect()
    }

    fn answers_of(&self, application: &str) -> Vec<&'a GivenAnswer> {
        self.inventory
            .answers
            .get(application)
            .into_iter()
            .flatten()
            .filter(|answer| answer.holds_on(self.today))
            .collect()
    }

    /// Parts a finding into what stays open and what waivers set aside, place by place.
    fn waived(
        &mut self,
        application: &str,
        finding: Finding,
        ids: &[&str],
    ) -> (Option<Finding>, Vec<(Finding, &'a Waiver)>) {
        let waivers = self.inventory.waivers.iter().filter(|waiver| {
            waiver.holds_on(self.today)
                && waiver.covers(application, finding.fingerprint.as_str(), ids)
        });
        let waivers: Vec<&Waiver> = waivers.collect();
        let Some(first) = waivers.first() else {
            return (Some(finding), Vec::new());
        };
        let by_place = finding.places().enumerate().map(|(index, place)| {
            let mut waivers = waivers.iter().enumerate();
            let holding = waivers.find(|(_, waiver)| {
                matches!(waiver.about, Subject::Rule { .. })
                    || finding.is_accepted_at(index, place, &waiver.places)
            });
            holding.map(|(number, _)| number)
        });
        let by_place: Vec<Option<usize>> = by_place.collect();
        // Who accepts a list accepts its uses.
        let lists = finding.lists();
        let of_list = |index: usize| {
            let list = lists.get(index).copied().flatten()?;
            by_place.get(list).copied().flatten()
        };
        let with_uses = by_place.iter().enumerate();
        let with_uses = with_uses.map(|(index, waiver)| waiver.or_else(|| of_list(index)));
        let by_place: Vec<Option<usize>> = with_uses.collect();
        let part =
            |of: Option<usize>| finding.about(|index| by_place.get(index).copied().flatten() == of);
        let open = part(None);
        let mut set_aside = Vec::new();
        for (number, waiver) in waivers.iter().enumerate() {
            if let Some(part) = part(Some(number)) {
                self.used.insert(&waiver.origin);
                set_aside.push((part, *waiver));
            }
        }
        if let Some(open) = &open {
            self.notices.push(more_places(first, open));
        }
        (open, set_aside)
    }

    /// The most specific answer: about the finding before the rule, for the application before a group.
    fn answer(
        &mut self,
        application: &str,
        finding: &Finding,
        ids: &[&str],
    ) -> Option<&'a GivenAnswer> {
        let answers = self.answers_of(application);
        let about = |path: &str| {
            let covers = |answer: &&&'a GivenAnswer| {
                let subject = &answer.about;
                subject.covers(finding.fingerprint.as_str(), ids, path)
            };
            let answers = answers.iter().filter(covers);
            answers
                .copied()
                .min_by_key(|answer| !matches!(answer.about, Subject::Finding(_)))
        };
        // An answer that names a field settles nothing about other fields that the finding stands for.
        let further = finding.further_listed();
        let named = further.iter().filter(|place| !place.path.0.is_empty());
        let mut paths: Vec<String> = named.map(|place| place.path.to_string()).collect();
        if finding.further() > further.len() as u64 {
            paths.push(String::new());
        }
        let own = about(&finding.place.path.to_string());
        let others: Vec<Option<&'a GivenAnswer>> = paths.iter().map(|path| about(path)).collect();
        let given = others.iter().copied().chain([own]).flatten();
        self.used.extend(given.map(|answer| &answer.origin));
        let says = |other: &Option<&'a GivenAnswer>| other.map(|answer| answer.answer);
        own.filter(|answer| {
            others
                .iter()
                .all(|other| says(other) == Some(answer.answer))
        })
    }

    /// Applies decisions to a finding; returns whether it remains.
    fn settle(
        &mut self,
        assertion: &mut Assertion,
        finding: &mut Finding,
        answer: &GivenAnswer,
    ) -> bool {
        let failure = finding.is_failure();
        let tally = &mut assertion.tally;
        match answer.answer {
            AnswerValue::Unknown => true,
            AnswerValue::NotMet if failure => true,
            AnswerValue::NotMet => {
                finding.kind = FindingKind::Failure;
                let by = format!("{}, {}", answer.role, answer.date);
                finding
                    .facts
                    .insert(CONFIRMED_BY.to_owned(), Fact::Text(by));
                tally.cant_tell = tally.cant_tell.saturating_sub(1);
                tally.failed += 1;
                true
            }
            AnswerValue::Met | AnswerValue::NotApplicable if failure => {
                self.contradiction(answer, &finding.place.to_string());
                true
            }
            AnswerValue::Met => {
                tally.cant_tell = tally.cant_tell.saturating_sub(1);
                tally.passed += 1;
                false
            }
            AnswerValue::NotApplicable => {
                tally.cant_tell = tally.cant_tell.saturating_sub(1);
                false
            }
        }
    }

    /// Decisions about unknown rules and criteria; otherwise they would only seem obsolete.
    fn unknown_rules(&self) -> Vec<Notice> {
        let answers = self.inventory.answers.values().flatten();
        let waivers = self.inventory.waivers.iter();
        // A set, because an answer for a group is listed with each of its applications.
        let decisions: BTreeSet<(&Origin, &Subject, &str)> = answers
            .map(|answer| (&answer.origin, &answer.about, "ANSWER-UNUSED"))
            .chain(waivers.map(|waiver| (&waiver.origin, &waiver.about, "WAIVER-UNUSED")))
            .collect();
        decisions
            .into_iter()
            .filter_map(|(origin, about, code)| {
                let (key, name, near) = match about {
                    Subject::Rule { rule, .. } => {
                        let known = || {
                            let rules = self.book.rules.values();
                            rules.flat_map(|rule| {
                                std::iter::once(&rule.card.id).chain(&rule.card.aliases)
                            })
                        };
                        if known().any(|id| id == rule) {
                            return None;
                        }
                        let near = nearest(rule, known().map(String::as_str)).map(str::to_owned);
                        ("rule.unknown-rule", rule, near)
                    }
                    Subject::Criterion(criterion) => {
                        let known: Vec<String> = self
                            .book
                            .checklists
                            .iter()
                            .flat_map(|list| {
                                let of_list = |id: &String| format!("{}/{id}", list.id);
                                list.criteria.iter().map(move |one| of_list(&one.id))
                            })
                            .collect();
                        if known.contains(criterion) {
                            return None;
                        }
                        let near = nearest(criterion, known.iter().map(String::as_str));
                        ("rule.unknown-criterion", criterion, near.map(str::to_owned))
                    }
                    Subject::Finding(_) => return None,
                };
                let message = Bilingual::filled(key, &[("name", &harmless(name))]);
                Some(Notice {
                    code: code.to_owned(),
                    level: Level::Warning,
                    place: place(origin),
                    application: None,
                    message: message.followed_by(&did_you_mean(near.as_deref())),
                })
            })
            .collect()
    }

    fn contradiction(&mut self, answer: &GivenAnswer, about: &str) {
        self.notices.push(Notice {
            code: "ANSWER-CONTRADICTED".to_owned(),
            level: Level::Warning,
            place: place(&answer.origin),
            application: None,
            message: Bilingual::filled("inventory.answer-contradicted", &[("about", &about)]),
        });
    }
}

/// The notice that a waiver does not hold at some places of its finding.
fn more_places(waiver: &Waiver, open: &Finding) -> Notice {
    let places: BTreeSet<String> = open.places().map(|place| place.name()).collect();
    Notice {
        code: "WAIVER-PLACES".to_owned(),
        level: Level::Warning,
        place: place(&waiver.origin),
        application: None,
        message: Bilingual::filled(
            "project.waiver-more-places",
            &[
                ("count", &places.len()),
                ("places", &Notice::list_of_places(&places)),
            ],
        ),
    }
}

/// A question with the answer that settled it.
fn answered(rule: &str, finding: Finding, answer: &GivenAnswer) -> AnsweredQuestion {
    AnsweredQuestion {
        rule: rule.to_owned(),
        finding,
        answer: answer.answer,
        text: answer.text.clone(),
        role: answer.role.clone(),
        date: answer.date,
        valid_until: answer.valid_until,
    }
}

pub(super) fn place(origin: &Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
}
