//! Answers settle doubts, waivers set findings aside, and neither hides a proven failure.

mod support;

use std::path::Path;

use fachcheck::inventory::{
    AnswerValue, Application, ApplicationKind, GivenAnswer, Inventory, Origin, Subject, Waiver,
};
use fachcheck::outcome::Outcome;
use fachcheck::record::{Report, Standing};
use fachcheck::run::{Request, Silent, run};
use jiff::civil::date;

const OPEN: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Person",
"type":"object","properties":{"geschlecht":{"type":"string"}}}"#;
const BINARY: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Person",
"type":"object","properties":{"geschlecht":{"enum":["m","w"]}}}"#;
const RULE: &str = "gender/four-entries-storable";

fn answer(about: Subject, answer: AnswerValue) -> GivenAnswer {
    GivenAnswer {
        about,
        answer,
        text: None,
        role: "Fachverantwortung".to_owned(),
        date: date(2026, 1, 1),
        evidence: None,
        valid_until: None,
        grouped: false,
        origin: Origin {
            file: "answers/APP-0001.toml".to_owned(),
            line: 1,
        },
    }
}

fn about_rule(rule: &str) -> Subject {
    Subject::Rule {
        rule: rule.to_owned(),
        field: None,
    }
}

fn report(schema: &str, answers: Vec<GivenAnswer>, waivers: Vec<Waiver>) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("person.json"), schema).expect("a file");
    let request = request(folder.path(), answers, waivers);
    run(&request, &Silent).expect("the shipped rules run")
}

fn request(root: &Path, answers: Vec<GivenAnswer>, waivers: Vec<Waiver>) -> Request {
    let application = Application {
        // Without pages that would have to be read.
        kind: ApplicationKind::Api,
        ..support::with_artefacts("APP-0001", &["person.json"])
    };
    let inventory = Inventory {
        root: root.to_owned(),
        applications: [(application.id.clone(), application)].into(),
        answers: [("APP-0001".to_owned(), answers)].into(),
        waivers,
        ..Inventory::default()
    };
    support::audit_request(inventory, date(2026, 11, 23))
}

fn outcome(report: &Report) -> Outcome {
    let application = &report.applications[0];
    let listed = application
        .assertions
        .iter()
        .find(|assertion| assertion.rule == RULE);
    listed
        .map(|assertion| assertion.outcome)
        .or_else(|| Some(application.settled.get(RULE)?.worst()))
        // What a rule does not speak about is not counted.
        .unwrap_or(Outcome::Inapplicable)
}

fn codes(report: &Report) -> Vec<&str> {
    report.notices.iter().map(|n| n.code.as_str()).collect()
}

#[test]
fn without_an_answer_an_open_field_is_a_question() {
    let report = report(OPEN, Vec::new(), Vec::new());
    assert_eq!(outcome(&report), Outcome::CantTell);
    assert!(report.tasks.iter().any(|task| task.question));
}

#[test]
fn an_answer_settles_a_doubt_either_way() {
    for (given, expected) in [
        (AnswerValue::Met, Outcome::Passed),
        (AnswerValue::NotMet, Outcome::Failed),
        (AnswerValue::NotApplicable, Outcome::Inapplicable),
        (AnswerValue::Unknown, Outcome::CantTell),
    ] {
        let report = report(OPEN, vec![answer(about_rule(RULE), given)], Vec::new());
        assert_eq!(outcome(&report), expected, "{given:?}");
        assert!(codes(&report).is_empty());
    }
}

#[test]
fn a_word_alone_proves_no_failure() {
    let stated = vec![answer(about_rule(RULE), AnswerValue::NotMet)];
    let report = report(OPEN, stated, Vec::new());
    let application = &report.applications[0];
    assert_eq!(application.standing(&report.rules), Standing::Reported);
    assert_eq!(application.stated_failures(&report.rules), 1);
    assert_eq!(report.totals.failing, 0);
    assert_eq!(report.totals.findings_failed, 1);
    // Its field was read and is not in order, but nothing read proves it.
    let funnel = report.totals.coverage.expect("figures").funnel;
    assert_eq!((funnel.change_needed, funnel.to_be_clarified), (0, 1));
}

