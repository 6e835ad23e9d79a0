//! Rules of one's own: made, linted, tried, and what a folder from somebody hostile gets.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const GUIDE: &str = include_str!("../docs/regeln-schreiben.md");

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// Exit code, and all that was said.
fn told(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let code = output.status.code().expect("a code");
    (code, String::from_utf8_lossy(&text).into_owned())
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

/// The files that the guide shows.
fn do_by_hand(line: &str, desk: &Path) {
    if line.starts_with("rules explain") {
        let blocks = GUIDE.split("```toml\n").skip(1);
        let blocks: Vec<&str> = blocks
            .filter_map(|block| block.split("```").next())
            .collect();
        let block = |sign: &str| {
            *blocks
                .iter()
                .find(|block| block.contains(sign))
                .expect(sign)
        };
        write(
            desk,
            "fachcheck-rules/vocabulary/identifiers-own.toml",
            block("gschlkz"),
        );
        write(
            desk,
            "fachcheck-rules/vocabulary/components-own.toml",
            block("stadt-button"),
        );
        write(desk, "fachcheck.toml", block("rules-folder"));
        // The rule that the guide prints is the one that was made.
        write(
            desk,
            "fachcheck-rules/stadt/kein-fax.toml",
            block("id = \"stadt/kein-fax\""),
        );
    }
}

#[test]
fn the_commands_of_the_guide_work_one_after_the_other() {
    let desk = tempfile::tempdir().expect("a folder");
    let mut ran = 0;
    for line in GUIDE
        .lines()
        .filter_map(|line| line.strip_prefix("fachcheck "))
    {
        let (line, code) = match line.split_once(" # Ende mit ") {
            Some((line, code)) => (line.trim_end(), code.trim().parse().expect("a code")),
            None => (line, 0),
        };
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let (got, text) = told(desk.path(), &arguments);
        assert_eq!(got, code, "{line}\n{text}");
        do_by_hand(line, desk.path());
        ran += 1;
    }
    assert!(ran > 9, "{ran}");
    write(
        desk.path(),
        "a.sql",
        "create table person (vorname text, gschlkz char(1) check (gschlkz in ('m', 'w')));\n",
    );
    let (code, text) = told(desk.path(), &["check", "--offline", "a.sql"]);
    assert!(code == 1 && text.contains("gschlkz"), "{text}");
    // What the guide says about mistakes is what is said.
    let rule = "fachcheck-rules/stadt/kein-fax.toml";
    let text = fs::read_to_string(desk.path().join(rule)).expect("the rule");
    write(
        desk.path(),
        rule,
        &text
            .replace("\"minor\"", "\"minr\"")
            .replace("{element}", "{elemnt}"),
    );
    let (code, said) = told(desk.path(), &["rules", "lint"]);
    assert_eq!(code, 2);
    let shown: Vec<&str> = GUIDE
        .lines()
        .filter(|line| line.contains(": Fehler RULE: "))
        .collect();
    let messages = |lines: &[&str]| -> Vec<String> {
        let behind = lines.iter().filter_map(|line| line.split_once(" Fehler "));
        behind.map(|(_, message)| message.to_owned()).collect()
    };
    assert_eq!(
        messages(&said.lines().collect::<Vec<_>>()),
        messages(&shown),
        "{said}"
    );
}

#[test]
fn every_starter_meets_its_fixtures() {
    let desk = tempfile::tempdir().expect("a folder");
    for check in ["selector", "field-domain", "text-pattern"] {
        let id = format!("eigen/{check}");
        let (code, text) = told(desk.path(), &["rules", "new", &id, "--check", check]);
        assert_eq!(code, 0, "{text}");
        let (code, text) = told(desk.path(), &["rules", "new", &id, "--check", check]);
        assert_eq!(code, 2, "nothing is overwritten: {text}");
    }
    let (code, text) = told(desk.path(), &["rules", "test"]);
    assert!(
        code == 0 && text.contains("6 Prüfbeispiele, 0 davon falsch"),
        "{text}"
    );
    let fixtures = desk.path().join("fachcheck-rules/tests/eigen__selector");
    fs::rename(
        fixtures.join("failed-beispiel.html"),
        fixtures.join("passed-x.html"),
    )
    .expect("renamed");
    write(&fixtures, "gut.html", "<p>");
    let (code, text) = told(desk.path(), &["rules", "test"]);
    assert!(code == 1 && text.contains("2 davon falsch"), "{text}");
    for id in ["../a/b", "a", "A/b", "a/b/c"] {
        assert_eq!(told(desk.path(), &["rules", "new", id]).0, 2, "{id}");
    }
}

#[test]
fn a_starter_speaks_the_language_of_the_command() {
    let desk = tempfile::tempdir().expect("a folder");
    for check in ["selector", "field-domain", "text-pattern"] {
        let id = format!("own/{check}");
        let new = ["--lang", "en", "rules", "new", &id, "--check", check];
        assert_eq!(told(desk.path(), &new).0, 0);
        let path = desk.path().join(format!("fachcheck-rules/{id}.toml"));
        let rule = fs::read_to_string(path).expect("a rule");
        assert!(rule.starts_with("# A rule of your own about"), "{rule}");
        let mut comments = rule.lines().filter(|line| line.starts_with('#'));
        assert!(comments.all(|line| !line.contains("Regel") && !line.contains("Muster")));
    }
    let (code, text) = told(desk.path(), &["--lang", "en", "rules", "test"]);
    assert!(
        code == 0 && text.contains("6 fixtures, 0 of them wrong"),
        "{text}"
    );
}

#[test]
fn all_mistakes_of_a_rule_are_told_at_once() {
    let desk = tempfile::tempdir().expect("a folder");
    let rule = "id = \"Stadt/Fax\"\nseverity = \"hard\"\ncheck = \"selector\"\nowner = 3\neffrt = \"small\"\n\
        legal = [\"LEG-PSTG-22-2\"]\ntitle = { de = \"T\", fr = \"T\" }\nwhy = [\"w\"]\ntask = \"{fields}\"\n\
        [message]\nfailed = \"{elemen}\"\nfaild = \"x\"\n\
        [params]\napplies = \"a\"\nexpect = \"gone\"\nrendered = \"yes\"\n";
    write(desk.path(), "own/a.toml", rule);
    write(
        desk.path(),
        "own/b.toml",
        "id = \"x/y\"\ncheck = \"selectr\"\n[params\n",
    );
    let (code, text) = told(desk.path(), &["rules", "lint", "own"]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(text);
}

#[test]
fn an_own_rule_takes_the_place_of_a_shipped_one() {
    let desk = tempfile::tempdir().expect("a folder");
    let (code, text) = told(desk.path(), &["rules", "new", "accessibility/no-marquee"]);
    assert!(
        code == 0 && text.contains("ersetzt die mitgelieferte"),
        "{text}"
    );
    write(
        desk.path(),
        "a.html",
        "<!doctype html><html lang=de><title>T</title><marquee>x</marquee>",
    );
    let lines = |arguments: &[&str]| {
        let (_, text) = told(desk.path(), arguments);
        text.lines()
            .filter(|line| line.contains("[accessibility/no-marquee]"))
            .count()
    };
    let check = ["check", "--offline", "--output-format", "concise", "a.html"];
    assert_eq!(lines(&check), 1);
    assert_eq!(
        lines(&[&check[..], &["--rules", "fachcheck-rules"]].concat()),
        0
    );
    // Two own rules of one id are a mistake.
    let rule = fs::read_to_string(
        desk.path()
            .join("fachcheck-rules/accessibility/no-marquee.toml"),
    )
    .expect("a rule");
    write(desk.path(), "fachcheck-rules/other.toml", &rule);
    assert_eq!(told(desk.path(), &["rules", "lint"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_folder_of_rules_reads_nothing_elsewhere() {
    let desk = tempfile::tempdir().expect("a folder");
    write(desk.path(), "secret.toml", "password = \"xyzzy\"\n");
    told(desk.path(), &["rules", "new", "a/b"]);
    let link = desk.path().join("fachcheck-rules/link.toml");
    std::os::unix::fs::symlink("../secret.toml", &link).expect("a link");
    let (code, text) = told(desk.path(), &["rules", "lint"]);
    assert!(code == 2 && text.contains("aus dem Ordner"), "{text}");
    assert!(
        !text.contains("xyzzy") && !text.contains("password"),
        "{text}"
    );
    fs::remove_file(&link).expect("a link");
    let (code, text) = told(desk.path(), &["rules", "lint"]);
    assert_eq!(code, 0, "{text}");
}
