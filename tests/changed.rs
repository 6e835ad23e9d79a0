//! `check --changed`: only what a change touches, and the same about it as a check of everything says.

use std::fs;
use std::path::Path;
use std::process::{Command as Program, Output};

use assert_cmd::Command;

const TABLE: &str = "create table person (\n  vorname varchar(20),\n  nachname varchar(20),\n  geschlecht char(1) check (geschlecht in ('m', 'w'))\n);\n";
const RULE: &str = "gender/four-entries-storable";

struct Repository(tempfile::TempDir);

impl Repository {
    /// A repository whose files are committed.
    fn new(files: &[(&str, &str)]) -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit(files);
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

    fn commit(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            self.write(name, text);
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "state"]);
    }

    fn git(&self, arguments: &[&str]) {
        let status = Program::new("git")
            .current_dir(self.path())
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .status()
            .expect("git is there");
        assert!(status.success(), "git {arguments:?}");
    }

    fn check(&self, arguments: &[&str]) -> (i32, String) {
        told(&check(self.path(), arguments))
    }
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder)
        .args(["check", "--quiet", "--offline", "--today", "2026-11-23"])
        .args(["--output-format", "concise", "--lang", "en"])
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// Exit code, and all that was said.
fn told(output: &Output) -> (i32, String) {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let code = output.status.code().expect("a code");
    (code, String::from_utf8_lossy(&text).into_owned())
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_told_by_the_change_that_brings_it() {
    let repository = Repository::new(&[("x.sql", "create table x (y int);\n")]);
    let link = |name: &str| {
        let link = repository.path().join(name);
        std::os::unix::fs::symlink("nowhere", link).expect("a link");
    };
    link("old");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "link"]);
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 0, "{text}");
    link("new.sql");
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("new.sql") && !text.contains("old"), "{text}");
}

#[test]
fn only_changed_files_are_told_of() {
    let repository = Repository::new(&[
        ("old.sql", TABLE),
        ("src/x.sql", "create table x (y int);\n"),
    ]);
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("0 changed files"), "{text}");
    // New, changed, renamed and ignored files.
    repository.write(
        "src/new file.sql",
        &TABLE.replace("person", "antragsteller"),
    );
    repository.write(".gitignore", "build/\n");
    repository.write("build/out.sql", TABLE);
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("src/new file.sql:4"), "{text}");
    assert!(
        !text.contains("old.sql:") && !text.contains("build/"),
        "{text}"
    );
    assert!(text.contains("2 changed files"), "{text}");
    repository.git(&["mv", "old.sql", "moved.sql"]);
    let (code, text) = repository.check(&["--changed", "."]);
    assert!(code == 1 && text.contains("moved.sql:4"), "{text}");
    // A subfolder, and single files.
    let (code, text) = repository.check(&["--changed", "src"]);
    assert!(code == 1 && !text.contains("moved.sql"), "{text}");
    let (code, text) = repository.check(&["--changed", "src/x.sql"]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = repository.check(&["--changed", "src/new file.sql", "src/x.sql"]);
    assert!(code == 1 && text.contains("src/new file.sql:4"), "{text}");
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let repository = Repository::new(&[("a.sql", "create table x (y int);\n")]);
    repository.git(&["switch", "--quiet", "--create", "feature"]);
    repository.commit(&[("b.sql", TABLE)]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.commit(&[("c.sql", TABLE)]);
    repository.git(&["switch", "--quiet", "feature"]);
    let (code, text) = repository.check(&["--changed=main", "."]);
    assert!(code == 1 && text.contains("b.sql:4"), "{text}");
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 0, "{text}");
    for commit in ["mian", "--upload-pack=x", "-x", ""] {
        let argument = format!("--changed={commit}");
        let (code, text) = repository.check(&[&argument, "."]);
        assert_eq!(
            code,
            if commit.is_empty() { 0 } else { 2 },
            "{commit}: {text}"
        );
        assert!(commit.is_empty() || text.contains("no commit"), "{text}");
    }
}

