//! Fixtures of rules, found by folder: `tests/rules/<rule id, "/" as "__">/<outcome>-<what>.<ext>`.
//!
//! The file's name states the expected outcome (`passed`, `failed`, `inapplicable`, `canttell`, `untested`), so a new
//! case is a new file and nothing else. A folder instead of a file is one application, or, with an
//! `inventory.toml` in it, as many as that declares; the worst outcome counts.

mod support;

use std::path::{Path, PathBuf};

use fachcheck::inventory::{Application, Artefact, ArtefactTarget, Inventory, LoadOptions};
use fachcheck::outcome::Outcome;
use fachcheck::record::Scope;
use fachcheck::run::{Request, Silent, run_with};
use fachcheck::source::{Limits, WalkOptions};
use jiff::civil::Date;
use libtest_mimic::{Arguments, Failed, Trial};
use support::shipped;

const TODAY: Date = jiff::civil::date(2026, 11, 23);

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut trials = Vec::new();
    for rule in entries(&root) {
        let id = name(&rule).replace("__", "/");
        for case in entries(&rule) {
            let id = id.clone();
            let title = format!("{id}::{}", name(&case));
            trials.push(Trial::test(title, move || verify(&id, &case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn verify(rule: &str, case: &Path) -> Result<(), Failed> {
    let stated = name(case);
    let expected = match stated.split('-').next() {
        Some("passed") => Outcome::Passed,
        Some("failed") => Outcome::Failed,
        Some("inapplicable") => Outcome::Inapplicable,
        Some("canttell") => Outcome::CantTell,
        // A template of which nothing can be judged that the rule speaks about.
        Some("untested") => Outcome::Untested,
        _ => {
            return Err(
                "the name must start with passed-, failed-, inapplicable-, canttell- or untested-"
                    .into(),
            );
        }
    };
    let report = run_with(&request(case)?, shipped::vocabulary(), &Silent);
    if !report.rules.contains_key(rule) {
        return Err(format!("there is no rule {rule}").into());
    }
    let applications = &report.applications;
    let lost: Vec<_> = applications
        .iter()
        .flat_map(|application| &application.gaps)
        .filter(|gap| gap.reason.loses_document())
        .collect();
    if !lost.is_empty() {
        return Err(format!("the fixture was not read: {lost:?}").into());
    }
    let found = applications
        .iter()
        .flat_map(|application| &application.assertions)
        .filter(|assertion| assertion.rule == rule);
    let outcome = found
        .clone()
        .map(|assertion| assertion.outcome)
        .max()
        .unwrap_or(Outcome::Inapplicable);
    if outcome == expected {
        return Ok(());
    }
    let findings: Vec<_> = found.flat_map(|assertion| &assertion.findings).collect();
    Err(format!("expected {expected:?}, got {outcome:?}: {findings:#?}").into())
}

fn request(case: &Path) -> Result<Request, Failed> {
    Ok(Request {
        inventory: inventory(case)?,
        notices: Vec::new(),
        book: shipped::book(),
        limits: Limits::default(),
        scope: Scope::Check,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        today: TODAY,
    })
}

fn inventory(case: &Path) -> Result<Inventory, Failed> {
    let file = case.join("inventory.toml");
    if file.exists() {
        let loaded = Inventory::load(&file, &LoadOptions::on(TODAY));
        let (inventory, _) = loaded.map_err(|problems| problems.to_string())?;
        return Ok(inventory);
    }
    // A file is named by its folder, so that readers see its extension.
    let (root, target) = if case.is_dir() {
        (case.to_owned(), String::new())
    } else {
        (case.parent().unwrap_or(case).to_owned(), name(case))
    };
    let application = Application {
        id: "FIXTURE".into(),
        name: "Fixture".into(),
        artefacts: vec![Artefact {
            id: String::new(),
            target: ArtefactTarget::Path(target),
            format: None,
            auth_ref: None,
            label: None,
        }],
        root: Some(root),
        ..Application::default()
    };
    let mut inventory = Inventory::default();
    inventory
        .applications
        .insert(application.id.clone(), application);
    Ok(inventory)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !name(path).starts_with('.'))
        .collect();
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
