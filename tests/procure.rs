//! Bids: what is open stays open, proof outweighs the answer, and nothing of the bidder's breaks out of the verdict.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use fachcheck::model::Browser;
use fachcheck::procure::{Bid, Form, Judged, KnockoutResult, Reason, State, Verdict, judge, write};
use fachcheck::record::Scope;
use fachcheck::run::{Request, Silent, run};
use fachcheck::source::{Limits, WalkOptions};
use fachcheck::texts::Language;
use scraper::{Html, Selector};

fn folder(bid: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/procure")
        .join(bid)
}

fn verdict(folder: &Path) -> Verdict {
    let book = fachcheck::rule::load(None).expect("the shipped rules load");
    let bid = Bid::read_folder(folder, &book).unwrap_or_else(|problems| panic!("{problems}"));
    let request = Request {
        inventory: bid.inventory(folder),
        notices: Vec::new(),
        book: book.into(),
        limits: Limits::default(),
        scope: Scope::Procurement,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        browser: Browser::Static,
        today: jiff::civil::date(2026, 11, 23),
    };
    let report = run(&request, &Silent).expect("the shipped rules run");
    let mut verdict = judge(&bid, &report);
    // They change with every edit of the rules and every release.
    verdict.rules_digest = "0".repeat(64);
    verdict.tool_version = "0.0.0".to_owned();
    verdict
}

fn question<'v>(verdict: &'v Verdict, id: &str) -> &'v Judged {
    verdict
        .questions
        .iter()
        .find(|judged| judged.question.id == id)
        .unwrap_or_else(|| panic!("{id} is asked"))
}

fn reasons(verdict: &Verdict, ids: &[&str]) -> Vec<Reason> {
    ids.iter().map(|id| question(verdict, id).reason).collect()
}

#[test]
fn a_careful_bidder_meets_the_knockouts() {
    let verdict = verdict(&folder("good"));
    assert_eq!(verdict.result, KnockoutResult::Met);
    assert_eq!(verdict.totals.contradictions, 0);
    assert!(verdict.gaps.is_empty(), "{:?}", verdict.gaps);
    assert_eq!(
        reasons(
            &verdict,
            &["Q02", "Q05", "Q07", "Q14", "BF02", "BF09", "Q25"]
        ),
        [
            Reason::Confirmed,
            Reason::Unopposed,
            Reason::Confirmed,
            Reason::Declared,
            Reason::DeclaredPartly,
            Reason::NotApplicable,
            Reason::Unanswered,
        ]
    );
}

#[test]
fn proof_outweighs_the_answer() {
    let verdict = verdict(&folder("contradicting"));
    assert_eq!(verdict.result, KnockoutResult::NotMet);
    assert_eq!(
        reasons(
            &verdict,
            &["Q02", "Q06", "Q14", "Q17", "Q05", "Q12", "Q20", "Q13"]
        ),
        [
            Reason::Proven,
            Reason::Proven,
            Reason::EvidenceMissing,
            Reason::ReasonMissing,
            Reason::NotApplicable,
            Reason::DeclaredPartly,
            Reason::DeclaredNotMet,
            Reason::Unanswered,
        ]
    );
    for id in ["Q02", "Q06"] {
        let judged = question(&verdict, id);
        assert!(judged.contradiction.is_some(), "{id}");
        assert!(judged.scan.evidence.iter().any(|item| item.failure));
        let places = judged.scan.evidence.iter().map(|item| &item.place);
        assert!(places.clone().all(|place| place.position.is_some()));
        assert!(places.clone().all(|p| p.document.starts_with("artefacts/")));
    }
    // A list of two genders says nothing about labels, keys or unknown codes.
    for id in ["Q07", "Q12", "Q15"] {
        let judged = question(&verdict, id);
        assert!(judged.scan.evidence.is_empty(), "{id}");
    }
    assert_eq!(verdict.gaps.len(), 1, "the missing file is told");
}

#[test]
fn unanswered_is_open_never_met() {
    let verdict = verdict(&folder("empty"));
    assert_eq!(verdict.totals.met, 0);
    for judged in &verdict.questions {
        assert_eq!(judged.state, State::Open, "{}", judged.question.id);
        assert_eq!(judged.reason, Reason::Unanswered);
    }
    assert_eq!(verdict.result, KnockoutResult::Open);
    let page = write(&verdict, Form::Markdown, Language::De).expect("our templates work");
    assert!(page.contains("Noch ist keine Frage beantwortet"), "{page}");
}

/// Nobody is asked to examine evidence that was not named.
#[test]
fn evidence_that_was_not_named_is_not_to_be_examined() {
    let verdict = verdict(&folder("good"));
    let page = write(&verdict, Form::Markdown, Language::De).expect("our templates work");
    let mut seen = [false; 2];
    for judged in verdict.questions.iter().filter(|one| one.is_proposal()) {
        let named = judged
            .answer
            .as_ref()
            .is_some_and(|answer| !answer.exhibits.is_empty());
        let heading = format!("### {} ", judged.question.id);
        let section = page.split(&heading).nth(1).expect("a section");
        let section = section.split("### ").next().expect("its text");
        assert_eq!(
            section.contains("Bitte den Nachweis prüfen"),
            named,
            "{section}"
        );
        assert!(section.contains("erfüllt, zu bestätigen"), "{section}");
        seen[usize::from(named)] = true;
    }
    assert!(seen.contains(&true));
}

