//! Planning in relation to the number of applications and interfaces: twice as many take twice as long.

use std::collections::BTreeMap;

use divan::Bencher;
use fachcheck::inventory::{LifeCycle, Phase};
use fachcheck::outcome::Assertion;
use fachcheck::plan::{Estate, Setting, schedule};
use fachcheck::record::{ApplicationReport, InterfaceRecord};
use fachcheck::rule::{self, Days, Planning};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 23);

fn main() {
    divan::main();
}

/// An application with three findings; every ninth one ends.
fn application(number: usize, all: usize) -> ApplicationReport {
    let findings = [
        ("gender/four-entries-storable", "person.geschlecht"),
        ("gender/salutation-neutral", "person.anrede"),
        ("accessibility/button-name", "accessibility/button-name"),
    ];
    let assertions = findings.map(|(rule, cause)| {
        serde_json::from_value::<Assertion>(serde_json::json!({
            "rule": rule,
            "subject": "a.sql",
            "outcome": "failed",
            "tally": { "passed": 0, "failed": 1, "cant_tell": 0 },
            "findings": [{
                "fingerprint": format!("fc1:{number}-{rule}"),
                "kind": "failure",
                "facts": {},
                "place": { "document": "a.sql", "path": [] },
                "cause": cause,
                "confidence": "high",
            }],
        }))
        .expect("an assertion")
    });
    let ends = number.is_multiple_of(9);
    ApplicationReport {
        id: format!("APP-{number:05}"),
        department: format!("D{}", number % 12),
        lifecycle: LifeCycle {
            phase: if ends { Phase::PhaseOut } else { Phase::Active },
            next_release: Some(date(2027, 1, 1) + jiff::Span::new().days(number as i64 % 900)),
            end_of_life_from: ends.then_some(date(2028, 1, 1)),
            ..LifeCycle::default()
        },
        successor: ends.then(|| format!("APP-{:05}", (number + 1) % all)),
        personal_data: true,
        assertions: assertions.into(),
        ..ApplicationReport::default()
    }
}

/// Three interfaces for two applications, spread by a fixed step; some lead back.
fn interfaces(all: usize) -> Vec<InterfaceRecord> {
    (0..all * 3 / 2)
        .map(|number| InterfaceRecord {
            id: format!("IF-{number}"),
            from: format!("APP-{:05}", number * 7 % all),
            to: format!("APP-{:05}", (number * 7 + number % 97 + 1) % all),
            two_way: number.is_multiple_of(20),
            gender: Some(number.is_multiple_of(3)),
            ..InterfaceRecord::default()
        })
        .collect()
}

#[divan::bench(args = [1_000, 2_000, 4_000, 8_000], sample_count = 5)]
fn plan_of_applications(bencher: Bencher<'_, '_>, all: usize) {
    let rules = rule::load(None).expect("the shipped rules").cards();
    let planning = Planning::shipped();
    let applications: Vec<_> = (0..all).map(|number| application(number, all)).collect();
    let interfaces = interfaces(all);
    let limit = Days::new(400.0).expect("days");
    let capacity: BTreeMap<_, _> = (0..12)
        .map(|number| (format!("D{number}"), limit))
        .collect();
    let estate = Estate {
        applications: &applications,
        interfaces: &interfaces,
        rules: &rules,
        planning: &planning,
        today: TODAY,
        reported: TODAY,
    };
    bencher.bench_local(|| {
        let setting = Setting {
            capacity: capacity.clone(),
            what_if: Vec::new(),
        };
        schedule(&estate, &[], setting)
    });
}
