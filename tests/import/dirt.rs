//! The dirt of real lists: nothing gets lost and nothing is made up without a word.

use super::*;
use fachcheck::inventory::{Answer, Sourcing};
use rust_xlsxwriter::Worksheet;

const HEADINGS: &str = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Hersteller;Verantwortung fachlich;Vertragsende;Nächstes Release;Nachfolger;Geschlechtsausprägungen;LeiKa;Bemerkung";

/// A list with these rows, of which only the beginning is given: identifier and name, then the cells from the vendor on.
fn list(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| {
        let (id, rest) = row.split_once(';').expect("an identifier");
        let (name, rest) = rest.split_once(';').unwrap_or((rest, ""));
        format!("{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;{rest}\n")
    });
    let rows: String = rows.collect();
    format!("{HEADINGS}\n{rows}")
}

fn imported(rows: &[&str]) -> (Desk, Inventory, String) {
    let desk = Desk::with_inventory();
    let file = desk.put("liste.csv", list(rows).as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    (desk, inventory, said)
}

#[test]
fn persons_stay_out_and_their_office_stays() {
    let (desk, inventory, said) = imported(&[
        "P-01;Gaststätten;;erika.muster@stadt.example",
        "P-02;Spielhallen;;Muster, Erika (KVR-II/3)",
        "P-03;Makler;;Frau Dr. Muster",
        "P-04;Reisegewerbe;;gewerbe@stadt.example",
        "P-05;Märkte;;Muster, Tel. 089/233-4711",
        "P-06;Schankanlagen;;Sachgebiet Gewerbe, Leitung",
        "P-07;Bewachung;;;;;;;;bitte an erika.muster@stadt.example wenden",
    ]);
    let owner = |id: &str| inventory.applications[id].business_owner.as_deref();
    assert_eq!(owner("P-01"), None);
    assert_eq!(owner("P-02"), Some("KVR-II/3"));
    assert_eq!(owner("P-03"), None);
    assert_eq!(owner("P-04"), Some("gewerbe@stadt.example"));
    assert_eq!(owner("P-05"), None);
    assert_eq!(owner("P-06"), Some("Sachgebiet Gewerbe, Leitung"));
    assert_eq!(
        inventory.applications["P-07"].notes.as_deref(),
        Some("bitte an wenden")
    );
    for cell in ["liste.csv:2:I", "3:I", "4:I", "6:I", "8:O"] {
        assert!(said.contains(cell), "{cell}: {said}");
    }
    let files = desk.read("inventory/applications/kvr.toml");
    for person in ["Erika", "erika", "4711", "Dr. Muster"] {
        assert!(
            !said.contains(person) && !files.contains(person),
            "{person}"
        );
    }
}

#[test]
fn a_control_character_does_not_vanish_without_a_word() {
    let (_, inventory, said) = imported(&[
        "C-01;Brü\u{7}cken;Bau\u{1b}hof GmbH",
        "C-02;Kanäle;Was\u{ad}ser GmbH\t",
    ]);
    let vendor = |id: &str| inventory.applications[id].vendor.as_deref();
    assert_eq!(vendor("C-01"), Some("Bauhof GmbH"));
    assert_eq!(vendor("C-02"), Some("Wasser GmbH"));
    for (cell, is_told) in [("2:B", true), ("2:H", true), ("3:H", false)] {
        let told = said.contains(&format!("liste.csv:{cell}"));
        assert_eq!(told, is_told, "{cell}: {said}");
    }
    assert!(said.contains("Steuerzeichen"), "{said}");
}

#[test]
fn an_identifier_of_another_form_is_told() {
    let (_, inventory, said) = imported(&[
        "FV-0011;Brücken",
        "FV-0012;Kanäle",
        "FV-0013;Denkmäler",
        "14;Tierheim",
        "FV-0015;Bäume",
    ]);
    assert!(inventory.applications.contains_key("14"));
    assert!(said.contains("liste.csv:5:A"), "{said}");
    assert!(said.contains("andere Form als die übrigen"), "{said}");
    let (_, _, said) = imported(&["FV-1;A eins", "FV-2;B zwei", "13;C drei", "14;D vier"]);
    assert!(!said.contains("andere Form"), "{said}");
}

#[test]
fn doubtful_cells_are_said_and_nothing_is_made_up() {
    let (_, inventory, said) = imported(&[
        "D-01;Brücken;;;Ende 2027;Ende 2027",
        "D-02;Kanäle;;;Anfang 2028;Mitte 2028",
        "D-03;Denkmäler;;;unbefristet",
        "D-04;Tierheim;s. o.",
        "D-05;Bäume;;;;;;;9,90123E+13",
        "D-06;Ferienpass;;;;;;m/w/d/k. A.",
        "D-07;Bauantrag alt;;;;;D-08",
        "D-08;Bauantrag neu;;;;;D-07",
        "D-01;Friedhöfe;Steinmetz IT",
        "D-09;Gräber;Müller; Söhne;;;;;;;;zu viel",
    ]);
    let application = |id: &str| &inventory.applications[id];
    assert_eq!(application("D-01").contract_until, Some(date(2027, 12, 31)));
    assert_eq!(
        application("D-01").lifecycle.next_release,
        Some(date(2027, 12, 31))
    );
    assert_eq!(application("D-01").vendor, None);
    assert_eq!(application("D-02").contract_until, Some(date(2028, 1, 1)));
    assert_eq!(
        application("D-02").lifecycle.next_release,
        Some(date(2028, 6, 30))
    );
    assert_eq!(application("D-04").vendor, None);
    assert!(application("D-05").services.is_empty());
    assert_eq!(application("D-07").successor, None);
    assert!(!inventory.applications.contains_key("D-09"));
    insta::assert_snapshot!("doubtful_cells", said);
}

#[test]
fn what_stands_beside_the_rows_is_said() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    let write = |sheet: &mut Worksheet, row: u32, cells: &[&str]| {
        for (column, text) in (0u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, *text).expect("cell");
        }
    };
    let headings = [
        "Kennung",
        "Verfahren",
        "Referat",
        "Status",
        "pbD",
        "Zielgruppe",
        "Art",
        "Hersteller",
        "",
        "Kosten",
    ];
    write(sheet, 0, &headings);
    sheet
        .merge_range(1, 0, 1, 7, "Abteilung I", &bold)
        .expect("band");
    write(
        sheet,
        2,
        &[
            "B-01",
            "Brunnen",
            "KVR",
            "produktiv",
            "✗",
            "Beschäftigte",
            "Desktop",
            "",
            "wichtig",
            "12",
        ],
    );
    write(
        sheet,
        3,
        &[
            "B-02",
            "Gebu\u{308}hren\nkasse",
            "KVR",
            "produktiv",
            "x",
            "Beschäftigte",
            "Desktop",
        ],
    );
    write(sheet, 4, &["", "Summe", "", "", "", "", "", "", "", "12"]);
    sheet.set_column_hidden(9).expect("column");
    sheet.set_row_hidden(3).expect("row");
    let desk = Desk::with_inventory();
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let import = desk.import(&[file]);
    insta::assert_snapshot!("beside_the_rows", desk.said(&import, Language::De));
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(!inventory.applications["B-01"].personal_data);
    assert_eq!(inventory.applications["B-02"].name, "Gebühren kasse");
}

