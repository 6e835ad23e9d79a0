//! Questions about several applications or fields.

use super::*;

/// What a group was answered reaches each of its applications in an audit, once.
#[test]
fn an_answer_for_a_group_settles_the_question_of_each() {
    let estate = Estate::new();
    estate.put(
        "inventory/answers/alle.toml",
        "[[answer]]\nrule = \"gender/four-entries-storable\"\nfield = \"Person.geschlecht\"\napplications = [\"APP-0001\", \"APP-0002\"]\nanswer = \"met\"\ntext = \"Geprüft.\"\nrole = \"Leitstelle\"\ndate = 2026-11-01\n\n[[answer]]\nrule = \"accessibility/page-language\"\ndepartment = \"KUL\"\nanswer = \"met\"\ntext = \"Geprüft.\"\nrole = \"Leitstelle\"\ndate = 2026-11-01\n",
    );
    let report = estate.audit("grouped");
    let open: Vec<u64> = report
        .applications
        .iter()
        .map(fachcheck::record::ApplicationReport::doubts)
        .collect();
    let stale: Vec<&str> = report
        .notices
        .iter()
        .map(|notice| notice.code.as_str())
        .collect();
    assert_eq!((open, stale), (vec![0, 0, 0, 0], vec!["ANSWER-UNUSED"]));
}

/// A class whose field says nothing about its values.
fn class(name: &str) -> String {
    format!(
        "package x;\npublic class {name} {{ private String name; private String geschlecht; }}\n"
    )
}

#[test]
fn a_question_about_several_fields_names_each_and_is_asked_anew_with_another() {
    let estate = Estate::new();
    let inventory = estate.read("inventory/inventory.toml");
    let inventory = inventory.replacen("artefacts/offen.json", "artefacts/java", 1);
    estate.put("inventory/inventory.toml", &inventory);
    let put = |name: &str| {
        estate.put(
            &format!("inventory/artefacts/java/{name}.java"),
            &class(name),
        )
    };
    let asked = |folder: &str| {
        let report = estate.audit(folder);
        let mut all = report.applications.iter();
        let one = all.find(|one| one.id == "APP-0001");
        let findings = one.expect("the application").findings();
        let ids = findings.map(|finding| finding.fingerprint.to_string());
        ids.collect::<Vec<String>>()
    };
    put("Halter");
    let alone = asked("one");
    for name in ["Kunde", "Vormund"] {
        put(name);
    }
    let three = asked("three");
    assert_eq!((alone.len(), three.len()), (1, 1));
    assert_ne!(alone, three);
    let report = format!("three/{TODAY}/report.json");
    let exported = estate.run(&["questions", "export", &report, "--out", "fragen"], "");
    assert_eq!(exported.status.code(), Some(0), "{}", err(&exported));
    let page = estate.read(&format!("fragen/{TODAY}/BUE.html"));
    for name in ["Halter", "Kunde", "Vormund"] {
        assert!(
            page.contains(&format!("{name}.java, Zeile 2")),
            "{name}: {page}"
        );
    }
    estate.put(
        "inventory/answers/APP-0001.toml",
        &format!(
            "[[answer]]\nfinding = \"{}\"\nanswer = \"met\"\ntext = \"Alle vier im Handbuch.\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n",
            three[0]
        ),
    );
    assert!(asked("answered").is_empty());
    put("Neu");
    assert_eq!(asked("anew").len(), 1);
    // An answer about one of the fields settles nothing about the others; one about each does.
    let about = |name: &str| {
        format!(
            "[[answer]]\nrule = \"gender/four-entries-storable\"\nfield = \"{name}.geschlecht\"\nanswer = \"met\"\ntext = \"Alle vier im Handbuch.\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n\n"
        )
    };
    let answers = "inventory/answers/APP-0001.toml";
    estate.put(answers, &about("Halter"));
    assert_eq!(asked("half").len(), 1);
    let all = ["Halter", "Kunde", "Vormund", "Neu"].map(about).concat();
    estate.put(answers, &all);
    assert_eq!(asked("all").len(), 0);
    estate.put(
        answers,
        &about("x").replace("field = \"x.geschlecht\"\n", "field = \"geschlecht\"\n"),
    );
    assert_eq!(asked("name").len(), 0);
}
