//! Turns assertions into one cell for each criterion of every checklist, by three-valued logic.

use std::collections::{BTreeMap, BTreeSet};

use crate::gap::Gap;
use crate::outcome::{Assertion, Outcome, Settled};
use crate::record::{Cell, ChecklistSummary};
use crate::rule::{Checklist, Coverage, Criterion, Formula, RuleBook, RuleStatus};

/// The summary of the cells of each checklist.
pub(super) fn summarise(cells: &[Cell], checklists: &[Checklist]) -> Vec<ChecklistSummary> {
    checklists
        .iter()
        .map(|checklist| {
            let mut counts = BTreeMap::new();
            let mut worst = Outcome::Inapplicable;
            for cell in cells.iter().filter(|cell| cell.checklist == checklist.id) {
                *counts.entry(cell.verdict).or_default() += 1;
                worst = worst.max(cell.verdict);
            }
            ChecklistSummary {
                checklist: checklist.id.clone(),
                verdict: worst,
                cells: counts,
            }
        })
        .collect()
}

/// Ids of rules by something they cover.
type Index<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Verdicts of one application by rule, in three-valued logic.
pub(super) struct Verdicts<'a> {
    by_rule: BTreeMap<&'a str, Outcome>,
    by_wcag: Index<'a>,
    by_defect: Index<'a>,
    /// Whether a document was lost, which may contain anything.
    incomplete: bool,
    /// Whether any rule about a success criterion found a target, so that there are pages.
    has_pages: bool,
    /// Whether the application has a user interface of which no page was read.
    misses_pages: bool,
}

impl<'a> Verdicts<'a> {
    /// `has_interface`: whether people use the application through a user interface.
    pub fn new(
        assertions: &'a [Assertion],
        settled: &'a Settled,
        gaps: &[Gap],
        book: &'a RuleBook,
        has_interface: bool,
    ) -> Self {
        let mut by_rule: BTreeMap<&str, Outcome> = settled
            .iter()
            .map(|(rule, subjects)| (rule.as_str(), subjects.worst()))
            .collect();
        for assertion in assertions {
            let outcome = by_rule.entry(&assertion.rule).or_insert(assertion.outcome);
            *outcome = (*outcome).max(assertion.outcome);
        }
        let (mut by_wcag, mut by_defect) = (Index::new(), Index::new());
        for card in book.rules.values().map(|rule| &rule.card) {
            if card.status == RuleStatus::Retired {
                continue;
            }
            for criterion in &card.wcag {
                by_wcag.entry(criterion).or_default().insert(&card.id);
            }
            for defect in &card.defects {
                by_defect.entry(defect).or_default().insert(&card.id);
            }
        }
        let found = |id: &&str| {
            by_rule
                .get(id)
                .is_some_and(|it| *it > Outcome::Inapplicable)
        };
        let has_pages = by_wcag.values().flatten().any(found);
        Self {
            by_rule,
            by_wcag,
            by_defect,
            has_pages,
            misses_pages: has_interface && !has_pages,
            incomplete: gaps.iter().any(|gap| gap.reason.loses_document()),
        }
    }

    /// Whether the application has a user interface of which no page was read.
    pub fn misses_pages(&self) -> bool {
        self.misses_pages
    }

    /// The line of the matrix: exactly one cell per criterion of every given checklist.
    pub fn cells(&self, checklists: &[Checklist]) -> Vec<Cell> {
        checklists
            .iter()
            .flat_map(|checklist| {
                checklist.criteria.iter().map(|criterion| Cell {
                    checklist: checklist.id.clone(),
                    criterion: criterion.id.clone(),
                    verdict: self.criterion(criterion),
                    answered: false,
                })
            })
            .collect()
    }

    /// The outcome of a rule. Without targets it is inapplicable only if nothing was lost.
    fn rule(&self, id: &str) -> Outcome {
        let found = self
            .by_rule
            .get(id)
            .copied()
            .unwrap_or(Outcome::Inapplicable);
        if self.incomplete {
            found.max(Outcome::Untested)
        } else {
            found
        }
    }

    fn formula(&self, formula: &Formula) -> Outcome {
        match formula {
            Formula::Rule(id) => self.rule(id),
            Formula::All { all } => worst(all.iter().map(|part| self.formula(part))),
            Formula::Any { any } => best(any.iter().map(|part| self.formula(part))),
            Formula::Wcag { wcag } => self.covered(self.by_wcag.get(wcag.as_str())),
            Formula::Defects { defects } => {
                let by_defect = |defect: &String| self.by_defect.get(defect.as_str());
                self.covered(defects.iter().filter_map(by_defect))
            }
        }
    }