#[test]
fn two_columns_of_one_meaning_lose_nothing_silently() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Bemerkung;Hinweis intern;Hersteller;Systemhaus\n\
        Z-01;Wege;KVR;läuft irgendwie;ja;Beschäftigte;Desktop;eins;zwei;Nordsoft;Südsoft\n\
        Z-02;Stege;KVR;produktiv;ja;Beschäftigte;Desktop;eins;zwei;Nordsoft;Südsoft\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = "[columns]\n\"Hinweis intern\" = \"notes\"\n\"Systemhaus\" = \"vendor\"\n";
    let mapping = desk.put("spalten.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    assert!(said.contains("liste.csv:2:K"), "{said}");
    let proposed = import::propose(&import.plan, &mapping, None, Language::De);
    let proposed = proposed.unwrap_or_else(|problems| panic!("{problems}"));
    let values = "[values.\"lifecycle.phase\"]\n# \"läuft irgendwie\" = \"\"";
    assert!(proposed.contains(values), "{proposed}");
    desk.write(&import);
    let stege = &desk.inventory().applications["Z-02"];
    assert_eq!(stege.notes.as_deref(), Some("eins\nzwei"));
    assert_eq!(stege.vendor.as_deref(), Some("Nordsoft"));
}

#[test]
fn rows_with_an_open_quote_are_named_and_the_others_are_read() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art\n\
        Q-01;\"Offen;KVR;produktiv;ja;Beschäftigte;Desktop\n\
        Q-02;Beta;KVR;produktiv;ja;Beschäftigte;Desktop\n\
        Q-03;\"Delta\";KVR;produktiv;ja;Beschäftigte;Desktop\n\
        Q-04;Eps;KVR;produktiv;ja;Beschäftigte;Desktop\n\
        Q-05;\"Zwei\nZeilen\";KVR;produktiv;ja;Beschäftigte;Desktop\n\
        Q-06;Zeta\";KVR;produktiv;ja;Beschäftigte;Desktop\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let there = |id: &str| inventory.applications.contains_key(id);
    assert!(!there("Q-01"));
    for id in ["Q-02", "Q-03", "Q-04", "Q-05", "Q-06"] {
        assert!(there(id), "{id}: {said}");
    }
    assert_eq!(inventory.applications["Q-03"].name, "Delta");
    assert_eq!(inventory.applications["Q-05"].name, "Zwei Zeilen");
    assert!(
        said.contains("liste.csv:2: In der Zeile beginnt ein Anführungszeichen"),
        "{said}"
    );
}

