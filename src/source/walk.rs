//! Finds files below a root without ever leaving it.
//!
//! Symbolic links are resolved here and not by the walker: a link may lead out of the root, in circles, or to the same
//! folder in a thousand ways.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::GlobMatcher;
use ignore::WalkBuilder;
use ignore::overrides::Override;

use super::foreign::{is_build_output, is_foreign};
use super::{ChangedFiles, UnsavedTexts};
use crate::gap::{Gap, GapReason, Stage};

/// How to walk a folder.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Respect `.gitignore` and skip hidden files: right for a source tree, wrong for a folder of artefacts that was
    /// assembled on purpose.
    pub respect_ignore: bool,
    /// The team's file patterns; `None` means all files.
    pub files: Option<Override>,
    /// The changed files, if only those are checked.
    pub changed: Option<Arc<ChangedFiles>>,
    /// Unsaved texts that replace file contents.
    pub unsaved: UnsavedTexts,
    /// Whether files named one by one count as met on the way: a hook passes whatever changed, and what no reader knows
    /// is then no loss.
    pub by_the_way: bool,
}

/// A root and everything below it that may be read.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    root: PathBuf,
    /// The root with all links resolved; for a single file, its folder.
    real: PathBuf,
    /// Prefix of document names, so that they can be opened from the working directory.
    prefix: String,
    options: WalkOptions,
}

