//! What changed between reports, and how far the work has come.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};

use fachcheck::gap::GapReason;
use fachcheck::model::ModelPath;
use fachcheck::outcome::{Fingerprint, Severity};
use fachcheck::progress::{
    ApplicationState, Because, Change, Diff, FindingState, Forecast, GapState, MatchedBy,
    MeasureStatus, Profile, ProgressFormat, RuleState, Snapshot, Status, StoreError, Unseen, diff,
    trend, write_diff, write_trend,
};
use fachcheck::record::Scope;
use fachcheck::report::WriteOptions;
use fachcheck::texts::{Bilingual, Language};
use jiff::civil::{Date, date};
use proptest::prelude::*;

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
        waived: false,
        about_field: rule == STORABLE,
        subject: document.to_owned(),
        document: document.to_owned(),
        line: 7,
        path: names.0,
        excerpt: None,
        on_page: rule == BUTTON,
        due: None,
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
    assert_eq!(
        fachcheck::progress::forecast(&[(SPRING, 3), (SUMMER, 3), (WINTER, 2)]),
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

/// A report of few applications, documents and names, so that two of them have much in common.
fn reports() -> impl Strategy<Value = Snapshot> {
    let documents = ["a.sql", "b.sql", "x/a.sql", "p.html"];
    let place = (0..3usize, 0..4usize, 0..2usize, 0..3usize, 0..4u8);
    (
        prop::collection::vec(place, 0..12),
        prop::collection::vec((0..3usize, 0..4usize), 0..3),
        prop::collection::btree_set(0..3usize, 0..4),
        prop::collection::btree_set(0..2usize, 1..3),
    )
        .prop_map(move |(findings, gaps, applications, rules)| {
            let ids = ["KVR-1", "KVR-2", "SOZ-1"];
            let mut report = report(SPRING);
            let names = [STORABLE, BUTTON];
            report
                .rules
                .retain(|id, _| rules.iter().any(|rule| names[*rule] == id));
            for application in applications {
                report = report.with(ids[application], &[], vec![]);
            }
            let mut twins: BTreeMap<(usize, usize, usize, usize), u32> = BTreeMap::new();
            for (application, document, rule, path, flags) in findings {
                let Some(state) = report.applications.get_mut(ids[application]) else {
                    continue;
                };
                if !rules.contains(&rule) {
                    continue;
                }
                let twin = twins
                    .entry((application, document, rule, path))
                    .or_default();
                let path = [["person", "x"], ["person", "y"], ["kind", "x"]][path];
                let mut found = finding(ids[application], names[rule], documents[document], &path);
                found.fingerprint = Fingerprint::compute(
                    ids[application],
                    names[rule],
                    documents[document],
                    &ModelPath::new(path),
                    *twin,
                );
                *twin += 1;
                found.line = *twin;
                found.failure = flags & 1 == 0;
                found.waived = flags == 3;
                found.excerpt = (flags != 2).then(|| path[1].to_owned());
                state.documents.insert(documents[document].to_owned());
                state.findings.push(found);
            }
            for (application, document) in gaps {
                if let Some(state) = report.applications.get_mut(ids[application]) {
                    state.gaps.push(GapState {
                        document: documents[document].to_owned(),
                        rule: None,
                        reason: GapReason::NotUnderstood,
                        count: 1,
                    });
                }
            }
            report
        })
}

/// The fingerprints of a side of a comparison.
fn fingerprints<'a>(of: impl Iterator<Item = &'a Fingerprint>) -> Vec<&'a str> {
    let mut list: Vec<&str> = of.map(Fingerprint::as_str).collect();
    list.sort_unstable();
    list
}

