//! Rules about one application.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::references::department;
use super::{Estate, Out, day, personal_contact};
use crate::inventory::load::Declared;
use crate::inventory::mention::firm_without_persons;
use crate::inventory::message::{Message, both, hint, same};
use crate::inventory::notation::service_key;
use crate::inventory::spec::Spec;
use crate::inventory::{Answer, Application, ApplicationKind, Phase, UrlKind};
use crate::inventory::{Private, private};
use crate::problem::nearest;
use crate::texts::Bilingual;

/// A rule about one application. It runs only if the fields it relies on are valid, so that a mistake is reported once.
pub(super) struct Rule {
    pub relies_on: &'static [&'static str],
    pub check: fn(&Declared<'_, Application>, &Estate<'_, '_>, &mut Out<'_>),
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        relies_on: &["artefact"],
        check: artefacts_unique,
    },
    Rule {
        relies_on: &["obligation"],
        check: obligations_unique,
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
        relies_on: &["lifecycle"],
        check: release_lies_ahead,
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
    Rule {
        relies_on: &["gender", "accessibility.exception"],
        check: texts_are_impersonal,
    },
];

/// INV-001, for the artefacts of an application
fn artefacts_unique(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let artefacts = application.value.artefacts.iter();
    let ids = artefacts.map(|artefact| artefact.id.as_str());
    unique_inside(application, "artefact", ids, out);
}

/// INV-001, for the obligations of an application
fn obligations_unique(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let obligations = application.value.obligations.iter();
    let ids = obligations.map(|obligation| obligation.id.as_str());
    unique_inside(application, "obligation", ids, out);
}

fn unique_inside<'a>(
    application: &Declared<'_, Application>,
    table: &str,
    ids: impl Iterator<Item = &'a str>,
    out: &mut Out<'_>,
) {
    let mut seen = BTreeMap::new();
    for (index, id) in ids.enumerate() {
        if let Some(first) = seen.insert(id, index) {
            let first = application.entry.position_of(&format!("{table}[{first}]"));
            let message = Message::new("inv-001").with("id", id).with(
                "first",
                format!("{}:{}", application.entry.source.name, first.line),
            );
            out.problem_at(&application.entry, &format!("{table}[{index}].id"), message);
        }
    }
}

/// INV-002
fn department_exists(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    department(
        &application.entry,
        "department",
        &application.value.department,
        estate,
        out,
    );
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
            .with_both("field", Spec::get().named("application", field))
            .with("id", id)
            .with_both("hint", meant.map_or_else(|| same(""), hint));
        out.problem_at(&application.entry, field, message);
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
                .with_both("field", Spec::get().named("lifecycle", field))
                .with_both("date", day(date))
                .with_both("before", Spec::get().named("lifecycle", before))
                .with_both("at", day(at));
            out.problem_at(&application.entry, &format!("lifecycle.{field}"), message);
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
            .with_both("field", Spec::get().named("lifecycle", field))
            .with_both("date", day(date));
        out.problem_at(&application.entry, "lifecycle.phase", message);
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
        out.problem_at(&application.entry, "lifecycle", Message::new("inv-017"));
    }
}

/// INV-033
fn release_lies_ahead(
    application: &Declared<'_, Application>,
    estate: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let life = &application.value.lifecycle;
    let is_past = life.next_release.is_some_and(|day| day < estate.today);
    // Without the day, as with contracts.
    if is_past && life.phase != Phase::EndOfLife {
        let message = Message::new("inv-033");
        out.problem_at(&application.entry, "lifecycle.next_release", message);
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
    // Without the day, which is in the line itself: problems with the same words are shown once.
    if in_use && ended.is_some() {
        out.problem_at(
            &application.entry,
            "contract_until",
            Message::new("inv-018"),
        );
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

// ── Data protection and gender ──────────────────────────────────────────────────────────────────────────

/// INV-012
fn personal_data_is_recorded(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    if application.value.personal_data && application.value.vvt_ids.is_empty() {
        out.problem_at(&application.entry, "personal_data", Message::new("inv-012"));
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
        out.problem_at(&application.entry, "gender.stored", Message::new("inv-013"));
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
            personal_contact(&application.entry, "application", field, text, out);
        }
    }
    let names_persons = |vendor: &&String| firm_without_persons(vendor).is_some();
    if value
        .vendor
        .as_ref()
        .is_some_and(|vendor| names_persons(&vendor))
    {
        let named = Spec::get().named("application", "vendor");
        let message = Message::new("inv-021-vendor").with_both("field", named);
        out.problem_at(&application.entry, "vendor", message);
    }
}

/// INV-032
fn texts_are_impersonal(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    let value = &application.value;
    let exception = value.accessibility.exception.as_ref();
    let gender = value.gender.as_ref();
    let texts = [
        ("description", value.description.as_ref()),
        ("notes", value.notes.as_ref()),
        ("gender.purpose", gender.and_then(|it| it.purpose.as_ref())),
        ("gender.measure", gender.and_then(|it| it.measure.as_ref())),
        (
            "accessibility.exception.text",
            exception.and_then(|it| it.text.as_ref()),
        ),
    ];
    for (path, text) in texts {
        let key = match text.and_then(|text| private(text)) {
            Some(Private::Secret) => "inv-032-secret",
            Some(Private::Person) => "inv-032-person",
            // Whoever keeps an inventory by hand has decided; suspicions would only tire them.
            Some(Private::Perhaps(_)) | None => continue,
        };
        let named = Spec::get().named("application", path);
        let message = Message::new(key).with_both("field", named);
        out.problem_at(&application.entry, path, message);
    }
}

/// INV-022
fn services_are_keys(
    application: &Declared<'_, Application>,
    _: &Estate<'_, '_>,
    out: &mut Out<'_>,
) {
    for (index, key) in application.value.services.iter().enumerate() {
        let message = match service_key(key) {
            Some(digits) if digits == *key => continue,
            Some(digits) => Message::new("inv-022-signs").with("digits", digits),
            None => Message::new("inv-022"),
        };
        let field = format!("services[{index}]");
        out.problem_at(&application.entry, &field, message.with("key", key));
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
    let stated = value.accessibility.statement_url.is_some()
        || value.urls.iter().any(|url| url.kind == UrlKind::Statement);
    if value.needs_declaration() && value.is_in_use() && !stated {
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
        out.problem_at(&application.entry, path, message);
    }
    if let Some(until) = exception.until.filter(|until| *until < estate.today) {
        let message = Message::new("inv-015-passed").with_both("date", day(until));
        out.problem_at(&application.entry, &format!("{path}.until"), message);
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
    if audit > estate.today {
        let message = Message::new("inv-019-future").with_both("date", day(audit));
        out.problem_at(&application.entry, "accessibility.last_audit", message);
    } else if audit
        .checked_add(years.years())
        .is_ok_and(|due| due < estate.today)
    {
        let message = Message::new("inv-019")
            .with_both("date", day(audit))
            .with_both("years", both(words, &[]));
        out.problem_at(&application.entry, "accessibility.last_audit", message);
    }
}

fn phase_label(phase: Phase) -> Bilingual {
    let label = |language| {
        Spec::get()
            .label("phase", phase.name(), language)
            .to_owned()
    };
    Bilingual::of(label)
}
