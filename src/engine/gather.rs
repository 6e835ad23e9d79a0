//! Merges findings that repeat on many pages into one about the application: questions of a rule, because one answer
//! holds for all pages, and failures that one rule of a style sheet causes on every page.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Check;
use crate::model::ModelPath;
use crate::outcome::{
    Assertion, Doubt, Fact, Finding, FindingKind, Fingerprint, Gathered, Outcome, Tally,
};
use crate::rule::RuleBook;

/// Replaces questions that only a person can answer by one about the application, if a rule on pages or PDF documents
/// asks them about several. Failures, and questions that a better capture would settle, stay with their document.
pub(super) fn gather_questions(
    application: &str,
    assertions: &mut Vec<Assertion>,
    book: &RuleBook,
) {
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    for assertion in assertions.iter().filter(|one| asks_of_page(one, book)) {
        *documents.entry(&assertion.rule).or_default() += 1;
    }
    documents.retain(|_, documents| *documents > 1);
    let rules: Vec<String> = documents.into_keys().map(str::to_owned).collect();
    for rule in rules {
        let asked = take_questions(&rule, assertions);
        if let Some(gathered) = gathered(application, rule, asked) {
            add(assertions, gathered);
        }
    }
}

fn asks_of_page(assertion: &Assertion, book: &RuleBook) -> bool {
    let rule = book.rules.get(&assertion.rule);
    rule.is_some_and(|rule| matches!(rule.check, Check::Page(_) | Check::Pdf(_)))
        && assertion.findings.iter().any(needs_person)
}

fn needs_person(finding: &Finding) -> bool {
    finding.kind == FindingKind::Doubt(Doubt::NeedsPerson)
}

/// Removes the questions from a rule's assertions and derives their outcomes again.
fn take_questions(rule: &str, assertions: &mut [Assertion]) -> Vec<Finding> {
    let mut taken = Vec::new();
    for assertion in assertions.iter_mut().filter(|one| one.rule == rule) {
        let before = taken.len();
        taken.extend(assertion.findings.extract_if(.., |one| needs_person(one)));
        let count = u32::try_from(taken.len() - before).unwrap_or(u32::MAX);
        if count > 0 {
            assertion.tally.cant_tell = assertion.tally.cant_tell.saturating_sub(count);
            assertion.outcome = assertion.tally.outcome();
        }
    }
    taken.sort_by(|a, b| a.place.cmp(&b.place));
    taken
}

/// Replaces failures that one rule of a linked style sheet causes on several pages by one about the application,
/// because one repair fixes them. A page without further findings of the rule becomes part of that assertion and does
/// not count as passed.
pub(super) fn gather_failures(application: &str, assertions: &mut Vec<Assertion>, book: &RuleBook) {
    let is_of_page = |assertion: &&mut Assertion| {
        let rule = book.rules.get(&assertion.rule);
        rule.is_some_and(|rule| matches!(rule.check, Check::Page(_)))
    };
    let mut pages: BTreeMap<(String, ModelPath), usize> = BTreeMap::new();
    for assertion in assertions.iter_mut().filter(is_of_page) {
        let causes: BTreeSet<ModelPath> =
            assertion.findings.iter().filter_map(sheet_cause).collect();
        for cause in causes {
            *pages.entry((assertion.rule.clone(), cause)).or_default() += 1;
        }
    }
    pages.retain(|_, pages| *pages > 1);
    let mut taken: BTreeMap<(String, ModelPath), Vec<Finding>> = BTreeMap::new();
    let mut passed: BTreeMap<String, u32> = BTreeMap::new();
    for assertion in assertions.iter_mut().filter(is_of_page) {
        let mut count = 0;
        let findings = std::mem::take(&mut assertion.findings);
        for finding in findings {
            let cause = sheet_cause(&finding).map(|cause| (assertion.rule.clone(), cause));
            match cause.filter(|cause| pages.contains_key(cause)) {
                Some(cause) => {
                    taken.entry(cause).or_default().push(finding);
                    count += 1;
                }
                None => assertion.findings.push(finding),
            }
        }
        if count == 0 {
            continue;
        }
        assertion.tally.failed = assertion.tally.failed.saturating_sub(count);
        if assertion.findings.is_empty() {
            *passed.entry(assertion.rule.clone()).or_default() += assertion.tally.passed;
            assertion.tally = Tally::default();
        }
        assertion.outcome = assertion.tally.outcome();
    }
    for ((rule, cause), mut findings) in taken {
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        let tally = Tally {
            passed: passed.remove(&rule).unwrap_or_default(),
            failed: u32::try_from(findings.len()).unwrap_or(u32::MAX),
            ..Tally::default()
        };
        let fingerprint = Fingerprint::compute(application, &rule, application, &cause, 0);
        let assertion = Assertion {
            rule,
            subject: application.to_owned(),
            outcome: Outcome::Failed,
            tally,
            findings: Finding::joined(findings, fingerprint, Gathered::Pages)
                .into_iter()
                .collect(),
        };
        add(assertions, assertion);
    }
}

