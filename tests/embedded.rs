//! What the engine that is built in adds. Fixtures as in `tests/rules.rs`, judged with it; pages that are made to break it;
//! and that it says the same wherever it runs.

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use fachcheck::a11y::PageView;
use fachcheck::a11y::layout::{ElementBox, Lack, Layout};
use fachcheck::engine::{self, Extent, Terms};
use fachcheck::gap::GapReason;
use fachcheck::model::{
    Browser, Facilities, LinkedSheets, PageModel, PageNature, SourceText, StartTags, Unknowns,
};
use fachcheck::project::RuleCase;
use fachcheck::source::Capture;
use jiff::civil::Date;
use libtest_mimic::{Arguments, Failed, Trial};
use scraper::Html;
use support::shipped;

const TODAY: Date = jiff::civil::date(2026, 11, 23);

/// Longer than any page may take, also where nothing is optimised.
const LONGEST: Duration = Duration::from_secs(60);

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/embedded");
    let mut trials: Vec<Trial> = RuleCase::all(&root)
        .into_iter()
        .map(|case| {
            let name = case.path.file_name().unwrap_or_default().to_string_lossy();
            let title = format!("{}::{name}", case.rule);
            Trial::test(title, move || verify(&case))
        })
        .collect();
    trials.extend(
        hostile_pages()
            .into_iter()
            .map(|(name, page)| Trial::test(format!("hostile::{name}"), move || survive(&page))),
    );
    trials.push(Trial::test("too_deep_is_a_gap", || {
        too_deep_is_a_gap();
        Ok(())
    }));
    trials.push(Trial::test("fonts_of_the_machine_do_not_matter", || {
        fonts_of_the_machine_do_not_matter();
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit();
}

fn verify(case: &RuleCase) -> Result<(), Failed> {
    let embedded = RuleCase {
        browser: Browser::Embedded,
        ..case.clone()
    };
    let verified = embedded.verify(&shipped::book(), shipped::vocabulary(), TODAY);
    verified.map_err(|failure| format!("{failure:#?}").into())
}

fn lay_out(markup: &str) -> Result<Vec<Option<ElementBox>>, Lack> {
    let page = PageModel {
        document: "test.html".into(),
        text: SourceText::new(markup),
        html: Html::parse_document(markup),
        provides: Facilities::DOM,
        nature: PageNature::default(),
        positions: StartTags::default(),
        sheets: LinkedSheets::default(),
        scripts: Vec::new(),
        unknowns: Unknowns::default(),
        embedded: None,
    };
    let view = PageView::shown_by(&page, Browser::Embedded);
    let layout = Layout::of(&view)?;
    let boxes = (0..view.index.len()).map(|position| layout.raw(position).cloned());
    Ok(boxes.collect())
}

/// Whatever becomes of its boxes, the page is not lost and takes no longer than others.
fn survive(markup: &str) -> Result<(), Failed> {
    let begin = Instant::now();
    let laid_out = lay_out(markup);
    if begin.elapsed() > LONGEST {
        return Err("it takes too long".into());
    }
    let boxes = laid_out.unwrap_or_default();
    let numbers = boxes.iter().flatten().flat_map(|one| {
        let outer = one.outer;
        [outer.x, outer.y, outer.width, outer.height]
    });
    match numbers.into_iter().all(f64::is_finite) {
        true => Ok(()),
        false => Err("a box that is no box".into()),
    }
}

fn hostile_pages() -> Vec<(&'static str, String)> {
    let page = |css: &str, body: &str| {
        format!("<!DOCTYPE html><title>Probe</title><style>{css}</style><body>{body}")
    };
    let doubled: String = (1..64)
        .map(|at| format!("--v{at}: var(--v{0}) var(--v{0});", at - 1))
        .collect();
    vec![
        ("deep", page("", &"<div>".repeat(3_000))),
        ("almost_too_deep", page("", &"<div>".repeat(190))),
        ("deep_in_line", page("", &"<b><i>".repeat(90))),
        (
            "deep_flex_and_grid",
            page(
                "div { display: flex } div div { display: grid } span { display: inline-grid }",
                &"<div><div><span>a".repeat(60),
            ),
        ),
        ("deep_tables", page("", &"<table><tr><td>a".repeat(45))),
        (
            "many",
            page("b { display: flex }", &"<b>a</b>".repeat(30_000)),
        ),
        (
            "much_css",
            page(&"p > a { color: red }\n".repeat(400_000), "<p><a>a</a>"),
        ),
        (
            "long_selectors",
            page(&format!("{} {{ width: 1px }}", "p ".repeat(20_000)), "<p>a"),
        ),
        (
            "circular_variables",
            page(
                ":root { --a: var(--b); --b: var(--c, var(--a)); --c: var(--a) } p { width: var(--a); font-size: var(--b) }",
                "<p>a",
            ),
        ),
        (
            "variables_that_double",
            page(
                &format!(":root {{ --v0: 1px; {doubled} }} p {{ margin: var(--v63) }}"),
                "<p>a",
            ),
        ),
        (
            "absurd_sizes",
            page(
                "p { width: 1e38px; height: calc(1px / 0); padding: 1e30em; margin: -1e38px; line-height: 1e30; font-size: 1e20px }",
                "<p>a<img width=99999999999 height=-1>",
            ),
        ),
        (
            "absurd_grids",
            page(
                "div { display: grid; grid-template-columns: repeat(99999, 1px); grid-template-rows: repeat(auto-fill, 0px) } p { grid-area: 2000000000 / -2000000000 / span 99999 / auto }",
                "<div><p>a<p>b</div>",
            ),
        ),
        (
            "absurd_tables",
            page(
                "",
                "<table><tr><td colspan=9999999 rowspan=9999999>a<td>b</table>",
            ),
        ),
        (
            "addresses_that_are_none",
            page(
                "@import url(http://[); @import 'ht!tp://'; @font-face { font-family: a; src: url(//) } p { background: url(http://[::) }",
                "<p>a<img src='http://['><iframe src='//:'></iframe><a href='http://[' >b</a><link rel=stylesheet>",
            ),
        ),
        (
            "broken_markup",
            page(
                "p { color: { } } @media { { a { } p::before { content: '\\0' counter(",
                "<p></b><table><p><tr><select><svg><p><math></td><button><button><form><form></svg><template><p>",
            ),
        ),
        (
            "generated_content",
            page(
                "*::before, *::after { content: 'a' counter(b) url(c); display: grid; counter-increment: b 2147483647 } * { counter-reset: b -2147483648 }",
                "<p>a<ol start=-99999999999><li value=99999999999>b<input type=checkbox><select><option>c",
            ),
        ),
        (
            "one_long_word",
            page(
                "p { width: 1px; overflow-wrap: anywhere }",
                &format!("<p>{}", "a".repeat(200_000)),
            ),
        ),
        (
            "letters_of_all_kinds",
            page(
                "",
                "<p>\u{202e}\u{200d}\u{0}\u{ad}عربي 漢字 \u{1F468}\u{200d}\u{1F469} e\u{301}\u{301}\u{301}\u{FFFF}",
            ),
        ),
    ]
}

fn too_deep_is_a_gap() {
    let markup = format!(
        "<!DOCTYPE html><html lang=de><title>Amt</title><style>a {{ padding: 1px }}</style>{}<a href=/x>x</a>",
        "<div>".repeat(1_000)
    );
    let (book, vocabulary) = (shipped::book(), shipped::vocabulary());
    let gaps = |browser| {
        let capture = Capture::of_text("page.html", &markup);
        let reading = engine::read_capture(&capture, vocabulary);
        let terms = Terms {
            browser,
            ..Terms::usual(&book)
        };
        let judged = engine::judge_document("APP", reading, terms, Extent::Whole);
        let gaps = judged.judgement.gaps.into_iter();
        gaps.filter(|gap| gap.reason == GapReason::MissingFacility)
            .count()
    };
    assert_eq!(gaps(Browser::Embedded), 1);
    assert_eq!(gaps(Browser::Static), 0);
}

fn fonts_of_the_machine_do_not_matter() {
    let page = |font: &str| {
        let markup = format!(
            "<!DOCTYPE html><title>Amt</title><style>body {{ font-family: {font} }}</style>
            <p>Der Antrag ist <a href=/x>schriftlich</a> zu stellen.<button>Weiter</button>"
        );
        lay_out(&markup).expect("boxes")
    };
    let own = page("sans-serif");
    assert!(own.iter().flatten().count() > 4);
    for installed in [
        "'DejaVu Sans', sans-serif",
        "'Liberation Sans', sans-serif",
        "Arial",
    ] {
        assert_eq!(page(installed), own, "{installed}");
    }
    let side_by_side: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| page("sans-serif"))).collect();
        let done = threads.into_iter().map(|thread| thread.join());
        done.map(|boxes| boxes.expect("a thread")).collect()
    });
    assert!(side_by_side.iter().all(|boxes| *boxes == own));
}
