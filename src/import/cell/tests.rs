//! Typical cells of lists and their values.

use super::super::fields::{Kind, flat};
use super::*;

fn value(path: &str, text: &str) -> Option<String> {
    let flat = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == path)
        .expect("field");
    let value =
        understand(flat, text).unwrap_or_else(|error| panic!("{path} {text}: {}", error.de));
    value.map(|value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    })
}

#[test]
fn the_words_load() {
    let words: Result<words::Words, _> = toml::from_str(include_str!("../../inventory/cells.toml"));
    assert_eq!(
        words
            .unwrap_or_else(|error| panic!("cells.toml: {error}"))
            .months
            .len(),
        12
    );
}

#[test]
fn dates_in_all_usual_forms() {
    for (text, day) in [
        ("31.12.2026", "2026-12-31"),
        ("1.2.26", "2026-02-01"),
        ("13/02/2026", "2026-02-13"),
        ("2026-12-31 00:00:00", "2026-12-31"),
        ("2026-12-31T08:00:00Z", "2026-12-31"),
        ("12/2026", "2026-12-31"),
        ("2026-06", "2026-06-30"),
        ("2026", "2026-12-31"),
        ("Q2 2027", "2027-06-30"),
        ("2. Quartal 2027", "2027-06-30"),
        ("Dezember 2026", "2026-12-31"),
        ("3. März 2026", "2026-03-03"),
        ("Feb. 2028", "2028-02-29"),
        ("bis Ende 2028", "2028-12-31"),
        ("46387", "2026-12-31"),
        ("III/2027", "2027-09-30"),
        ("II. Quartal 2028", "2028-06-30"),
        ("KW 32/2027", "2027-08-15"),
        ("Jahresende 2027", "2027-12-31"),
        ("spätestens 30.6.2027", "2027-06-30"),
    ] {
        assert_eq!(
            value("contract_until", text).as_deref(),
            Some(day),
            "{text}"
        );
    }
    assert_eq!(
        value("lifecycle.active_from", "06/2019").as_deref(),
        Some("2019-06-01")
    );
    assert_eq!(
        value("lifecycle.active_from", "2019").as_deref(),
        Some("2019-01-01")
    );
    let contract = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "contract_until")
        .expect("field");
    for text in [
        "31.02.2026",
        "Ende 31.12.2026",
        "01/02/2026",
        "13/2026",
        "12",
        "0",
        "1e9",
        "32.13.2026",
    ] {
        assert!(understand(contract, text).is_err(), "{text}");
    }
    for text in [
        "k. A.",
        "unbefristet",
        "31.12.9999",
        "9999-12-31",
        "01.01.1900",
    ] {
        assert_eq!(value("contract_until", text), None, "{text}");
    }
    // A period that ends in a year may run until its last day; one that begins in it begins on its first.
    for (path, day) in [
        ("lifecycle.end_of_life_from", "2029-12-31"),
        ("lifecycle.active_from", "2029-01-01"),
    ] {
        assert_eq!(value(path, "2029").as_deref(), Some(day), "{path}");
    }
    for text in ["V/2027", "KW 54/2027", "VII. Quartal 2027"] {
        assert!(understand(contract, text).is_err(), "{text}");
    }
}

#[test]
fn beginning_middle_and_end_mean_the_same_in_every_field() {
    for (text, day) in [
        ("Anfang 2028", "2028-01-01"),
        ("Mitte 2028", "2028-06-30"),
        ("Ende 2028", "2028-12-31"),
        ("voraussichtlich Ende 2028", "2028-12-31"),
        ("Mitte Februar 2028", "2028-02-15"),
        ("Ende Februar 2028", "2028-02-29"),
        ("Ende Q1 2028", "2028-03-31"),
    ] {
        for path in ["contract_until", "lifecycle.next_release"] {
            assert_eq!(value(path, text).as_deref(), Some(day), "{path} {text}");
        }
    }
}

#[test]
fn what_sends_the_reader_elsewhere_is_no_value() {
    let vendor = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "vendor");
    let vendor = vendor.expect("field");
    for text in [
        "s. o.",
        "dito",
        "siehe oben",
        "siehe Vorgänger",
        "vgl. FV-1",
        "\"",
        "9,90123E+13",
    ] {
        assert!(understand(vendor, text).is_err(), "{text}");
    }
    assert_eq!(value("notes", "s. o.").as_deref(), Some("s. o."));
    assert_eq!(value("vendor", "'s. o.").as_deref(), Some("s. o."));
}

