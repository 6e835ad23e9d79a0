//! Words of the closed lists a report is made of, and sentences built from them.
//!
//! A word is looked up by the name it is stored under (`cantTell`, `next_release`), so a list and its words
//! cannot drift apart unnoticed: the test below asks for each of them.

mod task;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

pub use self::task::{
    acceptance, affected, clause, effort_in_days, enumeration, interim, steps, task, timing, who,
    works,
};
use crate::model::{PageKind, ReadDocument};
use crate::outcome::{Outcome, Severity};
use crate::record::{
    ApplicationReport, Priority, Reason, Report, Standing, Task, Totals, Weight, WindowKind,
};
use crate::rule::{Effort, OwnerRole};
use crate::texts::{Language, amount, counted, filled, harmless, lookup, text};

/// The word of `value` in `list` (`report.outcome`, `plan.owner`).
pub fn word(list: &str, value: &impl Serialize, language: Language) -> String {
    let name = name(value);
    lookup(&format!("{list}-{name}"), language).map_or(name, str::to_owned)
}

/// A title with the administration it is about; alone where the inventory names none.
pub fn titled(title: &str, organisation: &str) -> String {
    if organisation.trim().is_empty() {
        title.to_owned()
    } else {
        format!("{title}: {organisation}")
    }
}

/// The name a value of a closed list is stored under.
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

/// What a finding counts as, in words: what merely advises is not called a demand that is not met.
pub fn found(weight: Weight, language: Language) -> String {
    text(&format!("report.outcome-{}", weight.name()), language).to_owned()
}

/// The sign beside the word of what a finding counts as.
pub const fn sign(weight: Weight) -> &'static str {
    match weight {
        Weight::Failure => symbol(Outcome::Failed),
        Weight::Question => symbol(Outcome::CantTell),
        Weight::Advice => "›",
    }
}

/// What a finding counts as with its sign, so that neither stands alone.
pub fn signed(weight: Weight, language: Language) -> String {
    format!("{} {}", sign(weight), found(weight, language))
}

/// A sign beside the word of an outcome; never alone, and never told apart by colour.
pub const fn symbol(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "✗",
        Outcome::CantTell => "?",
        Outcome::Untested => "○",
        Outcome::Passed => "✓",
        Outcome::Inapplicable => "–",
    }
}

/// How an application stands, in a sentence: its defects and questions, or that it was looked at without any.
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
        ],
    );
    let advice = application.advice(&report.rules);
    if advice > 0 {
        sentence += &filled("report.standing-advice", language, &[("advice", &advice)]);
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

/// The outcome whose sign and colour stand for how an application stands.
pub const fn outcome_like(standing: Standing) -> Outcome {
    match standing {
        Standing::Failing => Outcome::Failed,
        Standing::Asking => Outcome::CantTell,
        // What was not read may hold anything.
        Standing::Incomplete | Standing::Unread => Outcome::Untested,
        Standing::Clean => Outcome::Passed,
    }
}

/// A heading over findings of a rule: what it demands, and what became of it, as a demand alone reads like a result.
pub fn heading(demand: &str, weight: Weight, language: Language) -> String {
    let key = format!("report.heading-{}", weight.name());
    filled(&key, language, &[("demand", &demand)])
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

/// Why that urgent, as one sentence.
pub fn reasons(reasons: &[Reason], language: Language) -> String {
    let parts: Vec<&str> = reasons
        .iter()
        .filter_map(|reason| lookup(&format!("plan.{}", reason.key()), language))
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
                ("date", &date(&held.to_string(), language)),
            ],
        ),
        None => opens,
    }
}

/// When a task is planned for: its window, with the day that a plan aims at where the window has none.
pub fn planned(task: &Task, today: Date, language: Language) -> String {
    let words = window(task, language);
    match task.in_use() {
        Some(_) => words,
        None => filled(
            "plan.window-planned",
            language,
            &[
                ("window", &words),
                (
                    "date",
                    &date(&task.planned_for(today).to_string(), language),
                ),
            ],
        ),
    }
}

/// A day of ISO 8601 as people of the language write it; anything else stays as it is.
pub fn date(iso: &str, language: Language) -> String {
    crate::texts::day(iso, language)
}

