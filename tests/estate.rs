//! Entries on their way through several applications: chains, circles, filters.

mod support;

use std::collections::BTreeMap;

use fachcheck::inventory::{Interface, Inventory};
use fachcheck::model::Browser;
use fachcheck::outcome::{Fact, Finding, Outcome, SettledSubjects};
use fachcheck::record::{Report, Scope, Selection};
use fachcheck::run::{Request, Silent, run};
use fachcheck::source::{Limits, WalkOptions};

const RULE: &str = "gender/interface-carries-entries";

/// A run over applications with one table each, whose values are given as letters, and flows between them.
fn report(applications: &[(&str, &str)], flows: &[(&str, &str)]) -> Report {
    only(applications, flows, &|_| true)
}

/// The same after a filter has left applications out.
fn only(
    applications: &[(&str, &str)],
    flows: &[(&str, &str)],
    keep: &dyn Fn(&str) -> bool,
) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    let mut declared = BTreeMap::new();
    for (id, values) in applications {
        let values: Vec<String> = values.chars().map(|value| format!("'{value}'")).collect();
        let table = format!(
            "CREATE TABLE person (vorname VARCHAR(80), geschlecht CHAR(1) CHECK (geschlecht IN ({})));",
            values.join(",")
        );
        let file = format!("{id}.sql");
        std::fs::write(folder.path().join(&file), table).expect("a file");
        declared.insert((*id).to_owned(), support::with_artefacts(id, &[&file]));
    }
    let whole = declared.len() as u64;
    declared.retain(|id, _| keep(id));
    let interfaces = flows
        .iter()
        .map(|(from, to)| Interface {
            id: format!("{from}-{to}"),
            from: (*from).to_owned(),
            to: (*to).to_owned(),
            data: vec!["Geschlecht".to_owned()],
            ..Interface::default()
        })
        .collect();
    let request = Request {
        selection: ((declared.len() as u64) < whole).then(|| Selection {
            filters: BTreeMap::new(),
            of: whole,
        }),
        inventory: Inventory {
            root: folder.path().to_owned(),
            applications: declared,
            interfaces,
            ..Inventory::default()
        },
        notices: Vec::new(),
        book: support::shipped::book(),
        limits: Limits::default(),
        scope: Scope::Audit,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: Vec::new(),
        browser: Browser::Static,
        today: jiff::civil::date(2026, 11, 23),
    };
    run(&request, &Silent).expect("the shipped rules run")
}

fn outcome(report: &Report, id: &str) -> Outcome {
    let application = report
        .applications
        .iter()
        .find(|application| application.id == id)
        .expect("the application is there");
    let listed = application
        .assertions
        .iter()
        .filter(|assertion| assertion.rule == RULE)
        .map(|assertion| assertion.outcome);
    let settled = application.settled.get(RULE).map(SettledSubjects::worst);
    listed.chain(settled).max().unwrap_or(Outcome::Inapplicable)
}

fn findings<'r>(report: &'r Report, id: &str) -> Vec<&'r Finding> {
    report
        .applications
        .iter()
        .filter(|application| application.id == id)
        .flat_map(|application| &application.assertions)
        .filter(|assertion| assertion.rule == RULE)
        .flat_map(|assertion| &assertion.findings)
        .collect()
}

fn fact<'f>(finding: &'f Finding, name: &str) -> &'f Fact {
    finding.facts.get(name).expect("the fact is there")
}

