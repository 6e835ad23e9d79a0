//! Supervises the process that reads documents. It is the same program with the same arguments. When it crashes, the
//! supervisor searches for the cause, has it reported as not read, and starts the run again.
//!
//! A run without incidents only costs one more process, which waits.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::journal::{self, Attempt, Entry, Piece, State};
use crate::texts::{Language, filled, translated};

/// The number of heaps used by the GNU C library; other systems ignore it.
const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Verbs that read documents.
const WATCHED: [&str; 5] = ["audit", "check", "fix", "procure", "dump"];

/// How many processes may crash before the run is given up.
const MOST_DEATHS: usize = 100;

/// Signals by which people and systems ask a process to end: SIGHUP, SIGINT, SIGQUIT, SIGTERM.
#[cfg(unix)]
const REQUESTS: [i32; 4] = [1, 2, 3, 15];

/// Runs the program in a supervised process and returns its exit code. `None` if it can run in this one: because
/// nothing is read, or because no process can be started.
pub fn run(arguments: &[OsString]) -> Option<u8> {
    let is_watched = |argument: &OsString| WATCHED.iter().any(|verb| argument == verb);
    // Interactive verbs need the keyboard.
    let asks = |pair: &[OsString]| pair[0] == "procure" && pair[1] == "interview";
    if arguments.windows(2).any(asks) {
        return None;
    }
    if std::env::var_os(journal::VARIABLE).is_some() || !arguments.iter().any(is_watched) {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let file = JournalFile::create().ok()?;
    let watch = Watch {
        program,
        arguments: arguments.get(1..)?,
        journal: &file.0,
    };
    watch.run().ok()
}

/// A journal file that is removed after the run.
pub struct JournalFile(pub PathBuf);

impl JournalFile {
    /// Creates one with a unique name.
    ///
    /// # Errors
    /// I/O errors of the folder for temporary files.
    pub fn create() -> io::Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let moment = now.map_or(0, |since| since.as_nanos());
        let name = format!("fachcheck-{}-{moment}.journal", std::process::id());
        let folder = std::env::temp_dir();
        sweep(&folder, SystemTime::now());
        let path = folder.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // It contains names of documents, which must stay private.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?;
        Ok(Self(path))
    }
}

/// The age after which a journal no longer belongs to any process.
const STALE: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// Removes journals of processes that were killed together with their supervisor.
fn sweep(folder: &Path, now: SystemTime) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with("fachcheck-") && name.ends_with(".journal")) {
            continue;
        }
        // A file that cannot be queried or removed belongs to someone else.
        let is_stale = entry.metadata().ok().is_some_and(|data| {
            let written = data.modified().ok();
            let age = written.and_then(|written| now.duration_since(written).ok());
            data.is_file() && age.is_some_and(|age| age > STALE)
        });
        if is_stale {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Drop for JournalFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A supervised run.
struct Watch<'a> {
    program: PathBuf,
    arguments: &'a [OsString],
    journal: &'a Path,
}

/// What to do after a crash.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Record these entries and try again.
    Try(Vec<Entry>, Attempt),
    /// There is nothing known that could be left out.
    GiveUp,
}

impl Watch<'_> {
    fn run(&self) -> io::Result<u8> {
        let mut attempt = Attempt::Run;
        let mut deaths = 0;
        loop {
            self.note(&[Entry::Attempt(attempt)])?;
            let status = self.start(attempt)?;
            let Some(cause) = death(status) else {
                if attempt.is_run() || status.code() != Some(0) {
                    return Ok(exit_code(status));
                }
                attempt = after_search(&State::read(self.journal)?);
                continue;
            };
            deaths += 1;
            let state = State::read(self.journal)?;
            let next = match deaths < MOST_DEATHS {
                true => after_death(&state, attempt, &cause),
                false => Next::GiveUp,
            };
            match next {
                Next::Try(entries, next) => {
                    self.say_lost(&entries);
                    self.note(&entries)?;
                    attempt = next;
                }
                Next::GiveUp => {
                    let language = self.language();
                    let cause = translated("gap.detail-", &cause, language).unwrap_or(cause);
                    self.say(&filled("cli.died", language, &[("cause", &cause)]));
                    return Ok(2);
                }
            }
        }
    }

    fn start(&self, attempt: Attempt) -> io::Result<ExitStatus> {
        let mut command = Command::new(&self.program);
        command.args(self.arguments);
        command.env(journal::VARIABLE, self.journal);
        // The other end of a pipe, so that the process ends whenever this one does.
        command.stdin(Stdio::piped());
        // The GNU C library gives threads eight heaps per core, and memory left in them by documents is not released.
        // One heap per core is just as fast.
        if std::env::var_os(HEAPS).is_none() {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            command.env(HEAPS, cores.to_string());
        }
        if attempt.is_slow() {
            command.env("RAYON_NUM_THREADS", "1");
        }
        let mut child = command.spawn()?;
        let pipe = child.stdin.take();
        let status = child.wait();
        drop(pipe);
        status
    }

    fn note(&self, entries: &[Entry]) -> io::Result<()> {
        note(self.journal, entries)
    }

    fn language(&self) -> Language {
        let english = |pair: &[OsString]| pair[0] == "--lang" && pair[1] == "en";
        let is_english = self.arguments.windows(2).any(english)
            || self
                .arguments
                .iter()
                .any(|argument| argument == "--lang=en");
        match is_english {
            true => Language::En,
            false => Language::De,
        }
    }

    /// Announces what the report will list as not read.
    fn say_lost(&self, entries: &[Entry]) {
        for entry in entries {
            if let Entry::Lost(
                Piece {
                    application,
                    document,
                },
                _,
            ) = entry
            {
                let name = document.as_ref().unwrap_or(application);
                // Names of scanned files may contain control characters.
                let name = name.escape_debug();
                self.say(&filled("cli.left-out", self.language(), &[("name", &name)]));
            }
        }
    }

    fn say(&self, message: &str) {
        let quiet = |argument: &OsString| argument == "--quiet" || argument == "-q";
        if !self.arguments.iter().any(quiet) {
            let _ = writeln!(io::stderr(), "{message}");
        }
    }
}

