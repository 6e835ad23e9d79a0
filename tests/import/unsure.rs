//! What a list leaves open: headings that can only be guessed, answers of those who do not know, lines that are no
//! entries, persons in sentences, and one message for one cause.

use super::*;
use fachcheck::inventory::Answer;

const HEAD: &str = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;";

/// A list of applications of one department: identifier and name, then the cells of further columns.
fn list(headings: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(id, name, rest)| {
        format!("{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;{rest}\n")
    });
    format!("{HEAD}{headings}\n{}", rows.collect::<String>())
}

/// The inventory after an import, and what was said.
fn taken(desk: &Desk, name: &str, text: &str) -> (Inventory, String) {
    let import = desk.import(&[desk.put(name, text.as_bytes())]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    (desk.inventory(), said)
}

fn stored(inventory: &Inventory, id: &str) -> Option<Answer> {
    inventory.applications[id].stores_gender()
}

const SURVEY: &str = "Verf.-ID;Name der Fachanwendung lt. Liste;Werden Geschlechtsangaben gespeichert?;Welche Ausprägungen gibt es?;Wie lautet die Anrede?\n\
    S-01;Stadtbaumkataster;Ja;männlich, weiblich;Herr/Frau\n\
    S-02;Marktstandverwaltung;nein;;keine\n\
    S-03;Brunnenregister;ja;m/w/d;Herr/Frau\n\
    S-04;Friedhofsplan;weiß nicht;;\n";

#[test]
fn headings_that_can_only_be_guessed_are_proposed() {
    let desk = Desk::with_inventory();
    let names = [
        ("S-01", "Stadtbaumkataster", ""),
        ("S-02", "Marktstandverwaltung", ""),
        ("S-03", "Brunnenregister", ""),
        ("S-04", "Friedhofsplan", ""),
    ];
    taken(&desk, "liste.csv", &list("Bemerkung", &names));
    let file = desk.put("umfrage.csv", SURVEY.as_bytes());
    let import = desk.import(std::slice::from_ref(&file));
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("Weniger als zwei Überschriften sind sicher erkannt; die 4 Zeilen"),
        "{said}"
    );
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    let accepted: String = proposed
        .lines()
        .filter_map(|line| line.strip_prefix("# \""))
        .map(|line| format!("\"{line}\n"))
        .collect();
    let mapping = desk.put("spalten.toml", format!("[columns]\n{accepted}").as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}\n{proposed}"));
    desk.write(&import);
    let inventory = desk.inventory();
    let gender = |id: &str| inventory.applications[id].gender.clone();
    assert_eq!(
        gender("S-01").expect("an answer").values,
        [GenderValue::Male, GenderValue::Female],
        "{proposed}"
    );
    assert_eq!(stored(&inventory, "S-03"), Some(Answer::Yes));
}

#[test]
fn whoever_does_not_know_takes_back_no_answer() {
    let desk = Desk::with_inventory();
    let names = [("W-01", "Brunnen", ""), ("W-02", "Bäume", "")];
    taken(&desk, "liste.csv", &list("Bemerkung", &names));
    let head = "Kennung;Speichert die Anwendung Geschlechtsangaben?;Anrede";
    let first = format!("{head}\nW-01;ja;keine\nW-02;weiß nicht;keine\nW-02;ja;keine\n");
    let (inventory, said) = taken(&desk, "umfrage.csv", &first);
    assert_eq!(stored(&inventory, "W-01"), Some(Answer::Yes), "{said}");
    assert_eq!(stored(&inventory, "W-02"), Some(Answer::Yes), "{said}");
    assert!(!said.contains("Strittige"), "{said}");
    let again = format!("{head}\nW-01;weiß nicht;keine\n");
    let (inventory, said) = taken(&desk, "umfrage.csv", &again);
    assert_eq!(stored(&inventory, "W-01"), Some(Answer::Yes), "{said}");
    assert!(!said.contains("ja → unbekannt"), "{said}");
}

