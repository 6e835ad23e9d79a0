//! Whether a file holds work that git could not bring back.

use std::path::Path;
use std::process::{Command, Stdio};

/// What git says about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncommitted {
    /// It is as it was committed.
    No,
    /// It was changed since, is new, or is ignored.
    Yes,
    /// There is no repository around it, or no git.
    NoRepository,
}

/// Asks git about a file, without anything that a repository may want to run on that occasion.
pub fn uncommitted(file: &Path) -> Uncommitted {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
        return Uncommitted::NoRepository;
    };
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--no-optional-locks", "--literal-pathspecs"])
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
        ])
        .args(["status", "--porcelain=v1", "-z", "--untracked-files=all"])
        .args(["--ignored=matching", "--ignore-submodules=all", "--"])
        .arg(name)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    match status {
        Ok(output) if output.status.success() && output.stdout.is_empty() => Uncommitted::No,
        Ok(output) if output.status.success() => Uncommitted::Yes,
        _ => Uncommitted::NoRepository,
    }
}
