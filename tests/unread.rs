//! What speaks of gender and is read by nobody is named; what only mentions it, or is read, is not.

mod support;

use fachcheck::engine::{self, Extent};
use fachcheck::gap::{Gap, GapReason, Stage};
use fachcheck::inventory::{Application, ApplicationKind};
use fachcheck::outcome::Outcome;
use fachcheck::source::{Capture, Limits};
use support::shipped;

/// Rules about scripts cannot look into those of other files: that is no silence, and said once.
#[test]
fn pages_that_load_their_scripts_leave_rules_about_scripts_untested() {
    let (book, vocabulary) = (shipped::book(), shipped::vocabulary());
    let application = Application {
        id: "APP-0001".to_owned(),
        ..Application::default()
    };
    let page =
        "<!DOCTYPE html><html lang=de><title>A</title><script src=a.js></script><a href=b>B</a>";
    let judged = ["a.html", "b.html"].into_iter().map(|name| {
        let reading = engine::read_capture(&Capture::of_text(name, page), vocabulary);
        engine::judge_document(
            &application.id,
            reading,
            engine::Terms::usual(&book),
            Extent::Whole,
        )
    });
    let linked = engine::link(&application, judged.collect(), Vec::new(), vocabulary, &[]);
    let gaps = linked
        .gaps
        .iter()
        .filter(|gap| gap.reason == GapReason::ScriptsElsewhere);
    assert_eq!(gaps.count(), 1);
    let untested = linked.assertions.iter().filter(|assertion| {
        assertion.rule == "accessibility/no-keyboard-trap"
            && assertion.outcome == fachcheck::outcome::Outcome::Untested
    });
    assert_eq!(untested.count(), 2);
}

/// What a program takes from `<template>` is seen by no rule; beside shown content, it is only a spare part.
#[test]
fn a_view_kept_in_a_template_is_a_gap() {
    let is_unseen = |markup: &str| {
        let gaps = gaps_of(&[("ansicht.html", markup)]);
        gaps.iter().any(|gap| gap.reason == GapReason::UnseenMarkup)
    };
    assert!(is_unseen(
        "<template><h2>${titel}</h2><img src='plan.png'></template>"
    ));
    assert!(!is_unseen(
        "<h2>Antrag</h2><template><li><img src='plan.png'></li></template>"
    ));
    assert!(!is_unseen("<h2>Antrag</h2><p>Felder</p>"));
}

/// Without a page, nobody knows whether demands on pages are met: that they apply is certain.
#[test]
fn demands_on_pages_nobody_saw_are_open_where_there_is_an_interface() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("a.sql"),
        "CREATE TABLE ware (preis INT);",
    )
    .expect("a file");
    std::fs::write(folder.path().join("kaputt.docx"), "PK").expect("a file");
    let audited = |kind, target| {
        let application = Application {
            kind,
            ..support::with_artefacts("A", &[target])
        };
        let report = support::run_over(folder.path(), Limits::default(), vec![application]);
        let application = &report.applications[0];
        let reasons: Vec<GapReason> = application.gaps.iter().map(|gap| gap.reason).collect();
        let names_of_images = application
            .cells
            .iter()
            .find(|cell| {
                (cell.checklist.as_str(), cell.criterion.as_str()) == ("bitv-web", "1.1.1")
            })
            .map(|cell| cell.verdict);
        (reasons, names_of_images, application.was_read())
    };
    let (untested, inapplicable) = (Some(Outcome::Untested), Some(Outcome::Inapplicable));
    for kind in [ApplicationKind::Web, ApplicationKind::Desktop] {
        assert_eq!(
            audited(kind, "a.sql"),
            (vec![GapReason::NoPage], untested, true)
        );
    }
    assert_eq!(
        audited(ApplicationKind::Api, "a.sql"),
        (vec![], inapplicable, true)
    );
    // What was lost as a whole was not read, whatever its format is called.
    let (reasons, _, was_read) = audited(ApplicationKind::Web, "kaputt.docx");
    assert!(
        !reasons.contains(&GapReason::NoPage) && !was_read,
        "{reasons:?}"
    );
}

