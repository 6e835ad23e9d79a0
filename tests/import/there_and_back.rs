//! What is exported and imported again is the same inventory.

use super::*;
use fachcheck::inventory::*;
use proptest::prelude::*;

/// Texts that are hard on spreadsheets and on separators.
fn text() -> impl Strategy<Value = String> {
    let hard = prop_oneof![
        Just("=SUMME(A1:A9)".to_owned()),
        Just("-".to_owned()),
        Just("'so'".to_owned()),
        Just("unbekannt".to_owned()),
        Just("#REF!".to_owned()),
        Just("007".to_owned()),
        Just("a;b,c".to_owned()),
        Just("zwei\nZeilen".to_owned()),
        Just("- Punkt".to_owned()),
        Just("\"ganz\"".to_owned()),
        Just("a | b \\ c = d".to_owned()),
    ];
    prop_oneof![hard, "[A-Za-zÄÖÜäöüß0-9;,/=+@'\"|\\\\ -]{1,20}"]
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

/// Texts that name somebody or something: nothing in them keeps the place of a value that is to come.
fn named() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("Muster {text}"))
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set(text(), 0..4).prop_map(|texts| texts.into_iter().collect())
}

fn day() -> impl Strategy<Value = Option<jiff::civil::Date>> {
    proptest::option::of(
        (1960i16..2100, 1i8..13, 1i8..29).prop_map(|(year, month, day)| date(year, month, day)),
    )
}

fn application() -> impl Strategy<Value = Application> {
    let first = (
        text(),
        texts(),
        proptest::option::of(named()),
        proptest::collection::btree_set(named(), 0..4)
            .prop_map(|names| names.into_iter().collect::<Vec<_>>()),
        day(),
        day(),
    );
    let second = (
        proptest::option::of(text()),
        proptest::option::of(any::<bool>()),
        texts(),
        proptest::option::of(text()),
        proptest::option::of(prop_oneof![
            Just("<50".to_owned()),
            Just("50-500".to_owned()),
            Just("1234".to_owned())
        ]),
        texts(),
    );
    (first, second).prop_map(
        |(
            (name, aliases, vendor, vvt, until, release),
            (label, flag, paths, purpose, users, tags),
        )| {
            Application {
                name,
                aliases,
                vendor,
                vvt_ids: vvt,
                contract_until: until,
                consumer_contract: flag,
                user_count: users,
                tags,
                personal_data: true,
                user_groups: vec![UserGroup::Citizens, UserGroup::Schools],
                lifecycle: LifeCycle {
                    phase: Phase::PhaseOut,
                    next_release: release,
                    ..LifeCycle::default()
                },
                urls: vec![
                    ApplicationUrl {
                        url: "https://a.stadt.example/".to_owned(),
                        label: label.clone(),
                        sample: Some(true),
                        ..ApplicationUrl::default()
                    },
                    ApplicationUrl {
                        url: "https://b.stadt.example/".to_owned(),
                        kind: UrlKind::Test,
                        auth: UrlAuth::Vpn,
                        ..ApplicationUrl::default()
                    },
                ],
                repositories: vec![Repository {
                    url: "git@git.stadt.example:a/b.git".to_owned(),
                    branch: label,
                    paths,
                }],
                gender: purpose.map(|purpose| GenderSurvey {
                    stored: Some(Answer::Yes),
                    values: vec![GenderValue::Male, GenderValue::NoEntry],
                    purpose: Some(purpose),
                    ..GenderSurvey::default()
                }),
                ..Application::default()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost(applications in proptest::collection::vec(application(), 1..4)) {
        let mut inventory = Inventory::default();
        let department = Department { id: "KVR".to_owned(), name: "Kreisverwaltungsreferat".to_owned(), ..Department::default() };
        inventory.departments.insert("KVR".to_owned(), department);
        for (number, mut application) in applications.into_iter().enumerate() {
            application.id = format!("APP-{number:04}");
            // Two of one name are asked about.
            application.name = format!("{} {number}", application.name);
            application.department = "KVR".to_owned();
            inventory.applications.insert(application.id.clone(), application);
        }
        // Written by an import into nothing, because that is how an inventory comes to be.
        let desk = Desk::new();
        let list = desk.put("liste.xlsx", &import::xlsx(&inventory, Language::De).expect("workbook"));
        let import = desk.import(&[list]);
        prop_assert!(!import.plan.is_open(), "{}", desk.said(&import, Language::De));
        desk.write(&import);
        prop_assert_eq!(content(&desk.inventory()), content(&inventory));
        round_trip(&desk.inventory(), &desk.path("inventory"));
    }
}
