//! The folder: its pages and what they share.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::super::words;
use super::super::{FileSink, WriteOptions, view};
use super::portfolio::{Frame, Link};
use super::roadmap::Calendar;
use super::{application, department, index, public, search, template};
use crate::record::{ApplicationReport, DepartmentReport, Report, Task};

/// Number of applications whose pages are in memory at the same time.
const AT_ONCE: usize = 32;

/// The input of all pages.
pub struct Site<'a> {
    pub report: &'a Report,
    pub options: &'a WriteOptions,
    pub calendar: Calendar,
    /// Departments with applications, by id.
    pub divisions: Vec<Division<'a>>,
    /// Applications without a department in the report.
    pub others: Vec<&'a ApplicationReport>,
    slugs: BTreeMap<&'a str, String>,
    tasks: view::Tasks<'a>,
}

/// A department with its applications and tasks.
pub struct Division<'a> {
    pub record: &'a DepartmentReport,
    /// Its name in URLs.
    pub slug: String,
    pub applications: Vec<&'a ApplicationReport>,
    /// Most urgent first.
    pub tasks: Vec<&'a Task>,
}

impl<'a> Site<'a> {
    fn new(report: &'a Report, options: &'a WriteOptions) -> Self {
        let slugs = view::slugs(report);
        let ids = report.applications.iter().map(|app| app.id.as_str());
        let departments: Vec<&DepartmentReport> = view::departments(report).collect();
        let names = view::slugs_of(departments.iter().map(|department| department.id.as_str()));
        let mut divisions: Vec<Division<'a>> = departments
            .into_iter()
            .zip(names)
            .map(|(record, slug)| Division {
                record,
                slug,
                applications: Vec::new(),
                tasks: Vec::new(),
            })
            .collect();
        let places: BTreeMap<&str, usize> = divisions
            .iter()
            .enumerate()
            .map(|(place, division)| (division.record.id.as_str(), place))
            .collect();
        let mut others = Vec::new();
        for application in &report.applications {
            let place = places.get(application.department.as_str());
            match place.and_then(|place| divisions.get_mut(*place)) {
                Some(division) => division.applications.push(application),
                None => others.push(application),
            }
        }
        for task in &report.tasks {
            let place = places.get(task.department.as_str());
            if let Some(division) = place.and_then(|place| divisions.get_mut(*place)) {
                division.tasks.push(task);
            }
        }
        Self {
            report,
            options,
            calendar: Calendar::new(report),
            slugs: ids.zip(slugs).collect(),
            tasks: view::tasks(report),
            divisions,
            others,
        }
    }

    /// The name of an application in URLs.
    pub fn slug(&self, application: &str) -> &str {
        self.slugs.get(application).map_or("", String::as_str)
    }

    /// The tasks of an application, most urgent first.
    pub fn tasks_of(&self, application: &str) -> &[&'a Task] {
        self.tasks.tasks_of(application)
    }

    /// The link to an application's page from a folder; `root` leads to the top.
    pub fn link(&self, root: &str, application: &ApplicationReport) -> Link {
        Link {
            href: format!("{root}applications/{}.html", self.slug(&application.id)),
            name: application.name.clone(),
        }
    }

    /// The department of an application, if it has a page.
    pub fn division_of(&self, application: &ApplicationReport) -> Option<&Division<'a>> {
        let place = self
            .divisions
            .binary_search_by(|division| division.record.id.cmp(&application.department));
        place
            .ok()
            .and_then(|place| self.divisions.get(place))
            .or_else(|| {
                // Departments are sorted by id, but a report from elsewhere may not be.
                let is_it = |one: &&Division<'_>| one.record.id == application.department;
                self.divisions.iter().find(is_it)
            })
    }

    /// The frame of a page. The first page is only named after the organisation.
    pub fn frame(&self, heading: Option<&str>) -> Frame {
        let (run, language) = (&self.report.run, self.options.language);
        let report = words::word("report.title", &run.scope, language);
        let date = words::date(&run.date, language);
        let named = words::titled(&report, &run.organisation);
        let title = match heading {
            None => format!("{named}, {date}"),
            Some(heading) => format!("{heading} – {named}, {date}"),
        };
        let own = match run.organisation.trim() {
            "" => &report,
            organisation => organisation,
        };
        let heading_shown = heading.unwrap_or(own).to_owned();
        Frame {
            language: language.tag(),
            report: report.clone(),
            heading: heading_shown,
            title,
            organisation: run.organisation.clone(),
            date,
            date_iso: run.date.clone(),
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.chars().take(12).collect(),
            online: run.online,
            embedded: !run.browser.is_static(),
            part: words::selection(self.report, language),
            root: if heading.is_some() { "../" } else { "" },
        }
    }
}

/// Writes the folder page by page, so that memory does not grow with the inventory. The public edition is a single
/// page.
pub fn write(report: &Report, options: &WriteOptions, files: &mut dyn FileSink) -> io::Result<()> {
    if options.audience.is_public() {
        return files.file("index.html", &mut |out| public::write(report, options, out));
    }
    let environment = template::environment(options.language).map_err(io::Error::other)?;
    let site = Site::new(report, options);
    files.file("style.css", &mut |out| {
        out.write_all(template::STYLE.as_bytes())?;
        out.write_all(template::PAGES_STYLE.as_bytes())
    })?;
    files.file("data.js", &mut |out| search::write(&site, out))?;
    files.file("index.html", &mut |out| {
        template::render(&environment, "index.html", &index::Index::new(&site), out)
    })?;
    for division in &site.divisions {
        let path = format!("departments/{}.html", division.slug);
        files.file(&path, &mut |out| {
            let page = department::Page::new(&site, division);
            template::render(&environment, "department.html", &page, out)
        })?;
    }
    for applications in report.applications.chunks(AT_ONCE) {
        let render = |application| {
            let page = application::Page::new(&site, application);
            let mut html = Vec::new();
            template::render(&environment, "application-page.html", &page, &mut html)?;
            Ok(html)
        };
        let pages: Vec<io::Result<Vec<u8>>> = applications.par_iter().map(render).collect();
        for (application, html) in applications.iter().zip(pages) {
            let html = html?;
            let path = site.link("", application).href;
            files.file(&path, &mut |out| out.write_all(&html))?;
        }
    }
    Ok(())
}
