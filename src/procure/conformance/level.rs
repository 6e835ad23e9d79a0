//! How far a criterion is met, and the vocabulary for it.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::closed::closed;

closed! {
    /// How far a criterion is met, in the terms of the reports.
    pub enum ConformanceLevel {
        Supports = "supports",
        PartiallySupports = "partially-supports",
        DoesNotSupport = "does-not-support",
        NotApplicable = "not-applicable",
        NotEvaluated = "not-evaluated",
    }
}

/// `levels.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelWords {
    met: Vec<String>,
    nouns: Vec<String>,
    unmet: Vec<String>,
    negations: Vec<String>,
    narrowings: Vec<String>,
    wholes: Vec<String>,
    exclusions: Vec<String>,
    auxiliaries: Vec<String>,
    not_applicable: Vec<String>,
    not_evaluated: Vec<String>,
}

fn level_words() -> &'static LevelWords {
    static WORDS: OnceLock<LevelWords> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("levels.toml")).unwrap_or_default())
}

impl ConformanceLevel {
    /// Whether the level reports a gap.
    pub const fn is_lacking(self) -> bool {
        matches!(self, Self::PartiallySupports | Self::DoesNotSupport)
    }

    /// The level at the start of a text, in English or German; `None` if the text starts with anything else.
    ///
    /// The order of the words is free ("erfüllt nicht" and "nicht erfüllt"), and only the first clause decides: a
    /// remark after it concerns details. A restriction of a clause that says "met" comes after it, though ("supported,
    /// except …").
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let vocabulary = level_words();
        let text = text.trim().to_lowercase().replace('-', " ");
        let begins = |phrases: &[String]| phrases.iter().any(|phrase| text.starts_with(phrase));
        if begins(&vocabulary.not_applicable) {
            return Some(Self::NotApplicable);
        }
        if begins(&vocabulary.not_evaluated) {
            return Some(Self::NotEvaluated);
        }
        let (clause, rest) = match text.find([',', '.', ';', ':', '(', '–', '—']) {
            Some(at) => text.split_at(at),
            None => (text.as_str(), ""),
        };
        let clause = Clause::of_words(clause, vocabulary);
        let next = words(rest).next();
        clause.level(next.is_some_and(|word| has(&vocabulary.narrowings, word)))
    }
}

/// The meaning of the words of a clause.
#[derive(Default)]
struct Clause {
    begins_plainly: bool,
    met: bool,
    unmet: bool,
    negated: bool,
    narrowed: bool,
    whole: bool,
}

impl Clause {
    fn of_words(clause: &str, vocabulary: &LevelWords) -> Self {
        let mut said = Self::default();
        let mut excluding = false;
        for (at, word) in words(clause).enumerate() {
            let narrowing = has(&vocabulary.narrowings, word);
            let negation = has(&vocabulary.negations, word);
            let exclusion = has(&vocabulary.exclusions, word);
            let met = has(&vocabulary.met, word) || excluding && has(&vocabulary.nouns, word);
            let unmet = has(&vocabulary.unmet, word);
            let whole = has(&vocabulary.wholes, word);
            let known = narrowing || negation || met || unmet || whole;
            if at == 0 {
                said.begins_plainly = known || has(&vocabulary.auxiliaries, word);
            }
            said.met |= met;
            said.unmet |= unmet;
            said.whole |= whole;
            said.narrowed |= narrowing && !excluding;
            // "no exceptions" cancels an exception; "no support" negates.
            said.negated |= negation && !exclusion || met && excluding;
            // Unknown words in between change nothing: "without any exceptions".
            excluding = exclusion || (excluding && !known);
        }
        said
    }

    fn level(&self, narrowed_behind: bool) -> Option<ConformanceLevel> {
        use ConformanceLevel as L;
        if !self.begins_plainly || !(self.met || self.unmet || self.narrowed) {
            return None;
        }
        Some(match self {
            Self { narrowed: true, .. } => L::PartiallySupports,
            // "nicht vollständig erfüllt"
            Self {
                negated: true,
                whole: true,
                ..
            } => L::PartiallySupports,
            Self { negated: true, .. } | Self { unmet: true, .. } => L::DoesNotSupport,
            _ if narrowed_behind => L::PartiallySupports,
            _ => L::Supports,
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_load() {
        toml::from_str::<LevelWords>(include_str!("levels.toml")).expect("levels.toml");
    }

    #[test]
    fn the_order_of_words_does_not_matter() {
        use ConformanceLevel as L;
        for (text, level) in [
            ("Supports", L::Supports),
            ("supports", L::Supports),
            ("Supports: users do not need a mouse", L::Supports),
            ("Erfüllt. Ältere Seiten sind nicht dabei.", L::Supports),
            ("Fully supported", L::Supports),
            ("Supports without exceptions", L::Supports),
            ("Erfüllt ohne Einschränkungen", L::Supports),
            ("Supports without any exceptions", L::Supports),
            ("Supports with no known exceptions", L::Supports),
            ("Erfüllt ohne jede Einschränkung", L::Supports),
            ("Erfüllt mit keinerlei Ausnahmen", L::Supports),
            ("Does Not Support", L::DoesNotSupport),
            ("does-not-support", L::DoesNotSupport),
            ("nicht erfüllt", L::DoesNotSupport),
            ("erfüllt nicht", L::DoesNotSupport),
            ("Wird nicht unterstützt", L::DoesNotSupport),
            ("No support", L::DoesNotSupport),
            ("Keine Unterstützung", L::DoesNotSupport),
            ("Fails", L::DoesNotSupport),
            ("Partially Supports", L::PartiallySupports),
            ("supports partially", L::PartiallySupports),
            ("Supports with Exceptions", L::PartiallySupports),
            ("Erfüllt teilweise", L::PartiallySupports),
            ("Erfüllt mit Ausnahmen", L::PartiallySupports),
            ("nicht vollständig erfüllt", L::PartiallySupports),
            ("Supported, except for charts", L::PartiallySupports),
            ("erfüllt (aber nicht in Briefen)", L::PartiallySupports),
            ("Not Applicable", L::NotApplicable),
            ("not-applicable", L::NotApplicable),
            ("N/A – no media", L::NotApplicable),
            ("Nicht geprüft", L::NotEvaluated),
        ] {
            assert_eq!(ConformanceLevel::of_text(text), Some(level), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_level() {
        for text in [
            "",
            "erledigt",
            "siehe Anlage",
            "Web",
            "Level A",
            "Conformance Level",
            "Unterstützung",
            "no",
            "Charts are supported",
        ] {
            assert_eq!(ConformanceLevel::of_text(text), None, "{text}");
        }
    }
}
