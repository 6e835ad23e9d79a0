//! One thing in many spellings: departments, ranges, addresses behind links, words with a remark.

use super::*;
use rust_xlsxwriter::Url;

const HEADINGS: &str = "Verfahren;Referat;Status;pbD;Zielgruppe;Art";

fn list(rows: &[(&str, &str)]) -> String {
    let rows = rows.iter().map(|(name, department)| {
        format!("{name};{department};produktiv;ja;Beschäftigte;Desktop\n")
    });
    let rows: String = rows.collect();
    format!("{HEADINGS}\n{rows}")
}

#[test]
fn an_abbreviated_department_is_asked_for() {
    let desk = Desk::with_inventory();
    let text = "Verfahren;Referat;Status;pbD;Zielgruppe;Art\n\
        Straßen;BAU;produktiv;ja;Beschäftigte;Desktop\n\
        Wege;Baureferat;produktiv;ja;Beschäftigte;Desktop\n\
        Wege 2.0;BAU;produktiv;ja;Beschäftigte;Desktop\n\
        Straßen 2.0;BAU;produktiv;ja;Beschäftigte;Desktop\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let said = desk.said(&desk.import(&[file]), Language::De);
    assert!(
        said.contains("liste.csv:3:B: Referat: „Baureferat“"),
        "{said}"
    );
    assert!(
        said.contains("„Straßen 2.0“ ~ BAU-0001 „Straßen“"),
        "{said}"
    );
    assert_eq!(said.matches("  + BAU  ").count(), 1, "{said}");
}

#[test]
fn a_department_is_one_however_it_is_written() {
    let desk = Desk::with_inventory();
    let text = list(&[
        ("Schulplatz", "Ref. f. Bildung u. Sport"),
        ("Turnhallen", "Referat für Bildung und Sport (RBS)"),
        ("Ganztag", "RBS"),
        ("Förderung", "Referat fuer Bildung und Sport"),
    ]);
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    desk.write(&import);
    let inventory = desk.inventory();
    assert_eq!(
        inventory.departments["RBS"].name,
        "Referat für Bildung und Sport"
    );
    let at_home = |name: &str| {
        let mut all = inventory.applications.values();
        all.any(|application| application.name == name && application.department == "RBS")
    };
    for name in ["Schulplatz", "Turnhallen", "Ganztag", "Förderung"] {
        assert!(at_home(name), "{name}");
    }
}

