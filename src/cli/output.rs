//! Output files of verbs: written completely or not at all, and never over something else.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, IntoInnerError};
use std::path::{Path, PathBuf};

use super::common;
use crate::problem::Problems;
pub use crate::problem::io_cause as cause;
use crate::report::{Content, FileSink};
use crate::texts::{filled, text};

/// Lock file beside the reports; only its holder may write there. The system releases the lock with the process, so a
/// killed run leaves none behind, only the file.
const LOCK: &str = ".lock";

/// How often the lock file is opened anew if it was replaced while it was being locked.
const TRIES: usize = 100;

/// Where a set of files is built before it gets its name.
const UNFINISHED: &str = ".unfinished";

/// A folder with one set of files per run, claimed exclusively by this run.
///
/// A set is written beside the others and appears under its name at once, by renaming; earlier sets are never touched.
/// So neither a kill nor a full disk leaves half a report.
pub struct Shelf {
    base: PathBuf,
    /// Held until the shelf is dropped.
    _lock: Lock,
}

/// A lock on a folder: a file in it, removed when the lock is released so that it is not passed on with the folder.
struct Lock {
    path: PathBuf,
    /// `None` if the drive knows no locks.
    file: Option<File>,
}

impl Lock {
    fn claim(base: &Path) -> Result<Self, Problems> {
        let path = base.join(LOCK);
        refuse_link(&path)?;
        Self::claim_at(path, base, is_at)
    }

    fn claim_at(
        path: PathBuf,
        base: &Path,
        is_at: impl Fn(&File, &Path) -> bool,
    ) -> Result<Self, Problems> {
        let mut tries = 0;
        loop {
            tries += 1;
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
                .map_err(|error| reports_unwritable(&path, &error))?;
            match file.try_lock() {
                // Some drives make up the identity of a file whenever they are asked.
                Ok(()) if tries == TRIES || is_at(&file, &path) => {
                    let file = Some(file);
                    return Ok(Self { path, file });
                }
                // Its last holder removed the file between opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(common::problem(
                        "OUT",
                        &base.display().to_string(),
                        |language| text("cli.folder-in-use", language).to_owned(),
                    ));
                }
                // Some network drives don't support locks, which is no reason to lose the run.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { path, file: None });
                }
                Err(TryLockError::Error(error)) => return Err(reports_unwritable(&path, &error)),
            }
        }
    }
}

/// Whether a path still leads to an open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |open: fs::Metadata, named: fs::Metadata| {
        (open.dev(), open.ino()) == (named.dev(), named.ino())
    };
    file.metadata()
        .and_then(|open| Ok(same(open, fs::symlink_metadata(path)?)))
        .unwrap_or(false)
}

/// Elsewhere a file that is open keeps its name until it is closed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only the holder removes the file, while it still holds the lock.
        if self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Shelf {
    /// Claims the folder, and creates it if necessary.
    ///
    /// # Errors
    /// Another run has claimed it, or it is not writable.
    pub fn claim(base: &Path) -> Result<Self, Problems> {
        fs::create_dir_all(base).map_err(|error| reports_unwritable(base, &error))?;
        Ok(Self {
            base: base.to_owned(),
            _lock: Lock::claim(base)?,
        })
    }

    /// Begins a set of files, which appears on the shelf once it is [finished](FileSet::finish).
    ///
    /// # Errors
    /// The shelf is not writable.
    pub fn begin(&self) -> Result<FileSet<'_>, Problems> {
        let folder = self.base.join(UNFINISHED);
        remove(&folder)?;
        fs::create_dir_all(&folder).map_err(|error| reports_unwritable(&folder, &error))?;
        Ok(FileSet {
            shelf: self,
            folder,
        })
    }

    fn free(&self, name: &str) -> PathBuf {
        let taken = |path: &PathBuf| path.symlink_metadata().is_ok();
        let numbered = (2u32..).map(|number| self.base.join(format!("{name}-{number}")));
        std::iter::once(self.base.join(name))
            .chain(numbered)
            .find(|path| !taken(path))
            .unwrap_or_else(|| self.base.join(name))
    }
}

/// Files of one run that are not on the shelf yet; removed if dropped unfinished.
pub struct FileSet<'a> {
    shelf: &'a Shelf,
    folder: PathBuf,
}

impl FileSet<'_> {
    /// Writes a file of the set: its path within the set, and the function that writes its content.
    ///
    /// # Errors
    /// A problem that names the file.
    pub fn write(&self, path: &Path, write: &mut Content<'_>) -> Result<(), Problems> {
        let target = self.folder.join(path);
        // Name the final path, not the temporary one.
        let failed = |error: &io::Error| reports_unwritable(&self.shelf.base.join(path), error);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(&error))?;
        }
        write_new(&target, write).map_err(|error| failed(&error))
    }

    /// Puts the set on the shelf under a name, or with the next free number (`2026-11-23-2`). Returns the folder of the
    /// set.
    ///
    /// # Errors
    /// It cannot be renamed; nothing then appears on the shelf.
    pub fn finish(self, name: &str) -> Result<PathBuf, Problems> {
        let target = self.shelf.free(name);
        fs::rename(&self.folder, &target).map_err(|error| reports_unwritable(&target, &error))?;
        Ok(target)
    }
}

