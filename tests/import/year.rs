//! A list that comes again every few months: what people corrected in between, and how differently two of them are laid
//! out.

use super::*;

const HEAD: &str = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;";

/// Rows of applications with what stands in the columns behind the usual ones.
fn list(headings: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(id, name, rest)| {
        format!("{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;{rest}\n")
    });
    format!("{HEAD}{headings}\n{}", rows.collect::<String>())
}

/// The inventory after an import, and what was said.
fn taken(text: &str) -> (Inventory, String) {
    let desk = Desk::with_inventory();
    let import = desk.import(&[desk.put("liste.csv", text.as_bytes())]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    (desk.inventory(), said)
}

#[test]
fn what_was_corrected_by_hand_stays_while_the_list_says_what_it_said() {
    let desk = Desk::with_inventory();
    let import = |users: &str| {
        let text = list("Anzahl Nutzende", &[("Y-01", "Brunnenbuch", users)]);
        let file = desk.put("liste.csv", text.as_bytes());
        let import = desk.import(&[file]);
        let said = desk.said(&import, Language::De);
        desk.write(&import);
        said
    };
    import("120");
    let file = "inventory/applications/kvr.toml";
    let text = desk.read(file);
    let corrected = text.replace("user_count = 120", "user_count = 95 # gezählt im Mai");
    assert_ne!(text, corrected);
    desk.put(file, corrected.as_bytes());
    let said = import("120");
    assert!(
        said.contains("bleibt 95 (Liste unverändert: 120)"),
        "{said}"
    );
    assert_eq!(desk.read(file), corrected);
    // The list has news: they are shown as a change.
    let said = import("130");
    assert!(said.contains("95 → 130"), "{said}");
    assert!(desk.read(file).contains("user_count = 130"));
}

#[test]
fn line_breaks_part_the_values_of_a_cell() {
    let text = list(
        "Geschlecht gespeichert;Welche Werte?",
        &[
            ("Y-01", "Brunnenbuch", "ja;\"weiblich\nmännlich\ndivers\""),
            ("Y-02", "Kanalbuch", "ja;\"männlich (Standard), weiblich\""),
        ],
    )
    .replace(";Beschäftigte;", ";\"Beschäftigte\nBürger\";");
    let (inventory, said) = taken(&text);
    let values = |id: &str| {
        let answers = inventory.applications[id].gender.as_ref();
        let values = answers.expect("answers").values.iter();
        values.map(|value| value.name()).collect::<Vec<_>>()
    };
    assert_eq!(values("Y-01"), ["female", "male", "diverse"], "{said}");
    assert_eq!(values("Y-02"), ["male", "female"], "{said}");
    assert_eq!(inventory.applications["Y-01"].user_groups.len(), 2);
}

#[test]
fn a_beginning_is_its_first_day_and_no_end() {
    let text = list(
        "Abgeschaltet ab;Vertragsende",
        &[
            ("Y-01", "Brunnenbuch", "ab 2031;ab 2030"),
            ("Y-02", "Kanalbuch", "ab 03/2031;2030"),
        ],
    );
    let (inventory, said) = taken(&text);
    let application = |id: &str| &inventory.applications[id];
    assert_eq!(
        application("Y-01").lifecycle.end_of_life_from,
        Some(date(2031, 1, 1)),
        "{said}"
    );
    assert_eq!(
        application("Y-02").lifecycle.end_of_life_from,
        Some(date(2031, 3, 1))
    );
    assert_eq!(application("Y-01").contract_until, None);
    assert!(said.contains("sagt, ab wann"), "{said}");
    assert_eq!(application("Y-02").contract_until, Some(date(2030, 12, 31)));
}

#[test]
fn yes_with_a_remark_is_yes() {
    let text = list("Hersteller", &[("Y-01", "Brunnenbuch", "")]);
    let (inventory, said) = taken(&text.replace(";ja;", ";ja (nur Adressen);"));
    assert!(inventory.applications["Y-01"].personal_data, "{said}");
    assert!(said.contains("ja (nur Adressen)"), "{said}");
}

#[test]
fn interfaces_lead_where_their_arrow_points() {
    let desk = Desk::with_inventory();
    let applications = list(
        "Hersteller",
        &[
            ("Y-01", "Brunnenbuch", ""),
            ("Y-02", "Kanalbuch", ""),
            ("Y-03", "Wegebuch", ""),
        ],
    );
    let flows = "von;nach;Richtung;Daten\nY-01;Y-02;<-;Adressen\nY-02;Y-03;<->;Namen\n\
        Y-01;Y-03;->;Orte\nY-03;Y-01;mal so;Reste\n";
    let files = [
        desk.put("liste.csv", applications.as_bytes()),
        desk.put("schnittstellen.csv", flows.as_bytes()),
    ];
    let import = desk.import(&files);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let flows = inventory
        .interfaces
        .iter()
        .filter(|flow| flow.from.starts_with("Y-"));
    let mut flows: Vec<(&str, &str, bool)> = flows
        .map(|flow| (flow.from.as_str(), flow.to.as_str(), flow.two_way))
        .collect();
    flows.sort_unstable();
    let expected = [
        ("Y-01", "Y-03", false),
        ("Y-02", "Y-01", false),
        ("Y-02", "Y-03", true),
    ];
    assert_eq!(flows, expected, "{said}");
    assert!(
        said.contains("solange ihre Richtung nicht verstanden ist"),
        "{said}"
    );
    // The advice of the message holds.
    let mapping = desk.put(
        "spalten.toml",
        b"[values.\"direction\"]\n\"mal so\" = \"beidseitig\"\n",
    );
    let import = desk.try_import(&files, Some(&mapping)).expect("a mapping");
    assert!(
        !desk
            .said(&import, Language::De)
            .contains("Richtung nicht verstanden")
    );
}

#[test]
fn running_numbers_that_begin_anew_are_no_identifiers() {
    let desk = Desk::with_inventory();
    let text = "lfd. Nr.;Verf.-Nr.;Bezeichnung des Verfahrens;Amt / Ref.;Typ;Status\n\
        1;70021;Brunnenbuch;KVR;Desktop;produktiv\n2;70034;Kanalbuch;KVR;Desktop;produktiv\n\
        1;70055;Wegebuch;KVR;Desktop;produktiv\n2;70081;Baumbuch;KVR;Desktop;produktiv\n\
        3;70103;Parkbuch;KVR;Desktop;produktiv\n";
    let import = desk.import(&[desk.put("liste.csv", text.as_bytes())]);
    let said = desk.said(&import, Language::De);
    for taken in [
        "lfd. Nr. → laufende Nummer",
        "Verf.-Nr. → Kennung",
        "„Wegebuch“",
    ] {
        assert!(said.contains(taken), "{taken}: {said}");
    }
    let path = desk.path("neu.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    assert!(proposed.contains("\"Verf.-Nr.\" = \"id\""), "{proposed}");
}

