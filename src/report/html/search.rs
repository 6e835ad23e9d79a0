//! What the first page searches: one line for each application, in a script file, as pages without a server cannot
//! fetch anything else.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::super::escape::json_line;
use super::super::words;
use super::folder::Site;
use super::portfolio;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Task};
use crate::texts::harmless;

/// Everything the search knows. Numbers stand for places in the lists.
#[derive(Serialize)]
struct Data {
    /// Id and name.
    departments: Vec<(String, String)>,
    /// Who does something.
    owners: Vec<String>,
    /// When.
    slots: Vec<String>,
    checklists: Vec<String>,
    applications: Vec<Entry>,
}

/// An application: name in addresses, name, id where it is another one, place of its department or -1, failures,
/// questions, pieces of advice and gaps as they are shown, verdict on each checklist as a letter, tasks as owner times
/// the number of slots plus slot, and further words to find it by.
#[derive(Serialize)]
struct Entry(
    String,
    String,
    String,
    i32,
    String,
    String,
    String,
    String,
    String,
    Vec<usize>,
    String,
);

/// Writes the script file.
///
/// # Errors
/// Those of `out`.
pub fn write(site: &Site<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (report, language) = (site.report, site.options.language);
    let mut owners: Vec<String> = Vec::new();
    let mut places = BTreeMap::new();
    for task in &report.tasks {
        places.entry(task.owner).or_insert_with(|| {
            owners.push(words::owner(task.owner, language));
            owners.len() - 1
        });
    }
    let slots = site.calendar.slots();
    let code = |task: &&Task| {
        let owner = places.get(&task.owner).copied().unwrap_or_default();
        owner * slots.len() + site.calendar.index(task)
    };
    let entries = portfolio::ordered(
        report,
        report.applications.iter().collect(),
        site.options.audience,
    );
    let data = Data {
        departments: site
            .divisions
            .iter()
            .map(|division| {
                (
                    harmless(&division.record.id),
                    harmless(&division.record.name),
                )
            })
            .collect(),
        slots: slots.iter().map(|slot| slot.words(language)).collect(),
        checklists: report
            .checklists
            .iter()
            .map(|list| list.title.get(language).clone())
            .collect(),
        applications: entries
            .into_iter()
            .map(|application| {
                let mut codes: Vec<usize> =
                    site.tasks_of(&application.id).iter().map(code).collect();
                codes.sort_unstable();
                codes.dedup();
                entry(site, application, codes)
            })
            .collect(),
        owners,
    };
    out.write_all(b"globalThis.fachcheck=")?;
    json_line(&data, out)?;
    out.write_all(b";\n")
}

fn entry(site: &Site<'_>, application: &ApplicationReport, tasks: Vec<usize>) -> Entry {
    let audience = site.options.audience;
    let department = site
        .divisions
        .iter()
        .position(|division| division.record.id == application.department)
        .and_then(|place| i32::try_from(place).ok());
    let letters = site
        .report
        .checklists
        .iter()
        .map(|list| letter(portfolio::verdict(application, list)));
    let known = [
        ("vendor", &application.vendor),
        ("product", &application.product),
        ("business-owner", &application.business_owner),
    ];
    let further: Vec<&str> = known
        .into_iter()
        .filter(|(key, _)| audience.sees_fact(key))
        .filter_map(|(_, value)| value.as_deref())
        .collect();
    let id = match application.id == application.name {
        true => "",
        false => &application.id,
    };
    Entry(
        site.slug(&application.id).to_owned(),
        harmless(&application.name),
        harmless(id),
        department.unwrap_or(-1),
        audience.count(application.failures(&site.report.rules)),
        audience.count(application.doubts()),
        audience.count(application.advice(&site.report.rules)),
        audience.count(application.gaps.len() as u64),
        letters.collect(),
        tasks,
        harmless(&further.join(" ")),
    )
}

/// A verdict as the search writes it.
const fn letter(verdict: Outcome) -> char {
    match verdict {
        Outcome::Failed => 'f',
        Outcome::CantTell => 'c',
        Outcome::Untested => 'u',
        Outcome::Passed => 'p',
        Outcome::Inapplicable => 'i',
    }
}