#[test]
fn lines_under_the_total_are_no_applications() {
    let desk = Desk::with_inventory();
    let text = format!(
        "{}\n;Summe;;;;;;1995\n;Gesamtzahl Verfahren: 2;;;;;;\n;erstellt von der IT-Koordination;;;;;;\n",
        list(
            "Anzahl Nutzende",
            &[("T-01", "Brunnen", "3"), ("T-02", "Bäume", "4")]
        )
    );
    let mapping = "[defaults]\ndepartment = \"KVR\"\nkind = \"web\"\npersonal_data = true\nuser_groups = [\"employees\"]\n\"lifecycle.phase\" = \"active\"\n";
    desk.put("inventory/spalten.toml", mapping.as_bytes());
    let (inventory, said) = taken(&desk, "liste.csv", &text);
    let names: Vec<&str> = inventory
        .applications
        .values()
        .map(|application| application.name.as_str())
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.contains("Gesamtzahl") || name.contains("erstellt")),
        "{names:?}"
    );
    assert!(said.contains("2 Summenzeilen"), "{said}");
    assert!(said.contains("1 Zeile unter der Summe"), "{said}");
    // Names under the total of a group are entries, and what they lack is said.
    let group = format!(
        "{}\n;Summe;;;;;;1995\n;Baumkataster;;;;;;\n;Marktverwaltung;;;;;;\n",
        list("Anzahl Nutzende", &[("T-01", "Brunnen", "3")])
    );
    let group = desk.put("gruppen.csv", group.as_bytes());
    let said = desk.said(&desk.import(&[group]), Language::De);
    assert!(!said.contains("unter der Summe"), "{said}");
    // Before the column of the names is known, a total is a total as well.
    let open =
        "Kennung;Programm XY;Referat;Status;Art\nT-01;Brunnen;KVR;produktiv;Web\n;Summe;;;\n";
    let open = desk.put("offen.csv", open.as_bytes());
    let said = desk.said(&desk.import(&[open]), Language::De);
    assert!(said.contains("1 Summenzeile"), "{said}");
    assert!(!said.contains("Zwischenüberschrift"), "{said}");
}

#[test]
fn persons_stay_out_of_remarks_and_bare_family_names_out_of_roles() {
    let desk = Desk::with_inventory();
    let rows = [
        (
            "P-01",
            "Brunnen",
            "Huber;div.;Ansprechpartnerin ist Frau Müller (Tel. 12345), Vertrag läuft",
        ),
        ("P-02", "Bäume", "Redaktion;Nordsoft;keine"),
    ];
    let text = list("Technische Verantwortung;Hersteller;Bemerkung", &rows);
    let (inventory, said) = taken(&desk, "liste.csv", &text);
    let application = |id: &str| &inventory.applications[id];
    assert_eq!(application("P-01").technical_owner, None, "{said}");
    assert_eq!(
        application("P-02").technical_owner.as_deref(),
        Some("Redaktion")
    );
    assert_eq!(application("P-01").vendor, None, "{said}");
    assert_eq!(
        application("P-01").notes.as_deref(),
        Some("Ansprechpartnerin ist … (Tel. …), Vertrag läuft")
    );
    assert!(said.contains("kann der Name einer Person sein"), "{said}");
    assert!(
        said.contains("was Personen betrifft (Namen, Telefonnummern)"),
        "{said}"
    );
    assert!(
        !said.contains("Müller") && !said.contains("12345"),
        "{said}"
    );
}

#[test]
fn one_cause_is_one_line() {
    let desk = Desk::with_inventory();
    let rows = [
        (
            "C-01",
            "Brunnen",
            "intern;Standardsoftware;01.02.05;31.12.99",
        ),
        (
            "C-02",
            "Bäume",
            "Eigenentwicklung;Standardsoftware;02.02.05;30.11.98",
        ),
    ];
    let text = list(
        "Hersteller;Beschaffungsart;In Betrieb seit;Vertragsende",
        &rows,
    );
    let (inventory, said) = taken(&desk, "liste.csv", &text);
    let lines = |words: &str| said.lines().filter(|line| line.contains(words)).count();
    assert_eq!(lines("heißt Eigenentwicklung"), 1, "{said}");
    assert!(said.contains("„intern“, „Eigenentwicklung“"), "{said}");
    assert_eq!(lines("das Jahrhundert ist nicht sicher"), 1, "{said}");
    assert_eq!(
        inventory.applications["C-01"].lifecycle.active_from,
        Some(date(2005, 2, 1)),
        "what began long ago can only have begun then"
    );
}

#[test]
fn a_list_that_says_otherwise_is_one_question() {
    let desk = Desk::with_inventory();
    let mut book = Workbook::new();
    for (name, phase) in [("Verfahren", "produktiv"), ("Stand 2024", "geplant")] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        let text = format!(
            "{HEAD}\nX-01;Brunnen;KVR;{phase};ja;Beschäftigte;Desktop\nX-02;Bäume;KVR;{phase};ja;Beschäftigte;Desktop"
        );
        for (row, line) in (0u32..).zip(text.lines()) {
            for (column, cell) in (0u16..).zip(line.split(';')) {
                sheet.write(row, column, cell).expect("a cell");
            }
        }
    }
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("a workbook"));
    let said = desk.said(&desk.import(&[file]), Language::De);
    let lines = said
        .lines()
        .filter(|line| line.contains("steht hier anderes als"));
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(lines[0].contains("\"Stand 2024\" = false"), "{said}");
    assert!(lines[0].contains("und 1 weitere"), "{said}");
}

