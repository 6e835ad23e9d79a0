//! The process that does errands for the language server, supervised like other verbs in `supervise`: a document that
//! crashes the process is named to the next one, which skips it. It is tried again once its text has changed.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::journal::{self, Attempt, Entry, Piece, State};
use super::supervise::{JournalFile, death, note};
use crate::editor::{ErrandProcess, OpenTexts, receive_parcel, send_parcel};

/// The environment variable that tells a process to do errands.
pub const VARIABLE: &str = "FACHCHECK_ERRANDS";

/// How many processes may crash on one errand before it is given up.
const MOST_DEATHS: usize = 20;

/// A process that does errands, and its replacements.
pub struct WatchedErrands {
    program: PathBuf,
    arguments: Vec<OsString>,
    journal: JournalFile,
    running: Option<Running>,
    lost: Vec<LostPiece>,
    /// The last requested judgement: a new process repeats it before it gives advice.
    latest: Vec<u8>,
    /// Whether a process already crashed on this errand without having begun anything.
    forgiven: bool,
}

struct Running {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    attempt: Attempt,
}

/// A piece of work that crashed a process.
struct LostPiece {
    piece: Piece,
    cause: String,
    /// The open texts it read.
    texts: OpenTexts,
}

impl WatchedErrands {
    /// Prepares the process; `None` if no process can be started.
    pub fn new(arguments: Vec<OsString>) -> Option<Self> {
        let mut errands = Self {
            program: std::env::current_exe().ok()?,
            arguments,
            journal: JournalFile::create().ok()?,
            running: None,
            lost: Vec::new(),
            latest: Vec::new(),
            forgiven: false,
        };
        errands.running = Some(errands.start(Attempt::Run).ok()?);
        Some(errands)
    }

    fn start(&self, attempt: Attempt) -> io::Result<Running> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.env(VARIABLE, "1");
        command.env(journal::VARIABLE, &self.journal.0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        if attempt.is_slow() {
            command.env("RAYON_NUM_THREADS", "1");
        }
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a process without pipes"));
        };
        Ok(Running {
            child,
            input,
            output,
            attempt,
        })
    }

    /// One attempt; `None` if the process crashed.
    fn exchange(&mut self, errand: &[u8], attempt: Attempt) -> io::Result<Option<Vec<u8>>> {
        let lost = self.lost.iter();
        let lost = lost.map(|lost| Entry::Lost(lost.piece.clone(), lost.cause.clone()));
        let entries: Vec<Entry> = [Entry::Attempt(attempt)].into_iter().chain(lost).collect();
        std::fs::write(&self.journal.0, [])?;
        note(&self.journal.0, &entries)?;
        if self
            .running
            .as_ref()
            .is_some_and(|one| one.attempt != attempt)
        {
            self.running = None;
        }
        if self.running.is_none() {
            self.running = Some(self.start(attempt)?);
        }
        let Some(running) = &mut self.running else {
            return Ok(None);
        };
        // Errors of a crashed process are ignored; the missing answer shows it.
        let sent = send_parcel(&mut running.input, errand);
        let answer = sent.and_then(|()| receive_parcel(&mut running.output));
        Ok(answer.ok().flatten())
    }

    /// Determines what a process crashed on, and whether the next one does one piece of work at a time.
    fn bury(&mut self, attempt: Attempt, texts: &OpenTexts) -> Result<Attempt, String> {
        let died = self.running.take().map(|mut running| {
            drop(running.input);
            running.child.wait()
        });
        let cause = match died {
            Some(Ok(status)) => death(status).unwrap_or_else(|| status.to_string()),
            Some(Err(error)) => error.to_string(),
            None => String::new(),
        };
        let state = State::read(&self.journal.0).map_err(|error| error.to_string())?;
        let pieces = match state.open.as_slice() {
            // It crashed before it began anything, or was killed while waiting: retry once.
            [] if std::mem::replace(&mut self.forgiven, true) => return Err(cause),
            [] => return Ok(attempt),
            // With concurrent work it is unclear which piece it was.
            [_, _, ..] if !attempt.is_slow() => return Ok(Attempt::SlowRun),
            pieces => pieces,
        };
        for piece in pieces {
            self.lost.push(LostPiece {
                piece: piece.clone(),
                cause: cause.clone(),
                texts: read_by(piece, texts),
            });
        }
        Ok(attempt)
    }

    fn judge(&mut self, errand: &[u8], texts: &OpenTexts) -> Result<Vec<u8>, String> {
        self.lost
            .retain(|lost| lost.texts == read_by(&lost.piece, texts));
        self.forgiven = false;
        let mut attempt = Attempt::Run;
        let mut last = String::new();
        for _ in 0..MOST_DEATHS {
            match self.exchange(errand, attempt) {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => attempt = self.bury(attempt, texts)?,
                Err(error) => return Err(error.to_string()),
            }
            last = self.lost.last().map_or(last, |lost| lost.cause.clone());
        }
        Err(last)
    }
}

impl ErrandProcess for WatchedErrands {
    fn carry_out(&mut self, errand: &[u8], texts: Option<&OpenTexts>) -> Result<Vec<u8>, String> {
        if let Some(texts) = texts {
            self.latest = errand.to_vec();
            return self.judge(errand, texts);
        }
        let attempt = self.running.as_ref().map(|running| running.attempt);
        let answer = self.exchange(errand, attempt.unwrap_or(Attempt::Run));
        if let Ok(Some(answer)) = answer {
            return Ok(answer);
        }
        // The advice is lost; the next request starts from the same judgement.
        let running = self.running.take();
        drop(running.map(|mut running| {
            drop(running.input);
            running.child.wait()
        }));
        let latest = std::mem::take(&mut self.latest);
        let _ = self.exchange(&latest, Attempt::Run);
        self.latest = latest;
        Err("the process that tries changes died".to_owned())
    }
}

impl Drop for WatchedErrands {
    fn drop(&mut self) {
        if let Some(Running {
            mut child, input, ..
        }) = self.running.take()
        {
            // It ends when its input is closed.
            drop(input);
            let _ = child.wait();
        }
    }
}

/// The open texts that a piece of work reads: its document's, or all of them for a whole application.
fn read_by(piece: &Piece, texts: &OpenTexts) -> OpenTexts {
    let name = piece.document.as_deref().map(Path::new);
    let texts = texts.iter();
    texts
        .filter(|(path, _)| name.is_none_or(|name| path.ends_with(name)))
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_document_is_tried_again_once_its_own_text_has_changed() {
        let open = |a: &str, b: &str| {
            let texts = [("/x/sub/a.sql", a), ("/x/b.sql", b)];
            let texts = texts.map(|(path, text)| (PathBuf::from(path), Arc::from(text)));
            OpenTexts::from(texts)
        };
        let piece = |document: Option<&str>| Piece {
            application: "x".to_owned(),
            document: document.map(str::to_owned),
        };
        let read = |document, a, b| read_by(&piece(document), &open(a, b));
        let lost = read(Some("sub/a.sql"), "1", "1");
        assert_eq!(lost, read(Some("sub/a.sql"), "1", "2"));
        assert_ne!(lost, read(Some("sub/a.sql"), "2", "1"));
        assert_ne!(read(None, "1", "1"), read(None, "1", "2"));
        assert_eq!(read(Some("c.sql"), "1", "1"), OpenTexts::new());
    }
}
