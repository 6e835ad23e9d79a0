//! What leaves the program: nothing in it controls a terminal or turns text around, a reader that goes away changes no
//! exit code, and a report on disk is whole whatever happens to the run that writes it.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

fn fachcheck(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("fachcheck"));
    command.current_dir(folder).args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    fachcheck(folder, arguments)
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
    std::fs::write(path, content).expect("a file");
}

/// Of C0, C1, marks of direction, isolates and characters of no width, one or more each.
const HIDDEN: &str = "\u{1}\u{7}\u{8}\u{1b}[31m\u{7f}\u{9b}31m\u{200b}\u{200d}\u{200e}\u{202a}\u{202d}\u{202e}\u{2066}\u{2069}\u{feff}";

/// What an application must say about itself.
const REQUIRED: &str = "kind = \"web\"\nlifecycle = { phase = \"active\" }\nuser_groups = [\"citizens\"]\npersonal_data = true\n";

/// The hidden characters of an output, save for those that its form is made of.
fn hidden_in(output: &[u8]) -> String {
    let text = String::from_utf8(output.to_vec()).expect("UTF-8");
    // The table for spreadsheets begins with a mark; Markdown keeps addresses from becoming links by word joiners.
    let text = text.trim_start_matches('\u{feff}').replace('\u{2060}', "");
    let is_form = |ch: &char| matches!(ch, '\n' | '\r');
    text.chars()
        .filter(|ch| !is_form(ch) && fachcheck::texts::is_hidden(*ch))
        .collect()
}

/// Hidden characters as TOML spells them.
fn in_toml(text: &str) -> String {
    text.chars()
        .map(|ch| format!("\\u{:04x}", u32::from(ch)))
        .collect()
}

/// A folder whose names, fields, values, labels and texts hide something.
fn hiding() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    // A name of a file holds no NUL and no slash, and all else.
    write(
        folder.path(),
        &format!("a{HIDDEN}lqs.sql"),
        &format!(
            "CREATE TABLE \"person{HIDDEN}\" (name TEXT, \"geschlecht{HIDDEN}\" TEXT CHECK (\"geschlecht{HIDDEN}\" IN \
             ('m{HIDDEN}', 'weiblich')), geschlecht TEXT CHECK (geschlecht IN ('männlich', 'weiblich')));"
        ),
    );
    write(
        folder.path(),
        &format!("b{HIDDEN}.html"),
        &format!(
            "<!doctype html><html lang=de><title>A{HIDDEN}</title><img src='{HIDDEN}.png'><form>\
             <label for=g>Geschlecht{HIDDEN}</label><select id=g name='geschlecht'><option>Herr{HIDDEN}\
             <option value='f{HIDDEN}'>Frau</select></form></html>"
        ),
    );
    write(folder.path(), &format!("c{HIDDEN}.xsd"), "<xs:schema");
    folder
}

#[test]
fn nothing_that_hides_leaves_the_program() {
    let folder = hiding();
    let root = folder.path();
    let check = |format: &'static str| vec!["check", "--format", format, "."];
    let schema = format!("a{HIDDEN}lqs.sql");
    let calls = [
        check("json"),
        check("csv"),
        check("terminal,github"),
        check("jsonl"),
        check("html"),
        check("markdown"),
        vec!["dump", "fields", "--explain", "."],
        vec!["dump", "fields", "--format", "text", "."],
        vec!["dump", "domains", "."],
        vec!["dump", "domains", "--format", "text", "."],
        vec!["dump", "model", &schema],
    ];
    for arguments in calls {
        let output = run(root, &arguments);
        assert!(!output.stdout.is_empty(), "{arguments:?}");
        assert_eq!(hidden_in(&output.stdout), "", "{arguments:?}");
        assert_eq!(hidden_in(&output.stderr), "", "{arguments:?}");
    }
    let escaped = run(root, &check("json"));
    let report: serde_json::Value = serde_json::from_slice(&escaped.stdout).expect("JSON");
    assert!(
        report.to_string().contains('\u{202e}'),
        "JSON gives back what was found"
    );
    let mistaken = run(root, &["check", &format!("gibt es{HIDDEN}nicht")]);
    assert_eq!(mistaken.status.code(), Some(2));
    assert_eq!(hidden_in(&mistaken.stderr), "");
}