#[test]
fn what_is_not_sure_is_asked_and_not_cut() {
    let (_, inventory, said) = imported(&[
        "U-01;Fähren;;;31.12.2027 (Option bis 2029)",
        "U-02;Häfen;;;03/04/2027",
        "U-03;Kräne;;;31.12.99",
        "U-04;Bojen;;;31.12.2027 (geplant);13/05/2027",
        "U-05;Stege;;;;03/04/2027",
    ]);
    let until = |id: &str| inventory.applications[id].contract_until;
    assert_eq!(until("U-01"), None);
    assert_eq!(until("U-02"), None);
    assert_eq!(until("U-03"), None);
    assert_eq!(until("U-04"), Some(date(2027, 12, 31)));
    let next = |id: &str| inventory.applications[id].lifecycle.next_release;
    assert_eq!(next("U-05"), Some(date(2027, 4, 3)));
    for (cell, words) in [
        ("liste.csv:2:J", "ist kein Datum"),
        ("liste.csv:3:J", "welche Zahl der Tag ist"),
        ("liste.csv:4:J", "läge mehr als 20 Jahre von heute entfernt"),
    ] {
        let line = said.lines().find(|line| line.contains(cell));
        assert!(line.is_some_and(|line| line.contains(words)), "{said}");
    }
    assert!(
        said.contains("Spalte K: 1 Termin wie 03/04/2027 wurde als Tag/Monat/Jahr gelesen"),
        "{said}"
    );
}

#[test]
fn what_is_made_here_has_no_vendor() {
    let (_, inventory, said) = imported(&[
        "E-01;Ampeln;Eigenentwicklung",
        "E-02;Schilder;intern",
        "E-03;Poller;Selbst",
        "E-04;Laternen;Internetagentur Nord GmbH",
    ]);
    for id in ["E-01", "E-02", "E-03"] {
        let application = &inventory.applications[id];
        assert_eq!(application.vendor, None, "{id}");
        assert_eq!(application.sourcing, Some(Sourcing::OwnDevelopment));
    }
    let other = inventory.applications["E-04"].vendor.as_deref();
    assert_eq!(other, Some("Internetagentur Nord GmbH"));
    assert!(said.contains("sondern Eigenentwicklung: 3"), "{said}");
}

