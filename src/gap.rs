//! What could not be looked at during a run: data in the report, never an error that ends it.

mod contain;

pub use contain::{Panicked, contain, keep_contained_panics_quiet};

use crate::model::Place;
use crate::texts::{Language, lookup, translated};

/// Where in the corridor the gap opened.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Fetching the bytes.
    Acquire,
    /// Turning bytes into a model.
    Parse,
    /// Judging the model.
    Evaluate,
}

/// The cause of a gap. Each has a sentence and a next step in `texts/gap.toml`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    Missing,
    Unreadable,
    Outside,
    Loop,
    /// A link whose target is not there.
    DeadLink,
    /// A folder in which no file lies that is looked at.
    EmptyFolder,
    Changing,
    LeftOut,
    Excluded,
    Offline,
    UnknownHost,
    Unreachable,
    Tls,
    Refused,
    RedirectedAway,
    TooManyRedirects,
    Forbidden,
    HttpStatus,
    Busy,
    NotSampled,
    TooManyLinked,
    MediaType,
    TimedOut,
    TooLarge,
    TooDeep,
    UnsafeContent,
    Empty,
    UnknownFormat,
    UnknownEncoding,
    Packed,
    Malformed,
    Locked,
    MadeByProgram,
    NotUnderstood,
    UnreadMention,
    GeneratedOnly,
    HandedOn,
    NothingFound,
    UnseenMarkup,
    PartlySeenMarkup,
    PageAside,
    RehearsalAside,
    UnresolvedReference,
    MissingStyleSheet,
    KnownStyleSheet,
    MissingFacility,
    ScriptsElsewhere,
    CheckPanicked,
    Aborted,
    BudgetSpent,
    NoArtefact,
}

