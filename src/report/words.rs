//! Words for the closed lists in a report, and sentences built from them.
//!
//! A word is looked up by its stored name (`cantTell`, `next_release`), so a list and its words cannot drift apart
//! unnoticed: the test below checks every one.

mod task;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

pub use self::task::{
    acceptance, affected, application_of, clause, effort_in_days, enumeration, interim, steps,
    task, timing, waits_for, who, works,
};
use crate::model::{PageKind, ReadDocument};
use crate::outcome::{Fact, Finding, Outcome, Severity};
use crate::record::{
    AnsweredQuestion, ApplicationReport, Priority, Reason, Report, Standing, Task, Totals, Weight,
    WindowKind,
};
use crate::rule::{Effort, OwnerRole};
use crate::texts::{Language, amount, counted, filled, harmless, lookup, text};

/// The word of `value` in `list` (`report.outcome`, `plan.owner`).
pub fn word(list: &str, value: &impl Serialize, language: Language) -> String {
    let name = name(value);
    lookup(&format!("{list}-{name}"), language).map_or(name, str::to_owned)
}

/// A title with its administration, or alone if the inventory names none.
pub fn titled(title: &str, organisation: &str) -> String {
    if organisation.trim().is_empty() {
        title.to_owned()
    } else {
        format!("{title}: {organisation}")
    }
}

/// The stored name of a value in a closed list.
pub fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// An outcome in words.
pub fn outcome(outcome: Outcome, language: Language) -> String {
    word("report.outcome", &outcome, language)
}

/// An outcome with its symbol, so that neither appears alone.
pub fn verdict(value: Outcome, language: Language) -> String {
    format!("{} {}", symbol(value), outcome(value, language))
}

/// What a finding counts as, in words: advice is not called an unmet demand.
pub fn found(weight: Weight, language: Language) -> String {
    text(&format!("report.outcome-{}", weight.name()), language).to_owned()
}

/// The symbol beside the word for what a finding counts as.
pub const fn sign(weight: Weight) -> &'static str {
    match weight {
        Weight::Failure => symbol(Outcome::Failed),
        Weight::Question => symbol(Outcome::CantTell),
        Weight::Advice => "›",
    }
}

/// What a finding counts as, with its symbol, so that neither appears alone.
pub fn signed(weight: Weight, language: Language) -> String {
    format!("{} {}", sign(weight), found(weight, language))
}

/// The symbol beside the word of an outcome; never alone, and never distinguished by colour only.
pub const fn symbol(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "✗",
        Outcome::CantTell => "?",
        Outcome::Untested => "○",
        Outcome::Passed => "✓",
        Outcome::Inapplicable => "–",
    }
}

/// The standing of an application as a sentence: its failures and questions, or that it was examined without any.
pub fn standing(report: &Report, application: &ApplicationReport, language: Language) -> String {
    let key = format!(
        "report.standing-{}",
        name(&application.standing(&report.rules))
    );
    let mut sentence = filled(
        &key,
        language,
        &[
            ("failures", &application.failures(&report.rules)),
            ("doubts", &application.doubts()),
            ("gaps", &application.gaps.len()),
            ("people", &application.for_people(&report.checklists)),
            ("answered", &application.answered.len()),
        ],
    );
    let advice = application.advice(&report.rules);
    if advice > 0 {
        sentence += &filled("report.standing-advice", language, &[("advice", &advice)]);
    }
    let answered = application.answered.len();
    if answered > 0 && application.standing(&report.rules) != Standing::Answered {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("answered", &answered)];
        sentence += &filled("report.standing-answers", language, &values);
    }
    if !application.waived.is_empty() {
        sentence += &filled(
            "report.standing-waived",
            language,
            &[("waived", &application.waived.len())],
        );
    }
    sentence
}

/// The outcome whose symbol and colour represent a standing.
pub const fn outcome_like(standing: Standing) -> Outcome {
    match standing {
        Standing::Failing | Standing::Reported | Standing::SetAside => Outcome::Failed,
        Standing::Asking => Outcome::CantTell,
        // What was not read may contain anything.
        Standing::Incomplete | Standing::Unread => Outcome::Untested,
        Standing::Answered | Standing::Clean => Outcome::Passed,
    }
}

/// An outcome that a person's answer decided, with its symbol.
pub fn by_answer(outcome: Outcome, language: Language) -> String {
    let said = word("report.by-answer", &outcome, language);
    format!("{} {said}", symbol(outcome))
}

