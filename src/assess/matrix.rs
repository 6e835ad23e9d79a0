//! Assertions → one cell for every criterion of every checklist, by three-valued logic.

use std::collections::{BTreeMap, BTreeSet};

use crate::gap::Gap;
use crate::outcome::{Assertion, Outcome};
use crate::record::{Cell, ChecklistSummary};
use crate::rule::{Checklist, Coverage, Criterion, Formula, RuleBook, RuleStatus};

/// The matrix line of one application: exactly one cell per criterion of every checklist given.
pub(super) fn cells(
    assertions: &[Assertion],
    gaps: &[Gap],
    book: &RuleBook,
    checklists: &[Checklist],
) -> Vec<Cell> {
    let verdicts = Verdicts::new(assertions, gaps, book);
    checklists
        .iter()
        .flat_map(|checklist| {
            checklist.criteria.iter().map(|criterion| Cell {
                checklist: checklist.id.clone(),
                criterion: criterion.id.clone(),
                verdict: verdicts.criterion(criterion),
                answered: false,
            })
        })
        .collect()
}

/// The cells of each checklist summed up.
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

/// Rules by something they cover.
type Index<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Verdicts of one application by rule, under three-valued logic.
struct Verdicts<'a> {
    by_rule: BTreeMap<&'a str, Outcome>,
    by_wcag: Index<'a>,
    by_defect: Index<'a>,
    /// Something was lost: what was not found may still be there.
    incomplete: bool,
}

impl<'a> Verdicts<'a> {
    fn new(assertions: &'a [Assertion], gaps: &[Gap], book: &'a RuleBook) -> Self {
        let mut by_rule: BTreeMap<&str, Outcome> = BTreeMap::new();
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
        Self {
            by_rule,
            by_wcag,
            by_defect,
            incomplete: gaps.iter().any(|gap| gap.reason.loses_document()),
        }
    }

    /// A rule that met nothing is inapplicable only if everything was looked at.
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

    /// The worst of all rules that cover something. What no rule looks at is not met by silence.
    fn covered<'s>(&self, rules: impl IntoIterator<Item = &'s BTreeSet<&'s str>>) -> Outcome {
        let mut rules = rules.into_iter().flatten().peekable();
        if rules.peek().is_none() {
            return Outcome::Untested;
        }
        worst(rules.map(|id| self.rule(id)))
    }

    /// What a program may say about a criterion: only an automated one can be passed without a person.
    fn criterion(&self, criterion: &Criterion) -> Outcome {
        let Some(formula) = &criterion.decided_by else {
            return Outcome::Untested;
        };
        let found = self.formula(formula);
        match criterion.coverage {
            Coverage::Automated => found,
            Coverage::Partial => match found {
                Outcome::Passed => Outcome::Untested,
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
    use super::*;

    #[test]
    fn one_passed_part_suffices_and_doubt_beats_failure_in_any() {
        use Outcome::{CantTell, Failed, Inapplicable, Passed};
        assert_eq!(best([Failed, Passed].into_iter()), Passed);
        assert_eq!(best([Failed, CantTell].into_iter()), CantTell);
        assert_eq!(best([Failed, Inapplicable].into_iter()), Failed);
        assert_eq!(best([Inapplicable].into_iter()), Inapplicable);
        assert_eq!(worst([Passed, Failed, CantTell].into_iter()), Failed);
    }
}
