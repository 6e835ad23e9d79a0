//! A workbook: the overview, and one filterable sheet for each thing people work through.

mod columns;
mod sheet;

use std::collections::HashMap;
use std::io::{self, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use self::columns::{
    ANSWERS, APPLICATIONS, Columns, DEPARTMENTS, FINDINGS, GAPS, NOTICES, OVERVIEW, QUESTIONS,
    TASKS,
};
use self::sheet::{Column, MOST_ROWS, Sheet, Value};
use super::verdict::Verdict;
use super::words::{self, label};
use super::{Output, ReportWriter, WriteOptions, notices, view, work};
use crate::model::Place;
use crate::outcome::Fingerprint;
use crate::record::{ApplicationReport, Report, Task, Weight};
use crate::rule::{Checklist, Effort};
use crate::spreadsheet::stored_day;
use crate::texts::{Language, text};

/// A workbook in Excel format, which LibreOffice reads as well.
pub struct Xlsx;

impl ReportWriter for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn output(&self) -> Output {
        Output::File("report.xlsx")
    }

    fn is_text(&self) -> bool {
        false
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let book = Book {
            report,
            language: options.language,
        };
        let bytes = book.bytes().map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

/// The workbook of a report.
struct Book<'a> {
    report: &'a Report,
    language: Language,
}

impl Book<'_> {
    /// The file; nothing in it depends on the clock.
    fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&self.properties());
        for sheet in [
            self.overview()?,
            self.departments()?,
            self.applications()?,
            self.tasks()?,
        ] {
            workbook.push_worksheet(sheet.finish()?);
        }
        let behind = [self.gaps()?, self.notices()?];
        let findings = self.findings()?.into_iter();
        for sheet in findings.chain(self.answers()?).chain(behind) {
            workbook.push_worksheet(sheet.finish()?);
        }
        workbook.save_to_buffer()
    }

    fn properties(&self) -> DocProperties {
        let run = &self.report.run;
        let title = words::word("report.title", &run.scope, self.language);
        let properties = DocProperties::new()
            .set_title(words::titled(&title, &run.organisation))
            .set_author(format!("fachcheck {}", run.tool_version));
        let day = run.date.parse::<Date>().ok().and_then(stored_day);
        // A report with an unreadable date gets a fixed one, independent of the clock.
        let day = day.or_else(|| stored_day(Date::constant(2000, 1, 1)));
        match day {
            Some(day) => properties.set_creation_datetime(&day),
            None => properties,
        }
    }

    fn sheet(&self, name: &str, columns: Columns) -> Result<Sheet, XlsxError> {
        self.sheet_of(name, self.columns(columns))
    }

    fn sheet_of(&self, name: &str, columns: Vec<Column>) -> Result<Sheet, XlsxError> {
        let name = text(name, self.language);
        Sheet::new(name, &columns, MOST_ROWS, self.language)
    }

    fn columns(&self, columns: Columns) -> Vec<Column> {
        columns
            .iter()
            .map(|(key, width)| Column::new(key, *width, self.language))
            .collect()
    }

    fn overview(&self) -> Result<Sheet, XlsxError> {
        let Report { run, totals, .. } = self.report;
        let language = self.language;
        let line = |sheet: &mut Sheet, key: &str, value: Value| {
            sheet.add([text(key, language).into(), value])
        };
        let mut sheet = self.sheet("paper.sheet-overview", OVERVIEW)?;
        line(
            &mut sheet,
            "paper.organisation",
            run.organisation.as_str().into(),
        )?;
        let day = run.date.parse::<Date>();
        let day = day.map_or_else(|_| run.date.as_str().into(), Value::Day);
        line(&mut sheet, "report.date", day)?;
        if let Some(sentence) = words::selection(self.report, language) {
            line(&mut sheet, "paper.scope", sentence.into())?;
        }
        for (standing, count) in self.report.standings() {
            let standing = words::word("report.standing-of", &standing, language);
            let standing = format!("{}: {standing}", label("standings", language));
            sheet.add([standing.into(), Value::from(count)])?;
        }
        for (key, count) in view::figures(self.report) {
            line(&mut sheet, &format!("report.{key}"), count.into())?;
        }
        line(&mut sheet, "report.waived", totals.waived.into())?;
        let caution = words::caution(self.report, language);
        line(&mut sheet, "paper.caution", caution.into())?;
        let tool = format!("fachcheck {}", run.tool_version);
        line(&mut sheet, "report.tool", tool.into())?;
        line(
            &mut sheet,
            "report.rules-digest",
            run.rules_digest.as_str().into(),
        )?;
        Ok(sheet)
    }

    fn departments(&self) -> Result<Sheet, XlsxError> {
        let mut columns = self.columns(DEPARTMENTS);
        let classes = Effort::ALL;
        columns.extend(classes.map(|class| {
            let effort = label("effort", self.language);
            let class = words::effort(class, self.language);
            Column::named(&format!("{effort}: {class}"), 12)
        }));
        let mut sheet = self.sheet_of("paper.sheet-departments", columns)?;
        for department in view::departments(self.report) {
            let head: [Value; 9] = [
                department.id.as_str().into(),
                department.name.as_str().into(),
                department.applications.into(),
                department.failing.into(),
                department.findings_failed.into(),
                department.findings_cant_tell.into(),
                department.findings_advice.unwrap_or_default().into(),
                department.gaps.into(),
                department.tasks.into(),
            ];
            let effort = view::effort(department).map(|(_, count)| count.into());
            sheet.add(head.into_iter().chain(effort))?;
        }
        Ok(sheet)
    }

    fn applications(&self) -> Result<Sheet, XlsxError> {
        let lists: Vec<&Checklist> = self.report.checklists.iter().collect();
        let mut columns = self.columns(APPLICATIONS);
        columns.extend(
            lists
                .iter()
                .map(|list| Column::named(list.title.get(self.language), 18)),
        );
        let mut sheet = self.sheet_of("paper.sheet-applications", columns)?;
        let tasks = view::tasks(self.report);
        for application in &self.report.applications {
            let life = &application.lifecycle;
            let personal = match application.personal_data {
                true => "yes",
                false => "no",
            };
            let standing = application.standing(&self.report.rules);
            let head: [Value; 20] = [
                application.id.as_str().into(),
                application.name.as_str().into(),
                application.department.as_str().into(),
                application.kind.label(self.language).into(),
                application.vendor.clone().into(),
                application.product.clone().into(),
                application.business_owner.clone().into(),
                life.phase.label(self.language).into(),
                life.active_from.into(),
                life.next_release.into(),
                life.end_of_life_from.into(),
                application.successor.clone().into(),
                label(personal, self.language).into(),
                words::word("report.standing-of", &standing, self.language).into(),
                application.documents.glance().len().into(),
                application.failures(&self.report.rules).into(),
                application.doubts().into(),
                application.advice(&self.report.rules).into(),
                application.gaps.len().into(),
                tasks.tasks_of(&application.id).len().into(),
            ];
            let verdicts = Verdict::all(self.report, application, &lists).into_iter();
            let verdicts = verdicts.map(|verdict| Value::from(verdict.word(self.language)));
            sheet.add(head.into_iter().chain(verdicts))?;
        }
        Ok(sheet)
    }

    fn tasks(&self) -> Result<Sheet, XlsxError> {
        let mut sheet = self.sheet("paper.sheet-tasks", TASKS)?;
        let applications = self.report.applications.iter();
        let names: HashMap<&str, &str> = applications
            .map(|application| (application.id.as_str(), application.name.as_str()))
            .collect();
        for task in &self.report.tasks {
            let steps: Vec<String> = (1..)
                .zip(words::steps(task, self.language))
                .map(|(number, step)| format!("{number}. {step}"))
                .collect();
            let row: [Value; 15] = [
                work::task_id(task).into(),
                words::priority(task.priority, self.language).into(),
                task.application.as_str().into(),
                names
                    .get(task.application.as_str())
                    .copied()
                    .unwrap_or_default()
                    .into(),
                task.department.as_str().into(),
                words::task(task, self.report, self.language).into(),
                words::who(task, self.language).into(),
                words::effort(task.effort, self.language).into(),
                words::window(task, self.language).into(),
                task.in_use().into(),
                words::reasons(&task.reasons, self.language).into(),
                steps.join("\n").into(),
                task.resolves.len().into(),
                task.documents.join("\n").into(),
                task.rules.join("\n").into(),
            ];
            sheet.add(row)?;
        }
        Ok(sheet)
    }

    /// The sheets of failures, open questions and advice.
    fn findings(&self) -> Result<[Sheet; 3], XlsxError> {
        let mut findings = self.sheet("paper.sheet-findings", FINDINGS)?;
        let mut questions = self.sheet("paper.sheet-questions", QUESTIONS)?;
        let mut advice = self.sheet("paper.sheet-advice", FINDINGS)?;
        let tasks = view::tasks(self.report);
        for application in &self.report.applications {
            let settled_by: HashMap<&Fingerprint, &Task> = tasks
                .tasks_of(&application.id)
                .iter()
                .flat_map(|task| task.resolves.iter().map(|finding| (finding, *task)))
                .collect();
            for entry in view::entries(self.report, application) {
                let task = settled_by.get(&entry.finding.fingerprint).copied();
                let proven = || self.failure(application, &entry, task, Value::Empty);
                match entry.weight() {
                    Weight::Failure => findings.add(proven())?,
                    Weight::Question => questions.add(self.question(application, &entry, task))?,
                    Weight::Advice => advice.add(proven())?,
                }
            }
            for waived in &application.waived {
                let entry = view::Entry {
                    rule: &waived.rule,
                    card: self.report.rules.get(&waived.rule),
                    finding: &waived.finding,
                };
                let until = match waived.until.as_deref() {
                    Some(until) => until.parse().map_or_else(|_| until.into(), Value::Day),
                    None => "–".into(),
                };
                let sheet = match entry.weight() {
                    Weight::Advice => &mut advice,
                    Weight::Failure | Weight::Question => &mut findings,
                };
                sheet.add(self.failure(application, &entry, None, until))?;
            }
        }
        Ok([findings, questions, advice])
    }

    fn failure(
        &self,
        application: &ApplicationReport,
        entry: &view::Entry<'_>,
        task: Option<&Task>,
        waived_until: Value,
    ) -> [Value; 17] {
        let place = &entry.finding.place;
        let card = entry.card;
        let legal = card.map(|card| {
            let cited = view::legal(self.report, card);
            let cited: Vec<&str> = cited
                .map(|source| source.cite.get(self.language).as_str())
                .collect();
            cited.join("; ")
        });
        let in_language = |text: &crate::texts::Bilingual| text.get(self.language).clone();
        [
            application.id.as_str().into(),
            application.name.as_str().into(),
            application.department.as_str().into(),
            words::severity(entry.severity(), self.language).into(),
            card.map(|card| in_language(&card.title)).into(),
            entry.sentence(self.language).into(),
            place.document.as_str().into(),
            line(place),
            place
                .position
                .map_or(Value::Empty, |position| u64::from(position.column).into()),
            path(place),
            place.excerpt.clone().into(),
            card.map(|card| in_language(&card.remedy)).into(),
            legal.into(),
            entry.rule.into(),
            task.map(work::task_id).into(),
            waived_until,
            entry.finding.fingerprint.to_string().into(),
        ]
    }

    fn question(
        &self,
        application: &ApplicationReport,
        entry: &view::Entry<'_>,
        task: Option<&Task>,
    ) -> [Value; 14] {
        let place = &entry.finding.place;
        let question = entry.card.and_then(|card| card.question.as_ref());
        let owner = task.map(|task| words::who(task, self.language));
        [
            application.id.as_str().into(),
            application.name.as_str().into(),
            application.department.as_str().into(),
            words::severity(entry.severity(), self.language).into(),
            question
                .map(|question| question.get(self.language).clone())
                .into(),
            entry.sentence(self.language).into(),
            owner.into(),
            place.document.as_str().into(),
            line(place),
            path(place),
            place.excerpt.clone().into(),
            entry.rule.into(),
            task.map(work::task_id).into(),
            entry.finding.fingerprint.to_string().into(),
        ]
    }

    /// Questions that people answered; no sheet if there are none.
    fn answers(&self) -> Result<Option<Sheet>, XlsxError> {
        let mut applications = self.report.applications.iter();
        if applications.all(|application| application.answered.is_empty()) {
            return Ok(None);
        }
        let mut sheet = self.sheet("paper.sheet-answers", ANSWERS)?;
        for application in &self.report.applications {
            for answered in &application.answered {
                let entry = view::Entry::answered(self.report, answered);
                let place = &answered.finding.place;
                let row: [Value; 12] = [
                    application.id.as_str().into(),
                    application.name.as_str().into(),
                    application.department.as_str().into(),
                    entry.title(self.language).into(),
                    entry.sentence(self.language).into(),
                    words::word("paper.answer", &answered.answer, self.language).into(),
                    answered.text.clone().into(),
                    words::answered_by(answered, self.language).into(),
                    place.document.as_str().into(),
                    line(place),
                    answered.rule.as_str().into(),
                    answered.finding.fingerprint.to_string().into(),
                ];
                sheet.add(row)?;
            }
        }
        Ok(Some(sheet))
    }

    fn gaps(&self) -> Result<Sheet, XlsxError> {
        let mut sheet = self.sheet("paper.sheet-gaps", GAPS)?;
        for application in &self.report.applications {
            for gap in &application.gaps {
                let row: [Value; 10] = [
                    application.id.as_str().into(),
                    application.name.as_str().into(),
                    application.department.as_str().into(),
                    words::word("report.stage", &gap.stage, self.language).into(),
                    gap.place.document.as_str().into(),
                    line(&gap.place),
                    gap.reason.cause(self.language).into(),
                    gap.detail_in(self.language).into(),
                    gap.reason.next_step(self.language).into(),
                    gap.rule.clone().into(),
                ];
                sheet.add(row)?;
            }
        }
        Ok(sheet)
    }

    /// Notices about the input with their applications: what departments must add to the inventory.
    fn notices(&self) -> Result<Sheet, XlsxError> {
        let mut sheet = self.sheet("paper.sheet-notices", NOTICES)?;
        for group in notices::groups(self.report, self.language) {
            for member in &group.members {
                let of = |value: fn(&ApplicationReport) -> &String| -> Value {
                    let application = member.application;
                    application.map_or(Value::Empty, |application| {
                        value(application).as_str().into()
                    })
                };
                let row: [Value; 7] = [
                    of(|application| &application.id),
                    of(|application| &application.name),
                    of(|application| &application.department),
                    words::word("report.level", &group.level, self.language).into(),
                    group.code.into(),
                    group.message.into(),
                    member.place.into(),
                ];
                sheet.add(row)?;
            }
        }
        Ok(sheet)
    }
}

fn line(place: &Place) -> Value {
    place
        .position
        .map_or(Value::Empty, |position| u64::from(position.line).into())
}

fn path(place: &Place) -> Value {
    let path = place.selector.clone();
    path.unwrap_or_else(|| place.path.to_string()).into()
}
