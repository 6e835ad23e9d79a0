//! Fixtures of rules: documents whose names state the expected outcome of a rule.
//!
//! `<rule id, "/" as "__">/<outcome>-<what>.<ext>`. A folder instead of a file is one application or, if it contains an
//! `inventory.toml`, as many as that declares; the worst outcome counts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::gap::GapReason;
use crate::gender::Vocabulary;
use crate::inventory::{Application, Artefact, ArtefactTarget, Inventory, LoadOptions};
use crate::model::Browser;
use crate::outcome::{Finding, Outcome};
use crate::problem::Problems;
use crate::record::Scope;
use crate::rule::RuleBook;
use crate::run::{Request, Silent, run_with};
use crate::source::{Limits, WalkOptions};

/// Outcomes as used at the start of fixture names.
const OUTCOMES: [(&str, Outcome); 5] = [
    ("passed", Outcome::Passed),
    ("failed", Outcome::Failed),
    ("inapplicable", Outcome::Inapplicable),
    ("canttell", Outcome::CantTell),
    // A template in which no target of the rule can be judged.
    ("untested", Outcome::Untested),
];

/// A fixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCase {
    /// Id of the rule.
    pub rule: String,
    /// Its file or folder.
    pub path: PathBuf,
    /// How its layout is determined.
    pub browser: Browser,
}

/// Why a fixture fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFailure {
    /// Its name does not start with an outcome.
    NoOutcome,
    /// There is no rule with that id.
    NoRule,
    /// Part of it was not read, for these reasons.
    NotRead(Vec<(GapReason, String)>),
    /// The rule has another outcome.
    Other {
        expected: Outcome,
        found: Outcome,
        findings: Vec<Finding>,
    },
    /// Its inventory is invalid.
    Inventory(Problems),
}

impl RuleCase {
    /// All fixtures below a folder, sorted by name.
    pub fn all(folder: &Path) -> Vec<Self> {
        let mut cases = Vec::new();
        for rule in entries(folder) {
            let id = name(&rule).replace("__", "/");
            for path in entries(&rule) {
                cases.push(Self {
                    rule: id.clone(),
                    path,
                    browser: Browser::Static,
                });
            }
        }
        cases
    }

    /// The outcomes that names can start with.
    pub fn outcomes() -> [&'static str; 5] {
        OUTCOMES.map(|(word, _)| word)
    }

    /// The outcome that the name states.
    pub fn expected(&self) -> Option<Outcome> {
        let name = name(&self.path);
        let word = name.split(['-', '.']).next();
        let known = OUTCOMES.iter().find(|(known, _)| word == Some(known));
        known.map(|(_, outcome)| *outcome)
    }

    /// Checks that the rule has the expected outcome.
    ///
    /// # Errors
    /// What happened instead.
    pub fn verify(
        &self,
        book: &Arc<RuleBook>,
        vocabulary: &Vocabulary,
        today: Date,
    ) -> Result<(), CaseFailure> {
        let expected = self.expected().ok_or(CaseFailure::NoOutcome)?;
        if !book.rules.contains_key(&self.rule) {
            return Err(CaseFailure::NoRule);
        }
        let request = Request {
            inventory: self.inventory(today).map_err(CaseFailure::Inventory)?,
            notices: Vec::new(),
            book: Arc::clone(book),
            limits: Limits::default(),
            scope: Scope::Check,
            selection: None,
            walk: WalkOptions::default(),
            explain: false,
            acceptance: None,
            include: Vec::new(),
            browser: self.browser,
            today,
        };
        let report = run_with(&request, vocabulary, &Silent);
        let gaps = report
            .applications
            .iter()
            .flat_map(|application| &application.gaps);
        let lost: Vec<(GapReason, String)> = gaps
            .filter(|gap| gap.reason.loses_document())
            .map(|gap| (gap.reason, gap.place.to_string()))
            .collect();
        if !lost.is_empty() {
            return Err(CaseFailure::NotRead(lost));
        }
        let assertions = report
            .applications
            .iter()
            .flat_map(|application| &application.assertions);
        let own: Vec<_> = assertions
            .filter(|assertion| assertion.rule == self.rule)
            .collect();
        let worst = own.iter().map(|assertion| assertion.outcome).max();
        let found = worst.unwrap_or(Outcome::Inapplicable);
        if found == expected {
            return Ok(());
        }
        let findings = own
            .iter()
            .flat_map(|assertion| &assertion.findings)
            .cloned();
        Err(CaseFailure::Other {
            expected,
            found,
            findings: findings.collect(),
        })
    }

    fn inventory(&self, today: Date) -> Result<Inventory, Problems> {
        let file = self.path.join("inventory.toml");
        if file.is_file() {
            let (inventory, _) = Inventory::load(&file, &LoadOptions::on(today))?;
            return Ok(inventory);
        }
        // A file is referred to through its folder, so that readers see its extension.
        let (root, target) = match self.path.is_dir() {
            true => (self.path.clone(), String::new()),
            false => {
                let folder = self.path.parent().unwrap_or(&self.path);
                (folder.to_owned(), name(&self.path))
            }
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
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
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
