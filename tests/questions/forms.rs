//! What forms look like.

use super::*;

#[test]
fn a_form_left_blank_changes_nothing() {
    let estate = Estate::new();
    estate.export();
    let workbook = format!("fragen/{TODAY}/BUE.xlsx");
    let output = estate.import(&[&workbook, "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(!estate.path("inventory/answers").exists());
}

#[test]
fn forms_are_the_same_to_the_byte_and_load_nothing() {
    let estate = Estate::new();
    estate.export();
    estate.export();
    for name in ["BUE.xlsx", "BUE.html", "KUL.xlsx", "KUL.html"] {
        let read = |folder: &str| fs::read(estate.path(&format!("fragen/{folder}/{name}")));
        let (first, second) = (read(TODAY), read(&format!("{TODAY}-2")));
        assert_eq!(first.expect("first"), second.expect("second"), "{name}");
    }
    let page = estate.read(&format!("fragen/{TODAY}/KUL.html"));
    for outside in ["http:", "https:", "src=", "@import", "url(", "fetch("] {
        assert!(!page.contains(outside), "{outside}");
    }
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        let start = page.find("<main>").expect("main");
        let end = page.find("</fieldset>").expect("a question");
        insta::assert_snapshot!("form", &page[start..end]);
    });
}

/// An import takes no bare yes, so the form does not let one go without a word.
#[test]
fn a_form_asks_for_the_reason_that_an_import_wants() {
    let estate = Estate::new();
    estate.export();
    let page = estate.read(&format!("fragen/{TODAY}/KUL.html"));
    assert!(
        page.contains("data-reason=\"[name]: „Erfüllt“ begründen"),
        "{page}"
    );
    assert!(page.contains("word: \"reason\""), "{page}");
}

#[test]
fn each_role_gets_a_form_of_its_own() {
    let estate = Estate::new();
    let report = format!("first/{TODAY}/report.json");
    let output = estate.run(
        &[
            "questions",
            "export",
            &report,
            "--by",
            "owner",
            "--out",
            "rollen",
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let folder = fs::read_dir(estate.path(&format!("rollen/{TODAY}"))).expect("a folder");
    let mut names: Vec<String> = folder
        .map(|entry| {
            entry
                .expect("entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let expected = [
        "Leitstelle-BUE.html",
        "Leitstelle-BUE.xlsx",
        "Leitstelle-KUL.html",
        "Leitstelle-KUL.xlsx",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        cells(&estate.path(&format!("rollen/{TODAY}/Leitstelle-KUL.xlsx"))).len(),
        5
    );
}

#[test]
fn every_field_of_a_form_has_a_label_of_its_own() {
    let estate = Estate::new();
    estate.export();
    let page = Html::parse_document(&estate.read(&format!("fragen/{TODAY}/KUL.html")));
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut ids = std::collections::BTreeSet::new();
    for element in page.select(&select("[id]")) {
        assert!(
            ids.insert(element.attr("id")),
            "{:?} twice",
            element.attr("id")
        );
    }
    for field in page.select(&select("input, textarea")) {
        let within = field
            .ancestors()
            .filter_map(scraper::ElementRef::wrap)
            .any(|parent| parent.value().name() == "label");
        let named = field.attr("id").is_some_and(|id| {
            page.select(&select(&format!("label[for={id}]")))
                .next()
                .is_some()
        });
        assert!(within || named, "{}", field.html());
    }
    for fieldset in page.select(&select("fieldset")) {
        assert!(fieldset.select(&select("legend")).next().is_some());
        assert_eq!(fieldset.select(&select("input[type=radio]")).count(), 4);
    }
}
