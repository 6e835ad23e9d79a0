//! One row per task in chronological order, for spreadsheets.

use std::io;

use super::Plan;
use super::view::View;
use crate::record::{Entry, Quarter, Task};
use crate::report::csv::write_row;
use crate::report::{WriteOptions, words};
use crate::rule::Days;

/// Keys of the headers in `texts/plan.toml`, in order.
const COLUMNS: [&str; 26] = [
    "head-id",
    "head-kind",
    "head-application",
    "head-name",
    "head-department",
    "head-task",
    "head-works",
    "head-steps",
    "head-priority",
    "head-who",
    "head-days-from",
    "head-days-to",
    "head-planned-days",
    "head-start",
    "head-live",
    "head-quarter",
    "head-window",
    "head-due",
    "head-interim-until",
    "head-interim",
    "head-after",
    "head-slip",
    "head-affected",
    "head-legal",
    "head-verify",
    "head-clause",
];

pub(super) fn write(
    plan: &Plan<'_>,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let view = View::new(*plan, options.language);
    out.write_all("\u{feff}".as_bytes())?;
    write_row(&COLUMNS.map(|key| view.text(key).to_owned()), out)?;
    for (task, entry) in view.in_time() {
        write_row(&row(&view, task, entry), out)?;
    }
    Ok(())
}

fn row<'a>(view: &View<'a>, task: &'a Task, entry: &Entry) -> [String; COLUMNS.len()] {
    let language = view.language;
    let name = view.application(&task.application);
    let counted = entry.work.values();
    let counted = counted.fold(Days::ZERO, |sum, days| sum.plus(*days));
    let quarter =
        |quarter: Option<Quarter>| quarter.map_or("–".to_owned(), |one| one.to_string());
    let number = |days: Option<Days>| days.map_or_else(String::new, |days| days.display(language));
    [
        task.id.clone(),
        view.kind(task).to_owned(),
        task.application.clone(),
        name.map_or_else(String::new, |one| one.name.clone()),
        task.department.clone(),
        view.title(task),
        words::works(task, view.plan.report, language).join(" | "),
        words::steps(task, language).join(" | "),
        words::priority(task.priority, language),
        words::who(task, language),
        number(task.days.map(|range| range.from)),
        number(task.days.map(|range| range.to)),
        number(Some(counted)),
        quarter(entry.work.keys().next().copied()),
        view.day(entry.live),
        quarter(entry.live.map(Quarter::of)),
        words::window(task, language),
        view.day(task.due),
        view.day(entry.interim),
        view.interim(task, entry).unwrap_or_default().to_owned(),
        task.after.join(" | "),
        entry
            .slip
            .as_ref()
            .map_or_else(String::new, |slip| view.slip(slip)),
        view.affected(task),
        view.legal(task),
        view.acceptance(task).to_owned(),
        words::clause(task, language).unwrap_or_default(),
    ]
}
