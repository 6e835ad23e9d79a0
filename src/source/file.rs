//! Files and folders.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Capture, Limits};
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::{Artefact, ArtefactTarget};

/// How to walk a folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct WalkOptions {
    /// Respect `.gitignore` and skip hidden files: right for a source tree, wrong for an artefact folder
    /// that somebody put together on purpose.
    pub respect_ignore: bool,
}

/// Finds and reads files below a root; nothing outside the root is ever opened.
#[derive(Clone, Debug)]
pub struct FileSource {
    root: PathBuf,
    /// Put before the names of documents, so that they can be opened from where the user stands.
    prefix: String,
    limits: Limits,
}

/// A file that was found, not yet read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundFile {
    /// How reports name it.
    pub document: String,
    /// Artefact it belongs to.
    pub artefact: String,
    /// Prescribed format.
    pub format: Option<String>,
    path: PathBuf,
}

impl FileSource {
    /// A source below `root`.
    pub fn new(root: impl Into<PathBuf>, limits: Limits) -> Self {
        Self {
            root: root.into(),
            prefix: String::new(),
            limits,
        }
    }

    /// Names documents as seen from outside the root.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        let prefix = prefix.trim_start_matches("./").trim_end_matches('/');
        if prefix != "." {
            prefix.clone_into(&mut self.prefix);
        }
        self
    }

    /// The files of an artefact in a stable order, and what went wrong looking for them.
    pub fn find(&self, artefact: &Artefact, options: WalkOptions) -> (Vec<FoundFile>, Vec<Gap>) {
        let mut gaps = Vec::new();
        let mut found = match &artefact.target {
            ArtefactTarget::Path(path) if path.is_empty() => {
                self.walk(&self.root, options, None, &mut gaps)
            }
            ArtefactTarget::Path(path) => {
                self.walk(&self.root.join(path), options, None, &mut gaps)
            }
            ArtefactTarget::Glob(pattern) => self.glob(pattern, options, &mut gaps),
        };
        if found.is_empty() && gaps.is_empty() {
            let (ArtefactTarget::Path(target) | ArtefactTarget::Glob(target)) = &artefact.target;
            gaps.push(Gap::of_document(
                target,
                Stage::Acquire,
                GapReason::Missing,
                "",
            ));
        }
        for file in &mut found {
            file.artefact.clone_from(&artefact.id);
            file.format.clone_from(&artefact.format);
        }
        (found, gaps)
    }

    /// Reads a file under the size limit.
    ///
    /// # Errors
    /// A gap with the cause.
    pub fn read(&self, file: &FoundFile) -> Result<Capture, Box<Gap>> {
        let gap = |reason, detail: String| {
            Box::new(Gap::of_document(
                &file.document,
                Stage::Acquire,
                reason,
                detail,
            ))
        };
        let open =
            File::open(&file.path).map_err(|error| gap(reason_of(&error), error.to_string()))?;
        // Only plain files: reading a pipe or a device would wait for ever.
        let length = match open.metadata() {
            Ok(data) if data.is_file() => data.len(),
            Ok(_) => return Err(gap(GapReason::Unreadable, "not a regular file".into())),
            Err(error) => return Err(gap(reason_of(&error), error.to_string())),
        };
        let limit = self.limits.max_bytes;
        let too_large = |length: u64| {
            gap(
                GapReason::TooLarge,
                format!("{length} bytes, limit {limit}"),
            )
        };
        if length > limit {
            return Err(too_large(length));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        open.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| gap(reason_of(&error), error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64));
        }
        let mut capture = Capture::new(file.document.clone(), file.artefact.clone(), bytes);
        capture.format.clone_from(&file.format);
        Ok(capture)
    }

    fn glob(&self, pattern: &str, options: WalkOptions, gaps: &mut Vec<Gap>) -> Vec<FoundFile> {
        let matcher = globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map(|glob| glob.compile_matcher());
        let matcher = match matcher {
            Ok(matcher) => matcher,
            Err(error) => {
                gaps.push(Gap::of_document(
                    pattern,
                    Stage::Acquire,
                    GapReason::Missing,
                    error.to_string(),
                ));
                return Vec::new();
            }
        };
        // Walk only below the part of the pattern that is a plain path.
        let fixed: PathBuf = pattern
            .split('/')
            .take_while(|part| !part.contains(['*', '?', '[', '{']))
            .collect();
        self.walk(&self.root.join(fixed), options, Some(&matcher), gaps)
    }

    fn walk(
        &self,
        start: &Path,
        options: WalkOptions,
        matcher: Option<&globset::GlobMatcher>,
        gaps: &mut Vec<Gap>,
    ) -> Vec<FoundFile> {
        let mut found = Vec::new();
        let name = self.document_name(start);
        match start.symlink_metadata() {
            Err(error) => {
                gaps.push(Gap::of_document(
                    &name,
                    Stage::Acquire,
                    reason_of(&error),
                    error.to_string(),
                ));
                return found;
            }
            Ok(_) if !self.inside(start) => {
                gaps.push(Gap::of_document(
                    &name,
                    Stage::Acquire,
                    GapReason::Outside,
                    "",
                ));
                return found;
            }
            Ok(_) => {}
        }
        let walk = WalkBuilder::new(start)
            .standard_filters(options.respect_ignore)
            .require_git(false)
            .follow_links(true)
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
                Ok(entry) => {
                    let path = entry.path();
                    let document = self.document_name(path);
                    let relative = path.strip_prefix(&self.root).unwrap_or(path);
                    if matcher.is_some_and(|matcher| !matcher.is_match(relative)) {
                        continue;
                    }
                    if entry.path_is_symlink() && !self.inside(path) {
                        gaps.push(Gap::of_document(
                            &document,
                            Stage::Acquire,
                            GapReason::Outside,
                            "",
                        ));
                        continue;
                    }
                    found.push(FoundFile {
                        document,
                        artefact: String::new(),
                        format: None,
                        path: path.to_owned(),
                    });
                }
                Err(error) => gaps.push(walk_gap(&error, |path| self.document_name(path))),
            }
        }
        found
    }

    /// Whether a path, with all links resolved, lies below the root.
    fn inside(&self, path: &Path) -> bool {
        let (Ok(root), Ok(path)) = (self.root.canonicalize(), path.canonicalize()) else {
            return false;
        };
        path.starts_with(if root.is_dir() {
            root.as_path()
        } else {
            root.parent().unwrap_or(&root)
        })
    }

    /// The path below the root with forward slashes, behind the prefix.
    fn document_name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let relative = relative.to_string_lossy().replace('\\', "/");
        match (self.prefix.as_str(), relative.as_str()) {
            ("", relative) => relative.trim_start_matches("./").to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, relative) => format!("{prefix}/{relative}"),
        }
    }
}

fn walk_gap(error: &ignore::Error, name: impl Fn(&Path) -> String) -> Gap {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::Loop { child, .. } => Some(child),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                path_of(err)
            }
            _ => None,
        }
    }
    fn is_loop(error: &ignore::Error) -> bool {
        match error {
            ignore::Error::Loop { .. } => true,
            ignore::Error::WithPath { err, .. }
            | ignore::Error::WithDepth { err, .. }
            | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
            _ => false,
        }
    }
    let document = path_of(error).map(name).unwrap_or_default();
    let reason = match error.io_error() {
        _ if is_loop(error) => GapReason::Loop,
        Some(error) => reason_of(error),
        None => GapReason::Unreadable,
    };
    Gap::of_document(&document, Stage::Acquire, reason, "")
}

fn reason_of(error: &std::io::Error) -> GapReason {
    match error.kind() {
        std::io::ErrorKind::NotFound => GapReason::Missing,
        _ => GapReason::Unreadable,
    }
}