/// Appends entries to a journal.
///
/// # Errors
/// I/O errors of the file.
pub fn note(journal: &Path, entries: &[Entry]) -> io::Result<()> {
    // Terminates a line that a crashed process left incomplete.
    let mut lines = b"\n".to_vec();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry)?;
        lines.push(b'\n');
    }
    let mut file = OpenOptions::new().append(true).open(journal)?;
    file.write_all(&lines)
}

/// What to do after the search for a crash's cause has ended.
fn after_search(state: &State) -> Attempt {
    let last_run = state.attempts.iter().rposition(|attempt| attempt.is_run());
    let searches = state.attempts.len() - last_run.map_or(0, |at| at + 1);
    // The first search found nothing, so perhaps the concurrent work was too much: continue one piece at a time.
    match searches {
        1 => Attempt::SlowRun,
        _ => Attempt::Run,
    }
}

/// What to do after a process crashed with some work open.
fn after_death(state: &State, attempt: Attempt, cause: &str) -> Next {
    let lost = |piece: &Piece| Entry::Lost(piece.clone(), cause.to_owned());
    match (state.open.as_slice(), attempt) {
        ([], _) => Next::GiveUp,
        ([piece], _) => Next::Try(vec![lost(piece)], attempt),
        // It did one piece of work at a time, so whatever is open is given up.
        (pieces, _) if attempt.is_slow() => Next::Try(pieces.iter().map(lost).collect(), attempt),
        (pieces, _) => {
            let suspects = pieces.iter().cloned().map(Entry::Suspect).collect();
            let runs = state.attempts.iter().filter(|attempt| attempt.is_run());
            // After a second one there may be many: search for all at once instead of one per run.
            let search = match runs.count() {
                0 | 1 => Attempt::Suspects,
                _ => Attempt::Unread,
            };
            Next::Try(suspects, search)
        }
    }
}

/// How a process crashed, in English; `None` if it ended by itself or was asked to.
#[cfg(unix)]
pub fn death(status: ExitStatus) -> Option<String> {
    use std::os::unix::process::ExitStatusExt;
    let signal = status.signal()?;
    (!REQUESTS.contains(&signal)).then(|| format!("ended by signal {signal}"))
}

/// How a process crashed, in English; `None` if it ended by itself.
#[cfg(not(unix))]
pub fn death(status: ExitStatus) -> Option<String> {
    // Exceptions have codes outside the range of exit codes.
    let code = status.code().filter(|code| !(0..=255).contains(code))?;
    Some(format!("ended with code {code}"))
}

fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        // As in shells.
        return u8::try_from(128 + signal).unwrap_or(2);
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_journals_that_lie_for_days_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["fachcheck-1-1.journal", "other.journal", "fachcheck-1.txt"];
        for name in names {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let left = || fs::read_dir(folder.path()).expect("a folder").count();
        let now = SystemTime::now();
        sweep(folder.path(), now);
        assert_eq!(left(), names.len());
        sweep(folder.path(), now + STALE + Duration::from_secs(60));
        assert_eq!(left(), names.len() - 1);
        assert!(!folder.path().join(names[0]).exists());
    }
}
