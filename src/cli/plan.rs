//! `plan`: what to do when, from a stored report.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Date;

use super::common::{self, Failure};
use super::{output, render};
use crate::inventory::{Inventory, LoadOptions, written_date};
use crate::plan::{DATES, Estate, Setting, schedule, try_out};
use crate::problem::{Problems, nearest};
use crate::record::{DepartmentReport, InterfaceRecord, Report, Roadmap, WhatIf};
use crate::report::{Plan, ROADMAP_WRITERS};
use crate::rule::{Days, Planning};
use crate::texts::filled;

/// Arguments of `plan`.
pub fn command() -> Command {
    let path = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("PATH")
            .value_parser(value_parser!(PathBuf))
    };
    let formats = ROADMAP_WRITERS.iter().map(|writer| writer.name);
    Command::new("plan")
        .arg(
            Arg::new("report")
                .value_name("REPORT")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(path("inventory"))
        .arg(several("capacity", "CAPACITY"))
        .arg(common::filter("date", "CHANGE"))
        .arg(common::filter("department", "ID"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(formats.collect::<Vec<_>>())
                .default_value("terminal"),
        )
        .arg(path("out"))
        .arg(common::rules())
        .arg(common::today())
}

/// An argument that may be repeated. Its values are separated by commas, which also occur within numbers: see
/// [`limits`].
fn several(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .action(ArgAction::Append)
}

/// Runs `plan`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Some(path) = matches.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let today = common::today_of(matches);
    let mut report = render::load(path)?;
    if let Some(inventory) = matches.get_one::<PathBuf>("inventory") {
        update(&mut report, inventory, today, matches)?;
    }
    let planning = planning(matches, &report)?;
    let wishes = Wishes::from_arguments(matches, &report, today)?;
    let without = wishes.try_out.then(|| {
        let estate = Estate::of_report(&report, &planning, today);
        let setting = Setting {
            capacity: stated_capacity(&report),
            what_if: Vec::new(),
        };
        schedule(&estate, &report.departments, setting)
    });
    for change in &wishes.setting.what_if {
        let mut applications = report.applications.iter_mut();
        if let Some(application) = applications.find(|one| one.id == change.application) {
            try_out(application, change);
        }
    }
    let estate = Estate::of_report(&report, &planning, today);
    let mut roadmap = schedule(&estate, &report.departments, wishes.setting);
    let narrow = |roadmap: &mut Roadmap| {
        if !wishes.departments.is_empty() {
            roadmap.narrow(&wishes.departments);
        }
    };
    narrow(&mut roadmap);
    if let Some(mut without) = without {
        narrow(&mut without);
        roadmap.compare_with(&without);
    }
    let plan = Plan {
        roadmap: &roadmap,
        report: &report,
    };
    let is_format = |name: &str| ROADMAP_WRITERS.iter().any(|writer| writer.name == name);
    let name = common::format_for_file(matches, is_format);
    let writer = ROADMAP_WRITERS
        .iter()
        .find(|writer| Some(writer.name) == name.as_deref());
    let Some(writer) = writer else {
        return Ok(2);
    };
    let options = common::write_options(matches);
    match matches.get_one::<PathBuf>("out") {
        Some(out) => {
            output::replace_with(out, &mut |file| (writer.write)(&plan, &options, file))?;
        }
        None => {
            let mut out = common::stdout();
            (writer.write)(&plan, &options, &mut out)?;
            out.flush()?;
        }
    }
    Ok(0)
}

/// The planning assumptions: the user's own, or else the report's, or else the shipped ones.
fn planning(matches: &ArgMatches, report: &Report) -> Result<Planning, Problems> {
    if matches.contains_id("rules") && matches.get_one::<PathBuf>("rules").is_some() {
        return Ok(common::rule_book(matches)?.planning);
    }
    Ok(report.planning.clone().unwrap_or_else(Planning::shipped))
}

/// Updates the report from the present inventory.
fn update(
    report: &mut Report,
    path: &Path,
    today: Date,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let (inventory, _) = Inventory::load(path, &LoadOptions::on(today))?;
    let mut gone = Vec::new();
    for application in &mut report.applications {
        match inventory.applications.get(&application.id) {
            Some(now) => application.update_from_inventory(now),
            None => gone.push(application.id.as_str()),
        }
    }
    report.interfaces = InterfaceRecord::of_all(&inventory);
    for department in &mut report.departments {
        if let Some(now) = inventory.departments.get(&department.id) {
            department.capacity = DepartmentReport::capacity_of(now);
        }
    }
    if !gone.is_empty() {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("count", &gone.len()), ("first", &gone[0])];
        let language = common::language_of(matches);
        common::note(filled("cli.plan-gone", language, &values));
    }
    Ok(())
}

/// The user's limits and trial dates.
struct Wishes {
    setting: Setting,
    /// Whether dates or limits were stated for this plan alone.
    try_out: bool,
    departments: BTreeSet<String>,
}

