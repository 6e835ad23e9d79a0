//! The repository of a team: settings, what is accepted, and what comes from somebody hostile.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const TABLE: &str = "create table person (\n  vorname varchar(20),\n  nachname varchar(20),\n  geschlecht char(1) check (geschlecht in ('m', 'w'))\n);\n";
const RULE: &str = "gender/four-entries-storable";

struct Repository(tempfile::TempDir);

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(repository.path().join(".git")).expect("a folder");
        for (name, text) in files {
            repository.write(name, text);
        }
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(self.path())
            .args(["check", "--quiet", "--offline"])
            .args(match arguments.contains(&"--today") {
                true => [].as_slice(),
                false => ["--today", "2026-11-23"].as_slice(),
            })
            .args(arguments)
            .output()
            .expect("the program starts")
    }

    /// Exit code and standard output.
    fn check(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let code = output.status.code().expect("a code");
        (code, String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

#[test]
fn all_mistakes_in_settings_are_told_at_once() {
    let config = "aplication = \"A\"\nlanguage = \"fr\"\nthreshold = 3\nexclude = \"x\"\njudge = [\"test\"]\nrules-folder = \"../other\"\n[rules]\n\"gender/four-entries\" = \"off\"\n\"gender/layers-agree\" = \"loud\"\n[[waiver]]\nrule = \"gender/layers-agree\"\n[[waiver]]\nreason = \"because\"\n";
    let repository = Repository::new(&[("fachcheck.toml", config), ("a.sql", TABLE)]);
    let output = repository.run(&["."]);
    assert_eq!(output.status.code(), Some(2));
    let folder = repository.path().canonicalize().expect("a folder");
    let text =
        String::from_utf8_lossy(&output.stderr).replace(&folder.display().to_string(), "REPO");
    insta::assert_snapshot!(text);
}

#[test]
fn what_the_parser_of_toml_says_is_told_in_german() {
    let repository = Repository::new(&[("fachcheck.toml", "language = \"de\nx = 1\n")]);
    let output = repository.run(&["."]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Das Anführungszeichen am Ende"), "{said}");
    assert!(!said.contains("expected"), "{said}");
}

#[test]
fn each_mistake_of_a_waiver_is_told_and_none_that_is_no_mistake() {
    let config =
        "[[waiver]]\nrule = \"gender/four-entries\"\n[[waiver]]\npath = 3\nreason = \" \"\n";
    let repository = Repository::new(&[("fachcheck.toml", config), ("a.sql", TABLE)]);
    let output = repository.run(&["."]);
    let said = String::from_utf8_lossy(&output.stderr);
    let told = |what: &str| said.matches(what).count();
    // A rule that is misspelt is named all the same.
    assert_eq!(
        told("Meinten Sie „gender/four-entries-storable“?"),
        1,
        "{said}"
    );
    assert_eq!(told("weder „rule“ noch „finding“"), 1, "{said}");
    assert_eq!(told("fehlt die Begründung"), 2, "{said}");
    assert_eq!(told("„path“ erwartet Text"), 1, "{said}");
}

#[test]
fn files_that_are_left_out_are_not_read() {
    let repository = Repository::new(&[
        ("fachcheck.toml", "exclude = [\"legacy/\"]\n"),
        ("legacy/a.sql", TABLE),
        ("db/b.sql", "create table x (y int);\n"),
    ]);
    for path in [".", "./", "db", "legacy/../."] {
        let (code, text) = repository.check(&[path]);
        assert!(!text.contains("a.sql"), "{path}: {text}");
        assert_eq!(code, 0, "{path}: {text}");
    }
    let (code, _) = repository.check(&["legacy/a.sql"]);
    assert_eq!(code, 1, "a file that is named is checked");
    let (code, _) = repository.check(&["--no-config", "."]);
    assert_eq!(code, 1);
}

#[test]
fn what_is_incomplete_passes_on_request() {
    let broken = (
        "db/broken.sql",
        "CREATE TABEL person (geschlecht CHAR(1));\n",
    );
    let other = ("db/b.sql", "create table x (y int);\n");
    let repository = Repository::new(&[broken, other]);
    assert_eq!(repository.check(&["."]).0, 3);
    assert_eq!(repository.check(&[".", "--incomplete", "pass"]).0, 0);
    repository.write("fachcheck.toml", "incomplete = \"pass\"\n");
    let (code, text) = repository.check(&["."]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("broken.sql"), "{text}");
    assert_eq!(repository.check(&[".", "--incomplete", "fail"]).0, 3);
    // Failures stay failures, and nothing is no success.
    repository.write("db/c.sql", TABLE);
    assert_eq!(repository.check(&["."]).0, 1);
    let empty = Repository::new(&[("fachcheck.toml", "incomplete = \"pass\"\n")]);
    empty.write("bilder/keine.txt", "");
    assert_eq!(empty.check(&["bilder"]).0, 3);
    let unreadable = Repository::new(&[broken]);
    assert_eq!(unreadable.check(&[".", "--incomplete", "pass"]).0, 3);
}

#[test]
fn rules_can_be_silent_or_milder() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    assert_eq!(repository.check(&["."]).0, 1);
    repository.write(
        "fachcheck.toml",
        &format!("[rules]\n\"{RULE}\" = \"advice\"\n"),
    );
    assert_eq!(repository.check(&["."]).0, 0);
    repository.write(
        "fachcheck.toml",
        &format!("threshold = \"advice\"\n[rules]\n\"{RULE}\" = \"advice\"\n"),
    );
    assert_eq!(repository.check(&["."]).0, 1);
    repository.write(
        "fachcheck.toml",
        &format!("[rules]\n\"{RULE}\" = \"off\"\n"),
    );
    let (_, text) = repository.check(&["."]);
    assert!(!text.contains(RULE), "{text}");
}

#[test]
fn a_comment_accepts_what_it_stands_at() {
    let accepted = TABLE.replace(
        "  geschlecht",
        &format!(
            "  -- fachcheck: ignore {RULE} -- goes with release 7 until 2027-03-31\n  geschlecht"
        ),
    );
    let repository = Repository::new(&[("a.sql", &accepted)]);
    let (code, text) = repository.check(&["--lang", "en", "."]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 finding set aside"), "{text}");
    let (_, text) = repository.check(&["--format", "sarif", "."]);
    let sarif: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let kinds = results.iter().flat_map(|result| {
        let suppressions = result["suppressions"].as_array().into_iter().flatten();
        suppressions.map(|one| one["kind"].as_str())
    });
    assert_eq!(kinds.collect::<Vec<_>>(), [Some("inSource")]);
    repository.write(
        "a.sql",
        &accepted.replace("fachcheck: ignore", "fachcheck:ignore"),
    );
    let (code, text) = repository.check(&["--lang", "en", "."]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("Written like this (“fachcheck:ignore”)"),
        "{text}"
    );
    repository.write("a.sql", &accepted);
    let (code, text) = repository.check(&["--lang", "en", "--today", "2027-04-01", "."]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("has expired"), "{text}");
    repository.write(
        "a.sql",
        &accepted.replace("-- goes with release 7 until 2027-03-31", ""),
    );
    let (code, text) = repository.check(&["--lang", "en", "."]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("lacks its reason"), "{text}");
    repository.write("a.sql", &accepted.replace("'w'", "'w', 'd', 'x'"));
    let (_, text) = repository.check(&["--lang", "en", "."]);
    assert!(text.contains("about no finding any more"), "{text}");
    assert!(text.contains(": warning CONFIG: "), "{text}");
}

#[test]
fn only_folders_below_the_named_one_say_what_a_file_is() {
    for folder in ["mock", "testdaten", "fake", "dummy"] {
        let file = format!("{folder}/app/a.sql");
        let repository = Repository::new(&[(file.as_str(), TABLE)]);
        let named = format!("{folder}/app");
        let absolute = repository.path().join(&named).display().to_string();
        for path in [named, absolute, file.clone()] {
            let (code, text) = repository.check(&[path.as_str()]);
            assert_eq!(code, 1, "{path}: {text}");
        }
        let (code, text) = repository.check(&["."]);
        assert_ne!(code, 1, "{folder}: {text}");
    }
}

#[test]
fn an_unknown_checklist_is_answered_with_those_there_are() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    let output = repository.run(&[".", "--checklist", "foo"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("Möglich: ") && text.contains("wcag22-aa"),
        "{text}"
    );
}

#[test]
fn a_waiver_accepts_below_its_path() {
    let waiver = format!(
        "[[waiver]]\nrule = \"{RULE}\"\npath = \"old/**\"\nreason = \"is replaced\"\nuntil = 2027-06-30\n"
    );
    let repository = Repository::new(&[
        ("waivers.toml", &waiver),
        ("fachcheck.toml", ""),
        ("old/a.sql", TABLE),
    ]);
    assert_eq!(repository.check(&["."]).0, 0);
    repository.write("new/b.sql", TABLE);
    assert_eq!(repository.check(&["."]).0, 1);
}

/// A class with its own list of two genders.
fn class(name: &str) -> String {
    format!(
        "package x;\npublic class {name} {{\n  public enum Geschlecht {{ M, W }}\n  private String name;\n  private Geschlecht geschlecht;\n}}\n"
    )
}

#[test]
fn a_comment_accepts_one_of_several_fields() {
    let columns = |sex: &str, gender: &str| {
        let field = "char(1) check";
        format!(
            "create table kunde (\n  sex {field} (sex in ('m','f')), {sex}\n  gender {field} (gender in ('m','f')) {gender}\n);\n"
        )
    };
    let comment = format!("-- fachcheck: ignore {RULE} -- goes with release 7");
    let repository = Repository::new(&[("a.sql", &columns("", &comment))]);
    let arguments = ["--lang", "en", "--output-format", "concise", "."];
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("a.sql:2:3:") && text.contains("“sex”"),
        "{text}"
    );
    assert!(!text.contains("further place"), "{text}");
    assert!(text.contains("1 finding set aside"), "{text}");
    repository.write("a.sql", &columns(&comment, ""));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("a.sql:3:3:"), "{text}");
    assert!(!text.contains("CONFIG"), "{text}");
    repository.write("a.sql", &columns(&comment, &comment));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_comment_at_a_list_accepts_its_uses() {
    let comment = format!("  // fachcheck: ignore {RULE} -- goes with release 7\n");
    let commented = class("P10").replace("  public enum", &format!("{comment}  public enum"));
    let repository = Repository::new(&[("src/P10.java", &commented)]);
    let arguments = ["--lang", "en", "--output-format", "concise", "."];
    assert_eq!(repository.check(&arguments).0, 0);
    // The list of another class is its own.
    repository.write("src/P11.java", &class("P11"));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("src/P11.java:3") && !text.contains("P10"),
        "{text}"
    );
}

#[test]
fn a_waiver_for_a_file_accepts_nothing_in_other_files() {
    let waiver = |path: &str| {
        format!("[[waiver]]\nrule = \"{RULE}\"\npath = \"{path}\"\nreason = \"is replaced\"\n")
    };
    let repository = Repository::new(&[("fachcheck.toml", &waiver("src/P10.java"))]);
    repository.write("src/P10.java", &class("P10"));
    let arguments = ["--lang", "en", "--output-format", "concise", "."];
    assert_eq!(repository.check(&arguments).0, 0);
    for number in 11..40 {
        let name = format!("P{number}");
        repository.write(&format!("src/{name}.java"), &class(&name));
    }
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("src/P11.java:3"), "{text}");
    assert!(!text.contains("P10"), "{text}");
    assert!(text.contains("in 57 further places"), "{text}");
    // More than the places that a finding lists.
    repository.write("fachcheck.toml", &waiver("src/**"));
    assert_eq!(repository.check(&arguments).0, 0);
    repository.write("other/P50.java", &class("P50"));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("other/P50.java:3"), "{text}");
}