#[test]
fn each_changed_step_of_a_history_is_told() {
    let repository = Repository::new(&[
        (
            "db/V1__person.sql",
            "CREATE TABLE person (id INT, vorname TEXT, name TEXT);\n",
        ),
        ("db/V2__ort.sql", "CREATE TABLE ort (id INT);\n"),
    ]);
    let salutation =
        "ALTER TABLE person ADD COLUMN anrede TEXT CHECK (anrede IN ('Herr', 'Frau'));\n";
    repository.write("db/V3__anrede.sql", salutation);
    let (code, alone) = repository.check(&["--changed", "."]);
    assert!(
        code == 1 && alone.contains("db/V3__anrede.sql:1"),
        "{alone}"
    );
    assert!(alone.contains("1 file,"), "{alone}");
    for harmless in ["db/V2__ort.sql", "db/V1__person.sql"] {
        let before = fs::read_to_string(repository.path().join(harmless)).expect("a file");
        repository.write(harmless, &format!("{before}-- Nothing else.\n"));
        let (code, text) = repository.check(&["--changed", "."]);
        assert!(
            code == 1 && text.contains("db/V3__anrede.sql:1"),
            "{harmless}: {text}"
        );
    }
    let (_, everything) = repository.check(&["."]);
    assert!(everything.contains("3 files,"), "{everything}");
}

#[test]
fn a_change_of_files_that_nobody_judges_leaves_nothing_open() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    repository.commit(&[("README", "x"), ("notes.txt", "x")]);
    let (code, text) = repository.check(&["--changed=HEAD~1", "."]);
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("not looked at"), "{text}");
    // Of everything it would say something: none of the files is understood.
    let repository = Repository::new(&[("README", "x"), ("notes.txt", "x")]);
    assert_eq!(repository.check(&["."]).0, 3);
}

#[test]
fn what_a_change_touches_elsewhere_is_told() {
    let java = "package a;\npublic enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }\n";
    let user = "package a;\npublic class Person {\n  private String nachname;\n  private Geschlecht geschlecht;\n}\n";
    let repository = Repository::new(&[
        ("a/Geschlecht.java", java),
        ("a/Person.java", user),
        ("other.sql", &TABLE.replace("person", "hundehalter")),
    ]);
    let everything = |repository: &Repository| repository.check(&["."]).1;
    // The enumeration loses an entry: the finding stands where it is declared.
    repository.write("a/Geschlecht.java", &java.replace(", DIVERS", ""));
    let (code, text) = repository.check(&["--changed", "."]);
    assert!(code == 1 && text.contains("a/Geschlecht.java:2"), "{text}");
    assert!(!text.contains("other.sql"), "{text}");
    // It goes away altogether: its user is told.
    fs::remove_file(repository.path().join("a/Geschlecht.java")).expect("it was there");
    let (_, text) = repository.check(&["--changed", "."]);
    let line = |text: &str| {
        let found = text
            .lines()
            .find(|line| line.starts_with("a/Person.java:") && line.contains(RULE));
        found.map(str::to_owned)
    };
    assert!(line(&text).is_some(), "{text}");
    assert_eq!(line(&text), line(&everything(&repository)));
    // A changed user of an unchanged list is judged by the list.
    repository.commit(&[("a/Geschlecht.java", &java.replace(", DIVERS", ""))]);
    repository.write("a/Person.java", &format!("{user}\n"));
    let (code, text) = repository.check(&["--changed", "."]);
    assert!(code == 1 && text.contains("a/Geschlecht.java:2"), "{text}");
}

#[test]
fn findings_of_changed_files_are_those_of_a_check_of_everything() {
    let page = |title: &str| {
        format!(
            "<!doctype html><html lang=\"de\"><head><title>{title}</title></head><body><main><h1>{title}</h1><p>Text</p></main></body></html>"
        )
    };
    let repository = Repository::new(&[("a.html", &page("Antrag")), ("b.html", &page("Bescheid"))]);
    repository.write("c.html", &page("Antrag"));
    repository.write(
        "d.html",
        &page("Hilfe").replace("<p>", "<img src=x.png><p>"),
    );
    let of = |text: &str| -> Vec<String> {
        let lines = text.lines();
        let about = |line: &&str| line.starts_with("c.html:") || line.starts_with("d.html:");
        lines.filter(about).map(str::to_owned).collect()
    };
    let (_, changed) = repository.check(&["--changed", "."]);
    let (_, everything) = repository.check(&["."]);
    assert_eq!(of(&changed), of(&everything));
    assert!(!of(&changed).is_empty(), "{changed}");
}

