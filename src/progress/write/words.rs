//! Words and sentences about changes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::outcome::Fact;
use crate::progress::change::{Because, Change, Unseen};
use crate::progress::forecast::Forecast;
use crate::progress::members::FoundAt;
use crate::progress::snapshot::RuleState;
use crate::texts::{Language, counted, filled, lookup};

/// The sentence of a key of `texts/progress.toml`.
pub(super) fn say(key: &str, language: Language) -> &'static str {
    lookup(&format!("progress.{key}"), language).unwrap_or_default()
}

/// A date as written in the language.
pub(super) fn day(day: Date, language: Language) -> String {
    crate::report::date(&day.to_string(), language)
}

/// What a rule demands; its id if no report carries its card.
pub(super) fn title<'a>(
    rules: &'a std::collections::BTreeMap<String, RuleState>,
    rule: &'a str,
    language: Language,
) -> &'a str {
    rules
        .get(rule)
        .map_or(rule, |state| state.title.get(language).as_str())
}

/// `KVR – Kreisverwaltungsreferat`, or only the id if there is no name.
pub(super) fn department(names: &std::collections::BTreeMap<String, String>, id: &str) -> String {
    match names.get(id).filter(|name| !name.is_empty() && *name != id) {
        Some(name) => format!("{id} – {name}"),
        None => id.to_owned(),
    }
}

/// Document, line and names.
pub(super) fn place(document: &str, line: u32, path: &[String]) -> String {
    let mut place = document.to_owned();
    if line > 0 {
        place.push_str(&format!(":{line}"));
    }
    if !path.is_empty() {
        place.push_str(&format!(" ({})", path.join(".")));
    }
    place
}

/// What there is to say about a change beside its status.
pub(super) fn remark(change: &Change, language: Language) -> String {
    let because = change
        .because
        .as_ref()
        .map(|because| because_of(because, language));
    let moved = change.moved_from.as_ref().map(|spot| {
        let mut place = place(&spot.document, spot.line, &spot.path);
        if spot.application != change.application {
            place = format!("{}, {place}", spot.application);
        }
        let by = change.matched_by.map_or("", |by| by.name());
        let by = say(&format!("by-{by}"), language);
        filled(
            "progress.moved",
            language,
            &[("place", &place), ("by", &by)],
        )
    });
    let parts: Vec<String> = [because, moved].into_iter().flatten().collect();
    parts.join("; ")
}

/// The explanation of a status.
pub(super) fn because_of(because: &Because, language: Language) -> String {
    match because {
        Because::FirstLookedAt { before } => filled(
            "progress.because-first-looked-at",
            language,
            &[("why", &unseen(before, language))],
        ),
        Because::EvidenceGone => say("because-evidence-gone", language).to_owned(),
        Because::CameBack { fixed_on } => filled(
            "progress.because-came-back",
            language,
            &[("date", &day(*fixed_on, language))],
        ),
        Because::WaiverEnded => say("because-waiver-ended", language).to_owned(),
        Because::LookedAtAgain => say("because-looked-at-again", language).to_owned(),
        Because::Proven => say("because-proven", language).to_owned(),
        Because::Stated => say("because-stated", language).to_owned(),
        Because::OnlyQuestion => say("because-only-question", language).to_owned(),
        Because::Demanded => say("because-demanded", language).to_owned(),
        Because::OnlyAdvice => say("because-only-advice", language).to_owned(),
        Because::LacksMore { also } => {
            let also = Fact::Terms(also.iter().cloned().collect());
            filled(
                "progress.because-lacks-more",
                language,
                &[("list", &also.display(language))],
            )
        }
        Because::MorePlaces { count, added } => more_places(*count, added, language),
        Because::FewerPlaces { count } => {
            counted("progress.because-fewer-places", language, *count, &[])
        }
        Because::SplitOff => say("because-split-off", language).to_owned(),
        Because::NotLookedAt { now } => unseen(now, language),
    }
}

fn more_places(count: u64, added: &BTreeSet<FoundAt>, language: Language) -> String {
    /// Maximum number of places named; the rest is only counted.
    const MOST_NAMED: usize = 5;
    if added.is_empty() {
        return counted("progress.because-more-places", language, count, &[]);
    }
    let named = added.iter().take(MOST_NAMED);
    let mut list: Vec<String> = named.map(|at| place(&at.document, 0, &at.path)).collect();
    let more = added.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        list.push(filled("report.and-more", language, &[("count", &more)]));
    }
    let values: [(&str, &dyn std::fmt::Display); 1] = [("list", &list.join(", "))];
    filled("progress.because-added-places", language, &values)
}

fn unseen(why: &Unseen, language: Language) -> String {
    match why {
        Unseen::ApplicationGone { successor: None } => {
            say("unseen-application", language).to_owned()
        }
        Unseen::ApplicationGone {
            successor: Some(successor),
        } => filled(
            "progress.unseen-successor",
            language,
            &[("successor", successor)],
        ),
        Unseen::RuleGone => say("unseen-rule", language).to_owned(),
        Unseen::AnswerChanged => say("unseen-answer", language).to_owned(),
        Unseen::DocumentGone => say("unseen-document", language).to_owned(),
        Unseen::Gap { reason } => filled(
            "progress.unseen-gap",
            language,
            &[("cause", &reason.cause(language).trim_end_matches('.'))],
        ),
    }
}

/// A forecast as a sentence.
pub(super) fn forecast(forecast: &Forecast, language: Language) -> String {
    match forecast {
        Forecast::Done => say("forecast-done", language).to_owned(),
        Forecast::DoneAsRead(reach) if reach.read == 0 => {
            say("forecast-nothing-read", language).to_owned()
        }
        Forecast::DoneAsRead(reach) => filled(
            "progress.forecast-done-as-read",
            language,
            &[("read", &reach.read), ("all", &reach.all)],
        ),
        Forecast::TooFewReports { reports, needed } => filled(
            "progress.forecast-too-few",
            language,
            &[("reports", reports), ("needed", needed)],
        ),
        Forecast::Growing => say("forecast-growing", language).to_owned(),
        Forecast::Range {
            earliest,
            latest: Some(latest),
        } => filled(
            "progress.forecast-range",
            language,
            &[
                ("earliest", &day(*earliest, language)),
                ("latest", &day(*latest, language)),
            ],
        ),
        Forecast::Range {
            earliest,
            latest: None,
        } => filled(
            "progress.forecast-open",
            language,
            &[("earliest", &day(*earliest, language))],
        ),
        Forecast::OutOfSight => say("forecast-out-of-sight", language).to_owned(),
    }
}
