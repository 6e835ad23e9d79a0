//! The search data of the first page: one line per application, in a script file, because pages without a server cannot
//! fetch anything else.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use super::super::escape::json_line;
use super::super::verdict::Verdict;
use super::super::words;
use super::folder::Site;
use super::portfolio;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Standing, Task};
use crate::rule::Checklist;
use crate::texts::{amount, harmless};

/// All search data. Numbers are indices into the lists.
#[derive(Serialize)]
struct Data {
    /// Id and name.
    departments: Vec<(String, String)>,
    /// Roles.
    owners: Vec<String>,
    /// Slots in time.
    slots: Vec<String>,
    checklists: Vec<String>,
    applications: Vec<Entry>,
}

/// An application: name in URLs, name, id if different, index of its department or -1, failures, questions, advice and
/// gaps as shown, verdict on each checklist as a letter, tasks as owner times the number of slots plus slot, further
/// search words, and the index of its standing.
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
    usize,
);

/// Writes the script file.
///
/// # Errors
/// I/O errors of `out`.
pub fn write(site: &Site<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (report, language) = (site.report, site.options.language);
    let owners: BTreeSet<String> = report
        .tasks
        .iter()
        .map(|task| words::who(task, language))
        .collect();
    let owners: Vec<String> = owners.into_iter().collect();
    let slots = site.calendar.slots();
    let code = |task: &&Task| {
        let owner = owners.binary_search(&words::who(task, language));
        owner.unwrap_or_default() * slots.len() + site.calendar.index(task)
    };
    let lists = portfolio::lists(report);
    let entries = portfolio::ordered(report, report.applications.iter().collect());
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
        checklists: lists
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
                entry(site, &lists, application, codes)
            })
            .collect(),
        owners: owners.iter().map(|owner| harmless(owner)).collect(),
    };
    out.write_all(b"globalThis.fachcheck=")?;
    json_line(&data, out)?;
    out.write_all(b";\n")
}

fn entry(
    site: &Site<'_>,
    lists: &[&Checklist],
    application: &ApplicationReport,
    tasks: Vec<usize>,
) -> Entry {
    let shown = |count: u64| amount(count, site.options.language);
    let department = site
        .divisions
        .iter()
        .position(|division| division.record.id == application.department)
        .and_then(|place| i32::try_from(place).ok());
    let letters = Verdict::all(site.report, application, lists)
        .into_iter()
        .map(letter);
    let known = [
        &application.vendor,
        &application.product,
        &application.business_owner,
    ];
    let further: Vec<&str> = known.into_iter().filter_map(|it| it.as_deref()).collect();
    let id = match application.id == application.name {
        true => "",
        false => &application.id,
    };
    Entry(
        site.slug(&application.id).to_owned(),
        harmless(&application.name),
        harmless(id),
        department.unwrap_or(-1),
        shown(application.failures(&site.report.rules)),
        shown(application.doubts()),
        shown(application.advice(&site.report.rules)),
        shown(application.gaps.len() as u64),
        letters.collect(),
        tasks,
        harmless(&further.join(" ")),
        place_of(application.standing(&site.report.rules)),
    )
}

/// The letter of a verdict in the search data.
const fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Of(Outcome::Failed) => 'f',
        Verdict::Of(Outcome::CantTell) => 'c',
        Verdict::Of(Outcome::Untested) => 'u',
        Verdict::Of(Outcome::Passed) => 'p',
        Verdict::Of(Outcome::Inapplicable) => 'i',
        Verdict::InOrder => 'o',
        Verdict::Answered => 'a',
    }
}

/// The index of a standing in report order.
fn place_of(standing: Standing) -> usize {
    let mut all = Standing::ALL.iter();
    all.position(|one| *one == standing).unwrap_or_default()
}