/// What has to be said beside every sum: how much nobody looked at, and what was set aside.
pub fn caution(report: &Report, language: Language) -> String {
    let mut caution = match selection(report, language) {
        Some(sentence) => sentence + " ",
        None => String::new(),
    };
    let cells: u64 = report.totals.cells.values().sum();
    let untested = report.totals.cells.get(&Outcome::Untested);
    let untested = untested.copied().unwrap_or_default();
    let key = match cells {
        // Of a change no demand is decided.
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
    if report.totals.waived > 0 {
        caution.push(' ');
        caution.push_str(&filled(
            "report.waived-sum",
            language,
            &[("count", &amount(report.totals.waived, language))],
        ));
    }
    if let Some(sentence) = not_judged(&report.totals, language) {
        caution.push(' ');
        caution.push_str(&sentence);
    }
    let applications = report.applications.iter();
    let kinds = applications.flat_map(|application| {
        let kinds: Vec<PageKind> = kinds(&application.documents.glance()).collect();
        kinds
    });
    if let Some(sentence) = told_apart(kinds, language) {
        caution.push(' ');
        caution.push_str(&sentence);
    }
    caution
}

/// That the report is about a part of the inventory, where it is; stands in every format.
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

/// Documents that are written like pages and are none that people open, by kind, in one sentence.
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

/// The kinds of documents that are written like pages and are none that people open.
pub fn kinds(documents: &[ReadDocument]) -> impl Iterator<Item = PageKind> {
    let pages = documents
        .iter()
        .filter_map(|document| document.page.as_ref());
    pages.map(|page| page.kind)
}

/// Fields that were read and not judged, in one sentence.
fn not_judged(totals: &Totals, language: Language) -> Option<String> {
    let parts: Vec<String> = totals
        .not_judged
        .iter()
        .map(|(origin, count)| format!("{count} {}", word("concept.origin", origin, language)))
        .collect();
    let parts = (!parts.is_empty()).then(|| parts.join(", "))?;
    Some(filled("report.not-judged", language, &[("parts", &parts)]))
}

/// A part in whole percent, rounded, but 0 and 100 only where it is nothing and all: a sliver of a bar stays to be seen,
/// and so does what is missing.
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
        use OwnerRole as O;
        complete(
            "plan.owner",
            [
                O::Development,
                O::Administration,
                O::Editorial,
                O::Business,
                O::StandardOwner,
                O::DataProtection,
            ],
        );
        complete(
            "plan.effort",
            [Effort::Small, Effort::Medium, Effort::Large],
        );
        use Priority as P;
        complete("plan.priority", [P::Immediate, P::High, P::Medium, P::Low]);
        use WindowKind as W;
        complete(
            "plan.window",
            [
                W::BeforeIntroduction,
                W::NextRelease,
                W::ContractEnd,
                W::Successor,
                W::EndOfLife,
                W::ToBeAgreed,
                W::Clarification,
                W::WithoutRelease,
                W::AfterOthers,
                W::Contract,
            ],
        );
        use EscalationKind as K;
        for list in ["plan.decide", "plan.escalation"] {
            complete(
                list,
                [
                    K::NeverFits,
                    K::Blocked,
                    K::NoSuccessor,
                    K::SuccessorCycle,
                    K::SuccessorUnknown,
                    K::PastDate,
                    K::Overdue,
                    K::Late,
                    K::NoWindow,
                    K::Capacity,
                    K::ObligationOverdue,
                    K::ObligationUndated,
                ],
            );
        }
        use UserGroup as U;
        complete(
            "plan.users",
            [
                U::Citizens,
                U::Businesses,
                U::Employees,
                U::Partners,
                U::Schools,
            ],
        );
        use Reason as R;
        for reason in [
            R::SeverityCritical,
            R::SeveritySerious,
            R::SeverityModerate,
            R::SeverityMinor,
            R::SeverityAdvice,
            R::Public,
            R::CriticalApplication,
            R::OnlyQuestion,
            R::EndsSoon,
            R::BeforeIntroduction,
            R::SendEachOther,
            R::Contract,
            R::BeforeAcceptance,
        ] {
            let key = format!("plan.{}", reason.key());
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
