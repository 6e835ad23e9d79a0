//! What people read about findings is true, and said once.

use super::*;

#[test]
fn a_part_of_the_inventory_is_called_one_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let inventory = folder.path().join("inventory");
    std::fs::create_dir(&inventory).expect("a folder");
    let application = |id: &str| {
        format!(
            "[[application]]\nid = \"{id}\"\nname = \"Verfahren {id}\"\ndepartment = \"D1\"\nkind = \"web\"\nuser_groups = [\"employees\"]\nbusiness_owner = \"Fachseite\"\npersonal_data = false\n\
                 [application.lifecycle]\nphase = \"active\"\n"
        )
    };
    let text = format!(
        "[[department]]\nid = \"D1\"\nname = \"Amt für Belange\"\n{}{}",
        application("APP-1"),
        application("APP-2"),
    );
    std::fs::write(inventory.join("inventory.toml"), text).expect("a file");
    let audit = |more: &[&str]| {
        let formats = [
            "audit",
            "--format",
            "json,jsonl,terminal,html,markdown,csv",
            "--today",
            "2026-11-23",
        ];
        fachcheck_in(folder.path(), &[&formats[..], more].concat())
    };
    let part = audit(&["--only", "APP-1"]);
    assert!(
        out(&part).contains("(--only APP-1); Anwendungen: 1 von 2."),
        "{}{}",
        out(&part),
        err(&part)
    );
    let reports = folder.path().join("reports/2026-11-23");
    for file in [
        "report.json",
        "report.txt",
        "html/index.html",
        "html/departments/D1.html",
        "html/applications/APP-1.html",
        "markdown/index.md",
        "findings.csv",
        "report.jsonl",
    ] {
        let text = std::fs::read_to_string(reports.join(file)).expect(file);
        let empty = file.ends_with("jsonl") && text.is_empty();
        let told = text.contains("--only APP-1")
            || text.contains("\"only\"")
            || text.contains("\\-\\-only");
        assert!(empty || told, "{file}: {text}");
    }
    let whole = audit(&["--lang", "en"]);
    assert!(!out(&whole).contains("Only a part"), "{}", out(&whole));
    assert!(
        err(&whole).contains("reports of this day already"),
        "{}",
        err(&whole)
    );
    let wrong = err(&audit(&["--department", "Amt für Belang"]));
    assert!(wrong.contains("Meinten Sie „D1“?"), "{wrong}");
}

#[test]
fn two_genders_are_said_only_where_two_are_listed_and_a_stranger_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let only_two = "kennt nur zwei Geschlechter";
    let cases = [
        ("'m','w'", only_two),
        (
            "'male','female',''",
            "nur zwei Geschlechter (male, female);",
        ),
        ("'M','Mann','F','Frau'", only_two),
        (
            "'m','w','q'",
            "wofür steht, ist nicht bekannt: q. Von diesen Einträgen hat mindestens einer keinen",
        ),
        (
            "'männlich','weiblich','zebra'",
            "wofür steht, ist nicht bekannt: zebra.",
        ),
        (
            "'männlich','weiblich','sonstiges','zebra'",
            "wofür steht, ist nicht bekannt: zebra.",
        ),
        (
            "'männlich','weiblich','unbekannt'",
            "lässt männlich, weiblich, unbekannt zu.",
        ),
        ("'m','w','k'", "wofür steht, ist nicht bekannt: k."),
        ("'männlich'", "lässt männlich zu."),
        (
            "'1','2'",
            "ob das Einträge sind und welche, ist nicht erkennbar",
        ),
        (
            "'1','2','3'",
            "ob das Einträge sind und welche, ist nicht erkennbar",
        ),
        (
            "'0','1','2','9'",
            "ob das Einträge sind und welche, ist nicht erkennbar",
        ),
    ];
    for (number, (values, sentence)) in cases.iter().enumerate() {
        let table = format!(
            "CREATE TABLE person (vorname text, geschlecht varchar(30) CHECK (geschlecht IN ({values})));"
        );
        let file = folder.path().join(format!("{number}.sql"));
        std::fs::write(&file, table).expect("a file");
        let said = out(&fachcheck(&["check", &file.display().to_string()]));
        assert!(said.contains(sentence), "{values}: {said}");
        let two = sentence.contains("nur zwei");
        assert_eq!(said.contains(only_two), two, "{values}: {said}");
    }
}