/// A package that is not installed leaves as many of them as it has files.
#[test]
fn dead_links_are_one_gap_that_names_them() {
    let dead = |name: &str| Gap::of_document(name, Stage::Acquire, GapReason::DeadLink, "");
    let application = Application::default();
    let linked = |gaps: Vec<Gap>| {
        engine::link(&application, Vec::new(), gaps, shipped::vocabulary(), &[]).gaps
    };
    let one = linked(vec![dead("a.js")]);
    assert_eq!(one, [dead("a.js")]);
    let names = ["a.js", "b.js", "c.js", "d.js", "e.js", "f.js", "g.js"];
    let several = linked(names.map(dead).into());
    let [gap] = several.as_slice() else {
        panic!("{several:?}");
    };
    assert_eq!(gap.reason, GapReason::DeadLink);
    let shown = "\u{201c}a.js\u{201d}, \u{201c}b.js\u{201d}, \u{201c}c.js\u{201d}, \u{201c}d.js\u{201d}, \u{201c}e.js\u{201d}, + 2";
    assert_eq!(gap.detail, shown);
}

/// The gaps of documents that were met in a folder: nobody named them, so that no format need claim them.
fn gaps_of(documents: &[(&str, &str)]) -> Vec<Gap> {
    let (book, vocabulary) = (shipped::book(), shipped::vocabulary());
    let application = Application {
        id: "APP-0001".to_owned(),
        ..Application::default()
    };
    let judged = documents.iter().map(|(name, text)| {
        let mut capture = Capture::of_text(*name, text);
        capture.named = false;
        (*name).clone_into(&mut capture.below);
        let reading = engine::read_capture(&capture, vocabulary);
        engine::judge_document(
            &application.id,
            reading,
            engine::Terms::usual(&book),
            Extent::Whole,
        )
    });
    engine::link(&application, judged.collect(), Vec::new(), vocabulary, &[]).gaps
}

/// What a department hands in and nothing reads is told; what lies beside the sources of a repository is not.
#[test]
fn files_that_nothing_reads_are_counted_where_an_inventory_names_their_folder() {
    let (book, vocabulary) = (shipped::book(), shipped::vocabulary());
    let gaps = |file: &str, names: &[&str]| {
        let mut application = Application {
            id: "APP-0001".to_owned(),
            ..Application::default()
        };
        application.origin.file = file.to_owned();
        let judged = names.iter().map(|name| {
            let text = match name.ends_with(".sql") {
                true => "create table t (id int);",
                false => "\u{0}\u{1}Erfunden",
            };
            let mut capture = Capture::of_text(*name, text);
            capture.named = false;
            capture.artefact = "alt".to_owned();
            (*name).clone_into(&mut capture.below);
            let reading = engine::read_capture(&capture, vocabulary);
            engine::judge_document(
                &application.id,
                reading,
                engine::Terms::usual(&book),
                Extent::Whole,
            )
        });
        let linked = engine::link(&application, judged.collect(), Vec::new(), vocabulary, &[]);
        let gaps = linked.gaps.into_iter();
        let gaps = gaps.filter(|gap| gap.reason == GapReason::UnknownFormat);
        gaps.map(|gap| gap.detail).collect::<Vec<_>>()
    };
    let all = [
        "alt/a.sql",
        "alt/b.mdb",
        "alt/c.MDB",
        "alt/d.doc",
        "alt/e.png",
    ];
    assert_eq!(
        gaps("inventory.toml", &all),
        ["3 files in formats that are not read: 1 × doc, 2 × mdb"]
    );
    assert!(gaps("", &all).is_empty());
    assert!(gaps("inventory.toml", &["alt/a.sql", "alt/e.png"]).is_empty());
}

/// What of it speaks of gender and is no field.
fn named(documents: &[(&str, &str)]) -> Vec<Gap> {
    let mut gaps = gaps_of(documents);
    gaps.retain(|gap| matches!(gap.reason, GapReason::UnreadMention | GapReason::HandedOn));
    gaps
}