    /// The worst outcome of all rules that cover something; untested if no rule covers it.
    fn covered<'s>(&self, rules: impl IntoIterator<Item = &'s BTreeSet<&'s str>>) -> Outcome {
        let mut rules = rules.into_iter().flatten().peekable();
        if rules.peek().is_none() {
            return Outcome::Untested;
        }
        worst(rules.map(|id| self.rule(id)))
    }

    /// The program's verdict on a criterion: only an automated one passes without a person.
    fn criterion(&self, criterion: &Criterion) -> Outcome {
        let Some(formula) = &criterion.decided_by else {
            return Outcome::Untested;
        };
        let found = match self.formula(formula) {
            // What no page shows is not known to be absent.
            Outcome::Inapplicable if self.misses_pages && formula.is_about_pages() => {
                Outcome::Untested
            }
            found => found,
        };
        match criterion.coverage {
            Coverage::Automated => found,
            Coverage::Partial => match found {
                Outcome::Passed => Outcome::Untested,
                // Rules that prove only some failures say little if they find no target: other parts of the page may be
                // concerned.
                Outcome::Inapplicable if self.has_pages && formula.is_about_pages() => {
                    Outcome::Untested
                }
                other => other,
            },
            Coverage::Manual | Coverage::Pending => Outcome::Untested,
        }
    }
}

fn worst(parts: impl Iterator<Item = Outcome>) -> Outcome {
    parts.max().unwrap_or(Outcome::Inapplicable)
}

