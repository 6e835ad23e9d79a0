//! Tenders on the command line, as a buyer works through one.

#[path = "tender/award.rs"]
mod award;
#[path = "tender/forms.rs"]
mod forms;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use fachcheck::procure::{Comparison, Contradiction, KnockoutResult, Reason, State, paper};
use fachcheck::report::PaperFormat;
use fachcheck::rule::Coverage;
use fachcheck::texts::Language;

const SCHEMA: &str = "CREATE TABLE halter (\n  id INTEGER PRIMARY KEY,\n  geschlecht VARCHAR(12) NULL CHECK (geschlecht IN ('männlich', 'weiblich', 'divers', 'ohne Angabe'))\n);\n";
const BINARY: &str = "CREATE TABLE halter (\n  id INTEGER PRIMARY KEY,\n  geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('M', 'W'))\n);\n";

/// What passes for a PDF.
const PROMISE: &str =
    "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n% Zusage\n%%EOF\n";

fn run(desk: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(desk)
        .arg("procure")
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn ends(desk: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = run(desk, arguments);
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{out}\n{err}"
    );
    (out, err)
}

fn begun() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    let new = [
        "new",
        "v",
        "--product",
        "Hunderegister",
        "--buyer",
        "Vergabestelle 1",
        "--reference",
        "V-1",
        "--bidder",
        "Alpha GmbH",
        "--bidder",
        "Beta AG",
        "--bidder",
        "Gamma & Söhne",
        "--checklist",
        "procurement-gender",
    ];
    ends(desk.path(), &new, 0);
    desk
}

fn file(desk: &Path, name: &str, content: &str) {
    let path = desk.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, content).expect("a file");
}

/// Answers everything of a bidder in the same way.
fn answer_all(desk: &Path, bidder: &str, answer: &str, evidence: &str) {
    let path = desk.join(format!("v/bidders/{bidder}/answers.toml"));
    let text = fs::read_to_string(&path).expect("answers");
    let text = text
        .replace("answer = \"\"", &format!("answer = \"{answer}\""))
        .replace("evidence = \"\"", &format!("evidence = \"{evidence}\""));
    fs::write(path, text).expect("answers");
}

fn comparison(desk: &Path) -> Comparison {
    let text = fs::read_to_string(desk.join("v/results/comparison.json")).expect("a comparison");
    serde_json::from_str(&text).expect("our own form")
}

/// A careful bidder, one who claims without proof, one whose documents say the opposite.
fn three_bidders() -> tempfile::TempDir {
    let desk = begun();
    let path = desk.path();
    file(path, "v/bidders/alpha-gmbh/artefacts/schema.sql", SCHEMA);
    file(path, "v/bidders/alpha-gmbh/evidence/zusage.pdf", PROMISE);
    answer_all(
        path,
        "alpha-gmbh",
        "erfüllt",
        "zusage.pdf, Seite 3; schema.sql",
    );
    answer_all(path, "beta-ag", "erfüllt", "x");
    file(path, "v/bidders/gamma-soehne/artefacts/schema.sql", BINARY);
    file(
        path,
        "v/bidders/gamma-soehne/evidence/zusage.pdf",
        &PROMISE.replace("Zusage", "Andere Zusage"),
    );
    answer_all(path, "gamma-soehne", "erfüllt", "evidence/zusage.pdf");
    desk
}

