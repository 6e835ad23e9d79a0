//! The same list once more: nothing is merged that was not merged the first time, and every row is accounted for.

use super::*;
use fachcheck::inventory::{Answer, GenderValue as V};

const HEADINGS: &str =
    "lfd. Nr.;FV-Nr.;Fachverfahren;Ref.;Status;pbD;Nutzer*innengruppe;Art;Hersteller";

fn list(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| {
        let cells: Vec<&str> = row.split(';').collect();
        let [number, id, name, vendor] = cells.as_slice() else {
            panic!("number, identifier, name and vendor: {row}")
        };
        format!("{number};{id};{name};KVR;produktiv;ja;Beschäftigte;Desktop;{vendor}\n")
    });
    format!("{HEADINGS}\n{}", rows.collect::<String>())
}

#[test]
fn a_probable_duplicate_is_asked_for_on_every_run_whatever_the_order() {
    let rows = [
        "1;FV-0002;Einwohnermeldewesen;",
        "2;;Einwohner-Meldewesen;Kommunalsoft eG",
    ];
    for order in [[0, 1], [1, 0]] {
        let desk = Desk::with_inventory();
        let text = list(&order.map(|at| rows[at]));
        let file = desk.put("liste.csv", text.as_bytes());
        desk.write(&desk.import(std::slice::from_ref(&file)));
        let before = desk.inventory();
        let again = desk.import(&[file]);
        let said = desk.said(&again, Language::De);
        assert!(again.plan.changes_nothing(), "{said}");
        assert!(said.contains("Wahrscheinlich doppelt (1)"), "{said}");
        assert!(said.contains("wahrscheinlich doppelt: 1;"), "{said}");
        desk.write(&again);
        assert_eq!(
            desk.inventory().applications.len(),
            before.applications.len()
        );
    }
}

#[test]
fn each_row_is_counted() {
    let desk = Desk::with_inventory();
    let text = list(&[
        "1;FV-0002;Einwohnermeldewesen;",
        "2;;Einwohner-Meldewesen;",
        "3;FV-0002;Einwohnermeldewesen;Kommunalsoft eG",
        "4;FV-0003;;",
    ]);
    let said = desk.said(
        &desk.import(&[desk.put("liste.csv", text.as_bytes())]),
        Language::De,
    );
    let counted = "Zeilen über Anwendungen: 4, davon je die erste einer Anwendung: 1; weitere zu derselben: 1; \
        wahrscheinlich doppelt: 1; ohne erkennbare Anwendung: 1.";
    assert!(said.contains(counted), "{said}");
}

#[test]
fn a_running_number_is_no_identifier_even_with_gaps_and_the_own_number_is() {
    let desk = Desk::with_inventory();
    let text = list(&[
        "1;FV-0001;Hundesteuer;",
        "2;FV-0002;Wohngeld;",
        "9;FV-0007;Fundbüro;",
        "7;FV-0011;Parkausweis;",
    ]);
    let said = desk.said(
        &desk.import(&[desk.put("liste.csv", text.as_bytes())]),
        Language::De,
    );
    for understood in [
        "lfd. Nr. → laufende Nummer",
        "FV-Nr. → Kennung",
        "+ FV-0007  Fundbüro",
    ] {
        assert!(said.contains(understood), "{understood}: {said}");
    }
    // Nor where nothing else identifies the rows.
    let text = text.replace("FV-Nr.", "Az").replace(";FV-", ";");
    let said = desk.said(
        &desk.import(&[desk.put("ohne.csv", text.as_bytes())]),
        Language::De,
    );
    assert!(said.contains("lfd. Nr. → laufende Nummer"), "{said}");
}

