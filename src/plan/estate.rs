//! The input of planning: the parts of a report, finished or still being built.

use jiff::civil::Date;

use crate::record::{ApplicationReport, InterfaceRecord, Report};
use crate::rule::{Planning, RuleCards};

/// Everything a plan is made from.
#[derive(Clone, Copy)]
pub struct Estate<'a> {
    /// The applications with their findings.
    pub applications: &'a [ApplicationReport],
    /// Data flows between them.
    pub interfaces: &'a [InterfaceRecord],
    /// Cards of the rules behind the findings.
    pub rules: &'a RuleCards,
    /// Planning assumptions.
    pub planning: &'a Planning,
    /// The day of planning.
    pub today: Date,
    /// The day of the report. Deadlines count from it: one that moved with every look at the plan would never be
    /// missed.
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

    /// The date `days` after the report.
    pub(super) fn in_days(&self, days: u16) -> Date {
        let span = jiff::Span::new().days(i64::from(days));
        self.reported.checked_add(span).unwrap_or(Date::MAX)
    }
}
