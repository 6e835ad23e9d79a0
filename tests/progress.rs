//! What changed between reports, and how far the work has come.

#[path = "progress/commands.rs"]
mod commands;
#[path = "progress/properties.rs"]
mod properties;
#[cfg(feature = "database")]
#[path = "progress/stored.rs"]
mod stored;

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
fn a_finding_is_new_fixed_or_unchanged() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let old = report(SPRING).with("KVR-1", &["a.sql"], vec![field("x"), field("y")]);
    let new = report(SUMMER).with("KVR-1", &["a.sql"], vec![field("y"), field("z")]);
    let diff = compare(&old, &new);
    let seen: Vec<(Status, &str)> = diff
        .changes
        .iter()
        .map(|change| (change.status, change.finding.path[1].as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (Status::New, "z"),
            (Status::Fixed, "x"),
            (Status::Unchanged, "y")
        ]
    );
    assert_eq!(diff.new_failures, 1);
    assert!(diff.changes.iter().all(|change| change.because.is_none()));
}

#[test]
fn a_finding_is_known_again_in_a_file_that_moved() {
    let old = report(SPRING).with(
        "KVR-1",
        &["db/a.sql"],
        vec![failure("KVR-1", "db/a.sql", &["person", "x"])],
    );
    let new = report(SUMMER).with(
        "KVR-1",
        &["neu/a.sql"],
        vec![failure("KVR-1", "neu/a.sql", &["person", "x"])],
    );
    let diff = compare(&old, &new);
    let change = only(&diff);
    assert_eq!(
        (change.status, change.matched_by),
        (Status::Unchanged, Some(MatchedBy::Names))
    );
    assert_eq!(
        change.moved_from.as_ref().expect("moved").document,
        "db/a.sql"
    );
    assert_eq!(diff.new_failures, 0);
}

#[test]
fn a_finding_is_known_again_by_what_is_written_there() {
    let written = |path: &[&str]| FindingState {
        excerpt: Some("geschlecht  CHAR(1)".to_owned()),
        ..failure("KVR-1", "a.sql", path)
    };
    let old = report(SPRING).with("KVR-1", &["a.sql"], vec![written(&["person", "g"])]);
    let new = report(SUMMER).with("KVR-1", &["a.sql"], vec![written(&["personen", "g"])]);
    assert_eq!(
        only(&compare(&old, &new)).matched_by,
        Some(MatchedBy::Excerpt)
    );
}

#[test]
fn what_was_fixed_in_a_file_that_moved_is_fixed() {
    let old = report(SPRING).with(
        "KVR-1",
        &["db/a.sql"],
        vec![failure("KVR-1", "db/a.sql", &["person", "x"])],
    );
    let new = report(SUMMER).with("KVR-1", &["neu/a.sql"], vec![]);
    assert_eq!(only(&compare(&old, &new)).status, Status::Fixed);
}

#[test]
fn elements_of_other_pages_are_other_findings() {
    let on = |page| finding("KVR-1", BUTTON, page, &["main", "button"]);
    let old = report(SPRING).with("KVR-1", &["a.html", "b.html"], vec![on("a.html")]);
    let new = report(SUMMER).with("KVR-1", &["a.html", "b.html"], vec![on("b.html")]);
    let diff = compare(&old, &new);
    assert_eq!(
        (diff.totals[&Status::New], diff.totals[&Status::Fixed]),
        (1, 1)
    );
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
fn applications_are_followed_to_another_id_and_to_their_successor() {
    let old = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![failure("KVR-1", "a.sql", &["person", "x"])],
    );
    let renamed = report(SUMMER)
        .with(
            "KVR-2",
            &["a.sql"],
            vec![failure("KVR-2", "a.sql", &["person", "x"])],
        )
        .having("KVR-2", |application| {
            application.profile.name = "Anwendung KVR-1".to_owned()
        });
    let diff = compare(&old, &renamed);
    assert_eq!(only(&diff).matched_by, Some(MatchedBy::Names));
    assert_eq!(
        only(&diff).moved_from.as_ref().expect("moved").application,
        "KVR-1"
    );
    assert_eq!(diff.applications.renamed.len(), 1);

    let replaced = old.clone().having("KVR-1", |application| {
        application.profile.successor = Some("KVR-9".to_owned());
    });
    let new = report(SUMMER).with("KVR-9", &["a.sql"], vec![]);
    let gone = compare(&replaced, &new);
    assert_eq!(
        only(&gone).because,
        Some(Because::NotLookedAt {
            now: Unseen::ApplicationGone {
                successor: Some("KVR-9".to_owned())
            }
        })
    );
}

