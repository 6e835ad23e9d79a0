//! The INV rules: what must hold between the fields of an entry and between entries.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::load::{Declarations, Declared, place};
use super::message::Message;
use super::reader::{Entry, both, hint, same};
use super::spec::{Spec, nearest};
use super::{
    Answer, Application, ApplicationKind, Department, Interface, Phase, UrlKind, address, contact,
    similar,
};
use crate::problem::Problem;
use crate::texts::{Bilingual, Language};

/// Adds the problems of everything declared.
pub(super) fn check(declared: &Declarations<'_>, today: Date, problems: &mut Vec<Problem>) {
    let estate = Estate {
        applications: first_by_id(&declared.applications, |application| &application.id),
        departments: first_by_id(&declared.departments, |department| &department.id),
        complete: declared.complete,
        today,
    };
    let mut out = Out { problems };
    if declared.head.is_none()
        && let Some(first) = declared.applications.first()
    {
        out.at_entry(&first.entry, Message::new("inv-109"));
    }
    unique(&declared.departments, |department| &department.id, &mut out);
    unique(
        &declared.applications,
        |application| &application.id,
        &mut out,
    );
    unique(&declared.interfaces, |interface| &interface.id, &mut out);
    for department in &declared.departments {
        department_fits(department, &estate, &mut out);
    }
    for application in &declared.applications {
        for rule in RULES {
            if rule
                .relies_on
                .iter()
                .all(|path| application.entry.is_sound(path))
            {
                (rule.check)(application, &estate, &mut out);
            }
        }
    }
    successor_cycles(&estate, &mut out);
    shared_addresses(&declared.applications, &mut out);
    similar_names(&declared.applications, &mut out);
    for interface in &declared.interfaces {
        interface_ends(interface, &estate, &mut out);
    }
    double_interfaces(&declared.interfaces, &mut out);
}

/// What the rules may look at beside their own entry.
struct Estate<'c, 'd> {
    applications: BTreeMap<&'c str, &'c Declared<'d, Application>>,
    departments: BTreeMap<&'c str, &'c Declared<'d, Department>>,
    complete: bool,
    today: Date,
}

/// A rule about one application. It runs only where the fields it relies on are written rightly, so that
/// one mistake is told once.
struct Rule {
    relies_on: &'static [&'static str],
    check: fn(&Declared<'_, Application>, &Estate<'_, '_>, &mut Out<'_>),
}

const RULES: &[Rule] = &[
    Rule {
        relies_on: &["artefact"],
        check: artefacts_unique,
    },
    Rule {
        relies_on: &["department"],
        check: department_exists,
    },
    Rule {
        relies_on: &["lifecycle"],
        check: dates_rise,
    },
    Rule {
        relies_on: &["lifecycle"],
        check: phase_agrees_with_today,
    },
    Rule {
        relies_on: &["lifecycle.phase", "business_owner"],
        check: active_has_owner,
    },
    Rule {
        relies_on: &["lifecycle.phase", "kind", "url"],
        check: active_web_has_address,
    },
    Rule {
        relies_on: &["personal_data", "vvt_ids"],
        check: personal_data_is_recorded,
    },
    Rule {
        relies_on: &["gender.stored", "personal_data"],
        check: gender_is_personal,
    },
    Rule {
        relies_on: &[
            "lifecycle.phase",
            "kind",
            "user_groups",
            "url",
            "accessibility",
        ],
        check: public_web_has_statement,
    },
    Rule {
        relies_on: &["accessibility.exception"],
        check: exception_is_justified,
    },
    Rule {
        relies_on: &["successor", "predecessor"],
        check: relatives_exist,
    },
    Rule {
        relies_on: &["lifecycle", "successor"],
        check: phase_out_has_an_end,
    },
    Rule {
        relies_on: &["lifecycle.phase", "contract_until"],
        check: contract_runs,
    },
    Rule {
        relies_on: &["lifecycle.phase", "user_groups", "accessibility.last_audit"],
        check: audit_is_recent,
    },
    Rule {
        relies_on: &[],
        check: owners_are_roles,
    },
    Rule {
        relies_on: &["services"],
        check: services_are_keys,
    },
];

