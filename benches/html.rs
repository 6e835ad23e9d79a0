//! Judging a page beside merely parsing it, over one generated municipal form.
//!
//! `cargo bench --bench html`; the figures are worth something only in relation to each other: positions and
//! all page rules together should cost less than a second parse.

use std::fmt::Write;
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::BytesCount;
use fachcheck::check::Check;
use fachcheck::engine::{self, Extent, Terms};
use fachcheck::format;
use fachcheck::gender::Vocabulary;
use fachcheck::rule::{self, RuleBook};
use fachcheck::source::Capture;
use scraper::Html;

fn main() {
    divan::main();
}

/// A form with navigation, tables and `fields` groups of controls; the page's own style sheet is small.
fn form(fields: usize) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Antrag auf Wohngeld</title>\n<style>\n\
         .nur-vorlesen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px }\n\
         .versteckt { display: none }\n.pflicht::after { content: \" *\" }\n\
         @media (max-width: 40em) { nav ul { display: block } }\n</style>\n</head>\n<body>\n\
         <a href=\"#inhalt\" class=\"nur-vorlesen\">Zum Inhalt</a>\n<header><nav aria-label=\"Hauptmenü\"><ul>\n",
    );
    for entry in 0..40 {
        let _ = writeln!(
            out,
            "<li><a href=\"/leistung/{entry}\"><img src=\"/s/{entry}.svg\" alt=\"\"> Leistung {entry}</a></li>"
        );
    }
    out.push_str("</ul></nav></header>\n<main id=\"inhalt\">\n<h1>Antrag auf Wohngeld</h1>\n<form action=\"/antrag\">\n");
    for field in 0..fields {
        let _ = writeln!(
            out,
            "<fieldset>\n<legend>Person {field}</legend>\n\
             <p class=\"pflicht\"><label for=\"vorname-{field}\">Vorname</label>\n\
             <input id=\"vorname-{field}\" name=\"vorname_{field}\" autocomplete=\"given-name\" required maxlength=\"80\" \
             aria-describedby=\"hilfe-{field}\"></p>\n\
             <p id=\"hilfe-{field}\" class=\"hinweis\">Wie im Ausweis, auch <em>weitere</em> Vornamen.</p>\n\
             <label for=\"geschlecht-{field}\">Geschlecht</label>\n\
             <select id=\"geschlecht-{field}\" name=\"geschlecht_{field}\">\n<option value=\"\">Bitte wählen</option>\n\
             <option value=\"m\">männlich</option><option value=\"w\">weiblich</option>\n\
             <option value=\"d\">divers</option><option value=\"x\">ohne Angabe</option>\n</select>\n\
             <label><input type=\"checkbox\" name=\"bestaetigt_{field}\"> Angaben geprüft</label>\n\
             <button type=\"button\" aria-expanded=\"false\" aria-controls=\"mehr-{field}\">Mehr zu Person {field}</button>\n\
             <div id=\"mehr-{field}\" class=\"versteckt\"><table><caption>Einkommen</caption>\n\
             <tr><th scope=\"col\">Art</th><th scope=\"col\">Betrag</th></tr>\n\
             <tr><td>Lohn</td><td>0 €</td></tr><tr><td>Rente</td><td>0 €</td></tr></table></div>\n</fieldset>"
        );
    }
    out.push_str("<button>Absenden</button>\n</form>\n</main>\n<footer><p>Stadt</p></footer>\n</body>\n</html>\n");
    out
}

fn page() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| form(150))
}

/// The rules about pages alone.
fn page_rules() -> (RuleBook, Vocabulary) {
    let mut book = rule::load(None).expect("the shipped rules load");
    let vocabulary = Vocabulary::load(&book.vocabulary).expect("the shipped vocabulary loads");
    book.rules
        .retain(|_, rule| matches!(rule.check, Check::Page(_)));
    (book, vocabulary)
}

/// The tree alone, without positions.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::of_str(page()))
        .bench(|| Html::parse_document(page()));
}

/// The tree with positions, and the form controls as schema elements.
#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let (_, vocabulary) = page_rules();
    bencher
        .counter(BytesCount::of_str(page()))
        .with_inputs(|| Capture::of_text("antrag.html", page()))
        .bench_values(|capture| format::parse(&capture, vocabulary.topic()));
}

/// All of it: read and judged by all page rules.
#[divan::bench]
fn judge(bencher: Bencher<'_, '_>) {
    let (book, vocabulary) = page_rules();
    bencher
        .counter(BytesCount::of_str(page()))
        .with_inputs(|| Capture::of_text("antrag.html", page()))
        .bench_values(|capture| {
            let reading = engine::read_capture(&capture, &vocabulary);
            engine::judge_document("APP", reading, Terms::usual(&book), Extent::Whole)
        });
}