/// What a person answered to a question, as its outcome: `laut Antwort erfüllt`.
pub fn answer_in_short(answered: &AnsweredQuestion, language: Language) -> String {
    word("report.by-answer", &answered.outcome(), language)
}

/// What a person answered to a question: answer, reason, role and day.
pub fn answer(answered: &AnsweredQuestion, language: Language) -> String {
    let said = word("paper.answer", &answered.answer, language);
    let by = answered_by(answered, language);
    match &answered.text {
        Some(reason) => format!("{said}: {reason} ({by})"),
        None => format!("{said} ({by})"),
    }
}

/// Who answered a question and when, and until when that holds.
pub fn answered_by(answered: &AnsweredQuestion, language: Language) -> String {
    let day = |day: Date| date(&day.to_string(), language);
    let who = format!("{}, {}", answered.role, day(answered.date));
    match answered.valid_until {
        Some(until) => {
            let until = filled("paper.valid-until", language, &[("date", &day(until))]);
            format!("{who}; {until}")
        }
        None => who,
    }
}

/// A heading over findings of a rule: the demand and its result, because a bare demand reads like a result.
pub fn heading(demand: &str, weight: Weight, language: Language) -> String {
    let key = format!("report.heading-{}", weight.name());
    filled(&key, language, &[("demand", &demand)])
}

/// How many fields a finding stands for besides the one named; its sentence says nothing about them. Empty for one alone.
pub fn further_fields(finding: &Finding, language: Language) -> String {
    match finding.facts.get("uses") {
        Some(Fact::Count(count)) => {
            let places = counted("report.further-places", language, *count, &[]);
            format!(" {places}")
        }
        _ => String::new(),
    }
}

/// A severity in words.
pub fn severity(severity: Severity, language: Language) -> String {
    word("report.severity", &severity, language)
}

/// Who repairs.
pub fn owner(owner: OwnerRole, language: Language) -> String {
    word("plan.owner", &owner, language)
}

/// How much work.
pub fn effort(effort: Effort, language: Language) -> String {
    word("plan.effort", &effort, language)
}

/// How urgent.
pub fn priority(priority: Priority, language: Language) -> String {
    word("plan.priority", &priority, language)
}

/// Keys of sentences use hyphens.
fn key_of_reason(reason: Reason) -> String {
    format!("plan.{}", reason.name().replace('_', "-"))
}

/// The reasons for the priority, as one sentence.
pub fn reasons(reasons: &[Reason], language: Language) -> String {
    let parts: Vec<&str> = reasons
        .iter()
        .filter_map(|reason| lookup(&key_of_reason(*reason), language))
        .collect();
    let mut sentence = parts.join("; ");
    if let Some(first) = sentence.get(..1) {
        let first = first.to_uppercase();
        sentence.replace_range(..1, &first);
        sentence.push('.');
    }
    sentence
}

/// When it can go live.
pub fn window(task: &Task, language: Language) -> String {
    let window = &task.window;
    let words = match (&window.kind, &window.successor) {
        (WindowKind::Successor, Some(successor)) => filled(
            "plan.window-successor-named",
            language,
            &[("successor", successor)],
        ),
        (kind, _) => word("plan.window", kind, language),
    };
    let day = match window.kind {
        WindowKind::AfterOthers => task.held_until,
        _ => window.date,
    };
    let opens = match day {
        Some(day) if window.kind == WindowKind::Clarification => filled(
            "plan.window-clarification-dated",
            language,
            &[("date", &date(&day.to_string(), language))],
        ),
        Some(day) => filled(
            "plan.window-dated",
            language,
            &[
                ("window", &words),
                ("date", &date(&day.to_string(), language)),
            ],
        ),
        None => words,
    };
    match task.held_until.filter(|held| day != Some(*held)) {
        Some(held) => filled(
            "plan.window-held",
            language,
            &[
                ("window", &opens),
                ("others", &waits_for(task, language)),
                ("date", &date(&held.to_string(), language)),
            ],
        ),
        None => opens,
    }
}

/// When a task is planned: its window, with the planned date if the window has none. What ends with its application is
/// planned for no date.
pub fn planned(task: &Task, today: Date, language: Language) -> String {
    let words = window(task, language);
    match (task.in_use(), task.done_by(today)) {
        (None, Some(day)) => filled(
            "plan.window-planned",
            language,
            &[
                ("window", &words),
                ("date", &date(&day.to_string(), language)),
            ],
        ),
        _ => words,
    }
}

/// An ISO 8601 date as written in the language; anything else is unchanged.
pub fn date(iso: &str, language: Language) -> String {
    crate::texts::day(iso, language)
}

