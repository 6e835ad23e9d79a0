//! Starts workers, waits for them no longer than a document may take, and keeps what they stumble over.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::family::{Family, Input};
use crate::worker::{MOST_TIME, Message, ORDER, Order};

/// Time for a worker to load the rules and the fixtures.
const MOST_TIME_TO_START: Duration = Duration::from_secs(120);

/// Findings of different kinds after which a campaign ends: there is enough to do.
const MOST_FINDINGS: usize = 20;

/// How long and which documents to try.
#[derive(Clone, Copy, Debug)]
pub struct Campaign {
    /// Chooses the documents.
    pub seed: u64,
    /// How long each family is tried.
    pub duration: Duration,
}

/// How a worker ended.
enum End {
    /// It did what it was told.
    Done,
    /// At the document it had begun, in this way.
    Died(String),
}

impl Campaign {
    /// Tries documents of a family until the time is over.
    pub fn run(self, family: &'static Family) -> Result<(), Failed> {
        let begun = Instant::now();
        let mut first = 0;
        let mut findings = Findings::default();
        loop {
            let duration = self.duration.saturating_sub(begun.elapsed());
            let order = Order::Stream {
                family,
                seed: self.seed,
                first,
                duration,
            };
            let mut current = None;
            let end = attend(&order, |message| match (message, current) {
                (Message::Begins(index), _) => current = Some(index),
                (Message::Violation(text), Some(index)) => findings.add(text, index),
                _ => {}
            })?;
            match (end, current) {
                (End::Done, _) => break,
                (End::Died(how), None) => {
                    return Err(format!("before the first document: {how}").into());
                }
                (End::Died(how), Some(index)) => {
                    findings.add(how, index);
                    first = index + 1;
                }
            }
            if findings.by_signature.len() >= MOST_FINDINGS || begun.elapsed() >= self.duration {
                break;
            }
        }
        findings.report(self, family)
    }
}

/// Examines one file or folder.
pub fn examine_file(path: &Path) -> Result<(), Failed> {
    let mut said = Vec::new();
    let order = Order::File(path.to_string_lossy().into_owned());
    let end = attend(&order, |message| {
        if let Message::Violation(text) = message {
            said.push(text);
        }
    })?;
    if let End::Died(how) = end {
        said.push(how);
    }
    if said.is_empty() {
        return Ok(());
    }
    Err(said.join("\n").into())
}

/// Runs a worker and listens to it.
fn attend(order: &Order, mut hear: impl FnMut(Message)) -> Result<End, Failed> {
    let mut worker = Command::new(std::env::current_exe()?)
        .env(ORDER, order.written())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let lines = listen(&mut worker);
    let complaint = last_words(&mut worker);
    // A slow document is tried twice by the worker itself.
    let mut patience = MOST_TIME_TO_START;
    loop {
        match lines.recv_timeout(patience) {
            Ok(line) => {
                patience = MOST_TIME * 6;
                if let Some(message) = Message::parse(&line) {
                    hear(message);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                worker.kill()?;
                worker.wait()?;
                return Ok(End::Died(format!("hangs: over {patience:?}")));
            }
        }
    }
    let status = worker.wait()?;
    if status.success() {
        return Ok(End::Done);
    }
    let complaint = complaint.join().unwrap_or_default();
    let first = complaint.lines().find(|line| !line.trim().is_empty());
    Ok(End::Died(format!(
        "{status}: {}",
        first.unwrap_or_default()
    )))
}

fn listen(worker: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = worker.stdout.take() {
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// What a worker writes to its standard error.
fn last_words(worker: &mut Child) -> thread::JoinHandle<String> {
    let stderr = worker.stderr.take();
    thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(stderr) = stderr {
            // What cannot be read is not known.
            let _ = stderr.take(64 * 1024).read_to_end(&mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// What was found, the same only once.
#[derive(Default)]
struct Findings {
    /// By what they say without numbers: the first document, and how many.
    by_signature: BTreeMap<String, Finding>,
}

struct Finding {
    text: String,
    index: u64,
    count: u64,
}

impl Findings {
    fn add(&mut self, text: String, index: u64) {
        let signature = text
            .chars()
            .take(160)
            .filter(|ch| !ch.is_ascii_digit())
            .collect();
        let new = Finding {
            text,
            index,
            count: 0,
        };
        self.by_signature.entry(signature).or_insert(new).count += 1;
    }

    fn report(self, campaign: Campaign, family: &Family) -> Result<(), Failed> {
        if self.by_signature.is_empty() {
            return Ok(());
        }
        let material = family.material();
        let mut lines = vec![String::new()];
        for finding in self.by_signature.into_values() {
            let stem = format!("{}-{}-{}", family.name, campaign.seed, finding.index);
            let path = keep(&stem, &material.input(campaign.seed, finding.index))?;
            lines.push(format!(
                "{} ({} times)\n    {}",
                finding.text,
                finding.count,
                path.display()
            ));
        }
        lines.push(
            "Examine one again: FACHCHECK_FUZZ_INPUT=<path> cargo test --test fuzz".to_owned(),
        );
        Err(lines.join("\n").into())
    }
}

/// Writes a document where the next build does not lose it.
fn keep(stem: &str, input: &Input) -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("fuzz")
        .join(stem);
    let mut kept = folder.clone();
    for (name, bytes) in &input.files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        std::fs::write(&path, bytes)?;
        if input.files.len() == 1 {
            kept = path;
        }
    }
    Ok(kept)
}
