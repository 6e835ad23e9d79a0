//! What planning looks at: the parts of a report, finished or still in the making.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::record::{ApplicationReport, InterfaceRecord, Report};
use crate::rule::{Planning, RuleCard};

/// Everything a plan is made from.
#[derive(Clone, Copy)]
pub struct Estate<'a> {
    /// The applications with what was found.
    pub applications: &'a [ApplicationReport],
    /// Flows of data between them.
    pub interfaces: &'a [InterfaceRecord],
    /// Cards of the rules that found it.
    pub rules: &'a BTreeMap<String, RuleCard>,
    /// What planning assumes.
    pub planning: &'a Planning,
    /// The day of planning.
    pub today: Date,
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
        }
    }

    /// The day so many days from today.
    pub(super) fn in_days(&self, days: u16) -> Date {
        let span = jiff::Span::new().days(i64::from(days));
        self.today.checked_add(span).unwrap_or(Date::MAX)
    }
}
