//! What tests of whole runs share: a request, and a web server small enough to misbehave in every way.
#![allow(
    dead_code,
    reason = "each test file is a program of its own and uses a part"
)]

pub mod choice;
pub mod document;
pub mod grammar;
pub mod json_schema;
pub mod judging;
pub mod mutate;
pub mod packed;
pub mod reading;
pub mod shipped;
pub mod yaml;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fachcheck::format::{self, Parsed};
use fachcheck::gap::{Gap, GapReason, Stage};
use fachcheck::inventory::{
    Application, ApplicationKind, ApplicationUrl, Artefact, ArtefactTarget, Inventory,
};
use fachcheck::model::{Browser, Origin};
use fachcheck::record::{Report, Scope};
use fachcheck::run::{Request, Silent, run_with};
use fachcheck::source::{Capture, Limits, WalkOptions};

/// Parses a capture under the shipped vocabulary.
pub fn parse(capture: &Capture) -> (Option<&'static str>, Parsed, Vec<Gap>) {
    format::parse(capture, shipped::vocabulary().topic())
}

/// A server on a free port of this machine. Each connection is answered once and closed.
pub struct Server {
    pub address: SocketAddr,
    hits: Arc<AtomicUsize>,
}

impl Server {
    /// Answers requests by their path, as raw bytes.
    pub fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let answer = Arc::new(answer);
        let hits = Arc::new(AtomicUsize::new(0));
        let server = Self {
            address,
            hits: hits.clone(),
        };
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (answer, hits) = (answer.clone(), hits.clone());
                std::thread::spawn(move || {
                    let Some(path) = read_path(&mut stream) else {
                        return;
                    };
                    hits.fetch_add(1, Ordering::SeqCst);
                    answer(&path, &mut stream);
                });
            }
        });
        server
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Requests so far.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

fn read_path(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 64 * 1024 || stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    head.split(' ').nth(1).map(str::to_owned)
}

/// Sends a whole answer.
pub fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    // The client may have hung up already; that is what some tests are about.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

/// Limits that keep tests short.
pub fn online() -> Limits {
    Limits {
        online: true,
        allow_loopback: true,
        timeout: Duration::from_secs(5),
        max_bytes: 2 * 1024 * 1024,
        ..Limits::default()
    }
}

/// An application whose sample are these addresses.
pub fn application(id: &str, addresses: &[String]) -> Application {
    Application {
        id: id.to_owned(),
        name: id.to_owned(),
        urls: addresses
            .iter()
            .map(|url| ApplicationUrl {
                url: url.clone(),
                sample: Some(true),
                ..ApplicationUrl::default()
            })
            .collect(),
        ..Application::default()
    }
}

/// An application without a user interface, with artefacts below the root: patterns are globs, the rest are paths.
pub fn with_artefacts(id: &str, targets: &[&str]) -> Application {
    Application {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: ApplicationKind::Api,
        artefacts: targets
            .iter()
            .map(|target| Artefact {
                id: (*target).to_owned(),
                target: if target.contains('*') {
                    ArtefactTarget::Glob((*target).to_owned())
                } else {
                    ArtefactTarget::Path((*target).to_owned())
                },
                format: None,
                auth_ref: None,
                label: None,
            })
            .collect(),
        ..Application::default()
    }
}

/// What an audit of an inventory asks for, by the shipped rules.
pub fn audit_request(inventory: Inventory, today: jiff::civil::Date) -> Request {
    Request {
        inventory,
        notices: Vec::new(),
        book: shipped::book(),
        limits: Limits::default(),
        scope: Scope::Audit,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        browser: Browser::Static,
        today,
    }
}

/// Runs the corridor over some applications.
pub fn run_over(root: &Path, limits: Limits, applications: Vec<Application>) -> Report {
    let inventory = Inventory {
        root: root.to_owned(),
        applications: applications
            .into_iter()
            .map(|application| (application.id.clone(), application))
            .collect(),
        ..Inventory::default()
    };
    let request = Request {
        limits,
        ..audit_request(inventory, jiff::civil::date(2026, 11, 23))
    };
    run_with(&request, shipped::vocabulary(), &Silent)
}

/// What `check PATH` does.
pub fn check(path: &Path) -> Report {
    check_with(path, Vec::new())
}

/// The same with what is judged beside the application's own work.
pub fn check_with(path: &Path, include: Vec<Origin>) -> Report {
    let name = path.display().to_string();
    let application = Application {
        root: Some(path.to_owned()),
        ..with_artefacts(&name, &[""])
    };
    let mut request = Request {
        inventory: Inventory::default(),
        notices: Vec::new(),
        book: shipped::book(),
        limits: Limits::default(),
        scope: Scope::Check,
        selection: None,
        walk: WalkOptions {
            respect_ignore: true,
            ..WalkOptions::default()
        },
        explain: false,
        acceptance: None,
        include,
        browser: Browser::Static,
        today: jiff::civil::date(2026, 11, 23),
    };
    request.inventory.applications.insert(name, application);
    run_with(&request, shipped::vocabulary(), &Silent)
}

/// Gaps of fetching: document, reason, detail.
pub fn lost(report: &Report) -> Vec<(String, GapReason, String)> {
    report
        .applications
        .iter()
        .flat_map(|application| &application.gaps)
        .filter(|gap| gap.stage == Stage::Acquire)
        .map(|gap| (gap.place.document.clone(), gap.reason, gap.detail.clone()))
        .collect()
}

/// Names of the documents that were read.
pub fn documents(report: &Report) -> Vec<&str> {
    report
        .applications
        .iter()
        .flat_map(|application| &application.documents)
        .map(|document| document.document.as_str())
        .collect()
}
