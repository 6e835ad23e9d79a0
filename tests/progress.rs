//! What changed between reports, and how far the work has come.

#[path = "progress/commands.rs"]
mod commands;
#[path = "progress/funnel.rs"]
mod funnel;
#[path = "progress/identity.rs"]
mod identity;
#[path = "progress/properties.rs"]
mod properties;
#[cfg(feature = "database")]
#[path = "progress/stored.rs"]
mod stored;
#[path = "progress/worse.rs"]
mod worse;
#[path = "progress/year.rs"]
mod year;

use std::collections::{BTreeMap, BTreeSet};

use fachcheck::gap::GapReason;
use fachcheck::model::ModelPath;
use fachcheck::outcome::{Fingerprint, Severity};
use fachcheck::progress::{
    ApplicationState, Because, Change, Diff, FindingState, Forecast, FoundAt, GapState, Left,
    MatchedBy, MeasureStatus, Others, Profile, ProgressFormat, RuleState, Snapshot, Status,
    StoreError, Unseen, diff, trend, write_diff, write_trend,
};
use fachcheck::record::Scope;
use fachcheck::report::WriteOptions;
use fachcheck::texts::{Bilingual, Language};
use jiff::civil::{Date, date};

use self::worse::grouped;
use self::year::year;

const STORABLE: &str = "gender/four-entries-storable";
const BUTTON: &str = "accessibility/button-name";

/// A report without applications.
fn report(day: Date) -> Snapshot {
    let rule = |title: &str, severity| RuleState {
        title: Bilingual {
            de: format!("{title} (Regel)"),
            en: format!("{title} (rule)"),
        },
        severity,
        aliases: Vec::new(),
        about_answers: false,
    };
    Snapshot {
        date: day,
        organisation: "Stadt Wallersbrück".to_owned(),
        scope: Scope::Audit,
        tool_version: "0.1.0".to_owned(),
        rules_digest: "0123".to_owned(),
        narrowed: false,
        departments: BTreeMap::from([
            ("KVR".to_owned(), "Kreisverwaltung".to_owned()),
            ("SOZ".to_owned(), "Soziales".to_owned()),
        ]),
        rules: BTreeMap::from([
            (
                STORABLE.to_owned(),
                rule("Vier Einträge", Severity::Critical),
            ),
            (BUTTON.to_owned(), rule("Schaltfläche", Severity::Serious)),
        ]),
        applications: BTreeMap::new(),
    }
}

/// A failure in a schema: `document` and the names on its path.
fn failure(application: &str, document: &str, path: &[&str]) -> FindingState {
    finding(application, STORABLE, document, path)
}

fn finding(application: &str, rule: &str, document: &str, path: &[&str]) -> FindingState {
    let names = ModelPath::new(path.iter().copied());
    FindingState {
        fingerprint: Fingerprint::compute(application, rule, document, &names, 0),
        rule: rule.to_owned(),
        failure: true,
        advice: false,
        stated: false,
        waived: false,
        about_field: rule == STORABLE,
        subject: document.to_owned(),
        document: document.to_owned(),
        line: 7,
        path: names.0,
        excerpt: None,
        on_page: rule == BUTTON,
        due: None,
        missing: None,
        others: None,
    }
}

trait With: Sized {
    /// Adds an application that read these documents.
    fn with(self, id: &str, documents: &[&str], findings: Vec<FindingState>) -> Self;
    /// Changes an application.
    fn having(self, id: &str, change: impl FnOnce(&mut ApplicationState)) -> Self;
}

impl With for Snapshot {
    fn with(mut self, id: &str, documents: &[&str], findings: Vec<FindingState>) -> Self {
        let department = id.split('-').next().unwrap_or_default();
        let application = ApplicationState {
            profile: Profile {
                name: format!("Anwendung {id}"),
                department: department.to_owned(),
                personal_data: true,
                gender_data: !findings.is_empty(),
                ..Profile::default()
            },
            documents: documents.iter().map(|name| (*name).to_owned()).collect(),
            gaps: Vec::new(),
            findings,
        };
        self.applications.insert(id.to_owned(), application);
        self
    }