/// Whoever has two hundred of a kind needs the number, and a way to all of them; and each tells which one it is.
#[test]
fn many_findings_of_a_rule_are_counted_and_told_apart() {
    let links: Vec<String> = (0..30)
        .map(|number| format!("<p>Text {number}: <a href=\"/seite-{number}\"></a></p>"))
        .collect();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Liste</title></head><body><main><h1>Liste</h1>\n{}\n</main></body></html>\n",
        links.join("\n")
    );
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("liste.html"), page).expect("a page");
    let said = |detail: &str| {
        let arguments = ["check", "--quiet", "--output-format", detail, "."];
        out(&fachcheck_in(folder.path(), &arguments))
    };
    let full = said("full");
    assert_eq!(full.matches("hat keinen Namen").count(), 25, "{full}");
    assert!(
        full.contains("accessibility/link-name: 5 weitere Feststellungen"),
        "{full}"
    );
    assert!(said("concise").contains("Der Link „/seite-29“ (<a>) hat keinen Namen"));
    // What is said of several places alike stands once.
    let same = "<p>Text: <a href=\"/\"></a></p>\n".repeat(3);
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Liste</title></head><body><main><h1>Liste</h1>\n{same}</main></body></html>\n"
    );
    std::fs::write(folder.path().join("liste.html"), page).expect("a page");
    let grouped = said("grouped");
    assert_eq!(grouped.matches("hat keinen Namen").count(), 1, "{grouped}");
    assert!(
        grouped.contains("ebenso: liste.html:4:10, liste.html:5:10"),
        "{grouped}"
    );
}

/// Questions take no room of failures: whoever gets an exit code of 1 sees what for.
#[test]
fn a_failure_is_shown_however_many_questions_there_are() {
    let questions: Vec<String> = (0..30)
        .map(|number| {
            format!("<p>Text {number}: <a href=\"/seite-{number}\"><amt-logo></amt-logo></a></p>")
        })
        .collect();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Liste</title></head><body><main><h1>Liste</h1>\n{}\n<p>Zuletzt: <a href=\"/letzte\"></a></p>\n</main></body></html>\n",
        questions.join("\n")
    );
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("liste.html"), page).expect("a page");
    let arguments = ["check", "--quiet", "--output-format", "full", "."];
    let full = out(&fachcheck_in(folder.path(), &arguments));
    assert!(
        full.contains("accessibility/link-name: 5 weitere Feststellungen"),
        "{full}"
    );
    assert!(
        full.contains("Der Link „/letzte“ (<a>) hat keinen Namen"),
        "{full}"
    );
}

/// What looks like an argument and is none was never meant to be a file.
#[test]
fn unknown_arguments_are_no_values() {
    for arguments in [["check", "--only"], ["inventory", "--alles"]] {
        let said = err(&fachcheck(&arguments));
        assert!(said.contains("gibt es hier nicht"), "{said}");
        assert!(!said.contains("-- --"), "{said}");
    }
}

#[test]
fn one_is_told_in_the_singular() {
    use fachcheck::texts::counted;
    for (key, one, two) in [
        (
            "report.further-places",
            "(auch an 1 weiteren Stelle)",
            "(auch an 2 weiteren Stellen)",
        ),
        (
            "report.domain-further-uses",
            "und 1 weitere Verwendung",
            "und 2 weitere Verwendungen",
        ),
        (
            "cli.rules-valid",
            "In Ordnung: 1 Regel.",
            "In Ordnung: 2 Regeln.",
        ),
    ] {
        assert_eq!(counted(key, Language::De, 1, &[]), one);
        assert_eq!(counted(key, Language::De, 2, &[]), two);
    }
    assert_eq!(
        counted("cli.rules-valid", Language::En, 1, &[]),
        "Valid: 1 rule."
    );
}

/// What pages share is wrong there once; each page for itself would be noise.
#[test]
fn the_same_defect_on_several_pages_is_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, title) in [("a.html", "Antrag"), ("b.html", "Gebühren")] {
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"de\">\n<head><title>{title}</title></head>\n<body>\n\
             <nav><a href=\"/logo\"><img src=\"logo.png\"></a></nav>\n\
             <main><h1>{title}</h1></main>\n</body>\n</html>\n"
        );
        std::fs::write(folder.path().join(name), page).expect("a page");
    }
    let listed = |detail: &str| {
        let arguments = ["check", "--quiet", "--output-format", detail, "."];
        let text = out(&fachcheck_in(folder.path(), &arguments));
        let said = text
            .matches("Das Bild „logo.png“ (<img>) hat keine Textalternative")
            .count();
        (said, text.contains("(ebenso in 1 weiteren Unterlage)"))
    };
    assert_eq!(listed("grouped"), (1, true));
    assert_eq!(listed("full"), (1, true));
    // Editors jump to the line of each page.
    assert_eq!(listed("concise"), (2, false));
    let output = fachcheck_in(
        folder.path(),
        &["check", "--quiet", "--format", "jsonl", "."],
    );
    let rows = out(&output);
    let rows = rows
        .lines()
        .filter(|row| row.contains("\"accessibility/image-name\"") && row.contains("\"failed\""));
    assert_eq!(rows.count(), 2);
}