#[test]
fn identifiers_that_are_given_are_named_with_what_stood_there() {
    let (desk, inventory, said) = imported(&[
        "FV/0200;Brunnen",
        "ÄÖ-201;Pumpen",
        "9,9E+13;Rohre",
        "Nr. 7 (alt);Ventile",
    ]);
    for (row, written) in [
        (2, "FV/0200"),
        (3, "ÄÖ-201"),
        (4, "9,9E+13"),
        (5, "Nr. 7 (alt)"),
    ] {
        let start = format!("liste.csv:{row}: Kennung „{written}“ ist als Kennung nicht möglich");
        assert!(said.contains(&start), "{start}: {said}");
    }
    let keys: Vec<&str> = inventory
        .applications
        .values()
        .filter_map(|application| application.source.as_ref()?.key.as_deref())
        .collect();
    assert!(
        keys.contains(&"FV/0200") && !keys.contains(&"9,9E+13"),
        "{keys:?}"
    );
    // They are said once: the next time the rows are known.
    let file = desk.put("liste.csv", list(&["FV/0200;Brunnen"]).as_bytes());
    let said = desk.said(&desk.import(&[file]), Language::De);
    assert!(!said.contains("Vergebene Kennungen"), "{said}");
}

#[test]
fn departments_come_from_rows_that_are_taken_over() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art\n\
        R-01;Wege;SOZ II/3;produktiv;ja;Beschäftigte;Desktop\n\
        R-02;Stege;SOZ;produktiv;ja;Beschäftigte;Desktop\n\
        R-03;Brücken;SOZ/KVR;produktiv;ja;Beschäftigte;Desktop\n\
        R-04;Tunnel;Gartenbaureferat;produktiv;ja;Beschäftigte;Desktop\n\
        R-05;Tore;Gartenbauref.;produktiv;ja;Beschäftigte;Desktop\n\
        R-06;Türme;KVR-II/4;produktiv;ja;Beschäftigte;Desktop\n\
        R-07;Mauern;GSR 4;produktiv;ja;Beschäftigte;Desktop\n\
        ;Anzahl aktive;940;;;;\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    for (row, text, code) in [
        (2, "SOZ II/3", "SOZ"),
        (4, "SOZ/KVR", "SOZ"),
        (6, "Gartenbauref.", "GART"),
        (7, "KVR-II/4", "KVR"),
    ] {
        let start = format!(
            "liste.csv:{row}:C: Referat: „{text}“ gibt es nicht; gemeint ist vielleicht {code}"
        );
        assert!(said.contains(&start), "{start}: {said}");
    }
    desk.write(&import);
    let inventory = desk.inventory();
    let departments: Vec<&str> = inventory.departments.keys().map(String::as_str).collect();
    for code in ["SOZ", "GART", "GSR"] {
        assert!(departments.contains(&code), "{departments:?}");
    }
    for code in ["SI", "940", "GARTE", "KI"] {
        assert!(!departments.contains(&code), "{departments:?}");
    }
}

#[test]
fn words_of_the_mapping_file_hold_within_a_cell_and_sheets_can_be_left_out() {
    let mut book = Workbook::new();
    for (name, id) in [("Liste", "W-01"), ("Stand 2024", "W-02")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("name");
        let rows = [
            [
                "Kennung",
                "Verfahren",
                "Referat",
                "Status",
                "pbD",
                "Zielgruppe",
                "Art",
            ],
            [
                id,
                "Brunnen",
                "KVR",
                "produktiv",
                "ja",
                "Bürger, MA",
                "Desktop",
            ],
        ];
        for (row, cells) in (0u32..).zip(rows) {
            for (column, text) in (0u16..).zip(cells) {
                sheet.write(row, column, text).expect("cell");
            }
        }
        sheet.set_hidden(name != "Liste");
    }
    let desk = Desk::with_inventory();
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let said = desk.said(&desk.import(std::slice::from_ref(&file)), Language::De);
    assert!(said.contains("Das Blatt ist ausgeblendet"), "{said}");
    let mapping =
        "[values.user_groups]\n\"MA\" = \"employees\"\n[sheets]\n\"Stand 2024\" = false\n";
    let mapping = desk.put("spalten.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("liste.xlsx [Stand 2024]: nicht gelesen"),
        "{said}"
    );
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(!inventory.applications.contains_key("W-02"));
    let groups = &inventory.applications["W-01"].user_groups;
    assert_eq!(groups.len(), 2, "{groups:?}");
}