    fn having(mut self, id: &str, change: impl FnOnce(&mut ApplicationState)) -> Self {
        change(self.applications.get_mut(id).expect("an application"));
        self
    }
}

const SPRING: Date = date(2026, 3, 2);
const SUMMER: Date = date(2026, 6, 1);
const AUTUMN: Date = date(2026, 9, 7);
const WINTER: Date = date(2026, 12, 7);

fn compare(old: &Snapshot, new: &Snapshot) -> Diff {
    diff(old, new, &[], &[])
}

fn only(diff: &Diff) -> &Change {
    let [change] = diff.changes.as_slice() else {
        panic!("one change: {:#?}", diff.changes);
    };
    change
}

#[test]
fn what_nobody_looked_at_is_not_fixed() {
    let document = "a.sql";
    let old = report(SPRING).with(
        "KVR-1",
        &[document],
        vec![failure("KVR-1", document, &["person", "x"])],
    );
    let now = |new: &Snapshot| {
        let diff = compare(&old, new);
        let change = only(&diff);
        assert_eq!((change.status, diff.new_failures), (Status::Unseen, 0));
        let Some(Because::NotLookedAt { now }) = change.because.clone() else {
            panic!("{:?}", change.because);
        };
        // The other way round it is new, and was not looked at before.
        let back = compare(new, &old);
        assert!(matches!(
            only(&back).because,
            Some(Because::FirstLookedAt { .. })
        ));
        now
    };
    let gap = |reason| {
        report(SUMMER)
            .with("KVR-1", &[], vec![])
            .having("KVR-1", |application| {
                application.gaps.push(GapState {
                    document: document.to_owned(),
                    rule: None,
                    reason,
                    count: 1,
                });
            })
    };
    let reason = GapReason::TimedOut;
    assert_eq!(now(&gap(reason)), Unseen::Gap { reason });
    let partly = gap(GapReason::NotUnderstood).having("KVR-1", |application| {
        application.documents.insert(document.to_owned());
    });
    let reason = GapReason::NotUnderstood;
    assert_eq!(now(&partly), Unseen::Gap { reason });
    assert_eq!(
        now(&report(SUMMER)),
        Unseen::ApplicationGone { successor: None }
    );
    assert_eq!(
        now(&report(SUMMER).with("KVR-1", &["b.sql"], vec![])),
        Unseen::DocumentGone
    );
    let mut without = report(SUMMER).with("KVR-1", &[document], vec![]);
    without.rules.remove(STORABLE);
    assert_eq!(now(&without), Unseen::RuleGone);
}

#[test]
fn waivers_questions_and_what_came_back() {
    let run = |day, change: fn(&mut FindingState)| {
        let mut finding = failure("KVR-1", "a.sql", &["person", "x"]);
        change(&mut finding);
        report(day).with("KVR-1", &["a.sql"], vec![finding])
    };
    let open = |day| run(day, |_| ());
    let waived = |day| run(day, |finding| finding.waived = true);
    let asked = |day| run(day, |finding| finding.failure = false);
    let none = |day| report(day).with("KVR-1", &["a.sql"], vec![]);
    let became = |old: &Snapshot, new: &Snapshot| {
        let diff = compare(old, new);
        let change = only(&diff);
        (change.status, change.because.clone(), diff.new_failures)
    };
    assert_eq!(
        became(&open(SPRING), &waived(SUMMER)),
        (Status::Waived, None, 0)
    );
    assert_eq!(
        became(&waived(SPRING), &waived(SUMMER)),
        (Status::Unchanged, None, 0)
    );
    assert_eq!(
        became(&waived(SPRING), &open(SUMMER)),
        (Status::Reopened, Some(Because::WaiverEnded), 1)
    );
    assert_eq!(
        became(&waived(SPRING), &none(SUMMER)),
        (Status::Fixed, None, 0)
    );
    assert_eq!(
        became(&asked(SPRING), &open(SUMMER)),
        (Status::Unchanged, Some(Because::Proven), 1)
    );
    let stated = |day| {
        let stated = FindingState {
            stated: true,
            ..failure("KVR-1", "a.sql", &["person", "x"])
        };
        report(day).with("KVR-1", &["a.sql"], vec![stated])
    };
    assert_eq!(
        became(&asked(SPRING), &stated(SUMMER)),
        (Status::Unchanged, Some(Because::Stated), 1)
    );
    assert_eq!(
        became(&open(SPRING), &asked(SUMMER)),
        (Status::Unchanged, Some(Because::OnlyQuestion), 0)
    );
    let fixed_on = SUMMER;
    let diff = diff(&none(SUMMER), &open(AUTUMN), &[open(SPRING)], &[]);
    assert_eq!(only(&diff).status, Status::Reopened);
    assert_eq!(only(&diff).because, Some(Because::CameBack { fixed_on }));
    assert_eq!(only(&diff).since, SPRING);
}