fn in_report(report: &Snapshot) -> Vec<&str> {
    fingerprints(report.findings().map(|(_, finding)| &finding.fingerprint))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_report_beside_itself_is_unchanged(report in reports()) {
        let diff = compare(&report, &report);
        prop_assert_eq!(diff.changes.len(), report.findings().count());
        for change in &diff.changes {
            prop_assert_eq!(change.status, Status::Unchanged);
            prop_assert_eq!(change.matched_by, Some(MatchedBy::Fingerprint));
            prop_assert!(change.because.is_none() && change.moved_from.is_none());
        }
        prop_assert_eq!(diff.new_failures, 0);
    }

    #[test]
    fn every_finding_appears_exactly_once(old in reports(), new in reports()) {
        let diff = compare(&old, &new);
        let gone = |change: &&Change| matches!(change.status, Status::Fixed | Status::Unseen);
        let later = diff.changes.iter().filter(|change| !gone(change));
        prop_assert_eq!(fingerprints(later.map(|change| &change.finding.fingerprint)), in_report(&new));
        let earlier = diff.changes.iter().filter(|change| gone(change) || change.matched_by.is_some());
        let earlier = earlier.map(|change| match &change.moved_from {
            Some(spot) => &spot.fingerprint,
            None => &change.finding.fingerprint,
        });
        prop_assert_eq!(fingerprints(earlier), in_report(&old));
        prop_assert_eq!(diff.totals.values().sum::<u64>(), diff.changes.len() as u64);
    }

    #[test]
    fn exchanging_the_reports_exchanges_new_and_fixed(one in reports(), other in reports()) {
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        let come = |diff: &Diff, looked: bool| -> Vec<String> {
            let come = diff.changes.iter().filter(|change| {
                let fresh = matches!(change.status, Status::New | Status::Waived) && change.matched_by.is_none();
                fresh && change.because.is_none() == looked
            });
            fingerprints(come.map(|change| &change.finding.fingerprint)).into_iter().map(str::to_owned).collect()
        };
        let gone = |diff: &Diff, status| -> Vec<String> {
            let gone = diff.changes.iter().filter(|change| change.status == status);
            fingerprints(gone.map(|change| &change.finding.fingerprint)).into_iter().map(str::to_owned).collect()
        };
        prop_assert_eq!(come(&there, true), gone(&back, Status::Fixed));
        prop_assert_eq!(come(&there, false), gone(&back, Status::Unseen));
        prop_assert_eq!(come(&back, true), gone(&there, Status::Fixed));
        prop_assert_eq!(come(&back, false), gone(&there, Status::Unseen));
    }

    /// What is left is what was left, and what came, without what went: of the whole and of each department.
    #[test]
    fn what_came_and_went_explains_what_is_left(runs in prop::collection::vec(reports(), 1..5)) {
        let mut runs = runs;
        for (number, run) in (0i64..).zip(&mut runs) {
            run.date = run.date.saturating_add(jiff::Span::new().days(number));
        }
        let applications = runs.iter().flat_map(|run| run.applications.values());
        let departments: std::collections::BTreeSet<String> =
            applications.map(|application| application.profile.department.clone()).collect();
        let mut narrowed: Vec<Vec<String>> = departments.into_iter().map(|one| vec![one]).collect();
        narrowed.push(Vec::new());
        for wanted in narrowed {
            let mut left = 0;
            for point in trend(&runs, &wanted).points {
                let movement = point.movement;
                prop_assert_eq!(left + movement.came(), point.figures.left() + movement.went(), "{:?}", wanted);
                prop_assert!(movement.unseen <= point.figures.unseen);
                left = point.figures.left();
            }
        }
    }

    #[test]
    fn each_step_of_the_funnel_is_a_part_of_the_one_before(runs in prop::collection::vec(reports(), 1..4)) {
        for point in trend(&runs, &[]).points {
            let funnel = point.figures.funnel;
            prop_assert!(funnel.all >= funnel.personal_data && funnel.personal_data >= funnel.gender_data);
            prop_assert!(funnel.gender_data >= funnel.change_needed && funnel.change_needed >= funnel.changed);
        }
    }
}