#[test]
fn the_mapping_proposes_what_a_department_may_be() {
    let desk = Desk::with_inventory();
    let text = list(&[
        ("Radwege", "Mobilitätsreferat"),
        ("Parken", "MOR"),
        ("Leitungen", "RD (vorm. Netzdienste)"),
        ("Masten", "Netzdienste"),
    ]);
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(std::slice::from_ref(&file));
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    for line in [
        "# \"Mobilitätsreferat\" = \"Mobilitätsreferat (MOR)\"",
        "# \"Netzdienste\" = \"RD\"",
    ] {
        assert!(proposed.contains(line), "{line}: {proposed}");
    }
    let accepted: String = proposed
        .lines()
        .map(|line| line.trim_start_matches("# ").to_owned() + "\n")
        .filter(|line| line.starts_with("[values.department") || line.starts_with('"'))
        .collect();
    let mapping = desk.put("spalten.toml", accepted.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let departments = desk.inventory().departments;
    assert_eq!(departments["MOR"].name, "Mobilitätsreferat");
    assert_eq!(departments["RD"].name, "RD");
}

#[test]
fn beside_a_list_of_departments_every_other_name_is_a_question() {
    let desk = Desk::new();
    let departments = "Kürzel;Bezeichnung\nSTK;Stadtkämmerei\nSOZ;Sozialreferat\nDIR;Direktorium\n";
    let listed = desk.put("aemter.csv", departments.as_bytes());
    let rows = list(&[
        ("Kassenbuch", "STK"),
        ("Haushalt", "Kämmerei"),
        ("Presse", "D-I"),
        ("Heime", "Sozialreferat / Amt für Heime"),
    ]);
    let file = desk.put("liste.csv", rows.as_bytes());
    let files = [listed, file];
    let import = desk.import(&files);
    let said = desk.said(&import, Language::De);
    assert!(said.contains("Neue Referate (3)"), "{said}");
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    for line in [
        "\"Kämmerei\" = \"STK\"",
        "\"D-I\" = \"\"",
        "\"Sozialreferat / Amt für Heime\" = \"SOZ\"",
    ] {
        assert!(proposed.contains(line), "{line}: {proposed}");
    }
    // Next time the departments are known, and their list is as complete as before.
    desk.write(&import);
    let again = desk.said(&desk.import(&files), Language::De);
    assert!(again.contains("Referate: 0 neu"), "{again}");
    for name in ["„Kämmerei“ steht nicht", "„D-I“ steht nicht"] {
        assert!(said.contains(name) && again.contains(name), "{again}");
    }
    // The user may add one.
    let mapping = "[values.department]\n\"Kämmerei\" = \"STK\"\n\"D-I\" = \"Presseamt (D-I)\"\n";
    let mapping = desk.put("eigene.toml", mapping.as_bytes());
    let import = desk
        .try_import(&files, Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    assert!(said.contains("+ D-I  Presseamt"), "{said}");
}

#[test]
fn rows_of_other_kinds_are_passed_over() {
    let desk = Desk::new();
    let text = "id,type,displayName,name,lifecycle:active,relApplicationToUserGroup\n\
        0a1b,Application,Ferienpass,Ferienpass,2026-01-01,KVR\n\
        0a1c,ITComponent,Laubbank,Laubbank,,\n";
    let import = desk.import(&[desk.put("lx.csv", text.as_bytes())]);
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("die nach ihrer eigenen Angabe keine Anwendung ist (Zeile 3)"),
        "{said}"
    );
    assert!(!said.contains("Laubbank"), "{said}");
}

#[test]
fn a_row_with_nothing_but_a_name_is_no_application_of_defaults() {
    let desk = Desk::new();
    let text = "Kennung;Name;Referat;Status;pbD;Zielgruppe;Art\nA-1;Kassenbuch;STK;produktiv;ja;Bürger;Web\n;Sozialreferat\n;* Angaben ohne Gewähr\n;Haushalt;STK\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = "[defaults]\ndepartment = \"STK\"\nkind = \"web\"\npersonal_data = true\nuser_groups = [\"employees\"]\n\"lifecycle.phase\" = \"active\"\n";
    let mapping = desk.put("eigene.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("In der Zeile steht nur „Sozialreferat“"),
        "{said}"
    );
    assert!(said.contains("Neue Anwendungen (2)"), "{said}");
}

#[test]
fn a_link_counts_where_an_address_belongs_and_struck_rows_are_counted() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let struck = Format::new().set_font_strikethrough();
    let headings = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Hersteller;Adresse";
    for (column, heading) in (0u16..).zip(headings.split(';')) {
        sheet.write(0, column, heading).expect("cell");
    }
    let rows = [
        ("L-01", "https://brunnen.stadt.example/", false),
        ("L-02", "https://baeume.stadt.example/", true),
    ];
    for (row, (id, address, is_struck)) in (1u32..).zip(rows) {
        let format = if is_struck {
            struck.clone()
        } else {
            Format::new()
        };
        let cells = [id, id, "KVR", "produktiv", "ja", "Beschäftigte", "Web"];
        for (column, text) in (0u16..).zip(cells) {
            sheet
                .write_with_format(row, column, text, &format)
                .expect("cell");
        }
        // A link on a name is no address of the application.
        let vendor = Url::new("https://hersteller.example/").set_text("Brunnensoft");
        sheet.write_url(row, 7, vendor).expect("link");
        let link = Url::new(address).set_text("Link");
        sheet.write_url(row, 8, link).expect("link");
    }
    let desk = Desk::with_inventory();
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("durchgestrichene Zeilen, hier wie alle anderen gelesen: 1"),
        "{said}"
    );
    desk.write(&import);
    let inventory = desk.inventory();
    let application = &inventory.applications["L-01"];
    assert_eq!(application.vendor.as_deref(), Some("Brunnensoft"));
    let addresses: Vec<&str> = application
        .urls
        .iter()
        .map(|address| address.url.as_str())
        .collect();
    assert_eq!(addresses, ["https://brunnen.stadt.example/"]);
}

#[test]
fn ranges_become_the_band_they_lie_in_and_remarks_are_said() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Nutzende\n\
        N-01;Brunnen;KVR;produktiv (Ablösung 2027);ja;Beschäftigte;Desktop;100-150\n\
        N-02;Bäume;KVR;produktiv;ja;Beschäftigte;Desktop;>1000\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    for part in ["„produktiv (Ablösung 2027)“", "„>1000“"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    desk.write(&import);
    let written = desk.read("inventory/applications/kvr.toml");
    assert_eq!(
        written.matches("user_count = \"50-500\"").count(),
        1,
        "{written}"
    );
    assert_eq!(written.matches("user_count").count(), 1, "{written}");
}