impl Drop for FileSet<'_> {
    fn drop(&mut self) {
        // Only after an error, which is the one to report; a finished set is no longer here.
        let _ = remove(&self.folder);
    }
}

/// Puts the files of a report format into a set.
pub struct InSet<'a> {
    /// The set.
    pub set: &'a FileSet<'a>,
    /// Folder of the format within the set; empty for single-file formats.
    pub folder: &'a Path,
}

impl FileSink for InSet<'_> {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        let written = self.set.write(&self.folder.join(path), write);
        written.map_err(io::Error::other)
    }
}

/// Puts the files of a report format into a folder that may contain older ones.
pub struct InFolder<'a>(pub &'a Path);

impl FileSink for InFolder<'_> {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()> {
        let target = self.0.join(path);
        make_folder(target.parent().unwrap_or(self.0))
            .and_then(|()| replace_with(&target, write))
            .map_err(io::Error::other)
    }
}

/// Writes a file beside its place and renames it, so that it has either the old content or the new. Devices and pipes
/// are written to directly.
///
/// # Errors
/// The path is a link, or could not be written.
pub fn replace(target: &Path, bytes: &[u8]) -> Result<(), Problems> {
    replace_with(target, &mut |out| out.write_all(bytes))
}

/// Like [`replace`], with a function that writes the content.
///
/// # Errors
/// The path is a link, or could not be written.
pub fn replace_with(target: &Path, write: &mut Content<'_>) -> Result<(), Problems> {
    refuse_link(target)?;
    let failed = |error: io::Error| unwritable(target, &error);
    if fs::metadata(target).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        let mut device = OpenOptions::new()
            .write(true)
            .open(target)
            .map_err(failed)?;
        return write(&mut device).map_err(failed);
    }
    let Some(name) = target.file_name() else {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}", std::process::id()));
    let beside = target.with_file_name(beside);
    let written = write_new(&beside, write).and_then(|()| fs::rename(&beside, target));
    written.map_err(|error| {
        // A file with that name that already existed is not ours to remove.
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = fs::remove_file(&beside);
        }
        failed(error)
    })
}

/// Writes several files: all beside their places before the first is renamed, so that a full disk changes nothing.
/// Creates folders.
///
/// # Errors
/// A file is a link, or could not be written.
pub fn replace_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Problems> {
    let beside = |target: &Path| {
        let mut name = std::ffi::OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}", std::process::id()));
        target.with_file_name(name)
    };
    let mut written: Vec<&Path> = Vec::new();
    let mut write = || {
        for (target, bytes) in files {
            refuse_link(target)?;
            if let Some(parent) = target
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
            {
                make_folder(parent)?;
            }
            let failed = |error: io::Error| unchanged(target, &error);
            // Recorded first, so that a partial file is removed as well.
            written.push(target);
            write_new(&beside(target), &mut |out| out.write_all(bytes)).map_err(failed)?;
        }
        Ok(())
    };
    let result = write();
    if result.is_err() {
        for target in written {
            let _ = fs::remove_file(beside(target));
        }
        return result;
    }
    for (target, _) in files {
        fs::rename(beside(target), target).map_err(|error| unwritable(target, &error))?;
    }
    Ok(())
}

/// Replaces the content of several existing files: all are written beside their places before the first is renamed.
/// Keeps their permissions.
///
/// # Errors
/// A file is a link, or could not be written.
pub fn replace_contents(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Problems> {
    let rights: Vec<_> = files
        .iter()
        .map(|(target, _)| fs::metadata(target).ok().map(|meta| meta.permissions()))
        .collect();
    replace_all(files)?;
    for ((target, _), rights) in files.iter().zip(rights) {
        if let Some(rights) = rights {
            fs::set_permissions(target, rights).map_err(|error| unwritable(target, &error))?;
        }
    }
    Ok(())
}

/// Creates a folder and its parents.
///
/// # Errors
/// A problem that names the folder.
pub fn make_folder(folder: &Path) -> Result<(), Problems> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

/// Writes a new file, creating its parent folders; the file must not exist.
///
/// # Errors
/// A problem that names the file.
pub fn create(target: &Path, bytes: &[u8]) -> Result<(), Problems> {
    if let Some(parent) = target.parent() {
        make_folder(parent)?;
    }
    write_new(target, &mut |out| out.write_all(bytes)).map_err(|error| unwritable(target, &error))
}

/// Creates all files, or none if one of them exists.
///
/// # Errors
/// A problem for each file that exists, or the one that cannot be written.
pub fn create_all(files: &[(PathBuf, String)]) -> Result<(), Problems> {
    let taken = files
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok());
    let problems: Vec<_> = taken
        .flat_map(|(path, _)| {
            let exists = |language| text("cli.file-exists", language).to_owned();
            common::problem("OUT", &path.display().to_string(), exists).0
        })
        .collect();
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    files
        .iter()
        .try_for_each(|(path, content)| create(path, content.as_bytes()))
}