struct Out<'p> {
    problems: &'p mut Vec<Problem>,
}

impl Out<'_> {
    fn at(&mut self, entry: &Entry<'_>, path: &str, message: Message) {
        let position = Some(entry.position_of(path));
        self.problems
            .push(message.problem(&entry.source.name, position));
    }

    fn at_entry(&mut self, entry: &Entry<'_>, message: Message) {
        self.problems
            .push(message.problem(&entry.source.name, Some(entry.position())));
    }
}

fn first_by_id<'c, 'd, T>(
    all: &'c [Declared<'d, T>],
    id: impl Fn(&'c T) -> &'c String,
) -> BTreeMap<&'c str, &'c Declared<'d, T>> {
    let mut by_id = BTreeMap::new();
    for declared in all {
        by_id
            .entry(id(&declared.value).as_str())
            .or_insert(declared);
    }
    by_id
}

/// A date as each language writes it.
fn day(date: Date) -> Bilingual {
    Bilingual {
        de: format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
        en: date.to_string(),
    }
}

fn phase_label(phase: Phase) -> Bilingual {
    let label = |language| {
        Spec::get()
            .label("phase", phase.word(), language)
            .to_owned()
    };
    Bilingual {
        de: label(Language::De),
        en: label(Language::En),
    }
}

// ── Ids and references ──────────────────────────────────────────────────────────────────────────────────

/// INV-001
fn unique<T>(all: &[Declared<'_, T>], id: impl Fn(&T) -> &String, out: &mut Out<'_>) {
    let mut seen: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for declared in all {
        let id = id(&declared.value);
        if id.is_empty() {
            continue;
        }
        match seen.get(id.as_str()) {
            Some(first) => {
                let message = Message::new("inv-001")
                    .with("id", id)
                    .with("first", place(first));
                out.at(&declared.entry, "id", message);
            }
            None => {
                seen.insert(id, &declared.entry);
            }
        }
    }
}

/// INV-001, for the artefacts inside an application
fn artefacts_unique(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let mut seen = BTreeMap::new();
    for (index, artefact) in application.value.artefacts.iter().enumerate() {
        let path = format!("artefact[{index}]");
        if let Some(first) = seen.insert(&artefact.id, index) {
            let first = application.entry.position_of(&format!("artefact[{first}]"));
            let message = Message::new("inv-001").with("id", &artefact.id).with(
                "first",
                format!("{}:{}", application.entry.source.name, first.line),
            );
            out.at(&application.entry, &format!("{path}.id"), message);
        }
    }
}

/// INV-002
fn department_exists(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    reference_department(
        &application.entry,
        "department",
        &application.value.department,
        estate,
        out,
    );
}

fn reference_department(
    entry: &Entry<'_>,
    path: &str,
    id: &str,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if estate.departments.contains_key(id) || !estate.complete {
        return;
    }
    let by_name = estate
        .departments
        .values()
        .find(|department| department.value.name == id);
    let meant = by_name
        .map(|department| department.value.id.as_str())
        .or_else(|| nearest(id, estate.departments.keys().copied()));
    let message = Message::new("inv-002")
        .with("id", id)
        .with_both("hint", meant.map_or_else(|| same(""), hint));
    out.at(entry, path, message);
}

/// INV-002 for the parent, INV-021 for the contact
fn department_fits(
    department: &Declared<'_, Department>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if let Some(contact) = &department.value.contact {
        personal_contact(&department.entry, "contact", contact, out);
    }
    let Some(parent) = &department.value.parent else {
        return;
    };
    reference_department(&department.entry, "parent", parent, estate, out);
    let above = |id: &str| {
        estate
            .departments
            .get(id)
            .and_then(|department| department.value.parent.as_deref())
    };
    if smallest_of_cycle(&department.value.id, above) {
        let message = Message::new("inv-002-cycle").with("id", &department.value.id);
        out.at(&department.entry, "parent", message);
    }
}

