//! What must be changed before what.

use super::*;

#[test]
fn who_receives_is_changed_before_who_sends() {
    let applications = [
        releasing("A", date(2027, 1, 15)),
        application("B", &[]),
        releasing("C", date(2027, 9, 1)),
    ];
    // B has nothing to change and hands on what it gets.
    let roadmap = planned(
        &applications,
        &[flow("A", "B"), flow("B", "C")],
        Setting::default(),
    );
    let (sender, receiver) = ("A#person.geschlecht", "C#person.geschlecht");
    assert_eq!(task(&roadmap, sender).after, [receiver]);
    assert_eq!(live(&roadmap, sender), Some(date(2027, 9, 1)));
    assert_eq!(roadmap.critical_path, [receiver, sender]);
    let entry = roadmap
        .entries
        .iter()
        .find(|entry| entry.task == sender)
        .expect("an entry");
    assert_eq!(entry.slip.as_ref().expect("late").waits_for, [receiver]);
}

#[test]
fn a_change_that_is_late_names_what_it_waits_for_and_a_way_out() {
    let mut sender = releasing("A", date(2027, 1, 1));
    sender.operation.user_groups = vec![UserGroup::Citizens];
    let receivers = [
        releasing("B", date(2027, 2, 1)),
        releasing("C", date(2029, 9, 1)),
    ];
    let applications: Vec<ApplicationReport> = [sender].into_iter().chain(receivers).collect();
    let flows = [flow("A", "B"), flow("A", "C")];
    let roadmap = planned(&applications, &flows, Setting::default());
    let text = written(&roadmap, &CITY, "html", Language::De);
    assert!(text.contains("Gewartet wird auf C (01.09.2029)"), "{text}");
    // Alone, it is not late for the sake of others.
    let roadmap = planned(&applications, &[], Setting::default());
    let text = written(&roadmap, &CITY, "html", Language::De);
    assert!(!text.contains("Gewartet wird"), "{text}");
}

#[test]
fn tasks_about_answers_alone_are_counted_apart() {
    let told = ("gender/answered-entries-complete", "answer", true);
    let applications = [application("A", &[FIELD, told]), application("B", &[FIELD])];
    let text = |applications: &[ApplicationReport]| {
        let roadmap = planned(applications, &[], Setting::default());
        written(&roadmap, &CITY, "terminal", Language::De)
    };
    let said = "Maßnahmen allein zu Antworten im Inventar: 1;";
    assert!(text(&applications).replace('\n', " ").contains(said));
    assert!(!text(&applications[1..]).contains("allein zu Antworten"));
}

#[test]
fn interfaces_that_name_no_data_are_said_to_set_no_order() {
    let mut report = CITY.clone();
    let remark = "die keine Daten nennen: 2;";
    let roadmap = city(&[]);
    assert!(!written(&roadmap, &report, "html", Language::De).contains(remark));
    let ends = (&report.applications[0].id, &report.applications[1].id);
    let silent = InterfaceRecord {
        gender: None,
        ..flow(ends.0, ends.1)
    };
    // Of an interface with someone else no order follows, whatever flows through it.
    let outside = InterfaceRecord {
        to: "external:someone".to_owned(),
        ..silent.clone()
    };
    report.interfaces = vec![silent.clone(), silent, outside];
    for format in ["terminal", "html"] {
        let text = written(&roadmap, &report, format, Language::De);
        assert!(text.contains(remark), "{format}: {text}");
    }
}

#[test]
fn the_page_of_a_large_plan_shows_every_quarter_with_its_real_number() {
    let number = |number: usize| format!("A{number:04}");
    let applications: Vec<ApplicationReport> = (0..1600)
        .map(|index| match index < 1550 {
            true => releasing(&number(index), date(2027, 2, 1)),
            false => releasing(&number(index), date(2027, 5, 1)),
        })
        .collect();
    let roadmap = planned(&applications, &[], Setting::default());
    let page = written(&roadmap, &CITY, "html", Language::De);
    let page = Html::parse_document(&page);
    let texts = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        let found = page.select(&selector);
        found
            .map(|one| one.text().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("#tasks summary"), ["2027-Q1 (1550)", "2027-Q2 (50)"]);
    let notices = texts("#tasks .more");
    assert!(notices[0].contains("1500 von 1600"), "{notices:?}");
    assert!(notices[1].contains("1450 von 1550"), "{notices:?}");
    assert_eq!(notices.len(), 2);
    assert_eq!(texts("#tasks .works > article").len(), 1500);
}

#[test]
fn the_report_and_the_plan_name_one_day_for_what_waits() {
    let applications = [
        releasing("A", date(2027, 1, 15)),
        releasing("C", date(2027, 9, 1)),
    ];
    let rules = &CITY.rules;
    let planning = CITY.planning.clone().expect("the assumptions of the run");
    let flows = [flow("A", "C")];
    let tasks = plan(&Estate {
        applications: &applications,
        interfaces: &flows,
        rules,
        planning: &planning,
        today: TODAY,
        reported: TODAY,
    });
    let sender = tasks.iter().find(|task| task.application == "A");
    let sender = sender.expect("a task");
    assert_eq!(sender.window.date, Some(date(2027, 1, 15)));
    assert_eq!(sender.held_until, Some(date(2027, 9, 1)));
    let roadmap = city(&[]);
    let held = CITY.tasks.iter().filter(|task| task.held_until.is_some());
    for task in held {
        assert_eq!(live(&roadmap, &task.id), task.in_use(), "{}", task.id);
    }
}

#[test]
fn behind_an_open_question_lies_what_is_waited_for_as_well() {
    let applications = [
        releasing("A", date(2027, 1, 15)),
        application("B", &[(FIELD.0, FIELD.1, false)]),
        releasing("C", date(2027, 9, 1)),
    ];
    let flows = [flow("A", "B"), flow("B", "C")];
    let roadmap = planned(&applications, &flows, Setting::default());
    assert_eq!(
        task(&roadmap, "A#person.geschlecht").after,
        ["B#person.geschlecht", "C#person.geschlecht"]
    );
}

#[test]
fn a_circle_becomes_one_joint_step_behind_the_changes_of_all() {
    let applications = [
        releasing("A", date(2027, 1, 15)),
        releasing("B", date(2027, 9, 1)),
        releasing("C", date(2027, 2, 1)),
    ];
    let flows = [flow("A", "B"), flow("B", "A"), flow("C", "A")];
    let roadmap = planned(&applications, &flows, Setting::default());
    let joint: Vec<&Task> = roadmap
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::Joint)
        .collect();
    assert_eq!(joint.len(), 1);
    assert_eq!(joint[0].concerns, ["A", "B"]);
    assert_eq!(joint[0].interfaces, ["A-B", "B-A"]);
    assert_eq!(
        joint[0].after,
        ["A#person.geschlecht", "B#person.geschlecht"]
    );
    assert!(task(&roadmap, "A#person.geschlecht").after.is_empty());
    assert_eq!(
        task(&roadmap, "C#person.geschlecht").after,
        std::slice::from_ref(&joint[0].id)
    );
    assert_eq!(live(&roadmap, &joint[0].id), Some(date(2027, 9, 1)));
}
