//! What could not be looked at during a run: data in the report, never an error that ends it.

mod contain;

pub use contain::{Panicked, contain, keep_contained_panics_quiet};

use crate::closed::closed;
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

closed! {
    /// The cause of a gap. Each has a sentence and a next step in `texts/gap.toml`.
    pub enum GapReason {
        /// Nothing is there.
        Missing = "missing",
        /// It is there and cannot be read.
        Unreadable = "unreadable",
        /// Lies outside the permitted folder.
        Outside = "outside",
        /// Links of the file system lead back to themselves.
        Loop = "loop",
        /// A link whose target is not there.
        DeadLink = "dead-link",
        /// A folder in which no file lies that is looked at.
        EmptyFolder = "empty-folder",
        /// Changed while it was read.
        Changing = "changing",
        /// Installed, built or minified files that speak of gender or salutation and were not read.
        LeftOut = "left-out",
        /// Program text that another program wrote to be handed out: nobody reads it.
        Minified = "minified",
        /// Left out by the settings.
        Excluded = "excluded",
        /// Not fetched: run without network.
        Offline = "offline",
        /// Host name not known.
        UnknownHost = "unknown-host",
        /// No connection came about.
        Unreachable = "unreachable",
        /// No secure connection (TLS).
        Tls = "tls",
        /// Its address is one that is never fetched.
        Refused = "refused",
        /// Redirects to a host that is not named.
        RedirectedAway = "redirected-away",
        /// Too many redirects.
        TooManyRedirects = "too-many-redirects",
        /// Access denied.
        Forbidden = "forbidden",
        /// The server answers with an error.
        HttpStatus = "http-status",
        /// The server asks to come back later.
        Busy = "busy",
        /// Not fetched: nothing says whether this address belongs to the sample.
        NotSampled = "not-sampled",
        /// The pages link to more PDF files than are fetched.
        TooManyLinked = "too-many-linked",
        /// The server sends neither page nor schema.
        MediaType = "media-type",
        /// Time limit exceeded.
        TimedOut = "timed-out",
        /// Larger than permitted.
        TooLarge = "too-large",
        /// Nested too deeply.
        TooDeep = "too-deep",
        /// Unsafe content (such as an entity or alias bomb).
        UnsafeContent = "unsafe-content",
        /// The document is empty.
        Empty = "empty",
        /// Format not recognised.
        UnknownFormat = "unknown-format",
        /// Character encoding not known.
        UnknownEncoding = "unknown-encoding",
        /// Packed: what is inside was not looked at.
        Packed = "packed",
        /// The document breaks the rules of its own syntax.
        Malformed = "malformed",
        /// Opens with a password only.
        Locked = "locked",
        /// A form that a program inside the document makes (XFA): not checked.
        MadeByProgram = "made-by-program",
        /// A part of the document was not understood.
        NotUnderstood = "not-understood",
        /// Speaks of gender or salutation and was not understood.
        UnreadMention = "unread-mention",
        /// The field stands in generated code only: not judged.
        GeneratedOnly = "generated-only",
        /// Hands on a field that was checked; no entries were seen near it.
        HandedOn = "handed-on",
        /// Recognised, but nothing found that can be judged.
        NothingFound = "nothing-found",
        /// User interface that only a running program shows: not checked for accessibility.
        UnseenMarkup = "unseen-markup",
        /// Templates of which a program makes pages: checked for accessibility only as far as they say themselves.
        PartlySeenMarkup = "partly-seen-markup",
        /// Pages that came along with libraries of others: not checked for accessibility.
        PageAside = "page-aside",
        /// Templates of tests and examples: not checked for accessibility.
        RehearsalAside = "rehearsal-aside",
        /// What a reference leads to is not at hand.
        UnresolvedReference = "unresolved-reference",
        /// A style sheet that pages link to is not at hand: colours and visibility stay open there.
        MissingStyleSheet = "missing-style-sheet",
        /// The style sheet of a known library is not at hand. It is taken to style only elements with the named classes;
        /// colours and visibility stay open for these alone.
        KnownStyleSheet = "known-style-sheet",
        /// This rule needs something only a browser provides.
        MissingFacility = "missing-facility",
        /// Pages load scripts from elsewhere; whether these hold the keyboard, change text or listen to motion is not
        /// checked.
        ScriptsElsewhere = "scripts-elsewhere",
        /// A check failed over it: a mistake of this program.
        CheckPanicked = "check-panicked",
        /// Not read: the program ended over it.
        Aborted = "aborted",
        /// Not checked to the end: it would have taken too long.
        BudgetSpent = "budget-spent",
        /// Nothing was provided for this application.
        NoArtefact = "no-artefact",
    }
}

impl GapReason {
    /// The cause in words.
    pub fn cause(self, language: Language) -> &'static str {
        lookup(&format!("gap.{}", self.name()), language).unwrap_or_default()
    }

    /// What a person should do next.
    pub fn next_step(self, language: Language) -> &'static str {
        lookup(&format!("gap.{}-next", self.name()), language).unwrap_or_default()
    }

    /// Whether the detail is what the document itself says, in the words of no language of ours.
    const fn quotes(self) -> bool {
        matches!(
            self,
            Self::LeftOut | Self::Minified | Self::UnreadMention | Self::GeneratedOnly
        )
    }

    /// Whether the run is not complete for it. What others wrote, or a tool, is left out on purpose and named; what
    /// scripts do, no run without a browser sees.
    pub const fn leaves_open(self) -> bool {
        !matches!(
            self,
            Self::LeftOut
                | Self::Minified
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
                | Self::Minified
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
