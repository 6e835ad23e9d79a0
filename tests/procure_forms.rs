//! Questionnaires for bidders: what is written into them arrives, and what is wrong in them is told with its cell.

use std::collections::BTreeMap;

use fachcheck::form::Cell;
use fachcheck::procure::form::{
    BidForm, BidReply, BidRow, CHOICES, FormFact, bid_page, bid_reply, bid_workbook, take,
};
use fachcheck::procure::{BidAnswer, Declared, Product, Question, answers};
use fachcheck::rule::Coverage;
use fachcheck::texts::{Bilingual, Language};
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::json;

const COUNT: usize = 80;

fn questions() -> Vec<Question> {
    let both = |text: String| Bilingual {
        en: format!("{text} (en)"),
        de: text,
    };
    (1..=COUNT)
        .map(|number| Question {
            checklist: format!("list-{}", number % 3),
            id: format!("Q{number:02}"),
            demand: both(format!("Anforderung {number} <b>")),
            question: both(format!("=Frage {number}; \"ja\"?")),
            expected: (number % 2 == 0).then(|| both("ein Nachweis".to_owned())),
            evidence: number % 5 == 0,
            knockout: number % 7 == 0,
            weight: 1,
            coverage: Coverage::Manual,
            legal: Vec::new(),
        })
        .collect()
}

fn form<'a>(
    questions: &'a [Question],
    product: &'a Product,
    given: &'a BTreeMap<String, BidAnswer>,
) -> BidForm<'a> {
    BidForm {
        tender: "Fachverfahren Hund".to_owned(),
        reference: Some("V-1".to_owned()),
        bidder: "alpha-gmbh".to_owned(),
        product,
        questions,
        given,
        day: "2026-11-23".to_owned(),
    }
}

