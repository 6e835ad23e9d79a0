//! The figures of one day, counted from the lifelines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::{Ledger, Lifeline, State};
use crate::record::Weight;

/// The figures of the whole or of a department on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub funnel: Funnel,
    /// Applications of which the last report that holds them read something. Of all others nothing is known but what the
    /// inventory says: that no failure was found in them does not mean that there is none.
    pub read: u64,
    /// Applications that are still to be changed because of gender fields.
    pub to_change: u64,
    /// Failures that are open.
    pub failures: u64,
    /// Failures that nobody looked at again; they count as not done.
    pub unseen: u64,
    /// Open questions, those included that were failures before.
    pub questions: u64,
    /// Pieces of advice that nobody followed yet; never among the failures.
    pub advice: u64,
    /// Failures that a waiver set aside.
    pub waived: u64,
    /// Failures that were looked at again and were no longer there, since the first report.
    pub fixed: u64,
    /// Failures of applications and rules that are gone: neither done nor left.
    pub gone: u64,
}

/// From all applications to those that were changed; each step is a part of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Funnel {
    pub all: u64,
    pub personal_data: u64,
    pub gender_data: u64,
    /// A rule about one of its gender fields failed, now or in an earlier report.
    pub change_needed: u64,
    /// One of them fails in the last report that looked, be it set aside: the figure of that report.
    pub still_needed: u64,
    /// All of these failures were looked at again and were no longer there.
    pub changed: u64,
}

/// How many of some applications were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    pub all: u64,
    pub read: u64,
}

impl Reach {
    /// Whether something was read of each of them.
    pub const fn is_full(self) -> bool {
        self.read >= self.all
    }
}

impl Figures {
    /// Failures that are left: the open ones, and those that nobody looked at again.
    pub const fn left(&self) -> u64 {
        self.failures + self.unseen
    }

    /// How much of it was read.
    pub const fn reach(&self) -> Reach {
        Reach {
            all: self.funnel.all,
            read: self.read,
        }
    }

    fn count(&mut self, line: &Lifeline) {
        let figure = match (line.finding.weight(), line.state) {
            // That only a question was left before it was gone takes nothing from what was done.
            (Weight::Failure | Weight::Question, State::Fixed) if line.was_failure => {
                &mut self.fixed
            }
            (Weight::Failure, State::Open) => &mut self.failures,
            (Weight::Failure, State::Unseen) => &mut self.unseen,
            (Weight::Failure, State::Waived) => &mut self.waived,
            (Weight::Failure, State::Gone) => &mut self.gone,
            (Weight::Question, State::Open) => &mut self.questions,
            (Weight::Advice, State::Open) => &mut self.advice,
            // What was demanded once is left and done no more than what is gone.
            (Weight::Advice, _) if line.was_failure => &mut self.gone,
            (_, State::Fixed) | (Weight::Question | Weight::Advice, _) => return,
        };
        *figure += 1;
    }
}

/// What is left to change in one application; what is only a question by now is left until it is answered.
#[derive(Clone, Copy, Default)]
struct Need {
    left: u64,
    waived: u64,
    fixed: u64,
    /// Of those left and waived, what failed in the last report that looked.
    failing: u64,
}

impl Ledger {
    /// The figures of each department by id.
    pub fn figures(&self) -> BTreeMap<String, Figures> {
        let mut departments: BTreeMap<String, Figures> = BTreeMap::new();
        let mut needs: BTreeMap<&str, Need> = BTreeMap::new();
        for line in &self.lines {
            let Some(known) = self.applications.get(&line.application) else {
                continue;
            };
            let department = &known.state.profile.department;
            departments
                .entry(department.clone())
                .or_default()
                .count(line);
            if line.was_about_field && !line.finding.advice {
                let need = needs.entry(&line.application).or_default();
                let is_seen = matches!(line.state, State::Open | State::Waived);
                need.failing += u64::from(is_seen && line.finding.failure);
                match line.state {
                    State::Open | State::Unseen => need.left += 1,
                    State::Waived => need.waived += 1,
                    State::Fixed => need.fixed += 1,
                    State::Gone => {}
                }
            }
        }
        for (id, known) in self.applications.iter().filter(|(_, known)| known.present) {
            let profile = &known.state.profile;
            let figures = departments.entry(profile.department.clone()).or_default();
            let need = needs.get(id.as_str()).copied().unwrap_or_default();
            let needed = need.left + need.waived + need.fixed > 0;
            // Where a rule failed there is such a field, even if nobody finds it any more.
            let gender = profile.gender_data || needed;
            let funnel = &mut figures.funnel;
            funnel.all += 1;
            figures.read += u64::from(known.state.was_read());
            funnel.personal_data += u64::from(profile.personal_data || gender);
            funnel.gender_data += u64::from(gender);
            funnel.change_needed += u64::from(needed);
            funnel.still_needed += u64::from(need.failing > 0);
            funnel.changed += u64::from(needed && need.left + need.waived == 0);
            figures.to_change += u64::from(need.left > 0);
        }
        departments
    }
}

/// The sum of departments.
pub(super) fn sum<'a>(departments: impl IntoIterator<Item = &'a Figures>) -> Figures {
    let mut sum = Figures::default();
    for figures in departments {
        let (to, from) = (&mut sum.funnel, &figures.funnel);
        to.all += from.all;
        to.personal_data += from.personal_data;
        to.gender_data += from.gender_data;
        to.change_needed += from.change_needed;
        to.still_needed += from.still_needed;
        to.changed += from.changed;
        sum.read += figures.read;
        sum.to_change += figures.to_change;
        sum.failures += figures.failures;
        sum.unseen += figures.unseen;
        sum.questions += figures.questions;
        sum.advice += figures.advice;
        sum.waived += figures.waived;
        sum.fixed += figures.fixed;
        sum.gone += figures.gone;
    }
    sum
}
