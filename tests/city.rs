//! The shipped inventory of a fictional city: it loads without an error, and an offline audit finds what the
//! table `tests/city/expectations.toml` says, no less and, for gender data, no more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use fachcheck::gap::{GapReason, Stage};
use fachcheck::gender::Subject;
use fachcheck::inventory::{Inventory, LoadOptions};
use fachcheck::model::Browser;
use fachcheck::outcome::Outcome;
use fachcheck::problem::Problems;
use fachcheck::record::{ApplicationReport, Report, Scope};
use fachcheck::report::{WriteOptions, writer};
use fachcheck::run::{Request, Silent, run};
use fachcheck::source::{Limits, WalkOptions};
use jiff::civil::date;
use serde::Deserialize;

/// What is expected of one application.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Gender rules that fail somewhere in it: all of them.
    gender: BTreeSet<String>,
    /// Accessibility rules that fail somewhere in it: at least these.
    #[serde(default)]
    accessibility: BTreeSet<String>,
    /// No accessibility rule fails.
    #[serde(default)]
    barrier_free: bool,
    /// Fields that carry all four entries, as `file:field`.
    #[serde(default)]
    passed: BTreeSet<String>,
}

fn expectations() -> BTreeMap<String, Expected> {
    toml::from_str(include_str!("city/expectations.toml")).expect("the table of expectations")
}

fn load() -> (Inventory, Problems) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory");
    Inventory::load(&root, &LoadOptions::on(date(2026, 11, 23)))
        .unwrap_or_else(|problems| panic!("the shipped inventory loads: {problems:#?}"))
}

fn audit() -> Report {
    let request = Request {
        inventory: load().0,
        notices: Vec::new(),
        book: fachcheck::rule::load(None)
            .expect("the shipped rules load")
            .into(),
        limits: Limits::default(),
        scope: Scope::Audit,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        browser: Browser::Static,
        today: date(2026, 11, 23),
    };
    run(&request, &Silent).expect("the shipped rules run")
}

static REPORT: LazyLock<Report> = LazyLock::new(audit);

fn application(id: &str) -> &'static ApplicationReport {
    REPORT
        .applications
        .iter()
        .find(|application| application.id == id)
        .unwrap_or_else(|| panic!("{id} is in the inventory"))
}

/// Rules of a family that fail in an application, accepted deviations included.
fn failed(application: &ApplicationReport, family: &str) -> BTreeSet<String> {
    let proven = application
        .assertions
        .iter()
        .filter(|assertion| assertion.outcome == Outcome::Failed)
        .map(|assertion| assertion.rule.clone());
    let waived = application.waived.iter().map(|waived| waived.rule.clone());
    proven
        .chain(waived)
        .filter(|rule| rule.starts_with(family))
        .collect()
}

#[test]
fn the_inventory_loads_with_few_warnings() {
    let (inventory, warnings) = load();
    assert!((24..=28).contains(&inventory.applications.len()));
    assert_eq!(inventory.departments.len(), 7);
    let codes: Vec<&str> = warnings
        .0
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    // A booking page not audited for years.
    assert_eq!(codes, ["INV-019"]);
}

#[test]
fn every_application_is_expected() {
    let expected: Vec<String> = expectations().into_keys().collect();
    let found: Vec<String> = REPORT
        .applications
        .iter()
        .map(|application| application.id.clone())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn outcomes_are_as_expected() {
    let mut wrong = Vec::new();
    for (id, expected) in expectations() {
        let application = application(&id);
        let gender = failed(application, "gender/");
        if gender != expected.gender {
            wrong.push(format!(
                "{id}: failing {gender:?}, expected {:?}",
                expected.gender
            ));
        }
        let barriers = failed(application, "accessibility/");
        if expected.barrier_free && !barriers.is_empty() {
            wrong.push(format!("{id}: barriers {barriers:?}, expected none"));
        }
        for rule in expected.accessibility.difference(&barriers) {
            wrong.push(format!("{id}: {rule} does not fail"));
        }
        let passed: BTreeSet<String> = application
            .fields
            .iter()
            .filter(|field| field.outcome == Outcome::Passed)
            .map(|field| {
                let file = field.path.rsplit('/').next().unwrap_or_default();
                format!("{file}:{}", field.name)
            })
            .collect();
        for field in expected.passed.difference(&passed) {
            wrong.push(format!("{id}: {field} does not pass"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_looked_at_is_a_gap() {
    let gap = |id: &str, document: &str| {
        application(id)
            .gaps
            .iter()
            .find(|gap| gap.place.document.ends_with(document))
            .map(|gap| (gap.stage, gap.reason))
    };
    assert_eq!(
        gap("KVR-FUEHR", "bestand_2026-10.xsd"),
        Some((Stage::Parse, GapReason::Malformed))
    );
    assert!(gap("KAE-KASSE", "kassenstand_202610.sql").is_some());
    assert_eq!(
        gap("KUL-TICK", "karten.wallersbrueck.example/"),
        Some((Stage::Acquire, GapReason::Offline))
    );
}

#[test]
fn the_sex_of_a_dog_is_no_finding() {
    let dogs = application("KAE-HUND");
    let of_gender = dogs
        .assertions
        .iter()
        .filter(|assertion| assertion.rule.starts_with("gender/"));
    let found: Vec<_> = of_gender
        .flat_map(|assertion| &assertion.findings)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    assert!(
        dogs.fields
            .iter()
            .all(|field| field.subject == Subject::Animal),
        "{:#?}",
        dogs.fields
    );
}

#[test]
fn two_runs_give_the_same_bytes() {
    let json = writer("json").expect("the JSON writer");
    let bytes = |report: &Report| {
        let mut out = Vec::new();
        json.write(report, &WriteOptions::default(), &mut out)
            .expect("a report is written");
        out
    };
    assert!(bytes(&REPORT) == bytes(&audit()), "two runs differ");
}

#[test]
fn the_coverage_of_the_survey_adds_up() {
    let coverage = REPORT.totals.coverage.expect("figures of this run");
    let known = coverage.answered_only + coverage.scanned_only + coverage.both;
    assert_eq!(known + coverage.neither, REPORT.totals.applications);
    let funnel = coverage.funnel;
    let steps = [
        funnel.all,
        funnel.personal_data,
        funnel.gender_data,
        funnel.change_needed + funnel.to_be_clarified,
    ];
    assert!(steps.is_sorted_by(|a, b| a >= b), "{funnel:?}");
    assert!(coverage.both > 0 && coverage.scanned_only > 0 && funnel.change_needed > 0);
    let by_department: u64 = REPORT
        .departments
        .iter()
        .filter_map(|department| department.coverage)
        .map(|coverage| coverage.funnel.change_needed)
        .sum();
    assert_eq!(by_department, funnel.change_needed);
}

#[test]
fn reports_of_older_programs_load() {
    let mut stored = serde_json::to_value(&*REPORT).expect("a report is data");
    let forget = |value: &mut serde_json::Value, name: &str| {
        let table = value.as_object_mut().expect("a table");
        assert!(table.remove(name).is_some(), "{name}");
    };
    forget(&mut stored["totals"], "coverage");
    forget(&mut stored["departments"][0], "coverage");
    forget(&mut stored["applications"][0], "stores_gender");
    let loaded: Report = serde_json::from_value(stored).expect("an older report");
    assert_eq!(loaded.totals.coverage, None);
}
