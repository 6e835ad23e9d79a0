//! The folder of HTML pages: whole, well built, small, and silent about what the public must not see.

mod support;

#[path = "report_pages/public.rs"]
mod public;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use fachcheck::outcome::{Fingerprint, Outcome};
use fachcheck::problem::Level;
use fachcheck::record::{self, Funnel, Notice, Report, Standing, Task};
use fachcheck::report::{Audience, Content, FileSink, WriteOptions, writer};
use fachcheck::rule::Coverage;
use fachcheck::texts::{Bilingual, Language};
use scraper::{ElementRef, Html, Selector};

use self::public::IN_ORDER;

fn stored() -> Report {
    serde_json::from_str(include_str!("report/report.json")).expect("the stored report")
}

/// Pages by path; only those that are wanted are written at all.
struct Pages<'a> {
    wanted: &'a dyn Fn(&str) -> bool,
    files: BTreeMap<String, String>,
}

impl FileSink for Pages<'_> {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        if (self.wanted)(path) {
            let mut bytes = Vec::new();
            write(&mut bytes)?;
            let text = String::from_utf8(bytes).expect("UTF-8");
            let former = self.files.insert(path.to_owned(), text);
            assert!(former.is_none(), "{path} twice");
        }
        Ok(())
    }
}

fn some_pages(
    report: &Report,
    options: &WriteOptions,
    wanted: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let mut pages = Pages {
        wanted,
        files: BTreeMap::new(),
    };
    writer("html")
        .expect("a format")
        .write_files(report, options, &mut pages)
        .expect("writing into memory");
    pages.files
}

fn pages(report: &Report, options: &WriteOptions) -> BTreeMap<String, String> {
    some_pages(report, options, &|_| true)
}

fn options(language: Language, audience: Audience) -> WriteOptions {
    WriteOptions {
        language,
        audience,
        ..WriteOptions::default()
    }
}

fn all_options() -> [WriteOptions; 2] {
    [Language::De, Language::En].map(|language| options(language, Audience::Internal))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

fn ids(page: &Html) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for element in select(page, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        assert!(ids.insert(id.to_owned()), "{id} twice");
    }
    ids
}

/// The path of `way` seen from the page at `from`.
fn resolved(from: &str, way: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    match way.strip_prefix("../") {
        Some(above) => above.to_owned(),
        None if folder.is_empty() => way.to_owned(),
        None => format!("{folder}/{way}"),
    }
}

#[test]
fn every_link_leads_to_a_page_of_the_folder() {
    for options in all_options() {
        let files = pages(&stored(), &options);
        let parsed: BTreeMap<&String, Html> = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, text)| (path, Html::parse_document(text)))
            .collect();
        let report = stored();
        let departments = parsed
            .keys()
            .filter(|path| path.starts_with("departments/"));
        assert!(departments.count() > 0);
        let applications = parsed
            .keys()
            .filter(|path| path.starts_with("applications/"));
        assert_eq!(applications.count(), report.applications.len());
        let mut reached = BTreeSet::from(["index.html".to_owned()]);
        for (path, page) in &parsed {
            for link in select(page, "a[href], link[rel=stylesheet], script[src]") {
                let way = link.attr("href").or(link.attr("src")).expect("an address");
                let (file, anchor) = way.split_once('#').unwrap_or((way, ""));
                let target = match file {
                    "" => (*path).clone(),
                    file => resolved(path, file),
                };
                assert!(files.contains_key(&target), "{path}: {way}");
                if !anchor.is_empty() {
                    assert!(ids(&parsed[&target]).contains(anchor), "{path}: {way}");
                }
                reached.insert(target);
            }
        }
        // Reading works without a script: somebody links to every file.
        let all: BTreeSet<String> = files.keys().cloned().collect();
        assert_eq!(reached, all);
    }
}

