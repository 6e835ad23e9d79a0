//! `plan`: what to do when, from a stored report.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use jiff::civil::Date;

use super::common::{self, Failure};
use super::{output, render};
use crate::inventory::{Inventory, LoadOptions};
use crate::plan::{DATES, Estate, Setting, schedule, try_out};
use crate::problem::{Problems, nearest};
use crate::record::{DepartmentReport, InterfaceRecord, Report, WhatIf};
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
        .arg(common::filter("capacity", "CAPACITY"))
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
    for change in &wishes.setting.what_if {
        let mut applications = report.applications.iter_mut();
        if let Some(application) = applications.find(|one| one.id == change.application) {
            try_out(application, change);
        }
    }
    let estate = Estate::of_report(&report, &planning, today);
    let mut roadmap = schedule(&estate, &report.departments, wishes.setting);
    if !wishes.departments.is_empty() {
        roadmap.narrow(&wishes.departments);
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
        let mut capacity: BTreeMap<String, Days> = report
            .departments
            .iter()
            .filter_map(|one| Some((one.id.clone(), one.capacity?)))
            .collect();
        let mut stated = BTreeSet::new();
        for written in values(matches, "capacity") {
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
            setting: Setting { capacity, what_if },
            departments,
        })
    }
}

fn values<'m>(matches: &'m ArgMatches, name: &str) -> impl Iterator<Item = &'m String> {
    matches.get_many::<String>(name).into_iter().flatten()
}

/// `KVR=40`.
fn capacity_of(written: &str) -> Option<(&str, Days)> {
    let (id, days) = written.split_once('=')?;
    let days = days.trim().parse().ok().and_then(Days::new)?;
    Some((id.trim(), days))
}

/// `APP-0001=2027-03-01` or `APP-0001:contract_until=2027-03-01`.
fn change_of(written: &str, report: &Report, today: Date) -> Result<WhatIf, Problems> {
    let (target, date) = written
        .split_once('=')
        .ok_or_else(|| common::argument("cli.plan-date-form", written, None))?;
    let date: Date = date
        .trim()
        .parse()
        .map_err(|_| common::argument("cli.plan-date-form", written, None))?;
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
