//! The program as people and scripts meet it: help, exit codes, streams, mistakes.

#[path = "cli/languages.rs"]
mod languages;
#[path = "cli/wording.rs"]
mod wording;

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use fachcheck::texts::Language;

fn fachcheck(arguments: &[&str]) -> Output {
    fachcheck_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

fn fachcheck_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn fixture(rule: &str, name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    folder.join(rule).join(name).display().to_string()
}

fn passed() -> String {
    fixture("gender__four-entries-storable", "passed-words.schema.json")
}

fn failed() -> String {
    fixture(
        "gender__four-entries-storable",
        "failed-collective-category.schema.json",
    )
}

#[test]
fn every_verb_shows_examples() {
    fn visit(command: &clap::Command, path: &str, missing: &mut Vec<String>) {
        // `help` repeats the others.
        let verbs = command.get_subcommands();
        for verb in verbs.filter(|verb| verb.get_name() != "help") {
            let name = format!("{path} {}", verb.get_name());
            let help = verb.get_after_help().map(ToString::to_string);
            let nested = verb.get_subcommands().next().is_some();
            if !nested && !help.is_some_and(|help| help.contains("Example")) {
                missing.push(name.clone());
            }
            visit(verb, &name, missing);
        }
    }
    let mut missing = Vec::new();
    visit(
        &fachcheck::cli::command(Language::En),
        "fachcheck",
        &mut missing,
    );
    assert!(missing.is_empty(), "without examples: {missing:?}");
}

#[test]
fn exit_codes_say_clean_findings_unusable_incomplete() {
    let empty = tempfile::tempdir().expect("a folder");
    let broken = empty.path().join("broken.xsd");
    std::fs::write(&broken, "<xs:schema").expect("a file");
    let broken = broken.display().to_string();
    for (arguments, code) in [
        (vec!["check", &passed()], 0),
        (vec!["check", &failed()], 1),
        (vec!["check", "no/such/path"], 2),
        (vec!["check", "--format", "nonsense", "."], 2),
        (vec!["check", &broken], 3),
        (vec!["--help"], 0),
        (vec!["--version"], 0),
        (vec![], 2),
    ] {
        let output = fachcheck(&arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?} {}",
            err(&output)
        );
    }
}

#[test]
fn a_hook_hears_nothing_of_files_that_no_reader_knows() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let notes = write("LIESMICH.md", "# Hinweise\n");
    let recipe = write("Dockerfile", "FROM scratch\n");
    let broken = write("broken.xsd", "<xs:schema");
    let check = |files: &[&String]| {
        let mut arguments = vec!["check", "--quiet", "--no-config", "--known-only"];
        arguments.extend(files.iter().map(|file| file.as_str()));
        fachcheck(&arguments)
    };
    let unknown = check(&[&notes, &recipe]);
    assert_eq!(unknown.status.code(), Some(0), "{}", err(&unknown));
    let said = out(&unknown);
    assert!(
        !said.contains("LIESMICH") && !said.contains("nicht erkannt"),
        "{said}"
    );
    let mixed = check(&[&notes, &broken]);
    let said = out(&mixed);
    assert!(
        !said.contains("LIESMICH") && said.contains("broken.xsd"),
        "{said}"
    );
}

#[test]
fn a_local_check_has_the_name_of_its_folder_and_fetches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("meldeamt");
    std::fs::create_dir(&inside).expect("a folder");
    std::fs::write(inside.join("a.sql"), "CREATE TABLE t (id INT);\n").expect("a file");
    let output = fachcheck_in(
        &inside,
        &["check", "--quiet", "--no-config", "--format", "json", "."],
    );
    let report: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!(report["run"]["online"], false);
    assert_eq!(report["run"]["organisation"], "meldeamt");
    assert_eq!(report["applications"][0]["id"], ".");
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let strict = fachcheck(&["check", "--threshold", "advice", &failed()]);
    assert_eq!(strict.status.code(), Some(1));
    let labels = fixture("gender__official-labels", "failed-other-words.html");
    assert!(Path::new(&labels).exists());
}

