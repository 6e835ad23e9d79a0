//! Suggested changes, over all fixtures of rules and formats: the changed files can be read, what was to be settled is
//! settled, nothing else is worse. What the changes are is shown by a snapshot, which a person reads.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fachcheck::inventory::{Application, Artefact, ArtefactTarget, Inventory};
use fachcheck::model::Browser;
use fachcheck::outcome::{Fingerprint, Outcome};
use fachcheck::record::{ApplicationReport, Scope};
use fachcheck::remedy::{RemedySource, Suggestion, changed_files, records, suggest};
use fachcheck::run::{Request, Silent, run_with};
use fachcheck::source::{Capture, Limits, WalkOptions};
use jiff::civil::Date;
use support::shipped;

const TODAY: Date = jiff::civil::date(2026, 11, 23);

/// Files of a fixture by the names that its report gives them.
struct Below(PathBuf);

impl RemedySource for Below {
    fn capture(&self, document: &str) -> Option<Capture> {
        let path = self.0.join(below(document));
        let bytes = path.is_file().then(|| fs::read(path).ok())??;
        Some(Capture::new(document, document, bytes))
    }
}

/// The path of a document in its fixture. Reports put the application before it.
fn below(document: &str) -> &str {
    document.strip_prefix("FIXTURE/").expect("of the fixture")
}

fn examined(root: &Path, target: &str) -> ApplicationReport {
    let application = Application {
        id: "FIXTURE".into(),
        name: "Fixture".into(),
        artefacts: vec![Artefact {
            id: String::new(),
            target: ArtefactTarget::Path(target.to_owned()),
            format: None,
            auth_ref: None,
            label: None,
        }],
        root: Some(root.to_owned()),
        ..Application::default()
    };
    let mut inventory = Inventory::default();
    inventory
        .applications
        .insert(application.id.clone(), application);
    let request = Request {
        inventory,
        notices: Vec::new(),
        book: shipped::book(),
        limits: Limits::default(),
        scope: Scope::Check,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        browser: Browser::Static,
        today: TODAY,
    };
    let report = run_with(&request, shipped::vocabulary(), &Silent);
    report
        .applications
        .into_iter()
        .next()
        .expect("one application")
}

fn found(report: &ApplicationReport) -> BTreeMap<Fingerprint, (String, Outcome)> {
    let of = |assertion: &fachcheck::outcome::Assertion| {
        let rule = assertion.rule.clone();
        let findings = assertion.findings.iter().map(move |finding| {
            let outcome = match finding.is_failure() {
                true => Outcome::Failed,
                false => Outcome::CantTell,
            };
            (finding.fingerprint.clone(), (rule.clone(), outcome))
        });
        findings.collect::<Vec<_>>()
    };
    report.assertions.iter().flat_map(of).collect()
}

fn of_rule(found: &BTreeMap<Fingerprint, (String, Outcome)>, rule: &str) -> usize {
    found.values().filter(|(of, _)| of == rule).count()
}

/// Applies suggestions to a copy of a fixture, and says what is wrong with what comes out.
fn wrong(
    root: &Path,
    target: &str,
    before: &ApplicationReport,
    suggestions: &[&Suggestion],
) -> Vec<String> {
    let copy = tempfile::tempdir().expect("a folder");
    copy_all(&root.join(target), &copy.path().join(target));
    let files = changed_files(suggestions.iter().copied(), &Below(root.to_owned()));
    let mut wrong = Vec::new();
    if files.is_empty() {
        wrong.push("nothing changes".to_owned());
    }
    for file in files {
        fs::write(copy.path().join(below(&file.document)), &file.bytes_after).expect("written");
    }
    let after = examined(copy.path(), target);
    let (found_before, found_after) = (found(before), found(&after));
    for suggestion in suggestions {
        let settled = suggestions
            .iter()
            .filter(|other| other.rule == suggestion.rule)
            .count();
        if of_rule(&found_after, &suggestion.rule) + settled
            > of_rule(&found_before, &suggestion.rule)
        {
            wrong.push(format!("{} is not settled", suggestion.rule));
        }
    }
    for (finding, (rule, outcome)) in &found_after {
        match found_before.get(finding) {
            // A question that several places share may be asked at another one of them.
            None if of_rule(&found_after, rule) <= of_rule(&found_before, rule) => {}
            None => wrong.push(format!("{rule} is new")),
            Some((_, before)) if outcome > before => wrong.push(format!("{rule} is worse")),
            Some(_) => {}
        }
    }
    if after.gaps.len() > before.gaps.len() {
        wrong.push(format!("less can be read: {:?}", after.gaps));
    }
    wrong
}

fn copy_all(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("fixtures can be read");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        let target = if entry.path() == from {
            to.to_owned()
        } else {
            target
        };
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("made");
        } else {
            fs::create_dir_all(target.parent().expect("a folder")).expect("made");
            fs::copy(entry.path(), &target).expect("copied");
        }
    }
}

fn fixtures(kind: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(kind);
    let mut found = Vec::new();
    for folder in fs::read_dir(root).expect("there").flatten() {
        if !folder.path().is_dir() {
            continue;
        }
        for case in fs::read_dir(folder.path()).expect("there").flatten() {
            let name = case.file_name().to_string_lossy().into_owned();
            let elsewhere = case.path().join("inventory.toml").exists();
            if !name.starts_with('.') && !elsewhere {
                found.push((folder.path(), name));
            }
        }
    }
    found.sort();
    found
}

/// All suggestions for the fixtures of a kind, after each was applied alone and all together.
fn suggested(kind: &str) -> String {
    let mut shown = String::new();
    let mut mistakes = Vec::new();
    for (root, target) in fixtures(kind) {
        let before = examined(&root, &target);
        let source = Below(root.clone());
        let advice = suggest(&before, &source, &shipped::book(), shipped::vocabulary());
        let suggestions = advice.suggestions;
        let folder = root
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut check = |suggestions: &[&Suggestion]| {
            for wrong in wrong(&root, &target, &before, suggestions) {
                mistakes.push(format!("{folder}/{target}: {wrong}"));
            }
        };
        let recorded = records(&suggestions, &source);
        assert_eq!(recorded.len(), suggestions.len());
        for (suggestion, record) in suggestions.iter().zip(recorded) {
            check(&[suggestion]);
            let _ = writeln!(
                shown,
                "\n# {folder}/{target}: {} ({})",
                record.title.de,
                record.applicability.name()
            );
            for decision in &record.decisions {
                let _ = writeln!(shown, "# - {}", decision.de);
            }
            for change in &record.changes {
                for line in change.diff.lines().skip(2) {
                    let _ = writeln!(shown, "{}", line.trim_end());
                }
            }
        }
        let together: Vec<&Suggestion> = suggestions
            .iter()
            .filter(|suggestion| suggestion.together)
            .collect();
        if together.len() > 1 {
            check(&together);
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    shown
}

#[test]
fn changes_settle_what_they_are_for_in_fixtures_of_rules() {
    insta::assert_snapshot!(suggested("rules"));
}

#[test]
fn changes_settle_what_they_are_for_in_fixtures_of_formats() {
    insta::assert_snapshot!(suggested("formats"));
}

#[test]
fn changes_are_those_that_people_would_make() {
    insta::assert_snapshot!(suggested("remedy"));
}