#[test]
fn texts_are_composed_and_in_one_line() {
    assert_eq!(
        value("name", "Gebu\u{308}hren").as_deref(),
        Some("Gebühren")
    );
    assert_eq!(
        value("name", "Bauantrag\nOnline").as_deref(),
        Some("Bauantrag Online")
    );
    assert_eq!(
        value("name", "Fach-\nverfahren").as_deref(),
        Some("Fachverfahren")
    );
    assert_eq!(
        value("name", "Kita-\nPortal").as_deref(),
        Some("Kita-Portal")
    );
    assert_eq!(
        value("description", "eins\nzwei").as_deref(),
        Some("eins\nzwei")
    );
    assert_eq!(value("short_name", "'007").as_deref(), Some("007"));
}

#[test]
fn an_abbreviation_among_choices_is_one_of_them() {
    let among = value("gender.values", "m/w/d/k. A.");
    assert_eq!(
        among.as_deref(),
        Some(r#"["male","female","diverse","no_entry"]"#)
    );
    assert_eq!(value("gender.values", "k. A."), None);
}

#[test]
fn a_question_is_no_value() {
    for (path, text) in [
        ("personal_data", "ja?"),
        ("personal_data", "x (?)"),
        ("lifecycle.phase", "produktiv?"),
        ("lifecycle.phase", "Produktiv ?"),
        ("user_groups", "Bürger, Schulen?"),
        ("user_count", "50 bis 500?"),
        ("kind", "Web?"),
    ] {
        let flat = flat(Kind::Application)
            .iter()
            .find(|flat| flat.path == path);
        let flat = flat.expect("field");
        assert!(understand(flat, text).is_err(), "{path} {text}");
    }
    assert_eq!(value("personal_data", "?"), None);
    assert_eq!(value("notes", "produktiv?").as_deref(), Some("produktiv?"));
}

#[test]
fn errors_of_spreadsheets_are_named() {
    for text in ["#NV", "#N/A", "#n/a", "#BEZUG!", "#REF!", "#NAME?"] {
        for path in ["vendor", "kind", "contract_until", "notes"] {
            let flat = flat(Kind::Application)
                .iter()
                .find(|flat| flat.path == path);
            let flat = flat.expect("field");
            assert!(understand(flat, text).is_err(), "{path} {text}");
        }
    }
}

#[test]
fn words_of_the_user_hold_within_a_cell() {
    let groups = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "user_groups")
        .expect("field");
    let explained = |word: &str| match word.trim() {
        "MA" => Some("employees".to_owned()),
        "alle/extern" => Some("Bürger, Unternehmen".to_owned()),
        "egal" => Some(String::new()),
        _ => None,
    };
    for (text, cell) in [
        ("Bürger, MA", "Bürger; employees"),
        ("MA", "employees"),
        ("Schulen und MA", "Schulen; employees"),
        ("alle/extern; MA", "Bürger, Unternehmen; employees"),
        ("egal, Bürger", "Bürger"),
        ("Bürger, Schulen", "Bürger, Schulen"),
    ] {
        assert_eq!(reworded(groups, text, explained), cell, "{text}");
    }
}

#[test]
fn signs_answer_questions_of_words_as_well() {
    for (text, answer) in [
        ("✓", "yes"),
        ("1", "yes"),
        ("☒", "yes"),
        ("X", "yes"),
        ("trifft zu", "yes"),
        ("0", "no"),
        ("☐", "no"),
        ("nein", "no"),
        ("not known", "?"),
        ("teils", "?"),
        ("2", "?"),
    ] {
        let flat = flat(Kind::Application)
            .iter()
            .find(|flat| flat.path == "gender.stored");
        let read = understand(flat.expect("field"), text);
        let read = read.map(|value| value.and_then(|it| it.as_str().map(str::to_owned)));
        match answer {
            "?" => assert!(read.is_err(), "{text}"),
            answer => assert_eq!(read, Ok(Some(answer.to_owned())), "{text}"),
        }
    }
    for (text, is_explicable) in [("2", true), ("◐", true), ("#NV", false), ("dito", false)] {
        assert_eq!(super::is_explicable(text), is_explicable, "{text}");
    }
}