fn fachcheck(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin("fachcheck"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A mistake: exit code 2, and these words.
fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let output = fachcheck(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
    assert!(output.stdout.is_empty());
}

/// Reports of a folder before and after a second table, as `check` writes them, with all that passed listed.
fn checked(folder: &Path) {
    let one = "CREATE TABLE person (id INT, geschlecht CHAR(1) CHECK (geschlecht IN ('M','W')));\n";
    let two = "CREATE TABLE kunde (id INT, anrede VARCHAR(4) CHECK (anrede IN ('Herr','Frau')));\n";
    std::fs::create_dir(folder.join("db")).expect("a folder");
    for (name, day, tables) in [
        ("old", "2026-03-02", one.to_owned()),
        ("new", "2026-06-01", [one, two].concat()),
    ] {
        std::fs::write(folder.join("db/a.sql"), &tables).expect("a file");
        let output = fachcheck(folder, &["check", "--format", "json", "--today", day, "db"]);
        std::fs::write(folder.join(format!("{name}.json")), &output.stdout).expect("a file");
    }
}

#[test]
fn the_exit_code_says_whether_a_failure_was_added() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    let code = |old, new| {
        let output = fachcheck(folder.path(), &["diff", old, new, "--format", "json"]);
        (output.status.code(), output.stdout)
    };
    let (worse, json) = code("old.json", "new.json");
    assert_eq!(worse, Some(1));
    let diff: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert!(diff["totals"]["new"].as_u64() > Some(0), "{diff:#}");
    assert!(diff["totals"]["unchanged"].as_u64() > Some(0), "{diff:#}");
    assert_eq!(code("old.json", "old.json").0, Some(0));
    assert_eq!(code("new.json", "old.json").0, Some(0));
    let page = fachcheck(
        folder.path(),
        &[
            "diff",
            "old.json",
            "new.json",
            "--format",
            "html",
            "--out",
            "diff.html",
        ],
    );
    assert_eq!(page.status.code(), Some(1));
    assert!(folder.path().join("diff.html").is_file());
    let trend = fachcheck(
        folder.path(),
        &["history", "trend", "new.json", "old.json", "--lang", "en"],
    );
    assert_eq!(trend.status.code(), Some(0), "{}", said(&trend));
    let trend = String::from_utf8(trend.stdout).expect("text");
    assert!(trend.contains("no outlook"), "{trend}");
}

#[test]
fn files_that_are_no_reports_are_named_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("text.json", "Guten Tag");
    write(
        "half.json",
        "{\"schema\": \"fachcheck-report/1\", \"run\": {",
    );
    write("later.json", "{\"schema\": \"fachcheck-report/9\"}");
    write("other.json", "{}");
    let diff = |name, words| refused(folder.path(), &["diff", name, name], words);
    diff(
        "missing.json",
        "missing.json: Fehler ARG: Kann nicht gelesen werden",
    );
    diff(
        "text.json",
        "Kein lesbarer Bericht (fachcheck-report/1): das ist kein JSON",
    );
    diff("half.json", "die Datei endet mittendrin");
    diff("later.json", "fachcheck-report/9");
    diff("other.json", "das Feld „schema“ fehlt");
    let output = fachcheck(folder.path(), &["diff", "missing.json", "text.json"]);
    assert_eq!(said(&output).lines().count(), 2);
}

#[test]
fn an_unknown_department_is_no_empty_result() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    refused(
        folder.path(),
        &["diff", "old.json", "new.json", "--department", "KVR"],
        "Das Referat „KVR“ kommt in keinem der Berichte vor",
    );
}

#[test]
fn every_mistake_about_a_history_has_its_sentence() {
    for (error, words) in [
        (StoreError::NotBuilt, "ohne das Merkmal „database“"),
        (StoreError::Busy, "Ein anderes Programm schreibt gerade"),
        (StoreError::Full, "Der Datenträger ist voll"),
        (StoreError::ReadOnly, "darf nicht beschrieben werden"),
        (
            StoreError::Other("x".to_owned()),
            "kann nicht benutzt werden (x)",
        ),
    ] {
        let problems = error.problem(Path::new("h.sqlite"));
        let line = problems.0[0].line(Language::De);
        assert!(line.starts_with("h.sqlite: Fehler VERLAUF: "), "{line}");
        assert!(line.contains(words), "{line}");
    }
}

#[cfg(feature = "database")]
mod stored {
    use fachcheck::progress::{Added, Store};

    use super::*;

