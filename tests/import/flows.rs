//! What cells say about interfaces: ends that are known, and those that only people know.

use super::*;

/// A list with a column of interfaces, whose rows are identifier, name and cell.
fn flows(rows: &[(&str, &str, &str)], mapping: &str) -> (Vec<String>, String, Inventory) {
    let mut text =
        String::from("Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Schnittstellen\n");
    for (id, name, cell) in rows {
        text += &format!("{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;\"{cell}\"\n");
    }
    let desk = Desk::with_inventory();
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = desk.put("spalten.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let flows = inventory.interfaces.iter();
    let flows = flows.filter(|flow| flow.from.starts_with("F-") || flow.to.starts_with("F-"));
    let sign = |two_way| if two_way { "=" } else { ">" };
    let mut flows: Vec<String> = flows
        .map(|flow| format!("{} {} {}", flow.from, sign(flow.two_way), flow.to))
        .collect();
    flows.sort();
    (flows, said, inventory)
}

#[test]
fn cells_about_interfaces_make_no_systems_up() {
    let (found, said, inventory) = flows(
        &[
            (
                "F-01",
                "Brückenbuch",
                "liefert nachts an Kanalkataster (CSV, täglich)",
            ),
            ("F-02", "Kanalkataster", "bezieht Adressen aus Brückenbuch"),
            ("F-03", "Baumkartei", "→ F-01, ← Kanalkataster"),
            (
                "F-04",
                "Spielplatzplan",
                "im Austausch mit Baumkartei; diverse",
            ),
            ("F-05", "Laternenliste", "an Wetterdienst"),
            ("F-06", "Gehwegliste", "nicht mehr an Brückenbuch"),
            ("F-07", "Radwegliste", "bidirektional mit Gehwegliste"),
            ("F-08", "Parkplan", "keine"),
        ],
        "",
    );
    assert_eq!(
        found,
        [
            "F-01 > F-02",
            "F-02 > F-03",
            "F-03 > F-01",
            "F-04 > F-03",
            "F-07 = F-06",
        ],
        "{said}"
    );
    for (cell, text) in [
        ("liste.csv:5:H", "diverse"),
        ("6:H", "an Wetterdienst"),
        ("7:H", "nicht mehr an Brückenbuch"),
    ] {
        assert!(said.contains(cell), "{cell}: {said}");
        assert!(said.contains(&format!("„{text}“")), "{text}: {said}");
    }
    let notes = inventory.applications["F-05"].notes.as_deref();
    assert_eq!(notes, Some("Schnittstellen: an Wetterdienst"));
}

#[test]
fn open_interfaces_are_one_line_that_claims_nothing_was_written() {
    let (_, said, _) = flows(
        &[
            ("F-01", "Brückenbuch", "Landesportal"),
            ("F-02", "Kanalkataster", "Landesportal; Bundesarchiv"),
            ("F-03", "Baumkartei", "an das Rechenwerk"),
        ],
        "",
    );
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("keine bekannte Anwendung"))
        .collect();
    assert_eq!(lines.len(), 1, "{said}");
    let line = lines[0];
    for part in ["2:H", "3:H", "4:H", "„Landesportal“, „Bundesarchiv“"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert_eq!(line.matches("Landesportal").count(), 1, "{line}");
    assert!(!said.contains("jetzt unter"), "{said}");
}

#[test]
fn an_end_like_an_identifier_is_asked_for_and_arrows_are_read() {
    let desk = Desk::new();
    let list = "Kennung;Name;Referat;Status;pbD;Zielgruppe;Art;Schnittstellen\n\
        A-1;Kassenbuch;STK;produktiv;ja;Bürger;Web;A-1 -> Steuerbuch\n\
        A-2;Steuerbuch;STK;produktiv;ja;Bürger;Web;A-1 -> SAP\n\
        A-3;Hundebuch;STK;produktiv;ja;Bürger;Web;keiner\n";
    let list = desk.put("liste.csv", list.as_bytes());
    let flows = "von;nach;Art\nA-9;SAP;Datei\nA-3;SAP;Datei\n";
    let flows = desk.put("schnittstellen.csv", flows.as_bytes());
    let import = desk.import(&[list, flows]);
    let said = desk.said(&import, Language::De);
    assert!(said.contains("+ A-1 → A-2"), "{said}");
    assert!(said.contains("+ A-3 → external:SAP"), "{said}");
    assert!(!said.contains("external:A-9"), "{said}");
    assert!(
        said.contains("„A-9“ ist wie eine Kennung geschrieben"),
        "{said}"
    );
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    assert!(
        proposed.contains("\"SAP\" = \"external:SAP\""),
        "{proposed}"
    );
    assert!(proposed.contains("\"A-9\" = \"\""), "{proposed}");
    assert!(
        !proposed.contains("->") && !proposed.contains("keiner"),
        "{proposed}"
    );
}

#[test]
fn a_system_of_others_is_one_when_the_user_says_so() {
    let rows = [("F-01", "Brückenbuch", "Pegelportal; Wetterdienst")];
    let (found, said, _) = flows(&rows, "[same]\nPegelportal = \"external:Pegelportal\"\n");
    assert_eq!(found, ["F-01 > external:Pegelportal"], "{said}");
    assert!(said.contains("„Wetterdienst“"), "{said}");
}