fn write_new(target: &Path, write: &mut Content<'_>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create_new(target)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(IntoInnerError::into_error)?;
    // A name must not refer to content that is still on its way to the disk.
    file.sync_all()
}

/// Rejects links, which could lead to any file of ours.
fn refuse_link(path: &Path) -> Result<(), Problems> {
    // Links of the system itself, such as /dev/stdout, lead to a pipe or terminal.
    let device = fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if path.is_symlink() && !device {
        return Err(common::problem(
            "OUT",
            &path.display().to_string(),
            |language| text("cli.output-link", language).to_owned(),
        ));
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), Problems> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(folder, &error)),
        _ => Ok(()),
    }
}

/// The problem that a file named by the user cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Problems {
    common::problem("ARG", &path.display().to_string(), |language| {
        filled(
            "cli.unreadable",
            language,
            &[("cause", &cause(error, language))],
        )
    })
}

fn unwritable(path: &Path, error: &io::Error) -> Problems {
    not_written("cli.unwritable", path, error)
}

/// The problem that the reports of a run cannot be written.
fn reports_unwritable(path: &Path, error: &io::Error) -> Problems {
    not_written("cli.unwritable-reports", path, error)
}

/// The problem that one of several files cannot be changed, so that none was.
fn unchanged(path: &Path, error: &io::Error) -> Problems {
    not_written("cli.unwritable-unchanged", path, error)
}

fn not_written(key: &str, path: &Path, error: &io::Error) -> Problems {
    common::problem("OUT", &path.display().to_string(), |language| {
        filled(key, language, &[("cause", &cause(error, language))])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(shelf: &Shelf, content: &str) -> PathBuf {
        let set = shelf.begin().expect("begun");
        for path in ["report.json", "csv/tasks.csv"] {
            set.write(Path::new(path), &mut |out| {
                out.write_all(content.as_bytes())
            })
            .expect("written");
        }
        set.finish("2026-11-23").expect("put")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_drive_that_makes_up_identities_can_be_claimed() {
        let base = tempfile::tempdir().expect("folder");
        let path = base.path().join(LOCK);
        let lock = Lock::claim_at(path, base.path(), |_, _| false).expect("claimed");
        assert!(lock.file.is_some());
    }

    #[test]
    fn a_second_set_of_one_name_gets_a_number() {
        let base = tempfile::tempdir().expect("folder");
        let shelf = Shelf::claim(base.path()).expect("claimed");
        let first = put(&shelf, "first");
        let second = put(&shelf, "second");
        assert!(second.ends_with("2026-11-23-2"));
        let content = fs::read_to_string(first.join("csv/tasks.csv")).expect("file");
        assert_eq!(content, "first");
    }

    #[test]
    fn a_folder_is_claimed_by_one_run_at_a_time() {
        let base = tempfile::tempdir().expect("folder");
        let shelf = Shelf::claim(base.path()).expect("claimed");
        assert!(Shelf::claim(base.path()).is_err());
        drop(shelf);
        assert!(Shelf::claim(base.path()).is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_away_and_what_fails_leaves_nothing() {
        let base = tempfile::tempdir().expect("folder");
        fs::create_dir(base.path().join(UNFINISHED)).expect("folder");
        fs::write(base.path().join(UNFINISHED).join("report.json"), "half").expect("file");
        let shelf = Shelf::claim(base.path()).expect("claimed");
        let set = shelf.begin().expect("begun");
        set.write(Path::new("csv"), &mut |_| Ok(()))
            .expect("written");
        let problems = set
            .write(Path::new("csv/tasks.csv"), &mut |_| Ok(()))
            .expect_err("no folder");
        drop(set);
        assert!(
            problems.0[0].file.ends_with("tasks.csv"),
            "{}",
            problems.0[0].file
        );
        assert_eq!(names(base.path()), [LOCK]);
        drop(shelf);
        assert!(names(base.path()).is_empty());
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let base = tempfile::tempdir().expect("folder");
        let target = base.path().join("report.html");
        replace(&target, b"old").expect("written");
        replace(&target, b"new").expect("written");
        assert_eq!(fs::read(&target).expect("file"), b"new");
        assert_eq!(names(base.path()), ["report.html"]);
        assert!(replace(base.path(), b"x").is_err());
        assert!(replace(&base.path().join("missing/report.html"), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_and_a_device_is_written_to() {
        let base = tempfile::tempdir().expect("folder");
        let precious = base.path().join("precious");
        fs::write(&precious, "kept").expect("file");
        let link = base.path().join("report.html");
        std::os::unix::fs::symlink(&precious, &link).expect("link");
        assert!(replace(&link, b"x").is_err());
        assert_eq!(fs::read_to_string(&precious).expect("file"), "kept");
        replace(Path::new("/dev/null"), b"x").expect("written");
    }
}