/// The stored report, with a task that resolves only the last of so many findings like its own.
fn led_to_the_last(count: u32, same_page: bool) -> Report {
    let mut report = stored();
    let rule = "gender/salutation-neutral";
    let is_ours = |id: &str| id == "SPO-BAD";
    let mut applications = report.applications.iter_mut();
    let bath = applications.find(|one| is_ours(&one.id)).expect("the bath");
    let mut assertions = bath.assertions.iter_mut();
    let assertion = assertions.find(|one| one.rule == rule).expect("its rule");
    let mut finding = assertion.findings[0].clone();
    finding.place.selector = Some("form > select".to_owned());
    assertion.findings[0] = finding.clone();
    for number in 1..=count {
        if !same_page {
            finding.place.document = format!("artefacts/bad/{number}.html");
        }
        let place = &finding.place;
        finding.fingerprint =
            Fingerprint::compute("SPO-BAD", rule, &place.document, &place.path, number);
        assertion.findings.push(finding.clone());
    }
    let mut tasks = report.tasks.iter_mut();
    let is_its = |task: &&mut Task| is_ours(&task.application) && task.rules == [rule];
    let task = tasks.find(is_its).expect("its task");
    task.resolves = vec![finding.fingerprint];
    report
}

#[test]
fn a_task_leads_to_what_it_resolves_where_that_is_told_with_others_or_only_counted() {
    for report in [led_to_the_last(1, false), led_to_the_last(300, true)] {
        let files = pages(&report, &options(Language::De, Audience::ALL[0]));
        let department = Html::parse_document(&files["departments/SPO.html"]);
        let links = select(&department, "a[href*='#f-']");
        assert!(!links.is_empty());
        for link in links {
            let way = link.attr("href").expect("an address");
            let (file, anchor) = way.split_once('#').expect("an anchor");
            let page = Html::parse_document(&files[&resolved("departments/SPO.html", file)]);
            assert!(ids(&page).contains(anchor), "{way}");
        }
    }
}

#[test]
fn every_page_is_well_built() {
    for options in all_options() {
        for (path, text) in pages(&stored(), &options) {
            if !path.ends_with(".html") {
                continue;
            }
            let page = Html::parse_document(&text);
            let root = select(&page, "html")[0];
            assert_eq!(root.attr("lang"), Some(options.language.tag()), "{path}");
            assert_eq!(select(&page, "h1").len(), 1, "{path}");
            assert_eq!(select(&page, "main").len(), 1, "{path}");
            let mut level = 0;
            for heading in select(&page, "h1, h2, h3, h4, h5, h6") {
                let own: u32 = heading.value().name()[1..].parse().expect("a level");
                assert!(own <= level + 1, "{path}: h{level} → {}", heading.html());
                level = own;
            }
            ids(&page);
            for table in select(&page, "table") {
                assert!(
                    table.html().contains("<caption"),
                    "{path}: {}",
                    table.html()
                );
                let heads = Selector::parse("th").expect("a selector");
                assert!(
                    table
                        .select(&heads)
                        .all(|head| head.attr("scope").is_some())
                );
            }
            for drawing in select(&page, "svg[role=img]") {
                let named = drawing.attr("aria-labelledby").expect("a name");
                let known = ids(&page);
                assert!(named.split(' ').all(|id| known.contains(id)), "{path}");
            }
            assert!(select(&page, "[style], [onclick], iframe, style").is_empty());
            let policy = select(&page, "meta[http-equiv=Content-Security-Policy]");
            let policy = policy[0].attr("content").expect("a policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
            let scripts = select(&page, "script").len();
            assert_eq!(scripts, if path == "index.html" { 2 } else { 0 }, "{path}");
            for key in ["report.", "plan.", "concept.", "{count}"] {
                let leaked = page
                    .root_element()
                    .text()
                    .find(|text| text.trim().starts_with(key));
                assert_eq!(leaked, None, "{path}");
            }
        }
    }
}

#[test]
fn pages_account_for_every_finding() {
    let report = stored();
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let count = |selector: &str| -> u64 {
        files
            .iter()
            .filter(|(path, _)| path.starts_with("applications/"))
            .map(|(_, text)| select(&Html::parse_document(text), selector).len() as u64)
            .sum()
    };
    let totals = &report.totals;
    let advice = totals.findings_advice.expect("counted when it was read");
    let findings = totals.findings_failed + advice + totals.findings_cant_tell;
    assert_eq!(count("li[data-finding]"), findings);
    assert_eq!(count(".gaps > li"), totals.gaps);
    assert_eq!(count(".waived > li"), totals.waived);
    assert_eq!(count(".tasklist > li"), totals.tasks);
}

#[test]
fn tasks_stand_in_the_quarter_of_their_window() {
    let report = stored();
    let files = pages(&report, &options(Language::En, Audience::Internal));
    let page = Html::parse_document(&files["index.html"]);
    let sum: u64 = select(&page, "table.roadmap tbody td:nth-of-type(1)")
        .iter()
        .map(|cell| {
            cell.text()
                .collect::<String>()
                .parse::<u64>()
                .expect("a number")
        })
        .sum();
    assert_eq!(sum, report.totals.tasks);
}

#[test]
fn pages_pass_the_rules_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = stored();
    for (path, text) in pages(&report, &options(Language::De, Audience::Internal)) {
        if !path.ends_with(".html") {
            continue;
        }
        let file = folder.path().join(path.replace('/', "-"));
        std::fs::write(&file, text).expect("writable");
        let report = support::check(&file);
        let wrong: Vec<&str> = report.applications[0]
            .assertions
            .iter()
            .filter(|one| matches!(one.outcome, Outcome::Failed | Outcome::CantTell))
            .map(|one| one.rule.as_str())
            .collect();
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
    }
}