/// Whether following `next` leads back to `start`, and `start` is the smallest id on the way, so that each
/// cycle is told once.
fn smallest_of_cycle<'s>(start: &'s str, next: impl Fn(&str) -> Option<&'s str>) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut at = start;
    while let Some(following) = next(at) {
        if following == start {
            return seen.first() == Some(&start);
        }
        if !seen.insert(following) {
            return false;
        }
        at = following;
    }
    false
}

/// INV-016, existence
fn relatives_exist(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let relatives = [
        ("successor", &application.value.successor),
        ("predecessor", &application.value.predecessor),
    ];
    for (field, id) in relatives {
        let Some(id) = id else { continue };
        if estate.applications.contains_key(id.as_str()) || !estate.complete {
            continue;
        }
        let meant = nearest(id, estate.applications.keys().copied());
        let message = Message::new("inv-016")
            .with("field", field)
            .with("id", id)
            .with_both("hint", meant.map_or_else(|| same(""), hint));
        out.at(&application.entry, field, message);
    }
}

/// INV-016, cycles
fn successor_cycles(estate: &Estate<'_, '_>, out: &mut Out<'_>) {
    let next = |id: &str| {
        estate
            .applications
            .get(id)
            .and_then(|application| application.value.successor.as_deref())
    };
    for (id, application) in &estate.applications {
        if smallest_of_cycle(id, next) {
            let mut chain = vec![*id];
            while let Some(following) = chain.last().and_then(|last| next(last)) {
                chain.push(following);
                if following == *id {
                    break;
                }
            }
            let message = Message::new("inv-016-cycle").with("chain", chain.join(" → "));
            out.at(&application.entry, "successor", message);
        }
    }
}

// ── Life cycle ──────────────────────────────────────────────────────────────────────────────────────────

impl Application {
    fn phase_dates(&self) -> impl Iterator<Item = (Phase, &'static str, Date)> {
        let dates = &self.lifecycle;
        [
            (Phase::Plan, "plan_from", dates.plan_from),
            (Phase::PhaseIn, "phase_in_from", dates.phase_in_from),
            (Phase::Active, "active_from", dates.active_from),
            (Phase::PhaseOut, "phase_out_from", dates.phase_out_from),
            (Phase::EndOfLife, "end_of_life_from", dates.end_of_life_from),
        ]
        .into_iter()
        .filter_map(|(phase, field, date)| Some((phase, field, date?)))
    }
}

/// INV-005, order
fn dates_rise(application: &Declared<'_, Application>, _: &Estate<'_, '_>, out: &mut Out<'_>) {
    let mut earlier: Option<(&str, Date)> = None;
    for (_, field, date) in application.value.phase_dates() {
        if let Some((before, at)) = earlier.filter(|(_, at)| *at > date) {
            let message = Message::new("inv-005")
                .with("field", field)
                .with_both("date", day(date))
                .with("before", before)
                .with_both("at", day(at));
            out.at(&application.entry, &format!("lifecycle.{field}"), message);
        }
        earlier = Some((field, date));
    }
}

/// INV-005, today
fn phase_agrees_with_today(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let phase = application.value.lifecycle.phase;
    for (of, field, date) in application.value.phase_dates() {
        let key = match of.cmp(&phase) {
            std::cmp::Ordering::Equal if date > estate.today => "inv-005-future",
            std::cmp::Ordering::Greater if date <= estate.today => "inv-005-past",
            _ => continue,
        };
        let message = Message::new(key)
            .with_both("phase", phase_label(phase))
            .with("field", field)
            .with_both("date", day(date));
        out.at(&application.entry, "lifecycle.phase", message);
    }
}

/// INV-006
fn active_has_owner(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if application.value.lifecycle.phase == Phase::Active
        && application.value.business_owner.is_none()
    {
        out.at_entry(&application.entry, Message::new("inv-006"));
    }
}

/// INV-017
fn phase_out_has_an_end(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let ends = value.lifecycle.end_of_life_from.is_some() || value.successor.is_some();
    if value.lifecycle.phase == Phase::PhaseOut && !ends {
        out.at(&application.entry, "lifecycle", Message::new("inv-017"));
    }
}

