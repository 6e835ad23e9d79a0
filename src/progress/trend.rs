//! The figures of a history over time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::figures::{Figures, sum};
use super::forecast::{Forecast, Left, forecast};
use super::ledger::{Crossing, Ledger, Partial, Way};
use super::measure::{Measure, measures};
use super::snapshot::{RuleState, Snapshot};

/// Version of the output format.
pub const SCHEMA: &str = "fachcheck-trend/1";

/// The state of the work and how it got there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// Version of the output format.
    pub schema: &'static str,
    /// Names of the administration in the reports; usually one.
    pub organisations: Vec<String>,
    /// Departments the figures are limited to; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrowed_to: Vec<String>,
    /// One point per day with a report, oldest first.
    pub points: Vec<Point>,
    pub measures: Vec<Measure>,
    /// When no failure will be left overall.
    pub findings_forecast: Forecast,
    /// When no application will need changes because of gender fields any more.
    pub applications_forecast: Forecast,
    /// When no failure will be left, by department.
    pub department_forecasts: BTreeMap<String, Forecast>,
    /// Department names by id.
    pub department_names: BTreeMap<String, String>,
    /// Titles and severities of the rules.
    pub rules: BTreeMap<String, RuleState>,
}

/// The figures on the day of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    pub date: Date,
    pub rules_digest: String,
    pub figures: Figures,
    pub departments: BTreeMap<String, Figures>,
    /// Failures that came and went since the previous report.
    pub movement: Movement,
    /// Departments the report does not cover; their last state is carried on.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub silent: BTreeSet<String>,
    /// Whether filters limited the report; applications it lacks keep their last state.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub narrowed: bool,
}

/// Failures that came and went since the previous report: what was left before, plus what came, minus what went, is
/// what is left now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// New where the previous report had looked as well.
    pub new: u64,
    /// New where no earlier report had looked.
    pub first_looked_at: u64,
    pub reopened: u64,
    /// Open questions that are now proven, or that a person answered as failures.
    pub proven: u64,
    /// Examined again after they had counted as gone.
    pub back: u64,
    /// Came with an application from a department that was not selected.
    #[serde(skip_serializing_if = "is_zero")]
    pub moved_in: u64,
    pub fixed: u64,
    /// Proven before, now open questions.
    pub only_question: u64,
    pub waived: u64,
    /// Their application or rule is gone.
    pub gone: u64,
    /// Went with an application to a department that was not selected.
    #[serde(skip_serializing_if = "is_zero")]
    pub moved_out: u64,
    /// Not examined again; they are still left, so they neither came nor went.
    pub unseen: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Movement {
    /// How many came.
    pub const fn came(&self) -> u64 {
        self.new + self.first_looked_at + self.reopened + self.proven + self.back + self.moved_in
    }

    /// How many went.
    pub const fn went(&self) -> u64 {
        self.fixed + self.only_question + self.waived + self.gone + self.moved_out
    }

    fn count(&mut self, crossing: &Crossing, wanted: impl Fn(&str) -> bool) {
        let asked = |department: &Option<String>| department.as_deref().is_some_and(&wanted);
        let (before, now) = (asked(&crossing.from), asked(&crossing.to));
        if now && crossing.out_of_sight {
            self.unseen += 1;
        }
        let figure = match (before, now, crossing.way) {
            (true, true, _) | (false, false, _) => return,
            // The failure was or is left in another department.
            (false, true, _) if crossing.from.is_some() => &mut self.moved_in,
            (true, false, _) if crossing.to.is_some() => &mut self.moved_out,
            (false, true, Some(Way::New)) => &mut self.new,
            (false, true, Some(Way::FirstLookedAt)) => &mut self.first_looked_at,
            (false, true, Some(Way::Reopened)) => &mut self.reopened,
            (false, true, Some(Way::Proven)) => &mut self.proven,
            (false, true, _) => &mut self.back,
            (true, false, Some(Way::Fixed)) => &mut self.fixed,
            (true, false, Some(Way::OnlyQuestion)) => &mut self.only_question,
            (true, false, Some(Way::Waived)) => &mut self.waived,
            (true, false, _) => &mut self.gone,
        };
        *figure += 1;
    }

    fn add(&mut self, other: Self) {
        self.new += other.new;
        self.first_looked_at += other.first_looked_at;
        self.reopened += other.reopened;
        self.proven += other.proven;
        self.back += other.back;
        self.moved_in += other.moved_in;
        self.fixed += other.fixed;
        self.only_question += other.only_question;
        self.waived += other.waived;
        self.gone += other.gone;
        self.moved_out += other.moved_out;
        self.unseen += other.unseen;
    }
}

