//! Names and roles against the accessibility tree of Chromium.
//!
//! `tests/names/cases.html` holds one case a line, `#x` is what is asked about; `chromium.tsv` what Chromium says, as
//! `node tests/browser/names.mjs --write` has written it, with a line for each answer where versions differ. Where the program says otherwise, `differences.toml` says why.

use std::collections::BTreeMap;
use std::path::PathBuf;

use fachcheck::a11y::{PageView, Truth};
use fachcheck::model::{Facilities, PageModel, PageNature, SourceText, StartTags};
use scraper::Html;
use serde::Deserialize;

/// What is said about an element: its role and name.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    role: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Differences {
    difference: Vec<Difference>,
}

/// Cases in which the program says something else on purpose.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    reason: String,
    cases: Vec<String>,
}

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/names")
        .join(name);
    std::fs::read_to_string(&path).expect("a file of the test")
}

/// Chromium's own names for what has no role in ARIA, or had none before ARIA 1.3, in words of the program.
fn role_of_chromium(role: &str) -> &str {
    match role {
        "image" => "img",
        "sectionheader" | "sectionfooter" => "generic",
        "MathMLMath" => "math",
        "DisclosureTriangle" => "button",
        "absent" => "hidden",
        other if other.starts_with(|ch: char| ch.is_ascii_uppercase()) => "-",
        other => other,
    }
}

fn by_chromium() -> Vec<(String, Said)> {
    let table = file("chromium.tsv");
    let lines = table.lines().map(|line| {
        let mut columns = line.splitn(3, '\t');
        let mut column = || columns.next().unwrap_or_default().to_owned();
        let (role, name, case) = (column(), column(), column());
        (
            case,
            Said {
                role: role_of_chromium(&role).to_owned(),
                name,
            },
        )
    });
    lines.collect()
}

fn by_program(case: &str) -> Said {
    let markup = format!("<!DOCTYPE html><html lang=de><title>Fall</title><body>{case}");
    let page = PageModel {
        document: "case.html".into(),
        text: SourceText::new(markup.as_str()),
        html: Html::parse_document(&markup),
        provides: Facilities::DOM,
        nature: PageNature::default(),
        positions: StartTags::default(),
        sheets: fachcheck::model::LinkedSheets::default(),
        scripts: Vec::new(),
        unknowns: fachcheck::model::Unknowns::default(),
        embedded: None,
    };
    let view = PageView::new(&page);
    let hidden = || Said {
        role: "hidden".to_owned(),
        name: String::new(),
    };
    let Some(element) = view.index.by_id("x") else {
        return hidden();
    };
    if view.exposed(element).is_no() {
        return hidden();
    }
    let role = match view.role(element).map_or("-", |role| role.name) {
        "presentation" => "none",
        role => role,
    };
    let name = view.name(element);
    Said {
        role: role.to_owned(),
        name: match (name.known(), name.is_empty()) {
            (_, Truth::Yes) => String::new(),
            (Some(name), _) => name.to_owned(),
            (None, _) => format!("(open) {}", name.text),
        },
    }
}

/// Whether both say the same. What Chromium leaves out of its tree has no meaning of its own, and nobody hears its name.
fn agree(chromium: &Said, program: &Said) -> bool {
    let is_nothing = |role: &str| matches!(role, "none" | "generic" | "-");
    match chromium.role.as_str() {
        "none" => is_nothing(&program.role),
        role if is_nothing(role) => is_nothing(&program.role) && chromium.name == program.name,
        _ => chromium == program,
    }
}

#[test]
fn names_and_roles_are_those_of_chromium_or_say_why_not() {
    let cases = file("cases.html");
    let cases: Vec<&str> = cases
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .collect();
    let chromium = by_chromium();
    let answers: Vec<&[(String, Said)]> = chromium.chunk_by(|one, next| one.0 == next.0).collect();
    let judged: Vec<&str> = answers.iter().map(|said| said[0].0.as_str()).collect();
    assert_eq!(cases, judged, "node tests/browser/names.mjs --write");
    let listed: Differences =
        toml::from_str(&file("differences.toml")).expect("a list of differences");
    let mut listed: BTreeMap<&str, &str> = listed
        .difference
        .iter()
        .flat_map(|difference| {
            difference
                .cases
                .iter()
                .map(|case| (case.as_str(), difference.reason.as_str()))
        })
        .collect();
    let mut unexplained = Vec::new();
    let mut agreed = 0;
    for (case, chromium) in judged.iter().zip(&answers) {
        let program = by_program(case);
        let same = chromium.iter().any(|(_, said)| agree(said, &program));
        agreed += usize::from(same);
        if !same && listed.remove(case).is_none() {
            unexplained.push(format!(
                "{case}\n    Chromium {chromium:?}\n    program  {program:?}"
            ));
        }
    }
    println!("{agreed} of {} agreed", answers.len());
    assert!(
        unexplained.is_empty(),
        "{} differ:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    assert!(
        listed.is_empty(),
        "no case, or no difference any more: {listed:#?}"
    );
}