#[test]
fn bids_are_compared_by_what_they_prove() {
    let desk = three_bidders();
    let (out, err) = ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    assert!(
        out.contains("Alpha GmbH") && out.contains("Punkte sicher"),
        "{out}"
    );
    assert!(
        err.contains("bidders/beta-ag/answers.toml:") && err.contains("PROC-011"),
        "{err}"
    );
    let comparison = comparison(desk.path());
    let order: Vec<&str> = comparison
        .bids
        .iter()
        .map(|bid| bid.bidder.as_str())
        .collect();
    assert_eq!(order, ["alpha-gmbh", "beta-ag", "gamma-soehne"]);
    let [alpha, beta, gamma] = comparison.bids.as_slice() else {
        panic!("three bids");
    };
    assert_eq!(gamma.verdict.result, KnockoutResult::NotMet);
    let first = gamma.knockouts()[0];
    assert_eq!((first.state, first.reason), (State::NotMet, Reason::Proven));
    assert!(first.contradiction.is_some());
    // "x" is no evidence: nothing of it counts.
    assert_eq!((beta.score.sure, beta.score.to_confirm), (0, 0));
    assert!(beta.verdict.totals.evidence_faults > 20);
    assert!(alpha.score.sure > 0 && alpha.score.to_confirm > 0);
    for bid in &comparison.bids {
        let score = bid.score;
        assert_eq!(
            score.sure + score.to_confirm + score.open + score.lost,
            comparison.points()
        );
    }
    let exhibit = &alpha.verdict.exhibits[1];
    assert_eq!(exhibit.file, "evidence/zusage.pdf");
    let size = PROMISE.len() as u64;
    assert_eq!((exhibit.bytes, exhibit.seen.as_str()), (size, "2026-11-23"));
    assert_eq!(exhibit.sha256.len(), 64);
}