/// The fingerprint of the only failure of a rule.
fn fingerprint(repository: &Repository) -> String {
    let (_, text) = repository.check(&["--format", "json", "."]);
    let report: serde_json::Value = serde_json::from_str(&text).expect("a report");
    let assertions = report.pointer("/applications/0/assertions");
    let assertions = assertions.and_then(serde_json::Value::as_array);
    let mut of_rule = assertions.into_iter().flatten();
    let failed = of_rule.find(|one| one["rule"] == RULE && one["outcome"] == "failed");
    let print = failed.and_then(|one| one.pointer("/findings/0/fingerprint"));
    print
        .and_then(serde_json::Value::as_str)
        .expect("a failure")
        .to_owned()
}

#[test]
fn a_waiver_for_a_finding_does_not_cover_fields_that_were_added() {
    let table = |columns: &[&str]| {
        let columns = columns
            .iter()
            .map(|name| format!(",\n  {name} char(1) check ({name} in ('m','f'))"));
        let columns: String = columns.collect();
        format!("create table kunde (\n  vorname text{columns}\n);\n")
    };
    let repository = Repository::new(&[("a.sql", &table(&["gender"]))]);
    let waiver = |places: &str| {
        let print = fingerprint(&repository);
        format!("[[waiver]]\nfinding = \"{print}\"\n{places}reason = \"goes with release 7\"\n")
    };
    let alone = waiver("");
    repository.write("fachcheck.toml", &alone);
    let arguments = ["--lang", "en", "--output-format", "concise", "."];
    assert_eq!(repository.check(&arguments).0, 0);
    repository.write("a.sql", &table(&["gender", "sex"]));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("“sex”") && text.contains("1 finding set aside"),
        "{text}"
    );
    assert!(
        text.contains("add to “places”: [\"a.sql kunde.sex\"]"),
        "{text}"
    );
    let places = alone.replace("reason", "places = [\"a.sql kunde.sex\"]\nreason");
    repository.write("fachcheck.toml", &places);
    assert_eq!(repository.check(&arguments).0, 0);
    repository.write("a.sql", &table(&["gender", "sex", "geschlecht"]));
    let (code, text) = repository.check(&arguments);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("“geschlecht”") && !text.contains("“sex”"),
        "{text}"
    );
}

