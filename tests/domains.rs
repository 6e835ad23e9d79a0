//! The graph of value domains: small applications by folder, each with the graph, the findings and the order of
//! work that follow from it; and properties over generated ones.

mod support;

use std::collections::BTreeSet;
#[cfg(feature = "code")]
use std::fmt::Write;
use std::path::Path;
#[cfg(feature = "code")]
use std::path::PathBuf;

use fachcheck::gap::{Gap, GapReason};
use fachcheck::model::Origin;
#[cfg(feature = "code")]
use fachcheck::{record::Report, report::outline_domains, texts::Language};
use proptest::prelude::*;

/// The graph, then what is said about it and what is to be done, each with its places.
#[cfg(feature = "code")]
fn outline(report: &Report) -> String {
    let mut graph = Vec::new();
    outline_domains(report, Language::En, &mut graph).expect("memory takes everything");
    let mut out = String::from_utf8(graph).expect("an outline is UTF-8");
    for application in &report.applications {
        for assertion in &application.assertions {
            for finding in &assertion.findings {
                let _ = writeln!(
                    out,
                    "{} {} {} {:?}",
                    assertion.rule,
                    finding.variant.as_deref().unwrap_or("-"),
                    finding.place,
                    finding
                        .related
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                );
            }
        }
    }
    for task in &report.tasks {
        let _ = writeln!(out, "\ntask {}", task.cause);
        for step in &task.steps {
            let _ = writeln!(out, "  {:?} {} {}", step.stage, step.name, step.place);
        }
    }
    if !report.totals.not_judged.is_empty() {
        let _ = writeln!(out, "\nnot judged {:?}", report.totals.not_judged);
    }
    out
}

#[cfg(feature = "code")]
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/domains");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("cases")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

#[cfg(feature = "code")]
#[test]
fn each_application_has_the_domains_that_its_folder_shows() {
    let folders = folders();
    assert!(folders.len() >= 8, "cases are found");
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let report = support::check(&folder);
        insta::with_settings!({ snapshot_path => folder.parent().expect("a folder"), prepend_module_to_snapshot => false, omit_expression => true }, {
            let root = format!("{}/", folder.display());
            insta::assert_snapshot!(name.to_string(), outline(&report).replace(&root, ""));
        });
    }
}

#[test]
fn fields_that_stand_aside_are_judged_on_request() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/domains/tests-and-generated-code-stand-aside");
    let failed = |include: Vec<Origin>| {
        let report = support::check_with(&folder, include);
        report.totals.findings_failed
    };
    assert_eq!(failed(Vec::new()), 0);
    assert_eq!(failed(vec![Origin::Vendored]), 1);
    #[cfg(feature = "code")]
    assert_eq!(failed(Origin::ASIDE.to_vec()), 3);
}

/// A small application: enums in packages, and classes that use them by import, by package or not at all.
fn application() -> impl Strategy<Value = Vec<(String, String)>> {
    let value = prop::sample::select(vec!["MAENNLICH", "WEIBLICH", "DIVERS", "OHNE_ANGABE"]);
    let values = prop::collection::btree_set(value, 1..5);
    let package = || prop::sample::select(vec!["a", "b", "c.d"]);
    let declared = prop::collection::vec((package(), values), 1..4);
    let used = prop::collection::vec((package(), prop::option::of(package())), 0..6);
    (declared, used).prop_map(|(declared, used)| {
        let mut files = Vec::new();
        for (number, (package, values)) in declared.into_iter().enumerate() {
            let values: Vec<&str> = values.into_iter().collect();
            files.push((
                format!("{number}/{}/Geschlecht.java", package.replace('.', "/")),
                format!(
                    "package {package};\npublic enum Geschlecht {{ {} }}\n",
                    values.join(", ")
                ),
            ));
        }
        for (number, (package, import)) in used.into_iter().enumerate() {
            let import = import.map_or(String::new(), |from| {
                format!("import {from}.Geschlecht;\n")
            });
            files.push((
                format!("u{number}/Person{number}.java"),
                format!(
                    "package {package};\n{import}class Person{number} {{ String vorname; Geschlecht geschlecht; }}\n"
                ),
            ));
        }
        files
    })
}

fn written(files: &[(String, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every field belongs to exactly one domain, ids are unique, and a rule about values speaks at most once per
    /// domain.
    #[test]
    fn domains_partition_the_fields(files in application()) {
        let folder = written(&files);
        let report = support::check(folder.path());
        let application = &report.applications[0];
        prop_assert!(application.gaps.is_empty(), "{:?}", application.gaps);
        let ids: BTreeSet<&str> = application.domains.iter().map(|domain| domain.id.as_str()).collect();
        prop_assert_eq!(ids.len(), application.domains.len());
        let members: usize = application
            .domains
            .iter()
            .map(|domain| 1 + domain.copies.len() + domain.uses.len())
            .sum();
        prop_assert_eq!(members, application.fields.len());
        for field in &application.fields {
            prop_assert!(ids.contains(field.domain_id.as_str()), "{}", field.domain_id);
        }
        let said = application
            .assertions
            .iter()
            .filter(|assertion| assertion.rule == "gender/four-entries-storable")
            .map(|assertion| assertion.findings.len())
            .sum::<usize>();
        prop_assert!(said <= application.domains.len());
    }

    /// The order in which files are named changes nothing but the names.
    #[test]
    fn two_runs_over_the_same_files_give_the_same_graph(files in application()) {
        let folder = written(&files);
        let first = support::check(folder.path());
        let second = support::check(folder.path());
        prop_assert_eq!(&first.applications[0].domains, &second.applications[0].domains);
    }
}

/// Declarations that refer to each other in a circle, thousands of uses, a long list, many types of one name: each
/// is read in time that grows with the input, and nothing else of the application suffers.
#[test]
fn large_and_circular_graphs_cost_no_more_than_their_size() {
    let check = |files: &[(String, String)]| {
        let report = support::check(written(files).path());
        let lost = |gap: &Gap| gap.reason == GapReason::CheckPanicked;
        assert!(!report.applications[0].gaps.iter().any(lost));
        report
    };
    let values: Vec<String> = (0..50_000).map(|n| format!("\"wert-{n}\"")).collect();
    let long = format!(
        "{{\"$defs\":{{\"Geschlecht\":{{\"enum\":[{}]}}}},\"properties\":{{{}}}}}",
        values.join(","),
        (0..2_000)
            .map(|n| format!("\"geschlecht{n}\":{{\"$ref\":\"#/$defs/Geschlecht\"}}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    let report = check(&[("long.schema.json".to_owned(), long)]);
    assert!(!report.applications[0].domains.is_empty());
    let circle = "CREATE DOMAIN geschlecht AS anrede;\nCREATE DOMAIN anrede AS geschlecht;\n\
                  CREATE TABLE person (id int, vorname text, geschlecht geschlecht);\n";
    let good = "CREATE TABLE kind (id int, vorname text, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')));\n";
    let report = check(&[
        ("a.sql".to_owned(), circle.to_owned()),
        ("b.sql".to_owned(), good.to_owned()),
    ]);
    assert_eq!(report.totals.findings_failed, 1);
}
