//! What is done with a document, and what must hold whatever it says.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use fachcheck::gap::{Panicked, contain};
use fachcheck::report::{Content, FileSink, WRITERS, WriteOptions};

use crate::family::Input;
use crate::support::check;
use crate::support::judging::{Judged, judge};
use crate::support::reading::{Reading, contained_panics};

/// What must not be.
pub fn violations(input: &Input) -> Vec<String> {
    let look = || match input.files.as_slice() {
        [(name, bytes)] => of_document(name, bytes),
        _ => of_folder(input),
    };
    contain(look).unwrap_or_else(|Panicked(cause)| vec![format!("panic: {cause}")])
}

/// What becomes of a document that is the only one of its application.
fn of_document(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut violations = Reading::of(name, bytes).violations();
    let judged = judge("FUZZ", &[(name, bytes)]);
    violations.extend(contained_panics(&judged.gaps));
    violations.extend(shared_fingerprints(&judged));
    violations
}

/// Two findings with one identity: a waiver of one would silence the other.
fn shared_fingerprints(judged: &Judged) -> Vec<String> {
    let mut seen = BTreeSet::new();
    judged
        .findings()
        .filter(|(_, finding)| !seen.insert(&finding.fingerprint))
        .map(|(rule, finding)| format!("fingerprint of two findings: {rule} {}", finding.place))
        .collect()
}

/// What `check` does with a folder, all report formats included; and that it does the same again.
fn of_folder(input: &Input) -> Vec<String> {
    let folder = match write(input) {
        Ok(folder) => folder,
        Err(error) => return vec![format!("the folder cannot be written: {error}")],
    };
    let report = check(folder.path());
    let gaps = report
        .applications
        .iter()
        .flat_map(|application| &application.gaps);
    let gaps: Vec<_> = gaps.cloned().collect();
    let mut violations = contained_panics(&gaps);
    let written = |report| {
        WRITERS.iter().map(move |writer| {
            let mut files = Joined(Vec::new());
            writer.write_files(report, &WriteOptions::default(), &mut files)?;
            Ok::<_, io::Error>(files.0)
        })
    };
    let again = check(folder.path());
    for (first, second) in written(&report).zip(written(&again)) {
        match (first, second) {
            (Ok(first), Ok(second)) if first == second => {}
            (Ok(_), Ok(_)) => violations.push("the same folder, another report".to_owned()),
            (Err(error), _) | (_, Err(error)) => violations.push(format!("not written: {error}")),
        }
    }
    violations
}

/// Keeps the files of a report with their paths.
struct Joined(Vec<u8>);

impl FileSink for Joined {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        self.0.extend(path.as_bytes());
        write(&mut self.0)
    }
}

/// Writes the files, and a way back to the beginning where the system knows links. Paths that the system refuses
/// are left out.
pub fn write(input: &Input) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, bytes) in &input.files {
        let path = folder.path().join(name);
        let created = path.parent().map(std::fs::create_dir_all);
        if matches!(created, Some(Ok(()))) {
            let _ = std::fs::write(path, bytes);
        }
    }
    link_back(folder.path());
    Ok(folder)
}

#[cfg(unix)]
fn link_back(folder: &Path) {
    let _ = std::os::unix::fs::symlink(folder, folder.join("zurueck"));
}

#[cfg(not(unix))]
fn link_back(_: &Path) {}