/// The caution beside every sum: how much was not examined, and what was waived.
pub fn caution(report: &Report, language: Language) -> String {
    let applications: Vec<&ApplicationReport> = report.applications.iter().collect();
    caution_about(report, &applications, &report.totals, language)
}

/// How many findings people set aside, and how many a baseline knows from before.
pub fn set_aside<'a>(
    totals: &Totals,
    applications: impl IntoIterator<Item = &'a ApplicationReport>,
) -> (u64, u64) {
    let waived = applications.into_iter().flat_map(|one| &one.waived);
    let known = waived.filter(|waived| waived.is_by_baseline()).count() as u64;
    (totals.waived.saturating_sub(known), known)
}

/// The caution beside the sums of some applications of a report.
pub fn caution_about(
    report: &Report,
    applications: &[&ApplicationReport],
    totals: &Totals,
    language: Language,
) -> String {
    let mut caution = match selection(report, language) {
        Some(sentence) => sentence + " ",
        None => String::new(),
    };
    let cells: u64 = totals.cells.values().sum();
    let untested = totals.cells.get(&Outcome::Untested);
    let untested = untested.copied().unwrap_or_default();
    let key = match cells {
        // For a change, no demand is decided.
        0 => "report.not-a-proof-alone",
        _ => "report.not-a-proof",
    };
    caution.push_str(&filled(
        key,
        language,
        &[
            ("untested", &amount(untested, language)),
            ("cells", &amount(cells, language)),
        ],
    ));
    let (waived, known) = set_aside(totals, applications.iter().copied());
    for (key, count) in [("report.waived-sum", waived), ("report.known-sum", known)] {
        if count > 0 {
            caution.push(' ');
            let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &amount(count, language))];
            caution.push_str(&filled(key, language, &values));
        }
    }
    if let Some(sentence) = not_judged(totals, language) {
        caution.push(' ');
        caution.push_str(&sentence);
    }
    let kinds = applications.iter().flat_map(|application| {
        let kinds: Vec<PageKind> = kinds(&application.documents.glance()).collect();
        kinds
    });
    if let Some(sentence) = told_apart(kinds, language) {
        caution.push(' ');
        caution.push_str(&sentence);
    }
    caution
}

/// That the report covers only part of the inventory, if it does; part of every format.
pub fn selection(report: &Report, language: Language) -> Option<String> {
    if let Some(change) = &report.run.change {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("since", &harmless(&change.since))];
        return Some(counted("report.change", language, change.files, &values));
    }
    let selection = report.run.selection.as_ref()?;
    let sentence = filled(
        "report.selection",
        language,
        &[
            ("filters", &selection.arguments()),
            ("count", &report.totals.applications),
            ("of", &selection.of),
        ],
    );
    Some(sentence)
}

/// Like [`selection`], but only with the number of applications: filters name some of them, or words of the administration.
pub fn selection_of_many(report: &Report, language: Language) -> Option<String> {
    let Some(selection) = &report.run.selection else {
        return self::selection(report, language);
    };
    let counts: [(&str, &dyn std::fmt::Display); 2] = [
        ("count", &report.totals.applications),
        ("of", &selection.of),
    ];
    let sentence = filled("report.selection-public", language, &counts);
    Some(sentence)
}

/// Documents that look like pages but are not opened by people, by kind, in one sentence.
pub fn told_apart(kinds: impl Iterator<Item = PageKind>, language: Language) -> Option<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for kind in kinds {
        *counts
            .entry(word("concept.page", &kind, language))
            .or_default() += 1;
    }
    let kinds: Vec<String> = counts
        .into_iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    let kinds = (!kinds.is_empty()).then(|| kinds.join(", "))?;
    Some(filled("report.told-apart", language, &[("kinds", &kinds)]))
}

/// The kinds of documents that look like pages but are not opened by people.
pub fn kinds(documents: &[ReadDocument]) -> impl Iterator<Item = PageKind> {
    let pages = documents
        .iter()
        .filter_map(|document| document.page.as_ref());
    pages.map(|page| page.kind)
}

/// Fields that were read but not judged, in one sentence.
fn not_judged(totals: &Totals, language: Language) -> Option<String> {
    let parts: Vec<String> = totals
        .not_judged
        .iter()
        .map(|(origin, count)| format!("{count} {}", word("concept.origin", origin, language)))
        .collect();
    let parts = (!parts.is_empty()).then(|| parts.join(", "))?;
    Some(filled("report.not-judged", language, &[("parts", &parts)]))
}

