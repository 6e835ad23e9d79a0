//! Which files a change touches, according to git. Only `git` itself is started, with fixed arguments: no hook, filter,
//! pager or anything else that repository settings could name, and no network access.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Capture;

/// Why git could not determine what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitFailure {
    /// The program `git` was not found.
    NoProgram,
    /// The folder is in no repository, or in one without a working tree.
    NoRepository,
    /// There is no such commit. `shallow`: the clone has a truncated history.
    NoSuchCommit { shallow: bool },
    /// The truncated history does not reach the merge base.
    CutOff,
    /// Any other error, in git's words.
    Other(String),
}

/// The files that a change touches, with their former content.
#[derive(Clone, Debug, Default)]
pub struct ChangedFiles {
    /// What they were compared with, as the user named it.
    pub since: String,
    /// Real paths of files, and of nested repositories.
    paths: BTreeSet<PathBuf>,
    /// All their ancestor folders.
    folders: BTreeSet<PathBuf>,
    /// Former content of changed or removed files.
    pub before: Vec<Capture>,
    /// Whether all former content is available.
    pub knows_before: bool,
}

impl ChangedFiles {
    /// Asks git what changed at some paths since a commit: the last commit if none is given, else the merge base of the
    /// given commit and the present state. Untracked files count as changed, ignored ones do not. Former content longer
    /// than `max_bytes` is not read.
    ///
    /// # Errors
    /// The first path that git knows nothing about, with the reason.
    pub fn since(
        commit: Option<&str>,
        paths: &[PathBuf],
        max_bytes: u64,
    ) -> Result<Self, (PathBuf, GitFailure)> {
        let mut changed = Self {
            since: commit.unwrap_or("HEAD").to_owned(),
            knows_before: true,
            ..Self::default()
        };
        for path in paths {
            let repository = Repository::around(path);
            let told = repository.and_then(|repository| repository.changes(commit, max_bytes));
            match told {
                Ok(changes) => changed.add(changes),
                Err(failure) => return Err((path.clone(), failure)),
            }
        }
        Ok(changed)
    }

    /// The files being worked on, by real path, without former content.
    pub fn worked_on(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut changed = Self {
            knows_before: true,
            ..Self::default()
        };
        changed.add_paths(paths);
        changed
    }

    fn add_paths(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            let above = path.ancestors().skip(1);
            self.folders.extend(above.map(Path::to_owned));
            self.paths.insert(path);
        }
    }

    fn add(&mut self, changes: Changes) {
        self.add_paths(changes.paths);
        self.before.extend(changes.before);
        self.knows_before &= changes.knows_before;
    }

    /// Number of changed paths.
    pub fn count(&self) -> u64 {
        self.paths.len() as u64
    }

    /// Whether a style sheet is among them, so that unchanged pages may look different.
    pub fn holds_style_sheets(&self) -> bool {
        let mut endings = self.paths.iter().filter_map(|path| path.extension());
        endings.any(|ending| ending.eq_ignore_ascii_case("css"))
    }

    /// Whether a file is among them. `real` is its path with links resolved.
    pub fn contains(&self, real: &Path) -> bool {
        // A nested repository counts as a whole.
        real.ancestors().any(|path| self.paths.contains(path))
    }

    /// Whether a changed file lies at or below a folder.
    pub fn reaches(&self, real: &Path) -> bool {
        self.folders.contains(real) || self.contains(real)
    }
}

/// Whether git could restore a file as it is, because the last commit contains it unchanged. `length` is the file's
/// size in bytes.
///
/// # Errors
/// Why git knows nothing about the file.
pub fn is_committed(file: &Path, length: u64) -> Result<bool, GitFailure> {
    let repository = Repository::around(file)?;
    // An ignored file is not a change either, but git cannot restore it.
    if repository.list(&["--cached"])?.is_empty() {
        return Ok(false);
    }
    let changes = repository.changes(None, length)?;
    Ok(changes.paths.is_empty())
}

/// The changes in one repository.
struct Changes {
    paths: Vec<PathBuf>,
    before: Vec<Capture>,
    knows_before: bool,
}

