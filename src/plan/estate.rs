//! What planning looks at: the parts of a report, finished or still in the making.

use jiff::civil::Date;

use crate::record::{ApplicationReport, InterfaceRecord, Report};
use crate::rule::{Planning, RuleCards};

/// Everything a plan is made from.
#[derive(Clone, Copy)]
pub struct Estate<'a> {
    /// The applications with what was found.
    pub applications: &'a [ApplicationReport],
    /// Flows of data between them.
    pub interfaces: &'a [InterfaceRecord],
    /// Cards of the rules that found it.
    pub rules: &'a RuleCards,
    /// What planning assumes.
    pub planning: &'a Planning,
    /// The day of planning.
    pub today: Date,
    /// The day of the report. Deadlines are counted from it: one that moves on with every look at the plan is never missed.
    pub reported: Date,
}

impl<'a> Estate<'a> {
    /// The estate of a stored report.
    pub fn of_report(report: &'a Report, planning: &'a Planning, today: Date) -> Self {
        Self {
            applications: &report.applications,
            interfaces: &report.interfaces,
            rules: &report.rules,
            planning,
            today,
            reported: report.run.date.parse().unwrap_or(today),
        }
    }

    /// The day so many days from the report.
    pub(super) fn in_days(&self, days: u16) -> Date {
        let span = jiff::Span::new().days(i64::from(days));
        self.reported.checked_add(span).unwrap_or(Date::MAX)
    }
}