#[test]
fn identifiers_that_were_given_anew_rename_nothing() {
    let desk = Desk::with_inventory();
    let mapping = desk.put(
        "lfd.toml",
        "[columns]\n\"lfd. Nr.\" = \"id\"\n\"FV-Nr.\" = \"\"\n".as_bytes(),
    );
    let names = [
        "Hundesteuer",
        "Wohngeld",
        "Fundbüro",
        "Parkausweis",
        "Reisekosten",
        "Brunnenbuch",
        "Kanalnetz",
    ];
    let numbered = |names: &[&str]| {
        let rows = names
            .iter()
            .zip(100..)
            .map(|(name, number)| format!("{number};;{name};"));
        let rows: Vec<String> = rows.collect();
        list(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let first = desk.put("liste.csv", numbered(&names).as_bytes());
    let import = desk
        .try_import(&[first], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let before = desk.inventory();
    let second = desk.put("neu.csv", numbered(&names[1..]).as_bytes());
    let import = desk
        .try_import(&[second], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    assert!(import.plan.changes_nothing(), "{said}");
    assert!(
        said.contains("laufende Nummer, die neu vergeben wurde"),
        "{said}"
    );
    assert!(
        said.contains("Zurückgehalten und sonst unverändert: 6"),
        "{said}"
    );
    desk.write(&import);
    let names = |inventory: &Inventory| {
        let applications = inventory.applications.values();
        applications
            .map(|it| it.name.clone())
            .collect::<Vec<String>>()
    };
    assert_eq!(names(&desk.inventory()), names(&before));
}

#[test]
fn rows_that_contradict_themselves_are_said_in_one_line() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Name;Ref.;Status;Zielgruppe;Art;Personenbezug;Geschlecht\n\
        A-01;Hundesteuer;KVR;produktiv;Beschäftigte;Desktop;nein;ja\n\
        A-02;Wohngeld;KVR;produktiv;Beschäftigte;Desktop;nein;ja\n";
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(std::slice::from_ref(&file));
    desk.write(&import);
    for import in [import, desk.import(&[file])] {
        let said = desk.said(&import, Language::De);
        assert_eq!(said.matches("INV-013").count(), 1, "{said}");
        assert!(said.contains("liste.csv:2 (und 1 weitere: 3)"), "{said}");
        assert!(
            said.contains("weil die Zeile sich darin selbst widerspricht"),
            "{said}"
        );
    }
}

#[test]
fn which_entries_are_kept_answers_whether_any_are() {
    let desk = Desk::with_inventory();
    let text = "Kennung;Name;Ref.;Status;Nutzerkreis;Typ;pers.bez. Daten;Geschlecht gespeichert;Anz. Nutzer\n\
        A-01;Hundesteuer;KVR;im Echtbetrieb;MA;Citrix;ja;m/w/d;12\n\
        A-02;Wohngeld;KVR;im Echtbetrieb;MA;SaaS;ja;Anrede;12\n\
        A-03;Parkausweis;KVR;im Echtbetrieb;MA;SaaS;ja;nein;12\n";
    let mapping = desk.put(
        "spalten.toml",
        "[columns]\n\"Geschlecht gespeichert\" = \"gender.stored\"\n".as_bytes(),
    );
    let file = desk.put("liste.csv", text.as_bytes());
    let import = desk
        .try_import(&[file], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let kept = |id: &str| {
        let answers = inventory.applications[id].gender.as_ref().expect(&said);
        (answers.stored, answers.values.clone())
    };
    assert_eq!(
        kept("A-01"),
        (Some(Answer::Yes), vec![V::Male, V::Female, V::Diverse])
    );
    assert_eq!(kept("A-02"), (Some(Answer::Yes), Vec::new()));
    assert_eq!(kept("A-03"), (Some(Answer::No), Vec::new()));
    assert!(!said.contains("ist unbekannt"), "{said}");
}

#[test]
fn an_identifier_with_another_name_in_another_department_is_asked_for() {
    let desk = Desk::new();
    let head = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art\n";
    let first = format!(
        "{head}A-3;Brunnenbuch;KVR;produktiv;ja;Beschäftigte;Desktop\n\
         A-4;Kanalbuch;KVR;produktiv;ja;Beschäftigte;Desktop\n\
         A-5;Wegebuch;KVR;produktiv;ja;Beschäftigte;Desktop\n"
    );
    let first = desk.put("erste.csv", first.as_bytes());
    desk.write(&desk.import(&[first]));
    let second = format!(
        "{head}A-3;Heimregister;SOZ;produktiv;ja;Beschäftigte;Desktop\n\
         A-4;Kanalbuch;SOZ;produktiv;ja;Beschäftigte;Desktop\n\
         A-5;Straßenbuch;KVR;produktiv;ja;Beschäftigte;Desktop\n"
    );
    let second = desk.put("zweite.csv", second.as_bytes());
    let import = desk.import(std::slice::from_ref(&second));
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    assert_eq!(inventory.applications["A-3"].name, "Brunnenbuch", "{said}");
    assert_eq!(inventory.applications["A-4"].department, "SOZ");
    assert_eq!(inventory.applications["A-5"].name, "Straßenbuch");
    let mapping = desk.put("eigene.toml", b"[same]\nHeimregister = \"A-3\"\n");
    let import = desk
        .try_import(&[second], Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    assert_eq!(desk.inventory().applications["A-3"].name, "Heimregister");
}
