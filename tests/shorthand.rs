//! Reports of audits are stored in short form: nothing is lost on the way there and back, and whoever writes a report
//! of thousands of applications keeps none of them open.

mod support;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fachcheck::inventory::{Application, Inventory, LoadOptions};
use fachcheck::progress::Snapshot;
use fachcheck::record::{ApplicationReport, Report, Shorthand};
use fachcheck::report::{Content, FileSink, ReportWriter, WRITERS, WriteOptions, writer};
use fachcheck::run::{Silent, run};
use fachcheck::texts::Language;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;

/// Audits of everything that there are fixtures of: one with an application for each rule, one with an application for
/// each group of formats, and one with an inventory of people.
static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let over = |root: &str| {
        let root = Path::new(root);
        let folders = folders(root).into_iter().map(|folder| Application {
            department: "A".to_owned(),
            ..support::with_artefacts(&folder, &[&folder])
        });
        support::run_over(root, support::online(), folders.collect())
    };
    let today = date(2026, 11, 23);
    let path = Path::new("tests/report/inventory");
    let (inventory, _) =
        Inventory::load(path, &LoadOptions::on(today)).expect("the inventory loads");
    let request = support::audit_request(inventory, today);
    vec![
        over("tests/rules"),
        over("tests/formats"),
        over("tests/domains"),
        run(&request, &Silent).expect("the shipped rules run"),
    ]
});

fn folders(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let name = |path: PathBuf| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let mut names: Vec<String> = paths.filter(|path| path.is_dir()).map(name).collect();
    names.sort();
    names
}

fn open(report: &Report) -> Vec<&str> {
    let open = report.applications.iter().filter(|one| one.is_open());
    open.map(|one| one.id.as_str()).collect()
}

fn stored(report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    let json = writer("json").expect("a format");
    json.write(report, &WriteOptions::default(), &mut bytes)
        .expect("memory");
    bytes
}

#[test]
fn the_short_form_is_read_back_without_loss_and_is_shorter() {
    let mut fields = 0;
    for report in REPORTS.iter() {
        let short = serde_json::to_string(&Shorthand(report)).expect("JSON");
        let long = serde_json::to_string(report).expect("JSON");
        let read: Report = serde_json::from_str(&short).expect("a report");
        assert!(read == *report, "something was lost");
        let read: Report = serde_json::from_str(&long).expect("a report");
        assert!(read == *report, "something was lost");
        assert!(short.len() < long.len());
        fields += short.matches("\"as\":").count();
    }
    assert!(fields > 50, "{fields}");
}

#[test]
fn no_application_is_left_open_by_a_run_or_by_reading() {
    for report in REPORTS.iter() {
        assert_eq!(open(report), [""; 0]);
        let read: Report = serde_json::from_slice(&stored(report)).expect("a report");
        assert_eq!(open(&read), [""; 0]);
    }
}

#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl FileSink for Files {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.0.insert(path.to_owned(), bytes);
        Ok(())
    }
}

fn files(writer: &dyn ReportWriter, report: &Report, language: Language) -> Files {
    let options = WriteOptions {
        language,
        ..WriteOptions::default()
    };
    let mut files = Files::default();
    let written = writer.write_files(report, &options, &mut files);
    written.expect("writing into memory");
    files
}

/// Formats that say the same of every application; the others are for checks of a few objects.
const OF_AUDITS: [&str; 9] = [
    "json",
    "jsonl",
    "terminal",
    "html",
    "markdown",
    "csv",
    "xlsx",
    "tasks-csv",
    "open-data",
];

#[test]
fn every_format_is_the_same_from_memory_and_from_the_file_and_keeps_nothing_open() {
    for report in REPORTS.iter() {
        let read: Report = serde_json::from_slice(&stored(report)).expect("a report");
        for writer in WRITERS {
            let from_memory = files(*writer, report, Language::De);
            let from_file = files(*writer, &read, Language::De);
            let name = writer.name();
            assert!(from_memory.0.keys().eq(from_file.0.keys()), "{name}");
            for (path, bytes) in &from_memory.0 {
                // Workbooks are archives, and hold the time of their making.
                let same = path.ends_with(".xlsx") || from_file.0.get(path) == Some(bytes);
                assert!(same, "{name}: {path}");
            }
            if OF_AUDITS.contains(&name) {
                assert_eq!(open(&read), [""; 0], "{name}");
            }
        }
        let snapshots = [report, &read].map(|report| Snapshot::try_from(report).expect("days"));
        assert!(snapshots[0] == snapshots[1], "diff and trend see the same");
    }
}

#[test]
fn programs_that_know_the_long_form_alone_refuse_the_short_one() {
    /// What a program of before wants of a field.
    #[derive(serde::Deserialize)]
    struct Field {
        #[expect(dead_code, reason = "it is there to be missed")]
        attribute: String,
    }
    let short = serde_json::to_value(Shorthand(&REPORTS[1])).expect("JSON");
    let applications = short.get("applications").and_then(Value::as_array);
    let fields = applications
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("fields"));
    let fields = fields.filter_map(Value::as_array).flatten();
    for field in fields.filter(|field| field.get("as").is_some()) {
        assert!(
            serde_json::from_value::<Field>(field.clone()).is_err(),
            "{field}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever else a program writes into the places of the short form, reading it ends in a report or in a message.
    #[test]
    fn odd_forms_are_read_or_refused(at in 0_usize..400, odd in odd_values()) {
        let mut value = serde_json::to_value(Shorthand(&REPORTS[3])).expect("JSON");
        let applications = value.get_mut("applications").and_then(Value::as_array_mut);
        let mut left = at;
        for application in applications.into_iter().flatten() {
            replace(application, &mut left, &odd);
            let read = serde_json::from_value::<ApplicationReport>(application.clone());
            drop(read);
        }
    }
}

fn odd_values() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        serde_json::json!([]),
        serde_json::json!([1, 2, 3, 4]),
        serde_json::json!({ "as": 0 }),
        serde_json::json!({ "as": 99_999_999_999_u64 }),
        serde_json::json!(-1),
        serde_json::json!("x"),
    ])
}

/// Puts a value in the place of the n-th one.
fn replace(value: &mut Value, left: &mut usize, odd: &Value) {
    if *left == 0 {
        *value = odd.clone();
    }
    *left = left.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, left, odd)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| replace(member, left, odd));
        }
        _ => {}
    }
}