/// The sums of the page can be added up from its rows by hand.
#[test]
fn the_points_can_be_added_up_by_hand() {
    let desk = three_bidders();
    let tender = desk.path().join("v/tender.toml");
    let text = fs::read_to_string(&tender).expect("a tender");
    let text = text.replace(
        "question = \"Q07\"\nweight = 1",
        "question = \"Q07\"\nweight = 40",
    );
    fs::write(&tender, text).expect("a tender");
    ends(desk.path(), &["check", "v"], 0);
    let page = fs::read_to_string(desk.path().join("v/results/comparison.md")).expect("a page");
    let rows = page
        .lines()
        .skip_while(|line| !line.contains("Punkte je Anforderung"));
    let rows: Vec<Vec<&str>> = rows
        .filter(|line| line.starts_with("| Q") || line.starts_with("| Summe"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let (sum, rows) = rows.split_last().expect("a sum");
    assert_eq!(rows.len(), 25);
    let number = |text: &str| {
        text.trim_matches(['(', ')'])
            .parse::<u32>()
            .expect("a number")
    };
    for column in 2..5 {
        let (mut sure, mut proposed, mut most) = (0, 0, 0);
        for row in rows {
            let words: Vec<&str> = row[column].split(' ').collect();
            match words.as_slice() {
                ["✓", points] if points.starts_with('(') => proposed += number(points),
                ["✓", points] => sure += number(points),
                ["?", "0", points] => most += number(points),
                ["✗", "0"] => {}
                other => panic!("{other:?}"),
            }
        }
        let expected = format!("{sure} / {} / {}", sure + proposed, sure + proposed + most);
        assert_eq!(sum[column], expected);
    }
    assert_eq!(sum[1], "64");
}

#[test]
fn one_broken_dossier_does_not_end_the_run() {
    let desk = three_bidders();
    file(
        desk.path(),
        "v/bidders/beta-ag/answers.toml",
        "[[answer]\nquestion = ",
    );
    let (out, err) = ends(desk.path(), &["check", "v"], 2);
    assert!(out.contains("beta-ag: nicht verwendbar"), "{out}");
    assert!(err.contains("beta-ag/answers.toml:1"), "{err}");
    assert_eq!(comparison(desk.path()).bids.len(), 2);
}

#[test]
fn bidders_cannot_change_the_questions_or_decide() {
    let desk = three_bidders();
    let dossier = desk.path().join("v/bidders/beta-ag/dossier.toml");
    let text = fs::read_to_string(&dossier).expect("a dossier");
    fs::write(
        &dossier,
        format!("checklists = [\"procurement-accessibility\"]\n{text}"),
    )
    .expect("a dossier");
    file(
        desk.path(),
        "v/bidders/beta-ag/decisions/beta-ag.toml",
        "[[decision]]\nquestion = \"Q02\"\ndecision = \"erfüllt\"\nreason = \"x\"\nrole = \"y\"\n",
    );
    ends(desk.path(), &["check", "v"], 0);
    let comparison = comparison(desk.path());
    let beta = comparison.bid("beta-ag").expect("a bid");
    assert_eq!(beta.verdict.questions.len(), 25);
    assert!(
        beta.verdict
            .questions
            .iter()
            .all(|judged| judged.decision.is_none())
    );
}

#[test]
fn the_buyer_decides_and_mistakes_in_decisions_are_told() {
    let desk = three_bidders();
    let decision = |question: &str, word: &str| {
        format!(
            "[[decision]]\nquestion = \"{question}\"\ndecision = \"{word}\"\nreason = \"Zusage geprüft.\"\nrole = \"Vergabestelle\"\ndate = 2026-11-24\n"
        )
    };
    file(
        desk.path(),
        "v/decisions/alpha-gmbh.toml",
        &[decision("Q14", "erfüllt"), decision("Q07", "nicht erfüllt")].concat(),
    );
    ends(desk.path(), &["check", "v", "--today", "2026-11-30"], 0);
    let checked = comparison(desk.path());
    let alpha = checked.bid("alpha-gmbh").expect("a bid");
    let reason = |id: &str| {
        let mut questions = alpha.verdict.questions.iter();
        questions
            .find(|judged| judged.question.id == id)
            .map(|judged| judged.reason)
    };
    assert_eq!(reason("Q14"), Some(Reason::DecidedMet));
    assert_eq!(reason("Q07"), Some(Reason::DecidedNotMet));
    file(
        desk.path(),
        "v/decisions/alpha-gmbh.toml",
        &[decision("Q99", "erfüllt"), decision("Q14", "ja")].concat(),
    );
    file(
        desk.path(),
        "v/decisions/delta.toml",
        &decision("Q14", "erfüllt"),
    );
    let (_, err) = ends(desk.path(), &["check", "v", "--today", "2026-11-30"], 2);
    for code in ["PROC-008", "PROC-014", "PROC-013"] {
        assert!(err.contains(code), "{code}\n{err}");
    }
    // A record names a role, and a day that has been.
    let personal = decision("Q14", "erfüllt").replace("Vergabestelle", "Frau Müller");
    let open = decision("Q13", "erfüllt").replace("Vergabestelle", "N.N.");
    let named = decision("Q12", "erfüllt").replace("Zusage geprüft.", "laut Herrn Huber erfüllt");
    let all = [personal, open, named].concat();
    file(desk.path(), "v/decisions/alpha-gmbh.toml", &all);
    fs::remove_file(desk.path().join("v/decisions/delta.toml")).expect("removed");
    let (_, err) = ends(desk.path(), &["check", "v", "--today", "2026-11-30"], 2);
    assert_eq!(err.matches("PROC-014").count(), 3, "{err}");
    assert!(!err.contains("Müller") && !err.contains("Huber"), "{err}");
    let coming = decision("Q14", "erfüllt");
    file(desk.path(), "v/decisions/alpha-gmbh.toml", &coming);
    let (_, err) = ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 2);
    assert!(err.contains("liegt in der Zukunft (24.11.2026)"), "{err}");
    // All mistakes of a decision are told at once, each at its own line.
    let both = coming.replace("Vergabestelle", "N.N.");
    file(desk.path(), "v/decisions/alpha-gmbh.toml", &both);
    let (_, err) = ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 2);
    for place in ["alpha-gmbh.toml:5:8", "alpha-gmbh.toml:6:8"] {
        assert!(err.contains(place), "{place}: {err}");
    }
}

#[test]
fn one_file_for_everything_and_files_that_nobody_reads_are_told() {
    let desk = three_bidders();
    file(desk.path(), "v/bidders/beta-ag/artefacts/daten.xyz", "?");
    let output = run(desk.path(), &["check", "v", "--today", "2026-11-30"]);
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("beta-ag: Nicht alle Unterlagen"), "{out}");
    let checked = comparison(desk.path());
    let beta = checked.bid("beta-ag").expect("a bid");
    // The explanation of the folder, which the program wrote, is not counted.
    let mut details = beta.verdict.gaps.iter().map(|gap| gap.detail.as_str());
    assert!(details.any(|detail| detail.starts_with("1 files, none")));
    let mut page = Vec::new();
    let annex = paper::annex(&checked, Language::De);
    annex
        .write(PaperFormat::Markdown, &mut page)
        .expect("memory");
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(
        page.contains("Dieselbe Datei ist der Nachweis für"),
        "{page}"
    );
}

