//! The plan as one self-contained page.

use std::collections::BTreeMap;
use std::io::{self, Write};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Plan;
use super::gantt::Gantt;
use super::view::{self, View, text_of};
use crate::record::{Entry, Escalation, EscalationKind, Load, Quarter, Roadmap, Task};
use crate::report::html::page_environment;
use crate::report::{WriteOptions, words};
use crate::rule::Days;
use crate::texts::{Language, amount, filled};

const TEMPLATE: &str = include_str!("plan.html");
const OWN_STYLE: &str = include_str!("plan.css");

/// Maximum number of tasks listed, of all quarters together; the spreadsheet lists all.
const TASKS: usize = 1500;
/// Maximum number of tasks of the first quarter that are shown unfolded.
const UNFOLDED: usize = 40;
/// Maximum number of interim measures listed.
const INTERIMS: usize = 200;
/// Maximum number of escalations listed, of all kinds together.
const ESCALATIONS: usize = 300;

pub(super) fn write(
    plan: &Plan<'_>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let language = options.language;
    let page = Page::new(&View::new(*plan, language));
    let render = || {
        let mut environment = page_environment(OWN_STYLE, language)?;
        environment.add_function("p", move |key: &str| text_of(key, language));
        environment.add_template("plan.html", TEMPLATE)?;
        environment
            .get_template("plan.html")?
            .render(Value::from(Serde(&page)))
    };
    out.write_all(render().map_err(io::Error::other)?.as_bytes())
}

#[derive(Serialize)]
struct Page {
    language: &'static str,
    tool_version: String,
    organisation: String,
    date: String,
    date_iso: String,
    report_date: String,
    summary: String,
    remarks: Vec<String>,
    escalations: Vec<EscalationGroup>,
    columns: Vec<String>,
    departments: Vec<DepartmentLine>,
    sums: Vec<String>,
    gantt: Option<Gantt>,
    gantt_more: Option<String>,
    critical_path: Vec<PathLine>,
    /// Said if there is none.
    no_critical_path: &'static str,
    interims: Vec<InterimLine>,
    /// Number of interim measures, listed or not.
    interim_count: usize,
    more_interims: Option<String>,
    quarters: Vec<QuarterPart>,
    more_tasks: Option<String>,
}

/// What must be decided, of one kind.
#[derive(Serialize)]
struct EscalationGroup {
    kind: String,
    /// Number of its decisions, listed or not.
    count: usize,
    /// How many of them are listed, if not all.
    more: Option<String>,
    lines: Vec<EscalationLine>,
}

#[derive(Serialize)]
struct EscalationLine {
    department: String,
    subject: String,
    text: String,
    tasks: Vec<String>,
}

#[derive(Serialize)]
struct DepartmentLine {
    id: String,
    name: String,
    cells: Vec<String>,
    capacity: String,
}

#[derive(Serialize)]
struct PathLine {
    live: String,
    title: String,
}

#[derive(Serialize)]
struct InterimLine {
    application: String,
    bridges: Vec<String>,
    day: String,
    text: String,
    who: String,
}

#[derive(Serialize)]
struct QuarterPart {
    name: String,
    /// Number of its tasks, listed or not.
    count: usize,
    /// How many of them are listed, if not all.
    more: Option<String>,
    /// Whether it is shown unfolded.
    open: bool,
    lines: Vec<TaskLine>,
}

#[derive(Serialize)]
struct TaskLine {
    id: String,
    application: String,
    department: String,
    kind: &'static str,
    title: String,
    works: Vec<String>,
    steps: Vec<String>,
    priority: &'static str,
    priority_word: String,
    who: String,
    effort: String,
    begin: String,
    live: String,
    window: String,
    interim: Option<String>,
    after: Vec<String>,
    slip: Option<String>,
    affected: String,
    legal: String,
    clause: Option<String>,
    acceptance: String,
}