/// The repository around a path.
struct Repository {
    /// The root of its working tree, with links resolved.
    top: PathBuf,
    /// The working directory for git.
    folder: PathBuf,
    /// The path asked about, relative to that directory.
    name: OsString,
    shallow: bool,
    /// Settings that would start programs, each to be disabled.
    switched_off: Vec<String>,
}

/// More files than this are not one person's change; their former content is not read.
const MOST_FORMER: usize = 500;

impl Repository {
    fn around(path: &Path) -> Result<Self, GitFailure> {
        let other = |error: &io::Error| GitFailure::Other(error.to_string());
        let real = path.canonicalize().map_err(|error| other(&error))?;
        let (folder, name) = match (real.is_dir(), real.parent(), real.file_name()) {
            (false, Some(folder), Some(name)) => (folder.to_owned(), name.to_owned()),
            _ => (real, OsString::from(".")),
        };
        let mut repository = Self {
            top: folder.clone(),
            folder,
            name,
            shallow: false,
            switched_off: Vec::new(),
        };
        let asked = ["rev-parse", "--is-shallow-repository", "--show-toplevel"];
        let told = repository.ask(&asked.map(OsStr::new))?;
        let mut lines = told.splitn(2, |byte| *byte == b'\n');
        repository.shallow = lines.next() == Some(b"true");
        let top = lines.next().unwrap_or_default();
        let top = path_of(top.strip_suffix(b"\n").unwrap_or(top));
        if top.as_os_str().is_empty() {
            return Err(GitFailure::NoRepository);
        }
        repository.top = top.canonicalize().map_err(|error| other(&error))?;
        repository.switched_off = repository.filters();
        Ok(repository)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).arg("--no-pager");
        // Repository settings must not start anything.
        for setting in [
            "core.fsmonitor=false",
            "core.hooksPath=/dev/null",
            "core.pager=cat",
            "core.askPass=",
            "core.sshCommand=false",
            "protocol.allow=never",
            "safe.bareRepository=explicit",
        ] {
            command.args(["-c", setting]);
        }
        for setting in &self.switched_off {
            command.args(["-c", setting]);
        }
        // The folder determines the repository, not the environment of the caller.
        for variable in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_COMMON_DIR",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_NAMESPACE",
            "GIT_PREFIX",
            "GIT_EXTERNAL_DIFF",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_TRACE",
        ] {
            command.env_remove(variable);
        }
        command
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    /// The output of git.
    fn ask(&self, arguments: &[&OsStr]) -> Result<Vec<u8>, GitFailure> {
        let output = self.command().args(arguments).output().map_err(failure)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("not a git repository") || said.contains("must be run in a work tree") {
            return Err(GitFailure::NoRepository);
        }
        let first = said.lines().find(|line| !line.trim().is_empty());
        let line = first.unwrap_or_default();
        Err(GitFailure::Other(
            line.strip_prefix("fatal: ").unwrap_or(line).to_owned(),
        ))
    }

    fn ask_for(&self, arguments: &[&str]) -> Result<Vec<u8>, GitFailure> {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        self.ask(&arguments)
    }

    /// Filter programs that the settings would run on files before comparing them, each disabled.
    fn filters(&self) -> Vec<String> {
        let pattern = r"^filter\..*\.(clean|smudge|process|required)$";
        // No match is not an error, but git reports it through its exit code.
        let names = self
            .ask_for(&["config", "-z", "--name-only", "--get-regexp", pattern])
            .unwrap_or_default();
        let names = names
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty());
        let settings = names.map(|name| {
            let name = String::from_utf8_lossy(name);
            match name.ends_with("required") {
                true => format!("{name}=false"),
                false => format!("{name}="),
            }
        });
        settings.collect()
    }

    fn changes(&self, commit: Option<&str>, max_bytes: u64) -> Result<Changes, GitFailure> {
        let mut paths = self.list(&["--others", "--exclude-per-directory=.gitignore"])?;
        let Some(base) = self.base(commit)? else {
            paths.extend(self.list(&["--cached"])?);
            return Ok(Changes {
                paths,
                before: Vec::new(),
                knows_before: true,
            });
        };
        let mut arguments: Vec<&OsStr> = [
            "diff-index",
            "--raw",
            "-z",
            "--no-renames",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=dirty",
        ]
        .map(OsStr::new)
        .to_vec();
        arguments.extend([OsStr::new(&base), OsStr::new("--"), &self.name]);
        let entries = entries(&self.ask(&arguments)?);
        let knows_before = entries.len() <= MOST_FORMER;
        let former = match knows_before {
            true => self.former(&entries, max_bytes)?,
            false => entries.iter().map(|_| Former::Unknown).collect(),
        };
        let mut changes = Changes {
            paths,
            before: Vec::new(),
            knows_before,
        };
        for (entry, former) in entries.iter().zip(former) {
            let path = self.top.join(path_of(&entry.path));
            match former {
                // The index was out of date; the content is the same.
                Former::Content(bytes) if is_same(&path, &bytes) => continue,
                Former::Content(bytes) => {
                    let name = String::from_utf8_lossy(&entry.path);
                    changes.before.push(Capture::new(name.clone(), name, bytes));
                }
                Former::Nothing => {}
                Former::Unknown => changes.knows_before = false,
            }
            changes.paths.push(path);
        }
        Ok(changes)
    }

    /// Paths listed by git.
    fn list(&self, which: &[&str]) -> Result<Vec<PathBuf>, GitFailure> {
        let mut arguments = vec![
            OsStr::new("ls-files"),
            OsStr::new("-z"),
            OsStr::new("--full-name"),
        ];
        arguments.extend(which.iter().map(OsStr::new));
        arguments.extend([OsStr::new("--"), &self.name]);
        let listed = self.ask(&arguments)?;
        let names = listed
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty());
        let paths = names.map(|name| {
            self.top
                .join(path_of(name.strip_suffix(b"/").unwrap_or(name)))
        });
        Ok(paths.collect())
    }

    /// The commit to compare with; `None` in a repository without commits.
    fn base(&self, commit: Option<&str>) -> Result<Option<String>, GitFailure> {
        let resolve = |name: &str| {
            let name = format!("{name}^{{commit}}");
            let told = self.ask_for(&[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &name,
            ]);
            told.ok().map(|id| text_of(&id))
        };
        let Some(name) = commit else {
            return Ok(resolve("HEAD"));
        };
        let missing = GitFailure::NoSuchCommit {
            shallow: self.shallow,
        };
        let named = resolve(name).ok_or(missing)?;
        let Some(head) = resolve("HEAD") else {
            return Ok(Some(named));
        };
        match self.ask_for(&["merge-base", &named, &head]) {
            Ok(id) => Ok(Some(text_of(&id))),
            Err(_) if self.shallow => Err(GitFailure::CutOff),
            // Two unrelated histories.
            Err(_) => Ok(Some(named)),
        }
    }

    /// Former content of files, in the order of the entries.
    fn former(&self, entries: &[Entry], max_bytes: u64) -> Result<Vec<Former>, GitFailure> {
        if entries.iter().all(|entry| !entry.was_file()) {
            return Ok(entries.iter().map(|_| Former::Nothing).collect());
        }
        let mut command = self.command();
        command.args(["cat-file", "--batch"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failure)?;
        let (Some(mut questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Ok(entries.iter().map(|_| Former::Unknown).collect());
        };
        let mut answers = BufReader::new(answers);
        let mut former = Vec::new();
        for entry in entries {
            former.push(match entry.was_file() {
                false => Former::Nothing,
                true => {
                    let id = &entry.former;
                    let asked = writeln!(questions, "{id}").and_then(|()| questions.flush());
                    asked
                        .and_then(|()| answer(&mut answers, max_bytes))
                        .unwrap_or(Former::Unknown)
                }
            });
        }
        drop(questions);
        // It ends by itself once its input is closed.
        let _ = child.wait();
        Ok(former)
    }
}

/// Former content of a file.
enum Former {
    /// It did not exist.
    Nothing,
    Content(Vec<u8>),
    /// Too long, or not in this clone.
    Unknown,
}

/// One answer of `cat-file --batch`: a line with the length, the content, a line break.
fn answer(answers: &mut impl BufRead, max_bytes: u64) -> io::Result<Former> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let length = head.trim_end().rsplit_once(" blob ");
    let Some(length) = length.and_then(|(_, length)| length.parse::<u64>().ok()) else {
        return Ok(Former::Unknown);
    };
    if length > max_bytes {
        io::copy(&mut answers.take(length + 1), &mut io::sink())?;
        return Ok(Former::Unknown);
    }
    let mut bytes = Vec::new();
    answers.take(length + 1).read_to_end(&mut bytes)?;
    bytes.pop();
    Ok(Former::Content(bytes))
}

