//! Sums over applications and tasks, for the whole run and per department.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApplicationReport, Coverage, FieldRecord, Task};
use crate::inventory::{Department, Inventory};
use crate::model::Origin;
use crate::outcome::Outcome;
use crate::rule::{Days, RuleCards};

/// Sums. Every (application, criterion) pair has exactly one cell, so the cells add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub applications: u64,
    /// Applications with personal data.
    pub personal_data: u64,
    /// Applications with a gender or salutation field of a person.
    pub with_gender_fields: u64,
    /// Applications with at least one failure that is proven by what was read.
    pub failing: u64,
    pub documents: u64,
    pub gaps: u64,
    pub findings_failed: u64,
    /// Number of findings that are advice; `None` in reports of older versions, which counted them as failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings_advice: Option<u64>,
    pub findings_cant_tell: u64,
    /// Cells of the matrix by verdict.
    pub cells: BTreeMap<Outcome, u64>,
    pub tasks: u64,
    pub waived: u64,
    /// Fields that were read but not judged, by origin.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_judged: BTreeMap<Origin, u64>,
    /// How much was answered and read; `None` in reports of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// A department with its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentReport {
    pub id: String,
    pub name: String,
    pub applications: u64,
    /// As in [`Totals::failing`].
    pub failing: u64,
    pub findings_failed: u64,
    /// Number of findings that are advice; `None` in reports of older versions, which counted them as failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings_advice: Option<u64>,
    pub findings_cant_tell: u64,
    pub gaps: u64,
    pub tasks: u64,
    /// Tasks by effort class (`small`, `medium`, `large`).
    pub effort: BTreeMap<String, u64>,
    /// Person-days it can spend per quarter, if the inventory says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Days>,
    /// How much was answered and read; `None` in reports of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

impl Totals {
    /// The sums of a run. `include` lists what was judged besides the applications' own work.
    pub fn from_applications<'a>(
        applications: impl IntoIterator<Item = &'a ApplicationReport, IntoIter: Clone>,
        tasks: &[Task],
        include: &[Origin],
        rules: &RuleCards,
    ) -> Self {
        let applications = applications.into_iter();
        let coverage = Coverage::from_applications(applications.clone(), rules);
        let mut totals = Self {
            tasks: tasks.len() as u64,
            findings_advice: Some(0),
            coverage: Some(coverage),
            ..Self::default()
        };
        for application in applications {
            totals.applications += 1;
            totals.personal_data += u64::from(application.personal_data);
            let failures = application.failures(rules);
            totals.failing += u64::from(application.is_failing(rules));
            totals.documents += application.documents.glance().len() as u64;
            totals.gaps += application.gaps.len() as u64;
            totals.findings_failed += failures;
            *totals.findings_advice.get_or_insert_default() += application.advice(rules);
            totals.findings_cant_tell += application.doubts();
            totals.waived += application.waived.len() as u64;
            let fields = application.fields.glance();
            let with_gender_fields = fields.iter().any(FieldRecord::is_of_a_person);
            totals.with_gender_fields += u64::from(with_gender_fields);
            for field in fields.iter() {
                if !field.origin.is_judged(include) {
                    *totals.not_judged.entry(field.origin).or_default() += 1;
                }
            }
            for cell in application.cells.glance().iter() {
                *totals.cells.entry(cell.verdict).or_default() += 1;
            }
        }
        totals
    }
}

impl DepartmentReport {
    /// The sums of each department of an inventory, ordered by id.
    pub fn of_all(
        inventory: &Inventory,
        applications: &[ApplicationReport],
        tasks: &[Task],
        rules: &RuleCards,
    ) -> Vec<Self> {
        let departments = inventory.departments.values();
        departments
            .map(|department| Self::from_department(department, applications, tasks, rules))
            .collect()
    }

    /// Person-days of a department per quarter, if the inventory says so.
    pub fn capacity_of(department: &Department) -> Option<Days> {
        let days = u32::try_from(department.capacity?).ok()?;
        Days::new(f64::from(days))
    }

    /// The sums of one department.
    fn from_department(
        department: &Department,
        applications: &[ApplicationReport],
        tasks: &[Task],
        rules: &RuleCards,
    ) -> Self {
        let own: Vec<&ApplicationReport> = applications
            .iter()
            .filter(|application| application.department == department.id)
            .collect();
        let sum = |figure: &dyn Fn(&ApplicationReport) -> u64| -> u64 {
            own.iter().map(|application| figure(application)).sum()
        };
        let mut effort = BTreeMap::new();
        let mut task_count = 0;
        for task in tasks.iter().filter(|task| task.department == department.id) {
            *effort.entry(task.effort.name().to_owned()).or_default() += 1;
            task_count += 1;
        }
        Self {
            id: department.id.clone(),
            name: department.name.clone(),
            applications: own.len() as u64,
            failing: sum(&|application| u64::from(application.is_failing(rules))),
            findings_failed: sum(&|application| application.failures(rules)),
            findings_advice: Some(sum(&|application| application.advice(rules))),
            findings_cant_tell: sum(&ApplicationReport::doubts),
            gaps: sum(&|application| application.gaps.len() as u64),
            tasks: task_count,
            effort,
            capacity: Self::capacity_of(department),
            coverage: Some(Coverage::from_applications(own, rules)),
        }
    }
}
