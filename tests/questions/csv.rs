//! Forms that were saved as CSV, and files that lie beside them.

use super::*;

/// A workbook saved as CSV comes back like the workbook, whatever separates its cells and however it is encoded.
#[test]
fn a_sheet_saved_as_csv_is_taken_back() {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (separator, latin) in [(";", true), (",", false), ("\t", false)] {
        let estate = Estate::new();
        estate.export();
        let mut text = String::new();
        for (number, mut row) in cells(&estate.path(&format!("fragen/{TODAY}/BUE.xlsx")))
            .into_iter()
            .enumerate()
        {
            if number > 3 {
                row[5] = "erfüllt".to_owned();
                row[6] = "Ja; geprüft, \"alles\"\nauf Seite 3".to_owned();
            }
            let row: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text += &format!("{}\r\n", row.join(separator));
        }
        let bytes = match latin {
            true => text
                .chars()
                .map(|ch| u8::try_from(u32::from(ch)).unwrap_or(b'-'))
                .collect(),
            false => text.into_bytes(),
        };
        fs::create_dir(estate.path("zurueck")).expect("a folder");
        fs::write(estate.path("zurueck/BUE.csv"), bytes).expect("a file");
        let output = estate.import(&["zurueck", "--write"]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{separator}: {}",
            err(&output)
        );
        let answers = estate.answers();
        assert!(answers["APP-0001"].len() > 1, "{separator}");
        assert!(
            answers["APP-0001"]
                .iter()
                .all(|answer| *answer == AnswerValue::Met)
        );
    }
}

#[test]
fn a_csv_whose_cells_nobody_can_tell_apart_is_refused_with_its_line() {
    let estate = Estate::new();
    let text = "Anwendung;Antwort;Begründung;Rolle;Kennung der Frage\nAPP-0001;erfüllt;\"offen;Leitstelle;gifa/G01\nAPP-0001;erfüllt;b;Leitstelle;gifa/G02\n";
    estate.put("a.csv", text);
    let output = estate.import(&["a.csv", "--write"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("In Zeile 2 beginnt ein Anführungszeichen"),
        "{}",
        err(&output)
    );
    assert!(!estate.path("inventory/answers").exists());
}

#[test]
fn nothing_in_a_folder_vanishes_without_a_word() {
    let estate = Estate::new();
    for name in [
        "brief.docx",
        "KUL.html",
        "~$BUE.xlsx",
        "Thumbs.db",
        "alt/BUE.xlsx",
        "notiz.txt",
    ] {
        estate.put(&format!("zurueck/{name}"), "x");
    }
    estate.put("zurueck/kaputt.json", "{");
    estate.put("zurueck/gut.json", &form(&[row(&[])]));
    let refused = estate.import(&["zurueck", "--write"]);
    assert_eq!(refused.status.code(), Some(2));
    for name in [
        "brief.docx",
        "KUL.html",
        "~$BUE.xlsx",
        "Thumbs.db",
        "alt",
        "notiz.txt",
        "kaputt.json",
    ] {
        assert!(err(&refused).contains(name), "{name}: {}", err(&refused));
    }
    assert!(
        out(&refused).contains("Dateien, die nicht gelesen wurden: 7"),
        "{}",
        out(&refused)
    );
    // One bad file does not keep the others out.
    let taken = estate.import(&["zurueck", "--write", "--skip"]);
    assert_eq!(taken.status.code(), Some(3), "{}", err(&taken));
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
}