#[test]
fn a_decision_against_the_documents_is_said_wherever_it_counts() {
    let desk = three_bidders();
    file(
        desk.path(),
        "v/decisions/gamma-soehne.toml",
        "[[decision]]\nquestion = \"Q02\"\ndecision = \"erfüllt\"\nreason = \"Der Bieter hat es zugesagt.\"\nrole = \"Vergabestelle\"\ndate = 2026-11-24\n",
    );
    ends(desk.path(), &["check", "v", "--today", "2026-11-30"], 0);
    let checked = comparison(desk.path());
    let gamma = checked.bid("gamma-soehne").expect("a bid");
    let mut questions = gamma.verdict.questions.iter();
    let judged = questions.find(|judged| judged.question.id == "Q02");
    let judged = judged.expect("a question");
    assert_eq!(judged.reason, Reason::DecidedMet);
    assert_eq!(judged.contradiction, Some(Contradiction::DecidedAgainst));
    assert!(gamma.verdict.totals.contradictions > 0);
    // The bidder is not asked about it.
    assert!(gamma.demands().iter().all(|one| one.question.id != "Q02"));
    for paper in [
        paper::comparison(&checked, Language::De),
        paper::annex(&checked, Language::De),
    ] {
        let mut page = Vec::new();
        paper
            .write(PaperFormat::Markdown, &mut page)
            .expect("memory");
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(
            page.contains("erfüllt, entschieden gegen die Unterlagen"),
            "{page}"
        );
        assert!(
            page.contains("hat anders entschieden, als die Unterlagen zeigen"),
            "{page}"
        );
    }
}

/// What waits for the buyer is a file to copy; uncommented and filled in it decides.
#[test]
fn proposals_wait_in_a_file_to_copy() {
    let desk = three_bidders();
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    let path = desk.path().join("v/results/alpha-gmbh/decisions.toml");
    let template = fs::read_to_string(path).expect("a template");
    file(desk.path(), "v/decisions/alpha-gmbh.toml", &template);
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    let waiting = comparison(desk.path()).bids[0].score.to_confirm;
    assert!(waiting > 0, "comments decide nothing");
    let decided: Vec<String> = template
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(line) if !line.starts_with(' ') => line.to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    let decided = decided
        .join("\n")
        .replace("decision = \"\"", "decision = \"nicht erfüllt\"")
        .replace("reason = \"\"", "reason = \"Durchgesehen.\"")
        .replace("role = \"\"", "role = \"Vergabestelle\"");
    file(desk.path(), "v/decisions/alpha-gmbh.toml", &decided);
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    let score = comparison(desk.path()).bids[0].score;
    assert_eq!((score.to_confirm, score.open), (0, 0));
    assert!(score.sure >= waiting);
}

#[test]
fn an_unknown_bidder_is_answered_with_those_there_are() {
    let desk = three_bidders();
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    let (_, err) = ends(desk.path(), &["letters", "v", "--bidder", "delta"], 2);
    let possible = "Möglich: alpha-gmbh, beta-ag, gamma-soehne.";
    assert!(err.contains(possible), "{err}");
}

/// Two papers about one bid use one word, and what is shown only in part waits for the buyer.
#[test]
fn what_is_not_shown_in_full_is_to_be_confirmed_in_all_papers() {
    let desk = three_bidders();
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    let read = |name: &str| fs::read_to_string(desk.path().join(name)).expect("a paper");
    let row = |page: &str| {
        let mut rows = page.lines().filter(|line| line.starts_with("| Q14 "));
        rows.next().expect("a knock-out").to_owned()
    };
    let verdict = row(&read("v/results/alpha-gmbh/verdict.md"));
    assert!(verdict.contains("✓ erfüllt, zu bestätigen"), "{verdict}");
    let page = read("v/results/comparison.md");
    assert!(row(&page).contains("✓ erfüllt, zu bestätigen"), "{page}");
    // No heading is said twice.
    assert!(!page.contains("## Ergebnis\n\nErgebnis"), "{page}");
    let checked = comparison(desk.path());
    let alpha = checked.bid("alpha-gmbh").expect("a bid");
    for judged in &alpha.verdict.questions {
        if judged.reason == Reason::Confirmed {
            assert_eq!(judged.question.coverage, Coverage::Automated);
        }
    }
}

