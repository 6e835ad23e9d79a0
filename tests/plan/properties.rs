//! What every plan holds to.

use super::*;

fn any_day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((2025_i16..2032, 1_i8..13).prop_map(|(year, month)| date(year, month, 1)))
}

fn any_application(number: usize) -> impl Strategy<Value = ApplicationReport> {
    let rules = prop::sample::subsequence(
        vec![
            ("gender/four-entries-storable", "person.geschlecht"),
            ("gender/interface-carries-entries", "person.geschlecht"),
            ("gender/salutation-neutral", "person.anrede"),
            ("accessibility/button-name", "accessibility/button-name"),
            ("accessibility/heading-order", "accessibility/heading-order"),
        ],
        0..=5,
    );
    let phase = prop::sample::select(Phase::ALL.to_vec());
    let successor = prop::option::of(0_usize..8);
    (
        (rules, prop::collection::vec(any::<bool>(), 5)),
        (phase, any_day(), any_day(), any_day()),
        (
            successor,
            any::<bool>(),
            prop::sample::select(vec!["KVR", "SOZ"]),
        ),
    )
        .prop_map(
            move |(
                (rules, proven),
                (phase, release, end, contract),
                (successor, public, department),
            )| {
                let findings: Vec<(&str, &str, bool)> = rules
                    .into_iter()
                    .zip(proven)
                    .map(|((rule, cause), proven)| (rule, cause, proven))
                    .collect();
                let mut one = application(&format!("APP-{number}"), &findings);
                one.department = department.to_owned();
                one.lifecycle.phase = phase;
                one.lifecycle.next_release = release;
                one.lifecycle.end_of_life_from = end;
                one.lifecycle.active_from = release;
                one.operation.contract_until = contract;
                one.successor = successor.map(|other| format!("APP-{other}"));
                if public {
                    one.operation.user_groups = vec![UserGroup::Citizens];
                }
                one
            },
        )
}

fn any_estate() -> impl Strategy<Value = (Vec<ApplicationReport>, Vec<InterfaceRecord>)> {
    let applications: Vec<_> = (0..7).map(any_application).collect();
    let flows = prop::collection::vec((0_usize..8, 0_usize..8, any::<bool>()), 0..14);
    (applications, flows).prop_map(|(applications, flows)| {
        let flows = flows
            .into_iter()
            .map(|(from, to, two_way)| InterfaceRecord {
                two_way,
                ..flow(&format!("APP-{from}"), &format!("APP-{to}"))
            });
        (applications, flows.collect())
    })
}

/// The applications that data of one comes to.
fn reached<'a>(
    from: &'a str,
    flows: &'a [InterfaceRecord],
    known: &BTreeSet<&str>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for flow in flows {
            let next = match (flow.from == at, flow.to == at && flow.two_way) {
                (true, _) => flow.to.as_str(),
                (_, true) => flow.from.as_str(),
                _ => continue,
            };
            if known.contains(next) && seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_holds_what_plans_promise(
        (applications, flows) in any_estate(),
        limit in prop::option::of(0_u32..60),
    ) {
        let mut setting = Setting::default();
        if let Some(days) = limit {
            setting.capacity.insert("KVR".to_owned(), Days::from_tenths(days * 10));
        }
        let roadmap = planned(&applications, &flows, setting.clone());
        let again = planned(&applications, &flows, setting);
        prop_assert_eq!(&roadmap, &again);

        // Every task once, and every finding in one task.
        let ids: BTreeSet<&str> = roadmap.tasks.iter().map(|task| task.id.as_str()).collect();
        prop_assert_eq!(ids.len(), roadmap.tasks.len());
        let entries: Vec<&str> = roadmap.entries.iter().map(|entry| entry.task.as_str()).collect();
        let tasks: Vec<&str> = roadmap.tasks.iter().map(|task| task.id.as_str()).collect();
        prop_assert_eq!(entries, tasks);
        let resolved: Vec<_> = roadmap.tasks.iter().flat_map(|task| &task.resolves).collect();
        let found: usize = applications.iter().map(|one| one.findings().count()).sum();
        prop_assert_eq!(resolved.iter().collect::<BTreeSet<_>>().len(), resolved.len());
        prop_assert_eq!(resolved.len(), found);

        // Nothing before today, no day of a department spent twice.
        let mut spent: BTreeMap<(&str, Quarter), Days> = BTreeMap::new();
        for (task, entry) in roadmap.planned() {
            prop_assert!(entry.live.is_none_or(|live| live >= TODAY));
            for (quarter, days) in &entry.work {
                prop_assert!(*quarter >= Quarter::of(TODAY));
                let sum = spent.entry((&task.department, *quarter)).or_default();
                *sum = sum.plus(*days);
            }
        }
        if let Some(limit) = limit {
            let own = spent.iter().filter(|((department, _), _)| *department == "KVR");
            prop_assert!(own.clone().all(|(_, days)| *days <= Days::from_tenths(limit * 10)), "{spent:?}");
        }

        // What comes first is in use first, along ids and along interfaces.
        let lives: BTreeMap<&str, Option<Date>> = roadmap
            .entries
            .iter()
            .map(|entry| (entry.task.as_str(), entry.live))
            .collect();
        let known: BTreeSet<&str> = applications.iter().map(|one| one.id.as_str()).collect();
        let rules = Planning::shipped().entry_rules;
        let decides = |task: &Task| task.rules.iter().any(|rule| rules.contains(rule));
        for task in &roadmap.tasks {
            for first in &task.after {
                prop_assert!(ids.contains(first.as_str()), "{first}");
                if let Some(live) = lives[task.id.as_str()] {
                    prop_assert!(lives[first.as_str()].is_some_and(|before| before <= live));
                }
            }
        }
        for sender in roadmap.tasks.iter().filter(|task| is_change(task) && decides(task)) {
            for receiver in reached(&sender.application, &flows, &known) {
                if reached(receiver, &flows, &known).contains(sender.application.as_str()) {
                    continue;
                }
                let waiting = roadmap.tasks.iter().filter(|task| {
                    task.application == receiver && is_change(task) && decides(task)
                });
                for first in waiting {
                    if let Some(live) = lives[sender.id.as_str()] {
                        let before = lives[first.id.as_str()];
                        prop_assert!(before.is_some_and(|before| before <= live), "{} {}", sender.id, first.id);
                    }
                }
            }
        }
    }
}