/// A bidder who says yes to everything, with nothing to show for it.
#[test]
fn yes_to_everything_without_artefacts_confirms_nothing() {
    let temporary = copied("empty");
    let file = temporary.path().join("answers.toml");
    let text = std::fs::read_to_string(&file).expect("answers");
    let text = text
        .replace("answer = \"\"", "answer = \"erfüllt\"")
        .replace("evidence = \"\"", "evidence = \"siehe Angebot\"");
    std::fs::write(&file, text).expect("answers");
    let verdict = verdict(temporary.path());
    assert_eq!(verdict.result, KnockoutResult::Open);
    for judged in &verdict.questions {
        assert_ne!(judged.reason, Reason::Confirmed, "{}", judged.question.id);
    }
    // "siehe Angebot" is no file: nothing counts by it, knock-out or not.
    assert_eq!(verdict.totals.met, 0);
    assert_eq!(question(&verdict, "Q02").reason, Reason::EvidenceUnfit);
}

/// A database says nothing about forms and their labels.
#[test]
fn artefacts_confirm_only_what_they_show() {
    let temporary = copied("good");
    let artefacts = temporary.path().join("artefacts");
    std::fs::create_dir(&artefacts).expect("folder");
    let from = folder("good").join("artefacts/schema.sql");
    std::fs::copy(from, artefacts.join("schema.sql")).expect("copied");
    let verdict = verdict(temporary.path());
    assert_eq!(
        reasons(&verdict, &["Q02", "Q05", "Q07"]),
        [Reason::Confirmed, Reason::Declared, Reason::NotShown]
    );
}

#[test]
fn open_questions_and_knockouts_come_first() {
    for bid in ["good", "contradicting", "empty"] {
        let verdict = verdict(&folder(bid));
        let order: Vec<(State, bool)> = verdict
            .questions
            .iter()
            .map(|judged| (judged.state, !judged.question.knockout))
            .collect();
        assert!(order.is_sorted(), "{bid}");
        let sums = verdict.totals;
        assert_eq!(sums.met + sums.not_met + sums.open, verdict.questions.len());
    }
}

#[test]
fn every_mistake_is_told_at_once_in_both_languages() {
    let book = fachcheck::rule::load(None).expect("the shipped rules load");
    let problems = Bid::read_folder(&folder("broken"), &book).expect_err("broken");
    let root = format!("{}/", folder("broken").display());
    for (name, language) in [("broken.de", Language::De), ("broken.en", Language::En)] {
        let lines: Vec<String> = problems
            .0
            .iter()
            .map(|problem| problem.line(language).replace(&root, ""))
            .collect();
        snapshot(name, &lines.join("\n"));
    }
}

#[test]
fn files_that_are_no_toml_or_no_files_are_told() {
    let book = fachcheck::rule::load(None).expect("the shipped rules load");
    let codes = |dossier: &[u8]| {
        let temporary = tempfile::tempdir().expect("folder");
        std::fs::write(temporary.path().join("dossier.toml"), dossier).expect("file");
        let problems = Bid::read_folder(temporary.path(), &book).expect_err("unusable");
        let lines = problems.0.iter();
        lines
            .map(|problem| (problem.code.clone(), problem.position.map(|at| at.line)))
            .collect::<Vec<_>>()
    };
    let missing = || ("PROC-001".to_owned(), None);
    let encoding = ("PROC-001".to_owned(), Some(2));
    assert_eq!(codes(b"[product]\nname = \"\xe4\""), [missing(), encoding]);
    let syntax = ("PROC-002".to_owned(), Some(2));
    assert_eq!(
        codes("[product]\nname = Beispielakte\n".as_bytes()),
        [missing(), syntax]
    );
    let empty = ("PROC-005".to_owned(), Some(1));
    assert_eq!(codes(b""), [missing(), empty]);
}

#[test]
fn the_verdict_reads_the_same_every_time() {
    for bid in ["good", "contradicting"] {
        let verdict = verdict(&folder(bid));
        let text = |form, language| write(&verdict, form, language).expect("our templates work");
        if bid == "contradicting" {
            snapshot("contradicting.md", &text(Form::Markdown, Language::De));
            snapshot("contradicting.html", &text(Form::Html, Language::En));
        }
        let json = text(Form::Json, Language::De);
        let read: Verdict = serde_json::from_str(&json).expect("our own form");
        assert_eq!(read, verdict);
    }
}

#[test]
fn nothing_of_the_bidder_breaks_out_of_the_page() {
    let verdict = verdict(&folder("contradicting"));
    for language in [Language::De, Language::En] {
        let html = write(&verdict, Form::Html, language).expect("our templates work");
        let page = Html::parse_document(&html);
        assert!(select(&page, "script, iframe, img, form, b").is_empty());
        for link in select(&page, "a") {
            assert!(link.starts_with('#'), "{link}");
        }
        let markdown = write(&verdict, Form::Markdown, language).expect("our templates work");
        assert!(!markdown.contains("\n## Erfüllt (38)"));
        let unescaped = markdown.replace("\\](", "").replace("\\<", "");
        assert!(!unescaped.contains("](") && !unescaped.contains('<'));
        assert!(!markdown.contains("https://"));
    }
}

