//! Reports: one stored report, `tests/report/report.json`, rendered in every format and both languages. It was
//! made from `tests/report/inventory` and cut down to the rules it needs; that old reports render unchanged
//! is the promise, so it is not made anew when rules change.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use fachcheck::inventory::{Inventory, LoadOptions};
use fachcheck::outcome::Outcome;
use fachcheck::record::{ApplicationReport, Report, Standing};
use fachcheck::report::{Content, FileSink, ReportWriter, WRITERS, WriteOptions, writer};
use fachcheck::run::{Silent, run};
use fachcheck::texts::Language;
use jiff::civil::date;
use scraper::{ElementRef, Html, Selector};

const STORED: &str = include_str!("report/report.json");

fn stored() -> Report {
    serde_json::from_str(STORED).expect("the stored report")
}

fn options(language: Language) -> WriteOptions {
    WriteOptions {
        language,
        ..WriteOptions::default()
    }
}

fn rendered(report: &Report, format: &str, language: Language) -> String {
    let mut out = Vec::new();
    writer(format)
        .expect("a format")
        .write(report, &options(language), &mut out)
        .expect("writing into memory");
    String::from_utf8(out).expect("UTF-8")
}

fn audited() -> Report {
    let today = date(2026, 11, 23);
    let path = Path::new("tests/report/inventory");
    let (inventory, warnings) =
        Inventory::load(path, &LoadOptions::on(today)).expect("the inventory loads");
    assert!(warnings.0.is_empty(), "{warnings}");
    let request = support::audit_request(inventory, today);
    run(&request, &Silent).expect("the shipped rules run")
}

fn findings(report: &Report) -> usize {
    let totals = &report.totals;
    let advice = totals.findings_advice.expect("counted when it was read");
    let all = totals.findings_failed + advice + totals.findings_cant_tell;
    usize::try_from(all).expect("a small number")
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

fn snapshots(test: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("report/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(test);
}

#[test]
fn a_stored_report_renders_the_same_in_every_text_format() {
    let report = stored();
    snapshots(|| {
        for language in [Language::De, Language::En] {
            for format in ["terminal", "markdown", "csv", "jsonl"] {
                let name = format!("{format}-{}", language.tag());
                insta::assert_snapshot!(name, rendered(&report, format, language));
            }
        }
    });
}

#[test]
fn the_canonical_form_is_read_back_without_loss() {
    let report = stored();
    let again: Report = serde_json::from_str(&rendered(&report, "json", Language::De))
        .expect("what was written is read");
    assert_eq!(report, again);
}

#[test]
fn every_format_accounts_for_every_finding() {
    for report in [stored(), audited()] {
        let all = findings(&report);
        let gaps = usize::try_from(report.totals.gaps).expect("a small number");
        let waived = usize::try_from(report.totals.waived).expect("a small number");
        assert!(
            all > 3 && gaps > 0 && waived > 0,
            "there is something to count"
        );

        let page = Html::parse_document(&rendered(&report, "html", Language::De));
        assert_eq!(select(&page, "li[data-finding]").len(), all);
        assert_eq!(select(&page, ".gaps > li").len(), gaps);
        assert_eq!(select(&page, ".waived > li").len(), waived);

        let lines = rendered(&report, "csv", Language::De).lines().count();
        let settled =
            |one: &&ApplicationReport| one.standing(&report.rules) >= Standing::Incomplete;
        let settled = report.applications.iter().filter(settled).count();
        assert_eq!(lines, 1 + all + gaps + waived + settled);

        let markdown = rendered(&report, "markdown", Language::De);
        let marked = |mark: &str| {
            let start = format!("- {mark} ");
            markdown
                .lines()
                .filter(|line| line.starts_with(&start))
                .count()
        };
        let said = ["✗ nicht erfüllt", "? zu klären", "› Empfehlung"].map(marked);
        assert_eq!(said.iter().sum::<usize>(), all);

        let jsonl: usize = rendered(&report, "jsonl", Language::De)
            .lines()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
                line["findings"].as_array().map_or(0, Vec::len)
            })
            .sum();
        assert_eq!(jsonl, all);
    }
}

#[test]
fn sums_add_up() {
    let report = audited();
    let cells: u64 = report.totals.cells.values().sum();
    let criteria: usize = report
        .checklists
        .iter()
        .map(|list| list.criteria.len())
        .sum();
    assert_eq!(cells as usize, criteria * report.applications.len());
    let of_departments = |figure: fn(&fachcheck::record::DepartmentReport) -> u64| -> u64 {
        report.departments.iter().map(figure).sum()
    };
    assert_eq!(
        of_departments(|one| one.applications),
        report.totals.applications
    );
    assert_eq!(
        of_departments(|one| one.findings_failed),
        report.totals.findings_failed
    );
    assert_eq!(
        of_departments(|one| one.findings_advice.unwrap_or_default()),
        report.totals.findings_advice.expect("counted")
    );
    assert_eq!(of_departments(|one| one.tasks), report.totals.tasks);
    assert_eq!(
        of_departments(|one| one.effort.values().sum()),
        report.totals.tasks
    );
    // Every finding is settled by exactly one task.
    let settled: Vec<String> = report
        .tasks
        .iter()
        .flat_map(|task| task.resolves.iter().map(ToString::to_string))
        .collect();
    let distinct: BTreeSet<&String> = settled.iter().collect();
    assert_eq!(settled.len(), findings(&report));
    assert_eq!(distinct.len(), settled.len());
}