#[test]
fn persons_that_only_people_can_tell_are_asked_for() {
    let (desk, inventory, said) = imported(&[
        "N-01;Gaststätten;;Kwame Owusu",
        "N-02;Spielhallen;;IT-Betrieb / Fr. Schmidt",
        "N-03;Makler;;S. Huber",
        "N-04;Märkte;;Zentrale Dienste Nord",
        "N-05;Bewachung;;kwame.owusu@stadt.example",
    ]);
    let owner = |id: &str| inventory.applications[id].business_owner.as_deref();
    assert_eq!(owner("N-01"), None);
    assert_eq!(owner("N-02"), Some("IT-Betrieb"));
    assert_eq!(owner("N-03"), None);
    assert_eq!(owner("N-04"), Some("Zentrale Dienste Nord"));
    assert_eq!(owner("N-05"), None);
    assert!(said.contains("kann der Name einer Person sein"), "{said}");
    assert!(!said.contains("Owusu") && !said.contains("Huber"), "{said}");
    // Who keeps the list has the last word.
    let mapping = "[values.business_owner]\n\"Kwame Owusu\" = \"Kwame Owusu\"\n";
    let mapping = desk.put("eigene.toml", mapping.as_bytes());
    let file = desk.put(
        "liste.csv",
        list(&["N-01;Gaststätten;;Kwame Owusu"]).as_bytes(),
    );
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let owner = desk.inventory().applications["N-01"].business_owner.clone();
    assert_eq!(owner.as_deref(), Some("Kwame Owusu"));
}

#[test]
fn a_reference_to_itself_and_a_name_too_long_are_called_so() {
    let long = format!("L-02;{}", "Sehr langer Name ".repeat(40));
    let (_, inventory, said) = imported(&["L-01;Brunnen;;;;;L-01", &long]);
    assert_eq!(inventory.applications["L-01"].successor, None);
    assert!(said.contains("„L-01“ ist die Anwendung selbst"), "{said}");
    assert!(!said.contains("nennt keine Anwendung"), "{said}");
    assert!(said.contains("weil ihr Name so nicht verwendet"), "{said}");
}

/// Claims about gender data that contradict the inventory, or their own row, wait; the rest of the row is taken.
#[test]
fn a_contradiction_costs_only_what_contradicts() {
    let desk = Desk::with_inventory();
    let row = |id: &str, data: &str, vendor: &str, stored: &str| {
        format!("{id};Verfahren {id};KVR;produktiv;{data};Beschäftigte;Desktop;{vendor};{stored}\n")
    };
    let head = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Hersteller;gender.stored\n";
    let take = |name: &str, rows: String| {
        let file = desk.put(name, format!("{head}{rows}").as_bytes());
        let import = desk.import(&[file]);
        let said = desk.said(&import, Language::De);
        desk.write(&import);
        said
    };
    take(
        "a.csv",
        row("W-1", "nein", "Alt GmbH", "") + &row("W-2", "ja", "Alt GmbH", "ja"),
    );
    let said = take(
        "b.csv",
        row("W-1", "", "Neu GmbH", "ja")
            + &row("W-2", "nein", "Neu GmbH", "")
            + &row("W-3", "nein", "Neu GmbH", "ja"),
    );
    assert_eq!(said.matches("Nur die Angabe").count(), 2, "{said}");
    let inventory = desk.inventory();
    for (id, data, stored) in [
        ("W-1", false, None),
        ("W-2", true, Some(Answer::Yes)),
        ("W-3", false, None),
    ] {
        let application = &inventory.applications[id];
        assert_eq!(application.vendor.as_deref(), Some("Neu GmbH"), "{id}");
        assert_eq!(
            (application.personal_data, application.stores_gender()),
            (data, stored),
            "{id}"
        );
    }
}