/// A line of `diff-index --raw -z`.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    /// Former file mode: six octal digits.
    mode: String,
    /// Id of the former content.
    former: String,
    path: Vec<u8>,
}

impl Entry {
    /// Whether it was a regular file: not a link, a nested repository or a new file.
    fn was_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}

/// `:100644 100644 ID ID M\0path\0` …
fn entries(raw: &[u8]) -> Vec<Entry> {
    let mut parts = raw.split(|byte| *byte == 0);
    let mut entries = Vec::new();
    while let (Some(head), Some(path)) = (parts.next(), parts.next()) {
        let head = String::from_utf8_lossy(head);
        let mut words = head.trim_start_matches(':').split(' ');
        let (mode, former) = (words.next(), words.nth(1));
        if let (Some(mode), Some(former), false) = (mode, former, path.is_empty()) {
            entries.push(Entry {
                mode: mode.to_owned(),
                former: former.to_owned(),
                path: path.to_vec(),
            });
        }
    }
    entries
}

fn is_same(path: &Path, former: &[u8]) -> bool {
    let length = fs::symlink_metadata(path)
        .ok()
        .filter(fs::Metadata::is_file);
    length.is_some_and(|file| file.len() == former.len() as u64)
        && fs::read(path).is_ok_and(|bytes| bytes == former)
}