/// Merges an assertion about the application into the existing one.
fn add(assertions: &mut Vec<Assertion>, more: Assertion) {
    let mut known = assertions.iter_mut();
    let Some(known) = known.find(|one| one.rule == more.rule && one.subject == more.subject) else {
        assertions.push(more);
        return;
    };
    known.tally.passed += more.tally.passed;
    known.tally.failed += more.tally.failed;
    known.tally.cant_tell += more.tally.cant_tell;
    known.outcome = known.tally.outcome();
    known.findings.extend(more.findings);
}

/// What identifies a failure caused by a linked style sheet; the same on every page.
fn sheet_cause(finding: &Finding) -> Option<ModelPath> {
    const NAMES: [&str; 4] = ["sheet", "selector", "foreground", "background"];
    if !finding.is_failure() {
        return None;
    }
    let facts = NAMES.map(|name| match finding.facts.get(name) {
        Some(Fact::Text(text)) => Some(text.clone()),
        _ => None,
    });
    facts
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .map(ModelPath::new)
}

/// One question with the wording of the first and the places of the others. Its identity depends on what it asks about:
/// another page makes it another question, which the earlier answer does not settle.
fn gathered(application: &str, rule: String, asked: Vec<Finding>) -> Option<Assertion> {
    let count = asked.len();
    let all = asked.iter().map(|finding| finding.fingerprint.to_string());
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    let fingerprint =
        Fingerprint::compute(application, &rule, application, &ModelPath::new(all), 0);
    let question = Finding::joined(asked, fingerprint, Gathered::Pages)?;
    Some(Assertion {
        rule,
        subject: application.to_owned(),
        outcome: Outcome::CantTell,
        tally: Tally {
            cant_tell: u32::try_from(count).unwrap_or(u32::MAX),
            ..Tally::default()
        },
        findings: vec![question],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, Place};
    use crate::outcome::Facts;
    use crate::rule;

    const RULE: &str = "accessibility/title-topic";

    fn finding(document: &str, kind: FindingKind) -> Finding {
        Finding {
            fingerprint: Fingerprint::compute("APP", RULE, document, &ModelPath::default(), 0),
            kind,
            variant: None,
            facts: Facts::new(),
            place: Place::document(document),
            related: Vec::new(),
            cause: RULE.to_owned(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        }
    }

    fn assertion(document: &str, tally: Tally, kinds: &[FindingKind]) -> Assertion {
        Assertion {
            rule: RULE.to_owned(),
            subject: document.to_owned(),
            outcome: tally.outcome(),
            tally,
            findings: kinds.iter().map(|kind| finding(document, *kind)).collect(),
        }
    }

    const QUESTION: FindingKind = FindingKind::Doubt(Doubt::NeedsPerson);

    #[test]
    fn questions_about_several_pages_become_one() {
        let book = rule::load(None).expect("the shipped rules load");
        let asked = Tally {
            cant_tell: 1,
            ..Tally::default()
        };
        let broken = Tally {
            failed: 1,
            cant_tell: 1,
            passed: 2,
            ..Tally::default()
        };
        let mut assertions = vec![
            assertion("b.html", asked, &[QUESTION]),
            assertion("a.html", broken, &[FindingKind::Failure, QUESTION]),
            assertion("c.html", asked, &[FindingKind::Doubt(Doubt::NotCaptured)]),
        ];
        gather_questions("APP", &mut assertions, &book);
        let outcomes: Vec<Outcome> = assertions.iter().map(|one| one.outcome).collect();
        assert_eq!(
            outcomes,
            [
                Outcome::Inapplicable,
                Outcome::Failed,
                Outcome::CantTell,
                Outcome::CantTell
            ]
        );
        let [.., gathered] = assertions.as_slice() else {
            panic!("assertions");
        };
        assert_eq!(gathered.subject, "APP");
        assert_eq!(gathered.tally.cant_tell, 2);
        let question = &gathered.findings[0];
        assert_eq!(question.place, Place::document("a.html"));
        assert_eq!(question.related, [Place::document("b.html")]);
        assert_eq!(question.facts.get("further_places"), Some(&Fact::Count(1)));
    }

    #[test]
    fn a_question_about_several_pages_shows_what_each_says() {
        let book = rule::load(None).expect("the shipped rules load");
        let asked = Tally {
            cant_tell: 1,
            ..Tally::default()
        };
        let titled = |document: &str, title: &str| {
            let mut assertion = assertion(document, asked, &[QUESTION]);
            let facts = [("heading", "Amt"), ("title", title)];
            assertion.findings[0].facts = facts
                .map(|(name, text)| (name.to_owned(), Fact::from(text)))
                .into();
            assertion
        };
        let mut assertions = vec![
            titled("a.html", "Start"),
            titled("b.html", "Suche"),
            titled("c.html", "Start"),
        ];
        gather_questions("APP", &mut assertions, &book);
        let question = &assertions[3].findings[0];
        let excerpts = question
            .related
            .iter()
            .map(|place| place.excerpt.as_deref());
        assert_eq!(excerpts.collect::<Vec<_>>(), [Some("Suche"), None]);
    }

    #[test]
    fn failures_of_one_sheet_become_one() {
        let book = rule::load(None).expect("the shipped rules load");
        let grey = |document: &str, sheet: &str| {
            let facts = [
                ("sheet", sheet),
                ("selector", ".grey"),
                ("foreground", "#999999"),
                ("background", "#ffffff"),
            ];
            let mut facts: Facts = facts
                .map(|(name, text)| (name.to_owned(), Fact::from(text)))
                .into();
            facts.insert("count".to_owned(), Fact::Count(2));
            let mut assertion = assertion(
                document,
                Tally {
                    failed: 1,
                    passed: 3,
                    ..Tally::default()
                },
                &[FindingKind::Failure],
            );
            assertion.rule = "accessibility/text-contrast".to_owned();
            assertion.findings[0].facts = facts;
            assertion
        };
        let mut assertions = vec![
            grey("a.html", "site.css"),
            grey("b.html", "site.css"),
            grey("c.html", "other.css"),
        ];
        gather_failures("APP", &mut assertions, &book);
        let outcomes: Vec<Outcome> = assertions.iter().map(|one| one.outcome).collect();
        assert_eq!(
            outcomes,
            [
                Outcome::Inapplicable,
                Outcome::Inapplicable,
                Outcome::Failed,
                Outcome::Failed
            ]
        );
        let [.., gathered] = assertions.as_slice() else {
            panic!("assertions");
        };
        let Tally { passed, failed, .. } = gathered.tally;
        assert_eq!((gathered.subject.as_str(), passed, failed), ("APP", 6, 2));
        let failure = &gathered.findings[0];
        assert_eq!(failure.place, Place::document("a.html"));
        assert_eq!(failure.related, [Place::document("b.html")]);
        assert_eq!(failure.facts.get("count"), Some(&Fact::Count(4)));
        // A third page with the same sheet does not change the failure's identity.
        let known = failure.fingerprint.clone();
        let mut more = vec![
            grey("a.html", "site.css"),
            grey("b.html", "site.css"),
            grey("d.html", "site.css"),
        ];
        gather_failures("APP", &mut more, &book);
        assert_eq!(more[3].findings[0].fingerprint, known);
    }

    #[test]
    fn a_question_about_one_page_stays_there() {
        let book = rule::load(None).expect("the shipped rules load");
        let asked = Tally {
            cant_tell: 1,
            ..Tally::default()
        };
        let mut assertions = vec![assertion("a.html", asked, &[QUESTION])];
        let before = assertions.clone();
        gather_questions("APP", &mut assertions, &book);
        assert_eq!(assertions, before);
    }
}
