//! Dates and versions of lists.

use super::*;

/// Each row: version, `Einführung`, end of the contract, last audit.
fn dated(rows: &[[&str; 4]]) -> (Inventory, String) {
    let head = "Kennung;Name;Referat;Status;Personenbezogene Daten;Nutzergruppen;Art;Version;Einführung;Vertrag bis;Letzte Prüfung\n";
    let rows = (1..).zip(rows).map(|(number, cells)| {
        format!(
            "T-{number:02};Verfahren {number};KVR;produktiv;ja;Beschäftigte;Desktop;{}\n",
            cells.join(";")
        )
    });
    let text = format!("{head}{}", rows.collect::<String>());
    let desk = Desk::with_inventory();
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    (desk.inventory(), said)
}

#[test]
fn dates_are_read_as_precisely_as_they_are_written() {
    let (inventory, said) = dated(&[
        ["1", "01.03.2015", "ca. 2028", ""],
        ["1", "2016", "Q3/2027", ""],
        ["1", "05/2017", "Ende 2027", ""],
        ["1", "2018", "vsl. 2029", ""],
        ["1", "2019", "20280331", ""],
        ["1", "2020", "2028/03/31", ""],
        ["1", "2021", "1.10", ""],
    ]);
    let until = |id: &str| inventory.applications[id].contract_until;
    assert_eq!(until("T-01"), None);
    assert_eq!(until("T-02"), Some(date(2027, 9, 30)));
    assert_eq!(until("T-03"), Some(date(2027, 12, 31)));
    assert_eq!(until("T-04"), Some(date(2029, 12, 31)));
    assert_eq!(until("T-05"), Some(date(2028, 3, 31)));
    assert_eq!(until("T-06"), Some(date(2028, 3, 31)));
    assert_eq!(until("T-07"), None);
    for sentence in [
        "„ca. 2028“ ist ungefähr",
        "„1.10“ kann der Tag und der Monat",
        "Q3/2027 → 2027-09-30",
        "Ende 2027 → 2027-12-31",
        "vsl. 2029 → 2029-12-31",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
}

#[test]
fn an_audit_of_the_future_is_a_mistake_and_one_of_today_is_none() {
    let (inventory, said) = dated(&[
        ["1", "2015", "", "31.12.2099"],
        ["1", "2015", "", "2099"],
        ["1", "2015", "", "01.05.2026"],
    ]);
    let audit = |id: &str| inventory.applications[id].accessibility.last_audit;
    assert_eq!((audit("T-01"), audit("T-02")), (None, None));
    assert_eq!(audit("T-03"), Some(date(2026, 5, 1)));
    assert_eq!(said.matches("liegt in der Zukunft").count(), 2, "{said}");
}

#[test]
fn a_version_never_becomes_a_date() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("mmm yy");
    let sheet = book.add_worksheet();
    for (column, heading) in (0u16..).zip([
        "Kennung",
        "Name",
        "Referat",
        "Status",
        "Personenbezogene Daten",
        "Nutzergruppen",
        "Art",
        "Version",
    ]) {
        sheet.write(0, column, heading).expect("cell");
    }
    for (row, id) in (1u32..).zip(["V-01", "V-02", "V-03"]) {
        for (column, text) in (0u16..).zip([
            id,
            "Verfahren",
            "KVR",
            "produktiv",
            "ja",
            "Beschäftigte",
            "Desktop",
        ]) {
            let text = if column == 1 {
                format!("Verfahren {id}")
            } else {
                text.to_owned()
            };
            sheet.write(row, column, text).expect("cell");
        }
    }
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2019, 10, 1).expect("a day");
    sheet
        .write_datetime_with_format(1, 7, &made, &day)
        .expect("cell");
    sheet.write(2, 7, "10.2019").expect("cell");
    sheet.write(3, 7, "1.10").expect("cell");
    let desk = Desk::with_inventory();
    let file = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let version = |id: &str| inventory.applications[id].version.clone();
    assert_eq!(version("V-01"), None);
    assert_eq!(version("V-02").as_deref(), Some("10.2019"));
    assert_eq!(version("V-03").as_deref(), Some("1.10"));
    assert!(said.contains("Tabellenprogramme machen"), "{said}");
}