/// What one list of a bid can hold and another cannot is asked for, by the names that the bidder gave.
#[test]
fn lists_of_one_bid_that_do_not_match_contradict_it() {
    let desk = three_bidders();
    let artefacts = "v/bidders/alpha-gmbh/artefacts";
    for (name, content) in [
        (
            "datenmodell.xsd",
            r#"<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="mitarbeiter"><xs:complexType><xs:sequence>
<xs:element name="nachname" type="xs:string"/>
<xs:element name="geschlecht" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
<xs:enumeration value="m"/><xs:enumeration value="w"/><xs:enumeration value="d"/><xs:enumeration value="x"/>
</xs:restriction></xs:simpleType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>
"#,
        ),
        (
            "openapi.yaml",
            r#"openapi: 3.1.0
info: {title: Employee API, version: "1"}
paths: {}
components:
  schemas:
    Employee:
      type: object
      properties:
        lastName: {type: string}
        gender: {type: string, enum: [male, female, diverse]}
"#,
        ),
    ] {
        file(desk.path(), &format!("{artefacts}/{name}"), content);
    }
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 3);
    let checked = comparison(desk.path());
    let alpha = checked.bid("alpha-gmbh").expect("a bid");
    let mut questions = alpha.verdict.questions.iter();
    let mappings = questions
        .find(|one| one.question.id == "Q11")
        .expect("asked");
    assert!(mappings.scan.lists_differ);
    assert_ne!(mappings.state, State::Met);
    assert_eq!(mappings.contradiction, Some(Contradiction::ListsDiffer));
    ends(desk.path(), &["letters", "v", "--format", "markdown"], 0);
    let letter = desk.path().join("v/results/letters/alpha-gmbh.md");
    let letter = fs::read_to_string(letter).expect("a letter");
    for said in [
        "Ihrer eigenen Unterlagen passen nicht zueinander",
        "openapi.yaml, Zeile 10",
    ] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    let internal = letter.contains("bidders/") || letter.contains("Der Bieter");
    assert!(!internal, "{letter}");
}

#[test]
fn changed_evidence_is_told() {
    let desk = three_bidders();
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    file(
        desk.path(),
        "v/bidders/alpha-gmbh/evidence/zusage.pdf",
        &PROMISE.replace("Zusage", "Nachgereicht"),
    );
    ends(desk.path(), &["check", "v", "--today", "2026-12-01"], 0);
    let (annex, _) = ends(desk.path(), &["annex", "v", "--format", "markdown"], 0);
    assert!(
        annex.contains("01.12.2026, ersetzt die Fassung vom 23.11.2026"),
        "{annex}"
    );
}