/// INV-018
fn contract_runs(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let in_use = matches!(
        application.value.lifecycle.phase,
        Phase::Active | Phase::PhaseOut
    );
    let ended = application
        .value
        .contract_until
        .filter(|end| *end < estate.today);
    if let (true, Some(end)) = (in_use, ended) {
        let message = Message::new("inv-018").with_both("date", day(end));
        out.at(&application.entry, "contract_until", message);
    }
}

// ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────

/// INV-007
fn active_web_has_address(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let opens = |kind| {
        matches!(
            kind,
            UrlKind::Production | UrlKind::Intranet | UrlKind::Admin | UrlKind::Test
        )
    };
    let web = value.kind == ApplicationKind::Web && value.lifecycle.phase == Phase::Active;
    if web && !value.urls.iter().any(|url| opens(url.kind)) {
        out.at_entry(&application.entry, Message::new("inv-007"));
    }
}

/// INV-009
fn shared_addresses(applications: &[Declared<'_, Application>], out: &mut Out<'_>) {
    let mut owners: BTreeMap<String, &Declared<'_, Application>> = BTreeMap::new();
    for application in applications {
        for (index, url) in application.value.urls.iter().enumerate() {
            // Positions count the items as written, so a list with a wrong item has none to point at.
            if url.kind != UrlKind::Production || !application.entry.is_sound("url") {
                continue;
            }
            let owner = owners
                .entry(address::canonical(&url.url))
                .or_insert(application);
            if owner.value.id != application.value.id {
                let message = Message::new("inv-009")
                    .with("url", &url.url)
                    .with("other", &owner.value.id)
                    .with("first", place(&owner.entry));
                out.at(&application.entry, &format!("url[{index}].url"), message);
            }
        }
    }
}

// ── Data protection and gender ──────────────────────────────────────────────────────────────────────────

/// INV-012
fn personal_data_is_recorded(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if application.value.personal_data && application.value.vvt_ids.is_empty() {
        out.at(&application.entry, "personal_data", Message::new("inv-012"));
    }
}

/// INV-013
fn gender_is_personal(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let stored = application
        .value
        .gender
        .as_ref()
        .and_then(|gender| gender.stored);
    if stored == Some(Answer::Yes) && !application.value.personal_data {
        out.at(&application.entry, "gender.stored", Message::new("inv-013"));
    }
}

/// INV-021
fn owners_are_roles(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let exception = value.accessibility.exception.as_ref();
    let fields = [
        ("business_owner", &value.business_owner),
        ("technical_owner", &value.technical_owner),
        ("accessibility_contact", &value.accessibility_contact),
        (
            "accessibility.exception.approved_by",
            exception.map_or(&None, |exception| &exception.approved_by),
        ),
    ];
    for (field, text) in fields {
        if let Some(text) = text {
            personal_contact(&application.entry, field, text, out);
        }
    }
}

fn personal_contact(entry: &Entry<'_>, path: &str, text: &str, out: &mut Out<'_>) {
    if let Some(key) = contact::personal(text) {
        // The text is not repeated: it is personal.
        out.at(entry, path, Message::new(key).with("field", path));
    }
}

/// INV-022
fn services_are_keys(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    for (index, key) in application.value.services.iter().enumerate() {
        if key.len() != 14 || !key.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = Message::new("inv-022").with("key", key);
            out.at(&application.entry, &format!("services[{index}]"), message);
        }
    }
}

// ── Accessibility ───────────────────────────────────────────────────────────────────────────────────────

/// INV-014
fn public_web_has_statement(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let online = matches!(
        value.lifecycle.phase,
        Phase::PhaseIn | Phase::Active | Phase::PhaseOut
    );
    let bound = value.accessibility.legal_regime.as_deref() != Some("none");
    let stated = value.accessibility.statement_url.is_some()
        || value.urls.iter().any(|url| url.kind == UrlKind::Statement);
    if value.kind == ApplicationKind::Web && value.is_public() && online && bound && !stated {
        out.at_entry(&application.entry, Message::new("inv-014"));
    }
}

