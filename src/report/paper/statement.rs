//! A draft of the accessibility statement (Erklärung zur Barrierefreiheit), structured like the model statement of
//! Implementing Decision (EU) 2018/1523. A person completes and publishes it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::draft::{self, Draft};
use super::{Block, Paper};
use crate::outcome::Outcome;
use crate::record::{AccessibilityRecord, ApplicationReport, Report, WindowKind};
use crate::report::view;
use crate::report::words;
use crate::texts::{Language, counted};

/// The checklist that determines the status.
const CHECKLIST: &str = "bitv-web";

/// The draft for one application.
pub fn statement(report: &Report, application: &ApplicationReport, language: Language) -> Paper {
    let known = application.accessibility.clone().unwrap_or_default();
    let mut writer = Writer {
        report,
        application,
        bavarian: known.follows_bavarian_law(),
        known,
        draft: Draft::new(language),
    };
    writer.notice();
    writer.commitment();
    writer.scope();
    writer.status();
    writer.content();
    writer.preparation();
    writer.feedback();
    writer.enforcement();
    let title = writer
        .draft
        .filled("statement-title", &[("name", &application.name)]);
    writer.draft.finish(title, report)
}

struct Writer<'a> {
    report: &'a Report,
    application: &'a ApplicationReport,
    /// Whether the Bavarian ordinance applies.
    bavarian: bool,
    known: AccessibilityRecord,
    draft: Draft,
}

/// Results for the demands of the checklist.
#[derive(Default)]
struct Tally {
    failed: Vec<String>,
    /// Undecided: questions and what was not examined.
    open: u64,
    met: u64,
}

/// The failures of one rule that waivers set aside.
#[derive(Clone, Copy, Default)]
struct SetAside<'a> {
    count: u64,
    /// Last day of the longest waiver.
    until: Option<&'a str>,
}