#[test]
fn a_threshold_is_named_as_reports_print_it() {
    for word in ["kritisch", "Kritisch", "critical"] {
        let output = fachcheck(&["check", "--threshold", word, &passed()]);
        assert_eq!(output.status.code(), Some(0), "{word} {}", err(&output));
    }
    let strict = fachcheck(&["check", "--threshold", "Empfehlung", &failed()]);
    assert_eq!(strict.status.code(), Some(1));
    let unknown = fachcheck(&["check", "--threshold", "egal", &failed()]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn names_nobody_knows_are_answered_with_the_nearest() {
    for (option, written, meant) in [
        ("--department", "KRV", "KVR"),
        ("--only", "DIR-STATT", "DIR-STAT"),
    ] {
        let output = fachcheck(&["audit", option, written]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(meant), "{}", err(&output));
    }
}

#[test]
fn addresses_are_known_by_their_scheme_in_any_case() {
    let address = "HTTP://formulare.example/antrag";
    let output = fachcheck(&["check", "--offline", address]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    let said = format!("{}{}", out(&output), err(&output));
    assert!(said.contains("http://formulare.example/antrag"));
    // The way out is one that this verb knows.
    assert!(said.contains("„--offline“)"), "{said}");
}

#[test]
fn standard_output_carries_only_the_report() {
    let output = fachcheck(&["check", "--format", "jsonl", &failed()]);
    for line in out(&output).lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("one object per line");
        assert!(value.get("rule").is_some() && value.get("outcome").is_some());
    }
    assert!(!out(&output).is_empty());
}

#[test]
fn files_named_together_know_each_others_types() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write(
        "kinds/gender.go",
        "package kinds\n\nconst (\n\tGenderMale Gender = \"m\"\n\tGenderFemale Gender = \"f\"\n)\n",
    );
    write(
        "member.go",
        "package club\n\nimport \"example.org/club/kinds\"\n\ntype Member struct {\n\tName string\n\tGender kinds.Gender\n}\n",
    );
    let of_both = out(&fachcheck_in(
        folder.path(),
        &["check", "--format", "json", "member.go", "kinds/gender.go"],
    ));
    assert!(of_both.contains("member.go\""), "{of_both}");
    assert!(of_both.contains("kinds/gender.go\""), "{of_both}");
    assert!(!of_both.contains("\"reference\""), "{of_both}");
    let of_each = out(&fachcheck_in(
        folder.path(),
        &["dump", "fields", "member.go", "kinds/gender.go"],
    ));
    // What a file says by itself is another question.
    assert!(of_each.contains("\"reference\""), "{of_each}");
}

#[test]
fn mistakes_are_told_in_the_language_asked_for() {
    let german = fachcheck(&["check", "no/such/path"]);
    assert!(err(&german).contains("gibt es nicht"), "{}", err(&german));
    let english = fachcheck(&["--lang", "en", "check", "no/such/path", "nor/this"]);
    assert!(
        err(&english).contains("does not exist"),
        "{}",
        err(&english)
    );
    assert_eq!(err(&english).lines().count(), 2, "all mistakes at once");
}

#[test]
fn unknown_rules_are_answered_with_the_nearest() {
    let output = fachcheck(&["rules", "explain", "gender/four-entries-storabel"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("gender/four-entries-storable"));
}

#[test]
fn every_rule_can_be_explained_in_both_languages() {
    let book = fachcheck::rule::load(None).expect("the shipped rules load");
    let id = book.rules.keys().next().expect("there are rules");
    for language in ["de", "en"] {
        let output = fachcheck(&["--lang", language, "rules", "explain", id]);
        assert!(output.status.success());
        assert!(out(&output).contains(id.as_str()));
    }
    let list = out(&fachcheck(&["rules", "list"]));
    for id in book.rules.keys() {
        assert!(list.contains(id.as_str()), "{id} is listed");
    }
    let widest = list.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(110), "{widest:?}");
    assert!(list.contains("Kennung") && list.contains("Empfehlung"));
    assert!(!list.contains("advice"));
    let unknown = fachcheck(&["rules", "explain", "gender/foo"]);
    assert!(err(&unknown).contains("fachcheck rules list"));
}

#[test]
fn a_stored_report_renders_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let stored = fachcheck(&[
        "check",
        "--format",
        "json",
        "--today",
        "2026-11-23",
        &failed(),
    ]);
    let path = folder.path().join("report.json");
    std::fs::write(&path, &stored.stdout).expect("a file");
    let path = path.display().to_string();
    let again = fachcheck(&["render", &path, "--format", "json"]);
    assert_eq!(out(&again), out(&stored));
}

