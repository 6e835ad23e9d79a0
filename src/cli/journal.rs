//! The journal in which the process that reads documents tells its supervisor which work has begun but not ended, in
//! case it crashes. A stack overflow, a failed allocation or an assertion in foreign code ends a process at once, and
//! nothing inside it can contain that.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::run::{Admission, Work};

/// The environment variable that tells a process that it is supervised, and where its journal is.
pub const VARIABLE: &str = "FACHCHECK_JOURNAL";

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The supervisor starts a process.
    Attempt(Attempt),
    /// This piece of work is suspected.
    Suspect(Piece),
    /// This piece of work was given up, for this reason.
    Lost(Piece, String),
    /// A piece of work began.
    Begin(Piece),
    /// A piece of work is done.
    End(Piece),
}

/// [`Work`] in stored form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// Id of the application.
    pub application: String,
    /// The document; `None` for the application as a whole.
    pub document: Option<String>,
}

impl From<Work<'_>> for Piece {
    fn from(work: Work<'_>) -> Self {
        Self {
            application: work.application.to_owned(),
            document: work.document.map(str::to_owned),
        }
    }
}

/// The purpose of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attempt {
    /// The whole run.
    Run,
    /// The whole run, one piece of work at a time.
    SlowRun,
    /// Only the suspected pieces of work, one at a time, to see which of them crash.
    Suspects,
    /// All documents not read by any process so far, one at a time, to see which of them crash.
    Unread,
}

impl Attempt {
    /// Whether it does one piece of work at a time.
    pub fn is_slow(self) -> bool {
        self != Self::Run
    }

    /// Whether it ends with a report.
    pub fn is_run(self) -> bool {
        matches!(self, Self::Run | Self::SlowRun)
    }
}

/// The content of a journal.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The attempts so far.
    pub attempts: Vec<Attempt>,
    /// Work that the last attempt began but did not end.
    pub open: Vec<Piece>,
    /// Suspected work that was not cleared since.
    pub suspects: HashSet<Piece>,
    /// Work that did not crash.
    pub done: HashSet<Piece>,
    /// Work that was given up, and why.
    pub lost: Vec<(Piece, String)>,
}

impl State {
    /// Reads a journal.
    ///
    /// # Errors
    /// I/O errors of the file.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        // Ignore an incomplete line of a crashed process.
        let entries = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        Ok(entries.fold(Self::default(), Self::with))
    }

    fn with(mut self, entry: Entry) -> Self {
        match entry {
            Entry::Attempt(attempt) => {
                self.attempts.push(attempt);
                self.open.clear();
            }
            Entry::Suspect(piece) => {
                self.done.remove(&piece);
                self.suspects.insert(piece);
            }
            Entry::Lost(piece, cause) => {
                self.suspects.remove(&piece);
                self.lost.push((piece, cause));
            }
            Entry::Begin(piece) => self.open.push(piece),
            Entry::End(piece) => {
                self.open.retain(|open| *open != piece);
                self.suspects.remove(&piece);
                self.done.insert(piece);
            }
        }
        self
    }

    /// How a piece of work is handled in an attempt.
    fn admit(&self, attempt: Attempt, piece: &Piece) -> Admission {
        if let Some((_, cause)) = self.lost.iter().find(|(lost, _)| lost == piece) {
            return Admission::Lost(cause.clone());
        }
        if attempt.is_run() {
            return Admission::Granted;
        }
        // An application is judged from all of its documents.
        let whole = Piece {
            document: None,
            ..piece.clone()
        };
        let wanted = self.suspects.contains(piece)
            || self.suspects.contains(&whole)
            || (attempt == Attempt::Unread
                && piece.document.is_some()
                && !self.done.contains(piece));
        match wanted {
            true => Admission::Granted,
            false => Admission::Skipped,
        }
    }
}

/// A journal being written.
#[derive(Debug)]
pub struct Journal {
    attempt: Attempt,
    former: State,
    pages: Mutex<Pages>,
}

#[derive(Debug)]
struct Pages {
    file: File,
    /// Ends are written together with the next beginning. If the process ends first, the work counts as begun, which
    /// costs a second look but no verdict.
    unwritten: Vec<u8>,
}