impl Page {
    fn new(view: &View<'_>) -> Self {
        let Plan { roadmap, report } = view.plan;
        let language = view.language;
        let columns = view.columns();
        let quarters = quarters(view);
        let listed: usize = quarters.iter().map(|quarter| quarter.lines.len()).sum();
        let (interims, more_interims) = interims(view);
        let more = |key: &str, count: usize| {
            (count > 0).then(|| filled(key, language, &[("count", &count)]))
        };
        let gantt = Gantt::new(view);
        let mut departments: Vec<DepartmentLine> = Vec::new();
        for department in &roadmap.departments {
            let load = |quarter: &Quarter| department.load.get(quarter).copied();
            let later = department.load.iter();
            let later = later.filter(|(quarter, _)| !columns.contains(quarter));
            departments.push(DepartmentLine {
                id: department.id.clone(),
                name: department.name.clone(),
                cells: cells(view, columns.iter().map(load), later.map(|(_, load)| *load)),
                capacity: department
                    .capacity
                    .map_or_else(|| "–".to_owned(), |days| days.display(language)),
            });
        }
        Self {
            language: language.tag(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            organisation: report.run.organisation.clone(),
            date: view.day(Some(roadmap.today)),
            date_iso: roadmap.today.to_string(),
            report_date: words::date(&report.run.date, language),
            summary: view.summary(),
            remarks: view.remarks(),
            escalations: escalations(view),
            sums: sums(view, roadmap, &columns),
            columns: columns.iter().map(Quarter::to_string).collect(),
            departments,
            gantt_more: gantt.as_ref().and_then(|gantt| {
                shown_of("plan.gantt-more", gantt.rows.len(), gantt.count, language)
            }),
            gantt,
            critical_path: critical_path(view),
            no_critical_path: view.no_critical_path(),
            interim_count: interims.len() + more_interims,
            interims,
            more_interims: more("report.and-more", more_interims),
            quarters,
            more_tasks: shown_of("plan.tasks-more", listed, roadmap.tasks.len(), language),
        }
    }
}

/// The cells of a row: one per quarter column, and one for everything later.
fn cells(
    view: &View<'_>,
    loads: impl Iterator<Item = Option<Load>>,
    later: impl Iterator<Item = Load>,
) -> Vec<String> {
    let later = later.fold(Load::default(), together);
    loads
        .map(Option::unwrap_or_default)
        .chain([later])
        .map(|load| cell(view, load))
        .collect()
}

fn cell(view: &View<'_>, load: Load) -> String {
    if load == Load::default() {
        return "–".to_owned();
    }
    let days = load.days.display(view.language);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("tasks", &load.tasks), ("days", &days)];
    filled("plan.roadmap-cell", view.language, &values)
}

fn together(one: Load, other: Load) -> Load {
    Load {
        tasks: one.tasks + other.tasks,
        days: one.days.plus(other.days),
    }
}

fn sums(view: &View<'_>, roadmap: &Roadmap, columns: &[Quarter]) -> Vec<String> {
    let all = || roadmap.departments.iter().flat_map(|one| &one.load);
    let of = |quarter: &Quarter| {
        let loads = all().filter(|(own, _)| *own == quarter);
        Some(loads.map(|(_, load)| *load).fold(Load::default(), together))
    };
    let later = all().filter(|(quarter, _)| !columns.contains(quarter));
    let mut cells = cells(view, columns.iter().map(of), later.map(|(_, load)| *load));
    let limits = roadmap.departments.iter().filter_map(|one| one.capacity);
    let limit = limits.fold(Days::ZERO, Days::plus);
    cells.push(match limit {
        Days::ZERO => "–".to_owned(),
        limit => limit.display(view.language),
    });
    cells
}

/// The decisions by kind, gravest first; of each kind at most its share of [`ESCALATIONS`].
fn escalations(view: &View<'_>) -> Vec<EscalationGroup> {
    let mut kinds: BTreeMap<EscalationKind, Vec<&Escalation>> = BTreeMap::new();
    for escalation in &view.plan.roadmap.escalations {
        kinds.entry(escalation.kind).or_default().push(escalation);
    }
    let counts: Vec<usize> = kinds.values().map(Vec::len).collect();
    let most = share_of_each(&counts, ESCALATIONS);
    let group = |(kind, escalations): (EscalationKind, Vec<&Escalation>)| {
        let listed = escalations.iter().take(most);
        let lines: Vec<EscalationLine> = listed.map(|one| escalation_line(view, one)).collect();
        let count = escalations.len();
        EscalationGroup {
            kind: view.escalation_kind(kind),
            count,
            more: shown_of("plan.decisions-more", lines.len(), count, view.language),
            lines,
        }
    };
    kinds.into_iter().map(group).collect()
}

fn escalation_line(view: &View<'_>, escalation: &Escalation) -> EscalationLine {
    EscalationLine {
        department: escalation.department.clone(),
        subject: view.subject(escalation),
        text: view.escalation(escalation),
        tasks: escalation
            .tasks
            .iter()
            .take(10)
            .map(|id| view.title_of(id))
            .collect(),
    }
}

fn critical_path(view: &View<'_>) -> Vec<PathLine> {
    let path = view.plan.roadmap.critical_path.iter();
    path.map(|id| {
        let entries = &view.plan.roadmap.entries;
        let entry = entries.iter().find(|entry| entry.task == *id);
        PathLine {
            live: view.day(entry.and_then(|entry| entry.live)),
            title: view.title_of(id),
        }
    })
    .collect()
}

