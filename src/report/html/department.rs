//! The page of a department; one sheet when printed.

use serde::Serialize;

use super::super::view;
use super::super::words::label;
use super::folder::{Division, Site};
use super::overview::{self, Line, TaskLine, Worst};
use super::portfolio::{self, Frame, Unseen};
use super::roadmap::Roadmap;

/// Maximum number of tasks listed; the applications' pages list all.
const TASKS: usize = 100;

/// The page of a department.
#[derive(Serialize)]
pub struct Page {
    frame: Frame,
    id: String,
    figures: Vec<Figure>,
    roadmap: Roadmap,
    worst: Vec<Worst>,
    lists: Vec<String>,
    lines: Vec<Line>,
    tasks: Vec<TaskLine>,
    has_more_tasks: bool,
    unseen: Vec<Unseen>,
}

#[derive(Serialize)]
struct Figure {
    label: &'static str,
    count: u64,
}

impl Page {
    /// The page of one department of a site.
    pub fn new(site: &Site<'_>, division: &Division<'_>) -> Self {
        let (report, options) = (site.report, site.options);
        let language = options.language;
        let record = division.record;
        let funnel = view::coverage_of(report, record).funnel;
        let applications = portfolio::ordered(report, division.applications.clone());
        let conspicuous = applications
            .iter()
            .copied()
            .filter(|app| view::is_conspicuous(report, app));
        let lists = portfolio::lists(report);
        Self {
            frame: site.frame(Some(&record.name)),
            id: record.id.clone(),
            figures: [
                ("applications", record.applications),
                ("failing", record.failing),
                ("change-needed", funnel.change_needed),
                ("to-be-clarified", funnel.to_be_clarified),
                ("failures", record.findings_failed),
                ("doubts", record.findings_cant_tell),
                ("advice", record.findings_advice.unwrap_or_default()),
                ("gaps", record.gaps),
                ("tasks", record.tasks),
            ]
            .map(|(key, count)| Figure {
                label: label(key, language),
                count,
            })
            .into(),
            roadmap: site
                .calendar
                .roadmap(division.tasks.iter().copied(), options),
            worst: overview::worst(report, conspicuous.collect(), |application| {
                site.link("../", application).href
            }),
            lists: lists
                .iter()
                .map(|list| list.title.get(language).clone())
                .collect(),
            lines: applications
                .iter()
                .map(|application| {
                    let tasks = site.tasks_of(&application.id).len();
                    let slug = site.slug(&application.id);
                    overview::line(report, &lists, application, slug, tasks, language)
                })
                .collect(),
            tasks: division
                .tasks
                .iter()
                .take(TASKS)
                .map(|task| {
                    let slug = site.slug(&task.application);
                    TaskLine::new(task, slug, Some("../"), report, language)
                })
                .collect(),
            has_more_tasks: division.tasks.len() > TASKS,
            unseen: portfolio::unseen(applications.iter().copied(), language),
        }
    }
}