#[test]
fn a_baseline_does_not_cover_fields_that_were_added() {
    let repository = Repository::new(&[("src/P10.java", &class("P10"))]);
    let with = |more: &[&str]| {
        let mut arguments = vec!["--lang", "en", "--output-format", "concise", "."];
        arguments.extend(more);
        repository.check(&arguments)
    };
    assert_eq!(with(&["--write-baseline", "base.json"]).0, 1);
    assert_eq!(with(&["--baseline", "base.json"]).0, 0);
    repository.write("src/P11.java", &class("P11"));
    let (code, text) = with(&["--baseline", "base.json", "--write-baseline", "next.json"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("src/P11.java:3"), "{text}");
    assert!(!text.contains("P10"), "{text}");
    assert_eq!(with(&["--baseline", "next.json"]).0, 0);
    // What is left of a known group is known, also once the field that it was named after is mended.
    let mended = class("P10").replace("M, W", "MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE");
    repository.write("src/P10.java", &mended);
    let (code, text) = with(&["--baseline", "next.json"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn what_was_there_before_is_set_aside_also_where_it_moved() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    assert_eq!(
        repository.check(&["--write-baseline", "base.json", "."]).0,
        1
    );
    repository.write("a.sql", &format!("-- a remark\n\n{TABLE}"));
    let with_baseline = |more: &[&str]| {
        let mut arguments = vec![
            "--baseline",
            "base.json",
            "--write-baseline",
            "next.json",
            ".",
        ];
        arguments.extend(more);
        repository.check(&arguments)
    };
    let (code, text) = with_baseline(&["--lang", "en"]);
    assert_eq!(code, 0);
    assert!(text.contains("known from before (baseline)"), "{text}");
    assert!(!text.contains("set aside"), "{text}");
    assert_eq!(with_baseline(&["--fail-on", "threshold"]).0, 1);
    repository.write("b.sql", &TABLE.replace("person", "antrag_person"));
    let (code, text) = with_baseline(&["--output-format", "concise"]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("b.sql:") && !text.contains("a.sql:"),
        "{text}"
    );
    assert_eq!(repository.check(&["--baseline", "next.json", "."]).0, 0);
}

#[test]
fn a_baseline_does_not_cover_what_got_worse() {
    let repository = Repository::new(&[("a.sql", &TABLE.replace("'w'", "'w', 'd'"))]);
    let check = |more: &[&str]| {
        let mut arguments = vec!["--output-format", "concise", "."];
        arguments.extend(more);
        repository.check(&arguments)
    };
    assert_eq!(check(&["--write-baseline", "base.json"]).0, 1);
    let with_baseline = ["--baseline", "base.json", "--write-baseline", "next.json"];
    assert_eq!(check(&with_baseline).0, 0);
    repository.write("a.sql", TABLE);
    // The second baseline holds the finding as one that was set aside.
    for baseline in ["base.json", "next.json"] {
        let (code, text) = check(&["--baseline", baseline]);
        assert_eq!(code, 1, "{baseline}: {text}");
        assert!(text.contains("a.sql:"), "{baseline}: {text}");
    }
}

#[test]
fn settings_reach_nothing_outside_of_their_folder() {
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("rule.toml"), "id = 1").expect("a file");
    let repository = Repository::new(&[("a.sql", TABLE)]);
    let absolute = outside.path().display().to_string();
    let mut folders = vec![absolute.as_str(), "../..", "/etc"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), repository.path().join("link")).expect("a link");
        folders.push("link");
    }
    for folder in folders {
        repository.write("fachcheck.toml", &format!("rules-folder = \"{folder}\"\n"));
        let output = repository.run(&["."]);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{folder}: {text}");
        assert!(
            text.contains("rules-folder") || text.contains("außerhalb"),
            "{folder}: {text}"
        );
    }
}