impl Wishes {
    /// Checks the arguments against the report; reports all mistakes at once.
    fn from_arguments(
        matches: &ArgMatches,
        report: &Report,
        today: Date,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let known: BTreeSet<&str> = report
            .applications
            .iter()
            .map(|one| one.department.as_str())
            .chain(report.departments.iter().map(|one| one.id.as_str()))
            .collect();
        let is_known = |id: &str, problems: &mut Problems| {
            if !known.contains(id) {
                let near = nearest(id, known.iter().copied());
                let unknown = common::argument("cli.plan-unknown-department", id, near);
                problems.0.extend(unknown.0);
            }
        };
        let mut capacity = stated_capacity(report);
        let mut stated = BTreeSet::new();
        let limits = limits(values(matches, "capacity"));
        for written in &limits {
            match capacity_of(written) {
                Some((id, _)) if !stated.insert(id) => {
                    problems
                        .0
                        .extend(common::argument("cli.plan-twice", written, None).0);
                }
                Some((id, days)) => {
                    is_known(id, &mut problems);
                    capacity.insert(id.to_owned(), days);
                }
                None => {
                    let wrong = common::argument("cli.plan-capacity-form", written, None);
                    problems.0.extend(wrong.0);
                }
            }
        }
        let departments: BTreeSet<String> = values(matches, "department").cloned().collect();
        for id in &departments {
            is_known(id, &mut problems);
        }
        let mut what_if: Vec<WhatIf> = Vec::new();
        for written in values(matches, "date") {
            match change_of(written, report, today) {
                Ok(change) if what_if.iter().any(|other| same_date(other, &change)) => {
                    problems
                        .0
                        .extend(common::argument("cli.plan-twice", written, None).0);
                }
                Ok(change) => what_if.push(change),
                Err(wrong) => problems.0.extend(wrong.0),
            }
        }
        if !problems.0.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            try_out: !limits.is_empty() || !what_if.is_empty(),
            setting: Setting { capacity, what_if },
            departments,
        })
    }
}

fn values<'m>(matches: &'m ArgMatches, name: &str) -> impl Iterator<Item = &'m String> {
    matches.get_many::<String>(name).into_iter().flatten()
}

/// The limits of the inventory.
fn stated_capacity(report: &Report) -> BTreeMap<String, Days> {
    let departments = report.departments.iter();
    departments
        .filter_map(|one| Some((one.id.clone(), one.capacity?)))
        .collect()
}

/// Separates limits at their commas. What follows a comma and names no department is the fraction of a German number:
/// `KVR=2,5,SOZ=4`.
fn limits<'v>(values: impl Iterator<Item = &'v String>) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for value in values {
        let mut is_first = true;
        for part in value.split(',') {
            match limits
                .last_mut()
                .filter(|_| !is_first && !part.contains('='))
            {
                Some(last) => {
                    last.push(',');
                    last.push_str(part);
                }
                None => limits.push(part.to_owned()),
            }
            is_first = false;
        }
    }
    limits
}

/// `KVR=40`, or in German `KVR=2,5`.
fn capacity_of(written: &str) -> Option<(&str, Days)> {
    let (id, days) = written.split_once('=')?;
    let days = days.trim().replacen(',', ".", 1);
    let days = days.parse().ok().and_then(Days::new)?;
    Some((id.trim(), days))
}

/// `APP-0001=2027-03-01` or `APP-0001:contract_until=2027-03-01`; the day in German, too.
fn change_of(written: &str, report: &Report, today: Date) -> Result<WhatIf, Problems> {
    let (target, date) = written
        .split_once('=')
        .ok_or_else(|| common::argument("cli.plan-date-form", written, None))?;
    let date = written_date(date.trim())
        .ok_or_else(|| common::argument("cli.plan-date-form", written, None))?;
    let (application, field) = target.split_once(':').unwrap_or((target, DATES[0]));
    let (application, field) = (application.trim(), field.trim());
    if report.applications.iter().all(|one| one.id != application) {
        let known = report.applications.iter().map(|one| one.id.as_str());
        let near = nearest(application, known);
        return Err(common::argument(
            "cli.plan-unknown-application",
            application,
            near,
        ));
    }
    if !DATES.contains(&field) {
        let near = nearest(field, DATES.into_iter());
        return Err(common::argument("cli.plan-date-field", field, near));
    }
    if date < today {
        return Err(common::argument("cli.plan-date-past", written, None));
    }
    Ok(WhatIf {
        application: application.to_owned(),
        field: field.to_owned(),
        date,
    })
}

fn same_date(one: &WhatIf, other: &WhatIf) -> bool {
    one.application == other.application && one.field == other.field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_days_are_read_as_people_write_them() {
        let written = [
            "KVR=2,5,SOZ=4".to_owned(),
            "RBS=1.5".to_owned(),
            "x,5".to_owned(),
        ];
        let limits = limits(written.iter());
        assert_eq!(limits, ["KVR=2,5", "SOZ=4", "RBS=1.5", "x,5"]);
        let days: Vec<Option<Days>> = limits
            .iter()
            .map(|limit| capacity_of(limit).map(|(_, days)| days))
            .collect();
        assert_eq!(days, [Days::new(2.5), Days::new(4.0), Days::new(1.5), None]);
        let report = include_str!("../../tests/report/report.json");
        let report: Report = serde_json::from_str(report).expect("the stored report");
        let id = &report.applications[0].id;
        let today = jiff::civil::date(2026, 12, 1);
        let day = |written: &str| {
            let change = change_of(&format!("{id}={written}"), &report, today);
            change.ok().map(|change| change.date)
        };
        assert_eq!(day("01.03.2028"), Some(jiff::civil::date(2028, 3, 1)));
        assert_eq!(day("2028-03-01"), day("1.3.2028"));
        assert_eq!(day("bald"), None);
    }
}