#[test]
fn a_rule_that_changed_its_id_stays_the_same() {
    let old = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![failure("KVR-1", "a.sql", &["person", "x"])],
    );
    let mut new = report(SUMMER).with(
        "KVR-1",
        &["a.sql"],
        vec![finding("KVR-1", "gender/new-id", "a.sql", &["person", "x"])],
    );
    let mut rule = new.rules.remove(STORABLE).expect("the rule");
    rule.aliases.push(STORABLE.to_owned());
    new.rules.insert("gender/new-id".to_owned(), rule);
    assert_eq!(only(&compare(&old, &new)).status, Status::Unchanged);
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

/// Four quarters: KVR-1 is changed, SOZ-1 is half done, KVR-2 leaves, and in autumn only KVR is looked at.
fn year() -> Vec<Snapshot> {
    let x = |application, path: &str| FindingState {
        due: Some(date(2027, 6, 30)),
        ..failure(application, "a.sql", &["person", path])
    };
    let button = finding("SOZ-1", BUTTON, "b.html", &["main", "button"]);
    let waived = FindingState {
        waived: true,
        ..x("KVR-3", "w")
    };
    let spring = report(SPRING)
        .with("KVR-1", &["a.sql"], vec![x("KVR-1", "a"), x("KVR-1", "b")])
        .with("KVR-2", &["a.sql"], vec![x("KVR-2", "a")])
        .with("KVR-3", &["a.sql"], vec![waived.clone()])
        .with(
            "SOZ-1",
            &["a.sql", "b.html"],
            vec![x("SOZ-1", "a"), x("SOZ-1", "b"), button.clone()],
        );
    let summer = report(SUMMER)
        .with("KVR-1", &["a.sql"], vec![x("KVR-1", "b")])
        .with("KVR-3", &["a.sql"], vec![waived.clone()])
        .with(
            "SOZ-1",
            &["a.sql", "b.html"],
            vec![x("SOZ-1", "a"), x("SOZ-1", "b"), button.clone()],
        );
    let autumn = report(AUTUMN).with("KVR-1", &["a.sql"], vec![]).with(
        "KVR-3",
        &["a.sql"],
        vec![waived.clone()],
    );
    let winter = report(WINTER)
        .with("KVR-1", &["a.sql"], vec![])
        .with("KVR-3", &["a.sql"], vec![waived])
        .with("SOZ-1", &["a.sql"], vec![x("SOZ-1", "b")]);
    vec![spring, summer, autumn, winter]
}

#[test]
fn a_year_is_counted() {
    let trend = trend(&year(), &[]);
    let figures: Vec<_> = trend
        .points
        .iter()
        .map(|point| {
            let figures = point.figures;
            (
                figures.failures,
                figures.unseen,
                figures.waived,
                figures.fixed,
                figures.gone,
            )
        })
        .collect();
    // In winter the page with the button was not read: it is left, and not fixed.
    assert_eq!(
        figures,
        [
            (6, 0, 1, 0, 0),
            (4, 0, 1, 1, 1),
            (3, 0, 1, 2, 1),
            (1, 1, 1, 3, 1)
        ]
    );
    let funnels: Vec<_> = trend
        .points
        .iter()
        .map(|point| {
            let funnel = point.figures.funnel;
            (
                funnel.all,
                funnel.gender_data,
                funnel.change_needed,
                funnel.changed,
            )
        })
        .collect();
    assert_eq!(
        funnels,
        [(4, 4, 4, 0), (3, 3, 3, 0), (3, 3, 3, 1), (3, 3, 3, 1)]
    );
    assert_eq!(trend.points[2].silent, BTreeSet::from(["SOZ".to_owned()]));
    let measure = |rule: Option<&str>, department: Option<&str>| {
        let measure = trend.measures.iter().find(|measure| {
            (measure.rule.as_deref(), measure.department.as_deref()) == (rule, department)
        });
        let measure = measure.expect("a measure");
        (measure.status, measure.percent, measure.until)
    };
    assert_eq!(
        measure(Some(STORABLE), Some("KVR")),
        (MeasureStatus::Completed, 100, Some(AUTUMN))
    );
    assert_eq!(
        measure(Some(STORABLE), Some("SOZ")),
        (MeasureStatus::UnderWay, 50, Some(date(2027, 6, 30)))
    );
    assert_eq!(
        measure(Some(BUTTON), None),
        (MeasureStatus::Planned, 0, None)
    );
    assert_eq!(
        measure(None, None),
        (MeasureStatus::UnderWay, 60, Some(date(2027, 6, 30)))
    );
    assert!(matches!(
        trend.findings_forecast,
        Forecast::Range {
            latest: Some(_),
            ..
        }
    ));
    let soz = trend.department_forecasts.get("SOZ").expect("a forecast");
    assert!(
        matches!(soz, Forecast::Range { latest: None, .. }),
        "{soz:?}"
    );
    let left = |date, left| Left {
        date,
        left,
        waived: 0,
    };
    assert_eq!(
        fachcheck::progress::forecast(&[left(SPRING, 3), left(SUMMER, 3), left(WINTER, 2)]),
        *soz
    );
}