#[test]
fn nothing_that_hides_leaves_inventories_and_rules() {
    let folder = hiding();
    let root = folder.path();
    let escaped = in_toml(HIDDEN);
    write(
        root,
        "inventory/inventory.toml",
        &format!(
            "schema_version = 1\n[inventory]\norganisation = \"Stadt{escaped}\"\n\
             [[department]]\nid = \"KVR\"\nname = \"Referat{escaped}\"\n\
             [[application]]\nid = \"APP-0001\"\nname = \"Antrag{escaped}\"\ndepartment = \"KVR\"\n{REQUIRED}\
             artefact = [{{ path = \"gibt-es-nicht.sql\", label = \"Tabellen{escaped}\" }}]\n"
        ),
    );
    for arguments in [
        vec!["inventory", "check"],
        vec!["inventory", "check", "--format", "json"],
        vec!["inventory", "list"],
        vec!["inventory", "list", "--format", "json"],
        vec!["inventory", "stats"],
        vec!["inventory", "stats", "--format", "json"],
        vec!["audit"],
    ] {
        let output = run(root, &arguments);
        assert!(!output.stdout.is_empty(), "{arguments:?} {}", said(&output));
        assert_eq!(hidden_in(&output.stdout), "", "{arguments:?}");
        assert_eq!(hidden_in(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn nothing_that_hides_leaves_a_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    run(root, &["procure", "new", "angebot"]);
    let escaped = in_toml(HIDDEN);
    for (file, keys) in [
        ("dossier.toml", "name vendor"),
        ("answers.toml", "explanation evidence"),
    ] {
        let path = root.join("angebot").join(file);
        let mut text = std::fs::read_to_string(&path).expect("a file");
        for key in keys.split(' ') {
            text = text.replace(&format!("{key} = \"\""), &format!("{key} = \"X{escaped}\""));
        }
        std::fs::write(&path, text).expect("a file");
    }
    let output = run(
        root,
        &[
            "procure",
            "check",
            "angebot",
            "--format",
            "markdown,html,json",
        ],
    );
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(hidden_in(&output.stdout), "");
    let verdict = contents(&root.join("angebot/verdict"));
    // The three forms and the register of evidence.
    assert_eq!(verdict.len(), 4);
    for (name, content) in verdict {
        assert_eq!(hidden_in(&content), "", "{}", name.display());
    }
}

/// Ends like a program whose reader took one line and went away.
fn after_one_line(mut child: Child) -> Option<i32> {
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    child.wait().expect("it ends").code()
}

#[test]
fn readers_that_go_away_change_no_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    // More than a pipe holds.
    let fields: String = (0..40)
        .map(|number| {
            format!("CREATE TABLE person_{number} (name TEXT, geschlecht TEXT CHECK (geschlecht IN ('m', 'w')));\n")
        })
        .collect();
    write(root, "schema.sql", &fields);
    let stored = run(root, &["check", "--format", "json", "schema.sql"]);
    assert_eq!(stored.status.code(), Some(1));
    std::fs::write(root.join("report.json"), &stored.stdout).expect("a file");
    write(
        root,
        "bad/inventory.toml",
        "schema_version = 1\nwrong = 2\n",
    );
    let mut calls: Vec<(Vec<&str>, i32)> = Vec::new();
    for format in ["terminal", "json", "jsonl", "html", "markdown", "csv"] {
        calls.push((vec!["render", "report.json", "--format", format], 0));
    }
    calls.extend([
        (vec!["check", "--format", "html", "schema.sql"], 1),
        (vec!["check", "--format", "csv", "schema.sql"], 1),
        (vec!["check", "--format", "terminal", "schema.sql"], 1),
        (vec!["dump", "fields", "schema.sql"], 0),
        (vec!["dump", "domains", "--format", "text", "schema.sql"], 0),
        (vec!["inventory", "check", "--inventory", "bad"], 2),
        (vec!["rules", "list"], 0),
    ]);
    for (arguments, code) in calls {
        let mut command = fachcheck(root, &arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().expect("the program starts");
        assert_eq!(after_one_line(child), Some(code), "{arguments:?}");
    }
}

#[test]
fn standard_output_that_takes_nothing_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "a.sql",
        "CREATE TABLE person (geschlecht CHAR(1));",
    );
    let Ok(full) = std::fs::File::create("/dev/full") else {
        return;
    };
    let mut command = fachcheck(folder.path(), &["check", "a.sql"]);
    let output = command.stdout(full).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("Datenträger ist voll"),
        "{}",
        said(&output)
    );
}