/// The part of a pattern that is a plain path: all matches are below it.
fn plain_part(pattern: &str) -> PathBuf {
    pattern
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[', '{']))
        .collect()
}

/// A folder to walk, possibly reached through links.
struct Start {
    path: PathBuf,
    real: PathBuf,
    /// Real folders on the way to it: a link back to one of them is a loop.
    trail: Vec<PathBuf>,
}

/// What a walk collects.
#[derive(Default)]
struct Gathered {
    files: Vec<PathBuf>,
    gaps: Vec<Gap>,
    /// Real paths of files, and of folders reached through links, so that nothing is read twice.
    seen: BTreeSet<PathBuf>,
    /// Skipped folders and files.
    passed_by: PassedBy,
}

/// The folders and files that a walk skips.
#[derive(Default)]
struct PassedBy {
    /// The team did not write them.
    foreign: Vec<PathBuf>,
    /// The team's settings exclude them.
    excluded: Vec<PathBuf>,
}

/// The result of a walk.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    pub gaps: Vec<Gap>,
    /// Folders and files skipped because the team did not write them.
    pub foreign: Vec<PathBuf>,
    /// How many files the team's settings exclude.
    pub excluded: usize,
}

impl Found {
    fn nothing_but(gap: Gap) -> Self {
        Self {
            gaps: vec![gap],
            ..Self::default()
        }
    }
}

impl Tree {
    pub fn new(root: &Path, prefix: &str, options: WalkOptions) -> Self {
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let real = match real.parent() {
            Some(folder) if !real.is_dir() => folder.to_owned(),
            _ => real,
        };
        let prefix = prefix.trim_start_matches("./").trim_end_matches('/');
        Self {
            root: root.to_owned(),
            real,
            prefix: if prefix == "." { "" } else { prefix }.to_owned(),
            options,
        }
    }

    /// The options it is walked with.
    pub fn options(&self) -> &WalkOptions {
        &self.options
    }

    /// The files at a path below the root (a file, or a folder with everything below it), and what went wrong.
    pub fn path(&self, path: &str) -> Found {
        self.walk(&self.below(path), None)
    }

    /// The files below the root that match a pattern, and what went wrong.
    pub fn glob(&self, pattern: &str) -> Found {
        let matcher = globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build();
        let matcher = match matcher {
            Ok(matcher) => matcher.compile_matcher(),
            Err(error) => {
                let gap = gap(pattern, GapReason::Missing, error.to_string());
                return Found::nothing_but(gap);
            }
        };
        self.walk(&self.root.join(plain_part(pattern)), Some(&matcher))
    }

    /// The path below the root with forward slashes, after the prefix. Bytes that are not UTF-8 are written as `%FF`,
    /// so that two files never share a name.
    pub fn name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let mut name = self.prefix.clone();
        for part in relative {
            if part == OsStr::new(".") {
                continue;
            }
            if !name.is_empty() && !name.ends_with('/') {
                name.push('/');
            }
            name.push_str(readable(part).trim_start_matches('/'));
        }
        name
    }

    /// The folder or file that names are relative to.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The part of a path below a target (a path, or the plain part of a pattern), with forward slashes; empty for the
    /// target itself.
    pub fn path_below(&self, target: &str, path: &Path) -> String {
        let base = self.root.join(plain_part(target));
        let below = path.strip_prefix(&base).unwrap_or(path);
        let parts: Vec<_> = below.iter().map(readable).collect();
        parts.join("/")
    }

    /// Whether a file below a target lies in a folder that a tool generated from sources next to it.
    pub fn is_built(&self, target: &str, path: &Path) -> bool {
        let base = self.root.join(plain_part(target));
        let folders = path.ancestors().skip(1);
        folders
            .take_while(|folder| *folder != base && folder.starts_with(&base))
            .any(is_build_output)
    }

    /// Whether a path below the root is a single file.
    pub fn is_file(&self, path: &str) -> bool {
        self.below(path).is_file()
    }

    /// The gap for a target without files: empty if the folder exists, otherwise missing.
    pub fn nothing_at(&self, target: &str) -> Gap {
        let place = self.below(target);
        if !place.is_dir() {
            return gap(target, GapReason::Missing, String::new());
        }
        let name = self.name(&place);
        let name = match name.trim_end_matches('/') {
            "" => ".",
            name => name,
        };
        gap(name, GapReason::EmptyFolder, String::new())
    }

    fn below(&self, path: &str) -> PathBuf {
        // Joining an empty path would add a slash, and a file path with a trailing slash is not found.
        if path.is_empty() {
            self.root.clone()
        } else {
            self.root.join(path)
        }
    }

    fn walk(&self, start: &Path, matcher: Option<&GlobMatcher>) -> Found {
        let mut gathered = Gathered::default();
        let real = match start.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                let gap = gap(&self.name(start), reason_of(&error), error.to_string());
                return Found::nothing_but(gap);
            }
        };
        if !real.starts_with(&self.real) {
            let gap = gap(&self.name(start), GapReason::Outside, "");
            return Found::nothing_but(gap);
        }
        let mut starts = vec![Start {
            path: start.to_owned(),
            real,
            trail: Vec::new(),
        }];
        while let Some(start) = starts.pop() {
            self.walk_folder(&start, matcher, &mut gathered, &mut starts);
        }
        // A pattern selects what is wanted, so what it skips is no loss.
        let PassedBy { foreign, excluded } = match matcher {
            None => gathered.passed_by,
            Some(_) => PassedBy::default(),
        };
        let excluded = excluded.iter().map(|path| self.count_files(path)).sum();
        Found {
            files: gathered.files,
            gaps: gathered.gaps,
            foreign,
            excluded,
        }
    }

    /// Counts the files at an excluded path. Bounded, because what is excluded may be larger than the rest.
    fn count_files(&self, path: &Path) -> usize {
        const MOST_FILES: usize = 10_000;
        WalkBuilder::new(path)
            .standard_filters(self.options.respect_ignore)
            .git_global(false)
            .git_exclude(false)
            .follow_links(false)
            .build()
            .flatten()
            .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
            .take(MOST_FILES)
            .count()
    }

    fn walk_folder(
        &self,
        start: &Start,
        matcher: Option<&GlobMatcher>,
        gathered: &mut Gathered,
        starts: &mut Vec<Start>,
    ) {
        let mut links = Vec::new();
        let passed_by = Arc::new(Mutex::new(PassedBy::default()));
        for entry in self.builder(&start.path, &passed_by).build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    gathered.gaps.push(self.walk_gap(&error));
                    continue;
                }
            };
            let folder = match entry.depth() {
                // The start itself may be a link, which the walker follows.
                0 => entry.path().is_dir(),
                _ if entry.path_is_symlink() => {
                    links.push(entry.into_path());
                    continue;
                }
                _ => entry.file_type().is_some_and(|kind| kind.is_dir()),
            };
            if !folder {
                let below = entry
                    .path()
                    .strip_prefix(&start.path)
                    .unwrap_or(Path::new(""));
                let real = start.real.join(below);
                self.keep(entry.into_path(), real, matcher, gathered);
            }
        }
        let mut passed_by = passed_by.lock().unwrap_or_else(PoisonError::into_inner);
        let all = &mut gathered.passed_by;
        all.foreign.append(&mut passed_by.foreign);
        all.excluded.append(&mut passed_by.excluded);
        // Links last, so that a file found both ways goes by its real name.
        for link in links {
            if let Some(folder) = self.follow(&link, start, matcher, gathered) {
                starts.push(folder);
            }
        }
    }

    fn keep(
        &self,
        path: PathBuf,
        real: PathBuf,
        matcher: Option<&GlobMatcher>,
        gathered: &mut Gathered,
    ) {
        let changed = self.options.changed.as_ref();
        if changed.is_some_and(|changed| !changed.contains(&real)) {
            return;
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(&path);
        if matcher.is_none_or(|matcher| matcher.is_match(relative)) && gathered.seen.insert(real) {
            gathered.files.push(path);
        }
    }

    /// Adds what a link leads to; returns a folder to be walked.
    fn follow(
        &self,
        link: &Path,
        from: &Start,
        matcher: Option<&GlobMatcher>,
        gathered: &mut Gathered,
    ) -> Option<Start> {
        let below = link.strip_prefix(&from.path).unwrap_or(Path::new(""));
        let own = from.real.join(below);
        let changed = self.options.changed.as_ref();
        let mut wrong = |reason, detail: String| {
            if changed.is_none_or(|changed| changed.contains(&own)) {
                gathered.gaps.push(gap(&self.name(link), reason, detail));
            }
            None
        };
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return wrong(GapReason::DeadLink, String::new());
            }
            Err(error) => return wrong(reason_of(&error), error.to_string()),
        };
        if !target.starts_with(&self.real) {
            return wrong(GapReason::Outside, String::new());
        }
        if !target.is_dir() {
            self.keep(link.to_owned(), target, matcher, gathered);
            return None;
        }
        let mut trail = from.trail.clone();
        trail.push(own.parent()?.to_owned());
        if trail.iter().any(|folder| folder.starts_with(&target)) {
            return wrong(GapReason::Loop, String::new());
        }
        gathered.seen.insert(target.clone()).then(|| Start {
            path: link.to_owned(),
            real: target,
            trail,
        })
    }

    /// `passed_by` collects what is skipped.
    fn builder(&self, start: &Path, passed_by: &Arc<Mutex<PassedBy>>) -> WalkBuilder {
        // Inside a repository, git's rules apply up to its root. Outside of one, only those of the tree itself do: a
        // stray `*` in the home folder must not hide everything.
        let repository = start
            .canonicalize()
            .is_ok_and(|path| path.ancestors().any(|folder| folder.join(".git").exists()));
        let passed_by = Arc::clone(passed_by);
        let left_out = self.left_out();
        let is_unchanged = self.is_unchanged();
        let mut builder = WalkBuilder::new(start);
        builder
            .standard_filters(self.options.respect_ignore)
            // Settings of this machine would make results differ between machines.
            .git_global(false)
            .git_exclude(false)
            .require_git(repository)
            .parents(self.options.respect_ignore && repository)
            .follow_links(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| {
                if entry.depth() == 0 {
                    return true;
                }
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                if is_folder && is_unchanged(entry.path()) {
                    return false;
                }
                let is_left_out = left_out(entry.path(), is_folder);
                if !is_left_out && !is_foreign(entry) {
                    return true;
                }
                let mut passed_by = passed_by.lock().unwrap_or_else(PoisonError::into_inner);
                let PassedBy { foreign, excluded } = &mut *passed_by;
                let list = if is_left_out { excluded } else { foreign };
                list.push(entry.path().to_owned());
                false
            });
        builder
    }

    /// Whether only changed files are wanted and this folder contains none.
    fn is_unchanged(&self) -> impl Fn(&Path) -> bool + Send + Sync + 'static {
        let changed = self.options.changed.clone();
        move |folder| {
            changed.as_ref().is_some_and(|changed| {
                let real = folder.canonicalize();
                real.is_ok_and(|real| !changed.reaches(&real))
            })
        }
    }

    /// Whether the team excluded a file or folder. Patterns apply below the folder of the settings, wherever the walk
    /// began.
    fn left_out(&self) -> impl Fn(&Path, bool) -> bool + Send + Sync + 'static {
        let Self { root, real, .. } = self.clone();
        let files = self.options.files.clone();
        move |path, is_folder| {
            files.as_ref().is_some_and(|files| {
                let below = path.strip_prefix(&root).unwrap_or(path);
                files.matched(real.join(below), is_folder).is_ignore()
            })
        }
    }

    fn walk_gap(&self, error: &ignore::Error) -> Gap {
        fn path_of(error: &ignore::Error) -> Option<&Path> {
            match error {
                ignore::Error::WithPath { path, .. } => Some(path),
                ignore::Error::Loop { child, .. } => Some(child),
                ignore::Error::WithDepth { err, .. }
                | ignore::Error::WithLineNumber { err, .. } => path_of(err),
                _ => None,
            }
        }
        let document = path_of(error).map_or(self.prefix.clone(), |path| self.name(path));
        let reason = error.io_error().map_or(GapReason::Unreadable, reason_of);
        gap(&document, reason, "")
    }
}

/// A file name as text that no other file name has.
fn readable(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn gap(document: &str, reason: GapReason, detail: impl Into<String>) -> Gap {
    Gap::of_document(document, Stage::Acquire, reason, detail)
}

/// The gap reason for a file system error.
pub(super) fn reason_of(error: &io::Error) -> GapReason {
    match error.kind() {
        io::ErrorKind::NotFound => GapReason::Missing,
        // Stable Rust has no name for it yet; the numbers are ELOOP on Linux, macOS and BSD.
        _ if matches!(error.raw_os_error(), Some(40 | 62)) => GapReason::Loop,
        _ => GapReason::Unreadable,
    }
}
