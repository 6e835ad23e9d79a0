//! Interviews and forms.

use super::*;

#[test]
fn an_interview_is_held_in_plain_lines_and_goes_on_where_it_stopped() {
    let desk = begun();
    let dossier = "v/bidders/alpha-gmbh";
    file(
        desk.path(),
        &format!("{dossier}/evidence/zusage.pdf"),
        PROMISE,
    );
    let ask = |lines: &str| {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.path())
            .args(["procure", "interview", dossier])
            .write_stdin(lines.to_owned())
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("text")
    };
    let first = ask("Hundeakte\n4.2\n1\nZweck je Feld.\nfehlt.pdf\nzusage.pdf\nx\ns\ne\n");
    assert!(
        first.contains("keine Datei des Dossiers") && first.contains("Gespeichert: erfüllt."),
        "{first}"
    );
    assert!(!first.contains('\u{1b}'), "no control characters");
    let second = ask("e\n");
    assert!(second.contains("offene Fragen: 24"), "{second}");
    assert!(second.contains("Frage 1 von 24, Q02"), "{second}");
    let answers =
        fs::read_to_string(desk.path().join(dossier).join("answers.toml")).expect("answers");
    assert!(answers.contains("explanation = \"Zweck je Feld.\"\nevidence = \"zusage.pdf\""));
    let head =
        fs::read_to_string(desk.path().join(dossier).join("dossier.toml")).expect("a dossier");
    assert!(head.contains("name = \"Hundeakte\"") && head.contains("# Angebotene Version"));
}

#[test]
fn forms_go_out_and_come_back_on_the_command_line() {
    let desk = begun();
    ends(desk.path(), &["questions", "export", "v"], 0);
    ends(desk.path(), &["questions", "export", "v"], 2);
    let answers = |word: &str| {
        format!(
            "{{\"schema\": \"fachcheck-bid/1\", \"bidder\": \"beta-ag\", \"product\": {{\"name\": \"Bello\", \"version\": \"1\"}}, \"answers\": [{{\"question\": \"Q01\", \"answer\": \"{word}\", \"explanation\": \"Ja.\"}}, {{\"question\": \"Q02\", \"answer\": \"erfüllt\"}}]}}"
        )
    };
    file(desk.path(), "back/beta.json", &answers("nein"));
    let (_, err) = ends(
        desk.path(),
        &["questions", "import", "v", "back", "--write"],
        2,
    );
    assert!(
        err.contains("answers[0].answer") && err.contains("mehrdeutig"),
        "{err}"
    );
    let path = desk.path().join("v/bidders/beta-ag/answers.toml");
    let before = fs::read_to_string(&path).expect("answers");
    assert!(
        !before.contains("answer = \"erfüllt\""),
        "nothing was written"
    );
    ends(
        desk.path(),
        &["questions", "import", "v", "back", "--write", "--skip"],
        3,
    );
    assert_eq!(
        fs::read_to_string(&path)
            .expect("answers")
            .matches("answer = \"erfüllt\"")
            .count(),
        1
    );
    file(desk.path(), "back/beta.json", &answers("erfüllt"));
    let (out, _) = ends(
        desk.path(),
        &["questions", "import", "v", "back", "--write"],
        0,
    );
    assert!(
        out.contains("Antworten neu: 1, geändert: 0, unverändert: 1"),
        "{out}"
    );
    file(desk.path(), "back/other.json", &answers("teilweise"));
    ends(desk.path(), &["questions", "import", "v", "back"], 2);
    file(
        desk.path(),
        "strange.json",
        &answers("erfüllt").replace("beta-ag", "../../x"),
    );
    ends(
        desk.path(),
        &["questions", "import", "v", "strange.json", "--write"],
        2,
    );
}