#[test]
fn the_page_is_whole_and_well_built() {
    for language in [Language::De, Language::En] {
        let report = stored();
        let text = rendered(&report, "html", language);
        let page = Html::parse_document(&text);
        assert_eq!(
            select(&page, "html")[0].attr("lang"),
            Some(language.tag()),
            "the page names its language"
        );
        assert_eq!(select(&page, "h1").len(), 1);
        assert_eq!(select(&page, "main").len(), 1);

        // Headings step down one level at a time.
        let mut level = 0;
        for heading in select(&page, "h1, h2, h3, h4, h5, h6") {
            let own: u32 = heading.value().name()[1..].parse().expect("a level");
            assert!(own <= level + 1, "h{level} → {}", heading.html());
            level = own;
        }
        // Every link leads to something in the page, and every id is there once.
        let mut ids = BTreeSet::new();
        for element in select(&page, "[id]") {
            let id = element.attr("id").unwrap_or_default();
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
        for link in select(&page, "a[href]") {
            let target = link.attr("href").unwrap_or_default();
            let target = target.strip_prefix('#').expect("links stay in the page");
            assert!(ids.contains(target), "{target}");
        }
        for table in select(&page, "table") {
            let html = table.html();
            assert!(html.contains("<caption"), "{html}");
            let heads = Selector::parse("th").expect("a selector");
            assert!(
                table
                    .select(&heads)
                    .all(|head| head.attr("scope").is_some()),
                "{html}"
            );
        }
        // Nothing is loaded, nothing is styled or scripted in attributes, where the policy would forbid it.
        assert!(
            select(
                &page,
                "[src], [style], [onclick], link:not([rel=icon]), iframe"
            )
            .is_empty()
        );
        // A word that was not translated would show its key.
        for key in ["report.", "plan.", "concept."] {
            let leaked = page
                .root_element()
                .text()
                .find(|text| text.trim().starts_with(key));
            assert_eq!(leaked, None);
        }
    }
}

#[test]
fn the_page_passes_the_rules_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.html");
    std::fs::write(&path, rendered(&stored(), "html", Language::De)).expect("writable");
    let report = support::check(&path);
    assert_eq!(report.totals.documents, 1);
    let wrong: Vec<&str> = report.applications[0]
        .assertions
        .iter()
        .filter(|assertion| matches!(assertion.outcome, Outcome::Failed | Outcome::CantTell))
        .map(|assertion| assertion.rule.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Signs that mean something to one of the formats.
const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>|a|`b`*c*[d](http://e)\
                       \u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}\u{0}\r\n=1+1;{{ 7 * 7 }}</style>&lt;";

/// The stored report with hostile text wherever text comes from outside.
fn hostile(payload: &str) -> Report {
    let mut report = stored();
    report.run.organisation = payload.to_owned();
    report.run.tool_version = payload.to_owned();
    for department in &mut report.departments {
        department.name = payload.to_owned();
    }
    for application in &mut report.applications {
        application.name = payload.to_owned();
        application.vendor = Some(payload.to_owned());
        application.business_owner = Some(payload.to_owned());
        for field in &mut application.fields {
            field.name = payload.to_owned();
            field.path = payload.to_owned();
            for value in &mut field.values {
                value.raw = payload.to_owned();
                value.label = Some(payload.to_owned());
            }
        }
        for finding in application
            .assertions
            .iter_mut()
            .flat_map(|assertion| &mut assertion.findings)
            .chain(
                application
                    .waived
                    .iter_mut()
                    .map(|waived| &mut waived.finding),
            )
        {
            finding.place.document = payload.to_owned();
            finding.place.excerpt = Some(payload.to_owned());
            finding.place.selector = Some(payload.to_owned());
            for fact in finding.facts.values_mut() {
                *fact = payload.into();
            }
        }
        for waived in &mut application.waived {
            waived.reason = payload.to_owned();
            waived.approved_by = payload.to_owned();
        }
        for gap in &mut application.gaps {
            gap.place.document = payload.to_owned();
            gap.detail = payload.to_owned();
        }
    }
    for task in &mut report.tasks {
        task.cause = payload.to_owned();
        task.documents = vec![payload.to_owned()];
    }
    report
}

#[test]
fn no_format_lets_scanned_text_act() {
    let report = hostile(HOSTILE);
    for writer in WRITERS {
        // The canonical form keeps what was found; JSON itself escapes control characters.
        let keeps = matches!(writer.name(), "json" | "jsonl");
        if !writer.is_text() {
            continue;
        }
        let text = rendered(&report, writer.name(), Language::De);
        for ch in ['\u{1b}', '\u{7}', '\u{0}'] {
            assert!(!text.contains(ch), "{}: {ch:?}", writer.name());
        }
        assert!(keeps || !text.contains('\u{202e}'), "{}", writer.name());
    }
}

#[test]
fn hostile_text_adds_no_element_to_the_page() {
    let calm = Html::parse_document(&rendered(&hostile("harmless"), "html", Language::De));
    let wild = Html::parse_document(&rendered(&hostile(HOSTILE), "html", Language::De));
    let count = |page: &Html| -> BTreeMap<String, usize> {
        let mut names = BTreeMap::new();
        for element in select(page, "*") {
            *names.entry(element.value().name().to_owned()).or_default() += 1;
        }
        names
    };
    assert_eq!(count(&calm), count(&wild));
    assert!(select(&wild, "[onerror], [src]").is_empty());
    let title = select(&wild, "h1")[0].text().collect::<String>();
    assert!(
        title.starts_with("<script>alert(1)</script>"),
        "shown as text"
    );
    assert!(title.contains("{{ 7 * 7 }}"), "{title}");
}

/// A line without its code spans: from a run of backticks to the next run of the same length.
fn without_code(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        text.push_str(before);
        if before.ends_with('\\') {
            rest = &from[1..];
            continue;
        }
        let run = from.len() - from.trim_start_matches('`').len();
        let (fence, inside) = from.split_at(run);
        let mut at = 0;
        let end = loop {
            let Some(found) = inside[at..].find(fence) else {
                break inside.len();
            };
            let start = at + found;
            let length = inside[start..].len() - inside[start..].trim_start_matches('`').len();
            at = start + length;
            if length == run {
                break at;
            }
        };
        rest = &inside[end..];
    }
    text + rest
}

/// The lines of a page but for the entries that answer questions, which stand in code between markup of our own.
fn without_snippets(markdown: &str) -> impl Iterator<Item = &str> {
    let mut within = false;
    markdown.lines().filter(move |line| {
        let opens = line.strip_prefix("  <details><summary>Antwort eintragen <code>fc1:");
        let digits = opens.and_then(|rest| rest.strip_suffix("</code></summary>"));
        if digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            within = true;
        }
        let outside = !within;
        within &= *line != "  </details>";
        outside
    })
}