#[test]
fn rows_that_add_up_are_no_applications() {
    let desk = Desk::with_inventory();
    let rows = "P-01;Summe der Teile;KVR;produktiv;ja;Beschäftigte;Desktop\nP-02;Märkte;KVR;produktiv;ja;Beschäftigte;Desktop\n;Summe Gewerbe;2 Verfahren;;;;;=SUM(H2:H3)\nGesamt KVR;;2 Verfahren;;;;;4711\n";
    let file = desk.put("liste.csv", format!("{HEADINGS}\n{rows}").as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    assert!(said.contains("2 Summenzeilen"), "{said}");
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(inventory.applications.contains_key("P-01"), "{said}");
    assert!(
        !desk
            .read("inventory/applications/kvr.toml")
            .contains("Gewerbe")
    );
    assert!(!said.contains("2 Verfahren"), "{said}");
}

#[test]
fn a_default_never_speaks_over_a_cell_that_was_not_understood() {
    let desk = Desk::with_inventory();
    let rows = "P-01;Märkte;KVR;wird noch besprochen;teils;Beschäftigte;Desktop\nP-02;Makler;KVR;;;Beschäftigte;Desktop\n";
    let file = desk.put("liste.csv", format!("{HEADINGS}\n{rows}").as_bytes());
    let mapping = desk.put(
        "zuordnung.toml",
        b"[defaults]\n\"lifecycle.phase\" = \"active\"\npersonal_data = false\n",
    );
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(!inventory.applications.contains_key("P-01"));
    assert!(inventory.applications.contains_key("P-02"));
}

#[test]
fn fields_are_named_as_the_columns_of_an_export() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Produktiv ab;Nutzerzahl;Verantwortung fachlich\n\
        W-01;Pegel;KVR;läuft halt;ja;Beschäftigte;Desktop;irgendwann;ganz viele;Frau Dr. Muster\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    for named in [
        "Lebenszyklus: Lebenszyklusphase: „läuft halt“",
        "[values.\"lifecycle.phase\"]",
        "Lebenszyklus: Produktiv ab: „irgendwann“",
        "Anzahl Nutzende: „ganz viele“",
        "über 5000, eine Zahl.",
        "Lebenszyklus: Lebenszyklusphase (lifecycle.phase)",
        "Fachliche Verfahrensverantwortung: Die Zelle nennt",
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
    for key in ["user_count:", "business_owner:", "lifecycle.active_from:"] {
        assert!(!said.contains(key), "{key}: {said}");
    }
}

#[test]
fn defaults_hold_only_where_a_list_is_silent() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Geschlecht wird gespeichert\n\
        V-01;Brunnen;KVR;;;Beschäftigte;Desktop;\n\
        V-02;Quellen;KVR;im Abbau;ja;Beschäftigte;Desktop;\n\
        V-03;Teiche;KVR;produktiv;nur intern;Beschäftigte;Desktop;\n\
        V-04;Seen;KVR;produktiv;k. A.;Beschäftigte;Desktop;\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = "[defaults]\npersonal_data = \"nein\"\n\"lifecycle.phase\" = \"active\"\n";
    let mapping = desk.put("spalten.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(!inventory.applications["V-01"].personal_data);
    assert!(!inventory.applications["V-04"].personal_data);
    for (id, cell) in [("V-02", "liste.csv:3:D"), ("V-03", "liste.csv:4:E")] {
        assert!(!inventory.applications.contains_key(id), "{id}");
        assert!(said.contains(cell), "{said}");
    }
    assert!(
        said.contains("Personenbezogene Daten = nein: Anwendungen: 2"),
        "{said}"
    );
}

#[test]
fn rows_that_count_others_are_no_applications() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Nutzerzahl\n\
        S-01;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;40\n\
        ;Summe Abteilung II;2 Verfahren;;;;;40\n\
        ;;KVR Ergebnis;;;;;40\n\
        ;12 Anwendungen;;;;;;\n\
        ;Total for KVR;;;;;;=SUM(H2:H2)\n\
        S-02;Gesamt-Kassenabschluss;KVR;produktiv;ja;Beschäftigte;Desktop;7\n\
        ;Summe aller Teile;KVR;produktiv;ja;Beschäftigte;Desktop;7\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = "[defaults]\nkind = \"desktop\"\npersonal_data = \"nein\"\n\"lifecycle.phase\" = \"active\"\nuser_groups = [\"employees\"]\ndepartment = \"KVR\"\n";
    let mapping = desk.put("spalten.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let mut names: Vec<&str> = inventory
        .applications
        .values()
        .map(|it| it.name.as_str())
        .collect();
    names.retain(|name| {
        ["Summe", "Total", "Gesamt", "Anwendungen", "Brunnen"]
            .iter()
            .any(|word| name.contains(word))
    });
    names.sort_unstable();
    assert_eq!(
        names,
        ["Brunnen", "Gesamt-Kassenabschluss", "Summe aller Teile"],
        "{said}"
    );
    assert!(said.contains("4 Summenzeilen (Zeile 3, 4, 5, 6)"), "{said}");
    assert!(
        !inventory
            .departments
            .keys()
            .any(|code| code.starts_with("VERF")),
        "{said}"
    );
}

#[test]
fn identifiers_that_lost_their_zeros_are_asked_for() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Nachfolger;Schnittstellen\n\
        00731;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;;\n\
        731;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;;\n\
        02;Teiche;KVR;produktiv;ja;Beschäftigte;Desktop;731;an 00002\n\
        0815;Seen;KVR;produktiv;ja;Beschäftigte;Desktop;;an 0002\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(std::slice::from_ref(&file));
    let said = desk.said(&import, Language::De);
    assert!(
        said.contains("liste.csv:3: „731“ ~ 00731 „Brunnen“"),
        "{said}"
    );
    desk.write(&import);
    let inventory = desk.inventory();
    assert!(!inventory.applications.contains_key("731"));
    assert_eq!(
        inventory.applications["02"].successor.as_deref(),
        Some("00731")
    );
    let flows: Vec<(&str, &str)> = inventory
        .interfaces
        .iter()
        .filter(|flow| flow.from == "0815")
        .map(|flow| (flow.from.as_str(), flow.to.as_str()))
        .collect();
    assert_eq!(flows, [("0815", "02")]);
    // Whoever says that they are two gets two.
    let mapping = desk.put("inventory/spalten.toml", b"[same]\n731 = \"\"\n");
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    assert!(desk.inventory().applications.contains_key("731"));
}