/// A folder with an inventory of one application.
fn city() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(
        root,
        "inventory/inventory.toml",
        &format!(
            "schema_version = 1\n[inventory]\norganisation = \"Stadt\"\n[[department]]\nid = \"KVR\"\nname = \"Referat\"\n\
         [[application]]\nid = \"APP-0001\"\nname = \"Antrag\"\ndepartment = \"KVR\"\n{REQUIRED}artefact = [{{ path = \"a.sql\" }}]\n"
        ),
    );
    write(
        root,
        "inventory/a.sql",
        "CREATE TABLE person (name TEXT, geschlecht TEXT CHECK (geschlecht IN ('m', 'w')));",
    );
    folder
}

const AUDIT: [&str; 4] = ["audit", "--quiet", "--today", "2026-11-23"];

/// The files below a folder with their content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let content = std::fs::read(entry.path()).expect("a file");
            let name = entry.path().strip_prefix(folder).expect("below the folder");
            (name.to_owned(), content)
        })
        .collect()
}

#[test]
fn a_run_that_is_killed_leaves_former_reports_and_no_halves() {
    let folder = city();
    let root = folder.path();
    assert_eq!(run(root, &AUDIT).status.code(), Some(1));
    let reports = root.join("reports");
    let former = contents(&reports.join("2026-11-23"));
    assert!(former.len() > 4);
    for kill in 0..20u32 {
        let unfinished = reports.join(".unfinished");
        // Every other one clears away what was left before it.
        if kill % 2 == 0 {
            let _ = std::fs::remove_dir_all(&unfinished);
        }
        let mut child = fachcheck(root, &AUDIT)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        while !unfinished.exists() && child.try_wait().expect("a child").is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        // From the first file to the last, and for some beyond.
        std::thread::sleep(Duration::from_micros(u64::from(kill) * 400));
        let _ = child.kill();
        child.wait().expect("it ends");
        for entry in std::fs::read_dir(&reports).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                assert_eq!(contents(&entry.path()), former, "{name}");
            }
        }
    }
    // What the last one left behind is in nobody's way.
    assert_eq!(run(root, &AUDIT).status.code(), Some(1));
    assert!(!reports.join(".unfinished").exists());
}

