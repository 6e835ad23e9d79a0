//! `docs/schemas/report.schema.json` describes what is written: every key of a report stands in it, and its
//! closed lists are those of the program.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use fachcheck::gap::GapReason;
use fachcheck::inventory::{Inventory, LoadOptions};
use fachcheck::outcome::{Outcome, Severity};
use fachcheck::record::{SCHEMA, Shorthand};
use fachcheck::run::{Silent, run};
use fachcheck::source::Limits;
use serde_json::Value;
use support::json_schema::mistakes;

fn schema() -> Value {
    serde_json::from_str(include_str!("../docs/schemas/report.schema.json")).expect("the schema")
}

fn assert_described(report: &Value) {
    let mut mistakes = mistakes(&schema(), report);
    mistakes.truncate(10);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

#[test]
fn the_stored_report_is_described() {
    assert_described(
        &serde_json::from_str(include_str!("report/report.json")).expect("the stored report"),
    );
}

#[test]
fn what_a_run_writes_is_described() {
    let report = support::check(Path::new("tests/report/inventory/artefacts"));
    assert!(report.totals.findings_failed > 0);
    assert_described(&serde_json::to_value(&report).expect("a report is JSON"));
}

#[test]
fn what_an_audit_writes_is_described() {
    let path = Path::new("tests/report/inventory");
    let today = jiff::civil::date(2026, 11, 23);
    let (inventory, _) =
        Inventory::load(path, &LoadOptions::on(today)).expect("the inventory loads");
    let request = support::audit_request(inventory, today);
    let audit = run(&request, &Silent).expect("the shipped rules run");
    let fixtures = ["tests/formats/sql", "tests/formats/html", "tests/domains"];
    let fixtures = fixtures.map(|folder| support::with_artefacts(folder, &[folder]));
    let fixtures = support::run_over(Path::new("."), Limits::default(), fixtures.into());
    for report in [audit, fixtures] {
        let short = serde_json::to_value(Shorthand(&report)).expect("a report is JSON");
        assert_described(&short);
        let text = short.to_string();
        assert!(text.contains("\"as\":"), "there is a field in short form");
    }
}

#[test]
fn undescribed_and_missing_keys_are_noticed() {
    let schema = schema();
    let mut report: Value =
        serde_json::from_str(include_str!("report/report.json")).expect("the stored report");
    report["run"]["surprise"] = Value::Bool(true);
    report["totals"]["gaps"] = Value::from("many");
    report["tasks"][0]
        .as_object_mut()
        .expect("a task")
        .remove("owner");
    let mistakes = mistakes(&schema, &report);
    assert_eq!(mistakes.len(), 3, "{mistakes:#?}");
}

#[test]
fn closed_lists_are_those_of_the_program() {
    let schema = schema();
    let listed = |pointer: &str| -> BTreeSet<String> {
        let list = schema.pointer(pointer).and_then(Value::as_array);
        let list = list.unwrap_or_else(|| panic!("{pointer}"));
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        schema
            .pointer("/properties/schema/const")
            .and_then(Value::as_str),
        Some(SCHEMA)
    );
    assert_eq!(listed("/$defs/outcome/enum"), own(&Outcome::NAMES));
    assert_eq!(listed("/$defs/severity/enum"), own(&Severity::NAMES));
    assert_eq!(listed("/$defs/gap-reason/enum"), own(&GapReason::NAMES));
}