#[test]
fn files_of_several_formats_come_from_one_run() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    let (code, text) = repository.check(&[
        "--output-format",
        "grouped",
        "--output",
        "sarif=out.sarif",
        "--output",
        "junit=out.xml",
        ".",
    ]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("grouped", text);
    let sarif: serde_json::Value =
        serde_json::from_slice(&fs::read(repository.path().join("out.sarif")).expect("a file"))
            .expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], RULE);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a.sql");
    assert_eq!(place["region"]["startLine"], 4);
    let junit = fs::read_to_string(repository.path().join("out.xml")).expect("a file");
    let junit = roxmltree::Document::parse(&junit).expect("XML");
    let count = |name: &str| {
        junit
            .descendants()
            .filter(|node| node.has_tag_name(name))
            .count()
    };
    let said = |name: &str| {
        junit
            .root_element()
            .attribute(name)
            .and_then(|n| n.parse().ok())
    };
    assert_eq!(said("failures"), Some(count("failure")));
    assert_eq!(said("tests"), Some(count("testcase")));
    let (_, full) = repository.check(&["."]);
    insta::assert_snapshot!("full", full);
}

#[test]
fn init_writes_what_is_missing_and_nothing_else() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    let init = |arguments: &[&str]| {
        Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(repository.path())
            .arg("init")
            .args(arguments)
            .output()
            .expect("the program starts")
    };
    assert_eq!(
        init(&["--ci", "gitlab,github,pre-commit"]).status.code(),
        Some(0)
    );
    assert!(
        repository
            .path()
            .join(".github/workflows/fachcheck.yml")
            .is_file()
    );
    // Its settings are right as they are, and with every line switched on.
    assert_eq!(repository.check(&["."]).0, 1);
    let text = fs::read_to_string(repository.path().join("fachcheck.toml")).expect("settings");
    let on: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") || setting.starts_with('[') => {
                format!("{setting}\n")
            }
            _ => String::new(),
        })
        .collect();
    repository.write("fachcheck.toml", &on.replace("fachcheck-rules", "own"));
    fs::create_dir(repository.path().join("own")).expect("a folder");
    let output = repository.run(&["."]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("CONFIG"), "{said}");
    assert_eq!(init(&[]).status.code(), Some(2), "nothing is overwritten");
}