#[test]
fn a_chain_is_followed_and_receivers_change_first() {
    let report = report(
        &[("A", "mwdx"), ("B", "mwdx"), ("C", "mwd"), ("D", "mw")],
        &[("A", "B"), ("B", "C"), ("C", "D")],
    );
    assert_eq!(outcome(&report, "A"), Outcome::Inapplicable);
    assert_eq!(outcome(&report, "B"), Outcome::Passed);
    let [at_c] = findings(&report, "C")[..] else {
        panic!("one finding at C");
    };
    assert!(at_c.is_failure());
    assert_eq!(fact(at_c, "chain"), &Fact::from("A → B → C"));
    assert_eq!(fact(at_c, "entries"), &Fact::Terms(vec!["no_entry".into()]));
    // D lacks "ohne Angabe" as well: changed after C, it would lose what C has just learned.
    assert_eq!(
        fact(at_c, "order"),
        &Fact::List(vec!["D".into(), "C".into()])
    );
    let [at_d] = findings(&report, "D")[..] else {
        panic!("one finding at D");
    };
    assert!(at_d.is_failure());
    assert_eq!(fact(at_d, "chain"), &Fact::from("A → B → C → D"));
    assert_eq!(fact(at_d, "entries"), &Fact::Terms(vec!["diverse".into()]));
    assert_eq!(fact(at_d, "order"), &Fact::List(vec!["D".into()]));
}

#[test]
fn what_was_lost_before_is_a_question_behind() {
    let report = report(
        &[("A", "mwdx"), ("B", "mw"), ("C", "mw"), ("D", "mwdx")],
        &[("A", "B"), ("B", "C"), ("C", "D")],
    );
    assert_eq!(outcome(&report, "B"), Outcome::Failed);
    let [at_c] = findings(&report, "C")[..] else {
        panic!("one finding at C");
    };
    assert!(!at_c.is_failure());
    assert_eq!(at_c.variant.as_deref(), Some("follows"));
    assert_eq!(fact(at_c, "lost-at"), &Fact::from("B"));
    assert_eq!(fact(at_c, "chain"), &Fact::from("A → B → C"));
    assert_eq!(
        fact(at_c, "order"),
        &Fact::List(vec!["C".into(), "B".into()])
    );
    assert_eq!(outcome(&report, "D"), Outcome::Passed);
}

#[test]
fn circles_end() {
    let report = report(
        &[("A", "mwdx"), ("B", "mwd"), ("C", "mwd")],
        &[("A", "B"), ("B", "C"), ("C", "A"), ("B", "A"), ("B", "B")],
    );
    assert_eq!(outcome(&report, "B"), Outcome::Failed);
    assert_eq!(outcome(&report, "C"), Outcome::CantTell);
    let [at_b] = findings(&report, "B")[..] else {
        panic!("one finding at B");
    };
    assert_eq!(fact(at_b, "chain"), &Fact::from("A → B"));
    assert_eq!(
        fact(at_b, "order"),
        &Fact::List(vec!["C".into(), "B".into()])
    );
}

#[test]
fn receivers_come_before_senders_on_every_way() {
    // B is reached directly and through C; it still changes before C.
    let report = report(
        &[("A", "mwdx"), ("B", "mw"), ("C", "mw"), ("Z", "mwd")],
        &[("A", "Z"), ("Z", "B"), ("Z", "C"), ("C", "B")],
    );
    let [at_z] = findings(&report, "Z")[..] else {
        panic!("one finding at Z");
    };
    let order = Fact::List(vec!["B".into(), "C".into(), "Z".into()]);
    assert_eq!(fact(at_z, "order"), &order);
}

#[test]
fn a_filter_asks_nothing_about_what_it_left_out() {
    let report = only(
        &[("A", "mwdx"), ("B", "mwd"), ("C", "mw")],
        &[("A", "B"), ("B", "C")],
        &|id| id != "A",
    );
    assert_eq!(outcome(&report, "B"), Outcome::Inapplicable);
    assert_eq!(outcome(&report, "C"), Outcome::Failed);
}

#[test]
fn long_chains_are_quick() {
    let ids: Vec<String> = (0..300).map(|number| format!("A{number:03}")).collect();
    let applications: Vec<(&str, &str)> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), if at == 0 { "mwdx" } else { "mw" }))
        .collect();
    let mut flows: Vec<(&str, &str)> = ids
        .windows(2)
        .map(|pair| (pair[0].as_str(), pair[1].as_str()))
        .collect();
    flows.push((&ids[299], &ids[0]));
    let report = report(&applications, &flows);
    assert_eq!(outcome(&report, "A001"), Outcome::Failed);
    assert_eq!(outcome(&report, "A299"), Outcome::CantTell);
}