impl Journal {
    /// The journal of this process; `None` if it is not supervised.
    pub fn of_this_process() -> Option<Self> {
        let path = std::env::var_os(VARIABLE)?;
        let path = Path::new(&path);
        let former = State::read(path).ok()?;
        let attempt = *former.attempts.last()?;
        let file = OpenOptions::new().append(true).open(path).ok()?;
        let pages = Mutex::new(Pages {
            file,
            unwritten: Vec::new(),
        });
        Some(Self {
            attempt,
            former,
            pages,
        })
    }

    /// The purpose of this process.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// Records that a piece of work begins, if it is admitted.
    pub fn begin(&self, work: Work<'_>) -> Admission {
        let piece = Piece::from(work);
        let admission = self.former.admit(self.attempt, &piece);
        if admission == Admission::Granted {
            self.note(&Entry::Begin(piece), true);
        }
        #[cfg(debug_assertions)]
        die_at(work, &admission);
        admission
    }

    /// Records that a piece of work is done.
    pub fn end(&self, work: Work<'_>) {
        self.note(&Entry::End(work.into()), self.attempt.is_slow());
    }

    fn note(&self, entry: &Entry, now: bool) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let Pages { file, unwritten } = &mut *pages;
        if serde_json::to_writer(&mut *unwritten, entry).is_err() {
            return;
        }
        unwritten.push(b'\n');
        if now {
            // A journal that cannot be written is no reason to lose the run.
            let _ = file.write_all(unwritten);
            unwritten.clear();
        }
    }
}

/// Crashes on a document named by tests.
#[cfg(debug_assertions)]
fn die_at(work: Work<'_>, admission: &Admission) {
    let deadly = std::env::var("FACHCHECK_TEST_ABORT").unwrap_or_default();
    let name = work.document.unwrap_or(work.application);
    let is_deadly = deadly
        .split(',')
        .any(|end| !end.is_empty() && name.ends_with(end));
    if *admission == Admission::Granted && is_deadly {
        std::process::abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(document: &str) -> Piece {
        Piece {
            application: "APP-1".to_owned(),
            document: Some(document.to_owned()),
        }
    }

    #[test]
    fn a_line_cut_short_hides_nothing_behind_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let entries = [
            Entry::Attempt(Attempt::Run),
            Entry::Begin(piece("a.sql")),
            Entry::Begin(piece("b\n.sql")),
            Entry::End(piece("a.sql")),
        ];
        let line = |entry| serde_json::to_string(entry).expect("it can be written");
        let lines: Vec<String> = entries.iter().map(line).collect();
        let text = format!("\n{}\n{{\"begin\":{{\"app\n", lines.join("\n"));
        std::fs::write(&path, text).expect("a file");
        let state = State::read(&path).expect("a journal");
        assert_eq!(state.attempts, [Attempt::Run]);
        assert_eq!(state.open, [piece("b\n.sql")]);
        assert!(state.done.contains(&piece("a.sql")));
    }

    #[test]
    fn a_search_does_what_is_suspected_and_nothing_that_is_lost() {
        let entries = [
            Entry::Attempt(Attempt::Run),
            Entry::Begin(piece("a.sql")),
            Entry::Begin(piece("b.sql")),
            Entry::Suspect(piece("a.sql")),
            Entry::Suspect(piece("b.sql")),
            Entry::Lost(piece("b.sql"), "ended by signal 6".to_owned()),
        ];
        let state = entries.into_iter().fold(State::default(), State::with);
        let lost = Admission::Lost("ended by signal 6".to_owned());
        for (attempt, name, expected) in [
            (Attempt::Suspects, "a.sql", Admission::Granted),
            (Attempt::Suspects, "b.sql", lost.clone()),
            (Attempt::Suspects, "c.sql", Admission::Skipped),
            (Attempt::Unread, "c.sql", Admission::Granted),
            (Attempt::Run, "b.sql", lost),
            (Attempt::Run, "c.sql", Admission::Granted),
        ] {
            assert_eq!(state.admit(attempt, &piece(name)), expected, "{name}");
        }
    }
}
