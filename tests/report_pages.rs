//! The folder of HTML pages: whole, well built, small, and silent about what the public must not see.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use fachcheck::outcome::Outcome;
use fachcheck::problem::Level;
use fachcheck::record::{Notice, Report};
use fachcheck::report::{Audience, Content, FileSink, WriteOptions, writer};
use fachcheck::texts::{Bilingual, Language};
use scraper::{ElementRef, Html, Selector};

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

fn all_options() -> impl Iterator<Item = WriteOptions> {
    [Language::De, Language::En]
        .into_iter()
        .flat_map(|language| Audience::ALL.map(|audience| options(language, audience)))
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
        message: Bilingual {
            de: mark.to_owned(),
            en: mark.to_owned(),
        },
    });
    report
}

#[test]
fn the_public_sees_no_places_names_of_fields_or_contacts() {
    const MARK: &str = "nur-intern";
    let report = marked(MARK);
    let shown = |audience| {
        let options = options(Language::De, audience);
        let mut files = pages(&report, &options);
        let mut page = Vec::new();
        let html = writer("html").expect("a format");
        html.write(&report, &options, &mut page)
            .expect("writing into memory");
        files.insert(
            "report.html".to_owned(),
            String::from_utf8(page).expect("UTF-8"),
        );
        let told = files.iter().filter(|(_, text)| text.contains(MARK));
        let told: Vec<String> = told.map(|(path, _)| path.clone()).collect();
        (files, told)
    };
    let (_, told) = shown(Audience::Internal);
    assert!(told.len() > 3, "{told:?}");
    let (files, told) = shown(Audience::Public);
    assert_eq!(told, Vec::<String>::new());
    for path in ["index.html", "report.html"] {
        assert!(
            files[path].contains("Öffentliche Fassung"),
            "it says what is missing"
        );
    }
}

#[test]
fn the_public_sees_no_small_counts() {
    let report = stored();
    for (path, text) in pages(&report, &options(Language::En, Audience::Public)) {
        if !path.ends_with(".html") {
            continue;
        }
        let page = Html::parse_document(&text);
        for cell in select(&page, ".number, .figures dd") {
            let shown: String = cell.text().collect();
            let small = ["1", "2", "3", "4"].contains(&shown.trim());
            assert!(!small, "{path}: {}", cell.html());
            // Sums and parts are rounded alike, or the small ones could be worked out.
            let exact = shown.trim().replace([',', '\u{a0}', '\u{202f}'], "");
            let is_rounded = exact.parse::<u64>().is_ok_and(|count| count % 5 == 0);
            assert!(
                is_rounded || exact.parse::<u64>().is_err(),
                "{path}: {}",
                cell.html()
            );
        }
    }
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
