//! Databases in operation. The tests start servers of their own, where the programs are installed, and say so
//! where they are not; `FACHCHECK_NEEDS_SERVERS=1` makes that a failure. SQLite is always tested.
#![cfg(feature = "database")]

#[path = "database/refusals.rs"]
mod refusals;
#[path = "database/servers.rs"]
mod servers;
#[path = "database/sqlite_files.rs"]
mod sqlite_files;

mod support;

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fachcheck::gap::GapReason;
use fachcheck::inventory::{Application, ApplicationKind, Artefact, ArtefactTarget, Inventory};
use fachcheck::source::{Capture, Limits, Setting, Sources, WalkOptions};
use servers::free_port;
use support::{check, documents, lost, online, run_over};

/// What no report and no log may ever hold.
const PASSWORD: &str = "ge-heim-7";

fn application(url: &str) -> Application {
    Application {
        id: "APP-1".to_owned(),
        name: "APP-1".to_owned(),
        artefacts: vec![Artefact {
            id: "db".to_owned(),
            target: ArtefactTarget::Database(url.to_owned()),
            format: None,
            auth_ref: None,
            label: None,
        }],
        kind: ApplicationKind::Api,
        ..Application::default()
    }
}

/// The one gap of reading a database.
fn reason(url: &str, limits: Limits) -> (GapReason, String) {
    let report = run_over(Path::new("."), limits, vec![application(url)]);
    let text = serde_json::to_string(&report).expect("a report");
    assert!(!text.contains(PASSWORD), "{text}");
    let mut gaps = lost(&report);
    assert_eq!(gaps.len(), 1, "{url}: {gaps:?}");
    let (document, reason, detail) = gaps.remove(0);
    assert!(!document.contains('@'), "{document}");
    (reason, detail)
}

/// The script that is made of a database, and what the reader of SQL makes of it.
fn script(url: &str) -> (String, String) {
    let inventory = Inventory::default();
    // A busy machine is no defect: what is asked here is what is read, not how fast.
    let limits = Limits {
        timeout: Duration::from_secs(300),
        ..online()
    };
    let sources = Sources::open(&Setting {
        inventory: &inventory,
        limits: &limits,
        walk: WalkOptions::default(),
        topic: support::shipped::vocabulary().topic(),
    });
    let captures: Mutex<Vec<Capture>> = Mutex::default();
    let gaps = sources.acquire(&application(url), &|capture| {
        captures.lock().expect("no panic").push(capture);
    });
    assert_eq!(gaps, []);
    let captures = captures.into_inner().expect("no panic");
    let [capture] = captures.as_slice() else {
        panic!("one document");
    };
    shown(capture)
}

fn shown(capture: &Capture) -> (String, String) {
    let (_, parsed, gaps) = support::parse(capture);
    let mut dump: String = parsed.schemas.iter().map(|schema| schema.dump()).collect();
    for gap in gaps {
        dump.push_str(&format!(
            "! {} {:?} {}\n",
            gap.place, gap.reason, gap.detail
        ));
    }
    let text = capture.text().expect("a text").as_str().to_owned();
    assert!(
        !text.contains("Geheim"),
        "rows of people stay where they are"
    );
    (text, dump)
}

fn assert_shown(name: &str, (text, dump): (String, String)) {
    insta::with_settings!({ snapshot_path => "database", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, format!("{text}\n-- as it is read --\n{dump}"));
    });
}

// ── Servers ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn servers_that_are_not_there_or_say_nothing_are_gaps() {
    for scheme in ["postgresql", "mysql"] {
        let closed = free_port();
        let url = format!("{scheme}://leser:{PASSWORD}@127.0.0.1:{closed}/ewo");
        assert_eq!(reason(&url, online()).0, GapReason::Unreachable);
        let url = format!("{scheme}://leser:{PASSWORD}@gibt-es-nicht.invalid/ewo");
        assert_eq!(reason(&url, online()).0, GapReason::UnknownHost);

        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = silent.local_addr().expect("a bound port").port();
        let url = format!("{scheme}://leser:{PASSWORD}@127.0.0.1:{port}/ewo");
        let impatient = Limits {
            timeout: Duration::from_secs(1),
            ..online()
        };
        let started = Instant::now();
        let (what, detail) = reason(&url, impatient);
        assert_eq!(what, GapReason::TimedOut, "{scheme}: {detail}");
        assert!(started.elapsed() < Duration::from_secs(8));
    }
}

#[test]
fn servers_that_speak_nonsense_are_gaps() {
    for scheme in ["postgresql", "mysql"] {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = server.local_addr().expect("a bound port").port();
        std::thread::spawn(move || {
            for mut stream in server.incoming().flatten() {
                let _: std::io::Result<()> = TcpStream::write_all(&mut stream, &[0xFF; 4096]);
            }
        });
        let url = format!("{scheme}://leser:{PASSWORD}@127.0.0.1:{port}/ewo");
        let limits = Limits {
            timeout: Duration::from_secs(2),
            ..online()
        };
        reason(&url, limits);
    }
}

// ── SQLite ──────────────────────────────────────────────────────────────────────────────────────────────