#[test]
fn hostile_text_keeps_tables_and_lists_in_shape() {
    let shape = |payload: &str| -> Vec<usize> {
        without_snippets(&rendered(&hostile(payload), "markdown", Language::De))
            .map(|line| line.replace("\\|", "").matches('|').count())
            .collect()
    };
    assert_eq!(shape("harmless"), shape(HOSTILE));
    let markdown = rendered(&hostile(HOSTILE), "markdown", Language::De);
    for line in without_snippets(&markdown) {
        let text = without_code(line).replace("\\<", "");
        assert!(!text.contains('<'), "{line}");
    }

    let csv = rendered(&hostile("=cmd|' /C calc'!A0"), "csv", Language::De);
    assert!(csv.contains("\"'=cmd|"));
    assert!(!csv.contains("\"=cmd"));
    let lines = |payload: &str| {
        rendered(&hostile(payload), "csv", Language::De)
            .lines()
            .count()
    };
    assert_eq!(lines("harmless"), lines(HOSTILE));
}

#[test]
fn colour_comes_only_where_it_is_wanted() {
    let report = stored();
    let mut coloured = Vec::new();
    let options = WriteOptions {
        colour: true,
        width: Some(60),
        ..WriteOptions::default()
    };
    writer("terminal")
        .expect("a format")
        .write(&report, &options, &mut coloured)
        .expect("writing into memory");
    let coloured = String::from_utf8(coloured).expect("UTF-8");
    assert!(coloured.contains("\u{1b}["));
    assert!(!rendered(&report, "terminal", Language::De).contains('\u{1b}'));
}

/// Keeps files in memory.
#[derive(Default)]
struct Files(Vec<(String, Vec<u8>)>);

impl FileSink for Files {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.0.push((path.to_owned(), bytes));
        Ok(())
    }
}

fn files_of(writer: &dyn ReportWriter, report: &Report) -> Vec<(String, Vec<u8>)> {
    let mut files = Files::default();
    writer
        .write_files(report, &options(Language::De), &mut files)
        .expect("writing into memory");
    files.0
}

#[test]
fn formats_are_complete() {
    let mut names = BTreeSet::new();
    for writer in WRITERS {
        assert!(names.insert(writer.name()), "{} twice", writer.name());
        assert_ne!(writer.describe(Language::De), writer.describe(Language::En));
        let report = stored();
        let files = files_of(*writer, &report);
        assert!(!files.is_empty(), "{}", writer.name());
        for (name, bytes) in &files {
            assert!(!bytes.is_empty(), "{name}");
            assert!(!name.contains("..") && !name.starts_with('/'), "{name}");
        }
        let again = files_of(*writer, &report);
        assert!(files == again, "{}: the same twice", writer.name());
    }
}
