//! Questions that a rule asks about page after page → one question about the application. Whoever looks at its titles or
//! its images looks at all of them, and one answer holds for all.

use std::collections::BTreeMap;

use crate::check::Check;
use crate::model::{ModelPath, Place};
use crate::outcome::{Assertion, Doubt, Fact, Finding, FindingKind, Fingerprint, Outcome, Tally};
use crate::rule::RuleBook;

/// Other places that a question lists; the rest is counted.
const MOST_RELATED: usize = 20;

/// Replaces the questions that only a person can answer, where a rule on pages asks them about several documents, by
/// one about the application. What is proven, and what a capture would settle, stays with its document.
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
        assertions.extend(gathered(application, rule, asked));
    }
}

fn asks_of_page(assertion: &Assertion, book: &RuleBook) -> bool {
    let rule = book.rules.get(&assertion.rule);
    rule.is_some_and(|rule| matches!(rule.check, Check::Page(_)))
        && assertion.findings.iter().any(needs_person)
}

fn needs_person(finding: &Finding) -> bool {
    finding.kind == FindingKind::Doubt(Doubt::NeedsPerson)
}

/// Takes the questions out of the assertions of a rule, whose outcomes are what the rest says.
fn take_questions(rule: &str, assertions: &mut [Assertion]) -> Vec<Finding> {
    let mut taken = Vec::new();
    for assertion in assertions.iter_mut().filter(|one| one.rule == rule) {
        let before = taken.len();
        taken.extend(assertion.findings.extract_if(.., |one| needs_person(one)));
        let count = u32::try_from(taken.len() - before).unwrap_or(u32::MAX);
        if count > 0 {
            assertion.tally.cant_tell = assertion.tally.cant_tell.saturating_sub(count);
            assertion.outcome = outcome_of_tally(assertion.tally);
        }
    }
    taken.sort_by(|a, b| a.place.cmp(&b.place));
    taken
}

fn outcome_of_tally(tally: Tally) -> Outcome {
    let counts = [
        (tally.failed, Outcome::Failed),
        (tally.cant_tell, Outcome::CantTell),
        (tally.untested, Outcome::Untested),
        (tally.passed, Outcome::Passed),
    ];
    let worst = counts.into_iter().find(|(count, _)| *count > 0);
    worst.map_or(Outcome::Inapplicable, |(_, outcome)| outcome)
}

/// One question with the words of the first, which lists the places of the others. It is what it asks about: another page
/// makes another question, which the answer to the former does not settle.
fn gathered(application: &str, rule: String, asked: Vec<Finding>) -> Option<Assertion> {
    let count = asked.len();
    let all = asked.iter().map(|finding| finding.fingerprint.to_string());
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    let mut asked = asked.into_iter();
    let first = asked.next()?;
    // There are very many: readers need to see where they are and what is written there.
    let others: Vec<Place> = asked.map(|finding| finding.place.without_path()).collect();
    let mut question = Finding {
        fingerprint: Fingerprint::compute(application, &rule, application, &ModelPath::new(all), 0),
        ..first
    };
    question
        .facts
        .insert("further_places".to_owned(), Fact::from(others.len()));
    let room = MOST_RELATED.saturating_sub(question.related.len());
    question.related.extend(others.into_iter().take(room));
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
    use crate::model::Confidence;
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
        }
    }

    fn assertion(document: &str, tally: Tally, kinds: &[FindingKind]) -> Assertion {
        Assertion {
            rule: RULE.to_owned(),
            subject: document.to_owned(),
            outcome: outcome_of_tally(tally),
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
