//! The conversation with an editor: notifications, requests, and when to judge texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Event;
use super::address::{address_of, path_of};
use super::advice::{AdviceAsked, TELL_DECISIONS};
use super::errand::{Done, Errand};
use super::hover::hover;
use super::judgement::{Judgement, Mark, Snapshot};
use super::position::EditorRange;
use super::protocol::{
    self, AboutText, ActionsAsked, AtPosition, Cancelled, Changed, CommandAsked, FolderChanges,
    InitializeParams, Opened, QUICK_FIX,
};
use super::voice::Voice;
use super::wire::Arrival;
use crate::texts::{Language, harmless_lines};

/// How long a text must stay unchanged before it is judged again.
const PAUSE: Duration = Duration::from_millis(300);

/// State of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`.
    New,
    Running,
    /// After `shutdown`.
    ShutDown,
}

/// An open text.
struct OpenText {
    /// The URI the editor uses.
    address: String,
    version: i64,
    text: Arc<str>,
}

/// A request for changes that waits for a judgement.
struct OpenQuestion {
    id: RequestId,
    path: PathBuf,
    range: EditorRange,
}

/// What the other thread is doing.
#[derive(Debug)]
enum Busy {
    Judging,
    /// Looking for changes in the texts of this revision. Without id: the request was cancelled.
    Advising(Option<RequestId>, u64),
}

/// The server's side of a conversation.
pub struct Server<'o> {
    voice: Voice<'o>,
    errands: Sender<Errand>,
    /// Language from the command line.
    own_language: Option<Language>,
    /// Language of the editor, if it is one of ours.
    editor_language: Option<Language>,
    phase: Phase,
    versioned_changes: bool,
    folders: Vec<PathBuf>,
    open: BTreeMap<PathBuf, OpenText>,
    /// Incremented with every change of a text.
    revision: u64,
    /// When to judge next.
    due: Option<Instant>,
    busy: Option<Busy>,
    latest: Judgement,
    /// Files that currently show marks.
    marked: BTreeSet<PathBuf>,
    /// The last message about folders that cannot be judged.
    refusals: Vec<String>,
    questions: Vec<OpenQuestion>,
}

impl<'o> Server<'o> {
    pub fn new(
        out: &'o mut dyn Write,
        errands: Sender<Errand>,
        own_language: Option<Language>,
    ) -> Self {
        Self {
            voice: Voice::new(out, own_language.unwrap_or_default()),
            errands,
            own_language,
            editor_language: None,
            phase: Phase::New,
            versioned_changes: false,
            folders: Vec::new(),
            open: BTreeMap::new(),
            revision: 0,
            due: None,
            busy: None,
            latest: Judgement::default(),
            marked: BTreeSet::new(),
            refusals: Vec::new(),
            questions: Vec::new(),
        }
    }