/// INV-015
fn exception_is_justified(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let path = "accessibility.exception";
    let Some(exception) = &application.value.accessibility.exception else {
        return;
    };
    let missing: Vec<&str> = [
        ("reason", exception.reason.is_none()),
        ("approved_by", exception.approved_by.is_none()),
        ("until", exception.until.is_none()),
    ]
    .into_iter()
    .filter_map(|(field, missing)| missing.then_some(field))
    .collect();
    if !missing.is_empty() {
        let message = Message::new("inv-015").with("fields", missing.join(", "));
        out.at(&application.entry, path, message);
    }
    if let Some(until) = exception.until.filter(|until| *until < estate.today) {
        let message = Message::new("inv-015-passed").with_both("date", day(until));
        out.at(&application.entry, &format!("{path}.until"), message);
    }
}

/// INV-019
fn audit_is_recent(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let (years, words) = match value.lifecycle.phase {
        Phase::Active if value.is_public() => (1, "one-year"),
        Phase::PhaseIn | Phase::Active | Phase::PhaseOut => (3, "three-years"),
        Phase::Plan | Phase::EndOfLife => return,
    };
    let Some(audit) = value.accessibility.last_audit else {
        return;
    };
    if audit
        .checked_add(years.years())
        .is_ok_and(|due| due < estate.today)
    {
        let message = Message::new("inv-019")
            .with_both("date", day(audit))
            .with_both("years", both(words, &[]));
        out.at(&application.entry, "accessibility.last_audit", message);
    }
}

// ── Double entries ──────────────────────────────────────────────────────────────────────────────────────

/// INV-020
fn similar_names(applications: &[Declared<'_, Application>], out: &mut Out<'_>) {
    let values: Vec<&Application> = applications
        .iter()
        .map(|declared| &declared.value)
        .collect();
    for (index, other) in similar::pairs(&values) {
        let message = Message::new("inv-020")
            .with("name", &values[index].name)
            .with("other", &values[other].id)
            .with("other-name", &values[other].name)
            .with("first", place(&applications[other].entry));
        out.at(&applications[index].entry, "name", message);
    }
}

// ── Interfaces ──────────────────────────────────────────────────────────────────────────────────────────

/// INV-010, INV-011 (itself)
fn interface_ends(interface: &Declared<'_, Interface>, estate: &Estate<'_, '_>, out: &mut Out<'_>) {
    let Interface { from, to, .. } = &interface.value;
    for (field, end) in [("from", from), ("to", to)] {
        let external = end
            .strip_prefix("external:")
            .is_some_and(|name| !name.trim().is_empty());
        let known = external || estate.applications.contains_key(end.as_str());
        if known || !estate.complete || !interface.entry.is_sound(field) {
            continue;
        }
        let meant = nearest(end, estate.applications.keys().copied());
        let message = Message::new("inv-010")
            .with("field", field)
            .with("id", end)
            .with_both("hint", meant.map_or_else(|| same(""), hint));
        out.at(&interface.entry, field, message);
    }
    if from == to && !from.is_empty() {
        out.at(
            &interface.entry,
            "to",
            Message::new("inv-011-self").with("id", from),
        );
    }
}

/// INV-011 (double). Two flows of different kind, standard or data between the same ends are no double.
fn double_interfaces(interfaces: &[Declared<'_, Interface>], out: &mut Out<'_>) {
    let mut seen = BTreeMap::new();
    for interface in interfaces {
        let value = &interface.value;
        if value.from.is_empty() || value.to.is_empty() {
            continue;
        }
        let mut ends = [&value.from, &value.to];
        if value.two_way {
            ends.sort();
        }
        let data: BTreeSet<&String> = value.data.iter().collect();
        match seen.entry((ends, value.two_way, &value.kind, &value.standard, data)) {
            std::collections::btree_map::Entry::Occupied(first) => {
                let first: &&Declared<'_, Interface> = first.get();
                let message = Message::new("inv-011")
                    .with("from", &value.from)
                    .with("to", &value.to)
                    .with("first", place(&first.entry));
                out.at_entry(&interface.entry, message);
            }
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(interface);
            }
        }
    }
}