#[test]
fn a_day_with_the_month_first_is_told_as_such() {
    let field = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "contract_until")
        .expect("a field");
    for (text, said) in [
        ("12/31/2027", "nur mit dem Monat zuerst"),
        ("03/04/2027", "nicht zu erkennen, welche Zahl der Tag ist"),
        ("13/13/2027", "ist kein Datum"),
    ] {
        let cause = understand(field, text).expect_err("no day").de;
        assert!(cause.contains(said), "{text}: {cause}");
    }
    assert_eq!(
        value("contract_until", "31/12/2027").as_deref(),
        Some("2027-12-31")
    );
}

#[test]
fn flags_words_and_lists() {
    for (text, flag) in [
        ("x", "true"),
        ("Ja", "true"),
        ("NEIN", "false"),
        ("0", "false"),
        ("☑", "true"),
    ] {
        assert_eq!(
            value("personal_data", text).as_deref(),
            Some(flag),
            "{text}"
        );
    }
    assert_eq!(value("personal_data", "–"), None);
    assert_eq!(
        value("lifecycle.phase", "Produktiv (seit 2019)").as_deref(),
        Some("active")
    );
    assert_eq!(
        value("user_groups", "Bürger:innen, Beschäftigte / Unternehmen").as_deref(),
        Some(r#"["citizens","employees","businesses"]"#)
    );
    assert_eq!(
        value("user_groups", "Bürgerinnen und Bürger").as_deref(),
        Some(r#"["citizens"]"#)
    );
    assert_eq!(
        value("user_groups", "Bürger und Schulen").as_deref(),
        Some(r#"["citizens","schools"]"#)
    );
    assert_eq!(
        value("gender.values", "m/w/d/keine Angabe").as_deref(),
        Some(r#"["male","female","diverse","no_entry"]"#)
    );
    for (text, entries) in [
        (
            "m, w, d, o. A.",
            r#"["male","female","diverse","no_entry"]"#,
        ),
        ("m/w/d/oA", r#"["male","female","diverse","no_entry"]"#),
        ("alle vier", r#"["male","female","diverse","no_entry"]"#),
        (
            "All four entries",
            r#"["male","female","diverse","no_entry"]"#,
        ),
        ("m w d", r#"["male","female","diverse"]"#),
        ("nur männlich weiblich", r#"["male","female"]"#),
        ("nur Herr/Frau", r#"["male","female"]"#),
    ] {
        let read = value("gender.values", text);
        assert_eq!(read.as_deref(), Some(entries), "{text}");
    }
    let values = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "gender.values")
        .expect("a field");
    for text in ["alle drei", "m oder w", "nur"] {
        assert!(understand(values, text).is_err(), "{text}");
    }
    assert_eq!(
        value("gender.persons", "Bürger, MA").as_deref(),
        Some(r#"["citizens","employees"]"#)
    );
    assert_eq!(
        value("gender.salutation", "neutral").as_deref(),
        Some("with_neutral")
    );
    assert_eq!(
        value("vvt_ids", "0815; 0816,a").as_deref(),
        Some(r#"["0815","0816,a"]"#)
    );
    assert_eq!(
        value("aliases", "- Alt\n- \"Neu; ganz\"").as_deref(),
        Some(r#"["Alt","\"Neu; ganz\""]"#)
    );
    assert_eq!(
        value("user_count", "ca. 1.200 Nutzende").as_deref(),
        Some("1200")
    );
    assert_eq!(value("user_count", "über 5000").as_deref(), Some(">5000"));
    assert_eq!(value("user_count", "50 bis 500").as_deref(), Some("50-500"));
    assert_eq!(
        value("services", "00115005104000").as_deref(),
        Some(r#"["00115005104000"]"#)
    );
    assert_eq!(value("vendor", "-"), None);
    assert_eq!(value("product", "'-").as_deref(), Some("-"));
    assert_eq!(
        value("vendor", "'=SUMME(A1)").as_deref(),
        Some("=SUMME(A1)")
    );
}

#[test]
fn what_is_joined_comes_apart_again() {
    for values in [
        &["a", "b"][..],
        &["a;b", "c,d", "\"e\""],
        &["-"],
        &["- x", "y\nz"],
        &["a\"b"],
    ] {
        let text = joined(values.iter().copied());
        let read: Vec<String> = parts(&text, false)
            .into_iter()
            .map(|(part, _)| part)
            .collect();
        assert_eq!(read, values, "{text}");
    }
}