    /// Runs until the editor is gone; returns the exit code.
    ///
    /// # Errors
    /// I/O errors of the output.
    pub fn run(mut self, events: &Receiver<Event>) -> io::Result<u8> {
        loop {
            let event = match self.patience() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(patience) => events.recv_timeout(patience),
            };
            let gone = match event {
                Ok(Event::Arrived(Arrival::Message(Message::Notification(told)))) => {
                    let is_exit = told.method == "exit";
                    self.told(told)?;
                    is_exit
                }
                Ok(Event::Arrived(Arrival::Message(Message::Request(request)))) => {
                    self.asked(request)?;
                    false
                }
                // The server sends no requests, so it expects no responses.
                Ok(Event::Arrived(Arrival::Message(Message::Response(_)))) => false,
                Ok(Event::Arrived(Arrival::Broken(broken))) => {
                    self.voice.refuse(&broken)?;
                    false
                }
                Ok(Event::Done(Done::Judged(judgement))) => {
                    self.judged(*judgement)?;
                    false
                }
                Ok(Event::Done(Done::Advised(actions))) => {
                    self.advised(actions)?;
                    false
                }
                Err(RecvTimeoutError::Timeout) => false,
                Ok(Event::Ended) | Err(RecvTimeoutError::Disconnected) => true,
            };
            if gone {
                return Ok(u8::from(self.phase != Phase::ShutDown));
            }
            self.go_on()?;
        }
    }

    /// How long to wait for the next event; `None` means forever.
    fn patience(&self) -> Option<Duration> {
        let due = self.due.filter(|_| self.busy.is_none())?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    /// Starts the next errand if none is running.
    fn go_on(&mut self) -> io::Result<()> {
        if self.busy.is_some() || self.phase != Phase::Running {
            return Ok(());
        }
        // A waiting request is a reason to judge at once.
        let is_due = |due: Instant| due <= Instant::now() || !self.questions.is_empty();
        if self.due.is_some_and(is_due) {
            self.due = None;
            self.busy = Some(Busy::Judging);
            let texts = self.open.iter();
            let snapshot = Snapshot {
                revision: self.revision,
                folders: self.folders.clone(),
                open: texts
                    .map(|(path, open)| (path.clone(), open.text.clone()))
                    .collect(),
            };
            let language = self.own_language.or(self.editor_language);
            return self.send_out(Errand::Judge(snapshot, language));
        }
        while self.busy.is_none() && self.due.is_none() && !self.questions.is_empty() {
            let question = self.questions.remove(0);
            let about_finding = {
                let mut marks = self.latest.marks_at(&question.path, question.range);
                marks.any(|mark| mark.finding.is_some())
            };
            if !about_finding {
                self.voice.answer(question.id, json!([]))?;
                continue;
            }
            self.busy = Some(Busy::Advising(Some(question.id), self.revision));
            let texts = self.open.iter();
            let asked = AdviceAsked {
                revision: self.latest.revision,
                path: question.path,
                range: question.range,
                open: texts
                    .map(|(path, open)| (path.clone(), (open.address.clone(), open.version)))
                    .collect(),
                versioned: self.versioned_changes,
            };
            self.send_out(Errand::Advise(Box::new(asked)))?;
        }
        Ok(())
    }

    fn send_out(&mut self, errand: Errand) -> io::Result<()> {
        let sent = self.errands.send(errand);
        sent.map_err(|_| io::Error::other("the thread that judges has ended"))
    }

    // ── Notifications ─────────────────────────────────────────────────────────────────────────────────────

    fn told(&mut self, told: Notification) -> io::Result<()> {
        if self.phase != Phase::Running {
            return Ok(());
        }
        // Notifications with unreadable parameters are ignored; they have no answer.
        match told.method.as_str() {
            "textDocument/didOpen" => {
                let opened = read::<Opened>(told.params).ok();
                opened.map_or(Ok(()), |opened| self.opened(opened))
            }
            "textDocument/didChange" => {
                let changed = read::<Changed>(told.params).ok();
                changed.map_or(Ok(()), |changed| self.changed(changed))
            }
            "textDocument/didClose" => {
                let closed = read::<AboutText>(told.params).ok();
                closed.map_or(Ok(()), |closed| self.closed(&closed))
            }
            // Other files may have changed along with it, settings included.
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.judge_after(Duration::ZERO);
                Ok(())
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Ok(FolderChanges { event }) = read(told.params) {
                    let removed = event.removed.iter();
                    let removed: Vec<PathBuf> =
                        removed.filter_map(|folder| path_of(&folder.uri)).collect();
                    self.folders.retain(|folder| !removed.contains(folder));
                    let added = event.added.iter();
                    self.folders
                        .extend(added.filter_map(|folder| path_of(&folder.uri)));
                    self.judge_after(Duration::ZERO);
                }
                Ok(())
            }
            "$/cancelRequest" => match read::<Cancelled>(told.params) {
                Ok(Cancelled { id }) => self.cancel(&id),
                Err(_) => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn opened(&mut self, opened: Opened) -> io::Result<()> {
        let Opened { text_document } = opened;
        if let Some(path) = path_of(&text_document.uri) {
            let open = OpenText {
                address: text_document.uri,
                version: text_document.version,
                text: text_document.text.into(),
            };
            self.open.insert(path, open);
            self.judge_after(Duration::ZERO);
        }
        Ok(())
    }

    fn changed(&mut self, changed: Changed) -> io::Result<()> {
        let named = changed.text_document;
        let open = path_of(&named.uri).and_then(|path| self.open.get_mut(&path));
        if let Some(open) = open {
            open.version = named.version.unwrap_or(open.version + 1);
            let text = protocol::changed(open.text.to_string(), changed.content_changes);
            open.text = text.into();
            self.judge_after(PAUSE);
        }
        Ok(())
    }

    fn closed(&mut self, closed: &AboutText) -> io::Result<()> {
        let path = path_of(&closed.text_document.uri);
        let Some(path) = path.filter(|path| self.open.contains_key(path)) else {
            return Ok(());
        };
        let address = self.address(&path);
        self.open.remove(&path);
        self.judge_after(Duration::ZERO);
        // Marks that other open texts cause come back with the next judgement.
        if self.marked.remove(&path)
            && let Some(address) = address
        {
            self.voice.publish(&address, None, &[])?;
        }
        Ok(())
    }

    fn judge_after(&mut self, pause: Duration) {
        self.revision += 1;
        self.due = Some(Instant::now() + pause);
    }

    fn cancel(&mut self, id: &RequestId) -> io::Result<()> {
        let known = self.questions.len();
        self.questions.retain(|question| question.id != *id);
        let was_waiting = self.questions.len() < known;
        let is_under_way = match &mut self.busy {
            Some(Busy::Advising(asked, _)) if asked.as_ref() == Some(id) => {
                *asked = None;
                true
            }
            _ => false,
        };
        match was_waiting || is_under_way {
            true => self.voice.fail(
                id.clone(),
                ErrorCode::RequestCanceled,
                "editor.cancelled",
                &[],
            ),
            // It was answered already.
            false => Ok(()),
        }
    }

    // ── Requests ──────────────────────────────────────────────────────────────────────────────────────────

    fn asked(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        match (self.phase, method.as_str()) {
            (Phase::New, "initialize") => self.initialize(id, params),
            (Phase::New, _) => {
                self.voice
                    .fail(id, ErrorCode::ServerNotInitialized, "editor.not-begun", &[])
            }
            (Phase::ShutDown, _) => {
                self.voice
                    .fail(id, ErrorCode::InvalidRequest, "editor.shut-down", &[])
            }
            (_, "initialize") => {
                self.voice
                    .fail(id, ErrorCode::InvalidRequest, "editor.begun-already", &[])
            }
            (_, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.voice.answer(id, Value::Null)
            }
            (_, "textDocument/hover") => match read(params) {
                Ok(at) => self.hover(id, &at),
                Err(cause) => self.voice.misunderstood(id, &method, &cause),
            },
            (_, "textDocument/codeAction") => match read(params) {
                Ok(asked) => self.actions(id, &asked),
                Err(cause) => self.voice.misunderstood(id, &method, &cause),
            },
            (_, "workspace/executeCommand") => match read(params) {
                Ok(asked) => self.command(id, &asked),
                Err(cause) => self.voice.misunderstood(id, &method, &cause),
            },
            _ => {
                let values: [(&str, &dyn Display); 1] = [("method", &method)];
                self.voice.fail(
                    id,
                    ErrorCode::MethodNotFound,
                    "editor.unknown-request",
                    &values,
                )
            }
        }
    }

    fn initialize(&mut self, id: RequestId, params: Value) -> io::Result<()> {
        let params: InitializeParams = match read(params) {
            Ok(params) => params,
            Err(cause) => return self.voice.misunderstood(id, "initialize", &cause),
        };
        let folders = params.folders();
        self.folders = folders.into_iter().filter_map(path_of).collect();
        self.versioned_changes = params.knows_versioned_changes();
        let spoken = params.locale.as_deref().unwrap_or_default();
        let spoken = spoken.split(['-', '_']).next().unwrap_or_default();
        self.editor_language = [Language::De, Language::En]
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(spoken));
        let language = self.own_language.or(self.editor_language);
        self.voice.language = language.unwrap_or_default();
        self.phase = Phase::Running;
        let answer = json!({
            "capabilities": {
                "positionEncoding": "utf-16",
                "textDocumentSync": { "openClose": true, "change": 1, "save": {} },
                "hoverProvider": true,
                "codeActionProvider": { "codeActionKinds": [QUICK_FIX] },
                "executeCommandProvider": { "commands": [TELL_DECISIONS] },
                "workspace": {
                    "workspaceFolders": { "supported": true, "changeNotifications": true },
                },
            },
            "serverInfo": { "name": "fachcheck", "version": env!("CARGO_PKG_VERSION") },
        });
        self.voice.answer(id, answer)
    }

    fn hover(&mut self, id: RequestId, at: &AtPosition) -> io::Result<()> {
        let place = EditorRange {
            start: at.position,
            end: at.position,
        };
        let path = path_of(&at.text_document.uri);
        let marks: Vec<&Mark> = path
            .iter()
            .flat_map(|path| self.latest.marks_at(path, place))
            .collect();
        let answer = match marks.first() {
            Some(first) => json!({
                "contents": { "kind": "markdown", "value": hover(&self.latest, &marks) },
                "range": first.range,
            }),
            None => Value::Null,
        };
        self.voice.answer(id, answer)
    }

    fn actions(&mut self, id: RequestId, asked: &ActionsAsked) -> io::Result<()> {
        let path = path_of(&asked.text_document.uri);
        match path.filter(|_| asked.context.wants_quick_fixes()) {
            Some(path) => {
                let range = asked.range;
                self.questions.push(OpenQuestion { id, path, range });
                Ok(())
            }
            None => self.voice.answer(id, json!([])),
        }
    }

    fn command(&mut self, id: RequestId, asked: &CommandAsked) -> io::Result<()> {
        let told = asked.arguments.first().and_then(Value::as_str);
        match told.filter(|_| asked.command == TELL_DECISIONS) {
            Some(told) => {
                self.voice.show(3, &harmless_lines(told))?;
                self.voice.answer(id, Value::Null)
            }
            None => {
                let values: [(&str, &dyn Display); 1] = [("method", &asked.command)];
                self.voice.fail(
                    id,
                    ErrorCode::InvalidParams,
                    "editor.unknown-request",
                    &values,
                )
            }
        }
    }

    // ── Results ───────────────────────────────────────────────────────────────────────────────────────────

    fn judged(&mut self, judgement: Judgement) -> io::Result<()> {
        self.busy = None;
        let shown = judgement.marks.keys().chain(self.open.keys());
        let shown: BTreeSet<PathBuf> = shown.chain(&self.marked).cloned().collect();
        self.marked = judgement.marks.keys().cloned().collect();
        for path in shown {
            let marks = judgement.marks.get(&path).map_or(&[][..], Vec::as_slice);
            let version = self.open.get(&path).map(|open| open.version);
            // A text that changed since is judged again right away, and its positions have moved.
            let is_stale = judgement.revision != self.revision && version.is_some();
            if let Some(address) = self.address(&path).filter(|_| !is_stale) {
                self.voice.publish(&address, version, marks)?;
            }
        }
        if self.refusals != judgement.refusals {
            self.refusals.clone_from(&judgement.refusals);
            for refusal in &judgement.refusals {
                self.voice.show(1, &harmless_lines(refusal))?;
            }
        }
        self.latest = judgement;
        Ok(())
    }

    fn advised(&mut self, actions: Vec<Value>) -> io::Result<()> {
        let Some(Busy::Advising(Some(id), revision)) = self.busy.take() else {
            return Ok(());
        };
        if revision == self.revision {
            return self.voice.answer(id, json!(actions));
        }
        self.voice
            .fail(id, ErrorCode::ContentModified, "editor.changed-since", &[])
    }

    /// The URI the editor uses for a file.
    fn address(&self, path: &Path) -> Option<String> {
        match self.open.get(path) {
            Some(open) => Some(open.address.clone()),
            None => address_of(path),
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|cause| cause.to_string())
}