#[test]
fn a_form_of_nobody_keeps_no_other_from_being_read() {
    let desk = begun();
    let form = |bidder: &str, explanation: &str| {
        format!(
            "{{\"schema\": \"fachcheck-bid/1\", \"bidder\": \"{bidder}\", \"answers\": [{{\"question\": \"Q01\", \"answer\": \"erfüllt\", \"explanation\": \"{explanation}\"}}, {{\"question\": \"Q02\", \"answer\": \"vielleicht\"}}]}}"
        )
    };
    file(desk.path(), "back/a.json", "no form");
    file(desk.path(), "back/delta.json", &form("delta-kg", "Ja."));
    file(desk.path(), "back/beta.json", &form("beta-ag", "Ja."));
    let personal = form(
        "gamma-soehne",
        "Herr Müller, Tel. 0151 1234567 gibt Auskunft",
    );
    file(desk.path(), "back/gamma.json", &personal);
    let import = ["questions", "import", "v", "back", "--write"];
    let (_, err) = ends(desk.path(), &import, 2);
    for said in [
        "a.json: Fehler FORM",
        "delta.json: Fehler FORM: Einen Bieter „delta-kg“ gibt es in dieser Vergabe nicht.",
        "Möglich: erfüllt, teilweise, nicht erfüllt, nicht zutreffend;",
        "eine Rolle oder eine Funktionsadresse",
    ] {
        assert!(err.contains(said), "{said}: {err}");
    }
    assert!(!err.contains("Müller"), "{err}");
    ends(desk.path(), &[&import[..], &["--skip"]].concat(), 3);
    let answers = |bidder: &str| {
        let path = desk.path().join(format!("v/bidders/{bidder}/answers.toml"));
        fs::read_to_string(path).expect("answers")
    };
    assert!(answers("beta-ag").contains("answer = \"erfüllt\""));
    assert!(!answers("gamma-soehne").contains("Müller"));
}

#[test]
fn a_word_that_is_no_answer_is_kept_and_told_to_the_bidder() {
    let desk = begun();
    let form = |answer: &str, second: &str| {
        format!(
            "{{\"schema\": \"fachcheck-bid/1\", \"bidder\": \"beta-ag\", \"answers\": [{{\"question\": \"Q01\", \"answer\": \"{answer}\", \"explanation\": \"Zweck je Feld.\"}}, {{\"question\": \"Q02\", \"answer\": \"{second}\"}}]}}"
        )
    };
    let import = ["questions", "import", "v", "b.json", "--write", "--skip"];
    file(
        desk.path(),
        "b.json",
        &form("erfüllt, siehe Anlage", "erfüllt"),
    );
    ends(desk.path(), &import, 3);
    let answers = || {
        let path = desk.path().join("v/bidders/beta-ag/answers.toml");
        fs::read_to_string(path).expect("answers")
    };
    assert!(
        answers().contains(
            "answer = \"\"\nwritten = \"erfüllt, siehe Anlage\"\nexplanation = \"Zweck je Feld.\""
        ),
        "{}",
        answers()
    );
    ends(desk.path(), &["check", "v"], 3);
    ends(desk.path(), &["letters", "v", "--format", "markdown"], 0);
    let paper = |name: &str| fs::read_to_string(desk.path().join(name)).expect("a paper");
    let letter = paper("v/results/letters/beta-ag.md");
    let said = "Ihre Antwort „erfüllt, siehe Anlage“ ist keine der vorgesehenen.";
    assert!(letter.contains(said), "{letter}");
    let verdict = paper("v/results/beta-ag/verdict.md");
    assert!(
        verdict.contains("„erfüllt, siehe Anlage“, keine der vorgesehenen Antworten"),
        "{verdict}"
    );
    // What is no answer takes no answer's place, and a form without news writes nothing.
    file(desk.path(), "b.json", &form("teilweise", "ja"));
    let (out, _) = ends(desk.path(), &import, 3);
    assert!(out.contains("answers.toml"), "{out}");
    let now = answers();
    assert!(now.contains("answer = \"teilweise\"") && now.contains("answer = \"erfüllt\""));
    assert!(!now.contains("written"), "{now}");
    let (out, _) = ends(desk.path(), &import, 3);
    assert!(!out.contains("answers.toml"), "{out}");
}

#[test]
fn a_copy_of_a_form_is_passed_over_and_another_version_named() {
    let desk = begun();
    let form = |answer: &str| {
        format!(
            "{{\"schema\": \"fachcheck-bid/1\", \"bidder\": \"beta-ag\", \"answers\": [{{\"question\": \"Q01\", \"answer\": \"{answer}\"}}]}}"
        )
    };
    file(desk.path(), "back/beta.json", &form("erfüllt"));
    file(desk.path(), "back/beta (1).json", &form("erfüllt"));
    let import = ["questions", "import", "v", "back"];
    let (_, err) = ends(desk.path(), &import, 0);
    assert!(err.contains("beta.json“ sagt dasselbe wie"), "{err}");
    file(desk.path(), "back/beta (1).json", &form("teilweise"));
    let (_, err) = ends(desk.path(), &import, 2);
    assert!(
        err.contains("beta.json“: Für den Bieter „beta-ag“ ist mit „back/beta (1).json“"),
        "{err}"
    );
}