#[test]
fn a_changed_style_sheet_touches_the_pages() {
    let page = "<!doctype html><html lang=\"de\"><head><title>Antrag</title><link rel=\"stylesheet\" href=\"a.css\"></head><body><main><h1>Antrag</h1><p>Text</p></main></body></html>";
    let repository = Repository::new(&[
        ("a.html", page),
        ("a.css", "p { color: #000; background: #fff }\n"),
    ]);
    repository.write("a.css", "p { color: #aaa; background: #fff }\n");
    let about = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains("contrast"));
        lines.map(str::to_owned).collect()
    };
    let (code, changed) = repository.check(&["--changed", "."]);
    let (_, everything) = repository.check(&["."]);
    assert_eq!(about(&changed), about(&everything));
    assert!(code == 1 && !about(&changed).is_empty(), "{changed}");
}

#[test]
fn comments_and_waivers_elsewhere_are_not_called_idle() {
    let accepted = TABLE.replace(
        "  geschlecht",
        &format!("  -- fachcheck: ignore {RULE} -- old\n  geschlecht"),
    );
    let waivers =
        format!("[[waiver]]\nrule = \"{RULE}\"\npath = \"legacy/**\"\nreason = \"old\"\n");
    let repository = Repository::new(&[
        ("a.sql", &accepted),
        ("fachcheck.toml", &waivers),
        ("legacy/l.sql", TABLE),
    ]);
    repository.write("b.sql", "create table x (y int);\n");
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("CONFIG"), "{text}");
    repository.write("c.sql", &TABLE.replace("person", "halter_person"));
    let (code, text) = repository.check(&["--changed", "."]);
    assert_eq!(code, 1, "{text}");
    assert!(
        !text.contains("CONFIG") && !text.contains("legacy"),
        "{text}"
    );
}

#[test]
fn a_question_about_many_files_is_told_in_the_changed_one() {
    let class = |number: u32| {
        format!(
            "package x;\npublic class Q{number} {{ private String name; private String geschlecht; }}\n"
        )
    };
    let repository = Repository::new(&[]);
    for number in 100..160 {
        repository.write(&format!("Q{number}.java"), &class(number));
    }
    repository.commit(&[]);
    for number in [105, 155] {
        let name = format!("Q{number}.java");
        repository.write(&name, &format!("{}// y\n", class(number)));
        let (code, text) = repository.check(&["--changed", "."]);
        assert!(text.contains(&format!("{name}:2:")), "{text}");
        assert!(text.contains("1 open question"), "{code} {text}");
        repository.write(&name, &class(number));
    }
}

#[test]
fn worktrees_new_repositories_and_none_at_all() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    let beside = tempfile::tempdir().expect("a folder");
    let tree = beside.path().join("tree");
    let name = tree.display().to_string();
    repository.git(&["worktree", "add", "--quiet", &name]);
    fs::write(tree.join("b.sql"), TABLE.replace("person", "antragsteller")).expect("a file");
    let (code, text) = told(&check(&tree, &["--changed", "."]));
    assert!(
        code == 1 && text.contains("b.sql:4") && !text.contains("a.sql"),
        "{text}"
    );

    let empty = Repository(tempfile::tempdir().expect("a folder"));
    empty.git(&["init", "--quiet"]);
    empty.write("a.sql", TABLE);
    let (code, text) = empty.check(&["--changed", "."]);
    assert!(code == 1 && text.contains("a.sql:4"), "{text}");

    let (code, text) = told(&check(beside.path(), &["--changed", "."]));
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("no git repository"), "{text}");
    let (code, text) = repository.check(&["--changed", "https://example.org/"]);
    assert!(
        code == 2 && text.contains("no file and no folder"),
        "{text}"
    );
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let repository = Repository::new(&[("a.sql", TABLE)]);
    repository.git(&["branch", "old"]);
    repository.commit(&[("b.sql", TABLE)]);
    let beside = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", repository.path().display());
    let target = beside.path().join("clone").display().to_string();
    repository.git(&[
        "clone",
        "--quiet",
        "--depth",
        "1",
        "--no-single-branch",
        &url,
        &target,
    ]);
    let (code, text) = told(&check(Path::new(&target), &["--changed=origin/old", "."]));
    assert!(code == 2 && text.contains("common ancestor"), "{text}");
    let (code, text) = told(&check(Path::new(&target), &["--changed=v1", "."]));
    assert!(code == 2 && text.contains("shallow clone"), "{text}");
    let (code, _) = told(&check(Path::new(&target), &["--changed", "."]));
    assert_eq!(code, 0);
}