#[test]
fn what_was_never_read_is_not_done() {
    let proven = failure("KVR-1", "a.sql", &["person", "x"]);
    let run = |day, findings| {
        report(day)
            .with("KVR-1", &["a.sql"], findings)
            .with("KVR-2", &[], vec![])
            .with("SOZ-1", &[], vec![])
            // What was read of it was lost on the way.
            .with("SOZ-2", &["a.dat"], vec![])
            .having("SOZ-2", |two| {
                two.gaps = vec![GapState {
                    document: "a.dat".to_owned(),
                    rule: None,
                    reason: GapReason::UnknownFormat,
                    count: 1,
                }];
            })
    };
    let runs = [run(SPRING, vec![proven]), run(SUMMER, vec![])];
    let trend = trend(&runs, &[]);
    let measure = trend.measures.first().expect("a measure");
    assert_eq!(measure.status, MeasureStatus::DoneAsRead);
    assert_eq!((measure.reach.read, measure.reach.all), (1, 4));
    assert_eq!(
        trend.findings_forecast,
        Forecast::DoneAsRead(measure.reach),
        "three were never read"
    );
    let page = written(|out| {
        write_trend(
            &trend,
            ProgressFormat::Markdown,
            &options(Language::De),
            out,
        )
        .expect("written");
    });
    for expected in [
        "| KVR – Kreisverwaltung | 1 von 2 | behoben, soweit gelesen |",
        "| SOZ – Soziales | 0 von 2 | nichts gelesen |",
        "| Mängel, SOZ – Soziales | – | kein Ausblick: nichts gelesen |",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(!page.contains("| abgeschlossen |"), "{page}");
}

#[test]
fn an_answer_in_place_of_a_lost_document_is_no_new_failure() {
    const ANSWERED: &str = "gender/answered-entries-complete";
    let about_answers = |mut run: Snapshot| {
        let rule = RuleState {
            about_answers: true,
            ..run.rules[STORABLE].clone()
        };
        run.rules.insert(ANSWERED.to_owned(), rule);
        run
    };
    let said = FindingState {
        subject: String::new(),
        ..finding("KVR-1", ANSWERED, "applications/kvr.toml", &["KVR-1"])
    };
    let read = failure("KVR-1", "a.sql", &["person", "x"]);
    let before = |documents: &[&str]| {
        about_answers(report(SPRING).with("KVR-1", documents, vec![read.clone()]))
    };
    let now = |documents: &[&str]| {
        about_answers(report(SUMMER).with("KVR-1", documents, vec![said.clone()]))
    };
    let lost = compare(&before(&["a.sql"]), &now(&[]));
    assert_eq!(lost.new_failures, 0);
    let new = lost.changes.iter().find(|one| one.status == Status::New);
    let new = new.expect("a new finding");
    assert_eq!(new.because, Some(Because::EvidenceGone));
    // While the documents are read, the answer is new.
    let kept = compare(&before(&["a.sql"]), &now(&["a.sql"]));
    assert_eq!(kept.new_failures, 1);
}

#[test]
fn a_failure_of_which_only_a_question_is_left_is_neither_left_nor_fixed() {
    let run = |day, findings| report(day).with("KVR-1", &["a.sql"], findings);
    let proven = failure("KVR-1", "a.sql", &["person", "x"]);
    let asked = FindingState {
        failure: false,
        ..proven.clone()
    };
    let mut runs = vec![run(SPRING, vec![proven]), run(SUMMER, vec![asked])];
    let halfway = trend(&runs, &[]);
    let now = halfway.points.last().expect("a point");
    assert_eq!((now.figures.left(), now.figures.questions), (0, 1));
    assert_eq!((now.movement.only_question, now.movement.went()), (1, 1));
    // Until somebody answers, nothing is done.
    assert_eq!(now.figures.fixed, 0);
    assert_eq!(now.figures.to_change, 1);
    let measure = halfway.measures.first().expect("a measure");
    assert_eq!(
        (measure.questions, measure.total, measure.percent),
        (1, 1, 0)
    );

    runs.push(run(AUTUMN, vec![]));
    let done = trend(&runs, &[]);
    let now = done.points.last().expect("a point");
    assert_eq!((now.figures.fixed, now.figures.questions), (1, 0));
    assert_eq!(now.figures.to_change, 0);
    assert_eq!(done.measures.first().expect("a measure").percent, 100);
}

fn written(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).expect("text")
}