/// The stored report with a mark in everything that the public must not see.
fn marked(mark: &str) -> Report {
    let mut report = stored();
    for application in &mut report.applications {
        application.product = Some(mark.to_owned());
        application.business_owner = Some(mark.to_owned());
        application.vendor = Some(mark.to_owned());
        for document in &mut application.documents {
            document.document = mark.to_owned();
        }
        for field in &mut application.fields {
            field.name = mark.to_owned();
            field.entity = Some(mark.to_owned());
            field.path = mark.to_owned();
            for value in &mut field.values {
                value.raw = mark.to_owned();
            }
        }
        let listed = application
            .assertions
            .iter_mut()
            .flat_map(|one| &mut one.findings);
        let waived = application.waived.iter_mut().map(|waived| {
            waived.reason = mark.to_owned();
            waived.approved_by = mark.to_owned();
            &mut waived.finding
        });
        for finding in listed.chain(waived) {
            finding.place.document = mark.to_owned();
            // No name of what stands there: such an excerpt would be left out.
            finding.place.path.0 = vec![format!("Feld {mark}")];
            finding.place.excerpt = Some(mark.to_owned());
            finding.place.selector = Some(mark.to_owned());
            finding.cause = mark.to_owned();
            for fact in finding.facts.values_mut() {
                *fact = mark.into();
            }
            for place in &mut finding.related {
                place.document = mark.to_owned();
            }
        }
        for gap in &mut application.gaps {
            gap.place.document = mark.to_owned();
            gap.detail = mark.to_owned();
        }
    }
    for task in &mut report.tasks {
        task.cause = mark.to_owned();
        task.responsible = Some(mark.to_owned());
        task.documents = vec![mark.to_owned()];
        for step in &mut task.steps {
            step.name = mark.to_owned();
            step.place.document = mark.to_owned();
        }
    }
    report.notices.push(Notice {
        code: "INV-001".to_owned(),
        level: Level::Warning,
        place: mark.to_owned(),
        application: None,
        message: Bilingual {
            de: mark.to_owned(),
            en: mark.to_owned(),
        },
    });
    report
}

fn with_one_in_order() -> Report {
    let mut report = stored();
    let is_automated = |list: &str, criterion: &str| {
        let mut lists = report.checklists.iter();
        let list = lists.find(|one| one.id == list).expect("a checklist");
        let mut criteria = list.criteria.iter();
        criteria.any(|one| one.id == criterion && one.coverage == Coverage::Automated)
    };
    let application = report.applications.iter().find(|one| one.id == IN_ORDER);
    let mut cells = application.expect("the register").cells.to_vec();
    for cell in &mut cells {
        cell.verdict = match is_automated(&cell.checklist, &cell.criterion) {
            true => Outcome::Passed,
            false => Outcome::Untested,
        };
    }
    let mut applications = report.applications.iter_mut();
    let application = applications
        .find(|one| one.id == IN_ORDER)
        .expect("the register");
    application.assertions.clear();
    application.waived.clear();
    application.gaps.clear();
    *application.cells = cells;
    for summary in &mut application.summary {
        summary.verdict = Outcome::Untested;
    }
    assert_eq!(application.standing(&report.rules), Standing::Clean);
    report
}