/// What of it was not understood.
fn unread(documents: &[(&str, &str)]) -> Vec<Gap> {
    let mut gaps = named(documents);
    gaps.retain(|gap| gap.reason == GapReason::UnreadMention);
    gaps
}

/// Fixtures are met in a folder, not named: what no format claims is silent otherwise.
#[test]
fn fixtures_say_by_their_names_what_is_named() {
    let mut seen = 0;
    for entry in std::fs::read_dir("tests/unread").expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let text = std::fs::read_to_string(&path).expect("a text");
        let gaps = unread(&[(name, &text)]);
        match name.split('-').next() {
            Some("named") => assert_eq!(gaps.len(), 1, "{name}: {gaps:#?}"),
            Some("silent") => assert!(gaps.is_empty(), "{name}: {gaps:#?}"),
            _ => panic!("{name} says nothing about what is expected"),
        }
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn the_place_and_the_words_are_named() {
    let text = "a\nb = 1\ngeschlecht = waehle('m', 'w')\n";
    let gaps = unread(&[("liste.zz", text)]);
    let [gap] = gaps.as_slice() else {
        panic!("{gaps:#?}")
    };
    assert_eq!(gap.place.to_string(), "liste.zz:3:1");
    assert_eq!(gap.detail, "“geschlecht”");
}

#[test]
fn a_name_that_a_field_has_is_a_use_of_it() {
    let table = "CREATE TABLE person (geschlecht VARCHAR(8));";
    let form = "bind 'geschlecht'\nbind 'personGeschlecht'\n";
    assert_eq!(unread(&[("form.zz", form)]).len(), 1);
    assert!(unread(&[("form.zz", form), ("schema.sql", table)]).is_empty());
}

#[test]
fn a_field_that_is_not_judged_explains_nothing() {
    let table = "CREATE TABLE person (geschlecht VARCHAR(8));";
    let form = "bind 'geschlecht'\n";
    let gaps = unread(&[("form.zz", form), ("tests/schema.sql", table)]);
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
}

#[test]
fn a_list_is_named_even_where_a_field_has_the_name() {
    let table = "CREATE TABLE person (geschlecht VARCHAR(8));";
    let list = "geschlecht: ['männlich', 'weiblich']\n";
    let gaps = unread(&[("liste.zz", list), ("schema.sql", table)]);
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
}

#[test]
fn a_use_beside_an_entry_is_named_even_where_a_field_has_the_name() {
    let table = "CREATE TABLE person (geschlecht VARCHAR(8));";
    let bridge = "if feld('geschlecht') beginnt mit 'w' dann\n  setze maske\nende\n";
    let gaps = unread(&[("bruecke.zz", bridge), ("schema.sql", table)]);
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
}

#[test]
fn documents_that_use_the_same_names_are_one_gap() {
    let record = "gender: f\n";
    let gaps = unread(&[("a.zz", record), ("b.zz", record), ("c.zz", record)]);
    let [gap] = gaps.as_slice() else {
        panic!("{gaps:#?}")
    };
    assert_eq!(gap.detail, "“gender” × 3; b.zz; c.zz");
}

#[test]
fn one_list_in_the_files_of_several_languages_is_one_gap() {
    let (de, fr) = (
        "sex: ['männlich', 'weiblich']\n",
        "sex: ['homme', 'femme']\n",
    );
    let gaps = unread(&[("texte/de.zz", de), ("texte/fr-CH.zz", fr)]);
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
    let gaps = unread(&[("texte/amt.zz", de), ("texte/haus.zz", fr)]);
    assert_eq!(gaps.len(), 2, "{gaps:#?}");
}

#[test]
fn lists_of_one_shape_are_named_file_by_file() {
    let list = "sex: ['männlich', 'weiblich']\n";
    let gaps = unread(&["a.zz", "b.zz", "c.zz"].map(|name| (name, list)));
    let named: Vec<&str> = gaps.iter().map(|gap| gap.place.document.as_str()).collect();
    assert_eq!(named, ["a.zz", "b.zz", "c.zz"]);
}

/// Nobody knows what belongs to a branch that asks for an entry and never ends.
#[test]
fn a_branch_without_an_end_is_named() {
    let vocabulary = shipped::vocabulary();
    let text = "{{name}}\n{{#if (isMale)}}\nHerr {{name}}\n";
    let capture = Capture::of_text("brief.hbs", text);
    let reading = engine::read_capture(&capture, vocabulary);
    let gaps: Vec<String> = reading
        .stored
        .gaps
        .iter()
        .filter(|gap| gap.reason == GapReason::NotUnderstood)
        .map(|gap| {
            format!(
                "{}: {}",
                gap.place,
                gap.cause(fachcheck::texts::Language::De)
            )
        })
        .collect();
    assert_eq!(
        gaps,
        ["brief.hbs:2:1: Teilweise nicht verstanden (eine Verzweigung ohne Ende)"]
    );
}

const TABLE: (&str, &str) = ("schema.sql", "CREATE TABLE person (geschlecht VARCHAR(8));");

/// Parameters, copies and names of columns, in the ways of several languages.
const HANDED_ON: [&str; 9] = [
    "class Beleg:\n    def __init__(self, zeile):\n        self._geschlecht = zeile[4]\n",
    "fun meldeAn(geschlecht: String?, ruf: Ruf) {\n    bruecke.meldeAn(geschlecht, ruf)\n}\n",
    "ausgabe.put(\"geschlecht\", mensch.getGeschlecht());\n",
    "gib = @{ @\"name\" : befund.name,\n  @\"geschlecht\" : befund.geschlecht,\n};\n",
    "SPALTEN = ['name', 'geburt', 'geschlecht', 'ort', 'strasse']\n",
    "$daten['geschlecht'] = $mensch->geschlecht;\n",
    "mitWert(geschlecht: MenschGeschlecht): Aenderung;\n",
    "def melde(name: str, geschlecht: str = None, ort: str = None):\n    return sende(name, geschlecht, ort)\n",
    "def melde(name, geschlecht=None):\n    return sende(name, geschlecht)\n",
];

#[test]
fn what_is_only_handed_on_is_counted_where_its_field_is_judged() {
    for text in HANDED_ON {
        assert_eq!(unread(&[("a.zz", text)]).len(), 1, "{text}");
        let gaps = named(&[("a.zz", text), TABLE]);
        let [gap] = gaps.as_slice() else {
            panic!("{text}: {gaps:#?}")
        };
        assert_eq!(gap.reason, GapReason::HandedOn, "{text}");
        assert_eq!(gap.place.document, "a.zz");
    }
}

/// Look-ups, parity, an entry that nobody has said: something is made there.
const MADE: [&str; 5] = [
    "def zeile(mensch):\n    satz['geschlecht'] = NAMEN.get(mensch.geschlecht)\n",
    "let geschlecht = namen[mensch.geschlecht];\n",
    "geschlecht = ARTEN[nummer[9].to_i % 2]\n",
    "lege_an(name, geschlecht=Geschlecht.SONST, ort=None)\n",
    "'geschlecht' => Geschlecht::UNBEKANNT,\n",
];

#[test]
fn what_is_made_of_an_entry_is_not_told_to_be_handed_on() {
    for text in MADE {
        let gaps = named(&[("a.zz", text), TABLE]);
        let [gap] = gaps.as_slice() else {
            panic!("{text}: {gaps:#?}")
        };
        assert_eq!(gap.reason, GapReason::UnreadMention, "{text}");
    }
}

#[test]
fn who_tells_entries_apart_elsewhere_in_a_document_does_not_only_hand_on() {
    let lines = "log 1\nlog 2\nlog 3\nlog 4\nlog 5\n";
    let text = format!("let geschlecht = mensch.geschlecht\n{lines}text is \"weiblich\"\n");
    let gaps = named(&[("a.zz", &text), TABLE]);
    let [gap] = gaps.as_slice() else {
        panic!("{gaps:#?}")
    };
    assert_eq!(gap.reason, GapReason::UnreadMention);
}

#[test]
fn all_places_that_hand_on_are_one_gap() {
    let names = [
        "a.zz", "b.zz", "c.zz", "d.zz", "e.zz", "f.zz", "g.zz", "h.zz", "i.zz",
    ];
    let documents: Vec<(&str, &str)> = names.into_iter().zip(HANDED_ON).collect();
    assert_eq!(unread(&documents).len(), 1, "without a field");
    let gaps = named(&[documents, vec![TABLE]].concat());
    let [gap] = gaps.as_slice() else {
        panic!("{gaps:#?}")
    };
    assert!(
        gap.detail
            .starts_with("places: 9, documents: 9 (a.zz, b.zz"),
        "{}",
        gap.detail
    );
    assert!(!gap.reason.leaves_open());
}

#[test]
fn what_stands_near_an_entry_is_not_only_handed_on() {
    let kept = [
        "def maske(geschlecht: str):\n    if geschlecht == GRUPPEN[0]:\n        return eins\n",
        "fn maske(geschlecht: String) {\n    // 'm' oder 'w'\n    zeige(geschlecht)\n}\n",
        "maske(geschlecht: Text) {\n  gib aus\n  /* fuer Frauen anders */\n}\n",
        "data class Mensch(val name: String,\n  val geschlecht: String)\n",
        "def melde(geschlecht: str = \"m\"):\n    sende(geschlecht)\n",
        "maske(geschlecht: Text) {\n  switch (art) {\n",
        "maske(geschlecht: Text) {\n  if (geschlecht.startsWith(anfang)) {\n",
    ];
    for text in kept {
        assert_eq!(unread(&[("a.zz", text), TABLE]).len(), 1, "{text}");
    }
}

#[test]
fn builds_of_one_program_are_one_gap() {
    let list = "sex: ['männlich', 'weiblich']\n";
    let names = ["dist/cjs/liste.cjs", "dist/esm/liste.mjs", "lib/liste.js"];
    let gaps = unread(&names.map(|name| (name, list)));
    assert!(gaps.len() <= 1, "{gaps:#?}");
    let others = ["dist/cjs/liste.cjs", "dist/esm/andere.mjs"];
    assert!(unread(&others.map(|name| (name, list))).len() != 1);
}

#[test]
fn tables_of_one_folder_are_one_gap() {
    let table = "\"Otto\", \"Male\"\n\"Emma\", \"Female\"\n";
    let gaps = unread(&["n/a.zz", "n/b.zz", "n/c.zz"].map(|name| (name, table)));
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
    assert_eq!(
        unread(&["n/a.zz", "m/b.zz"].map(|name| (name, table))).len(),
        2
    );
}

#[test]
fn what_only_generated_code_declares_is_named_once() {
    let application = "/* Code generated by a tool. DO NOT EDIT. */\nexport interface Mensch { vorname: string; gender: 'male' | 'female' }\n";
    let own = "export interface Mensch { vorname: string; gender: 'male' | 'female' }\n";
    let reasons = |documents: &[(&str, &str)]| {
        let gaps = gaps_of(documents).into_iter();
        let generated = gaps.filter(|gap| gap.reason == GapReason::GeneratedOnly);
        generated.map(|gap| gap.detail).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&[("a.ts", application)]), ["“gender”"]);
    assert!(reasons(&[("a.ts", application), ("b.ts", own)]).is_empty());
}

#[test]
fn what_an_installer_or_an_editor_keeps_is_named_nowhere() {
    let list = "geschlecht: ['männlich', 'weiblich']\n";
    assert!(unread(&[("amt-1.0.dist-info/METADATA", list)]).is_empty());
    assert!(unread(&[("liste.zz~", list)]).is_empty());
    assert_eq!(unread(&[("liste.zz", list)]).len(), 1);
}
