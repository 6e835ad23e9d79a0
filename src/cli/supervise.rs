//! Watching over the process that reads documents. It is the same program with the same arguments; when it dies, what
//! it died of is looked for, named in the report as not read, and the run begins anew.
//!
//! A run that nothing happens to costs one more process, which waits.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::journal::{self, Attempt, Entry, Piece, State};
use crate::texts::{Language, filled, translated};

/// How many heaps the GNU C library makes; other systems do not know it.
const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Verbs that read documents.
const WATCHED: [&str; 5] = ["audit", "check", "fix", "procure", "dump"];

/// Processes that may die before the run is given up.
const MOST_DEATHS: usize = 100;

/// Signals by which people and systems ask a process to end: hang-up, interrupt, quit, terminate.
#[cfg(unix)]
const REQUESTS: [i32; 4] = [1, 2, 3, 15];

/// Runs the program in a process of its own and returns its exit code; nothing if it can as well run in this one:
/// nothing is read, or no process can be started.
pub fn run(arguments: &[OsString]) -> Option<u8> {
    let is_watched = |argument: &OsString| WATCHED.iter().any(|verb| argument == verb);
    // Who is asked at the keyboard needs it.
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

/// A journal that is removed when the run is over.
pub struct JournalFile(pub PathBuf);

impl JournalFile {
    /// A new one, with a name of its own.
    ///
    /// # Errors
    /// Those of the folder for temporary files.
    pub fn create() -> io::Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let moment = now.map_or(0, |since| since.as_nanos());
        let name = format!("fachcheck-{}-{moment}.journal", std::process::id());
        let folder = std::env::temp_dir();
        sweep(&folder, SystemTime::now());
        let path = folder.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // It holds the names of documents, which are nobody else's business.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?;
        Ok(Self(path))
    }
}

/// How long a journal lies before it can be nobody's any more.
const STALE: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// Removes journals of processes that were killed together with the one that watched them.
fn sweep(folder: &Path, now: SystemTime) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with("fachcheck-") && name.ends_with(".journal")) {
            continue;
        }
        // What cannot be asked about or removed belongs to somebody else.
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

/// What is watched over.
struct Watch<'a> {
    program: PathBuf,
    arguments: &'a [OsString],
    journal: &'a Path,
}

/// What to do after a process died.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Note this, and try again.
    Try(Vec<Entry>, Attempt),
    /// Nothing is known that could be left out.
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
        // The other end of a pipe: the process ends when this one does, however that comes about.
        command.stdin(Stdio::piped());
        // The GNU C library gives threads heaps of their own, eight for each core, and what documents leave in each of
        // them is not given back: one for each core is as fast.
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

    /// Names what will stand in the report as not read.
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
                // Names of scanned files may hold control characters.
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

/// Writes entries at the end of a journal.
///
/// # Errors
/// Those of the file.
pub fn note(journal: &Path, entries: &[Entry]) -> io::Result<()> {
    // What was being written when a process died ends here.
    let mut lines = b"\n".to_vec();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry)?;
        lines.push(b'\n');
    }
    let mut file = OpenOptions::new().append(true).open(journal)?;
    file.write_all(&lines)
}

/// What to do after a search for what a process died of came to its end.
fn after_search(state: &State) -> Attempt {
    let last_run = state.attempts.iter().rposition(|attempt| attempt.is_run());
    let searches = state.attempts.len() - last_run.map_or(0, |at| at + 1);
    // A search that only one process took part in found nothing: what was done side by side was too much together.
    match searches {
        1 => Attempt::SlowRun,
        _ => Attempt::Run,
    }
}

/// What to do after a process died of what was open then.
fn after_death(state: &State, attempt: Attempt, cause: &str) -> Next {
    let lost = |piece: &Piece| Entry::Lost(piece.clone(), cause.to_owned());
    match (state.open.as_slice(), attempt) {
        ([], _) => Next::GiveUp,
        ([piece], _) => Next::Try(vec![lost(piece)], attempt),
        // One piece of work at a time was promised; whatever this is, it comes to an end.
        (pieces, _) if attempt.is_slow() => Next::Try(pieces.iter().map(lost).collect(), attempt),
        (pieces, _) => {
            let suspects = pieces.iter().cloned().map(Entry::Suspect).collect();
            let runs = state.attempts.iter().filter(|attempt| attempt.is_run());
            // Where a second one is, there may be many: they are looked for at once, not one in each run.
            let search = match runs.count() {
                0 | 1 => Attempt::Suspects,
                _ => Attempt::Unread,
            };
            Next::Try(suspects, search)
        }
    }
}

/// How a process died, in English; nothing if it ended by itself, or because it was asked to.
#[cfg(unix)]
pub fn death(status: ExitStatus) -> Option<String> {
    use std::os::unix::process::ExitStatusExt;
    let signal = status.signal()?;
    (!REQUESTS.contains(&signal)).then(|| format!("ended by signal {signal}"))
}

/// How a process died, in English; nothing if it ended by itself.
#[cfg(not(unix))]
pub fn death(status: ExitStatus) -> Option<String> {
    // Exceptions have codes beyond those of programs.
    let code = status.code().filter(|code| !(0..=255).contains(code))?;
    Some(format!("ended with code {code}"))
}

fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        // As shells say it.
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