#[test]
fn what_was_checked_and_found_in_order_is_said_everywhere() {
    let report = with_one_in_order();
    let files = pages(&report, &options(Language::De, Audience::Internal));
    for path in [
        "index.html",
        "departments/SPO.html",
        "applications/SPO-VEREIN.html",
    ] {
        let page = Html::parse_document(&files[path]);
        let chips = select(&page, "main .chip.passed");
        let mut words = chips.iter().map(|chip| chip.text().collect::<String>());
        let green = "✓ maschinell geprüft, keine Mängel";
        assert!(words.any(|word| word == green), "{path}");
    }
    // The last entry of a line of the search is how it stands, as a place among the chips of the page.
    let data = files["data.js"].trim_start_matches("globalThis.fachcheck=");
    let data: serde_json::Value =
        serde_json::from_str(data.trim_end().trim_end_matches(';')).expect("one value");
    let entries = data["applications"].as_array().expect("a list");
    let own = entries.iter().find(|entry| entry[0] == IN_ORDER);
    let clean = Standing::ALL.iter().position(|one| *one == Standing::Clean);
    let last = own.and_then(|entry| entry[11].as_u64());
    assert_eq!(last, clean.map(|place| place as u64));
    // The table of departments counts it where the head says so.
    let page = Html::parse_document(&files["index.html"]);
    let cells = select(&page, "table.results tbody tr:last-child td");
    let counts: Vec<String> = cells.iter().map(|cell| cell.text().collect()).collect();
    // Of each checklist the last of four columns, and behind them all applications of the department.
    assert_eq!((&*counts[3], &*counts[7], &*counts[8]), ("1", "1", "2"));
}

