//! The figures for one day, counted from the lifelines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::{Ledger, Lifeline, State};
use crate::record::Weight;

/// The figures of the whole inventory or one department on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub funnel: Funnel,
    /// Applications from which the last report that contains them read something. Of the others only the inventory data
    /// is known: no failures found does not mean no failures exist.
    pub read: u64,
    /// Applications from which nothing was read and whose failures are known from the answers of the inventory alone.
    pub reported: u64,
    /// Applications that still need changes because of gender fields.
    pub to_change: u64,
    /// Open failures.
    pub failures: u64,
    /// Failures whose place was not examined again; they count as not done.
    pub unseen: u64,
    /// Open questions, including those that used to be failures.
    pub questions: u64,
    /// Advice not followed yet; never counted among the failures.
    pub advice: u64,
    /// Failures set aside by a waiver.
    pub waived: u64,
    /// Failures that were examined again and found gone, since the first report.
    pub fixed: u64,
    /// Failures of applications and rules that no longer exist: neither done nor left.
    pub gone: u64,
}

/// From all applications to those that were changed; each step is a subset of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Funnel {
    pub all: u64,
    pub personal_data: u64,
    pub gender_data: u64,
    /// A rule about one of its gender fields failed, now or in an earlier report.
    pub change_needed: u64,
    /// One of these rules failed in the last report that examined it, even if waived: that report's own figure.
    pub still_needed: u64,
    /// All of these failures were examined again and are gone.
    pub changed: u64,
}

/// How many of a set of applications were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    pub all: u64,
    pub read: u64,
}

impl Reach {
    /// Whether something was read from every application.
    pub const fn is_full(self) -> bool {
        self.read >= self.all
    }
}

impl Figures {
    /// Remaining failures: the open ones and those not examined again.
    pub const fn left(&self) -> u64 {
        self.failures + self.unseen
    }

    /// How many of the applications were read.
    pub const fn reach(&self) -> Reach {
        Reach {
            all: self.funnel.all,
            read: self.read,
        }
    }

    fn count(&mut self, line: &Lifeline) {
        let figure = match (line.finding.weight(), line.state) {
            // A failure that was only a question in the end still counts as fixed.
            (Weight::Failure | Weight::Question, State::Fixed) if line.was_failure => {
                &mut self.fixed
            }
            (Weight::Failure, State::Open) => &mut self.failures,
            (Weight::Failure, State::Unseen) => &mut self.unseen,
            (Weight::Failure, State::Waived) => &mut self.waived,
            (Weight::Failure, State::Gone) => &mut self.gone,
            (Weight::Question, State::Open) => &mut self.questions,
            (Weight::Advice, State::Open) => &mut self.advice,
            // A former demand that is now advice counts like one that is gone: neither left nor done.
            (Weight::Advice, _) if line.was_failure => &mut self.gone,
            (_, State::Fixed) | (Weight::Question | Weight::Advice, _) => return,
        };
        *figure += 1;
    }
}

/// What remains to be changed in one application. A failure that became a question remains until it is answered.
#[derive(Clone, Copy, Default)]
struct Need {
    left: u64,
    waived: u64,
    fixed: u64,
    /// Of `left` and `waived`, how many failed in the last report that examined them.
    failing: u64,
    /// Open failures, about gender fields or not.
    open: u64,
}

impl Ledger {
    /// The figures per department id.
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
            // Where nothing was read, only answers leave a failure open; one of a document is unseen.
            if line.state == State::Open && line.finding.weight() == Weight::Failure {
                needs.entry(&line.application).or_default().open += 1;
            }
            if line.was_about_field && !line.finding.advice {
                let need = needs.entry(&line.application).or_default();
                let is_seen = matches!(line.state, State::Open | State::Waived);
                need.failing += u64::from(is_seen && line.finding.proves_a_field());
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
            // A failed rule proves that such a field existed, even if it is no longer found.
            let gender = profile.gender_data || needed;
            let funnel = &mut figures.funnel;
            funnel.all += 1;
            let read = known.state.was_read();
            figures.read += u64::from(read);
            figures.reported += u64::from(!read && need.open > 0);
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

/// The sum over departments.
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
        sum.reported += figures.reported;
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
