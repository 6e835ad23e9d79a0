//! Secrets and persons: what is struck is said, what is only suspected is asked, and nothing of either is shown or written
//! into a proposal.

use super::*;

const HEAD: &str = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;";

fn list(headings: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(id, name, rest)| {
        format!("{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;{rest}\n")
    });
    format!("{HEAD}{headings}\n{}", rows.collect::<String>())
}

/// The inventory after an import, what was said, and the proposal.
fn taken(text: &str) -> (Inventory, String, String) {
    let desk = Desk::with_inventory();
    let import = desk.import(&[desk.put("liste.csv", text.as_bytes())]);
    let said = desk.said(&import, Language::De);
    let path = desk.path("spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    desk.write(&import);
    (desk.inventory(), said, proposed)
}

#[test]
fn keys_accounts_and_dates_of_birth_are_struck_and_said() {
    let rows = [
        ("G-01", "Brunnenbuch", "API-Key sk_live_a1b2c3d4e5f6g7h8"),
        ("G-02", "Kanalbuch", "Kto. 12345678 BLZ 70050000"),
        ("G-03", "Wegebuch", "Leitung geb. 12.03.1955"),
        ("G-04", "Baumbuch", "Kollegin Freiin von Aumüller prüft"),
        (
            "G-05",
            "Zaunbuch",
            "Konto 410000, Kennwörter im Tresor, Feld Geburtsdatum",
        ),
    ];
    let (inventory, said, _) = taken(&list("Bemerkung", &rows));
    let notes = |id: &str| inventory.applications[id].notes.clone().unwrap_or_default();
    assert_eq!(notes("G-01"), "API-Key …", "{said}");
    assert_eq!(notes("G-02"), "Kto. … BLZ …");
    assert_eq!(notes("G-03"), "Leitung geb. …");
    assert_eq!(notes("G-04"), "… prüft");
    assert_eq!(
        notes("G-05"),
        "Konto 410000, Kennwörter im Tresor, Feld Geburtsdatum"
    );
    for cell in ["liste.csv:2:H", "liste.csv:4:H", "liste.csv:5:H"] {
        assert!(said.contains(cell), "{cell}: {said}");
    }
    assert!(!said.contains("liste.csv:6:H"), "{said}");
    for secret in ["sk_live", "12345678", "1955", "Aumüller"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
}

#[test]
fn what_may_speak_of_a_person_waits_for_the_user() {
    let ill = "Aumüller ist seit 1.3. krank, Vertretung Petra";
    let rows = [
        ("H-01", "Brunnenbuch", ill),
        (
            "H-02",
            "Kanalbuch",
            "Schlüssel liegt im Schrank von Kowalski",
        ),
        (
            "H-03",
            "Wegebuch",
            "Verwaltet Krankmeldungen und Elternzeit",
        ),
    ];
    let text = list("Bemerkung", &rows);
    let (inventory, said, _) = taken(&text);
    let notes = |id: &str| inventory.applications[id].notes.clone();
    assert_eq!(notes("H-01"), None, "{said}");
    assert_eq!(notes("H-02"), None);
    assert_eq!(
        notes("H-03").as_deref(),
        Some("Verwaltet Krankmeldungen und Elternzeit")
    );
    assert!(said.contains("Gesundheit oder eine Abwesenheit"), "{said}");
    assert!(
        said.contains("kann den Namen einer Person enthalten"),
        "{said}"
    );
    assert!(
        !said.contains("Aumüller") && !said.contains("Kowalski"),
        "{said}"
    );
    // Who keeps the list has the last word.
    let desk = Desk::with_inventory();
    let file = desk.put("liste.csv", text.as_bytes());
    let mapping = format!("[values.notes]\n\"{ill}\" = \"{ill}\"\n");
    let mapping = desk.put("eigene.toml", mapping.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let notes = desk.inventory().applications["H-01"].notes.clone();
    assert_eq!(notes.as_deref(), Some(ill));
}

#[test]
fn cells_in_wrong_columns_are_not_repeated() {
    let rows = [
        ("K-01", "Brunnenbuch", "Zugang: user=wart pass=Laub723;"),
        ("K-02", "Kanalbuch", "Fr. Aumüller ist krank;"),
        ("K-03", "Wegebuch", "geheime Regel;"),
        (
            "K-04",
            "Baumbuch",
            ";https://app.example/login?sid=8f7d6e5c4b3a29181716151413121110",
        ),
    ];
    let (inventory, said, proposed) = taken(&list("Rechtsrahmen;Link", &rows));
    for text in ["Laub723", "Aumüller", "8f7d6e5c"] {
        assert!(!said.contains(text), "{text}: {said}");
        assert!(!proposed.contains(text), "{text}: {proposed}");
    }
    assert!(said.contains("wird deshalb nicht wiedergegeben"), "{said}");
    assert!(proposed.contains("geheime Regel"), "{proposed}");
    assert!(inventory.applications["K-04"].urls.is_empty(), "{said}");
}

#[test]
fn a_vendor_is_a_firm() {
    let rows = [
        ("V-01", "Brunnenbuch", "Hr. Aumüller (freier MA)"),
        ("V-02", "Kanalbuch", "unbek."),
        ("V-03", "Wegebuch", "SaaS"),
        ("V-04", "Baumbuch", "Laubsoft"),
    ];
    let (inventory, said, _) = taken(&list("Hersteller", &rows));
    let vendor = |id: &str| inventory.applications[id].vendor.clone();
    assert_eq!(vendor("V-01"), None, "{said}");
    assert_eq!(vendor("V-02"), None);
    assert_eq!(vendor("V-03"), None);
    assert_eq!(vendor("V-04").as_deref(), Some("Laubsoft"));
    assert!(said.contains("nennt keine Firma, sondern"), "{said}");
    assert!(!said.contains("liste.csv:3:H"), "{said}");
}
