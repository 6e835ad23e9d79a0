//! The dirt of real lists: nothing gets lost and nothing is made up without a word.

use super::*;
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
        said.contains("liste.csv:3:B: department: „Baureferat“"),
        "{said}"
    );
    assert!(
        said.contains("„Straßen 2.0“ ~ BAU-0001 „Straßen“"),
        "{said}"
    );
    assert_eq!(said.matches("  + BAU  ").count(), 1, "{said}");
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
    let proposed = import::propose(&import.plan, &mapping, Language::De);
    let proposed = proposed.unwrap_or_else(|problems| panic!("{problems}"));
    let values = "[values.\"lifecycle.phase\"]\n# \"läuft irgendwie\" = \"\"";
    assert!(proposed.contains(values), "{proposed}");
    desk.write(&import);
    let stege = &desk.inventory().applications["Z-02"];
    assert_eq!(stege.notes.as_deref(), Some("eins\nzwei"));
    assert_eq!(stege.vendor.as_deref(), Some("Nordsoft"));
}