fn interims(view: &View<'_>) -> (Vec<InterimLine>, usize) {
    let interims = view.interims();
    let further = interims.len().saturating_sub(INTERIMS);
    let line = |interim: view::Interim<'_>| {
        let application = view.application(interim.application);
        // The department itself bridges the time, even if others change the program later.
        let who = application.map(|one| {
            let owner = one.business_owner.as_ref();
            owner.unwrap_or(&one.department).clone()
        });
        InterimLine {
            application: view.application_name(interim.application),
            bridges: interim.bridges,
            day: view.day(Some(interim.by)),
            text: interim.text.to_owned(),
            who: who.unwrap_or_default(),
        }
    };
    (
        interims.into_iter().take(INTERIMS).map(line).collect(),
        further,
    )
}

/// The tasks by quarter of completion: the most urgent ones of each quarter, at most [`TASKS`] in all.
fn quarters(view: &View<'_>) -> Vec<QuarterPart> {
    type Planned<'t> = Vec<(&'t Task, &'t Entry)>;
    let mut quarters: Vec<(Option<Quarter>, Planned<'_>)> = Vec::new();
    for (task, entry) in view.in_time() {
        let quarter = entry.live.map(Quarter::of);
        match quarters.last_mut().filter(|(own, _)| *own == quarter) {
            Some((_, planned)) => planned.push((task, entry)),
            None => quarters.push((quarter, vec![(task, entry)])),
        }
    }
    let counts: Vec<usize> = quarters.iter().map(|(_, planned)| planned.len()).collect();
    let most = share_of_each(&counts, TASKS);
    let language = view.language;
    quarters
        .into_iter()
        .enumerate()
        .map(|(index, (quarter, mut planned))| {
            let count = planned.len();
            planned.sort_by(|(one, _), (other, _)| one.by_urgency(other));
            planned.truncate(most);
            planned.sort_by_key(|(_, entry)| entry.live);
            QuarterPart {
                name: quarter
                    .map_or_else(|| view.text("no-date").to_owned(), |one| one.to_string()),
                more: shown_of("plan.quarter-more", planned.len(), count, language),
                open: index == 0 && count <= UNFOLDED,
                count,
                lines: planned
                    .into_iter()
                    .map(|(task, entry)| task_line(view, task, entry))
                    .collect(),
            }
        })
        .collect()
}

/// How many of each quarter are listed if `all` are listed altogether: what small quarters leave goes to the others.
fn share_of_each(counts: &[usize], all: usize) -> usize {
    let mut counts = counts.to_vec();
    counts.sort_unstable();
    let mut left = all;
    for (index, count) in counts.iter().enumerate() {
        let share = left / (counts.len() - index);
        if *count > share {
            return share;
        }
        left -= count;
    }
    all
}

/// How much of something is shown; nothing if that is all.
fn shown_of(key: &str, shown: usize, count: usize, language: Language) -> Option<String> {
    let amounts = [shown, count].map(|number| amount(number as u64, language));
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("shown", &amounts[0]), ("count", &amounts[1])];
    (shown < count).then(|| filled(key, language, &values))
}

fn task_line<'a>(view: &View<'a>, task: &'a Task, entry: &Entry) -> TaskLine {
    let language = view.language;
    let works = words::works(task, view.plan.report, language);
    TaskLine {
        id: task.id.clone(),
        application: view.application_name(&task.application),
        department: task.department.clone(),
        kind: view.kind(task),
        title: view.title(task),
        works: if works.len() > 1 { works } else { Vec::new() },
        steps: words::steps(task, language),
        priority: task.priority.name(),
        priority_word: words::priority(task.priority, language),
        who: words::who(task, language),
        effort: words::effort_in_days(task, language),
        begin: entry
            .work
            .keys()
            .next()
            .map_or_else(|| "–".to_owned(), Quarter::to_string),
        live: view.day(entry.live),
        window: words::window(task, language),
        interim: entry.interim.map(|day| view.day(Some(day))),
        after: view.after(task),
        slip: entry.slip.as_ref().map(|slip| view.slip(slip)),
        affected: view.affected(task),
        legal: view.legal(task),
        clause: words::clause(task, language),
        acceptance: view.acceptance(task).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quarter_has_its_share_and_small_ones_leave_theirs_to_others() {
        let listed = |counts: &[usize], all: usize| {
            let share = share_of_each(counts, all);
            let listed: Vec<usize> = counts.iter().map(|count| share.min(*count)).collect();
            listed
        };
        assert_eq!(listed(&[6046, 100, 1500, 900], 1500), [466, 100, 466, 466]);
        assert_eq!(listed(&[10, 20], 30), [10, 20]);
        assert_eq!(listed(&[10, 20], 20), [10, 10]);
        assert!(listed(&[], 5).is_empty());
    }
}
