//! The plan of the shipped city, and what holds for every plan: it respects the order of interfaces, begins today,
//! keeps to capacities and holds every task once.

mod support;

#[path = "plan/commands.rs"]
mod commands;
#[path = "plan/order.rs"]
mod order;
#[path = "plan/properties.rs"]
mod properties;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use fachcheck::inventory::{Criticality, Inventory, LoadOptions, Phase, UserGroup};
use fachcheck::outcome::{Assertion, Severity};
use fachcheck::plan::{Estate, Setting, plan, schedule};
use fachcheck::record::{
    ApplicationReport, Escalation, EscalationKind, InterfaceRecord, Priority, Quarter, Reason,
    Report, Roadmap, Task, TaskKind, WindowKind,
};
use fachcheck::report::{Plan, ROADMAP_WRITERS, WriteOptions};
use fachcheck::rule::{Days, Effort, OwnerRole, Planning, RuleBook};
use fachcheck::run::{Silent, run};
use fachcheck::texts::Language;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::json;

const TODAY: Date = date(2026, 11, 23);

static CITY: LazyLock<Report> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory");
    let (inventory, _) = Inventory::load(&root, &LoadOptions::on(TODAY)).expect("it loads");
    let request = support::audit_request(inventory, TODAY);
    run(&request, &Silent).expect("the shipped rules run")
});

fn city(capacity: &[(&str, f64)]) -> Roadmap {
    let planning = CITY.planning.clone().expect("the assumptions of the run");
    let estate = Estate::of_report(&CITY, &planning, TODAY);
    schedule(&estate, &CITY.departments, limited(capacity))
}

fn limited(capacity: &[(&str, f64)]) -> Setting {
    let days = |days: f64| Days::new(days).expect("days");
    Setting {
        capacity: capacity
            .iter()
            .map(|(id, number)| ((*id).to_owned(), days(*number)))
            .collect(),
        what_if: Vec::new(),
    }
}

fn written(roadmap: &Roadmap, report: &Report, format: &str, language: Language) -> String {
    let writer = ROADMAP_WRITERS.iter().find(|writer| writer.name == format);
    let options = WriteOptions {
        language,
        ..WriteOptions::default()
    };
    let mut bytes = Vec::new();
    let plan = Plan { roadmap, report };
    (writer.expect("a format").write)(&plan, &options, &mut bytes).expect("written");
    String::from_utf8(bytes).expect("UTF-8")
}

fn snapshots(test: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("plan/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(test);
}

#[test]
fn the_plan_of_the_city() {
    let roadmap = city(&[("BIL", 12.0), ("SOZ", 8.0)]);
    snapshots(|| {
        for language in [Language::De, Language::En] {
            for format in ["terminal", "csv"] {
                let name = format!("{format}-{}", language.tag());
                insta::assert_snapshot!(name, written(&roadmap, &CITY, format, language));
            }
        }
    });
}

#[test]
fn the_parts_that_a_plan_names_make_up_its_tasks() {
    let text = written(&city(&[]), &CITY, "terminal", Language::De);
    let mut lines = text.lines();
    let line = lines.find(|line| line.starts_with("Maßnahmen: "));
    let (parts, _) = line.expect("a summary").split_once(". ").expect("a rest");
    let counts: Vec<u64> = parts
        .split(", ")
        .map(|part| part.rsplit(' ').next().expect("a word"))
        .map(|count| count.parse().expect("a number"))
        .collect();
    let (all, parts) = counts.split_first().expect("numbers");
    assert_eq!(*all, parts.iter().sum::<u64>(), "{text}");
    assert_eq!(*all, CITY.tasks.len() as u64, "{text}");
}

#[test]
fn the_page_is_self_contained_and_its_picture_has_a_table() {
    let roadmap = city(&[]);
    let page = written(&roadmap, &CITY, "html", Language::De);
    let page = Html::parse_document(&page);
    let count = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        page.select(&selector).count()
    };
    assert_eq!(count("[src], link[href^=http], script"), 0);
    assert_eq!(count("svg[role=img][aria-labelledby]"), 1);
    assert_eq!(count("#gantt tbody tr"), count("svg path.live"));
    assert_eq!(count("#tasks .works > article"), roadmap.tasks.len());
    assert_eq!(count("[style]"), 0);
}