/// A share in whole percent, rounded, except that 0 and 100 mean exactly none and all: a tiny bar stays visible, and so
/// does what is missing.
pub fn percent(part: u64, of: u64) -> u64 {
    if part == 0 || of == 0 {
        return 0;
    }
    if part >= of {
        return 100;
    }
    let rounded = (u128::from(part) * 200 + u128::from(of)) / (u128::from(of) * 2);
    u64::try_from(rounded).unwrap_or(99).clamp(1, 99)
}

/// A heading or label of the reports.
pub fn label(key: &str, language: Language) -> &'static str {
    lookup(&format!("report.{key}"), language).unwrap_or_else(|| text("", language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gap::Stage;
    use crate::gender::{Attribute, Subject};
    use crate::inventory::UserGroup;
    use crate::model::{Layer, PageKind};
    use crate::problem::Level;
    use crate::record::{EscalationKind, Scope};

    fn complete<T: Serialize>(list: &str, values: impl IntoIterator<Item = T>) {
        for value in values {
            let key = format!("{list}-{}", name(&value));
            for language in [Language::De, Language::En] {
                assert!(lookup(&key, language).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn every_closed_word_has_its_text() {
        complete("report.outcome", Outcome::ALL);
        complete("report.severity", Severity::ALL);
        for weight in [Weight::Failure, Weight::Question, Weight::Advice] {
            for key in [
                format!("report.outcome-{}-means", weight.name()),
                format!("report.heading-{}", weight.name()),
            ] {
                assert!(lookup(&key, Language::En).is_some(), "{key}");
            }
        }
        for outcome in Outcome::ALL {
            let key = format!("report.outcome-{}-means", outcome.name());
            assert!(lookup(&key, Language::De).is_some(), "{key}");
        }
        complete("plan.owner", OwnerRole::ALL);
        complete("plan.effort", Effort::ALL);
        complete("plan.priority", Priority::ALL);
        complete("plan.window", WindowKind::ALL);
        complete("plan.decide", EscalationKind::ALL);
        complete("plan.escalation", EscalationKind::ALL);
        complete("plan.users", UserGroup::ALL);
        complete("plan.stage", crate::record::Stage::ALL);
        for reason in Reason::ALL {
            let key = key_of_reason(reason);
            assert!(lookup(&key, Language::En).is_some(), "{key}");
        }
    }

    #[test]
    fn every_word_about_applications_and_fields_has_its_text() {
        use Layer as L;
        complete(
            "report.layer",
            [
                L::Database,
                L::Message,
                L::Api,
                L::Code,
                L::Ui,
                L::CodeList,
                L::Dictionary,
                L::Template,
            ],
        );
        use Subject as S;
        complete(
            "report.subject",
            [
                S::Person,
                S::Animal,
                S::Grammar,
                S::Connector,
                S::Clothing,
                S::Facility,
                S::Voice,
                S::Group,
                S::Statistic,
                S::Biology,
                S::Organisation,
                S::Selector,
                S::Other,
            ],
        );
        use Attribute as T;
        complete(
            "report.attribute",
            [T::Geschlecht, T::Anrede, T::FormerEntry],
        );
        complete(
            "report.stage",
            [Stage::Acquire, Stage::Parse, Stage::Evaluate],
        );
        complete("report.level", [Level::Info, Level::Warning, Level::Error]);
        use PageKind as N;
        complete(
            "concept.page",
            [
                N::Part,
                N::Template,
                N::Letter,
                N::Drawing,
                N::Documentation,
                N::Notice,
                N::PlainText,
            ],
        );
        complete(
            "report.title",
            [Scope::Audit, Scope::Check, Scope::Procurement],
        );
        complete(
            "report.domain",
            ["closed", "open", "boolean", "reference", "unknown"],
        );
    }

    #[test]
    fn percentages_are_rounded_and_hide_neither_a_rest_nor_a_beginning() {
        let cases = [
            (0, 9, 0),
            (1, 3, 33),
            (2, 3, 67),
            (9, 9, 100),
            (1, 500, 1),
            (499, 500, 99),
            (0, 0, 0),
        ];
        for (part, of, expected) in cases {
            assert_eq!(percent(part, of), expected, "{part} of {of}");
        }
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        assert_eq!(date("2026-11-23", Language::De), "23.11.2026");
        assert_eq!(date("2026-11-23", Language::En), "2026-11-23");
        assert_eq!(date("soon", Language::De), "soon");
    }
}