#[test]
fn completions_are_written_for_common_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let output = fachcheck(&["completions", shell]);
        assert!(output.status.success());
        assert!(out(&output).contains("audit"), "{shell}");
    }
}

#[test]
fn the_readme_names_existing_verbs_and_options() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("the README");
    let command = fachcheck::cli::command(Language::De);
    let verbs: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    for line in readme.lines().filter(|line| line.starts_with("fachcheck ")) {
        let words: Vec<&str> = line
            .split('#')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        assert!(verbs.contains(&words[1]), "{line}");
    }
}

#[test]
fn fields_explain_themselves_in_both_languages() {
    let explained = out(&fachcheck(&[
        "dump",
        "fields",
        "--format",
        "text",
        &failed(),
    ]));
    assert!(explained.contains("Erkannt an:"), "{explained}");
    assert!(
        explained.contains("✗ gender/four-entries-storable"),
        "{explained}"
    );
    assert!(explained.contains("→ männlich"), "{explained}");
    let english = [
        "--lang",
        "en",
        "dump",
        "fields",
        "--format",
        "text",
        &failed(),
    ];
    assert!(out(&fachcheck(&english)).contains("Recognised by:"));
    let object = out(&fachcheck(&["dump", "fields", "--explain", &failed()]));
    assert!(
        object.contains("\"explanation\":{\"signals\":[{"),
        "{object}"
    );
    let plain = out(&fachcheck(&["dump", "fields", &failed()]));
    assert!(!plain.contains("explanation"));
}

/// A kind of evidence without a sentence would print its key.
#[test]
fn every_reason_that_occurs_has_a_sentence() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for language in ["de", "en"] {
        let folders = ["rules", "formats"].map(|name| fixtures.join(name).display().to_string());
        let explained = out(&fachcheck(&[
            "--lang",
            language,
            "dump",
            "fields",
            "--format",
            "text",
            &folders[0],
            &folders[1],
        ]));
        assert!(explained.lines().count() > 1_000, "all fixtures are read");
        let keys: Vec<&str> = explained
            .lines()
            .filter(|line| line.contains("explain."))
            .collect();
        assert!(keys.is_empty(), "{keys:#?}");
    }
}

#[test]
fn a_second_audit_of_one_day_keeps_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let started = fachcheck_in(folder.path(), &["inventory", "new", "inventory"]);
    assert!(started.status.success(), "{}", err(&started));
    let audit = |language: &str| {
        let day = ["--lang", language, "audit", "--today", "2026-11-23"];
        fachcheck_in(folder.path(), &day)
    };
    assert!(err(&audit("en")).contains("Reports written"));
    let first = folder.path().join("reports/2026-11-23/report.json");
    let before = std::fs::read(&first).expect("a report");
    let second = audit("en");
    assert!(
        err(&second).contains("2026-11-23-2"),
        "it says where: {}",
        err(&second)
    );
    assert_eq!(std::fs::read(&first).expect("a report"), before);
    let second = folder.path().join("reports/2026-11-23-2/html/index.html");
    assert!(second.exists());
}