impl GapReason {
    /// All reasons, for the completeness test of their texts.
    pub const ALL: &'static [Self] = &[
        Self::Missing,
        Self::Unreadable,
        Self::Outside,
        Self::Loop,
        Self::DeadLink,
        Self::EmptyFolder,
        Self::Changing,
        Self::LeftOut,
        Self::Excluded,
        Self::Offline,
        Self::UnknownHost,
        Self::Unreachable,
        Self::Tls,
        Self::Refused,
        Self::RedirectedAway,
        Self::TooManyRedirects,
        Self::Forbidden,
        Self::HttpStatus,
        Self::Busy,
        Self::NotSampled,
        Self::TooManyLinked,
        Self::MediaType,
        Self::TimedOut,
        Self::TooLarge,
        Self::TooDeep,
        Self::UnsafeContent,
        Self::Empty,
        Self::UnknownFormat,
        Self::UnknownEncoding,
        Self::Packed,
        Self::Malformed,
        Self::Locked,
        Self::MadeByProgram,
        Self::NotUnderstood,
        Self::UnreadMention,
        Self::GeneratedOnly,
        Self::HandedOn,
        Self::NothingFound,
        Self::UnseenMarkup,
        Self::PartlySeenMarkup,
        Self::PageAside,
        Self::RehearsalAside,
        Self::UnresolvedReference,
        Self::MissingStyleSheet,
        Self::KnownStyleSheet,
        Self::MissingFacility,
        Self::ScriptsElsewhere,
        Self::CheckPanicked,
        Self::Aborted,
        Self::BudgetSpent,
        Self::NoArtefact,
    ];

    /// The key of its sentence in the catalogue, without the file prefix.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Outside => "outside",
            Self::Loop => "loop",
            Self::DeadLink => "dead-link",
            Self::EmptyFolder => "empty-folder",
            Self::Changing => "changing",
            Self::LeftOut => "left-out",
            Self::Excluded => "excluded",
            Self::Offline => "offline",
            Self::UnknownHost => "unknown-host",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::Refused => "refused",
            Self::RedirectedAway => "redirected-away",
            Self::TooManyRedirects => "too-many-redirects",
            Self::Forbidden => "forbidden",
            Self::HttpStatus => "http-status",
            Self::Busy => "busy",
            Self::NotSampled => "not-sampled",
            Self::TooManyLinked => "too-many-linked",
            Self::MediaType => "media-type",
            Self::TimedOut => "timed-out",
            Self::TooLarge => "too-large",
            Self::TooDeep => "too-deep",
            Self::UnsafeContent => "unsafe-content",
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown-format",
            Self::UnknownEncoding => "unknown-encoding",
            Self::Packed => "packed",
            Self::Malformed => "malformed",
            Self::Locked => "locked",
            Self::MadeByProgram => "made-by-program",
            Self::NotUnderstood => "not-understood",
            Self::UnreadMention => "unread-mention",
            Self::GeneratedOnly => "generated-only",
            Self::HandedOn => "handed-on",
            Self::NothingFound => "nothing-found",
            Self::UnseenMarkup => "unseen-markup",
            Self::PartlySeenMarkup => "partly-seen-markup",
            Self::PageAside => "page-aside",
            Self::RehearsalAside => "rehearsal-aside",
            Self::UnresolvedReference => "unresolved-reference",
            Self::MissingStyleSheet => "missing-style-sheet",
            Self::KnownStyleSheet => "known-style-sheet",
            Self::MissingFacility => "missing-facility",
            Self::ScriptsElsewhere => "scripts-elsewhere",
            Self::CheckPanicked => "check-panicked",
            Self::Aborted => "aborted",
            Self::BudgetSpent => "budget-spent",
            Self::NoArtefact => "no-artefact",
        }
    }

    /// The cause in words.
    pub fn cause(self, language: Language) -> &'static str {
        lookup(&format!("gap.{}", self.key()), language).unwrap_or_default()
    }

    /// What a person should do next.
    pub fn next_step(self, language: Language) -> &'static str {
        lookup(&format!("gap.{}-next", self.key()), language).unwrap_or_default()
    }

    /// Whether the detail is what the document itself says, in the words of no language of ours.
    const fn quotes(self) -> bool {
        matches!(
            self,
            Self::LeftOut | Self::UnreadMention | Self::GeneratedOnly
        )
    }

    /// Whether the run is not complete for it. What others wrote, or a tool, is left out on purpose and named; what
    /// scripts do, no run without a browser sees.
    pub const fn leaves_open(self) -> bool {
        !matches!(
            self,
            Self::LeftOut
                | Self::Excluded
                | Self::HandedOn
                | Self::PageAside
                | Self::RehearsalAside
                | Self::ScriptsElsewhere
        )
    }

    /// Whether the document as a whole was lost (not only a part of it).
    pub const fn loses_document(self) -> bool {
        !matches!(
            self,
            Self::LeftOut
                | Self::Excluded
                | Self::NotUnderstood
                | Self::UnreadMention
                | Self::GeneratedOnly
                | Self::HandedOn
                | Self::UnseenMarkup
                | Self::PartlySeenMarkup
                | Self::PageAside
                | Self::RehearsalAside
                | Self::UnresolvedReference
                | Self::MissingStyleSheet
                | Self::KnownStyleSheet
                | Self::MissingFacility
                | Self::ScriptsElsewhere
                | Self::CheckPanicked
                | Self::BudgetSpent
        )
    }
}

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Gap {
    /// Document, line and column where known.
    pub place: Place,
    /// The rule that could not be evaluated, if it is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Where in the corridor.
    pub stage: Stage,
    /// Why.
    pub reason: GapReason,
    /// The technical cause, in English, cut and free of scanned content beyond a short excerpt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Gap {
    /// The cause in words, with its detail.
    pub fn cause(&self, language: Language) -> String {
        let cause = self.reason.cause(language);
        match self.detail_in(language) {
            detail if detail.is_empty() => cause.to_owned(),
            detail if self.reason.quotes() => format!("{cause}: {detail}"),
            detail => format!("{} ({detail})", cause.trim_end_matches('.')),
        }
    }

    /// The detail in words; empty where there is none. What a document says itself is in no language of ours.
    pub fn detail_in(&self, language: Language) -> String {
        if language == Language::En || self.detail.is_empty() {
            return self.detail.clone();
        }
        if self.reason.quotes() && self.detail.contains('\u{201c}') {
            return self
                .detail
                .replace('\u{201c}', "„")
                .replace('\u{201d}', "\u{201c}");
        }
        let said = translated("gap.detail-", &self.detail, language);
        said.unwrap_or_else(|| self.detail.clone())
    }

    /// A gap about a whole document.
    pub fn of_document(
        document: &str,
        stage: Stage,
        reason: GapReason,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            place: Place::document(document),
            rule: None,
            stage,
            reason,
            detail: detail.into(),
        }
    }

    /// What was passed by and speaks of the topic, as one gap at the first of it: each with the number of its files.
    pub fn left_out(stage: Stage, speaking: &[(String, usize)]) -> Option<Self> {
        Self::of_several(stage, GapReason::LeftOut, speaking)
    }

    /// Documents that are lost for one reason, as one gap at the first of them: each with the number of its files.
    pub fn of_several(
        stage: Stage,
        reason: GapReason,
        documents: &[(String, usize)],
    ) -> Option<Self> {
        let (first, _) = documents.first()?;
        let detail = counted(
            documents
                .iter()
                .map(|(name, count)| (name.as_str(), *count)),
        );
        Some(Self::of_document(first, stage, reason, detail))
    }

    /// A gap about a part of a document.
    pub fn at_place(
        place: Place,
        stage: Stage,
        reason: GapReason,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            place,
            rule: None,
            stage,
            reason,
            detail: detail.into(),
        }
    }
}

/// Names in quotes with how often they stand there, as far as one line holds them, and the number of the others.
pub fn counted<'n>(names: impl ExactSizeIterator<Item = (&'n str, usize)>) -> String {
    const MOST_NAMES: usize = 5;
    let others = names.len().saturating_sub(MOST_NAMES);
    let mut parts: Vec<String> = names
        .take(MOST_NAMES)
        .map(|(name, count)| match count {
            1 => format!("\u{201c}{name}\u{201d}"),
            count => format!("\u{201c}{name}\u{201d} \u{d7} {count}"),
        })
        .collect();
    if others > 0 {
        parts.push(format!("+ {others}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_cause_and_next_step_in_both_languages() {
        for reason in GapReason::ALL {
            for language in [Language::De, Language::En] {
                assert!(!reason.cause(language).is_empty(), "{reason:?}");
                assert!(!reason.next_step(language).is_empty(), "{reason:?}");
            }
        }
    }
}