#[test]
fn the_page_begins_with_the_roadmap_and_folds_decisions_by_kind() {
    let roadmap = city(&[]);
    let page = written(&roadmap, &CITY, "html", Language::De);
    let place = |id: &str| {
        page.find(&format!("<section id=\"{id}\""))
            .expect("a section")
    };
    let order = [
        "roadmap",
        "gantt",
        "critical-path",
        "escalations",
        "interims",
        "tasks",
    ];
    assert!(order.map(place).is_sorted());
    assert!(!page.contains("columns: 2"), "one reading order");
    let page = Html::parse_document(&page);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let kinds: BTreeSet<EscalationKind> = roadmap.escalations.iter().map(|one| one.kind).collect();
    let folds: Vec<String> = page
        .select(&select("#escalations > details:not([open]) > summary"))
        .map(|summary| summary.text().collect())
        .collect();
    assert_eq!(folds.len(), kinds.len(), "{folds:?}");
    let lines = page
        .select(&select("#escalations > details > ul > li"))
        .count();
    assert_eq!(lines, roadmap.escalations.len());
    assert_eq!(
        page.select(&select("#interims > details:not([open])"))
            .count(),
        1
    );
}

#[test]
fn a_trial_says_what_it_changes() {
    let without = city(&[]);
    let mut roadmap = city(&[("BIL", 1.0)]);
    roadmap.compare_with(&without);
    let compared = roadmap.compared.clone().expect("a comparison");
    assert!(compared.later > 0 && compared.earlier == 0, "{compared:?}");
    assert!(!compared.escalations.is_empty());
    for format in ["terminal", "html"] {
        let page = written(&roadmap, &CITY, format, Language::De);
        assert!(
            page.contains("Gegenüber dem Plan ohne diese Angaben: "),
            "{page}"
        );
    }
    let mut same = without.clone();
    same.compare_with(&without);
    let page = written(&same, &CITY, "html", Language::De);
    assert!(page.contains("ändert sich kein Termin und keine Entscheidung"));
}

#[test]
fn the_tasks_of_the_report_name_work_owner_and_days() {
    let tasks = &CITY.tasks;
    let ids: BTreeSet<&str> = tasks.iter().map(|task| task.id.as_str()).collect();
    assert_eq!(ids.len(), tasks.len());
    assert!(
        tasks
            .iter()
            .all(|task| task.days.is_some() && task.due.is_some())
    );
    for task in tasks.iter().filter(|task| task.question) {
        assert_eq!(task.window.kind, WindowKind::Clarification, "{}", task.id);
        assert!(
            task.window.date.is_some() && task.after.is_empty(),
            "{}",
            task.id
        );
    }
    // What is urgent has an interim measure, or its window opens in time.
    for task in tasks.iter().filter(|task| is_change(task)) {
        let in_time = task.window.date.is_some_and(|day| Some(day) <= task.due)
            || task.window.kind == WindowKind::BeforeIntroduction;
        let urgent = task.priority <= fachcheck::record::Priority::High;
        assert!(!urgent || in_time || task.interim.is_some(), "{}", task.id);
    }
}

// ── Invented estates ────────────────────────────────────────────────────────────────────────────────────

/// An application with findings: `(rule, cause, proven)`.
fn application(id: &str, findings: &[(&str, &str, bool)]) -> ApplicationReport {
    let assertions = findings
        .iter()
        .enumerate()
        .map(|(number, (rule, cause, proven))| {
            let kind = match proven {
                true => json!("failure"),
                false => json!({ "doubt": "open" }),
            };
            let assertion = json!({
                "rule": rule,
                "subject": "a.sql",
                "outcome": if *proven { "failed" } else { "cantTell" },
                "tally": { "passed": 0, "failed": 1, "cant_tell": 0 },
                "findings": [{
                    "fingerprint": format!("fc1:{id}-{number}"),
                    "kind": kind,
                    "facts": { "missing": { "terms": ["diverse", "no_entry"] } },
                    "place": { "document": "a.sql", "path": [] },
                    "cause": cause,
                    "confidence": "high",
                }],
            });
            serde_json::from_value::<Assertion>(assertion).expect("an assertion")
        });
    ApplicationReport {
        id: id.to_owned(),
        name: id.to_owned(),
        department: "KVR".to_owned(),
        personal_data: true,
        assertions: assertions.collect(),
        ..ApplicationReport::default()
    }
}

fn flow(from: &str, to: &str) -> InterfaceRecord {
    InterfaceRecord {
        id: format!("{from}-{to}"),
        from: from.to_owned(),
        to: to.to_owned(),
        gender: Some(true),
        ..InterfaceRecord::default()
    }
}