/// The figures over all runs. `runs` may be in any order; of several runs on a day, the last one counts. `departments`
/// limits the figures; empty means all.
pub fn trend(runs: &[Snapshot], departments: &[String]) -> Trend {
    let wanted = |department: &str| {
        departments.is_empty() || departments.iter().any(|wanted| wanted == department)
    };
    let mut in_order: Vec<&Snapshot> = runs.iter().collect();
    in_order.sort_by_key(|run| run.date);
    let mut ledger = Ledger::default();
    let mut points: Vec<Point> = Vec::new();
    let mut organisations: Vec<String> = Vec::new();
    let mut department_names = BTreeMap::new();
    let mut rules = BTreeMap::new();
    for run in in_order {
        let step = ledger.step(run, Partial::CarriedOn);
        let mut movement = Movement::default();
        for crossing in &step.crossings {
            movement.count(crossing, wanted);
        }
        let mut by_department = ledger.figures();
        by_department.retain(|department, _| wanted(department));
        let point = Point {
            date: run.date,
            rules_digest: run.rules_digest.clone(),
            figures: sum(by_department.values()),
            departments: by_department,
            movement,
            silent: step.silent.departments,
            narrowed: run.narrowed,
        };
        match points.last_mut().filter(|last| last.date == run.date) {
            Some(last) => {
                let mut movement = last.movement;
                movement.add(point.movement);
                *last = Point { movement, ..point };
            }
            None => points.push(point),
        }
        // A report from before the administration was named does not belong to another one.
        if !run.organisation.trim().is_empty() && !organisations.contains(&run.organisation) {
            organisations.push(run.organisation.clone());
        }
        department_names.extend(run.departments.clone());
        rules.extend(run.rules.clone());
    }
    // A department that a report does not cover only seems unchanged in it.
    let left = |department: Option<&str>, figure: &dyn Fn(&Point) -> (u64, u64)| -> Vec<Left> {
        let speaks = |point: &&Point| match department {
            Some(department) => !point.narrowed && !point.silent.contains(department),
            None => !point.narrowed && !point.silent.iter().any(|silent| wanted(silent)),
        };
        let points = points.iter().filter(speaks);
        points
            .map(|point| {
                let (left, waived) = figure(point);
                Left {
                    date: point.date,
                    left,
                    waived,
                }
            })
            .collect()
    };
    let last = points.last();
    let names = last.into_iter().flat_map(|point| point.departments.keys());
    let department_forecasts = names
        .map(|department| {
            let of_department = |point: &Point| {
                let figures = point.departments.get(department);
                figures.map_or((0, 0), |figures| (figures.left(), figures.waived))
            };
            let left = left(Some(department), &of_department);
            let figures = last.and_then(|point| point.departments.get(department));
            let reach = figures.map(Figures::reach).unwrap_or_default();
            (department.clone(), forecast(&left).of_what_was_read(reach))
        })
        .collect();
    let reach = last.map(|point| point.figures.reach()).unwrap_or_default();
    let mut measures = measures(&ledger);
    if !departments.is_empty() {
        measures.retain(|measure| measure.department.as_deref().is_some_and(wanted));
    }
    Trend {
        schema: SCHEMA,
        organisations,
        narrowed_to: departments.to_vec(),
        measures,
        findings_forecast: forecast(&left(None, &|point| {
            (point.figures.left(), point.figures.waived)
        }))
        .of_what_was_read(reach),
        applications_forecast: forecast(&left(None, &|point| (point.figures.to_change, 0)))
            .of_what_was_read(reach),
        department_forecasts,
        department_names,
        rules,
        points,
    }
}
