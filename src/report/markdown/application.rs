//! The page of one application.

use std::fmt::Write;

use super::super::verdict::Verdict;
use super::super::view::{self, Entry};
use super::super::words::{self, label, verdict};
use super::escape::{code, head, plain, row};
use crate::model::Place;
use crate::outcome::Outcome;
use crate::question::Question;
use crate::record::{ApplicationReport, Report, Task};
use crate::rule::Checklist;
use crate::texts::{Language, filled};

/// Places listed per rule; the rest is only counted.
const PLACES: usize = 100;

/// The page of an application with its tasks.
pub fn page(
    report: &Report,
    application: &ApplicationReport,
    tasks: &[&Task],
    language: Language,
) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {} · {}\n",
        plain(&application.id),
        plain(&application.name)
    );
    let _ = writeln!(
        out,
        "- {}: {}",
        label("standing", language),
        words::standing(report, application, language)
    );
    for (key, value) in view::facts(report, application, language) {
        let _ = writeln!(out, "- {}: {}", label(key, language), plain(&value));
    }
    let mut page = Page {
        report,
        application,
        language,
        out,
    };
    page.summary();
    page.tasks(tasks);
    page.findings();
    page.fields();
    page.answered();
    page.waived();
    page.gaps();
    page.out
}

struct Page<'a> {
    report: &'a Report,
    application: &'a ApplicationReport,
    language: Language,
    out: String,
}