impl Writer<'_> {
    /// Adds that it is a draft, and what it does not know.
    fn notice(&mut self) {
        let draft = self.draft.said("statement-draft").to_owned();
        self.draft.add(Block::Notice(draft));
    }

    fn fill(&mut self, key: &str) {
        let what = self.draft.said(key);
        let text = self.draft.filled("to-fill", &[("what", &what)]);
        self.draft.add(Block::ToFill(text));
    }

    /// Adds a sentence; marked if it leaves a gap for a person: `[Rechtsgrundlage]`.
    fn sentence(&mut self, sentence: String) {
        let gaps = ["law-unknown", "statement-nameless"].map(|key| self.draft.said(key));
        let is_open = gaps
            .iter()
            .any(|gap| gap.starts_with('[') && sentence.contains(gap));
        self.draft.add(match is_open {
            true => Block::ToFill(sentence),
            false => Block::Text(sentence),
        });
    }

    fn law(&self) -> &'static str {
        self.draft.said(match self.bavarian {
            true => "law-baydiv",
            false => "law-unknown",
        })
    }

    fn commitment(&mut self) {
        let organisation = match self.report.run.organisation.trim() {
            "" => self.draft.said("statement-nameless"),
            name => name,
        };
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("organisation", &organisation), ("law", &self.law())];
        let sentence = self.draft.filled("statement-commitment", &values);
        self.sentence(sentence);
        if !self.bavarian {
            self.fill("fill-law");
        }
    }

    fn scope(&mut self) {
        self.draft.heading(1, self.draft.said("statement-scope"));
        let name = &self.application.name;
        self.draft
            .text(self.draft.filled("statement-for", &[("name", name)]));
        match self.known.addresses.is_empty() {
            true => self.fill("fill-addresses"),
            false => self
                .draft
                .add(Block::Addresses(self.known.addresses.clone())),
        }
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let cells = self.application.cells.iter();
        for cell in cells.filter(|cell| cell.checklist == CHECKLIST) {
            match cell.verdict {
                Outcome::Failed => {
                    let title = draft::criterion_title(
                        self.report,
                        &cell.checklist,
                        &cell.criterion,
                        self.draft.language,
                    );
                    tally
                        .failed
                        .push(title.unwrap_or_else(|| cell.criterion.clone()));
                }
                Outcome::CantTell | Outcome::Untested => tally.open += 1,
                Outcome::Passed | Outcome::Inapplicable => tally.met += 1,
            }
        }
        tally
    }

    /// Adds the status. The program may state that the application is not fully accessible; only people may state that
    /// it is.
    fn status(&mut self) {
        self.draft.heading(1, self.draft.said("statement-status"));
        let tally = self.tally();
        let figures = self.draft.filled(
            "statement-figures",
            &[
                ("failed", &tally.failed.len()),
                ("open", &tally.open),
                ("met", &tally.met),
            ],
        );
        let name = &self.application.name;
        let general = self.report.run.default_standard.as_deref();
        let standard = self.known.standard.as_deref().or(general);
        let standard = standard.unwrap_or_else(|| self.draft.said("statement-standard"));
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("name", name),
            ("law", &self.law()),
            ("standard", &standard),
        ];
        if tally.failed.is_empty() {
            let key = match (tally.open, tally.met) {
                (0, 1..) => "fill-status-full",
                _ => "fill-status",
            };
            self.fill(key);
        } else {
            let sentence = self.draft.filled("statement-partly", &values);
            self.sentence(sentence);
            self.fill("fill-status-worse");
        }
        self.draft.add(Block::Notice(figures));
    }

    fn content(&mut self) {
        self.draft.heading(1, self.draft.said("statement-content"));
        self.draft
            .heading(2, self.draft.said("statement-noncompliant"));
        let tally = self.tally();
        if tally.failed.is_empty() {
            // Not for publication: "nothing proven" means little while most is undecided.
            let none = self.draft.filled(
                "statement-none-found",
                &[("open", &tally.open), ("all", &(tally.open + tally.met))],
            );
            self.draft.add(Block::Notice(none));
            self.fill("fill-noncompliant");
        } else {
            self.draft.text(self.draft.said("statement-failed"));
            self.draft.list(tally.failed);
            self.barriers();
            self.fill("fill-alternatives");
        }
        self.exceptions();
    }

    /// Adds each barrier once, with its date of repair if planned. One that was set aside is still there.
    fn barriers(&mut self) {
        let language = self.draft.language;
        let tasks = view::tasks(self.report);
        let tasks = tasks.tasks_of(&self.application.id);
        let waived = self.waived();
        let groups = view::groups(self.report, self.application);
        let open = groups.iter().map(|group| group.rule);
        let set_aside = waived.keys().copied();
        let mut rules: Vec<&str> = Vec::new();
        for rule in open.chain(set_aside) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let lines = rules.into_iter().filter_map(|rule| {
            let card = self.report.rules.get(rule)?;
            let card = Some(card).filter(|card| card.is_barrier())?;
            let group = groups.iter().find(|group| group.rule == rule);
            let entries = group.into_iter().flat_map(|group| &group.entries);
            let failures = entries.filter(|entry| entry.finding.is_failure());
            let waived = waived.get(rule).copied().unwrap_or_default();
            let count = failures.count() as u64 + waived.count;
            let count = Some(count).filter(|count| *count > 0)?;
            let places = counted("paper.places", language, count, &[]);
            let title = card.title.get(language);
            let demand = self
                .draft
                .filled("barrier", &[("demand", title), ("places", &places)]);
            let mut own = tasks.iter().filter(|task| task.rules.contains(&card.id));
            let planned = own.find_map(|task| Some((task.window.kind, task.in_use()?)));
            let delayed = || {
                let day = waived.until?.parse::<Date>().ok()?;
                Some((WindowKind::ToBeAgreed, day))
            };
            Some(match planned.or_else(delayed) {
                Some((kind, day)) => {
                    let day = words::date(&day.to_string(), language);
                    // An application near its end is no longer repaired.
                    let says = match kind {
                        WindowKind::Successor | WindowKind::EndOfLife => "barrier-ends",
                        WindowKind::Ended => "barrier-ended",
                        _ => "barrier-until",
                    };
                    format!("{demand} {}", self.draft.filled(says, &[("date", &day)]))
                }
                None => demand,
            })
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            self.draft.text(self.draft.said("statement-barriers"));
            self.draft.list(lines);
        }
    }

    /// The failures that waivers set aside, by rule.
    fn waived(&self) -> BTreeMap<&str, SetAside<'_>> {
        let mut by_rule: BTreeMap<&str, SetAside<'_>> = BTreeMap::new();
        let failures = self.application.waived.iter();
        for waived in failures.filter(|waived| waived.finding.is_failure()) {
            let of_rule = by_rule.entry(&waived.rule).or_default();
            of_rule.count += 1;
            // Days of ISO 8601 sort by time.
            of_rule.until = of_rule.until.max(waived.until.as_deref());
        }
        by_rule
    }

    fn exceptions(&mut self) {
        let exception = self.known.exception.clone().unwrap_or_default();
        let burden = exception.claims_burden();
        for (key, fill, own) in [
            ("statement-burden", "fill-burden", burden),
            (
                "statement-outside",
                "fill-outside",
                !burden && exception.reason.is_some(),
            ),
        ] {
            self.draft.heading(2, self.draft.said(key));
            match (&exception.text, own) {
                (Some(text), true) => {
                    self.draft.text(text.clone());
                    self.fill("fill-check-exception");
                }
                _ => self.fill(fill),
            }
        }
    }

    fn preparation(&mut self) {
        let language = self.draft.language;
        self.draft
            .heading(1, self.draft.said("statement-preparation"));
        let day = |day: String| words::date(&day, language);
        let date = day(self.report.run.date.clone());
        self.draft
            .text(self.draft.filled("statement-date", &[("date", &date)]));
        let method = match self.known.method {
            Some(method) => self.draft.said(&format!("method-{}", method.name())),
            None => "",
        };
        match method {
            "" => self.fill("fill-method"),
            method => self.draft.text(
                self.draft
                    .filled("statement-method", &[("method", &method)]),
            ),
        }
        match self.known.last_audit {
            Some(last) => {
                let last = day(last.to_string());
                self.draft
                    .text(self.draft.filled("statement-reviewed", &[("date", &last)]));
            }
            None => self.fill("fill-reviewed"),
        }
    }

    fn feedback(&mut self) {
        self.draft.heading(1, self.draft.said("statement-feedback"));
        self.draft.text(self.draft.said("statement-feedback-text"));
        match self.known.contact.clone() {
            Some(contact) => {
                self.draft.add(Block::Addresses(vec![contact]));
                self.fill("fill-contact-more");
            }
            None => self.fill("fill-contact"),
        }
    }

    fn enforcement(&mut self) {
        self.draft
            .heading(1, self.draft.said("statement-enforcement"));
        if self.bavarian {
            self.draft.text(self.draft.said("enforcement-baydiv"));
            self.fill("fill-enforcement-link");
        } else {
            self.fill("fill-enforcement");
        }
    }
}