#[test]
fn a_narrowed_run_says_nothing_about_what_it_left_out() {
    let mut runs = year();
    let mut narrowed = report(date(2026, 12, 14)).with("SOZ-2", &[], vec![]);
    narrowed.narrowed = true;
    runs.push(narrowed);
    let points = trend(&runs, &[]).points;
    assert_eq!(points[4].figures.left(), points[3].figures.left());
    assert_eq!(
        points[4].figures.funnel.all,
        points[3].figures.funnel.all + 1
    );
}

#[test]
fn the_order_of_files_and_a_second_report_of_a_day_change_no_figure() {
    let mut runs = year();
    let expected = trend(&runs, &[]);
    runs.reverse();
    assert_eq!(trend(&runs, &[]).points, expected.points);
    runs.reverse();
    runs.push(runs[3].clone());
    assert_eq!(trend(&runs, &[]).points, expected.points);
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

/// A failure of a field that cannot hold these entries.
fn lacking(missing: &[&str]) -> FindingState {
    FindingState {
        missing: Some(missing.iter().map(|entry| (*entry).to_owned()).collect()),
        ..failure("KVR-1", "a.sql", &["person", "x"])
    }
}

#[test]
fn a_known_failure_that_got_worse_is_a_new_one() {
    let run = |day, finding| report(day).with("KVR-1", &["a.sql"], vec![finding]);
    let better = run(SPRING, lacking(&["no_entry"]));
    let worse = run(SUMMER, lacking(&["diverse", "no_entry"]));
    let diff = compare(&better, &worse);
    let also = BTreeSet::from(["diverse".to_owned()]);
    let because = Some(Because::LacksMore { also });
    assert_eq!(
        (only(&diff).status, &only(&diff).because, diff.new_failures),
        (Status::Unchanged, &because, 1)
    );
    let format = ProgressFormat::Markdown;
    let page = written(|out| {
        write_diff(&diff, format, &options(Language::De), out).expect("written");
    });
    for said in [
        "Unter den dazugekommenen Mängeln sind bekannte, bei denen jetzt mehr fehlt als vorher oder mehr Stellen betroffen sind: 1.",
        "schlechter geworden",
        "nun fehlt auch: divers",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What was set aside was not set aside for what is lacking beside it.
    let waived = run(
        SPRING,
        FindingState {
            waived: true,
            ..lacking(&["no_entry"])
        },
    );
    let ended = compare(&waived, &worse);
    assert_eq!(
        (only(&ended).status, &only(&ended).because),
        (Status::Reopened, &because)
    );
    // Less is lacking, or nothing is known of it.
    for old in [
        run(SPRING, lacking(&["diverse", "no_entry"])),
        // Something else is lacking, which is no more.
        run(SPRING, lacking(&["unknown"])),
        run(SPRING, failure("KVR-1", "a.sql", &["person", "x"])),
    ] {
        let diff = compare(&old, &better);
        assert_eq!(
            (only(&diff).because.as_ref(), diff.new_failures),
            (None, 0),
            "{diff:?}"
        );
    }
}

/// A failure of several fields that one finding stands for.
fn grouped(members: &[&str]) -> FindingState {
    let at = |name: &str| FoundAt {
        document: "a.sql".to_owned(),
        path: vec!["person".to_owned(), name.to_owned()],
    };
    let (first, others) = members.split_first().expect("a member");
    FindingState {
        others: Some(Others {
            count: others.len() as u64,
            places: others.iter().map(|name| at(name)).collect(),
            ..Others::default()
        }),
        ..failure("KVR-1", "a.sql", &["person", first])
    }
}

#[test]
fn a_group_is_known_by_its_members() {
    let run = |day, findings| report(day).with("KVR-1", &["a.sql"], findings);
    let two = run(SPRING, vec![grouped(&["a", "b"])]);
    let three = run(SUMMER, vec![grouped(&["a", "b", "c"])]);
    let grown = compare(&two, &three);
    let added = match &only(&grown).because {
        Some(Because::MorePlaces { added, .. }) => added.iter(),
        other => panic!("{other:?}"),
    };
    let added: Vec<&str> = added.map(|one| one.path[1].as_str()).collect();
    assert_eq!((added, grown.new_failures), (vec!["c"], 1));
    let format = ProgressFormat::Markdown;
    let page = written(|out| {
        write_diff(&grown, format, &options(Language::De), out).expect("written");
    });
    for said in ["schlechter geworden", "nun auch an: a.sql (person.c)"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // The one that was named is mended; another is named in its stead.
    let left = run(SUMMER, vec![grouped(&["b"])]);
    let mended = compare(&two, &left);
    let Change {
        status,
        because,
        matched_by,
        moved_from,
        ..
    } = only(&mended);
    assert_eq!(
        (
            *status,
            because,
            *matched_by,
            moved_from,
            mended.new_failures
        ),
        (
            Status::Unchanged,
            &Some(Because::FewerPlaces { count: 1 }),
            Some(MatchedBy::Places),
            &None,
            0
        )
    );
    // And the other way round.
    assert_eq!(compare(&left, &two).new_failures, 1);
    // Mended in part, one is a finding of its own, and so are the others.
    let parted = run(SUMMER, vec![grouped(&["a"]), grouped(&["b", "c"])]);
    let parted = compare(&run(SPRING, vec![grouped(&["a", "b", "c"])]), &parted);
    assert_eq!(parted.new_failures, 0, "{parted:?}");
    assert_eq!(parted.totals[&Status::Unchanged], 2);
    let because = parted.changes.iter().map(|change| change.because.clone());
    let because: Vec<Option<Because>> = because.collect();
    assert!(because.contains(&None) && because.contains(&Some(Because::SplitOff)));
}

#[test]
fn a_group_that_is_not_listed_in_full_is_known_by_its_number() {
    let counted = |count| FindingState {
        others: Some(Others {
            count,
            ..grouped(&["a", "b"]).others.expect("a group")
        }),
        ..grouped(&["a", "b"])
    };
    let run = |day, finding| report(day).with("KVR-1", &["a.sql"], vec![finding]);
    for (then, now, new) in [(60, 61, 1), (60, 60, 0), (60, 59, 0)] {
        let diff = compare(&run(SPRING, counted(then)), &run(SUMMER, counted(now)));
        assert_eq!(diff.new_failures, new, "{then} {now}");
    }
    // An older version did not say.
    let older = FindingState {
        others: None,
        ..grouped(&["a"])
    };
    let diff = compare(&run(SPRING, older), &run(SUMMER, grouped(&["a", "b"])));
    assert_eq!(diff.new_failures, 0);
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

#[test]
fn the_funnel_holds_the_figure_of_the_report_beside_that_of_all_reports() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let other = |name| failure("KVR-2", "a.sql", &["person", name]);
    let spring = report(SPRING)
        .with("KVR-1", &["a.sql"], vec![field("x")])
        .with("KVR-2", &["a.sql"], vec![other("x")]);
    let waived = FindingState {
        waived: true,
        ..other("x")
    };
    let summer =
        report(SUMMER)
            .with("KVR-1", &["a.sql"], vec![])
            .with("KVR-2", &["a.sql"], vec![waived]);
    let trend = trend(&[spring, summer], &[]);
    let funnel = trend.points[1].figures.funnel;
    assert_eq!(
        (funnel.change_needed, funnel.still_needed, funnel.changed),
        (2, 1, 1)
    );
}

#[test]
fn failures_out_of_sight_are_not_known_by_answers_alone() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let spring = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![field("x"), field("y"), field("z")],
    );
    // Its server is down.
    let summer = report(SUMMER)
        .with("KVR-1", &[], vec![])
        .having("KVR-1", |application| {
            application.gaps.push(GapState {
                document: "a.sql".to_owned(),
                rule: None,
                reason: GapReason::TimedOut,
                count: 1,
            });
        });
    let figures = trend(&[spring, summer], &[]).points[1].figures;
    assert_eq!((figures.reported, figures.unseen), (0, 3));
}

#[test]
fn the_chart_of_the_funnel_draws_what_can_be_read_at_its_scale() {
    let field = failure("KVR-1", "a.sql", &["person", "x"]);
    let told = FindingState {
        subject: String::new(),
        ..finding("KVR-2", BUTTON, "", &[])
    };
    let runs = |others: usize| {
        [SPRING, SUMMER].map(|day| {
            let mut run = report(day)
                .with("KVR-1", &["a.sql"], vec![field.clone()])
                .with("KVR-2", &[], vec![told.clone()]);
            for number in 0..others {
                run = run.with(&format!("SOZ-{number}"), &[], vec![]);
            }
            run
        })
    };
    let funnel = |others: usize| {
        let trend = trend(&runs(others), &[]);
        assert_eq!(trend.points[1].figures.reported, 1);
        let html = written(|out| {
            let format = ProgressFormat::Html;
            write_trend(&trend, format, &options(Language::De), out).expect("written");
        });
        let funnel = html
            .split("<desc id=\"funnel-desc\">")
            .nth(1)
            .expect("a chart");
        let said = funnel.split("</desc>").next().expect("a text");
        said.to_owned()
    };
    assert!(funnel(5).starts_with("Anwendungen: "));
    let many = funnel(20);
    assert!(!many.contains("Anwendungen: "), "{many}");
    assert!(
        many.contains("seit dem ersten Bericht mit Änderungsbedarf: "),
        "{many}"
    );
}
