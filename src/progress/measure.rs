//! Measures as a city reports them: planned, under way or completed, with percentage and period.
//!
//! A measure is what one rule demands of all applications or of one department. Its status is counted from audit
//! results, not from announcements.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::figures::{Figures, Reach, sum};
use super::ledger::{Ledger, State};

/// The progress of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureStatus {
    /// Nothing is done.
    Planned,
    /// Some of it is done.
    UnderWay,
    /// All of it is done, and something was read from every application.
    Completed,
    /// Everything found is done, but some applications were not read.
    DoneAsRead,
    /// Waivers set aside all that is left.
    Suspended,
}

impl MeasureStatus {
    /// The name in JSON, and the key of its words in `texts/progress.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::UnderWay => "under_way",
            Self::Completed => "completed",
            Self::DoneAsRead => "done_as_read",
            Self::Suspended => "suspended",
        }
    }
}

/// What one rule demands, of all departments or one; or everything demanded of one department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Id of the rule; `None`: all rules together.
    pub rule: Option<String>,
    /// Id of the department; `None`: all departments together.
    pub department: Option<String>,
    pub status: MeasureStatus,
    /// Percentage of failures fixed, rounded down so that 100 means all.
    pub percent: u64,
    pub fixed: u64,
    /// Fixed, open, not examined again, or now only questions; waived failures are not included.
    pub total: u64,
    /// Of the total, those once proven and now open questions.
    pub questions: u64,
    /// Of the total, those not examined again.
    pub unseen: u64,
    pub waived: u64,
    /// Applications with a failure that counts, and how many of them have all fixed.
    pub applications: u64,
    pub applications_done: u64,
    /// The applications it may concern, and how many of them were read.
    pub reach: Reach,
    /// Date of the first report with one of its failures.
    pub from: Date,
    /// If done, the date of the report that shows it. Otherwise the last planned date for what is left.
    pub until: Option<Date>,
    /// Remaining failures without a planned date.
    pub without_date: u64,
}

#[derive(Default)]
struct Tally<'a> {
    fixed: u64,
    open: u64,
    questions: u64,
    unseen: u64,
    waived: u64,
    without_date: u64,
    from: Option<Date>,
    last_fixed: Option<Date>,
    due: Option<Date>,
    concerned: BTreeSet<&'a str>,
    unfinished: BTreeSet<&'a str>,
}

/// All measures: overall first, then departments, then rules, then rules by department.
pub fn measures(ledger: &Ledger) -> Vec<Measure> {
    let mut tallies: BTreeMap<(Option<&str>, Option<&str>), Tally<'_>> = BTreeMap::new();
    for line in ledger.lines.iter().filter(|line| line.was_failure) {
        let Some(known) = ledger.applications.get(&line.application) else {
            continue;
        };
        // What is now only advice is no longer demanded.
        if line.state == State::Gone || line.finding.advice {
            continue;
        }
        let rule = Some(line.finding.rule.as_str());
        let department = Some(known.state.profile.department.as_str());
        for key in [
            (None, None),
            (None, department),
            (rule, None),
            (rule, department),
        ] {
            let tally = tallies.entry(key).or_default();
            tally.from = Some(tally.from.map_or(line.since, |from| from.min(line.since)));
            if line.state == State::Waived {
                tally.waived += 1;
                continue;
            }
            tally.concerned.insert(&line.application);
            if line.state == State::Fixed {
                tally.fixed += 1;
                tally.last_fixed = tally.last_fixed.max(Some(line.changed));
                continue;
            }
            tally.unfinished.insert(&line.application);
            tally.due = tally.due.max(line.finding.due);
            tally.without_date += u64::from(line.finding.due.is_none());
            match line.state {
                State::Unseen => tally.unseen += 1,
                _ if !line.finding.failure => tally.questions += 1,
                _ => tally.open += 1,
            }
        }
    }
    let departments = ledger.figures();
    let whole = sum(departments.values()).reach();
    let reach = |department: Option<&str>| match department {
        Some(department) => departments.get(department).map(Figures::reach),
        None => Some(whole),
    };
    let mut measures: Vec<Measure> = tallies
        .into_iter()
        .filter_map(|((rule, department), tally)| {
            tally.finish(rule, department, reach(department).unwrap_or_default())
        })
        .collect();
    measures.sort_by_key(|measure| {
        let by_rule = measure.rule.is_some();
        // Rules are sorted by how much is left, most first; departments keep their order.
        let left = if by_rule {
            measure.total - measure.fixed
        } else {
            0
        };
        let by_both = by_rule && measure.department.is_some();
        (by_rule, by_both, Reverse(left))
    });
    measures
}

impl Tally<'_> {
    fn finish(self, rule: Option<&str>, department: Option<&str>, reach: Reach) -> Option<Measure> {
        let left = self.open + self.questions + self.unseen;
        let total = self.fixed + left;
        let status = match (self.fixed, left) {
            (0, 0) => MeasureStatus::Suspended,
            (_, 0) if reach.is_full() => MeasureStatus::Completed,
            (_, 0) => MeasureStatus::DoneAsRead,
            (0, _) => MeasureStatus::Planned,
            _ => MeasureStatus::UnderWay,
        };
        let until = match status {
            MeasureStatus::Completed | MeasureStatus::DoneAsRead => self.last_fixed,
            MeasureStatus::Suspended => None,
            MeasureStatus::Planned | MeasureStatus::UnderWay => self.due,
        };
        Some(Measure {
            rule: rule.map(str::to_owned),
            department: department.map(str::to_owned),
            status,
            percent: (self.fixed * 100).checked_div(total).unwrap_or_default(),
            fixed: self.fixed,
            total,
            questions: self.questions,
            unseen: self.unseen,
            waived: self.waived,
            applications: self.concerned.len() as u64,
            applications_done: (self.concerned.len() - self.unfinished.len()) as u64,
            reach,
            from: self.from?,
            until,
            without_date: self.without_date,
        })
    }
}