fn failure(error: io::Error) -> GitFailure {
    match error.kind() {
        io::ErrorKind::NotFound => GitFailure::NoProgram,
        _ => GitFailure::Other(error.to_string()),
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_differences_are_read_by_their_zero_bytes() {
        let id = "a".repeat(40);
        let none = "0".repeat(40);
        let raw = format!(
            ":100644 100644 {id} {none} M\0a b\n.sql\0:000000 100644 {none} {none} A\0new.sql\0:160000 160000 {id} {none} M\0module\0"
        );
        let entries = entries(raw.as_bytes());
        let told: Vec<(&[u8], bool)> = entries
            .iter()
            .map(|entry| (entry.path.as_slice(), entry.was_file()))
            .collect();
        assert_eq!(
            told,
            [
                (b"a b\n.sql".as_slice(), true),
                (b"new.sql".as_slice(), false),
                (b"module".as_slice(), false)
            ]
        );
    }

    #[test]
    fn answers_end_where_they_say() {
        let mut answers =
            b"id blob 3\nabc\nid missing\nid blob 9\n123456789\nid blob 0\n\n".as_slice();
        let mut next = || match answer(&mut answers, 5) {
            Ok(Former::Content(bytes)) => String::from_utf8(bytes).expect("text"),
            Ok(Former::Nothing) => "nothing".to_owned(),
            _ => "unknown".to_owned(),
        };
        assert_eq!(
            [next(), next(), next(), next()],
            ["abc", "unknown", "unknown", ""]
        );
    }

    #[test]
    fn a_folder_is_reached_by_what_changed_below_it() {
        let mut changed = ChangedFiles::default();
        changed.add(Changes {
            paths: vec![PathBuf::from("/r/a/b.sql"), PathBuf::from("/r/module")],
            before: Vec::new(),
            knows_before: true,
        });
        assert!(changed.reaches(Path::new("/r/a")) && !changed.reaches(Path::new("/r/c")));
        assert!(changed.contains(Path::new("/r/a/b.sql")) && !changed.contains(Path::new("/r/a")));
        assert!(changed.contains(Path::new("/r/module/x.sql")));
    }
}
