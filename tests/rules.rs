//! Fixtures of rules, found by folder: `tests/rules/<rule id, "/" as "__">/<outcome>-<what>.<ext>`.
//!
//! The file's name states the expected outcome, so a new case is a new file and nothing else. `rules test` does the same
//! with the fixtures of one's own rules.

mod support;

use std::path::Path;

use fachcheck::project::RuleCase;
use jiff::civil::Date;
use libtest_mimic::{Arguments, Failed, Trial};
use support::shipped;

const TODAY: Date = jiff::civil::date(2026, 11, 23);

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let trials = RuleCase::all(&root).into_iter().map(|case| {
        let name = case.path.file_name().unwrap_or_default().to_string_lossy();
        let title = format!("{}::{name}", case.rule);
        Trial::test(title, move || verify(&case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn verify(case: &RuleCase) -> Result<(), Failed> {
    let verified = case.verify(&shipped::book(), shipped::vocabulary(), TODAY);
    verified.map_err(|failure| format!("{failure:#?}").into())
}