impl Page<'_> {
    fn section(&mut self, key: &str) {
        let _ = writeln!(self.out, "\n## {}\n", label(key, self.language));
    }

    fn head<const N: usize>(&mut self, keys: [&str; N]) {
        self.out += &head(&keys.map(|key| label(key, self.language)));
    }

    fn summary(&mut self) {
        self.section("result");
        let mut heads = vec![
            label("checklist", self.language),
            label("outcome", self.language),
        ];
        let worst_first: Vec<Outcome> = Outcome::ALL.into_iter().rev().collect();
        let words: Vec<String> = worst_first
            .iter()
            .map(|outcome| words::outcome(*outcome, self.language))
            .collect();
        heads.extend(words.iter().map(String::as_str));
        self.out += &head(&heads);
        let lists: Vec<&Checklist> = self.report.checklists.iter().collect();
        let verdicts = Verdict::all(self.report, self.application, &lists);
        for summary in &self.application.summary {
            let mut known = lists.iter().zip(&verdicts);
            let (title, verdict) = known.find(|(list, _)| list.id == summary.checklist).map_or(
                (&summary.checklist, Verdict::Of(summary.verdict)),
                |(list, verdict)| (list.title.get(self.language), *verdict),
            );
            let mut line = vec![plain(title), verdict.signed(self.language)];
            line.extend(worst_first.iter().map(|outcome| {
                let count = summary.cells.get(outcome).copied().unwrap_or_default();
                count.to_string()
            }));
            self.out += &row(&line);
        }
        let beside = view::beside_lists(self.report, self.application);
        if !beside.is_empty() && !self.application.summary.is_empty() {
            let titles: Vec<String> = beside
                .iter()
                .map(|card| plain(card.title.get(self.language)))
                .collect();
            let _ = writeln!(
                self.out,
                "\n{}: {}: {}",
                label("beside-lists", self.language),
                verdict(Outcome::Failed, self.language),
                titles.join("; ")
            );
        }
    }

    fn tasks(&mut self, tasks: &[&Task]) {
        if tasks.is_empty() {
            return;
        }
        self.section("tasks");
        self.head(["priority", "task", "owner", "effort", "window", "reason"]);
        for task in tasks {
            self.out += &row(&[
                words::priority(task.priority, self.language),
                plain(&words::task(task, self.report, self.language)),
                plain(&words::who(task, self.language)),
                words::effort_in_days(task, self.language),
                plain(&words::timing(task, self.language)),
                plain(&words::reasons(&task.reasons, self.language)),
            ]);
        }
        for task in tasks.iter().filter(|task| task.steps.len() > 1) {
            let title = words::task(task, self.report, self.language);
            let order = label("order-of-work", self.language);
            let _ = writeln!(self.out, "\n{order} – {}:\n", plain(&title));
            for (number, step) in (1..).zip(words::steps(task, self.language)) {
                let _ = writeln!(self.out, "{number}. {}", plain(&step));
            }
        }
    }

    fn findings(&mut self) {
        self.section("findings");
        let groups = view::groups(self.report, self.application);
        if groups.is_empty() {
            let _ = writeln!(self.out, "{}", label("none-found", self.language));
        }
        for group in groups {
            let title = group
                .card
                .map_or(group.rule, |card| card.title.get(self.language));
            let heading = words::heading(title, group.weight, self.language);
            let _ = writeln!(self.out, "### {}\n", plain(&heading));
            let _ = writeln!(
                self.out,
                "- {}: {}\n- {}: {}\n- {}: {}",
                label("outcome", self.language),
                words::signed(group.weight, self.language),
                label("severity", self.language),
                words::severity(group.severity, self.language),
                label("rule", self.language),
                code(group.rule),
            );
            for (key, text) in group.explanation() {
                let text = plain(text.get(self.language));
                let _ = writeln!(self.out, "- {}: {text}", label(key, self.language));
            }
            if let Some(card) = group.card {
                for source in view::legal(self.report, card) {
                    let _ = writeln!(
                        self.out,
                        "- {}: {}. {}",
                        label("legal", self.language),
                        plain(source.cite.get(self.language)),
                        plain(source.says.get(self.language)),
                    );
                }
            }
            self.out.push('\n');
            let entries = view::fold(&group.entries);
            for folded in entries.iter().take(PLACES) {
                let entry = &folded.entry;
                let _ = writeln!(
                    self.out,
                    "- {} {}{}  \n  {}",
                    words::signed(entry.weight(), self.language),
                    place(&entry.finding.place),
                    excerpt(&entry.finding.place),
                    plain(&folded.sentence(self.language)),
                );
                if let Some(question) = entry.question(self.report, self.application) {
                    self.answer(&question);
                }
            }
            if let Some(more) = entries.len().checked_sub(PLACES).filter(|more| *more > 0) {
                let line = filled("report.and-more", self.language, &[("count", &more)]);
                let _ = writeln!(self.out, "- {line}");
            }
            self.out.push('\n');
        }
    }

    /// The entry that answers a question, collapsed where the viewer supports it.
    fn answer(&mut self, question: &Question<'_>) {
        let summary = label("answer-this", self.language);
        let _ = writeln!(
            self.out,
            "  <details><summary>{summary} <code>{}</code></summary>\n\n  ```toml",
            bare(&question.id())
        );
        for line in question
            .snippet(&self.report.run.date, self.language)
            .lines()
        {
            let _ = writeln!(self.out, "  {line}");
        }
        let _ = writeln!(self.out, "  ```\n\n  </details>");
    }

    fn fields(&mut self) {
        let fields = self.application.fields.glance();
        if fields.is_empty() {
            return;
        }
        self.section("fields");
        let concepts = crate::gender::Concept::REQUIRED
            .map(|concept| format!("concept.{}", concept.name()))
            .map(|key| crate::texts::lookup(&key, self.language).unwrap_or_default());
        let mut heads = ["field", "about", "layer", "place", "values"]
            .map(|key| label(key, self.language))
            .to_vec();
        heads.extend(concepts);
        heads.extend([
            label("outcome", self.language),
            label("conspicuous", self.language),
        ]);
        self.out += &head(&heads);
        for field in fields.iter() {
            let values: Vec<&str> = field
                .values
                .iter()
                .map(|value| value.raw.as_str())
                .collect();
            let values = if values.is_empty() {
                words::word("report.domain", &field.domain, self.language)
            } else {
                code(&values.join(", "))
            };
            let name = view::field_name(field);
            let about = format!(
                "{} ({})",
                words::word("report.attribute", &field.attribute, self.language),
                words::word("report.subject", &field.subject, self.language)
            );
            let mut line = vec![
                code(&name),
                about,
                words::word("report.layer", &field.layer, self.language),
                code(&format!("{}:{}", field.path, field.line)),
                values,
            ];
            match view::four_entries(field) {
                Some(entries) => {
                    line.extend(
                        entries.map(|(_, held)| words::word("report.entry", &held, self.language)),
                    );
                    line.push(match field.answered {
                        true => words::by_answer(field.outcome, self.language),
                        false => verdict(field.outcome, self.language),
                    });
                }
                None => line.extend(std::array::from_fn::<_, 5, _>(|_| "–".to_owned())),
            }
            let rules: Vec<String> = field.rules.iter().map(|rule| code(rule)).collect();
            line.push(rules.join(", "));
            self.out += &row(&line);
        }
    }

    /// Questions that people answered: what the program did not decide.
    fn answered(&mut self) {
        if self.application.answered.is_empty() {
            return;
        }
        self.section("answered-head");
        let _ = writeln!(self.out, "{}\n", label("answered-means", self.language));
        for answered in &self.application.answered {
            let entry = Entry::answered(self.report, answered);
            let answer = words::word("paper.answer", &answered.answer, self.language);
            let reason = match &answered.text {
                Some(reason) => format!(" – {}", plain(reason)),
                None => String::new(),
            };
            let _ = writeln!(
                self.out,
                "- {} {}: {}  \n  {}: {}{reason} ({})",
                code(&answered.rule),
                place(&answered.finding.place),
                plain(&entry.sentence(self.language)),
                label("answer-given", self.language),
                plain(&answer),
                plain(&words::answered_by(answered, self.language)),
            );
        }
    }

    fn waived(&mut self) {
        if self.application.waived.is_empty() {
            return;
        }
        self.section("waived-head");
        for waived in &self.application.waived {
            let until = waived.until.as_deref().unwrap_or("–");
            let _ = writeln!(
                self.out,
                "- {} {}{}: {} ({}; {})",
                code(&waived.rule),
                place(&waived.finding.place),
                words::further_fields(&waived.finding, self.language),
                plain(&waived.reason),
                plain(&waived.approved_by),
                filled(
                    "report.waived-until",
                    self.language,
                    &[("date", &plain(&words::date(until, self.language)))]
                ),
            );
        }
    }

    fn gaps(&mut self) {
        if self.application.gaps.is_empty() {
            return;
        }
        self.section("gaps");
        self.head(["place", "cause", "next-step"]);
        for gap in &self.application.gaps {
            let mut cause = gap.reason.cause(self.language).to_owned();
            if !gap.detail.is_empty() {
                cause = format!("{cause} ({})", gap.detail_in(self.language));
            }
            self.out += &row(&[
                place(&gap.place),
                plain(&cause),
                plain(gap.reason.next_step(self.language)),
            ]);
        }
    }
}

/// An id for use in markup, without special characters.
fn bare(id: &str) -> String {
    let plain = |ch: &char| ch.is_ascii_alphanumeric() || ":/.-_".contains(*ch);
    id.chars().filter(plain).collect()
}

fn place(place: &Place) -> String {
    code(&place.to_string())
}

fn excerpt(place: &Place) -> String {
    match &place.excerpt {
        Some(excerpt) => format!(": {}", code(excerpt)),
        None => String::new(),
    }
}