#[test]
fn an_audit_that_cannot_write_says_where_before_it_works() {
    let folder = tempfile::tempdir().expect("a folder");
    fachcheck_in(folder.path(), &["inventory", "new", "inventory"]);
    std::fs::write(folder.path().join("taken"), "no folder").expect("a file");
    let output = fachcheck_in(folder.path(), &["audit", "--out", "taken/reports"]);
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    assert!(
        said.contains("taken/reports") && said.contains("--out"),
        "{said}"
    );
    assert!(out(&output).is_empty());
}

#[test]
fn one_file_holds_one_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let stored = folder.path().join("report.json");
    let report = fachcheck(&["check", "--format", "json", &passed()]);
    std::fs::write(&stored, report.stdout).expect("a file");
    let target = folder.path().join("again");
    let (stored, target) = (stored.display().to_string(), target.display().to_string());
    let both = ["render", &stored, "--format", "html,json", "--out", &target];
    let output = fachcheck(&both);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(!Path::new(&target).exists());
    let one = ["render", &stored, "--format", "html", "--out", &target];
    assert!(fachcheck(&one).status.success());
    assert!(Path::new(&target).join("index.html").exists());
}

#[test]
fn html_is_a_folder_or_the_file_that_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fachcheck_in(root, &["inventory", "new", "inventory"]);
    let audit = |more: &[&str]| {
        let arguments = ["audit", "--today", "2026-11-23", "--quiet"];
        fachcheck_in(root, &[&arguments, more].concat())
    };
    audit(&["--format", "json,html"]);
    audit(&["--format", "html", "--single-file"]);
    let reports = root.join("reports");
    assert!(reports.join("2026-11-23/html/index.html").exists());
    assert!(reports.join("2026-11-23-2/report.html").exists());
    assert!(!reports.join("2026-11-23-2/html").exists());
    let useless = audit(&["--format", "csv", "--single-file"]);
    assert_eq!(useless.status.code(), Some(2));
    assert!(err(&useless).contains("html"), "{}", err(&useless));

    let render = |more: &[&str]| {
        let arguments = [
            "render",
            "reports/2026-11-23/report.json",
            "--format",
            "html",
        ];
        fachcheck_in(root, &[&arguments, more].concat())
    };
    for (out, single) in [
        ("pages", false),
        ("one.html", true),
        ("dotted.pages", false),
    ] {
        assert!(render(&["--out", out]).status.success());
        assert_eq!(root.join(out).is_file(), single, "{out}");
    }
    assert!(render(&["--single-file", "--out", "one"]).status.success());
    assert!(root.join("one").is_file());
    let former = std::fs::read(root.join("one.html")).expect("a file");
    assert!(
        render(&["--out", "again.html", "--lang", "en"])
            .status
            .success()
    );
    assert_ne!(
        std::fs::read(root.join("again.html")).expect("a file"),
        former
    );
}

#[test]
fn a_single_page_of_many_applications_is_told_to_be_slow() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/report.json");
    let stored = std::fs::read(stored).expect("the stored report");
    let mut report: serde_json::Value = serde_json::from_slice(&stored).expect("JSON");
    let first = report["applications"][0].clone();
    let folder = tempfile::tempdir().expect("a folder");
    let told = |report: &serde_json::Value, out: &str| {
        std::fs::write(folder.path().join("report.json"), report.to_string()).expect("written");
        let render = ["render", "report.json", "--format", "html", "--out", out];
        let output = fachcheck_in(folder.path(), &render);
        assert!(output.status.success(), "{}", err(&output));
        err(&output)
    };
    assert_eq!(told(&report, "few.html"), "");
    let many = (0..101).map(|number| {
        let mut one = first.clone();
        one["id"] = format!("A-{number}").into();
        one
    });
    report["applications"] = many.collect();
    assert!(told(&report, "many.html").contains("101 Anwendungen"));
    assert_eq!(told(&report, "pages"), "");
}