#[test]
fn a_reference_to_a_row_that_waits_says_where_it_is() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Nachfolger\n\
        R-01;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;R-02\n\
        R-02;Bäume;KVR;;ja;Beschäftigte;Desktop;\n\
        R-03;Stege;KVR;;ja;Beschäftigte;Desktop;R-04\n\
        R-04;Wege;KVR;;ja;Beschäftigte;Desktop;R-03\n";
    let (_, said) = taken(&desk, "liste.csv", text);
    assert!(said.contains("im Kreis: R-03 → R-04 → R-03"), "{said}");
    assert!(
        said.contains("Die Anwendung „R-02“ steht in der Liste (liste.csv:3)"),
        "{said}"
    );
}

#[test]
fn what_a_default_fills_and_every_column_are_shown() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art\n\
        V-01;Brunnen;;produktiv;ja;Beschäftigte;Desktop\n\
        V-02;Bäume;KVR;produktiv;ja;Beschäftigte;Desktop\n";
    desk.put(
        "inventory/spalten.toml",
        b"[defaults]\ndepartment = \"KVR\"\n",
    );
    let (_, said) = taken(&desk, "liste.csv", text);
    assert!(
        said.contains("Referat = KVR: Anwendungen: 1 (liste.csv:2)"),
        "{said}"
    );
    let columns = said.lines().find(|line| line.contains("Spalten:"));
    let columns = columns.unwrap_or_default();
    assert!(
        columns.contains("Spalten: Kennung · ") && columns.contains(" · Referat · "),
        "{said}"
    );
}

#[test]
fn a_second_proposal_adds_nothing_that_stands_there() {
    let desk = Desk::with_inventory();
    let rows = [
        ("Z-01", "Brunnen", "viele;5 €"),
        ("Z-02", "Bäume", "-5;7 €"),
    ];
    let text = list("Anzahl Nutzende;Kosten p.a.", &rows);
    let import = desk.import(&[desk.put("liste.csv", text.as_bytes())]);
    let path = desk.path("spalten.toml");
    let first = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    assert!(first.contains("# \"viele\" = \"\""), "{first}");
    fs::write(&path, &first).expect("file");
    let second = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    assert_eq!(second, first);
}

#[test]
fn rows_are_counted_as_spreadsheets_count_them() {
    let desk = Desk::with_inventory();
    let rows = "Liste;;;;\n\nKennung;Name;Referat;Nutzergruppen;Vertrag bis\nB-01;Brunnen;KVR;\"Bürger\nBeschäftigte\";31.12.2027\nB-02;Becken;KVR;alle;nach Umzug\n";
    let file = desk.put("liste.csv", rows.as_bytes());
    let said = desk.said(&desk.import(&[file]), Language::De);
    assert!(said.contains("Überschriften in Zeile 3"), "{said}");
    assert!(said.contains("liste.csv:5:E"), "{said}");
}

#[test]
fn one_identifier_in_two_departments_is_not_one_application() {
    let rows = |department: &str| {
        format!(
            "Kennung;Name;Referat;Hersteller\nP-01;Pflegeportal;KVR;\nP-01;Pflegeportal Nord;{department};Firma Nord\n"
        )
    };
    for (department, held_back) in [("SOZ", true), ("KVR", false)] {
        let desk = Desk::with_inventory();
        let file = desk.put("liste.csv", rows(department).as_bytes());
        let said = desk.said(&desk.import(&[file]), Language::De);
        assert_eq!(
            said.contains("Die Kennung P-01 steht schon in einer anderen Zeile"),
            held_back,
            "{said}"
        );
    }
}

#[test]
fn words_of_interfaces_are_proposed_those_of_interfaces() {
    let desk = Desk::with_inventory();
    let rows = "von;nach;Daten;Art\nKVR-ANTRAG;Wetterdienst;Orte;Brieftaube\n";
    let file = desk.put("schnittstellen.csv", rows.as_bytes());
    let import = desk.import(&[file]);
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    let line = proposed.lines().find(|line| line.contains("Brieftaube"));
    assert!(
        line.is_some_and(|line| line.contains("file") && !line.contains("desktop")),
        "{proposed}"
    );
}