/// What a repository's settings and attributes name is not started.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_runs() {
    let repository = Repository::new(&[
        ("a.sql", TABLE),
        (".gitattributes", "*.sql filter=trap diff=trap\n"),
    ]);
    let mark = repository.path().join("ran");
    let trap = format!("touch '{}'; cat", mark.display());
    for setting in [
        "core.fsmonitor",
        "filter.trap.clean",
        "filter.trap.process",
        "diff.trap.textconv",
        "diff.trap.command",
        "diff.external",
        "core.pager",
        "core.sshCommand",
    ] {
        repository.git(&["config", setting, &trap]);
    }
    repository.git(&["config", "filter.trap.required", "true"]);
    repository.git(&["config", "core.hooksPath", "hooks"]);
    for hook in [
        "post-index-change",
        "fsmonitor-watchman",
        "reference-transaction",
    ] {
        repository.write(&format!("hooks/{hook}"), &format!("#!/bin/sh\n{trap}\n"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(repository.path().join("hooks").join(hook), mode).expect("a mode");
    }
    let _ = fs::remove_file(&mark);
    // The same length: only its content tells that it changed.
    repository.write("a.sql", &TABLE.replace("'m'", "'M'"));
    let (code, text) = repository.check(&["--changed", "."]);
    assert!(code == 1 && text.contains("a.sql:4"), "{text}");
    assert!(!mark.exists(), "something ran");
}

#[test]
fn of_a_changed_page_everything_is_told_and_of_the_others_nothing() {
    let page = |body: &str| {
        format!(
            "<!doctype html><html lang=\"de\"><head><title>Antrag</title></head><body><main><h1>Antrag</h1>{body}</main></body></html>"
        )
    };
    let image = "<img src=\"a.png\">";
    let repository = Repository::new(&[
        ("a.html", &page(image)),
        ("b.html", &page("<p>Text</p>")),
        ("person.sql", TABLE),
    ]);
    repository.write("b.html", &page(image));
    let (_, whole) = repository.check(&["."]);
    let (_, part) = repository.check(&["--changed", "."]);
    let of_page = |text: &str, page: &str| {
        let lines = text.lines().filter(|line| line.starts_with(page));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let said = of_page(&part, "b.html:");
    assert!(!said.is_empty(), "{part}");
    assert_eq!(said, of_page(&whole, "b.html:"));
    assert_eq!(of_page(&part, "a.html:"), Vec::<String>::new());
    assert!(!of_page(&whole, "a.html:").is_empty() && whole.contains("person.sql:"));
    assert!(!part.contains("person.sql"), "{part}");
}

#[test]
fn a_list_in_an_unchanged_file_decides_as_in_a_check_of_everything() {
    let repository = Repository::new(&[
        ("Merkmal.java", "public enum Merkmal { MANN, FRAU }\n"),
        ("Person.java", "public class Person { String vorname; }\n"),
        ("Ablage.java", "public class Ablage { String ort; }\n"),
    ]);
    repository.write(
        "Person.java",
        "public class Person { String vorname; Merkmal geschlecht; }\n",
    );
    let failures = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains(".java:"));
        lines.map(str::to_owned).collect()
    };
    let (_, whole) = repository.check(&["."]);
    let (_, part) = repository.check(&["--changed", "."]);
    assert!(part.contains("Merkmal.java:1"), "{part}");
    assert_eq!(failures(&part), failures(&whole));
}