/// `href` of links, names of other elements.
fn select(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector)
        .map(|element| {
            let href = element.value().attr("href");
            href.unwrap_or(element.value().name()).to_owned()
        })
        .collect()
}

#[test]
fn the_page_is_barrier_free_in_structure() {
    for bid in ["good", "contradicting", "empty"] {
        let verdict = verdict(&folder(bid));
        let html = write(&verdict, Form::Html, Language::De).expect("our templates work");
        let page = Html::parse_document(&html);
        assert!(page.errors.is_empty(), "{bid}: {:?}", page.errors);
        let one = |selector: &str| assert_eq!(select(&page, selector).len(), 1, "{selector}");
        for selector in [
            "html[lang=de]",
            "title",
            "h1",
            "main",
            "header",
            "nav[aria-label]",
        ] {
            one(selector);
        }
        let any = Selector::parse("[id]").expect("a selector");
        let ids: Vec<&str> = page
            .select(&any)
            .filter_map(|element| element.value().attr("id"))
            .collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{bid}: ids are unique");
        for link in select(&page, "a") {
            assert!(unique.contains(link.trim_start_matches('#')), "{link}");
        }
        for table in page.select(&Selector::parse("table").expect("a selector")) {
            let has = |part: &str| {
                let part = Selector::parse(part).expect("a selector");
                table.select(&part).next().is_some()
            };
            assert!(has("caption") && has("th[scope=col]") && has("th[scope=row]"));
        }
        let mut last = 0;
        for name in select(&page, "h1, h2, h3") {
            let level: u32 = name[1..].parse().expect("a heading");
            assert!(level <= last + 1, "{bid}: no level is left out");
            last = level;
        }
    }
}

#[test]
fn exit_codes_tell_what_the_knockouts_come_to() {
    let out = tempfile::tempdir().expect("folder");
    for (bid, code) in [
        ("good", 0),
        ("contradicting", 1),
        ("broken", 2),
        ("empty", 3),
    ] {
        let result = procure(&[
            "check",
            &folder(bid).to_string_lossy(),
            "--out",
            &out.path().join(bid).to_string_lossy(),
        ]);
        assert_eq!(result.status.code(), Some(code), "{bid}");
        let written = out.path().join(bid).join("verdict.html").exists();
        assert_eq!(written, code != 2, "{bid}");
        assert!(!out.path().join(bid).join("verdict.json").exists());
    }
}

#[test]
fn a_new_dossier_asks_everything_and_answers_nothing() {
    let temporary = tempfile::tempdir().expect("folder");
    for language in ["de", "en"] {
        let folder = temporary.path().join(language);
        let name = folder.to_string_lossy().into_owned();
        // Quotation marks in a name must not break the file.
        let product = "Akte \"Eins\" 'Zwei'";
        let new = [
            "new",
            &name,
            "--product",
            product,
            "--vendor",
            "X",
            "--lang",
            language,
        ];
        assert_eq!(procure(&new).status.code(), Some(0));
        assert_eq!(
            procure(&new).status.code(),
            Some(2),
            "nothing is overwritten"
        );
        let verdict = verdict(&folder);
        assert_eq!(verdict.product.name, product);
        assert_eq!(verdict.totals.open, 38);
        let answered = |judged: &&Judged| judged.answer.is_some();
        assert_eq!(verdict.questions.iter().filter(answered).count(), 38);
    }
}

#[cfg(unix)]
#[test]
fn a_link_planted_in_a_dossier_is_not_written_through() {
    let temporary = copied("empty");
    let victim = temporary.path().join("victim");
    std::fs::write(&victim, "untouched").expect("file");
    let target = temporary.path().join("verdict");
    std::fs::create_dir(&target).expect("folder");
    std::os::unix::fs::symlink(&victim, target.join("verdict.md")).expect("link");
    let result = procure(&["check", &temporary.path().to_string_lossy()]);
    assert_eq!(result.status.code(), Some(2));
    let text = std::fs::read_to_string(&victim).expect("file");
    assert_eq!(text, "untouched");
}

fn procure(arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .arg("procure")
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn copied(bid: &str) -> tempfile::TempDir {
    let temporary = tempfile::tempdir().expect("folder");
    for file in ["dossier.toml", "answers.toml"] {
        let target = temporary.path().join(file);
        std::fs::copy(folder(bid).join(file), target).expect("copied");
    }
    for entry in std::fs::read_dir(folder(bid).join("evidence"))
        .into_iter()
        .flatten()
    {
        let from = entry.expect("an entry").path();
        let target = temporary.path().join("evidence");
        std::fs::create_dir_all(&target).expect("folder");
        let name = from.file_name().expect("a name");
        std::fs::copy(&from, target.join(name)).expect("copied");
    }
    temporary
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("procure/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