#[test]
fn papers_say_what_is_missing_until_when() {
    let desk = three_bidders();
    let tender = desk.path().join("v/tender.toml");
    let text = fs::read_to_string(&tender).expect("a tender");
    let text = text
        .replace("supplement_until = \"\"", "supplement_until = 2026-12-11")
        .replace("remedy_until = \"\"", "remedy_until = \"31.03.2027\"");
    fs::write(&tender, text).expect("a tender");
    ends(desk.path(), &["annex", "v"], 2);
    ends(desk.path(), &["check", "v", "--today", "2026-11-23"], 0);
    for (verb, format, kind) in [
        ("letters", "markdown", "md"),
        ("letters", "docx", "docx"),
        ("clauses", "html", "html"),
    ] {
        ends(desk.path(), &[verb, "v", "--format", format], 0);
        for bidder in ["alpha-gmbh", "beta-ag", "gamma-soehne"] {
            let path = desk
                .path()
                .join(format!("v/results/{verb}/{bidder}.{kind}"));
            assert!(path.is_file(), "{}", path.display());
        }
    }
    let letter =
        fs::read_to_string(desk.path().join("v/results/letters/beta-ag.md")).expect("a letter");
    assert!(letter.contains("Nachforderung bis 11.12.2026"), "{letter}");
    assert!(
        letter.contains("„x“; eine Datei dieses Namens liegt Ihrem Angebot nicht bei"),
        "{letter}"
    );
    let clauses = fs::read_to_string(desk.path().join("v/results/clauses/gamma-soehne.html"))
        .expect("clauses");
    assert!(clauses.contains("31.03.2027"), "{clauses}");
    let (annex, _) = ends(desk.path(), &["annex", "v", "--format", "markdown"], 0);
    let (first, rest) = annex.split_once("\n---\n").expect("a first page");
    assert!(first.contains("Unterschrift") && first.contains("Nachforderung bis"));
    assert!(first.lines().count() < 45, "it fits on a page");
    assert!(rest.contains("SHA-256"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("procure/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let lines = first.lines().filter(|line| !line.contains("Regelwerk"));
    let first = lines.collect::<Vec<_>>().join("\n");
    settings.bind(|| {
        insta::assert_snapshot!("annex.md", first);
        insta::assert_snapshot!("letter.md", letter);
    });
}

#[test]
fn a_tender_is_judged_by_its_own_version_of_the_questions() {
    let desk = three_bidders();
    ends(desk.path(), &["diff", "v"], 0);
    let frozen = desk.path().join("v/checklists/procurement-gender.toml");
    let text = fs::read_to_string(&frozen).expect("a checklist");
    let text = text.replace("version = \"1\"", "version = \"0\"").replace(
        "de = \"Erforderlichkeit begründet\"",
        "de = \"Bedarf begründet\"",
    );
    fs::write(&frozen, text).expect("a checklist");
    let (out, _) = ends(desk.path(), &["diff", "v"], 1);
    assert!(
        out.contains("- Bedarf begründet") && out.contains("+ Erforderlichkeit begründet"),
        "{out}"
    );
    let (_, err) = ends(desk.path(), &["check", "v"], 0);
    assert!(err.contains("procure diff v"), "{err}");
    let page = fs::read_to_string(desk.path().join("v/results/comparison.md")).expect("a page");
    assert!(page.contains("Bedarf begründet") && page.contains("Fassung 0"));
}

#[test]
fn a_conformance_report_speaks_against_the_answer() {
    let desk = tempfile::tempdir().expect("a folder");
    let new = [
        "new",
        "v",
        "--product",
        "Hund",
        "--buyer",
        "Stelle",
        "--bidder",
        "A",
        "--checklist",
        "procurement-accessibility",
    ];
    ends(desk.path(), &new, 0);
    file(
        desk.path(),
        "v/bidders/a/evidence/acr.yaml",
        "title: ACR\nproduct:\n  name: Hund\n  version: 1\nchapters:\n  success_criteria_level_a:\n    criteria:\n      - num: 2.1.1\n        components:\n          - name: web\n            adherence: { level: partially-supports, notes: Karte nur mit der Maus }\n      - num: 1.1.1\n        components:\n          - name: web\n            adherence: { level: supports }\n      - num: 3.3.1\n        components:\n          - name: web\n            adherence: { level: supports }\n",
    );
    answer_all(desk.path(), "a", "erfüllt", "acr.yaml");
    ends(desk.path(), &["check", "v"], 3);
    let comparison = comparison(desk.path());
    let bid = comparison.bid("a").expect("a bid");
    let judged = |id: &str| {
        bid.verdict
            .questions
            .iter()
            .find(|one| one.question.id == id)
            .expect("asked")
    };
    assert_eq!(judged("BF03").reason, Reason::ReportDiffers);
    assert_eq!(judged("BF05").state, State::Met);
    let page = fs::read_to_string(desk.path().join("v/results/a/verdict.md")).expect("a verdict");
    assert!(page.contains("Karte nur mit der Maus"), "{page}");
}

#[test]
fn a_report_that_is_not_read_gives_no_advantage() {
    let desk = tempfile::tempdir().expect("a folder");
    let new = [
        "new",
        "v",
        "--product",
        "Hund",
        "--buyer",
        "Stelle",
        "--bidder",
        "A",
        "--bidder",
        "B",
        "--bidder",
        "C",
        "--checklist",
        "procurement-accessibility",
    ];
    ends(desk.path(), &new, 0);
    // By its name, by the answer that names it, and the same report in a format that is read.
    for (bidder, name) in [
        ("a", "VPAT 2.5.pdf"),
        ("b", "anlage-7.pdf"),
        ("c", "acr.pdf"),
    ] {
        let path = format!("v/bidders/{bidder}/evidence/{name}");
        file(desk.path(), &path, PROMISE);
        answer_all(desk.path(), bidder, "erfüllt", name);
    }
    let read = "chapters:\n  success_criteria_level_a:\n    criteria:\n      - num: 2.1.1\n        components:\n          - adherence: { level: supports }\n      - num: 1.1.1\n        components:\n          - adherence: { level: supports }\n      - num: 3.3.1\n        components:\n          - adherence: { level: supports }\n";
    file(desk.path(), "v/bidders/c/evidence/acr.yaml", read);
    ends(desk.path(), &["check", "v"], 0);
    let comparison = comparison(desk.path());
    let unread = |bidder: &str| {
        let bid = comparison.bid(bidder).expect("a bid");
        bid.verdict.unread_reports.clone()
    };
    assert_eq!(unread("a"), ["evidence/VPAT 2.5.pdf"]);
    assert_eq!(unread("b"), ["evidence/anlage-7.pdf"]);
    assert_eq!(unread("c"), [""; 0]);
    ends(desk.path(), &["letters", "v", "--format", "markdown"], 0);
    let (annex, _) = ends(desk.path(), &["annex", "v", "--format", "markdown"], 0);
    let paper = |name: &str| fs::read_to_string(desk.path().join(name)).expect("a paper");
    let letter = paper("v/results/letters/a.md");
    assert!(letter.contains("als Word-Datei, als HTML oder als OpenACR"));
    for page in [
        paper("v/results/a/verdict.md"),
        paper("v/results/a/verdict.html"),
        paper("v/results/a/decisions.toml"),
        paper("v/results/comparison.md"),
        letter,
        annex,
    ] {
        assert!(page.contains("VPAT 2.5.pdf"), "{page}");
    }
}

#[test]
fn a_knockout_that_does_not_apply_needs_a_reason() {
    let desk = begun();
    answer_all(desk.path(), "alpha-gmbh", "nicht zutreffend", "");
    let path = desk.path().join("v/bidders/alpha-gmbh/answers.toml");
    let text = fs::read_to_string(&path).expect("answers");
    let text = text.replace("explanation = \"\"", "explanation = \"Siehe Nachweis\"");
    fs::write(&path, &text).expect("answers");
    let demanded = || {
        ends(desk.path(), &["check", "v"], 3);
        let comparison = comparison(desk.path());
        let bid = comparison.bid("alpha-gmbh").expect("a bid");
        let demands = bid.demands();
        let knockouts = demands.iter().filter(|one| one.question.knockout);
        (demands.len(), knockouts.count(), bid.knockouts().len())
    };
    // Nothing else is declared: each demand needs a reason.
    let (all, knockouts, of) = demanded();
    assert_eq!((all, knockouts), (25, of));
    fs::write(&path, text.replacen("nicht zutreffend", "erfüllt", 3)).expect("answers");
    let (some, knockouts, _) = demanded();
    assert!(some < 25 && knockouts > 0, "{some} {knockouts}");
    ends(desk.path(), &["letters", "v", "--format", "markdown"], 0);
    let letter =
        fs::read_to_string(desk.path().join("v/results/letters/alpha-gmbh.md")).expect("a letter");
    assert!(letter.contains("warum sich die Frage für Ihr Produkt nicht stellt"));
}

#[test]
fn a_bid_without_lots_is_said_to_be_for_all() {
    let desk = tempfile::tempdir().expect("a folder");
    let new = [
        "new",
        "v",
        "--product",
        "Hund",
        "--buyer",
        "Stelle",
        "--bidder",
        "A",
        "--bidder",
        "B",
        "--lot",
        "Ost",
        "--lot",
        "West",
        "--checklist",
        "procurement-gender",
    ];
    ends(desk.path(), &new, 0);
    let dossier = desk.path().join("v/bidders/a/dossier.toml");
    let text = fs::read_to_string(&dossier).expect("a dossier");
    fs::write(&dossier, text.replace("lots = []", "lots = [\"1\"]")).expect("written");
    answer_all(desk.path(), "a", "erfüllt", "");
    ends(desk.path(), &["check", "v"], 3);
    let page = fs::read_to_string(desk.path().join("v/results/comparison.md")).expect("a page");
    let said = page.lines().find(|line| line.contains("nennen keine Lose"));
    let said = said.expect("a sentence");
    assert!(said.contains(": B."), "{said}");
    let verdict = fs::read_to_string(desk.path().join("v/results/a/verdict.md")).expect("a page");
    assert!(
        verdict.contains(" zu bestätigen; Widersprüche"),
        "{verdict}"
    );
}

#[test]
fn facts_that_go_nowhere_are_refused() {
    let desk = begun();
    let again = ["new", "v", "--product", "Katze", "--bidder", "Delta"];
    let (_, err) = ends(desk.path(), &again, 2);
    assert!(err.contains("--product ändert an ihr nichts"), "{err}");
    assert!(!desk.path().join("v/bidders/delta").exists());
    ends(desk.path(), &["new", "v", "--bidder", "Delta"], 0);
    for (arguments, said) in [
        (
            &["new", "w", "--product", "", "--bidder", "X"][..],
            "--product ist leer",
        ),
        (
            &["new", "w", "--vendor", "X", "--bidder", "X"],
            "--vendor gehört",
        ),
        (
            &["new", "w", "--product", "X", "--buyer", "X"],
            "--buyer gilt nur",
        ),
    ] {
        let (_, err) = ends(desk.path(), arguments, 2);
        assert!(err.contains(said), "{err}");
    }
    assert!(!desk.path().join("w").exists());
}

#[test]
fn a_dossier_is_judged_by_the_version_it_was_begun_with() {
    let desk = tempfile::tempdir().expect("a folder");
    let path = desk.path();
    let new = ["new", "d", "--product", "P", "--vendor", "V GmbH"];
    ends(
        path,
        &[&new[..], &["--checklist", "procurement-gender"]].concat(),
        0,
    );
    let list = path.join("d/checklists/procurement-gender.toml");
    let frozen = fs::read_to_string(&list).expect("a checklist");
    let (said, _) = ends(path, &["diff", "d"], 0);
    assert!(said.contains("unverändert"), "{said}");
    // As an older program wrote it.
    let mut older: toml::Table = frozen.parse().expect("TOML");
    older.insert("version".to_owned(), "2020".into());
    let criteria = older["criterion"].as_array_mut().expect("demands");
    criteria.truncate(3);
    criteria[0]["question"]["de"] = "Wie war es früher?".into();
    fs::write(&list, toml::to_string(&older).expect("TOML")).expect("a file");
    let answers = path.join("d/answers.toml");
    fs::write(&answers, "").expect("a file");
    let (_, notes) = ends(path, &["check", "d", "--format", "json,markdown"], 3);
    assert!(notes.contains("fachcheck procure diff d"), "{notes}");
    let verdict = fs::read_to_string(path.join("d/verdict/verdict.json")).expect("a verdict");
    let verdict: serde_json::Value = serde_json::from_str(&verdict).expect("JSON");
    let questions = verdict["questions"].as_array().expect("questions");
    assert_eq!(questions.len(), 3);
    assert!(verdict.to_string().contains("Wie war es früher?"));
    assert_eq!(verdict["frozen"][0]["version"], "2020");
    let page = fs::read_to_string(path.join("d/verdict/verdict.md")).expect("a verdict");
    assert!(page.contains("Fassung der Fragen"), "{page}");
    let (said, _) = ends(path, &["diff", "d"], 1);
    assert!(
        said.contains("2020") && said.contains("Wie war es früher?"),
        "{said}"
    );
    // A list that is gone is not replaced by today's.
    fs::remove_file(&list).expect("it was there");
    ends(path, &["check", "d"], 2);
    // A dossier of an older program holds none, and that is said.
    fs::remove_dir(path.join("d/checklists")).expect("it was there");
    let (_, notes) = ends(path, &["check", "d"], 3);
    assert!(notes.contains("checklists"), "{notes}");
    ends(path, &["diff", "d"], 2);
}