#[test]
fn tables_say_of_an_application_in_order_what_pages_say() {
    let report = with_one_in_order();
    let options = options(Language::De, Audience::Internal);
    let mut bytes = Vec::new();
    let workbook = writer("xlsx").expect("a format");
    workbook
        .write(&report, &options, &mut bytes)
        .expect("memory");
    let mut book = Xlsx::new(io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("Anwendungen").expect("a sheet");
    let mut rows = sheet.rows();
    let row = rows.find(|row| row[0] == Data::String(IN_ORDER.to_owned()));
    let row = row.expect("the register");
    let green = Data::String("maschinell geprüft, keine Mängel".to_owned());
    // Once as how it stands, and once for each checklist.
    let said = row.iter().filter(|cell| **cell == green).count();
    assert_eq!(said, 1 + report.checklists.len(), "{row:?}");

    let mut out = Vec::new();
    let markdown = writer("markdown").expect("a format");
    markdown.write(&report, &options, &mut out).expect("memory");
    let text = String::from_utf8(out).expect("UTF-8");
    // A cell for each checklist in the overview, and a line for each on the page of the application.
    let green = "| ✓ maschinell geprüft, keine Mängel ";
    let said = text.matches(green).count();
    assert_eq!(said, 2 * report.checklists.len(), "{text}");
}

#[test]
fn where_nothing_applies_nothing_is_in_order() {
    let mut report = with_one_in_order();
    let mut applications = report.applications.iter_mut();
    let application = applications
        .find(|one| one.id == IN_ORDER)
        .expect("the register");
    for cell in application.cells.iter_mut() {
        if cell.verdict == Outcome::Passed {
            cell.verdict = Outcome::Inapplicable;
        }
    }
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let page = Html::parse_document(&files["applications/SPO-VEREIN.html"]);
    assert!(select(&page, ".verdicts .chip.passed").is_empty());
    assert_eq!(select(&page, ".verdicts .chip.untested").len(), 2);
}

#[test]
fn the_search_knows_who_does_a_task_by_name() {
    let mut report = stored();
    let task = &mut report.tasks[0];
    task.responsible = Some("Badeverwaltung Beispiel GmbH".to_owned());
    task.outside = true;
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let owner = "Badeverwaltung Beispiel GmbH (Hersteller)";
    assert!(files["data.js"].contains(owner));
    assert!(files["departments/SPO.html"].contains(owner));
}

#[test]
fn the_figures_of_the_box_add_up() {
    let report = stored();
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let page = Html::parse_document(&files["index.html"]);
    let sums = select(&page, ".reading li");
    assert_eq!(sums.len(), 2);
    for sum in sums {
        let text: String = sum.text().collect();
        let (all, parts) = text.split_once(" = ").expect("a sum");
        let last = |text: &str| -> u64 {
            let word = text.rsplit(' ').next().expect("a word");
            word.parse().expect("a number")
        };
        let parts: u64 = parts.split(" + ").map(last).sum();
        assert_eq!(last(all), parts, "{text}");
    }
}

#[test]
fn notices_stand_once_with_the_applications_that_they_are_about() {
    let mut report = stored();
    let notice = |application: Option<&String>| Notice {
        code: "INV-006".to_owned(),
        level: Level::Warning,
        place: "applications/x.toml:3:1".to_owned(),
        application: application.cloned(),
        message: Bilingual {
            de: "Niemand ist verantwortlich.".to_owned(),
            en: "Nobody is responsible.".to_owned(),
        },
    };
    let all = report.applications.iter();
    report.notices = all.map(|one| notice(Some(&one.id))).collect();
    report.notices.push(notice(None));
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let page = Html::parse_document(&files["index.html"]);
    assert_eq!(select(&page, ".notices > li").len(), 1);
    let members: Vec<String> = select(&page, ".notices > li li")
        .iter()
        .map(|member| member.text().collect())
        .collect();
    assert_eq!(members.len(), report.applications.len() + 1);
    for application in &report.applications {
        let named = |member: &String| {
            member.contains(&application.id) && member.contains(&application.name)
        };
        assert!(members.iter().any(named), "{members:?}");
    }
    let mut places = members
        .iter()
        .filter(|member| member.contains("x.toml:3:1"));
    assert!(places.next().is_some(), "{members:?}");
}

#[test]
fn hostile_text_adds_no_element_and_no_statement() {
    const HOSTILE: &str =
        "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{202e}\u{2028}\\";
    let named = |payload: &str| {
        let mut report = marked(payload);
        report.run.organisation = payload.to_owned();
        for department in &mut report.departments {
            department.name = payload.to_owned();
        }
        for application in &mut report.applications {
            application.name = payload.to_owned();
            application.vendor = Some(payload.to_owned());
        }
        pages(&report, &options(Language::De, Audience::Internal))
    };
    let (calm, wild) = (named("harmless"), named(HOSTILE));
    for (path, text) in &wild {
        assert!(!text.contains('\u{202e}'), "{path}");
        if path.ends_with(".html") {
            let count = |text: &str| select(&Html::parse_document(text), "*").len();
            assert_eq!(count(text), count(&calm[path]), "{path}");
        }
    }
    let data = wild["data.js"]
        .strip_prefix("globalThis.fachcheck=")
        .expect("one value");
    let data = data.strip_suffix(";\n").expect("one statement");
    serde_json::from_str::<serde_json::Value>(data).expect("a value of JSON is one of the script");
}

#[test]
fn the_first_page_of_two_thousand_applications_is_small() {
    let mut report = stored();
    let models = std::mem::take(&mut report.applications);
    let tasks = std::mem::take(&mut report.tasks);
    for (number, model) in (0..2_000).zip(models.iter().cycle()) {
        let mut application = model.clone();
        application.id = format!("APP-{number:04}");
        application.name = format!("Fachanwendung mit einem längeren Namen {number}");
        let own = tasks.iter().filter(|task| task.application == model.id);
        report.tasks.extend(own.cloned().map(|mut task| {
            task.application.clone_from(&application.id);
            task
        }));
        report.applications.push(application);
    }
    let wanted = |path: &str| !path.contains('/');
    let files = some_pages(&report, &options(Language::De, Audience::Internal), &wanted);
    assert!(
        files["index.html"].len() < 300_000,
        "{}",
        files["index.html"].len()
    );
    assert!(
        files["data.js"].len() < 500_000,
        "{}",
        files["data.js"].len()
    );
}

#[test]
fn names_of_files_are_told_apart_by_more_than_their_case() {
    let mut report = stored();
    report.applications[0].id = "a/b".to_owned();
    report.applications[1].id = "A-B".to_owned();
    let files = pages(&report, &options(Language::De, Audience::Internal));
    let lower: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len());
    let below = |path: &String| Path::new(path).components().count() <= 2;
    assert!(files.keys().all(below));
}