/// The best decided part; undecided parts keep it undecided unless one part is passed.
fn best(parts: impl Iterator<Item = Outcome>) -> Outcome {
    let parts: Vec<Outcome> = parts
        .filter(|part| *part != Outcome::Inapplicable)
        .collect();
    if parts.contains(&Outcome::Passed) {
        return Outcome::Passed;
    }
    parts
        .iter()
        .copied()
        .filter(|part| matches!(part, Outcome::CantTell | Outcome::Untested))
        .max()
        .or_else(|| parts.first().copied())
        .unwrap_or(Outcome::Inapplicable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::texts::Bilingual;
    use Outcome::{CantTell, Failed, Inapplicable, Passed, Untested};

    #[test]
    fn one_passed_part_suffices_and_doubt_beats_failure_in_any() {
        assert_eq!(best([Failed, Passed].into_iter()), Passed);
        assert_eq!(best([Failed, CantTell].into_iter()), CantTell);
        assert_eq!(best([Failed, Inapplicable].into_iter()), Failed);
        assert_eq!(best([Inapplicable].into_iter()), Inapplicable);
        assert_eq!(worst([Passed, Failed, CantTell].into_iter()), Failed);
    }

    /// Ids of the rules in formulas.
    const RULES: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn formulas() -> impl Strategy<Value = Formula> {
        let rule = prop::sample::select(&RULES[..]).prop_map(|id| Formula::Rule(id.to_owned()));
        rule.prop_recursive(4, 24, 4, |part| {
            let parts = prop::collection::vec(part, 1..4);
            prop_oneof![
                parts.clone().prop_map(|all| Formula::All { all }),
                parts.prop_map(|any| Formula::Any { any }),
            ]
        })
    }

    fn outcomes() -> impl Strategy<Value = [Outcome; RULES.len()]> {
        prop::array::uniform5(prop::sample::select(&Outcome::ALL[..]))
    }

    fn verdicts(outcomes: [Outcome; RULES.len()], incomplete: bool) -> Verdicts<'static> {
        Verdicts {
            by_rule: RULES.into_iter().zip(outcomes).collect(),
            by_wcag: Index::new(),
            by_defect: Index::new(),
            incomplete,
            has_pages: false,
            misses_pages: false,
        }
    }

    fn decide(formula: &Formula, outcomes: [Outcome; RULES.len()]) -> Outcome {
        verdicts(outcomes, false).formula(formula)
    }

    /// Met (`Greater`), not met (`Less`) or undecided (`Equal`); `None` if inapplicable.
    fn truth(outcome: Outcome) -> Option<std::cmp::Ordering> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match outcome {
            Inapplicable => None,
            Passed => Some(Greater),
            Untested | CantTell => Some(Equal),
            Failed => Some(Less),
        }
    }

    fn negated(outcome: Outcome) -> Outcome {
        match outcome {
            Passed => Failed,
            Failed => Passed,
            undecided => undecided,
        }
    }

    /// Swaps `all` and `any`.
    fn dual(formula: &Formula) -> Formula {
        let duals = |parts: &[Formula]| parts.iter().map(dual).collect();
        match formula {
            Formula::All { all } => Formula::Any { any: duals(all) },
            Formula::Any { any } => Formula::All { all: duals(any) },
            other => other.clone(),
        }
    }

    proptest! {
        #[test]
        fn better_parts_never_make_it_worse(
            formula in formulas(),
            outcomes in outcomes(),
            rule in 0..RULES.len(),
            other in prop::sample::select(vec![Passed, Untested, CantTell, Failed]),
        ) {
            prop_assume!(outcomes[rule] != Inapplicable);
            let mut changed = outcomes;
            changed[rule] = other;
            let (before, after) = (decide(&formula, outcomes), decide(&formula, changed));
            let part = truth(other).cmp(&truth(outcomes[rule]));
            let whole = truth(after).cmp(&truth(before));
            prop_assert!(whole.is_eq() || whole == part, "{before:?} became {after:?}");
        }

        /// Later knowledge can decide what was open, and never changes what was decided.
        #[test]
        fn what_is_decided_does_not_hang_on_what_is_open(
            formula in formulas(),
            outcomes in outcomes(),
            found in prop::array::uniform5(prop::sample::select(vec![Passed, Untested, CantTell, Failed])),
        ) {
            let before = decide(&formula, outcomes);
            prop_assume!(matches!(before, Passed | Failed));
            let mut known = outcomes;
            for (outcome, found) in known.iter_mut().zip(found) {
                if matches!(outcome, Untested | CantTell) {
                    *outcome = found;
                }
            }
            prop_assert_eq!(decide(&formula, known), before);
        }

        #[test]
        fn de_morgan_holds(formula in formulas(), outcomes in outcomes()) {
            let direct = negated(decide(&formula, outcomes));
            let opposite = decide(&dual(&formula), outcomes.map(negated));
            prop_assert_eq!(truth(direct), truth(opposite));
        }

        #[test]
        fn the_order_of_parts_and_repetitions_mean_nothing(
            parts in prop::collection::vec(formulas(), 1..4),
            outcomes in outcomes(),
            from in 0_usize..4,
        ) {
            let mut turned = parts.clone();
            turned.rotate_left(from % parts.len());
            turned.push(parts[0].clone());
            let all = |all: &[Formula]| decide(&Formula::All { all: all.to_vec() }, outcomes);
            let any = |any: &[Formula]| decide(&Formula::Any { any: any.to_vec() }, outcomes);
            prop_assert_eq!(all(&parts), all(&turned));
            prop_assert_eq!(any(&parts), any(&turned));
        }

        #[test]
        fn untested_is_never_green(formula in formulas(), outcomes in outcomes(), coverage in 0_usize..4) {
            let untested = [Untested; RULES.len()];
            prop_assert_eq!(decide(&formula, untested), Untested);
            // A lost document may contain anything.
            let incomplete = verdicts(outcomes, true);
            prop_assert!(incomplete.formula(&formula) >= Untested);
            let coverage = [Coverage::Automated, Coverage::Partial, Coverage::Manual, Coverage::Pending][coverage];
            let nothing = Formula::Wcag { wcag: "9.9.9".to_owned() };
            for formula in [Some(formula), Some(nothing), None] {
                let unread = formula.as_ref().is_none_or(|it| matches!(it, Formula::Wcag { .. }));
                let verdict = verdicts(outcomes, false).criterion(&criterion(formula, coverage));
                let green = matches!(verdict, Inapplicable | Passed);
                prop_assert!(!(unread && green), "no rule looks at it: {verdict:?}");
                prop_assert!(verdict != Passed || coverage == Coverage::Automated);
            }
        }
    }

    /// A page without headings that a rule recognises can still violate demands on headings.
    #[test]
    fn what_partial_rules_do_not_meet_is_open_where_there_are_pages() {
        let formula = Formula::Wcag {
            wcag: "1.3.1".to_owned(),
        };
        let of = |has_pages, misses_pages| {
            let verdicts = Verdicts {
                by_rule: [("a", Inapplicable), ("b", Passed)].into(),
                by_wcag: [("1.3.1", ["a"].into()), ("2.4.2", ["b"].into())].into(),
                by_defect: Index::new(),
                incomplete: false,
                has_pages,
                misses_pages,
            };
            verdicts.criterion(&criterion(Some(formula.clone()), Coverage::Partial))
        };
        assert_eq!(of(true, false), Untested);
        assert_eq!(of(false, false), Inapplicable);
        assert_eq!(
            of(false, true),
            Untested,
            "no page of its interface was read"
        );
    }

    fn criterion(decided_by: Option<Formula>, coverage: Coverage) -> Criterion {
        Criterion {
            id: "1".to_owned(),
            title: Bilingual::default(),
            legal: Vec::new(),
            coverage,
            decided_by,
            layers: Vec::new(),
            question: None,
            answer: None,
            knockout: false,
            evidence: false,
            en301549: None,
            bik: Vec::new(),
            level: None,
        }
    }
}
