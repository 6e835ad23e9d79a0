//! A source tree of many files beside ripgrep, which counts the words of the vocabulary in the same tree.
//!
//! `cargo bench --bench tree`; the figures are worth something only in relation to each other. The tree is
//! generated: ten languages, one file in thirty holds a word. Without ripgrep (`rg`) only our own figures are
//! printed.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// One file in so many concerns gender.
const RARE: usize = 30;
/// Files of the trees that are compared: memory should not grow with them.
const SIZES: [usize; 2] = [2_000, 20_000];
/// The words people would look for.
const WORDS: &str = "geschl|gender|sex|anrede|salutation|honorific|männlich|weiblich";

fn main() {
    println!("files   tool        wall s   cpu s   files/s     MB/s   peak MB");
    for files in SIZES {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = tree(folder.path(), files);
        let fachcheck = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_fachcheck"));
            command.args(["check", "--quiet", "--offline", "--format", "jsonl"]);
            command
        };
        let ripgrep = || {
            let mut command = Command::new("rg");
            command.args(["--ignore-case", "--count", "--no-ignore", "--hidden", WORDS]);
            command
        };
        let ours = measure(fachcheck, folder.path());
        let theirs = measure(ripgrep, folder.path());
        for (name, figures) in [("fachcheck", &ours), ("ripgrep", &theirs)] {
            let Some(figures) = figures else {
                println!("{files:<7} {name:<9} not installed");
                continue;
            };
            let wall = figures.wall.as_secs_f64().max(1e-3);
            println!(
                "{files:<7} {name:<9} {wall:>8.2} {:>7.2} {:>9.0} {:>8.1} {:>9.1}",
                figures.cpu,
                files as f64 / wall,
                bytes as f64 / 1e6 / wall,
                figures.peak_kib as f64 / 1024.0,
            );
        }
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            println!(
                "{files:<7} CPU time, fachcheck : ripgrep = {:.1} : 1",
                ours.cpu / theirs.cpu.max(0.01)
            );
        }
    }
}

struct Figures {
    wall: Duration,
    /// Seconds on all cores.
    cpu: f64,
    peak_kib: u64,
}

/// The best of several runs; the first fills the file cache. Nothing: the program is not there.
fn measure(command: impl Fn() -> Command, folder: &Path) -> Option<Figures> {
    const RUNS: usize = 4;
    let mut best: Option<Figures> = None;
    for _ in 0..RUNS {
        let before = children_cpu();
        let start = Instant::now();
        let mut child = command()
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut peak_kib = 0;
        while child.try_wait().ok()?.is_none() {
            peak_kib = peak_kib.max(peak_of(child.id()).unwrap_or(0));
            thread::sleep(Duration::from_millis(2));
        }
        let figures = Figures {
            wall: start.elapsed(),
            cpu: children_cpu() - before,
            peak_kib,
        };
        if best.as_ref().is_none_or(|best| figures.cpu < best.cpu) {
            best = Some(figures);
        }
    }
    best
}

/// Seconds that finished children have used, as Linux counts them (1/100 s).
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold spaces: user and system time of children are fields 16 and 17.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Writes a tree and returns its size in bytes.
fn tree(root: &Path, files: usize) -> usize {
    let mut bytes = 0;
    for number in 0..files {
        let folder = root.join(format!("modul{}", number / 100));
        fs::create_dir_all(&folder).expect("a folder");
        let (extension, text) = file(number);
        bytes += text.len();
        fs::write(folder.join(format!("datei{number}.{extension}")), text).expect("a file");
    }
    bytes
}

/// A file in one of the languages; about ten thousand bytes.
fn file(number: usize) -> (&'static str, String) {
    let concerned = number.is_multiple_of(RARE);
    let field = |at: usize| {
        if concerned && at == 7 {
            "geschlecht".to_owned()
        } else {
            format!("merkmal{at}")
        }
    };
    let (extension, head, line, foot) = LANGUAGES[number % LANGUAGES.len()];
    let mut text = head.replace("NUMBER", &number.to_string());
    for at in 0..160 {
        let _ = writeln!(
            text,
            "{}",
            line.replace("FIELD", &field(at))
                .replace("AT", &at.to_string())
        );
    }
    text.push_str(foot);
    (extension, text)
}

/// Extension, beginning, a line (`FIELD`, `AT`) and end of a file.
const LANGUAGES: [(&str, &str, &str, &str); 10] = [
    (
        "java",
        "package de.stadt.vorgang;\n\npublic class VorgangNUMBER {\n",
        "    /** Wert AT des Vorgangs. */\n    private String FIELD;",
        "}\n",
    ),
    (
        "ts",
        "export interface VorgangNUMBER {\n",
        "  /** Wert AT des Vorgangs. */\n  FIELD: string | null;",
        "}\n",
    ),
    (
        "py",
        "from django.db import models\n\n\nclass VorgangNUMBER(models.Model):\n",
        "    # Wert AT des Vorgangs\n    FIELD = models.CharField(max_length=20)",
        "",
    ),
    (
        "cs",
        "namespace Stadt.Vorgang;\n\npublic class VorgangNUMBER\n{\n",
        "    /// <summary>Wert AT des Vorgangs.</summary>\n    public string FIELD { get; set; }",
        "}\n",
    ),
    (
        "php",
        "<?php\n\nclass VorgangNUMBER\n{\n",
        "    /** Wert AT des Vorgangs. */\n    private string $FIELD;",
        "}\n",
    ),
    (
        "kt",
        "package de.stadt.vorgang\n\ndata class VorgangNUMBER(\n",
        "    /** Wert AT des Vorgangs. */\n    val FIELD: String,",
        ")\n",
    ),
    (
        "css",
        ".vorgang-NUMBER { display: grid; }\n",
        "/* Wert AT */\n.FIELD-AT { color: #123456; margin: 0 auto; }",
        "",
    ),
    (
        "md",
        "# Vorgang NUMBER\n\n",
        "- FIELD: Wert AT des Vorgangs, wie ihn die Sachbearbeitung erfasst.",
        "",
    ),
    (
        "js",
        "export class VorgangNUMBER {\n",
        "  // Wert AT des Vorgangs\n  FIELDAT = () => this.lies('FIELD', AT);",
        "}\n",
    ),
    (
        "properties",
        "# Vorgang NUMBER\n",
        "vorgang.FIELD.AT = Wert AT des Vorgangs",
        "",
    ),
];