fn planned(
    applications: &[ApplicationReport],
    interfaces: &[InterfaceRecord],
    setting: Setting,
) -> Roadmap {
    static BOOK: LazyLock<std::sync::Arc<RuleBook>> = LazyLock::new(support::shipped::book);
    let rules = BOOK.cards();
    let estate = Estate {
        applications,
        interfaces,
        rules: &rules,
        planning: &Planning::shipped(),
        today: TODAY,
        reported: TODAY,
    };
    schedule(&estate, &[], setting)
}

#[test]
fn a_task_whose_day_has_passed_is_late_and_keeps_its_day() {
    let planning = CITY.planning.clone().expect("the assumptions of the run");
    let on = |today| {
        let estate = Estate::of_report(&CITY, &planning, today);
        schedule(&estate, &CITY.departments, Setting::default())
    };
    let is_overdue = |one: &&Escalation| one.kind == EscalationKind::Overdue;
    let (now, later) = (on(TODAY), on(date(2029, 3, 1)));
    let due = |roadmap: &Roadmap| {
        let tasks = roadmap.tasks.iter();
        let mut due: Vec<_> = tasks.map(|task| (task.id.clone(), task.due)).collect();
        due.sort();
        due
    };
    assert_eq!(due(&now), due(&later));
    assert_eq!(now.escalations.iter().filter(is_overdue).count(), 0);
    let mut late = later.escalations.iter().filter(is_overdue);
    assert!(late.all(|one| one.date.is_some_and(|day| day < date(2029, 3, 1))));
    assert!(later.escalations.iter().any(|one| is_overdue(&one)));
}

fn is_change(task: &Task) -> bool {
    task.kind == TaskKind::Repair && !task.question && !task.is_left_to_the_end()
}

fn task<'a>(roadmap: &'a Roadmap, id: &str) -> &'a Task {
    let mut tasks = roadmap.tasks.iter();
    tasks
        .find(|task| task.id == id)
        .unwrap_or_else(|| panic!("{id}"))
}

fn live(roadmap: &Roadmap, id: &str) -> Option<Date> {
    let mut entries = roadmap.entries.iter();
    entries
        .find(|entry| entry.task == id)
        .and_then(|entry| entry.live)
}

fn kinds(roadmap: &Roadmap) -> Vec<EscalationKind> {
    roadmap.escalations.iter().map(|one| one.kind).collect()
}

const FIELD: (&str, &str, bool) = ("gender/four-entries-storable", "person.geschlecht", true);

/// With the same finding, and the next release on a day.
fn releasing(id: &str, day: Date) -> ApplicationReport {
    let mut one = application(id, &[FIELD]);
    one.lifecycle.next_release = Some(day);
    one
}

#[test]
fn near_its_end_an_application_is_left_and_its_successor_asked() {
    let mut old = application("OLD", &[FIELD]);
    old.lifecycle.end_of_life_from = Some(date(2027, 6, 30));
    old.successor = Some("NEW".to_owned());
    let mut new = application("NEW", &[]);
    new.lifecycle.phase = Phase::Plan;
    new.lifecycle.active_from = Some(date(2027, 5, 1));
    let sender = releasing("SEND", date(2027, 1, 1));
    let roadmap = planned(
        &[old, new, sender],
        &[flow("SEND", "OLD")],
        Setting::default(),
    );
    let left = task(&roadmap, "OLD#person.geschlecht");
    assert!(left.is_left_to_the_end());
    let handover = task(&roadmap, "NEW#successor-of/OLD");
    assert_eq!(handover.window.kind, WindowKind::BeforeIntroduction);
    assert_eq!(live(&roadmap, &handover.id), Some(date(2027, 5, 1)));
    // Whoever sends to the old one waits for the new one.
    assert_eq!(
        task(&roadmap, "SEND#person.geschlecht").after,
        std::slice::from_ref(&handover.id)
    );
    assert_eq!(kinds(&roadmap), []);
}

#[test]
fn successors_in_a_circle_unknown_ones_and_missing_ones_are_escalated() {
    let ending = |id: &str, successor: Option<&str>| {
        let mut one = application(id, &[FIELD]);
        one.lifecycle.phase = Phase::PhaseOut;
        one.successor = successor.map(str::to_owned);
        one
    };
    for (applications, kind) in [
        (vec![ending("A", None)], EscalationKind::NoSuccessor),
        (
            vec![ending("A", Some("X"))],
            EscalationKind::SuccessorUnknown,
        ),
        (
            vec![ending("A", Some("B")), ending("B", Some("A"))],
            EscalationKind::SuccessorCycle,
        ),
    ] {
        let roadmap = planned(&applications, &[], Setting::default());
        assert!(kinds(&roadmap).contains(&kind), "{kind:?}");
    }
}