#[test]
fn a_rendered_file_is_replaced_whole() {
    let folder = city();
    let root = folder.path();
    run(root, &AUDIT);
    let render = |out: &str| {
        let arguments = [
            "render",
            "reports/2026-11-23/report.json",
            "--format",
            "html",
            "--out",
            out,
        ];
        run(root, &arguments)
    };
    assert!(render("page.html").status.success());
    let former = std::fs::read(root.join("page.html")).expect("a file");
    for kill in 0..8u64 {
        let mut child = fachcheck(
            root,
            &[
                "render",
                "reports/2026-11-23/report.json",
                "--format",
                "html",
                "--out",
                "page.html",
            ],
        )
        .spawn()
        .expect("the program starts");
        std::thread::sleep(Duration::from_millis(2 + kill * 3));
        let _ = child.kill();
        child.wait().expect("it ends");
        assert!(std::fs::read(root.join("page.html")).expect("a file") == former);
    }
    // A link could lead to any file.
    write(root, "precious", "kept");
    std::os::unix::fs::symlink("precious", root.join("link.html")).expect("a link");
    let refused = render("link.html");
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("link.html") && said(&refused).contains("Verknüpfung"));
    assert_eq!(
        std::fs::read(root.join("precious")).expect("a file"),
        b"kept"
    );
}

#[test]
fn links_among_the_reports_lead_nowhere() {
    let folder = city();
    let root = folder.path();
    write(root, "precious/file", "kept");
    std::fs::create_dir(root.join("reports")).expect("a folder");
    for name in [".unfinished", "2026-11-23"] {
        std::os::unix::fs::symlink("../precious", root.join("reports").join(name)).expect("a link");
    }
    assert_eq!(run(root, &AUDIT).status.code(), Some(1));
    assert_eq!(contents(&root.join("precious")).len(), 1);
    assert!(root.join("reports/2026-11-23-2/report.json").exists());
    assert!(!root.join("reports/.lock").exists(), "nobody sends it on");
    std::os::unix::fs::symlink("../precious/file", root.join("reports/.lock")).expect("a link");
    let refused = run(root, &AUDIT);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("reports/.lock"),
        "{}",
        said(&refused)
    );
}

#[test]
fn a_second_run_into_the_same_folder_is_refused() {
    let folder = city();
    let root = folder.path();
    std::fs::create_dir(root.join("reports")).expect("a folder");
    let lock = std::fs::File::create(root.join("reports/.lock")).expect("a file");
    lock.lock().expect("locked");
    let refused = run(root, &AUDIT);
    assert_eq!(refused.status.code(), Some(2));
    let message = said(&refused);
    assert!(
        message.contains("reports") && message.contains("--out"),
        "{message}"
    );
    drop(lock);
    assert_eq!(run(root, &AUDIT).status.code(), Some(1));
}

/// Runs a script with the program as its first argument; `None`: this machine does not permit it.
fn script(folder: &Path, shell: &[&str], text: &str) -> Option<Output> {
    let program = assert_cmd::cargo::cargo_bin("fachcheck");
    let mut command = Command::new(shell.first()?);
    command
        .args(shell.get(1..)?)
        .arg(text)
        .arg("sh")
        .arg(program);
    command.current_dir(folder).output().ok()
}