    #[test]
    fn the_same_report_added_twice_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.sqlite");
        let runs = year();
        let mut store = Store::open_or_create(&path).expect("made");
        assert_eq!(store.add(&runs).expect("added"), vec![Added::New; 4]);
        let bytes = std::fs::read(&path).expect("a file");
        assert_eq!(store.add(&runs).expect("added"), vec![Added::Known; 4]);
        assert_eq!(std::fs::read(&path).expect("a file"), bytes);
        drop(store);
        let store = Store::open(&path).expect("opened");
        assert_eq!(store.snapshots().expect("read"), runs);
        assert_eq!(
            trend(&store.snapshots().expect("read"), &[]),
            trend(&runs, &[])
        );
    }

    #[test]
    fn a_file_that_is_no_history_of_ours_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        checked(folder.path());
        let file = |name: &str| folder.path().join(name);
        std::fs::write(file("text.sqlite"), "Guten Tag. ".repeat(900)).expect("a file");
        let foreign = rusqlite::Connection::open(file("foreign.sqlite")).expect("opened");
        foreign
            .execute_batch("CREATE TABLE person (id INT)")
            .expect("made");
        drop(foreign);
        drop(Store::open_or_create(&file("newer.sqlite")).expect("made"));
        let newer = rusqlite::Connection::open(file("newer.sqlite")).expect("opened");
        newer
            .pragma_update(None, "user_version", 99)
            .expect("numbered");
        drop(newer);
        let mut broken = Store::open_or_create(&file("broken.sqlite")).expect("made");
        broken.add(&year()).expect("added");
        drop(broken);
        let mut bytes = std::fs::read(file("broken.sqlite")).expect("a file");
        bytes[4096..].fill(0x5a);
        std::fs::write(file("broken.sqlite"), bytes).expect("a file");
        for (name, words) in [
            (
                "text.sqlite",
                "keine Verlaufsdatei, oder sie ist beschädigt",
            ),
            ("foreign.sqlite", "kein Verlauf von fachcheck"),
            ("newer.sqlite", "Eine neuere Fassung von fachcheck"),
            (
                "broken.sqlite",
                "keine Verlaufsdatei, oder sie ist beschädigt",
            ),
        ] {
            let before = std::fs::read(file(name)).expect("a file");
            for arguments in [
                ["history", "add", "old.json", "--history", name].as_slice(),
                &["history", "list", "--history", name],
                &["history", "trend", "--history", name],
                &["diff", "old.json", "new.json", "--history", name],
            ] {
                refused(folder.path(), arguments, words);
            }
            assert_eq!(std::fs::read(file(name)).expect("a file"), before, "{name}");
        }
        refused(
            folder.path(),
            &["history", "list"],
            "Diese Verlaufsdatei gibt es nicht",
        );
        assert!(!file("reports").exists());
    }

    #[test]
    fn reports_are_added_listed_and_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        checked(folder.path());
        let run = |arguments: &[&str]| {
            let output = fachcheck(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            (
                String::from_utf8_lossy(&output.stdout).into_owned(),
                said(&output),
            )
        };
        let (_, note) = run(&["history", "add", "old.json", "new.json"]);
        assert!(
            note.contains("new.json: aufgenommen (Stand 01.06.2026)."),
            "{note}"
        );
        assert!(note.contains("history.sqlite: 2."), "{note}");
        let (_, note) = run(&["history", "add", "old.json"]);
        assert!(note.contains("war schon im Verlauf"), "{note}");
        let (list, _) = run(&["history", "list", "--format", "json"]);
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        assert_eq!(list.as_array().map(Vec::len), Some(2));
        assert!(run(&["history", "list"]).0.contains("02.03.2026"));
        assert!(run(&["history", "show"]).0.contains("Neue Feststellungen"));
        assert!(run(&["history", "show", "1"]).0.contains("Fortschritt"));
        assert!(run(&["history", "trend"]).0.contains("kein Ausblick"));
        refused(
            folder.path(),
            &["history", "show", "7"],
            "keinen Bericht Nr. 7. Vorhanden: 1, 2.",
        );
        drop(Store::open_or_create(&folder.path().join("empty.sqlite")).expect("made"));
        for verb in ["list", "show", "trend"] {
            let arguments = ["history", verb, "--history", "empty.sqlite"];
            refused(folder.path(), &arguments, "enthält noch keinen Bericht");
        }
    }

    #[test]
    fn an_audit_adds_itself_as_its_report_would() {
        let folder = tempfile::tempdir().expect("a folder");
        let inventory = Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory");
        let inventory = inventory.to_str().expect("text");
        let arguments = [
            "audit",
            "--inventory",
            inventory,
            "--department",
            "BIL",
            "--today",
            "2026-11-23",
            "--format",
            "json",
            "--quiet",
            "--history",
            "h/verlauf.sqlite",
        ];
        let output = fachcheck(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let add = [
            "history",
            "add",
            "reports/2026-11-23/report.json",
            "--history",
            "h/verlauf.sqlite",
        ];
        let output = fachcheck(folder.path(), &add);
        assert!(
            said(&output).contains("war schon im Verlauf"),
            "{}",
            said(&output)
        );
        std::fs::write(folder.path().join("h/verlauf.sqlite"), "kein Verlauf").expect("a file");
        refused(folder.path(), &arguments, "keine Verlaufsdatei");
        assert!(
            !folder.path().join("reports/2026-11-23-2").exists(),
            "nothing ran"
        );
    }
}