#[test]
fn what_is_switched_off_is_neither_changed_nor_asked() {
    let question = ("gender/four-entries-storable", "person.anrede", false);
    let switched_off = |end| {
        let mut one = application("OLD", &[FIELD, question]);
        one.lifecycle.phase = Phase::EndOfLife;
        one.lifecycle.end_of_life_from = end;
        one
    };
    for end in [Some(date(2024, 1, 1)), None] {
        let roadmap = planned(&[switched_off(end)], &[], Setting::default());
        assert_eq!(roadmap.tasks.len(), 2);
        for task in &roadmap.tasks {
            assert_eq!(task.window.kind, WindowKind::Ended, "{}", task.id);
            assert_eq!(task.priority, Priority::Low);
            assert_eq!(live(&roadmap, &task.id), None);
        }
        assert_eq!(kinds(&roadmap), []);
    }
    // Its last day is still to come.
    let roadmap = planned(
        &[switched_off(Some(date(2027, 6, 30)))],
        &[],
        Setting::default(),
    );
    assert!(kinds(&roadmap).contains(&EscalationKind::NoSuccessor));
}

#[test]
fn a_question_takes_the_same_effort_everywhere() {
    let cause = ("accessibility/video-described", "video", false);
    let roadmap = planned(&[application("A", &[cause])], &[], Setting::default());
    let task = &roadmap.tasks[0];
    assert!(task.question);
    assert_eq!(task.effort, Effort::Small);
    assert_eq!(task.days, Some(Planning::shipped().days.question));
}

#[test]
fn passed_and_missing_dates_are_escalated_and_nothing_waits_in_the_past() {
    let passed = releasing("A", date(2020, 1, 1));
    let roadmap = planned(&[passed], &[], Setting::default());
    assert_eq!(
        kinds(&roadmap),
        [EscalationKind::PastDate, EscalationKind::NoWindow]
    );
    let field = roadmap.escalations[0].field.as_deref();
    assert_eq!(field, Some("next_release"));
    assert!(live(&roadmap, "A#person.geschlecht").expect("a date") >= TODAY);
}

#[test]
fn a_question_waits_for_no_contract_and_an_urgent_change_is_bridged() {
    let mut one = application(
        "A",
        &[
            (
                "accessibility/button-name",
                "accessibility/button-name",
                true,
            ),
            (FIELD.0, FIELD.1, false),
        ],
    );
    one.operation.user_groups = vec![UserGroup::Citizens];
    one.operation.contract_until = Some(date(2029, 12, 31));
    let roadmap = planned(&[one], &[], Setting::default());
    assert!(live(&roadmap, "A#person.geschlecht").expect("a date") < date(2027, 3, 1));
    let change = task(&roadmap, "A#accessibility/button-name");
    assert_eq!(change.interim, Some(date(2026, 12, 7)));
    assert_eq!(live(&roadmap, &change.id), Some(date(2029, 12, 31)));
    assert_eq!(kinds(&roadmap), [EscalationKind::Late]);
}

#[test]
fn an_application_that_nobody_uses_yet_is_bridged_by_nothing() {
    let mut new = application("A", &[FIELD]);
    new.lifecycle.phase = Phase::Plan;
    new.lifecycle.active_from = Some(date(2029, 5, 1));
    let interim = |one: &ApplicationReport| {
        let roadmap = planned(std::slice::from_ref(one), &[], Setting::default());
        roadmap.entries[0].interim
    };
    assert_eq!(interim(&new), None);
    new.lifecycle.phase = Phase::Active;
    new.lifecycle.next_release = Some(date(2029, 5, 1));
    assert!(interim(&new).is_some());
}

#[test]
fn a_wrong_answer_is_corrected_at_once_and_bridged_by_nothing() {
    let rules = [
        "gender/survey-matches-scan",
        "gender/answered-entries-complete",
        "gender/answered-salutation-neutral",
    ];
    let cases = rules.map(|rule| [(rule, true), (rule, false)]);
    for (rule, proven) in cases.into_iter().flatten() {
        let mut one = application("A", &[(rule, rule, proven)]);
        one.operation.user_groups = vec![UserGroup::Citizens];
        one.lifecycle.phase = Phase::Plan;
        let roadmap = planned(&[one], &[], Setting::default());
        let id = format!("A#{rule}");
        let correction = task(&roadmap, &id);
        let soon = Some(date(2026, 12, 23));
        assert_eq!((correction.due, live(&roadmap, &id)), (soon, soon));
        assert_eq!(correction.interim, None);
        assert_eq!(
            (correction.owner, correction.effort),
            (OwnerRole::Business, Effort::Small)
        );
        assert_eq!(roadmap.entries[0].interim, None);
        // Neither the public nor the introduction raises it.
        assert!(correction.priority >= Priority::Medium);
        assert_eq!(correction.reasons[0], Reason::InventoryAnswer);
        assert_eq!(kinds(&roadmap), []);
    }
}