#[test]
fn a_heading_above_several_columns_takes_none_that_has_its_own() {
    let desk = Desk::with_inventory();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    for (column, text) in (0u16..).zip(["Kennung", "Verfahren", "Referat", "Status"]) {
        sheet.write(3, column, "").expect("cell");
        sheet.write(4, column, text).expect("cell");
    }
    sheet
        .merge_range(3, 4, 3, 6, "Betrieb", &plain)
        .expect("merged");
    for (column, text) in (4u16..).zip(["Web-Adresse", "Nachfolger"]) {
        sheet.write(4, column, text).expect("cell");
    }
    let row = [
        "Y-01",
        "Brunnenbuch",
        "KVR",
        "produktiv",
        "https://brunnen.example/",
        "KVR-ANTRAG",
        "x",
    ];
    for (column, text) in (0u16..).zip(row) {
        sheet.write(5, column, text).expect("cell");
    }
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let mapping = desk.put("spalten.toml", b"[columns]\nBetrieb = \"\"\n");
    let import = desk.try_import(&[file], Some(&mapping)).expect("a plan");
    let said = desk.said(&import, Language::De);
    assert!(said.contains("Betrieb → nicht übernommen"), "{said}");
    assert!(!said.contains("Nachfolger → nicht übernommen"), "{said}");
    assert!(!said.contains("Web-Adresse → nicht übernommen"), "{said}");
}

#[test]
fn sheets_say_what_their_rows_are() {
    let desk = Desk::with_inventory();
    let mut book = Workbook::new();
    for (name, rows) in [
        (
            "Ämter",
            [
                ["Kürzel", "Name", "Leitung"],
                ["GBA", "Gartenbauamt", "Stelle 3"],
            ],
        ),
        (
            "Schnittstellen",
            [
                ["von", "nach", "Daten"],
                ["KVR-ANTRAG", "Wetterdienst", "Orte"],
            ],
        ),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("name");
        for (row, cells) in (0u32..).zip(rows) {
            for (column, text) in (0u16..).zip(cells) {
                sheet.write(row, column, text).expect("cell");
            }
        }
    }
    let file = desk.put("listen.xlsx", &book.save_to_buffer().expect("workbook"));
    let import = desk.import(&[file]);
    desk.write(&import);
    let said = desk.said(&import, Language::De);
    assert_eq!(
        desk.inventory().departments["GBA"].name,
        "Gartenbauamt",
        "{said}"
    );
    assert!(
        said.contains("KVR-ANTRAG → external:Wetterdienst"),
        "{said}"
    );
}

#[test]
fn a_new_proposal_begins_with_the_lines_that_were_used() {
    let desk = Desk::with_inventory();
    let used = desk.put(
        "alt.toml",
        b"[columns]\n\"Hausname\" = \"name\" # so gewollt\n",
    );
    let text = "Kennung;Hausname;Referat;Raum\nY-01;Brunnenbuch;KVR;12\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.try_import(&[file], Some(&used)).expect("a plan");
    let path = desk.path("neu.toml");
    let proposed = import::propose(&import.plan, &path, Some(&used), Language::De);
    let proposed = proposed.expect("proposal");
    assert!(
        proposed.contains("\"Hausname\" = \"name\" # so gewollt"),
        "{proposed}"
    );
    assert!(
        proposed.contains("# Raum = ") || proposed.contains("# \"Raum\" = "),
        "{proposed}"
    );
}

#[test]
fn passwords_and_accounts_stay_out_of_remarks() {
    let rows = [
        ("Y-01", "Brunnenbuch", "Kennwort: quelle77 (bitte ändern)"),
        (
            "Y-02",
            "Kanalbuch",
            "Gebühren an DE89 3704 0044 0532 0130 00",
        ),
        ("Y-03", "Wegebuch", "Kennwort: siehe Tresor"),
    ];
    let (inventory, said) = taken(&list("Bemerkung", &rows));
    let notes = |id: &str| inventory.applications[id].notes.clone().unwrap_or_default();
    assert_eq!(notes("Y-01"), "Kennwort: … (bitte ändern)", "{said}");
    assert_eq!(notes("Y-02"), "Gebühren an …");
    assert_eq!(notes("Y-03"), "Kennwort: siehe Tresor");
    assert!(
        said.contains("Ein Kennwort, ein Schlüssel oder eine Kontonummer"),
        "{said}"
    );
    assert!(
        !said.contains("quelle77") && !said.contains("3704"),
        "{said}"
    );
}