/// Texts as people write them: several lines, signs that mean something elsewhere, beginnings of formulas.
fn written() -> impl Strategy<Value = Option<String>> {
    let text = "[ -~äöüßéÄÖÜ„“–€\n]{0,80}";
    let formula = "[=+@-][A-Z0-9()!\"]{1,20}";
    let escape = "_x00[0-9A-F]{2}_[a-z]{0,3}";
    prop_oneof![4 => text, 1 => formula, 1 => escape].prop_map(|text: String| {
        let text = text.trim();
        // Only the sign of a formula: within a text it makes mail addresses, which are refused.
        let signs = text.chars().enumerate();
        let signs = signs.filter(|(at, sign)| *at == 0 || *sign != '@');
        let text: String = signs.map(|(_, sign)| sign).collect();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}

fn given() -> impl Strategy<Value = BTreeMap<String, BidAnswer>> {
    let answer = (proptest::option::of(0..CHOICES.len()), written(), written());
    proptest::collection::vec(answer, COUNT).prop_map(|answers| {
        let questions = questions();
        let all = questions.iter().zip(answers);
        all.filter_map(|(question, (declared, explanation, evidence))| {
            let answer = BidAnswer {
                declared: declared.map(|index| CHOICES[index]),
                explanation,
                evidence,
                ..BidAnswer::default()
            };
            let blank = answer.declared.is_none()
                && answer.explanation.is_none()
                && answer.evidence.is_none();
            (!blank).then(|| (question.key(), answer))
        })
        .collect()
    })
}

/// Like the script of the page: what is filled in, with the words of its fields.
fn saved(page: &str) -> String {
    let page = Html::parse_document(page);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let form = page.select(&select("form")).next().expect("a form");
    let data = |name: &str| {
        form.value()
            .attr(&format!("data-{name}"))
            .expect("an attribute")
    };
    let fact = |id: &str| {
        let field = page.select(&select(&format!("#{id}"))).next();
        field
            .and_then(|field| field.value().attr("value"))
            .unwrap_or_default()
    };
    let answers: Vec<serde_json::Value> = page
        .select(&select("fieldset"))
        .map(|field| {
            let text = |class: &str| -> String {
                let area = field.select(&select(class)).next().expect("an area");
                area.text().collect()
            };
            let chosen = field.select(&select("input[checked]")).next();
            json!({
                "question": field.value().attr("data-id"),
                "answer": chosen.and_then(|one| one.value().attr("value")).unwrap_or_default(),
                "explanation": text(".text"),
                "evidence": text(".evidence"),
            })
        })
        .collect();
    json!({
        "schema": data("schema"), "version": data("version"), "bidder": data("bidder"),
        "product": {"vendor": fact("vendor"), "name": fact("name"), "version": fact("version")},
        "answers": answers,
    })
    .to_string()
}

fn product() -> Product {
    Product {
        name: "Hundeakte \"Bello\" & Söhne".to_owned(),
        version: Some("4.2".to_owned()),
        vendor: "Alpha <GmbH>".to_owned(),
        reference: None,
    }
}

fn arrived(reply: &BidReply, given: &BTreeMap<String, BidAnswer>) {
    let taken = take(reply, &questions());
    assert!(!taken.has_mistakes(), "{:?}", taken.problems);
    assert_eq!(reply.bidder, "alpha-gmbh");
    assert_eq!(taken.answers.len(), given.len());
    for (key, answer) in given {
        let back = &taken.answers[key];
        assert_eq!(back.declared, answer.declared, "{key}");
        assert_eq!(back.explanation, answer.explanation, "{key}");
        assert_eq!(back.evidence, answer.evidence, "{key}");
    }
    assert_eq!(taken.open, COUNT - given.len());
    let product = product();
    assert_eq!(taken.facts[&FormFact::Product], product.name);
    assert_eq!(taken.facts[&FormFact::Vendor], product.vendor);
    assert_eq!(taken.facts[&FormFact::Version], "4.2");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Out and back, by workbook and by form, in both languages: nothing is lost, nothing is added.
    #[test]
    fn answers_arrive_as_they_were_written(given in given(), english in any::<bool>()) {
        let language = if english { Language::En } else { Language::De };
        let (questions, product) = (questions(), product());
        let form = form(&questions, &product, &given);
        let book = bid_workbook(&form, language).expect("a workbook");
        arrived(&bid_reply("alpha.xlsx", &book).expect("our form"), &given);
        let page = bid_page(&form, language).expect("a page");
        arrived(&bid_reply("alpha.json", saved(&page).as_bytes()).expect("our form"), &given);
    }

    /// The file of answers holds what was taken.
    #[test]
    fn the_file_of_answers_holds_what_was_taken(given in given()) {
        let text = answers(&questions(), &given, Language::De);
        let file: toml::Table = toml::from_str(&text).expect("TOML");
        let entries = file["answer"].as_array().expect("answers");
        prop_assert_eq!(entries.len(), COUNT);
        for (entry, question) in entries.iter().zip(questions()) {
            let answer = given.get(&question.key()).cloned().unwrap_or_default();
            let said = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
            prop_assert_eq!(said("answer"), answer.declared.map_or("", Declared::word));
            prop_assert_eq!(said("explanation"), answer.explanation.unwrap_or_default());
            prop_assert_eq!(said("evidence"), answer.evidence.unwrap_or_default());
        }
    }

    /// Whatever comes back, it is taken or told, and nothing breaks.
    #[test]
    fn no_file_breaks_the_import(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "[a-z]{1,4}\\.(xlsx|json|ods|xls|xlsm|pdf)") {
        if let Ok(reply) = bid_reply(&name, &bytes) {
            take(&reply, &questions());
        }
    }
}

#[test]
fn every_wrong_cell_is_told_with_its_place() {
    let questions = questions();
    let (product, given) = (product(), BTreeMap::new());
    let version = form(&questions, &product, &given).version();
    let long = "x".repeat(20_001);
    let saved = json!({
        "schema": "fachcheck-bid/1", "version": version, "bidder": "alpha-gmbh",
        "answers": [
            {"question": "list-1/Q01", "answer": "erfüllt"},
            {"question": "Q02", "answer": "ja"},
            {"question": "list-0/Q03", "answer": "vielleicht"},
            {"question": "list-9/Q04", "answer": "erfüllt"},
            {"question": "", "answer": "met"},
            {"question": "Q06", "answer": "", "explanation": "angefangen"},
            {"question": "Q07", "answer": "met", "explanation": long},
            {"question": "Q01", "answer": "teilweise"},
            {"question": "Q08", "answer": ""},
        ],
    });
    let reply = bid_reply("b.json", saved.to_string().as_bytes()).expect("our form");
    let taken = take(&reply, &questions);
    let lines: Vec<String> = taken
        .problems
        .iter()
        .map(|problem| problem.line(Language::De))
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("procure/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("form.de", lines.join("\n")));
    // What is right is taken all the same.
    let kept: Vec<&String> = taken.answers.keys().collect();
    assert_eq!(
        kept,
        ["list-0/Q03", "list-0/Q06", "list-1/Q01", "list-2/Q02"]
    );
    let unclear = &taken.answers["list-2/Q02"];
    assert_eq!(
        (unclear.declared, unclear.written.as_deref()),
        (None, Some("ja"))
    );
    assert_eq!(taken.answers["list-1/Q01"].declared, Some(Declared::Met));
}

/// A formula that nobody computed holds an answer that is not known.
#[test]
fn cells_that_were_never_computed_are_named() {
    let questions = questions();
    let product = product();
    let given = BTreeMap::new();
    let form = form(&questions, &product, &given);
    let cell = |text: &str, at: &str, not_computed| Cell {
        text: text.to_owned(),
        at: at.to_owned(),
        not_computed,
    };
    let row = |id: &str, answer, evidence| BidRow {
        id: cell(id, "A", false),
        answer,
        explanation: cell("", "C", false),
        evidence,
    };
    let reply = BidReply {
        bidder: "alpha-gmbh".to_owned(),
        version: form.version(),
        rows: vec![
            row("list-0/Q01", cell("", "B1", true), cell("", "D1", false)),
            row(
                "list-0/Q03",
                cell("erfüllt", "B2", false),
                cell("", "D2", true),
            ),
            row("list-0/Q06", cell("", "B3", false), cell("", "D3", false)),
        ],
        ..BidReply::default()
    };
    let taken = take(&reply, &questions);
    let places: Vec<&str> = taken.problems.iter().map(|one| one.file.as_str()).collect();
    // Most rows were deleted, and the first is not one of these questions either.
    assert_eq!(places, ["", "A", "B1", "D2"]);
    assert!(taken.has_mistakes() && taken.answers.is_empty());
    assert_eq!(taken.open, 1 + COUNT - 2);
    let deleted = taken.problems[0].line(Language::De);
    assert!(
        deleted.contains("fehlt die Zeile (78): Q01, Q02, Q04"),
        "{deleted}"
    );
}

#[test]
fn other_files_are_refused_in_words() {
    let said = |name: &str, bytes: &[u8]| {
        let problems = bid_reply(name, bytes).expect_err("no form");
        problems.0[0].line(Language::De)
    };
    assert!(said("a.pdf", b"%PDF-1.7").contains("kein Formular"));
    assert!(said("a.json", b"{\"schema\": \"other\"}").contains("fachcheck-bid/1"));
    assert!(said("a.xlsx", b"PK\x03\x04 xl/workbook.xml").contains("a.xlsx"));
}

#[test]
fn an_old_version_of_the_form_is_told() {
    let questions = questions();
    let (product, given) = (product(), BTreeMap::new());
    let book = bid_workbook(&form(&questions[..40], &product, &given), Language::De);
    let reply = bid_reply("alt.xlsx", &book.expect("a workbook")).expect("our form");
    let taken = take(&reply, &questions);
    assert_eq!(taken.problems.len(), 1);
    assert!(
        taken.problems[0]
            .line(Language::De)
            .contains("anderen Stand")
    );
}

#[test]
fn the_page_is_barrier_free_in_structure_and_asks_nobody() {
    let (questions, product, given) = (questions(), product(), BTreeMap::new());
    let page = bid_page(&form(&questions, &product, &given), Language::De).expect("a page");
    assert!(!page.contains("https://") && !page.contains("http://"));
    let html = Html::parse_document(&page);
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    let select = |selector: &str| -> Vec<scraper::ElementRef<'_>> {
        html.select(&Selector::parse(selector).expect("a selector"))
            .collect()
    };
    assert_eq!(select("html[lang=de]").len(), 1);
    assert_eq!(select("fieldset > legend").len(), COUNT);
    let ids: std::collections::BTreeSet<&str> = select("[id]")
        .iter()
        .filter_map(|element| element.value().attr("id"))
        .collect();
    assert_eq!(ids.len(), select("[id]").len(), "ids are unique");
    for field in select("textarea, input[type=text], input[type=file]") {
        let id = field.value().attr("id").expect("an id");
        let label = select(&format!("label[for=\"{id}\"]"));
        assert_eq!(label.len(), 1, "{id}");
    }
    for field in select("[aria-describedby]") {
        let id = field.value().attr("aria-describedby").unwrap_or_default();
        assert!(ids.contains(id), "{id}");
    }
    // What the tender says is text and no markup.
    assert!(
        select("b")
            .iter()
            .all(|element| element.text().collect::<String>().ends_with(':'))
    );
}

/// LibreOffice shows rows as high as the file says; Excel lets them grow only where the height is not fixed.
#[test]
fn rows_of_a_workbook_are_as_high_as_their_texts_and_grow() {
    let mut questions = questions();
    questions[0].question.de = "Eine lange Frage mit vielen Worten. ".repeat(10);
    let (product, given) = (product(), BTreeMap::new());
    let book = bid_workbook(&form(&questions, &product, &given), Language::De);
    let book = std::io::Cursor::new(book.expect("a workbook"));
    let mut parts = zip::ZipArchive::new(book).expect("an archive");
    let sheet = parts.by_name("xl/worksheets/sheet2.xml").expect("a sheet");
    let sheet = std::io::read_to_string(sheet).expect("UTF-8");
    let rows: Vec<&str> = sheet
        .split("<row ")
        .skip(1)
        .filter_map(|row| row.split_once('>').map(|(tag, _)| tag))
        .collect();
    let of = |number: u32| {
        let number = format!("r=\"{number}\"");
        rows.iter().find(|row| row.starts_with(&number))
    };
    let first = of(5).expect("the first question");
    assert!(first.contains("ht=\"135\""), "{first}");
    assert!(rows.iter().all(|row| !row.contains("customHeight")));
}