#[test]
fn placeholders_of_owners_and_records_stay_out() {
    let headings = HEADINGS.replace("Bemerkung", "VVT-Nr.");
    let row = |id: &str, owner: &str, record: &str| {
        format!(
            "{id};Brunnen {id};KVR;produktiv;ja;Beschäftigte;Desktop;Firma;{owner};;;;;;{record}\n"
        )
    };
    let text = format!(
        "{headings}\n{}{}",
        row("N-01", "N.N.", "in Arbeit"),
        row("N-02", "Leitstelle KVR", "\"VVT-7; folgt\"")
    );
    let desk = Desk::with_inventory();
    desk.write(&desk.import(&[desk.put("liste.csv", text.as_bytes())]));
    let inventory = desk.inventory();
    let (first, second) = (
        &inventory.applications["N-01"],
        &inventory.applications["N-02"],
    );
    assert_eq!(first.business_owner, None);
    assert!(first.vvt_ids.is_empty(), "{:?}", first.vvt_ids);
    assert_eq!(second.business_owner.as_deref(), Some("Leitstelle KVR"));
    assert_eq!(second.vvt_ids, ["VVT-7"]);
}

#[test]
fn headings_that_come_again_on_two_lines_are_headings() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        [
            "Kennung",
            "Name",
            "Referat",
            "Status",
            "Personenbezogene\nDaten",
            "Nutzergruppen",
            "Art",
        ],
        [
            "H-01",
            "Eins",
            "KVR",
            "produktiv",
            "ja",
            "Beschäftigte",
            "Desktop",
        ],
        [
            "Kennung",
            "Name",
            "Referat",
            "Status",
            "Personenbezogene\nDaten",
            "Nutzer-\ngruppen",
            "Art",
        ],
        [
            "H-02",
            "Zwei",
            "KVR",
            "produktiv",
            "ja",
            "Beschäftigte",
            "Desktop",
        ],
    ];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(cells) {
            sheet.write(row, column, text).expect("cell");
        }
    }
    let desk = Desk::with_inventory();
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let said = desk.said(&desk.import(&[file]), Language::De);
    assert!(
        said.contains("1 wiederholte Überschrift (Zeile 3)"),
        "{said}"
    );
    assert!(!said.contains("ist unbekannt"), "{said}");
}