#[test]
fn a_disk_that_is_full_harms_no_former_report() {
    let folder = city();
    let root = folder.path();
    run(root, &AUDIT);
    let former = contents(&root.join("reports"));
    // A limit on the size of files fails like a disk on which nothing more fits.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$1\" audit --quiet --today 2026-11-23";
    let output = script(root, &["sh", "-c"], limited).expect("there is a shell");
    let message = said(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(
        message.contains("reports/report.") && message.contains("--out"),
        "{message}"
    );
    assert!(contents(&root.join("reports")) == former);
    assert!(!root.join("reports/.unfinished").exists());
    // A small disk of its own, where the machine lets us have one.
    let small = "mkdir disk && mount -t tmpfs -o size=64k none disk || exit 77\n\
                 echo former >disk/former\n\
                 \"$1\" audit --quiet --today 2026-11-23 --out disk; code=$?\n\
                 [ \"$(cat disk/former)\" = former ] && [ \"$(ls disk)\" = former ] || code=99\n\
                 exit $code";
    let Some(output) = script(root, &["unshare", "-m", "sh", "-c"], small) else {
        return;
    };
    let message = said(&output);
    if !matches!(output.status.code(), Some(1 | 77)) || message.contains("Datenträger") {
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(
            message.contains("disk/") && message.contains("Datenträger ist voll"),
            "{message}"
        );
    }
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told_before_the_work() {
    use std::os::unix::fs::PermissionsExt;
    let folder = city();
    let root = folder.path();
    std::fs::create_dir(root.join("shut")).expect("a folder");
    let shut = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(root.join("shut"), permissions).expect("permissions");
    };
    shut(0o500);
    // The administrator of a machine may write everywhere but into what is no disk.
    let out = match std::fs::write(root.join("shut/try"), "x") {
        Ok(()) => "/proc/self/reports",
        Err(_) => "shut/reports",
    };
    let refused = run(root, &["audit", "--out", out]);
    shut(0o700);
    assert_eq!(refused.status.code(), Some(2));
    assert!(refused.stdout.is_empty());
    let message = said(&refused);
    assert!(
        message.contains(out) && message.contains("--out"),
        "{message}"
    );
}

#[test]
fn reports_that_would_be_lost_are_refused_before_anything_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.sql", "create table t (id int);\n");
    let arguments = [
        "check",
        "a.sql",
        "--output",
        "sarif=x.txt",
        "--output",
        "junit=x.txt",
        "--output",
        "json=-",
        "--output",
        "json=nowhere/x.json",
        "--format",
        "json,sarif",
    ];
    let output = run(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    for part in ["x.txt", "„-“", "nowhere/x.json", "json, sarif"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(said.lines().count(), 4, "{said}");
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 1);
    // Lines of several kinds can be told apart.
    let output = run(
        folder.path(),
        &["check", "a.sql", "--format", "terminal,github"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn a_scan_log_names_each_rule_and_each_element_once() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "a.html",
        "<!doctype html><title>Hundesteuer</title><p>Anmeldung</p>",
    );
    let arguments = ["check", "a.html", "--format", "sarif"];
    let output = fachcheck(folder.path(), &arguments).output();
    let output = output.expect("the program starts");
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("SARIF");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(!results.is_empty());
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("the index of a rule");
        let rule = &rules[usize::try_from(index).expect("a small index")];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_ne!(rule["name"], rule["id"]);
        for location in result["locations"].as_array().expect("locations") {
            let names = location["logicalLocations"].as_array();
            let mut names: Vec<&str> = names
                .into_iter()
                .flatten()
                .filter_map(|name| name["fullyQualifiedName"].as_str())
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{location}");
        }
    }
}

#[test]
fn scans_link_to_the_page_that_the_environment_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "create table t (geschlecht char(1) check (geschlecht in ('m', 'w')));\n";
    write(folder.path(), "a.sql", script);
    let arguments = ["check", "a.sql", "--format", "sarif"];
    let links = |page: Option<&str>| {
        let mut command = fachcheck(folder.path(), &arguments);
        command.env_remove("FACHCHECK_RULES_URL");
        command.envs(page.map(|page| ("FACHCHECK_RULES_URL", page)));
        let output = command.output().expect("the program starts");
        let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("SARIF");
        let rules = log["runs"][0]["tool"]["driver"]["rules"].clone();
        let rules = rules.as_array().expect("rules").clone();
        let links = rules.iter().filter_map(|rule| rule["helpUri"].as_str());
        let links: Vec<String> = links.map(str::to_owned).collect();
        (links, rules.len(), said(&output))
    };
    let page = "https://git.example.org/x/docs/anforderungen.md";
    let (found, all, _) = links(Some(page));
    assert_eq!(found.len(), all);
    assert!(found.contains(&format!("{page}#genderfour-entries-storable")));
    assert_eq!(links(None).0, [""; 0]);
    let (found, _, told) = links(Some("anforderungen.md"));
    assert_eq!(found, [""; 0]);
    assert!(told.contains("FACHCHECK_RULES_URL"), "{told}");
}
