//! The commands of `docs/handbuch.md`, one after the other in one folder, as somebody who follows it types them.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const GUIDE: &str = include_str!("../docs/handbuch.md");
const BUYERS: &str = include_str!("../docs/beschaffung.md");
const LIST: &str = include_str!("handbook/verfahren.csv");
const SCHEMA: &str = include_str!("handbook/schema.sql");

/// A command with the exit code that a handbook promises.
fn commands(guide: &'static str) -> impl Iterator<Item = (&'static str, i32)> {
    let lines = guide
        .lines()
        .filter_map(|line| line.strip_prefix("fachcheck "));
    lines.map(|line| match line.split_once(" # Ende mit ") {
        Some((line, code)) => (line.trim_end(), code.trim().parse().expect("an exit code")),
        None => (line, 0),
    })
}

/// What the handbook asks people to do by hand.
fn do_by_hand(line: &str, desk: &Path) {
    if line.contains("--propose-mapping") {
        let mapping = desk.join("spalten.toml");
        let proposed = fs::read_to_string(&mapping).expect("a proposal");
        let decided = proposed
            .replace("# \"kind\" = \"\"", "\"kind\" = \"web\"")
            .replace("# \"personal_data\" = \"\"", "\"personal_data\" = true")
            .replace(
                "# \"user_groups\" = \"\"",
                "\"user_groups\" = [\"citizens\"]",
            );
        fs::write(mapping, decided).expect("a mapping");
    }
    if line.contains("--write") {
        fs::write(desk.join("bestand/schema.sql"), SCHEMA).expect("a schema");
        let folder = desk.join("bestand/applications");
        let first = fs::read_dir(folder)
            .expect("files of departments")
            .map(|entry| entry.expect("an entry").path())
            .min()
            .expect("a department");
        let entries = fs::read_to_string(&first).expect("applications");
        let named = entries.find("\nname =").expect("an application") + 1;
        let artefact = "artefact = [{ id = \"db\", path = \"schema.sql\" }]\n";
        let entries = [&entries[..named], artefact, &entries[named..]].concat();
        fs::write(first, entries).expect("an application with an artefact");
    }
}

#[test]
fn the_commands_of_the_handbook_work_one_after_the_other() {
    let desk = tempfile::tempdir().expect("a folder");
    fs::write(desk.path().join("verfahren.csv"), LIST).expect("a list");
    let mut ran = 0;
    for (line, code) in commands(GUIDE) {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.path())
            .args(line.split_whitespace())
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}\n{shown}");
        do_by_hand(line, desk.path());
        ran += 1;
    }
    assert!(ran > 12, "{ran}");
    let second = desk.path().join("berichte/2027-02-22/html/index.html");
    assert!(second.is_file(), "pages of the second audit");
}

/// What a bidder offers who did the work.
const OFFERED: &str = "CREATE TABLE halter (id INTEGER PRIMARY KEY, geschlecht VARCHAR(12) NULL CHECK (geschlecht IN ('männlich', 'weiblich', 'divers', 'ohne Angabe')));";

/// What passes for a PDF.
const PROMISE: &str =
    "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n% Zusage\n%%EOF\n";

/// The words of a command as a shell takes them: what stands between quotation marks is one.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let mut words = Vec::new();
    for (index, part) in parts {
        match index % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// What the guide for buyers asks them and the bidders to do by hand.
fn buy_by_hand(line: &str, desk: &Path) {
    let write = |name: &str, content: &str| {
        let path = desk.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("a file");
    };
    if line.contains("questions export") {
        let tender = desk.join("vergabe/tender.toml");
        let text = fs::read_to_string(&tender).expect("a tender");
        let dated = text.replace("supplement_until = \"\"", "supplement_until = 2026-12-11");
        fs::write(tender, dated).expect("a tender");
        let answers: Vec<String> = (1..=25)
            .map(|number| format!("{{\"question\": \"Q{number:02}\", \"answer\": \"erfüllt\", \"explanation\": \"Siehe Zusage.\", \"evidence\": \"zusage.pdf\"}}"))
            .collect();
        for bidder in ["alpha-gmbh", "beta-ag"] {
            let form = format!(
                "{{\"schema\": \"fachcheck-bid/1\", \"bidder\": \"{bidder}\", \"product\": {{\"name\": \"Bello\", \"version\": \"4\"}}, \"answers\": [{}]}}",
                answers.join(", ")
            );
            write(&format!("zurueck/{bidder}.json"), &form);
        }
        let book = desk.join("vergabe/questionnaires/gamma-eg.xlsx");
        fs::copy(book, desk.join("zurueck/gamma-eg.xlsx"))
            .expect("a workbook that came back empty");
    }
    if line.contains("--write") && line.contains("import") {
        for (name, content) in [
            ("evidence/zusage.pdf", PROMISE),
            ("artefacts/schema.sql", OFFERED),
        ] {
            write(&format!("vergabe/bidders/alpha-gmbh/{name}"), content);
        }
    }
    if line.contains("procure check vergabe") {
        let (_, rest) = BUYERS.split_once("```toml\n").expect("decisions");
        let (decisions, _) = rest.split_once("```").expect("decisions");
        // The day of the example may be yet to come where this runs.
        let decisions = decisions.replace("date = 2026-11-24", "date = 2024-11-24");
        write("vergabe/decisions/alpha-gmbh.toml", &decisions);
    }
}

#[test]
fn the_commands_of_the_guide_for_buyers_work_one_after_the_other() {
    let desk = tempfile::tempdir().expect("a folder");
    let mut ran = 0;
    for (line, code) in commands(BUYERS) {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.path())
            .args(words(line))
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}\n{shown}");
        buy_by_hand(line, desk.path());
        ran += 1;
    }
    assert!(ran > 12, "{ran}");
    let page = fs::read_to_string(desk.path().join("vergabe/results/alpha-gmbh/verdict.md"));
    assert!(
        page.expect("a verdict")
            .contains("Entscheidung der Vergabestelle")
    );
    for paper in [
        "anlage.docx",
        "vergabe/results/letters/beta-ag.docx",
        "vergabe/results/clauses/alpha-gmbh.docx",
    ] {
        assert!(desk.path().join(paper).is_file(), "{paper}");
    }
}