#[test]
fn of_one_priority_the_gravest_and_the_most_visible_come_first() {
    let button = (
        "accessibility/button-name",
        "accessibility/button-name",
        true,
    );
    let serious = (
        "gender/interface-carries-entries",
        "gender/interface-carries-entries",
        true,
    );
    // Raised by the public, by what depends on it, and not at all: three tasks of one priority.
    let mut visible = application("C", &[serious]);
    visible.operation.user_groups = vec![UserGroup::Citizens];
    let mut vital = application("B", &[serious]);
    vital.operation.criticality = Some(Criticality::High);
    let critical = application("D", &[button]);
    let asked = application("A", &[(FIELD.0, FIELD.1, false)]);
    let roadmap = planned(&[vital, visible, critical, asked], &[], Setting::default());
    let mut urgencies: Vec<(Priority, std::cmp::Reverse<Severity>, bool)> = Vec::new();
    for task in &roadmap.tasks {
        let severity = std::cmp::Reverse(task.severity);
        urgencies.push((task.priority, severity, task.question));
    }
    assert!(urgencies.is_sorted(), "{urgencies:?}");
    let place = |application: &str| {
        let mut tasks = roadmap.tasks.iter();
        tasks.position(|task| task.application == application)
    };
    assert_eq!(place("D"), Some(0));
    assert!(place("C") < place("B"), "who is outside meets it first");
}

#[test]
fn the_report_and_a_plan_without_limits_put_tasks_on_the_same_days() {
    let planning = CITY.planning.clone().expect("the assumptions of the run");
    let estate = Estate::of_report(&CITY, &planning, TODAY);
    let circle = [
        releasing("A", date(2027, 1, 15)),
        releasing("B", date(2027, 9, 1)),
        application("C", &[FIELD]),
    ];
    let flows = [flow("A", "B"), flow("B", "A"), flow("C", "A")];
    let circle = Estate {
        applications: &circle,
        interfaces: &flows,
        ..estate
    };
    for estate in [estate, circle] {
        let roadmap = schedule(&estate, &CITY.departments, Setting::default());
        let tasks = plan(&estate);
        assert_eq!(tasks.len(), roadmap.tasks.len());
        for (task, entry) in tasks.iter().zip(&roadmap.entries) {
            assert_eq!(task.done_by(TODAY), entry.live, "{}", task.id);
        }
    }
}

#[test]
fn a_matter_of_tasks_on_several_days_names_the_first_and_the_last() {
    let mut one = application("A", &[FIELD, ("gender/salutation-neutral", "b", true)]);
    one.operation.user_groups = vec![UserGroup::Citizens];
    let roadmap = planned(&[one], &[], Setting::default());
    let days: BTreeSet<Option<Date>> = roadmap.entries.iter().map(|entry| entry.live).collect();
    assert_eq!(days.len(), 2, "{days:?}");
    let matter = &roadmap.escalations[0];
    assert_eq!(matter.kind, EscalationKind::NoWindow);
    assert_eq!(Some(&matter.from), days.first());
    assert_eq!(Some(&matter.date), days.last());
}

#[test]
fn what_exceeds_a_department_slips_and_says_why() {
    let applications: Vec<ApplicationReport> = ["A", "B", "C"]
        .map(|id| releasing(id, date(2026, 12, 31)))
        .into();
    let roadmap = planned(&applications, &[], limited(&[("KVR", 6.0)]));
    let late = roadmap.entries.iter().filter(|entry| entry.slip.is_some());
    assert_eq!(
        late.count(),
        3,
        "6 days each, and the quarter is nearly over"
    );
    assert!(kinds(&roadmap).contains(&EscalationKind::Capacity));
    let nothing = planned(&applications, &[], limited(&[("KVR", 0.0)]));
    assert_eq!(kinds(&nothing)[0], EscalationKind::NeverFits);
    assert!(nothing.entries.iter().all(|entry| entry.live.is_none()));
}