fn options(language: Language) -> WriteOptions {
    WriteOptions {
        language,
        ..WriteOptions::default()
    }
}

#[test]
fn pages_of_a_trend() {
    let trend = trend(&year(), &[]);
    let page = |format, language| {
        written(|out| write_trend(&trend, format, &options(language), out).expect("written"))
    };
    insta::assert_snapshot!("trend.txt", page(ProgressFormat::Terminal, Language::De));
    insta::assert_snapshot!("trend.en.md", page(ProgressFormat::Markdown, Language::En));
    insta::assert_snapshot!("trend.csv", page(ProgressFormat::Csv, Language::De));
    let html = page(ProgressFormat::Html, Language::De);
    let body = html.split("</style>").nth(1).expect("a body");
    insta::assert_snapshot!("trend.html", body);
    assert!(!html.contains("://"), "nothing is loaded");
}

#[test]
fn pages_of_a_comparison() {
    let runs = year();
    let diff = diff(&runs[1], &runs[3], &runs[..1], &[]);
    let page = |format, language| {
        written(|out| write_diff(&diff, format, &options(language), out).expect("written"))
    };
    insta::assert_snapshot!("diff.txt", page(ProgressFormat::Terminal, Language::De));
    insta::assert_snapshot!("diff.en.md", page(ProgressFormat::Markdown, Language::En));
    insta::assert_snapshot!("diff.csv", page(ProgressFormat::Csv, Language::De));
    insta::assert_snapshot!("diff.json", page(ProgressFormat::Json, Language::De));
}

#[test]
fn the_head_of_a_comparison_says_what_was_a_question_before() {
    let proven = failure("KVR-1", "a.sql", &["person", "x"]);
    let asked = FindingState {
        failure: false,
        ..proven.clone()
    };
    let old = report(SPRING).with("KVR-1", &["a.sql"], vec![asked]);
    let new = report(SUMMER).with("KVR-1", &["a.sql"], vec![proven]).with(
        "KVR-2",
        &["b.sql"],
        vec![failure("KVR-2", "b.sql", &["person", "y"])],
    );
    let diff = compare(&old, &new);
    let format = ProgressFormat::Markdown;
    let page = written(|out| {
        write_diff(&diff, format, &options(Language::De), out).expect("written");
    });
    let head = "\n\nDazugekommene Mängel: 2.\n\n\
        Unter den dazugekommenen Mängeln sind vorher offene Fragen, die jetzt belegt sind: 1.\n\n\
        Von den neuen Feststellungen steht 1 an einer Stelle, die der frühere Bericht nicht betrachtet hat; sie kann alt sein.\n";
    assert!(page.contains(head), "{page}");
}

