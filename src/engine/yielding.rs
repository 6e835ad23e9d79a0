//! One place, one finding: drops a rule's finding if a more severe rule that it yields to fails at the same place.

use crate::model::Place;
use crate::outcome::{Assertion, Finding};
use crate::rule::RuleBook;

/// Drops findings about a document that repeat what a more severe rule says about their places: text below the minimum
/// contrast obviously lacks the recommended one. Outcomes stay, because the rule's demand is still not met.
pub(super) fn yield_to_graver(assertions: &mut [Assertion], book: &RuleBook) {
    for index in 0..assertions.len() {
        let yielding = &assertions[index];
        let rule = book.rules.get(&yielding.rule);
        let Some(rule) = rule.filter(|rule| !rule.yields_to.is_empty()) else {
            continue;
        };
        let graver = assertions
            .iter()
            .filter(|other| rule.yields_to.contains(&other.rule));
        let failures = graver
            .flat_map(|other| &other.findings)
            .filter(|finding| finding.is_failure());
        let said: Vec<Place> = failures.flat_map(places).cloned().collect();
        if said.is_empty() {
            continue;
        }
        let is_said = |place: &Place| said.iter().any(|other| place.begins_like(other));
        let findings = &mut assertions[index].findings;
        findings.retain(|finding| !names_all(finding) || !places(finding).all(is_said));
    }
}

/// The places of a finding, including those it merely counts as one.
fn places(finding: &Finding) -> impl Iterator<Item = &Place> {
    let others = finding
        .count()
        .map_or(&[][..], |_| finding.related.as_slice());
    std::iter::once(&finding.place).chain(others)
}

/// Whether a finding lists every place that it counts.
fn names_all(finding: &Finding) -> bool {
    let listed = finding.related.len() + 1;
    finding
        .count()
        .is_none_or(|count| usize::try_from(count).is_ok_and(|count| count <= listed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, ModelPath};
    use crate::outcome::{Fact, Facts, FindingKind, Fingerprint, Outcome, Tally};
    use crate::rule;

    const GRAVER: &str = "accessibility/aria-parts";
    const YIELDING: &str = "accessibility/list-content";

    /// A failure at a place that sums up the others.
    fn finding(rule: &str, place: &str, others: &[&str], count: Option<u64>) -> Finding {
        let mut facts = Facts::new();
        if let Some(count) = count {
            facts.insert("count".to_owned(), Fact::Count(count));
        }
        Finding {
            fingerprint: Fingerprint::compute("APP", rule, place, &ModelPath::default(), 0),
            kind: FindingKind::Failure,
            variant: None,
            facts,
            place: Place::document(place),
            related: others.iter().map(|other| Place::document(other)).collect(),
            cause: rule.to_owned(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        }
    }

    fn assertion(rule: &str, findings: Vec<Finding>) -> Assertion {
        Assertion {
            rule: rule.to_owned(),
            subject: "a.html".to_owned(),
            outcome: Outcome::Failed,
            tally: Tally::default(),
            findings,
        }
    }

    #[test]
    fn what_a_graver_rule_says_is_not_said_twice() {
        let book = rule::load(None).expect("the shipped rules load");
        let left = |graver: Vec<Finding>, yielding: Finding| {
            let mut assertions = [
                assertion(GRAVER, graver),
                assertion(YIELDING, vec![yielding]),
            ];
            yield_to_graver(&mut assertions, &book);
            assert_eq!(assertions[1].outcome, Outcome::Failed);
            assertions[1].findings.len()
        };
        let at = |places: &[&str]| {
            let found = places.iter();
            found
                .map(|place| finding(GRAVER, place, &[], None))
                .collect()
        };
        // The same place, another one, none.
        assert_eq!(left(at(&["1"]), finding(YIELDING, "1", &[], Some(1))), 0);
        assert_eq!(left(at(&["2"]), finding(YIELDING, "1", &[], Some(1))), 1);
        assert_eq!(left(Vec::new(), finding(YIELDING, "1", &[], None)), 1);
        // A finding that sums up several places stays as long as one of them is reported nowhere else.
        let two = || finding(YIELDING, "1", &["2"], Some(2));
        assert_eq!(left(at(&["1"]), two()), 1);
        assert_eq!(left(at(&["1", "2"]), two()), 0);
        assert_eq!(left(vec![finding(GRAVER, "1", &["2"], Some(2))], two()), 0);
        // A place that another finding only refers to does not count, and neither does one that is not listed.
        assert_eq!(left(vec![finding(GRAVER, "1", &["2"], None)], two()), 1);
        let many = finding(YIELDING, "1", &["2"], Some(40));
        assert_eq!(left(at(&["1", "2"]), many), 1);
    }

    #[test]
    fn a_question_takes_nothing_away() {
        let book = rule::load(None).expect("the shipped rules load");
        let mut question = finding(GRAVER, "1", &[], None);
        question.kind = FindingKind::Doubt(crate::outcome::Doubt::NotCaptured);
        let mut assertions = [
            assertion(GRAVER, vec![question]),
            assertion(YIELDING, vec![finding(YIELDING, "1", &[], None)]),
        ];
        yield_to_graver(&mut assertions, &book);
        assert_eq!(assertions[1].findings.len(), 1);
    }
}