#[test]
fn a_field_shows_what_was_answered_about_it() {
    for (given, expected) in [
        (AnswerValue::Met, (Outcome::Passed, true)),
        (AnswerValue::NotMet, (Outcome::Failed, true)),
        (AnswerValue::NotApplicable, (Outcome::Inapplicable, true)),
        (AnswerValue::Unknown, (Outcome::CantTell, false)),
    ] {
        let report = report(OPEN, vec![answer(about_rule(RULE), given)], Vec::new());
        let application = &report.applications[0];
        let fields = application.fields.glance();
        assert_eq!(
            (fields[0].outcome, fields[0].answered),
            expected,
            "{given:?}"
        );
        let is_settled = matches!(given, AnswerValue::Met | AnswerValue::NotApplicable);
        assert_eq!(!application.answered.is_empty(), is_settled, "{given:?}");
        let is_open = fields[0].rules.iter().any(|rule| rule == RULE);
        assert_eq!(is_open, !is_settled, "{given:?}");
        if is_settled {
            assert_eq!(application.standing(&report.rules), Standing::Answered);
            assert_eq!(application.answered[0].role, "Fachverantwortung");
        }
    }
}

#[test]
fn an_answer_does_not_outweigh_a_proven_failure() {
    let met = answer(about_rule(RULE), AnswerValue::Met);
    let report = report(BINARY, vec![met], Vec::new());
    assert_eq!(outcome(&report), Outcome::Failed);
    assert_eq!(codes(&report), ["ANSWER-CONTRADICTED"]);
}

#[test]
fn decisions_without_effect_are_reported() {
    let other = answer(about_rule("gender/stable-codes"), AnswerValue::Met);
    let waiver = Waiver {
        places: Vec::new(),
        about: about_rule("gender/stable-codes"),
        applications: Some(["APP-0001".to_owned()].into()),
        reason: "Wird abgelöst".to_owned(),
        approved_by: "Leitung".to_owned(),
        until: date(2027, 1, 1),
        origin: Origin {
            file: "waivers.toml".to_owned(),
            line: 3,
        },
    };
    let report = report(BINARY, vec![other], vec![waiver]);
    assert_eq!(codes(&report), ["ANSWER-UNUSED", "WAIVER-UNUSED"]);
}

#[test]
fn a_waiver_takes_the_finding_out_of_the_plan_but_not_out_of_the_matrix() {
    let waiver = Waiver {
        places: Vec::new(),
        about: about_rule(RULE),
        applications: Some(["APP-0001".to_owned()].into()),
        reason: "Wird abgelöst".to_owned(),
        approved_by: "Leitung".to_owned(),
        until: date(2027, 1, 1),
        origin: Origin::default(),
    };
    let with = report(BINARY, Vec::new(), vec![waiver.clone()]);
    assert_eq!(with.applications[0].waived.len(), 1);
    assert!(with.tasks.iter().all(|task| task.rules != [RULE]));
    let cell = with.applications[0]
        .cells
        .iter()
        .find(|cell| (cell.checklist.as_str(), cell.criterion.as_str()) == ("gifa", "G02"))
        .expect("the cell");
    assert_eq!(cell.verdict, Outcome::Failed);
    let expired = Waiver {
        until: date(2026, 1, 1),
        ..waiver
    };
    let without = report(BINARY, Vec::new(), vec![expired]);
    assert!(without.applications[0].waived.is_empty());
}

#[test]
fn an_answer_to_a_criterion_fills_its_cell() {
    let about = Subject::Criterion("gifa/G01".to_owned());
    let report = report(BINARY, vec![answer(about, AnswerValue::Met)], Vec::new());
    let cell = report.applications[0]
        .cells
        .iter()
        .find(|cell| cell.criterion == "G01")
        .expect("the cell");
    assert!(cell.answered);
    assert_eq!(cell.verdict, Outcome::Passed);
}

#[test]
fn a_desktop_application_made_of_web_pages_is_named() {
    let page = "<!doctype html><html lang=\"de\"><head><title>Antrag</title></head><body><main><h1>Antrag</h1></main></body></html>";
    for (kind, file, expected) in [
        (
            ApplicationKind::Desktop,
            "maske.html",
            &["KIND-CONTRADICTED"][..],
        ),
        (ApplicationKind::Desktop, "person.json", &[]),
        (ApplicationKind::Web, "maske.html", &[]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("maske.html"), page).expect("a file");
        std::fs::write(folder.path().join("person.json"), OPEN).expect("a file");
        let mut application = support::with_artefacts("APP-0001", &[file]);
        application.kind = kind;
        let inventory = Inventory {
            root: folder.path().to_owned(),
            applications: [(application.id.clone(), application)].into(),
            ..Inventory::default()
        };
        let request = support::audit_request(inventory, date(2026, 11, 23));
        let report = run(&request, &Silent).expect("the shipped rules run");
        assert_eq!(codes(&report), expected, "{kind:?} {file}");
    }
}