#[test]
fn only_formats_that_leave_things_out_are_written_for_the_public() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fachcheck_in(root, &["inventory", "new", "inventory"]);
    let audit = [
        "audit",
        "--quiet",
        "--today",
        "2026-11-23",
        "--audience",
        "public",
    ];
    let refused = fachcheck_in(root, &audit);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        err(&refused).contains("json, markdown, csv"),
        "{}",
        err(&refused)
    );
    assert!(!root.join("reports").exists(), "nothing ran");
    let written = fachcheck_in(root, &[&audit[..], &["--format", "html"]].concat());
    assert_ne!(written.status.code(), Some(2), "{}", err(&written));
    let page = std::fs::read_to_string(root.join("reports/2026-11-23/html/index.html"));
    assert!(page.expect("a page").contains("Öffentliche Fassung"));

    // What was checked without an inventory is called by its path.
    let report = fachcheck(&["check", "--format", "json", &passed()]);
    std::fs::write(root.join("checked.json"), report.stdout).expect("a file");
    let arguments = [
        "render",
        "checked.json",
        "--format",
        "html",
        "--audience",
        "public",
    ];
    let refused = fachcheck_in(root, &arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("checked.json"), "{}", err(&refused));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    use std::process::{Command, Stdio};
    let failed = failed();
    for format in ["terminal", "json", "jsonl", "html", "markdown", "csv"] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("fachcheck"))
            .args(["check", "--format", format, &failed])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(1), "{format}");
    }
}

#[test]
fn names_of_rules_are_answered_with_the_nearest_or_none() {
    let near = err(&fachcheck(&["rules", "explain", "four-entries"]));
    assert!(
        near.contains("Meinten Sie „gender/four-entries-storable“?"),
        "{near}"
    );
    let far = err(&fachcheck(&["rules", "explain", "quark"]));
    assert!(
        far.contains("„quark“ gibt es nicht (") && !far.contains("Meinten"),
        "{far}"
    );
}

#[test]
fn checklists_are_added_on_request() {
    let list = |arguments: &[&str]| {
        let page = fixture("accessibility__page-title", "passed-titled.html");
        let mut all = vec!["check", "--quiet", "--format", "json", page.as_str()];
        all.extend(arguments);
        let output = fachcheck(&all);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
        let lists = report["checklists"].as_array().expect("checklists");
        let ids = lists.iter().filter_map(|list| list["id"].as_str());
        ids.map(str::to_owned).collect::<Vec<String>>()
    };
    assert!(!list(&[]).iter().any(|id| id == "ci-schnell"));
    let both = list(&["--checklist", "ci-schnell,bitv-selbstbewertung"]);
    assert!(both.iter().any(|id| id == "ci-schnell") && both.iter().any(|id| id == "bitv-web"));
    let page = passed();
    let wrong = fachcheck(&["check", "--checklist", "ci-schnel", &page]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("ci-schnell"), "{}", err(&wrong));
}

/// Tools that run before a commit name single files; what these link to lies elsewhere in the working copy.
#[test]
fn a_page_that_is_named_alone_has_its_style_sheets() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("gestalt/farben.css", ".blass { color: #aaa }");
    write(
        "seiten/start.html",
        "<!DOCTYPE html><html lang=\"de\"><title>Wohngeld beantragen</title>\
         <link rel=\"stylesheet\" href=\"../gestalt/farben.css\"><link rel=\"stylesheet\" href=\"fehlt.css\">\
         <main><h1>Wohngeld</h1><p class=\"blass\">Hinweise zum Antrag</p></main></html>",
    );
    let checked = || {
        let arguments = ["check", "--output-format", "concise", "seiten/start.html"];
        out(&fachcheck_in(folder.path(), &arguments))
    };
    let lacking = checked();
    assert!(lacking.starts_with("seiten/fehlt.css: "), "{lacking}");
    assert!(!lacking.contains("farben.css"), "{lacking}");
    write("seiten/fehlt.css", "");
    let complete = checked();
    assert!(
        complete.contains("[accessibility/text-contrast]"),
        "{complete}"
    );
}