/// A finding whose rule only advises.
fn advised(application: &str, document: &str, path: &[&str]) -> FindingState {
    FindingState {
        failure: false,
        advice: true,
        ..failure(application, document, path)
    }
}

#[test]
fn advice_is_neither_a_failure_nor_a_question_over_time() {
    let advice = |name| advised("KVR-1", "a.sql", &["person", name]);
    let spring = report(SPRING).with("KVR-1", &["a.sql"], vec![advice("x")]);
    let summer = report(SUMMER).with("KVR-1", &["a.sql"], vec![advice("x"), advice("y")]);
    let autumn = report(AUTUMN).with("KVR-1", &["a.sql"], vec![]);
    let new = compare(&spring, &summer);
    assert_eq!((new.new_failures, new.totals[&Status::New]), (0, 1));
    assert_eq!(compare(&summer, &autumn).totals[&Status::Fixed], 2);
    let trend = trend(&[spring, summer, autumn], &[]);
    for (point, advice) in trend.points.iter().zip([1, 2, 0]) {
        let figures = &point.figures;
        assert_eq!(
            (figures.left(), figures.questions, figures.advice),
            (0, 0, advice)
        );
        assert_eq!((figures.fixed, figures.to_change), (0, 0));
        assert_eq!((point.movement.came(), point.movement.went()), (0, 0));
    }
    assert!(trend.measures.is_empty(), "{:?}", trend.measures);
}

#[test]
fn a_rule_that_demands_more_or_less_is_said() {
    let path = ["person", "x"];
    let demanded = report(SPRING).with("KVR-1", &["a.sql"], vec![failure("KVR-1", "a.sql", &path)]);
    let advised = report(SUMMER).with("KVR-1", &["a.sql"], vec![advised("KVR-1", "a.sql", &path)]);
    let less = compare(&demanded, &advised);
    assert_eq!(only(&less).because, Some(Because::OnlyAdvice));
    assert_eq!(less.new_failures, 0);
    let more = compare(&advised, &demanded);
    assert_eq!(only(&more).because, Some(Because::Demanded));
    assert_eq!(more.new_failures, 1);
    // What is left is what was left, with what came and without what went.
    let trend = trend(&[demanded, advised], &[]);
    let [before, after] = trend.points.as_slice() else {
        panic!("two days");
    };
    assert_eq!((before.figures.left(), after.figures.left()), (1, 0));
    assert_eq!((after.movement.gone, after.movement.fixed), (1, 0));
    assert_eq!(after.figures.to_change, 0);
}

#[test]
fn places_that_moved_or_were_set_aside_are_not_added() {
    let run = |day, finding| report(day).with("KVR-1", &["a.sql", "b.sql"], vec![finding]);
    let mut moved = grouped(&["a", "b"]);
    let others = moved.others.as_mut().expect("a group");
    others.places = others
        .places
        .iter()
        .map(|place| FoundAt {
            document: "b.sql".to_owned(),
            ..place.clone()
        })
        .collect();
    let diff = compare(&run(SPRING, grouped(&["a", "b"])), &run(SUMMER, moved));
    assert_eq!((&only(&diff).because, diff.new_failures), (&None, 0));
    let accepted = |names: &[&str], accepted: &[&str]| {
        let mut finding = grouped(names);
        let others = finding.others.as_mut().expect("a group");
        others.accepted = grouped(&[["x"].as_slice(), accepted].concat())
            .others
            .expect("a group")
            .places;
        finding
    };
    let then = run(SPRING, accepted(&["a"], &["b"]));
    for (now, new) in [
        (accepted(&["a"], &["b", "c"]), 0),
        (accepted(&["a", "b"], &[]), 0),
        (accepted(&["a", "c"], &["b"]), 1),
    ] {
        let diff = compare(&then, &run(SUMMER, now));
        assert_eq!(diff.new_failures, new, "{diff:?}");
    }
}
